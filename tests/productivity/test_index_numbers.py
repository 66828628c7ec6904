"""Index numbers: worked examples, oracle, transitivity and units, refusals, edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.datasets import grunfeld

from weakties.errors import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import FirmPanel, multilateral_index, solow_index

from ..oracles.productivity import index_numbers as oracle
from .strategies import few

INPUTS = ["k", "l"]
LOGS = st.integers(-300, 300).map(lambda n: n / 100)
SHARES = st.integers(0, 100).map(lambda n: n / 100)


@st.composite
def tables(draw):
    table = []
    for firm in range(draw(st.integers(1, 4))):
        for period in (1, 2, 4):
            if firm and draw(st.integers(0, 3)) == 0:
                continue
            share = draw(SHARES)
            table.append(
                {
                    "firm": f"f{firm}",
                    "period": period,
                    "group": "g" if firm < 3 else "h",
                    "y": draw(LOGS),
                    "x_k": draw(LOGS),
                    "x_l": draw(LOGS),
                    "c_k": share,
                    "c_l": 1 - share,
                }
            )
    return pd.DataFrame(table)


def read(table):
    names = ["y", "x_k", "x_l", "c_k", "c_l"]
    return FirmPanel.from_frame(table, "firm", "period", variables=names, group="group")


NAMED = {"shares": {"x_k": "c_k", "x_l": "c_l"}, "logs": True}


def multilateral(table, reference="chained", **options):
    return multilateral_index(read(table), "y", reference=reference, **NAMED, **options)


def test_two_firms_by_hand():
    table = pd.DataFrame(
        {
            "firm": ["a", "b"],
            "period": 1,
            "group": "g",
            "y": [1.0, 3.0],
            "x_k": [0.0, 2.0],
            "x_l": [2.0, 0.0],
            "c_k": [0.25, 0.75],
            "c_l": [0.75, 0.25],
        }
    )
    for reference in ("chained", "all", "period"):
        assert multilateral(table, reference).tolist() == [-1.25, 0.75]
    assert solow_index(read(table), "y", **NAMED).tolist() == [0, 2]
    assert solow_index(read(table), "y", average="row", **NAMED).tolist() == [-0.5, 1.5]


@few
@given(tables())
def test_every_row_equals_the_oracle(table):
    for average, over in (
        ("all", ["group"]),
        ("period", ["group", "period"]),
        ("firm", ["firm"]),
        ("row", ["firm", "period"]),
    ):
        found = solow_index(read(table), "y", average=average, groups="group", **NAMED)
        assert_allclose(found, oracle.solow(table, INPUTS, over), atol=1e-12)
    for reference in ("chained", "all", "period"):
        found = multilateral(table, reference, groups="group")
        for _, own in table.groupby("group"):
            expected = oracle.multilateral(own, INPUTS, reference)
            assert_allclose(found[own.index], expected, atol=1e-12)


@few
@given(tables())
def test_between_two_rows_it_is_the_bilateral_index(table):
    two = table.iloc[:2].assign(firm=["a", "b"], period=1)
    found = multilateral(two)
    assert_allclose(found[1] - found[0], oracle.step(two.iloc[1], two.iloc[0], INPUTS), atol=1e-12)


@few
@given(tables())
def test_a_row_that_is_the_mean_firm_scores_zero(table):
    mean = pd.Series(oracle.mean(table, INPUTS))
    more = pd.DataFrame([{"firm": "mean", "period": 1, "group": "g", **mean}])
    found = multilateral(pd.concat([table, more], ignore_index=True), "all")
    assert_allclose(found.iloc[-1], 0, atol=1e-12)


@few
@given(tables(), st.sampled_from([-7.0, 0.5, 20.0]))
def test_units_do_not_matter(table, shift):
    moved = table.assign(y=table.y + shift, x_k=table.x_k + 2 * shift, x_l=table.x_l - shift)
    for reference in ("chained", "all", "period"):
        one, other = multilateral(table, reference), multilateral(moved, reference)
        assert_allclose(one, other, atol=1e-11)


@few
@given(tables())
def test_the_chain_equals_each_period_by_itself_up_to_a_constant(table):
    gap = multilateral(table, "chained") - multilateral(table, "period")
    assert_allclose(gap - gap.groupby(table.period).transform("first"), 0, atol=1e-12)
    assert_allclose(gap[table.period == 1], 0, atol=1e-12)
    for period, own in table.groupby("period"):
        alone = multilateral(own, "all")
        assert_allclose(alone, multilateral(table, "period")[table.period == period], atol=1e-12)


@few
@given(tables(), SHARES)
def test_with_one_share_for_all_every_index_is_the_solow_index_less_a_constant(table, share):
    given_ = {"shares": {"x_k": share, "x_l": 1 - share}, "logs": True}
    solow = solow_index(read(table), "y", **given_)
    for reference in ("chained", "all"):
        gap = solow - multilateral_index(read(table), "y", reference=reference, **given_)
        assert_allclose(gap, gap.iloc[0], atol=1e-11)


def test_a_new_period_leaves_the_chain_of_the_past_as_it_is():
    table = grunfeld.load_pandas().data.astype({"year": int})
    named = {"costs": {"value": "value", "capital": "capital"}}

    def index(rows):
        panel = FirmPanel.from_frame(rows, "firm", "year", variables=["invest", "value", "capital"])
        return multilateral_index(panel, "invest", **named)

    whole, past = index(table), index(table[table.year < 1950])
    assert_allclose(past, whole[table.year < 1950], atol=1e-13)
    assert whole.index.equals(table.index)


def test_costs_become_shares_and_levels_logs():
    table = grunfeld.load_pandas().data.astype({"year": int}).sample(frac=1, random_state=1)
    names = ["invest", "value", "capital"]
    panel = FirmPanel.from_frame(table, "firm", "year", variables=names)
    found = solow_index(panel, "invest", costs={"value": "value", "capital": "capital"})
    share = (table.value / (table.value + table.capital)).mean()
    expected = np.log(table.invest) - share * np.log(table.value)
    assert_allclose(found, expected - (1 - share) * np.log(table.capital), rtol=1e-12)


def test_a_row_that_lacks_a_number_has_no_index_and_is_in_no_mean():
    table = grunfeld.load_pandas().data.astype({"year": int}).head(40)
    holed = table.assign(capital=table.capital.where(table.index != 7))
    names = ["invest", "value", "capital"]
    options = {"costs": {"value": "value", "capital": "capital"}}

    def index(rows):
        return multilateral_index(
            FirmPanel.from_frame(rows, "firm", "year", variables=names), "invest", **options
        )

    found = index(holed)
    assert found.isna().tolist() == [row == 7 for row in table.index]
    assert_allclose(found.dropna(), index(table.drop(index=7)), atol=1e-13)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({}, InvalidInput, "one of the two: got neither"),
        ({"shares": {"k": 1.0}, "costs": {"k": "k"}}, InvalidInput, "one of the two: got both"),
        ({"shares": {"k": 0.4}}, InvalidInput, "`shares` must sum to 1 in each row: not so in 2"),
        ({"shares": {"k": 1.5, "y": -0.5}}, InvalidInput, r"`shares\['k'\]`"),
        ({"shares": {"k": "zero"}}, InvalidInput, "sum to 1"),
        ({"costs": {"k": "zero"}}, InvalidInput, "`costs` must be above 0 for some input"),
        ({"costs": {"zero": "k"}}, InvalidInput, "`costs` must be above 0: .* rows 0 and 1"),
        ({"costs": {"labour": "k"}}, UnknownLabel, "has no variable 'labour'"),
        ({"costs": ["k"]}, WrongType, "must be a mapping of inputs: got list"),
        ({"costs": {}}, InvalidInput, "`costs` is empty"),
    ],
)
def test_refused_options(options, error, message):
    table = pd.DataFrame({"firm": [1, 2], "year": 1, "y": [1.0, 2], "k": [1.0, 2], "zero": 0.0})
    panel = FirmPanel.from_frame(table, "firm", "year", variables=["y", "k", "zero"])
    for index in (solow_index, multilateral_index):
        with pytest.raises(error, match=message):
            index(panel, "y", **options)
