"""Panels of firms: who is seen when, how productive and how large, and who comes and goes."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from weakties._arguments import integer
from weakties._frames import Column, read
from weakties._results import Meta
from weakties.errors import InvalidInput

from .derived import DerivedPanels, added
from .reading import given_in, in_scope, put_in_order
from .rules import EntryAndExit, roles, weights_of
from .turnover import meta, summary, turnover


@dataclass(frozen=True, eq=False, repr=False)
class FirmPanel(DerivedPanels):
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
        dates = {"first": first, "last": last, "entry": entry, "exit": exit}
        rules = EntryAndExit.of(dates, gaps, group_change, size, threshold, crossing)
        group_names, variable_names = roles(group, "group"), roles(variables, "variables")
        weights_of(weight, share, needed=productivity is not None)
        if share_within is not None and (share is None or share_within not in group_names.values()):
            raise InvalidInput(
                "`share_within` must name one of the columns given as `group`, and needs `share`: "
                f"got {share_within!r}; add it to both, or leave it out"
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
                codes=np.int32,
            )
        )
        given = given_in(rows, variable_names, group_names, share_within)
        dropped, index = rows.table.dropped, rows.table.index
        if rules.threshold is not None and (sizes := rows.number("size")) is not None:
            given, small = in_scope(given, sizes, rules.threshold, crossing)
            dropped = added(dropped, {f"{size} below {rules.threshold:g}": small})
        # The columns of the table are not needed any more; all that follows needs memory too.
        del rows
        return cls._of(given, rules, index, dropped)

    def __repr__(self) -> str:
        groups = "".join(
            f", {len(keys.labels)} of {name!r}" for name, keys in self._given.groups.items()
        )
        counts = f"{len(self.firms)} firms, {len(self.periods)} periods, {len(self)} rows"
        return f"<FirmPanel: {counts}{groups}>"

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
