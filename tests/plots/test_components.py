"""Pictures of components: bars that stack up to their sum, one a cell."""

import matplotlib as mpl
import pytest
from numpy.testing import assert_allclose

mpl.use("Agg")

from matplotlib import pyplot as plt

from weakties.datasets import synthetic_firms
from weakties.errors import InvalidInput
from weakties.productivity import (
    FirmPanel,
    across_types,
    augmented_olley_pakes,
    size_class,
    size_gap,
)


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def firms(periods=4):
    table = synthetic_firms(60, periods, 2, seed=4)
    panel = FirmPanel.from_frame(
        table,
        "firm",
        "period",
        "log_productivity",
        weight="employees",
        group="group",
        variables="employees",
    )
    return size_class(panel, "employees", [20], labels=["small", "large"])


def test_bars_of_the_gap_stack_up_to_it():
    result = size_gap(firms(), "size_class", bootstrap=20, seed=1)
    ax = result.plot()
    heights = [[bar.get_height() for bar in bars] for bars in ax.containers]
    assert_allclose(heights, result.gap.value[["mean", "covariance"]].T)
    assert_allclose(ax.lines[0].get_ydata(), result.gap.value["gap"])
    assert [text.get_text() for text in ax.get_xticklabels()] == ["0", "1", "2", "3"]
    assert len(ax.collections) == 3


def test_every_result_of_the_kind_can_be_drawn():
    ax = across_types(firms(), "size_class", periods="adjacent").plot()
    assert len(ax.containers) == 3
    assert ax.get_xlabel() == "t0, t1"
    ax = augmented_olley_pakes(firms(), groups="group").plot()
    assert len(ax.containers) == 3
    assert ax.get_xlabel() == "group, period"


def test_what_cannot_be_told_apart_is_refused():
    with pytest.raises(InvalidInput, match="at most 60 bars: got 66"):
        across_types(firms(12), "size_class", periods="all").plot()
