"""Ties of several periods between nodes that come and go."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

import numpy as np
import pandas as pd

from weakties._arguments import choice, flag, integer
from weakties._frames import Column, Keys, codes_of, read, refuse_duplicates, whole
from weakties._labels import together
from weakties._wording import rows_text, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .labelled import ENDS, Codes
from .layers import Layers
from .network import Network
from .reading import LISTS, PARALLEL, described_by, refuse_mixed, refuse_weight_name


class TemporalNetwork(Layers):
    """Ties of several periods, made by `from_edges`.

    Each period has a `Network` of its own, as ``network[1994]``, with the nodes that are there in
    that period. A temporal network never changes.
    """

    _level = "period"

    def __init__(self) -> None:
        raise WrongType(
            "a TemporalNetwork is made by TemporalNetwork.from_edges, not by TemporalNetwork()"
        )

    @classmethod
    def from_edges(
        cls,
        edges: Any,
        source: Hashable,
        target: Hashable,
        *,
        time: Hashable,
        window: int = 1,
        weight: Hashable | None = None,
        directed: bool = False,
        nodes: Any = None,
        key: Hashable | None = None,
        parallel: str = "raise",
        missing: str = "raise",
    ) -> Self:
        """Make a temporal network from a table with one tie in a period a row.

        Parameters
        ----------
        edges : DataFrame
            A table of pandas, polars, Arrow, DuckDB or another library that narwhals knows.
        source, target : column or index level
            Where each tie starts and ends.
        time : column or index level
            The period of each tie: whole numbers such as years, dates, periods of pandas, or
            ordered categories.
        window : int, default 1
            For how many periods a tie lasts. With 3, the network of 1994 has the ties of 1992, 1993
            and 1994. Whole numbers and periods count by their distance, ordered categories by
            their place; dates have none, and must be made periods first.
        weight, directed, missing
            As in `Network.from_edges`.
        nodes : DataFrame or sequence of labels, optional
            Who is there. Without it, a node is there in the periods in which it has a tie, be it to
            itself. A table that has the column ``time`` too, is a panel: one row for each node
            and period in which it is there, with its attributes in that period. A list, or a table
            without that column, says who is there in every period.
        key : column or index level, optional
            The column of ``nodes`` that holds the labels; a panel must have one.
        parallel : {"raise", "sum", "max", "min", "mean"}, default "raise"
            What to do with several ties between two nodes, those of earlier periods in the window
            included. Without ``weight``, ``"sum"`` counts them, and ``"max"`` takes them as one.

        Returns
        -------
        TemporalNetwork
            Its periods are those of ``edges`` and of the panel in which somebody is there, in
            order. A period of which neither has a row is not one of them.

        Raises
        ------
        InvalidInput, WrongType
            As `Network.from_edges` does, when ``edges`` is empty, ``window`` is no whole number
            from 1 up, a node is twice in the panel in one period, or dates are to last for several
            periods.
        UnknownLabel
            When a column is not found, or a tie is of a period in which an end of it is not there.

        Notes
        -----
        With a panel, a tie of an earlier period that is still in the window is left out once one of
        its ends is no longer there.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.networks import TemporalNetwork
        >>> ties = pd.DataFrame(
        ...     {
        ...         "one": ["Alba", "Alba", "Bo"],
        ...         "other": ["Bo", "Cato", "Cato"],
        ...         "year": [1994, 1995, 1995],
        ...     }
        ... )
        >>> years = TemporalNetwork.from_edges(ties, "one", "other", time="year")
        >>> years.measure("degree")
                     degree
        period node
        1994   Alba       1
               Bo         1
        1995   Alba       1
               Bo         1
               Cato       2
        >>> TemporalNetwork.from_edges(ties, "one", "other", time="year", window=2)[1995]
        <Network: 3 nodes, 3 ties, undirected>
        """
        parallel = choice(parallel, "parallel", PARALLEL)
        directed = flag(directed, "directed")
        window = integer(window, "window", low=1)
        refuse_weight_name(weight, [*ENDS, cls._level])
        columns = [
            Column("source", source, "key", meaning="where a tie starts"),
            Column("target", target, "key", meaning="where a tie ends"),
            Column("time", time, "time", meaning="the period"),
            Column("weight", weight, "number", low=0, optional=True, meaning="what a tie weighs"),
        ]
        table = read(edges, columns, argument="edges", missing=missing)
        times = table.times("time")
        who = _Presence.of(nodes, key, time)
        if who.everybody is None:
            if key is not None:
                raise InvalidInput("`key` names a column of `nodes`: give `nodes` too")
            (sources, targets), labels = table.together(*ENDS)
            refuse_mixed(labels, "`source` and `target`")
            everybody = pd.DataFrame(index=labels)
        else:
            everybody = who.everybody
            sources, targets = (codes_of(table.keys(end), everybody.index, end) for end in ENDS)
        (when, *panel_when), periods = together(
            [times, *([] if who.times is None else [who.times])], "`time`"
        )
        steps = _steps(periods, times.categorical, window)
        order = np.argsort(when, kind="stable")
        sorted_steps = steps[when[order]]
        weights = table.number("weight") if "weight" in table else None
        kept, networks, places = [], [], []
        for number, step in enumerate(steps):
            first, last = np.searchsorted(sorted_steps, [step - window + 1, step + 1])
            rows = order[first:last]
            if panel_when:
                described, there = who.at(panel_when[0] == number)
                rows = _among(
                    rows,
                    there,
                    everybody,
                    sources,
                    targets,
                    when == number,
                    periods[number],
                    table.positions,
                )
            elif who.everybody is not None:
                described, there = everybody, np.arange(len(everybody))
            else:
                there = np.flatnonzero(
                    np.bincount(np.append(sources[rows], targets[rows]), minlength=len(everybody))
                )
                described = everybody.iloc[there]
            if len(there) == 0:
                continue
            place = np.full(len(everybody), -1)
            place[there] = np.arange(len(there))
            networks.append(
                Network._of(
                    described,
                    place[sources[rows]],
                    place[targets[rows]],
                    None if weights is None else weights[rows],
                    weight=weight,
                    directed=directed,
                    parallel=parallel,
                    rows=table.positions[rows],
                )
            )
            kept.append(number)
            places.append(there)
        made = object.__new__(cls)
        made._names = periods[kept].rename(cls._level)
        made._categorical = times.categorical
        made._networks = tuple(networks)
        made._everybody = everybody
        made._places = tuple(places)
        made._dropped = table.dropped
        return made

    @property
    def periods(self) -> list[Any]:
        """The periods, in their order."""
        return list(self._names)

    def turnover(self) -> pd.DataFrame:
        """Count who comes and goes, and which ties are formed and dissolved.

        Returns
        -------
        DataFrame
            One row a period. ``nodes`` are there, of whom ``entrants`` were not in the period
            before and ``survivors`` were; ``exiters`` were there before and are no more. Likewise
            of the ``ties`` between different nodes some are ``formed`` and others ``kept``, and
            ``dissolved`` ones are no more. All but ``nodes`` and ``ties`` are NaN in the first
            period.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.networks import TemporalNetwork
        >>> ties = pd.DataFrame({"a": list("xxy"), "b": list("yzz"), "year": [1, 2, 2]})
        >>> TemporalNetwork.from_edges(ties, "a", "b", time="year").turnover().iloc[:, :4]
                nodes  entrants  survivors  exiters
        period
        1           2       NaN        NaN      NaN
        2           3       1.0        2.0      0.0
        """
        counts: dict[str, Any] = {}
        for names, sets in (
            (("nodes", "entrants", "survivors", "exiters"), self._places),
            (("ties", "formed", "kept", "dissolved"), self._keys()),
        ):
            stayed = [np.nan] + [
                float(len(np.intersect1d(one, other, assume_unique=True)))
                for one, other in pairwise(sets)
            ]
            sizes = np.array([len(each) for each in sets])
            columns = (sizes, sizes - stayed, stayed, np.append(np.nan, sizes[:-1]) - stayed)
            counts |= dict(zip(names, columns, strict=True))
        return pd.DataFrame(counts, index=self._names)


@dataclass(frozen=True, eq=False)
class _Presence:
    """Who is there: everybody always, or as a panel says; None where the ties say it."""

    everybody: pd.DataFrame | None = None
    times: Keys | None = None
    codes: Codes | None = None
    rows: pd.DataFrame | None = None

    @classmethod
    def of(cls, nodes: Any, key: Hashable | None, time: Hashable) -> _Presence:
        if nodes is None:
            return cls()
        if isinstance(nodes, (str, bytes, dict, set, frozenset, *LISTS)):
            return cls(described_by(nodes, key, "nodes"))
        frame = whole(nodes, argument="nodes")
        if time not in frame.columns:
            return cls(described_by(nodes, key, "nodes"))
        if key is None:
            raise InvalidInput(
                "`key` must name the column of labels where `nodes` has one row for each node and "
                "period"
            )
        columns = [
            Column("key", key, "key", meaning="the node"),
            Column("time", time, "time", meaning="the period"),
        ]
        table = read(frame, columns, argument="nodes")
        refuse_duplicates(table, ["key", "time"], argument="nodes")
        keys = table.keys("key")
        refuse_mixed(keys.labels, "`key`")
        rows = frame.drop(columns=[key, time])
        rows.index = keys.labels.take(keys.codes)
        return cls(pd.DataFrame(index=keys.labels), table.times("time"), keys.codes, rows)

    def at(self, rows: Any) -> tuple[pd.DataFrame, Codes]:
        """Return the attributes and the places of those who are there in these rows."""
        assert self.codes is not None
        assert self.rows is not None
        found = np.flatnonzero(rows)
        found = found[np.argsort(self.codes[found])]
        return self.rows.iloc[found], self.codes[found]


def _steps(periods: pd.Index[Any], categorical: bool, window: int) -> Codes:
    """Return the place of each period on a scale on which the next one is 1 further."""
    if categorical or window == 1:
        return np.arange(len(periods))
    if isinstance(periods, pd.PeriodIndex):
        return np.asarray(periods.asi8)
    if periods.dtype.kind not in "iu":
        raise InvalidInput(
            "`window` above 1 needs periods that can be counted: `time` holds dates; make them "
            'periods first, such as with .dt.to_period("Y")'
        )
    return periods.to_numpy(dtype=np.int64)


def _among(
    rows: Codes,
    there: Codes,
    everybody: pd.DataFrame,
    sources: Codes,
    targets: Codes,
    now: Any,
    period: object,
    positions: Codes,
) -> Codes:
    """Keep the ties between nodes that are there; refuse those of this period that are not."""
    is_there = np.zeros(len(everybody), bool)
    is_there[there] = True
    both = is_there[sources[rows]] & is_there[targets[rows]]
    wrong = rows[~both & now[rows]]
    if len(wrong):
        end, code = next(
            (end, ends[wrong[0]])
            for end, ends in zip(ENDS, (sources, targets), strict=True)
            if not is_there[ends[wrong[0]]]
        )
        raise UnknownLabel(
            f"`{end}`: {shown(everybody.index[code])} has a tie in {shown(period)}, in which "
            f"`nodes` does not have it ({rows_text(np.sort(positions[wrong]))}); add it there, or "
            "leave out the tie"
        )
    return rows[both]
