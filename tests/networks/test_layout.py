"""Places on a plane at which tied nodes are near."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from weakties import InvalidInput, WrongType
from weakties.networks import Network, layout

from .strategies import networks


def apart(places):
    """Distances between all nodes."""
    points = places.to_numpy()
    return np.linalg.norm(points[:, None] - points, axis=2)


@pytest.mark.parametrize(
    ("graph", "least"),
    [
        (nx.path_graph(30), 0.85),
        (nx.cycle_graph(40), 0.85),
        (nx.convert_node_labels_to_integers(nx.grid_2d_graph(9, 9)), 0.85),
        # A plane has no room for all the leaves of a tree at their distances.
        (nx.balanced_tree(2, 5), 0.75),
    ],
)
def test_places_keep_the_distances_of_the_network(graph, least):
    places = layout(Network.from_networkx(graph))
    steps = np.array([[d[j] for j in graph] for _, d in nx.all_pairs_shortest_path_length(graph)])
    pairs = np.triu_indices(len(graph), 1)
    assert np.corrcoef(steps[pairs], apart(places)[pairs])[0, 1] > least


def test_communities_stand_apart():
    graph = nx.planted_partition_graph(4, 40, 0.3, 0.005, seed=1)
    network = Network.from_networkx(graph)
    group = pd.Series(network.attributes.index // 40)
    between = apart(layout(network))
    same = group.to_numpy()[:, None] == group.to_numpy()
    assert between[same].mean() < 0.45 * between[~same].mean()


@given(network=networks(most=12))
def test_every_node_has_a_place_of_its_own(network):
    places = layout(network)
    assert places.index.equals(network.labels)
    assert np.isfinite(places.to_numpy()).all()
    between = apart(places)[np.triu_indices(len(network), 1)]
    assert not len(between) or between.min() > 0.05
    # Weights, directions and self-ties make no difference.
    again = Network.from_edges(
        network.to_frame().query("source != target"),
        "source",
        "target",
        nodes=network.labels,
        parallel="max",
    )
    pd.testing.assert_frame_equal(layout(again), places)


def test_components_do_not_overlap():
    graphs = [nx.cycle_graph(12), nx.complete_graph(5), nx.path_graph(3), nx.empty_graph(9)]
    network = Network.from_networkx(nx.disjoint_union_all(graphs))
    places = layout(network)
    parts = [places.iloc[:12], places.iloc[12:17], places.iloc[17:20]]
    parts += [places.iloc[[i]] for i in range(20, 29)]
    boxes = [(part.min(), part.max()) for part in parts]
    for i, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[:i]:
            assert ((low - other_high > 0.9) | (other_low - high > 0.9)).any()


def test_the_same_seed_gives_the_same_bits_on_any_number_of_threads():
    network = Network.from_networkx(nx.barabasi_albert_graph(700, 2, seed=1))
    one, *others = (layout(network, threads=threads) for threads in (1, 2, 7))
    assert all(other.to_numpy().tobytes() == one.to_numpy().tobytes() for other in others)
    assert not np.allclose(layout(network, seed=1), one)


def test_the_smallest_networks():
    assert layout(Network.from_matrix([[0]])).shape == (1, 2)
    pair = layout(Network.from_matrix([[0, 1], [1, 0]]))
    assert apart(pair)[0, 1] == pytest.approx(1)
    star = layout(Network.from_networkx(nx.star_graph(50)))
    assert apart(star)[0, 1:].std() < 0.5 * apart(star)[0, 1:].mean()


def test_bad_arguments_are_refused():
    network = Network.from_matrix([[0, 1], [1, 0]])
    with pytest.raises(WrongType, match="`network` must be a Network"):
        layout(network.to_frame())
    with pytest.raises(InvalidInput, match="`seed` must be"):
        layout(network, seed=-1)
    with pytest.raises(InvalidInput, match="`threads` must be"):
        layout(network, threads=0)
