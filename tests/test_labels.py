"""Labels and codes: sorted, joined in one set, looked up, and refused where they repeat."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties._frames import Column, Keys, codes_of, read, refuse_duplicates
from weakties._labels import numbered_texts
from weakties.errors import InvalidInput, UnknownLabel

from .libraries import SOURCE, TARGET, every_library, one_key, refused, table

STR = pd.StringDtype("pyarrow", na_value=np.nan)


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


# Texts as Arrow holds them --------------------------------------------------------------------


@given(st.lists(st.lists(st.none() | st.text("aäz€😀\0", max_size=12), max_size=9), max_size=4))
def test_texts_in_pieces_are_numbered_as_python_sorts_them(pieces):
    held = [pd.Index(piece, dtype=STR) for piece in [[], *pieces]]
    texts = [text for piece in pieces for text in piece]
    found = numbered_texts(held[0].append(held[1:]))
    assert found is not None
    codes, labels = found
    expected = sorted({text for text in texts if text is not None})
    assert labels.tolist() == expected
    assert labels.dtype == STR
    assert codes.tolist() == [-1 if text is None else expected.index(text) for text in texts]


def test_texts_are_numbered_from_where_a_slice_begins():
    values = pd.Index(["unseen", "b", "b", "a", None, "unseen"], dtype=STR)[1:5]
    codes, labels = numbered_texts(values)
    assert (codes.tolist(), labels.tolist()) == ([1, 1, 0, -1], ["a", "b"])


@pytest.mark.parametrize("dtype", ["str", "string", pd.StringDtype("python"), object])
def test_texts_have_the_same_codes_however_pandas_holds_them(dtype):
    keys = one_key(pd.DataFrame({"a": pd.Series(["ü", "b", "a", "b"], dtype=dtype)}))
    assert keys.codes.tolist() == [2, 1, 0, 1]
    assert keys.codes.dtype == np.int64
    pd.testing.assert_index_equal(keys.labels, pd.Index(["a", "b", "ü"], name="a"))


def test_two_columns_of_texts_are_joined_in_one_order():
    held = read(pd.DataFrame({"a": ["c", "a"], "b": ["b", "c"]}), [SOURCE, TARGET])
    (sources, targets), labels = held.together("source", "target")
    assert (sources.tolist(), targets.tolist()) == ([2, 0], [1, 2])
    assert sources.dtype == targets.dtype == np.int64
    assert labels.tolist() == ["a", "b", "c"]
