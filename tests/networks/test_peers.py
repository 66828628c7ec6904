"""Rows of the documentation's table of differences: red when another package changes its mind.

Those on structural holes are in test_holes and test_easygraph, that on two-mode closeness in
test_bipartite, those on R's sna in test_r.
"""

from inspect import signature

import igraph
import networkx as nx
import numpy as np
import pytest
import rustworkx

from weakties.networks import (
    Network,
    betweenness,
    closeness,
    clustering,
    edge_betweenness,
    effective_size,
    leiden,
    pagerank,
)

CLUB = nx.karate_club_graph()
CLUB_TIES = Network.from_networkx(CLUB, weight="weight")


def test_networkx_reads_the_weight_in_pagerank_and_not_in_betweenness_and_constraint():
    assert nx.pagerank(CLUB)[0] == pytest.approx(0.0885, abs=5e-5)
    assert pagerank(CLUB_TIES)[0] == pytest.approx(0.0970, abs=5e-5)
    assert igraph.Graph.from_networkx(CLUB).pagerank()[0] == pytest.approx(0.0970, abs=5e-5)
    for measure in (nx.betweenness_centrality, nx.constraint):
        assert measure(CLUB) == measure(CLUB, weight=None)


def test_igraph_finds_single_nodes_where_leiden_has_no_options():
    peer = igraph.Graph.from_networkx(CLUB)
    assert len(peer.community_leiden()) == 34
    assert len(peer.community_leiden(objective_function="modularity")) == 4
    assert leiden(CLUB_TIES, seed=1).membership.nunique() == 4


def test_networkx_has_closeness_along_paths_to_a_node():
    chain = nx.DiGraph([("a", "b"), ("b", "c"), ("b", "d")])
    ours = closeness(Network.from_networkx(chain))
    assert nx.closeness_centrality(chain)["a"] == 0 < ours["a"]
    assert nx.closeness_centrality(chain.reverse()) == pytest.approx(ours.to_dict())


def test_networkx_has_0_for_the_clustering_of_a_node_with_one_contact():
    tail = nx.Graph([(0, 1), (1, 2), (0, 2), (2, 3)])
    assert nx.clustering(tail)[3] == 0
    assert np.isnan(clustering(Network.from_networkx(tail))[3])


def test_networkx_and_igraph_weigh_clustering_each_in_its_way():
    graph = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, 3), (1, 2, 2), (0, 2, 1), (2, 3, 5)])
    ties = Network.from_networkx(graph, weight="weight")
    of = {
        name: clustering(ties, strength="weight", method=name, undefined="zero").to_dict()
        for name in ("onnela", "barrat")
    }
    assert of["onnela"][2] != pytest.approx(of["barrat"][2])
    assert nx.clustering(graph, weight="weight") == pytest.approx(of["onnela"])
    theirs = igraph.Graph.from_networkx(graph).transitivity_local_undirected(
        weights="weight", mode="zero"
    )
    assert theirs == pytest.approx(list(of["barrat"].values()))


def test_networkx_has_another_effective_size_with_directions_unless_nodes_are_named():
    graph = nx.DiGraph([(0, 1), (1, 0), (1, 2), (2, 0), (2, 3)])
    ours = effective_size(Network.from_networkx(graph))
    assert nx.effective_size(graph)[0] == pytest.approx(1.3333, abs=5e-5)
    named = nx.effective_size(graph, nodes=list(graph))
    assert [named[node] for node in (0, 1, 2)] == pytest.approx(ours[[0, 1, 2]].tolist())
    assert np.isnan(named[3])
    assert ours[3] == 1


def test_rustworkx_has_the_same_betweenness_and_none_by_distance():
    graph = rustworkx.networkx_converter(CLUB)
    found = rustworkx.betweenness_centrality(graph)
    assert betweenness(CLUB_TIES).tolist() == pytest.approx([found[node] for node in CLUB])
    of_ties = rustworkx.edge_betweenness_centrality(graph)
    ends = [frozenset(graph.get_edge_endpoints_by_index(tie)) for tie in of_ties]
    expected = dict(zip(ends, of_ties.values(), strict=True))
    for pair, value in edge_betweenness(CLUB_TIES).items():
        assert value == pytest.approx(expected[frozenset(pair)])
    # Nothing by which a weight could be named.
    for measure in (rustworkx.betweenness_centrality, rustworkx.edge_betweenness_centrality):
        assert set(signature(measure).parameters) <= {
            "graph",
            "normalized",
            "endpoints",
            "parallel_threshold",
        }
