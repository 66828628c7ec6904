"""Sums: exactly rounded, and the same bits for any order and any number of threads."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from weakties._core import exact_sum

FINITE = st.floats(allow_nan=False, allow_infinity=False)
# Far from overflow, which `math.fsum` refuses half-way.
MODERATE = st.floats(-1e290, 1e290)
LARGEST = np.finfo(np.float64).max


def bits(x):
    return np.float64(x).view(np.uint64)


def doubles(elements):
    return arrays(np.float64, st.integers(0, 200), elements=elements)


@given(doubles(MODERATE))
def test_a_sum_is_pythons_fsum(values):
    assert bits(exact_sum(values)) == bits(math.fsum(values))


@given(doubles(MODERATE), doubles(MODERATE), st.randoms())
def test_cancellation_loses_nothing(values, others, random):
    mixed = [*values, *others, *(-values)]
    random.shuffle(mixed)
    assert bits(exact_sum(np.array(mixed))) == bits(math.fsum(others))


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.integers(-1070, 960)), max_size=200),
)
def test_mixed_magnitudes_sum_as_fsum_does(parts):
    values = np.array([math.ldexp(part, exponent) for part, exponent in parts])
    assert bits(exact_sum(values)) == bits(math.fsum(values))


@given(doubles(FINITE))
def test_a_sum_is_the_fraction_rounded_once(values):
    exact = sum(map(Fraction, values.tolist()), Fraction(0))
    try:
        expected = float(exact)
    except OverflowError:
        expected = math.inf if exact > 0 else -math.inf
    assert exact_sum(values) == expected


@given(doubles(FINITE), st.randoms())
def test_order_does_not_matter(values, random):
    order = list(range(len(values)))
    random.shuffle(order)
    assert bits(exact_sum(values[order])) == bits(exact_sum(values))


def test_threads_and_order_give_equal_bits():
    random = np.random.default_rng(5)
    values = random.normal(size=300_001) * 10.0 ** random.integers(-200, 200, size=300_001)
    expected = bits(math.fsum(values))
    for threads in (1, 2, 7, None):
        assert bits(exact_sum(values, threads)) == expected
        assert bits(exact_sum(random.permutation(values), threads)) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], 0.0),
        ([0.1] * 10, 1.0),
        ([1.0, 1e100, 1.0, -1e100], 2.0),
        ([5e-324, 5e-324], 1e-323),
        ([2.2250738585072014e-308, -5e-324], 2.225073858507201e-308),
        ([1.0, 2.0**-53], 1.0),
        ([1.0, 2.0**-53, 5e-324], 1.0 + 2.0**-52),
        ([1e308, 1e308, -1e308], 1e308),
        ([LARGEST] * 3000 + [-LARGEST] * 2999, LARGEST),
        ([LARGEST, 2.0**969], LARGEST),
        ([LARGEST, 2.0**970], math.inf),
        ([-LARGEST, -LARGEST], -math.inf),
        ([1.0, -math.inf, LARGEST, LARGEST], -math.inf),
    ],
)
def test_sums_at_the_edges(values, expected):
    assert exact_sum(np.array(values)) == expected


@pytest.mark.parametrize("values", [[math.inf, -math.inf], [math.nan], [math.nan, math.inf, 1.0]])
def test_nan_and_opposed_infinities_give_nan(values):
    assert math.isnan(exact_sum(np.array(values)))


@pytest.mark.parametrize("values", [[], [-0.0], [-0.0, -0.0], [1.0, -1.0]])
def test_zero_sums_are_positive_zero_as_fsums_are(values):
    assert bits(exact_sum(np.array(values))) == bits(math.fsum(values)) == 0
