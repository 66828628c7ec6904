"""Markups: worked example, oracle, whatever elasticities come from, refusals, edges."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.datasets import synthetic_acf
from weakties.errors import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import FirmPanel, markups, productivity

from ..oracles.productivity import markups as oracle
from .strategies import few

AMOUNTS = st.one_of(st.integers(1, 900).map(lambda n: n / 10), st.just(np.nan))
NAMED = {"expenditure": "spent", "revenue": "revenue"}


@st.composite
def tables(draw):
    return pd.DataFrame(
        [
            {
                "firm": firm,
                "year": year,
                "sector": draw(st.sampled_from("ab")),
                "revenue": draw(AMOUNTS),
                "spent": draw(AMOUNTS),
                "theta": draw(st.integers(-2, 20)) / 10,
                "error": draw(st.integers(-10, 10)) / 10,
            }
            for firm in range(draw(st.integers(1, 6)))
            for year in (2, 1)
        ]
    )


def read(table):
    return FirmPanel.from_frame(
        table, "firm", "year", variables=["revenue", "spent"], group="sector"
    )


@dataclass
class Estimate:
    """What an estimate of a production function shows of itself."""

    panel: FirmPanel
    residual: pd.Series
    theta: pd.Series

    def elasticity(self, input):
        assert input == "materials"
        return self.theta


def example():
    return pd.DataFrame(
        {
            "firm": ["a", "b", "c"],
            "year": 1,
            "sector": "s",
            "revenue": [100.0, 80, 60],
            "spent": [50.0, 32, 60],
        },
        index=[7, 5, 3],
    )


def test_three_firms_by_hand():
    # Shares of ½, 0.4 and 1 under an elasticity of 0.6.
    found = markups(0.6, "materials", panel=read(example()), correct=False, **NAMED)
    assert_allclose(found.markup, [1.2, 1.5, 0.6])
    assert found.markup.index.tolist() == [7, 5, 3]
    row = found.distribution.loc[("all", 1)]
    assert_allclose(row["revenue_weighted"], (120 + 120 + 36) / 240)
    # Weighted by cost, markups are the elasticity over the share of all.
    assert_allclose(row["cost_weighted"], 0.6 * 240 / 142)
    assert row["median"] == pytest.approx(1.2)
    residual = pd.Series(np.log([2.0, 1, 0.5]), index=[7, 5, 3])
    found = markups(0.6, "materials", panel=read(example()), residual=residual, **NAMED)
    assert_allclose(found.markup, [0.6, 1.5, 1.2])


@few
@given(tables())
def test_rows_and_distributions_equal_the_oracle(table):
    given_ = {"panel": read(table), "residual": table.error, "groups": "sector"}
    found = markups(table.theta, "materials", **given_, **NAMED)
    expected = oracle.markups(table.theta, table.revenue, table.error, table.spent)
    assert_allclose(found.markup, expected, rtol=1e-14)
    rows = table.assign(markup=expected)
    for (sector, year), own in found.distribution.iterrows():
        cell = rows[(rows.sector == sector) & (rows.year == year)]
        assert_allclose(own, oracle.distribution(cell), rtol=1e-9, atol=1e-12)
    low = int((expected <= 0).sum())
    assert (f"{low} markups are not above 0" in " ".join(found.meta.notes)) == (low > 0)


@few
@given(tables())
def test_it_does_not_matter_where_elasticities_come_from(table):
    panel = read(table)
    estimate = Estimate(panel, table.error, table.theta)
    found = markups(estimate, "materials", **NAMED).markup
    more = {"panel": panel, "residual": table.error}
    pd.testing.assert_series_equal(found, markups(table.theta, "x", **more, **NAMED).markup)
    by_name = {"materials": table.theta.to_numpy(), "labour": 0.3}
    pd.testing.assert_series_equal(found, markups(by_name, "materials", **more, **NAMED).markup)
    without = markups(estimate, "materials", correct=False, **NAMED).markup
    assert_allclose(without, found * np.exp(table.error), rtol=1e-13)


@few
@given(tables())
def test_the_currency_does_not_matter_and_elasticities_scale(table):
    panel, scaled = (
        read(table.assign(revenue=table.revenue * u, spent=table.spent * u)) for u in (1, 1e6)
    )
    options = {"correct": False, **NAMED}
    one = markups(0.5, "x", panel=panel, **options).markup
    assert_allclose(one, markups(0.5, "x", panel=scaled, **options).markup, rtol=1e-13)
    assert_allclose(2 * one, markups(1.0, "x", panel=panel, **options).markup, rtol=1e-13)


def test_what_is_missing_is_counted():
    table = example().assign(spent=[np.nan, 32, 60])
    found = markups(0.6, "x", panel=read(table), correct=False, **NAMED)
    assert found.markup.isna().tolist() == [True, False, False]
    assert found.meta.dropped["spent missing"] == 1
    assert found.meta.counts["markups"] == 2
    frame = found.to_frame()
    assert list(frame.columns) == ["group", "period", "component", "value", "se", "n_rows"]
    assert len(frame) == 9
    assert "not corrected" in found.summary()


@pytest.mark.parametrize(
    ("estimate", "options", "error", "message"),
    [
        (0.6, {}, InvalidInput, "`residual` must be given to correct revenue"),
        (0.6, {"panel": None}, InvalidInput, "`panel` must be given with elasticities"),
        (0.6, {"residual": [0.0]}, InvalidInput, "got 1 for 3 rows"),
        (0.6, {"residual": pd.Series([0.0, 0, 0])}, InvalidInput, "must have the index of the"),
        ({"labour": 0.3}, {"correct": False}, UnknownLabel, "has no elasticity of 'materials'"),
        ("0.6", {"correct": False}, WrongType, "`estimate`"),
        (0.6, {"correct": False, "revenue": "sales"}, UnknownLabel, "has no variable 'sales'"),
    ],
)
def test_refused_options(estimate, options, error, message):
    given_ = {"panel": read(example()), **NAMED, **options}
    with pytest.raises(error, match=message):
        markups(estimate, "materials", **given_)


def test_what_is_not_above_zero_is_refused():
    panel = read(example().assign(spent=[1.0, 0, 1]))
    with pytest.raises(InvalidInput, match=r"`expenditure` must be above 0: .* row 1"):
        markups(0.6, "materials", panel=panel, correct=False, **NAMED)


@pytest.mark.parametrize("form", ["cobb-douglas", "translog"])
def test_errors_are_those_of_the_elasticity(form):
    table = synthetic_acf(firms=60, periods=4, burn=20, seed=2)
    columns = ["output", "labour", "capital"]
    table = table.assign(**{f"level_{name}": np.exp(table[name]) for name in columns})
    panel = FirmPanel.from_frame(
        table, "firm", "period", variables=[*columns, *(f"level_{name}" for name in columns)]
    )
    asked = {"method": "ols", "output": "output", "free": "labour", "state": "capital"}
    estimate = productivity(panel, **asked, form=form, bootstrap=9, seed=1)
    spent = {"expenditure": "level_labour", "revenue": "level_output", "correct": False}
    found = markups(estimate, "labour", **spent)
    means = []
    for drawn in estimate.draws:
        values = estimate.coefficients.assign(value=drawn)
        theta = replace(estimate, coefficients=values).elasticity("labour")
        means.append(markups(theta, "labour", panel=panel, **spent).distribution)
    for name in ("mean", "median", "revenue_weighted"):
        expected = np.std([each[name].to_numpy() for each in means], axis=0, ddof=1)
        assert_allclose(found.errors[name], expected, rtol=1e-10)
    assert_allclose(found.to_frame()["se"].to_numpy(), found.errors.to_numpy().ravel())
    assert found.meta.counts["resamples"] == 9
    without = markups(productivity(panel, **asked, form=form), "labour", **spent)
    assert without.errors.isna().all(axis=None)
