"""Centralization by degree, closeness, betweenness and eigenvector centrality."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from weakties import InvalidInput
from weakties.networks import Network, centralization

from .strategies import networks, relabelled

MEASURES = ("degree", "closeness", "betweenness", "eigenvector")
CLUB = Network.from_networkx(nx.karate_club_graph())


@pytest.mark.parametrize("nodes", [3, 4, 9])
def test_a_star_is_as_central_as_can_be_and_a_ring_not_at_all(nodes):
    star = Network.from_networkx(nx.star_graph(nodes - 1))
    ring = Network.from_networkx(nx.cycle_graph(nodes))
    for measure in MEASURES[:3]:
        assert centralization(star, measure) == pytest.approx(1)
    others = nodes - 1
    expected = (others - np.sqrt(others)) / (nodes - 2)
    assert centralization(star, "eigenvector") == pytest.approx(expected)
    for measure in MEASURES:
        assert centralization(ring, measure) == pytest.approx(0, abs=1e-9)
    both_ways = Network.from_networkx(nx.DiGraph(nx.star_graph(others)))
    assert centralization(both_ways) == centralization(both_ways, "betweenness") == 1
    outward = Network.from_networkx(nx.DiGraph([(0, i) for i in range(1, nodes)]))
    assert centralization(outward, direction="out") == 1
    assert centralization(outward, direction="in") == pytest.approx(1 / others**2)


def test_the_club_has_the_values_of_every_textbook_program():
    # UCINET and R's igraph print these for Zachary's club.
    found = [centralization(CLUB, measure) for measure in MEASURES]
    assert found[:3] == pytest.approx([0.3996212, 0.2981949, 0.4055573], abs=1e-6)
    x = nx.eigenvector_centrality_numpy(nx.karate_club_graph(), weight=None)
    values = np.array(list(x.values()))
    assert found[3] == pytest.approx((1 - values / values.max()).sum() / 32)


@given(network=networks(most=7))
def test_it_follows_its_definition_and_does_not_depend_on_the_order_of_the_nodes(network):
    graph = network.to_networkx()
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    n = len(graph)
    values = np.array([d for _, d in graph.degree()])
    most = (n - 1) * (n - 2) * (2 if network.directed else 1)
    found = centralization(network)
    assert found == pytest.approx(
        (values.max() - values).sum() / most if most else np.nan, nan_ok=True
    )
    assert np.isnan(found) or 0 <= found <= 1
    assert centralization(relabelled(network)) == pytest.approx(found, nan_ok=True)
    passed = centralization(network, "betweenness")
    if n > 2:
        values = np.array(list(nx.betweenness_centrality(graph).values()))
        assert passed == pytest.approx((values.max() - values).sum() / (n - 1))
    else:
        assert np.isnan(passed)


def test_what_is_not_defined():
    two = Network.from_networkx(nx.disjoint_union(nx.path_graph(3), nx.path_graph(2)))
    assert np.isnan(centralization(two, "closeness"))
    for measure in MEASURES:
        assert np.isnan(centralization(Network.from_networkx(nx.path_graph(2)), measure))
    for measure in ("closeness", "eigenvector"):
        with pytest.raises(InvalidInput, match="symmetrized"):
            centralization(Network.from_networkx(nx.DiGraph([(0, 1), (1, 2)])), measure)
    assert centralization(Network.from_networkx(nx.DiGraph([(0, 1)])), direction="in") == 1
    assert np.isnan(centralization(Network.from_matrix([[0]])))
