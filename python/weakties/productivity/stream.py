"""Panels larger than memory: sorted on disk by DuckDB, added up piece by piece by our core."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, instance
from weakties._columns import Column, layout_line
from weakties._labels import Codes, Index, plain_labels
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, MissingPackage, UnknownLabel, WrongType

from .panel import GAPS, GROUP_CHANGES, Columns, EntryAndExit, FirmPanel
from .reading import ROUNDING
from .resample import Plan
from .rows import EXACT

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS_AT_ONCE = 1 << 19
"""How many rows are in memory at a time."""

# What the counts of resamples may take beside the rows: 4 bytes a firm and resample.
_MOST_COUNTS = 1 << 25


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
    rules : EntryAndExit
        Who counts as coming in and as leaving.
    dropped : dict
        How many missing values rows were dropped for, by column.
    """

    periods: Index
    groups: dict[Hashable, Index]
    firms: Index
    rows: int
    rules: EntryAndExit
    dropped: dict[str, int]
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
        gaps: str = "exit",
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
        firm, time, productivity, weight, share, group
            Columns, as for `FirmPanel.from_frame`; ``time`` as whole number or date.
        gaps : {"exit", "leave_out"}
            As for `FirmPanel.from_frame`; entry and exit are told by rows.
        group_change : {"exit", "start", "end"}
            As for `FirmPanel.from_frame`.
        missing : {"raise", "drop"}
            Whether rows with a missing value are refused or dropped and counted.
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
        if (weight is None) == (share is None):
            raise InvalidInput(
                "`weight` or `share` must name a column, and not both: "
                f"got {weight!r} and {share!r}; name one"
            )
        names = group if isinstance(group, list) else [] if group is None else [group]
        if len(set(map(str, names))) < len(names):
            raise InvalidInput("`group` names a column more than once; name each column once")
        role = "weight" if share is None else "share"
        columns = [
            Column("firm", firm, "key"),
            Column("time", time, "time"),
            Column("productivity", productivity, "number", meaning="in logs as a rule"),
            Column(role, weight if share is None else share, "number", low=0),
            *(Column(f"group[{at}]", name, "key") for at, name in enumerate(names)),
        ]
        gaps = choice(gaps, "gaps", [each for each in GAPS if each != "refuse"])
        group_change = choice(
            group_change, "group_change", [each for each in GROUP_CHANGES if each != "refuse"]
        )
        missing = choice(missing, "missing", ("raise", "drop"))
        if not isinstance(memory_limit, str):
            raise WrongType(
                f"`memory_limit` must be text such as '256MB': got {memory_limit!r}; "
                "put it in quotation marks"
            )
        folder = Path(tempfile.mkdtemp(prefix="weakties-", dir=_directory(directory)))
        try:
            connection = _opened(folder, memory_limit)
            dropped = _source(connection, data, columns, missing)
            periods = _labels(connection, "time")
            if periods.dtype.kind not in "iuM":
                raise WrongType(
                    f"`time` must hold whole numbers or dates: got {periods.dtype}; convert it"
                )
            labels = {name: _labels(connection, f"group[{at}]") for at, name in enumerate(names)}
            _sort(connection, len(names))
            stream = cls(
                periods=periods.rename(time),
                groups={name: each.rename(name) for name, each in labels.items()},
                rows=_one(connection, "SELECT count(*) FROM sorted"),
                firms=pd.RangeIndex(0, name=firm),
                rules=EntryAndExit(
                    entry="rows",
                    exit="rows",
                    gaps=gaps,
                    group_change=group_change,
                    size=None,
                    threshold=None,
                    crossing=None,
                    unseen_enter=gaps == "exit",
                    unseen_exit=gaps == "exit",
                    bridged=0,
                ),
                dropped=dropped,
                _connection=connection,
                _folder=folder,
                _sums=None,
                _centre=0.0,
            )
            return stream._surveyed(role)
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

    def _grouped(self, groups: object) -> tuple[Pieces, Index]:
        """Return what decompositions read, and the labels of groups."""
        if groups is None:
            return Pieces(self, None, 1), pd.Index(["all"], name="group")
        if isinstance(groups, list):
            if len(groups) != 1:
                raise InvalidInput(
                    "`groups` must name one column of a stream: got a list of "
                    f"{len(groups)}; join such columns in one before it is written"
                )
            groups = groups[0]
        labels = self._group(groups, "groups")
        return Pieces(self, groups, len(labels)), labels.rename("group")

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

    def _pieces(self, by: Hashable | None) -> Iterator[Columns]:
        """Give the columns of whole firms, piece by piece; weights as shares of their period."""
        column = "0" if by is None else f"g{list(self.groups).index(by)}"
        labels = 1 if by is None else len(self.groups[by])
        for rows in _batches(self._connection, column, self.rows):
            starts = rows["firm_starts"]
            firm = np.repeat(
                np.arange(len(starts)), np.diff(np.append(starts, len(rows["period"])))
            )
            period = rows["period"]
            ends = np.append(starts[1:], len(period)) - 1
            yield Columns(
                firm=firm,
                period=period,
                group=rows["grp"],
                productivity=rows["productivity"],
                weight=rows["weight"],
                totals=np.ones(len(self.periods)) if self._sums is None else self._sums,
                first=period[starts],
                last=period[ends],
                periods=len(self.periods),
                groups=labels,
            )

    def _surveyed(self, role: str) -> FirmStream:
        """Count firms, add up weights and productivity, and refuse repeated keys."""
        sums: NDArray[np.float64] = np.zeros(len(self.periods))
        every = np.arange(len(sums))
        productivity, firms = _core.RunningSum(), 0
        for rows in _batches(self._connection, "0", self.rows):
            period, starts = rows["period"], rows["firm_starts"]
            same = np.ones(len(period), bool)
            same[starts] = False
            again = np.flatnonzero(same[1:] & (period[1:] == period[:-1]))
            if len(again):
                raise InvalidInput(
                    f"`data` must have one row for each firm and period: "
                    f"firm {shown(rows['firm'][again[0]])} has two in "
                    f"{shown(self.periods[period[again[0]]])}; keep one of them"
                )
            # Begun with what there is so far, so that the additions are those of one pass.
            weights = np.append(sums, rows["weight"])
            sums = np.bincount(np.append(every, period), weights=weights).astype(np.float64)
            productivity.add(rows["productivity"])
            firms += len(starts)
        if role == "share":
            wrong = np.abs(sums - 1) > ROUNDING
            must, remedy = "sum to 1 within each period", "to have shares made, pass `weight`"
        else:
            wrong = (sums == 0) | np.isinf(sums)
            must, remedy = "have a finite sum above 0 in each period", "leave that period out"
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            raise InvalidInput(
                f"`{role}` must {must}: {shown(self.periods[at])} sums to {sums[at]:.6g}; {remedy}"
            )
        return replace(
            self,
            firms=pd.RangeIndex(firms, name=self.firms.name),
            _sums=None if role == "share" and (np.abs(sums - 1) <= EXACT).all() else sums,
            _centre=productivity.value() / self.rows,
        )


@dataclass(frozen=True, eq=False)
class Pieces:
    """The columns of a stream, for decompositions that read them piece by piece.

    Parameters
    ----------
    stream
        Where they come from.
    group
        The column of groups, or None.
    groups
        How many groups there are.
    """

    stream: FirmStream
    group: Hashable | None
    groups: int

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
            for piece in stream._pieces(self.group):
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
    """Return what resamples are planned by: each firm of a stream is a cluster of its own."""
    if not isinstance(panel, FirmStream):
        return panel
    stratum = None
    if strata is not None:
        labels = panel._group(strata, "strata")
        # A firm belongs where its first row does.
        firsts = [
            piece.group[np.append(0, np.flatnonzero(np.diff(piece.firm)) + 1)]
            for piece in panel._pieces(strata)
        ]
        stratum = (labels, np.concatenate(firsts))
    numbers = np.arange(len(panel.firms))
    return cast(FirmPanel, _Firms(panel.firms, numbers, numbers, stratum))


def _directory(directory: object) -> str | None:
    if directory is None:
        return None
    if not isinstance(directory, str | Path) or not str(directory) or not Path(directory).is_dir():
        raise InvalidInput(
            f"`directory` must be a folder that is there: got {directory!r}; make it first"
        )
    return str(directory)


def _opened(folder: Path, memory_limit: str) -> DuckDBPyConnection:
    try:
        import duckdb
    except ImportError as problem:
        raise MissingPackage(
            "streams need DuckDB, which is not installed; install it with "
            '`pip install "weakties[stream]"`'
        ) from problem
    connection = duckdb.connect(str(folder / "sorted.duckdb"))
    try:
        connection.execute("SET memory_limit = ?", [memory_limit])
    except duckdb.Error:
        connection.close()
        raise InvalidInput(
            f"`memory_limit` must be a size such as '256MB' or '1GB': got {memory_limit!r}"
        ) from None
    connection.execute("SET temp_directory = ?", [str(folder / "spilled")])
    # Each thread sorts in memory of its own.
    connection.execute("SET threads = 2")
    return connection


def _quoted(name: object) -> str:
    return '"' + str(name).replace('"', '""') + '"'


def _source(
    connection: DuckDBPyConnection, data: object, columns: list[Column], missing: str
) -> dict[str, int]:
    """Make the view that holds the columns by role, and refuse or drop what is missing."""
    import duckdb

    try:
        if isinstance(data, str | Path | list):
            paths = [str(path) for path in data] if isinstance(data, list) else [str(data)]
            listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
            connection.execute(f"CREATE TEMP VIEW given AS SELECT * FROM read_parquet([{listed}])")
        else:
            connection.register("given", data)
        there = [row[0] for row in connection.execute("DESCRIBE given").fetchall()]
    except duckdb.IOException as problem:
        raise InvalidInput(f"`data` cannot be read: {problem}; correct the path") from None
    except (duckdb.Error, TypeError):
        raise WrongType(
            "`data` must be paths of Parquet files or what DuckDB scans: "
            f"got {type(data).__name__}; write the table to Parquet first"
        ) from None
    for column in columns:
        if column.name not in there:
            raise UnknownLabel(
                "\n".join(
                    [
                        f"`{column.role}`: `data` has no column {column.name!r}."
                        f"{did_you_mean(column.name, there)}",
                        listing("Columns there are", there),
                        "Layout expected:",
                        *(layout_line(each) for each in columns),
                    ]
                )
            )
    kinds = {row[0]: row[1] for row in connection.execute("DESCRIBE given").fetchall()}
    numeric = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
    picked, lacks = [], []
    for column in columns:
        name, kind = _quoted(column.name), kinds[str(column.name)]
        if column.kind == "number":
            if kind not in ("FLOAT", "DOUBLE", *numeric):
                raise WrongType(
                    f"`{column.role}` must hold numbers: column {column.name!r} is {kind}; "
                    "convert it to DOUBLE first"
                )
            picked.append(f"{name}::DOUBLE AS {_quoted(column.role)}")
        else:
            picked.append(f"{name} AS {_quoted(column.role)}")
        lack = f"{name} IS NULL" + (f" OR isnan({name})" if kind in ("FLOAT", "DOUBLE") else "")
        lacks.append(f"({lack})")
    counts = connection.execute(
        f"SELECT {', '.join(f'count(*) FILTER ({lack})' for lack in lacks)}, count(*) FROM given"
    ).fetchall()[0]
    lacking = {str(c.name): n for c, n in zip(columns, counts, strict=False) if n}
    if lacking and missing == "raise":
        column = next(c for c in columns if str(c.name) in lacking)
        raise InvalidInput(
            f"`{column.role}` must have no missing values: {lacking[str(column.name)]} rows of "
            f'column {column.name!r} have none; fill them first, or pass missing="drop"'
        )
    where = f"WHERE NOT ({' OR '.join(lacks)})"
    connection.execute(f"CREATE TEMP VIEW kept AS SELECT {', '.join(picked)} FROM given {where}")
    for column in columns:
        if column.kind == "number":
            name = _quoted(column.role)
            bad = f"isinf({name})" + (f" OR {name} < 0" if column.low is not None else "")
            if found := _one(connection, f"SELECT count(*) FROM kept WHERE {bad}"):
                must = "finite and not negative" if column.low is not None else "finite"
                raise InvalidInput(
                    f"`{column.role}` (column {column.name!r}) must be {must}: {found} rows are "
                    "not; correct or remove such rows"
                )
    if not _one(connection, "SELECT count(*) FROM kept"):
        raise InvalidInput("`data` must have at least one row: it has none that is complete")
    return lacking


def _labels(connection: DuckDBPyConnection, role: str) -> Index:
    """Give the labels of a column numbers, in the order a panel in memory has."""
    name = _quoted(role)
    found = connection.execute(f"SELECT DISTINCT {name} AS label FROM kept ORDER BY 1").fetchnumpy()
    values = np.asarray(found["label"])
    labels = pd.Index(values, tupleize_cols=False)
    # Numbered by DuckDB in the same order, so that the labels never leave it row by row.
    connection.execute(
        f"CREATE TEMP TABLE {_quoted('codes ' + role)} AS SELECT {name} AS label, "
        f"row_number() OVER (ORDER BY {name}) - 1 AS code FROM (SELECT DISTINCT {name} FROM kept)"
    )
    return plain_labels(labels)


def _sort(connection: DuckDBPyConnection, groups: int) -> None:
    """Write the rows sorted by firm and period, labels as numbers, to disk."""
    role = "weight" if _has(connection, "weight") else "share"
    joined = [("time", "period"), *((f"group[{at}]", f"g{at}") for at in range(groups))]
    codes = ", ".join(f"{_quoted('codes ' + r)}.code::BIGINT AS {to}" for r, to in joined)
    joins = " ".join(
        f"JOIN {_quoted('codes ' + r)} ON kept.{_quoted(r)} = {_quoted('codes ' + r)}.label"
        for r, _ in joined
    )
    connection.execute(
        f"CREATE TABLE sorted AS SELECT kept.firm AS firm, {codes}, kept.productivity AS "
        f"productivity, kept.{_quoted(role)} AS weight FROM kept {joins} ORDER BY 1, 2"
    )


def _has(connection: DuckDBPyConnection, role: str) -> bool:
    return role in [row[0] for row in connection.execute("DESCRIBE kept").fetchall()]


def _one(connection: DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def _batches(
    connection: DuckDBPyConnection, group: str, rows: int
) -> Iterator[dict[str, NDArray[Any]]]:
    """Read whole firms, some hundred thousand rows at a time, in their order."""
    start, size = 0, ROWS_AT_ONCE
    while start < rows:
        found = connection.execute(
            f"SELECT firm, period, {group}::BIGINT AS grp, productivity, weight FROM sorted "
            f"WHERE rowid >= {start} AND rowid < {start + size} ORDER BY rowid"
        ).fetchnumpy()
        firm = np.asarray(found["firm"])
        starts = np.append(0, np.flatnonzero(firm[1:] != firm[:-1]) + 1)
        if start + size < rows:
            if len(starts) == 1:
                # One firm fills the piece: take a larger one.
                size *= 2
                continue
            end = int(starts[-1])
            starts = starts[:-1]
        else:
            end = len(firm)
        batch = {name: np.ascontiguousarray(values[:end]) for name, values in found.items()}
        yield batch | {"firm_starts": starts}
        start += end
