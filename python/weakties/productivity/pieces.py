"""Decompositions of what is in memory, or comes in pieces from disk, by the same calls."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import instance
from weakties._labels import Codes, Index
from weakties.errors import InvalidInput

from .columns import Columns, Groups, combined, nested
from .panel import FirmPanel
from .resample import Plan
from .rules import EntryAndExit
from .stream import FirmStream

# What the counts of resamples may take beside the rows: 4 bytes a firm and resample.
_MOST_COUNTS = 1 << 25


@dataclass(frozen=True, eq=False)
class Pieces:
    """The columns of a stream, for decompositions that read them piece by piece.

    Parameters
    ----------
    stream
        Where they come from.
    by
        The columns of groups; none for one group of all firms.
    seen
        For nested groups, the numbers of the combinations that are seen, sorted; else None.
    groups
        How many groups there are.
    """

    stream: FirmStream
    by: list[Hashable]
    seen: Codes | None
    groups: int

    @classmethod
    def of(cls, stream: FirmStream, groups: Groups) -> tuple[Pieces, Index]:
        """Return the pieces by groups, and the labels of these."""
        if groups is None:
            return cls(stream, [], None, 1), pd.Index(["all"], name="group")
        if not isinstance(groups, list):
            labels = stream._group(groups, "groups")
            return cls(stream, [groups], None, len(labels)), labels.rename("group")
        levels = [stream._group(name, "groups") for name in groups]
        rows = stream._distinct(groups)
        seen = np.unique(combined(rows, [len(each) for each in levels]))
        return cls(stream, groups, seen, len(seen)), nested(seen, levels, groups)

    def add_up(
        self, plan: Plan, threads: int | None, report: Any, **asked: Any
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return components, counts and resamples."""
        stream = self.stream
        shape = (len(stream.periods), self.groups)
        # As many resamples at a time as their counts have room.
        at_once = max(1, _MOST_COUNTS // len(stream.firms))
        starts = range(0, max(plan.replicates, 1), at_once)
        steps, done, draws = len(starts) * stream.rows, 0, []
        for start in starts:
            span = (start, min(start + at_once, plan.replicates))
            sums = _core.DecompositionStream(shape, stream._centre, plan, span, **asked)
            for piece, _ in stream._pieces(self.by, self.seen):
                sums.add(piece, threads)
                done += len(piece.firm)
                if report is not None:
                    report(done, steps)
            values, counts, resampled = sums.finish()
            draws.append(resampled)
        return values, counts, np.concatenate(draws)


def decomposed(
    columns: Columns | Pieces,
    methods: list[str],
    pairs: list[tuple[int, int]],
    rules: EntryAndExit,
    plan: Plan,
    productivity: NDArray[np.float64] | None,
    threads: int | None,
    report: Any,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Take changes apart, of columns in memory or of pieces from disk."""
    if isinstance(columns, Pieces):
        return columns.add_up(plan, threads, report, methods=methods, pairs=pairs, rules=rules)
    return _core.decompose(columns, methods, pairs, rules, plan, productivity, threads, report)


def levels(
    columns: Columns | Pieces,
    plan: Plan,
    productivity: NDArray[np.float64] | None,
    threads: int | None,
    report: Any,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Take levels apart, of columns in memory or of pieces from disk."""
    if isinstance(columns, Pieces):
        return columns.add_up(plan, threads, report)
    return _core.olley_pakes(columns, plan, productivity, threads, report)


def panel_or_stream(panel: object) -> None:
    """Refuse what is neither a panel nor a stream."""
    if not isinstance(panel, FirmStream):
        instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")


def refuse_stream(panel: object, analytic: bool, productivity: object) -> None:
    """Refuse what is there for panels in memory only."""
    if not isinstance(panel, FirmStream):
        return
    if analytic:
        raise InvalidInput("`errors` cannot be 'analytic' for a stream; use a bootstrap")
    if productivity is not None:
        raise InvalidInput(
            "`productivity` cannot be estimated anew for a stream; read it as a FirmPanel"
        )


@dataclass(frozen=True, eq=False)
class _Firms:
    """What a plan of resamples reads of a panel, one row a firm."""

    firms: Index
    firm: Codes
    cluster: Codes
    stratum: tuple[Index, Codes] | None

    def _group(self, *_: object) -> tuple[Index, Codes] | None:
        return self.stratum


def drawn_from(panel: FirmPanel | FirmStream, strata: Hashable | None) -> FirmPanel:
    """Return what resamples are planned by: one row a firm of a stream."""
    if not isinstance(panel, FirmStream):
        return panel
    stratum = None
    if strata is not None:
        labels = panel._group(strata, "strata")
        # A firm belongs where its first row does.
        firsts = [piece.group[starts] for piece, starts in panel._pieces([strata], None)]
        stratum = (labels, np.concatenate(firsts))
    numbers = np.arange(len(panel.firms))
    cluster = numbers if panel.cluster is None else panel.cluster
    return cast(FirmPanel, _Firms(panel.firms, numbers, cluster, stratum))
