"""Rows of a stream on disk: checked, numbered and sorted by DuckDB, and read back in pieces."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._columns import Column, layout_line
from weakties._labels import Codes, Index, plain_labels
from weakties._wording import did_you_mean, listing
from weakties.errors import InvalidInput, MissingPackage, UnknownLabel, WrongType

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS_AT_ONCE = 1 << 19
"""How many rows are in memory at a time."""

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_FLOATS = ("FLOAT", "DOUBLE")
# What a column is taken for that holds nothing at all.
_EMPTY = {"number": "DOUBLE", "flag": "BOOLEAN", "time": "BIGINT", "key": "VARCHAR"}


def directory_of(directory: object) -> str | None:
    """Return the folder for the sorted copy; one that is not there is refused."""
    if directory is None:
        return None
    if not isinstance(directory, str | Path) or not str(directory) or not Path(directory).is_dir():
        raise InvalidInput(
            f"`directory` must be a folder that is there: got {directory!r}; make it first"
        )
    return str(directory)


def opened(folder: Path, memory_limit: object) -> DuckDBPyConnection:
    """Open a database in a folder, which uses no more memory than is said."""
    if not isinstance(memory_limit, str):
        raise WrongType(
            f"`memory_limit` must be text such as '256MB': got {memory_limit!r}; "
            "put it in quotation marks"
        )
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


def prepare(
    connection: DuckDBPyConnection, data: object, columns: list[Column], missing: str
) -> dict[str, int]:
    """Make the view ``kept``, which holds columns by role, checked; count what it leaves out."""
    _scan(connection, data)
    kinds = {row[0]: row[1] for row in connection.execute("DESCRIBE given").fetchall()}
    _refuse_unknown(columns, list(kinds))
    picked = [_picked(connection, column, kinds[str(column.name)]) for column in columns]
    connection.execute(
        "CREATE TEMP VIEW picked AS SELECT "
        + ", ".join(f"{each} AS {_quoted(c.role)}" for c, each in zip(columns, picked, strict=True))
        + " FROM given"
    )
    needed = [column for column in columns if not column.keep_missing]
    lacks = [f"{_quoted(column.role)} IS NULL" for column in needed]
    counts = connection.execute(
        f"SELECT {', '.join(f'count(*) FILTER ({lack})' for lack in lacks)} FROM picked"
    ).fetchall()[0]
    lacking = {str(c.name): n for c, n in zip(needed, counts, strict=True) if n}
    if lacking and missing == "raise":
        column = next(c for c in needed if str(c.name) in lacking)
        raise InvalidInput(
            f"`{column.role}` must have no missing values: {lacking[str(column.name)]} rows of "
            f'column {column.name!r} have none; fill them first, or pass missing="drop"'
        )
    connection.execute(
        f"CREATE TEMP VIEW kept AS SELECT * FROM picked WHERE NOT ({' OR '.join(lacks)})"
    )
    for column in columns:
        if column.kind == "number":
            name = _quoted(column.role)
            bad = f"isinf({name})" + (f" OR {name} < 0" if column.low is not None else "")
            if found := one(connection, f"SELECT count(*) FROM kept WHERE {bad}"):
                must = "finite and not negative" if column.low is not None else "finite"
                raise InvalidInput(
                    f"`{column.role}` (column {column.name!r}) must be {must}: {found} rows are "
                    "not; correct or remove such rows"
                )
    if not one(connection, "SELECT count(*) FROM kept"):
        raise InvalidInput("`data` must have at least one row: it has none that is complete")
    return lacking


def _scan(connection: DuckDBPyConnection, data: object) -> None:
    """Make the view ``given`` of what a user gives."""
    import duckdb

    try:
        if isinstance(data, str | Path | list):
            paths = [str(path) for path in data] if isinstance(data, list) else [str(data)]
            listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
            connection.execute(f"CREATE TEMP VIEW given AS SELECT * FROM read_parquet([{listed}])")
        else:
            connection.register("given", data)
        connection.execute("DESCRIBE given")
    except duckdb.IOException as problem:
        raise InvalidInput(f"`data` cannot be read: {problem}; correct the path") from None
    except (duckdb.Error, TypeError):
        raise WrongType(
            "`data` must be paths of Parquet files or what DuckDB scans: "
            f"got {type(data).__name__}; write the table to Parquet first"
        ) from None


def _refuse_unknown(columns: list[Column], there: list[str]) -> None:
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


def _picked(connection: DuckDBPyConnection, column: Column, kind: str) -> str:
    """Return the expression that gives a column its kind, null where missing."""
    name = _quoted(column.name)

    def refuse(must: str, bad: str, remedy: str) -> None:
        if found := one(connection, f"SELECT count(*) FROM given WHERE {bad}"):
            raise InvalidInput(
                f"`{column.role}` (column {column.name!r}) must {must}: {found} rows do not; "
                f"{remedy}"
            )

    if kind == '"NULL"':
        return f"NULL::{_EMPTY[column.kind]}"
    if kind in _FLOATS:
        name = f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END"
    if column.kind == "number":
        if kind not in (*_FLOATS, *_WHOLE):
            raise WrongType(
                f"`{column.role}` must hold numbers: column {column.name!r} is {kind}; "
                "convert it to DOUBLE first"
            )
        return f"({name})::DOUBLE"
    if column.kind == "flag":
        if kind not in ("BOOLEAN", *_FLOATS, *_WHOLE):
            raise WrongType(
                f"`{column.role}` must hold True or False, or 1 and 0: column {column.name!r} is "
                f"{kind}; compare it with something first"
            )
        refuse("hold True or False, or 1 and 0", f"({name})::DOUBLE NOT IN (0, 1)", "correct them")
        return f"({name})::BOOLEAN"
    if column.kind == "time" and kind in _FLOATS:
        refuse(
            "hold whole numbers",
            f"isinf({name}) OR ({name}) <> floor({name}) OR abs({name}) >= 2.0**63",
            "number the periods",
        )
        return f"({name})::BIGINT"
    if column.kind == "key" and kind in _FLOATS:
        refuse("be finite", f"isinf({name})", "correct or remove such rows")
    # Categories are their labels: those of a file are not known before it is read.
    return f"{name}::VARCHAR" if kind.startswith("ENUM") else name


def number_labels(connection: DuckDBPyConnection, role: str) -> None:
    """Give labels of a column numbers, in the order a panel in memory has; they stay on disk."""
    name = _quoted(role)
    connection.execute(
        f"CREATE TEMP TABLE {_quoted('codes ' + role)} AS SELECT label, "
        "row_number() OVER (ORDER BY label) - 1 AS code FROM (SELECT DISTINCT "
        f"{name} AS label FROM kept WHERE {name} IS NOT NULL)"
    )


def labels(connection: DuckDBPyConnection, role: str) -> Index:
    """Return the labels of a column that has been numbered."""
    table = _quoted("codes " + role)
    found = connection.execute(f"SELECT label FROM {table} ORDER BY code").fetchnumpy()
    return plain_labels(pd.Index(np.asarray(found["label"]), tupleize_cols=False))


def label(connection: DuckDBPyConnection, role: str, code: int) -> object:
    """Return one label of a column; None for a missing one."""
    table = _quoted("codes " + role)
    found = connection.execute(f"SELECT label FROM {table} WHERE code = ?", [code]).fetchone()
    return None if found is None else found[0]


def sort(connection: DuckDBPyConnection, coded: dict[str, str], marks: list[str]) -> None:
    """Write the rows sorted by firm and period, labels as numbers, to disk.

    Parameters
    ----------
    connection
        Where ``kept`` and the numbers of labels are.
    coded
        The columns of labels, and what their numbers are to be called.
    marks
        The columns of True and False.
    """
    there = [row[0] for row in connection.execute("DESCRIBE kept").fetchall()]
    role = "weight" if "weight" in there else "share"
    codes = [
        f"coalesce({_quoted('codes ' + each)}.code, -1)::INTEGER AS {_quoted(to)}"
        for each, to in coded.items()
    ]
    codes += [f"kept.{_quoted(mark)} AS {_quoted(mark)}" for mark in marks]
    joins = " ".join(
        f"LEFT JOIN {_quoted('codes ' + each)} "
        f"ON kept.{_quoted(each)} = {_quoted('codes ' + each)}.label"
        for each in coded
    )
    connection.execute(
        f"CREATE TABLE sorted AS SELECT kept.firm AS firm, {', '.join(codes)}, kept.productivity "
        f"AS productivity, kept.{_quoted(role)} AS weight FROM kept {joins} ORDER BY firm, period"
    )


def one(connection: DuckDBPyConnection, query: str) -> int:
    """Return the one whole number that a query asks for."""
    return int(connection.execute(query).fetchall()[0][0])


@dataclass(frozen=True, eq=False)
class Batch:
    """Rows of whole firms, in their order.

    Parameters
    ----------
    columns
        One value a row, by the name of the column.
    starts, ends
        The place of each firm's first and last row.
    """

    columns: dict[str, NDArray[Any]]
    starts: Codes
    ends: Codes

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return one of the columns."""
        return self.columns[name]

    @property
    def firm(self) -> Codes:
        """The number of each row's firm, from 0 on."""
        return np.repeat(np.arange(len(self.starts)), self.ends - self.starts + 1)


def batches(connection: DuckDBPyConnection, names: list[str], rows: int) -> Iterator[Batch]:
    """Read whole firms, some hundred thousand rows at a time: firm, period and some columns."""
    listed = ", ".join(map(_quoted, ["firm", "period", *names]))
    start, size = 0, ROWS_AT_ONCE
    while start < rows:
        found = connection.execute(
            f"SELECT {listed} FROM sorted WHERE rowid >= {start} AND rowid < {start + size} "
            "ORDER BY rowid"
        ).fetchnumpy()
        firm = np.asarray(found["firm"])
        starts = np.append(0, np.flatnonzero(firm[1:] != firm[:-1]) + 1)
        end = len(firm)
        if start + size < rows:
            if len(starts) == 1:
                # One firm fills the piece: take a larger one.
                size *= 2
                continue
            end = int(starts[-1])
            starts = starts[:-1]
        columns = {name: np.ascontiguousarray(values[:end]) for name, values in found.items()}
        yield Batch(columns, starts, np.append(starts[1:], end) - 1)
        start += end


def _quoted(name: Hashable) -> str:
    return '"' + str(name).replace('"', '""') + '"'
