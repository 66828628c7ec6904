"""Tables in: every library gives the same codes, arrays and refusals."""

import datetime as dt
import math
import sys
from decimal import Decimal

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties._frames import Column, attributes, read
from weakties.errors import InternalError, InvalidInput, MissingPackage, UnknownLabel, WrongType

from .libraries import (
    LIBRARIES,
    SOURCE,
    TARGET,
    WEIGHT,
    every_library,
    one,
    one_key,
    refused,
    table,
)

# What is read ---------------------------------------------------------------------------------


def test_session_wide_categories_of_polars_are_plain_labels():
    first = pl.Series(["unrelated", "z"], dtype=pl.Categorical)
    keys = one_key(pl.DataFrame({"a": pl.Series(["z", "b"], dtype=pl.Categorical)}))
    assert len(first) == 2
    assert keys.labels.tolist() == ["b", "z"]
    assert not keys.categorical


def test_categories_that_pandas_cannot_hold_are_plain_labels():
    values = pa.DictionaryArray.from_arrays([0, 1, 2], ["b", None, "b"])
    keys = one_key(pa.table({"a": values}), missing="drop")
    assert (keys.labels.tolist(), keys.codes.tolist()) == (["b"], [0, 0])


def test_sums_of_integers_in_duckdb_are_integers():
    relation = duckdb.sql("select sum(x) as a from range(3) as t(x) group by x order by x")
    assert one(relation, "integer").tolist() == [0, 1, 2]
    assert one_key(relation).labels.dtype == "int64"


def test_arrow_dtypes_in_pandas_are_read_as_arrow():
    frame = table("arrow", a=["b", None, "a"], w=[1, None, 2]).to_pandas(types_mapper=pd.ArrowDtype)
    held = read(frame, [SOURCE, Column("w", "w", "key")], missing="drop")
    pd.testing.assert_index_equal(held.keys("source").labels, pd.Index(["a", "b"], name="a"))
    pd.testing.assert_index_equal(held.keys("w").labels, pd.Index([1, 2], name="w"))


def test_polars_is_read_without_pyarrow(monkeypatch):
    enum = pl.Series(["x"], dtype=pl.Enum(["y", "x"]))
    frame = pl.DataFrame({"a": ["b"], "b": [1], "c": enum, "d": [True], "w": [0.5]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    roles = [*(Column(name, name, "key") for name in "abcd"), WEIGHT]
    held = read(frame, roles)
    assert [held.keys(name).labels.tolist() for name in "abcd"] == [["b"], [1], ["y", "x"], [True]]
    assert held.number("weight").tolist() == [0.5]


def test_a_narwhals_frame_is_read_as_what_it_wraps():
    frame = pd.DataFrame({"w": [1.0]}, index=pd.Index(["x"], name="a"))
    held = read(nw.from_native(frame), [SOURCE, WEIGHT])
    assert held.keys("source").labels.tolist() == ["x"]


def test_duckdb_without_pyarrow_says_what_is_missing(monkeypatch):
    relation = duckdb.sql("select 1 as a")

    def collect(self, *arguments, **options):
        raise ModuleNotFoundError("No module named 'pyarrow'")

    monkeypatch.setattr(nw.LazyFrame, "collect", collect)
    assert "cannot be read without pyarrow" in refused(MissingPackage, read, relation, [SOURCE])


def test_polars_objects_and_128_bit_integers_are_read():
    frame = pl.DataFrame(
        {
            "a": pl.Series([(1, 2), (0, 1)], dtype=pl.Object),
            "b": pl.Series([5, 4], dtype=pl.Int128),
        }
    )
    held = read(frame, [SOURCE, TARGET])
    assert held.keys("source").labels.tolist() == [(0, 1), (1, 2)]
    assert held.keys("target").labels.dtype == "int64"


def test_index_levels_are_keys_like_columns():
    index = pd.MultiIndex.from_tuples([("b", 2001), ("a", 1999)], names=["firm", "year"])
    frame = pd.DataFrame({"sales": [1.0, 2.0]}, index=index)
    held = read(
        frame,
        [
            Column("firm", "firm", "key"),
            Column("time", "year", "time"),
            Column("s", "sales", "number"),
        ],
    )
    assert held.keys("firm").labels.tolist() == ["a", "b"]
    assert held.times("time").codes.tolist() == [1, 0]
    assert held.number("s").tolist() == [1.0, 2.0]
    plain = read(frame.reset_index("year"), [Column("firm", "firm", "key")])
    assert plain.keys("firm").codes.tolist() == [1, 0]


def test_a_column_comes_before_an_index_level_of_the_same_name():
    frame = pd.DataFrame({"a": ["column"]}, index=pd.Index(["level"], name="a"))
    assert one_key(frame).labels.tolist() == ["column"]


def test_columns_may_have_names_of_any_kind():
    frame = pd.DataFrame([["b", 1], ["a", 2]], columns=pd.MultiIndex.from_product([["x"], [1, 2]]))
    held = read(frame, [Column("source", ("x", 1), "key"), Column("weight", ("x", 2), "number")])
    assert held.keys("source").codes.tolist() == [1, 0]
    assert held.number("weight").tolist() == [1.0, 2.0]


@every_library
def test_two_roles_may_name_one_column(library):
    held = read(table(library, a=["b", "a"]), [SOURCE, Column("target", "a", "key")])
    codes, labels = held.together("source", "target")
    assert codes[0].tolist() == codes[1].tolist() == [1, 0]
    assert labels.name == "a"


@every_library
def test_an_optional_column_may_be_left_out(library):
    held = read(table(library, a=["x"]), [SOURCE, Column("weight", None, "number", optional=True)])
    assert "source" in held
    assert "weight" not in held


def test_a_role_read_as_one_kind_is_not_given_as_another():
    held = read(pd.DataFrame({"a": ["x"]}), [SOURCE])
    assert (
        refused(InternalError, held.number, "source") == "`source` was read as key, not as number"
    )
    assert "cannot be missing" in refused(
        InternalError, Column, "n", "n", "integer", keep_missing=True
    )


# Missing values -------------------------------------------------------------------------------


@every_library
def test_missing_values_are_refused_with_column_count_rows_and_remedy(library):
    frame = table(library, a=["x", None, "y", None], w=[math.nan, 1.0, None, 2.0])
    message = refused(InvalidInput, read, frame, [SOURCE, WEIGHT])
    assert message == (
        "`source` (column 'a') has 2 missing values (null or NaN), in rows 1 and 3 "
        "(counted from 0); `weight` (column 'w') has 2 missing values (null or NaN), "
        "in rows 0 and 2 (counted from 0); "
        'fill them first, or pass missing="drop"'
    )


@every_library
def test_rows_with_missing_values_are_dropped_and_counted(library):
    frame = table(library, a=["x", None, "y", "z", None], w=[math.nan, 1.0, 5.0, None, None])
    held = read(frame, [SOURCE, WEIGHT], missing="drop")
    assert held.dropped == {"a": 2, "w": 3}
    assert (held.rows, held.given, held.positions.tolist()) == (1, 5, [2])
    assert held.number("weight").tolist() == [5.0]
    assert held.keys("source").labels.tolist() == ["y"]
    assert held.keys("source").codes.tolist() == [0]


@every_library
def test_rows_are_counted_in_the_users_table(library):
    frame = table(library, a=["x", None, "y", "z"], w=[1.0, 2.0, 3.0, -4.0])
    message = refused(InvalidInput, read, frame, [SOURCE, WEIGHT], missing="drop")
    assert "-4.0 in row 3 (counted from 0)" in message


@every_library
def test_a_table_without_rows_is_refused_unless_allowed(library):
    empty = table(library, a=pa.array([], pa.string()), w=pa.array([], pa.float64()))
    assert refused(InvalidInput, read, empty, [SOURCE, WEIGHT], argument="edges") == (
        "`edges` must have at least one row: it has none"
    )
    held = read(empty, [SOURCE, WEIGHT], allow_empty=True)
    assert held.rows == len(held.keys("source").labels) == len(held.number("weight")) == 0
    gone = table(library, a=pa.array([None], pa.string()))
    message = refused(InvalidInput, read, gone, [SOURCE], missing="drop")
    assert "all were dropped; `source` (column 'a') has 1 missing value" in message


def test_the_choice_about_missing_values_is_checked():
    frame = pd.DataFrame({"a": ["x"]})
    assert "`missing` must be one of" in refused(
        InvalidInput, read, frame, [SOURCE], missing="dropp"
    )


# Refused tables and columns -------------------------------------------------------------------


@every_library
def test_an_unknown_column_gets_a_suggestion_the_columns_and_the_layout(library):
    frame = table(library, Source=["x"], weight=[1.0])
    columns = [
        Column("source", "source", "key", meaning="where a tie starts"),
        Column("weight", "weight", "number", optional=True),
    ]
    assert refused(UnknownLabel, read, frame, columns, argument="edges") == (
        "`source`: `edges` has no column 'source'. Did you mean 'Source'?\n"
        "Columns there are: 'Source', 'weight'\n"
        "Layout expected:\n"
        "  source: labels: text, numbers, dates or categories (where a tie starts)\n"
        "  weight: numbers, may be left out"
    )


def test_an_unknown_column_gets_the_index_levels_too():
    frame = pd.DataFrame({"x": [1]}, index=pd.Index(["b"], name="firm"))
    message = refused(UnknownLabel, read, frame, [Column("firm", "fim", "key")])
    assert "Did you mean 'firm'?" in message
    assert "Index levels there are: 'firm'" in message
    assert "\nColumns there are: 'x'\n" in message


def test_only_so_many_columns_are_listed():
    frame = pd.DataFrame(np.zeros((1, 50)), columns=[f"v{at}" for at in range(50)])
    message = refused(UnknownLabel, read, frame, [SOURCE])
    assert "'v19', … (50 in all)" in message


@every_library
@pytest.mark.parametrize(
    ("name", "found"), [(None, "None"), (["a"], "list"), (pd.Series(["x"]), "Series")]
)
def test_a_column_is_named_not_passed(library, name, found):
    message = refused(WrongType, read, table(library, a=["x"]), [Column("source", name, "key")])
    assert message == f"`source` must be the name of a column of `data`: got {found}"


def test_a_table_with_two_columns_of_one_name_is_refused():
    for frame in (
        pd.DataFrame([["x", "y"]], columns=["a", "a"]),
        pa.table([["x"], ["y"]], names=["a", "a"]),
        duckdb.sql("select 'x' as a, 'y' as a"),
    ):
        assert refused(InvalidInput, read, frame, [SOURCE]) == (
            "`data` has more than one column 'a'; rename all but one"
        )


@pytest.mark.parametrize(
    "thing", [{"a": ["x"]}, ["x"], np.zeros((2, 2)), pd.Series(["x"]), pl.Series(["x"]), None]
)
def test_what_is_no_table_is_refused(thing):
    message = refused(WrongType, read, thing, [SOURCE])
    assert f"got {type(thing).__name__}; make one first" in message


# Attributes -----------------------------------------------------------------------------------


@every_library
def test_attributes_are_indexed_by_their_key(library):
    frame = table(library, name=["b", "a"], size=[1.5, None], rank=[2, None])
    found = attributes(frame, "name", argument="nodes")
    expected = pd.DataFrame(
        {"size": [1.5, math.nan], "rank": pd.array([2, None], dtype="Int64")},
        index=pd.Index(["b", "a"], name="name"),
    )
    pd.testing.assert_frame_equal(found, expected)


def test_attributes_may_be_keyed_by_the_index():
    frame = pd.DataFrame({"size": [1, 2]}, index=["b", "a"])
    pd.testing.assert_frame_equal(attributes(frame, None, argument="nodes"), frame)
    named = frame.rename_axis("firm")
    pd.testing.assert_frame_equal(attributes(named, None, argument="nodes"), named)
    pd.testing.assert_frame_equal(attributes(named, "firm", argument="nodes"), named)
    levels = named.set_index("size", append=True)
    pd.testing.assert_frame_equal(attributes(levels, "firm", argument="nodes"), named)
    assert "must say which column" in refused(
        InvalidInput, attributes, levels, None, argument="nodes"
    )


@every_library
def test_attributes_have_one_row_a_label(library):
    frame = table(library, name=["b", "a", "b"], size=[1, 2, 3])
    assert refused(InvalidInput, attributes, frame, "name", argument="nodes") == (
        "`nodes` must have one row for each 'name': 'b' is in rows 0 and 2 (counted from 0); "
        "keep one row of each"
    )
    lacking = table(library, name=["b", None])
    assert refused(InvalidInput, attributes, lacking, "name", argument="nodes") == (
        "`nodes` (column 'name') has 1 missing value (null or NaN), in row 1 (counted from 0); "
        "give every row a label"
    )
    assert "Did you mean 'name'?" in refused(
        UnknownLabel, attributes, frame, "Name", argument="nodes"
    )


# The same answer, and the user's table left alone ---------------------------------------------


KEYS = st.one_of(
    st.lists(st.none() | st.sampled_from(["", "a", "A", "é", "zz", "z"]) | st.text(max_size=3)),
    st.lists(st.none() | st.integers(-(2**63), 2**63 - 1)),
    st.lists(st.none() | st.booleans()),
    st.lists(st.none() | st.dates()),
    st.lists(st.none() | st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1))),
)


WEIGHTS = st.lists(st.none() | st.floats(allow_infinity=False), min_size=12, max_size=12)


@given(keys=KEYS.filter(lambda keys: 0 < len(keys) <= 12), weights=WEIGHTS)
def test_every_library_gives_the_obvious_answer(keys, weights):
    weights = weights[: len(keys)]
    kept = [
        at
        for at, (key, weight) in enumerate(zip(keys, weights, strict=True))
        if key is not None and weight is not None and not math.isnan(weight)
    ]
    labels = sorted({keys[at] for at in kept})
    for library in LIBRARIES:
        frame = table(library, a=keys, w=pa.array(weights, pa.float64()))
        columns = [SOURCE, Column("weight", "w", "number")]
        held = read(frame, columns, missing="drop", allow_empty=True)
        found = held.keys("source")
        assert held.positions.tolist() == kept
        assert found.codes.tolist() == [labels.index(keys[at]) for at in kept]
        assert held.number("weight").tolist() == [weights[at] for at in kept]
        if kept and isinstance(labels[0], dt.date):
            assert found.labels.dtype == "datetime64[us]"
            assert found.labels.tolist() == [pd.Timestamp(label) for label in labels]
        elif kept:
            pd.testing.assert_index_equal(found.labels, pd.Index(labels, name="a"))
        else:
            assert len(found.labels) == 0


def test_the_users_table_is_not_changed():
    frame = pd.DataFrame(
        {"a": ["y", None, "x"], "w": [1.0, 2.0, np.nan], "o": [Decimal(1), 2, None]},
        index=pd.Index([7, 7, 8], name="id"),
    )
    before = frame.copy(deep=True)
    columns = [SOURCE, WEIGHT, Column("o", "o", "number"), Column("i", "id", "key")]
    read(frame, columns, missing="drop")
    attributes(frame.iloc[::2], "id", argument="nodes")
    pd.testing.assert_frame_equal(frame, before)


def test_changing_the_attributes_does_not_change_the_users_table():
    frame = pd.DataFrame({"a": ["x"], "n": [1.0], "i": pd.array([1], dtype="Int64")})
    found = attributes(frame, "a", argument="nodes")
    found.loc["x", ["n", "i"]] = 9
    assert frame.loc[0, ["n", "i"]].tolist() == [1.0, 1]


@every_library
def test_codes_may_be_narrow(library):
    frame = table(library, a=["y", None, "x", "y"], n=[9, 8, 7, 9], w=[1.0, 2.0, 3.0, 4.0])
    columns = [SOURCE, WEIGHT, Column("n", "n", "key")]
    held = read(frame, columns, missing="drop", codes=np.int32)
    assert held.positions.dtype == held.keys("n").codes.dtype == np.int32
    assert held.keys("source").codes.dtype == np.int32
    assert held.keys("source").codes.tolist() == [1, 0, 1]
    assert held.keys("n").codes.tolist() == [1, 0, 1]
    assert held.positions.tolist() == [0, 2, 3]


def test_rows_that_narrow_codes_cannot_count_are_refused():
    frame = pd.DataFrame({"a": ["x"] * 128})
    message = refused(InvalidInput, read, frame, [SOURCE], codes=np.int8)
    assert message == "`data` must have at most 127 rows: it has 128; read it in parts"
