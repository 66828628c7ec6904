"""Betweenness."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, betweenness

from ..oracles.networks import paths as oracle
from .strategies import matrix, networks, relabelled


def lengths_of(network, weighted):
    stored = network.to_scipy().tocoo()
    lengths = [[None] * len(network) for _ in range(len(network))]
    for i, j, length in zip(stored.row, stored.col, stored.data, strict=True):
        lengths[i][j] = int(length) if weighted else 1
    return lengths


def test_networks_whose_betweenness_is_known():
    star = Network.from_networkx(nx.star_graph(5))
    assert betweenness(star).tolist() == [1, 0, 0, 0, 0, 0]
    assert betweenness(star, normalized=False)[0] == 10
    path = Network.from_networkx(nx.path_graph(5))
    assert betweenness(path, normalized=False).tolist() == [0, 3, 4, 3, 0]
    assert (betweenness(Network.from_networkx(nx.complete_graph(5))) == 0).all()
    ring = Network.from_networkx(nx.cycle_graph(4, create_using=nx.DiGraph))
    assert betweenness(ring, normalized=False).tolist() == [3] * 4
    assert betweenness(ring).tolist() == [0.5] * 4


@pytest.mark.parametrize("distance", [None, "contracts"])
@given(network=networks(smallest=1))
def test_it_follows_the_formula(network, distance):
    expected = oracle.betweenness(lengths_of(network, weighted=distance is not None))
    pairs = 1 if network.directed else 2
    found = betweenness(network, distance=distance, normalized=False)
    assert found.to_numpy() == pytest.approx(
        np.array([float(value / pairs) for value in expected]), abs=1e-12
    )


@pytest.mark.parametrize("distance", [None, "contracts"])
@given(network=networks(smallest=1))
def test_values_move_with_their_labels_and_do_not_depend_on_the_unit(network, distance):
    found = betweenness(network, distance=distance)
    again = betweenness(relabelled(network), distance=distance)
    pd.testing.assert_series_equal(again[found.index], found, atol=1e-12)
    ties = network.to_frame()
    # In tenths, sums of distances are rounded.
    ties["contracts"] /= 10
    scaled = Network.from_edges(
        ties,
        "source",
        "target",
        weight="contracts",
        directed=network.directed,
        nodes=network.labels,
    )
    pd.testing.assert_series_equal(betweenness(scaled, distance=distance), found, atol=1e-12)


@given(network=networks(smallest=1))
def test_equal_distances_are_as_good_as_none(network):
    ties = network.to_frame().assign(contracts=0.3)
    equal = Network.from_edges(
        ties,
        "source",
        "target",
        weight="contracts",
        directed=network.directed,
        nodes=network.labels,
    )
    pd.testing.assert_series_equal(
        betweenness(equal, distance="contracts"), betweenness(network), atol=1e-12
    )


@given(network=networks(directed=True, smallest=1))
def test_paths_the_other_way_pass_the_same_nodes(network):
    turned = Network.from_matrix(
        network.to_scipy().T, labels=network.labels, directed=True, weight="contracts"
    )
    for distance in (None, "contracts"):
        pd.testing.assert_series_equal(
            betweenness(turned, distance=distance),
            betweenness(network, distance=distance),
            atol=1e-12,
        )


def test_passed_nodes_add_up_to_the_steps_between_ends():
    graph = nx.connected_watts_strogatz_graph(60, 4, 0.2, seed=2)
    steps = sum(
        length - 1
        for one, lengths in nx.all_pairs_shortest_path_length(graph)
        for other, length in lengths.items()
        if one < other
    )
    found = betweenness(Network.from_networkx(graph), normalized=False)
    assert found.sum() == pytest.approx(steps)


def test_all_graphs_of_up_to_seven_nodes_agree_with_networkx():
    # Ours all in one, since no path leads from one to another.
    graphs = nx.graph_atlas_g()[1:]
    found = betweenness(Network.from_networkx(nx.disjoint_union_all(graphs)), normalized=False)
    expected = [
        value
        for graph in graphs
        for value in nx.betweenness_centrality(graph, normalized=False).values()
    ]
    assert found.to_numpy() == pytest.approx(np.array(expected), abs=1e-12)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("normalized", [False, True])
@pytest.mark.parametrize("weight", [None, "km"])
def test_random_networks_agree_with_networkx_and_igraph(directed, normalized, weight):
    rng = np.random.default_rng(3)
    for density in (0.02, 0.1, 0.5):
        graph = nx.gnp_random_graph(60, density, seed=4, directed=directed)
        for _, _, data in graph.edges(data=True):
            data["km"] = float(rng.uniform(1, 3))
        network = Network.from_networkx(graph, weight="km")
        found = betweenness(network, distance=weight, normalized=normalized)
        expected = nx.betweenness_centrality(graph, weight=weight, normalized=normalized)
        assert found.to_numpy() == pytest.approx(
            np.array([expected[node] for node in graph]), abs=1e-12
        )
        if not normalized:
            peer = igraph.Graph.from_networkx(graph)
            expected = peer.betweenness(weights=weight, directed=directed)
            assert found.to_numpy() == pytest.approx(np.array(expected), abs=1e-9)


def test_sums_that_differ_by_rounding_are_equally_short():
    ties = pd.DataFrame({"a": [0, 1, 0, 2], "b": [1, 3, 2, 3], "km": [0.1, 0.2, 0.15, 0.15]})
    network = Network.from_edges(ties, "a", "b", weight="km")
    assert betweenness(network, distance="km", normalized=False)[[1, 2]].tolist() == [0.5, 0.5]


def test_bad_arguments_are_refused():
    ties = pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"], "km": [1.0, 0.0]})
    network = Network.from_edges(ties, "a", "b", weight="km")
    with pytest.raises(WrongType, match="`network` must be a Network"):
        betweenness(ties)
    with pytest.raises(UnknownLabel, match="`distance`: the weight of this network is named 'km'"):
        betweenness(network, distance="weight")
    with pytest.raises(InvalidInput, match=r"`distance` must be greater than 0 .*'y' and 'z'"):
        betweenness(network, distance="km")
    with pytest.raises(WrongType, match="`normalized` must be True or False"):
        betweenness(network, normalized=1)
    with pytest.raises(InvalidInput, match="`threads` must be"):
        betweenness(network, threads=-1)
    huge = Network.from_edges(ties.assign(km=1.7e308), "a", "b", weight="km")
    with pytest.raises(InvalidInput, match="`distance` must add up to a finite number"):
        betweenness(huge, distance="km")


def test_more_paths_than_can_be_counted_are_refused():
    corners = np.arange(0, 3300, 3)
    ties = [
        (start + i, start + j) for start in corners for i, j in ((0, 1), (0, 2), (1, 3), (2, 3))
    ]
    chain = Network.from_edges(pd.DataFrame(ties, columns=["a", "b"]), "a", "b")
    with pytest.raises(InvalidInput, match="more than 1e308 shortest paths"):
        betweenness(chain)


@pytest.mark.parametrize("normalized", [False, True])
def test_small_networks_and_nodes_without_ties_have_zeros(normalized):
    for nodes in (["x"], ["x", "y"], ["x", "y", "z"]):
        ties = pd.DataFrame({"a": ["x"], "b": [nodes[-1]]})
        network = Network.from_edges(ties, "a", "b", nodes=nodes)
        assert betweenness(network, normalized=normalized).tolist() == [0.0] * len(nodes)


def test_self_ties_are_on_no_path():
    ties = pd.DataFrame({"a": [0, 1, 1], "b": [1, 2, 1]})
    with_one = Network.from_edges(ties, "a", "b")
    assert betweenness(with_one).tolist() == [0, 1, 0]
    assert matrix(with_one)[1, 1] == 1


@pytest.mark.parametrize("distance", [None, "km"])
def test_threads_give_equal_bits(distance):
    graph = nx.barabasi_albert_graph(700, 3, seed=1)
    ties = pd.DataFrame(graph.edges, columns=["a", "b"])
    ties["km"] = np.random.default_rng(1).uniform(0.1, 3, len(ties))
    network = Network.from_edges(ties, "a", "b", weight="km")
    one, *others = (
        betweenness(network, distance=distance, threads=threads).to_numpy().tobytes()
        for threads in (1, 2, 7)
    )
    assert others == [one, one]
