"""Random two-mode networks, and tests against them."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput
from weakties.networks import (
    TwoModeNetwork,
    null_test,
    random_network_like,
    rewire,
    transitivity,
    two_mode_clustering,
)
from weakties.networks.rewiring import KEPT_OF_TWO_MODES

from .strategies import incidences

WOMEN = nx.davis_southern_women_graph()
DAVIS = TwoModeNetwork.from_networkx(WOMEN)


def table(network):
    return network.to_scipy().toarray()


@given(incidence=incidences(), keep=st.sampled_from(KEPT_OF_TWO_MODES), seed=st.integers(0, 9))
def test_random_networks_keep_what_is_asked(incidence, keep, seed):
    weights = incidence * np.arange(1, incidence.size + 1).reshape(incidence.shape)
    network = TwoModeNetwork.from_matrix(weights, weight="hours")
    found = random_network_like(network, keep, seed=seed)
    assert found == random_network_like(network, keep, seed=seed)
    other = table(found)
    assert sorted(other[other > 0]) == sorted(weights[weights > 0])
    if keep in ("firm_degree", "degree", "ties"):
        assert ((other > 0).sum(axis=1) == incidence.sum(axis=1)).all()
    if keep in ("institution_degree", "degree", "ties"):
        assert ((other > 0).sum(axis=0) == incidence.sum(axis=0)).all()
    if keep in ("firm_degree", "degree"):
        assert other.sum(axis=1).tolist() == weights.sum(axis=1).tolist()
    if keep == "institution_degree":
        assert other.sum(axis=0).tolist() == weights.sum(axis=0).tolist()
    if keep == "ties":
        assert ((other > 0) == incidence).all()
    assert found.firms.equals(network.firms)
    assert found.institutions.equals(network.institutions)
    assert found == rewire(network, seed=seed) or keep != "degree"


def test_all_tables_with_the_sums_are_met():
    start = TwoModeNetwork.from_matrix(np.eye(4))
    met = {table(rewire(start, seed=seed)).tobytes() for seed in range(300)}
    assert len(met) == 24


def test_networks_that_cannot_change_come_back():
    for incidence in ([[1, 1], [1, 1]], [[1, 1, 1]], [[1, 1], [1, 0]]):
        network = TwoModeNetwork.from_matrix(incidence)
        assert rewire(network, seed=1) == network


def test_a_projection_is_tested_through_the_network_it_comes_from():
    def clustered(network):
        return transitivity(network.project("firm"))

    found = null_test(DAVIS, clustered, replicates=60, seed=1)
    draws = [clustered(random_network_like(DAVIS, seed=1))]
    assert found.draws.iloc[0, 0] == draws[0]
    assert found.table.loc["clustered", "observed"] == clustered(DAVIS)
    # Eighteen women at fourteen large events: random ones meet as much.
    assert found.table.loc["clustered", "p_two_sided"] > 0.01
    assert found.meta.counts == {"firms": 18, "institutions": 14, "ties": 89}


def test_measures_of_two_modes_have_their_labels():
    def clustering(network):
        return two_mode_clustering(network, "firm")

    found = null_test(DAVIS, clustering, replicates=20, seed=1)
    assert found.table.index.tolist() == DAVIS.firms.index.tolist()
    fixed = null_test(
        DAVIS, lambda network: network.tie_count, replicates=5, keep="density", seed=1
    )
    assert fixed.table["sd"].item() == 0
    runs = [null_test(DAVIS, clustering, replicates=9, seed=2, threads=n).draws for n in (1, 2, 7)]
    assert all(run.equals(runs[0]) for run in runs)


def test_two_modes_have_kinds_of_their_own():
    for keep in ("dyad_census", "size", "strength"):
        with pytest.raises(InvalidInput, match="firm_degree"):
            random_network_like(DAVIS, keep)


# Parts.


def test_parts_are_those_of_pandas():
    rng = np.random.default_rng(1)
    firms = pd.DataFrame({"region": list("NNSS")}, index=list("abcd"))
    bodies = pd.DataFrame({"size": [1, 5, 9]}, index=["x", "y", "z"])
    rows = [(f, b) for f in firms.index for b in bodies.index if rng.random() < 0.6]
    ties = pd.DataFrame(rows, columns=["firm", "body"]).assign(hours=range(len(rows)))
    network = TwoModeNetwork.from_edges(
        ties, "firm", "body", weight="hours", firms=firms, institutions=bodies
    )
    found = network.subset(
        firms=lambda table: table["region"] == "N",
        institutions=pd.Series([True, False, True], list("xyz")),
    )
    kept = ties[ties["firm"].isin(["a", "b"]) & ties["body"].isin(["x", "z"])]
    assert found.to_frame().to_numpy().tolist() == kept.to_numpy().tolist()
    assert found.firms.equals(firms[:2])
    assert found.institutions.equals(bodies.loc[["x", "z"]])
    assert network.subset(institutions=["z", "y"]).institutions.index.tolist() == ["y", "z"]
    strong = network.threshold(at_least=2, at_most=4)
    assert strong.to_frame()["hours"].tolist() == [2, 3, 4]
    assert strong.firms.equals(firms)
    with pytest.raises(InvalidInput, match="no weights"):
        DAVIS.threshold(at_least=1)


def test_the_giant_component_and_isolates():
    incidence = np.zeros((5, 4))
    incidence[0, 0] = incidence[2, 1] = incidence[3, 1] = incidence[3, 2] = 1
    network = TwoModeNetwork.from_matrix(incidence, firms=list("abcde"), institutions=list("wxyz"))
    giant = network.giant_component()
    assert giant.firms.index.tolist() == ["c", "d"]
    assert giant.institutions.index.tolist() == ["x", "y"]
    assert network.without_isolates().tie_count == 4
    assert len(network.without_isolates(mode="firm").institutions) == 4
    assert len(network.without_isolates(mode="firm").firms) == 3
    assert network.without_isolates(mode="institution").institutions.index.tolist() == list("wxy")
    empty = TwoModeNetwork.from_matrix(np.zeros((2, 2)))
    for part in (empty.giant_component, empty.without_isolates):
        with pytest.raises(InvalidInput, match="no ties"):
            part()
    assert DAVIS.giant_component() == DAVIS
