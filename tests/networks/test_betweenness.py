"""Betweenness."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, betweenness, edge_betweenness

from ..oracles.networks import paths as oracle
from .strategies import matrix, networks, relabelled


def test_networks_whose_betweenness_is_known():
    star = Network.from_networkx(nx.star_graph(5))
    assert betweenness(star).tolist() == [1, 0, 0, 0, 0, 0]
    assert betweenness(star, normalized=False)[0] == 10
    path = Network.from_networkx(nx.path_graph(5))
    assert betweenness(path, normalized=False).tolist() == [0, 3, 4, 3, 0]
    assert (betweenness(Network.from_networkx(nx.complete_graph(5))) == 0).all()
    ring = Network.from_networkx(nx.cycle_graph(4, create_using=nx.DiGraph))
    assert betweenness(ring, normalized=False).tolist() == [3] * 4
    assert betweenness(ring).tolist() == [0.5] * 4


@pytest.mark.parametrize("distance", [None, "contracts"])
@given(network=networks(smallest=1))
def test_it_follows_the_formula(network, distance):
    expected = oracle.betweenness(oracle.lengths_of(network, weighted=distance is not None))
    pairs = 1 if network.directed else 2
    found = betweenness(network, distance=distance, normalized=False)
    assert found.to_numpy() == pytest.approx(
        np.array([float(value / pairs) for value in expected]), abs=1e-12
    )


@pytest.mark.parametrize("distance", [None, "contracts"])
@given(network=networks(smallest=1))
def test_values_move_with_their_labels_and_do_not_depend_on_the_unit(network, distance):
    found = betweenness(network, distance=distance)
    again = betweenness(relabelled(network), distance=distance)
    pd.testing.assert_series_equal(again[found.index], found, atol=1e-12)
    ties = network.to_frame()
    # In tenths, sums of distances are rounded.
    ties["contracts"] /= 10
    scaled = Network.from_edges(
        ties,
        "source",
        "target",
        weight="contracts",
        directed=network.directed,
        nodes=network.labels,
    )
    pd.testing.assert_series_equal(betweenness(scaled, distance=distance), found, atol=1e-12)


@given(network=networks(smallest=1))
def test_equal_distances_are_as_good_as_none(network):
    ties = network.to_frame().assign(contracts=0.3)
    equal = Network.from_edges(
        ties,
        "source",
        "target",
        weight="contracts",
        directed=network.directed,
        nodes=network.labels,
    )
    pd.testing.assert_series_equal(
        betweenness(equal, distance="contracts"), betweenness(network), atol=1e-12
    )


@given(network=networks(directed=True, smallest=1))
def test_paths_the_other_way_pass_the_same_nodes(network):
    turned = Network.from_matrix(
        network.to_scipy().T, labels=network.labels, directed=True, weight="contracts"
    )
    for distance in (None, "contracts"):
        pd.testing.assert_series_equal(
            betweenness(turned, distance=distance),
            betweenness(network, distance=distance),
            atol=1e-12,
        )


def test_passed_nodes_add_up_to_the_steps_between_ends():
    graph = nx.connected_watts_strogatz_graph(60, 4, 0.2, seed=2)
    steps = sum(
        length - 1
        for one, lengths in nx.all_pairs_shortest_path_length(graph)
        for other, length in lengths.items()
        if one < other
    )
    found = betweenness(Network.from_networkx(graph), normalized=False)
    assert found.sum() == pytest.approx(steps)


def test_all_graphs_of_up_to_seven_nodes_agree_with_networkx():
    # Ours all in one, since no path leads from one to another.
    graphs = nx.graph_atlas_g()[1:]
    found = betweenness(Network.from_networkx(nx.disjoint_union_all(graphs)), normalized=False)
    expected = [
        value
        for graph in graphs
        for value in nx.betweenness_centrality(graph, normalized=False).values()
    ]
    assert found.to_numpy() == pytest.approx(np.array(expected), abs=1e-12)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("normalized", [False, True])
@pytest.mark.parametrize("weight", [None, "km"])
def test_random_networks_agree_with_networkx_and_igraph(directed, normalized, weight):
    rng = np.random.default_rng(3)
    for density in (0.02, 0.1, 0.5):
        graph = nx.gnp_random_graph(60, density, seed=4, directed=directed)
        for _, _, data in graph.edges(data=True):
            data["km"] = float(rng.uniform(1, 3))
        network = Network.from_networkx(graph, weight="km")
        found = betweenness(network, distance=weight, normalized=normalized)
        expected = nx.betweenness_centrality(graph, weight=weight, normalized=normalized)
        assert found.to_numpy() == pytest.approx(
            np.array([expected[node] for node in graph]), abs=1e-12
        )
        if not normalized:
            peer = igraph.Graph.from_networkx(graph)
            expected = peer.betweenness(weights=weight, directed=directed)
            assert found.to_numpy() == pytest.approx(np.array(expected), abs=1e-9)


def test_sums_that_differ_by_rounding_are_equally_short():
    ties = pd.DataFrame({"a": [0, 1, 0, 2], "b": [1, 3, 2, 3], "km": [0.1, 0.2, 0.15, 0.15]})
    network = Network.from_edges(ties, "a", "b", weight="km")
    assert betweenness(network, distance="km", normalized=False)[[1, 2]].tolist() == [0.5, 0.5]


def test_bad_arguments_are_refused():
    ties = pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"], "km": [1.0, 0.0]})
    network = Network.from_edges(ties, "a", "b", weight="km")
    with pytest.raises(WrongType, match="`network` must be a Network"):
        betweenness(ties)
    with pytest.raises(UnknownLabel, match="`distance`: the weight of this network is named 'km'"):
        betweenness(network, distance="weight")
    with pytest.raises(InvalidInput, match=r"`distance` must be greater than 0 .*'y' and 'z'"):
        betweenness(network, distance="km")
    with pytest.raises(WrongType, match="`normalized` must be True or False"):
        betweenness(network, normalized=1)
    with pytest.raises(InvalidInput, match="`threads` must be"):
        betweenness(network, threads=-1)
    huge = Network.from_edges(ties.assign(km=1.7e308), "a", "b", weight="km")
    with pytest.raises(InvalidInput, match="`distance` must add up to a finite number"):
        betweenness(huge, distance="km")


def test_more_paths_than_can_be_counted_are_refused():
    corners = np.arange(0, 3300, 3)
    ties = [
        (start + i, start + j) for start in corners for i, j in ((0, 1), (0, 2), (1, 3), (2, 3))
    ]
    chain = Network.from_edges(pd.DataFrame(ties, columns=["a", "b"]), "a", "b")
    with pytest.raises(InvalidInput, match="more than 1e308 shortest paths"):
        betweenness(chain)


@pytest.mark.parametrize("normalized", [False, True])
def test_small_networks_and_nodes_without_ties_have_zeros(normalized):
    for nodes in (["x"], ["x", "y"], ["x", "y", "z"]):
        ties = pd.DataFrame({"a": ["x"], "b": [nodes[-1]]})
        network = Network.from_edges(ties, "a", "b", nodes=nodes)
        assert betweenness(network, normalized=normalized).tolist() == [0.0] * len(nodes)


def test_self_ties_are_on_no_path():
    ties = pd.DataFrame({"a": [0, 1, 1], "b": [1, 2, 1]})
    with_one = Network.from_edges(ties, "a", "b")
    assert betweenness(with_one).tolist() == [0, 1, 0]
    assert matrix(with_one)[1, 1] == 1


@pytest.mark.parametrize("distance", [None, "km"])
def test_threads_give_equal_bits(distance):
    graph = nx.barabasi_albert_graph(700, 3, seed=1)
    ties = pd.DataFrame(graph.edges, columns=["a", "b"])
    ties["km"] = np.random.default_rng(1).uniform(0.1, 3, len(ties))
    network = Network.from_edges(ties, "a", "b", weight="km")
    one, *others = (
        betweenness(network, distance=distance, threads=threads).to_numpy().tobytes()
        for threads in (1, 2, 7)
    )
    assert others == [one, one]


@given(network=networks(smallest=1), distance=st.sampled_from([None, "contracts"]), data=st.data())
def test_paths_between_some_nodes_follow_the_formula(network, distance, data):
    everyone = list(network.labels)
    some = st.lists(st.sampled_from(everyone), min_size=1, unique=True)
    sources, targets = data.draw(some), data.draw(st.none() | some)
    values, pairs = oracle.between(
        oracle.lengths_of(network, weighted=distance is not None),
        network.labels.get_indexer(sources),
        network.labels.get_indexer(everyone if targets is None else targets),
        network.directed,
    )
    options = {"distance": distance, "sources": sources, "targets": targets}
    found = betweenness(network, normalized=False, **options)
    expected = np.array([float(value) for value in values])
    assert found.to_numpy() == pytest.approx(expected, abs=1e-12)
    shares = np.array(
        [
            float(value / count) if count else np.nan
            for value, count in zip(values, pairs, strict=True)
        ]
    )
    found = betweenness(network, **options)
    assert found.to_numpy() == pytest.approx(shares, abs=1e-12, nan_ok=True)


@given(network=networks(smallest=1))
def test_paths_between_all_nodes_named_are_those_between_all(network):
    everyone = list(network.labels)
    found = betweenness(network, sources=everyone, targets=everyone, normalized=False)
    expected = betweenness(network, normalized=False)
    pd.testing.assert_series_equal(found, expected, atol=1e-12)
    if len(network) > 2:
        found = betweenness(network, sources=everyone)
        pd.testing.assert_series_equal(found, betweenness(network), atol=1e-12)


@pytest.mark.parametrize("directed", [False, True])
def test_paths_between_some_nodes_agree_with_networkx(directed):
    graph = nx.gnp_random_graph(60, 0.08, seed=4, directed=directed)
    sources, targets = [3, 5, 8, 13, 21], [2, 4, 8, 16, 32, 13]
    found = betweenness(
        Network.from_networkx(graph), sources=sources, targets=targets, normalized=False
    )
    expected = nx.betweenness_centrality_subset(graph, sources, targets)
    if not directed:
        # networkx halves every pair, also those that it meets from one end only.
        again = nx.betweenness_centrality_subset(graph, targets, sources)
        both = [node for node in sources if node in targets]
        twice = nx.betweenness_centrality_subset(graph, both, both)
        expected = {node: expected[node] + again[node] - twice[node] for node in graph}
    assert found.to_dict() == pytest.approx(expected, abs=1e-12)


@given(network=networks(smallest=1), distance=st.sampled_from([None, "contracts"]))
def test_ties_follow_the_formula(network, distance):
    found = edge_betweenness(network, distance=distance, normalized=False)
    ends = [network.labels.get_indexer(found.index.get_level_values(end)) for end in (0, 1)]
    ties = list(zip(*ends, strict=True))
    lengths = oracle.lengths_of(network, weighted=distance is not None)
    expected = oracle.edge_betweenness(lengths, ties)
    assert found.to_numpy() == pytest.approx(np.array([float(value) for value in expected]))
    pairs = len(network) * (len(network) - 1) / (1 if network.directed else 2)
    again = edge_betweenness(network, distance=distance)
    assert again.to_numpy() == pytest.approx(found.to_numpy() / pairs if len(found) else [])
    rows = network.to_frame()
    rows = rows[rows["source"] != rows["target"]]
    assert list(found.index) == list(zip(rows["source"], rows["target"], strict=True))


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "km"])
def test_ties_agree_with_networkx_and_igraph(directed, weight):
    rng = np.random.default_rng(3)
    for density in (0.02, 0.1, 0.5):
        graph = nx.gnp_random_graph(60, density, seed=4, directed=directed)
        for _, _, data in graph.edges(data=True):
            data["km"] = float(rng.uniform(1, 3))
        network = Network.from_networkx(graph, weight="km")
        found = edge_betweenness(network, distance=weight)
        expected = nx.edge_betweenness_centrality(graph, weight=weight)
        assert found.to_dict() == pytest.approx(expected)
        peer = igraph.Graph.from_networkx(graph).edge_betweenness(directed, weights=weight)
        found = edge_betweenness(network, distance=weight, normalized=False)
        assert found[list(graph.edges)].to_numpy() == pytest.approx(np.array(peer))


def test_shares_of_ties_add_up_to_the_steps_between_ends():
    graph = nx.connected_watts_strogatz_graph(60, 4, 0.2, seed=2)
    network = Network.from_networkx(graph)
    mean = nx.average_shortest_path_length(graph)
    assert edge_betweenness(network).sum() == pytest.approx(mean)


@pytest.mark.parametrize("normalized", [False, True])
def test_networks_without_ties_have_no_ties_between(normalized):
    for nodes in (["x"], ["x", "y"]):
        loop = Network.from_edges(pd.DataFrame({"a": ["x"], "b": ["x"]}), "a", "b", nodes=nodes)
        assert len(edge_betweenness(loop, normalized=normalized)) == 0


def test_bad_sources_and_targets_are_refused():
    network = Network.from_networkx(nx.path_graph(3))
    for argument in ("sources", "targets"):
        with pytest.raises(UnknownLabel, match=f"`{argument}` names a label that is not there: 7"):
            betweenness(network, **{argument: [7]})
        with pytest.raises(InvalidInput, match=f"`{argument}` must name each node once"):
            betweenness(network, **{argument: [1, 1]})
        with pytest.raises(InvalidInput, match=f"`{argument}` is empty"):
            betweenness(network, **{argument: []})
        with pytest.raises(WrongType, match=f"`{argument}` must be a list of labels"):
            betweenness(network, **{argument: 1})
    ties = pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"], "km": [1.0, 0.0]})
    zero = Network.from_edges(ties, "a", "b", weight="km")
    with pytest.raises(InvalidInput, match=r"`distance` must be greater than 0 .*'y' and 'z'"):
        edge_betweenness(zero, distance="km")


@pytest.mark.parametrize("kind", ["hubs", "small world", "directed", "path"])
def test_all_ways_of_walking_agree_with_igraph(kind):
    # Large enough that numbers are handed on at some levels and collected at others.
    graph = {
        "hubs": nx.barabasi_albert_graph(500, 5, seed=1),
        "small world": nx.connected_watts_strogatz_graph(500, 8, 0.1, seed=1),
        "directed": nx.gnm_random_graph(500, 6000, seed=1, directed=True),
        "path": nx.path_graph(200),
    }[kind]
    peer = igraph.Graph(len(graph), list(graph.edges), directed=graph.is_directed())
    found = betweenness(Network.from_networkx(graph), normalized=False)
    assert found.to_numpy() == pytest.approx(np.array(peer.betweenness()))


def test_what_one_walk_leaves_behind_does_not_reach_the_next():
    # Walks from the clique hand shares back from z over all its ties, also to p, which they never
    # reach. From q both ways to t are as short, and the one by p must count no more than the other.
    core = nx.complete_graph(20, create_using=nx.DiGraph)
    core.add_edges_from([(1, "z"), (2, "z"), ("q", "p"), ("p", "z"), ("z", "t")])
    core.add_edges_from([("q", "r"), ("r", "x"), ("x", "t")])
    found = betweenness(Network.from_networkx(core), normalized=False)
    expected = nx.betweenness_centrality(core, normalized=False)
    assert found.to_dict() == pytest.approx(expected)


@pytest.mark.parametrize("distance", [None, "km"])
def test_threads_give_ties_equal_bits(distance):
    graph = nx.barabasi_albert_graph(400, 3, seed=1)
    ties = pd.DataFrame(graph.edges, columns=["a", "b"])
    ties["km"] = np.random.default_rng(1).uniform(0.1, 3, len(ties))
    network = Network.from_edges(ties, "a", "b", weight="km")
    one, *others = (
        edge_betweenness(network, distance=distance, threads=threads).to_numpy().tobytes()
        for threads in (1, 2, 7)
    )
    assert others == [one, one]
