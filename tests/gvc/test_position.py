"""Upstreamness and downstreamness."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.datasets import leather
from weakties.gvc import (
    InterCountryTable,
    downstreamness,
    leontief_inverse,
    read_table,
    upstreamness,
)
from weakties.gvc.position import _without_inventories

from ..oracles import gvc as oracle
from .strategies import arrays, few, random_table, real_tables, tables

CATEGORIES = ["households", "inventories"]


def with_inventories(seed):
    """Return a table whose inventories were run down as well as filled."""
    table = random_table(seed, 3, 3, categories=CATEGORIES)
    demand = np.array(table._demand)
    demand[:, :, 1] *= np.random.default_rng(seed).uniform(-0.5, 0.5, demand[:, :, 1].shape)
    return InterCountryTable.from_arrays(
        table.Z,
        demand.reshape(9, 6),
        countries=table.countries,
        sectors=table.sectors,
        categories=CATEGORIES,
    )


def test_the_worked_example_is_reproduced():
    upstream = [2.098404, 2.176856, 1.631124, 2.107104, 2.180156, 1.839251, 1.989594, 2.101771]
    np.testing.assert_allclose(upstreamness(leather()), [*upstream, 1.758751], atol=5.1e-7)
    downstream = [1.565401, 1.776986, 2.433220, 1.726920, 1.942745, 2.504757, 1.735891, 2.062201]
    np.testing.assert_allclose(downstreamness(leather()), [*downstream, 2.394124], atol=5.1e-7)


@few
@given(st.one_of(tables(), tables(empty=True)))
def test_upstreamness_counts_the_stages_to_final_use(table):
    Z, Y, X, _, _ = arrays(table)
    np.testing.assert_allclose(upstreamness(table), oracle.upstreamness(Z, Y, X), rtol=1e-9)


@few
@given(tables())
def test_upstreamness_is_the_row_sum_of_ghoshs_inverse(table):
    Z, _, X, _, _ = arrays(table)
    np.testing.assert_allclose(upstreamness(table), oracle.ghosh_upstreamness(Z, X), rtol=1e-11)


@few
@given(tables())
def test_downstreamness_is_the_column_sum_of_leontiefs_inverse(table):
    sums = leontief_inverse(table).to_numpy().sum(axis=0)
    np.testing.assert_allclose(downstreamness(table), sums, rtol=1e-12)


@few
@given(tables())
def test_over_the_world_both_weigh_value_added_and_final_demand_up_to_output(table):
    # Value added passes U stages, and final demand has passed D: each stage is output once.
    world = pytest.approx(table.output.sum(), rel=1e-10)
    assert (upstreamness(table) * table.value_added).sum() == world
    assert (downstreamness(table) * table.final_demand.sum(axis=1)).sum() == world


@few
@given(st.integers(0, 2**32 - 1))
def test_inventories_are_spread_over_their_row(seed):
    table = with_inventories(seed)
    Z, _, X, _, _ = arrays(table)
    N = table._demand[:, :, 1].sum(axis=1)
    Z, F = oracle.corrected_for_inventories(Z, table._demand[:, :, 0], N, X)
    np.testing.assert_allclose(Z.sum(axis=1) + F.sum(axis=1), X, rtol=1e-12)
    found = upstreamness(table, inventories="inventories")
    np.testing.assert_allclose(found, oracle.upstreamness(Z, F, X), rtol=1e-9)
    found = downstreamness(table, inventories="inventories")
    np.testing.assert_allclose(found, oracle.inverse(Z, X).sum(axis=0), rtol=1e-10)


def test_a_table_without_its_inventories_still_adds_up():
    corrected = _without_inventories(with_inventories(5), "inventories")
    checks = corrected.diagnostics().checks
    assert checks.loc[["row imbalance", "column imbalance", "world imbalance"], "found"].sum() == 0
    assert list(corrected.categories) == ["households"]


def test_empty_inventories_change_nothing():
    table = with_inventories(3)
    emptied = table.final_demand.copy()
    emptied.loc[:, (slice(None), "inventories")] = 0.0
    table = InterCountryTable.from_wide(table.Z, emptied)
    for measure in (upstreamness, downstreamness):
        same = measure(table, inventories="inventories")
        np.testing.assert_allclose(same, measure(table), rtol=1e-13)


@few
@given(tables())
def test_countries_are_measured_with_their_sectors_added_up(table):
    Z, Y, X, _, n = arrays(table)
    g = len(table.countries)
    Z, Y, X = Z.reshape(g, n, g, n).sum((1, 3)), Y.reshape(g, n, g).sum(1), X.reshape(g, n).sum(1)
    found = upstreamness(table, by="country")
    np.testing.assert_allclose(found, oracle.upstreamness(Z, Y, X), rtol=1e-9)
    assert list(found.index) == list(table.countries)
    found = downstreamness(table, by="country")
    np.testing.assert_allclose(found, oracle.inverse(Z, X).sum(axis=0), rtol=1e-10)


@pytest.mark.parametrize("path", real_tables())
def test_real_tables_have_plausible_positions(path):
    table = read_table(path)
    Z, _, X, _, _ = arrays(table)
    up, down = upstreamness(table), downstreamness(table)
    produces = X > 0
    assert up.isna().to_numpy().tolist() == (~produces).tolist()
    expected = oracle.ghosh_upstreamness(Z[produces][:, produces], X[produces])
    np.testing.assert_allclose(up[produces], expected, rtol=1e-9)
    assert up.dropna().between(1, 7).all()
    assert down.between(1, 7).all()
    mining = up.xs("Mining and Quarrying", level="sector")
    health = up.xs("Health and Social Work", level="sector")
    assert mining.min() > health.max()
    corrected = upstreamness(table, inventories="c42 inventories")
    assert 0 < (corrected - up).abs().median() < 0.1


def test_a_sector_without_output_has_no_upstreamness():
    table = random_table(1, empty=True)
    assert list(upstreamness(table).isna()) == [True, *[False] * 5]
    assert downstreamness(table).iloc[0] == 1


def test_what_sells_to_final_users_alone_is_one_stage_away():
    table = InterCountryTable.from_arrays(
        [[0.0, 0], [0, 0]], [[1.0, 2], [3, 4]], countries=["A", "B"], sectors=["x"]
    )
    assert list(upstreamness(table)) == [1, 1]
    assert list(downstreamness(table)) == [1, 1]


@pytest.mark.parametrize("measure", [upstreamness, downstreamness])
def test_bad_arguments_are_refused(measure):
    with pytest.raises(WrongType, match="`table` must be an InterCountryTable"):
        measure(None)
    with pytest.raises(InvalidInput, match="`by` must be one of 'country-sector', 'country'"):
        measure(leather(), by="sector")
    with pytest.raises(InvalidInput, match="`inventories` needs final demand by category"):
        measure(leather(), inventories="inventories")
    table = random_table(1, categories=CATEGORIES)
    with pytest.raises(UnknownLabel, match=r"`inventories`.*Did you mean 'inventories'\?"):
        measure(table, inventories="inventory")
    with pytest.raises(InvalidInput, match="`inventories` must leave some final demand"):
        measure(random_table(1, categories=["inventories"]), inventories="inventories")


def test_inventories_that_take_up_all_output_are_refused_by_name():
    table = InterCountryTable.from_arrays(
        [[0.0]], [[0.0, 5.0]], countries=["A"], sectors=["x"], categories=CATEGORIES
    )
    with pytest.raises(InvalidInput, match=r"`inventories` take up all.*\('A', 'x'\)"):
        upstreamness(table, inventories="inventories")


def test_threads_give_equal_bits():
    for measure in (upstreamness, downstreamness):
        found = [
            measure(random_table(9, 20, 12), threads=k).to_numpy().tobytes() for k in (1, 2, 7)
        ]
        assert found[0] == found[1] == found[2]
