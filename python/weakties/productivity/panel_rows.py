"""Rows of a panel, and its columns by their names; unknown ones are refused."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._labels import Codes, Index, Keys
from weakties._wording import did_you_mean, listing
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .columns import Columns
from .rows import Given, frozen
from .rules import EntryAndExit


@dataclass(frozen=True, eq=False, repr=False)
class PanelRows:
    """What a `FirmPanel` holds, which says what each field is."""

    firms: Index
    periods: Index
    productivity: NDArray[np.float64] | None
    weight: NDArray[np.float64] | None
    variables: dict[Hashable, NDArray[np.float64]]
    cluster: Codes
    first: Codes
    last: Codes
    rules: EntryAndExit
    index: Index
    dropped: dict[str, int]
    _given: Given
    _totals: NDArray[np.float64] | None

    @property
    def firm(self) -> Codes:
        """The place of each row's firm in ``firms``."""
        return frozen(self._given.firm.astype(np.int64))

    @property
    def period(self) -> Codes:
        """The place of each row's period in ``periods``."""
        return frozen(self._given.periods.codes.astype(np.int64))

    @property
    def share(self) -> NDArray[np.float64] | None:
        """Each row's share in the weight of all firms of its period; None without weights."""
        if self._given.weight is None or self._totals is None:
            return None
        share = self._totals[self._given.periods.codes]
        np.divide(self._given.weight, share, out=share)
        return frozen(share)

    @property
    def groups(self) -> dict[Hashable, tuple[Index, Codes]]:
        """For each group column, the labels and the place of each row's group in them."""
        return {name: self._group(name, "groups") for name in self._given.groups}

    @property
    def positions(self) -> Codes:
        """The place of each sorted row in the user's table."""
        return frozen(self._given.positions.astype(np.int64))

    def __len__(self) -> int:
        """How many rows there are, one for each firm and period seen."""
        return len(self._given.firm)

    def to_frame(self) -> pd.DataFrame:
        """Return the sorted rows: productivity, share, variables and groups by firm and period."""
        index = pd.MultiIndex.from_arrays(
            [self.firms.take(self.firm), self.periods.take(self.period)],
            names=[self.firms.name, self.periods.name],
        )
        given = {"productivity": self.productivity, "share": self.share}
        columns: dict[Hashable, Any] = {k: v for k, v in given.items() if v is not None}
        groups = {name: labels.take(codes) for name, (labels, codes) in self.groups.items()}
        return pd.DataFrame(columns | self.variables | groups, index=index)

    def _columns(self, group: Hashable, argument: str = "groups") -> tuple[Columns, Index]:
        """Return what the kernels read, by one of ``groups`` or, if None, together, and labels."""
        if group is None:
            alone: Any = np.zeros(len(self), np.int32)
            keys = Keys(alone, pd.Index(["all"], name="group"), False)
        else:
            keys = self._keys(group, argument)
        if self.productivity is None or self._given.weight is None or self._totals is None:
            raise InvalidInput(
                "`panel` must have productivity and weights to be decomposed: it has none; give "
                "them to FirmPanel.from_frame(…, productivity=…, weight=…) or "
                "panel.with_productivity(…, weight=…)"
            )
        columns = Columns(
            firm=self._given.firm,
            period=self._given.periods.codes,
            group=keys.codes,
            productivity=self.productivity,
            weight=self._given.weight,
            totals=self._totals,
            first=self.first,
            last=self.last,
            periods=len(self.periods),
            groups=len(keys.labels),
        )
        return columns, keys.labels

    def _group(self, name: object, argument: str) -> tuple[Index, Codes]:
        """Return the labels and codes of one group column; an unknown one is refused."""
        keys = self._keys(name, argument)
        return keys.labels, frozen(keys.codes.astype(np.int64))

    def _keys(self, name: object, argument: str) -> Keys:
        """Return one group column as it is kept; an unknown one is refused."""
        try:
            return self._given.groups[name]
        except TypeError:
            raise WrongType(
                f"`{argument}` must be the name of one group column: got {type(name).__name__}; "
                "name one of those given to FirmPanel.from_frame(…, group=…)"
            ) from None
        except KeyError:
            there = list(self._given.groups)
            raise UnknownLabel(
                f"`{argument}`: the panel has no group column {name!r}."
                f"{did_you_mean(name, there)} {listing('Groups there are', there)}; "
                "give more to FirmPanel.from_frame(…, group=…)"
            ) from None

    def _variable(self, name: object, argument: str) -> NDArray[np.float64]:
        """Return one of the further columns in the order of the rows; an unknown one is refused."""
        try:
            return self.variables[name]
        except TypeError:
            raise WrongType(
                f"`{argument}` must be the name of one of the panel's variables: got "
                f"{type(name).__name__}; name one of those given to "
                "FirmPanel.from_frame(…, variables=…)"
            ) from None
        except KeyError:
            there = list(self.variables)
            raise UnknownLabel(
                f"`{argument}`: the panel has no variable {name!r}."
                f"{did_you_mean(name, there)} {listing('Variables there are', there)}; "
                "give more to FirmPanel.from_frame(…, variables=…)"
            ) from None

    def _per_row(self, values: NDArray[np.float64], name: Hashable) -> pd.Series[float]:
        """Label one number a sorted row by the user's own rows; NaN where a row was dropped."""
        given = np.full(len(self.index), np.nan)
        given[self.positions] = values
        return pd.Series(given, index=self.index, name=name)
