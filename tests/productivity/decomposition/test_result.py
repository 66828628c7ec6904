"""What every decomposition gives: tidy tables, text, LaTeX, replicates and the record."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import weakties._results
from weakties.datasets import synthetic_firms
from weakties.productivity import FirmPanel, melitz_polanec, olley_pakes


@pytest.fixture(scope="module")
def firms():
    table = synthetic_firms(60, 4, 2, seed=4)
    return FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )


@pytest.fixture(scope="module")
def dynamic(firms):
    return melitz_polanec(firms, periods="adjacent", groups="group", bootstrap=20, seed=1)


@pytest.fixture(scope="module")
def static(firms):
    return olley_pakes(firms, groups="group", bootstrap=20, seed=1)


def test_the_tidy_table_of_a_change(dynamic):
    frame = dynamic.to_frame()
    assert frame.columns.tolist() == [
        "method",
        "group",
        "t0",
        "t1",
        "component",
        "value",
        "se",
        "lo",
        "hi",
        "n_firms",
        "n_survivors",
        "n_entrants",
        "n_exiters",
        "share_survivors_t0",
        "share_survivors_t1",
    ]
    assert len(frame) == 2 * 3 * 5
    wide = frame.pivot_table(index=["group", "t0", "t1"], columns="component", values="value")
    pd.testing.assert_frame_equal(
        wide[dynamic.components.columns], dynamic.components, check_names=False
    )
    assert (frame["lo"] <= frame["hi"]).all()
    spans = frame.groupby(["group", "t0"])["n_firms"].agg(["min", "max"])
    assert (spans["min"] == spans["max"]).all()


def test_the_tidy_table_of_a_level_has_the_columns_of_a_change(static, dynamic):
    assert static.to_frame().columns.tolist() == dynamic.to_frame().columns.tolist()
    frame = static.to_frame()
    assert set(frame["component"]) == {"mean", "covariance", "aggregate"}
    assert (frame["t0"] == frame["t1"]).all()
    assert frame.groupby(["component", "t0"])["n_firms"].sum().eq(60).all()
    assert frame["n_survivors"].isna().all()


def test_counts_are_whole_numbers_and_add_up(dynamic):
    counts = dynamic.counts
    kinds = counts["n_survivors"] + counts["n_entrants"] + counts["n_exiters"]
    assert (counts["n_firms"] == kinds).all()
    assert counts.filter(like="n_").dtypes.eq(np.int64).all()


def test_the_summary_shows_errors_below_estimates_and_the_residual(dynamic):
    lines = dynamic.summary().splitlines()
    head = next(place for place, line in enumerate(lines) if "covariance" in line)
    first, second = lines[head + 1].split(), lines[head + 2].split()
    assert first[3], second[3] == ("estimate", "se")
    assert_allclose([float(x) for x in first[4:]], dynamic.components.iloc[0], atol=5e-5)
    assert_allclose([float(x) for x in second[4:]], dynamic.se.iloc[0], atol=5e-5)
    assert any(line.startswith("Residual: whole less sum of parts is at most") for line in lines)


def test_without_resamples_only_estimates_are_shown(firms):
    result = melitz_polanec(firms)
    assert "estimate" not in result.summary()
    assert result.se.isna().all(axis=None)
    assert result.draws.shape == (0, 1, 5)
    assert result.replicates.shape == (0, 1, 5)
    assert "bootstrap" not in result.meta.options


def test_replicates_carry_their_labels(dynamic, static):
    replicates = dynamic.replicates
    assert replicates.dims == ("replicate", "cell", "component")
    assert np.shares_memory(replicates.to_numpy(), dynamic.draws)
    cell = dynamic.components.index.get_loc((1, 0, 1))
    assert replicates["group"][cell] == 1
    assert replicates["t1"][cell] == 1
    found = replicates.sel(component="entry")[:, cell].std(ddof=1)
    assert float(found) == pytest.approx(dynamic.se.loc[(1, 0, 1), "entry"])
    assert set(static.replicates.coords) == {"group", "period", "component"}


def test_latex_and_html_can_be_had(dynamic):
    assert r"\toprule" in dynamic.to_latex()
    assert "<table>" in dynamic._repr_html_()


def test_the_record_says_how_it_was_made(dynamic, static):
    record = json.loads(dynamic.meta.to_json())
    assert record["method"] == "melitz-polanec"
    assert record["seed"] == 1
    assert record["options"] == {
        "groups": "group",
        "strata": None,
        "gaps": "exit",
        "group_change": "exit",
        "bootstrap": 20,
        "level": 0.95,
        "interval": "percentile",
    }
    assert record["counts"]["cells"] == 6
    assert static.meta.method == "olley-pakes"
    assert "20 resamples" not in repr(dynamic)


def test_the_sources_are_cited(dynamic, firms):
    assert "Melitz" in dynamic.cite()
    assert "Efron" in dynamic.cite()
    assert "Efron" not in olley_pakes(firms).cite()
    assert "Olley" in weakties._results.cite(olley_pakes)
