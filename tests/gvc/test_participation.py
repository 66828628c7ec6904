"""Backward and forward participation."""

import numpy as np
import pandas as pd
import pymrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, WrongType
from weakties.datasets import leather
from weakties.gvc import InterCountryTable, participation, read_table

from ..oracles import gvc as oracle
from .strategies import arrays, few, random_table, real_tables, tables


def test_the_worked_example_is_reproduced():
    rates = participation(leather()).rates
    np.testing.assert_allclose(rates["exports"], [64.3, 113.6, 147.6], rtol=1e-12)
    # FVA so defined is FC, the foreign content, of the `bm` page of the decompr documentation.
    np.testing.assert_allclose(rates["backward"], [10.61004, 21.13825, 36.30942], atol=5.1e-6)
    np.testing.assert_allclose(rates["forward"], [21.634747, 27.100378, 19.322582], atol=5.1e-7)
    np.testing.assert_allclose(rates["rate"], [0.501474, 0.424636, 0.376911], atol=5.1e-7)


@few
@given(st.one_of(tables(), tables(given=True), tables(empty=True)))
def test_rates_equal_the_formulas_sum_by_sum(table):
    rates = participation(table).rates
    backward, forward = oracle.participation(*arrays(table))
    np.testing.assert_allclose(rates["backward"], backward, rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(rates["forward"], forward, rtol=1e-10, atol=1e-14)
    Z, Y, _, _, sectors = arrays(table)
    exports = oracle.bilateral_exports(Z, Y, sectors).sum(axis=1)
    by_sector = participation(table, by="country-sector").rates
    np.testing.assert_allclose(by_sector["exports"], exports, rtol=1e-12)


@few
@given(tables())
def test_over_the_world_backward_and_forward_add_up_to_the_same(table):
    total = participation(table).rates[["backward", "forward"]].sum()
    assert total["backward"] == pytest.approx(total["forward"], rel=1e-12, abs=1e-14)


@few
@given(tables())
def test_sectors_add_up_to_their_country(table):
    columns = ["exports", "backward", "forward"]
    sums = participation(table, by="country-sector").rates[columns].groupby(level=0, sort=False)
    pd.testing.assert_frame_equal(sums.sum(), participation(table).rates[columns], rtol=1e-12)


@few
@given(tables(), st.floats(1e-6, 1e6))
def test_rates_do_not_depend_on_the_unit(table, factor):
    scaled = InterCountryTable.from_wide(table.Z * factor, table.final_demand * factor)
    np.testing.assert_allclose(
        participation(scaled).rates["rate"], participation(table).rates["rate"], rtol=1e-9
    )


@few
@given(tables(), st.randoms())
def test_rates_do_not_depend_on_the_order_of_countries(table, random):
    countries = list(table.countries)
    random.shuffle(countries)
    shuffled = InterCountryTable.from_frame(
        table.to_frame(), countries=countries, sectors=table.sectors
    )
    pd.testing.assert_frame_equal(
        participation(shuffled).rates.loc[table.countries],
        participation(table).rates,
        rtol=1e-10,
        atol=1e-13,
    )


@few
@given(tables())
def test_splitting_a_sector_in_equal_halves_changes_nothing(table):
    halved = participation(
        InterCountryTable.from_arrays(
            np.kron(table.Z.to_numpy(), np.full((2, 2), 0.25)),
            np.repeat(table.final_demand.to_numpy() / 2, 2, axis=0),
            countries=table.countries,
            sectors=[f"{sector}{half}" for sector in table.sectors for half in "ab"],
        )
    )
    pd.testing.assert_frame_equal(halved.rates, participation(table).rates, rtol=1e-10, atol=1e-13)


def test_pymrios_inverse_gives_the_same():
    io = pymrio.load_test().calc_all()
    table = InterCountryTable.from_pymrio(io)
    regions = io.get_regions()
    v = 1 - io.A.sum(axis=0)
    content = (io.L.mul(v, axis=0)).groupby(level="region").sum()
    exports = participation(table, by="country-sector").rates["exports"].to_numpy()
    inside = (content * exports).T.groupby(level="region").sum().T
    backward = inside.sum(axis=0) - np.diag(inside.loc[regions, regions])
    rates = participation(table).rates
    np.testing.assert_allclose(rates["backward"], backward[regions], rtol=1e-9)


@pytest.mark.parametrize("path", real_tables())
def test_real_tables_add_up(path):
    table = read_table(path)
    rates = participation(table).rates
    backward, forward = oracle.participation(*arrays(table))
    np.testing.assert_allclose(rates["backward"], backward, rtol=1e-9)
    np.testing.assert_allclose(rates["forward"], forward, rtol=1e-9)
    assert rates["backward"].sum() == pytest.approx(rates["forward"].sum(), rel=1e-12)
    assert rates["rate"].between(0.1, 0.8).all()


def test_one_country_exports_nothing_and_has_no_rate():
    result = participation(random_table(1, countries=1))
    assert (result.rates[["exports", "backward", "forward"]] == 0).all(axis=None)
    assert result.rates["rate"].isna().all()
    assert "1 of 1 rows export nothing and have no rate" in result.summary()


def test_a_rate_may_exceed_one():
    # What A sells to B crosses the border between B and C five times on average.
    table = InterCountryTable.from_arrays(
        [[0.0, 10, 0], [0, 0, 100], [0, 100, 0]],
        [[1.0, 0, 0], [0, 20, 0], [0, 0, 5]],
        countries=["A", "B", "C"],
        sectors=["x"],
    )
    assert participation(table).rates["rate"]["A"] > 4


def test_what_the_result_says_of_itself():
    result = participation(leather(), by="country-sector")
    assert result.rates.index.names == ["country", "sector"]
    assert result.to_frame() is result.rates
    assert result.meta.to_dict()["options"] == {"by": "country-sector"}
    assert "UNCTAD" in result.cite()
    assert "double counting" in result.summary()


def test_bad_arguments_are_refused():
    with pytest.raises(WrongType, match="`table` must be an InterCountryTable"):
        participation(3)
    with pytest.raises(InvalidInput, match=r"`by` must be one of .*did you mean 'country'"):
        participation(leather(), by="countries")
    with pytest.raises(InvalidInput, match="`threads`"):
        participation(leather(), threads=0)


@few
@given(st.integers(0, 1000))
def test_threads_give_equal_bits(seed):
    found = []
    for threads in (1, 2, 7):
        rates = participation(
            random_table(seed, 12, 12), by="country-sector", threads=threads
        ).rates
        found.append(rates.to_numpy().tobytes())
    assert found[0] == found[1] == found[2]
