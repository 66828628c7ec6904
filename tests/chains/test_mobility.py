"""Mobility indices by their definitions."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import (
    Spells,
    first_passage,
    homogeneity_test,
    mobility,
    stationary_distribution,
    transition_matrix,
)
from weakties.datasets import synthetic_careers

from ..oracles.chains import estimation as oracle
from .observed import monthly
from .test_markov import EXAMPLE, bad_matrices, matrices


def test_the_example_of_three_states_has_its_indices():
    # Closed forms; giddy's B2 is the normalised one.
    value = mobility(EXAMPLE).indices["value"]
    assert value["prais_trace"] == pytest.approx(0.35, abs=1e-15)
    assert value["determinant"] == pytest.approx(0.58, abs=1e-15)
    assert value["second_eigenvalue"] == pytest.approx(0.30, abs=1e-14)
    assert value["bartholomew"] == pytest.approx(0.258333, abs=5e-7)
    assert value["bartholomew_normalised"] == pytest.approx(0.129167, abs=5e-7)
    assert value["immobility_ratio"] == pytest.approx((5 * 0.7 + 11 * 0.8 + 8 * 0.8) / 24)
    stay = mobility(EXAMPLE).states["expected_stay"]
    np.testing.assert_allclose(stay, [1 / 0.3, 5, 5], rtol=1e-14)


@settings(max_examples=40)
@given(matrices(), st.data())
def test_indices_follow_their_formulas(matrix, data):
    size = len(matrix)
    lowest, step = data.draw(st.sampled_from([(0, 1), (1, 1), (-4, 2.5)]))
    ranks = lowest + step * np.array(data.draw(st.permutations(range(size))), float)
    own = mobility(matrix, order=pd.Series(ranks)).indices["value"].to_dict()
    expected = oracle.mobility(matrix, ranks, oracle.stationary(matrix))
    # The root of a determinant near 0 magnifies its rounding.
    own_root, expected_root = own.pop("determinant_root"), expected.pop("determinant_root")
    assert own_root == pytest.approx(expected_root, abs=1e-2)
    if expected["determinant"] < 0.999:
        assert own_root == pytest.approx(expected_root, abs=1e-10)
    # Rounding moves eigenvalues of 0 that are several in one by a root of it.
    own_second, expected_second = own.pop("second_eigenvalue"), expected.pop("second_eigenvalue")
    assert own_second == pytest.approx(expected_second, abs=1e-3)
    if expected_second < 0.99:
        assert own_second == pytest.approx(expected_second, abs=1e-6)
    assert own == pytest.approx(expected, abs=1e-7)
    weights = np.arange(1.0, size + 1)
    weighted = mobility(matrix, order=pd.Series(ranks), weights=weights).indices["value"]
    expected = oracle.mobility(matrix, ranks, weights / weights.sum())
    for name in ("bartholomew", "leaving_scaled", "immobility_ratio", "upward_rate"):
        assert weighted[name] == pytest.approx(expected[name], abs=1e-12)


@given(matrices())
def test_what_stays_climbs_or_falls_is_everyone(matrix):
    value = mobility(matrix).indices["value"]
    total = value["immobility_ratio"] + value["upward_rate"] + value["downward_rate"]
    assert total == pytest.approx(1, abs=1e-12)


@given(matrices())
def test_turning_the_order_swaps_up_and_down(matrix):
    states = list(range(len(matrix)))
    up, down = mobility(matrix).indices, mobility(matrix, order=states[::-1]).indices
    assert up.loc["upward_rate", "value"] == pytest.approx(down.loc["downward_rate", "value"])
    assert up.loc["bartholomew", "value"] == pytest.approx(down.loc["bartholomew", "value"])


def test_nobody_moves_or_everyone_by_chance():
    still = mobility(np.eye(3), weights=[1, 1, 1])
    assert still.indices["value"].drop("immobility_ratio").abs().max() == 0
    assert still.indices.loc["immobility_ratio", "value"] == 1
    assert np.isinf(still.states[["expected_stay", "relative_stay"]]).all(axis=None)
    chance = mobility(np.full((4, 4), 0.25))
    for index in ("prais_trace", "determinant", "second_eigenvalue", "leaving_scaled"):
        assert chance.indices.loc[index, "value"] == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(chance.states["relative_stay"], 1)


def test_places_may_share_a_rank():
    _, truth = synthetic_careers(1, 1)
    rung = pd.Series(
        truth.index.get_level_values("rung").map({"unskilled": 0, "skilled": 1, "professional": 2}),
        index=truth.index,
    )
    found = mobility(truth, order=rung).states
    np.testing.assert_allclose(found["upward"], [0.05, 0.05, 0, 0.12, 0.12, 0])
    np.testing.assert_allclose(found["downward"], [0, 0.03, 0.03, 0, 0.03, 0.03])
    np.testing.assert_allclose(found["weight"], stationary_distribution(truth))
    shuffled = mobility(truth, order=rung.sample(frac=1, random_state=1)).states
    pd.testing.assert_frame_equal(shuffled, found)


def test_a_bootstrap_gives_standard_errors():
    careers, truth = synthetic_careers(1500, 15, seed=4)
    spells = Spells.from_panel(careers, "person", "year", ["place", "rung"])
    matrix = transition_matrix(spells, bootstrap=100, seed=1, level=0.9)
    found = mobility(matrix)
    expected = [
        mobility(replicate).indices["value"].to_numpy() for replicate in matrix.replicates[:, 0]
    ]
    np.testing.assert_allclose(found.indices["se"], np.std(expected, axis=0, ddof=1), rtol=1e-9)
    np.testing.assert_allclose(found.indices["lo"], np.quantile(expected, 0.05, axis=0))
    true = mobility(truth).indices["value"]
    z = (found.indices["value"] - true) / found.indices["se"]
    assert z.abs().max() < 4
    bits = {
        mobility(matrix, threads=threads).indices["se"].to_numpy().tobytes()
        for threads in (1, 2, 7)
    }
    assert len(bits) == 1
    assert found.meta.seed == 1
    assert "se" in found.summary()
    assert "Bartholomew" in found.cite()
    assert found.to_frame()["index"].tolist()[0] == "prais_trace"


def test_replicates_that_know_nothing_are_left_out():
    data = pd.DataFrame(
        {"p": [0, 0, 1, 1, 2, 2], "t": [1, 2] * 3, "s": ["a", "b", "b", "a", "a", "a"]}
    )
    matrix = transition_matrix(Spells.from_panel(data, "p", "t", "s"), bootstrap=60, seed=1)
    lost = np.isnan(matrix.replicates).any(axis=(1, 2, 3)).sum()
    assert 0 < lost < 60
    assert f"{lost} replicates lack an index" in mobility(matrix).meta.notes[0]


@pytest.mark.parametrize(("matrix", "error", "message"), bad_matrices())
def test_what_is_no_transition_matrix_is_refused(matrix, error, message):
    with pytest.raises(error, match=message):
        mobility(matrix)


@pytest.mark.parametrize(
    ("matrix", "changed", "error", "message"),
    [
        ([[1.0]], {}, InvalidInput, "at least two states"),
        (np.eye(2), {}, InvalidInput, "2 recurrent classes.*pass weights="),
        (EXAMPLE, {"order": (0, 1, 2)}, WrongType, "`order` must be a list"),
        (EXAMPLE, {"order": [0, 1]}, InvalidInput, "`order` must name each of the 3 states once"),
        (EXAMPLE, {"order": [0, 1, 1]}, InvalidInput, "2 of them different"),
        (EXAMPLE, {"order": [0, 1, 9]}, UnknownLabel, "`order`"),
        (EXAMPLE, {"order": pd.Series([1, 1, 1])}, InvalidInput, "two different ranks"),
        (EXAMPLE, {"order": pd.Series([1, 2, 3], index=[0, 0, 1])}, InvalidInput, "each state"),
        (EXAMPLE, {"order": pd.Series([1, 2, np.nan])}, InvalidInput, "`order` must hold no"),
        (EXAMPLE, {"weights": [1, 1]}, InvalidInput, "`weights` has the wrong shape"),
        (EXAMPLE, {"weights": [1, 1, -1]}, InvalidInput, "`weights` must hold numbers of at least"),
        (EXAMPLE, {"weights": [0, 0, 0]}, InvalidInput, "`weights` must not all be 0"),
        (EXAMPLE, {"weights": pd.Series([1, 1, 1], index=list("abc"))}, UnknownLabel, "`weights`"),
        (EXAMPLE, {"threads": -1}, InvalidInput, "`threads`"),
    ],
)
def test_bad_arguments_are_refused(matrix, changed, error, message):
    with pytest.raises(error, match=message):
        mobility(matrix, **changed)


def test_chains_and_their_indices_are_those_of_giddy():
    stored = pd.read_csv(Path(__file__).parents[1] / "stored" / "chains_giddy.csv")
    theirs = {name: own["value"].to_numpy() for name, own in stored.groupby("measure")}
    panel = monthly()
    spells = Spells.from_panel(panel, "person", "month", "state")
    chain = transition_matrix(spells)
    value = mobility(chain).indices["value"]
    by = panel.groupby("person")["male"].first()
    test = homogeneity_test(spells, by).statistics
    ours = {
        "probability": chain.probabilities,
        "steady": stationary_distribution(chain),
        "passage": first_passage(chain).mean,
        "homogeneity": [*test["statistic"], test["df"].iloc[0]],
        "mobility": value[["prais_trace", "determinant", "second_eigenvalue"]],
        "bartholomew": value[["leaving_scaled", "bartholomew_normalised"]],
    }
    assert ours.keys() == theirs.keys()
    for name, found in ours.items():
        np.testing.assert_allclose(np.ravel(found), theirs[name], rtol=1e-9, err_msg=name)
