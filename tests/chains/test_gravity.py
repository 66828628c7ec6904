"""Gravity: recovered elasticities, another estimator, fixed effects, refusals."""

import warnings

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from statsmodels.genmod.families import Poisson

from weakties import InvalidInput
from weakties.chains import gravity, ipf


def world(places=12, seed=0, periods=1):
    """Draw flows with known elasticities: -1.1 of distance, 0.6 of the diaspora."""
    random = np.random.default_rng(seed)
    rows = [
        (i, j, t) for t in range(periods) for i in range(places) for j in range(places) if i != j
    ]
    frame = pd.DataFrame(rows, columns=["origin", "destination", "year"])
    sends, takes = random.normal(0, 1, (2, places))
    far = random.uniform(0, 2, (places, places))
    stock = random.lognormal(3, 1.5, (places, places)).round()
    i, j = frame["origin"], frame["destination"]
    frame["ln_km"], frame["stock"] = far[i, j] + 0.1 * frame["year"], stock[i, j]
    mean = np.exp(1 + sends[i] + takes[j] - 1.1 * frame["ln_km"] + 0.6 * np.log1p(frame["stock"]))
    frame["movers"] = random.poisson(mean)
    return frame


def test_elasticities_are_recovered():
    found = gravity(world(20), "origin", "destination", "movers", ["ln_km"], stock="stock")
    table = found.coefficients
    for name, truth in (("ln_km", -1.1), ("ln(1 + stock)", 0.6)):
        assert abs(table.loc[name, "value"] - truth) < 3 * table.loc[name, "se"]
        assert table.loc[name, "se"] < 0.1
    assert table.loc["ln_km", "lo"] < table.loc["ln_km", "value"] < table.loc["ln_km", "hi"]


@pytest.mark.parametrize(
    ("options", "column"),
    [({"cluster": "origin"}, "origin"), ({"cluster": "none"}, None), ({}, "pair")],
)
def test_a_formula_with_dummies_gives_the_same(options, column):
    frame = world(6, periods=2)
    frame["pair"] = 10 * frame["origin"] + frame["destination"]
    options = {"time": "year", **options}
    found = gravity(
        frame, "origin", "destination", "movers", "ln_km", stock="stock", level=0.9, **options
    )
    kind = {"cov_type": "HC1"}
    if column:
        kind = {"cov_type": "cluster", "cov_kwds": {"groups": frame[column]}}
    fit = smf.glm(
        "movers ~ ln_km + np.log1p(stock) + C(origin) + C(destination)", frame, family=Poisson()
    ).fit(**kind)
    names = ["ln_km", "np.log1p(stock)"]
    np.testing.assert_allclose(found.coefficients["value"], fit.params[names], rtol=1e-6)
    np.testing.assert_allclose(found.coefficients["se"], fit.bse[names], rtol=1e-5)
    np.testing.assert_allclose(found.coefficients["p"], fit.pvalues[names], rtol=1e-4)
    np.testing.assert_allclose(
        found.coefficients[["lo", "hi"]], fit.conf_int(0.1).loc[names], rtol=1e-5
    )


def test_fitted_flows_keep_the_sums_of_origins_and_destinations():
    frame = world(7)
    found = gravity(frame, "origin", "destination", "movers", "ln_km")
    for side in ("origin", "destination"):
        sums = frame.assign(fitted=found.fitted).groupby(side)[["movers", "fitted"]].sum()
        np.testing.assert_allclose(sums["movers"], sums["fitted"], rtol=1e-8)
    # It is the table with these sums whose pattern is the estimated effect of distance.
    effect = found.coefficients.loc["ln_km", "value"]
    cells = frame.assign(fitted=found.fitted, pull=np.exp(effect * frame["ln_km"]))
    square = cells.pivot_table(
        index="origin", columns="destination", values=["pull", "fitted"], fill_value=0.0
    )
    seed, fitted = square["pull"], square["fitted"]
    found_by_ipf = ipf(
        seed.rename_axis(index=None, columns=None),
        {"rows": fitted.sum(axis=1).to_numpy(), "columns": fitted.sum(axis=0).to_numpy()},
    )
    np.testing.assert_allclose(found_by_ipf.table, fitted, rtol=1e-6)


def test_effects_without_a_mover_are_left_out_and_counted():
    frame = world(8)
    frame.loc[frame["origin"] == 3, "movers"] = 0
    found = gravity(frame, "origin", "destination", "movers", "ln_km")
    without = gravity(frame[frame["origin"] != 3], "origin", "destination", "movers", "ln_km")
    assert found.meta.dropped["rows of effects without a mover"] == 7
    np.testing.assert_allclose(found.coefficients, without.coefficients, rtol=1e-8)
    assert found.fitted[frame["origin"] == 3].isna().all()
    assert found.fitted.index.equals(frame.index)


def test_pairs_and_periods_as_effects():
    frame = world(6, periods=3)
    frame["cost"] = np.random.default_rng(5).random(len(frame))
    effects = ["pair", "origin-time", "destination-time"]
    found = gravity(
        frame, "origin", "destination", "movers", "cost", time="year", fixed_effects=effects
    )
    model = smf.glm(
        "movers ~ cost + C(origin):C(destination) + C(origin):C(year) + C(destination):C(year)",
        frame[found.fitted.notna()],
        family=Poisson(),
    )
    # The dummies say some things twice; the estimator of the comparison copes with a warning.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = model.fit()
    assert found.coefficients.loc["cost", "value"] == pytest.approx(fit.params["cost"], rel=1e-5)
    # Distance only grows with time, the same for all pairs.
    with pytest.raises(InvalidInput, match="'ln_km' cannot be told apart"):
        gravity(frame, "origin", "destination", "movers", "ln_km", time="year",
                fixed_effects=effects)  # fmt: skip


def test_rows_that_lack_a_value_are_dropped_on_demand_and_the_table_is_left_alone():
    frame = world(6)
    frame.loc[0, "ln_km"] = np.nan
    before = frame.copy()
    found = gravity(frame, "origin", "destination", "movers", "ln_km", missing="drop")
    assert np.isnan(found.fitted[0])
    assert found.meta.dropped["ln_km"] == 1
    pd.testing.assert_frame_equal(frame, before)
    assert "poisson" in found.summary().lower()
    assert found.plot().get_xlabel() == "Coefficient"
    assert found.to_frame().columns[0] == "variable"


@pytest.mark.parametrize("seed", [3, 8])
def test_effects_that_others_imply_do_not_hide_one_that_they_do_not(seed):
    # Many pairs of this world are not observed.
    frame = world(5, periods=2).sample(frac=0.6, random_state=seed).sort_index()
    frame["movers"] += 1
    frame["cost"] = np.random.default_rng(5).random(len(frame))
    effects = ["origin", "origin-time", "destination-time"]
    found = gravity(
        frame, "origin", "destination", "movers", "cost", time="year", fixed_effects=effects
    )
    # The effects of origins say nothing that those of origins in each period do not.
    model = smf.glm(
        "movers ~ cost + C(origin):C(year) + C(destination):C(year)", frame, family=Poisson()
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = model.fit(maxiter=200)
    assert found.coefficients.loc["cost", "value"] == pytest.approx(fit.params["cost"], rel=1e-5)


def test_more_effects_than_rows_leave_nothing_to_tell():
    with pytest.raises(InvalidInput, match="'ln_km' cannot be told apart"):
        gravity(world(4), "origin", "destination", "movers", "ln_km",
                fixed_effects=["origin", "destination", "pair"])  # fmt: skip


def test_one_cluster_says_nothing_of_errors():
    frame = world(6)
    alone = frame[frame["origin"] == 0]
    with pytest.raises(InvalidInput, match="`cluster` must tell at least two clusters apart"):
        gravity(alone, "origin", "destination", "movers", "ln_km", fixed_effects=[],
                cluster="origin")  # fmt: skip
