"""The networks that ship with networkx."""

import sys

import pytest

from weakties import MissingPackage
from weakties.datasets import florentine_families, southern_women
from weakties.networks import Network, betweenness


def test_the_southern_women_came_89_times():
    presences = southern_women()
    assert presences.shape == (89, 2)
    assert (presences["woman"].nunique(), presences["event"].nunique()) == (18, 14)
    assert not presences.duplicated().any()
    assert (presences["event"] == "E8").sum() == 14


def test_the_medici_stand_between_the_others():
    families = Network.from_edges(florentine_families(), "source", "target")
    assert (len(families), families.tie_count) == (15, 20)
    assert betweenness(families)["Medici"] == pytest.approx(0.521978, abs=5e-7)


@pytest.mark.parametrize("load", [southern_women, florentine_families])
def test_without_networkx_the_remedy_is_said(load, monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingPackage, match=r"pip install \"weakties\[datasets\]\""):
        load()
