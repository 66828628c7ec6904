"""The static decomposition with entry and exit: by hand, oracle, identities, edges, threads."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.datasets import decomposition_example, synthetic_firms
from weakties.errors import InvalidInput
from weakties.productivity import FirmPanel, augmented_olley_pakes, melitz_polanec, olley_pakes

from ..oracles.productivity import augmented as oracle
from .strategies import few, panel, rows

GAPS = st.sampled_from(["exit", "leave_out"])
GROUP_CHANGES = st.sampled_from(["exit", "start", "end"])


def example():
    return FirmPanel.from_frame(
        decomposition_example(), "firm", "period", "log_productivity", share="share"
    )


def test_eight_firms_by_hand():
    # Period 1: firms 1 to 4 were there and stay, 7 and 8 are new and gone in period 3.
    result = augmented_olley_pakes(example())
    found = result.components.loc[("all", 1)]
    level = (0.30 * 1.68 + 0.21 * 1.76 + 0.17 * 1.04 + 0.01 * 1.47) / 0.69
    entry = 0.25 * (1.17 - level) + 0.06 * (1.23 - level)
    assert_allclose(found, [1.4875, level - 1.4875, entry, 0, 1.4314], atol=1e-12)
    assert result.counts.loc[("all", 1)].tolist() == pytest.approx([4, 2, 0, 2, 0.69, 0.31, 0])
    assert "2 firms that are both count as entrants" in result.meta.notes


def test_six_firms_of_two_ages_by_hand():
    # In period 1, with weights that sum to 10. Those that stay have the mean 3, the shares 3/4 and
    # 1/4, so the level 7/2 and the covariance 1/2.
    #
    # firm  age    p  w           mean      covariance                 entry, exit
    # a     young  4  3  stays    1/2 · 4   (3/4 - 1/2)(4 - 3)
    # b     old    2  1  stays    1/2 · 2   (1/4 - 1/2)(2 - 3)
    # c     young  1  2  new                                           2/10 (1 - 7/2) = -1/2
    # d     old    6  1  new                                           1/10 (6 - 7/2) =  1/4
    # e     young  5  1  leaves                                        1/10 (5 - 7/2) =  3/20
    # f     old    0  2  leaves                                        2/10 (0 - 7/2) = -7/10
    firms = {
        "a": ("young", 4.0, 3.0, (0, 1, 2)),
        "b": ("old", 2.0, 1.0, (0, 1, 2)),
        "c": ("young", 1.0, 2.0, (1, 2)),
        "d": ("old", 6.0, 1.0, (1, 2)),
        "e": ("young", 5.0, 1.0, (0, 1)),
        "f": ("old", 0.0, 2.0, (0, 1)),
    }
    table = pd.DataFrame(
        [(f, t, age, p, w) for f, (age, p, w, seen) in firms.items() for t in seen],
        columns=["firm", "period", "group", "p", "w"],
    )
    found = augmented_olley_pakes(panel(table), age="group")
    assert_allclose(found.components.loc[("all", 1)], [3, 1 / 2, -1 / 4, -11 / 20, 27 / 10])
    ages = found.ages.value.loc[("all", 1)]
    assert_allclose(ages.loc["young"], [2, 1 / 4, -1 / 2, 3 / 20, 19 / 10])
    assert_allclose(ages.loc["old"], [1, 1 / 4, 1 / 4, -7 / 10, 8 / 10])


@few
@given(rows(), GAPS, GROUP_CHANGES)
def test_every_cell_equals_the_oracle(table, gaps, group_change):
    if table.period.nunique() < 3:
        return
    firms = panel(table, gaps=gaps, group_change=group_change)
    result = augmented_olley_pakes(firms, groups="group")
    for (group, period), found in result.components.iterrows():
        parts = oracle.parts(table, group, period, period - 1, period + 1, gaps, group_change)
        expected = oracle.augmented(*parts) if len(parts[0]) else [np.nan] * 5
        assert_allclose(found, expected, rtol=1e-9, atol=1e-10)
        sizes = result.counts.loc[(group, period)].iloc[:3].tolist()
        assert sizes == [len(part) for part in parts[1:]]


@few
@given(rows(groups=1), st.data())
def test_ages_equal_the_oracle_and_add_up(table, data):
    table["age"] = [data.draw(st.sampled_from([0.0, 2.0, 5.0])) for _ in range(len(table))]
    result = augmented_olley_pakes(
        panel(table, variables="age"), age="age", cuts=[1, 4], periods="adjacent"
    )
    assert result.ages.value.index.names == ["group", "t0", "t1", "period", "age"]
    totals = result.ages.value.groupby(level=["group", "t0", "t1", "period"]).sum()
    assert_allclose(totals, result.components, atol=1e-10)
    for (_, t0, t1, period, age), found in result.ages.value.iterrows():
        ends = (None, t1) if period == t0 else (t0, None)
        parts = oracle.parts(table, "a", period, *ends)
        number = {"<1": 0.0, "1–4": 2.0, "≥4": 5.0}[age]
        assert_allclose(found.iloc[:4], oracle.by_age(*parts, number), atol=1e-10)


@few
@given(rows())
def test_the_parts_add_up_to_the_aggregate_and_to_the_covariance(table):
    firms = panel(table)
    result = augmented_olley_pakes(firms, periods="all")
    parts = result.components
    assert_allclose(parts.drop(columns="aggregate").sum(axis=1), parts["aggregate"], atol=1e-11)
    static = olley_pakes(firms).components.loc["all"]
    periods = parts.index.get_level_values("period")
    assert_allclose(parts["aggregate"], static["aggregate"][periods], atol=1e-11)
    split = result.olley_pakes.value
    assert_allclose(split["covariance"], static["covariance"][periods], atol=1e-11)
    assert_allclose(split.drop(columns="covariance").sum(axis=1), split["covariance"], atol=1e-11)


@few
@given(rows())
def test_the_change_between_both_ends_is_that_of_melitz_and_polanec(table):
    firms = panel(table)
    levels = augmented_olley_pakes(firms, periods=(0, 1)).components.loc[("all", 0, 1)]
    change = (levels.loc[1] - levels.loc[0]).to_numpy()
    assert_allclose(
        change, melitz_polanec(panel(table[table.period < 2])).components.iloc[0], atol=1e-11
    )


@few
@given(rows(), st.sampled_from([-1e3, 7.0]), st.sampled_from([1e-3, 1e6]))
def test_the_level_moves_the_mean_alone_and_the_unit_of_weights_nothing(table, level, unit):
    before = augmented_olley_pakes(panel(table), periods="all").components
    moved = panel(table.assign(p=table.p + level, w=table.w * unit))
    after = augmented_olley_pakes(moved, periods="all").components
    shift = np.array([level, 0, 0, 0, level])
    assert_allclose(after, before + shift, atol=1e-9)


def test_ages_may_be_periods_since_birth_or_a_group_column():
    table = decomposition_example().rename(
        columns={"firm": "f", "period": "t", "log_productivity": "p"}
    )
    table["born"] = table.f.map({1: 0, 2: 0, 3: -5, 4: -5, 5: 0, 6: 0, 7: 1, 8: 1})
    table["old"] = table.f < 5
    first = FirmPanel.from_frame(
        table, "f", "t", "p", share="share", first="born", group="old", gaps="leave_out"
    )
    by_birth = augmented_olley_pakes(first, cuts=[1], periods=(0, 1)).ages.value
    assert by_birth.index.unique("age").tolist() == ["<1", "≥1"] or by_birth.index.unique(
        "age"
    ).tolist() == ["<1", "≥1", "unknown"]
    by_column = augmented_olley_pakes(first, age="old", periods=(0, 1)).ages.value
    assert by_column.index.unique("age").tolist() == [False, True]
    with pytest.raises(InvalidInput, match="`age` must name a variable"):
        augmented_olley_pakes(example(), cuts=[1])


def test_without_continuing_firms_only_the_aggregate_is_known():
    table = pd.DataFrame(
        {"firm": ["x", "y"], "period": [0, 1], "p": [1.0, 3.0], "w": 1.0, "group": "g"}
    )
    found = augmented_olley_pakes(panel(table), periods="all").components
    assert found.iloc[:, :4].isna().all(axis=None)
    assert found["aggregate"].tolist() == [1.0, 3.0]


def test_the_window_is_reported_and_must_fit():
    result = augmented_olley_pakes(example(), window=1)
    assert result.meta.options["window"] == 1
    assert "1 of the panel's periods" in result.meta.notes[0]
    with pytest.raises(InvalidInput, match="`window` must leave a period with 2 before"):
        augmented_olley_pakes(example(), window=2)


def test_threads_give_equal_bits_and_errors_are_there():
    table = synthetic_firms(80, 5, 3)
    firms = FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )
    results = [
        augmented_olley_pakes(firms, groups="group", bootstrap=20, seed=2, threads=threads)
        for threads in (1, 2, 7)
    ]
    assert results[0].se["mean"].notna().all()
    for other in results[1:]:
        assert other.draws.tobytes() == results[0].draws.tobytes()
