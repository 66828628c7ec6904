"""From production functions of groups to the tables of one result."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._labels import Index
from weakties._results import Meta
from weakties._wording import shown
from weakties.productivity.panel import FirmPanel
from weakties.productivity.resample import Plan, by_normal, spread

from .fit import Fit
from .result import ProductionEstimate
from .sample import Variables
from .specification import SOURCES

Floats = NDArray[np.float64]


def put_together(
    panel: FirmPanel,
    fits: list[Fit],
    variables: Variables,
    groups: Index | None,
    method: str,
    plan: Plan,
    options: dict[str, Any],
    sources: tuple[str, ...],
) -> ProductionEstimate:
    """Label what was found; ``groups`` has a label for each production function, or is None."""
    inputs = fits[0].form.inputs
    of_inputs = _index([inputs] * len(fits), groups, "input")
    of_terms = _index([fit.names for fit in fits], groups, "term")
    draws = np.concatenate([fit.draws for fit in fits], axis=1)
    elasticity_draws = np.concatenate([fit.elasticity_draws for fit in fits], axis=1)
    vcov = _covariance(fits, draws, plan)
    rows = np.concatenate([fit.sample.rows for fit in fits])
    dropped: dict[str, int] = {}
    for fit in fits:
        for reason, count in fit.sample.dropped.items():
            dropped[reason] = dropped.get(reason, 0) + count

    def on_rows(name: str) -> pd.Series[float]:
        whole = np.full(len(panel), np.nan)
        whole[rows] = np.concatenate([getattr(fit, name) for fit in fits])
        return panel._per_row(whole, name)

    def one_table(name: str) -> Floats:
        return np.concatenate([getattr(fit, name) for fit in fits])

    facts = [pd.Series(fit.facts, name="value", dtype=float) for fit in fits]
    return ProductionEstimate(
        elasticities=_table(
            one_table("elasticities"), one_table("errors"), elasticity_draws, of_inputs, plan
        ),
        coefficients=_table(
            one_table("coefficients"), np.sqrt(np.diag(vcov)), draws, of_terms, plan
        ),
        vcov=pd.DataFrame(vcov, index=of_terms, columns=of_terms),
        productivity=on_rows("productivity"),
        residual=on_rows("residual"),
        survival=on_rows("survival"),
        minima=_below_each_other([fit.minima for fit in fits], groups, "minimum"),
        diagnostics=_below_each_other(facts, groups, "name"),
        draws=draws,
        elasticity_draws=elasticity_draws,
        inputs=inputs,
        panel=panel,
        meta=Meta(
            method=method,
            options=plan.options(**options),
            counts={
                "firms": len(np.unique(panel.firm[rows])),
                "rows": len(rows),
                **({} if groups is None else {"groups": len(groups)}),
            },
            dropped=dropped,
            seed=plan.entropy,
            sources=(
                *SOURCES[method],
                *sources,
                *(("efron1993",) if plan.replicates else ()),
            ),
            notes=tuple(_notes(fits, groups, draws)),
        ),
        _fits=fits,
        _variables=variables,
    )


def _index(names: list[Any], groups: Index | None, name: str) -> Index:
    if groups is None:
        whole: Index = pd.Index(names[0], name=name, tupleize_cols=False)
        return whole
    labels = [group for group, of in zip(groups, names, strict=True) for _ in of]
    return pd.MultiIndex.from_arrays(
        [labels, [one for of in names for one in of]], names=["group", name]
    )


def _below_each_other(tables: list[Any], groups: Index | None, name: str) -> Any:
    if groups is None:
        return tables[0]
    if all(table.empty for table in tables):
        return tables[0].set_axis(pd.MultiIndex.from_tuples([], names=["group", name]))
    return pd.concat(tables, keys=groups, names=["group", name])


def _covariance(fits: list[Fit], draws: Floats, plan: Plan) -> Floats:
    """Return that of the resamples, or else by formula within each group."""
    size = sum(len(fit.coefficients) for fit in fits)
    covariance = np.full((size, size), np.nan)
    defined = draws[~np.isnan(draws).any(axis=1)]
    if len(defined) >= 2:
        covariance = np.cov(defined, rowvar=False).reshape(covariance.shape)
    start = 0
    for fit in fits:
        block = slice(start, start := start + len(fit.coefficients))
        of_group = fit.draws[~np.isnan(fit.draws).any(axis=1)]
        if not plan.replicates:
            covariance[block, block] = fit.covariance
        elif 2 <= len(of_group) != len(defined):
            covariance[block, block] = np.cov(of_group, rowvar=False)
    return covariance


def _table(values: Floats, error: Floats, draws: Floats, index: Index, plan: Plan) -> pd.DataFrame:
    """Put values beside errors and intervals: of the resamples, or else by the normal law."""
    around = (
        spread(values, draws, plan) if plan.replicates else by_normal(values, error, plan.level)
    )
    columns = {"value": values, "se": around.error, "lo": around.low, "hi": around.high}
    return pd.DataFrame(columns, index=index)


def _notes(fits: list[Fit], groups: Index | None, draws: Floats) -> list[str]:
    notes: list[str] = []
    for place, fit in enumerate(fits):
        prefix = "" if groups is None else f"{shown(groups[place])}: "
        undefined = int(np.isnan(fit.draws).any(axis=1).sum())
        notes += [prefix + note for note in fit.notes]
        if undefined:
            notes.append(
                f"{prefix}{undefined} of {len(draws)} resamples have no estimate and are left out"
            )
    return notes
