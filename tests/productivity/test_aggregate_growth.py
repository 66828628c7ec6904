"""Aggregate productivity growth: by hand, oracle, identities, refusals, edges, threads."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.errors import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import FirmPanel, aggregate_growth

from ..oracles.productivity import aggregate_growth as oracle
from .strategies import few, rows

NAMES = ("labour", "materials")
COLUMNS = ["r", "q", *(f"{kind}_{name}" for kind in "xc" for name in NAMES)]
ELASTICITIES = {"labour": 0.3, "materials": 0.6}


def grown(table, **options):
    group = {"group": "group"} if "group" in table else {}
    firms = FirmPanel.from_frame(table, "firm", "period", variables=COLUMNS, **group)
    usual = {
        "revenue": "r",
        "quantity": "q",
        "inputs": {name: f"x_{name}" for name in NAMES},
        "costs": {name: f"c_{name}" for name in NAMES},
        "elasticities": ELASTICITIES,
        "intermediate": ["materials"],
    }
    return aggregate_growth(firms, **usual | options)


@st.composite
def accounts(draw):
    """Draw revenue, quantities and costs; materials cost less than revenue."""
    table = draw(rows())
    number = st.integers(1, 50).map(lambda n: n / 7)
    for column in COLUMNS:
        table[column] = [draw(number) for _ in range(len(table))]
    table["c_materials"] = table.r * table.c_materials / 10
    return table


def test_three_firms_by_hand():
    table = pd.DataFrame(
        {
            "firm": [0, 0, 1, 2],
            "period": [0, 1, 0, 1],
            "sales": [4.0, 8.0, 4.0, 2.0],
            "output": np.exp([0.0, 2.0, 0.0, 0.0]),
            "hours": np.exp([0.0, 1.0, 0.0, 0.0]),
            "wages": [2.0, 4.0, 3.0, 1.0],
        }
    )
    firms = FirmPanel.from_frame(
        table, "firm", "period", variables=["sales", "output", "hours", "wages"]
    )
    result = aggregate_growth(
        firms,
        revenue="sales",
        quantity="output",
        inputs={"labour": "hours"},
        costs={"labour": "wages"},
        elasticities={"labour": 0.75},
    )
    # The survivor weighs ½ (4/8 + 8/10) = 0.65; its labour grows by 1 at a share of a half.
    expected = [0.65 * 1.25, 0.65 * 0.25, 0.1, -0.125, 0.65 * 1.5 - 0.025]
    assert_allclose(result.components.iloc[0], expected, atol=1e-15)
    assert result.counts.iloc[0].tolist() == [1, 1, 1, 0, 0.5, 0.8]


@few
@given(accounts(), st.booleans())
def test_every_pair_equals_the_oracle(table, grouped):
    result = grown(table, periods="all", groups="group" if grouped else None)
    for (group, t0, t1), found in result.components.iterrows():
        own = table[table.group == group] if grouped else table
        before, after = (own[own.period == t].set_index("firm") for t in (t0, t1))
        if len(before) == 0 or len(after) == 0:
            assert found.isna().all()
            continue
        expected = oracle.aggregate_growth(before, after, NAMES, ELASTICITIES, ["materials"])
        positive = all((side.r - side.c_materials).sum() > 0 for side in (before, after))
        assert_allclose(found, expected if positive else [np.nan] * 6, rtol=1e-9, atol=1e-9)


@few
@given(accounts())
def test_the_total_does_not_depend_on_elasticities_and_the_parts_add_up(table):
    one = grown(table, periods="all").components
    other = grown(table, periods="all", elasticities={"labour": 0.9, "materials": -1.0}).components
    assert_allclose(one["total"], other["total"], rtol=1e-9, atol=1e-9)
    assert_allclose(one.drop(columns="total").sum(axis=1, skipna=False), one["total"], atol=1e-9)


@few
@given(accounts())
def test_backwards_in_time_all_signs_turn(table):
    forwards = grown(table, periods="all").components
    mirrored = grown(table.assign(period=-table.period), periods="all").components
    for (_, t0, t1), found in forwards.iterrows():
        expected = -mirrored.loc[("all", -t1, -t0)].rename({"entry": "exit", "exit": "entry"})
        assert_allclose(found, expected[found.index], rtol=1e-9, atol=1e-9)


@few
@given(accounts(), st.sampled_from([1e-3, 1e6]))
def test_units_do_not_matter(table, unit):
    money = {column: table[column] * unit for column in COLUMNS if column[0] in "rc"}
    things = {column: table[column] / unit for column in COLUMNS if column[0] in "qx"}
    before, after = (
        grown(each, periods="all").components for each in (table, table.assign(**money, **things))
    )
    assert_allclose(after, before, rtol=1e-8, atol=1e-8)


def example():
    random = np.random.default_rng(1)
    firm, period = np.repeat(np.arange(40), 3), np.tile(np.arange(3), 40)
    table = pd.DataFrame({"firm": firm, "period": period, "group": firm % 2})
    for column in COLUMNS:
        table[column] = np.exp(0.3 * random.standard_normal(len(table)))
    return table.assign(c_materials=table.r / 2)


def test_elasticities_where_they_equal_shares_leave_no_reallocation():
    table = example()
    shares = {name: table[f"c_{name}"] / table.r for name in NAMES}
    result = grown(table, elasticities=shares, periods="adjacent")
    assert_allclose(result.components.filter(like="reallocation"), 0, atol=1e-15)
    assert_allclose(result.components["technical_efficiency"], result.components["total"])


def test_elasticities_may_be_given_by_group_or_row():
    table = example()
    by_group = grown(
        table, groups="group", elasticities=ELASTICITIES | {"labour": {0: 0.2, 1: 0.4}}
    )
    series = table.group.map({0: 0.2, 1: 0.4})
    by_row = grown(table, groups="group", elasticities=ELASTICITIES | {"labour": series})
    assert by_group.components.equals(by_row.components)
    with pytest.raises(UnknownLabel, match="no entry for group 1"):
        grown(table, groups="group", elasticities=ELASTICITIES | {"labour": {0: 0.2}})
    with pytest.raises(InvalidInput, match="another index"):
        grown(table, elasticities=ELASTICITIES | {"labour": series.iloc[1:]})


def test_missing_values_are_refused_or_leave_the_firm_out_of_both_ends():
    table = example()
    table.loc[0, "x_labour"] = np.nan
    with pytest.raises(InvalidInput, match="`inputs` has 1 missing values"):
        grown(table)
    result = grown(table, missing="drop", periods="adjacent")
    assert result.counts["n_left_out"].tolist() == [1, 0]
    assert result.meta.dropped["missing in inputs['labour']"] == 1
    rest = grown(table[table.firm != 0]).components
    found = grown(table, missing="drop").components
    assert_allclose(found, rest, atol=1e-14)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"revenue": "sales"}, UnknownLabel, "`revenue`: the panel has no variable"),
        ({"inputs": {}}, InvalidInput, "`inputs` is empty"),
        ({"inputs": ["x_labour"]}, WrongType, "`inputs` must be a dict"),
        ({"costs": {"labour": "c_labour"}}, InvalidInput, "`costs` must have one entry for each"),
        ({"intermediate": ["energy"]}, UnknownLabel, "`intermediate` names an input"),
        ({"intermediate": "materials"}, WrongType, "`intermediate` must be a list"),
        ({"missing": "skip"}, InvalidInput, "`missing` must be one of"),
        ({"periods": (2, 1)}, InvalidInput, "earlier period first"),
    ],
)
def test_refused_options(options, error, message):
    with pytest.raises(error, match=message):
        grown(example(), **options)


def test_what_has_no_logarithm_is_refused_by_firm_and_period():
    table = example()
    table.loc[4, "q"] = 0.0
    with pytest.raises(
        InvalidInput, match="`quantity` must be above 0: quantity is 0 for firm 1 in 1"
    ):
        grown(table)
    table = example()
    table.loc[4, "c_labour"] = -1.0
    with pytest.raises(InvalidInput, match="`costs` must not be negative"):
        grown(table)


def test_value_added_that_is_not_positive_leaves_nothing():
    table = example()
    table.loc[table.period == 0, "c_materials"] = 10.0
    result = grown(table, periods="adjacent")
    assert result.components.iloc[0].isna().all()
    assert result.components.iloc[1].notna().all()
    assert "1 of 2 cells have no value added above 0" in result.meta.notes[0]


def test_threads_give_equal_bits():
    results = [grown(example(), groups="group", bootstrap=20, seed=2, threads=n) for n in (1, 2, 7)]
    assert results[0].se.notna().all(axis=None)
    for other in results[1:]:
        assert other.draws.tobytes() == results[0].draws.tobytes()
