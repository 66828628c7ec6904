"""Heat maps show every number that is known."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot

from weakties import WrongType
from weakties.chains import absorption, job_contact_exact
from weakties.plots.matrix import heat_map

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close():
    yield
    pyplot.close("all")


def written(ax):
    return [text.get_text() for text in ax.texts]


def test_cells_carry_their_numbers():
    table = pd.DataFrame([[0.5, 0.0], [np.nan, 0.004]], index=["a", "b"], columns=["c", "d"])
    ax = heat_map(table, rows="from", columns="to", colour="share")
    assert written(ax) == ["0.50", "0", "0.00"]
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("from", "to")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]


def test_large_tables_are_colours_only():
    ax = heat_map(pd.DataFrame(np.eye(16)), rows="", columns="", colour="share")
    assert written(ax) == []


def test_negative_numbers_centre_the_colours():
    ax = heat_map(pd.DataFrame([[-0.2, 0.1]]), rows="", columns="", colour="correlation")
    assert ax.images[0].get_clim() == (-0.2, 0.2)


def test_what_is_not_correlated_is_zero():
    ax = job_contact_exact(np.zeros((3, 3)), 0.1, 0.015).plot()
    assert written(ax) == ["0"] * 6


def test_results_draw_on_given_axes_only():
    found = absorption([[0.5, 0.5], [0, 1]])
    _, ax = pyplot.subplots()
    assert found.plot(ax) is ax
    with pytest.raises(WrongType, match="`ax`"):
        found.plot(ax.figure)
