"""Reach, distances, eccentricity, diameter and average path length."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    Network,
    average_path_length,
    degree,
    diameter,
    distances,
    eccentricity,
    reach,
)

from ..oracles.networks import paths as oracle
from .strategies import networks, relabelled

lengths = pytest.mark.parametrize("distance", [None, "contracts"])


def test_networks_whose_values_are_known():
    path = Network.from_networkx(nx.path_graph(5))
    assert reach(path).tolist() == [2, 3, 4, 3, 2]
    assert eccentricity(path).tolist() == [4, 3, 2, 3, 4]
    assert (diameter(path), average_path_length(path)) == (4, 2)
    assert distances(path, [1]).to_numpy().tolist() == [[1, 0, 1, 2, 3]]
    ring = Network.from_networkx(nx.cycle_graph(6, create_using=nx.DiGraph))
    assert diameter(ring) == 5
    assert diameter(ring, direction="all") == average_path_length(ring) == 3
    # The karate club, as in many textbooks.
    karate = Network.from_networkx(nx.karate_club_graph())
    assert diameter(karate) == 5
    assert average_path_length(karate) == pytest.approx(2.408, abs=5e-4)


@given(
    network=networks(),
    distance=st.sampled_from([None, "contracts"]),
    direction=st.sampled_from(["out", "in", "all"]),
    steps=st.integers(0, 4),
)
def test_they_follow_their_formulas(network, distance, direction, steps):
    expected = oracle.distances(oracle.in_direction(network, distance is not None, direction))
    found = distances(network, distance=distance, direction=direction)
    assert found.index.equals(network.labels)
    assert found.columns.equals(network.labels)
    np.testing.assert_array_equal(found.to_numpy(), expected)
    options = {"distance": distance, "direction": direction}
    others = ~np.eye(len(network), dtype=bool)
    joined = expected[others & np.isfinite(expected)]
    reached = np.where(np.isfinite(expected), expected, 0).max(axis=1)
    assert eccentricity(network, **options).tolist() == reached.tolist()
    assert diameter(network, **options) == reached.max()
    if len(joined):
        assert average_path_length(network, **options) == pytest.approx(joined.mean())
    else:
        assert np.isnan(average_path_length(network, **options))
    if distance is None:
        within = (others & (expected <= steps)).sum(axis=1)
        assert reach(network, steps, direction=direction).tolist() == within.tolist()
        shares = reach(network, steps, direction=direction, normalized=True)
        assert shares.to_numpy() == pytest.approx(within / max(len(network) - 1, 1))
        joined = (others & np.isfinite(expected)).sum(axis=1)
        assert reach(network, None, direction=direction).tolist() == joined.tolist()


@given(network=networks())
def test_values_move_with_their_labels(network):
    other = relabelled(network)
    for measure in (reach, eccentricity):
        found = measure(network)
        pd.testing.assert_series_equal(measure(other)[found.index], found)
    found = distances(network, distance="contracts")
    again = distances(other, distance="contracts")
    pd.testing.assert_frame_equal(again.loc[found.index, found.columns], found)
    # Some rows are those of the whole table, in the order that they were asked for in.
    some = list(other.labels[::2])
    pd.testing.assert_frame_equal(distances(network, some, distance="contracts"), found.loc[some])


@given(network=networks(directed=True))
def test_one_step_reaches_the_neighbours(network):
    for direction in ("out", "in"):
        assert reach(network, 1, direction=direction).tolist() == (
            degree(network, direction=direction).tolist()
        )


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "km"])
def test_random_networks_agree_with_igraph(directed, weight):
    rng = np.random.default_rng(3)
    for density in (0.01, 0.05, 0.4):
        graph = nx.gnp_random_graph(300, density, seed=4, directed=directed)
        for _, _, data in graph.edges(data=True):
            data["km"] = float(rng.uniform(0.5, 3))
        network = Network.from_networkx(graph, weight="km")
        peer = igraph.Graph.from_networkx(graph)
        expected = np.array(peer.distances(weights=weight))
        np.testing.assert_allclose(distances(network, distance=weight), expected, rtol=1e-12)
        assert diameter(network, distance=weight) == pytest.approx(peer.diameter(weights=weight))
        mean = peer.average_path_length(weights=weight, directed=directed)
        assert average_path_length(network, distance=weight) == pytest.approx(mean)
        if weight is None:
            assert eccentricity(network).tolist() == peer.eccentricity(mode="out")
            assert reach(network, 3).tolist() == [
                size - 1 for size in peer.neighborhood_size(order=3, mode="out")
            ]


def test_ties_of_no_length_join_nodes_at_one_place():
    ties = pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"], "km": [0.0, 2.0]})
    network = Network.from_edges(ties, "a", "b", weight="km")
    assert distances(network, ["x"], distance="km").to_numpy().tolist() == [[0, 0, 2]]
    assert eccentricity(network, distance="km").tolist() == [2, 2, 2]
    assert average_path_length(network, distance="km") == pytest.approx(4 / 3)


@pytest.mark.parametrize("measure", [reach, eccentricity, distances, diameter, average_path_length])
def test_bad_arguments_are_refused(measure):
    ties = pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"], "km": [1.0, 2.0]})
    network = Network.from_edges(ties, "a", "b", weight="km")
    with pytest.raises(WrongType, match="`network` must be a Network"):
        measure(ties)
    with pytest.raises(InvalidInput, match="`direction` must be one of 'out', 'in', 'all'"):
        measure(network, direction="both")
    with pytest.raises(InvalidInput, match="`threads` must be"):
        measure(network, threads=0)
    if measure is not reach:
        with pytest.raises(UnknownLabel, match=r"`distance`: the weight .* is named 'km'"):
            measure(network, distance="weight")
        huge = Network.from_edges(ties.assign(km=1.7e308), "a", "b", weight="km")
        with pytest.raises(InvalidInput, match="`distance` must add up to a finite number"):
            measure(huge, distance="km")


def test_bad_steps_and_sources_are_refused():
    network = Network.from_networkx(nx.path_graph(3))
    with pytest.raises(InvalidInput, match="`steps` must be a whole number, at least 0"):
        reach(network, -1)
    with pytest.raises(WrongType, match="`steps` must be a whole number"):
        reach(network, 2.0)
    assert reach(network, 10**30).tolist() == [2, 2, 2]
    with pytest.raises(UnknownLabel, match="`sources` names a label that is not there: 7"):
        distances(network, [1, 7])
    with pytest.raises(InvalidInput, match="`sources` must name each node once: 1 is there twice"):
        distances(network, [1, 0, 1])
    with pytest.raises(InvalidInput, match="`sources` is empty"):
        distances(network, [])
    with pytest.raises(WrongType, match="`sources` must be a list of labels: got int"):
        distances(network, 1)


@lengths
def test_networks_without_paths_have_defined_values(distance):
    one = pd.DataFrame({"a": ["x"], "b": ["x"], "contracts": [2.0]})
    for nodes in (["x"], ["x", "y"]):
        network = Network.from_edges(one, "a", "b", weight="contracts", nodes=nodes)
        assert reach(network, normalized=True).tolist() == [0.0] * len(nodes)
        assert eccentricity(network, distance=distance).tolist() == [0.0] * len(nodes)
        assert diameter(network, distance=distance) == 0
        assert np.isnan(average_path_length(network, distance=distance))
        apart = distances(network, distance=distance).to_numpy()
        assert (np.isinf(apart) == ~np.eye(len(nodes), dtype=bool)).all()


@lengths
def test_threads_give_equal_bits(distance):
    graph = nx.barabasi_albert_graph(1200, 3, seed=1)
    ties = pd.DataFrame(graph.edges, columns=["a", "b"])
    ties["contracts"] = np.random.default_rng(1).uniform(0.1, 3, len(ties))
    network = Network.from_edges(ties, "a", "b", weight="contracts")
    for measure in (eccentricity, distances):
        one, *others = (
            measure(network, distance=distance, threads=threads).to_numpy().tobytes()
            for threads in (1, 2, 7)
        )
        assert others == [one, one]
    means = {average_path_length(network, distance=distance, threads=n) for n in (1, 2, 7)}
    assert len(means) == 1
    assert len({tuple(reach(network, 3, threads=n)) for n in (1, 2, 7)}) == 1
