"""Betweenness from a sample."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, betweenness, betweenness_approximate

from .strategies import networks


def some_network(directed):
    graph = nx.gnp_random_graph(40, 0.07, seed=3, directed=directed)
    rng = np.random.default_rng(1)
    for _, _, data in graph.edges(data=True):
        data["km"] = float(rng.integers(1, 4))
    return Network.from_networkx(graph, weight="km")


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("distance", [None, "km"])
def test_the_bound_holds_in_repeated_draws(directed, distance):
    network = some_network(directed)
    exact = betweenness(network, distance=distance)
    misses, errors = 0, []
    for seed in range(40):
        found = betweenness_approximate(
            network, distance=distance, error=0.05, confidence=0.6, seed=seed
        ).values
        assert (found["bound"] <= 0.05).all()
        misses += int(((found["value"] - exact).abs() > found["bound"]).any())
        errors.append(found["value"] - exact)
    # At most 16 of 40 are expected where the bounds are tight.
    assert misses <= 16
    # Without bias: the mean over draws is far nearer than one draw has to be.
    assert np.abs(np.mean(errors, axis=0)).max() < 0.01


@given(network=networks(smallest=1), weighted=st.booleans(), seed=st.integers(0, 99))
def test_what_networkx_gives_lies_within_the_bound(network, weighted, seed):
    distance = "contracts" if weighted else None
    # So sure that no seed may miss.
    found = betweenness_approximate(
        network, distance=distance, error=0.3, confidence=1 - 1e-9, seed=seed
    ).values
    exact = nx.betweenness_centrality(network.to_networkx(), weight=distance)
    expected = np.array([exact[label] for label in network.labels])
    assert ((found["value"] - expected).abs() <= found["bound"]).all()
    assert (found["bound"] <= 0.3).all()
    # Without bias, an estimate of what is 1 may lie above it.
    assert found["value"].between(0, 1 + found["bound"]).all()


def test_paths_are_drawn_evenly():
    # From one end to the other of a ladder of diamonds, each way is as likely as each other.
    ties = [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4), (4, 5), (4, 6), (5, 7), (6, 7)]
    network = Network.from_edges(pd.DataFrame(ties, columns=["a", "b"]), "a", "b")
    exact = betweenness(network)
    found = betweenness_approximate(network, error=0.01, seed=1)
    assert found.values["value"].to_numpy() == pytest.approx(exact.to_numpy(), abs=0.006)
    assert found.meta.counts["samples"] > 10_000


def test_ways_on_count_where_two_walks_meet():
    # From each of ten nodes to each of four lead one way by a and three by b, where the walks meet.
    ties = [(f"s{i}", middle) for i in range(10) for middle in "ab"]
    ties += [("a", "c"), ("b", "d"), ("b", "e"), ("b", "f")]
    ties += [(inner, f"t{i}") for i in range(4) for inner in "cdef"]
    network = Network.from_edges(pd.DataFrame(ties, columns=["from", "to"]), "from", "to")
    found = betweenness_approximate(network, error=0.01, seed=1).values
    assert ((found["value"] - betweenness(network)).abs() <= found["bound"]).all()


def test_a_result_says_how_it_was_made():
    network = some_network(False)
    found = betweenness_approximate(network, error=0.1, seed=7)
    assert found.meta.seed == 7
    assert found.meta.options["error"] == 0.1
    assert "riondato2016" in found.meta.sources
    frame = found.to_frame()
    assert list(frame) == ["node", "value", "bound"]
    assert found.values.index.equals(network.labels)
    assert "Approximate betweenness" in found.summary()
    again = betweenness_approximate(network, error=0.1, seed=found.meta.seed)
    pd.testing.assert_frame_equal(again.values, found.values)
    unlike = betweenness_approximate(network, error=0.1, seed=8)
    assert not unlike.values.equals(found.values)


def test_it_can_be_drawn():
    import matplotlib.pyplot as plt

    axes = betweenness_approximate(some_network(True), error=0.1, seed=7).plot()
    assert axes.get_xlabel() == "betweenness"
    plt.close(axes.figure)


def test_smaller_errors_take_more_samples():
    network = some_network(False)
    samples = [
        betweenness_approximate(network, error=error, seed=1).meta.counts["samples"]
        for error in (0.1, 0.05, 0.02)
    ]
    assert samples == sorted(set(samples))


def test_bad_arguments_are_refused():
    network = some_network(False)
    with pytest.raises(WrongType, match="`network` must be a Network"):
        betweenness_approximate(network.to_frame())
    with pytest.raises(UnknownLabel, match=r"`distance`: the weight .* is named 'km'"):
        betweenness_approximate(network, distance="weight")
    for bad in (0, 1, -0.1, float("nan")):
        with pytest.raises(InvalidInput, match="`error` must be a finite number"):
            betweenness_approximate(network, error=bad)
        with pytest.raises(InvalidInput, match="`confidence` must be a finite number"):
            betweenness_approximate(network, confidence=bad)
    with pytest.raises(WrongType, match="`seed` must be"):
        betweenness_approximate(network, seed="one")
    zero = Network.from_edges(
        pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"], "km": [1.0, 0.0]}), "a", "b", weight="km"
    )
    with pytest.raises(InvalidInput, match=r"`distance` must be greater than 0 .*'y' and 'z'"):
        betweenness_approximate(zero, distance="km")


def test_small_networks_and_networks_without_ties_have_zeros():
    for nodes in (["x"], ["x", "y"], ["x", "y", "z"]):
        ties = pd.DataFrame({"a": ["x"], "b": ["x"]})
        network = Network.from_edges(ties, "a", "b", nodes=nodes)
        found = betweenness_approximate(network, error=0.2, seed=1)
        assert found.values["value"].tolist() == [0.0] * len(nodes)
        assert (found.meta.counts["samples"] == 0) == (len(nodes) < 3)


@pytest.mark.parametrize("distance", [None, "km"])
def test_threads_give_equal_bits(distance):
    network = some_network(True)
    one, *others = (
        betweenness_approximate(network, distance=distance, error=0.05, seed=3, threads=threads)
        for threads in (1, 2, 7)
    )
    for other in others:
        pd.testing.assert_frame_equal(other.values, one.values, check_exact=True)
