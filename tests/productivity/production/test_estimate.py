"""Production functions: independent estimates, identities, edges, threads."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from linearmodels.iv import IV2SLS, IVGMM
from numpy.testing import assert_allclose
from scipy.optimize import minimize_scalar

from weakties.datasets import synthetic_acf
from weakties.errors import InvalidInput
from weakties.productivity import FirmPanel, productivity

from ...oracles.productivity import production as oracle
from .strategies import firms, panel

LABOURS = {"output": "y", "free": ["l", "h"], "state": "k"}
ONE = {"output": "y", "free": "l", "state": "k"}
TWO_STAGE = ["olley-pakes", "levinsohn-petrin", "ackerberg-caves-frazer"]
METHODS = ["ols", "fixed-effects", *TWO_STAGE, "wooldridge"]


def estimated(table, method, **options):
    proxy = {"olley-pakes": "i"}.get(method, "m")
    needed = {} if method in ("ols", "fixed-effects") else {"proxy": proxy}
    return productivity(panel(table), method, **{**LABOURS, **needed, **options})


def values(found):
    return found.coefficients["value"].to_numpy()


@pytest.mark.parametrize("form", ["cobb-douglas", "translog"])
def test_least_squares_equals_statsmodels_with_clustered_errors(form):
    table = firms()
    found = estimated(table, "ols", controls="z", form=form)
    names = [name.split(" × ") for name in found.coefficients.index]
    design = np.column_stack([table[name].prod(axis=1) for name in names])
    peer = sm.OLS(table["y"], sm.add_constant(design)).fit(
        cov_type="cluster", cov_kwds={"groups": table["firm"]}
    )
    assert_allclose(values(found), peer.params[1:], rtol=1e-9, atol=1e-11)
    assert_allclose(found.coefficients["se"], peer.bse[1:], rtol=1e-8)
    assert_allclose(found.vcov, peer.cov_params().iloc[1:, 1:], rtol=1e-7, atol=1e-12)
    assert_allclose(found.diagnostics["r2"], peer.rsquared, rtol=1e-10)
    assert_allclose(found.residual, peer.resid, atol=1e-10)
    constant = found.productivity - found.residual
    assert_allclose(constant, peer.params.iloc[0], rtol=1e-8)


def test_fixed_effects_equal_statsmodels_on_what_differs_from_the_mean():
    table = firms(leave=1.0)
    found = estimated(table, "fixed-effects", controls="z", period_effects=True)
    dummies = pd.get_dummies(table["period"], dtype=float).iloc[:, 1:]
    both = pd.concat([table[["y", "l", "h", "k", "z"]], dummies], axis=1)
    within = both - both.groupby(table["firm"]).transform("mean") + both.mean()
    peer = sm.OLS(within["y"], sm.add_constant(within.iloc[:, 1:])).fit(
        cov_type="cluster", cov_kwds={"groups": table["firm"]}
    )
    assert_allclose(values(found), peer.params.iloc[1:], rtol=1e-8, atol=1e-11)
    assert_allclose(found.coefficients["se"], peer.bse.iloc[1:], rtol=1e-8)


@pytest.mark.parametrize("method", TWO_STAGE[:2])
@pytest.mark.parametrize("degree", [2, 4])
def test_first_stages_equal_least_squares_on_the_whole_design(method, degree):
    table = firms()
    found = estimated(table, method, degree=degree, controls="z", survival=False)
    proxy = "i" if method == "olley-pakes" else "m"
    early, _, rest = oracle.first_stage(table, ["l", "h"], ["k", proxy], degree, ["z"])
    assert_allclose(found.coefficients["value"][["l", "h", "z"]], early, rtol=0, atol=1e-8)
    assert_allclose(found.residual, rest, rtol=0, atol=1e-8)


@pytest.mark.parametrize("law", [1, 3])
def test_levinsohn_petrin_minimises_the_squares_of_the_second_stage(law):
    table = firms()
    found = estimated(table, "levinsohn-petrin", law=law)
    early, phi, _ = oracle.first_stage(table, ["l", "h"], ["k", "m"], 3)
    table = table.assign(rest=table["y"] - table[["l", "h"]] @ early, phi=phi)
    pairs = oracle.lagged(table, ["phi", "k"]).dropna()

    def squares(b):
        return (
            oracle.innovation(
                pairs["rest"] - b * pairs["k"], pairs["phi_1"] - b * pairs["k_1"], law
            )
            ** 2
        ).sum()

    peer = minimize_scalar(squares, bounds=(-0.5, 1.5), method="bounded", options={"xatol": 1e-10})
    assert_allclose(found.elasticities["value"]["k"], peer.x, atol=1e-6)
    assert found.diagnostics["second stage: rows"] == len(pairs)
    assert_allclose(found.minima["objective"].min() * len(pairs), peer.fun, rtol=1e-9)


def test_the_survival_step_equals_statsmodels_and_enters_the_law():
    table = firms(300, leave=1.0)
    found = estimated(table, "olley-pakes", degree=2, law=2)
    last = table.groupby("firm")["period"].transform("max")
    stayed = (table["period"] < last).astype(float)
    rows = table["period"] < 5
    inside = oracle.polynomials([table["k"], table["i"]], 2)
    peer = sm.Probit(stayed[rows], inside[rows]).fit(disp=0, method="newton", tol=1e-12)
    assert_allclose(found.survival[rows], peer.predict(), atol=1e-8)
    assert found.survival[~rows].isna().all()

    early, phi, _ = oracle.first_stage(table, ["l", "h"], ["k", "i"], 2)
    table = table.assign(rest=table["y"] - table[["l", "h"]] @ early, phi=phi, p=found.survival)
    pairs = oracle.lagged(table, ["phi", "k", "p"]).dropna(subset=["phi_1"])

    def squares(b):
        now, before = pairs["rest"] - b * pairs["k"], pairs["phi_1"] - b * pairs["k_1"]
        return (oracle.innovation(now, before, 2, pairs["p_1"]) ** 2).sum()

    peer = minimize_scalar(squares, bounds=(-0.5, 1.5), method="bounded", options={"xatol": 1e-10})
    assert_allclose(found.elasticities["value"]["k"], peer.x, atol=1e-6)


@pytest.mark.parametrize(
    ("law", "form"), [(1, "cobb-douglas"), (3, "cobb-douglas"), (1, "translog")]
)
def test_ackerberg_caves_frazer_leaves_an_innovation_unrelated_to_its_instruments(law, form):
    table = firms(200)
    found = productivity(
        panel(table), "ackerberg-caves-frazer", **ONE, proxy="m", law=law, form=form, degree=2
    )
    _, phi, rest = oracle.first_stage(table, [], ["l", "k", "m"], 2)
    assert_allclose(found.residual, rest, atol=1e-9)
    names = [name.split(" × ") for name in found.coefficients.index]
    made = np.column_stack([table[name].prod(axis=1) for name in names]) @ values(found)
    pairs = oracle.lagged(table.assign(omega=phi - made), ["omega", "l"]).dropna()
    xi = oracle.innovation(pairs["omega"], pairs["omega_1"], law)
    known = pairs.assign(l=pairs["l_1"])
    moments = [(xi * known[name].prod(axis=1)).mean() for name in names]
    chosen = found.minima[found.minima["chosen"]]
    assert chosen["j"].item() < 1e-8
    assert_allclose(moments, 0, atol=1e-9)
    assert_allclose(chosen["innovation"], xi.std(ddof=0), rtol=1e-9)


def test_more_instruments_give_a_clustered_j_by_hand():
    table = firms(200)
    found = productivity(
        panel(table), "ackerberg-caves-frazer", **ONE, proxy="m", degree=2, instruments=["k", "m"]
    )
    assert found.diagnostics["overidentifying restrictions"] == 2
    j = found.diagnostics["j"]
    assert_allclose(found.diagnostics["p of j"], np.exp(-j / 2), rtol=1e-12)
    chosen = found.minima[found.minima["chosen"]]
    assert chosen["gradient"].item() < 1e-8
    # A step in any direction from the chosen one does not lower the criterion of the last step.
    assert (found.minima["objective"] >= chosen["objective"].item()).all()


@pytest.mark.parametrize("form", ["cobb-douglas", "translog"])
def test_the_second_equation_alone_is_instrumental_variables(form):
    table = firms(200)
    options = {**ONE, "proxy": "m", "degree": 2, "form": form, "equations": "second"}
    found = productivity(panel(table), "wooldridge", **options)
    pairs = oracle.lagged(table, ["l", "k", "m"]).dropna()
    names = [name.split(" × ") for name in found.coefficients.index]
    known = pairs.assign(l=pairs["l_1"])
    design = np.column_stack([pairs[name].prod(axis=1) for name in names])
    instruments = np.column_stack([known[name].prod(axis=1) for name in names])
    inside = oracle.polynomials([pairs["k_1"], pairs["m_1"]], 2)
    peer = IV2SLS(pairs["y"], inside, design, instruments).fit(
        cov_type="clustered", clusters=pairs["firm"], debiased=False
    )
    assert_allclose(values(found), peer.params[-len(names) :], rtol=1e-6, atol=1e-7)
    assert_allclose(found.coefficients["se"], peer.std_errors[-len(names) :], rtol=1e-6)


def test_both_equations_equal_a_stacked_gmm():
    table = firms(200)
    found = productivity(panel(table), "wooldridge", **ONE, proxy="m", degree=2, controls="z")
    pairs = oracle.lagged(table, ["l", "k", "m"]).dropna()
    n, one = len(pairs), np.ones(len(pairs))
    now = oracle.polynomials([pairs["k"], pairs["m"]], 2)
    before = oracle.polynomials([pairs["k_1"], pairs["m_1"]], 2)
    none = np.zeros_like(now)
    shared = np.tile(pairs["z"].to_numpy(), 2)
    labour = np.tile(pairs["l"].to_numpy(), 2)
    capital = np.r_[0 * one, pairs["k"]]
    design = np.c_[labour, capital, shared, np.r_[now, none], np.r_[none, before]]
    first = np.c_[pairs[["l", "z"]], now]
    second = np.c_[pairs[["l_1", "k", "z"]], before]
    instruments = np.zeros((2 * n, first.shape[1] + second.shape[1]))
    instruments[:n, : first.shape[1]] = first
    instruments[n:, first.shape[1] :] = second
    cluster = np.tile(pairs["firm"].to_numpy(), 2)
    model = IVGMM(
        np.tile(pairs["y"].to_numpy(), 2), None, design, instruments,
        weight_type="clustered", clusters=cluster, debiased=False,
    )  # fmt: skip
    start = np.linalg.inv(instruments.T @ instruments / (2 * n))
    peer = model.fit(initial_weight=start, cov_type="clustered", clusters=cluster, debiased=False)
    assert_allclose(values(found), peer.params[:3], rtol=1e-6)
    assert_allclose(found.coefficients["se"], peer.std_errors[:3], rtol=1e-2)
    assert_allclose(found.diagnostics["j"], peer.j_stat.stat, rtol=1e-4)
    # Labour and the control each have one coefficient in two equations.
    assert found.diagnostics["overidentifying restrictions"] == 2


def test_translog_elasticities_by_hand():
    table = firms()
    found = estimated(table, "ols", form="translog")
    b = found.coefficients["value"]
    expected = b["l"] + 2 * b["l × l"] * table.l + b["l × h"] * table.h + b["l × k"] * table.k
    assert_allclose(found.elasticity("l"), expected, rtol=1e-10)
    assert_allclose(found.elasticities["value"]["l"], expected.mean(), rtol=1e-9)
    assert (estimated(table, "ols").elasticity("k") == found.elasticity("k")).sum() == 0


@pytest.mark.parametrize("method", METHODS)
def test_productivity_is_output_less_what_inputs_make(method):
    table = firms()
    found = estimated(table, method, controls="z", form="translog", degree=2)
    names = [name.split(" × ") for name in found.coefficients.index]
    made = np.column_stack([table[name].prod(axis=1) for name in names]) @ values(found)
    assert_allclose(found.productivity, table["y"] - made, atol=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_units_and_the_order_of_rows_do_not_matter(method):
    table = firms()
    shifted = table.sample(frac=1, random_state=1).assign(
        y=table["y"] + 7, l=table["l"] + 3, k=table["k"] - 2, m=table["m"] + 5, i=table["i"] + 1
    )
    one, other = (estimated(each, method, degree=2) for each in (table, shifted))
    assert_allclose(values(other), values(one), atol=1e-6)
    assert_allclose(other.residual.sort_index(), one.residual, atol=1e-7)


@pytest.mark.parametrize("method", METHODS)
def test_resamples_have_equal_bits_on_any_threads_and_give_productivity(method):
    table = firms(60)
    found = estimated(table, method, degree=2, bootstrap=2, seed=3)
    again = estimated(table, method, degree=2, bootstrap=2, seed=3, threads=1)
    assert found.draws.tobytes() == again.draws.tobytes()
    assert found.elasticities["se"].notna().all()
    assert np.isfinite(found.draws).all()
    made = found.replicate_productivity()
    assert made.shape == (len(table), 2)
    b = found.draws[1]
    expected = table["y"] - table[["l", "h", "k"]] @ b
    assert_allclose(made[1], expected, atol=1e-10)


def test_gaps_break_lags_and_lost_rows_are_counted():
    table = firms()
    whole = estimated(table, "levinsohn-petrin").diagnostics["second stage: rows"]
    gap = estimated(table[(table.firm != 0) | (table.period != 2)], "levinsohn-petrin")
    assert gap.diagnostics["second stage: rows"] == whole - 2
    holes = table.assign(l=table.l.mask(table.firm == 1), m=table.m.mask(table.index == 40))
    found = estimated(holes, "levinsohn-petrin")
    assert found.meta.dropped == {"l missing": 6}
    assert found.productivity.isna().sum() == 6
    assert found.residual.isna().sum() == 7
    assert any("1 of 714 rows have no proxy" in note for note in found.meta.notes)


def test_levels_are_logged_on_request_and_rows_without_investment_stay():
    table = firms()
    names = ["y", "l", "h", "k", "i"]
    levels = table.assign(**{name: np.exp(table[name]) for name in names})
    levels.loc[5, "i"] = 0.0
    levels.loc[9, "y"] = -1.0
    found = estimated(levels, "olley-pakes", logs=False)
    expected = estimated(
        table.assign(i=table.i.mask(table.index == 5), y=table.y.mask(table.index == 9)),
        "olley-pakes",
    )
    assert_allclose(values(found), values(expected), atol=1e-8)
    assert found.meta.dropped == {"y not above 0": 1}


def test_two_roots_are_told_and_a_start_chooses():
    table = synthetic_acf(1, firms=400, seed=1, burn=40)
    columns = ["output", "labour", "capital", "materials"]
    given = FirmPanel.from_frame(table, "firm", "period", variables=columns)
    options = {"output": "output", "free": "labour", "state": "capital", "proxy": "materials"}
    found = productivity(given, "ackerberg-caves-frazer", **options, degree=2)
    inside = found.minima[~found.minima["at_limit"]]
    assert len(inside) == 2
    assert (inside["j"] < 1e-6).all()
    assert "2 minima inside the box, of which 1 besides" in found.meta.notes[0]
    assert found.elasticities["value"]["labour"] < 0.7
    start = {"labour": 1.0, "capital": 0.0}
    other = productivity(given, "ackerberg-caves-frazer", **options, degree=2, start=start)
    assert other.elasticities["value"]["labour"] > 0.9
    few = productivity(given, "ackerberg-caves-frazer", **options, degree=2, bounds=(1.2, 1.5))
    assert few.minima["at_limit"].all()
    assert "widen `bounds`" in few.meta.notes[-1]


def test_gross_output_makes_the_proxy_an_input():
    table = firms(300)
    table["y"] += 0.3 * table["m"]
    for method in ("ols", "fixed-effects", "levinsohn-petrin", "ackerberg-caves-frazer"):
        found = productivity(
            panel(table), method, **ONE, proxy="m", gross_output=True, degree=2, controls="h"
        )
        assert list(found.elasticities.index) == ["l", "k", "m"]
        assert any("gross output" in note for note in found.meta.notes)


def test_what_cannot_be_told_is_refused_by_name():
    table = firms()
    fixed = table.assign(k=table.groupby("firm")["k"].transform("first"))
    with pytest.raises(InvalidInput, match="`state`: 'k' follows from the other columns"):
        estimated(fixed, "fixed-effects")
    with pytest.raises(InvalidInput, match="`free`: 'l' follows from the other columns"):
        estimated(table.assign(l=table.m + table.k), "levinsohn-petrin")
    with pytest.raises(InvalidInput, match="`controls`: 'z' is 1 in every usable row"):
        estimated(table.assign(z=1.0), "ols", controls="z")
    with pytest.raises(InvalidInput, match="`panel` must have more usable rows"):
        estimated(table[table.period == 0], "levinsohn-petrin")
    with pytest.raises(InvalidInput, match="`panel` has no complete row"):
        estimated(table.assign(y=np.nan), "ols")


def test_without_exit_there_is_no_survival_step():
    found = estimated(firms(), "olley-pakes")
    assert found.survival.isna().all()
    assert found.meta.notes[0].startswith("nobody leaves")


def test_a_result_reads_well():
    found = estimated(firms(), "ols")
    assert list(found.to_frame()["kind"].unique()) == ["elasticity", "coefficient"]
    assert "Production function" in found.summary()
    assert found.plot().get_xlabel() == "Output elasticity"
    assert_allclose(found.anticipated().std(), 0, atol=1e-9)
