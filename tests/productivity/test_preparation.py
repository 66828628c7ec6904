"""Logarithms, growth, outliers by cell and input indices, against numpy and pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.errors import InvalidInput, WrongType
from weakties.productivity import (
    growth,
    input_index,
    logarithm,
    outlier_bounds,
    trim,
    winsorise,
)

from .strategies import few, rows

QUANTILES = st.sampled_from([(0.1, 0.9), (0.25, 0.6), (None, 0.5), (0.01, None), (None, None)])


@few
@given(rows(most_firms=12), QUANTILES)
def test_outliers_are_those_beyond_the_quantiles_of_numpy(data, quantiles):
    lower, upper = quantiles
    table = data.sample(frac=1, random_state=3).assign(p=lambda d: d.p.where(d.p != 0))
    if table.p.isna().all():
        return
    options = {"by": ["group", "period"], "lower": lower, "upper": upper}
    bounds = outlier_bounds(table, "p", **options)
    trimmed, winsorised = trim(table, "p", **options), winsorise(table, "p", **options)
    for cell, own in table.groupby(["group", "period"]):
        known = own.p.dropna()
        if len(known) == 0:
            assert bounds.loc[cell, "rows"] == 0
            continue
        low = -np.inf if lower is None else np.quantile(known, lower)
        high = np.inf if upper is None else np.quantile(known, upper)
        assert_allclose(bounds.loc[cell, ["low", "high"]].astype(float), [low, high], rtol=1e-12)
        low, high = bounds.loc[cell, ["low", "high"]]
        inside = own.p.between(low, high)
        assert trimmed[own.index].equals(own.p.where(inside))
        assert winsorised[own.index].equals(own.p.clip(low, high))
        counts = [len(known), (own.p < low).sum(), (own.p > high).sum()]
        assert bounds.loc[cell, ["rows", "below", "above"]].tolist() == counts
    changed = winsorised.attrs["meta"].counts
    assert changed["raised"] == bounds["below"].sum()
    assert changed["lowered"] == bounds["above"].sum()
    dropped = trimmed.attrs["meta"].dropped
    assert dropped["below the lower quantile"] == bounds["below"].sum()
    assert dropped["missing in p"] == table.p.isna().sum()


def test_a_cell_of_one_firm_has_no_outliers():
    one = pd.DataFrame({"s": ["a"], "p": [5.0]})
    assert trim(one, "p", by="s").tolist() == [5.0]
    assert winsorise(one, "p", by="s").tolist() == [5.0]


def test_values_may_be_trimmed_on_their_growth():
    data = pd.DataFrame({"firm": [1, 1, 2, 2], "t": [0, 1, 0, 1], "p": [1.0, 9.0, 1.0, 1.5]})
    data["dp"] = growth(data, "firm", "t", "p")
    trimmed = trim(data, "p", on="dp", lower=None, upper=0.5)
    assert_allclose(trimmed, [1.0, np.nan, 1.0, 1.5])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lower": 0.5, "upper": 0.5}, "`lower` must be less than `upper`"),
        ({"lower": -0.1}, "`lower` must be"),
        ({"upper": 2}, "`upper` must be"),
        ({"by": "t"}, "`by` .* has 1 missing value"),
    ],
)
def test_quantiles_that_do_not_fit_are_refused(options, message):
    data = pd.DataFrame({"p": [1.0, 2.0], "t": ["a", None]})
    with pytest.raises(InvalidInput, match=message):
        trim(data, "p", **options)


def test_a_column_without_values_has_no_outliers_to_find():
    with pytest.raises(InvalidInput, match="`values` has no value in any row"):
        winsorise(pd.DataFrame({"p": [np.nan, np.nan]}), "p")


def test_growth_is_that_of_pandas_between_neighbouring_periods():
    data = pd.DataFrame(
        {"firm": [2, 1, 1, 2, 1, 3], "t": [1, 3, 1, 2, 0, 0], "x": [2.0, 5.0, 1.0, 4.0, 0.0, 1.0]}
    )
    nan = np.nan
    assert_allclose(growth(data, "firm", "t", "x"), [nan, nan, 1, 2, nan, nan])
    relative = growth(data, "firm", "t", "x", kind="relative")
    assert_allclose(relative, [nan, nan, nan, 1, nan, nan])
    assert relative.attrs["meta"].dropped == {
        "no row in the period before": 4,
        "growth not defined": 1,
    }
    assert_allclose(growth(data, "firm", "t", "x", kind="midpoint"), [nan, nan, 2, 2 / 3, nan, nan])


def test_values_without_a_logarithm_are_refused_or_counted():
    data = pd.DataFrame({"y": [1.0, -2.0, 0.0, np.e, 0.0]})
    message = r"greater than 0 to have a logarithm: -2.0 in rows 1, 2 and 4 .*not_positive="
    with pytest.raises(InvalidInput, match=message):
        logarithm(data, "y")
    logs = logarithm(data, "y", not_positive="drop")
    assert_allclose(logs, [0, np.nan, np.nan, 1, np.nan])
    assert logs.name == "log_y"
    assert logs.attrs["meta"].dropped == {"zero": 2, "negative": 1}


def test_inputs_are_weighted_by_their_cost():
    data = pd.DataFrame(
        {
            "s": list("aab"),
            "k": [2.0, 3.0, 4.0],
            "l": [5.0, 1.0, 2.0],
            "rk": [1.0, 3.0, 1.0],
            "wl": [2.0, 2.0, 0.0],
        }
    )
    names = (["k", "l"], ["rk", "wl"])
    assert_allclose(input_index(data, *names, by="s"), [10**0.5, 3**0.5, 4.0])
    assert_allclose(
        input_index(data, *names, shares="row"), [2 ** (1 / 3) * 5 ** (2 / 3), 3**0.6, 4.0]
    )
    with pytest.raises(InvalidInput, match="`costs` must sum to more than 0 in each cell"):
        input_index(data.assign(rk=[1, 1, 0]), *names, by="s")
    with pytest.raises(InvalidInput, match="give each input its cost"):
        input_index(data, ["k", "l"], ["rk"])
    with pytest.raises(WrongType, match="`inputs` must be a list"):
        input_index(data, "k", ["rk"])
