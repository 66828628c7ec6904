"""Pictures of releases and of moves between classes, and of moments by quantile."""

import matplotlib as mpl
import pytest
from numpy.testing import assert_allclose

mpl.use("Agg")

from matplotlib import pyplot as plt

from weakties.datasets import synthetic_firms
from weakties.productivity import (
    FirmPanel,
    class_transitions,
    disclosure,
    joint_distribution,
    micro_moments,
)


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def table():
    return synthetic_firms(60, 3, 2, seed=4)


def test_moves_show_one_probability_a_square_of_all_periods_together():
    panel = FirmPanel.from_frame(
        table(), "firm", "period", "log_productivity", weight="employees", group="group"
    )
    result = class_transitions(panel, "productivity", classes=3)
    ax = result.plot()
    shown = ax.images[0].get_array()
    assert shown.shape == (3, 4)
    assert_allclose(shown.sum(axis=1), 1)
    pooled = result.moves["n"].groupby(level=["origin", "destination"]).sum()
    assert shown[0, 0] == pytest.approx(pooled[1, 1] / pooled[1].sum())
    assert ax.texts[0].get_text() == f"{shown[0, 0]:.2f}"
    assert [each.get_text() for each in ax.get_xticklabels()] == ["1", "2", "3", "exit"]


def test_releases_show_how_many_cells_of_each_column_are_left():
    result = disclosure(micro_moments(table(), "log_productivity", cells=["group", "period"]))
    ax = result.plot()
    assert len(ax.get_yticklabels()) == result.status.shape[1]
    widths = sum(bar.get_width() for bar in ax.patches)
    assert widths == result.status.size


def test_moments_by_quantile_are_drawn():
    result = joint_distribution(table(), "log_productivity", "employees", quantiles=4)
    ax = result.plot()
    assert ax.has_data()
