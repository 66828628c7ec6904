"""Everett and Valente's bridging, bridging coefficient and bridging centrality."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    Network,
    betweenness,
    bridging,
    bridging_centrality,
    bridging_coefficient,
)

from .strategies import networks, relabelled


def plain(network):
    graph = network.to_networkx()
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


def test_a_path_of_four_by_hand():
    for directed in (False, True):
        graph = nx.path_graph(4, create_using=nx.DiGraph if directed else nx.Graph)
        network = Network.from_networkx(graph)
        assert bridging(network).tolist() == [0, 3.5, 3.5, 0]
        assert bridging_coefficient(network).tolist() == pytest.approx([2, 1 / 3, 1 / 3, 2])
        found = bridging_centrality(network, normalized=False)
        assert found.tolist() == pytest.approx([0, 2 / 3, 2 / 3, 0])


def test_a_star_a_complete_network_and_isolates():
    star = Network.from_networkx(nx.star_graph(4))
    # 6 pairs of leaves, twice, and the 4 leaves themselves, over 4 ties.
    assert bridging(star).tolist() == [4, 0, 0, 0, 0]
    complete = Network.from_networkx(nx.complete_graph(5))
    assert bridging(complete).tolist() == [1] * 5
    assert bridging_coefficient(complete).tolist() == pytest.approx([1 / 4] * 5)
    assert bridging_centrality(complete).tolist() == [0] * 5
    alone = Network.from_matrix(np.diag([1, 0, 0]))
    assert bridging(alone).tolist() == [0, 0, 0]
    assert bridging_coefficient(alone).isna().all()
    assert bridging_centrality(alone).tolist() == [0, 0, 0]


@given(network=networks(directed=False, smallest=1))
def test_bridging_is_the_mean_betweenness_of_the_ties(network):
    graph = plain(network)
    for distance in (None, "contracts"):
        of_ties = nx.edge_betweenness_centrality(graph, normalized=False, weight=distance)
        found = bridging(network, distance=distance)
        for node in graph:
            own = [value for tie, value in of_ties.items() if node in tie]
            assert found[node] == pytest.approx(np.mean(own) if len(own) > 1 else 0)


@given(network=networks(directed=True))
def test_along_directions_it_is_the_mean_of_both_kinds_of_ties(network):
    graph = plain(network)
    of_ties = nx.edge_betweenness_centrality(graph, normalized=False)
    between = betweenness(network)
    found = bridging(network)
    for node in graph:
        arriving = [of_ties[tie] for tie in graph.in_edges(node)]
        leaving = [of_ties[tie] for tie in graph.out_edges(node)]
        expected = (np.mean(arriving) + np.mean(leaving)) / 2 if between[node] > 0 else 0
        assert found[node] == pytest.approx(expected)


@given(network=networks(smallest=1))
def test_coefficient_and_centrality_follow_their_formulas(network):
    graph = plain(network).to_undirected()
    found = bridging_coefficient(network)
    for node in graph:
        around = sum(1 / graph.degree(other) for other in graph[node])
        expected = 1 / graph.degree(node) / around if around else np.nan
        assert found[node] == pytest.approx(expected, nan_ok=True)
    for options, theirs in (
        ({}, {}),
        ({"normalized": False}, {"normalized": False}),
        ({"distance": "contracts"}, {"weight": "contracts"}),
    ):
        between = nx.betweenness_centrality(network.to_networkx(), **theirs)
        expected = (pd.Series(between) * found).fillna(0)
        centrality = bridging_centrality(network, **options)
        assert centrality.to_dict() == pytest.approx(expected.to_dict())


@given(network=networks(smallest=1))
def test_values_move_with_their_labels(network):
    again = relabelled(network)
    for measure in (bridging, bridging_coefficient, bridging_centrality):
        found = measure(network)
        pd.testing.assert_series_equal(measure(again)[found.index], found)


def test_threads_give_equal_bits():
    graph = nx.gnp_random_graph(150, 0.03, seed=1, directed=True)
    network = Network.from_networkx(graph)
    for measure in (bridging, bridging_centrality):
        one, *others = (measure(network, threads=t).to_numpy().tobytes() for t in (1, 2, 7))
        assert others == [one, one]


@pytest.mark.parametrize("measure", [bridging, bridging_centrality])
def test_bad_arguments_are_refused(measure):
    frame = pd.DataFrame({"a": [0, 1], "b": [1, 2], "w": [1.0, 0.0]})
    network = Network.from_edges(frame, "a", "b", weight="w")
    with pytest.raises(WrongType, match="`network` must be a Network"):
        measure(frame)
    with pytest.raises(UnknownLabel, match="`distance`: the weight"):
        measure(network, distance="km")
    with pytest.raises(InvalidInput, match="`distance` must be greater than 0"):
        measure(network, distance="w")
