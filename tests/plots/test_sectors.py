"""Pictures of sectors, dispersion, markups and gains: what is drawn, and when it is too much."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

mpl.use("Agg")

from matplotlib import pyplot as plt

from weakties.datasets import synthetic_firms
from weakties.errors import InvalidInput
from weakties.productivity import FirmPanel, markups, misallocation, shift_share, theil

METHODS = ["mcmillan-rodrik", "fabricant", "csls", "gead", "nordhaus"]


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def sectors(years=3):
    draws = np.random.default_rng(1).uniform(1, 2, (3, 4, years))
    index = pd.MultiIndex.from_product([list("abcd"), range(years)], names=["sector", "year"])
    return pd.DataFrame({name: own.ravel() for name, own in zip("ylp", draws, strict=True)}, index)


def decomposed(years=3, **options):
    named = {"output": "y", "labour": "l", "price": "p"}
    return shift_share(sectors(years), "sector", "year", **named, **options)


def firms():
    table = synthetic_firms(80, 3, 2, seed=4)
    table["sales"] = np.exp(table.log_productivity) * table.employees
    table["capital"] = table.employees**0.9
    return FirmPanel.from_frame(
        table, "firm", "period", variables=["sales", "employees", "capital"], group="group"
    )


def texts(ax):
    return [text.get_text() for text in ax.get_xticklabels()]


def test_parts_stack_up_to_growth_for_every_method():
    result = decomposed(method=METHODS)
    ax = result.plot()
    heights = np.array([[bar.get_height() for bar in bars] for bars in ax.containers])
    assert_allclose(heights.sum(axis=0), result.totals["growth"], atol=1e-14)
    assert_allclose(ax.lines[0].get_ydata(), result.totals["growth"])
    assert texts(ax) == METHODS
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert "within / pure" in names
    assert "structural / static / reallocation_level / size / baumol" in names
    assert texts(decomposed(method="csls", periods="adjacent").plot()) == ["0–1", "1–2"]
    with pytest.raises(InvalidInput, match="at most 60 bars: got 66"):
        decomposed(12, periods="all").plot()


def test_dispersion_stacks_up_to_the_whole():
    result = theil(firms(), output="sales", labour="employees", groups="group", bootstrap=20)
    ax = result.plot()
    heights = np.array([[bar.get_height() for bar in bars] for bars in ax.containers])
    assert_allclose(heights.sum(axis=0), result.totals["total"])
    spans = [segment[:, 1] for segment in ax.collections[0].get_segments()]
    assert_allclose(spans, result.totals[["lo", "hi"]])
    assert texts(ax) == ["0", "1", "2"]


def test_markups_are_medians_over_time():
    options = {"expenditure": "capital", "revenue": "sales", "correct": False, "groups": "group"}
    result = markups(0.3, "capital", panel=firms(), **options)
    ax = result.plot()
    for line, group in zip(ax.lines, (0, 1), strict=False):
        assert_allclose(line.get_ydata(), result.distribution.loc[group, "median"])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["0", "1"]


def test_gains_stand_beside_the_distribution_of_revenue_productivity():
    result = misallocation(
        firms(), revenue="sales", labour_cost="employees", capital="capital", labour_share=0.6
    )
    ax = result.plot()
    assert sum(bar.get_height() * bar.get_width() for bar in ax.patches) == pytest.approx(1)
    gain = result.total["gain"]
    assert ax.texts[0].get_text().splitlines() == [
        "gain",
        *(f"{period}: {gain[period]:.1%}" for period in (0, 1, 2)),
    ]
