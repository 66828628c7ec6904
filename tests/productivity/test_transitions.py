"""Moves between classes and moments by quantile, against counting by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.datasets import decomposition_example, synthetic_firms
from weakties.productivity import FirmPanel, class_transitions, joint_distribution, size_class

from ..oracles.productivity import cells as moments_oracle
from ..oracles.productivity import transitions as oracle
from .strategies import few


@st.composite
def tables(draw):
    """Draw firms over some periods, with ties, absences and missing values."""
    firms, periods = draw(st.integers(1, 9)), draw(st.integers(2, 4))
    rows = [
        (firm, period)
        for firm in range(firms)
        for period in range(periods)
        if period == 0 or draw(st.booleans())
    ]
    # Every period has a row, so that the horizon means what it says.
    rows += [(firms, period) for period in range(periods)]
    numbers = st.one_of(st.integers(-3, 3).map(float), st.just(np.nan))
    return pd.DataFrame(rows, columns=["firm", "period"]).assign(
        x=[draw(numbers) for _ in rows],
        y=[draw(numbers) for _ in rows],
        cell=[draw(st.sampled_from("ab")) for _ in rows],
    )


@few
@given(tables(), st.integers(2, 4), st.integers(1, 2), st.booleans())
def test_moves_are_those_counted_one_by_one(table, count, horizon, by_cell):
    if table["x"].isna().all() or horizon >= table["period"].nunique():
        return
    panel = FirmPanel.from_frame(table, "firm", "period", variables="x", group="cell")
    asked = {"cells": "cell"} if by_cell else {}
    found = class_transitions(panel, "x", classes=count, horizon=horizon, **asked).moves
    table = table if by_cell else table.assign(cell="all")
    place = table.groupby(["period", "cell"])["x"].transform(lambda x: oracle.quantiles(x, count))
    expected = oracle.moves(table.assign(place=place), horizon)
    counts = found["n"] if by_cell else pd.concat({"all": found["n"]}, names=["cell"])
    if not by_cell:
        counts = counts.reorder_levels(["period", "cell", "origin", "destination"])
    assert {key: n for key, n in counts.items() if n} == expected
    origins = counts.groupby(level=["period", "cell", "origin"]).sum()
    assert_allclose(found["n_origin"].to_numpy(), np.repeat(origins.to_numpy(), count + 1))
    assert_allclose(found["probability"], found["n"] / found["n_origin"])


@few
@given(tables(), st.integers(2, 4))
def test_moments_are_those_of_the_firms_of_each_quantile(table, count):
    if table["y"].isna().all():
        return
    found = joint_distribution(table, "x", "y", quantiles=count, cells="cell").moments.loc["x"]
    place = table.groupby("cell")["y"].transform(lambda y: oracle.quantiles(y, count))
    for (cell, quantile), group in table.groupby(["cell", place]):
        got = found.loc[(cell, int(quantile))]
        expected = moments_oracle.moments(group["x"], np.ones(len(group)))
        for name in ("n", "mean", "sd", "p10", "p50", "p90"):
            if name in expected:
                assert got[name] == pytest.approx(expected[name], abs=1e-12), name
    assert found["n"].sum() == (table["x"].notna() & table["y"].notna()).sum()


def test_published_panel_by_hand():
    panel = FirmPanel.from_frame(
        decomposition_example(), "firm", "period", "log_productivity", share="share"
    )
    moves = class_transitions(panel, "productivity", classes=2).moves["n"]
    # Of firms 3, 5 and 6, the lower half, only firm 3 is seen again; of 1, 2 and 4 all are.
    assert moves.loc[(0, 1)].to_dict() == {1: 1, 2: 0, "exit": 2}
    assert moves.loc[(0, 2)].to_dict() == {1: 0, 2: 3, "exit": 0}


def test_groups_are_classes_too():
    table = synthetic_firms(80, 3, 2, seed=3)
    panel = FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", variables="employees"
    )
    panel = size_class(panel, "employees", [20], labels=["small", "large"])
    moves = class_transitions(panel, "size_class", classes="groups").moves
    small = table["employees"] < 20
    by_hand = (small & (table["period"] == 0)).sum()
    assert moves.xs((0, "small"), level=["period", "origin"])["n"].sum() == by_hand
    assert moves.index.get_level_values("destination").unique().tolist() == [
        "small",
        "large",
        "exit",
    ]


def test_threads_and_the_order_of_rows_change_no_bit():
    table = synthetic_firms(300, 3, 4, seed=2)
    ask = {"quantiles": 5, "cells": ["group", "period"]}
    one = joint_distribution(table, "log_productivity", "employees", **ask, threads=1)
    for threads in (2, 7):
        other = table.sample(frac=1, random_state=threads)
        again = joint_distribution(other, "log_productivity", "employees", **ask, threads=threads)
        pd.testing.assert_frame_equal(one.moments, again.moments, check_exact=True)
