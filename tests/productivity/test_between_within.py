"""Dispersion within and between groups: worked examples, oracle, identities, resamples, edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.datasets import synthetic_firms
from weakties.errors import InvalidInput, UnknownLabel
from weakties.productivity import (
    FirmPanel,
    SectorDecomposition,
    shift_share,
    theil,
    variance_decomposition,
)

from ..oracles.productivity import between_within as oracle
from .strategies import few, panel, rows
from .test_resample import counts_of

PARTS = ("within", "between")


def with_output(table):
    # The levels of productivity, which may be negative, become output.
    return panel(table.assign(y=np.maximum(table.p, 0)), variables=["y", "w"])


def wide(found):
    """Give the components by period, and their total."""
    parts = {name: found.components["value"].xs(name, level="component") for name in PARTS}
    table = pd.DataFrame(parts).assign(total=found.totals["total"])
    return table.droplevel(["method", "group", "t1"])


def test_worked_examples():
    table = pd.DataFrame(
        {
            "firm": [1, 2, 3, 4],
            "period": 0,
            "group": list("aabb"),
            "p": [0.0, 2, 3, 5],
            "w": 1.0,
            "y": [2.0, 0, 3, 3],
        }
    )
    found = variance_decomposition(panel(table), groups="group")
    assert wide(found).to_numpy().tolist() == [[1, 2.25, 3.25]]
    cell = ("variance", "all", 0, 0)
    assert found.sectors.loc[(*cell, "b")].tolist() == [0.5, 4, 1]
    assert found.contributions["value"].loc[(*cell, "b")].tolist() == [0.5, 1.125]
    assert_allclose(found.contributions["share"].loc[(*cell, "b")], [0.5 / 3.25, 1.125 / 3.25])
    index = theil(panel(table, variables=["y", "w"]), output="y", labour="w", groups="group")
    within, between = 0.25 * np.log(2), 0.25 * np.log(0.5) + 0.75 * np.log(1.5)
    assert_allclose(wide(index), [[within, between, within + between]])
    assert_allclose(index.sectors.loc[("theil", *cell[1:], "b")], [0.75, 0.5, 0], atol=1e-16)
    adds = index.contributions["value"].xs("b", level="sector")
    assert_allclose(adds, [0, 0.75 * np.log(1.5)], atol=1e-16)


@few
@given(rows(weights=st.integers(0, 50).map(float)))
def test_the_variance_equals_the_oracle(table):
    for weighted in (True, False):
        found = variance_decomposition(panel(table), groups="group", weighted=weighted)
        for period, parts in wide(found).iterrows():
            own = table[table.period == period]
            weights = own.w if weighted else np.ones(len(own))
            expected = oracle.variance(list(own.p), list(weights), list(own.group))
            assert_allclose(parts, expected, rtol=1e-9, atol=1e-11)


@few
@given(rows())
def test_the_index_equals_the_oracle(table):
    found = wide(theil(with_output(table), output="y", labour="w", groups="group"))
    for period, parts in found.iterrows():
        own = table[table.period == period]
        expected = oracle.theil(list(np.maximum(own.p, 0)), list(own.w), list(own.group))
        assert_allclose(parts, expected, rtol=1e-9, atol=1e-11)


@few
@given(rows())
def test_parts_and_groups_add_up(table):
    firms = with_output(table)
    for found in (
        theil(firms, output="y", labour="w", groups="group"),
        variance_decomposition(firms, groups="group"),
    ):
        parts = wide(found)
        assert_allclose(parts["within"] + parts["between"], parts["total"], atol=1e-12)
        assert found.totals["residual"].abs().max() <= 1e-12 or parts["total"].isna().all()
        by = ["t0", "component"]
        of_groups = found.contributions["value"].groupby(level=by, sort=False).sum()
        sums = found.components["value"].groupby(level=by, sort=False).sum()
        assert_allclose(of_groups, sums, atol=1e-12)
        assert found.totals["sectors"].tolist() == table.groupby("period").group.nunique().tolist()
        assert (parts.dropna() > -1e-13).all(axis=None)


@few
@given(rows(), st.sampled_from([1e-6, 7.0, 1e9]))
def test_units_and_levels_do_not_matter(table, unit):
    one = wide(theil(with_output(table), output="y", labour="w", groups="group"))
    other = with_output(table.assign(p=table.p * unit, w=table.w * 3))
    other = wide(theil(other, output="y", labour="w", groups="group"))
    assert_allclose(one, other, rtol=1e-9, atol=1e-12)
    moved = variance_decomposition(panel(table.assign(p=table.p + 1000)), groups="group")
    kept = variance_decomposition(panel(table), groups="group")
    assert_allclose(wide(moved), wide(kept), rtol=1e-9, atol=1e-9)


def test_resamples_are_the_measure_of_copied_rows():
    table = synthetic_firms(12, 2, 2, seed=1)
    firms = FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )
    found = variance_decomposition(firms, groups="group", bootstrap=5, seed=3)
    for replicate, draws in enumerate(found.draws):
        times = table.firm.map(counts_of(firms, replicate, 3))
        copies = table.loc[table.index.repeat(times)]
        for period, parts in enumerate(draws):
            own = copies[copies.period == period]
            columns = (own.log_productivity, own.employees, own.group)
            assert_allclose(parts, oracle.variance(*map(list, columns)), rtol=1e-9, atol=1e-12)


def test_the_spread_of_a_large_sample_is_the_known_one():
    draws = np.random.default_rng(1).standard_normal(4000)
    table = pd.DataFrame({"firm": range(4000), "period": 0, "p": draws, "w": 1.0})
    firms = FirmPanel.from_frame(table, "firm", "period", "p", weight="w")
    found = variance_decomposition(firms, bootstrap=200, seed=1)
    # The variance of a normal variable has the standard error √(2/n).
    assert_allclose(found.totals["se"], np.sqrt(2 / 4000), rtol=0.2)
    within, between = found.components["se"]
    assert within == found.totals["se"].item()
    assert between == wide(found)["between"].item() == 0
    assert "estimate" in found.summary()


def test_missing_numbers_are_left_out_and_counted():
    table = pd.DataFrame(
        {"firm": [1, 2, 3], "year": 1, "y": [1.0, 2.0, np.nan], "h": [1.0, np.nan, 1]}
    )
    firms = FirmPanel.from_frame(table, "firm", "year", variables=["y", "h"])
    found = theil(firms, output="y", labour="h")
    assert wide(found).to_numpy().tolist() == [[0, 0, 0]]
    assert found.components["share"].isna().all()
    assert found.meta.dropped["y missing"] == found.meta.dropped["h missing"] == 1
    assert found.counts["n_rows"].tolist() == [1]


def test_a_period_without_output_has_no_index():
    table = pd.DataFrame({"firm": [1, 1], "year": [1, 2], "y": [0.0, 1.0], "h": 1.0})
    found = theil(
        FirmPanel.from_frame(table, "firm", "year", variables=["y", "h"]), output="y", labour="h"
    )
    assert wide(found).loc[1].isna().all()
    assert "1 of 2 periods have nothing that weighs" in found.meta.notes[-1]
    assert wide(found).loc[2].tolist() == [0, 0, 0]


def test_refused_numbers():
    table = pd.DataFrame({"firm": [1, 2], "year": 1, "y": [1.0, -1.0], "h": [0.0, 1.0]})
    firms = FirmPanel.from_frame(table, "firm", "year", variables=["y", "h"])
    with pytest.raises(InvalidInput, match=r"`output` must be at least 0: .* row 1"):
        theil(firms, output="y", labour="h")
    idle = FirmPanel.from_frame(table.assign(y=1.0), "firm", "year", variables=["y", "h"])
    with pytest.raises(InvalidInput, match="`labour` must be above 0 where there is output: see"):
        theil(idle, output="y", labour="h")
    with pytest.raises(UnknownLabel, match="Did you mean 'h'"):
        theil(firms, output="H", labour="h")
    with pytest.raises(InvalidInput, match="must have productivity"):
        variance_decomposition(firms)


def test_threads_give_equal_bits():
    table = synthetic_firms(100, 3, 3, seed=1)
    firms = FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )
    one, *others = (
        variance_decomposition(firms, groups="group", bootstrap=20, seed=2, threads=n).draws
        for n in (1, 2, 7)
    )
    for other in others:
        assert one.tobytes() == other.tobytes()


def test_the_shape_is_that_of_shift_share():
    table = synthetic_firms(40, 2, 3, seed=2)
    sectors = table.groupby(["group", "period"], as_index=False)["employees"].sum()
    shifts = shift_share(
        sectors.assign(output=sectors.employees**1.1),
        *["group", "period"],
        output="output",
        labour="employees",
        method=["fabricant", "csls"],
    )
    firms = FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )
    spread = variance_decomposition(firms, groups="group", bootstrap=9, seed=1)
    assert isinstance(spread, SectorDecomposition)
    assert isinstance(shifts, SectorDecomposition)
    for name in ("contributions", "components", "totals"):
        one, other = getattr(spread, name), getattr(shifts, name)
        assert one.index.names == other.index.names
        assert one.columns.tolist() == other.columns.tolist()
    assert spread.to_frame().columns.tolist() == shifts.to_frame().columns.tolist()
    assert spread.contributions.index.names[:4] == ["method", "group", "t0", "t1"]
    assert "Residual: whole less sum of parts is at most" in spread.summary()
    assert_allclose(spread.draws[:, :, 2].std(axis=0, ddof=1), spread.totals["se"])
