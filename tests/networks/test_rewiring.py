"""Random networks, tests against them, small worlds."""

from collections import Counter
from itertools import combinations, permutations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    Network,
    constraint,
    degree,
    node_bootstrap,
    node_jackknife,
    null_test,
    random_network_like,
    rewire,
    rich_club_test,
    sensitivity,
    small_world,
    strength,
)

from ..oracles.networks import inference as oracle
from .strategies import networks, relabelled

CLUB = Network.from_networkx(nx.karate_club_graph(), weight="weight")
PATH = Network.from_networkx(nx.path_graph(5))


def density(network):
    pairs = len(network) * (len(network) - 1)
    return network.tie_count / pairs * (1 if network.directed else 2)


def ties_of(network):
    frame = network.to_frame()
    return list(zip(frame["source"], frame["target"], strict=True))


# Random networks.


@pytest.mark.parametrize(
    ("directed", "keep", "drawn"),
    [
        (False, "size", "ab6 ac4 ad5 ae7 af3 bc5 bd6 bf2 cf2 de4 df4 ef2"),
        (False, "density", "ae1 be5 bf4 ce3 de6 df7 ef2"),
        (False, "degree", "ab2 ac3 ae1 bd6 cd5 cf4 ef7"),
        (False, "ties", "ab3 ac1 af2 bc7 cd4 de6 ef5"),
        (True, "density", "cd3 db6 dc2 de1 eb7 ec4 fb5"),
        (True, "dyad_census", "ae5 be1 bf2 ce3 de4 df7 ef6"),
        (True, "degree", "ad2 af1 ba3 ce4 db5 ec6 fc7"),
        (True, "strength", "ab1 ac2 bc3 cd4 de5 ef6 fa7"),
    ],
)
def test_what_a_seed_draws_is_fixed(directed, keep, drawn):
    ties = pd.DataFrame({"a": list("aabcdef"), "b": list("bccdefa"), "w": range(1, 8)})
    network = Network.from_edges(ties, "a", "b", weight="w", directed=directed)
    found = random_network_like(network, keep=keep, seed=1).to_frame()
    assert " ".join(f"{a}{b}{w:.0f}" for a, b, w in found.itertuples(index=False)) == drawn


@given(network=networks(most=8), seed=st.integers(0, 9))
def test_rewiring_keeps_degrees_and_weights(network, seed):
    found = rewire(network, seed=seed)
    for direction in ("in", "out"):
        pd.testing.assert_series_equal(
            degree(found, direction=direction), degree(network, direction=direction)
        )
    name = "contracts"
    assert sorted(found.to_frame()[name]) == sorted(network.to_frame()[name])
    pd.testing.assert_series_equal(found.self_ties, network.self_ties)
    if network.directed:
        pd.testing.assert_series_equal(
            strength(found, direction="out"), strength(network, direction="out")
        )
    assert found.attributes.equals(network.attributes)
    assert found == rewire(network, seed=seed)
    assert rewire(network, swaps=0, seed=seed) == network


@given(network=networks(most=8), seed=st.integers(0, 9))
def test_random_networks_keep_what_is_asked(network, seed):
    labels = list(network.labels)
    found = {
        keep: random_network_like(network, keep, seed=seed)
        for keep in ("size", "density", "dyad_census", "degree")
    }
    for other in found.values():
        assert list(other.labels) == labels
        assert other.directed == network.directed
        pd.testing.assert_series_equal(other.self_ties, network.self_ties)
    for keep in ("density", "dyad_census", "degree"):
        assert found[keep].tie_count == network.tie_count
    census = [oracle.census(ties_of(each), labels) for each in (network, found["dyad_census"])]
    if network.directed:
        assert census[0] == census[1]
    assert found["degree"] == rewire(network, seed=seed)


def test_undirected_rings_become_each_of_the_networks_with_their_degrees():
    ring = Network.from_networkx(nx.cycle_graph(5))
    met = {tuple(ties_of(rewire(ring, seed=seed))) for seed in range(300)}
    # The twelve rings through five nodes.
    assert len(met) == 12


def test_networks_that_cannot_change_come_back():
    for graph in (nx.star_graph(4), nx.complete_graph(5), nx.empty_graph(3), nx.path_graph(2)):
        network = Network.from_networkx(graph)
        assert rewire(network, seed=1) == network
    one = Network.from_matrix([[0]])
    for keep in ("size", "density", "dyad_census", "degree"):
        assert random_network_like(one, keep, seed=1) == one


def test_half_of_all_pairs_are_refused_where_a_network_cannot_hold_them():
    large = Network.from_edges(pd.DataFrame({"a": [0], "b": [1]}), "a", "b", nodes=range(100_000))
    with pytest.raises(InvalidInput, match=r'half of the 4999950000 pairs .* use keep="density"'):
        random_network_like(large, "size", seed=1)


# Tests against random networks.


def test_z_and_p_follow_from_the_draws():
    found = null_test(CLUB, lambda net: constraint(net).var(), replicates=40, seed=3)
    draws, row = found.draws.iloc[:, 0], found.table.iloc[0]
    assert row["expected"] == pytest.approx(draws.mean())
    assert row["sd"] == pytest.approx(draws.std())
    assert row["z"] == pytest.approx((row["observed"] - draws.mean()) / draws.std())
    assert row["p_upper"] == ((draws >= row["observed"]).sum() + 1) / 41
    assert row["p_lower"] == ((draws <= row["observed"]).sum() + 1) / 41
    far = (draws - draws.mean()).abs() >= abs(row["observed"] - draws.mean())
    assert row["p_two_sided"] == (far.sum() + 1) / 41
    again = null_test(CLUB, lambda net: constraint(net).var(), replicates=40, seed=3)
    assert again.draws.equals(found.draws)
    shares = null_test(
        CLUB, lambda net: constraint(net).var(), replicates=40, seed=3, count_observed=False
    )
    assert shares.table["p_upper"].item() == (draws >= row["observed"]).mean()


@pytest.mark.parametrize(
    ("graph", "keep"),
    [
        (nx.path_graph(5), "degree"),
        (nx.path_graph(4), "density"),
        (nx.DiGraph([(0, 1), (1, 0), (1, 2), (2, 3)]), "degree"),
        (nx.DiGraph([(0, 1), (1, 0), (1, 2)]), "dyad_census"),
    ],
)
def test_expectation_and_spread_are_those_of_all_networks_of_the_kind(graph, keep):
    def kept(ties):
        if keep == "density":
            return None
        if keep == "dyad_census":
            return oracle.census(ties, graph)
        ends = list(zip(*ties, strict=True))
        if not graph.is_directed():
            return sorted(Counter(ends[0] + ends[1]).items())
        return [sorted(Counter(end).items()) for end in ends]

    def shape(graph):
        return nx.transitivity(nx.Graph(graph)) + 3 * graph.has_edge(0, 1)

    pairs = permutations(graph, 2) if graph.is_directed() else combinations(graph, 2)
    alike = [
        shape(type(graph)(ties))
        for ties in combinations(pairs, graph.size())
        if kept(ties) == kept(tuple(graph.edges))
    ]
    assert len(alike) > 3
    found = null_test(
        Network.from_networkx(graph),
        lambda network: shape(network.to_networkx()),
        keep=keep,
        replicates=1000,
        seed=2,
    )
    row = found.table.iloc[0]
    assert row["expected"] == pytest.approx(np.mean(alike), abs=4 * np.std(alike) / 1000**0.5)
    assert row["sd"] == pytest.approx(np.std(alike), rel=0.1)
    assert np.isclose(found.draws.to_numpy(), alike).any(axis=1).all()


def test_what_is_kept_does_not_vary():
    found = null_test(CLUB, "degree", replicates=5, seed=1)
    assert found.table.index.equals(CLUB.labels)
    assert found.table["z"].isna().all()
    assert (found.table["sd"] == 0).all()
    assert (found.table["p_two_sided"] == 1).all()
    assert null_test(CLUB, density, keep="density", replicates=5, seed=1).table["sd"].item() == 0
    ties = null_test(
        CLUB, lambda net: net.tie_count, keep="size", replicates=400, seed=1, swaps=1
    ).table.iloc[0]
    # Of 561 pairs half are tied.
    assert ties["expected"] == pytest.approx(280.5, abs=3)
    assert ties["sd"] == pytest.approx(np.sqrt(561) / 2, rel=0.15)


def test_a_number_a_node_keeps_its_labels():
    network = Network.from_edges(
        pd.DataFrame({"a": ["x", "x", "y"], "b": ["y", "z", "w"]}), "a", "b", nodes=list("wxyzi")
    )
    found = null_test(network, "constraint", replicates=30, seed=1)
    assert found.table.index.tolist() == list("wxyzi")
    assert found.table.loc["i", ["observed", "z", "p_upper"]].isna().all()
    assert found.draws.columns.tolist() == list("wxyzi")
    assert found.table.loc["w", "observed"] == 1


@given(network=networks(most=8), seed=st.integers(0, 9))
def test_weights_are_dealt_out_among_the_same_ties(network, seed):
    found = random_network_like(network, "ties", seed=seed)
    assert ties_of(found) == ties_of(network)
    assert sorted(found.to_frame()["contracts"]) == sorted(network.to_frame()["contracts"])
    if network.directed:
        sent = random_network_like(network, "strength", seed=seed)
        assert ties_of(sent) == ties_of(network)
        expected = strength(network, direction="out")
        pd.testing.assert_series_equal(strength(sent, direction="out"), expected)
    else:
        with pytest.raises(InvalidInput, match='use keep="ties"'):
            random_network_like(network, "strength", seed=seed)


def test_random_networks_are_the_same_on_any_number_of_threads():
    draws = [null_test(CLUB, "rich_club", replicates=9, seed=4, threads=n).draws for n in (1, 2, 7)]
    assert draws[0].equals(draws[1])
    assert draws[0].equals(draws[2])


@pytest.mark.parametrize("directed", [False, True])
def test_the_rich_club_beside_networks_with_the_same_degrees(directed):
    # A clique of five in a sparse network whose other hubs are not tied to each other.
    graph = nx.disjoint_union(nx.complete_graph(5), nx.random_regular_graph(3, 40, seed=1))
    graph.add_edges_from((i, 5 + 7 * i + j) for i in range(5) for j in range(7))
    network = Network.from_networkx(nx.DiGraph(graph) if directed else graph)
    found = rich_club_test(network, replicates=50, seed=1)
    clique = found.table.index[-1]
    assert found.table.loc[clique, "observed"] == 1
    assert found.table.loc[clique, "ratio"] > 1.3
    assert found.table.loc[clique, "p_upper"] < 0.05
    assert found.table.loc[0, "ratio"] == pytest.approx(1)
    plain = null_test(network, "rich_club", replicates=50, seed=1)
    pd.testing.assert_frame_equal(found.draws, plain.draws)
    pd.testing.assert_frame_equal(found.table.drop(columns="ratio"), plain.table)
    ratio = plain.table["observed"] / plain.draws.mean()
    assert found.table["ratio"].to_numpy() == pytest.approx(ratio.to_numpy())


# Small worlds.


def test_shapes_agree_with_networkx():
    for seed in range(6):
        graph = nx.gnp_random_graph(60, 0.04, seed=seed)
        largest = graph.subgraph(max(nx.connected_components(graph), key=len))
        found = small_world(Network.from_networkx(graph), replicates=1, seed=1)
        row = found.table.loc["observed", ["path_length", "transitivity", "local"]]
        assert row.tolist() == pytest.approx(oracle.shape(largest))
        assert found.meta.counts["nodes"] == len(largest)


@settings(max_examples=30)
@given(network=networks(), seed=st.integers(0, 99))
def test_shapes_of_any_network_agree_with_networkx_and_ratios_follow_from_them(network, seed):
    graph = network.to_networkx().to_undirected()
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    largest = max(map(len, nx.connected_components(graph)))
    if largest < 3:
        with pytest.raises(InvalidInput, match="a component of at least 3 nodes"):
            small_world(network)
        return
    found = small_world(network, replicates=2, seed=seed)
    if sum(len(each) == largest for each in nx.connected_components(graph)) == 1:
        kept = graph.subgraph(max(nx.connected_components(graph), key=len))
        row = found.table.loc["observed", ["path_length", "transitivity", "local"]]
        assert row.tolist() == pytest.approx(oracle.shape(kept))
    table = found.table
    lengths, local = table["path_length"], table["local"]
    if local["lattice"] > 0:
        closer = local["observed"] / local["lattice"]
        assert found.omega == pytest.approx(lengths["random"] / lengths["observed"] - closer)


def test_a_ring_a_small_world_and_a_random_network_are_told_apart():
    found = [
        small_world(Network.from_networkx(nx.watts_strogatz_graph(300, 8, p, seed=1)), seed=1)
        for p in (0, 0.1, 1)
    ]
    lattice, small, random = found
    assert lattice.table.loc["lattice", "local"] == pytest.approx(9 / 14)
    assert lattice.table.loc["observed", "local"] == pytest.approx(9 / 14)
    assert lattice.omega < -0.8
    assert abs(small.omega) < 0.35
    assert random.omega > 0.85
    assert small.sigma > 5
    assert random.sigma == pytest.approx(1, abs=0.35)
    table = small.table
    assert small.sigma == pytest.approx(
        (table["local"]["observed"] / table["local"]["random"])
        / (table["path_length"]["observed"] / table["path_length"]["random"])
    )
    assert small.omega == pytest.approx(
        table["path_length"]["random"] / table["path_length"]["observed"]
        - table["local"]["observed"] / table["local"]["lattice"]
    )
    assert table["connected"]["random"] > 0.99


def test_directions_weights_and_other_components_do_not_matter():
    graph = nx.watts_strogatz_graph(40, 4, 0.2, seed=2)
    directed = nx.DiGraph(graph)
    directed.add_edge(100, 101)
    found = small_world(Network.from_networkx(directed), replicates=3, seed=1)
    expected = small_world(Network.from_networkx(graph), replicates=3, seed=1)
    pd.testing.assert_frame_equal(found.table, expected.table)
    assert found.meta.dropped == {"nodes outside the largest component": 2}
    observed = small_world(relabelled(Network.from_networkx(graph)), replicates=1, seed=1).table
    pd.testing.assert_series_equal(observed.loc["observed"], expected.table.loc["observed"])


def test_degenerate_networks_have_no_ratio_or_are_refused():
    tree = small_world(PATH, replicates=3, seed=1)
    assert np.isnan(tree.sigma)
    for graph in (nx.empty_graph(4), nx.path_graph(2)):
        with pytest.raises(InvalidInput, match="a component of at least 3 nodes"):
            small_world(Network.from_networkx(graph))
    clique = small_world(Network.from_networkx(nx.complete_graph(6)), replicates=2, seed=1)
    assert (clique.sigma, clique.omega) == (1, 0)


def test_threads_give_equal_bits():
    one, *others = (
        small_world(CLUB, replicates=4, seed=1, threads=threads).references.to_numpy()[:, 1:]
        for threads in (1, 2, 7)
    )
    for other in others:
        assert other.astype(float).tobytes() == one.astype(float).tobytes()


# What is refused, and results.


def test_measures_that_give_no_numbers_are_refused():
    with pytest.raises(UnknownLabel, match=r"`measure`: .* 'constrain'. Did you mean 'constraint'"):
        null_test(CLUB, "constrain")
    with pytest.raises(WrongType, match=r"`measure` must give one number or a Series.*got str"):
        null_test(CLUB, lambda network: "high")
    with pytest.raises(WrongType, match=r"`measure` must give one number for .*got Series"):
        node_bootstrap(CLUB, degree)
    with pytest.raises(WrongType, match="`measure` must give numbers: got a Series of dtype"):
        null_test(CLUB, lambda network: degree(network).astype(str))
    with pytest.raises(InvalidInput, match="`measure` must give values under the same labels"):
        null_test(CLUB, lambda net: net.to_frame().set_index(["source", "target"])["weight"])
    with pytest.raises(WrongType, match="`measure` must give one number, or one a node"):
        sensitivity(CLUB, lambda net: pd.Series({"a": 1.0}))
    with pytest.raises(InvalidInput, match="`drop` must leave at least one node"):
        sensitivity(CLUB, degree, drop=1, what="nodes")
    with pytest.raises(InvalidInput, match="`network` must have at least 3 nodes"):
        node_jackknife(Network.from_matrix([[0, 1], [1, 0]]), density)
    with pytest.raises(InvalidInput, match="`network` must have at least 2 nodes"):
        node_bootstrap(Network.from_matrix([[0]]), density)


def test_results_tell_and_draw():
    found = [
        null_test(CLUB, density, keep="size", replicates=5, seed=1),
        null_test(CLUB, "constraint", replicates=5, seed=1),
        node_bootstrap(CLUB, density, replicates=5, seed=1),
        node_jackknife(CLUB, density),
        sensitivity(CLUB, "degree", drop=[0.1, 0.2], replicates=5, seed=1),
        small_world(CLUB, replicates=3, seed=1),
    ]
    for result in found:
        assert result.title in result.summary()
        assert len(result.to_frame())
        assert result.plot().get_xlabel()
        assert result.cite()
    assert "Telesford" in found[-1].cite()
    assert found[0].meta.options["keep"] == "size"
