"""Eigenvector centrality, the largest eigenvalue, hubs and authorities."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from weakties import InvalidInput, NotConverged, UnknownLabel, WrongType
from weakties.networks import Network, eigenvector, hits, spectral_radius

from ..oracles.networks import spectral as oracle
from .strategies import matrix, networks, relabelled

directions = pytest.mark.parametrize("direction", ["in", "out", "all"])


def network_of(ties, directed=False, nodes=None):
    frame = pd.DataFrame(ties, columns=["source", "target", "weight"][: len(ties[0])])
    weight = "weight" if len(ties[0]) == 3 else None
    return Network.from_edges(
        frame, "source", "target", weight=weight, directed=directed, nodes=nodes
    )


# Numbers that can be derived.


@pytest.mark.parametrize("leaves", [1, 3, 10])
def test_the_centre_of_a_star_has_the_root_of_its_leaves(leaves):
    star = network_of([(0, leaf) for leaf in range(1, leaves + 1)])
    found = eigenvector(star, norm="max")
    assert found.tolist() == pytest.approx([1] + [leaves**-0.5] * leaves)
    assert spectral_radius(star) == pytest.approx(leaves**0.5)


def test_paths_cliques_and_rings_have_known_values():
    path = network_of([(i, i + 1) for i in range(9)])
    sines = np.sin(np.arange(1, 11) * np.pi / 11)
    assert eigenvector(path).to_numpy() == pytest.approx(sines / np.linalg.norm(sines))
    assert spectral_radius(path) == pytest.approx(2 * np.cos(np.pi / 11))
    clique = Network.from_networkx(nx.complete_graph(6))
    assert eigenvector(clique, norm="sum").tolist() == pytest.approx([1 / 6] * 6)
    assert spectral_radius(clique) == pytest.approx(5)
    for directed in (False, True):
        ring = network_of([(i, (i + 1) % 7) for i in range(7)], directed)
        assert eigenvector(ring, norm="max").tolist() == pytest.approx([1] * 7)
        assert spectral_radius(ring) == pytest.approx(1 if directed else 2)


def test_hubs_and_authorities_by_hand():
    # The squared singular values of [[1, 1], [1, 0]] are (3 ± √5) / 2.
    found = hits(network_of([(0, 2), (0, 3), (1, 2)], directed=True), norm="max")
    golden = (5**0.5 - 1) / 2
    assert found.loc[[0, 1, 2, 3], "hub"].tolist() == pytest.approx([1, golden, 0, 0])
    assert found.loc[[0, 1, 2, 3], "authority"].tolist() == pytest.approx([0, 0, 1, golden])


def test_only_the_part_with_the_largest_eigenvalue_has_values():
    network = network_of([*[(0, 1), (1, 2), (0, 2)], (3, 4)], nodes=[0, 1, 2, 3, 4, 5])
    found = eigenvector(network, norm="max")
    assert found[[0, 1, 2]].tolist() == pytest.approx([1, 1, 1])
    assert found[[3, 4, 5]].tolist() == [0, 0, 0]
    # With directions, those that it leads to have values too; a chain of any length.
    chain = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("z", "a")]
    found = eigenvector(network_of(chain, directed=True), norm="max")
    assert found[list("abcdez")].tolist() == pytest.approx([1, 1, 1, 1, 1, 0])


# The definition, by dense matrices.


@directions
@given(network=networks(), weighted=st.booleans(), self_ties=st.booleans())
def test_values_follow_the_definition(network, weighted, self_ties, direction):
    m = oracle.read(matrix(network, weighted), direction if network.directed else "in", self_ties)
    options = {
        "strength": "contracts" if weighted else None,
        "direction": direction,
        "self_ties": self_ties,
    }
    many, largest = oracle.leading_dimension(m)
    assert spectral_radius(network, **options) == pytest.approx(largest, abs=1e-9)
    if largest == 0 or many > 1:
        with pytest.raises(InvalidInput, match=r"`network` must have (a tie|one part)"):
            eigenvector(network, **options)
        return
    found = eigenvector(network, **options).to_numpy()
    assert (found >= 0).all()
    assert np.linalg.norm(found) == pytest.approx(1)
    assert m @ found == pytest.approx(largest * found, abs=1e-7)
    assert found == pytest.approx(oracle.eigenvector(m), abs=1e-6)


@given(network=networks(directed=True), weighted=st.booleans(), self_ties=st.booleans())
def test_hubs_and_authorities_are_leading_singular_vectors(network, weighted, self_ties):
    m = oracle.read(matrix(network, weighted), "out", self_ties)
    values = np.linalg.svd(m, compute_uv=False)
    assume(values[0] > 0 and (len(values) == 1 or values[1] < values[0] * (1 - 1e-4)))
    strength = "contracts" if weighted else None
    found = hits(network, strength=strength, self_ties=self_ties)
    left, _, right = np.linalg.svd(m)
    assert found["hub"].to_numpy() == pytest.approx(abs(left[:, 0]), abs=1e-6)
    assert found["authority"].to_numpy() == pytest.approx(abs(right[0]), abs=1e-6)


@given(network=networks(directed=False))
def test_joined_solutions_are_where_the_power_iteration_ends(network):
    m = oracle.read(matrix(network))
    assume(m.any())
    x = np.ones(len(m))
    shifted = np.linalg.matrix_power((m + np.eye(len(m))) / (1 + m.sum(axis=0).max()), 4096)
    for _ in range(3):
        x = shifted @ x
        assume(x.max() > 1e-200)
        x /= x.max()
    x /= np.linalg.norm(x)
    assume(m @ x == pytest.approx(oracle.radius(m) * x, abs=1e-9))
    found = eigenvector(network, strength="contracts", unique=False)
    assert found.to_numpy() == pytest.approx(x, abs=1e-6)


# What must hold for every network.


@given(network=networks(smallest=1))
def test_values_move_with_their_labels_and_do_not_depend_on_the_unit(network):
    try:
        found = eigenvector(network, strength="contracts", tolerance=1e-12)
    except InvalidInput:
        assume(False)
    again = eigenvector(relabelled(network), strength="contracts", tolerance=1e-12)
    pd.testing.assert_series_equal(again[found.index], found, atol=1e-6)
    for unit in (1e200, 1e-200):
        ties = network.to_frame()
        ties["contracts"] *= unit
        scaled = Network.from_edges(
            ties,
            "source",
            "target",
            weight="contracts",
            directed=network.directed,
            nodes=network.labels,
        )
        pd.testing.assert_series_equal(
            eigenvector(scaled, strength="contracts", tolerance=1e-12), found, atol=1e-6
        )
        assert spectral_radius(scaled, strength="contracts") == pytest.approx(
            unit * spectral_radius(network, strength="contracts"), rel=1e-8
        )


@given(network=networks(directed=True))
def test_reversed_ties_swap_in_with_out_and_hubs_with_authorities(network):
    back = Network.from_matrix(
        network.to_scipy().T.tocsr(), labels=network.labels, directed=True, weight="contracts"
    )
    for measure in (
        lambda net, side: eigenvector(net, direction=side),
        lambda net, side: hits(net)["hub" if side == "out" else "authority"],
    ):
        try:
            found = measure(network, "in")
        except InvalidInput:
            continue
        pd.testing.assert_series_equal(measure(back, "out"), found, check_names=False, atol=1e-7)


def test_a_two_mode_network_converges():
    found = eigenvector(Network.from_networkx(nx.davis_southern_women_graph()))
    expected = nx.eigenvector_centrality_numpy(nx.davis_southern_women_graph())
    assert found.to_dict() == pytest.approx(expected)


# Other packages.


def random_graph(seed, directed):
    """A strongly connected graph with weights."""
    graph = nx.gnm_random_graph(60, 240, seed=seed, directed=directed)
    nx.add_cycle(graph, range(60))
    rng = np.random.default_rng(seed)
    for *_, data in graph.edges(data=True):
        data["weight"] = float(rng.uniform(0.1, 5))
    return graph


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_random_networks_agree_with_networkx_and_igraph(directed, weight):
    for seed in range(5):
        graph = random_graph(seed, directed)
        network = Network.from_networkx(graph, weight="weight")
        found = eigenvector(network, strength=weight)
        expected = nx.eigenvector_centrality(graph, max_iter=5000, tol=1e-13, weight=weight)
        assert found.to_dict() == pytest.approx(expected, abs=1e-9)
        peer = igraph.Graph.from_networkx(graph)
        found = eigenvector(network, strength=weight, norm="max")
        expected = peer.eigenvector_centrality(weights=weight)
        assert found.to_numpy() == pytest.approx(np.array(expected), abs=1e-8)
        if directed:
            both = hits(network, strength=weight, norm="max")
            assert both["hub"].to_numpy() == pytest.approx(
                np.array(peer.hub_score(weights=weight)), abs=1e-7
            )
            assert both["authority"].to_numpy() == pytest.approx(
                np.array(peer.authority_score(weights=weight)), abs=1e-7
            )
        if weight:
            hubs, authorities = nx.hits(graph, max_iter=5000, tol=1e-13)
            both = hits(network, strength=weight, norm="sum")
            assert both["hub"].to_dict() == pytest.approx(hubs, abs=1e-8)
            assert both["authority"].to_dict() == pytest.approx(authorities, abs=1e-8)


def test_the_karate_club_agrees_with_networkx():
    club = nx.karate_club_graph()
    found = eigenvector(Network.from_networkx(club))
    assert found.to_dict() == pytest.approx(nx.eigenvector_centrality_numpy(club))


# What is refused.


@pytest.mark.parametrize("measure", [eigenvector, hits, spectral_radius])
def test_bad_arguments_are_refused(measure):
    network = network_of([(0, 1, 1.0), (1, 2, 2.0)])
    with pytest.raises(WrongType, match="`network` must be a Network"):
        measure(network.to_frame())
    with pytest.raises(UnknownLabel, match="`strength`"):
        measure(network, strength="km")
    with pytest.raises(InvalidInput, match="`tolerance` must be a finite number, above 0"):
        measure(network, tolerance=0)
    with pytest.raises(InvalidInput, match="`max_iterations` must be"):
        measure(network, max_iterations=0)
    with pytest.raises(InvalidInput, match="`strength` must add up to a finite number"):
        measure(network_of([(0, 1, 1e308), (0, 2, 1e308)]), strength="weight")
    with pytest.raises(NotConverged, match="`max_iterations` = 1 did not reach `tolerance`"):
        measure(network, max_iterations=1)


def test_a_network_without_a_leading_part_is_refused():
    with pytest.raises(InvalidInput, match=r"largest eigenvalue is 0.* take katz or pagerank"):
        eigenvector(network_of([(0, 1), (1, 2)], directed=True))
    with pytest.raises(InvalidInput, match="2 separate parts share 1"):
        eigenvector(network_of([(0, 1), (2, 3)]))
    for network in (network_of([(0, 0)]), Network.from_matrix([[0, 0], [0, 0]])):
        with pytest.raises(InvalidInput, match="must have a tie"):
            eigenvector(network)
        assert spectral_radius(network) == 0
    assert eigenvector(network_of([(0, 0)]), self_ties=True).tolist() == [1]
    assert spectral_radius(network_of([(0, 1), (1, 2)], directed=True)) == 0
    with pytest.raises(InvalidInput, match="2 separate parts share"):
        hits(network_of([(0, 1), (1, 2)], directed=True))
    joined = hits(network_of([(0, 1), (1, 2)], directed=True), unique=False, norm="sum")
    assert joined["hub"].tolist() == pytest.approx([0.5, 0.5, 0])


# Sizes and threads.


@pytest.mark.parametrize("directed", [False, True])
def test_threads_give_equal_bits(directed):
    graph = nx.gnm_random_graph(10_000, 60_000, seed=1, directed=directed)
    ties = pd.DataFrame(graph.edges, columns=["a", "b"])
    ties["w"] = np.random.default_rng(1).uniform(0.1, 3, len(ties))
    network = Network.from_edges(ties, "a", "b", weight="w", directed=directed)
    for measure in (eigenvector, hits):
        expected = measure(network, strength="w", threads=1)
        for threads in (2, 7):
            found = measure(network, strength="w", threads=threads)
            assert found.to_numpy().tobytes() == expected.to_numpy().tobytes()


def test_slow_mixing_networks_converge():
    # A path of 3,000 nodes: the two largest eigenvalues differ by less than one part in 200,000.
    path = Network.from_networkx(nx.path_graph(3000))
    sines = np.sin(np.arange(1, 3001) * np.pi / 3001)
    found = eigenvector(path, norm="max")[range(3000)]
    assert found.to_numpy() == pytest.approx(sines, abs=1e-3)
