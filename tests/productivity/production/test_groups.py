"""Production functions by group: the same as one by one, on the same rows, read by what follows."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from weakties.errors import InvalidInput
from weakties.productivity import FirmPanel, markups, misallocation, productivity

from .strategies import VARIABLES, firms

NAMED = {"output": "y", "free": ["l", "h"], "state": "k"}
TABLE = firms(90, 5).assign(
    sector=lambda table: np.where(table["firm"] % 3 == 0, "b", "a"),
    sales=lambda table: np.exp(table["y"]),
    wages=lambda table: np.exp(table["l"]),
    capital=lambda table: np.exp(table["k"]),
)
SHUFFLED = TABLE.sample(frac=1, random_state=3)


def panel_of(table):
    names = [*VARIABLES, "sales", "wages", "capital"]
    return FirmPanel.from_frame(table, "firm", "period", variables=names, group="sector")


def estimated(table, method="ols", **options):
    proxy = {"ols": {}, "olley-pakes": {"proxy": "i"}}.get(method, {"proxy": "m"})
    return productivity(panel_of(table), method, **{**NAMED, **proxy, **options})


@pytest.mark.parametrize("method", ["ols", "olley-pakes", "ackerberg-caves-frazer", "wooldridge"])
def test_each_group_is_as_by_itself_on_the_users_rows(method):
    options = {"degree": 2, "controls": "z", "period_effects": method == "ols"}
    found = estimated(SHUFFLED, method, groups="sector", **options)
    assert found.productivity.index.equals(SHUFFLED.index)
    for sector, part in SHUFFLED.groupby("sector"):
        alone = estimated(part, method, **options)
        assert_allclose(found.elasticities.loc[sector], alone.elasticities, rtol=1e-10)
        assert_allclose(found.coefficients.loc[sector], alone.coefficients, rtol=1e-10)
        assert_allclose(found.vcov.loc[sector, sector], alone.vcov, rtol=1e-10)
        assert_allclose(found.productivity[part.index], alone.productivity, atol=1e-10)
        assert_allclose(found.residual[part.index], alone.residual, atol=1e-10)
        assert_allclose(found.elasticity("k")[part.index], alone.elasticity("k"), rtol=1e-10)
        assert_allclose(found.diagnostics[sector], alone.diagnostics, rtol=1e-10)
        assert len(found.minima) == 0 or len(found.minima.loc[sector]) == len(alone.minima)
    assert found.meta.counts == {"firms": 90, "rows": 450, "groups": 2}
    assert found.vcov.loc["a", "b"].isna().all(axis=None)


def test_all_groups_see_the_same_resamples():
    twice = pd.concat([TABLE.assign(sector="a"), TABLE.assign(sector="b", firm=TABLE.firm + 1000)])
    twice = twice.assign(cluster=twice["firm"] % 1000).reset_index(drop=True)
    panel = FirmPanel.from_frame(
        twice, "firm", "period", variables=VARIABLES, group="sector", cluster="cluster"
    )
    found = productivity(panel, "ols", **NAMED, groups="sector", bootstrap=5, seed=1)
    assert_allclose(found.draws[:, :3], found.draws[:, 3:], rtol=1e-10)
    assert_allclose(found.vcov.loc["a", "b"], found.vcov.loc["a", "a"], rtol=1e-8)
    one = productivity(panel, "ols", **NAMED, groups="sector", bootstrap=5, seed=1, threads=1)
    assert one.draws.tobytes() == found.draws.tobytes()
    drawn = found.replicate_productivity()[4].to_numpy()
    assert_allclose(drawn, twice["y"] - twice[["l", "h", "k"]] @ found.draws[4, :3], atol=1e-9)


def test_a_row_before_in_another_group_is_no_lag():
    moved = TABLE.assign(sector=TABLE["sector"].mask((TABLE.firm == 0) & (TABLE.period > 2), "a"))
    found = estimated(moved, "levinsohn-petrin", groups="sector", degree=2)
    rows = found.diagnostics.xs("second stage: rows", level="name")
    assert rows.to_dict() == {"a": 60 * 4 + 1, "b": 30 * 4 - 2}


def test_groups_without_rows_are_left_out_and_small_ones_named():
    kinds = pd.Categorical(TABLE["sector"], categories=["a", "b", "none"])
    found = estimated(TABLE.assign(sector=kinds), groups="sector")
    assert list(found.elasticities.index.unique("group")) == ["a", "b"]
    small = TABLE.assign(sector=TABLE["sector"].mask(TABLE.index < 2, "few"))
    with pytest.raises(InvalidInput, match="`groups`: 'few' of 'sector' with 2 rows has no"):
        estimated(small, groups="sector")
    with pytest.raises(InvalidInput, match=r"`groups`: 'b' of 'sector' .* no complete row"):
        estimated(TABLE.assign(y=TABLE["y"].mask(TABLE["sector"] == "b")), groups="sector")


def test_lost_rows_are_counted_once():
    holes = TABLE.assign(l=TABLE["l"].mask(TABLE.index.isin([0, 5, 300])))
    found = estimated(holes, groups="sector")
    assert found.meta.dropped == {"l missing": 3}
    assert found.productivity.isna().sum() == 3


def test_markups_and_misallocation_read_it():
    found = estimated(TABLE, groups="sector", bootstrap=3, seed=1)
    named = {"expenditure": "wages", "revenue": "sales"}
    made = markups(found, "l", **named, groups="sector")
    by_hand = found.elasticity("l") * TABLE["sales"] / np.exp(found.residual) / TABLE["wages"]
    assert_allclose(made.markup, by_hand, rtol=1e-12)
    assert made.errors["mean"].notna().all()
    free = {
        sector: 1 - each["k"] / each.sum()
        for sector, each in found.elasticities["value"].droplevel(0).groupby(["a"] * 3 + ["b"] * 3)
    }
    named = {"revenue": "sales", "labour_cost": "wages", "capital": "capital", "groups": "sector"}
    panel = panel_of(TABLE)
    gains = misallocation(panel, labour_share=found, **named)
    assert_allclose(gains.total, misallocation(panel, labour_share=free, **named).total)
    whole = estimated(TABLE)
    shares = whole.elasticities["value"]
    by_number = misallocation(panel, labour_share=1 - shares["k"] / shares.sum(), **named)
    assert_allclose(misallocation(panel, labour_share=whole, **named).total, by_number.total)
    gross = productivity(
        panel, "ols", output="y", free="l", state="k", proxy="m", gross_output=True
    )
    with pytest.raises(InvalidInput, match="value added"):
        misallocation(panel, labour_share=gross, **named)


def test_the_result_reads_well():
    found = estimated(TABLE, groups="sector")
    frame = found.to_frame()
    assert list(frame.columns[:4]) == ["method", "kind", "group", "name"]
    assert len(frame) == 12
    labels = [text.get_text() for text in found.plot().get_yticklabels()]
    assert labels[0] == "a: l"
    assert "sector" in found.summary()
