"""Panels of firms: who is seen when, how productive and how large, and who comes and goes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice, integer, label, number
from weakties._frames import Column, along, read
from weakties._labels import Codes, Index, Keys, codes_of
from weakties._results import Meta
from weakties._wording import did_you_mean, joined_text, listing, rows_text
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .reading import given_in, in_scope, put_in_order
from .rows import Given, compact, frozen, named
from .turnover import absences, meta, summary, turnover

GAPS = ("exit", "leave_out", "refuse")
CROSSINGS = ("exit", "leave_out", "stay")
GROUP_CHANGES = ("exit", "start", "end", "refuse")


@dataclass(frozen=True)
class Columns:
    """What the kernels read: rows sorted by firm and period, labels as numbers from 0 on.

    Codes of rows are made numbers of 32 bits. A row's share is its weight divided by the total of
    its period.
    """

    firm: NDArray[np.integer[Any]]
    period: NDArray[np.integer[Any]]
    group: NDArray[np.integer[Any]]
    productivity: NDArray[np.float64]
    weight: NDArray[np.float64]
    totals: NDArray[np.float64]
    first: Codes
    last: Codes
    periods: int
    groups: int

    def __post_init__(self) -> None:
        if self.groups > np.iinfo(np.int32).max:
            raise InvalidInput(
                f"`groups` must be fewer than 2³¹ with all their parts: got {self.groups}; "
                "pool some of them"
            )
        for name in ("firm", "period", "group"):
            object.__setattr__(self, name, compact(getattr(self, name)))


@dataclass(frozen=True)
class EntryAndExit:
    """Who counts as coming in and as leaving between two periods.

    Parameters
    ----------
    entry, exit
        What tells births and deaths: ``"rows"``, or the name of a column that dates or marks them.
    gaps
        What a firm's absence between two of its rows is taken for, where rows decide; a number
        of periods up to which it is bridged, and beyond which it is an exit.
    group_change
        Where a firm belongs that is seen in two groups.
    size, threshold, crossing
        Below which size firms are left out, and what it means that one crosses it; None without.
    unseen_enter, unseen_exit
        Whether a firm in being but unseen in one period counts as coming in, or as leaving.
    bridged
        For how many periods a firm may be absent without having left.
    """

    entry: Hashable
    exit: Hashable
    gaps: str | int
    group_change: str
    size: Hashable
    threshold: float | None
    crossing: str | None
    unseen_enter: bool
    unseen_exit: bool
    bridged: int


@dataclass(frozen=True, eq=False, repr=False)
class FirmPanel:
    """Firms and the periods they are seen in; made by `FirmPanel.from_frame`.

    Attributes
    ----------
    firms, periods : pandas.Index
        The labels, sorted.
    firm, period : numpy.ndarray of int64
        The place of each row's firm and period in these labels. Rows are sorted by firm, then
        period; there is one row for each firm and period seen.
    productivity : numpy.ndarray of float64, or None
        Log productivity (or whatever was given) of each row; None if nothing was given.
    weight : numpy.ndarray of float64, or None
        What each row weighs, as it was given; None if it was not, or if shares were.
    share : numpy.ndarray of float64, or None
        Each row's share in the weight of all firms of its period; a decomposition by group
        divides by the group's sum. None if neither weight nor share was given.
    variables : dict
        The further columns, such as output and inputs, in the order of the sorted rows; NaN where
        missing.
    groups : dict
        For each group column, the labels and the place of each row's group in them.
    cluster : numpy.ndarray of int64
        For each firm, the cluster that is resampled as a whole.
    first, last : numpy.ndarray of int64
        For each firm, the first and the last period in which it is in being, as places in
        ``periods``; -1 or ``len(periods)`` when that lies outside the panel.
    rules : EntryAndExit
        Who counts as coming in and as leaving.
    dropped : dict
        How many rows were left out, by reason; by the name of a column if it was missing there.
    positions : numpy.ndarray of int64
        The place of each sorted row in the user's table.
    index : pandas.Index
        The user's own labels of all rows of that table, the dropped ones included.
    """

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

    @classmethod
    def from_frame(
        cls,
        data: object,
        firm: Hashable,
        time: Hashable,
        productivity: Hashable | None = None,
        *,
        variables: Hashable | list[Hashable] | None = None,
        weight: Hashable | None = None,
        share: Hashable | None = None,
        share_within: Hashable | None = None,
        group: Hashable | list[Hashable] | None = None,
        cluster: Hashable | None = None,
        first: Hashable | None = None,
        last: Hashable | None = None,
        entry: Hashable | None = None,
        exit: Hashable | None = None,
        gaps: str | int = "exit",
        group_change: str = "exit",
        size: Hashable | None = None,
        threshold: float | None = None,
        crossing: str = "exit",
        missing: str = "raise",
    ) -> FirmPanel:
        r"""Read a panel from a table with one row for each firm and period; it may be unbalanced.

        Parameters
        ----------
        data : table
            Of pandas, polars, Arrow, DuckDB or another library that narwhals knows.
        firm, time : column name
            Label of the firm; period as whole number, date, period or ordered category. Only
            periods that are seen (or are a category) exist: from 1998 to 2001 may be one step.
        productivity : column name, optional
            Log productivity as a rule; any finite number will do. It is not transformed. Without
            it the panel has none yet, and cannot be decomposed.
        variables : column name or list of column names, optional
            Further numbers to keep, such as output and inputs. Here missing values stay.
        weight : column name, optional
            What a firm weighs, such as employment or output: not negative, in any unit. Each
            period's weights are divided by their sum.
        share : column name, optional
            Shares that already sum to 1 within each period, in place of ``weight``. Sums that
            miss 1 by rounding, at most 0.005, are corrected and counted; others are refused. One
            of the two is needed with ``productivity``.
        share_within : column name, optional
            One of the group columns, if shares sum to 1 within each group and period rather than
            within each period. Then every group of a period has the same weight in its total.
        group : column name or list of column names, optional
            Groups to decompose by, such as sector, region or size class; may change over time.
        cluster : column name, optional
            What is resampled as a whole, such as the owner of several firms; the same in all rows
            of a firm. Without it each firm is resampled by itself.
        first, last : column name, optional
            The first and the last period in which the firm is in being, in the units of ``time``;
            the same in all rows of a firm. A missing value says that it was in being before, or
            is so after, all periods of the panel.
        entry, exit : column name, optional
            True in the row of the period in which the firm came into being, or of its last one;
            elsewhere False. A firm without such a row was, or stays, in being beyond the panel.
            In place of ``first`` or ``last``.
        gaps : {"exit", "leave_out", "refuse"} or int
            What it means, where neither ``first`` nor ``entry`` (``last`` nor ``exit``) is given,
            that a firm seen earlier and later is not seen in one of two compared periods: it left
            and comes in again; it is left out of the comparison; or the panel is refused. A
            number :math:`k` bridges absences of at most :math:`k` periods of the panel: a firm is
            left out of comparisons with a period of so short an absence, and has left in a
            longer one.
        group_change : {"exit", "start", "end", "refuse"}
            Where a firm belongs that is seen in both of two compared periods, but in different
            groups: it leaves the one and comes into the other; it is in both periods in the group
            of the earlier, or of the later one; or the panel is refused.
        size : column name, optional
            What ``threshold`` is compared with, such as employment.
        threshold : float, optional
            Rows of a smaller size are left out and counted.
        crossing : {"exit", "leave_out", "stay"}
            What it means that a firm crosses the threshold: it comes in by reaching it and leaves
            by falling below; it is in being from its first to its last row of any size, and left
            out of comparisons with a period in which it is below or not seen; or it comes in by
            reaching it and then stays, whatever its size. Only the rows of other sizes decide,
            so ``first`` and ``last`` come before it.
        missing : {"raise", "drop"}
            Whether rows with a missing value are refused or dropped and counted. A missing
            ``first`` or ``last`` has a meaning and never drops a row.

        Returns
        -------
        FirmPanel

        Raises
        ------
        UnknownLabel
            When a column is not there.
        InvalidInput
            When a firm has two rows in one period; a weight is negative or infinite, or a period
            weighs nothing; shares do not sum to 1; births, deaths or clusters contradict the rows;
            neither or both of ``weight`` and ``share`` are given; or a rule refuses the panel.
        WrongType
            When ``data`` is no table or a column holds the wrong kind of values.

        Notes
        -----
        Between two periods, a firm seen in both is a survivor. A firm seen in the earlier one only
        is an exiter if it is no longer in being in the later one; a firm seen in the later one
        only is an entrant if it was not yet in being in the earlier one. Where rows alone decide,
        a firm is in being from its first to its last row, and ``gaps`` says what its absence in
        between is. Where ``first``, ``last``, ``entry`` or ``exit`` decide, a firm in being but
        not seen (not sampled, below a threshold, not answering) is left out of the comparison at
        both ends, and the aggregates compared are those of the other firms. How many such firms
        there were stands in the ``counts`` of each result.

        Rows that ``missing="drop"`` drops are not seen. If the firm was there nevertheless, say so
        by ``first`` and ``last``; else its missing answers count as entry and exit.

        Examples
        --------
        >>> from weakties.datasets import decomposition_example
        >>> from weakties.productivity import FirmPanel
        >>> FirmPanel.from_frame(decomposition_example(), firm="firm", time="period",
        ...                      productivity="log_productivity", share="share")
        <FirmPanel: 8 firms, 3 periods, 18 rows>
        """
        bridged = _bridged(gaps)
        crossing = choice(crossing, "crossing", CROSSINGS)
        group_change = choice(group_change, "group_change", GROUP_CHANGES)
        group_names = _roles(group, "group")
        variable_names = _roles(variables, "variables")
        _refuse_both("weight", weight, "share", share)
        _refuse_both("first", first, "entry", entry)
        _refuse_both("last", last, "exit", exit)
        least = _threshold(threshold, size)
        if share_within is not None and (share is None or share_within not in group_names.values()):
            raise InvalidInput(
                "`share_within` must name one of the columns given as `group`, and needs `share`: "
                f"got {share_within!r}; add it to both, or leave it out"
            )
        if productivity is not None and weight is None and share is None:
            raise InvalidInput(
                "`weight` or `share` must name a column: got neither; "
                "to weigh all firms alike, pass a column of ones as `weight`"
            )
        rows = put_in_order(
            read(
                data,
                [
                    Column("firm", firm, "key"),
                    Column("time", time, "time"),
                    Column(
                        "productivity",
                        productivity,
                        "number",
                        optional=True,
                        meaning="in logs as a rule",
                    ),
                    Column("weight", weight, "number", low=0, optional=True),
                    Column("share", share, "number", low=0, optional=True),
                    *(
                        Column(role, name, "number", keep_missing=True)
                        for role, name in variable_names.items()
                    ),
                    *(Column(role, name, "key") for role, name in group_names.items()),
                    Column("cluster", cluster, "key", optional=True),
                    Column("first", first, "time", optional=True, keep_missing=True),
                    Column("last", last, "time", optional=True, keep_missing=True),
                    Column("size", size, "number", optional=True),
                    Column("entry", entry, "flag", optional=True),
                    Column("exit", exit, "flag", optional=True),
                ],
                missing=missing,
            )
        )
        births = first if first is not None else entry
        deaths = last if last is not None else exit
        leaves = gaps not in ("leave_out", "refuse") and (least is None or crossing != "leave_out")
        rules = EntryAndExit(
            entry="rows" if births is None else births,
            exit="rows" if deaths is None else deaths,
            gaps=gaps,
            group_change=group_change,
            size=size,
            threshold=least,
            crossing=None if least is None else crossing,
            unseen_enter=births is None and leaves,
            unseen_exit=deaths is None and leaves,
            bridged=bridged,
        )
        given = given_in(rows, variable_names, group_names, share_within)
        dropped, index = rows.table.dropped, rows.table.index
        if least is not None and (sizes := rows.number("size")) is not None:
            given, small = in_scope(given, sizes, least, crossing)
            dropped = _added(dropped, {f"{size} below {least:g}": small})
        # The columns of the table are not needed any more; all that follows needs memory too.
        del rows
        return cls._of(given, rules, index, dropped)

    @classmethod
    def _of(
        cls, given: Given, rules: EntryAndExit, index: Index, dropped: dict[str, int]
    ) -> FirmPanel:
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
    ) -> FirmPanel:
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
        return self._of(given.kept(kept), self.rules, self.index, _added(self.dropped, counts))

    def with_group(self, name: Hashable, values: object) -> FirmPanel:
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
    ) -> FirmPanel:
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
        dropped = _added(self.dropped, {"not selected": int((~kept).sum())})
        return self._of(self._given.kept(kept), self.rules, self.index, dropped)

    def _with_group(self, name: Hashable, keys: Keys) -> FirmPanel:
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

    def __len__(self) -> int:
        """How many rows there are, one for each firm and period seen."""
        return len(self._given.firm)

    def __repr__(self) -> str:
        groups = "".join(
            f", {len(keys.labels)} of {name!r}" for name, keys in self._given.groups.items()
        )
        counts = f"{len(self.firms)} firms, {len(self.periods)} periods, {len(self)} rows"
        return f"<FirmPanel: {counts}{groups}>"

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

    def turnover(self) -> pd.DataFrame:
        """Return, for each period, how many firms are seen, come and go as the rows show it.

        Returns
        -------
        pandas.DataFrame
            Indexed by period: ``firms`` seen; ``new``, not seen in the period before; of these
            ``back``, seen earlier still; ``last``, not seen in the period after; of these
            ``gap``, seen later again; the unweighted ``mean`` of productivity and the ``aggregate``
            weighted by shares, if the panel has both. The first period has no new firms and the
            last no last ones.
        """
        return turnover(self)

    @property
    def meta(self) -> Meta:
        """How the panel was made: every rule, and what was dropped or changed, by reason.

        ``counts`` holds how many rows were given and stay; how many absences there are between
        two rows of a firm; entries and exits between neighbouring periods, and how many of them
        are only such absences; how often firms change groups; and how many sums of shares were
        corrected for rounding. ``dropped`` counts rows left out.
        """
        return meta(self)

    def summary(self, *, digits: int = 4, rows: int = 20) -> str:
        """Return what the panel holds and who comes and goes, as text.

        Parameters
        ----------
        digits : int, default 4
            Decimals of every number.
        rows : int, default 20
            Periods shown at most.

        Returns
        -------
        str
            Text that shows itself line by line in a notebook.

        Raises
        ------
        WrongType, InvalidInput
            When ``digits`` is not a whole number from 0 to 15 or ``rows`` not one from 2 up.
        """
        digits, rows = integer(digits, "digits", low=0, high=15), integer(rows, "rows", low=2)
        return summary(self, digits, rows)

    def _columns(self, by: Hashable | None) -> tuple[Columns, Index]:
        """Return what the kernels read, grouped by one of ``groups`` or not at all, and labels."""
        if by is None:
            keys = Keys(np.zeros(len(self), np.int64), pd.Index(["all"], name="group"), False)
        else:
            keys = self._keys(by, "by")
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

    def _refuse_by_rule(self) -> None:
        if self.rules.gaps == "refuse" and len(gone := np.unique(absences(self)[0])):
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


def _roles(names: Hashable | list[Hashable] | None, argument: str) -> dict[str, Hashable]:
    """Name the roles of the columns that an argument lists, as messages shall call them."""
    if not isinstance(names, list):
        return {} if names is None else {argument: names}
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise InvalidInput(f"`{argument}` names {twice[0]!r} more than once; name each column once")
    return {f"{argument}[{place}]": name for place, name in enumerate(names)}


def _bridged(gaps: object) -> int:
    """Return how many periods of absence are bridged, in which nobody comes or goes."""
    if isinstance(gaps, int | np.integer) and not isinstance(gaps, bool):
        return integer(gaps, "gaps", low=0)
    if not isinstance(gaps, str):
        raise WrongType(
            f"`gaps` must be one of {', '.join(map(repr, GAPS))} or a whole number of periods: got "
            f"{type(gaps).__name__}; give the name as text"
        )
    choice(gaps, "gaps", GAPS)
    return 0


def _threshold(threshold: object, size: Hashable) -> float | None:
    """Return the least size of firms in scope, if there is one."""
    if (threshold is None) != (size is None):
        raise InvalidInput(
            "`threshold` and `size` must be given together: the column of sizes, and the least "
            f"size kept; got threshold={threshold!r} and size={size!r}"
        )
    return None if threshold is None else number(threshold, "threshold")


def _refuse_both(one: str, value: object, other: str, other_value: object) -> None:
    if value is not None and other_value is not None:
        raise InvalidInput(
            f"`{one}` and `{other}` cannot both be given: got columns {value!r} and "
            f"{other_value!r}; leave out one"
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


def _added(counts: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    return counts | {name: counts.get(name, 0) + count for name, count in more.items()}
