"""The dynamic decomposition: published numbers, oracle, identities, refusals, edges, threads."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.datasets import decomposition_example, synthetic_firms
from weakties.errors import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import FirmPanel, melitz_polanec, olley_pakes

from ...oracles.productivity import decomposition as oracle
from ..strategies import few, panel, rows

GAPS = st.sampled_from(["exit", "leave_out"])
GROUP_CHANGES = st.sampled_from(["exit", "start", "end"])


def example():
    return FirmPanel.from_frame(
        decomposition_example(), "firm", "period", "log_productivity", share="share"
    )


def synthetic(firms=200, periods=5, groups=3, **options):
    table = synthetic_firms(firms, periods, groups, **options)
    return FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )


def test_the_published_numbers():
    # methods c1, row MP of the package dfvad, and its reverse.
    parts = melitz_polanec(example(), periods="adjacent").components
    forwards = [-0.305, 0.02112318841, -0.1122231884, 0.0677, -0.3284]
    assert_allclose(parts.loc[("all", 0, 1)], forwards, rtol=0, atol=5e-11)
    backwards = [0.305, -0.02112318841, -0.0677, 0.1122231884, 0.3284]
    assert_allclose(parts.loc[("all", 1, 3)], backwards, rtol=0, atol=5e-11)


def test_the_published_counts():
    result = melitz_polanec(example(), start=0, end=1)
    counts = result.counts.loc[("all", 0, 1)]
    assert counts["n_firms"] == 8
    assert counts[["n_survivors", "n_entrants", "n_exiters"]].tolist() == [4, 2, 2]
    assert_allclose(counts[["share_survivors_t0", "share_survivors_t1"]], [0.80, 0.69])
    # Firms 5 and 6 are back in period 3.
    assert counts[["n_unseen_t0", "n_unseen_t1"]].tolist() == [0, 2]
    assert result.meta.counts["exits that are gaps"] == 2


@few
@given(rows(weights=st.integers(0, 50).map(float)), GAPS, GROUP_CHANGES)
def test_every_cell_equals_the_oracle(table, gaps, group_change):
    firms = panel(table, gaps=gaps, group_change=group_change)
    result = melitz_polanec(firms, periods="all", groups="group")
    for (group, t0, t1), found in result.components.iterrows():
        before, after = oracle.compared(table, group, t0, t1, gaps, group_change)
        expected = oracle.melitz_polanec(before, after)
        if len(before) == 0 or len(after) == 0:
            expected = [np.nan] * 5
        assert_allclose(found, expected, rtol=1e-9, atol=1e-10)
        counts = result.counts.loc[(group, t0, t1)]
        stay = len(before.index.intersection(after.index))
        found = counts[["n_survivors", "n_entrants", "n_exiters"]].tolist()
        assert found == [stay, len(after) - stay, len(before) - stay]


@few
@given(rows(groups=1), st.integers(0, 3), st.integers(0, 3))
def test_dated_births_and_deaths_equal_the_oracle(table, before, after):
    seen = table.groupby("firm")["period"]
    table["first"] = seen.transform("min") - before * (table.firm != "always")
    table["last"] = seen.transform("max") + after * (table.firm != "f0")
    result = melitz_polanec(panel(table, first="first", last="last"), periods="all")
    for (_, t0, t1), found in result.components.iterrows():
        expected = oracle.melitz_polanec(*oracle.compared(table, "a", t0, t1))
        assert_allclose(found, expected, rtol=1e-9, atol=1e-10)


@few
@given(rows())
def test_the_parts_add_up_to_the_total(table):
    parts = melitz_polanec(panel(table), periods="all", groups="group").components.dropna()
    assert_allclose(parts.drop(columns="total").sum(axis=1), parts["total"], atol=1e-11)


@few
@given(rows())
def test_the_total_is_the_change_of_the_aggregate(table):
    firms = panel(table)
    level = olley_pakes(firms).components["aggregate"].loc["all"]
    total = melitz_polanec(firms, periods="all").components["total"].loc["all"]
    for (t0, t1), value in total.items():
        assert value == pytest.approx(level[t1] - level[t0], abs=1e-11)


@few
@given(rows(), st.sampled_from([-1e6, 0.1, 1e6]), st.sampled_from([1e-3, 7.0, 1e9]))
def test_the_level_of_productivity_and_the_unit_of_weights_do_not_matter(table, level, unit):
    before = melitz_polanec(panel(table), periods="all", groups="group").components
    moved = panel(table.assign(p=table.p + level, w=table.w * unit))
    after = melitz_polanec(moved, periods="all", groups="group").components
    assert_allclose(after, before, atol=1e-8)


@few
@given(rows())
def test_backwards_in_time_entry_and_exit_swap_and_signs_turn(table):
    forwards = melitz_polanec(panel(table), periods="all").components
    mirrored = melitz_polanec(panel(table.assign(period=-table.period)), periods="all").components
    for (_, t0, t1), found in forwards.iterrows():
        expected = -mirrored.loc[("all", -t1, -t0)]
        swapped = expected.rename({"entry": "exit", "exit": "entry"})
        assert_allclose(found, swapped[found.index], atol=1e-11)


@few
@given(rows(groups=1, everywhere=True))
def test_without_churn_it_is_the_change_of_the_static_one(table):
    firms = panel(table)
    levels = olley_pakes(firms).components.loc["all"]
    parts = melitz_polanec(firms, periods="adjacent").components.loc["all"]
    assert (parts[["entry", "exit"]] == 0).all(axis=None)
    change = levels.diff().dropna()
    for ours, static in (("mean", "mean"), ("covariance", "covariance"), ("total", "aggregate")):
        assert_allclose(parts[ours], change[static], atol=1e-12)


@few
@given(rows(weights=st.just(1.0)))
def test_equal_shares_have_no_covariance(table):
    parts = melitz_polanec(panel(table), periods="all").components
    assert_allclose(parts["covariance"], 0, atol=1e-13)


@few
@given(rows(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_a_bit(table, random):
    order = list(range(len(table)))
    random.shuffle(order)
    results = [
        melitz_polanec(panel(each), periods="all", groups="group", bootstrap=3, seed=1)
        for each in (table, table.iloc[order])
    ]
    assert results[0].components.equals(results[1].components)
    assert results[0].draws.tobytes() == results[1].draws.tobytes()


@few
@given(rows())
def test_names_of_firms_do_not_matter(table):
    renamed = table.assign(firm=table.firm.map({f: f[::-1] for f in table.firm}))
    before, after = (
        melitz_polanec(panel(each), periods="all", groups="group").components
        for each in (table, renamed)
    )
    assert_allclose(after, before, atol=1e-12)


@few
@given(rows())
def test_the_users_table_is_not_changed(table):
    copy = table.copy(deep=True)
    melitz_polanec(panel(table), bootstrap=2, seed=1)
    pd.testing.assert_frame_equal(table, copy)


def test_the_synthetic_parts_are_the_promised_ones():
    firms = synthetic(20_000, 4, 1, seed=5, growth=0.03, entrant_gap=0.3, exit_rate=0.1)
    result = melitz_polanec(firms, bootstrap=100, seed=1)
    value, error = result.components.iloc[0], result.se.iloc[0]
    share = 1 - result.counts["share_survivors_t1"].item()
    promised = {"mean": 0.09, "covariance": 0.0, "entry": -0.3 * share, "exit": 0.0}
    for name, expected in promised.items():
        assert abs(value[name] - expected) < 4 * error[name], name


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"start": 1, "end": 1}, InvalidInput, "`start` and `end` must name an earlier period"),
        ({"start": 3}, InvalidInput, "got 3 and 3; swap"),
        ({"end": 2}, UnknownLabel, "`end` names a label that is not there: 2"),
        ({"pairs": "every"}, InvalidInput, "`pairs` must be one of 'consecutive', 'all'"),
        ({"pairs": [(0, 2)]}, UnknownLabel, "`pairs` names a label"),
        ({"pairs": [(1, 0)]}, InvalidInput, "earlier period first: got 1 and 0"),
        ({"pairs": [(0, 1), (0, 1)]}, InvalidInput, "each pair once: got 0 and 1 again"),
        ({"pairs": []}, InvalidInput, "`pairs` is empty"),
        ({"pairs": [0, 1]}, WrongType, "a list of pairs of periods"),
        ({"pairs": 3}, WrongType, "a list of pairs of periods"),
        ({"pairs": "all", "start": 0}, InvalidInput, "cannot be given with"),
        ({"by": "sector"}, UnknownLabel, "no group column 'sector'"),
        ({"bootstrap": 1}, InvalidInput, "`bootstrap` must be 0 or at least 2"),
        ({"bootstrap": -1}, InvalidInput, "`bootstrap`"),
        ({"bootstrap": 10.0}, WrongType, "`bootstrap`"),
        ({"seed": -1}, InvalidInput, "`seed`"),
        ({"level": 1.0}, InvalidInput, "`level`"),
        ({"level": 95}, InvalidInput, "`level`"),
        ({"interval": "bca"}, InvalidInput, "`interval` must be one of"),
        ({"strata": "size"}, UnknownLabel, "`strata`: the panel has no group column"),
        ({"threads": 0}, InvalidInput, "`threads`"),
        ({"progress": 1}, WrongType, "`progress`"),
    ],
)
def test_refused_options(arguments, error, message):
    with pytest.raises(error, match=message):
        melitz_polanec(example(), **arguments)


def test_something_else_than_a_panel_is_refused():
    with pytest.raises(WrongType, match=r"made by FirmPanel.from_frame\): got a DataFrame"):
        melitz_polanec(decomposition_example())


def test_a_single_period_is_refused():
    table = decomposition_example().query("period == 0")
    firms = FirmPanel.from_frame(table, "firm", "period", "log_productivity", share="share")
    with pytest.raises(InvalidInput, match="at least two periods to compare: got one, 0"):
        melitz_polanec(firms)


def changing(*firms):
    """Make a panel of firms (name, p before, p after); None where absent."""
    table = [
        {"firm": name, "period": period, "p": p, "w": 1.0, "group": "g"}
        for name, *levels in firms
        for period, p in enumerate(levels)
        if p is not None
    ]
    return panel(pd.DataFrame(table))


def test_without_survivors_only_the_total_is_known():
    result = melitz_polanec(changing(("x", 1.0, None), ("y", None, 3.0)))
    assert result.components.iloc[0, :4].isna().all()
    assert result.components["total"].item() == 2.0
    assert result.meta.notes == ("1 of 1 cells have no survivors: only the total is defined there",)


def test_without_entrants_or_exiters_their_part_is_plain_zero():
    result = melitz_polanec(changing(("x", 1.0, -2.0), ("y", 3.0, None)))
    assert result.components["entry"].item() == 0.0
    assert not np.signbit(result.components["entry"].item())
    assert result.components["exit"].item() == -1.0
    backwards = melitz_polanec(changing(("x", -2.0, 1.0), ("y", None, 3.0)))
    assert not np.signbit(backwards.components["exit"].item())


def test_a_group_without_firms_at_one_end_has_no_numbers():
    table = pd.DataFrame(
        {
            "firm": ["x", "x", "y"],
            "period": [0, 1, 0],
            "group": ["a", "a", "b"],
            "p": [1.0, 2.0, 3.0],
            "w": [1.0, 1.0, 1.0],
        }
    )
    result = melitz_polanec(panel(table), groups="group", bootstrap=10, seed=1)
    assert result.components.loc["b"].isna().all(axis=None)
    assert result.se.loc["b"].isna().all(axis=None)
    assert result.components.loc["a"].notna().all(axis=None)
    assert any(
        "1 of 2 cells have no firms at the start or at the end" in note
        for note in result.meta.notes
    )


def test_survivors_without_weight_leave_their_mean_and_the_total():
    table = pd.DataFrame(
        {
            "firm": ["x", "x", "y", "z"],
            "period": [0, 1, 0, 1],
            "p": [1.0, 2.0, 3.0, 4.0],
            "w": [0.0, 1.0, 1.0, 1.0],
            "group": "g",
        }
    )
    found = melitz_polanec(panel(table)).components.iloc[0]
    assert found["mean"] == 1.0
    assert found["total"] == 0.0
    assert found[["covariance", "exit"]].isna().all()


def test_firms_left_out_are_told():
    table = pd.DataFrame(
        {
            "firm": ["x", "x", "y", "y", "x"],
            "period": [0, 1, 0, 2, 2],
            "p": [1.0, 2.0, 5.0, 6.0, 3.0],
            "w": 1.0,
            "group": "g",
        }
    )
    result = melitz_polanec(panel(table, gaps="leave_out"), periods="adjacent")
    assert result.components["total"].tolist() == [1.0, 1.0]
    assert "1 seen at the start only and 1 seen at the end only" in result.meta.notes[0]
    assert result.meta.counts["exits"] == 0


def test_periods_may_be_dates_and_pairs_name_them():
    table = decomposition_example()
    table["period"] = pd.to_datetime((table["period"] + 2000).astype(str), format="%Y")
    firms = FirmPanel.from_frame(table, "firm", "period", "log_productivity", share="share")
    pair = (pd.Timestamp("2000-01-01"), pd.Timestamp("2001-01-01"))
    result = melitz_polanec(firms, periods=[pair])
    assert result.components.loc[("all", *pair), "total"] == pytest.approx(-0.3284)


@few
@given(rows())
def test_every_firm_drawn_once_gives_the_estimate_to_the_bit(table):
    # A cluster that holds all firms can only be drawn once.
    firms = panel(table.assign(owner="one"), cluster="owner")
    result = melitz_polanec(firms, periods="all", groups="group", bootstrap=3, seed=1)
    for draw in result.draws:
        assert draw.tobytes() == result.components.to_numpy().tobytes()


def test_threads_give_equal_bits():
    firms = synthetic()
    results = [
        melitz_polanec(firms, periods="all", groups="group", bootstrap=20, seed=2, threads=threads)
        for threads in (1, 2, 7)
    ]
    for other in results[1:]:
        assert other.draws.tobytes() == results[0].draws.tobytes()
        pd.testing.assert_frame_equal(other.to_frame(), results[0].to_frame(), check_exact=True)
