"""Multinomial logit of the next state by origin."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from weakties import InvalidInput, NotConverged
from weakties.chains import Spells, transition_logit, transition_matrix

from .observed import monthly, moves, stored

SEEN = monthly()
NAMES = ["male", "gcse5eq"]


def test_estimates_are_those_of_the_r_package_nnet():
    found = transition_logit(SEEN, "person", "month", "state", NAMES, errors="curvature")
    for (origin, destination, variable), row in found.coefficients.iterrows():
        term = "(Intercept)" if variable == "constant" else variable
        for measure, column in ((f"multinom {term}", "value"), (f"multinom se {term}", "se")):
            theirs = stored(measure)[f"{origin} {destination}"]
            assert row[column] == pytest.approx(theirs, abs=1e-6)


def test_errors_by_person_are_those_of_statsmodels():
    found = transition_logit(SEEN, "person", "month", "state", NAMES)
    steps = moves()
    own = steps[steps["state"] == 3]
    code = own["next_state"].map({3: 0, 1: 1, 2: 2})
    fit = sm.MNLogit(code.to_numpy(), sm.add_constant(own[NAMES]).to_numpy()).fit(
        disp=0, cov_type="cluster", cov_kwds={"groups": own["person"].to_numpy()}
    )
    ours = found.coefficients.loc[3]
    np.testing.assert_allclose(ours["value"], fit.params.T.ravel(), rtol=1e-6)
    np.testing.assert_allclose(ours["se"], fit.bse.T.ravel(), rtol=1e-6)
    np.testing.assert_allclose(ours["p"], fit.pvalues.T.ravel(), rtol=1e-4)
    np.testing.assert_allclose(
        ours[["lo", "hi"]], np.asarray(fit.conf_int()).reshape(-1, 2), rtol=1e-6
    )
    assert found.fits.loc[3, "pseudo_r2"] == pytest.approx(fit.prsquared)


def test_a_dummy_for_all_gives_the_matrices_of_both_groups():
    found = transition_logit(SEEN, "person", "month", "state", "male")
    spells = Spells.from_panel(SEEN, "person", "month", "state")
    by = SEEN.groupby("person")["male"].first()
    matrices = transition_matrix(spells, by=by)
    for male in (0, 1):
        np.testing.assert_allclose(
            found.probabilities({"male": male}), matrices.of(male).probabilities, atol=1e-9
        )


def test_scale_and_order_do_not_matter():
    few = SEEN[SEEN["person"] <= 200]
    age = few["month"] / 12 + few["person"] % 7
    found = transition_logit(few.assign(age=age), "person", "month", "state", "age")
    turned = few.assign(age=1e4 + 100 * age).sample(frac=1, random_state=1)
    other = transition_logit(turned, "person", "month", "state", "age")
    np.testing.assert_allclose(
        other.probabilities({"age": 1e4 + 350}), found.probabilities({"age": 3.5}), atol=1e-8
    )
    slope = found.coefficients.xs("age", level="variable")
    scaled = other.coefficients.xs("age", level="variable")
    np.testing.assert_allclose(scaled["se"] * 100, slope["se"], rtol=1e-5)


def test_states_that_lead_to_one_need_no_estimate():
    frame = pd.DataFrame(
        {
            "person": [1, 1, 2, 2, 3, 3, 4, 4],
            "year": [1, 2] * 4,
            "state": list("abaaacbb"),
            "x": [0.0, 0.0, 1.0, 0.0, 0.5, 0.0, 2.0, 0.0],
        }
    )
    frame = pd.concat(
        [
            frame.assign(person=frame["person"] + 4 * copy, x=frame["x"] + 0.3 * copy**2 % 1)
            for copy in range(5)
        ]
    )
    found = transition_logit(frame, "person", "year", "state", "x", errors="curvature")
    matrix = found.probabilities({"x": 0.7})
    assert matrix.loc["b"].tolist() == [0, 1, 0]
    assert matrix.loc["c"].isna().all()
    assert matrix.loc["a"].sum() == pytest.approx(1)
    assert found.coefficients.index.unique("origin").tolist() == ["a"]
    assert found.fits.loc["a", "base"] == "a"
    assert found.coefficients.shape[0] == 4


def test_a_variable_that_foretells_everything_is_refused():
    frame = pd.DataFrame(
        {
            "person": np.repeat(np.arange(20), 2),
            "year": np.tile([1, 2], 20),
            "state": [state for person in range(20) for state in ("a", "ab"[person % 2])],
            "x": np.repeat(np.arange(20) % 2, 2),
        }
    )
    with pytest.raises(NotConverged, match="moves from 'a' did not settle: `variables` may"):
        transition_logit(frame, "person", "year", "state", "x")


def test_weights_count_persons_several_times():
    few = SEEN[SEEN["person"] <= 200]
    few = few.assign(weight=np.where(few["person"] % 2 == 0, 2.0, 1.0))
    twice = few[few["person"] % 2 == 0].assign(person=lambda frame: frame["person"] + 1000)
    weighted = transition_logit(few, "person", "month", "state", "male", weight="weight")
    copied = transition_logit(pd.concat([few, twice]), "person", "month", "state", "male")
    np.testing.assert_allclose(
        weighted.coefficients["value"], copied.coefficients["value"], atol=1e-8
    )
    np.testing.assert_allclose(weighted.fits["pseudo_r2"], copied.fits["pseudo_r2"], atol=1e-8)
    scaled = few.assign(weight=5 * few["weight"])
    again = transition_logit(scaled, "person", "month", "state", "male", weight="weight")
    np.testing.assert_allclose(again.coefficients, weighted.coefficients, rtol=1e-9)


def test_errors_with_weights_are_the_weighted_sandwich():
    few = SEEN[SEEN["person"] <= 150]
    few = few.assign(weight=1.0 + few["person"] % 3)
    found = transition_logit(few, "person", "month", "state", "male", weight="weight")
    weights = few.groupby("person")["weight"].first()
    steps = moves()
    own = steps[(steps["state"] == 3) & (steps["person"] <= 150)]
    x = sm.add_constant(own["male"].to_numpy(float))
    w = (weights / weights.mean()).loc[own["person"]].to_numpy()
    beta = found.coefficients.loc[3]["value"].to_numpy().reshape(2, 2).T
    odds = np.exp(x @ beta)
    p = odds / (1 + odds.sum(axis=1, keepdims=True))
    reached = own["next_state"].to_numpy()[:, np.newaxis] == [1, 2]
    scores = np.einsum("n,nj,nk->njk", w, reached - p, x).reshape(len(x), 4)
    np.testing.assert_allclose(scores.sum(axis=0), 0, atol=1e-8)
    spread = np.einsum("n,nj,nl,nk,nm->jklm", w, p, -p, x, x)
    spread += np.einsum("n,nj,jl,nk,nm->jklm", w, p, np.eye(2), x, x)
    bread = np.linalg.inv(spread.reshape(4, 4))
    persons = pd.DataFrame(scores).groupby(own["person"].to_numpy()).sum().to_numpy()
    count, most = len(persons), len(own)
    meat = persons.T @ persons * count / (count - 1) * (most - 1) / (most - 4)
    np.testing.assert_allclose(
        found.coefficients.loc[3]["se"], np.sqrt(np.diag(bread @ meat @ bread)), rtol=1e-6
    )


def test_who_weighs_nothing_is_not_there():
    few = SEEN[SEEN["person"] <= 150]
    none = few.assign(weight=(few["person"] <= 100).astype(float))
    found = transition_logit(none, "person", "month", "state", "male", weight="weight")
    alone = transition_logit(few[few["person"] <= 100], "person", "month", "state", "male")
    np.testing.assert_allclose(found.coefficients, alone.coefficients, rtol=1e-7, atol=1e-9)
    pd.testing.assert_series_equal(found.fits["moves"], alone.fits["moves"])


def test_the_values_at_the_start_of_a_move_count():
    few = SEEN[SEEN["person"] <= 150]
    few = few.assign(age=np.random.default_rng(3).integers(0, 3, len(few)))
    found = transition_logit(few, "person", "month", "state", "age")
    last = few["month"] == few.groupby("person")["month"].transform("max")
    first = few["month"] == few.groupby("person")["month"].transform("min")
    at_end = transition_logit(
        few.assign(age=few["age"] + 3 * last), "person", "month", "state", "age"
    )
    pd.testing.assert_frame_equal(at_end.coefficients, found.coefficients)
    at_start = transition_logit(
        few.assign(age=few["age"] + 3 * first), "person", "month", "state", "age"
    )
    assert (at_start.coefficients["value"] != found.coefficients["value"]).all()


def test_no_move_leads_over_a_gap():
    few = SEEN[SEEN["person"] <= 100]
    found = transition_logit(
        few[few["month"] != 30], "person", "month", "state", "male", errors="curvature"
    )
    whole = transition_logit(few, "person", "month", "state", "male", errors="curvature")
    persons = few["person"].nunique()
    assert found.fits["moves"].sum() == whole.fits["moves"].sum() - 2 * persons


def test_errors_by_person_need_two_persons():
    one = SEEN[(SEEN["person"] == SEEN["person"].min())].assign(age=lambda frame: frame["month"])
    with pytest.raises(InvalidInput, match='"person" needs moves of two persons at least'):
        transition_logit(one, "person", "month", "state", "age")


def test_values_far_out_make_a_move_certain():
    few = SEEN[SEEN["person"] <= 100]
    found = transition_logit(few, "person", "month", "state", "month")
    far = found.probabilities({"month": 1e6})
    np.testing.assert_allclose(far.sum(axis=1), 1)
    assert (far.max(axis=1) == 1).all()
