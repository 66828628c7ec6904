"""Leiden communities."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, WrongType
from weakties.networks import Network, connected_components, leiden, modularity

from ..oracles.networks import communities as oracle
from .grouped import karate
from .strategies import matrix, networks

qualities = pytest.mark.parametrize("quality", ["modularity", "cpm"])


def ring_of_cliques(cliques, size):
    return Network.from_networkx(nx.ring_of_cliques(cliques, size))


# Numbers that can be looked up or derived.


def test_the_karate_club_has_four_communities_with_the_modularity_that_is_known_to_be_best():
    found = leiden(karate(), seed=1, starts=10)
    assert found.quality == pytest.approx(0.41978961, abs=5e-9)
    assert found.sizes.tolist() == [12, 11, 6, 5]


def test_a_ring_of_cliques_falls_into_its_cliques_or_pairs_of_them():
    # Fortunato and Barthélemy (2007): beyond some number, modularity joins pairs; CPM does not.
    few, many = ring_of_cliques(6, 5), ring_of_cliques(30, 5)
    assert leiden(few, seed=1).sizes.tolist() == [5] * 6
    found = leiden(many, seed=1, starts=20, iterations=None)
    assert found.sizes.max() == 10
    pairs, cliques = 15 * (21 / 330 - (44 / 660) ** 2), 30 * (10 / 330 - (22 / 660) ** 2)
    assert cliques < found.quality < pairs + 1e-12
    assert leiden(many, quality="cpm", resolution=0.5, seed=1).sizes.tolist() == [5] * 30
    assert leiden(many, resolution=3, seed=1).sizes.tolist() == [5] * 30


def test_cpm_keeps_only_cliques_near_1_nobody_at_1_and_whole_components_at_0():
    network = Network.from_networkx(nx.disjoint_union(nx.complete_graph(4), nx.star_graph(4)))
    found = leiden(network, quality="cpm", resolution=0.99, seed=1)
    assert found.sizes.tolist() == [4, 2, 1, 1, 1]
    assert len(leiden(network, quality="cpm", seed=1).sizes) == 9
    found = leiden(network, quality="cpm", resolution=0, seed=1)
    pd.testing.assert_series_equal(
        found.membership, connected_components(network), check_names=False
    )
    assert found.quality == 10


# The definition, tried out on all partitions.


def every_partition(network, quality, resolution, weighted):
    z = matrix(network, weighted)
    for of in oracle.partitions(len(network)):
        if quality == "modularity":
            yield oracle.modularity(z, of, resolution)
        else:
            yield oracle.potts(z, of, resolution, network.directed)


@qualities
@given(network=networks(most=5), weighted=st.booleans(), resolution=st.sampled_from([0.5, 1, 2]))
def test_the_best_of_many_starts_is_hardly_ever_beaten(quality, network, weighted, resolution):
    strength = "contracts" if weighted else None
    options = {"quality": quality, "resolution": resolution, "strength": strength}
    found = leiden(network, **options, starts=20, iterations=None, seed=1)
    z = matrix(network, weighted)
    own = found.membership.tolist()
    again = (
        oracle.modularity(z, own, resolution)
        if quality == "modularity"
        else oracle.potts(z, own, resolution, network.directed)
    )
    assert found.quality == pytest.approx(again, nan_ok=True)
    best = max(every_partition(network, quality, resolution, weighted))
    # No start of a greedy search need reach the best, but small networks hide little from it.
    assert np.isnan(best) or found.quality > best - 0.06 * max(1, abs(best))


def test_all_connected_graphs_of_up_to_six_nodes_reach_the_best_modularity():
    missed = tried = 0
    for graph in nx.graph_atlas_g()[1:209:4]:
        if graph.number_of_edges() == 0:
            continue
        network = Network.from_networkx(graph)
        best = max(every_partition(network, "modularity", 1, False))
        tried += 1
        missed += leiden(network, starts=20, iterations=None, seed=1).quality < best - 1e-12
    assert tried > 40
    assert missed == 0


# What the authors promise: connected, separated and, when nothing changes any more, in place.


@qualities
@given(network=networks(most=6), resolution=st.sampled_from([0.3, 1, 1.5]), seed=st.integers(0, 9))
def test_communities_are_connected_and_no_merger_or_move_helps(quality, network, resolution, seed):
    found = leiden(
        network,
        quality=quality,
        resolution=resolution,
        strength="contracts",
        iterations=None,
        seed=seed,
    )
    z, of = matrix(network), found.membership.tolist()
    assert oracle.connected(z, of)
    if np.isnan(found.quality):
        return

    def value(of):
        if quality == "modularity":
            return oracle.modularity(z, of, resolution)
        return oracle.potts(z, of, resolution, network.directed)

    for other in [*oracle.merged(of), *oracle.moved(of)]:
        assert value(other) <= value(of) + 1e-7


@pytest.mark.parametrize("directed", [False, True])
def test_one_iteration_is_enough_for_connected_and_separated_communities(directed):
    for seed in range(5):
        graph = nx.gnm_random_graph(60, 110, seed=seed, directed=directed)
        network = Network.from_networkx(graph)
        found = leiden(network, iterations=1, seed=seed)
        z, of = matrix(network, weighted=False), found.membership.tolist()
        assert oracle.connected(z, of)
        for other in oracle.merged(of):
            groups = pd.Series(other, index=network.labels)
            assert modularity(network, groups) <= found.quality + 1e-9


# Identities and invariances.


def test_communities_are_numbered_by_size_and_then_by_first_node():
    found = leiden(ring_of_cliques(4, 5), seed=5)
    assert found.membership.drop_duplicates().tolist() == [0, 1, 2, 3]
    assert found.membership.value_counts().sort_index().tolist() == found.sizes.tolist()


def test_seed_decides_and_threads_do_not():
    network = Network.from_networkx(nx.watts_strogatz_graph(2000, 6, 0.2, seed=1))
    one, *others = (leiden(network, starts=5, seed=3, threads=n) for n in (1, 2, 7))
    for other in others:
        assert other.membership.equals(one.membership)
        assert other.quality == one.quality
    assert not leiden(network, seed=4).membership.equals(leiden(network, seed=5).membership)
    drawn = leiden(network)
    assert leiden(network, seed=drawn.meta.seed).membership.equals(drawn.membership)


def test_more_starts_and_iterations_are_not_worse():
    network = Network.from_networkx(nx.watts_strogatz_graph(500, 6, 0.3, seed=1))
    one = leiden(network, seed=1, iterations=1).quality
    assert leiden(network, seed=1, iterations=1, starts=8).quality >= one
    assert leiden(network, seed=1, iterations=None).quality >= one


def test_quality_is_the_modularity_of_the_groups():
    for directed in (False, True):
        graph = nx.gnm_random_graph(80, 300, seed=2, directed=directed)
        network = Network.from_networkx(graph)
        found = leiden(network, seed=1, resolution=1.3)
        assert found.quality == modularity(network, found, resolution=1.3)
        assert found.quality == modularity(network, found.membership, resolution=1.3)


def test_the_unit_of_strength_does_not_matter():
    graph = nx.les_miserables_graph()
    network = Network.from_networkx(graph, weight="weight")
    found = leiden(network, strength="weight", seed=1)
    for one, other, value in graph.edges(data="weight"):
        graph.edges[one, other]["weight"] = 4096 * value
    scaled = Network.from_networkx(graph, weight="weight")
    assert leiden(scaled, strength="weight", seed=1).membership.equals(found.membership)
    assert not leiden(network, seed=1).membership.equals(found.membership)


def test_self_ties_and_ties_of_no_strength_do_not_count():
    ties = [
        ("a", "b", 1),
        ("b", "c", 1),
        ("a", "c", 1),
        ("c", "d", 0),
        ("d", "e", 2),
        ("a", "a", 9),
    ]
    frame = pd.DataFrame(ties, columns=["a", "b", "w"])
    network = Network.from_edges(frame, "a", "b", weight="w")
    found = leiden(network, strength="w", seed=1)
    assert found.membership.tolist() == [0, 0, 0, 1, 1]
    assert found.quality == pytest.approx(1 - (6 / 10) ** 2 - (4 / 10) ** 2)


# Other packages.


@pytest.mark.parametrize("weight", [None, "weight"])
def test_igraph_finds_no_better_communities_in_les_miserables(weight):
    graph = nx.les_miserables_graph()
    found = leiden(
        Network.from_networkx(graph, weight="weight"), strength=weight, starts=20, seed=1
    )
    peer = igraph.Graph.from_networkx(graph)
    best = max(
        peer.community_leiden("modularity", weights=weight, n_iterations=5).modularity
        if weight is None
        else peer.modularity(
            peer.community_leiden("modularity", weights=weight, n_iterations=5).membership,
            weights=weight,
        )
        for _ in range(20)
    )
    assert found.quality == pytest.approx(best, abs=1e-3)
    own = peer.modularity(found.membership.tolist(), weights=weight)
    assert found.quality == pytest.approx(own)


def test_directed_modularity_tells_apart_what_undirected_cannot():
    # Leicht and Newman (2008): two groups with as many ties between as within, but all one way.
    rng = np.random.default_rng(1)
    ties = []
    for i in range(40):
        for j in range(40):
            same = i // 20 == j // 20
            if i != j and rng.random() < (0.3 if same else 0.6 if i < j else 0.0):
                ties.append((i, j))
    frame = pd.DataFrame(ties, columns=["a", "b"])
    network = Network.from_edges(frame, "a", "b", directed=True, nodes=range(40))
    truth = pd.Series(np.arange(40) // 20, index=network.labels)
    found = leiden(network, seed=1, starts=5)
    assert found.quality >= modularity(network, truth)
    agreement = pd.crosstab(found.membership, truth).max(axis=1).sum()
    assert agreement >= 36
    graph = nx.DiGraph(ties)
    sets = [set(found.membership.index[found.membership == c]) for c in found.sizes.index]
    assert nx.community.modularity(graph, sets) == pytest.approx(found.quality)


# Degenerate networks.


@pytest.mark.parametrize("directed", [False, True])
def test_degenerate_networks(directed):
    def made(z):
        return Network.from_matrix(z, directed=directed)

    for z in (np.zeros((1, 1)), np.zeros((4, 4)), np.eye(3)):
        found = leiden(made(z), seed=1)
        assert found.sizes.tolist() == [1] * len(z)
        assert np.isnan(found.quality)
        assert leiden(made(z), quality="cpm", seed=1).quality == 0
    clique = np.ones((5, 5)) - np.eye(5)
    assert leiden(made(clique), seed=1).sizes.tolist() == [5]
    assert leiden(made(clique), seed=1).quality == 0
    star = np.zeros((5, 5))
    star[0, 1:] = star[1:, 0] = 1
    found = leiden(made(star), seed=1, iterations=None)
    assert found.sizes.tolist() == [5]
    isolate = np.zeros((3, 3))
    isolate[0, 1] = isolate[1, 0] = 1
    assert leiden(made(isolate), seed=1).membership.tolist() == [0, 0, 1]


def test_a_large_star_takes_no_quadratic_time():
    leaves = pd.DataFrame({"a": 0, "b": np.arange(1, 100_001)})
    assert len(leiden(Network.from_edges(leaves, "a", "b"), seed=1).sizes) == 1


# What is said of it, and what is refused.


def test_the_result_prints_plots_and_cites():
    found = leiden(karate(), seed=1, starts=10)
    assert "Quality:  0.419790" in found.summary()
    assert found.meta.counts == {"nodes": 34, "ties": 78, "communities": 4}
    assert found.to_frame().columns.tolist() == ["node", "community"]
    assert "Leiden" in found.cite()
    assert found.plot().get_xlabel().startswith("nodes in each")
    directed = Network.from_matrix([[0, 1], [0, 0]], directed=True)
    assert leiden(directed, seed=1).meta.sources == ("traag2019", "leicht2008")
    assert "traag2011" in leiden(directed, quality="cpm", seed=1).meta.sources


def test_bad_arguments_are_refused():
    with pytest.raises(InvalidInput, match="`quality` must be one of 'modularity', 'cpm'"):
        leiden(karate(), quality="CPM2")
    with pytest.raises(InvalidInput, match="`iterations` must be a whole number, at least 1"):
        leiden(karate(), iterations=0)
    with pytest.raises(InvalidInput, match="`starts` must be a whole number, at least 1"):
        leiden(karate(), starts=0)
    with pytest.raises(WrongType, match="`seed`"):
        leiden(karate(), seed=1.5)
    large = Network.from_edges(
        pd.DataFrame({"a": [0, 1], "b": [1, 2], "w": [1e308, 1e308]}), "a", "b", weight="w"
    )
    with pytest.raises(InvalidInput, match="`strength` must add up to a finite number"):
        leiden(large, strength="w", seed=1)
