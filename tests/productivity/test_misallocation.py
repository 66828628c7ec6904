"""Misallocation: worked example, oracles, exact cases, invariances, trimming, resamples, edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.errors import InvalidInput, UnknownLabel
from weakties.productivity import FirmPanel, misallocation

from ..oracles.productivity import misallocation as oracle
from .strategies import few
from .test_resample import counts_of

AMOUNTS = st.integers(1, 500).map(lambda n: n / 10)


@st.composite
def tables(draw):
    return pd.DataFrame(
        [
            {
                "firm": f"{sector}{firm}",
                "year": year,
                "sector": sector,
                "py": draw(AMOUNTS),
                "wl": draw(AMOUNTS),
                "k": draw(AMOUNTS),
            }
            for sector in "ab"
            for firm in range(draw(st.integers(1, 4)))
            for year in (1, 2)
        ]
    )


def found_in(table, **options):
    panel = FirmPanel.from_frame(table, "firm", "year", variables=["py", "wl", "k"], group="sector")
    usual = {"revenue": "py", "labour_cost": "wl", "capital": "k", "labour_share": 0.6, "trim": 0}
    return misallocation(panel, **{**usual, "groups": "sector", **options})


def many(count=20_000, *, output=0.4, capital=0.0, correlation=0.5, seed=1):
    """Draw firms by the model: log A, log TFPR and log (1 + tau_K) jointly normal."""
    draws = np.random.default_rng(seed).standard_normal((3, count))
    tfpr = output * draws[0]
    tfpq = 0.8 * (correlation * draws[0] + np.sqrt(1 - correlation**2) * draws[1])
    ratio = capital * draws[2]
    revenue = np.exp(2 * (tfpq - tfpr))
    inputs = revenue / np.exp(tfpr)
    # K^.4 (wL)^.6 are the inputs, and wL over K moves with 1 + tau_K.
    return pd.DataFrame(
        {
            "firm": range(count),
            "year": 1,
            "sector": "s",
            "py": revenue,
            "wl": inputs * np.exp(0.4 * ratio),
            "k": inputs * np.exp(-0.6 * ratio),
        }
    )


def test_two_firms_by_hand():
    # TFPR 1 and 4, A = 2 and 16; TFP is 20/8 √20 and would be √260.
    table = pd.DataFrame(
        {"firm": [1, 2], "year": 1, "sector": "s", "py": [4.0, 16], "wl": 4.0, "k": 4.0}
    )
    found = found_in(table, labour_share=0.5)
    assert_allclose(found.total["gain"], np.sqrt(260) / (2.5 * np.sqrt(20)) - 1)
    assert found.firms["output_wedge"].tolist() == [-2, 0.25]
    assert found.firms["capital_wedge"].tolist() == [9, 9]
    assert_allclose(found.firms["log_tfpr"], np.log([1 / 2.5, 4 / 2.5]))
    assert_allclose(found.firms["log_tfpq"], np.log([2, 16]) - np.log(130) / 2)
    assert_allclose(found.sectors["sd_tfpr"], np.log(2))
    assert_allclose(found.sectors["lognormal"], 1.5 * np.log(2) ** 2)


@few
@given(tables(), st.sampled_from([1.5, 3.0, 5.0]), st.sampled_from([0.2, 0.7]))
def test_gains_equal_both_oracles(table, sigma, labour_share):
    found = found_in(table, sigma=sigma, labour_share=labour_share)
    for (year, sector), row in found.sectors.iterrows():
        own = table[(table.year == year) & (table.sector == sector)]
        columns = (own.py, own.wl, own.k, labour_share, sigma)
        assert_allclose(row["log_gain"], oracle.gain(*columns), rtol=1e-9, atol=1e-11)
        assert_allclose(row["log_gain"], oracle.reallocated(*columns), rtol=1e-9, atol=1e-11)
        assert row["gain"] > -1e-12


@few
@given(tables())
def test_contributions_add_up_and_wedges_give_revenue_productivity(table):
    found = found_in(table)
    sums = found.sectors["contribution"].groupby(level="period").sum()
    assert_allclose(sums, found.total["log_gain"], atol=1e-12)
    shares = found.sectors["revenue_share"].groupby(level="period").sum()
    assert_allclose(shares, 1, rtol=1e-12)
    # TFPR is σ/(σ−1) (R/α)^α (1/(1−α))^(1−α) (1+τ_K)^α / (1−τ_Y).
    firms = found.firms
    level = 1.5 * (0.1 / 0.4) ** 0.4 * (1 / 0.6) ** 0.6
    tfpr = level * (1 + firms["capital_wedge"]) ** 0.4 / (1 - firms["output_wedge"])
    assert_allclose(tfpr, table.py / (table.k**0.4 * table.wl**0.6), rtol=1e-9)


@few
@given(tables(), st.sampled_from([1e-6, 3.0, 1e6]))
def test_units_and_the_price_of_capital_do_not_matter_for_gains(table, unit):
    one = found_in(table)
    other = found_in(table.assign(py=table.py * unit, k=table.k * 7), rental=0.3)
    assert_allclose(one.sectors["gain"], other.sectors["gain"], rtol=1e-8, atol=1e-11)
    names = ["log_tfpr", "log_tfpq"]
    assert_allclose(one.firms[names], other.firms[names], rtol=1e-8, atol=1e-9)


@few
@given(tables())
def test_equal_marginal_products_gain_nothing(table):
    found = found_in(table.assign(wl=2 * table.py, k=5 * table.py))
    assert_allclose(found.sectors["gain"], 0, atol=1e-13)
    assert_allclose(found.firms["log_tfpr"], 0, atol=1e-13)
    # Equal TFPR alone is not enough: both inputs must earn the same everywhere.
    shift = np.where(np.arange(len(table)) % 2, 2.0, 0.5)
    tilted = table.assign(wl=table.py * shift**0.4, k=table.py / shift**0.6)
    assert_allclose(found_in(tilted).sectors["sd_tfpr"], 0, atol=1e-13)
    assert found_in(table.assign(wl=tilted.wl, k=tilted.k)).sectors["gain"].min() > -1e-13


@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.5])
def test_lognormal_firms_lose_half_sigma_times_the_variance(correlation):
    found = found_in(many(200_000, output=0.25, correlation=correlation), sigma=3)
    row = found.sectors.iloc[0]
    assert_allclose(row["log_gain"], 1.5 * 0.25**2, rtol=0.03)
    assert_allclose(row["lognormal"], 1.5 * 0.25**2, rtol=0.02)


def test_wedges_on_capital_alone_lose_by_the_mix_of_inputs():
    found = found_in(many(200_000, output=0.1, capital=0.5), sigma=3)
    expected = 1.5 * 0.1**2 + 0.5 * 0.4 * 0.6 * 0.5**2
    assert_allclose(found.total["log_gain"], expected, rtol=0.03)
    assert_allclose(found.sectors["lognormal"], expected, rtol=0.02)


def test_trimming_leaves_out_the_tails_and_counts_them():
    table = many(1000)
    whole, found = found_in(table), found_in(table, trim=0.01)
    kept = found.firms["kept"]
    for name in ("log_tfpr", "log_tfpq"):
        limits = np.quantile(whole.firms[name], [0.01, 0.99])
        assert whole.firms.loc[kept, name].between(*limits).all()
    inside = pd.concat(
        [
            whole.firms[name].between(*np.quantile(whole.firms[name], [0.01, 0.99]))
            for name in ("log_tfpr", "log_tfpq")
        ],
        axis=1,
    ).all(axis=1)
    assert (kept == inside).all()
    assert found.meta.dropped["trimmed"] == (~kept).sum() == 1000 - found.total["n_rows"].item()
    alone = found_in(table[kept])
    assert_allclose(found.total["gain"], alone.total["gain"], rtol=1e-12)
    assert_allclose(found.firms.loc[kept, "log_tfpq"], alone.firms["log_tfpq"], atol=1e-10)


def test_resamples_are_the_gains_of_copied_firms():
    table = pd.concat([many(6, seed=seed).assign(year=seed) for seed in (1, 2)])
    table = table.reset_index(drop=True).assign(firm=lambda rows: rows.firm.astype(str))
    found = found_in(table, bootstrap=4, seed=5)
    panel = FirmPanel.from_frame(table, "firm", "year", variables=["py"])
    for replicate, gains in enumerate(found.draws):
        times = table.firm.map(counts_of(panel, replicate, 5))
        copies = table.loc[table.index.repeat(times)]
        for place, year in enumerate((1, 2)):
            own = copies[copies.year == year]
            expected = np.expm1(oracle.gain(own.py, own.wl, own.k, 0.6))
            assert_allclose(gains[[place, 2 + place]], expected, rtol=1e-9)
    assert_allclose(found.total["se"], found.draws[:, 2:].std(axis=0, ddof=1))
    assert found.to_frame()["se"].notna().all()


def test_sectors_may_have_labour_shares_of_their_own():
    table = pd.concat(
        [
            many(50).assign(sector=s, firm=lambda t, s=s: t.firm.map(lambda f: f"{s}{f}"))
            for s in "ab"
        ],
        ignore_index=True,
    )
    found = found_in(table, labour_share={"a": 0.6, "b": 0.3})
    own = table[table.sector == "b"]
    expected = oracle.gain(own.py, own.wl, own.k, 0.3)
    assert_allclose(found.sectors.loc[(1, "b"), "log_gain"], expected)
    assert_allclose(found.sectors.loc[(1, "a"), "log_gain"], found_in(many(50)).total["log_gain"])
    series = found_in(table, labour_share=pd.Series({"b": 0.3, "a": 0.6}))
    pd.testing.assert_frame_equal(series.sectors, found.sectors)
    with pytest.raises(UnknownLabel, match="none for 'b'"):
        found_in(table, labour_share={"a": 0.6})


def test_missing_rows_and_empty_sectors():
    table = many(4).assign(sector=pd.Categorical(list("aaab"), categories=["c", "b", "a"]))
    table["k"] = table["k"].astype(float).where(table.index != 0)
    found = found_in(table)
    assert found.meta.dropped["k missing"] == 1
    assert found.firms.loc[0].drop("kept").isna().all()
    assert not found.firms.loc[0, "kept"]
    assert found.sectors["n_rows"].tolist() == [0, 1, 2]
    assert np.isnan(found.sectors.loc[(1, "c"), "gain"])
    assert_allclose(found.sectors.loc[(1, "b"), "gain"], 0, atol=1e-14)
    assert np.isfinite(found.total["gain"].item())
    assert "1 of 3 sectors and periods have one row" in found.meta.notes[0]
    assert "whole less sum of parts is at most" in found.summary()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"sigma": 1}, InvalidInput, "`sigma`"),
        ({"rental": 0}, InvalidInput, "`rental`"),
        ({"trim": 0.5}, InvalidInput, "`trim`"),
        ({"labour_share": 1.0}, InvalidInput, "`labour_share`"),
        ({"labour_share": {"s": 2.0}}, InvalidInput, r"`labour_share\['s'\]`"),
        ({"revenue": "sales"}, UnknownLabel, "has no variable 'sales'"),
        ({"groups": "region"}, UnknownLabel, "no group column 'region'"),
    ],
)
def test_refused_options(options, error, message):
    with pytest.raises(error, match=message):
        found_in(many(5), **options)


def test_what_is_not_above_zero_is_refused():
    with pytest.raises(InvalidInput, match=r"`labour_cost` must be above 0: .* row 2"):
        found_in(many(5).assign(wl=[1.0, 1, 0, 1, 1]))
    with pytest.raises(InvalidInput, match="none has all three"):
        found_in(many(5).assign(wl=np.nan))


def test_threads_give_equal_bits():
    one, *others = (
        found_in(many(200), bootstrap=20, seed=2, threads=threads).draws for threads in (1, 2, 7)
    )
    for other in others:
        assert one.tobytes() == other.tobytes()
