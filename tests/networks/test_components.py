"""Connected components."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from weakties import InvalidInput, WrongType
from weakties.networks import Network, connected_components

from ..oracles.networks import paths as oracle
from .strategies import matrix, networks


@pytest.mark.parametrize("connection", ["weak", "strong"])
@given(network=networks())
def test_nodes_share_a_number_if_they_reach_each_other(network, connection):
    tied = matrix(network, weighted=False)
    reach = oracle.reachable(tied + tied.T if connection == "weak" else tied)
    found = connected_components(network, connection=connection)
    assert found.index.equals(network.labels)
    numbers = found.to_numpy()
    assert ((numbers[:, None] == numbers) == (reach & reach.T)).all()
    # Numbered from 0, largest first, then by first node.
    sizes = np.bincount(numbers)
    firsts = [int(np.flatnonzero(numbers == each)[0]) for each in range(len(sizes))]
    order = sorted(range(len(sizes)), key=lambda each: (-sizes[each], firsts[each]))
    assert order == list(range(len(sizes)))


def test_networkx_agrees():
    graph = nx.gnp_random_graph(300, 0.004, seed=1, directed=True)
    network = Network.from_networkx(graph)
    for connection, theirs in (
        ("weak", nx.weakly_connected_components),
        ("strong", nx.strongly_connected_components),
    ):
        found = connected_components(network, connection=connection)
        groups = {frozenset(group) for _, group in found.groupby(found).groups.items()}
        assert groups == {frozenset(group) for group in theirs(graph)}


def test_bad_arguments_are_refused():
    with pytest.raises(WrongType, match="`network` must be a Network"):
        connected_components(nx.path_graph(3))
    with pytest.raises(InvalidInput, match="`connection` must be one of 'weak', 'strong'"):
        connected_components(Network.from_matrix([[1]]), connection="week")


def test_a_self_tie_connects_nobody():
    assert connected_components(Network.from_matrix([[1, 0], [0, 1]])).tolist() == [0, 1]
