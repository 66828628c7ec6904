"""Gains over two parameters are those of single runs, and runs draw themselves."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot
from numpy.testing import assert_allclose

from weakties import InvalidInput
from weakties.chains import Scenario, simulate, win_win

mpl.use("Agg")
SMALL = Scenario(people=100, pioneers=0.02)


@pytest.fixture(autouse=True)
def _close():
    yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def run():
    return simulate(SMALL, replicates=5, periods=40, histories=2, seed=1, progress=False)


@pytest.fixture(scope="module")
def found():
    levers = {"specificity": [0.1, 0.9], "family_remittance": [0.0, 0.5, 1.0]}
    return win_win(SMALL, levers, replicates=4, periods=30, seed=3, progress=False)


def test_gains_are_those_of_runs_with_a_counterfactual(found):
    own = SMALL.with_(specificity=0.9, family_remittance=0.5)
    accounts = simulate(
        own, replicates=4, periods=30, counterfactual=True, seed=3, progress=False
    ).accounts
    row = found.gains.loc[(0.9, 0.5)]
    assert row["migrant_gain"] == accounts["migrant_gain"].mean()
    assert_allclose(row["home_se"], accounts["home_gain"].std() / 2)
    assert row["win_win"] == accounts["win_win"].mean()


def test_home_gains_what_families_are_sent(found):
    home = found.gains["home_gain"]
    assert (home.xs(1.0, level=1) > home.xs(0.0, level=1)).all()
    migrants = found.gains["migrant_gain"]
    pd.testing.assert_series_equal(migrants.xs(1.0, level=1), migrants.xs(0.0, level=1))


def test_a_frontier_can_be_drawn(found):
    ax = found.plot()
    assert ax.get_xlabel() == "specificity"
    assert ax.collections[0].get_array().size == 6


@pytest.mark.parametrize(
    ("kind", "title"), [("fan", ""), ("stages", ""), ("flow", "moves"), ("tree", "persons in")]
)
def test_a_run_draws_itself(run, kind, title):
    assert title in run.plot(kind=kind).get_title(loc="left")


def test_a_tree_shows_everybody_who_went_abroad(run):
    lives = run.histories.query("replicate == 1 and place != 'home'")
    title = run.plot(kind="tree", replicate=1).get_title(loc="left")
    assert title.startswith(f"{lives['person'].nunique()} persons in ")


def test_a_picture_needs_what_it_shows():
    bare = simulate(SMALL, replicates=2, periods=5, paths=0, seed=1, progress=False)
    with pytest.raises(InvalidInput, match="'fan' needs paths, and none were kept"):
        bare.plot()
    with pytest.raises(InvalidInput, match="'tree' needs histories, and none were kept"):
        bare.plot(kind="tree")
