"""Degree and strength."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from weakties import InvalidInput, WrongType
from weakties.networks import Network, degree, strength

from .strategies import matrix, networks

SUMS = {
    "out": lambda z: z.sum(axis=1),
    "in": lambda z: z.sum(axis=0),
    "all": lambda z: z.sum(axis=0) + z.sum(axis=1),
}


@pytest.mark.parametrize("direction", ["all", "in", "out"])
@given(network=networks())
def test_both_are_sums_of_the_matrix_without_its_diagonal(network, direction):
    total = SUMS[direction if network.directed else "out"]
    for measure, weighted in ((degree, False), (strength, True)):
        z = matrix(network, weighted)
        np.fill_diagonal(z, 0)
        found = measure(network, direction=direction)
        assert found.tolist() == total(z).tolist()
        assert found.index.equals(network.labels)
        assert found.name == measure.__name__


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_networkx_agrees_where_there_are_no_self_ties(kind):
    graph = nx.gnp_random_graph(30, 0.2, seed=1, directed=kind is nx.DiGraph)
    nx.set_edge_attributes(graph, 2.5, "km")
    network = Network.from_networkx(graph, weight="km")
    assert degree(network).to_dict() == dict(graph.degree)
    assert strength(network).to_dict() == dict(graph.degree(weight="km"))


def test_bad_arguments_are_refused():
    network = Network.from_matrix([[0, 1], [1, 0]])
    for measure in (degree, strength):
        with pytest.raises(WrongType, match="`network` must be a Network"):
            measure([[0, 1], [1, 0]])
        with pytest.raises(InvalidInput, match="`direction` must be one of 'all', 'in', 'out'"):
            measure(network, direction="both")
    with pytest.raises(InvalidInput, match=r"`network` must have weights .* use degree"):
        strength(network)


def test_a_node_without_ties_has_zero():
    network = Network.from_matrix([[5]], weight="w")
    assert degree(network).tolist() == [0]
    assert np.signbit(strength(network).to_numpy()).tolist() == [False]
