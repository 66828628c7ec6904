"""Transition probabilities, what is known of their precision, and the bootstrap by persons."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType, _core
from weakties.chains import Spells, TransitionMatrix, transition_matrix
from weakties.datasets import school_to_work, synthetic_careers

from ..oracles.chains import estimation as oracle
from .observed import monthly, stored
from .test_spells import HISTORIES, panel, table

# Two persons move once each, one of them twice.
SMALL = {(0, 1): "a", (0, 2): "a", (0, 3): "b", (1, 1): "a", (1, 2): "b", (1, 3): "b"}


@pytest.fixture(scope="module")
def leavers():
    return Spells.from_panel(school_to_work(), "person", "month", "activity")


def test_a_known_chain_is_recovered_within_its_standard_errors():
    careers, truth = synthetic_careers(5000, 20, seed=7)
    spells = Spells.from_panel(careers, "person", "year", ["place", "rung"])
    found = transition_matrix(spells)
    miss = (found.probabilities.to_numpy() - truth.to_numpy())[found.se.to_numpy() > 0]
    z = miss / found.se.to_numpy()[found.se.to_numpy() > 0]
    assert np.abs(z).max() < 4
    assert 0.5 < np.sqrt((z**2).mean()) < 1.5
    inside = (found.lo <= truth.to_numpy()) & (truth.to_numpy() <= found.hi)
    assert inside.to_numpy().mean() > 0.85


@given(HISTORIES, st.booleans())
def test_probabilities_are_shares_of_moves(observed, across_gaps):
    expected = sum(oracle.moves(observed, across_gaps).values(), start=oracle.Counter())
    if not expected:
        with pytest.raises(InvalidInput, match="`spells` must hold at least one move"):
            transition_matrix(panel(observed), across_gaps=across_gaps)
        return
    found = transition_matrix(panel(observed), across_gaps=across_gaps)
    for origin, row in found.probabilities.iterrows():
        total = sum(count for (one, _), count in expected.items() if one == origin)
        if total == 0:
            assert row.isna().all()
            assert found.se.loc[origin].isna().all()
            assert found.lo.loc[origin].isna().all()
            continue
        assert row.sum() == pytest.approx(1, abs=1e-12)
        for destination, p in row.items():
            assert p == expected[origin, destination] / total
            se = np.sqrt(p * (1 - p) / total)
            assert found.se.loc[origin, destination] == pytest.approx(se, abs=1e-15)
            assert 0 <= found.lo.loc[origin, destination] <= p
            assert p <= found.hi.loc[origin, destination] <= 1
            # Where nobody or everybody does, no rounding may hide it.
            assert p > 0 or found.lo.loc[origin, destination] == 0
            assert p < 1 or found.hi.loc[origin, destination] == 1


def test_intervals_are_those_of_statsmodels(leavers):
    from statsmodels.stats.proportion import proportion_confint

    found = transition_matrix(leavers, level=0.9)
    counts = found.counts.to_numpy()
    totals = np.broadcast_to(counts.sum(axis=1, keepdims=True), counts.shape)
    lo, hi = proportion_confint(counts, totals, alpha=0.1, method="wilson")
    np.testing.assert_allclose(found.lo, lo, atol=1e-12)
    np.testing.assert_allclose(found.hi, hi, atol=1e-12)


@pytest.mark.parametrize("weights", [[1.0, 1.0, 1.0], [2.0, 0.5, 1.0]])
def test_each_replicate_counts_the_persons_drawn(weights):
    observed = SMALL | {(2, 1): "b", (2, 2): "a", (2, 5): "a"}
    data = table(observed).assign(weight=lambda frame: frame["who"].map(dict(enumerate(weights))))
    spells = Spells.from_panel(data, "who", "when", "state", weight="weight", step=1)
    found = transition_matrix(spells, bootstrap=50, seed=11)
    by_person = oracle.moves(observed)
    for replicate in range(50):
        draws = _core.draws("resample_counts", _key(11), replicate, 0, 3, 3.0)
        expected = np.zeros((2, 2))
        for person, times in enumerate(draws):
            for (one, other), count in by_person[person].items():
                expected["ab".index(one), "ab".index(other)] += times * weights[person] * count
        with np.errstate(invalid="ignore"):
            expected /= expected.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(found.replicates[replicate, 0], expected, rtol=1e-14)
    rows = found.replicates[:, 0, 1]
    rows = rows[~np.isnan(rows[:, 0])]
    np.testing.assert_allclose(found.se.loc["b"], rows.std(axis=0, ddof=1))
    np.testing.assert_allclose(found.lo.loc["b"], np.quantile(rows, 0.025, axis=0))
    np.testing.assert_allclose(found.hi.loc["b"], np.quantile(rows, 0.975, axis=0))


def _key(seed):
    first, second = np.random.SeedSequence(seed).generate_state(2, np.uint64)
    return int(first), int(second)


def test_drawing_persons_agrees_with_the_formula_when_periods_are_independent():
    careers, _ = synthetic_careers(4000, 6, seed=2)
    spells = Spells.from_panel(careers, "person", "year", "rung")
    asymptotic = transition_matrix(spells).se
    drawn = transition_matrix(spells, bootstrap=400, seed=5).se
    sizeable = asymptotic > 1e-3
    ratio = (drawn / asymptotic).to_numpy()[sizeable.to_numpy()]
    assert np.all((ratio > 0.8) & (ratio < 1.25))


def test_threads_and_order_of_rows_give_equal_bits(leavers):
    one, two, seven = (
        transition_matrix(leavers, bootstrap=20, seed=3, threads=threads) for threads in (1, 2, 7)
    )
    assert one.replicates.tobytes() == two.replicates.tobytes() == seven.replicates.tobytes()
    shuffled = school_to_work().sample(frac=1, random_state=1)
    again = Spells.from_panel(shuffled, "person", "month", "activity")
    other = transition_matrix(again, bootstrap=20, seed=3)
    assert other.replicates.tobytes() == one.replicates.tobytes()


def test_weights_are_the_persons():
    data = school_to_work()
    spells = Spells.from_panel(data, "person", "month", "activity", weight="weight")
    found = transition_matrix(spells)
    ordered = data.sort_values(["person", "month"])
    ordered["next"] = ordered.groupby("person")["activity"].shift(-1)
    pairs = ordered.dropna(subset=["next"])
    expected = pairs.pivot_table(
        index="activity", columns="next", values="weight", aggfunc="sum", fill_value=0
    )
    np.testing.assert_allclose(found.counts, expected)
    # Kish's effective number of moves out of a state stands in the standard error.
    out = pairs[pairs["activity"] == "school"]["weight"]
    p = found.probabilities.loc["school", "HE"]
    se = np.sqrt(p * (1 - p) / (out.sum() ** 2 / (out**2).sum()))
    assert found.se.loc["school", "HE"] == pytest.approx(se, rel=1e-12)
    assert "kish1965" in found.meta.sources


def test_equal_weights_change_nothing():
    data = school_to_work().assign(weight=2.5)
    plain = transition_matrix(Spells.from_panel(data, "person", "month", "activity"))
    weighted = transition_matrix(
        Spells.from_panel(data, "person", "month", "activity", weight="weight")
    )
    np.testing.assert_allclose(weighted.probabilities, plain.probabilities, atol=1e-15)
    np.testing.assert_allclose(weighted.se, plain.se, rtol=1e-12)
    np.testing.assert_allclose(weighted.hi, plain.hi, rtol=1e-12)


def test_groups_are_estimated_apart(leavers):
    data = school_to_work()
    by = data.drop_duplicates("person").set_index("person")["male"]
    both = transition_matrix(leavers, by=by, bootstrap=10, seed=1)
    assert list(both.groups) == ["no", "yes"]
    assert both.probabilities.index.names == ["male", "origin"]
    men = Spells.from_panel(data[data["male"] == "yes"], "person", "month", "activity")
    alone = transition_matrix(men)
    pd.testing.assert_frame_equal(both.of("yes").probabilities, alone.probabilities)
    pd.testing.assert_frame_equal(both.of("yes").counts, alone.counts)
    np.testing.assert_array_equal(both.probabilities.loc["yes"], alone.probabilities)
    np.testing.assert_array_equal(both.of("yes").replicates, both.replicates[:, 1:])
    frame = both.to_frame()
    assert list(frame.columns[:3]) == ["male", "origin", "destination"]
    assert len(frame) == 2 * 36
    with pytest.raises(UnknownLabel, match=r"`group` is not there: 'Yes'. Did you mean 'yes'"):
        both.of("Yes")
    with pytest.raises(InvalidInput, match="choose a group"):
        both.plot()
    with pytest.raises(InvalidInput, match="without `by`"):
        both.of("no").of("no")


def test_a_state_that_is_only_seen_last_has_no_row_or_absorbs():
    observed = {(0, 1): "a", (0, 2): "b", (1, 1): "a", (1, 2): "a"}
    found = transition_matrix(panel(observed))
    assert found.probabilities.loc["b"].isna().all()
    assert found.meta.notes == ("1 row of a state without an observed move: missing.",)
    # What is laid down has no error, and no interval.
    laid_down = transition_matrix(panel(observed), never_left="absorbing")
    for values in (laid_down.se, laid_down.lo, laid_down.hi):
        assert values.loc["b"].isna().all()
        assert values.loc["a"].notna().all()
    absorbing = transition_matrix(panel(observed), never_left="absorbing", bootstrap=5, seed=1)
    assert absorbing.probabilities.loc["b"].tolist() == [0, 1]
    np.testing.assert_array_equal(absorbing.replicates[:, 0, 1], [[0, 1]] * 5)


def test_the_tidy_table_has_a_row_for_each_cell():
    careers, _ = synthetic_careers(50, 5)
    found = transition_matrix(Spells.from_panel(careers, "person", "year", ["place", "rung"]))
    frame = found.to_frame()
    assert len(frame) == found.probabilities.size
    assert list(frame.columns[:4]) == [
        "origin_place",
        "origin_rung",
        "destination_place",
        "destination_rung",
    ]
    row = frame.iloc[7]
    assert row["count"] == found.counts.iloc[7 // len(found.states), 7 % len(found.states)]


def test_the_result_says_how_it_was_made(leavers):
    found = transition_matrix(leavers, bootstrap=5, seed=42)
    assert isinstance(found, TransitionMatrix)
    assert found.meta.seed == 42
    assert "712 persons" in found.summary()
    assert "Anderson" in found.cite()
    assert "\\toprule" in found.to_latex()
    assert "<table" in found._repr_html_()
    again = transition_matrix(leavers, bootstrap=5, seed=found.meta.seed)
    pd.testing.assert_frame_equal(again.se, found.se)


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"by": ["no", "yes"]}, WrongType, "`by` must be a Series indexed by person: got list"),
        ({"by": pd.Series(["x"], index=[0])}, InvalidInput, "`by` must give a group .* 1 has none"),
        ({"by": pd.Series(["x", "y"], index=[0, 0])}, InvalidInput, "`by` must name each person"),
        ({"by": pd.Series(["x", None], index=[0, 1])}, InvalidInput, "missing"),
        ({"across_gaps": 1}, WrongType, "`across_gaps` must be True or False"),
        ({"never_left": "zero"}, InvalidInput, "`never_left` must be one of"),
        ({"bootstrap": 1}, InvalidInput, "`bootstrap` must be 0 or at least 2"),
        ({"bootstrap": -1}, InvalidInput, "`bootstrap`"),
        ({"bootstrap": 2.0}, WrongType, "`bootstrap`"),
        ({"level": 1}, InvalidInput, "`level`"),
        ({"level": np.nan}, InvalidInput, "`level`"),
        ({"seed": "x"}, WrongType, "`seed`"),
        ({"threads": 0}, InvalidInput, "`threads`"),
        ({"progress": 3}, WrongType, "`progress`"),
    ],
)
def test_bad_arguments_are_refused(changed, error, message):
    with pytest.raises(error, match=message):
        transition_matrix(panel(SMALL), **changed)


def test_only_spells_have_transitions():
    with pytest.raises(WrongType, match=r"`spells` must be a Spells .*Spells.from_panel"):
        transition_matrix(pd.DataFrame())


def test_probabilities_are_those_of_the_r_package_markovchain():
    found = transition_matrix(Spells.from_panel(monthly(), "person", "month", "state"))
    theirs, errors = stored("markovchain probability"), stored("markovchain standard error")
    for pair, p in theirs.items():
        origin, destination = map(int, pair.split())
        assert found.probabilities.loc[origin, destination] == pytest.approx(p, abs=1e-11)
        # Its errors take counts for Poisson's, and lack the factor of what stays away.
        se = errors[pair] * np.sqrt(1 - p)
        assert found.se.loc[origin, destination] == pytest.approx(se, rel=1e-9)


def test_intervals_over_replicates_have_the_level_asked_for(leavers):
    found = transition_matrix(leavers, bootstrap=40, seed=8, level=0.8)
    for ends, share in ((found.lo, 0.1), (found.hi, 0.9)):
        np.testing.assert_allclose(ends, np.quantile(found.replicates[:, 0], share, axis=0))


def test_groups_draw_their_persons_apart(leavers):
    data = school_to_work()
    twice = pd.concat([data, data.assign(person=data["person"] + 1000)])
    spells = Spells.from_panel(twice, "person", "month", "activity")
    by = pd.Series(spells.persons > 1000, index=spells.persons)
    found = transition_matrix(spells, by=by, bootstrap=3, seed=1).replicates
    own = transition_matrix(leavers, bootstrap=3, seed=1).replicates
    np.testing.assert_array_equal(found[:, 0], own[:, 0])
    # Alike, but each with its own luck: or else differences between groups would have no spread.
    assert not (found[:, 0] == found[:, 1]).all(axis=(1, 2)).any()
