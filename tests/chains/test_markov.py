"""Classes, stationary distributions and absorption of Markov chains."""

import numpy as np
import pandas as pd
import pytest
import quantecon as qe
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import (
    Spells,
    absorption,
    communicating_classes,
    stationary_distribution,
    transition_matrix,
)
from weakties.datasets import synthetic_careers

from ..oracles.chains import estimation as oracle
from .observed import monthly, stored

EXAMPLE = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]])
# A fair bet of one coin a turn, with 0 to 3 coins.
GAMBLER = np.array([[1, 0, 0, 0], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0, 0, 0, 1]])


@st.composite
def matrices(draw, sparse=False):
    """Draw transition probabilities, with zeros where `sparse`."""
    size = draw(st.integers(2, 6))
    least = 0.0 if sparse else 0.01
    entries = st.floats(0.01, 1) | st.just(least)
    matrix = draw(arrays(float, (size, size), elements=entries))
    empty = matrix.sum(axis=1) == 0
    matrix[empty, empty] = 1
    return matrix / matrix.sum(axis=1, keepdims=True)


def test_the_example_of_three_states_has_its_stationary_distribution():
    # By hand: the balance of flows gives 5, 11 and 8 parts of 24.
    np.testing.assert_allclose(
        stationary_distribution(EXAMPLE), np.array([5, 11, 8]) / 24, atol=1e-15
    )


@given(matrices())
def test_the_stationary_distribution_solves_its_equation(matrix):
    pi = stationary_distribution(matrix).to_numpy()
    np.testing.assert_allclose(pi @ matrix, pi, atol=1e-14)
    assert pi.sum() == pytest.approx(1, abs=1e-14)
    np.testing.assert_allclose(pi, oracle.stationary(matrix), atol=1e-11)


@given(matrices(sparse=True))
def test_classes_and_stationary_distributions_are_those_of_quantecon(matrix):
    chain = qe.MarkovChain(matrix)
    found = communicating_classes(matrix)
    ours = {frozenset(states) for states in found.groupby("class").groups.values()}
    assert ours == {frozenset(map(int, c)) for c in chain.communication_classes}
    recurrent = found[found["recurrent"]]
    closed = {frozenset(states) for states in recurrent.groupby("class").groups.values()}
    assert closed == {frozenset(map(int, c)) for c in chain.recurrent_classes}
    for theirs in chain.stationary_distributions:
        pi = stationary_distribution(matrix, within=int(np.argmax(theirs)))
        np.testing.assert_allclose(pi, theirs, atol=1e-12)
    if len(chain.stationary_distributions) > 1:
        with pytest.raises(InvalidInput, match="recurrent classes, so the long run depends"):
            stationary_distribution(matrix)


@given(matrices(), st.randoms())
def test_renaming_states_renames_the_results(matrix, random):
    order = list(range(len(matrix)))
    random.shuffle(order)
    turned = matrix[np.ix_(order, order)]
    pi = stationary_distribution(matrix).to_numpy()
    np.testing.assert_allclose(stationary_distribution(turned), pi[order], atol=1e-13)


def test_slow_chains_keep_their_digits():
    matrix = [[1 - 1e-13, 1e-13, 0], [0, 1 - 1e-13, 1e-13], [1e-13, 0, 1 - 1e-13]]
    # Each leaves at a rate of one unit, as exactly as 1 less that unit can be written.
    np.testing.assert_allclose(stationary_distribution(matrix), np.full(3, 1 / 3), rtol=1e-15)
    tiny = 1e-300
    pi = stationary_distribution([[1 - tiny, tiny], [0.5, 0.5]])
    assert pi[1] / (2 * tiny) == pytest.approx(1, rel=1e-15)


def test_a_class_visited_in_turns_has_a_distribution():
    np.testing.assert_array_equal(stationary_distribution([[0, 1], [1, 0]]), [0.5, 0.5])


def test_transient_states_have_no_share():
    assert stationary_distribution([[0.5, 0.5], [0, 1]]).tolist() == [0, 1]
    with pytest.raises(InvalidInput, match="`within` must be a recurrent state: 0"):
        stationary_distribution([[0.5, 0.5], [0, 1]], within=0)
    with pytest.raises(UnknownLabel, match="`within`"):
        stationary_distribution([[0.5, 0.5], [0, 1]], within=2)


def test_the_gambler_is_ruined_as_in_the_textbook():
    found = absorption(GAMBLER)
    np.testing.assert_allclose(found.visits, np.array([[4, 2], [2, 4]]) / 3, atol=1e-15)
    np.testing.assert_allclose(found.probabilities, np.array([[2, 1], [1, 2]]) / 3, atol=1e-15)
    np.testing.assert_allclose(found.steps, [2, 2], atol=1e-14)
    np.testing.assert_allclose(found.variance, [2, 2], atol=1e-13)
    assert found.to_frame().columns.tolist() == [
        "origin",
        "destination",
        "probability",
        "steps",
        "variance",
    ]


@given(matrices(), st.data())
def test_absorption_follows_its_formulas(matrix, data):
    ends = data.draw(
        st.lists(
            st.sampled_from(range(len(matrix))), min_size=1, max_size=len(matrix) - 1, unique=True
        )
    )
    stop = np.isin(np.arange(len(matrix)), ends)
    found = absorption(matrix, into=ends)
    inner = matrix[np.ix_(~stop, ~stop)]
    visits = np.linalg.inv(np.eye(len(inner)) - inner)
    steps = visits.sum(axis=1)
    np.testing.assert_allclose(found.visits, visits, rtol=1e-9)
    np.testing.assert_allclose(found.probabilities, visits @ matrix[np.ix_(~stop, stop)], rtol=1e-9)
    np.testing.assert_allclose(found.steps, steps, rtol=1e-9)
    variance = (2 * visits - np.eye(len(inner))) @ steps - steps**2
    np.testing.assert_allclose(found.variance, variance, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1, atol=1e-13)


def test_absorption_agrees_with_simulated_careers():
    careers, truth = synthetic_careers(4000, 120, seed=9)
    tops = [("home", "professional"), ("abroad", "professional")]
    steps = absorption(truth, into=tops).steps[("home", "unskilled")]
    probability = absorption(truth, into=tops).probabilities.loc[("home", "unskilled"), tops[0]]
    top = careers[careers["rung"] == "professional"].groupby("person").first()
    assert len(top) > 3900
    reached_at_home = (top["place"] == "home").mean()
    assert reached_at_home == pytest.approx(probability, abs=4 * np.sqrt(0.25 / 4000))
    # Few have not arrived after 119 years, so the mean of the others is a little below.
    assert (top["year"] - 2000).mean() == pytest.approx(steps, rel=0.08)


def test_results_carry_the_states_of_the_spells():
    careers, _ = synthetic_careers(500, 10)
    estimated = transition_matrix(Spells.from_panel(careers, "person", "year", ["place", "rung"]))
    for matrix in (estimated, estimated.probabilities):
        assert stationary_distribution(matrix).index.names == ["place", "rung"]
        assert communicating_classes(matrix).index.names == ["place", "rung"]
        found = absorption(matrix, into=("home", "professional"))
        assert found.probabilities.index.names == ["origin_place", "origin_rung"]
        assert "home · professional" in found.summary()


def bad_matrices():
    labels = ["a", "b"]
    frame = pd.DataFrame([[0.5, 0.5], [0.1, 0.9]], index=labels, columns=labels)
    return [
        (EXAMPLE[:2], InvalidInput, "`matrix` has the wrong shape"),
        (np.array([[0.5, 0.4], [0, 1]]), InvalidInput, "rows that sum to 1: that of 0 sums to 0.9"),
        (np.array([[1.5, -0.5], [0, 1]]), InvalidInput, "`matrix` must hold numbers of at least 0"),
        (np.array([[np.nan, 1], [0, 1]]), InvalidInput, "`matrix` must hold no missing"),
        (np.array([[np.inf, 1], [0, 1]]), InvalidInput, "`matrix` must hold finite"),
        (np.empty((0, 0)), InvalidInput, "`matrix` is empty"),
        ("abc", WrongType, "`matrix` must be a list or an array"),
        (frame[["b", "a"]], InvalidInput, "same states in the same order"),
        (frame.set_axis(["a", "a"]), InvalidInput, "name each state once"),
        (frame * np.nan, InvalidInput, 'no move was observed out of .*never_left="absorbing"'),
    ]


@pytest.mark.parametrize("function", [communicating_classes, stationary_distribution, absorption])
@pytest.mark.parametrize(("matrix", "error", "message"), bad_matrices())
def test_what_is_no_transition_matrix_is_refused(function, matrix, error, message):
    with pytest.raises(error, match=message):
        function(matrix)


@pytest.mark.parametrize(
    ("matrix", "into", "error", "message"),
    [
        (EXAMPLE, None, InvalidInput, "`matrix` has no absorbing state.*pass into="),
        (EXAMPLE, [0, 1, 2], InvalidInput, "`into` must name some of the states but not all"),
        (EXAMPLE, [], InvalidInput, "`into` must name some of the states but not all"),
        (EXAMPLE, [3], UnknownLabel, "`into` names a label that is not there: 3"),
        (GAMBLER, [0], InvalidInput, "`into` must be reached for sure: it never is from 3"),
    ],
)
def test_ends_that_are_not_reached_are_refused(matrix, into, error, message):
    with pytest.raises(error, match=message):
        absorption(matrix, into=into)


def test_groups_have_to_be_chosen():
    careers, _ = synthetic_careers(50, 5)
    by = pd.Series(["x", "y"] * 25)
    grouped = transition_matrix(Spells.from_panel(careers, "person", "year", "rung"), by=by)
    with pytest.raises(InvalidInput, match=r"choose a group with .of\(…\), one of 'x' and 'y'"):
        communicating_classes(grouped)


def test_long_runs_and_ends_are_those_of_the_r_package_markovchain():
    spells = Spells.from_panel(monthly(), "person", "month", "state")
    found = stationary_distribution(transition_matrix(spells))
    np.testing.assert_allclose(found, stored("markovchain steady"), atol=1e-11)
    falls = [[0.9, 0.05, 0.03, 0.02], [0.1, 0.8, 0.04, 0.06], [0, 0, 1, 0], [0, 0, 0, 1]]
    found = absorption(falls)
    np.testing.assert_allclose(
        found.probabilities.to_numpy().ravel(order="F"), stored("markovchain absorption")
    )
    np.testing.assert_allclose(found.steps, stored("markovchain absorption time"))
