"""Density, reciprocity, the dyad census and the rich club."""

from math import comb, isnan

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from weakties import InvalidInput, WrongType
from weakties.networks import (
    Network,
    average_degree,
    degree,
    density,
    dyad_census,
    node_reciprocity,
    reciprocity,
    rich_club,
)

from ..oracles.networks import cohesion as oracle
from .strategies import matrix, networks, relabelled

MEASURES = ("arcs", "tied-pairs", "pairs", "correlation")


def test_sampsons_kind_of_example_by_hand():
    # Four nodes: a pair both ways, two arcs one way, three pairs untied.
    network = Network.from_matrix([[0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]])
    assert dyad_census(network).to_dict() == {"mutual": 1, "asymmetric": 2, "null": 3}
    assert density(network) == 4 / 12
    assert average_degree(network) == 2
    assert average_degree(network, direction="in") == 1
    found = [reciprocity(network, measure=measure) for measure in MEASURES]
    assert found == pytest.approx([1 / 2, 1 / 3, 4 / 6, (1 / 2 - 1 / 3) / (1 - 1 / 3)])
    assert node_reciprocity(network).tolist()[:2] == pytest.approx([2 / 3, 1])


@given(network=networks())
def test_pairs_counted_one_by_one(network):
    z = matrix(network, weighted=False)
    mutual, asymmetric, null = expected = oracle.dyad_census(z)
    assert dyad_census(network).tolist() == expected
    assert sum(expected) == comb(len(network), 2)
    assert node_reciprocity(network).to_numpy() == pytest.approx(
        np.array(oracle.node_reciprocity(z)), nan_ok=True
    )
    a = oracle.tied(z)
    pairs = len(a) * (len(a) - 1)
    assert density(network) == pytest.approx(a.sum() / pairs if pairs else np.nan, nan_ok=True)
    assert average_degree(network) == pytest.approx(degree(network).mean())
    if a.any():
        assert reciprocity(network) == pytest.approx((a & a.T).sum() / a.sum())
        assert reciprocity(network, measure="tied-pairs") == mutual / (mutual + asymmetric)
    else:
        assert isnan(reciprocity(network))
    if pairs and 0 < a.sum() < pairs:
        kept = ~np.eye(len(a), dtype=bool)
        d, r = a[kept].mean(), reciprocity(network)
        assert reciprocity(network, measure="correlation") == pytest.approx((r - d) / (1 - d))
        assert reciprocity(network, measure="correlation") == pytest.approx(
            np.corrcoef(a[kept], a.T[kept])[0, 1]
        )
    if pairs:
        assert reciprocity(network, measure="pairs") == 2 * (mutual + null) / pairs


@given(network=networks())
def test_the_rich_are_those_with_more_ties(network):
    z, other = matrix(network, weighted=False), relabelled(network)
    for direction in ("all", "in", "out"):
        found = rich_club(network, direction=direction)
        degrees = degree(network, direction=direction).tolist()
        assert found.tolist() == pytest.approx(oracle.rich_club(z, degrees))
        assert found.index.name == "degree"
        assert rich_club(other, direction=direction).equals(found)


@given(network=networks(directed=True, smallest=1))
def test_reversing_all_ties_changes_nothing(network):
    back = Network.from_matrix(matrix(network).T, directed=True, weight="contracts")
    assert dyad_census(back).equals(dyad_census(network))
    assert node_reciprocity(back).to_numpy() == pytest.approx(
        node_reciprocity(network).to_numpy(), nan_ok=True
    )
    for measure in (density, reciprocity, average_degree):
        assert measure(back) == pytest.approx(measure(network), nan_ok=True)


def test_networkx_agrees():
    for seed in range(5):
        graph = nx.gnp_random_graph(30, 0.15, seed=seed, directed=True)
        network = Network.from_networkx(graph)
        assert density(network) == pytest.approx(nx.density(graph), rel=1e-15)
        assert reciprocity(network) == nx.overall_reciprocity(graph)
        theirs = nx.reciprocity(graph, graph.nodes)
        assert node_reciprocity(network).to_dict() == theirs
        both = graph.to_undirected()
        assert density(Network.from_networkx(both)) == pytest.approx(nx.density(both), rel=1e-15)
        expected = nx.rich_club_coefficient(both, normalized=False)
        assert rich_club(Network.from_networkx(both)).to_dict() == expected


def test_igraph_agrees():
    graph = nx.gnp_random_graph(40, 0.1, seed=1, directed=True)
    network, peer = Network.from_networkx(graph), igraph.Graph.from_networkx(graph)
    assert tuple(dyad_census(network)) == tuple(peer.dyad_census())
    assert reciprocity(network) == pytest.approx(peer.reciprocity())
    assert reciprocity(network, measure="tied-pairs") == pytest.approx(
        peer.reciprocity(mode="ratio")
    )
    assert density(network) == pytest.approx(peer.density())
    for direction in ("all", "in", "out"):
        expected = igraph.mean(peer.degree(mode=direction))
        assert average_degree(network, direction=direction) == pytest.approx(expected)


def test_self_ties_count_nowhere():
    alone = Network.from_matrix([[1, 1], [0, 1]], directed=True)
    assert density(alone) == 0.5
    assert dyad_census(alone).tolist() == [0, 1, 0]
    assert node_reciprocity(alone).tolist() == [0, 0]


@pytest.mark.parametrize("size", [1, 2, 4])
def test_networks_without_ties(size):
    network = Network.from_matrix(np.zeros((size, size)), directed=True)
    assert density(network) == 0 if size > 1 else isnan(density(network))
    assert average_degree(network) == 0
    assert all(isnan(reciprocity(network, measure=name)) for name in ("arcs", "correlation"))
    assert rich_club(network).empty
    assert node_reciprocity(network).isna().all()


def test_a_clique_is_dense_and_has_no_correlation():
    clique = Network.from_networkx(nx.complete_graph(4, nx.DiGraph))
    assert density(clique) == 1
    assert reciprocity(clique) == 1
    assert isnan(reciprocity(clique, measure="correlation"))
    assert rich_club(clique).tolist() == [1.0] * 6


def test_bad_arguments_are_refused():
    network = Network.from_matrix([[0, 1], [1, 0]])
    for measure in (density, average_degree, dyad_census, reciprocity, node_reciprocity, rich_club):
        with pytest.raises(WrongType, match="`network` must be a Network"):
            measure([[0, 1], [1, 0]])
    with pytest.raises(InvalidInput, match="`measure` must be one of 'arcs', 'tied-pairs'"):
        reciprocity(network, measure="arc")
    for measure in (average_degree, rich_club):
        with pytest.raises(InvalidInput, match="`direction` must be one of"):
            measure(network, direction="both")
