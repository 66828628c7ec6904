"""Value added by origin and absorption, and value-added exports."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, WrongType
from weakties.datasets import leather
from weakties.gvc import (
    InterCountryTable,
    gross_exports,
    participation,
    read_table,
    value_added_flows,
    vax_ratio,
)

from ..oracles import gvc as oracle
from .strategies import arrays, few, random_table, real_tables, tables


def test_the_worked_example_is_reproduced():
    table = leather()
    published = [
        [44.867912, 18.493099, 28.238989],
        [24.661291, 68.358556, 52.680153],
        [38.970798, 57.748345, 127.480858],
    ]
    np.testing.assert_allclose(value_added_flows(table).flows, published, atol=5.1e-7)
    by_sector = value_added_flows(table, by="country-sector").flows
    assert by_sector.loc[("ARG", "Agriculture"), "ARG"] == pytest.approx(24.334582, abs=5.1e-7)
    ratios = vax_ratio(table).ratios
    np.testing.assert_allclose(ratios["ratio"], [0.726782, 0.680823, 0.655279], atol=5.1e-7)
    # VAX of the `bm` page of the decompr documentation.
    published = [46.73209, 77.34144, 96.71914]
    np.testing.assert_allclose(ratios["value_added_exports"], published, atol=5.1e-6)
    bilateral = vax_ratio(table, by="bilateral").ratios
    assert bilateral.loc[("TUR", "ARG"), "ratio"] == pytest.approx(1.0107, abs=5.1e-5)


def test_exports_of_the_worked_example_are_those_published():
    table = leather()
    published = [33.2, 28.5, 2.6, 45.9, 59.2, 8.5, 38.7, 31.0, 77.9]
    np.testing.assert_allclose(gross_exports(table, by="country-sector"), published, rtol=1e-12)
    bilateral = gross_exports(table, by="bilateral-sector")
    assert bilateral.loc[("ARG", "Agriculture"), "TUR"] == pytest.approx(14.0)
    assert bilateral.loc["DEU", "DEU"].eq(0).all()
    sums = gross_exports(table, by="bilateral").sum(axis=1)
    np.testing.assert_allclose(sums, gross_exports(table), rtol=1e-12)


@few
@given(st.one_of(tables(), tables(given=True), tables(empty=True)))
def test_flows_equal_the_formula_block_by_block(table):
    flows = value_added_flows(table).flows
    expected = oracle.value_added_flows(*arrays(table))
    np.testing.assert_allclose(flows, expected, rtol=1e-10, atol=1e-14)
    Z, Y, _, _, sectors = arrays(table)
    np.testing.assert_allclose(
        gross_exports(table, by="bilateral-sector"),
        oracle.bilateral_exports(Z, Y, sectors),
        rtol=1e-12,
    )


@few
@given(tables())
def test_columns_add_up_to_final_demand_and_rows_to_value_added(table):
    result = value_added_flows(table, by="country-sector")
    np.testing.assert_allclose(result.flows.sum(axis=0), result.absorbed, rtol=1e-11)
    np.testing.assert_allclose(result.flows.sum(axis=1), table.value_added, rtol=1e-11)
    np.testing.assert_allclose(result.absorbed, table.final_demand.sum(axis=0), rtol=1e-12)


@few
@given(tables())
def test_sectors_add_up_to_their_country(table):
    sums = value_added_flows(table, by="country-sector").flows.groupby(level=0, sort=False).sum()
    np.testing.assert_allclose(sums, value_added_flows(table).flows, rtol=1e-12)
    sums = vax_ratio(table, by="country-sector").ratios.groupby(level=0, sort=False).sum()
    ratios = vax_ratio(table).ratios
    np.testing.assert_allclose(
        sums["value_added_exports"], ratios["value_added_exports"], rtol=1e-12
    )
    np.testing.assert_allclose(sums["exports"], ratios["exports"], rtol=1e-12)


@few
@given(tables())
def test_value_added_exports_are_gross_exports_less_foreign_content_and_what_returns(table):
    # Over the world, gross exports less VAX is what is counted more than once.
    ratios = vax_ratio(table).ratios
    rates = participation(table).rates
    assert (ratios["value_added_exports"] <= ratios["exports"] * (1 + 1e-12)).all()
    domestic = rates["exports"] - rates["backward"]
    assert (ratios["value_added_exports"] <= domestic * (1 + 1e-12)).all()


@few
@given(tables(), st.integers(0, 100))
def test_moving_final_demand_to_another_country_moves_its_absorption_only(table, seed):
    # Who absorbs is told by the columns of final demand: exchanging two exchanges two columns.
    order = np.random.default_rng(seed).permutation(len(table.countries))
    moved = InterCountryTable.from_arrays(
        table.Z,
        table.final_demand.to_numpy()[:, order],
        countries=table.countries,
        sectors=table.sectors,
    )
    flows = value_added_flows(table).flows.to_numpy()[:, order]
    np.testing.assert_allclose(value_added_flows(moved).flows, flows, rtol=1e-10)


def test_merging_countries_keeps_who_absorbs_where_technology_is_alike():
    # With one technology for all sectors, the value added of a union is the sum of its members'.
    rng = np.random.default_rng(5)
    demand = rng.exponential(size=(4, 4))
    output = 2 * demand.sum(axis=1).mean() * np.ones(4)
    Z = np.full((4, 4), output[0] / 8)
    demand *= (output - Z.sum(axis=1))[:, None] / demand.sum(axis=1, keepdims=True)
    table = InterCountryTable.from_arrays(Z, demand, countries=list("ABCD"), sectors=["x"])
    union = table.aggregated(countries={"A": "U", "B": "U"})
    flows = value_added_flows(table).flows.rename(index={"A": "U", "B": "U"})
    flows = flows.rename(columns={"A": "U", "B": "U"}).groupby(level=0).sum().T.groupby(level=0)
    expected = flows.sum().T.loc[union.countries, union.countries]
    np.testing.assert_allclose(value_added_flows(union).flows, expected, rtol=1e-12)


@pytest.mark.parametrize("path", real_tables())
def test_real_tables_add_up(path):
    table = read_table(path)
    flows = value_added_flows(table)
    np.testing.assert_allclose(flows.flows, oracle.value_added_flows(*arrays(table)), rtol=1e-9)
    np.testing.assert_allclose(flows.flows.sum(axis=0), flows.absorbed, rtol=1e-9)
    # These tables are rounded: rows miss output by a few million dollars.
    world = flows.flows.to_numpy().sum()
    assert world == pytest.approx(table.value_added.sum(), rel=1e-5)
    assert vax_ratio(table).ratios["ratio"].between(0.5, 1).all()


def test_a_country_by_itself_absorbs_all_it_adds():
    table = random_table(4, countries=1)
    np.testing.assert_allclose(value_added_flows(table).flows, table.value_added.sum(), rtol=1e-12)
    assert vax_ratio(table).ratios["ratio"].isna().all()
    assert vax_ratio(table, by="bilateral").ratios.empty


def test_given_value_added_leaves_a_residual_that_the_summary_names():
    text = value_added_flows(random_table(4, given=True)).summary()
    assert "Residual: whole less sum of parts is at most" in text
    assert "value added: given" in text


def test_other_forms_keep_every_flow_in_its_place():
    table = leather()
    for by in ("country", "country-sector"):
        result = value_added_flows(table, by=by)
        long = result.to_frame()["value_added"]
        array = result.to_xarray()
        for row in result.flows.index:
            for column in result.flows.columns:
                key = (*row, column) if isinstance(row, tuple) else (row, column)
                assert long[key] == result.flows.loc[row, column]
                at = dict(zip(array.dims, key, strict=True))
                assert array.sel(at).item() == result.flows.loc[row, column]
    assert list(array.indexes["origin"]) == list(table.countries)


def test_bad_arguments_are_refused():
    for measure in (value_added_flows, vax_ratio, gross_exports):
        with pytest.raises(WrongType, match="`table` must be an InterCountryTable"):
            measure(pd.DataFrame())
        with pytest.raises(InvalidInput, match="`by` must be one of"):
            measure(leather(), by="sector")


def test_threads_give_equal_bits():
    found = []
    for threads in (1, 2, 7):
        flows = value_added_flows(
            random_table(2, 40, 6), by="country-sector", threads=threads
        ).flows
        found.append(flows.to_numpy().tobytes())
    assert found[0] == found[1] == found[2]
