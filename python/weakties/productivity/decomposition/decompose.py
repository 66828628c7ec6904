"""Productivity taken apart by any method, or by several at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict, overload

import pandas as pd

from weakties._arguments import choice
from weakties._arguments import seed as seed_of
from weakties._results import Meta
from weakties.errors import InvalidInput, WrongType
from weakties.productivity.aggregate_growth import GrowthDecomposition
from weakties.productivity.augmented import AugmentedDecomposition
from weakties.productivity.columns import Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods
from weakties.productivity.pieces import panel_or_stream
from weakties.productivity.types import TypesDecomposition

from .dynamic import Productivity
from .methods import METHODS
from .result import Decomposition, DynamicDecomposition, MethodComparison, StaticDecomposition

if TYPE_CHECKING:
    from typing import Unpack

OfChange: TypeAlias = Literal[
    "baily-hulten-campbell",
    "griliches-regev",
    "foster-haltiwanger-krizan",
    "foster-haltiwanger-krizan-2",
    "baldwin-gu",
    "diewert-fox",
    "melitz-polanec",
]
Augmented: TypeAlias = Literal["maliranta-maattanen", "hyytinen-maliranta"]


class Options(TypedDict, total=False):
    """What `decompose` is asked beside a method."""

    groups: Groups
    periods: Periods
    errors: str | None
    productivity: Productivity
    types: Hashable | None
    window: int | None
    age: Hashable | None
    cuts: object
    revenue: Hashable | None
    quantity: Hashable | None
    inputs: Mapping[str, Hashable] | None
    costs: Mapping[str, Hashable] | None
    elasticities: Mapping[str, object] | None
    intermediate: Sequence[str] | None
    missing: str | None
    bootstrap: int
    seed: object
    level: float
    interval: str
    strata: Hashable | None
    threads: int | None
    progress: bool | None


@overload
def decompose(
    panel: FirmPanel, method: OfChange = ..., **options: Unpack[Options]
) -> DynamicDecomposition: ...
@overload
def decompose(
    panel: FirmPanel, method: Literal["olley-pakes"], **options: Unpack[Options]
) -> StaticDecomposition: ...
@overload
def decompose(
    panel: FirmPanel, method: Augmented, **options: Unpack[Options]
) -> AugmentedDecomposition: ...
@overload
def decompose(
    panel: FirmPanel, method: Literal["collard-wexler-de-loecker"], **options: Unpack[Options]
) -> TypesDecomposition: ...
@overload
def decompose(
    panel: FirmPanel, method: Literal["petrin-levinsohn"], **options: Unpack[Options]
) -> GrowthDecomposition: ...
@overload
def decompose(panel: FirmPanel, method: str, **options: Unpack[Options]) -> Decomposition: ...
@overload
def decompose(
    panel: FirmPanel, method: list[str], **options: Unpack[Options]
) -> MethodComparison: ...
def decompose(
    panel: FirmPanel,
    method: str | list[str] = "melitz-polanec",
    *,
    groups: Groups = None,
    periods: Periods = None,
    errors: str | None = None,
    productivity: Productivity = None,
    types: Hashable | None = None,
    window: int | None = None,
    age: Hashable | None = None,
    cuts: object = None,
    revenue: Hashable | None = None,
    quantity: Hashable | None = None,
    inputs: Mapping[str, Hashable] | None = None,
    costs: Mapping[str, Hashable] | None = None,
    elasticities: Mapping[str, object] | None = None,
    intermediate: Sequence[str] | None = None,
    missing: str | None = None,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Decomposition | MethodComparison:
    r"""Decompose the change of productivity between periods, by one method or several at once.

    Methods of changes take apart :math:`\Delta P = P_1 - P_0` with
    :math:`P_t = \sum_i s_{it} p_{it}`, and differ in whom they compare survivors, entrants and
    exiters with. Methods of levels take :math:`P_t` apart, and one takes apart growth with Domar
    weights. Each has a function of its own, which gives its formula and the same numbers.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with the rules of entry and exit.
    method : str or list of str, default "melitz-polanec"
        Of changes: ``"baily-hulten-campbell"``, ``"griliches-regev"``,
        ``"foster-haltiwanger-krizan"`` (their method 1; with ``-2`` their method 2),
        ``"baldwin-gu"``, ``"diewert-fox"`` and ``"melitz-polanec"``, of which several are computed
        on one pass over the firms. Of levels: ``"olley-pakes"``, ``"maliranta-maattanen"`` and, by
        age group, ``"hyytinen-maliranta"`` (both `augmented_olley_pakes`), and
        ``"collard-wexler-de-loecker"`` (`across_types`). Of growth: ``"petrin-levinsohn"``
        (`aggregate_growth`).
    groups : column name or list of column names, optional
        Group columns of the panel. Several are nested: each combination that is seen is a group.
        Without it all firms form the group ``"all"``.
    periods : optional
        What is compared: a pair ``(start, end)``, a list of such pairs, ``"adjacent"`` periods,
        ``"all"`` pairs, a whole number k for every period with the one k later, or ``"chained"``
        for every period with the first, summed over the adjacent steps between them (of changes
        only). By default the first and the last period. Levels are those at both ends of each
        pair; that across types gives all levels, and the changes between the pairs. By default
        Olley and Pakes give all levels, and Maliranta and Määttänen those that ``window`` leaves.
    errors : {"bootstrap", "analytic"}, optional
        Whether standard errors come from resamples, if there are any, or from the influence of
        each firm on the components. For changes and Olley and Pakes.
    productivity : DataFrame, array or callable, optional
        What resamples take in place of the panel's productivity, where that is itself estimated,
        with a column for each resample: a DataFrame with the rows of the table that the panel was
        read from, as ``ProductionEstimate.replicate_productivity()`` gives it; an array in the
        order of the panel's rows (that of ``to_frame()``); or a function that is called with the
        panel and how often each firm was drawn, and returns such a column. Values of firms that
        were not drawn may be NaN. For changes and Olley and Pakes.
    types : column name, optional
        For Collard-Wexler and De Loecker, which need it; as in `across_types`.
    window, age, cuts : optional
        For Maliranta and Määttänen the window; for Hyytinen and Maliranta also ages or their cut
        points, one of which they need; as in `augmented_olley_pakes`.
    revenue, quantity, inputs, costs, elasticities, intermediate, missing : optional
        For Petrin and Levinsohn, who need all but the last two; as in `aggregate_growth`.
    bootstrap : int, default 0
        How many resamples standard errors and intervals are taken from; 0 for none.
    seed : int, numpy.random.SeedSequence, numpy.random.Generator, optional
        Where the draws start from. Without it a fresh one is taken and recorded in ``meta``.
    level : float, default 0.95
        What part of the resamples an interval holds.
    interval : {"percentile", "normal"}
        Quantiles of the resamples, or the value plus and minus a normal quantile times the
        standard error. Analytic intervals are normal.
    strata : column name, optional
        One of the panel's group columns, within each of which firms are resampled. A firm belongs
        where its first row does.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.
    progress : bool, optional
        Whether a bar is shown; by default when the work takes longer than two seconds.

    Returns
    -------
    Decomposition or MethodComparison
        For one method what the function of that method gives. Of a change that is a
        `DynamicDecomposition`: components and their sum ``total`` by group and pair of periods, in
        the unit of productivity, with errors, intervals, the ``residual`` of the identity and
        ``counts``: the firms compared, survivors, entrants and exiters; the firms in being but not
        seen at the start (``n_unseen_t0``) or at the end (``n_unseen_t1``), which are among the
        entrants and exiters if the panel's ``gaps`` is ``"exit"`` and else left out; those that
        came from or went to another group, among the entrants and exiters; and the survivors'
        share of the weight at both ends. A `ChainedDecomposition` where periods are chained. For a
        list of methods one of each in a `MethodComparison`, all from the same resamples.

    Raises
    ------
    UnknownLabel
        When the panel has no such group column or period.
    InvalidInput, WrongType
        When the panel has one period only, a pair does not run from an earlier to a later period,
        an option is out of range or of the wrong kind, strata tear clusters apart, analytic errors
        are asked for with a bootstrap, with chained periods or with other productivity, or a method
        lacks an argument that it needs, or none has use for one that is given.

    Notes
    -----
    The parts add up to the total exactly, but for rounding. A group without firms, or weight, at
    one of the two ends has no components, nor a total (NaN). Without survivors the methods of
    Melitz and Polanec and of Diewert and Fox, which compare with survivors, give only the total;
    for the others survivors' parts are then 0. That of Baldwin and Gu needs exiters.

    The bootstrap draws clusters (firms, unless the panel says otherwise) with all their rows, with
    replacement, as many as there are :cite:p:`efron1993`. A firm drawn :math:`m` times counts as
    :math:`m` firms and with :math:`m` times its weight, so shares are those of the resample.
    Resamples in which a component is not defined are left out of its spread, which ``meta.notes``
    then says.

    Analytic errors are those of the infinitesimal jackknife :cite:p:`efron1993`, to which the
    bootstrap tends with many firms. A component :math:`c` is a smooth function of sums over firms,
    :math:`\sum_i x_i`, that does not change when all firms count twice, so firm :math:`i` moves it
    by :math:`\psi_i = \nabla c \cdot x_i`, these add up to 0, and the variance is
    :math:`\sum_i \psi_i^2`: over clusters where there are such, and with
    :math:`(\sum_i \psi_i)^2 / n` of each stratum taken off. They are too small where a part is
    a product of two factors near 0, such as ``between`` where weights hardly move, and where few
    exiters decide, as with Baldwin and Gu: prefer the bootstrap there.

    Chained parts are sums over steps, so they add up to the sum of the steps' totals, which is the
    total of the direct comparison: the difference stands in the ``difference`` of the result.
    It is more than rounding only where firms are left out of some comparisons. A part that is not
    defined in one step is not defined from there on.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, decompose
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> decompose(panel, "griliches-regev", periods=(0, 1)).components.round(4)
                 within  between   entry    exit   total
    group t0 t1
    all   0  1  -0.1838  -0.0375 -0.1283  0.0213 -0.3284

    Methods of different kinds stand in one tidy table, in which a level has its period as both
    ``t0`` and ``t1``. Where one tells classes of firms apart, such as ages or types, they have
    rows of their own, with ``firm_class``, that add up to those of all firms.

    >>> both = decompose(panel, ["olley-pakes", "melitz-polanec"], periods=(0, 1))
    >>> means = both.to_frame().query("component == 'mean'")
    >>> means.set_index(["method", "t0", "t1"])["value"].round(4)
    method          t0  t1
    olley-pakes     0   0     1.6883
                    1   1     1.3917
    melitz-polanec  0   1    -0.3050
    Name: value, dtype: float64
    """
    panel_or_stream(panel)
    names = _names(method)
    further = {
        "errors": errors,
        "productivity": productivity,
        "types": types,
        "window": window,
        "age": age,
        "cuts": cuts,
        "revenue": revenue,
        "quantity": quantity,
        "inputs": inputs,
        "costs": costs,
        "elasticities": elasticities,
        "intermediate": intermediate,
        "missing": missing,
    }
    further = {name: value for name, value in further.items() if value is not None}
    _refuse_further(names, further)
    # The same resamples for all, wherever the draws start from.
    drawn = seed if seed is None and not bootstrap else seed_of(seed).entropy
    together: dict[Callable[..., dict[str, Any]], list[str]] = {}
    for name in names:
        together.setdefault(METHODS[name].run, []).append(name)
    results: dict[str, Decomposition] = {}
    for run, some in together.items():
        results |= run(
            panel,
            {name: METHODS[name] for name in some},
            groups=groups,
            periods=periods,
            bootstrap=bootstrap,
            seed=drawn,
            level=level,
            interval=interval,
            strata=strata,
            threads=threads,
            progress=progress,
            **{name: further[name] for name in METHODS[some[0]].arguments if name in further},
        )
    if isinstance(method, str):
        return results[method]
    return _compared({name: results[name] for name in names})


def _names(method: object) -> list[str]:
    """Return the names of the methods asked for."""
    if not isinstance(method, str | list):
        raise WrongType(
            f"`method` must be a name or a list of names: got {type(method).__name__}; "
            "give it as text, such as 'melitz-polanec'"
        )
    names = [method] if isinstance(method, str) else method
    if not names:
        raise InvalidInput("`method` is empty: name at least one method")
    names = [choice(name, "method", tuple(METHODS)) for name in names]
    if len(set(names)) < len(names):
        raise InvalidInput(f"`method` must name each method once: got {names!r}; drop one")
    return names


def _refuse_further(names: list[str], further: dict[str, object]) -> None:
    """Refuse a method without what it needs, and what no method has use for."""
    for name in names:
        for needed in METHODS[name].needs:
            if not any(argument in further for argument in needed):
                raise InvalidInput(
                    f"`{needed[0]}` must be given for the method {name!r}: got none; "
                    f"pass {' or '.join(f'{argument}=…' for argument in needed)}"
                )
    for argument in further:
        if not any(argument in METHODS[name].arguments for name in names):
            takers = [name for name, method in METHODS.items() if argument in method.arguments]
            raise InvalidInput(
                f"`{argument}` is of no use to {', '.join(map(repr, names))}, but to "
                f"{', '.join(map(repr, takers))}; leave it out"
            )


def _compared(results: dict[str, Decomposition]) -> MethodComparison:
    """Put decompositions side by side, with what differs in words."""
    metas = [each.meta for each in results.values()]
    options: dict[str, object] = {}
    for meta in metas:
        # What one method was asked stands even where another has no use for it.
        options |= {
            name: value for name, value in meta.options.items() if options.get(name) is None
        }
    says = {name: METHODS[name].difference for name in results}
    return MethodComparison(
        by_method=results,
        differences=pd.Series(says, name="what it does", dtype=object).rename_axis("method"),
        meta=Meta(
            method=", ".join(results),
            options=options,
            counts=metas[0].counts,
            dropped={reason: count for meta in metas for reason, count in meta.dropped.items()},
            seed=metas[0].seed,
            sources=tuple(dict.fromkeys(key for meta in metas for key in meta.sources)),
            notes=(
                *(f"{name} {words}" for name, words in says.items()),
                *dict.fromkeys(note for meta in metas for note in meta.notes),
            ),
        ),
    )
