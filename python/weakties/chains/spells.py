"""Spells: who was in which state from when to when, with gaps and censoring marked."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import flag
from weakties._frames import Column, Table, read
from weakties._results import Text
from weakties._tables import label
from weakties._wording import shown
from weakties.errors import InvalidInput

from ._states import labelled, one_line, state_columns, state_names, states_of
from ._timeline import Timeline
from ._weights import weight_column, weights_of

_Index: TypeAlias = "pd.Index[Any]"
_Numbers: TypeAlias = NDArray[np.int64]
_Flags: TypeAlias = NDArray[np.bool_]

_OWN_COLUMNS = ("start", "end", "length", "after_gap", "censored_left", "censored_right")
# How many states the summary names.
_SHOWN = 12


@dataclass(frozen=True, eq=False, repr=False)
class Spells:
    """Histories of persons as spells: maximal runs of periods in one state.

    Made by `Spells.from_panel` or `Spells.from_spells`. Spells stand in order of person and time.
    Two spells of a person adjoin, or there is a gap between them: periods for which nothing is
    known. What was before a person's first spell and after the last one is not known either.

    Parameters
    ----------
    persons : pandas.Index
        The persons, sorted.
    states : pandas.Index
        The states, sorted or in the order of their categories; a MultiIndex when a state is made of
        several columns, such as place and rung.
    weights : pandas.Series or None
        The weight of each person, where there are weights.
    dropped : dict
        How many values were missing, by column, when rows with missing values were dropped.
    """

    persons: _Index
    states: _Index
    weights: pd.Series[float] | None
    dropped: dict[str, int]
    _timeline: Timeline
    _person: _Numbers
    _state: _Numbers
    _start: _Numbers
    _length: _Numbers
    _adjoins: _Flags
    _censored_left: _Flags = field(kw_only=True)
    _censored_right: _Flags = field(kw_only=True)

    @classmethod
    def from_panel(
        cls,
        data: object,
        person: Hashable,
        time: Hashable,
        state: Hashable | list[Hashable],
        *,
        weight: Hashable | None = None,
        step: int | str | None = None,
        missing: str = "raise",
    ) -> Spells:
        """Join observations of persons, one row a person and period, to spells.

        A period without a row between two of the same person is a gap. A spell is censored on the
        left where the state before it is not known (the person's first spell, or one after a gap),
        and on the right where the state after it is not.

        Parameters
        ----------
        data : DataFrame
            A table of pandas, polars, Arrow or DuckDB, in any order of rows.
        person, time : column names
            Whose each row is, and when: whole numbers, dates, periods or ordered categories.
        state : column name, or list of column names
            What is observed. Several columns, such as ``["place", "rung"]``, make one state of
            each combination that occurs.
        weight : column name, optional
            The weight of the person: not negative, and the same in all rows of a person.
        step : int or {"day", "week", "month", "quarter", "year"}, optional
            How long a period is: a whole number of units, or for dates one of the words. Without it
            it is the largest step by which all the times can be reached; for dates that fall on the
            same day of their months it is counted in months.
        missing : {"raise", "drop"}
            Whether missing values are refused, or their rows dropped (which leaves gaps).

        Returns
        -------
        Spells
            With the labels of the table.

        Raises
        ------
        UnknownLabel
            When a column is not there.
        WrongType, InvalidInput
            When a column cannot be read as described, or a person has two rows in one period.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.chains import Spells
        >>> df = pd.DataFrame({
        ...     "person": ["Ana", "Ana", "Ana", "Ana", "Ben"],
        ...     "year": [2001, 2002, 2003, 2005, 2001],
        ...     "place": ["home", "home", "abroad", "abroad", "home"],
        ... })
        >>> Spells.from_panel(df, "person", "year", "place").to_frame()
          person   place  start   end  length  after_gap  censored_left  censored_right
        0    Ana    home   2001  2002       2      False           True           False
        1    Ana  abroad   2003  2003       1      False          False            True
        2    Ana  abroad   2005  2005       1       True           True            True
        3    Ben    home   2001  2001       1      False           True            True
        """
        columns = [
            Column("person", person, "key", meaning="whose each row is"),
            Column("time", time, "time", meaning="the period it observes"),
            *state_columns(state),
            weight_column(weight),
        ]
        table = read(data, columns, missing=missing)
        times = table.times("time")
        timeline = Timeline.of([times], step, "`time`")
        starts = timeline.numbers(times.labels)[times.codes]
        return _joined(cls, table, state, timeline, starts, None)

    @classmethod
    def from_spells(
        cls,
        data: object,
        person: Hashable,
        start: Hashable,
        end: Hashable,
        state: Hashable | list[Hashable],
        *,
        inclusive: bool,
        weight: Hashable | None = None,
        censored_left: Hashable | None = None,
        censored_right: Hashable | None = None,
        step: int | str | None = None,
        missing: str = "raise",
    ) -> Spells:
        """Read spells, one row each.

        Rows of a person that adjoin in the same state are joined to one spell. Periods that no row
        of the person covers are gaps.

        Parameters
        ----------
        data : DataFrame
            A table of pandas, polars, Arrow or DuckDB, in any order of rows.
        person : column name
            Whose each row is.
        start, end : column names
            When it starts and ends: whole numbers, dates, periods or ordered categories.
        state : column name, or list of column names
            As in `from_panel`.
        inclusive : bool
            Whether ``end`` is the last period in the state (True), or the first one after (False).
        weight : column name, optional
            As in `from_panel`.
        censored_left, censored_right : column names, optional
            True where the spell began before ``start``, or went on after ``end``. Without them the
            spells that adjoin no other of the person are taken to be censored on that side.
        step, missing
            As in `from_panel`.

        Returns
        -------
        Spells
            With the labels of the table.

        Raises
        ------
        UnknownLabel
            When a column is not there.
        WrongType, InvalidInput
            When a column cannot be read as described, a spell ends before it starts, or two spells
            of a person overlap.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.chains import Spells
        >>> jobs = pd.DataFrame({
        ...     "person": [7, 7], "from": [2001, 2003], "to": [2003, 2006], "rung": [1, 2]
        ... })
        >>> Spells.from_spells(jobs, "person", "from", "to", "rung", inclusive=False).counts()
        destination  1  2
        origin
        1            1  1
        2            0  2
        """
        inclusive = flag(inclusive, "inclusive")
        columns = [
            Column("person", person, "key", meaning="whose each row is"),
            Column("start", start, "time", meaning="its first period"),
            Column("end", end, "time", meaning="its last period, or the first one after it"),
            *state_columns(state),
            weight_column(weight),
            Column("censored_left", censored_left, "flag", optional=True),
            Column("censored_right", censored_right, "flag", optional=True),
        ]
        table = read(data, columns, missing=missing)
        first, last = table.times("start"), table.times("end")
        timeline = Timeline.of([first, last], step, "`start` and `end`")
        starts = timeline.numbers(first.labels)[first.codes]
        lengths = timeline.numbers(last.labels)[last.codes] - starts + inclusive
        if (lengths < 1).any():
            rows = np.flatnonzero(lengths < 1)
            row = rows[0]
            remedy = "correct or remove such rows"
            if not inclusive and lengths[row] == 0:
                remedy = "pass inclusive=True if `end` is the last period in the state"
            raise InvalidInput(
                f"`end` must come after `start`: {first.labels[first.codes[row]]} to "
                f"{last.labels[last.codes[row]]} in row {table.positions[row]} (counted from 0), "
                f"and so in {len(rows)} of {table.rows} rows; {remedy}"
            )
        return _joined(cls, table, state, timeline, starts, lengths)

    def __len__(self) -> int:
        """Return how many spells there are."""
        return len(self._person)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a spell.

        Returns
        -------
        pandas.DataFrame
            Columns: the person and the state under the names of the user's columns (``person`` and
            ``state`` where these have none, or one of the following); ``start`` and ``end``, the
            first and the last period in the state; ``length`` in periods; ``after_gap``, whether
            periods before it are missing; ``censored_left`` and ``censored_right``, whether the
            state before and after it is not known.
        """
        columns: dict[Hashable, Any] = {
            _column(self.persons.name, "person"): self.persons.take(self._person)
        }
        states = self.states.take(self._state)
        for level, name in enumerate(states.names):
            fallback = "state" if states.nlevels == 1 else f"state_{level}"
            columns[_column(name, fallback)] = states.get_level_values(level)
        columns["start"] = self._timeline.labels(self._start)
        columns["end"] = self._timeline.labels(self._start + self._length - 1)
        columns["length"] = self._length
        columns["after_gap"] = self._after_gap
        columns["censored_left"] = self._censored_left
        columns["censored_right"] = self._censored_right
        return pd.DataFrame(columns)

    def to_wide(self) -> pd.DataFrame:
        """Return one row a person and one column a period, as packages for sequences read them.

        Returns
        -------
        pandas.DataFrame
            The state in each period, indexed by person; missing where it is not known. Periods are
            labelled as in `Spells.to_frame`. A state of several columns is written on one line,
            such as "home · unskilled".

        Examples
        --------
        A sequence object of sequenzo is made of it, and TraMineR's ``seqdef`` reads it alike::

            wide = spells.to_wide()
            states = list(spells.states)
            sequenzo.SequenceData(
                wide.reset_index(), time=list(wide), id_col=wide.index.name, states=states
            )

        `Spells.from_panel` reads it back from its long form, ``wide.stack().reset_index()``.

        >>> import pandas as pd
        >>> from weakties.chains import Spells
        >>> df = pd.DataFrame({"person": [1, 1, 2], "year": [2001, 2002, 2002]})
        >>> df["state"] = list("aba")
        >>> Spells.from_panel(df, "person", "year", "state").to_wide()
                2001 2002
        person
        1          a    b
        2        NaN    a
        """
        first = self._start.min()
        rows = np.full((len(self.persons), int((self._start + self._length).max() - first)), -1)
        at = np.repeat(self._start - first - np.append(0, self._length.cumsum()[:-1]), self._length)
        columns = at + np.arange(len(at))
        rows[np.repeat(self._person, self._length), columns] = np.repeat(self._state, self._length)
        names = self.states if self.states.nlevels == 1 else pd.Index(one_line(self.states))
        return pd.DataFrame(
            {
                column: names.take(rows[:, place], allow_fill=True, fill_value=np.nan)
                for place, column in enumerate(
                    self._timeline.labels(first + np.arange(rows.shape[1]))
                )
            },
            index=self.persons.rename(_column(self.persons.name, "person")),
        )

    def counts(self, *, across_gaps: bool = False) -> pd.DataFrame:
        """Count moves from each state to each state one period later, persons unweighted.

        Parameters
        ----------
        across_gaps : bool, default False
            Whether the move from the last state before a gap to the first one after it counts.

        Returns
        -------
        pandas.DataFrame
            Whole numbers: origin × destination.

        Raises
        ------
        WrongType
            When ``across_gaps`` is not True or False.
        """
        moves, _ = _core.transition_counts(
            (
                self._person,
                self._state,
                self._length,
                self._linked(across_gaps),
                np.ones(len(self.persons)),
                np.zeros(len(self.persons), np.int64),
                len(self.states),
                1,
            )
        )
        return labelled(moves[0].astype(np.int64), self.states)

    def summary(self) -> str:
        """Return how many persons, spells, states, periods, gaps and censored spells there are.

        Returns
        -------
        str
            Text that shows itself line by line in a notebook.
        """
        last = self._start + self._length - 1
        first, final = map(label, self._timeline.labels(np.array([self._start.min(), last.max()])))
        periods = int(last.max() - self._start.min() + 1)
        listed = one_line(self.states)
        more = f", … ({len(listed)} in all)" if len(listed) > _SHOWN else ""
        lines = {
            "Persons": f"{len(self.persons)}{'' if self.weights is None else ', weighted'}",
            "States": ", ".join(listed[:_SHOWN]) + more,
            "Periods": f"{first} to {final} ({periods}, each of {self._timeline})",
            "Observed": f"{self._length.sum()} person-periods in {len(self)} spells",
            "Gaps": str(int(self._after_gap.sum())),
            "Censored": f"{self._censored_left.sum()} left, {self._censored_right.sum()} right",
            "Dropped": ", ".join(f"{n} ({name} missing)" for name, n in self.dropped.items() if n)
            or "nothing",
        }
        return Text("\n".join(f"{name + ':':<10}{value}" for name, value in lines.items()))

    def __repr__(self) -> str:
        return (
            f"<Spells: {len(self)} spells, {len(self.persons)} persons, {len(self.states)} states>"
        )

    @property
    def _after_gap(self) -> _Flags:
        same = np.append(False, self._person[1:] == self._person[:-1])
        return same & ~self._adjoins

    @property
    def _person_weights(self) -> NDArray[np.float64]:
        """The weight of each person; 1 where persons have none."""
        if self.weights is None:
            return np.ones(len(self.persons))
        return np.ascontiguousarray(self.weights, np.float64)

    def _linked(self, across_gaps: bool) -> _Flags:
        """Say which spells are moved into from the one before."""
        over = flag(across_gaps, "across_gaps")
        return self._adjoins | self._after_gap if over else self._adjoins


def _column(name: Hashable | None, fallback: str) -> Hashable:
    return fallback if name is None or name in _OWN_COLUMNS else name


def _joined(
    cls: type[Spells],
    table: Table,
    state: Hashable | list[Hashable],
    timeline: Timeline,
    starts: _Numbers,
    lengths: _Numbers | None,
) -> Spells:
    persons = table.keys("person")
    codes, states = states_of(table, len(state_names(state)))
    columns, (first, last), overlap = _core.join_spells(
        persons.codes, codes, np.ascontiguousarray(starts), lengths, len(persons.labels)
    )
    if overlap is not None:
        one, other = overlap
        twice = timeline.labels(np.array([max(starts[one], starts[other])]))[0]
        raise InvalidInput(
            f"`data` must have one state for each person and period: "
            f"{shown(persons.labels[persons.codes[one]])} has rows {table.positions[one]} and "
            f"{table.positions[other]} (counted from 0) for {twice}; keep one of them"
        )
    person, code, start, length, adjoins = columns
    follows = np.append(adjoins[1:], False)
    # Categories without rows are persons of whom nothing is known.
    seen = np.bincount(persons.codes, minlength=len(persons.labels)) > 0
    rank = np.cumsum(seen) - 1
    left = table.flag("censored_left")[first] if "censored_left" in table else True
    right = table.flag("censored_right")[last] if "censored_right" in table else True
    weights = weights_of(table, persons.codes, persons.labels)
    return cls(
        persons.labels[seen],
        states,
        None
        if weights is None
        else pd.Series(weights[seen], index=persons.labels[seen], name="weight"),
        table.dropped,
        timeline,
        rank[person],
        code,
        start,
        length,
        adjoins,
        _censored_left=~adjoins & left,
        _censored_right=~follows & right,
    )
