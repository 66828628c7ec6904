"""One production function, of all rows or of one group: estimated, or of shares in cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import erfc, exp, gamma, sqrt
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties.productivity.panel import FirmPanel
from weakties.productivity.resample import Plan

from .form import Form
from .sample import Sample, Variables, sample
from .specification import Options, Specification, called, checked_start

Floats = NDArray[np.float64]
Report = Callable[[int, int], None] | None

_MINIMUM = (
    "objective",
    "gradient",
    "j",
    "persistence",
    "innovation",
    "starts",
    "at_limit",
    "chosen",
)


@dataclass(frozen=True, eq=False)
class Fit:
    """What was found for the rows of a sample; coefficients are in the user's units.

    Parameters
    ----------
    form, sample
        Which terms there are, and the rows.
    coefficients, covariance
        Of terms and controls; covariances are NaN where there are none.
    elasticities, errors
        Mean output elasticities, and their standard errors by formula.
    productivity, residual, survival
        One number a row of the sample.
    minima, facts, notes
        What else is to be told.
    draws, elasticity_draws
        Replicate × coefficient, and × input.
    """

    form: Form
    sample: Sample
    coefficients: Floats
    covariance: Floats
    elasticities: Floats
    errors: Floats
    productivity: Floats
    residual: Floats
    survival: Floats
    minima: pd.DataFrame
    facts: dict[str, float]
    notes: list[str]
    draws: Floats
    elasticity_draws: Floats

    @property
    def names(self) -> list[str]:
        """What the coefficients are called."""
        return [*self.form.names, *map(str, self.sample.control_names)]

    def elasticity(self, place: int, coefficients: Floats) -> Floats:
        """Return the output elasticity of one input in each row."""
        terms = len(self.form.terms)
        return self.form.elasticity(place, self.sample.inputs, coefficients[:terms])

    def resampled(self) -> Floats:
        """Return replicate × row: productivity by the coefficients of each resample."""
        return _left(self.form, self.sample, self.draws)


@dataclass(frozen=True, eq=False)
class Compared(Fit):
    """Productivity against a mean firm; ``shares``, row × input, are the elasticities.

    Parameters
    ----------
    shares
        Of each input in the cost of each row.
    reference
        Which mean firm, as `multilateral_index` has it.
    period, periods
        The period of each row, and how many there are.
    plan
        Who counts how often in resamples.
    """

    shares: Floats
    reference: str
    period: NDArray[np.int64]
    periods: int
    plan: Plan

    def elasticity(self, place: int, _coefficients: Floats) -> Floats:
        """Return the share of one input in the cost of each row."""
        return self.shares[:, place]

    def resampled(self) -> Floats:
        """Return replicate × row: productivity against the mean firm of each resample."""
        made = np.empty((len(self.draws), len(self.shares)))
        for replicate in range(len(made)):
            times = np.array(_core.multiplicities(self.plan, replicate), dtype=float)
            weight = times[self.sample.columns.firm]
            made[replicate] = multilateral(
                self.sample, self.shares, self.period, self.periods, self.reference, weight
            )
        return made


def by_core(
    panel: FirmPanel,
    variables: Variables,
    within: NDArray[np.bool_],
    options: Options,
    plan: Plan,
    threads: int | None,
    report: Report,
) -> Fit:
    """Estimate the production function of some rows."""
    method = options.method
    rows = sample(
        panel,
        variables,
        within,
        logs=options.logs,
        period_effects=options.period_effects,
        investment=method == "olley-pakes",
    )
    form = Form.of(list(variables.inputs), rows.means, options.form)
    lows, highs = form.box(rows.inputs.std(axis=1), *options.bounds)
    leaves = bool((rows.columns.survives == 0).any())
    specification = Specification(
        method=method,
        free=len(variables.free),
        state=len(variables.state),
        proxy_is_input=variables.proxy_is_input,
        translog=options.form == "translog",
        degree=options.degree,
        law=options.law,
        survival=options.survival and leaves and method == "olley-pakes",
        first_equation=options.equations == "both",
        starts=options.starts,
        low=lows,
        high=highs,
        start=checked_start(options.start, form),
        names=called(variables, form, rows),
    )
    found = _core.productivity(rows.columns, specification, plan, threads, report)
    terms = len(form.terms)

    def plain(values: Floats) -> Floats:
        return np.concatenate([form.plain(values[..., :terms]), values[..., terms:]], axis=-1)

    coefficients = plain(np.array(found["coefficients"]))
    size = len(coefficients)
    covariance = np.full((size, size), np.nan)
    errors = np.full(len(form.inputs), np.nan)
    if found["covariance"]:
        given = np.array(found["covariance"]).reshape(covariance.shape)
        covariance = form.turned(given)
        # Inputs are less their means, so that at the means elasticities are the first coefficients.
        errors = np.sqrt(np.diag(given)[: len(form.inputs)])
    minima = pd.DataFrame(
        [[*numbers, *plain(np.array(at))] for at, numbers in found["minima"]],
        columns=[*_MINIMUM, *form.names, *map(str, rows.control_names)],
    ).astype({"starts": "int64", "at_limit": bool, "chosen": bool})
    facts: dict[str, float] = dict(found["facts"])
    if (restrictions := int(facts.get("overidentifying restrictions", 0))) > 0:
        facts["p of j"] = _tail(facts["j"], restrictions)
    return Fit(
        form=form,
        sample=rows,
        coefficients=coefficients,
        covariance=covariance,
        elasticities=np.array(found["elasticities"]),
        errors=errors,
        productivity=_left(form, rows, coefficients),
        residual=found["residuals"],
        survival=found["survival"],
        minima=minima,
        facts=facts,
        notes=[
            *_notes_on_rows(rows, specification, options.survival),
            *_notes_on_minima(minima, facts.get("second stage: rows", 1.0)),
        ],
        draws=plain(found["coefficient_draws"]),
        elasticity_draws=found["elasticity_draws"],
    )


def by_shares(
    panel: FirmPanel,
    variables: Variables,
    within: NDArray[np.bool_],
    options: Options,
    shares: Floats,
    plan: Plan,
    threads: int | None,
    report: Report,
) -> Fit:
    """Weigh the inputs of some rows by their shares in cost, panel row × input."""
    rows = sample(panel, variables, within, logs=options.logs, shares=shares)
    form = Form.of(list(variables.inputs), rows.means, "cobb-douglas")
    own = np.ascontiguousarray(shares[rows.rows])
    values, covariance, draws = _core.mean_cost_shares(
        rows.columns.firm, own, plan, threads, report
    )
    means = np.array(values)
    vcov = np.array(covariance).reshape(len(means), -1)
    nothing = np.full(len(rows.rows), np.nan)
    known: dict[str, Any] = {
        "form": form,
        "sample": rows,
        "coefficients": means,
        "covariance": vcov,
        "elasticities": means,
        "errors": np.sqrt(np.diag(vcov)),
        "residual": nothing,
        "survival": nothing,
        "minima": pd.DataFrame(columns=[*_MINIMUM, *form.names]),
        "facts": {"rows": float(len(rows.rows))},
        "notes": [],
        "draws": draws,
        "elasticity_draws": draws,
    }
    if options.method == "solow":
        return Fit(productivity=_left(form, rows, means), **known)
    period, periods = panel.period[rows.rows], len(panel.periods)
    index = multilateral(rows, own, period, periods, options.reference)
    return Compared(
        productivity=index,
        shares=own,
        reference=options.reference,
        period=period,
        periods=periods,
        plan=plan,
        **known,
    )


def multilateral(
    rows: Sample,
    shares: Floats,
    period: NDArray[np.int64],
    periods: int,
    reference: str,
    weight: Floats | None = None,
) -> Floats:
    """Return log productivity against the mean of rows that count ``weight`` times each."""
    inputs = np.ascontiguousarray(rows.inputs.T)
    group = np.zeros(len(period), np.int64)
    return _core.multilateral_index(
        rows.columns.output, inputs, shares, group, period, 1, periods, reference, weight
    )


def _left(form: Form, rows: Sample, coefficients: Floats) -> Floats:
    """Return output less what inputs and controls make, … × row."""
    terms = len(form.terms)
    rest = form.left(rows.columns.output, rows.inputs, coefficients[..., :terms])
    for place, control in enumerate(rows.controls):
        rest -= coefficients[..., terms + place, None] * control
    return rest


def _notes_on_rows(rows: Sample, specification: Specification, survival: bool) -> list[str]:
    notes = []
    without = int(np.isnan(rows.columns.proxy).sum())
    if without:
        notes.append(
            f"{without} of {len(rows.rows)} rows have no proxy: they are in no first stage, but "
            "have productivity"
        )
    if specification.method == "olley-pakes" and survival and not specification.survival:
        notes.append("nobody leaves before the last period, so there is no survival step")
    if specification.proxy_is_input:
        notes.append(
            "with gross output the elasticity of a flexible input is identified only as far as its "
            "lag tells of its present value other than through productivity and state"
        )
    return notes


def _notes_on_minima(minima: pd.DataFrame, rows: float) -> list[str]:
    notes = []
    inside = minima[~minima["at_limit"]]
    if len(inside) > 1:
        chosen = minima.loc[minima["chosen"]].iloc[0]
        moments = not np.isnan(chosen["j"])
        level = "j" if moments else "objective"
        # Apart by less than what a test at the 5 % level of one restriction would tell.
        margin = 3.84 if moments else 3.84 * chosen["objective"] / rows
        rivals = int((inside[level] <= chosen[level] + margin).sum()) - 1
        notes.append(
            f"the second stage has {len(inside)} minima inside the box, of which {rivals} besides "
            "the estimate cannot be told from it by the criterion; see `minima`, and pass `start` "
            "to choose"
        )
    if len(minima) and minima.loc[minima["chosen"], "at_limit"].any():
        notes.append(
            "the search ends at a limit of the box, where the criterion still falls: the estimate "
            "is that limit; widen `bounds` or doubt the specification"
        )
    return notes


def _tail(value: float, freedom: int) -> float:
    """Return the probability of a greater chi-squared variable, for whole degrees of freedom."""
    half = value / 2
    if freedom % 2 == 0:
        return exp(-half) * float(sum(half**k / gamma(k + 1) for k in range(freedom // 2)))
    terms = (half ** (k + 0.5) / gamma(k + 1.5) for k in range(freedom // 2))
    return erfc(sqrt(half)) + exp(-half) * float(sum(terms))
