"""Modularity of given groups."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel
from weakties.networks import Network, leiden, modularity

from ..oracles.networks import communities as oracle
from .grouped import grouped, karate
from .strategies import matrix, relabelled


def test_the_split_of_the_karate_club():
    assert modularity(karate(), "club") == pytest.approx(0.358235, abs=5e-7)


def test_two_arcs_by_hand():
    # 0 → 1 within, 1 → 2 between: 1/2 less (2·1 + 0·1) / 4 = 0.
    network = Network.from_matrix([[0, 1, 0], [0, 0, 1], [0, 0, 0]], directed=True)
    assert modularity(network, pd.Series(["a", "a", "b"])) == 0
    assert modularity(network, pd.Series(["a", "a", "b"]), resolution=0.5) == 0.25


@given(given=grouped(), weighted=st.booleans(), resolution=st.sampled_from([0, 0.5, 1, 2.5]))
def test_it_follows_its_formula(given, weighted, resolution):
    network, region = given
    strength = "contracts" if weighted else None
    found = modularity(network, region, strength=strength, resolution=resolution)
    expected = oracle.modularity(matrix(network, weighted), region.tolist(), resolution)
    assert found == pytest.approx(expected, nan_ok=True)
    again = modularity(relabelled(network), region, strength=strength, resolution=resolution)
    assert again == pytest.approx(found, nan_ok=True)


@given(given=grouped(smallest=1))
def test_one_group_has_none_and_the_unit_of_strength_does_not_matter(given):
    network, region = given
    if network.tie_count:
        assert modularity(network, pd.Series(1, network.labels)) == pytest.approx(0, abs=1e-12)
    scaled = Network.from_matrix(
        network.to_scipy() * 1e3,
        labels=network.labels,
        directed=network.directed,
        weight="contracts",
    )
    assert modularity(scaled, region, strength="contracts") == pytest.approx(
        modularity(network, region, strength="contracts"), nan_ok=True
    )


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "weight"])
@pytest.mark.parametrize("resolution", [0.7, 1])
def test_networkx_and_igraph_agree_without_self_ties(directed, weight, resolution):
    rng = np.random.default_rng(1)
    for seed in range(5):
        graph = nx.gnm_random_graph(30, 90, seed=seed, directed=directed)
        for one, other in graph.edges:
            graph.edges[one, other]["weight"] = float(rng.uniform(0.1, 4))
        of = rng.integers(0, 4, 30)
        network = Network.from_networkx(graph, weight="weight")
        found = modularity(network, pd.Series(of), strength=weight, resolution=resolution)
        sets = [set(np.flatnonzero(of == group)) for group in range(4)]
        theirs = nx.community.modularity(graph, sets, weight=weight, resolution=resolution)
        assert found == pytest.approx(theirs, abs=1e-14)
        peer = igraph.Graph.from_networkx(graph)
        theirs = peer.modularity(
            of.tolist(), weights=weight, resolution=resolution, directed=directed
        )
        assert found == pytest.approx(theirs, abs=1e-14)


def test_self_ties_do_not_count_where_networkx_counts_them():
    graph = nx.Graph([(0, 1), (2, 3), (1, 2)])
    groups = pd.Series([0, 0, 1, 1])
    expected = nx.community.modularity(graph, [{0, 1}, {2, 3}])
    graph.add_edge(0, 0)
    assert modularity(Network.from_networkx(graph), groups) == pytest.approx(expected)
    assert nx.community.modularity(graph, [{0, 1}, {2, 3}]) != pytest.approx(expected)


def test_without_ties_it_is_not_defined():
    assert np.isnan(modularity(Network.from_matrix(np.eye(3)), pd.Series([0, 0, 1])))
    weightless = Network.from_matrix([[0, 0], [0, 0]], weight="w")
    assert np.isnan(modularity(weightless, pd.Series([0, 1]), strength="w"))


def test_communities_are_groups_also_of_another_network():
    network = karate()
    found = leiden(network, seed=1)
    assert modularity(network, found) == found.quality
    assert modularity(karate(), found) == found.quality


def test_bad_arguments_are_refused():
    with pytest.raises(UnknownLabel, match="`groups`: the network has no attribute 'clubs'"):
        modularity(karate(), "clubs")
    with pytest.raises(InvalidInput, match="`resolution` must be a finite number, at least 0"):
        modularity(karate(), "club", resolution=-1)


def test_groups_known_from_before_belong_to_their_own_network():
    network = Network.from_networkx(nx.karate_club_graph())
    first = modularity(network, "club")
    assert modularity(network, "club") == first
    part = network.subset(list(range(20)))
    assert modularity(part, "club") == modularity(part, part.attributes["club"]) != first
