"""Cells that lack somebody, wholes of several groups, and errors of many clusters."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from weakties.productivity import (
    FirmPanel,
    compare_methods,
    decompose,
    group_contributions,
    olley_pakes,
)
from weakties.productivity.decomposition.methods import DISTINCT

COLUMNS = {"firm": "firm", "time": "period", "productivity": "p", "weight": "w"}


def panel(rows, **options):
    table = pd.DataFrame(rows, columns=["firm", "period", "group", "p", "w"])
    return FirmPanel.from_frame(table, **COLUMNS, group="group", **options)


def test_a_group_with_firms_at_one_end_only_has_no_components_by_any_method():
    firms = panel(
        [
            ("stays", 0, "a", 1.0, 1.0),
            ("stays", 1, "a", 2.0, 1.0),
            ("left", 0, "b", 3.0, 1.0),
            ("new", 1, "c", 4.0, 1.0),
        ]
    )
    found = compare_methods(firms, groups="group").components
    alone = found[found.index.get_level_values("group") != "a"]
    assert len(alone) == 2 * len(DISTINCT)
    assert alone.isna().all(axis=None)


def test_survivors_have_their_share_in_the_weight_of_a_whole_of_several_groups():
    rows = [
        ("stays", 0, "a", 3.0),
        ("stays", 1, "a", 1.0),
        ("left", 0, "b", 1.0),
        ("also stays", 0, "b", 4.0),
        ("also stays", 1, "b", 1.0),
        ("new", 1, "a", 2.0),
    ]
    table = pd.DataFrame(rows, columns=["firm", "period", "group", "w"])
    # Another country, which has most of the weight at the end only.
    other = pd.DataFrame({"firm": "far", "period": [0, 1], "group": "a", "w": [2.0, 16.0]})
    table = pd.concat([table.assign(country="x"), other.assign(country="y")]).assign(p=1.0)
    firms = FirmPanel.from_frame(table, **COLUMNS, group=["country", "group"])
    wholes = group_contributions(firms, groups=["country", "group"], within="country").wholes
    counts = wholes.counts.loc["x"].iloc[0]
    # 7 of 8 at the start, 2 of 4 at the end.
    assert counts["share_survivors_t0"] == pytest.approx(7 / 8)
    assert counts["share_survivors_t1"] == pytest.approx(1 / 2)
    assert counts[["n_survivors", "n_entrants", "n_exiters"]].tolist() == [2, 1, 1]


@pytest.mark.parametrize("at", ["start", "end"])
def test_shares_of_survivors_are_in_the_weight_of_those_who_count(at):
    # Group b has a quarter of the weight at one end and half of it at the other.
    weights = {"start": (1.0, 1.0), "end": (3.0, 1.0)}[at]
    rows = [("x", t, "a", 1.0, weights[t]) for t in (0, 1)]
    rows += [("y", t, "b", 1.0, 1.0) for t in (0, 1)]
    rows += [("left", 0, "b", 1.0, 3.0), ("new", 1, "b", 1.0, 1.0)]
    counts = decompose(panel(rows), groups="group").counts.loc["b"].iloc[0]
    assert counts["share_survivors_t0"] == pytest.approx(1 / 4)
    assert counts["share_survivors_t1"] == pytest.approx(1 / 2)


@pytest.mark.parametrize("missing", [0, 1])
def test_who_is_left_out_of_a_comparison_adds_nothing_to_its_errors(missing):
    rng = np.random.default_rng(missing)
    rows = [
        (firm, period, "a", *rng.uniform(1, 2, 2))
        for firm in range(8)
        for period in range(3)
        # Some come in, some leave.
        if (firm, period) not in {(0, 0), (1, 1), (1, 2), (2, 2)}
    ]
    absent = [("away", t, "a", 5.0, 4.0) for t in range(-1, 4) if t != missing]
    rows += [("far", t, "a", 1.0, 1.0) for t in range(-1, 4)]
    pairs = {"periods": (0, 1), "errors": "analytic"}
    names = [name for name in DISTINCT if name != "baldwin-gu"]
    found = decompose(panel(rows + absent, gaps="leave_out"), names, **pairs).se
    without = decompose(panel(rows, gaps="leave_out"), names, **pairs).se
    assert (without["total"] > 0).all()
    assert_allclose(found, without, rtol=1e-9)


@pytest.mark.parametrize("clusters", [4096, 4097, 9000])
def test_the_error_of_a_mean_takes_in_every_firm_however_many_there_are(clusters):
    levels = np.random.default_rng(1).normal(size=clusters)
    table = pd.DataFrame({"firm": range(clusters), "period": 0, "p": levels, "w": 1.0})
    found = olley_pakes(FirmPanel.from_frame(table, **COLUMNS), errors="analytic").se
    assert found["mean"].item() == pytest.approx(np.std(levels) / np.sqrt(clusters), rel=1e-9)
