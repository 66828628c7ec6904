"""Structural holes: constraint, effective size, efficiency, hierarchy."""

import time
from itertools import pairwise

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
    constraint,
    degree,
    dyadic_constraint,
    effective_size,
    efficiency,
    hierarchy,
    structural_holes,
)

from ..oracles.networks import holes as oracle
from .strategies import matrix, networks, relabelled

models = pytest.mark.parametrize("model", ["whole", "ego"])
kinds = pytest.mark.parametrize("ties", ["both", "in", "out"])
measures = pytest.mark.parametrize("measure", [constraint, effective_size, efficiency, hierarchy])


def network_of(ties, directed=False, nodes=None):
    frame = pd.DataFrame(ties, columns=["source", "target", "weight"][: len(ties[0])])
    weight = "weight" if len(ties[0]) == 3 else None
    return Network.from_edges(
        frame, "source", "target", weight=weight, directed=directed, nodes=nodes
    )


# Borgatti (1997), Connections 20(1), 35-38, with weights of our own.
WORKED = [
    ("A", "B", 2),
    ("A", "F", 3),
    ("A", "G", 5),
    ("A", "E", 2),
    ("E", "G", 8),
    ("F", "G", 3),
    ("B", "G", 4),
    ("B", "D", 1),
    ("D", "G", 3),
    ("G", "C", 10),
]


# Numbers that can be looked up or derived.


@models
@pytest.mark.parametrize("leaves", [1, 2, 3, 10])
def test_the_centre_of_a_star_is_constrained_by_one_over_its_leaves(leaves, model):
    star = network_of([(0, leaf) for leaf in range(1, leaves + 1)])
    found = constraint(star, model=model)
    assert found[0] == pytest.approx(1 / leaves)
    assert found[1:].tolist() == pytest.approx([1] * leaves)
    assert effective_size(star, model=model)[0] == leaves


@models
@pytest.mark.parametrize(
    ("size", "expected"), [(3, 1.125), (4, 0.925926), (5, 0.765625), (10, 0.396433)]
)
def test_a_complete_network_has_the_known_constraint(size, expected, model):
    complete = Network.from_networkx(nx.complete_graph(size))
    assert expected == pytest.approx((2 * size - 3) ** 2 / (size - 1) ** 3, abs=5e-7)
    assert constraint(complete, model=model).to_numpy() == pytest.approx(
        (2 * size - 3) ** 2 / (size - 1) ** 3
    )
    assert effective_size(complete, model=model).to_numpy() == pytest.approx(1)


@models
def test_everyone_in_a_ring_of_four_or_more_is_constrained_by_a_half(model):
    for size in (4, 5, 9):
        ring = network_of([(i, (i + 1) % size) for i in range(size)])
        assert constraint(ring, model=model).tolist() == [0.5] * size


@pytest.mark.parametrize(
    ("strength", "model", "expected"),
    [
        (None, "whole", [0.5955, 0.6427, 1, 0.7847, 0.7309, 0.7309, 0.4003]),
        (None, "ego", [0.6836, 0.8395, 1, 1.125, 1.125, 1.125, 0.4003]),
        ("weight", "whole", [0.7950, 0.8127, 1, 0.9134, 0.8835, 0.8332, 0.2989]),
    ],
)
def test_constraint_of_borgattis_example(strength, model, expected):
    found = constraint(network_of(WORKED), strength=strength, model=model)
    assert found.index.tolist() == list("ABCDEFG")
    assert found.tolist() == pytest.approx(expected, abs=6e-5)


@pytest.mark.parametrize(
    ("strength", "model", "expected"),
    [
        (None, "whole", [2.5, 1.6667, 1, 1, 1, 1, 4.6667]),
        (None, "ego", [2.5, 1.6667, 1, 1, 1, 1, 4.6667]),
        ("weight", "whole", [2.475, 1.6714, 1, 1.15, 1.1, 1.25, 5.4717]),
    ],
)
def test_effective_size_of_borgattis_example(strength, model, expected):
    found = effective_size(network_of(WORKED), strength=strength, model=model)
    assert found.tolist() == pytest.approx(expected, abs=6e-5)


def test_directed_ties_add_up():
    ties = [(0, 1, 2), (0, 2, 2), (1, 0, 1), (2, 1, 1)]
    network = network_of(ties, directed=True)
    assert constraint(network).tolist() == pytest.approx([1.003, 1.003, 1.389], abs=6e-4)
    assert effective_size(network).tolist() == pytest.approx([1.167, 1.167, 1], abs=6e-4)
    assert constraint(network, strength="weight").tolist() == pytest.approx(
        [0.840, 1.143, 1.378], abs=6e-4
    )
    assert effective_size(network, strength="weight").tolist() == pytest.approx(
        [1.567, 1.083, 1], abs=6e-4
    )


def test_the_karate_club():
    club = Network.from_networkx(nx.karate_club_graph())
    assert constraint(club)[[0, 33]].tolist() == pytest.approx([0.155423, 0.156419], abs=5e-7)
    assert effective_size(club)[[0, 33]].tolist() == pytest.approx([13.75, 15.2353], abs=5e-5)


# Where other packages disagree, with each other or between two of their own calls.

TRIANGLE = [(0, 1), (1, 2), (0, 2)]
VALUED = [(0, 1, 3), (0, 2, 1), (1, 2, 2), (2, 3, 5)]


def test_a_valued_network():
    network = network_of(VALUED)
    assert constraint(network, strength="weight").tolist() == pytest.approx(
        [0.9627, 0.7250, 0.5844, 1], abs=6e-5
    )
    assert effective_size(network, strength="weight").tolist() == pytest.approx(
        [1.5333, 1.7467, 2.625, 1], abs=6e-5
    )


def test_a_node_that_is_only_chosen_has_alters_too():
    network = network_of([(0, 1), (0, 2), (0, 3), (1, 2)], directed=True)
    assert constraint(network).tolist() == pytest.approx([0.6111, 1.0069, 1.0069, 1], abs=6e-5)
    network = network_of([(0, 1), (1, 0), (1, 2), (2, 0), (2, 3)], directed=True)
    assert effective_size(network).tolist() == pytest.approx([1.1667, 1.1667, 2.3333, 1], abs=6e-5)


@models
@measures
def test_a_node_without_alters_has_no_value(measure, model):
    network = network_of([*TRIANGLE, (3, 3)], nodes=[0, 1, 2, 3, 4])
    found = measure(network, model=model)
    assert found[[3, 4]].isna().all()
    assert found[[0, 1, 2]].notna().all()


@models
@pytest.mark.parametrize("strength", [None, "weight"])
def test_self_ties_do_not_count(model, strength):
    network = network_of([*((*tie, 1) for tie in TRIANGLE), (0, 0, 7)])
    assert constraint(network, strength=strength, model=model).tolist() == [1.125] * 3
    assert effective_size(network, strength=strength, model=model).tolist() == [1] * 3


def test_parallel_ties_count_once_unless_their_sum_is_the_strength():
    network = Network.from_edges(
        pd.DataFrame([*TRIANGLE, (0, 1)], columns=["a", "b"]), "a", "b", parallel="sum"
    )
    assert constraint(network).tolist() == [1.125] * 3
    assert constraint(network, strength="weight").tolist() == pytest.approx(
        [1.0031, 1.0031, 1.3889], abs=6e-5
    )


def test_a_tie_of_no_strength_is_none():
    network = network_of([(0, 1, 3), (0, 2, 0), (1, 2, 2), (2, 3, 5)])
    assert constraint(network, strength="weight").tolist() == pytest.approx(
        [1, 0.52, 0.5918, 1], abs=6e-5
    )
    assert effective_size(network, strength="weight").tolist() == [1, 2, 2, 1]
    # Where strength is not read, a tie is a tie.
    assert constraint(network)[0] == constraint(network_of(VALUED))[0]


def test_peers_still_disagree_as_the_table_in_the_documentation_says():
    loops = nx.Graph([*TRIANGLE, (0, 0), (3, 3)])
    assert nx.constraint(loops)[0] == pytest.approx(1.3519, abs=6e-5)
    assert np.isnan(nx.constraint(loops)[3])
    assert nx.constraint(loops, nodes=[3])[3] == 4
    assert igraph.Graph.from_networkx(loops).constraint() == [1.125] * 3 + [0]
    ours = constraint(Network.from_networkx(loops))
    assert ours.tolist()[:3] == [1.125] * 3
    assert np.isnan(ours[3])

    valued = nx.Graph()
    valued.add_weighted_edges_from(VALUED)
    wrong = nx.effective_size(valued, weight="weight")
    assert [wrong[0], wrong[1]] == pytest.approx([1.4, 1.72])

    only_chosen = nx.DiGraph([(0, 1), (0, 2), (0, 3), (1, 2)])
    assert nx.constraint(only_chosen)[3] == 1
    assert np.isnan(nx.constraint(only_chosen, nodes=[2, 3])[3])
    assert igraph.Graph.from_networkx(only_chosen).constraint()[3] == 1

    zero = nx.Graph()
    zero.add_weighted_edges_from([(0, 1, 3), (0, 2, 0), (1, 2, 2), (2, 3, 5)])
    assert nx.constraint(zero, weight="weight")[0] == pytest.approx(1)
    assert nx.constraint(zero, nodes=[0], weight="weight")[0] == pytest.approx(1.16)
    assert igraph.Graph.from_networkx(zero).constraint(weights="weight")[0] == pytest.approx(1.16)

    double = nx.MultiGraph([*TRIANGLE, (0, 1)])
    assert nx.constraint(double)[2] == pytest.approx(1.3889, abs=6e-5)
    assert nx.constraint(double, nodes=[2])[2] == 1.125
    doubled = igraph.Graph.from_networkx(double).constraint()
    assert doubled == pytest.approx([1.0031, 1.0031, 1.3889], abs=6e-5)

    star = nx.star_graph(3)
    assert nx.effective_size(star)[0] == nx.effective_size(star, nodes=[0])[0] == 3


def test_isolates_have_no_value_in_networkx_and_igraph_either():
    graph = nx.empty_graph(1)
    assert np.isnan(nx.constraint(graph)[0])
    assert np.isnan(igraph.Graph(1).constraint()[0])
    assert constraint(Network.from_networkx(graph)).isna().all()


# Hierarchy, efficiency and pairs by hand.


@models
def test_equal_contacts_have_no_hierarchy_and_a_single_one_is_all_of_it(model):
    star = network_of([(0, leaf) for leaf in range(1, 6)])
    assert hierarchy(star, model=model).tolist() == [0, 1, 1, 1, 1, 1]
    assert efficiency(star, model=model).tolist() == [1] * 6
    for size in (3, 4, 6):
        complete = Network.from_networkx(nx.complete_graph(size))
        assert hierarchy(complete, model=model).to_numpy() == pytest.approx(0, abs=1e-12)
        assert efficiency(complete, model=model).to_numpy() == pytest.approx(1 / (size - 1))


def test_a_strong_tie_beside_a_weak_one_by_hand():
    network = network_of([(0, 1, 3), (0, 2, 1)])
    assert dyadic_constraint(network, strength="weight").tolist() == [9 / 16, 1 / 16, 1, 1]
    by_hand = (1.8 * np.log(1.8) + 0.2 * np.log(0.2)) / (2 * np.log(2))
    assert hierarchy(network, strength="weight")[0] == pytest.approx(by_hand)
    towards_one = network_of([(0, 1, 1e6), (0, 2, 1)])
    assert hierarchy(towards_one, strength="weight")[0] == pytest.approx(1, abs=1e-9)


def test_who_is_an_alter_follows_the_direction_of_ties():
    network = network_of([(0, 1), (0, 2), (2, 0), (3, 0), (1, 3)], directed=True)
    found = dyadic_constraint(network, ties="out")
    assert found.to_dict() == pytest.approx(
        {(0, 1): 1 / 9, (0, 2): 4 / 9, (1, 3): 1, (2, 0): 1, (3, 0): 1}
    )
    found = dyadic_constraint(network, ties="in")
    assert found.to_dict() == pytest.approx(
        {(0, 2): 4 / 9, (0, 3): 1 / 9, (1, 0): 1, (2, 0): 1, (3, 1): 1}
    )
    assert structural_holes(network, ties="out")["degree"].tolist() == [2, 1, 1, 1]


# The definition, written out.


@models
@kinds
@given(network=networks(), weighted=st.booleans())
def test_all_measures_follow_their_formulas(network, model, ties, weighted):
    options = {"strength": "contracts" if weighted else None, "model": model, "ties": ties}
    z = matrix(network, weighted)
    found = structural_holes(network, **options)
    expected = oracle.all_holes(z, model, ties)
    assert found.to_numpy() == pytest.approx(expected, nan_ok=True, abs=1e-12)
    for measure in (constraint, effective_size, efficiency, hierarchy):
        pd.testing.assert_series_equal(
            measure(network, **options), found[measure.__name__], check_exact=True
        )
    pairs = dyadic_constraint(network, **options)
    expected = oracle.dyads(z, model, ties)
    labels = network.labels
    assert pairs.index.tolist() == [(labels[i], labels[j]) for i, j in expected]
    assert pairs.tolist() == pytest.approx([constraint for constraint, _ in expected.values()])


@models
@given(network=networks(directed=True))
def test_turning_all_ties_around_exchanges_in_and_out(network, model):
    turned = Network.from_matrix(
        network.to_scipy().T, labels=network.labels, directed=True, weight="contracts"
    )
    for strength in (None, "contracts"):
        pd.testing.assert_frame_equal(
            structural_holes(network, strength=strength, model=model, ties="in"),
            structural_holes(turned, strength=strength, model=model, ties="out"),
        )


@models
@given(network=networks(smallest=1))
def test_hierarchy_is_a_share_and_pairs_add_up_to_constraint(network, model):
    found = hierarchy(network, strength="contracts", model=model).dropna()
    assert found.between(0, 1 + 1e-12).all()
    pairs = dyadic_constraint(network, strength="contracts", model=model)
    total = pairs.groupby(level="ego").sum()
    expected = constraint(network, strength="contracts", model=model)
    assert total[expected.dropna().index].tolist() == pytest.approx(expected.dropna().tolist())


@models
@given(network=networks(), weighted=st.booleans())
def test_both_measures_follow_their_formulas(network, model, weighted):
    strength = "contracts" if weighted else None
    z = matrix(network, weighted)
    found = constraint(network, strength=strength, model=model)
    assert found.to_numpy() == pytest.approx(np.array(oracle.constraint(z, model)), nan_ok=True)
    found = effective_size(network, strength=strength, model=model)
    assert found.to_numpy() == pytest.approx(np.array(oracle.effective_size(z, model)), nan_ok=True)


def test_large_neighbourhoods_are_searched_and_read_through_alike():
    # A hub with 60 leaves, two of them tied, and a pair: the hub is searched, the rest read.
    ties = [(0, leaf, leaf % 3 + 1) for leaf in range(1, 61)] + [(1, 2, 4), (1, 61, 2), (2, 61, 1)]
    network = network_of(ties)
    for model in ("whole", "ego"):
        z = matrix(network)
        found = constraint(network, strength="weight", model=model)
        assert found.to_numpy() == pytest.approx(np.array(oracle.constraint(z, model)))
        found = effective_size(network, strength="weight", model=model)
        assert found.to_numpy() == pytest.approx(np.array(oracle.effective_size(z, model)))


# What must hold for every network.


@given(network=networks(directed=False))
def test_constraint_has_a_closed_form_without_weights_and_directions(network):
    tied = matrix(network, weighted=False)
    np.fill_diagonal(tied, 0)
    degrees = tied.sum(axis=1)
    shares = np.divide(tied, degrees, out=np.zeros_like(tied), where=degrees > 0)
    with np.errstate(invalid="ignore"):
        expected = (tied * (1 + shares @ tied) ** 2).sum(axis=1) / degrees**2
    assert constraint(network).to_numpy() == pytest.approx(expected, nan_ok=True)


@models
@measures
@given(network=networks(smallest=1))
def test_values_move_with_their_labels_and_do_not_depend_on_the_unit(measure, network, model):
    found = measure(network, strength="contracts", model=model)
    again = measure(relabelled(network), strength="contracts", model=model)
    pd.testing.assert_series_equal(again[found.index], found)
    ties = network.to_frame()
    ties["contracts"] *= 1e3
    scaled = Network.from_edges(
        ties,
        "source",
        "target",
        weight="contracts",
        directed=network.directed,
        nodes=network.labels,
    )
    pd.testing.assert_series_equal(measure(scaled, strength="contracts", model=model), found)


@models
@measures
@given(network=networks(directed=False))
def test_ties_in_both_directions_are_as_good_as_ties_without(measure, network, model):
    both = Network.from_matrix(
        network.to_scipy(), labels=network.labels, directed=True, weight="contracts"
    )
    for strength in (None, "contracts"):
        pd.testing.assert_series_equal(
            measure(both, strength=strength, model=model),
            measure(network, strength=strength, model=model),
        )


@given(network=networks(smallest=1))
def test_effective_size_lies_between_1_and_the_number_of_alters(network):
    alters = (oracle.mutual(matrix(network)) > 0).sum(axis=1)
    for model in ("whole", "ego"):
        found = effective_size(network, strength="contracts", model=model).dropna()
        assert (found >= 1 - 1e-9).all()
        assert (found <= alters[alters > 0] + 1e-9).all()


# Other packages.


def test_all_graphs_of_up_to_seven_nodes_agree_with_networkx_and_stay_in_range():
    # Ours all in one, since the measures look no farther than two ties.
    graphs = nx.graph_atlas_g()[1:]
    network = Network.from_networkx(nx.disjoint_union_all(graphs))
    found, sizes = constraint(network), effective_size(network)
    for ours, theirs in ((found, nx.constraint), (sizes, nx.effective_size)):
        expected = [value for each in graphs for value in theirs(each, nodes=list(each)).values()]
        assert ours.to_numpy() == pytest.approx(np.array(expected), nan_ok=True)
    known = sizes.dropna()
    assert (known >= 1 - 1e-12).all()
    assert (known <= degree(network)[known.index] + 1e-12).all()
    # The largest constraint by number of nodes.
    nodes = np.repeat([len(each) for each in graphs], [len(each) for each in graphs])
    assert found.groupby(nodes).max()[1:].to_dict() == pytest.approx(
        {2: 1} | dict.fromkeys(range(3, 8), 1.125)
    )


def random_graph(seed, directed):
    """A connected graph with weights, in which every node has a tie that leaves it."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(5, 40))
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(pairwise([*range(size), 0]))
    for one, other in rng.integers(0, size, (3 * size, 2)):
        if one != other:
            graph.add_edge(int(one), int(other))
    for one, other in graph.edges:
        graph.edges[one, other]["weight"] = float(rng.uniform(0.1, 5))
    return graph


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_random_networks_agree_with_networkx_called_for_a_list_of_nodes(directed, weight):
    for seed in range(8):
        graph = random_graph(seed, directed)
        network = Network.from_networkx(graph, weight="weight")
        nodes = list(graph)
        for ours, theirs in ((constraint, nx.constraint), (effective_size, nx.effective_size)):
            expected = theirs(graph, nodes=nodes, weight=weight)
            found = ours(network, strength=weight)
            assert found.to_numpy() == pytest.approx(np.array([expected[node] for node in nodes]))


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_efficiency_and_hierarchy_follow_from_what_networkx_gives(directed, weight):
    for seed in range(4):
        graph = random_graph(seed, directed)
        network = Network.from_networkx(graph, weight="weight")
        found = structural_holes(network, strength=weight)
        sizes = nx.effective_size(graph, nodes=list(graph), weight=weight)
        for node in graph:
            alters = set(nx.all_neighbors(graph, node))
            assert found.loc[node, "efficiency"] == pytest.approx(sizes[node] / len(alters))
            parts = np.array([nx.local_constraint(graph, node, alter, weight) for alter in alters])
            ratios = parts / parts.mean()
            disorder = (ratios * np.log(ratios)).sum() / (len(alters) * np.log(len(alters)))
            assert found.loc[node, "hierarchy"] == pytest.approx(disorder, abs=1e-12)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_random_networks_agree_with_igraph(directed, weight):
    for seed in range(40):
        graph = random_graph(seed, directed)
        network = Network.from_networkx(graph, weight="weight")
        expected = igraph.Graph.from_networkx(graph).constraint(weights=weight)
        assert constraint(network, strength=weight).to_numpy() == pytest.approx(np.array(expected))


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_pairs_agree_with_the_local_constraint_of_networkx(directed, weight):
    graph = random_graph(3, directed)
    found = dyadic_constraint(Network.from_networkx(graph, weight="weight"), strength=weight)
    expected = [nx.local_constraint(graph, ego, alter, weight) for ego, alter in found.index]
    assert found.tolist() == pytest.approx(expected)


# What is refused.


@measures
def test_bad_arguments_are_refused(measure):
    network = network_of(VALUED)
    with pytest.raises(WrongType, match=r"`network` must be a Network .*Network.from_edges.*got a"):
        measure(network.to_frame())
    with pytest.raises(
        UnknownLabel, match=r"`strength`: the weight .* is named 'weight': got 'km'"
    ):
        measure(network, strength="km")
    with pytest.raises(InvalidInput, match="`strength` = 'weight': this network has no weights"):
        measure(network_of(TRIANGLE), strength="weight")
    with pytest.raises(InvalidInput, match=r"`model` must be one of 'whole', 'ego'"):
        measure(network, model="egos")
    with pytest.raises(InvalidInput, match=r"`ties` must be one of 'both', 'in', 'out'"):
        measure(network, ties="all")
    with pytest.raises(InvalidInput, match="`threads` must be"):
        measure(network, threads=0)
    with pytest.raises(WrongType, match="`progress` must be"):
        measure(network, progress="yes")
    with pytest.raises(InvalidInput, match="`strength` must add up to a finite number"):
        measure(network_of([(0, 1, 1e308), (0, 2, 1e308)]), strength="weight")


# Sizes and threads.


@pytest.mark.parametrize("hubs", [1, 2])
def test_a_hub_of_a_hundred_thousand_leaves_takes_no_quadratic_time(hubs):
    leaves = np.arange(hubs, 100_000 + hubs)
    frame = pd.concat([pd.DataFrame({"a": hub, "b": leaves}) for hub in range(hubs)])
    frame = pd.concat([frame, pd.DataFrame({"a": [0], "b": [1]})]) if hubs == 2 else frame
    network = Network.from_edges(frame, "a", "b")
    started = time.process_time()
    found = constraint(network)
    sizes = effective_size(network)
    assert time.process_time() - started < 5
    if hubs == 1:
        assert found[0] == pytest.approx(1e-5)
        assert (found[1:] == 1).all()
        assert sizes[0] == 100_000
    else:
        assert sizes[2] == 1
        assert sizes[0] == pytest.approx(100_001 - 2 * 100_000 / 100_001)


@models
def test_threads_give_equal_bits(model):
    graph = nx.barabasi_albert_graph(1000, 4, seed=1)
    ties = pd.DataFrame(graph.edges, columns=["a", "b"])
    ties["w"] = np.random.default_rng(1).uniform(0.1, 3, len(ties))
    network = Network.from_edges(ties, "a", "b", weight="w", directed=True)
    for measure in (dyadic_constraint, structural_holes):
        one, *others = (
            measure(network, strength="w", model=model, threads=threads).to_numpy().tobytes()
            for threads in (1, 2, 7)
        )
        assert others == [one, one]
