"""CONCOR and blockmodels."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, blockmodel, concor, structural_equivalence

from ..oracles.networks import equivalence as oracle
from .strategies import matrix, networks


def network_of(ties, directed=True, nodes=None):
    frame = pd.DataFrame(ties, columns=["source", "target"])
    return Network.from_edges(frame, "source", "target", directed=directed, nodes=nodes)


# Networks whose blocks are known.


def test_buyers_and_sellers_are_told_apart_and_isolates_stand_alone():
    ties = [(buyer, seller) for buyer in "abc" for seller in "wxyz"]
    found = concor(network_of(ties, nodes=list("abcwxyzn")), depth=2)
    assert found.blocks.tolist() == [0, 0, 0, 1, 1, 1, 1, 2]
    assert found.density.loc[0, 1] == 1
    assert found.image.to_numpy().tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert np.isnan(found.density.loc[2, 2])
    assert found.threshold == pytest.approx(12 / 56)
    assert "2 of the blocks stayed whole" in found.meta.notes[0]


def test_four_blocks_come_from_two_divisions():
    # Four groups of four; each group is tied to the next.
    ties = [
        (4 * g + i, 4 * ((g + 1) % 4) + j) for g in range(4) for i in range(4) for j in range(4)
    ]
    ties = [tie for tie in ties if tie != (0, 4)]
    found = concor(network_of(ties, nodes=range(16)), depth=2)
    assert found.blocks.groupby(np.arange(16) // 4).nunique().tolist() == [1] * 4
    assert found.blocks.nunique() == 4
    assert found.image.to_numpy().sum() == 4


def test_a_network_that_looks_the_same_from_every_node_stays_whole():
    for size in (3, 5, 8):
        found = concor(Network.from_networkx(nx.complete_graph(size)), own="retain")
        assert found.blocks.tolist() == [0] * size
        assert found.density.to_numpy().tolist() == [[1]]


def test_a_network_without_ties_is_one_block():
    found = concor(Network.from_matrix([[1, 0], [0, 0]]))
    assert found.blocks.tolist() == [0, 0]
    assert found.density.to_numpy().tolist() == [[0]]
    assert found.image.to_numpy().tolist() == [[0]]


# The definition, by numpy.


@pytest.mark.parametrize("own", ["ignore", "reciprocal", "retain"])
@pytest.mark.parametrize("seed", range(6))
def test_the_first_division_follows_the_definition(own, seed):
    graph = nx.gnm_random_graph(20, 90, seed=seed, directed=True)
    network = Network.from_networkx(graph)
    first = structural_equivalence(network, measure="correlation", own=own).to_numpy()
    expected = oracle.halves(first)
    found = concor(network, depth=1, own=own).blocks.to_numpy()
    assert (found == 0).tolist() == expected.tolist()
    # The next one divides each half from the first correlations of its nodes.
    deeper = concor(network, depth=2, own=own).blocks.to_numpy()
    for half in (0, 1):
        nodes = np.flatnonzero(found == half)
        if len(nodes) > 2:
            own_half = oracle.halves(first[np.ix_(nodes, nodes)])
            assert (deeper[nodes] == deeper[nodes[0]]).tolist() == own_half.tolist()


@given(network=networks())
def test_densities_are_mean_ties(network):
    x = matrix(network)
    np.fill_diagonal(x, 0)
    kinds = np.arange(len(x)) % 3
    found = blockmodel(
        network, pd.Series(kinds, index=network.labels, name="kind"), strength="contracts"
    )
    for (one, other), value in np.ndenumerate(found.density.to_numpy()):
        among = x[np.ix_(kinds == one, kinds == other)]
        pairs = among.size - (len(among) if one == other else 0)
        expected = among.sum() / pairs if pairs else np.nan
        assert value == pytest.approx(expected, nan_ok=True)
    pairs = len(x) * (len(x) - 1)
    assert found.threshold == pytest.approx(x.sum() / pairs if pairs else 0)


@given(network=networks(directed=False))
def test_blocks_of_undirected_ties_have_symmetric_densities(network):
    assume(len(network) > 1)
    density = concor(network).density.to_numpy()
    assert density == pytest.approx(density.T, nan_ok=True)


def test_followers_of_different_leaders_are_told_apart():
    # Two leaders who are tied to each other, with four followers each.
    ties = [(0, 1), *[(0, i) for i in range(2, 6)], *[(1, i) for i in range(6, 10)]]
    found = concor(network_of(ties, directed=False), depth=1)
    assert set(found.blocks[[2, 3, 4, 5]]) != set(found.blocks[[6, 7, 8, 9]])
    assert len(set(found.blocks[[2, 3, 4, 5]])) == len(set(found.blocks[[6, 7, 8, 9]])) == 1
    assert found.blocks[2] != found.blocks[6]


# The result.


def test_the_result_prints_draws_and_cites():
    kinds = pd.Series(list("aabb"), name="kind")
    network = Network.from_networkx(nx.path_graph(4))
    found = blockmodel(network, kinds, threshold=0.5)
    assert found.to_frame()["density"].tolist() == [1, 0.25, 0.25, 1]
    assert found.to_frame()["image"].tolist() == [1, 0, 0, 1]
    assert found.to_frame()["from_block"].tolist() == list("aabb")
    assert "Wasserman" in found.cite()
    assert "Breiger" in concor(network).cite()
    assert "Blockmodel" in found.summary()
    assert found.plot().get_xlabel() == "to block"
    assert found.meta.counts == {"nodes": 4, "ties": 3, "blocks": 2}


# What is refused.


def test_bad_arguments_are_refused():
    network = network_of([(0, 1), (1, 2)])
    with pytest.raises(WrongType, match="`network` must be a Network"):
        concor(nx.path_graph(3))
    with pytest.raises(InvalidInput, match="`depth` must be"):
        concor(network, depth=0)
    with pytest.raises(InvalidInput, match="`own` must be one of"):
        concor(network, own="drop")
    with pytest.raises(InvalidInput, match="`threshold` must be"):
        concor(network, threshold=-1)
    with pytest.raises(UnknownLabel, match="`groups`"):
        blockmodel(network, "kind")
    with pytest.raises(InvalidInput, match="`network` may have up to 2000 nodes"):
        concor(Network.from_networkx(nx.empty_graph(2001)))


def test_threads_give_equal_bits():
    network = Network.from_networkx(nx.gnm_random_graph(120, 900, seed=2, directed=True))
    expected = concor(network, depth=3, threads=1)
    for threads in (2, 7):
        assert concor(network, depth=3, threads=threads).blocks.equals(expected.blocks)
