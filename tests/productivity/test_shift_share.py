"""Growth by sector: worked example, oracle, identities, refusals, edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.errors import InvalidInput, UnknownLabel
from weakties.productivity import shift_share
from weakties.productivity.shift_share import PARTS

from ..oracles.productivity.shift_share import shift_share as oracle
from .strategies import few

METHODS = ["mcmillan-rodrik", "fabricant", "csls", "gead", "nordhaus"]
AMOUNTS = st.integers(1, 999).map(lambda n: n / 10)


@st.composite
def tables(draw, most_sectors=4):
    sectors = [f"s{place}" for place in range(draw(st.integers(1, most_sectors)))]
    return pd.DataFrame(
        [
            {
                "country": country,
                "sector": sector,
                "year": year,
                "y": draw(AMOUNTS),
                "l": draw(AMOUNTS),
                "p": draw(AMOUNTS),
            }
            for country in "ab"
            for sector in sectors
            for year in (2000, 2005, 2010)
        ]
    )


def decomposed(table, method=METHODS, **options):
    named = {"output": "y", "labour": "l", "price": "p", "group": "country"}
    return shift_share(table, "sector", "year", method=method, **{**named, **options})


def rows(table, country, year):
    own = table[(table.country == country) & (table.year == year)]
    return {row.sector: (row.y, row.l, row.p) for row in own.itertuples()}


def example():
    return pd.DataFrame(
        {
            "sector": ["farms", "plants"] * 2,
            "year": [2000, 2000, 2010, 2010],
            "y": [6.0, 12, 8, 24],
            "l": [6, 4, 4, 6],
            "p": [1.0, 1, 1, 0.5],
        }
    )


def test_the_worked_example():
    # θ: .6 → .4 and .4 → .6; x: 1 → 2 and 3 → 4; X: 1.8 → 3.2; P: 1 → 20/32.
    found = decomposed(example(), group=None)
    values = found.components["value"].droplevel(["group", "t0", "t1"])
    assert_allclose(values["mcmillan-rodrik"], [1, 0.4])
    assert_allclose(values["fabricant"], [1, 0.4, 0], atol=1e-15)
    assert_allclose(values["csls"], [1, 0.4, 0], atol=1e-15)
    assert_allclose(values["gead"], [1, 0.28, 0.12])
    farms = found.contributions.xs("farms", level="sector")["value"]
    assert_allclose(farms["csls"], [0.6, 0.16, 0.08])
    assert_allclose(farms["gead"], [0.6, 0.04, 0.04])
    nordhaus = values["nordhaus"]
    v = np.array([1 / 3, 2 / 3]) / 2 + np.array([0.4, 0.6]) / 2
    grown, moved = np.log([2, 4 / 3]), np.log([2 / 3, 3 / 2])
    assert_allclose(nordhaus["pure"], [1 / 3, 2 / 3] @ grown)
    assert_allclose(nordhaus["baumol"], (v - [1 / 3, 2 / 3]) @ grown)
    assert_allclose(nordhaus["denison"], v @ moved)
    assert_allclose(found.totals["growth"].iloc[:4], 1.4 / 1.8)
    assert_allclose(found.components["share"].groupby(level="method").sum(), 1)


@few
@given(tables(), st.sampled_from(METHODS))
def test_every_sector_equals_the_oracle(table, method):
    found = decomposed(table, method, periods="all")
    for (_, country, t0, t1), total in found.totals.iterrows():
        parts, *whole = oracle(rows(table, country, t0), rows(table, country, t1), method)
        assert_allclose(total[["start", "end", "total"]], whole, rtol=1e-12, atol=1e-12)
        own = found.contributions["value"].xs((method, country, t0, t1))
        for sector, expected in parts.items():
            assert_allclose(own[sector], expected, rtol=1e-9, atol=1e-10)


@few
@given(tables())
def test_parts_add_up_by_every_method(table):
    found = decomposed(table, periods="adjacent")
    size = found.totals[["start", "end"]].max(axis=1).fillna(1).clip(lower=1)
    # A sector may move by far more than the whole does.
    moved = found.contributions["value"].abs().groupby(level=[0, 1, 2, 3], sort=False).sum()
    assert (found.totals["residual"].abs() <= 1e-14 * (size + moved)).all()
    levels = ["method", "group", "t0", "t1", "component"]
    sums = found.contributions["value"].groupby(level=levels, sort=False).sum()
    assert_allclose(sums, found.components["value"], atol=1e-9)


@few
@given(tables())
def test_what_the_methods_have_in_common(table):
    found = decomposed(table.assign(p=1.0))
    value = {
        method: {name: own.xs(name, level="component").to_numpy() for name in PARTS[method]}
        for method, own in found.components["value"].groupby(level="method")
    }
    two, three, csls = (value[name] for name in METHODS[:3])
    for other in (three["within"], csls["within"], value["gead"]["pure"]):
        assert_allclose(two["within"], other, rtol=1e-12)
    close = {"rtol": 1e-9, "atol": 1e-9}
    assert_allclose(two["structural"], three["static"] + three["dynamic"], **close)
    assert_allclose(three["static"], csls["reallocation_level"], **close)
    assert_allclose(three["dynamic"], csls["reallocation_growth"], **close)
    assert_allclose(three["dynamic"], value["gead"]["interaction"], **close)


@few
@given(tables(), st.sampled_from([1e-6, 3.0, 1e9]))
def test_units_scale_levels_and_leave_growth(table, unit):
    before = decomposed(table)
    after = decomposed(table.assign(y=table.y * unit, l=table.l * 7, p=table.p * unit))
    assert_allclose(after.components["growth"], before.components["growth"], rtol=1e-9, atol=1e-9)


@few
@given(tables())
def test_without_moves_of_labour_or_prices_all_growth_is_within(table):
    first = table.groupby(["country", "sector"])["l"].transform("first")
    value = decomposed(table.assign(l=first, p=1.0), METHODS[:4]).components["value"]
    moves = value.drop(["within", "pure"], level="component")
    assert_allclose(moves, 0, atol=1e-9)


def test_the_order_of_rows_does_not_matter_and_nothing_is_changed():
    table = example()
    given_ = table.copy()
    shuffled = decomposed(table.iloc[[3, 0, 2, 1]], group=None)
    found = decomposed(table, group=None)
    pd.testing.assert_frame_equal(found.contributions, shuffled.contributions)
    pd.testing.assert_frame_equal(table, given_)


def test_an_aggregate_price_of_its_own_is_used_by_gead():
    table = example().assign(P=[1.0, 1, 0.8, 0.8])
    found = decomposed(table, "gead", group=None, aggregate_price="P")
    assert_allclose(found.totals["end"], 20 / 0.8 / 10)
    parts, *_ = oracle(
        {"farms": (6, 6, 1), "plants": (12, 4, 1)},
        {"farms": (8, 4, 1), "plants": (24, 6, 0.5)},
        "gead",
        (1, 0.8),
    )
    assert_allclose(found.contributions["value"], [*parts["farms"], *parts["plants"]], atol=1e-15)
    with pytest.raises(InvalidInput, match="same in all rows of a group and period: see period 20"):
        decomposed(table.assign(P=[1.0, 1, 1, 2]), "gead", group=None, aggregate_price="P")


def test_the_tidy_table_and_the_summary_say_what_was_done():
    found = decomposed(example(), ["csls", "nordhaus"], group=None)
    frame = found.to_frame()
    names = ["method", "group", "t0", "t1", "sector", "component", "value", "growth", "share"]
    assert list(frame.columns) == names
    assert len(frame) == 2 * 2 * 3
    assert found.meta.sources == ("deavillez2012", "nordhaus2001")
    assert "whole less sum of parts is at most" in found.summary()
    assert "in logs" in found.summary()
    one = decomposed(example(), "csls", group=None).summary()
    assert "reallocation_level" in one
    assert "total" in one


def test_groups_without_rows_at_one_end_are_left_out_and_counted():
    table = pd.concat([example().assign(country="a"), example().iloc[:2].assign(country="b")])
    found = decomposed(table, "csls")
    assert found.totals.index.get_level_values("group").tolist() == ["a"]
    assert "1 pairs of group and periods lack rows at one end" in found.meta.notes[-1]
    with pytest.raises(InvalidInput, match="no group has rows at both ends of any pair"):
        decomposed(table[(table.country == "b") == (table.year == 2000)], "csls")


def test_a_change_of_nothing_has_no_shares():
    table = example()
    table.loc[2:, ["y", "l", "p"]] = table.loc[:1, ["y", "l", "p"]].to_numpy()
    found = decomposed(table, "fabricant", group=None)
    assert (found.components["value"] == 0).all()
    assert found.components["share"].isna().all()


def test_negative_output_is_fine_in_levels_and_growth_of_a_negative_start_is_not_defined():
    table = example().assign(y=[-20.0, 12, 8, 24])
    found = decomposed(table, "fabricant", group=None, price=None)
    assert_allclose(found.totals["total"], 3.2 + 0.8)
    assert found.components["growth"].isna().all()
    with pytest.raises(InvalidInput, match="sector 'farms' in 2000; merge"):
        decomposed(table, "nordhaus", group=None)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"price": None}, InvalidInput, "`price` must name a column for method 'gead'"),
        ({"method": []}, InvalidInput, "`method` is empty"),
        ({"method": ["csls", "csls"]}, InvalidInput, "names 'csls' more than once"),
        ({"periods": [(2010, 2000)]}, InvalidInput, "swap them"),
        ({"periods": [(2000, 2004)]}, UnknownLabel, "`periods`"),
        ({"labour": "hours"}, UnknownLabel, "has no column 'hours'"),
    ],
)
def test_refused_options(options, error, message):
    with pytest.raises(error, match=message):
        decomposed(example(), **{"group": None, **options})


def test_a_sector_seen_at_one_end_only_is_refused():
    with pytest.raises(InvalidInput, match="none for sector 'plants' in 2010; merge it with a nei"):
        decomposed(example().iloc[:3], group=None)
    with pytest.raises(InvalidInput, match="none for sector 'farms' in 2000"):
        decomposed(example().iloc[1:], group=None)
