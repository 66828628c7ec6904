"""The static decomposition with entry and exit, and its parts by age."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import instance, integer
from weakties._arguments import threads as threads_of
from weakties._labels import Codes, Index
from weakties._progress import reporter
from weakties._results import Meta
from weakties._wording import shown
from weakties.errors import InvalidInput

from .asked import (
    classed,
    columns_asked,
    cut_labels,
    cuts_asked,
    refuse_class_all,
    under_groups,
    with_level,
)
from .columns import Groups
from .decomposition.result import Decomposition
from .estimates import Estimates, estimated, undefined_note
from .panel import FirmPanel
from .periods import Periods, pairs_of
from .resample import plan as plan_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PARTS = ["mean", "covariance", "entry", "exit", "aggregate"]
_COVARIANCE = ["continuing", "entry", "exit", "covariance"]
_COUNTS = ["n_continuing", "n_entrants", "n_exiters", "n_entrants_leaving"]
_SHARES = ["share_continuing", "share_entrants", "share_exiters"]


@dataclass(frozen=True, eq=False, repr=False)
class AugmentedDecomposition(Decomposition):
    """Levels taken apart by who is new and who is about to leave, for each group and period.

    Attributes
    ----------
    olley_pakes : Estimates
        The covariance of Olley and Pakes among all firms, split into what ``continuing`` firms,
        ``entry`` and ``exit`` add to it.
    ages : Estimates or None
        The components by age group, which add up to those of all ages; None where none was asked.
    classes : dict
        For each age group, the same as a decomposition of its own.
    """

    olley_pakes: Estimates
    ages: Estimates | None

    title: ClassVar[str] = "Productivity: what the level is made of, with entry and exit"
    whole: ClassVar[str] = "aggregate"

    def _by_pair(self) -> dict[str, pd.DataFrame]:
        """Return values and their spread; the two levels of a pair stand side by side."""
        tables = super()._by_pair()
        if not self._ends():
            return tables
        return {
            field: pd.concat([table.iloc[end::2].add_suffix(f"_t{end}") for end in (0, 1)], axis=1)
            for field, table in tables.items()
        }

    def _tidy_counts(self) -> pd.DataFrame:
        # Of a pair, exiters are known at its start and entrants at its end; so survivors of an age
        # are those who have it at the start.
        start, end = (
            (self.counts.iloc[0::2], self.counts.iloc[1::2])
            if self._ends()
            else (self.counts, self.counts)
        )
        known = {
            "n_survivors": start["n_continuing"],
            "n_entrants": end["n_entrants"],
            "n_exiters": start["n_exiters"],
        }
        arrays = {name: column.to_numpy() for name, column in known.items()}
        return pd.DataFrame(
            {
                "n_firms": sum(arrays.values()),
                **arrays,
                "share_survivors_t0": start["share_continuing"].to_numpy(),
                "share_survivors_t1": end["share_continuing"].to_numpy(),
            }
        )

    def _ends(self) -> bool:
        """Say whether levels are those of pairs of periods."""
        return "t0" in self.components.index.names

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.components import stacked

        label = "Above continuing firms' mean (in its own unit)"
        parts = Estimates(self.components, self.se, self.lo, self.hi, self.draws)
        return stacked(parts, "", label, ax, leave_out=("mean", "aggregate"))


def augmented_olley_pakes(
    panel: FirmPanel,
    *,
    window: int = 1,
    age: Hashable | None = None,
    cuts: object = None,
    groups: Groups = None,
    periods: Periods = None,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> AugmentedDecomposition:
    r"""Decompose the level of productivity into continuing firms' mean and covariance, entry, exit.

    .. math::

        P_t
            = \underbrace{\bar p_{Ct}}_{\text{mean}}
            + \underbrace{\mathrm{cov}_{Ct}}_{\text{covariance}}
            + \underbrace{S_{Nt} (P_{Nt} - P_{Ct})}_{\text{entry}}
            + \underbrace{S_{Xt} (P_{Xt} - P_{Ct})}_{\text{exit}}

    where the firms of period :math:`t` are entrants :math:`N` if they were not there :math:`k`
    periods before, else exiters :math:`X` if they are no longer there :math:`k` periods later,
    else continuing firms :math:`C`; :math:`S_{Gt}` is the share of :math:`G`, :math:`P_{Gt}` its
    weighted mean of productivity, and :math:`\mathrm{cov}_{Ct} = P_{Ct} - \bar p_{Ct}`. Entry and
    exit say by how much new and leaving firms raise the level, negative where they lower it.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with the rules of entry and exit.
    window : int, default 1
        The number :math:`k` of the panel's periods within which a firm counts as new or leaving.
        Periods closer than that to either end of the panel are left out.
    age : column name, optional
        A group column that holds age groups; or, with ``cuts``, a variable that holds ages.
    cuts : list of float, optional
        Ages at which a new age group begins. Without ``age`` a firm's age is the number of periods
        since its ``first`` one (or ``entry``), which the panel must know.
    groups : column name or list of column names, optional
        Group columns of the panel. Several are nested: each combination that is seen is a group.
        Without it all firms form the group ``"all"``.
    periods : {"adjacent", "all"}, int, pair or list of pairs of periods, optional
        In place of ``window``: levels at both ends of each pair, where exiters are told by the end
        of the pair and entrants by its start; there are no entrants at the start and no exiters at
        the end.
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
    AugmentedDecomposition
        Components ``mean``, ``covariance``, ``entry``, ``exit`` and their sum ``aggregate`` by
        group and period (with ``periods``, by group, pair and period), in the unit of
        productivity; the split of the covariance of all firms in ``olley_pakes``; the parts by age
        in ``ages``, and so in the rows of the tidy table; counts of continuing firms, entrants and
        exiters, of entrants that also leave (``n_entrants_leaving``), and shares.

    Raises
    ------
    UnknownLabel
        When the panel has no such column or period.
    InvalidInput, WrongType
        When the panel has too few periods for the window, ages are not known, an option is out of
        range or of the wrong kind, or strata tear clusters apart.

    Notes
    -----
    The identity follows from :math:`P_t = S_{Ct} P_{Ct} + S_{Nt} P_{Nt} + S_{Xt} P_{Xt}`. It is the
    level version of `melitz_polanec` that :cite:t:`maliranta2015` propose, and by age group the
    view of firms' lives of :cite:t:`hyytinen2013`. Only the abstracts of both could be read: who
    counts as new or leaving is defined as above, and their own definitions may differ. A firm that
    is new and leaves within the window counts as an entrant. The window is part of every number
    and stands in ``meta``.

    What entrants add to the covariance of Olley and Pakes among all firms is
    :math:`S_N (P_N - P_C) - \frac{n_N}{n} (\bar p_N - \bar p_C)`, and likewise for exiters.

    By age group :math:`a`, :math:`\bar p_C` splits into :math:`\frac{n_{Ca}}{n_C} \bar p_{Ca}`,
    the covariance into :math:`\sum_{i \in C_a} (\sigma_i - \frac{1}{n_C})(p_i - \bar p_C)`, entry
    into :math:`S_{Na} (P_{Na} - P_C)`, and exit likewise; continuing firms of all ages are the
    measure. An age below the first cut, between two, or from the last one on makes a group; firms
    of unknown age form the group ``"unknown"``.

    Which firms are there is decided by the rules of the panel. Where a firm is in being but not
    seen, and its gaps do not count as exit, it counts as there. A firm that changes its group is
    new in the one and leaves the other only if ``group_change`` is ``"exit"``. All firms seen in
    the period are in its aggregate. With ``periods`` and nobody left out, the difference between
    both ends is that of `melitz_polanec`, part by part.

    Without continuing firms there is nobody to compare with: only the aggregate is defined.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, augmented_olley_pakes
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> augmented_olley_pakes(panel).components.round(4)
                   mean  covariance   entry  exit  aggregate
    group period
    all   1       1.4875      0.0561 -0.1122   0.0     1.4314
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    window = integer(window, "window", low=1)
    looks, levels = _looks(panel, window, periods)
    classes = _ages(panel, age, cuts)
    columns, labels = columns_asked(panel, groups, classes)
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    workers = threads_of(threads)
    count = 1 if classes is None else len(classes[0])
    with reporter(progress, "bootstrap") as report:
        values, counts, draws = _core.augmented_olley_pakes(
            columns, looks, count, panel.rules, plan, workers, report
        )
    cells = under_groups(labels, **levels)
    rows = 1 if count == 1 else 1 + count

    def among_all(own: slice) -> Estimates:
        split = [1, 5, 6, 7]
        return estimated(
            values[own][:, split], draws[:, own][:, :, split], plan, cells, _COVARIANCE
        )

    def sizes(own: slice) -> pd.DataFrame:
        table = counts[own]
        numbers = pd.DataFrame(table[:, :4].astype("int64"), index=cells, columns=_COUNTS)
        return numbers.assign(**dict(zip(_SHARES, table[:, 4:].T, strict=True)))

    wholes = slice(None, None, rows)
    whole = estimated(values[wholes, :5], draws[:, wholes, :5], plan, cells, _PARTS)
    covariance, sizes_of_all = among_all(wholes), sizes(wholes)
    ages = None
    if classes is not None:
        kept = np.arange(len(values)) % rows > 0 if rows > 1 else np.ones(len(values), bool)
        inner = with_level(cells, "age", classes[0])
        ages = estimated(values[kept, :5], draws[:, kept, :5], plan, inner, _PARTS)
    both = int(sizes_of_all["n_entrants_leaving"].sum())
    told = f"{window} of the panel's periods" if periods is None else "the other end of the pair"
    found = AugmentedDecomposition(
        **whole.fields(),
        olley_pakes=covariance,
        ages=ages,
        counts=sizes_of_all,
        meta=Meta(
            method="maliranta-maattanen" if ages is None else "hyytinen-maliranta",
            options=plan.options(
                **({"window": window} if periods is None else {"periods": periods}),
                age=age,
                groups=groups,
                strata=strata,
                gaps=panel.rules.gaps,
                group_change=panel.rules.group_change,
            ),
            counts={"firms": len(panel.firms), "rows": len(panel), "cells": len(cells)},
            dropped=panel.dropped,
            seed=plan.entropy,
            sources=(
                "maliranta2015",
                *(("hyytinen2013",) if ages is not None else ()),
                *(("efron1993",) if len(draws) else ()),
            ),
            notes=(
                f"a firm is new if it was not there {told} before, and leaving if it is not there "
                f"{told} later"
                if periods is None
                else "a firm is new, or leaving, if it is not there at the other end of the pair",
                *((f"{both} firms that are both count as entrants",) if both else ()),
                *undefined_note(whole, covariance),
            ),
        ),
    )
    if classes is None or ages is None:
        return found
    for at, label in enumerate(classes[0]):
        own = slice(at if count == 1 else 1 + at, None, rows)
        found.classes[label] = replace(
            found,
            **ages._part(slice(at, None, count), cells).fields(),
            olley_pakes=among_all(own),
            ages=None,
            counts=sizes(own),
            classes={},
        )
    return found


def _looks(
    panel: FirmPanel, window: int, periods: Periods
) -> tuple[list[tuple[int, int | None, int | None]], dict[str, Index]]:
    """Return each period with those that tell who is new and who leaves, and their labels."""
    labels = panel.periods
    if periods is not None:
        pairs = pairs_of(panel.periods, periods)
        looks: list[tuple[int, int | None, int | None]] = []
        for t0, t1 in pairs:
            looks += [(t0, None, t1), (t1, t0, None)]
        starts, ends = np.array(pairs).repeat(2, axis=0).T
        at = labels.take([look[0] for look in looks])
        return looks, {"t0": labels.take(starts), "t1": labels.take(ends), "period": at}
    middle = range(window, len(labels) - window)
    if not middle:
        raise InvalidInput(
            f"`window` must leave a period with {window} before and {window} after it: got "
            f"{len(labels)} periods, {shown(labels[0])} to {shown(labels[-1])}; take a smaller "
            "one, or name `periods` to compare"
        )
    return [(t, t - window, t + window) for t in middle], {"period": labels.take(list(middle))}


def _ages(panel: FirmPanel, age: Hashable | None, cuts: object) -> tuple[Index, Codes] | None:
    """Return the age group of each row, or None where none are asked for."""
    if cuts is None:
        if age is None:
            return None
        named = panel._group(age, "age")
        refuse_class_all(named[0], "age")
        return named
    points = cuts_asked(cuts, "cuts")
    if age is not None:
        ages = panel._variable(age, "age")
    elif panel.rules.entry == "rows":
        raise InvalidInput(
            "`age` must name a variable of the panel, as births are not known: give "
            "FirmPanel.from_frame(…, first=…) or variables=…"
        )
    else:
        born = panel.first[panel.firm]
        ages = np.where(born < 0, np.nan, panel.period - born)
    labels = cut_labels(points)
    if np.isnan(ages).any():
        labels = [*labels, "unknown"]
    return classed(ages, points, labels)
