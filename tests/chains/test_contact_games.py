"""Durations, dropping out and migration in job-contact networks, by their definitions."""

import numpy as np
import pandas as pd
import pytest

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import (
    job_contact_dropout,
    job_contact_durations,
    job_contact_exact,
    two_countries,
)

A, B = 0.1, 0.015
CIRCLE = np.array([[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]])
SAME = {"arrival": (A, A), "separation": (B, B), "wages": (1.0, 1.5)}


def test_alone_staying_has_its_closed_form():
    start = [True, False]
    found = job_contact_dropout(np.zeros((2, 2)), A, B, [0, 0], employed=start).nodes
    np.testing.assert_allclose(found["value_most"], [0.9258, 0.4873], atol=5e-5)
    now = job_contact_dropout(
        np.zeros((2, 2)), A, B, [0, 0], employed=start, counted_from="now"
    ).nodes
    h, keep = A * (1 - B), 1 - A * (1 - B) - B
    long_run = h / (h + B)
    expected = [long_run + (s - long_run) * 0.1 / (1 - 0.9 * keep) for s in (1, 0)]
    np.testing.assert_allclose(now["value_most"], expected, atol=1e-13)
    # Costs even on 0.8 to 1: 37 % of those with a job drop out, and all without.
    share = (1 - found.loc[0, "value_most"]) / 0.2
    assert share == pytest.approx(0.371, abs=5e-4)


def test_both_equilibria_hold_and_may_differ():
    values = job_contact_dropout(CIRCLE, A, B, np.zeros(4)).nodes["value_most"]
    alone = job_contact_dropout(CIRCLE, A, B, np.full(4, 2.0)).nodes["value_most"]
    assert (values > alone).all()
    between = (values + alone) / 2
    found = job_contact_dropout(CIRCLE, A, B, between).nodes
    assert found["stays_most"].all()
    assert not found["stays_fewest"].any()
    for name in ("most", "fewest"):
        wants = found[f"value_{name}"] >= found["cost"]
        pd.testing.assert_series_equal(wants, found[f"stays_{name}"], check_names=False)


def test_who_drops_out_takes_others_along():
    pair = [[0, 1], [1, 0]]
    both = job_contact_dropout(pair, A, B, [0.93, 0.93]).nodes
    assert both["stays_most"].all()
    one = job_contact_dropout(pair, A, B, pd.Series({1: 2.0, 0: 0.93})).nodes
    assert not one["stays_most"].any()


def test_hazards_by_exact_duration_follow_a_path_through_the_chain():
    found = job_contact_durations(CIRCLE, A, B, longest=10)
    assert (found["hazard"].diff().dropna() < 0).all()
    np.testing.assert_allclose(
        found.loc[[1, 2, 10], "hazard_at_least"], [0.249188, 0.247665, 0.240330], atol=5e-7
    )
    survival = np.append(1, np.cumprod(1 - found["hazard"]))[:-1]
    np.testing.assert_allclose(found["survival"], survival, rtol=1e-9)
    alone = job_contact_durations([[0]], A, B, longest=3)
    np.testing.assert_allclose(alone[["hazard", "hazard_at_least"]], A * (1 - B), rtol=1e-9)
    # Mean length of a spell: unemployment over those who become unemployed in a period.
    long = job_contact_durations(CIRCLE, A, B, longest=400)
    assert long["survival"].sum() == pytest.approx(1 / long.loc[1, "hazard_at_least"], rel=1e-9)


def test_incomes_are_those_of_the_two_markets():
    # Nodes 0 to 2 at home, 3 and 4 abroad; 0 and 1 are tied to 3.
    ties = np.zeros((5, 5))
    for one, other in [(0, 1), (1, 2), (0, 3), (1, 3), (3, 4)]:
        ties[one, other] = ties[other, one] = 1
    found = two_countries(ties, [0, 1, 2], costs=np.full(5, 9.0), **SAME).nodes
    assert not found["leaves_most"].any()
    home = 1 - job_contact_exact(ties[:3, :3], A, B).unemployment
    np.testing.assert_allclose(found["home_fewest"][:3], home, atol=1e-12)
    abroad = 1 - job_contact_exact(ties[np.ix_([0, 3, 4], [0, 3, 4])], A, B).unemployment[0]
    assert found.loc[0, "abroad_fewest"] == pytest.approx(1.5 * abroad)
    assert found.loc[3:, "home_fewest"].isna().all()


def test_one_more_tie_across_can_move_many():
    ties = np.zeros((5, 5))
    for one, other in [(0, 1), (1, 2), (2, 3)]:
        ties[one, other] = ties[other, one] = 1
    costs = np.full(5, 0.44)
    # As many may leave as have somebody abroad to hear from; each one who does draws the next.
    before = two_countries(ties, [0, 1, 2, 3], costs=costs, **SAME).nodes
    ties[0, 4] = ties[4, 0] = 1
    after = two_countries(ties, [0, 1, 2, 3], costs=costs, **SAME).nodes
    assert before["leaves_fewest"].sum() < after["leaves_fewest"].sum()
    for found in (before, after):
        assert (found["leaves_fewest"] <= found["leaves_most"]).all()
        for name in ("fewest", "most"):
            gains = (found[f"abroad_{name}"] - found[f"home_{name}"])[:4]
            assert ((gains >= found["cost"][:4]) == found[f"leaves_{name}"][:4]).all()


def test_discounting_counts_the_start():
    alone = np.zeros((2, 2))
    found = two_countries(alone, [0], costs=[0, 0], discount=0.9, **SAME).nodes
    assert found.loc[0, "home_fewest"] == pytest.approx(0.925797, abs=1e-6)
    assert found.loc[0, "abroad_fewest"] == pytest.approx(1.5 * 0.48726, abs=1e-4)
    paid = two_countries(alone, [0], costs=[0, 0], benefits=(0.5, 0), **SAME).nodes
    assert paid.loc[0, "home_fewest"] == pytest.approx(0.867841 + 0.5 * 0.132159, abs=1e-6)


def test_results_show_themselves():
    found = job_contact_dropout(CIRCLE, A, B, np.full(4, 0.9))
    assert "stays_most" in found.summary()
    assert found.to_frame().columns[0] == "node"
    assert found.plot().get_xlabel() == "value fewest"


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"home": 0}, WrongType, "`home` must be a list"),
        ({"home": []}, InvalidInput, "`home` must name"),
        ({"home": [7]}, UnknownLabel, "`home`"),
        ({"wages": 1.0}, WrongType, "`wages` must be two numbers"),
        ({"wages": (1.0, np.nan)}, InvalidInput, "`wages`"),
        ({"arrival": (0.1, 1)}, InvalidInput, "`arrival`"),
        ({"discount": 1}, InvalidInput, "`discount`"),
        ({"costs": [1.0]}, InvalidInput, "`costs`"),
        ({"costs": pd.Series([1.0, 2.0], index=[0, 3])}, InvalidInput, "`costs` must have each"),
        ({"network": np.zeros((13, 13))}, InvalidInput, "at most 12 nodes"),
    ],
)
def test_bad_arguments_are_refused(options, error, message):
    usual = {"network": [[0, 1], [1, 0]], "home": [0], "costs": [0.0, 0.0], **SAME}
    with pytest.raises(error, match=message):
        two_countries(**{**usual, **options})
