"""Coreness."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, coreness, degree

from ..oracles.networks import coreness as oracle
from .strategies import matrix, networks, relabelled

DIRECTIONS = ("all", "in", "out")


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (nx.complete_graph(5), [4] * 5),
        (nx.star_graph(4), [1] * 5),
        (nx.cycle_graph(6), [2] * 6),
        (nx.balanced_tree(2, 3), [1] * 15),
        (nx.empty_graph(2), [0, 0]),
    ],
)
def test_known_networks(graph, expected):
    assert coreness(Network.from_networkx(graph)).tolist() == expected


def test_the_karate_club_has_a_core_of_ten_who_have_four_ties_each():
    found = coreness(Network.from_networkx(nx.karate_club_graph()))
    assert found[found == 4].index.tolist() == [0, 1, 2, 3, 7, 8, 13, 30, 32, 33]
    assert found.max() == 4


def test_strengths_decide_who_is_taken_away_first():
    # A strong pair beside a weak triangle: by ties the triangle is the core, by strength the pair.
    ties = [("a", "b", 9.0), ("b", "c", 1.0), ("c", "d", 1.0), ("d", "e", 1.0), ("c", "e", 1.0)]
    frame = pd.DataFrame(ties, columns=["one", "other", "hours"])
    network = Network.from_edges(frame, "one", "other", weight="hours")
    assert coreness(network).to_dict() == {"a": 1, "b": 1, "c": 2, "d": 2, "e": 2}
    assert coreness(network, strength="hours").to_dict() == {"a": 9, "b": 9, "c": 2, "d": 2, "e": 2}


@given(network=networks(), weighted=st.booleans())
def test_cores_are_what_is_left_when_the_least_are_taken_away(network, weighted):
    z = matrix(network, weighted)
    for direction in DIRECTIONS:
        found = coreness(network, direction=direction, strength="contracts" if weighted else None)
        assert found.tolist() == oracle.coreness(z, direction, network.directed).tolist()
        assert found.dtype == ("float64" if weighted else "int64")
        assert found.index.equals(network.labels)


@given(network=networks())
def test_a_node_is_tied_as_often_as_its_coreness_says_to_nodes_of_at_least_that(network):
    found = coreness(network)
    z = matrix(network, weighted=False)
    np.fill_diagonal(z, 0)
    both = z + z.T if network.directed else z
    for node, value in enumerate(found):
        assert both[node, found.to_numpy() >= value].sum() >= value
    assert (found <= degree(network)).all()


@given(network=networks())
def test_values_move_with_their_labels_and_scale_with_the_unit(network):
    other = relabelled(network)
    scaled = Network.from_matrix(
        8 * network.to_scipy(),
        labels=network.labels,
        directed=network.directed,
        weight="contracts",
    )
    for direction in DIRECTIONS:
        found = coreness(network, direction=direction, strength="contracts")
        again = coreness(other, direction=direction, strength="contracts")
        assert again[found.index].equals(found)
        again = coreness(scaled, direction=direction, strength="contracts")
        assert again.equals(8 * found)


def test_strengths_that_round_do_not_split_a_core():
    clique = 0.1 * (np.ones((7, 7)) - np.eye(7))
    found = coreness(Network.from_matrix(clique, weight="w"), strength="w")
    assert (found == found[0]).all()
    assert found[0] == pytest.approx(0.6)


@pytest.mark.parametrize("directed", [False, True])
def test_networkx_and_igraph_agree(directed):
    for seed in range(5):
        graph = nx.gnp_random_graph(60, 0.08, seed=seed, directed=directed)
        network = Network.from_networkx(graph)
        assert coreness(network).to_dict() == nx.core_number(graph)
        peer = igraph.Graph.from_networkx(graph)
        for direction in DIRECTIONS:
            assert coreness(network, direction=direction).tolist() == peer.coreness(mode=direction)


def test_bad_arguments_are_refused():
    network = Network.from_matrix([[0, 2], [2, 0]], weight="km")
    with pytest.raises(WrongType, match="`network` must be a Network"):
        coreness([[0, 1], [1, 0]])
    with pytest.raises(InvalidInput, match="`direction` must be one of 'all', 'in', 'out'"):
        coreness(network, direction="both")
    with pytest.raises(UnknownLabel, match="`strength`: the weight of this network is named 'km'"):
        coreness(network, strength="hours")
    huge = Network.from_matrix([[0, 1e308, 1e308], [1e308, 0, 0], [1e308, 0, 0]], weight="km")
    with pytest.raises(InvalidInput, match="`strength` must add up to a finite number"):
        coreness(huge, strength="km")


def test_only_self_ties_and_ties_of_no_strength_make_no_core():
    assert coreness(Network.from_matrix([[5]], weight="w"), strength="w").tolist() == [0]
    frame = pd.DataFrame({"a": ["x"], "b": ["y"], "w": [0.0]})
    network = Network.from_edges(frame, "a", "b", weight="w")
    assert coreness(network).tolist() == [1, 1]
    assert coreness(network, strength="w").tolist() == [0, 0]
