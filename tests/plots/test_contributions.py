"""Pictures of decompositions: what is drawn, where, and when there would be too much of it."""

import matplotlib as mpl
import numpy as np
import pytest
from numpy.testing import assert_allclose

mpl.use("Agg")

from matplotlib import pyplot as plt

from weakties.datasets import synthetic_firms
from weakties.errors import InvalidInput, WrongType
from weakties.productivity import FirmPanel, melitz_polanec, olley_pakes


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def firms(periods=4, groups=2):
    table = synthetic_firms(60, periods, groups, seed=4)
    return FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )


def texts(ax):
    return [label.get_text() for label in ax.get_xticklabels()]


def test_bars_stack_up_to_the_total():
    result = melitz_polanec(firms(), periods="adjacent")
    ax = result.plot()
    heights = np.array([[bar.get_height() for bar in bars] for bars in ax.containers])
    assert_allclose(heights.T, result.components.drop(columns="total"))
    for place, total in enumerate(result.components["total"]):
        bars = [bars[place] for bars in ax.containers]
        top = max(max(bar.get_y(), bar.get_y() + bar.get_height()) for bar in bars)
        bottom = min(min(bar.get_y(), bar.get_y() + bar.get_height()) for bar in bars)
        assert top + bottom == pytest.approx(total)
    marks = ax.lines[0]
    assert_allclose(marks.get_ydata(), result.components["total"])
    assert texts(ax) == ["0–1", "1–2", "2–3"]
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert sorted(names) == ["covariance", "entry", "exit", "mean", "total"]


def test_error_bars_are_the_intervals_shifted_to_their_bar():
    result = melitz_polanec(firms(), bootstrap=20, seed=1)
    ax = result.plot()
    spans = [line.get_segments()[0][:, 1] for line in ax.collections]
    lengths = result.hi - result.lo
    assert_allclose([high - low for low, high in spans], lengths.to_numpy()[0])
    assert_allclose(spans[0], [result.lo["mean"].item(), result.hi["mean"].item()])
    assert_allclose(spans[-1], [result.lo["total"].item(), result.hi["total"].item()])


def test_groups_are_named_along_the_axis_or_above_it():
    one = melitz_polanec(firms(), groups="group").plot()
    assert texts(one) == ["0", "1"]
    assert one.get_xlabel() == "group, 0–3"
    several = melitz_polanec(firms(), groups="group", periods="adjacent").plot()
    assert texts(several) == ["0–1", "1–2", "2–3"] * 2
    assert [text.get_text() for text in several.texts] == ["group 0", "group 1"]


def test_lines_are_mean_and_aggregate_over_time():
    result = olley_pakes(firms(), bootstrap=20, seed=1)
    _, ax = plt.subplots()
    assert result.plot(ax) is ax
    lines = {line.get_label(): line.get_ydata() for line in ax.lines}
    assert_allclose(lines["aggregate"], result.components["aggregate"])
    assert_allclose(lines["mean"], result.components["mean"])
    assert texts(ax) == ["0", "1", "2", "3"]


def test_groups_have_a_colour_each():
    ax = olley_pakes(firms(), groups="group").plot()
    colours = {line.get_label(): line.get_color() for line in ax.lines}
    assert colours["group 0: mean"] == colours["group 0: aggregate"] != colours["group 1: mean"]


def test_what_cannot_be_told_apart_is_refused():
    with pytest.raises(InvalidInput, match="at most 60 bars: got 66"):
        melitz_polanec(firms(12, 1), periods="all").plot()
    with pytest.raises(InvalidInput, match="at most 7 groups: got 8"):
        olley_pakes(firms(2, 8), groups="group").plot()
    with pytest.raises(WrongType, match="`ax`"):
        olley_pakes(firms()).plot(plt.figure())
