"""Random networks, tests against them, resampling of nodes, missing ties, small worlds."""

from statistics import NormalDist

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
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


# Resampling.


def test_the_jackknife_of_density_follows_its_formula_and_is_right_on_average():
    n, expected, found = 12, 0.3 * 0.7 / (12 * 11 / 2), []
    for seed in range(300):
        network = Network.from_networkx(nx.gnp_random_graph(n, 0.3, seed=seed))
        degrees = degree(network).to_numpy()
        without = (network.tie_count - degrees) / ((n - 1) * (n - 2) / 2)
        squares = (n - 2) / (2 * n) * ((without - without.mean()) ** 2).sum()
        found.append(squares)
        if seed < 3:
            result = node_jackknife(network, density)
            assert result.draws.to_numpy() == pytest.approx(without)
            assert result.se == pytest.approx(np.sqrt(squares))
            reach = 1.959963984540054 * result.se
            assert (result.lower, result.upper) == pytest.approx(
                (result.value - reach, result.value + reach)
            )
    assert np.mean(found) == pytest.approx(expected, rel=0.1)


def test_the_bootstrap_of_density_is_wider_than_the_jackknife_by_a_known_factor():
    for directed in (False, True):
        graph = nx.gnp_random_graph(40, 0.2, seed=3, directed=directed)
        network = Network.from_networkx(graph)
        found = node_bootstrap(network, density, replicates=400, seed=1)
        assert found.value == density(network)
        assert found.draws.mean() == pytest.approx(found.value, rel=0.03)
        assert found.se == pytest.approx(found.draws.std())
        # Where ties are independent, its variance is three times as large.
        assert found.se / node_jackknife(network, density).se == pytest.approx(3**0.5, rel=0.15)
        ends = np.quantile(found.draws, [0.025, 0.975])
        assert (found.lower, found.upper) == pytest.approx(tuple(ends))
        normal = node_bootstrap(network, density, replicates=400, seed=1, interval="normal")
        assert normal.upper - normal.value == pytest.approx(1.959964 * found.se, rel=1e-6)


def test_intervals_follow_their_definitions_and_mend_a_bias():
    values = iter([10.0, *range(1, 10), 10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
    draws = np.array([*range(1, 10), *range(10, 20)], dtype=float)
    options = {"replicates": 19, "level": 0.8, "seed": 1}
    found = node_bootstrap(PATH, lambda network: next(values), interval="basic", **options)
    low, high = np.quantile(draws, [0.1, 0.9])
    assert (found.lower, found.upper) == pytest.approx((20 - high, 20 - low))
    # As many below as above: nothing to correct.
    values = iter([10.0, *draws])
    found = node_bootstrap(PATH, lambda net: next(values), interval="bias-corrected", **options)
    assert (found.lower, found.upper) == pytest.approx((low, high))
    # A sixth of the draws lie below, z = -0.9674: tails at Phi(2z -+ 1.2816).
    values = iter([2.5, *range(1, 13)])
    found = node_bootstrap(
        PATH,
        lambda net: next(values),
        interval="bias-corrected",
        replicates=12,
        level=0.8,
        seed=1,
    )
    normal = NormalDist()
    tails = [normal.cdf(2 * normal.inv_cdf(1 / 6) + z) for z in (-1.2815515655, 1.2815515655)]
    ends = np.quantile(np.arange(1.0, 13), tails)
    assert (found.lower, found.upper) == pytest.approx(tuple(ends))
    values = iter([0.0, *range(1, 13)])
    found = node_bootstrap(
        PATH, lambda net: next(values), interval="bias-corrected", replicates=12, seed=1
    )
    assert np.isnan([found.lower, found.upper]).all()
    # Copies of a node share contacts, so that resamples are more clustered than the network.
    ring = Network.from_networkx(nx.watts_strogatz_graph(40, 4, 0.3, seed=1))
    plain, basic = (
        node_bootstrap(ring, "transitivity", replicates=60, interval=interval, seed=1)
        for interval in ("percentile", "basic")
    )
    bias = plain.draws.mean() - plain.value
    assert abs(bias) > 0
    assert (basic.lower + basic.upper) / 2 == pytest.approx(
        2 * basic.value - (plain.lower + plain.upper) / 2
    )


def test_copies_bring_their_attributes():
    def right(network):
        assert network.labels.tolist() == list(range(34))
        known = network.attributes["club"].isin(["Mr. Hi", "Officer"])
        return float(known.mean())

    assert node_bootstrap(CLUB, right, replicates=3, seed=1).se == 0
    assert node_jackknife(CLUB, lambda net: len(net.attributes)).draws.tolist() == [33] * 34


def test_resamples_without_a_value_are_left_out():
    values = iter([1.0, np.nan, 2.0, 4.0])
    found = node_bootstrap(PATH, lambda network: next(values), replicates=3, seed=1)
    assert found.meta.dropped == {"resamples without a value": 1}
    assert found.se == pytest.approx(np.sqrt(2))


# What is missing.


def test_nothing_missing_changes_nothing():
    for what in ("ties", "nodes"):
        found = sensitivity(CLUB, "constraint", drop=0, what=what, replicates=3, seed=1).table
        assert found["mean"].to_numpy() == pytest.approx(1)
        assert found["sd"].to_numpy() == pytest.approx(0)
        number = sensitivity(CLUB, density, drop=0.0, what=what, replicates=3, seed=1).table
        assert number["mean"].tolist() == pytest.approx([density(CLUB), 0])


def test_a_known_share_is_missing():
    found = sensitivity(CLUB, density, drop=[0.25, 0.5], replicates=4, seed=1).table
    # Of 78 ties 20 and 39 go.
    assert found["mean"].xs("relative_difference", level="statistic").tolist() == pytest.approx(
        [-20 / 78, -0.5]
    )
    sizes = sensitivity(CLUB, lambda net: len(net), drop=0.5, what="nodes", replicates=4, seed=1)
    assert sizes.table.loc[(0.5, "value"), ["q05", "q95"]].tolist() == [17, 17]


def test_agreement_falls_with_what_is_missing_and_follows_its_definition():
    seen = []

    def measure(network):
        seen.append(degree(network))
        return seen[-1]

    found = sensitivity(CLUB, measure, drop=0.4, what="nodes", replicates=20, seed=2).table
    full, *others = seen
    rows = []
    for other in others:
        both = pd.concat([full, other], axis=1, join="inner")
        one, two = both.iloc[:, 0], both.iloc[:, 1]
        first = one.index[one == one.max()]
        high = [
            set(each.index[each.rank(method="min", ascending=False) <= round(len(each) / 10)])
            for each in (one, two)
        ]
        rows.append(
            [
                one.corr(two),
                one.corr(two, method="spearman"),
                float((two[first] == two.max()).any()),
                float((two.rank(method="min", ascending=False)[first] <= 3).any()),
                float(bool(set(first) & high[1])),
                len(high[0] & high[1]) / len(high[0] | high[1]),
            ]
        )
    assert found["mean"].to_numpy() == pytest.approx(np.mean(rows, axis=0))
    middle = found["q50"].to_numpy()
    assert middle[[0, 1, 5]] == pytest.approx(np.median(rows, axis=0)[[0, 1, 5]])
    # What is yes or no has no value between: yes if less than half are no.
    shares = found["mean"].to_numpy()[2:5]
    for name, level in (("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)):
        assert (found[name].to_numpy()[2:5] == (np.round(1 - shares, 9) < level)).all()
    means = sensitivity(CLUB, "degree", drop=[0.1, 0.5, 0.9], replicates=20, seed=2).table["mean"]
    means = means.xs("spearman", level="statistic")
    assert means.is_monotonic_decreasing
    assert means.index.tolist() == [0.1, 0.5, 0.9]


# Small worlds.


def test_shapes_agree_with_networkx():
    for seed in range(6):
        graph = nx.gnp_random_graph(60, 0.04, seed=seed)
        largest = graph.subgraph(max(nx.connected_components(graph), key=len))
        found = small_world(Network.from_networkx(graph), replicates=1, seed=1)
        row = found.table.loc["observed", ["path_length", "transitivity", "local"]]
        assert row.tolist() == pytest.approx(oracle.shape(largest))
        assert found.meta.counts["nodes"] == len(largest)


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
