"""Chains in continuous time: the exponential of a matrix, and intensities from panels."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import linalg, optimize, stats

from weakties import InvalidInput, NotConverged, _core
from weakties.chains import multistate

from .observed import observed, stored

SEEN = observed()
CASES = {
    "plain": {},
    "restricted": {"allowed": [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1)]},
    "male": {"variables": "male"},
    "both": {"variables": ["male", "gcse5eq"]},
}


def generator(rates):
    intensities = rates.copy()
    np.fill_diagonal(intensities, 0)
    return intensities - np.diag(intensities.sum(axis=1))


@settings(max_examples=40)
@given(
    st.integers(2, 5).flatmap(
        lambda k: arrays(float, (k, k), elements=st.floats(1e-3, 5) | st.just(0.0))
    ),
    st.floats(1e-3, 20),
)
def test_the_exponential_is_that_of_scipy(rates, time):
    intensities = generator(rates)
    pairs = [(0, 1), (1, 0)]
    found, slopes = _core.matrix_exponential(intensities, time, pairs)
    np.testing.assert_allclose(found, linalg.expm(intensities * time), rtol=1e-9, atol=1e-13)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-12)
    for (i, j), slope in zip(pairs, slopes, strict=True):
        direction = np.zeros_like(intensities)
        direction[i, j] = intensities[i, j]
        direction[i, i] = -intensities[i, j]
        theirs = linalg.expm_frechet(intensities * time, direction * time, compute_expm=False)
        np.testing.assert_allclose(slope, theirs, rtol=1e-8, atol=1e-11)


@pytest.mark.parametrize("name", CASES)
def test_estimates_are_those_of_msm(name):
    found = multistate(SEEN, "person", "month", "state", **CASES[name])
    # R's optimiser stops where the likelihood has 12 digits.
    assert found.log_likelihood == pytest.approx(stored(f"msm loglik {name}").iloc[0], abs=1e-6)
    se = np.sqrt(np.diag(found.covariance))
    moves = len(found.intensities)
    np.testing.assert_allclose(
        np.log(found.intensities["value"]), stored(f"msm baseline {name}"), atol=1e-5
    )
    np.testing.assert_allclose(se[:moves], stored(f"msm se baseline {name}"), rtol=1e-5)
    if len(found.effects):
        for term in found.effects.index.unique(0):
            own = found.effects.loc[term]
            np.testing.assert_allclose(own["value"], stored(f"msm {term} {name}"), atol=1e-5)
            np.testing.assert_allclose(own["se"], stored(f"msm se {term} {name}"), rtol=1e-5)


def test_probabilities_and_stays_are_those_of_msm():
    found = multistate(SEEN, "person", "month", "state")
    theirs = stored("msm probabilities 7.5").to_numpy().reshape(3, 3).T
    np.testing.assert_allclose(found.probabilities(7.5), theirs, atol=1e-6)
    np.testing.assert_allclose(-1 / np.diag(found.matrix), stored("msm sojourn"), rtol=1e-5)
    assert found.aic == 12 - 2 * found.log_likelihood


def test_the_likelihood_is_at_its_top():
    few = SEEN[SEEN["person"] <= 150]
    found = multistate(few, "person", "month", "state", variables="male")

    def likelihood(parameters):
        base, effect = parameters[:6], parameters[6:]
        total = 0.0
        for (_, male), group in few.groupby(["person", "male"]):
            rates = np.zeros((3, 3))
            rates[~np.eye(3, dtype=bool)] = np.exp(base + effect * male)
            for gap, start, end in zip(
                np.diff(group["month"]), group["state"][:-1], group["state"][1:], strict=True
            ):
                key = (gap, male)
                if key not in known:
                    known[key] = linalg.expm(generator(rates) * gap)
                total += np.log(known[key][start - 1, end - 1])
        return total

    own = np.append(np.log(found.intensities["value"]), found.effects["value"])
    known = {}
    assert likelihood(own) == pytest.approx(found.log_likelihood, abs=1e-9)
    for at in range(len(own)):
        for step in (-1e-3, 1e-3):
            known = {}
            moved = own.copy()
            moved[at] += step
            assert likelihood(moved) < found.log_likelihood


def test_two_states_have_their_closed_form():
    # Equal intervals: the matrix of shares has a logarithm.
    counts = np.array([[60, 40], [10, 90]])
    rows = [(i, j) for i in (0, 1) for j in (0, 1) for _ in range(counts[i, j])]
    frame = pd.DataFrame(
        {
            "person": np.repeat(np.arange(len(rows)), 2),
            "time": np.tile([0.0, 2.5], len(rows)),
            "state": np.ravel(rows),
        }
    )
    found = multistate(frame, "person", "time", "state")
    expected = linalg.logm(counts / 100) / 2.5
    np.testing.assert_allclose(found.matrix, expected, rtol=1e-7)
    # With one interval a person, the sandwich is that of independent persons.
    robust = multistate(frame, "person", "time", "state", errors="person")
    np.testing.assert_allclose(robust.covariance, found.covariance, rtol=1e-5)


def test_errors_by_person_are_the_sandwich():
    few = SEEN[SEEN["person"] <= 200]
    found = multistate(few, "person", "month", "state", errors="person")
    bread = multistate(few, "person", "month", "state").covariance.to_numpy()
    own = np.log(found.intensities["value"].to_numpy())

    def slopes(group):
        def likelihood(parameters):
            rates = np.zeros((3, 3))
            rates[~np.eye(3, dtype=bool)] = np.exp(parameters)
            gaps = np.diff(group["month"])
            steps = {gap: linalg.expm(generator(rates) * gap) for gap in set(gaps)}
            ends = zip(gaps, group["state"][:-1] - 1, group["state"][1:] - 1, strict=True)
            return sum(np.log(steps[gap][start, end]) for gap, start, end in ends)

        return optimize.approx_fprime(own, likelihood, 1e-6)

    sample = few[few["person"] <= 200]
    scores = np.array([slopes(group) for _, group in sample.groupby("person")])
    expected = bread @ scores.T @ scores @ bread
    np.testing.assert_allclose(found.covariance, expected, rtol=1e-3, atol=1e-6)


def test_variables_move_the_matrix():
    found = multistate(SEEN, "person", "month", "state", variables=["male", "gcse5eq"])
    errors = np.sqrt(np.diag(found.covariance))[: len(found.intensities)]
    own = found.intensities
    np.testing.assert_allclose(own["se"], own["value"] * errors)
    np.testing.assert_allclose(own["lo"], own["value"] * np.exp(-stats.norm.ppf(0.975) * errors))
    np.testing.assert_allclose(own["hi"], own["value"] * np.exp(stats.norm.ppf(0.975) * errors))
    z = found.effects["value"] / found.effects["se"]
    np.testing.assert_allclose(found.effects["z"], z)
    reach = stats.norm.ppf(0.975) * found.effects["se"]
    np.testing.assert_allclose(found.effects["lo"], found.effects["value"] - reach)
    np.testing.assert_allclose(found.effects["hi"], found.effects["value"] + reach)
    np.testing.assert_allclose(found.effects["p"], 2 * stats.norm.sf(z.abs()))
    base = found.intensity_matrix()
    np.testing.assert_allclose(base, found.matrix)
    men = found.intensity_matrix({"male": 1})
    for (origin, destination), effect in found.effects.loc["male"]["value"].items():
        ratio = men.loc[origin, destination] / base.loc[origin, destination]
        assert ratio == pytest.approx(np.exp(effect))
    np.testing.assert_allclose(men.sum(axis=1), 0, atol=1e-14)
    np.testing.assert_allclose(found.probabilities(0), np.eye(3))
    half, whole = found.probabilities(3.0), found.probabilities(6.0)
    np.testing.assert_allclose(half.to_numpy() @ half.to_numpy(), whole, atol=1e-13)


def test_units_of_time_and_order_of_rows_do_not_matter():
    few = SEEN[SEEN["person"] <= 200]
    found = multistate(few, "person", "month", "state")
    shuffled = few.sample(frac=1, random_state=1).assign(year=lambda frame: frame["month"] / 12)
    years = multistate(shuffled, "person", "year", "state")
    np.testing.assert_allclose(years.matrix, 12 * found.matrix, rtol=1e-6)


def test_threads_give_equal_bits():
    random = np.random.default_rng(1)
    few = SEEN[SEEN["person"] <= 120]
    few = few.assign(age=random.normal(size=len(few)))
    found = [
        multistate(few, "person", "month", "state", variables="age", threads=threads)
        for threads in (1, 2, 7)
    ]
    assert found[0].meta.counts["kinds of interval"] > 1000
    for other in found[1:]:
        assert other.log_likelihood == found[0].log_likelihood
        np.testing.assert_array_equal(other.covariance, found[0].covariance)


def test_what_cannot_be_told_is_refused():
    frame = pd.DataFrame(
        {"person": [1, 1, 2, 2], "time": [0.0, 1.0, 0.0, 1.0], "state": list("abab")}
    )
    with pytest.raises(NotConverged, match="`allowed`"):
        multistate(frame, "person", "time", "state")
    with pytest.raises(InvalidInput, match="nobody gets from 'a' to 'b', as in row 1"):
        multistate(frame, "person", "time", "state", allowed=[("b", "a")])


def test_weights_count_persons_several_times():
    few = SEEN[SEEN["person"] <= 120]
    few = few.assign(weight=np.where(few["person"] % 2 == 0, 2.0, 1.0))
    twice = few[few["person"] % 2 == 0].assign(person=lambda frame: frame["person"] + 1000)
    options = {"variables": "male", "errors": "person"}
    weighted = multistate(few, "person", "month", "state", weight="weight", **options)
    copied = multistate(pd.concat([few, twice]), "person", "month", "state", **options)
    np.testing.assert_allclose(weighted.matrix, copied.matrix, rtol=1e-6)
    np.testing.assert_allclose(weighted.effects["value"], copied.effects["value"], atol=1e-6)
    # At their mean weight they are as many as there are.
    count = few["person"].nunique()
    copies = count + twice["person"].nunique()
    assert weighted.log_likelihood * copies / count == pytest.approx(copied.log_likelihood)
    scaled = multistate(
        few.assign(weight=7 * few["weight"]), "person", "month", "state", weight="weight", **options
    )
    np.testing.assert_allclose(scaled.covariance, weighted.covariance, rtol=1e-9)


def test_weights_of_one_change_nothing():
    few = SEEN[SEEN["person"] <= 120].assign(one=1.0)
    options = {"variables": "male", "errors": "person"}
    plain = multistate(few, "person", "month", "state", **options)
    weighted = multistate(few, "person", "month", "state", weight="one", **options)
    assert weighted.log_likelihood == plain.log_likelihood
    pd.testing.assert_frame_equal(weighted.intensities, plain.intensities)
    pd.testing.assert_frame_equal(weighted.effects, plain.effects)
    pd.testing.assert_frame_equal(weighted.covariance, plain.covariance)


def test_errors_with_weights_are_those_of_persons_who_stand_for_others():
    few = SEEN[SEEN["person"] <= 120].assign(one=3.0)
    plain = multistate(few, "person", "month", "state", errors="person")
    weighted = multistate(few, "person", "month", "state", weight="one", errors="person")
    np.testing.assert_allclose(weighted.covariance, plain.covariance, rtol=1e-9)
    # Who weighs twice as much moves the estimate twice as much, other than two persons alike.
    half = few.assign(two=np.where(few["person"] <= 60, 2.0, 0.0))
    own = few[few["person"] <= 60]
    alone = multistate(own, "person", "month", "state", errors="person")
    found = multistate(half, "person", "month", "state", weight="two", errors="person")
    np.testing.assert_allclose(found.matrix, alone.matrix, rtol=1e-6)
    np.testing.assert_allclose(found.covariance, alone.covariance, rtol=1e-5)
    with pytest.raises(InvalidInput, match='`errors` must be "person" where there are weights'):
        multistate(few, "person", "month", "state", weight="one")
    with pytest.raises(InvalidInput, match="`weight` must be above 0 for somebody"):
        multistate(few.assign(one=0.0), "person", "month", "state", weight="one", errors="person")


def test_who_was_seen_once_has_no_say_in_the_mean_weight():
    few = SEEN[SEEN["person"] <= 100].assign(weight=lambda frame: 1.0 + frame["person"] % 3)
    once = SEEN[SEEN["person"] == 101].iloc[:1].assign(weight=100.0)
    options = {"weight": "weight", "errors": "person"}
    found = multistate(pd.concat([few, once]), "person", "month", "state", **options)
    alone = multistate(few, "person", "month", "state", **options)
    assert found.log_likelihood == alone.log_likelihood
    assert found.meta.counts["persons"] == 100


def test_a_move_that_nobody_was_seen_to_make_is_told_by_what_followed():
    # From a to b and on to c: nobody was in b at the end who had not been there at the start.
    ends = ["aa"] * 30 + ["ac"] * 20 + ["bb"] * 25 + ["bc"] * 25
    frame = pd.DataFrame(
        {
            "person": np.repeat(np.arange(100), 2),
            "time": np.tile([0.0, 1.0], 100),
            "state": list("".join(ends)),
        }
    )
    found = multistate(frame, "person", "time", "state", allowed=[("a", "b"), ("b", "c")])

    def height(logarithms):
        one, two = np.exp(logarithms)
        through = 1 - (two * np.exp(-one) - one * np.exp(-two)) / (two - one)
        return -30 * one + 20 * np.log(through) - 25 * two + 25 * np.log(-np.expm1(-two))

    best = optimize.minimize(lambda x: -height(x), [-1.0, 0.1], method="Nelder-Mead", tol=1e-10)
    np.testing.assert_allclose(np.log(found.intensities["value"]), best.x, atol=1e-4)
    assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-8)


def test_variables_that_nearly_imply_each_other_are_refused():
    few = SEEN[SEEN["person"] <= 100]
    close = few["male"] + 1e-6 * (few["person"] % 3)
    with pytest.raises(NotConverged, match="`variables` may imply each other"):
        multistate(few.assign(close=close), "person", "month", "state", variables=["male", "close"])


def test_the_values_at_the_start_of_a_move_count():
    few = SEEN[SEEN["person"] <= 60]
    few = few.assign(age=np.random.default_rng(3).integers(0, 3, len(few)))
    found = multistate(few, "person", "month", "state", variables="age")
    last = few["month"] == few.groupby("person")["month"].transform("max")
    first = few["month"] == few.groupby("person")["month"].transform("min")
    at_end = multistate(
        few.assign(age=few["age"] + 3 * last), "person", "month", "state", variables="age"
    )
    pd.testing.assert_frame_equal(at_end.effects, found.effects)
    at_start = multistate(
        few.assign(age=few["age"] + 3 * first), "person", "month", "state", variables="age"
    )
    assert (at_start.effects["value"] != found.effects["value"]).all()


def test_variables_move_states_of_several_columns():
    few = SEEN[SEEN["person"] <= 100]
    places = {1: ("work", "high"), 2: ("school", "low"), 3: ("home", "low")}
    pair = few["state"].map(places)
    named = few.assign(place=pair.str[0], rung=pair.str[1])
    found = multistate(named, "person", "month", ["place", "rung"], variables="male")
    plain = multistate(few, "person", "month", "state", variables="male")
    order = [places[state] for state in (1, 2, 3)]
    np.testing.assert_allclose(
        found.intensity_matrix({"male": 1}).loc[order, order],
        plain.intensity_matrix({"male": 1}),
        rtol=1e-6,
    )
