"""Between and within types: by hand, oracle, identities, edges, threads."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.datasets import synthetic_firms
from weakties.productivity import FirmPanel, across_types, olley_pakes

from ..oracles.productivity import types as oracle
from .strategies import few, panel, rows


def test_two_types_by_hand():
    # P = 2 with share ¼ and no covariance; P = 7 with share ¾ and covariance 1.
    table = pd.DataFrame(
        {
            "firm": [1, 2, 3, 4],
            "period": 0,
            "group": ["a", "a", "b", "b"],
            "p": [0.0, 4.0, 4.0, 8.0],
            "w": [2.0, 2.0, 3.0, 9.0],
        }
    )
    both = pd.concat([table, table.assign(period=1, p=table.p + 1)])
    result = across_types(panel(both), "group")
    assert result.components.loc[("all", 0)].tolist() == [4.0, 0.5, 1.25, 5.75]
    assert result.types.value.loc[("all", "b", 0)].tolist() == [0.75, 6.0, 1.0, 7.0]
    assert result.changes.value.loc[("all", 0, 1)].tolist() == [1.0, 0.0, 0.0, 1.0]
    assert result.counts.loc[("all", 0)].tolist() == [4, 2]


@few
@given(rows(groups=2), st.data())
def test_every_cell_equals_the_oracle(table, data):
    table["type"] = [data.draw(st.sampled_from("xyz")) for _ in range(len(table))]
    result = across_types(panel(table, group=["group", "type"]), "type", groups="group")
    for (group, period), found in result.components.iterrows():
        cell = table[(table.group == group) & (table.period == period)]
        assert_allclose(found, oracle.across_types(cell), rtol=1e-9, atol=1e-10)
    changes = across_types(
        panel(table, group=["group", "type"]), "type", groups="group", periods="all"
    ).changes.value
    for (group, t0, t1), found in changes.iterrows():
        expected = result.components.loc[(group, t1)] - result.components.loc[(group, t0)]
        assert_allclose(found, expected, atol=1e-12)


@few
@given(rows(), st.sampled_from([-1e3, 0.1]), st.sampled_from([1e-3, 1e6]))
def test_the_parts_add_up_and_only_the_mean_knows_the_level(table, level, unit):
    firms = panel(table)
    before = across_types(firms, "group").components
    static = olley_pakes(firms).components
    assert_allclose(before["aggregate"], static["aggregate"], atol=1e-12)
    whole = before.dropna()
    assert_allclose(whole.drop(columns="aggregate").sum(axis=1), whole["aggregate"], atol=1e-11)
    moved = panel(table.assign(p=table.p + level, w=table.w * unit))
    after = across_types(moved, "group").components
    assert_allclose(after, before + np.array([level, 0, 0, level]), atol=1e-9)


@few
@given(rows(groups=1))
def test_one_type_is_the_static_decomposition(table):
    firms = panel(table)
    found = across_types(firms, "group").components
    assert_allclose(found["between"], 0, atol=0)
    static = olley_pakes(firms).components
    assert_allclose(found[["mean", "covariance"]], static[["mean", "covariance"]], atol=1e-12)


def test_a_type_that_weighs_nothing_leaves_mean_and_aggregate():
    table = pd.DataFrame(
        {
            "firm": [1, 2, 1, 2],
            "period": [0, 0, 1, 1],
            "group": ["a", "b"] * 2,
            "p": [1.0, 3.0, 1.0, 3.0],
            "w": [1.0, 0.0, 1.0, 1.0],
        }
    )
    found = across_types(panel(table), "group").components.loc[("all", 0)]
    assert found[["mean", "aggregate"]].tolist() == [2.0, 1.0]
    assert found[["covariance", "between"]].isna().all()


def test_a_type_lost_in_a_resample_is_left_out_and_told():
    table = pd.DataFrame(
        {
            "firm": [1, 2, 3] * 2,
            "period": [0] * 3 + [1] * 3,
            "group": ["a", "b", "b"] * 2,
            "p": np.arange(6.0),
            "w": 1.0,
        }
    )
    result = across_types(panel(table), "group", bootstrap=50, seed=1)
    lost = np.isnan(result.draws[:, 0, 2])
    assert 0 < lost.sum() < 50
    assert not np.isnan(result.draws[:, 0, 3]).any()
    assert "some resamples leave an estimate undefined" in result.meta.notes[0]


def test_threads_give_equal_bits_and_plots_are_drawn():
    table = synthetic_firms(80, 4, 3)
    firms = FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )
    results = [
        across_types(firms, "group", bootstrap=20, seed=2, threads=threads, periods="adjacent")
        for threads in (1, 2, 7)
    ]
    for other in results[1:]:
        assert other.draws.tobytes() == results[0].draws.tobytes()
        assert other.changes.draws.tobytes() == results[0].changes.draws.tobytes()
    assert results[0].changes.se.notna().all(axis=None)
