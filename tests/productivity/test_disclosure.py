"""Releases: what is suppressed by hand, and that nothing secret can be solved for."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import null_space
from scipy.optimize import linprog

from weakties.datasets import synthetic_firms
from weakties.errors import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import (
    FirmPanel,
    disclosure,
    melitz_polanec,
    micro_moments,
    olley_pakes,
)
from weakties.productivity.concentration import concentration
from weakties.productivity.drafts import draft_of
from weakties.productivity.suppression import Equations

from .strategies import few


def firms(count=60, periods=3, groups=2, seed=1):
    return FirmPanel.from_frame(
        synthetic_firms(count, periods, groups, seed=seed),
        "firm",
        "period",
        "log_productivity",
        weight="employees",
        group="group",
    )


def changes(count=60, periods=3, groups=2, seed=1):
    """Give the decomposition of every pair of periods and group."""
    panel = firms(count, periods, groups, seed)
    return melitz_polanec(panel, groups="group", periods="all")


def table(values, counts, names):
    index = pd.Index(names, name="cell")
    return pd.DataFrame({"x": values, "n": counts}, index=index, dtype=float)


def determined(matrix, unknown):
    """Say which unknown values a linear system fixes: those that no solution of zeros moves."""
    if not unknown or not len(matrix):
        return []
    moves = null_space(matrix[:, unknown])
    fixed = np.abs(moves).max(axis=1, initial=0.0) < 1e-9
    return [value for value, still in zip(unknown, fixed, strict=True) if still]


def test_a_small_cell_takes_the_smallest_other_one_with_it():
    given = table([1, 2, 3, 6], [3, 20, 15, 38], ["a", "b", "c", "all"])
    copy = given.copy()
    found = disclosure(given, rests_on="n", margins={"cell": "all"})
    assert found.released["x"].isna().tolist() == [True, False, True, False]
    assert found.released["n"].isna().tolist() == [True, False, True, False]
    assert found.status.loc["a", "x"] == found.status.loc["c", "x"] == "suppressed"
    log = found.log.set_index(["cell", "component"])
    assert log.loc[("a", "x"), ["kind", "rule", "firms"]].tolist() == ["primary", "minimum_cell", 3]
    assert log.loc[("c", "x"), "kind"] == "complementary"
    pd.testing.assert_frame_equal(given, copy)


def test_what_is_hidden_together_holds_enough_firms():
    given = table([1, 2, 3, 4, 10], [2, 3, 15, 40, 60], ["a", "b", "c", "d", "all"])
    found = disclosure(given, rests_on="n", margins={"cell": "all"})
    # Two and three firms would be given away as five.
    assert found.released["x"].isna().tolist() == [True, True, True, False, False]


def test_zeros_protect_nothing():
    given = table([1, 0, 3, 4], [3, 12, 40, 55], ["a", "b", "c", "all"])
    found = disclosure(given, rests_on="n", margins={"cell": "all"})
    assert found.released["x"].isna().tolist() == [True, False, True, False]


def test_a_sum_that_is_stated_is_protected():
    given = pd.DataFrame({"u": [1.0], "v": [2.0], "all": [3.0], "few": [4], "many": [90]})
    rests_on = {"u": "few", "v": "many", "all": "many"}
    open_ = disclosure(given, rests_on=rests_on)
    assert open_.released[["u", "v"]].isna().iloc[0].tolist() == [True, False]
    safe = disclosure(given, rests_on=rests_on, additive=[["u", "v", "all"]])
    assert safe.released[["u", "v", "all"]].isna().iloc[0].tolist() == [True, True, False]


@pytest.mark.parametrize("rule", [(1, 60), (2, 80), 17])
def test_dominated_cells_are_suppressed(rule):
    index = pd.Index(["a", "b"], name="cell")
    given = pd.DataFrame(
        {"x": [1.0, 2.0], "n": [50, 50], "c1": [0.7, 0.2], "c2": [0.9, 0.3]}, index=index
    )
    found = disclosure(given, rests_on="n", dominance=rule, largest={"n": ["c1", "c2"]})
    assert found.released["x"].isna().tolist() == [True, False]
    assert found.log["rule"].tolist() == ["dominance"]
    assert "0.7" not in found.meta.to_json()
    assert str(rule) not in found.meta.to_json()


def test_a_part_that_rests_on_two_exiters_is_not_shown_and_cannot_be_recovered():
    result = changes()
    found = disclosure(result)
    counts = result.counts
    for part, column in (("entry", "n_entrants"), ("exit", "n_exiters")):
        few_firms = (counts[column] > 0) & (counts[column] < 10)
        assert few_firms.any()
        assert found.released.loc[few_firms, part].isna().all()
        assert found.released.loc[few_firms, column].isna().all()
    alone = found.released[["mean", "covariance", "entry", "exit", "total"]].isna().sum(axis=1)
    assert not (alone == 1).any()
    assert "replicates" not in found.to_frame()


def test_the_tidy_table_gives_the_same_release():
    result = changes()
    found, again = disclosure(result), disclosure(result.to_frame())
    assert found.log["component"].tolist() == again.log["component"].tolist()
    np.testing.assert_array_equal(found.released.to_numpy(), again.released.to_numpy())


def test_errors_go_with_their_values():
    panel = firms()
    result = olley_pakes(panel, bootstrap=20, seed=1)
    found = disclosure(result, minimum_cell=1)
    tidy = found.to_frame()
    shown = tidy[tidy.component == "mean"]
    assert shown["se"].tolist() == result.se["mean"].tolist()
    hidden = disclosure(result, minimum_cell=10_000).to_frame()
    assert hidden[["value", "se", "lo", "hi"]].isna().all(axis=None)
    assert (hidden["status"] == "suppressed").all()


@few
@given(st.integers(0, 10**6), st.integers(20, 80), st.integers(2, 3), st.integers(1, 2))
def test_no_secret_of_a_decomposition_can_be_solved_for(seed, count, periods, groups):
    result = changes(count, periods, groups, seed)
    solved(result, disclosure(result), 10)


def solved(result, found, minimum, **known):
    """Solve for what is hidden, by everything that adds up."""
    draft = draft_of(result, None, known.get("rests_on"), None)
    if known.get("margins"):
        draft.margins.update(known["margins"])
    equations = Equations.of(draft, True)
    count = len(equations.places) + equations.outside
    matrix = np.zeros((len(equations.relations), count))
    for row, members in enumerate(equations.relations):
        for value, coefficient in members:
            matrix[row, value] += coefficient
    array = found.released
    first = [draft.blocks[block][0] for _, block in equations.places]
    hidden = [
        at
        for at, ((row, _), column) in enumerate(zip(equations.places, first, strict=True))
        if np.isnan(array[column].iloc[row])
    ]
    unknown = [*hidden, *range(len(equations.places), count)]
    primary = set(
        map(
            tuple,
            found.log.loc[
                found.log.kind == "primary", [*array.index.names, "component"]
            ].to_numpy(),
        )
    )
    for value in determined(matrix, unknown):
        if value >= len(equations.places):
            continue
        row, _ = equations.places[value]
        cell = array.index[row]
        cell = cell if isinstance(cell, tuple) else (cell,)
        assert (*cell, first[value]) not in primary


@st.composite
def grids(draw):
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    sizes = st.integers(1, 40)
    counts = np.array(draw(st.lists(sizes, min_size=rows * columns, max_size=rows * columns)))
    return counts.reshape(rows, columns)


def with_margins(counts):
    whole = np.zeros((counts.shape[0] + 1, counts.shape[1] + 1))
    whole[:-1, :-1] = counts
    whole[-1] = whole.sum(axis=0)
    whole[:, -1] = whole.sum(axis=1)
    labels = [[*map(str, range(size - 1)), "all"] for size in whole.shape]
    index = pd.MultiIndex.from_product(labels, names=["r", "c"])
    return pd.DataFrame({"x": whole.ravel() * 2, "n": whole.ravel()}, index=index)


@few
@given(grids())
def test_no_secret_of_a_table_with_margins_can_be_solved_for(counts):
    given = with_margins(counts)
    margins = {"r": "all", "c": "all"}
    found = disclosure(given, rests_on="n", margins=margins)
    solved(given, found, 10, rests_on="n", margins=margins)
    # Not even when it is known that counts are not negative: each secret has room to both sides.
    hidden = found.released["n"].isna()
    if not hidden.any():
        return
    rows, right = [], []
    for level, other in (("r", "c"), ("c", "r")):
        for _, part in given.groupby(level=other):
            signs = np.where(part.index.get_level_values(level) == "all", -1.0, 1.0)
            row = pd.Series(signs, index=part.index).reindex(given.index, fill_value=0.0)
            rows.append(row[hidden].to_numpy())
            right.append(-(row[~hidden] * given["n"][~hidden]).sum())
    primary = found.log[(found.log.kind == "primary") & (found.log.component == "n")]
    places = list(given.index[hidden])
    for cell in map(tuple, primary[["r", "c"]].to_numpy()):
        goal = np.zeros(len(places))
        goal[places.index(cell)] = 1.0
        least, most = (linprog(sign * goal, A_eq=rows, b_eq=right) for sign in (1, -1))
        # Without an upper end it is not bounded at all.
        assert most.status == 3 or -most.fun - least.fun > 1e-6


def test_moments_are_released_cell_by_cell_with_averaged_percentiles():
    panel = firms(200, 2, 8)
    result = micro_moments(
        panel, "productivity", cells=["group", "period"], weight="share", margins="group"
    )
    found = disclosure(result, minimum_cell=25)
    small = result.moments["n"] < 25
    assert small.any()
    whole = found.released.isna()["mean"]
    assert whole[small].all()
    assert found.released[whole].isna().all(axis=None)
    kept = found.released[~whole]
    averaged = result.averaged.loc[kept.index]
    assert (kept["p50"].isna() | (kept["p50"] == averaged["p50"])).all()
    # Ten neighbours are fewer than the 25 asked for.
    assert kept["p50"].isna().all()
    again = disclosure(result, minimum_cell=10)
    there = again.released["mean"].notna() & result.averaged["p50"].notna()
    assert (again.released["p50"][there] == result.averaged["p50"][there]).all()
    hidden = found.released["mean"].isna()
    per_period = hidden.groupby(level="period").sum()
    assert (per_period != 1).all()


def test_rounded_counts_need_no_complement():
    result = changes()
    found = disclosure(result, round_counts=5)
    assert (found.released["n_firms"].dropna() % 5 == 0).all()
    complements = found.log[found.log.kind == "complementary"]["component"]
    assert not complements.str.startswith("n_").any()


def test_a_release_is_a_result():
    found = disclosure(changes())
    assert "Hundepool" in found.cite()
    assert "entries" not in found.meta.counts
    assert found.summary()
    assert len(found.to_frame()) == found.released.size


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({}, InvalidInput, "`rests_on` must name"),
        ({"rests_on": "m"}, UnknownLabel, "no column 'm'"),
        ({"rests_on": {"n": "n"}}, InvalidInput, "says nothing of 'x'"),
        ({"rests_on": "n", "dominance": 10}, InvalidInput, "the shares of the largest"),
        ({"rests_on": "n", "dominance": (1, 2, 3)}, InvalidInput, r"a pair \(n, k\)"),
        ({"rests_on": "n", "margins": {"r": "all"}}, UnknownLabel, "cells have no column"),
        ({"rests_on": "n", "margins": {"cell": "z"}}, UnknownLabel, "no cell has 'z'"),
        ({"rests_on": "n", "additive": ["x"]}, WrongType, "two pairs of brackets"),
        ({"rests_on": "n", "additive": [["x", "y"]]}, UnknownLabel, "'y'"),
        ({"rests_on": "n", "minimum_cell": 0}, InvalidInput, "at least 1"),
        ({"cells": "z"}, UnknownLabel, "'z'"),
    ],
)
def test_refused_input(options, error, message):
    given = table([1, 2], [3, 20], ["a", "b"])
    with pytest.raises(error, match=message):
        disclosure(given, **options)


def by_hand(panel, result, start, end, largest):
    """Say what the largest hold of the weight of those that stay, come in and leave."""
    rows = panel.to_frame().reset_index()
    sides = {
        side: rows[rows["period"] == period].set_index("firm")
        for side, period in (("t0", start), ("t1", end))
    }
    found = {}
    for group in rows["group"].unique():
        at = {side: one[one["group"] == group]["share"] for side, one in sides.items()}
        stay = at["t0"].index.intersection(at["t1"].index)
        sets = [at["t0"][stay], at["t1"][stay]]
        sets += [at["t1"].drop(stay), at["t0"].drop(stay), at["t1"], at["t0"]]
        found[group] = [
            one.nlargest(largest).sum() / one.sum() if len(one) else np.nan for one in sets
        ]
    return found


def test_shares_of_the_largest_are_those_of_each_set():
    panel = firms(groups=3)
    result = melitz_polanec(panel, groups="group", periods="all")
    for largest in (1, 2, 4):
        found = concentration(result, panel, largest)
        frames = [frame for frames in found.values() for frame in frames]
        for start, end in ((0, 1), (0, 2), (1, 2)):
            expected = by_hand(panel, result, start, end, largest)
            for group, shares in expected.items():
                got = [frame.loc[(group, start, end), largest - 1] for frame in frames]
                np.testing.assert_allclose(got, shares, rtol=1e-12)


def test_a_part_that_few_firms_dominate_is_not_shown():
    panel = firms(count=200)
    result = melitz_polanec(panel, groups="group")
    shares = concentration(result, panel, 1)
    k = 100 * float(shares[("n_survivors",)][0].to_numpy().max()) - 1e-6
    open_ = disclosure(result, minimum_cell=1)
    found = disclosure(result, minimum_cell=1, dominance=(1, k), panel=panel)
    assert not open_.log.size
    rules = set(found.log["rule"])
    assert "dominance" in rules <= {"dominance", "additive"}
    for name, part in (("n_entrants", "entry"), ("n_exiters", "exit")):
        over = shares[(name,)][0][0] > k / 100
        assert found.released.loc[over, part].isna().all()
    over = shares[("n_survivors",)][0][0] > k / 100
    assert over.any()
    assert found.released.loc[over, ["mean", "covariance"]].isna().all(axis=None)
    # Counts are not dominated by anybody.
    assert found.released[["n_entrants", "n_exiters", "n_survivors"]].notna().all(axis=None)


def test_levels_are_dominated_too_and_the_total_is_judged_by_all():
    panel = firms(count=200)
    levels = olley_pakes(panel, groups="group")
    share = concentration(levels, panel, 2)[("n_firms",)][0]
    k = 100 * float(share[1].max()) - 1e-6
    found = disclosure(levels, minimum_cell=1, dominance=(2, k), panel=panel)
    assert found.released.loc[share[1] > k / 100, "aggregate"].isna().all()
    assert found.log["rule"].str.fullmatch("dominance").any()
    changes_ = melitz_polanec(panel, groups="group")
    of_all = concentration(changes_, panel, 2)
    k = 100 * max(
        float(frame[1].max()) for sets in of_all if len(sets) == 2 for frame in of_all[sets]
    )
    found = disclosure(changes_, minimum_cell=1, dominance=(2, k + 1e-6), panel=panel)
    primary = found.log[found.log["rule"] == "dominance"]
    assert "total" not in set(primary["component"])


def test_the_panel_must_be_the_one_that_was_decomposed():
    panel = firms()
    result = melitz_polanec(panel, groups="group")
    with pytest.raises(InvalidInput, match="`panel` must be the panel"):
        disclosure(result, dominance=20, panel=panel.select(periods=[0, 1]))
    with pytest.raises(InvalidInput, match="`panel` must be the panel"):
        disclosure(result, dominance=20, panel=firms(seed=2))
    with pytest.raises(InvalidInput, match="its `panel`"):
        disclosure(result, dominance=20)
    with pytest.raises(WrongType, match="goes with a decomposition"):
        disclosure(result.to_frame(), dominance=20, panel=panel)
