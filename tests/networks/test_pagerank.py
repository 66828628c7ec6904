"""PageRank."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, NotConverged, UnknownLabel, WrongType
from weakties.networks import Network, pagerank

from ..oracles.networks import pagerank as oracle
from .strategies import matrix, networks, relabelled

# Numbers that can be looked up or derived.


def test_the_example_that_petgraph_documents_has_the_values_of_networkx():
    ties = pd.DataFrame([(0, 1), (0, 3), (1, 2), (2, 3), (3, 2)], columns=["a", "b"])
    network = Network.from_edges(ties, "a", "b", directed=True)
    expected = nx.pagerank(network.to_networkx(), alpha=0.7, tol=1e-14)
    assert pagerank(network, damping=0.7).to_dict() == pytest.approx(expected)


@pytest.mark.parametrize("leaves", [1, 3, 8])
def test_the_centre_of_a_star_by_hand(leaves):
    star = Network.from_networkx(nx.star_graph(leaves))
    found = pagerank(star)
    centre = 0.15 / (leaves + 1) * (1 + 0.85 * leaves) / (1 - 0.85**2)
    assert found[0] == pytest.approx(centre)
    assert found[1:].tolist() == pytest.approx([(1 - centre) / leaves] * leaves)


def test_the_karate_club_reads_no_weight_unless_named():
    club = Network.from_networkx(nx.karate_club_graph(), weight="weight")
    assert pagerank(club)[0] == pytest.approx(0.0970, abs=5e-5)
    assert pagerank(club, strength="weight")[0] == pytest.approx(0.0885, abs=5e-5)


def test_without_damping_everyone_is_where_they_start():
    network = Network.from_networkx(nx.path_graph(4))
    assert pagerank(network, damping=0).tolist() == pytest.approx([0.25] * 4)
    home = pd.Series([1, 2, 3, 4], index=range(4))
    found = pagerank(network, damping=0, personalization=home)
    assert found.tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4])


def test_nodes_without_ties_share_what_jumps_give():
    alone = Network.from_matrix([[0, 0], [0, 0]], labels=["a", "b"])
    assert pagerank(alone).tolist() == pytest.approx([0.5, 0.5])
    home = pd.Series({"a": 3.0, "b": 1.0})
    assert pagerank(alone, personalization=home).tolist() == pytest.approx([0.75, 0.25])
    assert pagerank(Network.from_matrix([[1]])).tolist() == pytest.approx([1])


# The definition, as a dense system.

jumps = st.lists(st.integers(0, 3), min_size=8, max_size=8)


@given(
    network=networks(),
    weighted=st.booleans(),
    self_ties=st.booleans(),
    damping=st.sampled_from([0.0, 0.3, 0.85, 0.99]),
    home=st.none() | jumps,
    elsewhere=st.none() | jumps,
)
def test_values_solve_the_definition(network, weighted, self_ties, damping, home, elsewhere):
    home, elsewhere = (
        None
        if values is None
        else pd.Series([values[0] + 1.0, *values[1 : len(network)]], index=network.labels)
        for values in (home, elsewhere)
    )
    # So near to 1, what rounding changes in a step counts a hundred times.
    tolerance = 1e-10 if damping == 0.99 else 1e-12
    found = pagerank(
        network,
        damping=damping,
        strength="contracts" if weighted else None,
        personalization=home,
        dangling=elsewhere,
        self_ties=self_ties,
        tolerance=tolerance,
    )
    expected = oracle.pagerank(
        matrix(network, weighted),
        damping,
        None if home is None else home.to_numpy(),
        None if elsewhere is None else elsewhere.to_numpy(),
        self_ties,
    )
    assert abs(found.to_numpy() - expected).sum() <= 2 * tolerance
    assert found.sum() == pytest.approx(1)


@given(network=networks(), tolerance=st.sampled_from([1e-2, 1e-5, 1e-8]))
def test_the_tolerance_is_kept(network, tolerance):
    found = pagerank(network, tolerance=tolerance)
    expected = oracle.pagerank(matrix(network, weighted=False), 0.85)
    assert abs(found.to_numpy() - expected).sum() <= tolerance * 1.001


# What must hold for every network.


@given(network=networks())
def test_values_move_with_their_labels_and_do_not_depend_on_the_unit(network):
    found = pagerank(network, strength="contracts")
    again = pagerank(relabelled(network), strength="contracts")
    pd.testing.assert_series_equal(again[found.index], found, atol=1e-9)
    ties = network.to_frame()
    ties["contracts"] *= 1e200
    scaled = Network.from_edges(
        ties,
        "source",
        "target",
        weight="contracts",
        directed=network.directed,
        nodes=network.labels,
    )
    pd.testing.assert_series_equal(pagerank(scaled, strength="contracts"), found, atol=1e-9)


@given(network=networks(directed=False))
def test_ties_in_both_directions_are_as_good_as_ties_without(network):
    both = Network.from_matrix(
        network.to_scipy(), labels=network.labels, directed=True, weight="contracts"
    )
    for strength in (None, "contracts"):
        pd.testing.assert_series_equal(
            pagerank(both, strength=strength), pagerank(network, strength=strength), atol=1e-9
        )


# Other packages.


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_random_networks_agree_with_networkx_and_igraph(directed, weight):
    for seed in range(5):
        graph = nx.gnm_random_graph(80, 120, seed=seed, directed=directed)
        rng = np.random.default_rng(seed)
        for *_, data in graph.edges(data=True):
            data["weight"] = float(rng.uniform(0.1, 5))
        network = Network.from_networkx(graph, weight="weight")
        home, elsewhere = (dict(enumerate(rng.uniform(0, 1, 80))) for _ in range(2))
        found = pagerank(
            network,
            strength=weight,
            personalization=pd.Series(home),
            dangling=pd.Series(elsewhere),
        )
        expected = nx.pagerank(
            graph,
            weight=weight,
            personalization=home,
            dangling=elsewhere,
            tol=1e-13,
            max_iter=1000,
        )
        assert found.to_dict() == pytest.approx(expected, abs=1e-10)
        peer = igraph.Graph.from_networkx(graph)
        expected = np.array(peer.pagerank(weights=weight))
        assert pagerank(network, strength=weight).to_numpy() == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("directed", [False, True])
def test_self_ties_count_when_asked_as_networkx_counts_them(directed):
    graph = nx.gnm_random_graph(30, 60, seed=1, directed=directed)
    graph.add_edges_from([(i, i) for i in range(0, 30, 3)])
    found = pagerank(Network.from_networkx(graph), self_ties=True)
    assert found.to_dict() == pytest.approx(nx.pagerank(graph, tol=1e-13, max_iter=1000), abs=1e-9)


# What is refused.


def test_bad_arguments_are_refused():
    network = Network.from_networkx(nx.path_graph(3))
    with pytest.raises(WrongType, match="`network` must be a Network"):
        pagerank(nx.path_graph(3))
    for damping in (-0.1, 1, 1.5):
        with pytest.raises(InvalidInput, match="`damping` must be a finite number, at least 0"):
            pagerank(network, damping=damping)
    with pytest.raises(InvalidInput, match="`personalization` must be above 0 for some node"):
        pagerank(network, personalization=pd.Series([0, 0, 0]))
    with pytest.raises(InvalidInput, match=r"`dangling` must hold numbers from 0 up.*-1.0 for 1"):
        pagerank(network, dangling=pd.Series([0, -1, 2]))
    with pytest.raises(UnknownLabel, match="`personalization` has no value for node 2"):
        pagerank(network, personalization=pd.Series([1, 1]))
    with pytest.raises(NotConverged, match="`max_iterations` = 2 did not reach"):
        pagerank(network, max_iterations=2)


# Threads.


@pytest.mark.parametrize("directed", [False, True])
def test_threads_give_equal_bits(directed):
    graph = nx.gnm_random_graph(10_000, 40_000, seed=1, directed=directed)
    network = Network.from_networkx(graph)
    expected = pagerank(network, threads=1)
    for threads in (2, 7):
        found = pagerank(network, threads=threads)
        assert found.to_numpy().tobytes() == expected.to_numpy().tobytes()
