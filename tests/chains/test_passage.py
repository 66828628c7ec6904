"""First passages, the fundamental matrix and Kemeny's constant."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from weakties import InvalidInput
from weakties.chains import (
    absorption,
    first_passage,
    fundamental_matrix,
    kemeny_constant,
    stationary_distribution,
)

from ..oracles.chains import estimation as oracle
from .observed import stored
from .test_markov import matrices

# The weather of Kemeny and Snell: rain, nice, snow.
OZ = np.array([[0.5, 0.25, 0.25], [0.5, 0, 0.5], [0.25, 0.25, 0.5]])
SLOW = np.array(
    [
        [0.97, 0.02, 0.01, 0],
        [0.005, 0.98, 0.01, 0.005],
        [0.1, 0.1, 0.75, 0.05],
        [0.02, 0, 0.08, 0.9],
    ]
)


def test_the_weather_in_oz_is_that_of_the_textbook():
    # Means, and variances by giddy's docs, which print those of Kemeny and Snell.
    found = first_passage(OZ)
    mean = [[5 / 2, 4, 10 / 3], [8 / 3, 5, 8 / 3], [10 / 3, 4, 5 / 2]]
    variance = [[67 / 12, 12, 62 / 9], [56 / 9, 12, 56 / 9], [62 / 9, 12, 67 / 12]]
    np.testing.assert_allclose(found.mean, mean, rtol=1e-14)
    np.testing.assert_allclose(found.variance, variance, rtol=1e-13)
    assert (found.probability == 1).all(axis=None)
    fundamental = np.array([[86, 3, -14], [6, 63, 6], [-14, 3, 86]]) / 75
    np.testing.assert_allclose(fundamental_matrix(OZ), fundamental, rtol=1e-14)
    assert kemeny_constant(OZ) == pytest.approx(32 / 15, rel=1e-14)


@pytest.mark.parametrize(("name", "matrix"), [("oz", OZ), ("slow", SLOW)])
def test_means_are_those_of_the_r_package_markovchain(name, matrix):
    for measure, within in (
        (f"markovchain mean {name}", True),
        (f"markovchain return {name}", False),
    ):
        found = first_passage(matrix).mean.to_numpy()
        for label, value in stored(measure).items():
            start, end = map(int, label.split()) if within else (int(label),) * 2
            # It leaves returns out of the means, as 0.
            if start != end or not within:
                assert found[start, end] == pytest.approx(value, rel=1e-9)


@given(matrices())
def test_passages_follow_their_formulas(matrix):
    found = first_passage(matrix)
    mean, variance = oracle.first_passage(matrix)
    np.testing.assert_allclose(found.mean, mean, rtol=1e-8)
    np.testing.assert_allclose(found.variance, variance, rtol=1e-6, atol=1e-6)
    pi = stationary_distribution(matrix).to_numpy()
    np.testing.assert_allclose(np.diag(found.mean) * pi, 1, rtol=1e-12)
    z = fundamental_matrix(matrix).to_numpy()
    np.testing.assert_allclose(z.sum(axis=1), 1, atol=1e-8)
    np.testing.assert_allclose(
        z, np.linalg.inv(np.eye(len(matrix)) - matrix + pi), rtol=1e-7, atol=1e-7
    )
    constant = kemeny_constant(matrix)
    np.testing.assert_allclose(
        (found.mean.to_numpy() * pi).sum(axis=1) - 1, constant, rtol=1e-9, atol=1e-9
    )
    others = np.sort_complex(np.linalg.eigvals(matrix))[:-1]
    assert constant == pytest.approx((1 / (1 - others)).sum().real, rel=1e-6)


@given(matrices(sparse=True))
def test_chains_of_any_classes_agree_with_absorption(matrix):
    found = first_passage(matrix)
    for end in range(len(matrix)):
        steps, sure = oracle.reaching(matrix, end)
        np.testing.assert_allclose(found.probability[end], sure, atol=1e-9)
        exact = (found.probability[end] == 1).to_numpy()
        np.testing.assert_array_equal(exact, sure > 1 - 1e-12)
        assert np.isinf(found.mean[end][~exact]).all()
        assert np.isinf(found.variance[end][~exact]).all()
        np.testing.assert_allclose(found.mean[end][exact], steps[exact], rtol=1e-8)


def test_times_until_absorption_are_first_passages():
    climbing = np.array([[0.8, 0.1, 0.1], [0.0, 0.75, 0.25], [0.0, 0.0, 1.0]])
    found, ends = first_passage(climbing), absorption(climbing)
    np.testing.assert_allclose(found.mean[2][:2], ends.steps, rtol=1e-14)
    np.testing.assert_allclose(found.variance[2][:2], ends.variance, rtol=1e-13)
    assert found.mean.loc[2, 2] == 1
    assert found.variance.loc[2, 2] == 0


def test_slow_chains_keep_their_digits():
    rare = 1e-14
    found = first_passage([[1 - rare, rare], [0.5, 0.5]])
    assert found.mean.loc[0, 1] * rare == pytest.approx(1, rel=1e-15)
    assert found.mean.loc[1, 0] == 2
    assert found.variance.loc[0, 1] * rare**2 == pytest.approx(1, rel=1e-13)


def test_states_visited_in_turns_take_no_luck():
    turns = np.roll(np.eye(5), 1, axis=1)
    found = first_passage(turns)
    np.testing.assert_allclose(found.mean[0], [5, 4, 3, 2, 1], rtol=1e-15)
    np.testing.assert_allclose(found.variance, 0, atol=1e-12)
    assert kemeny_constant(turns) == pytest.approx(2)
    assert kemeny_constant([[1.0]]) == 0
    assert first_passage([[1.0]]).mean.loc[0, 0] == 1


def test_renaming_states_renames_the_results():
    order = [2, 0, 3, 1]
    turned = first_passage(SLOW[np.ix_(order, order)])
    np.testing.assert_allclose(
        turned.mean, first_passage(SLOW).mean.to_numpy()[np.ix_(order, order)], rtol=1e-13
    )


def test_a_class_can_be_chosen():
    split = pd.DataFrame(
        [[0.5, 0.5, 0, 0], [0.2, 0.8, 0, 0], [0, 0, 1, 0], [0.1, 0, 0.1, 0.8]],
        index=list("abcd"),
        columns=list("abcd"),
    )
    assert kemeny_constant(split, within="b") == pytest.approx(1 / 0.7)
    assert fundamental_matrix(split, within="a").index.tolist() == ["a", "b"]
    with pytest.raises(InvalidInput, match="`matrix` has 2 recurrent classes"):
        kemeny_constant(split)
    with pytest.raises(InvalidInput, match="`within` must be a recurrent state: 'd'"):
        fundamental_matrix(split, within="d")
    assert first_passage(split).to_frame().columns.tolist() == [
        "origin",
        "destination",
        "mean",
        "variance",
        "probability",
    ]
    assert first_passage(split).probability.loc["d", "c"] == pytest.approx(0.5)
