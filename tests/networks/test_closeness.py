"""Closeness and harmonic closeness."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, closeness, harmonic

from ..oracles.networks import paths as oracle
from .strategies import networks, relabelled

measures = pytest.mark.parametrize("measure", [closeness, harmonic])
lengths = pytest.mark.parametrize("distance", [None, "contracts"])
directions = pytest.mark.parametrize("direction", ["out", "in", "all"])


def test_the_families_of_florence_come_out_as_published():
    # Wasserman and Faust (1994), table 5.1, of the marriages without the isolate.
    found = closeness(Network.from_networkx(nx.florentine_families_graph()))
    expected = {"Medici": 0.560, "Ridolfi": 0.500, "Albizzi": 0.483, "Tornabuoni": 0.483}
    assert found[list(expected)].round(3).to_dict() == expected


@pytest.mark.parametrize("leaves", [1, 2, 9])
def test_a_star_by_hand(leaves):
    star = Network.from_networkx(nx.star_graph(leaves))
    away = 1 + 2 * (leaves - 1)
    assert closeness(star).to_numpy() == pytest.approx([1.0] + leaves * [leaves / away])
    mean = (1 + (leaves - 1) / 2) / leaves
    assert harmonic(star).to_numpy() == pytest.approx([1.0] + leaves * [mean])


@given(
    network=networks(smallest=1),
    distance=st.sampled_from([None, "contracts"]),
    direction=st.sampled_from(["out", "in", "all"]),
)
def test_they_follow_their_formulas(network, distance, direction):
    ties = oracle.in_direction(network, distance is not None, direction)
    for improved in (False, True):
        for normalized in (False, True):
            found = closeness(
                network,
                distance=distance,
                direction=direction,
                improved=improved,
                normalized=normalized,
            )
            expected = oracle.closeness(ties, improved, normalized)
            assert found.to_numpy() == pytest.approx(expected)
    expected = oracle.harmonic(ties)
    found = harmonic(network, distance=distance, direction=direction, normalized=False)
    assert found.to_numpy() == pytest.approx(expected)
    found = harmonic(network, distance=distance, direction=direction)
    assert found.to_numpy() == pytest.approx(expected / max(len(network) - 1, 1))


@measures
@given(network=networks(smallest=1), distance=st.sampled_from([None, "contracts"]))
def test_values_move_with_their_labels(network, measure, distance):
    found = measure(network, distance=distance)
    again = measure(relabelled(network), distance=distance)
    pd.testing.assert_series_equal(again[found.index], found, atol=1e-12)


@measures
@given(network=networks(smallest=1))
def test_twice_the_distance_is_half_the_value(network, measure):
    twice = Network.from_matrix(
        network.to_scipy() * 2,
        labels=network.labels,
        directed=network.directed,
        weight="contracts",
    )
    pd.testing.assert_series_equal(
        measure(twice, distance="contracts"), measure(network, distance="contracts") / 2
    )


def random_graph(seed, directed):
    rng = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(70, [0.01, 0.04, 0.3][seed % 3], seed=seed, directed=directed)
    for _, _, data in graph.edges(data=True):
        data["km"] = float(rng.uniform(1, 3))
    return graph


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "km"])
def test_random_networks_agree_with_networkx(directed, weight):
    for seed in range(6):
        graph = random_graph(seed, directed)
        network = Network.from_networkx(graph, weight="km")
        for improved in (False, True):
            expected = nx.closeness_centrality(graph, distance=weight, wf_improved=improved)
            found = closeness(network, distance=weight, direction="in", improved=improved)
            assert found.to_dict() == pytest.approx(expected)
        expected = nx.harmonic_centrality(graph, distance=weight)
        found = harmonic(network, distance=weight, direction="in", normalized=False)
        assert found.to_dict() == pytest.approx(expected)


@directions
@pytest.mark.parametrize("weight", [None, "km"])
def test_random_networks_agree_with_igraph(direction, weight):
    for seed in range(6):
        graph = random_graph(seed, directed=True)
        network = Network.from_networkx(graph, weight="km")
        peer = igraph.Graph.from_networkx(graph)
        for normalized in (False, True):
            options = {"mode": direction, "weights": weight, "normalized": normalized}
            found = closeness(
                network,
                distance=weight,
                direction=direction,
                improved=False,
                normalized=normalized,
            )
            expected = np.nan_to_num(peer.closeness(**options))
            assert found.to_numpy() == pytest.approx(expected)
            found = harmonic(network, distance=weight, direction=direction, normalized=normalized)
            assert found.to_numpy() == pytest.approx(peer.harmonic_centrality(**options))


def test_a_large_sparse_network_agrees_with_igraph():
    # More nodes than are walked from at once, in several components.
    graph = nx.gnm_random_graph(1500, 1800, seed=1)
    network, peer = Network.from_networkx(graph), igraph.Graph(1500, list(graph.edges))
    expected = np.nan_to_num(peer.closeness())
    assert closeness(network, improved=False).to_numpy() == pytest.approx(expected)
    assert harmonic(network).to_numpy() == pytest.approx(peer.harmonic_centrality())


@measures
def test_bad_arguments_are_refused(measure):
    ties = pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"], "km": [1.0, 0.0]})
    network = Network.from_edges(ties, "a", "b", weight="km")
    with pytest.raises(WrongType, match="`network` must be a Network"):
        measure(ties)
    with pytest.raises(UnknownLabel, match="`distance`: the weight of this network is named 'km'"):
        measure(network, distance="weight")
    with pytest.raises(InvalidInput, match=r"`distance` must be greater than 0 .*'y' and 'z'"):
        measure(network, distance="km")
    with pytest.raises(InvalidInput, match="`direction` must be one of 'out', 'in', 'all'"):
        measure(network, direction="both")
    with pytest.raises(WrongType, match="`normalized` must be True or False"):
        measure(network, normalized=1)
    huge = Network.from_edges(ties.assign(km=1.7e308), "a", "b", weight="km")
    with pytest.raises(InvalidInput, match="`distance` must add up to a finite number"):
        measure(huge, distance="km")


@measures
@lengths
def test_nodes_that_reach_nobody_have_zeros(measure, distance):
    one = pd.DataFrame({"a": ["x"], "b": ["x"], "contracts": [2.0]})
    for nodes in (["x"], ["x", "y", "z"]):
        network = Network.from_edges(one, "a", "b", weight="contracts", nodes=nodes)
        assert measure(network, distance=distance).tolist() == [0.0] * len(nodes)


def test_small_components_are_near_only_to_their_own():
    ties = pd.DataFrame({"a": [0, 2, 3, 4], "b": [1, 3, 4, 5]})
    network = Network.from_edges(ties, "a", "b")
    assert closeness(network, improved=False)[0] == 1
    assert closeness(network)[0] == 0.2 < closeness(network)[3]


@measures
@lengths
def test_threads_give_equal_bits(measure, distance):
    graph = nx.barabasi_albert_graph(1200, 3, seed=1)
    ties = pd.DataFrame(graph.edges, columns=["a", "b"])
    ties["contracts"] = np.random.default_rng(1).uniform(0.1, 3, len(ties))
    network = Network.from_edges(ties, "a", "b", weight="contracts", directed=True)
    one, *others = (
        measure(network, distance=distance, threads=threads).to_numpy().tobytes()
        for threads in (1, 2, 7)
    )
    assert others == [one, one]
