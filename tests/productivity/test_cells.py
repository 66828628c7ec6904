"""Moments by cell: by hand, against numpy, sums that add up, any order of rows, margins."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.datasets import decomposition_example, synthetic_firms
from weakties.errors import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import FirmPanel, micro_moments, olley_pakes

from ..oracles.productivity import cells as oracle
from .strategies import few


@st.composite
def tables(draw):
    count = draw(st.integers(1, 40))
    values = st.one_of(st.just(float("nan")), st.integers(-9, 9).map(float))
    return pd.DataFrame(
        {
            "cell": draw(st.lists(st.sampled_from("abc"), min_size=count, max_size=count)),
            "x": draw(st.lists(values, min_size=count, max_size=count)),
            "w": draw(st.lists(st.integers(0, 4), min_size=count, max_size=count)),
        }
    )


def test_the_covariance_is_that_of_olley_and_pakes():
    table = decomposition_example()
    found = micro_moments(table, "log_productivity", cells="period", weight="share").moments
    panel = FirmPanel.from_frame(table, "firm", "period", "log_productivity", share="share")
    parts = olley_pakes(panel).components
    for ours, theirs in (
        ("mean", "mean"),
        ("olley_pakes_covariance", "covariance"),
        ("weighted_mean", "aggregate"),
    ):
        assert_allclose(found[ours], parts[theirs], rtol=1e-13)


@few
@given(tables())
def test_every_statistic_is_that_of_the_oracle(table):
    found = micro_moments(table, "x", cells="cell", weight="w", percentiles=[10, 50, 90]).moments
    for (_, cell), row in found.iterrows():
        own = table[table.cell == cell]
        expected = oracle.moments(own.x, own.w)
        for name, value in row.items():
            assert_allclose(value, expected.get(name, np.nan), atol=1e-12, err_msg=name)


@few
@given(st.lists(st.integers(0, 99), min_size=1, max_size=60), st.integers(1, 12))
def test_an_averaged_percentile_is_the_mean_of_its_neighbours(values, neighbours):
    table = pd.DataFrame({"x": np.array(values, float)})
    found = micro_moments(table, "x", percentiles=[10, 50, 75], neighbours=neighbours)
    for percent in (10, 50, 75):
        expected = oracle.averaged(values, percent, neighbours)
        got = found.averaged[f"p{percent}"].item()
        assert np.isnan(got) if expected is None else got == pytest.approx(expected, abs=1e-12)


def test_weights_of_one_change_nothing_and_averages_rest_on_enough_values():
    table = pd.DataFrame({"x": np.arange(100.0), "w": 1.0})
    found = micro_moments(table, "x", weight="w", neighbours=4)
    for frame in (found.moments, found.averaged):
        for percent in (10, 25, 50, 75, 90):
            assert frame[f"p{percent}"].item() == frame[f"weighted_p{percent}"].item()
    assert found.moments["p50"].item() == 49.5
    assert found.averaged["p10"].item() == 9.5


def test_the_order_of_rows_changes_no_bit_and_threads_none():
    table = synthetic_firms(300, 3, 5, seed=2)
    ask = {"cells": ["group", "period"], "weight": "employees", "margins": ["group"]}
    one = micro_moments(table, "log_productivity", **ask, threads=1)
    other = table.sample(frac=1, random_state=1)
    for threads in (2, 7):
        again = micro_moments(other, "log_productivity", **ask, threads=threads)
        for name in ("moments", "averaged", "largest"):
            pd.testing.assert_frame_equal(
                getattr(one, name), getattr(again, name), check_exact=True
            )


def test_margins_pool_cells():
    table = synthetic_firms(80, 2, 3, seed=2)
    ask = {"weight": "employees"}
    both = ["group", "period"]
    found = micro_moments(table, "log_productivity", cells=both, margins=both, **ask).moments
    assert len(found) == (3 + 1) * (2 + 1)
    whole = micro_moments(table, "log_productivity", **ask).moments
    assert_allclose(found.loc[("log_productivity", "all", "all")], whole.iloc[0], rtol=0)
    by_period = micro_moments(table, "log_productivity", cells="period", **ask).moments
    assert_allclose(found.xs("all", level="group").iloc[:2], by_period, rtol=0)
    parts = found.drop("all", level="group").drop("all", level="period")
    assert parts["n"].sum() == len(table)


def test_the_largest_firms_make_up_what_they_do():
    table = pd.DataFrame({"x": [-6.0, 3, 1], "w": [1.0, 1, 8]})
    found = micro_moments(table, "x", weight="w", largest=3).largest.iloc[0]
    assert found.tolist() == pytest.approx([0.6, 0.9, 1.0, 0.8, 0.9, 1.0])


def test_a_panel_is_the_table_of_its_rows():
    table = synthetic_firms(50, 2, 3, seed=2)
    panel = FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )
    found = micro_moments(panel, "productivity", cells=["group", "period"]).moments
    theirs = micro_moments(table, "log_productivity", cells=["group", "period"]).moments
    assert_allclose(found, theirs, rtol=0)


def test_tables_are_tidy_or_wide():
    table = synthetic_firms(50, 2, 2, seed=2)
    found = micro_moments(table, ["log_productivity", "employees"], cells="period")
    tidy = found.to_frame()
    assert tidy.columns.tolist() == ["variable", "period", "statistic", "value"]
    wide = found.to_wide()
    assert wide.index.tolist() == [0, 1]
    assert wide["employees_p50"].tolist() == found.moments["p50"].loc["employees"].tolist()
    assert len(tidy) == wide.size
    assert "employees" in found.summary()


def test_cells_without_values_are_empty_and_one_firm_has_no_spread():
    table = pd.DataFrame({"c": ["a", "b"], "x": [np.nan, 2.0]})
    found = micro_moments(table, "x", cells="c").moments
    assert found["n"].tolist() == [0, 1]
    assert found.iloc[0].drop("n").isna().all()
    assert np.isnan(found["sd"].iloc[1])
    assert found["p10"].iloc[1] == 2.0


def test_what_was_given_stays_and_what_is_dropped_is_counted():
    table = pd.DataFrame({"c": ["a", None], "x": [1.0, 2.0]})
    copy = table.copy()
    with pytest.raises(InvalidInput, match="missing"):
        micro_moments(table, "x", cells="c")
    found = micro_moments(table, "x", cells="c", missing="drop")
    assert found.meta.dropped == {"c": 1}
    pd.testing.assert_frame_equal(table, copy)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"variables": "y"}, UnknownLabel, "no column 'y'"),
        ({"margins": "w"}, InvalidInput, "must be among `cells`"),
        ({"percentiles": [0]}, InvalidInput, "`percentiles`"),
        ({"percentiles": 50}, WrongType, "in brackets"),
        ({"cells": "all", "margins": "all"}, InvalidInput, "has a cell 'all' already"),
        ({"variables": []}, InvalidInput, "name at least one"),
    ],
)
def test_refused_input(options, error, message):
    table = pd.DataFrame({"c": ["a"], "all": ["all"], "x": [1.0], "w": [1.0]})
    with pytest.raises(error, match=message):
        micro_moments(table, **{"variables": "x", "cells": "c"} | options)
