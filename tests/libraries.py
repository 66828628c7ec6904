"""One table in every library, and short ways to read it, for the tests of tables and labels."""

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from weakties._frames import Column, read

LIBRARIES = ["pandas", "polars", "polars lazy", "arrow", "duckdb"]
every_library = pytest.mark.parametrize("library", LIBRARIES)

NULLABLE = {
    pa.int8(): pd.Int8Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.uint64(): pd.UInt64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}

SOURCE = Column("source", "a", "key", meaning="where a tie starts")
TARGET = Column("target", "b", "key")
WEIGHT = Column("weight", "w", "number", low=0, optional=True)


def table(library, **columns):
    """Hold the same columns, lists or Arrow arrays or pandas categoricals, in the library."""
    arrow = pa.table({name: pa.array(values) for name, values in columns.items()})
    if library == "pandas":
        return arrow.to_pandas(types_mapper=NULLABLE.get)
    categories = {
        name: list(values.categories)
        for name, values in columns.items()
        if isinstance(values, pd.Categorical)
    }
    if library == "duckdb":
        relation = duckdb.from_arrow(arrow)
        for name, kinds in categories.items():
            listed = ", ".join(f"'{kind}'" for kind in kinds)
            relation = relation.project(f"* replace ({name}::enum({listed}) as {name})")
        return relation
    if library.startswith("polars"):
        frame = pl.from_arrow(arrow)
        frame = frame.with_columns(
            frame[name].cast(pl.String).cast(pl.Enum(kinds)) for name, kinds in categories.items()
        )
        return frame.lazy() if library == "polars lazy" else frame
    return arrow


def objects(*items):
    return pd.DataFrame({"a": pd.Series(items, dtype=object)})


def one_key(frame, **options):
    return read(frame, [Column("a", "a", "key")], **options).keys("a")


def one_time(frame, **options):
    keys = read(frame, [Column("a", "a", "time")], **options).times("a")
    return keys.codes.tolist(), keys.labels.tolist()


def one(frame, kind, missing="raise", **options):
    held = read(frame, [Column("a", "a", kind, **options)], missing=missing)
    return getattr(held, kind)("a")


def refused(error, call, *arguments, **options):
    """Return the message with which the call refuses."""
    with pytest.raises(error) as caught:
        call(*arguments, **options)
    return str(caught.value)
