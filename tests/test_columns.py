"""One column of each kind: what is cast, and what is refused with its rows and a remedy."""

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from weakties._frames import Column, read
from weakties.errors import InvalidInput, WrongType

from .libraries import WEIGHT, every_library, objects, one, one_key, one_time, refused, table


@every_library
def test_times_are_sorted_whatever_they_are(library):
    days = [dt.date(2021, 1, 1), dt.date(2020, 1, 1)]
    assert one_time(table(library, a=[2001, 1999, 2001])) == ([1, 0, 1], [1999, 2001])
    assert one_time(table(library, a=days))[0] == [1, 0]
    whole = one_time(table(library, a=[2001.0, None, 1999.0]), missing="drop")
    assert whole == ([1, 0], [1999, 2001])


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


def test_categories_of_numbers_are_numbers():
    frame = pd.DataFrame({"a": pd.Categorical([3, None, 1])})
    kept = one(frame, "number", keep_missing=True)
    np.testing.assert_array_equal(kept, [3.0, math.nan, 1.0])
    assert one(frame, "integer", missing="drop").tolist() == [3, 1]


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


def test_a_float_column_is_not_copied():
    frame = pd.DataFrame({"w": [1.0, 2.0]})
    assert np.shares_memory(read(frame, [WEIGHT]).number("weight"), frame["w"].to_numpy())


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "uint64"])
@pytest.mark.parametrize("end", ["min", "max"])
def test_whole_numbers_at_the_ends_of_their_range_keep_their_labels(dtype, end):
    limit = getattr(np.iinfo(dtype), end)
    steps = np.array([9, 3, 9, 5, 0] * 60, dtype)
    values = limit + steps if end == "min" else limit - steps
    keys = read(pd.DataFrame({"a": values.astype(dtype)}), [Column("a", "a", "key")]).keys("a")
    assert keys.labels.tolist() == sorted(set(values.tolist()))
    np.testing.assert_array_equal(keys.labels.to_numpy()[keys.codes], values)
