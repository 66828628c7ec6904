"""Prices taken out of values, and capital built up from investment, against loops row by row."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.errors import InvalidInput, UnknownLabel
from weakties.productivity import deflate, double_deflate, perpetual_inventory

from .strategies import few, rows

SALES = pd.DataFrame(
    {
        "year": [2001, 2000, 2000, 2001],
        "sector": ["a", "a", "b", "b"],
        "y": [132.0, 100.0, 50.0, 80.0],
        "m": [66.0, 50.0, 25.0, 60.0],
        "price": [0.88, 0.8, 1.0, 2.0],
    },
    index=list("stuv"),
)


def test_values_are_those_of_the_prices_of_the_base():
    real = deflate(SALES, "y", "price", base=2000, time="year", group="sector")
    assert_allclose(real, [120.0, 100.0, 50.0, 40.0], rtol=1e-15)
    assert real.index.tolist() == list("stuv")
    assert real.name == "y"
    assert real.attrs["meta"].options["base"] == 2000
    assert_allclose(deflate(SALES, "y", "price"), SALES.y / SALES.price)
    other = deflate(pl.DataFrame(SALES), "y", "price", base=2000, time="year", group="sector")
    assert other.tolist() == real.tolist()


def test_output_and_inputs_have_prices_of_their_own():
    data = SALES.assign(dear=[2.0, 0.5, 1.0, 0.5])
    real = double_deflate(data, "y", "m", "price", "dear", base=2000, time="year", group="sector")
    assert_allclose(real, [120 - 16.5, 50.0, 25.0, 40 - 120], rtol=1e-14)
    assert real.attrs["meta"].counts == {"rows": 4, "negative values": 1}
    same = double_deflate(data, "y", "m", "price", "price")
    assert_allclose(same, deflate(data.assign(va=data.y - data.m), "va", "price"))


@pytest.mark.parametrize(
    ("columns", "options", "error", "message"),
    [
        ({}, {"base": 2000}, InvalidInput, "`base` needs `time`"),
        ({}, {"base": 1999, "time": "year"}, UnknownLabel, "`base` names a label that is not"),
        ({}, {"base": 2000, "time": "year"}, InvalidInput, "one value for each group"),
        (
            {"year": [2001, 2000, 2001, 2001]},
            {"base": 2000, "time": "year", "group": "sector"},
            InvalidInput,
            "for each group: 'b' has none in 2000; choose another base",
        ),
        ({"price": [1, 0, 1, 1]}, {}, InvalidInput, "`deflator` .* must be greater than 0: 0"),
        ({"y": [1, None, 1, 1]}, {}, InvalidInput, "`values` .* has 1 missing value"),
    ],
)
def test_prices_that_do_not_fit_are_refused(columns, options, error, message):
    with pytest.raises(error, match=message):
        deflate(SALES.assign(**columns), "y", "price", **options)


def test_rows_without_a_price_are_counted():
    holed = SALES.assign(price=[1.0, None, 1.0, 1.0])
    real = deflate(holed, "y", "price", missing="drop")
    assert real.isna().tolist() == [False, True, False, False]
    assert real.attrs["meta"].dropped == {"price": 1}


def stocks(data, rate, grown, timing, gaps):
    """Build up the stocks of each firm row by row."""
    found = pd.Series(np.nan, data.index)
    for _, own in data.sort_values("period").groupby("firm"):
        before = None
        for row in own.itertuples():
            stock = np.nan
            steps = 0 if before is None else row.period - before[0]
            if before is None or (gaps == "restart" and steps > 1):
                stock = row.book
            elif timing == "end":
                stock = before[1]
                for _ in range(steps):
                    stock *= 1 - rate
                stock += row.i
            else:
                stock = before[1] * (1 - rate) + before[2]
                for _ in range(steps - 1):
                    stock *= 1 - rate
            if np.isnan(stock) and grown is not None and row.i > 0:
                stock = row.i / grown
            found[row.Index] = stock
            before = (row.period, stock, row.i)
    return found


@few
@given(
    rows(most_periods=6),
    st.data(),
    st.sampled_from(["end", "start"]),
    st.sampled_from(["zero", "restart"]),
)
def test_stocks_are_those_of_a_loop(drawn, data, timing, gaps):
    table = drawn.sample(frac=1, random_state=2)
    numbers = st.lists(
        st.sampled_from([0.0, 1.0, 7.5, -2.0, np.nan]), min_size=len(table), max_size=len(table)
    )
    table["i"] = np.nan_to_num(data.draw(numbers))
    table["book"] = np.abs(data.draw(numbers))
    found = perpetual_inventory(
        table,
        "firm",
        "period",
        "i",
        depreciation=0.2,
        initial="book",
        growth=0.05,
        timing=timing,
        gaps=gaps,
    )
    expected = stocks(table, 0.2, 0.05 + 0.2, timing, gaps)
    assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
    assert found.attrs["meta"].dropped["before a first stock"] == expected.isna().sum()


def test_stocks_of_steady_growth_are_exact_at_the_start():
    year = np.arange(2000, 2010)
    firm = pd.DataFrame({"firm": 1, "year": year, "i": 3 * 1.04 ** (year - 2000)})
    options = {"depreciation": 0.1, "growth": 0.04, "timing": "start"}
    stock = perpetual_inventory(firm, "firm", "year", "i", **options)
    assert_allclose(stock, firm.i / 0.14, rtol=1e-13)


INVESTED = pd.DataFrame({"firm": 1, "year": [2000, 2003], "i": [10.0, 5.0], "k": [50.0, np.nan]})


def test_absences_are_refused_or_worn_off_or_new_starts():
    def stock(**options):
        return perpetual_inventory(
            INVESTED, "firm", "year", "i", depreciation=0.5, growth=0.0, **options
        )

    assert stock(gaps="zero").tolist() == [20.0, 7.5]
    assert stock(gaps="restart").tolist() == [20.0, 10.0]
    assert stock(gaps="zero", initial="k").tolist() == [50.0, 11.25]
    assert stock(gaps="zero", initial="k").attrs["meta"].counts["absences"] == 1
    with pytest.raises(InvalidInput, match=r"firm 1 has no row between rows 0 and 1 .* gaps="):
        stock()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "`initial` or `growth` must say"),
        ({"growth": -0.5}, "`growth` and `depreciation` must sum to more than 0"),
        ({"growth": 0.1, "depreciation": 1.5}, "`depreciation` must be"),
        ({"growth": 0.1, "gaps": "fill"}, "`gaps` must be one of"),
        ({"growth": 0.1, "timing": "mid"}, "`timing` must be one of"),
    ],
)
def test_rates_that_do_not_fit_are_refused(options, message):
    with pytest.raises(InvalidInput, match=message):
        perpetual_inventory(INVESTED, "firm", "year", "i", **{"depreciation": 0.5} | options)


def test_two_rows_in_one_period_are_refused():
    twice = INVESTED.assign(year=2000)
    with pytest.raises(InvalidInput, match=r"\(1, 2000\) is in rows 0 and 1"):
        perpetual_inventory(twice, "firm", "year", "i", depreciation=0.1, growth=0.1)
