"""Clustering and transitivity."""

from math import isnan

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, average_clustering, clustering, transitivity

from ..oracles.networks import clustering as oracle
from ..oracles.networks import cohesion as triples
from .strategies import matrix, networks, relabelled

METHODS = ("onnela", "barrat", "zhang-horvath")
PATTERNS = ("all", "cycle", "middleman", "in", "out")


def near(values):
    return pytest.approx(np.array(values, dtype=float), nan_ok=True, rel=1e-9, abs=1e-12)


# Numbers that can be looked up or derived.


def test_the_karate_club():
    club = Network.from_networkx(nx.karate_club_graph())
    assert transitivity(club) == pytest.approx(0.255682, abs=5e-7)
    assert average_clustering(club, undefined="zero") == pytest.approx(0.570638, abs=5e-7)
    assert clustering(club)[[0, 33]].tolist() == pytest.approx([0.15, 0.110294], abs=5e-7)


def test_cliques_stars_and_rings():
    clique = Network.from_networkx(nx.complete_graph(5))
    assert clustering(clique).tolist() == [1] * 5
    assert transitivity(clique) == average_clustering(clique) == 1
    star = Network.from_networkx(nx.star_graph(3))
    assert clustering(star).to_numpy() == near([0, np.nan, np.nan, np.nan])
    assert average_clustering(star) == transitivity(star) == 0
    assert clustering(star, undefined="zero").tolist() == [0] * 4
    directed = Network.from_networkx(nx.complete_graph(4, nx.DiGraph))
    for pattern in PATTERNS:
        assert clustering(directed, pattern=pattern).to_numpy() == near([1] * 4)
    assert transitivity(directed) == 1


def test_each_pattern_of_a_directed_triangle_shows_at_its_node():
    # Fagiolo (2007), table 1: one triangle of each kind as seen from node 0.
    drawings = {
        "cycle": [(0, 1), (1, 2), (2, 0)],
        "middleman": [(0, 1), (2, 1), (2, 0)],
        "in": [(1, 2), (1, 0), (2, 0)],
        "out": [(0, 1), (1, 2), (0, 2)],
    }
    for drawn, ties in drawings.items():
        frame = pd.DataFrame(ties, columns=["a", "b"])
        network = Network.from_edges(frame, "a", "b", directed=True)
        found = {pattern: clustering(network, pattern=pattern)[0] for pattern in PATTERNS[1:]}
        assert found[drawn] == (0.5 if drawn in ("in", "out") else 1)
        assert all(isnan(x) or x == 0 for name, x in found.items() if name != drawn)
        assert clustering(network)[0] == 0.5


def test_weighted_forms_by_hand():
    # Saramäki et al. (2007) compare the forms on one triangle with a strong and two weak ties.
    frame = pd.DataFrame([("i", "j", 8.0), ("i", "k", 1.0), ("j", "k", 1.0)], columns=list("abw"))
    network = Network.from_edges(frame, "a", "b", weight="w")
    onnela, barrat, zhang = (
        clustering(network, strength="w", method=method).to_dict() for method in METHODS
    )
    assert onnela == pytest.approx(dict.fromkeys("ijk", 0.25))
    assert barrat == pytest.approx(dict.fromkeys("ijk", 1))
    assert zhang == pytest.approx({"i": 1 / 8, "j": 1 / 8, "k": 1})


# The definitions, written out.


@given(network=networks(directed=False))
def test_shares_of_pairs(network):
    z = matrix(network, weighted=False)
    found = clustering(network)
    assert found.to_numpy() == near(oracle.clustering(z))
    assert found.index.equals(network.labels)
    assert clustering(network, undefined="zero").equals(found.fillna(0.0))
    assert average_clustering(network) == pytest.approx(found.mean(), nan_ok=True)


@given(network=networks(directed=False))
def test_shares_with_strengths(network):
    for method in METHODS:
        found = clustering(network, strength="contracts", method=method)
        assert found.to_numpy() == near(oracle.strength_clustering(matrix(network), method))


@given(network=networks(directed=True), weighted=st.booleans())
def test_shares_with_directions(network, weighted):
    z = matrix(network, weighted)
    for pattern in PATTERNS:
        found = clustering(network, pattern=pattern, strength="contracts" if weighted else None)
        assert found.to_numpy() == near(oracle.directed_clustering(z, pattern))


@given(network=networks())
def test_paths_of_two_ties_that_a_third_closes(network):
    expected = triples.transitivity(matrix(network, weighted=False))
    assert transitivity(network) == pytest.approx(expected, nan_ok=True)


def test_contacts_of_hubs_are_searched_and_read_through_alike():
    hub = [(0, leaf) for leaf in range(1, 61)]
    ties = [*hub, (1, 2), (1, 61), (2, 61)]
    frame = pd.DataFrame([(*tie, tie[1] % 3 + 1) for tie in ties], columns=list("abw"))
    for directed in (False, True):
        network = Network.from_edges(frame, "a", "b", weight="w", directed=directed)
        z = matrix(network)
        found = clustering(network, strength="w").to_numpy()
        expected = (
            oracle.directed_clustering(z, "all")
            if directed
            else oracle.strength_clustering(z, "onnela")
        )
        assert found == near(expected)


# What must hold for every network.


@given(network=networks(directed=False))
def test_equal_strengths_are_as_good_as_none(network):
    ties = network.to_frame()
    ties["contracts"] = 3.0
    equal = Network.from_edges(
        ties, "source", "target", weight="contracts", nodes=list(network.labels)
    )
    for method in METHODS:
        found = clustering(equal, strength="contracts", method=method)
        assert found.to_numpy() == near(clustering(network))


@given(network=networks(directed=False))
def test_ties_both_ways_are_as_good_as_ties_without_directions(network):
    both = Network.from_matrix(
        network.to_scipy(), labels=network.labels, directed=True, weight="contracts"
    )
    for strength in (None, "contracts"):
        expected = clustering(network, strength=strength).to_numpy()
        for pattern in PATTERNS:
            found = clustering(both, strength=strength, pattern=pattern)
            assert found.to_numpy() == near(expected)
    assert transitivity(both) == pytest.approx(transitivity(network), nan_ok=True)


@given(network=networks(directed=True))
def test_reversing_all_ties_swaps_in_and_out(network):
    back = Network.from_matrix(
        network.to_scipy().T, labels=network.labels, directed=True, weight="contracts"
    )
    swapped = {"in": "out", "out": "in"}
    for pattern in PATTERNS:
        found = clustering(back, pattern=swapped.get(pattern, pattern), strength="contracts")
        assert found.to_numpy() == near(clustering(network, pattern=pattern, strength="contracts"))


@given(network=networks(smallest=1))
def test_values_move_with_their_labels_and_do_not_depend_on_the_unit(network):
    other = relabelled(network)
    tiny = Network.from_matrix(
        1e-200 * network.to_scipy(),
        labels=network.labels,
        directed=network.directed,
        weight="contracts",
    )
    for method in METHODS[:1] if network.directed else METHODS:
        found = clustering(network, strength="contracts", method=method)
        assert found.dropna().between(0, 1 + 1e-12).all()
        again = clustering(other, strength="contracts", method=method)
        pd.testing.assert_series_equal(again[found.index], found)
        again = clustering(tiny, strength="contracts", method=method)
        assert again.to_numpy() == near(found)


# Other packages.


def random_graph(seed, directed):
    graph = nx.gnp_random_graph(40, 0.15, seed=seed, directed=directed)
    rng = np.random.default_rng(seed)
    for one, other in graph.edges:
        graph.edges[one, other]["weight"] = float(rng.uniform(0.1, 5))
    return graph


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_networkx_agrees(directed, weight):
    for seed in range(5):
        graph = random_graph(seed, directed)
        network = Network.from_networkx(graph, weight="weight")
        found = clustering(network, strength=weight, undefined="zero")
        theirs = nx.clustering(graph, weight=weight)
        assert found.to_dict() == pytest.approx(theirs, rel=1e-14)
        if weight is None:
            assert found.to_dict() == theirs
        assert average_clustering(network, strength=weight, undefined="zero") == pytest.approx(
            nx.average_clustering(graph, weight=weight)
        )
        if not directed:
            assert transitivity(network) == nx.transitivity(graph)


def test_igraph_agrees():
    for seed in range(5):
        graph = random_graph(seed, directed=False)
        network, peer = (
            Network.from_networkx(graph, weight="weight"),
            igraph.Graph.from_networkx(graph),
        )
        assert clustering(network).to_numpy() == near(peer.transitivity_local_undirected())
        found = clustering(network, strength="weight", method="barrat")
        assert found.to_numpy() == near(peer.transitivity_local_undirected(weights="weight"))
        assert transitivity(network) == pytest.approx(peer.transitivity_undirected())
        assert average_clustering(network) == pytest.approx(peer.transitivity_avglocal_undirected())


# What is refused, and networks that hardly are any.


def test_bad_arguments_are_refused():
    plain = Network.from_matrix([[0, 1], [1, 0]])
    arcs = Network.from_matrix([[0, 2], [0, 0]], weight="km")
    with pytest.raises(WrongType, match="`network` must be a Network"):
        clustering([[0, 1], [1, 0]])
    with pytest.raises(WrongType, match="`network` must be a Network"):
        transitivity([[0, 1], [1, 0]])
    for measure in (clustering, average_clustering):
        with pytest.raises(UnknownLabel, match=r"`strength`: the weight .* named 'km'"):
            measure(arcs, strength="hours")
        with pytest.raises(InvalidInput, match="`method` must be one of 'onnela', 'barrat'"):
            measure(plain, method="opsahl")
        with pytest.raises(InvalidInput, match="`undefined` must be one of 'nan', 'zero'"):
            measure(plain, undefined="one")
        with pytest.raises(InvalidInput, match="`pattern` = 'in' needs a directed network"):
            measure(plain, pattern="in")
        with pytest.raises(InvalidInput, match="`method` = 'barrat' is defined without directions"):
            measure(arcs, strength="km", method="barrat")


@pytest.mark.parametrize("directed", [False, True])
def test_without_pairs_of_contacts_there_is_nothing_to_share(directed):
    for size in (1, 3):
        network = Network.from_matrix(np.eye(size), directed=directed)
        assert clustering(network).isna().all()
        assert isnan(average_clustering(network))
        assert isnan(transitivity(network))
        assert average_clustering(network, undefined="zero") == 0


def test_a_tie_of_no_strength_is_none():
    frame = pd.DataFrame([("i", "j", 2.0), ("i", "k", 1.0), ("j", "k", 0.0)], columns=list("abw"))
    network = Network.from_edges(frame, "a", "b", weight="w")
    assert clustering(network).tolist() == [1, 1, 1]
    for method in METHODS:
        found = clustering(network, strength="w", method=method)
        assert found.to_numpy() == near([0, np.nan, np.nan])


def test_threads_give_equal_bits():
    graph = nx.barabasi_albert_graph(1500, 4, seed=1)
    ties = pd.DataFrame(graph.edges, columns=["a", "b"])
    ties["w"] = np.random.default_rng(1).uniform(0.1, 3, len(ties))
    for directed in (False, True):
        network = Network.from_edges(ties, "a", "b", weight="w", directed=directed)
        for strength in (None, "w"):
            one, two, seven = (clustering(network, strength=strength, threads=n) for n in (1, 2, 7))
            assert one.equals(two)
            assert one.equals(seven)
        assert len({transitivity(network, threads=n) for n in (1, 2, 7)}) == 1
