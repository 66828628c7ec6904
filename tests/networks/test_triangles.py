"""Triangles and squares."""

import time

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from weakties import InvalidInput, WrongType
from weakties.networks import Network, clustering, degree, square_clustering, triangles

from .strategies import matrix, networks, relabelled

measures = pytest.mark.parametrize("measure", [triangles, square_clustering])


def undirected(network):
    """The graph of networkx in which two nodes are tied if either has a tie to the other."""
    graph = network.to_networkx().to_undirected()
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


def test_known_networks():
    assert triangles(Network.from_networkx(nx.complete_graph(5))).tolist() == [6] * 5
    club = triangles(Network.from_networkx(nx.karate_club_graph()))
    assert club.sum() == 3 * 45
    assert club[[0, 33]].tolist() == [18, 15]
    complete = Network.from_networkx(nx.complete_bipartite_graph(3, 4))
    assert square_clustering(complete).tolist() == [1] * 7
    assert square_clustering(Network.from_networkx(nx.path_graph(4))).tolist()[1:3] == [0, 0]
    star = square_clustering(Network.from_networkx(nx.star_graph(3)))
    assert star.isna().all()


@given(network=networks())
def test_triangles_are_closed_walks_of_three_ties(network):
    z = matrix(network, weighted=False)
    a = ((z + z.T) > 0).astype(int)
    np.fill_diagonal(a, 0)
    assert triangles(network).tolist() == (np.diag(a @ a @ a) // 2).tolist()


@given(network=networks(most=10))
def test_networkx_agrees(network):
    graph = undirected(network)
    assert triangles(network).to_dict() == nx.triangles(graph)
    assert square_clustering(network, undefined="zero").to_dict() == nx.square_clustering(graph)


def test_networkx_agrees_on_larger_networks():
    for graph in (
        nx.barabasi_albert_graph(300, 5, seed=1),
        nx.davis_southern_women_graph(),
        nx.karate_club_graph(),
        nx.gnp_random_graph(80, 0.3, seed=2),
    ):
        network = Network.from_networkx(graph)
        assert triangles(network).to_dict() == nx.triangles(graph)
        assert square_clustering(network, undefined="zero").to_dict() == nx.square_clustering(graph)


@given(network=networks())
def test_values_move_with_their_labels(network):
    other = relabelled(network)
    for measure in (triangles, square_clustering):
        found = measure(network)
        assert measure(other)[found.index].equals(found)


@given(network=networks(directed=False))
def test_triangles_are_what_clustering_shares_out(network):
    pairs = degree(network) * (degree(network) - 1) / 2
    shares = (triangles(network) / pairs.where(pairs > 0)).astype(float)
    assert clustering(network).to_numpy() == pytest.approx(shares.to_numpy(), nan_ok=True)


@measures
def test_bad_arguments_are_refused(measure):
    with pytest.raises(WrongType, match="`network` must be a Network"):
        measure([[0, 1], [1, 0]])
    network = Network.from_matrix([[0, 1], [1, 0]])
    with pytest.raises(InvalidInput, match="`threads` must be"):
        measure(network, threads=0)
    with pytest.raises(WrongType, match="`progress` must be"):
        measure(network, progress="yes")
    with pytest.raises(InvalidInput, match="`undefined` must be one of 'nan', 'zero'"):
        square_clustering(network, undefined="one")


def test_nodes_without_ties_or_with_a_self_tie_only():
    network = Network.from_matrix(np.eye(2))
    assert triangles(network).tolist() == [0, 0]
    assert square_clustering(network).isna().all()
    assert square_clustering(network, undefined="zero").tolist() == [0, 0]


@measures
def test_two_hubs_of_a_hundred_thousand_leaves_take_no_quadratic_time(measure):
    leaves = np.arange(2, 100_002)
    frame = pd.concat([pd.DataFrame({"a": hub, "b": leaves}) for hub in (0, 1)])
    frame = pd.concat([frame, pd.DataFrame({"a": [0], "b": [1]})])
    network = Network.from_edges(frame, "a", "b")
    started = time.process_time()
    found = measure(network)
    assert time.process_time() - started < 5
    if measure is triangles:
        assert found[0] == 100_000
        assert found[2] == 1


@measures
def test_threads_give_equal_bits(measure):
    network = Network.from_networkx(nx.barabasi_albert_graph(3000, 4, seed=1))
    one, two, seven = (measure(network, threads=n) for n in (1, 2, 7))
    assert one.equals(two)
    assert one.equals(seven)
