"""Tests of homogeneity, stationarity and order."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from weakties import _core
from weakties.chains import Spells, homogeneity_test, order_test, stationarity_test
from weakties.datasets import synthetic_careers

from ..oracles.chains import estimation as oracle
from .observed import monthly, stored

# Kullback, Kupperman and Ku (1962), table 9.2, as giddy prints it with its result.
KULLBACK = np.array(
    [
        [
            [22, 11, 24, 2, 2, 7],
            [5, 23, 15, 3, 42, 6],
            [4, 21, 190, 25, 20, 34],
            [0, 2, 14, 56, 14, 28],
            [32, 15, 20, 10, 56, 14],
            [5, 22, 31, 18, 13, 134],
        ],
        [
            [3, 6, 9, 3, 0, 8],
            [1, 9, 3, 12, 27, 5],
            [2, 9, 208, 32, 5, 18],
            [0, 14, 32, 108, 40, 40],
            [22, 14, 9, 26, 224, 14],
            [1, 5, 13, 53, 13, 116],
        ],
    ]
)


def of_counts(counts):
    """Write counts by group, origin and destination as persons seen in two periods."""
    group, origin, destination = (
        np.indices(counts.shape).reshape(3, -1).repeat(counts.ravel(), axis=1)
    )
    persons = len(group)
    frame = pd.DataFrame(
        {
            "person": np.tile(np.arange(persons), 2),
            "year": np.repeat([0, 1], persons),
            "state": np.append(origin, destination),
        }
    )
    return Spells.from_panel(frame, "person", "year", "state"), pd.Series(group, name="group")


def test_published_counts_have_their_published_statistic():
    found = homogeneity_test(*of_counts(KULLBACK)).statistics
    assert found.loc["likelihood_ratio", "statistic"] == pytest.approx(160.961, abs=5e-4)
    # They count 6 · 5 degrees; nobody went from the fourth state to the first, which takes one
    # away.
    assert found["df"].tolist() == [29, 29]


@st.composite
def panels(draw):
    """Draw states of some persons in some periods, some of them missing."""
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 5), st.integers(0, 6), st.integers(0, 2)),
            min_size=15,
            max_size=50,
            unique_by=lambda row: row[:2],
        )
    )
    return pd.DataFrame(rows, columns=["person", "year", "state"])


def assert_statistics(found, triples):
    """Compare with the table of (stratum, context, destination) counted one by one."""
    ratio, chi, df = oracle.compared(triples)
    assert found.statistics["df"].iloc[0] == df
    np.testing.assert_allclose(found.statistics["statistic"], [ratio, chi], atol=1e-9)
    if df:
        np.testing.assert_allclose(
            found.statistics["p"], stats.chi2.sf([ratio, chi], df), atol=1e-12
        )
    else:
        assert found.statistics["p"].isna().all()
    assert found.cells["moves"].sum() == len(triples)
    np.testing.assert_allclose(found.cells["expected"].sum(), len(triples))
    for name in ("likelihood_ratio", "chi_square"):
        total = found.statistics.loc[name, "statistic"]
        assert found.cells[name].sum() == pytest.approx(total, abs=1e-9)
        assert found.contexts[name].sum() == pytest.approx(total, abs=1e-9)
    assert found.contexts["df"].sum() == df


@settings(max_examples=40)
@given(panels(), st.data())
def test_tables_are_counted_as_one_would_by_hand(panel, data):
    spells = Spells.from_panel(panel, "person", "year", "state", step=1)
    seen = {(p, t): s for p, t, s in panel.itertuples(index=False)}
    by = pd.Series(data.draw(st.lists(st.integers(0, 1), min_size=6, max_size=6)), name="side")

    def moves(length):
        for person, year in seen:
            past = [seen.get((person, year - back)) for back in range(length, -1, -1)]
            if None not in past:
                yield person, year, past

    one = list(moves(1))
    if by[spells.persons].nunique() == 2 and one:
        expected = [(by[person], past[0], past[1]) for person, _, past in one]
        assert_statistics(homogeneity_test(spells, by), expected)
    first = panel["year"].min()
    if len({(year - 1 - first) // 2 for _, year, _ in one}) > 1:
        expected = [((year - 1 - first) // 2, past[0], past[1]) for _, year, past in one]
        assert_statistics(stationarity_test(spells, every=2), expected)
    for order, against in ((0, 1), (1, 2), (0, 2)):
        long = [past for *_, past in moves(against)]
        if long:
            cut = against - order
            expected = [(tuple(past[:cut]), tuple(past[cut:-1]), past[-1]) for past in long]
            assert_statistics(order_test(spells, order, against), expected)


def test_memory_of_two_is_the_sum_of_its_steps():
    careers, _ = synthetic_careers(200, 10)
    # With the same moves the likelihood ratios add up; here all have the same past.
    frame = careers.assign(state=careers["place"].astype(str))
    spells = Spells.from_panel(frame, "person", "year", "state")
    both = order_test(spells, 0, 2).statistics.loc["likelihood_ratio", "statistic"]
    second = order_test(spells, 1, 2).statistics.loc["likelihood_ratio", "statistic"]
    assert both > second > 0


def test_tails_are_those_of_scipy():
    for freedom in (1, 2, 3, 10, 31, 200, 1001):
        for statistic in (0.01, 1.0, freedom / 2, freedom, 2.0 * freedom, 5.0 * freedom):
            found = _core.chi_square_tail(statistic, freedom)
            assert found == pytest.approx(stats.chi2.sf(statistic, freedom), rel=1e-9, abs=1e-300)


def test_a_true_chain_is_not_often_refused_and_a_false_one_is():
    careers, _ = synthetic_careers(300, 8, seed=3)
    spells = Spells.from_panel(careers, "person", "year", ["place", "rung"])
    by = pd.Series(np.arange(300) % 2, name="half")
    found = homogeneity_test(spells, by, bootstrap=99, seed=1)
    assert (found.statistics[["p", "p_bootstrap"]] > 0.01).all(axis=None)
    assert found.meta.seed == 1
    assert found.contexts.index.names == ["origin_place", "origin_rung"]
    # A person's place alone is no chain: the rung stands behind it.
    independent = order_test(spells, 0, bootstrap=99, seed=1).statistics
    assert (independent["p_bootstrap"] == 0.01).all()
    assert (independent["p"] < 1e-10).all()


def test_drawn_p_values_are_even_under_the_null():
    random = np.random.default_rng(5)
    found = []
    for _ in range(60):
        states = np.empty((6, 9), int)
        states[:, 0] = random.integers(2, size=6)
        for year in range(1, 9):
            states[:, year] = random.random(6) < np.where(states[:, year - 1] == 1, 0.8, 0.3)
        frame = pd.DataFrame(states).melt(ignore_index=False, var_name="year", value_name="state")
        spells = Spells.from_panel(frame.reset_index(names="person"), "person", "year", "state")
        by = pd.Series([0, 0, 0, 1, 1, 1])
        found.append(
            homogeneity_test(spells, by, bootstrap=99, seed=2).statistics["p_bootstrap"].iloc[1]
        )
    assert stats.kstest(found, "uniform").pvalue > 0.01


def test_paths_are_drawn_step_by_step():
    # One path of four moves in two strata: all paths there can be, by what was drawn before.
    states, strata = np.array([0, 0, 1, 0, 1, 1]), np.array([0, 0, 0, 0, 1, 1])
    chain = np.array([[1, 2], [1, 1]]) / [[3], [2]]
    expected = 0.0
    for path in itertools.product((0, 1), repeat=5):
        p, moves, before = 1.0, np.zeros((2, 2, 2)), 0
        for state, stratum in zip(path, strata[1:], strict=True):
            p *= chain[before, state]
            moves[stratum, before, state] += 1
            before = state
        expected += p * _core.compare_strata(moves)[2].sum()
    stretch = (states, np.array([0, 6]), strata, 2, 2, 1, 0)
    drawn = _core.homogeneity_bootstrap(stretch, 20_000, (1, 2), None, None)
    chi_square = np.asarray(drawn)[:, 1]
    error = chi_square.std() / np.sqrt(len(chi_square))
    assert abs(chi_square.mean() - expected) < 4 * error


def test_first_states_are_kept_as_long_as_the_memory():
    # One move each after two states: all ends there can be, by what was drawn from the last one.
    paths = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 1], [1, 0, 0], [0, 0, 1], [0, 1, 0]])
    counts = np.zeros((2, 2))
    np.add.at(counts, (paths[:, 1], paths[:, 2]), 1)
    chain = counts / counts.sum(axis=1, keepdims=True)
    expected = 0.0
    for ends in itertools.product((0, 1), repeat=len(paths)):
        p, moves = 1.0, np.zeros((2, 2, 2))
        for (first, second, _), end in zip(paths, ends, strict=True):
            p *= chain[second, end]
            moves[first, second, end] += 1
        expected += p * _core.compare_strata(moves)[2].sum()
    offsets = np.arange(0, paths.size + 1, 3)
    none = np.zeros(paths.size, int)
    stretch = (paths.ravel(), offsets, none, 2, 1, 1, 1)
    drawn = _core.homogeneity_bootstrap(stretch, 20_000, (1, 2), None, None)
    chi_square = np.asarray(drawn)[:, 1]
    error = chi_square.std() / np.sqrt(len(chi_square))
    assert abs(chi_square.mean() - expected) < 4 * error


def test_threads_give_equal_bits():
    careers, _ = synthetic_careers(60, 6)
    spells = Spells.from_panel(careers, "person", "year", "rung")
    found = [
        stationarity_test(spells, bootstrap=50, seed=4, threads=threads).statistics
        for threads in (1, 2, 7)
    ]
    pd.testing.assert_frame_equal(found[0], found[1], check_exact=True)
    pd.testing.assert_frame_equal(found[0], found[2], check_exact=True)
    assert found[0]["p_bootstrap"].between(0.01, 1).all()


def test_what_is_not_used_is_said():
    panel = pd.DataFrame(
        {"person": [1, 1, 2, 2], "year": [1, 2, 1, 2], "state": list("abba"), "w": 2.0}
    )
    spells = Spells.from_panel(panel, "person", "year", "state", weight="w")
    found = homogeneity_test(spells, pd.Series(["x", "y"], index=[1, 2]))
    assert found.statistics["df"].iloc[0] == 0
    assert found.statistics["p"].isna().all()
    assert found.meta.notes == (
        "2 of 4 rows have no move and add no degree of freedom.",
        "Weights of persons are not used.",
    )
    assert "Test of a chain" in found.summary()


def test_homogeneity_is_a_part_of_that_of_the_r_package_markovchain():
    # It asks whether groups have the same shares of all moves: whether they start moves in the
    # same states, and then move alike.
    panel = monthly()
    spells = Spells.from_panel(panel, "person", "month", "state")
    found = homogeneity_test(spells, panel.groupby("person")["male"].first())
    starts = found.cells["moves"].to_numpy().reshape(2, 3, 3).sum(axis=2)
    of_starts, _, df, _ = stats.chi2_contingency(starts, lambda_="log-likelihood")
    theirs = stored("markovchain homogeneity")
    own = found.statistics.loc["likelihood_ratio"]
    assert own["statistic"] + of_starts == pytest.approx(theirs["statistic"], rel=1e-9)
    assert own["df"] + df == theirs["df"]


def test_order_and_stationarity_are_those_of_the_r_package_markovchain():
    panel = monthly()
    line = panel[panel["month"] == 36].sort_values("person")["state"].to_numpy()
    spells = Spells.from_panel(
        pd.DataFrame({"person": 1, "year": range(len(line)), "state": line}),
        "person",
        "year",
        "state",
    )
    order = order_test(spells, 1)
    own = order.statistics.loc["chi_square"]
    theirs = stored("markovchain order")
    assert own["statistic"] == pytest.approx(theirs["statistic"], rel=1e-9)
    assert own["p"] == pytest.approx(theirs["p"], rel=1e-9)
    # Its test of the Markov property leaves out what never happened, and expects moves after two
    # states by the probabilities of all moves; it does not read the end of sequences whose length
    # is no multiple of three.
    assert len(line) % 3 == 1
    moves = np.histogram2d(line[:-1], line[1:], 3)[0]
    triples = np.histogramdd(np.column_stack([line[:-3], line[1:-2], line[2:-1]]), 3)[0]
    pairs = triples.sum(axis=2, keepdims=True)
    expected = pairs * moves / moves.sum(axis=1, keepdims=True)
    some = triples > 0
    parts = (triples - expected)[some] ** 2 / expected[some]
    assert parts.sum() == pytest.approx(stored("markovchain memory")["statistic"], rel=1e-9)
    # Its test of stationarity takes probabilities for counts.
    cells = stationarity_test(spells, every=len(line) // 4).cells["moves"]
    counts = cells.to_numpy().reshape(4, 3, 3)
    p = counts / counts.sum(axis=2, keepdims=True)
    mean = p.mean(axis=0)
    assert ((p - mean) ** 2 / mean).sum() == pytest.approx(
        stored("markovchain stationarity")["statistic"], rel=1e-9
    )
