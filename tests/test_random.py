"""Random numbers: numpy's words, right distributions, and none of it ever changes."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from weakties._core import draws, philox, sfc64

WORDS = st.integers(0, 2**64 - 1)
SEED = (0x0123456789ABCDEF, 0xFEDCBA9876543210)


def numpys_words(key, counter, count):
    """Words of numpy's Philox from `counter` on; numpy counts up before its first block."""
    whole = sum(word << (64 * place) for place, word in enumerate(counter))
    generator = np.random.Philox(key=np.array(key, dtype=np.uint64), counter=(whole - 1) % 2**256)
    return generator.random_raw(count)


def test_philox_gives_the_words_its_authors_publish():
    # Random123, tests/kat_vectors, philox4x64 with 10 rounds.
    words = philox((0, 0), (0, 0, 0, 0), 1)
    assert [f"{word:016x}" for word in words.tolist()] == [
        "16554d9eca36314c",
        "db20fe9d672d0fdc",
        "d7e772cee186176b",
        "7e68b68aec7ba23b",
    ]


@given(key=st.tuples(WORDS, WORDS), counter=st.tuples(WORDS, WORDS, WORDS, WORDS))
@example(key=(0, 0), counter=(0, 0, 0, 0))
@example(key=(2**64 - 1, 2**64 - 1), counter=(2**64 - 1,) * 4)
def test_a_block_is_numpys_for_any_key_and_counter(key, counter):
    np.testing.assert_array_equal(philox(key, counter, 1), numpys_words(key, counter, 4))


@given(
    key=st.tuples(WORDS, WORDS),
    first=st.integers(0, 2**64 - 9),
    others=st.tuples(WORDS, WORDS, WORDS),
    blocks=st.integers(0, 8),
)
def test_blocks_follow_each_other_as_numpys_do(key, first, others, blocks):
    counter = (first, *others)
    np.testing.assert_array_equal(
        philox(key, counter, blocks), numpys_words(key, counter, 4 * blocks)
    )


@given(words=st.tuples(WORDS, WORDS, WORDS), count=st.integers(0, 40))
@example(words=(0, 0, 0), count=20)
@example(words=(2**64 - 1,) * 3, count=20)
def test_a_sequence_from_three_words_is_numpys(words, count):
    generator = np.random.SFC64(0)
    state = generator.state
    state["state"]["state"] = np.array([*words, 1], dtype=np.uint64)
    generator.state = state
    np.testing.assert_array_equal(sfc64(words, count), generator.random_raw(count))


@given(seed=st.tuples(WORDS, WORDS), stream=WORDS, index=WORDS, count=st.integers(0, 20))
def test_a_stream_can_be_had_from_numpy(seed, stream, index, count):
    words = numpys_words(seed, (0, index, stream, 0), count)
    expected = (words >> np.uint64(11)) * 2.0**-53
    np.testing.assert_array_equal(draws("uniform", seed, stream, index, count, 0.0), expected)


@given(seed=st.tuples(WORDS, WORDS), n=st.integers(1, 2**53))
def test_integers_below_n_are_lemires(seed, n):
    expected = []
    for word in numpys_words(seed, (0, 0, 0, 0), 40).tolist():
        high, low = divmod(word * n, 2**64)
        if low >= 2**64 % n:
            expected.append(high)
    found = draws("below", seed, 0, 0, 20, float(n))
    assert found.tolist() == expected[:20]


@given(
    kind=st.sampled_from(["uniform", "exponential", "normal", "poisson", "permutation"]),
    seed=st.tuples(WORDS, WORDS),
    count=st.integers(1, 30),
)
def test_draws_depend_on_seed_stream_and_index_alone(kind, seed, count):
    first = draws(kind, seed, 1, 2, count, 5.0)
    np.testing.assert_array_equal(first, draws(kind, seed, 1, 2, count, 5.0))
    if kind != "permutation":
        np.testing.assert_array_equal(first, draws(kind, seed, 1, 2, count + 7, 5.0)[:count])


def test_streams_and_indices_do_not_follow_each_other():
    n = 20_000
    other_seed = (SEED[0], SEED[1] + 1)
    addresses = [(SEED, 0, 0), (SEED, 0, 1), (SEED, 1, 0), (SEED, 1, 1), (other_seed, 0, 0)]
    samples = [draws("normal", seed, stream, index, n, 0.0) for seed, stream, index in addresses]
    across_indices = [draws("normal", SEED, 2, index, 1, 0.0)[0] for index in range(n)]
    for one, other in itertools.combinations([*samples, np.array(across_indices)], 2):
        assert abs(np.corrcoef(one, other)[0, 1]) < 4.5 / np.sqrt(n)
    shifted = np.corrcoef(across_indices[1:], across_indices[:-1])[0, 1]
    assert abs(shifted) < 4.5 / np.sqrt(n)
    assert stats.kstest(across_indices, "norm").pvalue > 1e-3


@pytest.mark.parametrize(
    ("kind", "distribution"),
    [("uniform", stats.uniform()), ("exponential", stats.expon()), ("normal", stats.norm())],
)
def test_continuous_draws_follow_their_distribution(kind, distribution):
    found = draws(kind, SEED, 3, 0, 200_000, 0.0)
    assert stats.kstest(found, distribution.cdf).pvalue > 1e-3
    for power in (1, 2, 3, 4):
        moment = distribution.moment(power)
        error = np.sqrt((distribution.moment(2 * power) - moment**2) / len(found))
        assert np.mean(found**power) == pytest.approx(moment, abs=4 * error)


# Both methods and the border between them at a mean of 10.
@pytest.mark.parametrize("mean", [0.05, 1.0, 4.5, 9.999, 10.0, 12.0, 60.0, 3000.0])
def test_poisson_counts_are_as_frequent_as_they_should_be(mean):
    found = draws("poisson", SEED, 4, 0, 200_000, mean)
    distribution = stats.poisson(mean)
    low, high = distribution.ppf(1e-3), distribution.ppf(1 - 1e-3)
    edges = np.unique(np.linspace(low, high, 60).round())
    expected = np.diff(np.concatenate([[0.0], distribution.cdf(edges), [1.0]])) * len(found)
    counts = np.bincount(np.searchsorted(edges, found), minlength=len(expected))
    chi_square = np.sum((counts - expected) ** 2 / expected)
    assert stats.chi2(len(expected) - 1).sf(chi_square) > 1e-3


def test_a_poisson_with_mean_zero_is_zero():
    assert not draws("poisson", SEED, 0, 0, 1000, 0.0).any()


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_bernoulli_is_certain_at_both_ends(p):
    assert (draws("bernoulli", SEED, 0, 0, 10_000, p) == p).all()


def test_bernoulli_has_its_share_of_successes():
    assert draws("bernoulli", SEED, 0, 0, 200_000, 0.3).mean() == pytest.approx(0.3, abs=0.004)


@given(seed=st.tuples(WORDS, WORDS), n=st.integers(0, 200))
def test_a_permutation_holds_every_number_once(seed, n):
    assert sorted(draws("permutation", seed, 0, 0, n, 0.0).tolist()) == list(range(n))


def test_every_permutation_is_about_equally_frequent():
    orders = [tuple(draws("permutation", SEED, 5, index, 4, 0.0)) for index in range(12_000)]
    counts = [orders.count(order) for order in itertools.permutations(range(4))]
    assert stats.chisquare(counts).pvalue > 1e-3


@given(seed=st.tuples(WORDS, WORDS), n=st.integers(0, 300), units=st.integers(1, 50))
def test_resample_counts_count_integers_drawn_below_the_units(seed, n, units):
    found = draws("resample_counts", seed, 0, 0, n, float(units))
    drawn = draws("below", seed, 0, 0, n, float(units)).astype(int)
    np.testing.assert_array_equal(found, np.bincount(drawn, minlength=units))


# A change here changes the published results of everybody who gave a seed.
@pytest.mark.parametrize(
    ("kind", "parameter", "golden"),
    [
        ("uniform", 0.0, [0.15590245839734995, 0.854836347139024, 0.20122406529504955]),
        ("below", 1000.0, [155, 854, 201, 73, 979, 699]),
        ("bernoulli", 0.5, [1, 0, 1, 1, 0, 0]),
        ("exponential", 0.0, [0.16948722044469586, 1.9298935325768116, 0.2246748047033238]),
        ("normal", 0.0, [-0.14935848104193872, 1.97562744337577, 1.5346813447550627]),
        ("poisson", 3.0, [2, 3, 1, 0, 5, 7]),
        ("poisson", 300.0, [280, 283, 317, 248, 305, 311]),
        ("permutation", 0.0, [2, 1, 3, 5, 4, 0]),
        ("resample_counts", 4.0, [3, 0, 0, 1]),
    ],
)
def test_draws_are_fixed_for_ever(kind, parameter, golden):
    assert draws(kind, SEED, 7, 11, len(golden), parameter).tolist() == golden
