"""Bridges, articulation points, local bridges, embeddedness and overlap."""

from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from weakties import WrongType
from weakties.networks import (
    Network,
    articulation_points,
    bridges,
    connected_components,
    embeddedness,
    local_bridges,
    overlap,
)

from .strategies import networks, relabelled

STORED = Path(__file__).parents[1] / "stored"
OF_TIES = (bridges, embeddedness, overlap)


def flat(network):
    """The network in networkx, without directions and self-ties."""
    graph = network.to_networkx().to_undirected()
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


def pairs(found):
    return {frozenset(pair) for pair in found}


# By hand.


def test_a_triangle_with_a_tail_and_a_square():
    ties = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 6), (4, 5), (5, 6)]
    frame = pd.DataFrame(ties, columns=["a", "b"])
    network = Network.from_edges(frame, "a", "b")
    assert bridges(network)[lambda found: found].index.tolist() == [(2, 3)]
    assert articulation_points(network)[lambda found: found].index.tolist() == [2, 3]
    expected = {(2, 3): np.inf, (3, 4): 3, (3, 6): 3, (4, 5): 3, (5, 6): 3}
    assert local_bridges(network).to_dict() == expected
    assert embeddedness(network).tolist() == [1, 1, 1, 0, 0, 0, 0, 0]
    assert overlap(network).tolist() == [1, 0.5, 0.5, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("size", [4, 5, 8, 31])
def test_every_tie_of_a_ring_spans_the_rest_of_it(size):
    ring = Network.from_networkx(nx.cycle_graph(size))
    assert local_bridges(ring).tolist() == [size - 1] * size
    assert not bridges(ring).any()
    assert not articulation_points(ring).any()


def test_stars_and_complete_networks():
    star = Network.from_networkx(nx.star_graph(4))
    assert bridges(star).all()
    assert articulation_points(star).tolist() == [True, False, False, False, False]
    assert np.isinf(local_bridges(star)).all()
    assert (overlap(star) == 0).all()
    complete = Network.from_networkx(nx.complete_graph(5))
    assert not bridges(complete).any()
    assert len(local_bridges(complete)) == 0
    assert (embeddedness(complete) == 3).all()
    assert (overlap(complete) == 1).all()


def test_degenerate_networks_have_nothing_to_fall_apart():
    for ties in ([[0]], [[1]], np.zeros((3, 3))):
        network = Network.from_matrix(ties)
        assert not articulation_points(network).any()
        for measure in (*OF_TIES, local_bridges):
            assert len(measure(network)) == 0
    pair = Network.from_matrix([[0, 1], [0, 0]], directed=True)
    assert overlap(pair).isna().all()
    assert np.isinf(local_bridges(pair)).all()


def test_two_opposite_ties_are_one_connection_and_two_in_igraph():
    both = Network.from_matrix([[0, 1], [1, 0]], directed=True)
    assert bridges(both).tolist() == [True, True]
    assert local_bridges(both).tolist() == [np.inf, np.inf]
    assert igraph.Graph([(0, 1), (1, 0)], directed=True).bridges() == []


# The definitions and other packages.


@given(network=networks())
def test_random_networks_agree_with_networkx(network):
    graph = flat(network)
    found = bridges(network)
    assert pairs(found.index[found]) == pairs(nx.bridges(graph))
    found = articulation_points(network)
    assert set(found.index[found]) == set(nx.articulation_points(graph))
    spans = local_bridges(network)
    expected = {frozenset((u, v)): span for u, v, span in nx.local_bridges(graph)}
    assert {frozenset(pair): span for pair, span in spans.items()} == expected
    for (one, other), count in embeddedness(network).items():
        shared = set(nx.common_neighbors(graph, one, other))
        assert count == len(shared)
        others = (set(graph[one]) | set(graph[other])) - {one, other}
        share = overlap(network)[one, other]
        assert share == (len(shared) / len(others)) if others else np.isnan(share)


def test_larger_networks_agree_with_networkx_and_igraph():
    for seed in range(4):
        graph = nx.disjoint_union(
            nx.watts_strogatz_graph(300, 4, 0.3, seed=seed), nx.gnm_random_graph(300, 310, seed)
        )
        network = Network.from_networkx(graph)
        peer = igraph.Graph(len(graph), list(graph.edges))
        found = bridges(network)
        assert pairs(found.index[found]) == pairs(peer.es[e].tuple for e in peer.bridges())
        found = articulation_points(network)
        assert set(found.index[found]) == set(peer.articulation_points())
        expected = {frozenset((u, v)): span for u, v, span in nx.local_bridges(graph)}
        assert {frozenset(p): span for p, span in local_bridges(network).items()} == expected
        counts, shares = embeddedness(network), overlap(network)
        nodes = np.array(list(graph.edges))
        alike = peer.similarity_jaccard(pairs=nodes.tolist(), loops=False)
        both = peer.degree(nodes[:, 0]) + np.array(peer.degree(nodes[:, 1]))
        for pair, jaccard, degrees in zip(nodes.tolist(), alike, both, strict=True):
            # The ends are among the contacts of each other there, and not counted here.
            shared = jaccard * degrees / (1 + jaccard)
            others = degrees - shared - 2
            assert counts[tuple(sorted(pair))] == pytest.approx(shared)
            assert shares[tuple(sorted(pair))] == pytest.approx(
                shared / others if others else np.nan, nan_ok=True
            )


def test_networkit_counts_the_same_triangles():
    ties = pd.read_csv(STORED / "network_ties.csv")
    ties = ties[ties["contracts"] > 0]
    found = embeddedness(Network.from_edges(ties, "source", "target", directed=True).symmetrized())
    stored = pd.read_csv(STORED / "networks_networkit.csv")
    stored = stored[stored["measure"] == "triangles"].set_index(["source", "target"])["value"]
    assert len(found) == len(stored)
    for pair, triangles in stored.items():
        assert found[tuple(sorted(pair))] == triangles


@given(network=networks())
def test_a_component_without_its_bridge_falls_in_two(network):
    parts = connected_components(network).nunique()
    ties = network.to_frame()
    apart = bridges(network)
    for one, other in apart.index:
        kept = ~ties.apply(lambda tie, pair=(one, other): {*tie[:2]} == {*pair}, axis=1)
        without = Network.from_edges(
            ties[kept], "source", "target", directed=network.directed, nodes=network.labels
        )
        more = connected_components(without).nunique() - parts
        assert more == apart[one, other]


@given(network=networks(directed=False))
def test_values_move_with_their_labels(network):
    again = relabelled(network)
    for measure in (*OF_TIES, local_bridges):
        one = {frozenset(pair): value for pair, value in measure(network).fillna(-1).items()}
        other = {frozenset(pair): value for pair, value in measure(again).fillna(-1).items()}
        assert one == other
    found = articulation_points(network)
    pd.testing.assert_series_equal(articulation_points(again)[found.index], found)


def test_threads_give_the_same_and_a_long_path_does_not_overflow():
    network = Network.from_networkx(nx.barabasi_albert_graph(700, 2, seed=1))
    for measure in (embeddedness, overlap, local_bridges):
        one, *others = (measure(network, threads=threads) for threads in (1, 2, 7))
        for other in others:
            pd.testing.assert_series_equal(one, other, check_exact=True)
    path = np.arange(100_000)
    long = Network.from_edges(pd.DataFrame({"a": path, "b": path + 1}), "a", "b")
    assert bridges(long).all()
    assert articulation_points(long).sum() == 99_999
    assert np.isinf(local_bridges(long)).all()


@pytest.mark.parametrize("measure", [*OF_TIES, local_bridges, articulation_points])
def test_what_is_no_network_is_refused(measure):
    with pytest.raises(WrongType, match="`network` must be a Network"):
        measure([(0, 1)])
    network = Network.from_matrix([[0, 1], [1, 0]])
    with pytest.raises(WrongType, match="`progress` must be"):
        measure(network, progress="yes")
