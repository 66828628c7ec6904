"""Structural and regular equivalence."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    Network,
    regular_classes,
    regular_equivalence,
    structural_equivalence,
)

from ..oracles.networks import equivalence as oracle
from .strategies import matrix, networks, relabelled

MEASURES = ("euclidean", "hamming", "correlation", "jaccard")
measures = pytest.mark.parametrize("measure", MEASURES)
owns = pytest.mark.parametrize("own", ["ignore", "reciprocal", "retain"])

# A head, three heads of departments, and their five subordinates.
HIERARCHY = [("a", "b"), ("a", "c"), ("a", "d"), *zip("bbcdd", "efghi", strict=True)]


def network_of(ties, directed=True, nodes=None):
    frame = pd.DataFrame(ties, columns=["source", "target", "weight"][: len(ties[0])])
    weight = "weight" if len(ties[0]) == 3 else None
    return Network.from_edges(
        frame, "source", "target", weight=weight, directed=directed, nodes=nodes
    )


# Numbers worked by hand.


def test_subordinates_of_the_same_head_are_structurally_equivalent():
    network = network_of(HIERARCHY)
    found = structural_equivalence(network)
    assert found.loc["e", "f"] == 0
    # e and g differ in two ties that arrive, b and c in three that leave.
    assert found.loc["e", "g"] == pytest.approx(2**0.5)
    assert found.loc["b", "c"] == pytest.approx(3**0.5)
    assert structural_equivalence(network, measure="hamming").loc["b", "c"] == 3
    assert structural_equivalence(network, measure="correlation").loc["e", "f"] == 1
    jaccard = structural_equivalence(network, measure="jaccard")
    assert jaccard.loc["e", "f"] == 1
    # b and c share the tie that arrives; three that leave are not shared.
    assert jaccard.loc["b", "c"] == 0.25


def test_what_is_done_with_own_ties():
    # 0 and 1 both tie 2; 0 ties 1, and itself.
    network = network_of([(0, 2), (1, 2), (0, 1), (0, 0)], nodes=[0, 1, 2])
    squares = {
        own: structural_equivalence(network, own=own).loc[0, 1] ** 2
        for own in ("ignore", "reciprocal", "retain")
    }
    assert squares == pytest.approx({"ignore": 0, "reciprocal": 4, "retain": 2})


def test_the_levels_of_a_hierarchy_are_its_regular_classes():
    network = network_of(HIERARCHY)
    found = regular_classes(network)
    assert found[list("abcdefghi")].tolist() == [0, 1, 1, 1, 2, 2, 2, 2, 2]
    # Counted, a head of one is of another kind than heads of two.
    counted = regular_classes(network, counted=True)
    assert counted["b"] == counted["d"] != counted["c"]
    assert counted["e"] == counted["h"] != counted["g"]
    alike = regular_equivalence(network, iterations=10)
    assert alike.loc["b", "c"] == alike.loc["e", "i"] == 1
    assert alike.loc["a", "e"] == 0
    assert 0 < alike.loc["a", "b"] < 1


def test_rege_of_a_chain_by_hand():
    # The tie a-b of a matches b-c of b in the direction it leaves: 1 of 1; of the two ties of b
    # one matches: 2 of 3 in all, then weighted by how alike b and c are.
    chain = network_of([("a", "b"), ("b", "c")])
    assert regular_equivalence(chain, iterations=1).loc["a", "b"] == pytest.approx(2 / 3)
    assert regular_equivalence(chain, iterations=2).loc["a", "b"] == pytest.approx(4 / 9)
    assert regular_equivalence(chain, iterations=1).loc["a", "c"] == 0


def test_a_star_and_isolates():
    star = network_of([(0, leaf) for leaf in (1, 2, 3)], directed=False, nodes=range(6))
    assert regular_classes(star).tolist() == [0, 0, 0, 0, 1, 1]
    assert regular_classes(star, counted=True).tolist() == [0, 1, 1, 1, 2, 2]
    alike = regular_equivalence(star)
    assert alike.loc[0, 1] == alike.loc[4, 5] == 1
    assert alike.loc[0, 4] == 0
    centre = pd.Series([True, *[False] * 5])
    assert regular_classes(star, groups=centre).tolist() == [0, 1, 1, 1, 2, 2]
    assert structural_equivalence(star, measure="jaccard").loc[1, 2] == 1
    assert np.isnan(structural_equivalence(star, measure="jaccard").loc[4, 5])
    assert np.isnan(structural_equivalence(star, measure="correlation").loc[4, 1])


@measures
def test_one_or_two_nodes(measure):
    one = structural_equivalence(Network.from_matrix([[0]]), measure=measure)
    assert one.to_numpy().tolist() == [[1.0 if measure in ("correlation", "jaccard") else 0.0]]
    pair = structural_equivalence(Network.from_matrix([[0, 1], [1, 0]]), measure=measure)
    expected = 0 if measure in ("euclidean", "hamming") else np.nan
    assert pair.loc[0, 1] == pytest.approx(expected, nan_ok=True)


# The definitions, written out.


@measures
@owns
@given(network=networks(most=6), weighted=st.booleans())
def test_comparisons_follow_their_formulas(network, weighted, measure, own):
    found = structural_equivalence(
        network, measure=measure, own=own, strength="contracts" if weighted else None
    )
    expected = oracle.compared(matrix(network, weighted), measure, own, network.directed)
    assert found.to_numpy() == pytest.approx(expected, nan_ok=True, abs=1e-9)


@given(network=networks(most=6), weighted=st.booleans(), iterations=st.integers(1, 4))
def test_rege_follows_its_formula(network, weighted, iterations):
    found = regular_equivalence(
        network, strength="contracts" if weighted else None, iterations=iterations
    )
    expected = oracle.rege(matrix(network, weighted), iterations)
    assert found.to_numpy() == pytest.approx(expected)


@given(network=networks(most=6), counted=st.booleans())
def test_classes_are_the_fewest_that_are_regular(network, counted):
    x = matrix(network, weighted=False)
    found = regular_classes(network, counted=counted).tolist()
    regular = [each for each in oracle.partitions(len(x)) if oracle.is_regular(x, each, counted)]
    # The coarsest one joins whatever any other joins.
    assert oracle.is_regular(x, found, counted)
    assert max(found) == min(max(each) for each in regular)


# What must hold for every network.


@given(network=networks(smallest=1))
def test_values_move_with_their_labels(network):
    again = relabelled(network)
    for measure in MEASURES:
        found = structural_equivalence(network, measure=measure, strength="contracts")
        other = structural_equivalence(again, measure=measure, strength="contracts")
        pd.testing.assert_frame_equal(other.loc[found.index, found.columns], found, atol=1e-9)
    found = regular_equivalence(network, strength="contracts")
    other = regular_equivalence(again, strength="contracts")
    pd.testing.assert_frame_equal(other.loc[found.index, found.columns], found)
    found, other = regular_classes(network), regular_classes(again)[network.labels]
    assert len(set(zip(found, other, strict=True))) == found.nunique() == other.nunique()


@given(network=networks(directed=True))
def test_reversed_ties_leave_equivalence_as_it_is(network):
    back = Network.from_matrix(
        network.to_scipy().T.tocsr(), labels=network.labels, directed=True, weight="contracts"
    )
    pd.testing.assert_frame_equal(
        structural_equivalence(back, strength="contracts"),
        structural_equivalence(network, strength="contracts"),
    )
    pd.testing.assert_frame_equal(regular_equivalence(back), regular_equivalence(network))
    pd.testing.assert_series_equal(regular_classes(back), regular_classes(network))


@given(network=networks())
def test_structurally_equivalent_nodes_are_regularly_equivalent(network):
    distance = structural_equivalence(network).to_numpy()
    alike = regular_equivalence(network).to_numpy()
    tied = matrix(network, weighted=False)
    np.fill_diagonal(tied, 0)
    same = (distance == 0) & (tied + tied.T == 0)
    assert (alike[same] == 1).all()
    classes = regular_classes(network).to_numpy()
    assert (classes[:, None] == classes)[same].all()


def test_units_of_any_size_do_not_matter():
    for unit in (1e-200, 1.0, 1e200):
        network = network_of([(0, 1, unit), (0, 2, 3 * unit), (3, 1, 2 * unit), (3, 2, unit)])
        found = structural_equivalence(network, strength="weight")
        assert found.loc[0, 3] == pytest.approx(unit * 5**0.5)
        alike = regular_equivalence(network, strength="weight").to_numpy()
        assert alike == pytest.approx(oracle.rege(matrix(network) / unit, 3))


# Other packages.


def test_jaccard_agrees_with_networkx():
    graph = nx.gnm_random_graph(40, 150, seed=1)
    found = structural_equivalence(Network.from_networkx(graph), measure="jaccard", own="retain")
    for one, other, expected in nx.jaccard_coefficient(graph):
        assert found.loc[one, other] == pytest.approx(expected)


def test_correlation_agrees_with_numpy_on_whole_profiles():
    graph = nx.gnm_random_graph(40, 300, seed=1, directed=True)
    network = Network.from_networkx(graph)
    x = matrix(network)
    found = structural_equivalence(network, measure="correlation", own="retain")
    assert found.to_numpy() == pytest.approx(np.corrcoef(np.hstack([x, x.T])))


def test_counted_classes_are_those_of_colour_refinement():
    for seed in range(5):
        graph = nx.gnm_random_graph(60, 75, seed=seed)
        found = regular_classes(Network.from_networkx(graph), counted=True)
        nx.set_node_attributes(graph, "alike", "kind")
        hashes = nx.weisfeiler_lehman_subgraph_hashes(graph, iterations=30, node_attr="kind")
        expected = pd.Series({node: each[-1] for node, each in hashes.items()})
        assert len(set(zip(found, expected, strict=True))) == found.nunique()
        assert found.nunique() == expected.nunique()


# What is refused.


def test_bad_arguments_are_refused():
    network = network_of(HIERARCHY)
    for measure in (structural_equivalence, regular_equivalence, regular_classes):
        with pytest.raises(WrongType, match="`network` must be a Network"):
            measure(network.to_frame())
    for measure in (structural_equivalence, regular_equivalence):
        with pytest.raises(InvalidInput, match="`strength` = 'km': this network has no weights"):
            measure(network, strength="km")
        large = Network.from_networkx(nx.empty_graph(10_001))
        with pytest.raises(InvalidInput, match=r"`network` may have up to 10000 .* take the part"):
            measure(large)
    with pytest.raises(InvalidInput, match="`measure` must be one of"):
        structural_equivalence(network, measure="cosine")
    with pytest.raises(InvalidInput, match="`own` must be one of"):
        structural_equivalence(network, own="drop")
    with pytest.raises(InvalidInput, match="`iterations` must be"):
        regular_equivalence(network, iterations=0)
    with pytest.raises(UnknownLabel, match="`groups`"):
        regular_classes(network, groups="sector")


# Threads.


def test_threads_give_equal_bits():
    graph = nx.gnm_random_graph(300, 2000, seed=1, directed=True)
    ties = pd.DataFrame(graph.edges, columns=["a", "b"])
    ties["w"] = np.random.default_rng(1).uniform(0.1, 3, len(ties))
    network = Network.from_edges(ties, "a", "b", weight="w", directed=True)
    for measure in (
        lambda n: structural_equivalence(network, measure="correlation", strength="w", threads=n),
        lambda n: regular_equivalence(network, strength="w", threads=n),
        lambda n: regular_classes(network, counted=True, threads=n),
    ):
        expected = measure(1)
        for threads in (2, 7):
            assert measure(threads).to_numpy().tobytes() == expected.to_numpy().tobytes()
