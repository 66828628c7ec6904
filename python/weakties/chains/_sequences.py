"""Spells as whole sequences, one a person, with a rule for gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice, instance
from weakties._wording import shown
from weakties.errors import InvalidInput

from .spells import Spells

_Index: TypeAlias = "pd.Index[Any]"
_Numbers: TypeAlias = NDArray[np.int64]

# What the state of a gap is called.
GAP = "(gap)"


@dataclass(frozen=True, eq=False)
class Sequences:
    """Spells of persons, one after another; no two adjoining ones of a person are alike."""

    offsets: _Numbers
    codes: _Numbers
    lengths: _Numbers
    states: _Index

    @classmethod
    def of(cls, spells: object, gaps: object) -> Sequences:
        """Cut gaps out, make them a state, or refuse them."""
        spells = instance(spells, "spells", Spells, "Spells.from_panel or Spells.from_spells")
        rule = choice(gaps, "gaps", ("refuse", "close", "state"))
        person, code, length = spells._person, spells._state, spells._length
        states = spells.states
        after = spells._after_gap
        if after.any():
            if rule == "refuse":
                at = int(np.flatnonzero(after)[0])
                raise InvalidInput(
                    f"`spells` must have no gaps: {shown(spells.persons[person[at]])} has one "
                    f'({after.sum()} gaps in all); pass gaps="close" to cut them out or '
                    'gaps="state" to make them a state'
                )
            if rule == "state":
                places = np.flatnonzero(after)
                missing = spells._start[places] - spells._start[places - 1] - length[places - 1]
                person = np.insert(person, places, person[places])
                code = np.insert(code, places, len(states))
                length = np.insert(length, places, missing)
                states = pd.Index([*states, GAP], dtype=object, tupleize_cols=False)
        new = np.append(True, (person[1:] != person[:-1]) | (code[1:] != code[:-1]))
        first = np.flatnonzero(new)
        counts = np.bincount(person[first], minlength=len(spells.persons))
        return cls(
            np.append(0, np.cumsum(counts)).astype(np.int64),
            np.ascontiguousarray(code[first]),
            np.add.reduceat(length, first).astype(np.int64),
            states,
        )

    def rectangle(self) -> tuple[NDArray[np.int64], _Numbers]:
        """Return one row a person and one column a period, -1 after the end; and the ends."""
        person = np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))
        ends = np.bincount(person, weights=self.lengths).astype(np.int64)
        periods = np.repeat(self.codes, self.lengths)
        rows = np.full((len(ends), ends.max()), -1, np.int64)
        rows[np.arange(rows.shape[1]) < ends[:, np.newaxis]] = periods
        return rows, ends
