"""Semi-Markov chains: hazards by duration, the embedded chain, shares over time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from weakties import InvalidInput
from weakties.chains import Spells, semi_markov, transition_matrix

from ..oracles.chains import estimation as oracle
from .observed import monthly, stored


@st.composite
def panels(draw):
    """Draw states of some persons in some periods, some of them missing."""
    cells = st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(0, 2))
    rows = draw(st.lists(cells, min_size=20, max_size=50, unique_by=lambda row: row[:2]))
    return pd.DataFrame(rows, columns=["person", "year", "state"])


@given(panels(), st.booleans(), st.integers(1, 6))
def test_hazards_are_counted_as_one_would_by_hand(panel, drop, longest):
    spells = Spells.from_panel(panel, "person", "year", "state", step=1)
    seen = {(p, t): s for p, t, s in panel.itertuples(index=False)}
    at_risk, exits = oracle.exits(seen, drop, longest)
    how = "drop" if drop else "as-seen"
    if not at_risk:
        with pytest.raises(InvalidInput, match="`spells` must hold a spell"):
            semi_markov(spells, begun_before=how, longest=longest)
        return
    found = semi_markov(spells, begun_before=how, longest=longest)
    assert found.durations["at_risk"].to_dict() == at_risk
    for state, duration in at_risk:
        row = found.destinations.loc[(state, duration)] * at_risk[state, duration]
        for end in spells.states:
            assert row[end] == pytest.approx(exits.get((state, duration, end), 0))
    staying = 1 - found.durations["hazard"]
    np.testing.assert_allclose(
        found.durations["survival"], staying.groupby(level=0).cumprod(), atol=1e-14
    )


def test_survival_is_that_of_statsmodels():
    spells = Spells.from_panel(monthly(), "person", "month", "state")
    found = semi_markov(spells)
    frame = spells.to_frame()
    frame = frame[~frame["censored_left"]]
    for state in (1, 2, 3):
        own = frame[frame["state"] == state]
        ended = (~own["censored_right"]).to_numpy()
        # Of a spell that was still going on it is known that it lasted longer than all but its
        # last period.
        time = own["length"].to_numpy() - ~ended
        theirs = SurvfuncRight(time[time > 0], ended[time > 0])
        ours = found.durations.loc[state].loc[theirs.surv_times]
        np.testing.assert_allclose(ours["survival"], theirs.surv_prob, atol=1e-12)
        inside = theirs.surv_prob > 0
        np.testing.assert_allclose(ours["se"][inside], theirs.surv_prob_se[inside], atol=1e-12)
        assert (ours["lo"] <= ours["survival"]).all()
        assert (ours["hi"] >= ours["survival"]).all()


def test_one_hazard_for_all_durations_is_a_markov_chain():
    panel = monthly()
    spells = Spells.from_panel(panel[panel["month"] < 40], "person", "month", "state")
    found = semi_markov(spells, begun_before="as-seen", longest=1)
    matrix = transition_matrix(spells).probabilities.to_numpy()
    shares = found.occupation(pd.Series([0.2, 0.5, 0.3], [1, 2, 3]), 24)
    for period in (0, 1, 7, 24):
        expected = [0.2, 0.5, 0.3] @ np.linalg.matrix_power(matrix, period)
        np.testing.assert_allclose(shares.loc[period], expected, atol=1e-12)
    stay = np.diag(matrix)
    np.testing.assert_allclose(found.sojourn["mean"], 1 / (1 - stay), rtol=1e-12)
    np.testing.assert_allclose(found.sojourn["median"], np.ceil(np.log(0.5) / np.log(stay)))
    moves = matrix - np.diag(stay)
    np.testing.assert_allclose(found.embedded, moves / moves.sum(axis=1, keepdims=True), atol=1e-12)


def test_long_run_shares_are_those_of_visits_times_stays():
    spells = Spells.from_panel(monthly(), "person", "month", "state")
    found = semi_markov(spells, longest=12)
    visits = oracle.stationary(found.embedded.to_numpy())
    expected = visits * found.sojourn["mean"].to_numpy()
    shares = found.occupation(1, 3000)
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-12)
    np.testing.assert_allclose(shares.iloc[-1], expected / expected.sum(), atol=1e-9)


def test_stays_of_fixed_length_are_found():
    row = list("aabbbaabbbaabbbaa")
    frame = pd.DataFrame({"person": 1, "year": range(len(row)), "state": row})
    found = semi_markov(Spells.from_panel(frame, "person", "year", "state"))
    assert found.sojourn["mean"].tolist() == [2, 3]
    assert found.sojourn["median"].tolist() == [2, 3]
    assert found.occupation("a", 6)["b"].tolist() == [0, 0, 1, 1, 1, 0, 0]
    assert found.meta.dropped["spells begun before they were seen"] == 1


def test_weights_count_persons_several_times():
    panel = monthly()
    panel = panel[(panel["person"] <= 60) & (panel["month"] < 30)]
    panel = panel.assign(weight=np.where(panel["person"] % 2 == 0, 2.0, 1.0))
    twice = panel[panel["person"] % 2 == 0].assign(person=lambda frame: frame["person"] + 1000)
    weighted = semi_markov(Spells.from_panel(panel, "person", "month", "state", weight="weight"))
    copied = semi_markov(Spells.from_panel(pd.concat([panel, twice]), "person", "month", "state"))
    np.testing.assert_allclose(weighted.durations["hazard"], copied.durations["hazard"])
    np.testing.assert_allclose(weighted.durations["at_risk"], copied.durations["at_risk"])
    assert weighted.durations["se"].isna().all()


def test_a_state_never_left_lasts_for_ever():
    frame = pd.DataFrame({"person": 1, "year": range(5), "state": list("abccc")})
    found = semi_markov(Spells.from_panel(frame, "person", "year", "state"))
    assert np.isinf(found.sojourn.loc["c", "mean"])
    assert found.sojourn.loc["c", "leaves"] == 0
    assert found.embedded.loc["c"].isna().all()
    assert np.isnan(found.sojourn.loc["a", "mean"])
    assert "c" in found.summary()


def test_the_bootstrap_redraws_whole_persons():
    panel = monthly()
    panel = panel[(panel["person"] <= 60) & (panel["month"] < 24)]
    spells = Spells.from_panel(panel, "person", "month", "state")
    found = semi_markov(spells, longest=6, bootstrap=200, seed=1)
    plain = semi_markov(spells, longest=6)
    pd.testing.assert_series_equal(found.durations["survival"], plain.durations["survival"])
    # The same persons drawn by hand, to what is left of chance.
    random = np.random.default_rng(2)
    by_person = dict(list(panel.groupby("person")))
    survival, means, embedded = [], [], []
    for _ in range(60):
        drawn = random.choice(list(by_person), len(by_person))
        copies = [by_person[one].assign(person=at) for at, one in enumerate(drawn)]
        again = semi_markov(
            Spells.from_panel(pd.concat(copies), "person", "month", "state"), longest=6
        )
        own = again.durations["survival"].reindex(plain.durations.index)
        survival.append(own.groupby(level=0).ffill())
        means.append(again.sojourn["mean"])
        embedded.append(again.embedded.to_numpy())
    ours = found.durations["se"]
    np.testing.assert_allclose(ours, np.std(survival, axis=0), rtol=0.45, atol=0.01)
    np.testing.assert_allclose(found.embedded_se, np.std(embedded, axis=0), rtol=0.5, atol=0.01)
    # In some replicates nobody leaves a state after long stays, so that stays have no end.
    finite = np.isfinite(means).all(axis=0) & np.isfinite(found.sojourn["se"])
    assert finite.any()
    ours = found.sojourn["se"][finite]
    np.testing.assert_allclose(ours, np.array(means)[:, finite].std(axis=0), rtol=0.6)
    inside = found.durations["lo"] <= found.durations["survival"]
    assert (inside & (found.durations["survival"] <= found.durations["hi"])).all()
    assert (found.sojourn["lo"] <= found.sojourn["mean"]).all()
    assert found.meta.seed == 1
    for threads in (2, 7):
        other = semi_markov(spells, longest=6, bootstrap=200, seed=1, threads=threads)
        pd.testing.assert_frame_equal(other.durations, found.durations, check_exact=True)


def test_the_bootstrap_of_equal_persons_has_no_spread():
    row = list("aabbbaabbbaa")
    frame = pd.concat(
        [pd.DataFrame({"person": p, "year": range(len(row)), "state": row}) for p in range(4)]
    ).assign(weight=2.0)
    for weight in (None, "weight"):
        spells = Spells.from_panel(frame, "person", "year", "state", weight=weight)
        found = semi_markov(spells, bootstrap=5, seed=3)
        assert found.durations["se"].abs().max() == 0
        assert found.sojourn["se"].tolist() == [0, 0]
        assert found.sojourn["lo"].tolist() == [2, 3]


def test_the_bootstrap_knows_weights():
    # Half of the persons stay two periods and half four; one half weighs nothing.
    rows = [list("aabba"), list("aaaabbbba")] * 5
    frame = pd.concat(
        [
            pd.DataFrame({"person": p, "year": range(len(row)), "state": row, "w": float(p % 2)})
            for p, row in enumerate(rows)
        ]
    )
    spells = Spells.from_panel(frame, "person", "year", "state", weight="w")
    found = semi_markov(spells, begun_before="as-seen", bootstrap=50, seed=1)
    assert found.sojourn["mean"].tolist() == [4, 4]
    assert found.sojourn["se"].abs().max() < 1e-12


@pytest.mark.parametrize(
    ("measure", "column"),
    [
        ("survival", "survival"),
        ("survival se", "se"),
        ("survival lo", "lo"),
        ("survival hi", "hi"),
    ],
)
def test_survival_and_its_interval_are_those_of_the_r_package_survival(measure, column):
    found = semi_markov(Spells.from_panel(monthly(), "person", "month", "state")).durations
    theirs = stored(measure)
    ours = [found.loc[tuple(map(int, name.split())), column] for name in theirs.index]
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)


def test_exits_are_counted_by_themselves_whatever_they_weigh():
    panel = monthly()
    panel = panel[panel["person"] <= 50].assign(weight=lambda frame: 0.5 + frame["person"] % 2)
    plain = semi_markov(Spells.from_panel(panel, "person", "month", "state"))
    weighted = semi_markov(Spells.from_panel(panel, "person", "month", "state", weight="weight"))
    assert weighted.meta.counts == plain.meta.counts
    assert plain.meta.counts["exits"] == plain.durations["exits"].sum()
