"""Resamples: the same as copying rows, the right spread, whole clusters, strata kept apart."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties._arguments import seed
from weakties._core import draws
from weakties.datasets import synthetic_firms
from weakties.errors import InvalidInput
from weakties.productivity import FirmPanel, melitz_polanec, olley_pakes, productivity
from weakties.productivity.resample import plan, spread

from ..oracles.productivity import decomposition as oracle
from .strategies import few, panel, rows


def counts_of(firms, replicate, start):
    """Say how often each firm is drawn, by the words of the generator alone."""
    n = len(firms.firms)
    drawn = draws("resample_counts", seed(start).key, 0, replicate, n, float(n))
    return dict(zip(firms.firms, drawn.astype(int), strict=True))


@few
@given(rows(), st.integers(0, 2**64))
def test_resamples_equal_copies_of_rows(table, start):
    firms = panel(table)
    static = olley_pakes(firms, groups="group", bootstrap=2, seed=start)
    dynamic = melitz_polanec(firms, periods="adjacent", groups="group", bootstrap=2, seed=start)
    for replicate in range(2):
        # Firms are copied after each is told who it is, so gaps and groups stay as they are.
        copies = oracle.copied(table, counts_of(firms, replicate, start))
        for place, (group, period) in enumerate(static.components.index):
            cell = copies[(copies.group == group) & (copies.period == period)]
            found = static.draws[replicate, place]
            assert_allclose(found, oracle.olley_pakes(cell), rtol=1e-9, atol=1e-10)
        for place, (group, t0, t1) in enumerate(dynamic.components.index):
            before, after = oracle.compared(copies, group, t0, t1)
            expected = oracle.melitz_polanec(before, after)
            if len(before) == 0 or len(after) == 0:
                expected = [np.nan] * 5
            assert_allclose(dynamic.draws[replicate, place], expected, rtol=1e-9, atol=1e-10)


def test_standard_errors_and_intervals_are_those_of_the_resamples():
    table = synthetic_firms(80, 3, 1, seed=2)
    firms = FirmPanel.from_frame(table, "firm", "period", "log_productivity", weight="employees")
    results = {
        interval: melitz_polanec(firms, bootstrap=99, seed=3, level=0.9, interval=interval)
        for interval in ("percentile", "normal")
    }
    result = results["percentile"]
    values, resampled = result.components.to_numpy()[0], result.draws[:, 0]
    assert_allclose(result.se.to_numpy()[0], np.std(resampled, axis=0, ddof=1))
    assert_allclose(result.lo.to_numpy()[0], np.quantile(resampled, 0.05, axis=0))
    assert_allclose(result.hi.to_numpy()[0], np.quantile(resampled, 0.95, axis=0))
    normal = results["normal"]
    reach = 1.6448536269514722 * result.se.to_numpy()[0]
    assert_allclose(normal.lo.to_numpy()[0], values - reach)
    assert_allclose(normal.hi.to_numpy()[0], values + reach)


def test_the_standard_error_of_a_mean_is_the_textbook_one():
    levels = np.random.default_rng(1).normal(size=400)
    table = pd.DataFrame({"firm": range(400), "period": 0, "group": "g", "p": levels, "w": 1.0})
    error = olley_pakes(panel(table), bootstrap=2000, seed=1).se["mean"].item()
    assert error == pytest.approx(levels.std(ddof=0) / 20, rel=0.06)


def test_a_seed_gives_the_same_resamples_and_is_recorded():
    firms = panel(
        synthetic_firms(20, 2, 1).rename(columns={"log_productivity": "p", "employees": "w"})
    )
    one = melitz_polanec(firms, bootstrap=5)
    again = melitz_polanec(firms, bootstrap=5, seed=one.meta.seed)
    assert one.draws.tobytes() == again.draws.tobytes()
    assert melitz_polanec(firms, bootstrap=5).meta.seed != one.meta.seed
    more = melitz_polanec(firms, bootstrap=8, seed=one.meta.seed)
    assert more.draws[:5].tobytes() == one.draws.tobytes()
    assert melitz_polanec(firms, seed=5).meta.seed is None


def clustered():
    return pd.DataFrame(
        {
            "firm": range(6),
            "period": 0,
            "group": ["a", "a", "a", "a", "b", "b"],
            "owner": [1, 1, 2, 2, 3, 3],
            "p": [1.0, 1.0, 2.0, 2.0, 5.0, 5.0],
            "w": 1.0,
        }
    )


def test_clusters_are_drawn_whole():
    firms = panel(clustered(), cluster="owner")
    means = olley_pakes(firms, bootstrap=200, seed=1).draws[:, 0, 0]
    possible = {round((x + y + z) / 3, 9) for x in (1, 2, 5) for y in (1, 2, 5) for z in (1, 2, 5)}
    assert {round(mean, 9) for mean in means} == possible


def test_strata_keep_their_number_of_firms():
    result = olley_pakes(panel(clustered()), bootstrap=50, seed=1, strata="group")
    # Four firms of group a at 1 or 2, two of group b at 5.
    assert result.draws[:, 0, 0].min() >= (4 * 1 + 2 * 5) / 6
    assert result.draws[:, 0, 0].max() <= (4 * 2 + 2 * 5) / 6
    assert result.meta.options["strata"] == "group"
    free = olley_pakes(panel(clustered()), bootstrap=50, seed=1)
    assert free.draws[:, 0, 0].max() > (4 * 2 + 2 * 5) / 6


def test_a_firm_that_changes_its_group_stays_in_its_first_stratum():
    table = pd.DataFrame(
        {"firm": ["x", "x", "y"], "period": [0, 1, 0], "group": ["a", "b", "a"], "p": 1.0, "w": 1.0}
    )
    found = plan(panel(table), 2, 1, 0.95, "normal", "group")
    assert found.strata.tolist() == [2]


def test_strata_that_tear_clusters_apart_are_refused():
    table = clustered().assign(owner=[1, 1, 2, 2, 2, 3])
    with pytest.raises(
        InvalidInput, match="`strata` must not tear clusters apart: the cluster of firm 2 "
    ):
        olley_pakes(panel(table, cluster="owner"), bootstrap=2, strata="group")


def test_resamples_without_an_answer_are_left_out_and_told():
    table = pd.DataFrame(
        {
            "firm": ["x", "x", "y", "y", "z"],
            "period": [0, 1, 0, 1, 0],
            "group": "g",
            "p": [1.0, 2.0, 3.0, 5.0, 0.0],
            "w": 1.0,
        }
    )
    result = melitz_polanec(panel(table), bootstrap=200, seed=1)
    means = result.draws[:, 0, 0]
    # Firm z alone is drawn once in 27 times.
    assert 0 < np.isnan(means).sum() < 30
    assert result.se["mean"].item() == pytest.approx(np.nanstd(means, ddof=1))
    assert result.lo["mean"].item() == pytest.approx(np.nanquantile(means, 0.025))
    assert f"at most {np.isnan(means).sum()} of 200" in result.meta.notes[-1]


def test_what_fewer_than_two_resamples_say_has_no_spread():
    options = plan(panel(clustered()), 2, 1, 0.95, "normal", None)
    around = spread(np.zeros(3), np.array([[1.0, np.nan, np.nan], [2.0, 1.0, np.nan]]), options)
    assert_allclose(around.error, [np.sqrt(0.5), np.nan, np.nan])
    assert around.undefined.tolist() == [0, 1, 2]


def test_estimates_of_each_resample_stand_on_the_rows_of_the_table_they_came_from():
    """Estimation is part of the bootstrap, whatever the order of the table's rows."""
    table = synthetic_firms(firms=40, periods=3, seed=2).sample(frac=1, random_state=1)
    table = table.assign(
        labour=np.log(table["employees"]),
        capital=np.log(table["employees"]) + np.random.default_rng(1).normal(size=len(table)),
    )
    table["output"] = table["log_productivity"] + 0.6 * table["labour"] + 0.4 * table["capital"]
    firms = FirmPanel.from_frame(
        table, "firm", "period", variables=["output", "labour", "capital"], weight="employees"
    )
    roles = {"output": "output", "free": ["labour"], "state": ["capital"]}
    estimate = productivity(firms, "ols", **roles, bootstrap=6, seed=3)
    found = firms.with_productivity(estimate.productivity)
    in_each = estimate.replicate_productivity()
    taken = melitz_polanec(found, bootstrap=6, seed=3, productivity=in_each).draws
    by_hand = in_each.to_numpy()[found.positions]
    expected = melitz_polanec(found, bootstrap=6, seed=3, productivity=by_hand).draws
    np.testing.assert_array_equal(taken, expected)
    alone = melitz_polanec(found, bootstrap=6, seed=3).draws
    assert np.abs(taken - alone).max() > 1e-6
    with pytest.raises(InvalidInput, match="`seed` must be that of the estimates"):
        melitz_polanec(found, bootstrap=6, seed=4, productivity=in_each)
    with pytest.raises(InvalidInput, match="rows of the table that the panel was read from"):
        melitz_polanec(found, bootstrap=6, seed=3, productivity=in_each[::-1])
