"""Paths show one line, or the mean and the range of several."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot

from weakties.chains import job_contact_simulate, mobility
from weakties.plots.paths import lines

mpl.use("Agg")
RING = np.roll(np.eye(6), 1, axis=0) + np.roll(np.eye(6), -1, axis=0)


@pytest.fixture(autouse=True)
def _close():
    yield
    pyplot.close("all")


def test_one_replicate_is_one_line():
    found = job_contact_simulate(RING, 0.1, 0.1, periods=50, seed=1)
    ax = found.plot()
    (line,) = ax.lines
    np.testing.assert_array_equal(line.get_ydata(), found.paths[0])
    assert ax.get_legend() is None


def test_several_replicates_are_a_mean_within_a_range():
    found = job_contact_simulate(RING, 0.1, 0.1, periods=50, replicates=40, seed=1)
    ax = found.plot()
    np.testing.assert_allclose(ax.lines[0].get_ydata(), found.paths.mean(axis=1))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "middle 90 %",
        "mean of 40 replicates",
    ]


def test_long_paths_are_shown_by_means():
    found = job_contact_simulate(RING, 0.1, 0.1, periods=2500, seed=1)
    ax = found.plot()
    assert ax.get_xlabel() == "period (means of 3)"
    assert ax.lines[0].get_ydata()[0] == pytest.approx(found.paths[0].iloc[:3].mean())


def test_indices_without_a_bootstrap_are_dots():
    ax = mobility([[0.5, 0.5], [0.2, 0.8]]).plot()
    assert len(ax.lines[0].get_ydata()) == 10
    assert ax.get_yticklabels()[0].get_text() == "prais trace"


def test_names_of_lines_that_end_together_stand_apart():
    table = pd.DataFrame({"a": [1.0, 0.0], "b": [1.0, 0.0], "c": [0.5, 0.01], "d": [0.2, 1.0]})
    ax = lines(table, time="year", values="share")
    heights = sorted(text.xyann[1] for text in ax.texts)
    assert min(np.diff(heights)) > 0.02
    assert heights[0] == pytest.approx(0, abs=0.05)
    assert [text.get_text() for text in ax.texts] == ["a", "b", "c", "d"]
