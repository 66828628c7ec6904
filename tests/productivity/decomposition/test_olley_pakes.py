"""The static decomposition: published example, oracle, identities, refusals, edges, threads."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.datasets import decomposition_example, synthetic_firms
from weakties.errors import UnknownLabel, WrongType
from weakties.productivity import FirmPanel, olley_pakes

from ...oracles.productivity import decomposition as oracle
from ..strategies import few, panel, rows


def example():
    return FirmPanel.from_frame(
        decomposition_example(), "firm", "period", "log_productivity", share="share"
    )


def test_the_worked_example():
    # methods c1: P0 by hand; its change of -0.3284 is published.
    result = olley_pakes(example()).components.loc["all"]
    assert_allclose(result["aggregate"], [1.7598, 1.4314, 1.7598], rtol=0, atol=1e-12)
    assert_allclose(result["mean"], [10.13 / 6, 8.35 / 6, 10.13 / 6], rtol=1e-14)
    assert_allclose(result["covariance"], result["aggregate"] - result["mean"], atol=1e-15)


@few
@given(rows(weights=st.integers(0, 50).map(float)))
def test_every_cell_equals_the_oracle(table):
    result = olley_pakes(panel(table), groups="group")
    for (group, period), found in result.components.iterrows():
        cell = table[(table.group == group) & (table.period == period)]
        assert_allclose(found, oracle.olley_pakes(cell), rtol=1e-9, atol=1e-11)
        assert result.counts.loc[(group, period), "n_firms"] == len(cell)


@few
@given(rows())
def test_mean_and_covariance_add_up_to_the_aggregate(table):
    parts = olley_pakes(panel(table)).components
    assert_allclose(parts["mean"] + parts["covariance"], parts["aggregate"], atol=1e-12)


@few
@given(rows(weights=st.just(1.0)))
def test_equal_shares_have_no_covariance(table):
    assert_allclose(olley_pakes(panel(table)).components["covariance"], 0, atol=1e-13)


@few
@given(rows(), st.sampled_from([1e-3, 7.0, 1e9]), st.sampled_from([-1e6, 0.1, 1e6]))
def test_the_unit_of_weights_and_the_level_of_productivity_do_not_matter(table, unit, level):
    before = olley_pakes(panel(table)).components
    after = olley_pakes(panel(table.assign(w=table.w * unit, p=table.p + level))).components
    assert_allclose(after["covariance"], before["covariance"], atol=1e-8)
    assert_allclose(after["mean"], before["mean"] + level, rtol=1e-14, atol=1e-9)


def test_the_synthetic_covariance_is_the_promised_one():
    firms = synthetic_firms(20_000, 1, 2, seed=3, covariance=0.2)
    cells = FirmPanel.from_frame(
        firms, "firm", "period", "log_productivity", weight="employees", group="group"
    )
    result = olley_pakes(cells, bootstrap=200, seed=1, threads=2)
    value, error = result.components["covariance"].item(), result.se["covariance"].item()
    assert 0 < error < 0.02
    assert abs(value - 0.2) < 4 * error
    # The standard error of a mean is known.
    spread = firms["log_productivity"].std(ddof=0) / np.sqrt(20_000)
    assert_allclose(result.se["mean"], spread, rtol=0.2)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"groups": "sector"}, UnknownLabel, "`groups`: the panel has no group column 'sector'"),
        ({"groups": 3.5}, UnknownLabel, "`groups`: the panel has no group column 3.5"),
        ({"threads": 0}, ValueError, "`threads` must be"),
        ({"progress": "yes"}, WrongType, "`progress` must be"),
    ],
)
def test_refused_options(arguments, error, message):
    with pytest.raises(error, match=message):
        olley_pakes(example(), **arguments)


def test_something_else_than_a_panel_is_refused():
    with pytest.raises(WrongType, match=r"made by FirmPanel.from_frame\): got a DataFrame"):
        olley_pakes(decomposition_example())


def test_a_category_without_rows_keeps_its_place_without_numbers():
    table = pd.DataFrame({"firm": [1, 2], "period": [0, 0], "p": [1.0, 2.0], "w": [1, 1]})
    table["group"] = pd.Categorical(["b", "b"], categories=["c", "b"])
    result = olley_pakes(panel(table), groups="group")
    assert result.components.index.tolist() == [("c", 0), ("b", 0)]
    assert result.components.loc["c"].isna().all(axis=None)
    assert_allclose(result.components.loc["b"], [[1.5, 0, 1.5]])


def test_one_firm_in_one_period_is_its_own_mean():
    table = pd.DataFrame({"firm": ["x"], "period": [5], "group": ["g"], "p": [0.1], "w": [2]})
    result = olley_pakes(panel(table), bootstrap=5, seed=1)
    assert_allclose(result.components, [[0.1, 0, 0.1]])
    assert_allclose(result.se, 0)


def test_threads_give_equal_bits():
    firms = synthetic_firms(200, 4, 3, seed=1)
    cells = FirmPanel.from_frame(
        firms, "firm", "period", "log_productivity", weight="employees", group="group"
    )
    draws = [
        olley_pakes(cells, groups="group", bootstrap=20, seed=2, threads=threads).draws
        for threads in (1, 2, 7)
    ]
    assert draws[0].tobytes() == draws[1].tobytes() == draws[2].tobytes()
