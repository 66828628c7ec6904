"""Panels made from another one: other productivity, further groups, some of the rows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from weakties._arguments import choice, label
from weakties._frames import Column, along
from weakties._labels import Index, Keys, codes_of
from weakties._wording import joined_text, rows_text
from weakties.errors import InvalidInput, WrongType

from .panel_rows import PanelRows
from .rows import Given, compact, frozen, named
from .rules import EntryAndExit
from .turnover import absences


class DerivedPanels(PanelRows):
    """What a `FirmPanel` is turned into."""

    @classmethod
    def _of(cls, given: Given, rules: EntryAndExit, index: Index, dropped: dict[str, int]) -> Self:
        """Apply the rules to rows; every panel, read or derived from another, is made here."""
        first, last = given.life()
        panel = cls(
            firms=given.firms,
            periods=given.periods.labels,
            productivity=given.productivity,
            weight=None if given.shares else given.weight,
            variables=given.variables,
            cluster=frozen(given.clusters()),
            first=frozen(first),
            last=frozen(last),
            rules=rules,
            index=index,
            dropped=dropped,
            _given=given,
            _totals=given.totals(),
        )
        panel._refuse_by_rule()
        return panel

    def with_productivity(
        self,
        values: object,
        weight: object = None,
        missing: str = "raise",
    ) -> Self:
        """Return a panel of the same rows with another productivity, such as an estimated one.

        Parameters
        ----------
        values : pandas.Series, array or str
            Productivity on the user's rows, as functions of weakties return it: a Series with
            the index of the table, or an array of its length. Or the name of one of
            ``variables``. What stands in rows that the panel left out is not looked at.
        weight : pandas.Series, array or str, optional
            What a row weighs, given in the same ways; without it the weights stay.
        missing : {"raise", "drop"}
            Whether rows without a value are refused or dropped and counted.

        Returns
        -------
        FirmPanel
            As `from_frame` would read it from the rows that are left: a firm enters with the
            first of them, unless a date says when it was born. Marks of entry and exit stand for
            dates, so they stay known even where their own row is dropped. Shares are those of
            the rows that are left.

        Raises
        ------
        UnknownLabel
            When the panel has no such variable.
        InvalidInput
            When ``values`` or ``weight`` has another length or index than the table, holds
            infinite values, misses some where ``missing`` is ``"raise"``, or when a weight is
            negative or a period weighs nothing.
        WrongType
            When either holds something else than numbers.

        Examples
        --------
        >>> from weakties.datasets import decomposition_example
        >>> from weakties.productivity import FirmPanel
        >>> table = decomposition_example()
        >>> panel = FirmPanel.from_frame(table, "firm", "period", variables="log_productivity",
        ...                              share="share")
        >>> panel.with_productivity("log_productivity").productivity[:2]
        array([1.95, 1.68])
        """
        missing = choice(missing, "missing", ("raise", "drop"))
        productivity, lacking = self._along(values, "values")
        given = replace(self._given, productivity=productivity)
        lack = {_name_of(values, "values"): lacking}
        if weight is not None:
            heavy, lacking = self._along(weight, "weight", low=0)
            given = replace(given, weight=heavy, shares=False)
            lack[_name_of(weight, "weight")] = lacking
        counts = {name: int(rows.sum()) for name, rows in lack.items() if rows.any()}
        if counts and missing == "raise":
            listed = joined_text([f"{count} in {name!r}" for name, count in counts.items()])
            rows = np.sort(self.positions[np.logical_or.reduce(list(lack.values()))])
            raise InvalidInput(
                f"`values` must have a value in every row of the panel: missing are {listed}, in "
                f'{rows_text(rows)}; pass missing="drop" to leave such rows out'
            )
        kept = ~np.logical_or.reduce(list(lack.values()))
        if not kept.any():
            raise InvalidInput(
                "`values` has no value in any row of the panel; give it the index of the table"
            )
        return self._of(given.kept(kept), self.rules, self.index, added(self.dropped, counts))

    def with_group(self, name: Hashable, values: object) -> Self:
        """Return the panel with a further group column, or with another one of that name.

        Parameters
        ----------
        name : column name
            What the group column is called.
        values : pandas.Series or array
            The label of each of the user's rows: a Series with the index of the table, or an
            array of its length. What stands in rows that the panel left out is not looked at.

        Returns
        -------
        FirmPanel

        Raises
        ------
        InvalidInput
            When ``values`` has another length or index than the table or is missing in a row of
            the panel, or when ``group_change`` refuses it.
        WrongType
            When ``values`` holds what cannot be labels, or ``name`` is no name.
        """
        label(name, "name")
        keys, lacking = along(
            values, Column("values", "values", "key", keep_missing=True), self.positions, self.index
        )
        if lacking.any():
            rows = np.sort(self.positions[lacking])
            raise InvalidInput(
                f"`values` must have a label in every row of the panel: {lacking.sum()} are "
                f"missing, in {rows_text(rows)}; give such rows a label of their own"
            )
        return self._with_group(name, keys)

    def select(
        self,
        *,
        groups: Mapping[Hashable, object] | None = None,
        periods: object = None,
        firms: object = None,
    ) -> Self:
        """Return the panel of some of the rows: those that every argument given lets through.

        Parameters
        ----------
        groups : dict, optional
            For the name of a group column, the label or list of labels to keep, such as
            ``{"sector": ["food", "wood"]}``.
        periods : label or list of labels, optional
            The periods to keep.
        firms : label or list of labels, optional
            The firms to keep, in all their periods.

        Returns
        -------
        FirmPanel
            As `from_frame` would read it from these rows alone: where rows decide, a firm that
            is in the selection only for a time enters and exits. Dates and marks of entry and
            exit still hold. Shares are those of the rows that are left.

        Raises
        ------
        UnknownLabel
            When there is no such group column, group, period or firm.
        InvalidInput
            When nothing is left.
        WrongType
            When ``groups`` is no dictionary.

        Examples
        --------
        >>> from weakties.datasets import decomposition_example
        >>> from weakties.productivity import FirmPanel
        >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
        ...                              "log_productivity", share="share")
        >>> panel.select(periods=[0, 1])
        <FirmPanel: 8 firms, 2 periods, 12 rows>
        """
        if groups is not None and not isinstance(groups, Mapping):
            raise WrongType(
                f"`groups` must be a dictionary from group columns to labels: got "
                f'{type(groups).__name__}; write it as {{"sector": ["food", "wood"]}}'
            )
        kept = np.ones(len(self), bool)
        chosen = [
            (*self._group(name, "groups"), labels, "groups")
            for name, labels in (groups or {}).items()
        ]
        chosen += [(self.periods, self.period, periods, "periods")] if periods is not None else []
        chosen += [(self.firms, self.firm, firms, "firms")] if firms is not None else []
        for index, codes, labels, argument in chosen:
            kept &= np.isin(codes, codes_of(_listed(labels), index, argument))
        if not kept.any():
            raise InvalidInput(
                "`groups`, `periods` and `firms` leave no row of the panel; let more through"
            )
        dropped = added(self.dropped, {"not selected": int((~kept).sum())})
        return self._of(self._given.kept(kept), self.rules, self.index, dropped)

    def _with_group(self, name: Hashable, keys: Keys) -> Self:
        """Return the panel with a group column of one code a sorted row."""
        keys = replace(keys, codes=compact(keys.codes), labels=keys.labels.rename(name))
        given = replace(self._given, groups=self._given.groups | {name: keys})
        return self._of(given, self.rules, self.index, self.dropped)

    def _along(
        self, values: object, argument: str, low: float | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return numbers given on the user's rows in sorted order, and which are missing."""
        if isinstance(values, str) or (isinstance(values, Hashable) and values in self.variables):
            values = self._per_row(self._variable(values, argument), values)
        column = Column(argument, argument, "number", low=low, keep_missing=True)
        numbers, lacking = along(values, column, self.positions, self.index)
        return frozen(numbers), lacking

    def _refuse_by_rule(self) -> None:
        if self.rules.gaps == "refuse" and len(gone := np.unique(absences(self._given)[0])):
            raise InvalidInput(
                "`gaps` is 'refuse', but a period between first and last row is missing for "
                f"{named(self.firms[gone])}; add such rows or choose another rule"
            )
        if self.rules.group_change != "refuse":
            return
        firm = self.firm
        same = firm[1:] == firm[:-1]
        for name, (_, codes) in self.groups.items():
            movers = np.unique(firm[1:][same & (codes[1:] != codes[:-1])])
            if len(movers):
                raise InvalidInput(
                    "`group_change` is 'refuse', but the rows of "
                    f"{named(self.firms[movers])} have more than one {name!r}; "
                    "give each firm one or choose another rule"
                )


def _listed(labels: object) -> list[Hashable]:
    """Take one label for a list of one."""
    if isinstance(labels, str) or not isinstance(labels, Iterable):
        return [labels]
    return list(labels)


def _name_of(values: object, argument: str) -> str:
    """Name what a user gave on his rows, as counts of dropped rows shall call it."""
    if isinstance(values, str):
        return values
    name = getattr(values, "name", None)
    return argument if name is None else str(name)


def added(counts: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    """Add further counts of dropped rows to those there are."""
    return counts | {name: counts.get(name, 0) + count for name, count in more.items()}
