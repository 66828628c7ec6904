"""Growth of aggregate productivity: technical efficiency, and reallocation of every input."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, instance, number
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .asked import groups_asked, pair_cells
from .columns import Columns, Groups
from .decomposition.result import Decomposition
from .estimates import Estimates, estimated, undefined_note
from .panel import FirmPanel
from .periods import Periods, pairs_of
from .resample import plan as plan_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COUNTS = ["n_survivors", "n_entrants", "n_exiters", "n_left_out"]


@dataclass(frozen=True)
class Accounts:
    """What the kernel reads of firms, in the order of the panel's rows."""

    revenue: NDArray[np.float64]
    quantity: NDArray[np.float64]
    inputs: NDArray[np.float64]
    costs: NDArray[np.float64]
    elasticities: NDArray[np.float64]
    intermediate: list[bool]


@dataclass(frozen=True, eq=False, repr=False)
class GrowthDecomposition(Decomposition):
    """Growth of aggregate productivity taken apart, for each group and pair of periods."""

    title: ClassVar[str] = "Aggregate productivity growth: efficiency and reallocation"
    whole: ClassVar[str] = "total"

    def _tidy_counts(self) -> pd.DataFrame:
        sizes = self.counts[["n_survivors", "n_entrants", "n_exiters"]]
        return sizes.assign(n_firms=sizes.sum(axis=1))

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.components import stacked

        parts = Estimates(self.components, self.se, self.lo, self.hi, self.draws)
        return stacked(parts, "total", "Aggregate productivity growth (log points)", ax)


def aggregate_growth(
    panel: FirmPanel,
    *,
    revenue: Hashable,
    quantity: Hashable,
    inputs: Mapping[str, Hashable],
    costs: Mapping[str, Hashable],
    elasticities: Mapping[str, object],
    intermediate: Sequence[str] = (),
    groups: Groups = None,
    periods: Periods = None,
    missing: str = "raise",
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> GrowthDecomposition:
    r"""Decompose the growth of aggregate productivity by what firms do with their inputs.

    .. math::

        \mathrm{APG}
            = \underbrace{\sum_{i \in C} \bar D_i\, \Delta \ln \omega_i}
              _{\text{technical efficiency}}
            + \sum_k \underbrace{\sum_{i \in C} \bar D_i (\bar\varepsilon_{ik} - \bar c_{ik})
              \Delta \ln X_{ik}}_{\text{reallocation of } k}
            + \underbrace{\sum_{i \in N} \frac{\pi_{i1}}{V_1}}_{\text{entry}}
            - \underbrace{\sum_{i \in X} \frac{\pi_{i0}}{V_0}}_{\text{exit}}

    with :math:`\Delta \ln \omega_i = \Delta \ln Q_i - \sum_k \bar\varepsilon_{ik} \Delta \ln
    X_{ik}`. Here :math:`D_{it} = R_{it} / V_t` is the Domar weight, revenue over the value added
    of all firms; :math:`\varepsilon_{ik}` is the elasticity of output with respect to input
    :math:`k` and :math:`c_{ik}` the input's cost over revenue; :math:`\pi_{it}` is revenue less
    the cost of all inputs; and a bar is the mean of both periods (Törnqvist). Reallocation is
    positive where inputs grow at firms at which their marginal product is worth more than they
    cost.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with the variables below; it needs no productivity and no weights.
    revenue : column name
        Variable with the value of output, :math:`R = PQ`, above 0.
    quantity : column name
        Variable with the quantity of output :math:`Q`, such as deflated revenue, above 0.
    inputs : dict
        For each input, the variable with its quantity :math:`X`, above 0.
    costs : dict
        For each of the same inputs, the variable with its cost :math:`WX`, not negative, in the
        unit of revenue. For capital that is its user cost.
    elasticities : dict
        For each of the same inputs, the elasticity of output: a number; a dict from labels of
        ``groups`` to numbers; or a Series along the rows of the table the panel was read from.
    intermediate : list of str
        Which inputs are bought from other firms, such as materials: their cost is no value added.
        Leave it out when output is value added.
    groups : column name or list of column names, optional
        Group columns of the panel. Several are nested: each combination that is seen is a group,
        and an aggregate of its own. Without it all firms form the group ``"all"``.
    periods : {"adjacent", "all"}, int, pair or list of pairs of periods, optional
        Which periods are compared: each with the next, all, those so many periods apart, or those
        named; the first with the last by default.
    missing : {"raise", "drop"}
        Whether missing values are refused, or the firm is left out of the comparisons in which it
        has one, at both ends, and counted.
    bootstrap : int, default 0
        How many resamples standard errors and intervals are taken from; 0 for none.
    seed : int, numpy.random.SeedSequence, numpy.random.Generator, optional
        Where the draws start from. Without it a fresh one is taken and recorded in ``meta``.
    level : float, default 0.95
        What part of the resamples an interval holds.
    interval : {"percentile", "normal"}
        Quantiles of the resamples, or the value plus and minus a normal quantile times the
        standard error.
    strata : column name, optional
        One of the panel's group columns, within each of which firms are resampled. A firm belongs
        where its first row does.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.
    progress : bool, optional
        Whether a bar is shown; by default when the work takes longer than two seconds.

    Returns
    -------
    GrowthDecomposition
        Components ``technical_efficiency``, ``reallocation_…`` of each input, ``entry``, ``exit``
        and their sum ``total`` by group and pair of periods, in log points of the group's value
        added; counts of survivors, entrants, exiters and firms left out, and the survivors' revenue
        over value added at both ends (``domar_t0``, ``domar_t1``).

    Raises
    ------
    UnknownLabel
        When the panel has no such variable, group column or period, or an elasticity lacks a group.
    InvalidInput, WrongType
        When inputs, costs and elasticities do not name the same inputs, a value is missing,
        negative or 0 where it must not be, the panel has one period only, an option is out of range
        or of the wrong kind, or strata tear clusters apart.

    Notes
    -----
    The definition is that of :cite:t:`petrin2012`: growth of final demand less growth of the cost
    of primary inputs. The sum over survivors is their Domar-weighted Solow residual
    :math:`\Delta \ln Q_i - \sum_k \bar c_{ik} \Delta \ln X_{ik}`, taken apart by adding and
    subtracting the elasticities. The print was not at hand beyond its abstract: the terms of entry
    and exit are derived from that definition, in which a firm that comes in adds its value added
    less what it pays for primary inputs. Fixed and sunk costs are not observed and stay in
    technical efficiency.

    The total does not depend on elasticities, its split does. Reallocation here is not the change
    of shares that `olley_pakes` and its kin measure, and can have another sign.

    Entry and exit follow the rules of the panel, as in `melitz_polanec`. A group whose value added
    is not positive at one end has no components (NaN).

    The bootstrap draws clusters (firms, unless the panel says otherwise) with all their rows, with
    replacement :cite:p:`efron1993`; elasticities are taken as given.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import FirmPanel, aggregate_growth
    >>> firms = pd.DataFrame({
    ...     "firm": ["a", "a", "b", "b"], "year": [1, 2, 1, 2],
    ...     "sales": [10.0, 12.0, 10.0, 9.0], "hours": [4.0, 5.0, 4.0, 3.0],
    ...     "wages": [6.0, 7.0, 8.0, 6.5],
    ... })
    >>> panel = FirmPanel.from_frame(firms, "firm", "year", variables=["sales", "hours", "wages"])
    >>> growth = aggregate_growth(panel, revenue="sales", quantity="sales",
    ...                           inputs={"labour": "hours"}, costs={"labour": "wages"},
    ...                           elasticities={"labour": 0.7})
    >>> growth.components.T.round(4)
    group                    all
    t0                         1
    t1                         2
    technical_efficiency  0.0586
    reallocation_labour   0.0211
    entry                 0.0000
    exit                  0.0000
    total                 0.0797
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    missing = choice(missing, "missing", ("raise", "drop"))
    names = _names(inputs, costs, elasticities, intermediate)
    pairs = pairs_of(panel.periods, periods)
    labels, codes = groups_asked(panel, groups)
    rows = _Rows(panel, missing, {})
    accounts = Accounts(
        revenue=rows.variable(revenue, "revenue", above=True),
        quantity=np.log(rows.variable(quantity, "quantity", above=True)),
        inputs=np.log(rows.table([(inputs[name], f"inputs[{name!r}]") for name in names], True)),
        costs=rows.table([(costs[name], f"costs[{name!r}]") for name in names], False),
        elasticities=np.column_stack(
            [rows.elasticity(elasticities[name], name, labels, codes) for name in names]
        ),
        intermediate=[name in intermediate for name in names],
    )
    columns = Columns(
        firm=panel.firm,
        period=panel.period,
        group=codes,
        productivity=np.zeros(len(panel)),
        weight=np.zeros(len(panel)),
        totals=np.ones(len(panel.periods)),
        first=panel.first,
        last=panel.last,
        periods=len(panel.periods),
        groups=len(labels),
    )
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    workers = threads_of(threads)
    with reporter(progress, "bootstrap") as report:
        values, counts, draws = _core.aggregate_growth(
            columns, accounts, pairs, panel.rules, plan, workers, report
        )
    cells = pair_cells(panel, labels, pairs)
    parts = ["technical_efficiency", *(f"reallocation_{name}" for name in names)]
    parts += ["entry", "exit", "total"]
    shape = (len(cells), len(parts))
    table = estimated(values.reshape(shape), draws.reshape(len(draws), *shape), plan, cells, parts)
    sizes = counts[:: len(parts)]
    found = pd.DataFrame(sizes[:, :4].astype("int64"), index=cells, columns=_COUNTS)
    fields: dict[str, Any] = table.fields()
    unknown = int(table.value["total"].isna().sum())
    return GrowthDecomposition(
        **fields,
        counts=found.assign(domar_t0=sizes[:, 4], domar_t1=sizes[:, 5]),
        meta=Meta(
            method="petrin-levinsohn",
            options=plan.options(
                revenue=revenue,
                quantity=quantity,
                inputs=dict(inputs),
                costs=dict(costs),
                elasticities=dict(elasticities),
                intermediate=list(intermediate),
                groups=groups,
                strata=strata,
                gaps=panel.rules.gaps,
                group_change=panel.rules.group_change,
            ),
            counts={"firms": len(panel.firms), "rows": len(panel), "cells": len(cells)},
            dropped=panel.dropped | rows.lacking,
            seed=plan.entropy,
            sources=("petrin2012", *(("efron1993",) if len(draws) else ())),
            notes=(
                *(
                    (f"{unknown} of {len(cells)} cells have no value added above 0 at one end",)
                    if unknown
                    else ()
                ),
                *undefined_note(table),
            ),
        ),
    )


def _names(inputs: object, costs: object, elasticities: object, intermediate: object) -> list[str]:
    """Return the names of inputs, which must be the same in all that is given by input."""
    for given, argument in (
        (inputs, "inputs"),
        (costs, "costs"),
        (elasticities, "elasticities"),
    ):
        if not isinstance(given, Mapping):
            raise WrongType(
                f"`{argument}` must be a dict with one entry an input: got "
                f"{type(given).__name__}; write {{'labour': …}}"
            )
        if not isinstance(inputs, Mapping) or not inputs:
            raise InvalidInput("`inputs` is empty: give at least one input")
        if set(given) != set(inputs):
            raise InvalidInput(
                f"`{argument}` must have one entry for each of `inputs` "
                f"({', '.join(map(repr, inputs))}): got {', '.join(map(repr, given)) or 'none'}; "
                "give every input one"
            )
    assert isinstance(inputs, Mapping)
    names = list(inputs)
    if isinstance(intermediate, str) or not isinstance(intermediate, Sequence):
        raise WrongType(
            "`intermediate` must be a list of names of inputs: got "
            f"{type(intermediate).__name__}; write ['materials']"
        )
    for name in intermediate:
        if name not in names:
            raise UnknownLabel(
                f"`intermediate` names an input that is not there: {shown(name)}."
                f"{did_you_mean(name, names)} {listing('Inputs there are', names)}"
            )
    return names


@dataclass(frozen=True)
class _Rows:
    """Variables of the panel's rows, checked; what is missing is counted by argument."""

    panel: FirmPanel
    missing: str
    lacking: dict[str, int]

    def variable(self, name: object, argument: str, *, above: bool) -> NDArray[np.float64]:
        plain = argument.partition("[")[0]
        values = self.panel._variable(name, plain)
        self._refuse(values <= 0 if above else values < 0, values, argument, above)
        return self._known(values, argument)

    def table(self, columns: list[tuple[Hashable, str]], above: bool) -> NDArray[np.float64]:
        """Put variables side by side."""
        return np.ascontiguousarray(
            np.column_stack([self.variable(name, text, above=above) for name, text in columns])
        )

    def elasticity(
        self, given: object, name: str, labels: pd.Index[Any], codes: NDArray[np.integer[Any]]
    ) -> NDArray[np.float64]:
        """Return the elasticity of one input in every row."""
        argument = f"elasticities[{name!r}]"
        if isinstance(given, pd.Series):
            if not given.index.equals(self.panel.index):
                raise InvalidInput(
                    f"`elasticities` must have the rows of the table the panel was read from: "
                    f"{argument} has {len(given)} rows with another index than its "
                    f"{len(self.panel.index)}; reindex it"
                )
            values = pd.to_numeric(given).to_numpy(np.float64, na_value=np.nan)
            if np.isinf(values).any():
                raise InvalidInput(f"`elasticities` must be finite: {argument} is not; correct it")
            return self._known(values[self.panel.positions], argument)
        if isinstance(given, Mapping):
            for label in labels:
                if label not in given:
                    raise UnknownLabel(
                        f"`elasticities`: {argument} has no entry for group {shown(label)}; "
                        "give each label of `groups` one"
                    )
            each = np.array([number(given[label], "elasticities") for label in labels], np.float64)
            return each.take(codes)
        return np.full(len(self.panel), number(given, "elasticities"))

    def _known(self, values: NDArray[np.float64], argument: str) -> NDArray[np.float64]:
        lacking = np.flatnonzero(np.isnan(values))
        if not len(lacking):
            return values
        if self.missing == "raise":
            raise InvalidInput(
                f"`{argument.partition('[')[0]}` has {len(lacking)} missing values in {argument}: "
                f'see {self._named(lacking[0])}; fill them first or pass missing="drop"'
            )
        self.lacking[f"missing in {argument}"] = len(lacking)
        return values

    def _refuse(
        self, bad: NDArray[np.bool_], values: NDArray[np.float64], argument: str, above: bool
    ) -> None:
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            must = "be above 0" if above else "not be negative"
            raise InvalidInput(
                f"`{argument.partition('[')[0]}` must {must}: {argument} is {values[row]:g} for "
                f"{self._named(row)}; correct or remove such rows"
            )

    def _named(self, row: int) -> str:
        panel = self.panel
        firm, period = panel.firms[panel.firm[row]], panel.periods[panel.period[row]]
        return f"firm {shown(firm)} in {shown(period)}"
