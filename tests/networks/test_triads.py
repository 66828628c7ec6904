"""The triad census."""

import time
from math import comb

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from weakties import InvalidInput, WrongType
from weakties.networks import Network, dyad_census, transitivity, triad_census, triangles

from .strategies import matrix, networks, relabelled

ARROWS = {
    "012": [(0, 1)],
    "102": [(0, 1), (1, 0)],
    "021D": [(1, 0), (1, 2)],
    "021U": [(0, 1), (2, 1)],
    "021C": [(0, 1), (1, 2)],
    "111D": [(0, 1), (1, 0), (2, 1)],
    "111U": [(0, 1), (1, 0), (1, 2)],
    "030T": [(0, 1), (1, 2), (0, 2)],
    "030C": [(0, 1), (1, 2), (2, 0)],
    "201": [(0, 1), (1, 0), (1, 2), (2, 1)],
    "120D": [(1, 0), (1, 2), (0, 2), (2, 0)],
    "120U": [(0, 1), (2, 1), (0, 2), (2, 0)],
    "120C": [(0, 1), (1, 2), (0, 2), (2, 0)],
    "210": [(0, 1), (1, 0), (1, 2), (2, 1), (0, 2)],
    "300": [(0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)],
}


@pytest.mark.parametrize("kind", ARROWS)
def test_each_type_as_it_is_drawn(kind):
    ties = pd.DataFrame(ARROWS[kind], columns=["a", "b"])
    network = Network.from_edges(ties, "a", "b", directed=True, nodes=[0, 1, 2])
    census = triad_census(network)
    assert census[census > 0].to_dict() == {kind: 1}
    assert nx.triadic_census(network.to_networkx())[kind] == 1


@given(network=networks(directed=True, most=10))
def test_networkx_agrees_and_counts_add_up(network):
    graph = network.to_networkx()
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    found = triad_census(network)
    if len(network) > 2:
        assert found.to_dict() == nx.triadic_census(graph)
    assert found.sum() == comb(len(network), 3)
    assert triad_census(relabelled(network)).equals(found)
    # Each pair is in a triad with every other node.
    for place, kind in enumerate(("mutual", "asymmetric", "null")):
        pairs = sum(int(name[place]) * count for name, count in found.items())
        assert pairs == dyad_census(network)[kind] * max(len(network) - 2, 0)


@given(network=networks(directed=True, most=10))
def test_reversing_all_ties_swaps_up_and_down(network):
    back = Network.from_matrix(network.to_scipy().T, directed=True, weight="contracts")
    swap = {"D": "U", "U": "D"}
    turned = triad_census(network).rename(lambda name: name[:3] + swap.get(name[3:], name[3:]))
    assert triad_census(back).to_dict() == turned.to_dict()


@given(network=networks(directed=False, most=10))
def test_without_directions_there_are_four_types(network):
    found = triad_census(network)
    assert found.index.tolist() == ["003", "102", "201", "300"]
    assert found.sum() == comb(len(network), 3)
    assert found["300"] == triangles(network).sum() // 3
    closed = 3 * found["300"] + found["201"]
    if closed:
        assert transitivity(network) == 3 * found["300"] / closed
    both = Network.from_matrix(
        network.to_scipy(), labels=network.labels, directed=True, weight="contracts"
    )
    assert triad_census(both)[found.index].equals(found)


@given(network=networks(directed=True))
def test_with_directions_transitivity_counts_triples(network):
    tied = matrix(network, weighted=False)
    np.fill_diagonal(tied, 0)
    paths = tied @ tied
    np.fill_diagonal(paths, 0)
    expected = (paths * tied).sum() / paths.sum() if paths.any() else np.nan
    assert transitivity(network) == pytest.approx(expected, nan_ok=True, rel=1e-12)


def test_igraph_agrees():
    for seed in range(5):
        graph = nx.gnp_random_graph(40, 0.1, seed=seed, directed=True)
        expected = igraph.Graph.from_networkx(graph).triad_census()
        found = triad_census(Network.from_networkx(graph))
        names = ("t" + found.index).tolist()
        assert found.tolist() == [getattr(expected, name) for name in names]


def test_bad_arguments_are_refused():
    with pytest.raises(WrongType, match="`network` must be a Network"):
        triad_census([[0, 1], [1, 0]])
    network = Network.from_matrix([[0, 1], [1, 0]])
    with pytest.raises(InvalidInput, match="`threads` must be"):
        triad_census(network, threads=0)
    with pytest.raises(WrongType, match="`progress` must be"):
        triad_census(network, progress="yes")


@pytest.mark.parametrize("size", [1, 2, 3])
def test_networks_without_ties(size):
    census = triad_census(Network.from_matrix(np.eye(size), directed=True))
    assert census.sum() == census["003"] == (size == 3)


def test_four_million_nodes_have_more_triads_than_64_bits_hold():
    frame = pd.DataFrame({"a": [0], "b": [1]})
    network = Network.from_edges(frame, "a", "b", directed=True, nodes=range(4_000_000))
    found = triad_census(network)
    assert found["012"] == 3_999_998
    assert found["003"] == comb(4_000_000, 3) - 3_999_998


def test_a_hub_of_a_hundred_thousand_leaves_takes_no_quadratic_time():
    leaves = np.arange(2, 100_002)
    frame = pd.concat([pd.DataFrame({"a": hub, "b": leaves}) for hub in (0, 1)])
    network = Network.from_edges(frame, "a", "b", directed=True)
    started = time.process_time()
    found = triad_census(network)
    assert time.process_time() - started < 3
    assert found["021U"] == 100_000
    assert found["021D"] == 2 * comb(100_000, 2)


def test_threads_give_equal_counts():
    network = Network.from_networkx(nx.gnp_random_graph(3000, 0.005, seed=1, directed=True))
    one, two, seven = (triad_census(network, threads=n) for n in (1, 2, 7))
    assert one.equals(two)
    assert one.equals(seven)
