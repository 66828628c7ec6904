"""Intervals for a measure of a whole network by drawing its nodes again."""

from statistics import NormalDist

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties.networks import Network, degree, density, node_bootstrap, node_jackknife

from .strategies import matrix, networks

CLUB = Network.from_networkx(nx.karate_club_graph(), weight="weight")
PATH = Network.from_networkx(nx.path_graph(5))


def described(network):
    """The network with the names of its nodes as an attribute, which tells copies apart."""
    return Network.from_edges(
        network.to_frame(),
        "source",
        "target",
        weight="contracts",
        directed=network.directed,
        nodes=pd.DataFrame({"name": network.labels}, index=network.labels),
    )


def weights_in_all(network):
    return float(matrix(network).sum())


@given(network=networks(), seed=st.integers(0, 99))
def test_resamples_are_tied_as_the_nodes_that_they_are_copies_of(network, seed):
    if len(network) < 2:
        return
    network, seen = described(network), []
    node_bootstrap(network, lambda each: seen.append(each) or 0.0, replicates=3, seed=seed)
    z = matrix(network)
    others = ~np.eye(len(z), dtype=bool)
    pairs = set(zip(z[others], z.T[others], strict=True))
    assert len(seen) == 4
    for resample in seen[1:]:
        assert len(resample) == len(network)
        assert resample.directed == network.directed
        drawn = network.labels.get_indexer(resample.attributes["name"])
        found, expected = matrix(resample), z[np.ix_(drawn, drawn)]
        copies = np.equal.outer(drawn, drawn) & others
        assert (found[~copies] == expected[~copies]).all()
        assert set(zip(found[copies], found.T[copies], strict=True)) <= pairs


@given(network=networks())
def test_the_jackknife_leaves_each_node_out_once_and_has_the_spread_of_what_is_left(network):
    n = len(network)
    if n < 3:
        return
    seen = []
    found = node_jackknife(network, lambda each: seen.append(each) or weights_in_all(each))
    for label, without in zip(network.labels, seen[1:], strict=True):
        assert without == network.subset(network.labels.drop(label))
    z = matrix(network)
    # Self-ties count once.
    left = z.sum() - z.sum(axis=0) - z.sum(axis=1) + np.diag(z)
    assert found.draws.tolist() == pytest.approx(left.tolist())
    assert found.draws.index.equals(network.labels)
    assert found.se**2 == pytest.approx((n - 2) / (2 * n) * n * left.var())


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
