"""Label propagation."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties.networks import Network, label_propagation, modularity

from ..oracles.networks import communities as oracle
from .grouped import karate
from .strategies import matrix, networks


def test_cliques_apart_are_communities_and_isolates_their_own():
    graph = nx.disjoint_union_all([nx.complete_graph(n) for n in (3, 5, 1, 4)])
    found = label_propagation(Network.from_networkx(graph), seed=1)
    assert found.sizes.tolist() == [5, 4, 3, 1]
    assert found.membership.tolist() == [2] * 3 + [0] * 5 + [3] + [1] * 4


@given(network=networks(), weighted=st.booleans(), seed=st.integers(0, 20))
def test_everyone_has_a_label_that_is_most_common_among_its_contacts(network, weighted, seed):
    strength = "contracts" if weighted else None
    found = label_propagation(network, strength=strength, seed=seed)
    z = oracle.without_self_ties(matrix(network, weighted))
    z, of = z + z.T, found.membership.to_numpy()
    assert oracle.connected(z, of.tolist())
    for i in range(len(z)):
        heard = np.array([z[i, of == label].sum() for label in range(of.max() + 1)])
        if heard.sum() > 0:
            assert heard[of[i]] == heard.max()
        else:
            assert (of == of[i]).sum() == 1
    expected = modularity(network, found.membership, strength=strength)
    assert found.quality == pytest.approx(expected, nan_ok=True)


def test_seed_decides():
    network = Network.from_networkx(nx.watts_strogatz_graph(500, 6, 0.2, seed=1))
    one = label_propagation(network, seed=3)
    assert label_propagation(network, seed=3).membership.equals(one.membership)
    assert not label_propagation(network, seed=4).membership.equals(one.membership)
    drawn = label_propagation(network)
    assert label_propagation(network, seed=drawn.meta.seed).membership.equals(drawn.membership)


def test_strength_is_followed():
    z = np.zeros((4, 4))
    for i, j, weight in ((0, 1, 5), (2, 3, 5), (0, 2, 1), (0, 3, 1), (1, 2, 1)):
        z[i, j] = z[j, i] = weight
    network = Network.from_matrix(z, weight="w")
    for seed in range(10):
        assert label_propagation(network, strength="w", seed=seed).membership.tolist() == [
            0,
            0,
            1,
            1,
        ]


def test_planted_communities_are_found_as_networkx_finds_them():
    graph = nx.planted_partition_graph(4, 25, 0.8, 0.01, seed=1)
    found = label_propagation(Network.from_networkx(graph), seed=1)
    theirs = nx.community.asyn_lpa_communities(graph, seed=1)
    ours = {frozenset(found.membership.index[found.membership == c]) for c in found.sizes.index}
    assert ours == {frozenset(each) for each in theirs}


@pytest.mark.parametrize("size", [1, 3])
def test_without_ties_everyone_is_alone(size):
    found = label_propagation(Network.from_matrix(np.eye(size)), seed=1)
    assert found.sizes.tolist() == [1] * size
    assert np.isnan(found.quality)


def test_the_result_says_how():
    found = label_propagation(karate(), seed=1)
    assert found.meta.method == "label propagation"
    assert "Raghavan" in found.cite()
