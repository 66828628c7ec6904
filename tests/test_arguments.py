"""Arguments are cast without loss or refused by name."""

import fractions
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import _arguments as arguments
from weakties.errors import InvalidInput, WrongType

# --- one number -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", [3, 3.0, np.int8(3), np.uint64(3), np.float32(3), np.longdouble(3)]
)
def test_every_kind_of_number_becomes_the_same_float(value):
    cast = arguments.number(value, "share")
    assert (type(cast), cast) == (float, 3.0)


@given(st.integers())
def test_an_integer_is_taken_only_if_a_float_holds_it(value):
    try:
        exact = int(float(value)) == value
    except OverflowError:
        exact = False
    if exact:
        assert arguments.number(value, "share") == value
    else:
        with pytest.raises(
            InvalidInput, match="`share` must be a number that a 64-bit float holds exactly"
        ):
            arguments.number(value, "share")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (True, r"`share` must be a number: got True \(a bool\); write 1 or 0"),
        (np.True_, r"`share` must be a number: got .*True.* \(a bool_?\); write 1 or 0"),
        ("0.5", r"`share` must be a number: got '0.5' \(a str\); write it without quotation marks"),
        (None, r"`share` must be a number: got None; give one number"),
        (1j, r"`share` must be a number: got 1j \(a complex\); take its real part"),
        (fractions.Fraction(1, 3), r"got Fraction\(1, 3\) \(a Fraction\); convert it with float"),
        ([0.5], r"got \[0.5\] \(a list\); give one number"),
    ],
)
def test_what_is_no_number_is_refused(value, message):
    with pytest.raises(WrongType, match=message):
        arguments.number(value, "share")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float64("nan")])
def test_a_number_must_be_finite(value):
    with pytest.raises(InvalidInput, match=r"`share` must be a finite number: got (nan|inf|-inf)"):
        arguments.number(value, "share")


def test_limits_may_be_reached_unless_they_are_open():
    assert arguments.number(0, "share", low=0, high=1) == 0.0
    assert arguments.number(1, "share", low=0, high=1) == 1.0
    for value in (0, 1):
        with pytest.raises(
            InvalidInput,
            match=rf"`share` must be a finite number, above 0 and below 1: got {value}",
        ):
            arguments.number(value, "share", low=0, high=1, open_low=True, open_high=True)
    with pytest.raises(
        InvalidInput, match=r"`share` must be a finite number, at least 0 and at most 1: got 1.5"
    ):
        arguments.number(1.5, "share", low=0, high=1)
    with pytest.raises(InvalidInput, match=r"`share` must be a finite number, at least 0: got -1"):
        arguments.number(-1, "share", low=0)


# --- whole numbers, flags, choices ------------------------------------------------------------


@pytest.mark.parametrize("value", [5, np.int16(5), np.uint64(5)])
def test_every_kind_of_integer_becomes_a_python_integer(value):
    cast = arguments.integer(value, "replicates")
    assert (type(cast), cast) == (int, 5)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (5.0, r"`replicates` must be a whole number: got 5.0 \(a float\); write int\(5.0\)"),
        (5.5, r"`replicates` must be a whole number: got 5.5 \(a float\); round it first"),
        (math.nan, r"`replicates` must be a whole number: got nan"),
        (False, r"`replicates` must be a whole number: got False \(a bool\)"),
        ("5", r"`replicates` must be a whole number: got '5'"),
    ],
)
def test_what_is_no_integer_is_refused(value, message):
    with pytest.raises(WrongType, match=message):
        arguments.integer(value, "replicates")


def test_an_integer_keeps_to_its_limits():
    assert arguments.integer(2**80, "replicates") == 2**80
    assert arguments.integer(1, "replicates", low=1, high=1) == 1
    for value in (0, 10):
        with pytest.raises(
            InvalidInput,
            match=rf"`replicates` must be a whole number, at least 1 and at most 9: got {value}",
        ):
            arguments.integer(value, "replicates", low=1, high=9)


def test_a_flag_is_true_or_false_and_nothing_else():
    assert arguments.flag(True, "directed") is True
    assert arguments.flag(np.False_, "directed") is False
    for value in (1, 0, "yes", None, np.array([True])):
        with pytest.raises(WrongType, match="`directed` must be True or False: got "):
            arguments.flag(value, "directed")


def test_a_choice_is_one_of_the_options():
    options = ["melitz-polanec", "olley-pakes"]
    assert arguments.choice("olley-pakes", "method", options) == "olley-pakes"
    with pytest.raises(
        InvalidInput,
        match="`method` must be one of 'melitz-polanec', 'olley-pakes': got 'Olley-Pake'; "
        "did you mean 'olley-pakes'",
    ):
        arguments.choice("Olley-Pake", "method", options)
    with pytest.raises(InvalidInput, match="got 'zzz'; choose one of these"):
        arguments.choice("zzz", "method", options)
    with pytest.raises(
        WrongType, match=r"`method` must be one of .*: got 3 \(an int\); give the name as text"
    ):
        arguments.choice(3, "method", options)


# --- vectors and matrices ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        [1, 2, 3],
        (1.0, 2, np.float32(3)),
        range(1, 4),
        np.array([1, 2, 3], dtype=np.uint8),
        np.array([1, 2, 3], dtype=">f8"),
        np.array([1, 9, 2, 9, 3, 9])[::2],
        np.array([1, 2, 3], dtype=object),
        np.ma.MaskedArray([1, 2, 3], mask=[False] * 3),
        pd.Series([1, 2, 3], index=["a", "b", "c"], dtype="Int64"),
        pd.Index([1.0, 2.0, 3.0]),
    ],
)
def test_whatever_holds_numbers_becomes_a_vector_of_floats(value):
    array = arguments.vector(value, "weight", length=3, low=0)
    assert array.dtype == np.dtype(np.float64)
    assert array.dtype.isnative
    assert array.flags.c_contiguous
    assert array.tolist() == [1.0, 2.0, 3.0]


def test_a_fitting_array_is_not_copied():
    array = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert np.shares_memory(arguments.matrix(array, "flows"), array)
    assert not np.shares_memory(arguments.matrix(array.T, "flows"), array)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_no_integer_changes_on_its_way_whatever_holds_it(values):
    exact = all(int(float(value)) == value for value in values)
    for container in (values, np.array(values, dtype=np.int64), np.array(values, dtype=object)):
        if exact:
            assert [int(item) for item in arguments.vector(container, "weight")] == values
        else:
            first = next(i for i, value in enumerate(values) if int(float(value)) != value)
            with pytest.raises(
                InvalidInput, match=rf"position {first} is {values[first]}, which would be rounded"
            ):
                arguments.vector(container, "weight")


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (
            [1, True],
            WrongType,
            r"`weight` must hold numbers: position 1 is True \(a bool\); write 1 or 0",
        ),
        ([1, "2"], WrongType, r"position 1 is '2' \(a str\); write it without quotation marks"),
        (np.array([1, "x"], dtype=object), WrongType, r"position 1 is 'x' \(a str\)"),
        (
            np.array([True, False]),
            WrongType,
            r"got booleans \(dtype bool\); write .astype\(float\)",
        ),
        (np.array(["1"]), WrongType, r"got text \(dtype <U1\); convert it to numbers first"),
        (
            np.array([1j]),
            WrongType,
            r"got complex numbers \(dtype complex128\); take the real part",
        ),
        (np.array(["2020"], dtype="M8[D]"), WrongType, r"got dates \(dtype datetime64\[D\]\)"),
        (np.array([1], dtype="m8[D]"), WrongType, r"got durations"),
        (
            np.array([2**53, -(2**53) - 1]),
            InvalidInput,
            r"position 1 is -9007199254740993, which would be rounded",
        ),
        (
            np.array([2**53 + 1]),
            InvalidInput,
            r"position 0 is 9007199254740993, which would be rounded",
        ),
        (
            np.array([2**64 - 1], dtype=np.uint64),
            InvalidInput,
            r"is 18446744073709551615, which would be",
        ),
        ([10**400], InvalidInput, r"holds exactly: position 0 is 1000"),
        (
            [1, math.nan],
            InvalidInput,
            r"no missing values: position 1 is nan \(1 of 2 are missing; drop|fill",
        ),
        (
            [1, None, None],
            InvalidInput,
            r"no missing values: position 1 is nan \(2 of 3 are missing",
        ),
        (
            pd.Series([1, None], dtype="Int64"),
            InvalidInput,
            r"no missing values: position 1 is nan",
        ),
        ([1, math.inf], InvalidInput, r"finite numbers: position 1 is inf \(1 of 2 are infinite"),
        ([1, -1, -2], InvalidInput, r"numbers of at least 0: position 1 is -1.0 \(2 of 3 are less"),
        ([], InvalidInput, r"`weight` is empty: give at least one number"),
        ([[1, 2]], InvalidInput, r"`weight` has the wrong shape: expected \(n,\), got \(1, 2\)"),
        ([[1, 2], [3]], InvalidInput, r"`weight` has rows of different lengths"),
        (
            [np.zeros((2, 3)), np.zeros((2, 2))],
            InvalidInput,
            r"`weight` has rows of different lengths",
        ),
        (5.0, WrongType, r"`weight` must be a list or an array of numbers: got 5.0 \(a float\)"),
        (
            np.array(5.0),
            WrongType,
            r"`weight` must be a list or an array of numbers: got array\(5.\)",
        ),
        (None, WrongType, r"`weight` must be a list or an array of numbers: got None"),
        ("12", WrongType, r"`weight` must be a list or an array of numbers: got '12'"),
        (
            {1.0, 2.0},
            WrongType,
            r"`weight` must be a list or an array of numbers: got \{1.0, 2.0\} \(a set\)",
        ),
        (
            {"a": 1},
            WrongType,
            r"`weight` must be a list or an array of numbers: got \{'a': 1\} \(a dict\)",
        ),
        (
            iter([1.0]),
            WrongType,
            r"`weight` must be a list or an array of numbers: got .*\(a list_iterator\)",
        ),
        (
            np.ma.MaskedArray([1, 2], mask=[True, False]),
            InvalidInput,
            r"masked array with hidden values .1.",
        ),
    ],
)
def test_what_is_no_vector_of_numbers_is_refused(value, error, message):
    with pytest.raises(error, match=message):
        arguments.vector(value, "weight", low=0)


@pytest.mark.skipif(
    np.finfo(np.longdouble).nmant <= 52, reason="no float is longer than 64 bits here"
)
def test_a_long_double_is_taken_only_if_a_float_holds_it():
    half = np.array([0.5, np.nan], dtype=np.longdouble)
    assert arguments.vector(half, "weight", allow_missing=True)[0] == 0.5
    with pytest.raises(InvalidInput, match=r"position 0 is .*, which would be rounded"):
        arguments.vector(half + np.finfo(np.longdouble).eps, "weight", allow_missing=True)


def test_missing_values_pass_as_nan_where_they_are_allowed_and_infinity_never():
    for value in (
        [1, None, math.nan],
        [1, pd.NA, pd.NaT],
        pd.Series([1, None, None], dtype="Int64"),
    ):
        array = arguments.vector(value, "weight", low=0, allow_missing=True)
        np.testing.assert_array_equal(array, [1.0, np.nan, np.nan])
    with pytest.raises(InvalidInput, match="finite numbers"):
        arguments.vector([1.0, -math.inf], "weight", allow_missing=True)


def test_an_empty_vector_passes_only_where_that_length_is_asked_for():
    assert arguments.vector([], "weight", length=0).shape == (0,)
    with pytest.raises(
        InvalidInput, match=r"`weight` has the wrong shape: expected \(2,\), got \(0,\)"
    ):
        arguments.vector([], "weight", length=2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rows": 3, "columns": 3}, r"expected \(3, 3\), got \(3, 2\)"),
        ({"square": True}, r"expected \(3, 3\), got \(3, 2\)"),
        ({"square": True, "rows": 2}, r"expected \(2, 2\), got \(3, 2\)"),
        ({"square": True, "columns": 2}, r"expected \(2, 2\), got \(3, 2\)"),
        ({"rows": 2}, r"expected \(2, m\), got \(3, 2\)"),
        ({"columns": 3}, r"expected \(n, 3\), got \(3, 2\)"),
    ],
)
def test_a_matrix_of_another_shape_is_refused(options, message):
    with pytest.raises(InvalidInput, match=f"`flows` has the wrong shape: {message}"):
        arguments.matrix([[1, 2], [3, 4], [5, 6]], "flows", **options)


def test_a_matrix_has_two_dimensions_and_names_its_items_by_row_and_column():
    assert arguments.matrix(pd.DataFrame({"a": [1, 2]}), "flows").tolist() == [[1.0], [2.0]]
    with pytest.raises(
        InvalidInput, match=r"`flows` has the wrong shape: expected \(n, n\), got \(2,\)"
    ):
        arguments.matrix([1, 2], "flows", square=True)
    with pytest.raises(
        InvalidInput, match=r"numbers of at least 0: position \(1, 0\) is -3.0 \(1 of 4 are less"
    ):
        arguments.matrix([[1, 2], [-3, 4]], "flows", low=0)
    with pytest.raises(InvalidInput, match=r"no missing values: position \(0, 1\) is nan"):
        arguments.matrix([[1, None], [3, 4]], "flows")
    with pytest.raises(WrongType, match=r"position \(0, 1\) is 'b'"):
        arguments.matrix(pd.DataFrame({"a": [1], "b": ["b"]}), "flows")


def test_an_empty_matrix_passes_only_where_that_shape_is_asked_for():
    assert arguments.matrix(np.empty((0, 2)), "flows", rows=0).shape == (0, 2)
    for options in ({}, {"square": True}, {"columns": 0}):
        with pytest.raises(InvalidInput, match="`flows` is empty"):
            arguments.matrix(np.empty((0, 0)), "flows", **options)


# --- objects, threads, seeds ------------------------------------------------------------------


def test_an_object_of_another_kind_is_refused_with_how_one_is_made():
    frame = pd.DataFrame()
    assert arguments.instance(frame, "data", pd.DataFrame, "pandas.DataFrame") is frame
    with pytest.raises(
        WrongType, match=r"`table` must be an Index \(made by pandas.Index\): got a DataFrame"
    ):
        arguments.instance(frame, "table", pd.Index, "pandas.Index")
    with pytest.raises(
        WrongType, match=r"must be a Series \(made by pandas.Series\): got the class Series itself"
    ):
        arguments.instance(pd.Series, "table", pd.Series, "pandas.Series")


def test_threads_are_a_small_positive_number_or_none():
    assert arguments.threads(None) is None
    assert arguments.threads(np.int64(2)) == 2
    for value in (0, -1, 20240101):
        with pytest.raises(
            InvalidInput,
            match=f"`threads` must be a whole number, at least 1 and at most 1024: got {value}",
        ):
            arguments.threads(value)
    with pytest.raises(WrongType, match="`threads` must be a whole number: got True"):
        arguments.threads(True)


@given(st.integers(0, 2**130))
def test_an_integer_seed_gives_the_key_that_numpy_derives_from_it(value):
    words = np.random.SeedSequence(value).generate_state(2, np.uint64)
    assert arguments.seed(value) == arguments.Seed((int(words[0]), int(words[1])), value)


SEEDS = {
    "fresh": lambda: None,
    "integer": lambda: 7,
    "numpy integer": lambda: np.uint32(7),
    "sequence": lambda: np.random.SeedSequence(7),
    "fresh sequence": lambda: np.random.SeedSequence(),
    "sequence of integers": lambda: np.random.SeedSequence([1, 2, 3]),
    "spawned sequence": lambda: np.random.SeedSequence(7).spawn(3)[1],
    "generator": lambda: np.random.default_rng(7),
}


@pytest.mark.parametrize("make", SEEDS.values(), ids=SEEDS.keys())
def test_the_recorded_entropy_gives_the_same_seed_again(make):
    first = arguments.seed(make())
    assert type(first.entropy) is int
    assert arguments.seed(first.entropy) == first
    assert all(type(word) is int and 0 <= word < 2**64 for word in first.key)


def test_all_kinds_of_the_same_integer_seed_agree_and_others_differ():
    assert (
        arguments.seed(7) == arguments.seed(np.int8(7)) == arguments.seed(np.random.SeedSequence(7))
    )
    children = np.random.SeedSequence(7).spawn(2)
    keys = [
        arguments.seed(value).key
        for value in (7, 8, *children, np.random.default_rng(7), None, None)
    ]
    assert len(set(keys)) == len(keys)


def test_a_sequence_stays_as_it_was_and_a_generator_moves_on_by_one_draw():
    sequence = np.random.SeedSequence([1, 2])
    assert arguments.seed(sequence) == arguments.seed(sequence)
    assert sequence.n_children_spawned == 0
    generator, twin = np.random.default_rng(7), np.random.default_rng(7)
    assert arguments.seed(generator).entropy == int(twin.integers(2**63))
    assert generator.random() == twin.random()


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (-1, InvalidInput, "`seed` must be a whole number, at least 0: got -1"),
        (True, WrongType, r"`seed` must be a whole number from 0 up.* got True \(a bool\)"),
        (1.0, WrongType, r"`seed` must be a whole number from 0 up.* got 1.0 \(a float\)"),
        ("7", WrongType, r"`seed` must be a whole number from 0 up.* got '7' \(a str\)"),
        ([1, 2], WrongType, r"`seed` must be a whole number from 0 up.* got \[1, 2\]"),
        (
            np.random.RandomState(1),
            WrongType,
            r"`seed` cannot be a RandomState; give numpy.random.default_rng",
        ),
        (np.random.PCG64(1), WrongType, r"`seed` cannot be a PCG64; give numpy.random.default_rng"),
    ],
)
def test_what_is_no_seed_is_refused(value, error, message):
    with pytest.raises(error, match=message):
        arguments.seed(value)
