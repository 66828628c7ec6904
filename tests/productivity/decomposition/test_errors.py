"""Errors without resamples, and resamples of productivity that is itself estimated."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

from weakties._arguments import seed
from weakties._core import draws
from weakties.productivity import FirmPanel, decompose, olley_pakes
from weakties.productivity.decomposition.methods import DISTINCT

from ..strategies import few, panel, rows
from .test_methods import synthetic


def test_analytic_errors_are_what_the_bootstrap_tends_to():
    firms = synthetic(1500, 4, 2, seed=3)
    names = [name for name in DISTINCT if name != "baldwin-gu"]
    drawn = decompose(firms, names, periods=(0, 3), groups="group", bootstrap=400, seed=1)
    exact = decompose(firms, names, periods=(0, 3), groups="group", errors="analytic")
    # Survivors' weights hardly move here: between is then of second order, which no slope shows.
    ratio = (exact.se / drawn.se).drop(columns="between").to_numpy()
    ratio = ratio[np.isfinite(ratio)]
    # 400 resamples leave an error of 1/28 in each standard error.
    assert abs(np.median(ratio) - 1) < 0.05
    assert abs(ratio - 1).max() < 0.2
    level = olley_pakes(firms, errors="analytic").se / olley_pakes(firms, bootstrap=400, seed=1).se
    assert abs(level - 1).max(axis=None) < 0.15


@few
@given(rows())
def test_analytic_errors_are_those_of_the_jackknife_made_small(table):
    firms = panel(table)
    names = [name for name in DISTINCT if name != "baldwin-gu"]
    exact = decompose(firms, names, errors="analytic")
    step = 1e-6
    plain = decompose(firms, names)
    squares = dict.fromkeys(names, 0.0)
    for firm in table.firm.unique():
        # A firm counts once more by a small part: its copies of that weight, in means and weights.
        more = perturbed(table, firm, step)
        for name in names:
            slope = (more[name] - plain[name].components.iloc[0].to_numpy()) / step
            squares[name] = squares[name] + slope**2
    for name in names:
        found = exact[name].se.iloc[0].to_numpy()
        known = np.isfinite(found) & np.isfinite(squares[name])
        assert (np.isfinite(found) == np.isfinite(squares[name])).all()
        assert_allclose(found[known], np.sqrt(squares[name][known]), rtol=1e-3, atol=2e-4)


def perturbed(table, firm, step):
    """Decompose with one firm counting 1 + step times: by the formulas, in counted sums."""
    times = table.groupby("firm")["p"].transform("size") * 0 + 1.0
    times = times.where(table.firm != firm, 1 + step)
    t0, t1 = table.period.min(), table.period.max()
    ends = [
        table.assign(m=times)[table.period == t].set_index("firm")[["p", "w", "m"]]
        for t in (t0, t1)
    ]
    a, b = ends
    stay = a.index.intersection(b.index)
    come, leave = b.index.difference(stay), a.index.difference(stay)
    s0, s1 = a.m * a.w / (a.m * a.w).sum(), b.m * b.w / (b.m * b.w).sum()
    big0, big1 = (s0 * a.p).sum(), (s1 * b.p).sum()
    total = big1 - big0

    def around(level):
        return [(s1 * (b.p - level))[come].sum(), -(s0 * (a.p - level))[leave].sum()]

    x0, x1, p0, p1 = s0[stay], s1[stay], a.p[stay], b.p[stay]
    middle = (big0 + big1) / 2
    found = {
        "baily-hulten-campbell": [
            (x0 * (p1 - p0)).sum(),
            ((x1 - x0) * p1).sum(),
            *around(0.0),
            total,
        ],
        "griliches-regev": [
            ((x0 + x1) / 2 * (p1 - p0)).sum(),
            ((x1 - x0) * ((p0 + p1) / 2 - middle)).sum(),
            *around(middle),
            total,
        ],
        "foster-haltiwanger-krizan": [
            (x0 * (p1 - p0)).sum(),
            ((x1 - x0) * (p0 - big0)).sum(),
            ((x1 - x0) * (p1 - p0)).sum(),
            *around(big0),
            total,
        ],
    }
    with np.errstate(invalid="ignore", divide="ignore"):
        m, q0, q1 = a.m[stay], x0 / x0.sum(), x1 / x1.sum()
        c0, c1 = (q0 * p0).sum(), (q1 * p1).sum()
        mean0, mean1 = (m * p0).sum() / m.sum(), (m * p1).sum() / m.sum()
        entry, exit = around(c1)[0], around(c0)[1]
        survive = [(q0 + q1) @ (p1 - p0) / 2, (q1 - q0) @ (p0 + p1) / 2]
        found["diewert-fox"] = [*survive, entry, exit, total]
        found["melitz-polanec"] = [
            mean1 - mean0,
            (c1 - mean1) - (c0 - mean0),
            *[entry, exit],
            total,
        ]
    return {name: np.array(values) for name, values in found.items()}


def test_analytic_errors_follow_clusters_and_strata():
    random = np.random.default_rng(5)
    table = pd.DataFrame({"firm": range(60), "period": 0, "w": 1.0, "p": random.normal(size=60)})
    table = table.assign(owner=table.firm // 3, group=np.where(table.firm < 30, "a", "b"))
    by_owner = table.groupby("owner")["p"].sum() - 3 * table["p"].mean()
    found = olley_pakes(panel(table, cluster="owner"), errors="analytic").se["mean"].item()
    assert found == pytest.approx(np.sqrt((by_owner**2).sum()) / 60)
    spread = table.groupby("group")["p"].var(ddof=0) * 30
    found = olley_pakes(panel(table), errors="analytic", strata="group").se["mean"].item()
    assert found == pytest.approx(np.sqrt(spread.sum()) / 60)


def test_analytic_intervals_are_normal_and_recorded():
    result = decompose(synthetic(), errors="analytic", level=0.9)
    reach = 1.6448536269514722 * result.se
    assert_allclose(result.hi, result.components + reach)
    assert_allclose(result.lo, result.components - reach)
    assert result.meta.options["errors"] == "analytic"
    assert "Efron" in result.cite()
    assert "se" in result.summary()
    assert decompose(synthetic()).se.isna().all(axis=None)


def test_resamples_may_take_other_productivity():
    firms = synthetic(50, 3)
    given = np.random.default_rng(1).normal(size=(len(firms), 4))
    found = decompose(firms, bootstrap=4, seed=2, productivity=given).draws
    calls = []

    def estimated(same, times):
        calls.append(times)
        return given[:, len(calls) - 1]

    again = decompose(firms, bootstrap=4, seed=2, productivity=estimated)
    assert again.draws.tobytes() == found.tobytes()
    assert again.meta.options["productivity"] == "estimated anew in each resample"
    n = len(firms.firms)
    for replicate, times in enumerate(calls):
        expected = draws("resample_counts", seed(2).key, 0, replicate, n, float(n))
        assert times.tolist() == expected.astype(int).tolist()
    # The same productivity gives the same resamples as none.
    same = np.tile(firms.productivity[:, None], 4)
    assert_allclose(
        decompose(firms, bootstrap=4, seed=2, productivity=same).draws,
        decompose(firms, bootstrap=4, seed=2).draws,
        atol=1e-12,
    )
    levels = olley_pakes(firms, bootstrap=4, seed=2, productivity=same).draws
    assert_allclose(levels, olley_pakes(firms, bootstrap=4, seed=2).draws, atol=1e-12)


def test_error_of_estimation_widens_the_errors():
    firms = synthetic(300, 3)
    shift = np.where(firms.period == 2, 1.0, 0.0)

    def estimated(same, times):
        # As if a trend had been estimated with an error of 0.1.
        return same.productivity + shift * 0.1 * np.random.default_rng(times[:9]).normal()

    wide = decompose(firms, bootstrap=200, seed=1, productivity=estimated).se["total"].item()
    plain = decompose(firms, bootstrap=200, seed=1).se["total"].item()
    assert wide == pytest.approx(np.hypot(plain, 0.1), rel=0.15)


def test_firms_not_drawn_need_no_productivity():
    firms = synthetic(40, 3)

    def estimated(same, times):
        return np.where(times[same.firm] > 0, same.productivity, np.nan)

    assert isinstance(firms, FirmPanel)
    found = decompose(firms, bootstrap=5, seed=1, productivity=estimated)
    assert found.draws.tobytes() == decompose(firms, bootstrap=5, seed=1).draws.tobytes()
