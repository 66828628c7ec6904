"""Index numbers as estimates: the functions they agree with, errors, resamples, what reads them."""

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose

from weakties import _core
from weakties.errors import InvalidInput
from weakties.productivity import (
    FirmPanel,
    markups,
    melitz_polanec,
    multilateral_index,
    productivity,
    solow_index,
)

from .strategies import firms

COSTS = {"l": "wages", "k": "rent"}
NAMED = {"output": "y", "free": "l", "state": "k", "costs": COSTS}


def table_of(count=40):
    table = firms(count, 4)
    random = np.random.default_rng(7)
    cost = {"wages": np.exp(table["l"] + 0.3 * table["z"]), "rent": np.exp(table["k"])}
    sector = np.where(table["firm"] % 3 == 0, "a", "b")
    return table.assign(**cost, sector=sector, size=random.uniform(1, 2, len(table)))


TABLE = table_of()


def panel_of(table=TABLE, **options):
    variables = ["y", "l", "k", "wages", "rent"]
    return FirmPanel.from_frame(
        table, "firm", "period", variables=variables, group="sector", **options
    )


def test_solow_is_the_index_and_mean_shares_have_the_errors_of_a_clustered_mean():
    found = productivity(panel_of(), "solow", **NAMED)
    index = solow_index(panel_of(), "y", costs=COSTS, logs=True)
    assert_allclose(found.productivity, index, rtol=1e-12, atol=1e-12)
    share = TABLE["wages"] / (TABLE["wages"] + TABLE["rent"])
    peer = sm.OLS(share, np.ones(len(share))).fit(
        cov_type="cluster", cov_kwds={"groups": TABLE["firm"]}
    )
    assert_allclose(found.elasticities["value"], [share.mean(), 1 - share.mean()], rtol=1e-12)
    assert_allclose(found.elasticities["se"], peer.bse.iloc[0], rtol=1e-10)
    assert_allclose(found.vcov.loc["l", "k"], -found.vcov.loc["l", "l"], rtol=1e-10)
    assert (found.elasticity("l") == found.elasticities["value"]["l"]).all()
    assert found.residual.isna().all()


@pytest.mark.parametrize("reference", ["chained", "all", "period"])
def test_the_multilateral_index_and_its_resamples(reference):
    named = {**NAMED, "costs": dict(reversed(COSTS.items())), "reference": reference}
    method = "caves-christensen-diewert"
    found = productivity(panel_of(), method, **named, groups="sector", bootstrap=3, seed=1)
    index = multilateral_index(
        panel_of(), "y", costs=COSTS, reference=reference, groups="sector", logs=True
    )
    assert_allclose(found.productivity, index, rtol=1e-12, atol=1e-12)
    share = TABLE["wages"] / (TABLE["wages"] + TABLE["rent"])
    assert_allclose(found.elasticity("l"), share, rtol=1e-12)
    # A resample is the index of a table in which firms stand as often as they are drawn.
    times = np.array(_core.multiplicities(found._fits[0].plan, 2))
    copies = TABLE.loc[TABLE.index.repeat(times[TABLE["firm"]])]
    copies = copies.assign(
        row=copies.index, firm=copies.groupby(["firm", "period"]).cumcount() * 1000 + copies["firm"]
    ).reset_index(drop=True)
    drawn = multilateral_index(
        panel_of(copies), "y", costs=COSTS, reference=reference, groups="sector", logs=True
    )
    made = found.replicate_productivity()[2]
    assert_allclose(made[copies["row"]], drawn, rtol=1e-10, atol=1e-11)
    shares = copies.assign(share=share.loc[copies["row"]].to_numpy()).groupby("sector")["share"]
    assert_allclose(found.draws[2, [0, 2]], shares.mean(), rtol=1e-12)


def test_numbers_as_shares_have_no_error():
    shares = {"l": 0.6, "k": 0.4}
    found = productivity(panel_of(), "solow", output="y", free="l", state="k", shares=shares)
    assert found.elasticities["value"].to_dict() == shares
    assert found.elasticities["se"].tolist() == [0, 0]
    assert_allclose(found.productivity, TABLE["y"] - 0.6 * TABLE["l"] - 0.4 * TABLE["k"])


def test_rows_without_a_share_are_counted_and_have_no_productivity():
    holes = TABLE.assign(wages=TABLE["wages"].mask(TABLE.index < 3))
    found = productivity(panel_of(holes), "solow", **NAMED)
    assert found.meta.dropped == {"share missing": 3}
    assert found.productivity.isna().sum() == 3
    whole = productivity(panel_of(TABLE.iloc[3:]), "solow", **NAMED)
    assert_allclose(found.elasticities, whole.elasticities, rtol=1e-12)


def test_an_input_may_be_the_same_in_all_rows():
    found = productivity(panel_of(TABLE.assign(k=1.0)), "solow", **NAMED)
    expected = TABLE["y"] - found.elasticity("l") * TABLE["l"] - found.elasticity("k")
    assert_allclose(found.productivity, expected, atol=1e-12)


def test_decompositions_and_markups_read_it():
    estimate = productivity(panel_of(), "solow", **NAMED, bootstrap=4, seed=2)
    weighted = panel_of(TABLE.assign(tfp=estimate.productivity), productivity="tfp", weight="size")
    drawn = melitz_polanec(
        weighted, productivity=estimate.replicate_productivity(), bootstrap=4, seed=2
    )
    assert drawn.se.notna().any(axis=None)
    sold = FirmPanel.from_frame(
        TABLE.assign(sales=TABLE["wages"] * 3), "firm", "period",
        variables=["y", "l", "k", "wages", "rent", "sales"],
    )  # fmt: skip
    found = productivity(sold, "solow", **NAMED)
    named = {"expenditure": "wages", "revenue": "sales"}
    made = markups(found, "l", **named, correct=False)
    assert_allclose(made.markup, 3 * found.elasticities["value"]["l"], rtol=1e-12)
    with pytest.raises(InvalidInput, match="pass correct=False"):
        markups(found, "l", **named)


def test_what_an_index_does_not_use_is_refused():
    for options, name in (
        ({"form": "translog"}, "form"),
        ({"controls": "wages"}, "controls"),
        ({"period_effects": True}, "period_effects"),
        ({"proxy": "wages"}, "proxy"),
        ({"costs": {"l": "wages"}}, "costs"),
        ({"costs": None}, "shares"),
    ):
        with pytest.raises(InvalidInput, match=f"`{name}`"):
            productivity(panel_of(), "solow", **{**NAMED, **options})
    with pytest.raises(InvalidInput, match="`costs` are not used by method='ols'"):
        productivity(panel_of(), "ols", **NAMED)
