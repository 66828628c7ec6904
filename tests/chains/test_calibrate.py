"""Simulated moments: known answers, closed forms, other routes to the same numbers, and moments."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.stats import chi2

from weakties import InvalidInput
from weakties.chains import Spells, calibrate, mobility, transition_matrix
from weakties.chains._moment_search import sandwich
from weakties.chains.moments import MOMENTS, abroad, climbing, moving, rungs

QUIET = {"progress": False, "variance_replicates": 12, "bootstrap": 12}
ONE = Spells.from_panel(
    pd.DataFrame({"who": [1, 1], "year": [1, 2], "high": [False, True]}), "who", "year", "high"
)


def careers(values, replicates, seed, persons=100, years=6):
    """Simulate persons who rise and fall with given probabilities."""
    draws = np.random.default_rng(seed).random((replicates, years, persons))
    for draw in draws:
        high = np.zeros((years, persons), bool)
        for year in range(1, years):
            before, chance = high[year - 1], draw[year]
            high[year] = np.where(before, chance >= values["fall"], chance < values["rise"])
        table = pd.DataFrame({"high": high.ravel()}).assign(
            person=np.tile(range(persons), years), year=np.repeat(range(years), persons)
        )
        yield Spells.from_panel(table, "person", "year", "high")


def rates(spells):
    table = transition_matrix(spells).probabilities
    return pd.Series({"rise": table.loc[False, True], "fall": table.loc[True, False]})


def share(spells):
    time = (
        spells._length * spells.weights.to_numpy()[spells._person]
        if (spells.weights is not None)
        else spells._length
    )
    return time[spells._state == 1].sum() / time.sum()


RANGES = {"rise": (0.02, 0.6), "fall": (0.02, 0.6)}


@pytest.fixture(scope="module")
def data():
    (found,) = careers({"rise": 0.2, "fall": 0.3}, 1, seed=5)
    return found


@pytest.fixture(scope="module")
def exact(data):
    return calibrate(careers, RANGES, [rates], data, starts=2, seed=1, replicates=4, **QUIET)


def test_with_as_many_moments_as_parameters_moments_are_met(data, exact):
    assert_allclose(exact.moments["gap"], 0, atol=2e-3)
    assert_allclose(exact.parameters["value"], rates(data), atol=0.02)
    assert exact.overidentification["df"] == 0
    assert np.isnan(exact.overidentification["p"])


def test_standard_errors_are_those_of_maximum_likelihood_inflated(data, exact):
    # The moments are the estimates themselves, so the derivative is the identity.
    errors = np.diag(np.fliplr(transition_matrix(data).se.to_numpy()))
    assert_allclose(exact.parameters["se"], errors * np.sqrt(1 + 1 / 4), rtol=0.5)


def test_parameters_are_recovered_with_more_moments_than_parameters(data):
    found = calibrate(
        careers, RANGES, [rates, share], data, starts=1, seed=2, replicates=4,
        weighting="simulated", **QUIET,
    )  # fmt: skip
    table = found.parameters
    assert (abs(table["value"] - [0.2, 0.3]) < 2 * table["se"]).all()
    assert (table["lo"] < table["value"]).all()
    assert not table["at_bound"].any()
    assert found.overidentification["df"] == 1
    assert found.overidentification["p"] > 0.01


def test_every_start_is_reported_and_the_best_is_taken(exact):
    assert len(exact.minima) == 2
    assert exact.minima["converged"].all()
    best = exact.minima.loc[exact.minima["objective"].idxmin()]
    assert_allclose(best[["rise", "fall"]].astype(float), exact.parameters["value"])
    assert exact.minima["started"][0] == "rise 0.31, fall 0.31"
    assert exact.meta.counts["starts"] == 2


def test_the_same_seed_gives_the_same_bits(data):
    def run(seed):
        return calibrate(
            careers, RANGES, [rates], data, starts=1, seed=seed, replicates=1, polish=False, **QUIET
        ).parameters

    pd.testing.assert_frame_equal(run(3), run(3), check_exact=True)
    assert not run(3).equals(run(4))


DESIGN = np.array([[1.0, 0.0], [0.5, 2.0], [1.5, -1.0], [0.2, 0.3]])
TRUTH, OBSERVED = np.array([0.4, 0.7]), np.array([0.45, 1.58, -0.12, 0.31])
NOISE = np.diag([0.1, 0.2, 0.15, 0.05])


def linear(values, replicates, seed):
    """Give moments that are linear in the parameters, with the same noise for the same seed."""
    noise = np.random.default_rng(seed).standard_normal((replicates, 4)) @ NOISE
    return list(DESIGN @ [values["a"], values["b"]] + noise)


def passed(what):
    return OBSERVED if isinstance(what, Spells) else what


def test_a_minimum_at_the_end_of_its_range_is_told_of():
    # The truth is near (0.43, 0.74): the first range ends below it, the second above.
    for ranges, ends in (
        ({"a": (-1, 0.2), "b": (-1, 2)}, [0.2, None]),
        ({"a": (-1, 2), "b": (1.5, 2)}, [None, 1.5]),
    ):
        found = calibrate(
            linear, ranges, [passed], ONE, starts=2, seed=7, replicates=5,
            weighting=np.linalg.inv(NOISE @ NOISE), step=0.1, variance_replicates=50,
            progress=False,
        )  # fmt: skip
        table = found.parameters
        assert table["at_bound"].tolist() == [end is not None for end in ends]
        for name, end in zip(ranges, ends, strict=True):
            if end is not None:
                assert table.loc[name, "value"] == pytest.approx(end, abs=2e-3)
                assert_allclose(found.minima[name].astype(float), end, atol=2e-3)
            else:
                low, high = ranges[name]
                assert low + 0.01 < table.loc[name, "value"] < high - 0.01


def test_a_linear_model_is_generalised_least_squares():
    weights = np.linalg.inv(NOISE @ NOISE)
    found = calibrate(
        linear, {"a": (-1, 2), "b": (-1, 2)}, [passed], ONE, starts=2, seed=7, replicates=5,
        variance_replicates=2000, weighting=weights, step=0.1, progress=False,
    )  # fmt: skip
    noise = np.random.default_rng(7).standard_normal((5, 4)) @ NOISE
    wanted = OBSERVED - noise.mean(axis=0)
    bread = np.linalg.inv(DESIGN.T @ weights @ DESIGN)
    theta = bread @ DESIGN.T @ weights @ wanted
    assert_allclose(found.parameters["value"], theta, atol=2e-3)
    assert_allclose(found.covariance, 1.2 * bread, rtol=0.1, atol=2e-4)
    left = wanted - DESIGN @ theta
    j = left @ weights @ left / 1.2
    assert_allclose(found.overidentification["j"], j, rtol=0.1)
    assert_allclose(found.overidentification["p"], chi2.sf(j, 2), rtol=0.2)
    # With the best weights the statistic of the minimum is the test's.
    assert_allclose(found.minima["j"], j, rtol=0.1)


def test_a_true_model_is_refused_as_often_as_the_level_says():
    # With 30 draws chi-square would refuse it in 23 %.
    random = np.random.default_rng(1)
    design = random.normal(size=(12, 4))
    root = random.normal(size=(12, 12)) + 2 * np.eye(12)
    refused = 0
    for _ in range(600):
        weights = np.linalg.inv(np.cov(root @ random.normal(size=(12, 200))))
        omega = 1.2 * np.cov(root @ random.normal(size=(12, 30)))
        gap = np.sqrt(1.2) * root @ random.normal(size=12)
        gap = gap - design @ np.linalg.solve(design.T @ weights @ design, design.T @ weights @ gap)
        refused += sandwich(design, weights, omega, gap, np.ones(4), 30)[1]["p"] < 0.05
    assert 15 <= refused <= 48


def test_worse_weights_give_a_larger_spread_and_the_right_sandwich():
    found = calibrate(
        linear, {"a": (-1, 2), "b": (-1, 2)}, [passed], ONE, starts=1, seed=7, replicates=5,
        variance_replicates=2000, weighting="identity", step=0.1, progress=False,
    )  # fmt: skip
    pull = np.linalg.inv(DESIGN.T @ DESIGN) @ DESIGN.T
    assert_allclose(found.covariance, 1.2 * pull @ NOISE @ NOISE @ pull.T, rtol=0.12)
    assert found.overidentification["df"] == 2


def test_parameters_that_moments_do_not_tell_apart_have_no_standard_error():
    def sums(values, replicates, seed):
        return [np.full(2, values["a"] + values["b"])] * replicates

    found = calibrate(
        sums, {"a": (0, 1), "b": (0, 1)}, [lambda what: [0.7, 0.8] if isinstance(what, Spells)
        else what], ONE, starts=1, seed=1, weighting="identity", replicates=2, **QUIET,
    )  # fmt: skip
    assert found.parameters["se"].isna().all()
    assert_allclose(found.parameters["value"].sum(), 0.75, atol=1e-3)


def test_a_value_at_the_end_of_its_range_is_marked():
    found = calibrate(
        linear, {"a": (0.0, 0.2), "b": (-1, 2)}, [passed], ONE, starts=1, seed=7, replicates=5,
        weighting="identity", **QUIET,
    )  # fmt: skip
    assert found.parameters["at_bound"].tolist() == [True, False]


def test_the_bootstrap_of_moments_is_that_of_transition_matrices(data):
    found = calibrate(
        careers, RANGES, [rates], data, starts=1, seed=1, replicates=2, variance="bootstrap",
        polish=False, progress=False, variance_replicates=2, bootstrap=150,
    )  # fmt: skip
    other = transition_matrix(data, bootstrap=999, seed=1).se.to_numpy()
    assert_allclose(found.moments["se"], np.diag(np.fliplr(other)) * np.sqrt(1.5), rtol=0.2)


def test_results_can_be_shown(exact):
    ax = exact.plot()
    assert ax.get_xlabel() == "model less data, in standard errors"
    assert "rise" in exact.summary()
    assert exact.to_frame()["parameter"].tolist() == ["rise", "fall"]
    assert exact.scenario is None


# Moments of three persons over four quarters, worked out by hand.
LIVES = pd.DataFrame(
    {
        "who": np.repeat(["a", "b", "c"], 4),
        "quarter": [1, 2, 3, 4] * 3,
        "place": ["home", "home", "host 1", "host 1"] + ["home"] * 4 + ["host 2"] * 3 + ["home"],
        "rung": [0, 1, 1, 2] + [0] * 4 + [2, 1, 1, 0],
    }
)
WORKED = Spells.from_panel(LIVES, "who", "quarter", ["place", "rung"])


def test_moments_are_those_counted_by_hand():
    assert_allclose(abroad(WORKED), [1 / 3, 1 / 3, 2 / 3, 1 / 3])
    assert rungs(WORKED).to_dict() == {
        "at home on 1": 1 / 12,
        "at home on 2": 0.0,
        "abroad on 0": 0.0,
        "abroad on 1": 3 / 12,
        "abroad on 2": 2 / 12,
    }
    assert_allclose(climbing(WORKED), np.array([1, 0, 1, 1]) / 9)
    assert_allclose(moving(WORKED), np.array([1, 1]) / 9)
    indices = MOMENTS["mobility"](WORKED)
    # From rung 0: 1 rises of 4; from 1: 1 rises and 1 falls of 4; the one on 2 falls.
    chain = [[3 / 4, 1 / 4, 0], [1 / 4, 2 / 4, 1 / 4], [0, 1, 0]]
    wanted = mobility(chain, weights=[4 / 9, 4 / 9, 1 / 9]).indices["value"]
    assert_allclose(indices, wanted[indices.index])


def test_a_person_who_weighs_twice_counts_as_two():
    twice = pd.concat([LIVES, LIVES[LIVES["who"] == "a"].assign(who="d")])
    doubled = Spells.from_panel(twice, "who", "quarter", ["place", "rung"])
    weighed = Spells.from_panel(
        LIVES.assign(weight=np.where(LIVES["who"] == "a", 2.0, 1.0)),
        "who", "quarter", ["place", "rung"], weight="weight",
    )  # fmt: skip
    for moment in MOMENTS.values():
        assert_allclose(moment(weighed), moment(doubled), rtol=1e-12)


def test_moments_by_name_say_what_they_need():
    alone = Spells.from_panel(LIVES, "who", "quarter", "rung")
    with pytest.raises(InvalidInput, match="states of two columns, place and rung"):
        abroad(alone)
    abroad_only = Spells.from_panel(
        LIVES.replace({"place": {"home": "Bolivia"}}), "who", "quarter", ["place", "rung"]
    )
    with pytest.raises(InvalidInput, match='place of origin "home": places are Bolivia'):
        abroad(abroad_only)
