"""Panels larger than memory: sorted on disk by DuckDB, added up piece by piece by our core."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice
from weakties._columns import Column
from weakties._labels import Codes, Index
from weakties._wording import did_you_mean, listing
from weakties.errors import UnknownLabel, WrongType

from .columns import Columns, combined
from .on_disk import batches, directory_of, labels, number_labels, one, opened, prepare, sort
from .rules import EntryAndExit, roles, weights_of
from .survey import Dates, surveyed


@dataclass(frozen=True, eq=False, repr=False)
class FirmStream:
    """A panel of firms that stays on disk; made by `FirmStream.from_parquet`.

    It is taken in place of a `FirmPanel` by the decompositions, with the same result to the last
    bit. Close it, or use it in a ``with`` statement, to remove its sorted copy.

    Attributes
    ----------
    periods : pandas.Index
        The labels of periods, sorted.
    groups : dict
        For each group column, its labels, sorted.
    firms : pandas.RangeIndex
        Their numbers; the labels stay on disk.
    rows : int
        How many rows there are.
    cluster : numpy.ndarray of int64, or None
        For each firm, the cluster that is resampled as a whole; None if each is its own.
    rules : EntryAndExit
        Who counts as coming in and as leaving.
    dropped : dict
        How many missing values rows were dropped for, by column.
    rounded : int
        How many periods had shares that missed 1 by rounding, and were divided by their sum.
    """

    periods: Index
    groups: dict[Hashable, Index]
    firms: Index
    rows: int
    cluster: Codes | None
    rules: EntryAndExit
    dropped: dict[str, int]
    rounded: int
    _births: Dates = field(repr=False)
    _deaths: Dates = field(repr=False)
    _connection: Any = field(repr=False)
    _folder: Path = field(repr=False)
    _sums: NDArray[np.float64] | None = field(repr=False)
    _centre: float = field(repr=False)

    @classmethod
    def from_parquet(
        cls,
        data: object,
        firm: Hashable,
        time: Hashable,
        productivity: Hashable,
        *,
        weight: Hashable | None = None,
        share: Hashable | None = None,
        group: Hashable | list[Hashable] | None = None,
        cluster: Hashable | None = None,
        first: Hashable | None = None,
        last: Hashable | None = None,
        entry: Hashable | None = None,
        exit: Hashable | None = None,
        gaps: str | int = "exit",
        group_change: str = "exit",
        missing: str = "raise",
        memory_limit: str = "256MB",
        directory: object = None,
    ) -> FirmStream:
        """Sort a panel on disk by firm and period, and read what must be known in advance.

        Parameters
        ----------
        data : path, list of paths, or Arrow dataset or table
            Parquet files (a pattern such as ``"panel/*.parquet"`` stands for many), or what DuckDB
            can scan in their place, with one row for each firm and period, in any order.
        firm, time, productivity, weight, share, group, cluster
            Columns, as for `FirmPanel.from_frame`; ``time`` as whole number or date. Categories
            count as their labels: those that have rows, sorted. Firms are drawn in the order of
            their labels and clusters in that of their first firms, so categories have the same
            draws as in memory, whatever their order.
        first, last, entry, exit
            Columns that date or mark births and deaths, as for `FirmPanel.from_frame`.
        gaps, group_change
            As for `FirmPanel.from_frame`.
        missing : {"raise", "drop"}
            Whether rows with a missing value are refused or dropped and counted. A missing
            ``first`` or ``last`` has a meaning and never drops a row.
        memory_limit : str, default "256MB"
            What DuckDB may use for sorting; our own use comes on top, some 100 MB and 20 bytes a
            firm, besides 4 bytes a firm for each of the resamples taken at a time.
        directory : path, optional
            Where the sorted copy is kept until the stream is closed; it takes about 40 bytes a row.
            The system's folder for temporary files by default.

        Returns
        -------
        FirmStream

        Raises
        ------
        MissingPackage
            When DuckDB is not installed.
        UnknownLabel
            When a column is not there.
        InvalidInput, WrongType
            When the panel is one that `FirmPanel.from_frame` refuses, or a file cannot be read.

        Notes
        -----
        DuckDB reads, joins and sorts; every sum of floating-point numbers is taken by our own code
        in the order in which a panel in memory takes it.

        Examples
        --------
        >>> import tempfile
        >>> from weakties.datasets import synthetic_firms
        >>> from weakties.productivity import FirmStream
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     synthetic_firms(60, 3, 2, seed=1).to_parquet(f"{folder}/firms.parquet")
        ...     with FirmStream.from_parquet(f"{folder}/firms.parquet", "firm", "period",
        ...                                  "log_productivity", weight="employees") as stream:
        ...         print(stream)
        <FirmStream: 68 firms, 3 periods, 180 rows>
        """
        dates = {"first": first, "last": last, "entry": entry, "exit": exit}
        rules = EntryAndExit.of(dates, gaps, group_change)
        group_names = roles(group, "group")
        weights_of(weight, share, needed=True)
        columns = [
            Column("firm", firm, "key"),
            Column("time", time, "time"),
            Column("productivity", productivity, "number", meaning="in logs as a rule"),
            Column("weight", weight, "number", low=0, optional=True),
            Column("share", share, "number", low=0, optional=True),
            *(Column(role, name, "key") for role, name in group_names.items()),
            Column("cluster", cluster, "key", optional=True),
            Column("first", first, "time", optional=True, keep_missing=True),
            Column("last", last, "time", optional=True, keep_missing=True),
            Column("entry", entry, "flag", optional=True),
            Column("exit", exit, "flag", optional=True),
        ]
        columns = [each for each in columns if not (each.optional and each.name is None)]
        missing = choice(missing, "missing", ("raise", "drop"))
        folder = Path(tempfile.mkdtemp(prefix="weakties-", dir=directory_of(directory)))
        try:
            connection = opened(folder, memory_limit)
            dropped = prepare(connection, data, columns, missing)
            coded = {c.role: c.role for c in columns[1:] if c.kind in ("key", "time")}
            coded |= {"time": "period"}
            coded |= {role: f"g{at}" for at, role in enumerate(group_names)}
            for role in coded:
                number_labels(connection, role)
            periods = labels(connection, "time").rename(time)
            if periods.dtype.kind not in "iuM":
                raise WrongType(
                    f"`time` must hold whole numbers or dates: got {periods.dtype}; convert it"
                )
            births, deaths = (
                Dates.of(connection, date, mark, dates, periods)
                for date, mark in (("first", "entry"), ("last", "exit"))
            )
            sort(connection, coded, [c.role for c in columns if c.kind == "flag"])
            rows = one(connection, "SELECT count(*) FROM sorted")
            found = surveyed(
                connection, rows, periods, births, deaths, rules, list(group_names.values()), share
            )
            return cls(
                periods=periods,
                groups={
                    name: labels(connection, role).rename(name)
                    for role, name in group_names.items()
                },
                rows=rows,
                firms=pd.RangeIndex(found.firms, name=firm),
                cluster=found.cluster,
                rules=rules,
                dropped=dropped,
                rounded=found.rounded,
                _births=births,
                _deaths=deaths,
                _connection=connection,
                _folder=folder,
                _sums=found.sums,
                _centre=found.centre,
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def close(self) -> None:
        """Remove the sorted copy; the stream cannot be read any more."""
        self._connection.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """How many rows there are, one for each firm and period seen."""
        return self.rows

    def __repr__(self) -> str:
        groups = "".join(f", {len(labels)} of {name!r}" for name, labels in self.groups.items())
        counts = f"{len(self.firms)} firms, {len(self.periods)} periods, {self.rows} rows"
        return f"<FirmStream: {counts}{groups}>"

    def _group(self, name: Any, argument: str) -> Index:
        there = list(self.groups)
        if not isinstance(name, Hashable):
            raise WrongType(
                f"`{argument}` must be the name of one group column: got {type(name).__name__}; "
                "name one of those given to FirmStream.from_parquet(…, group=…)"
            )
        if name not in self.groups:
            raise UnknownLabel(
                f"`{argument}`: the stream has no group column {name!r}."
                f"{did_you_mean(name, there)} {listing('Groups there are', there)}; "
                "give more to FirmStream.from_parquet(…, group=…)"
            )
        return self.groups[name]

    def _cells(
        self, by: list[Hashable]
    ) -> Iterator[tuple[tuple[Any, ...], NDArray[np.float64], NDArray[np.float64]]]:
        """Give each cell that has rows, in order: its labels, productivity and shares."""
        columns = {self.periods.name: ("period", self.periods)}
        columns |= {name: (f"g{at}", each) for at, (name, each) in enumerate(self.groups.items())}
        for name in by:
            if name not in columns:
                raise UnknownLabel(
                    f"`cells`: the stream has no column {name!r}."
                    f"{did_you_mean(name, list(columns))} "
                    f"{listing('Columns there are', list(columns))}"
                )
        names = [columns[name][0] for name in by]
        listed = ", ".join(names) or "0"
        found = self._connection.execute(
            f"SELECT DISTINCT {listed} FROM sorted ORDER BY {listed}"
        ).fetchall()
        for codes in found:
            where = " AND ".join(f"{n} = {c}" for n, c in zip(names, codes, strict=False)) or "true"
            rows = self._connection.execute(
                f"SELECT period, productivity, weight FROM sorted WHERE {where}"
            ).fetchnumpy()
            period, weight = np.asarray(rows["period"]), np.asarray(rows["weight"])
            share = weight if self._sums is None else weight / self._sums[period]
            labels = tuple(columns[name][1][code] for name, code in zip(by, codes, strict=False))
            yield labels, np.asarray(rows["productivity"]), share

    def _distinct(self, by: list[Hashable]) -> list[NDArray[Any]]:
        """Return the combinations of labels of some columns that are seen, column by column."""
        names = ", ".join(self._coded(by))
        found = self._connection.execute(f"SELECT DISTINCT {names} FROM sorted").fetchnumpy()
        return [np.asarray(found[name]) for name in self._coded(by)]

    def _coded(self, by: list[Hashable]) -> list[str]:
        """Return what the numbers of the labels of group columns are called on disk."""
        return [f"g{list(self.groups).index(name)}" for name in by]

    def _pieces(self, by: list[Hashable], seen: Codes | None) -> Iterator[tuple[Columns, Codes]]:
        """Give the columns of whole firms, piece by piece, and the place of each firm's first row.

        Parameters
        ----------
        by
            The columns of groups; none for one group.
        seen
            If groups are nested, the numbers of the combinations that are seen.
        """
        names, counts = self._coded(by), [len(self.groups[name]) for name in by]
        asked = [*names, *self._births.columns, *self._deaths.columns, "productivity", "weight"]
        every = np.ones(len(self.periods))
        groups = len(seen) if seen is not None else math.prod(counts)
        for rows in batches(self._connection, asked, self.rows):
            group: NDArray[np.integer[Any]]
            if not by:
                group = np.zeros(len(rows["period"]), np.int32)
            elif seen is None:
                group = rows[names[0]]
            else:
                group = np.searchsorted(seen, combined([rows[name] for name in names], counts))
            columns = Columns(
                firm=rows.firm,
                period=rows["period"],
                group=group,
                productivity=rows["productivity"],
                weight=rows["weight"],
                totals=every if self._sums is None else self._sums,
                first=self._births.read(rows, rows.starts),
                last=self._deaths.read(rows, rows.ends),
                periods=len(self.periods),
                groups=groups,
            )
            yield columns, rows.starts
