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

from weakties._frames import (
    Column,
    Keys,
    attributes,
    codes_of,
    read,
    refuse_duplicates,
)
from weakties.errors import InternalError, InvalidInput, MissingPackage, UnknownLabel, WrongType

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


def one_key(frame, **options):
    return read(frame, [Column("a", "a", "key")], **options).keys("a")


def one(frame, kind, missing="raise", **options):
    held = read(frame, [Column("a", "a", kind, **options)], missing=missing)
    return getattr(held, kind)("a")


def refused(error, call, *arguments, **options):
    """Return the message with which the call refuses."""
    with pytest.raises(error) as caught:
        call(*arguments, **options)
    return str(caught.value)


# What is read ---------------------------------------------------------------------------------


@every_library
def test_labels_are_sorted_and_codes_point_at_them(library):
    held = read(table(library, a=["b", "c", "a", "b"]), [SOURCE])
    keys = held.keys("source")
    assert keys.codes.tolist() == [1, 2, 0, 1]
    assert keys.codes.dtype == np.int64
    pd.testing.assert_index_equal(keys.labels, pd.Index(["a", "b", "c"], name="a"))
    assert not keys.categorical
    assert len(keys.unused) == 0
    assert (held.rows, held.given, held.dropped) == (4, 4, {})
    assert held.positions.tolist() == [0, 1, 2, 3]


@every_library
@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (pa.array([3, 1], pa.int8()), pd.Index([1, 3], dtype="int64")),
        (pa.array([2**63, 1], pa.uint64()), pd.Index([1, 2**63], dtype="uint64")),
        (pa.array([2**53 + 1, None, 2**53]), pd.Index([2**53, 2**53 + 1])),
        (pa.array([2, None, 1], pa.int32()), pd.Index([1, 2])),
        ([True, None, False], pd.Index([False, True])),
        ([2.5, 1.0, math.nan, None], pd.Index([1.0, 2.5])),
        ([dt.date(2021, 1, 1), None, dt.date(2020, 1, 1)], ["2020-01-01", "2021-01-01"]),
        ([dt.datetime(2021, 1, 1, 3), dt.datetime(2020, 1, 1)], ["2020-01-01", "2021-01-01 03:00"]),
        (
            pa.array([1_600_000_000_000_000_001, 5_000], pa.timestamp("ns")),
            pd.DatetimeIndex([5_000, 1_600_000_000_000_000_001]),
        ),
        (["ü", "z", "", "a"], pd.Index(["", "a", "z", "ü"])),
    ],
)
def test_labels_have_one_dtype_whatever_the_library(library, values, labels):
    keys = one_key(table(library, a=values), missing="drop")
    if isinstance(labels, list):
        labels = pd.DatetimeIndex(labels).as_unit("us")
    pd.testing.assert_index_equal(keys.labels, labels.rename("a"))


@every_library
def test_categories_keep_their_order_and_those_without_rows(library):
    values = pd.Categorical(["x", "y", "x", None], categories=["z", "y", "x", "w"])
    keys = one_key(table(library, a=values), missing="drop")
    assert keys.labels.tolist() == ["z", "y", "x", "w"]
    assert keys.codes.tolist() == [2, 1, 2]
    assert keys.categorical
    assert keys.unused.tolist() == ["z", "w"]


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


@every_library
def test_source_and_target_share_one_set_of_labels(library):
    frame = table(library, a=["c", "a", "c"], b=["a", "b", "d"])
    codes, labels = read(frame, [SOURCE, TARGET]).together("source", "target")
    pd.testing.assert_index_equal(labels, pd.Index(["a", "b", "c", "d"]))
    assert [part.tolist() for part in codes] == [[2, 0, 2], [0, 1, 3]]


@every_library
def test_equal_categories_of_source_and_target_stay_as_they_are(library):
    kinds = ["z", "y", "x", "w"]
    a, b = pd.Categorical(["x", "y"], kinds), pd.Categorical(["z", "x"], kinds)
    codes, labels = read(table(library, a=a, b=b), [SOURCE, TARGET]).together("source", "target")
    assert labels.tolist() == kinds
    assert [part.tolist() for part in codes] == [[2, 1], [0, 2]]


@every_library
def test_different_categories_of_source_and_target_are_merged_and_sorted(library):
    a, b = pd.Categorical(["x", "y"], ["z", "y", "x"]), pd.Categorical(["x", "q"], ["x", "q"])
    codes, labels = read(table(library, a=a, b=b), [SOURCE, TARGET]).together("source", "target")
    assert labels.tolist() == ["q", "x", "y", "z"]
    assert [part.tolist() for part in codes] == [[1, 2], [1, 0]]


def test_text_and_numbers_are_different_labels():
    frame = pd.DataFrame({"a": [2, 1], "b": ["1", "x"]})
    codes, labels = read(frame, [SOURCE, TARGET]).together("source", "target")
    assert labels.tolist() == [1, 2, "1", "x"]
    assert [part.tolist() for part in codes] == [[1, 0], [2, 3]]


def test_large_integers_are_not_rounded_to_join_floats():
    frame = pd.DataFrame({"a": [2**53 + 1, 1], "b": [2.0**53, 0.5]})
    codes, labels = read(frame, [SOURCE, TARGET]).together("source", "target")
    assert labels.tolist() == [0.5, 1, 2**53, 2**53 + 1]
    assert [part.tolist() for part in codes] == [[3, 1], [2, 0]]


def test_labels_of_several_types_are_sorted_by_type_then_value():
    keys = one_key(pd.DataFrame({"a": ["b", 2, "a", 10, (1, 2)]}))
    assert keys.labels.tolist() == [2, 10, "a", "b", (1, 2)]
    assert keys.codes.tolist() == [3, 0, 2, 1, 4]


@every_library
def test_times_are_sorted_whatever_they_are(library):
    days = [dt.date(2021, 1, 1), dt.date(2020, 1, 1)]
    assert one_time(table(library, a=[2001, 1999, 2001])) == ([1, 0, 1], [1999, 2001])
    assert one_time(table(library, a=days))[0] == [1, 0]
    whole = one_time(table(library, a=[2001.0, None, 1999.0]), missing="drop")
    assert whole == ([1, 0], [1999, 2001])


def one_time(frame, **options):
    keys = read(frame, [Column("a", "a", "time")], **options).times("a")
    return keys.codes.tolist(), keys.labels.tolist()


@every_library
def test_ordered_categories_are_times_in_their_own_order(library):
    values = pd.Categorical(["late", "early"], ["early", "middle", "late"], ordered=True)
    assert one_time(table(library, a=values)) == ([2, 0], ["early", "middle", "late"])


def test_periods_and_unordered_categories_of_years_are_times():
    periods = pd.period_range("2020Q1", periods=3, freq="Q")
    assert one_time(pd.DataFrame({"a": periods[::-1]})) == ([2, 1, 0], list(periods))
    years = pd.Categorical([2001, 1999], [2001, 2000, 1999])
    assert one_time(pd.DataFrame({"a": years})) == ([2, 0], [1999, 2000, 2001])


@every_library
def test_numbers_integers_and_flags_are_cast(library):
    decimals = [Decimal("1.5"), Decimal("2.0")]
    assert one(table(library, a=decimals), "number").tolist() == [1.5, 2.0]
    assert one(table(library, a=pa.array([1, 2], pa.int8())), "number").tolist() == [1.0, 2.0]
    assert one(table(library, a=[1.0, 2.0]), "integer").tolist() == [1, 2]
    assert one(table(library, a=[2**62 + 1]), "integer").tolist() == [2**62 + 1]
    assert one(table(library, a=[True, False]), "flag").tolist() == [True, False]
    assert one(table(library, a=[1, 0]), "flag").tolist() == [True, False]
    assert one(table(library, a=[1.0, 0.0]), "flag").tolist() == [True, False]
    assert one(table(library, a=[True, None]), "flag", missing="drop").tolist() == [True]
    for kind, dtype in (("number", float), ("integer", np.int64), ("flag", bool)):
        array = one(table(library, a=[1, 0]), kind)
        assert array.dtype == dtype
        assert not array.flags.writeable


def test_python_objects_are_read_as_what_they_are():
    assert one(objects(1, 2.5, Decimal("0.5")), "number").tolist() == [1.0, 2.5, 0.5]
    assert one(objects(1, 2.0, Decimal(3)), "integer").tolist() == [1, 2, 3]
    assert one(objects(True, 0, None), "flag", missing="drop").tolist() == [True, False]
    assert one_key(objects(dt.date(2020, 1, 1))).labels.dtype == "datetime64[us]"
    assert one_key(objects(2, None, 1), missing="drop").labels.dtype == "int64"
    assert one_key(objects("a")).labels.dtype == pd.Index(["a"]).dtype
    assert one(objects(1.5, None), "number", keep_missing=True).tolist()[0] == 1.5
    assert one_key(objects(Decimal("NaN"), None, pd.NA, pd.NaT, "a"), missing="drop").codes == [0]


def objects(*items):
    return pd.DataFrame({"a": pd.Series(items, dtype=object)})


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


# Missing and infinite values ------------------------------------------------------------------


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
def test_missing_values_stay_where_the_caller_keeps_them(library):
    frame = table(library, a=["x", None], w=pa.array([None, 3], pa.int64()), t=[None, 2000])
    held = read(
        frame,
        [
            Column("a", "a", "key", keep_missing=True),
            Column("w", "w", "number", low=0, keep_missing=True),
            Column("t", "t", "time", keep_missing=True),
        ],
    )
    assert held.keys("a").codes.tolist() == [0, -1]
    np.testing.assert_array_equal(held.number("w"), [math.nan, 3.0])
    assert held.times("t").codes.tolist() == [-1, 0]
    assert held.times("t").labels.tolist() == [2000]


@every_library
@pytest.mark.parametrize("missing", ["raise", "drop"])
def test_infinity_is_always_refused(library, missing):
    frame = table(library, a=[1.0, math.inf, -math.inf])
    for kind in ("number", "key"):
        call = [frame, [Column("weight", "a", kind, keep_missing=True)]]
        assert refused(InvalidInput, read, *call, missing=missing) == (
            "`weight` (column 'a') must be finite: inf in rows 1 and 2 (counted from 0); "
            "correct or remove such rows"
        )
    assert "whole numbers" in refused(InvalidInput, one, frame, "integer")
    assert "must be finite: inf in rows 1 and 2" in refused(InvalidInput, one_time, frame)


def test_infinity_among_other_objects_is_refused():
    frame = pd.DataFrame({"a": ["x", math.inf]})
    assert "`a` must be finite: inf in row 1" in refused(InvalidInput, one_key, frame)


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


def test_categories_of_numbers_are_numbers():
    frame = pd.DataFrame({"a": pd.Categorical([3, None, 1])})
    kept = one(frame, "number", keep_missing=True)
    np.testing.assert_array_equal(kept, [3.0, math.nan, 1.0])
    assert one(frame, "integer", missing="drop").tolist() == [3, 1]


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


@every_library
@pytest.mark.parametrize(
    ("kind", "values", "text"),
    [
        ("number", ["1,5"], "must hold numbers: '1,5' in row 0 (counted from 0); convert it"),
        ("number", [True], "must hold numbers: True in row 0 (counted from 0); cast it to 1 and 0"),
        ("number", [dt.datetime(2020, 1, 1)], "must hold numbers: 2020-01-01 in row 0"),
        ("number", pd.Categorical(["x"]), "must hold numbers: 'x' in row 0"),
        ("integer", ["1"], "must hold whole numbers: '1' in row 0"),
        ("integer", [True], "must hold whole numbers: True in row 0"),
        ("flag", ["yes"], "must hold True or False, or 1 and 0: 'yes' in row 0"),
        ("time", ["2001"], "must hold whole numbers, dates, periods or ordered categories: '2001'"),
        ("time", [True], "must hold whole numbers, dates, periods or ordered categories: True"),
        ("key", [["x"]], "must hold labels: text, numbers, dates or categories: got lists"),
    ],
)
def test_values_of_the_wrong_type_are_refused(library, kind, values, text):
    frame = table(library, w=values)
    message = refused(WrongType, read, frame, [Column("weight", "w", kind)])
    assert message.startswith("`weight` (column 'w') " + text)


@every_library
@pytest.mark.parametrize(
    ("column", "values", "text"),
    [
        (Column("w", "w", "number", low=0), [1.0, -1.0], "`w` must not be negative: -1.0 in row 1"),
        (
            Column("w", "w", "number", low=0, open_low=True),
            [0.0],
            "must be greater than 0: 0.0 in row 0",
        ),
        (Column("w", "w", "number", low=1), [0.5], "must be at least 1: 0.5 in row 0"),
        (Column("w", "w", "number", high=1), [1, 2], "must be at most 1: 2 in row 1"),
        (Column("w", "w", "number", high=1, open_high=True), [1.0], "must be less than 1: 1.0"),
        (Column("w", "w", "integer", low=0), [-3], "must not be negative: -3 in row 0"),
        (Column("w", "w", "integer"), [1.5], "must hold whole numbers (of 64 bits): 1.5 in row 0"),
        (
            Column("w", "w", "integer"),
            pa.array([2**63], pa.uint64()),
            "must hold whole numbers (of 64 bits)",
        ),
        (
            Column("w", "w", "number"),
            [1, 2**53 + 1],
            "a 64-bit float holds exactly: 90071992547409",
        ),
        (
            Column("w", "w", "number", keep_missing=True),
            [None, 2**53 + 1],
            "a 64-bit float holds exactly: 9007199254740993 in row 1",
        ),
        (Column("w", "w", "flag"), [0, 1, 2], "must hold True or False, or 1 and 0: 2 in row 2"),
        (
            Column("w", "w", "time"),
            [2001.0, 2001.5],
            "periods or ordered categories: 2001.5 in row 1",
        ),
        (Column("w", "w", "time"), [1e300], "periods or ordered categories: 1e+300 in row 0"),
        (
            Column("w", "w", "number", low=0),
            [Decimal("0.5"), Decimal("-0.5")],
            "must not be negative: -0.5 in row 1",
        ),
        (
            Column("w", "w", "number", low=0),
            [-1.0] * 9,
            "rows 0, 1, 2 and 6 more (counted from 0)",
        ),
    ],
)
def test_values_out_of_bounds_are_refused_with_their_row(library, column, values, text):
    assert text in refused(InvalidInput, read, table(library, w=values), [column])


def test_objects_of_the_wrong_type_are_refused_with_their_row():
    assert "'x' in row 1" in refused(WrongType, one, objects(1.5, "x"), "number")
    assert "True in row 1" in refused(WrongType, one, objects(1, True), "integer")
    assert "64 bits" in refused(InvalidInput, one, objects(2**70), "integer")
    assert "exactly" in refused(InvalidInput, one, objects(1.5, 2**53 + 1), "number")
    assert "must be finite: Infinity" in refused(
        InvalidInput, one, objects(Decimal("inf")), "number"
    )
    assert "must hold numbers" in refused(WrongType, one, objects(10**400), "number")
    assert "labels that have no order" in refused(InvalidInput, one_key, objects(1j, 2j, "x"))


@every_library
def test_duplicated_keys_are_refused_with_labels_rows_and_remedy(library):
    frame = table(library, a=["y", "x", "y", "x", None, "y"], t=[1, 1, 2, 1, 1, 2])
    columns = [Column("firm", "a", "key"), Column("time", "t", "time")]
    held = read(frame, columns, missing="drop")
    assert refused(InvalidInput, refuse_duplicates, held, ["firm", "time"], argument="data") == (
        "`data` must have one row for each ('a', 't'): ('x', 1) is in rows 1 and 3 "
        "(counted from 0), and 1 more row repeats a key; add such rows up, or keep one of them"
    )
    fine = read(table(library, a=["y", "y"], t=[1, 2]), columns)
    refuse_duplicates(fine, ["firm", "time"], argument="data")
    assert "for each 'a': 'y' is in rows 0 and 1" in refused(
        InvalidInput, refuse_duplicates, fine, ["firm"], argument="data"
    )


def test_keys_are_told_apart_where_their_labels_multiply_beyond_64_bits():
    # With codes packed in 64 bits, the first of five such columns would be shifted out.
    labels = pd.Index(range(2**16 - 1))
    same = pd.Categorical.from_codes([5, 6, 5], labels)
    frame = pd.DataFrame(dict.fromkeys("abcde", same))
    columns = [Column(name, name, "key") for name in "abcde"]
    message = refused(
        InvalidInput, refuse_duplicates, read(frame, columns), "abcde", argument="data"
    )
    assert "(5, 5, 5, 5, 5) is in rows 0 and 2" in message
    frame["a"] = pd.Categorical.from_codes([5, 6, 7], labels)
    refuse_duplicates(read(frame, columns), "abcde", argument="data")


# Attributes and lookups -----------------------------------------------------------------------


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


def test_labels_are_found_in_an_index():
    index = pd.Index(["a", "b", "c"])
    assert codes_of(["c", "a", "c"], index, "nodes").tolist() == [2, 0, 2]
    assert codes_of("b", index, "nodes").tolist() == [1]
    assert codes_of(pd.Series(["b"]), index, "nodes").tolist() == [1]
    assert codes_of([], index, "nodes").tolist() == []
    assert codes_of(np.array([3, 1], "int8"), pd.Index([1, 3]), "nodes").tolist() == [1, 0]
    days = pd.DatetimeIndex(["2020-01-01", "2021-01-01"])
    assert codes_of([dt.date(2021, 1, 1)], days, "times").tolist() == [1]


def test_keys_are_found_in_an_index_whatever_categories_they_have():
    keys = one_key(pd.DataFrame({"a": pd.Categorical(["b", "a"], ["other", "b", "a"])}))
    assert codes_of(keys, pd.Index(["a", "b"]), "nodes").tolist() == [1, 0]


def test_among_many_labels_only_the_case_of_letters_is_forgiven():
    index = pd.Index([f"firm{at}" for at in range(20_000)])
    assert "Did you mean 'firm7'?" in refused(UnknownLabel, codes_of, ["Firm7"], index, "firms")
    assert "Did you mean" not in refused(UnknownLabel, codes_of, ["frm7"], index, "firms")


def test_unknown_labels_are_refused_with_a_suggestion():
    index = pd.Index(["Austria", "Germany", "Ghana"])
    assert refused(UnknownLabel, codes_of, ["GERMANY", "x", "x"], index, "countries") == (
        "`countries` names a label that is not there: 'GERMANY', and 1 more unknown label. "
        "Did you mean 'Germany'? Labels there are: 'Austria', 'Germany', 'Ghana'"
    )
    assert "'1'. Did you mean 1?" in refused(UnknownLabel, codes_of, ["1"], pd.Index([1]), "n")
    assert "a missing value" in refused(UnknownLabel, codes_of, ["Ghana", None], index, "n")
    keys = Keys(np.array([0, -1]), index, categorical=False)
    assert "a missing value" in refused(UnknownLabel, codes_of, keys, index, "n")


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


def test_a_float_column_is_not_copied():
    frame = pd.DataFrame({"w": [1.0, 2.0]})
    assert np.shares_memory(read(frame, [WEIGHT]).number("weight"), frame["w"].to_numpy())
