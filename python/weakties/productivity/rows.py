"""The rows of a panel before its rules are applied: what stays when some of them are left out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._labels import Codes, Index, Keys, looked_up, used, without_unused
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

# How many firms a message names.
_NAMED = 3

# Sums of shares this near to 1 are off only by the last bits of their additions.
EXACT = 1e-12

# How many rows are added up at a time where numpy would copy their codes.
_AT_ONCE = 1 << 16

CORRECT = "correct one of the two"


def numbered(clusters: Codes) -> Codes:
    """Give clusters numbers in the order of their first firms, whatever that of their labels."""
    return pd.factorize(clusters)[0].astype(np.int64)


@dataclass(frozen=True, eq=False)
class Given:
    """What the user gave, one item a row, sorted by firm and period; codes are of 32 bits.

    Parameters
    ----------
    firms
        The labels of firms, each of which has a row, sorted.
    firm
        The code of each row.
    periods
        The labels of periods, with each row's code.
    positions
        The place of each row in the user's table.
    productivity
        What is decomposed.
    weight
        What a row weighs, or its share where shares were given.
    shares
        Whether ``weight`` holds shares.
    rounded
        How many periods, or cells, had shares that missed 1 by rounding.
    variables
        Further numbers; NaN where missing.
    groups
        Labels of groups, with each row's code.
    cluster
        For each firm, the code of what is resampled as a whole; None if it is itself.
    birth, death
        For each firm, the dates between which it is in being, -1 where that is not within the
        dates; None where rows decide.
    """

    firms: Index
    firm: Codes
    periods: Keys
    positions: Codes
    productivity: NDArray[np.float64] | None
    weight: NDArray[np.float64] | None
    shares: bool
    rounded: int
    variables: dict[Hashable, NDArray[np.float64]]
    groups: dict[Hashable, Keys]
    cluster: Codes | None
    birth: Keys | None
    death: Keys | None

    @property
    def starts(self) -> Codes:
        """The place of each firm's first row."""
        return np.flatnonzero(np.append(True, self.firm[1:] != self.firm[:-1]))

    @property
    def ends(self) -> Codes:
        """The place of each firm's last row."""
        return np.flatnonzero(np.append(self.firm[1:] != self.firm[:-1], True))

    def kept(self, rows: NDArray[np.bool_]) -> Given:
        """Leave out the rows that are not marked, and the labels that lose their last row.

        Dates of birth and death stay what they are; categories without rows keep their place.
        """
        if rows.all():
            return self
        present = np.zeros(len(self.firms), bool)
        present[self.firm[rows]] = True

        def of_rows(values: NDArray[Any] | None) -> NDArray[Any] | None:
            return None if values is None else frozen(values[rows])

        def labelled(keys: Keys) -> Keys:
            less = without_unused(replace(keys, codes=keys.codes[rows]))
            return replace(less, codes=compact(less.codes))

        def of_firms(keys: Keys | None) -> Keys | None:
            return None if keys is None else replace(keys, codes=keys.codes[present])

        return replace(
            self,
            firms=self.firms[present],
            firm=compact((np.cumsum(present) - 1)[self.firm[rows]]),
            periods=labelled(self.periods),
            positions=compact(self.positions[rows]),
            productivity=of_rows(self.productivity),
            weight=of_rows(self.weight),
            variables={name: frozen(values[rows]) for name, values in self.variables.items()},
            groups={name: labelled(keys) for name, keys in self.groups.items()},
            cluster=None if self.cluster is None else self.cluster[present],
            birth=of_firms(self.birth),
            death=of_firms(self.death),
        )

    def clusters(self) -> Codes:
        """Return the cluster of each firm, numbered by its first one; else each is its own."""
        if self.cluster is None:
            return np.arange(len(self.firms))
        return numbered(self.cluster)

    def totals(self) -> NDArray[np.float64] | None:
        """Return what weights are divided by to give shares, one number a period."""
        if self.weight is None:
            return None
        labels, period = self.periods.labels, self.periods.codes
        sums, seen = np.zeros(len(labels)), used(period, len(labels))
        add_up(self.weight, period, sums)
        wrong = np.flatnonzero(((sums == 0) | np.isinf(sums)) & seen)
        if len(wrong):
            at = wrong[0]
            more = f", and {len(wrong) - 1} more periods" if len(wrong) > 1 else ""
            raise InvalidInput(
                f"`{'share' if self.shares else 'weight'}` must have a finite sum above 0 in each "
                f"period: {shown(labels[at])} sums to {sums[at]:.6g} "
                f"({(period == at).sum()} rows){more}; leave that period out, or choose another "
                "weight"
            )
        if self.shares and (np.abs(sums - 1)[seen] <= EXACT).all():
            return frozen(np.ones(len(labels)))
        return frozen(sums)

    def life(self) -> tuple[Codes, Codes]:
        """Return the first and the last period in which each firm is in being.

        Before all periods is -1, after all periods their number.
        """
        first, last = (self.periods.codes[at].astype(np.int64) for at in (self.starts, self.ends))
        born, died = first, last
        if self.birth is not None:
            born = self._dated(self.birth, "first", -1)
            bad = born > first
            refuse(self.firms, "first", "not come after a firm's first row", bad, CORRECT)
        if self.death is not None:
            died = self._dated(self.death, "last", len(self.periods.labels))
            bad = died < last
            refuse(self.firms, "last", "not come before a firm's last row", bad, CORRECT)
        return born, died

    def _dated(self, dates: Keys, role: str, missing: int) -> Codes:
        """Return the place of each firm's date among the periods."""
        if (dates.codes < 0).all():
            return np.full(len(dates.codes), missing)
        return np.append(dated(dates.labels, self.periods.labels, role), missing)[dates.codes]


def add_up(values: NDArray[np.float64], codes: NDArray[Any], to: NDArray[np.float64]) -> None:
    """Add the values of each code to its sum, in the order of the rows."""
    with np.errstate(over="ignore"):
        for start in range(0, len(codes), _AT_ONCE):
            piece = slice(start, start + _AT_ONCE)
            np.add.at(to, codes[piece], values[piece])


def dated(labels: Index, periods: Index, role: str) -> Codes:
    """Return the place of each date among the periods, which need not contain it.

    A birth counts from the next period on, a death from the period before.
    """
    if labels.equals(periods):
        return np.arange(len(labels))
    numbers = labels.dtype.kind in "iu" and periods.dtype.kind in "iu"
    if not (numbers or labels.dtype == periods.dtype) or not periods.is_monotonic_increasing:
        raise WrongType(
            f"`{role}` must hold the same kind of values as `time`: got {labels.dtype} for "
            f"{periods.dtype}; convert one of them, or give both the same ordered categories"
        )
    if role == "first":
        return np.asarray(periods.searchsorted(labels, side="left"), np.int64)
    return np.asarray(periods.searchsorted(labels, side="right") - 1, np.int64)


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """Return the array as the kernels and the user get it: in one piece, not to be written to."""
    array = np.ascontiguousarray(array).view()
    array.flags.writeable = False
    return array


def compact(codes: NDArray[Any], order: NDArray[Any] | None = None) -> Any:
    """Return codes or places of rows in half the memory: a panel keeps several for each row."""
    if order is None:
        return frozen(codes.astype(np.int32, copy=False))
    return frozen(looked_up(codes, order, np.int32))


def named(firms: Index) -> str:
    """Name a few firms."""
    names = ", ".join(map(shown, firms[:_NAMED]))
    more = f" and {len(firms) - _NAMED} more" if len(firms) > _NAMED else ""
    return f"{'firm' if len(firms) == 1 else 'firms'} {names}{more}"


def refuse(firms: Index, role: str, must: str, bad: NDArray[np.bool_], remedy: str) -> None:
    """Refuse a column for the firms that are marked."""
    if bad.any():
        raise InvalidInput(f"`{role}` must {must}: see {named(firms[bad])}; {remedy}")
