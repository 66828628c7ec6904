"""Where a node stands among nodes of two kinds."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from networkx.algorithms import bipartite as theirs

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.datasets import southern_women
from weakties.networks import (
    Network,
    TwoModeNetwork,
    two_mode_betweenness,
    two_mode_closeness,
    two_mode_closure,
    two_mode_clustering,
    two_mode_degree,
    two_mode_redundancy,
)

from ..oracles.networks import bipartite as oracle
from .strategies import incidences

BOTH = ("firm", "institution")
overlaps = pytest.mark.parametrize("overlap", ["dot", "min", "max"])
MEASURES = {
    "degree": two_mode_degree,
    "closeness": two_mode_closeness,
    "betweenness": two_mode_betweenness,
    "clustering": two_mode_clustering,
    "redundancy": two_mode_redundancy,
}


def from_incidence(incidence, firms=None):
    """Firms and institutions by number; ``firms`` gives the firms another order."""
    rows, columns = incidence.nonzero()
    return TwoModeNetwork.from_edges(
        pd.DataFrame({"firm": rows, "institution": columns, "weight": incidence[rows, columns]}),
        "firm",
        "institution",
        weight=None if incidence.dtype == bool else "weight",
        firms=range(incidence.shape[0]) if firms is None else firms,
        institutions=range(incidence.shape[1]),
    )


def as_networkx(incidence):
    graph = nx.Graph()
    rows, columns = incidence.shape
    graph.add_nodes_from(range(rows + columns))
    graph.add_edges_from((i, rows + k) for i, k in zip(*incidence.nonzero(), strict=True))
    return graph


WOMEN = TwoModeNetwork.from_edges(southern_women(), "woman", "event")
DAVIS = nx.davis_southern_women_graph()


# Numbers that can be looked up or derived.


def test_the_southern_women_as_published():
    # Borgatti and Halgin (2011), as rounded there and in the tests of networkx.
    published = pd.DataFrame(
        [
            ("Nora Fayette", 0.57, 0.80, 0.11),
            ("Evelyn Jefferson", 0.57, 0.80, 0.10),
            ("Theresa Anderson", 0.57, 0.80, 0.09),
            ("Sylvia Avondale", 0.50, 0.77, 0.07),
            ("Laura Mandeville", 0.50, 0.73, 0.05),
            ("Charlotte McDowd", 0.29, 0.60, 0.01),
            ("Dorothy Murchison", 0.14, 0.65, 0.00),
            ("E8", 0.78, 0.85, 0.24),
            ("E9", 0.67, 0.79, 0.23),
            ("E7", 0.56, 0.73, 0.13),
            ("E5", 0.44, 0.59, 0.04),
            ("E1", 0.17, 0.52, 0.00),
        ],
        columns=["node", "degree", "closeness", "betweenness"],
    ).set_index("node")
    for name, measure, options in (
        ("degree", two_mode_degree, {"normalized": True}),
        ("closeness", two_mode_closeness, {}),
        ("betweenness", two_mode_betweenness, {}),
    ):
        found = pd.concat([measure(WOMEN, mode, **options) for mode in BOTH])
        assert found[published.index].to_numpy() == pytest.approx(
            published[name].to_numpy(), abs=0.0051
        )


def test_everybody_tied_to_everything():
    full = from_incidence(np.ones((4, 3), dtype=bool))
    for mode, others in (("firm", 3), ("institution", 4)):
        assert (two_mode_degree(full, mode) == others).all()
        for measure in (two_mode_closeness, two_mode_clustering, two_mode_redundancy):
            assert measure(full, mode).to_numpy() == pytest.approx(1)
    assert two_mode_closure(full) == 1


@pytest.mark.parametrize("shape", [(1, 5), (5, 2), (7, 3), (3, 3)])
def test_the_middle_of_the_star_of_stars_has_betweenness_1(shape):
    # The first firm joins all institutions, among which the others are spread evenly.
    n, m = shape
    incidence = np.zeros((n, m), dtype=bool)
    incidence[0] = True
    for firm in range(1, n):
        incidence[firm, (firm - 1) % m] = True
    assert two_mode_betweenness(from_incidence(incidence), "firm")[0] == pytest.approx(1)
    assert two_mode_betweenness(from_incidence(incidence.T), "institution")[0] == pytest.approx(1)


def test_a_ring_of_four_and_a_path():
    ring = from_incidence(np.ones((2, 2), dtype=bool))
    assert two_mode_closure(ring) == 1
    assert two_mode_betweenness(ring, "firm").tolist() == [0.25, 0.25]
    path = from_incidence(np.array([[1, 0], [1, 1]], dtype=bool))
    assert two_mode_closure(path) == 0
    assert two_mode_redundancy(path, "firm").tolist() == pytest.approx([np.nan, 0], nan_ok=True)


# The definition, written out.


@overlaps
@given(incidence=incidences())
def test_clustering_follows_its_formula(overlap, incidence):
    network = from_incidence(incidence)
    for mode, rows in zip(BOTH, (incidence, incidence.T), strict=True):
        found = two_mode_clustering(network, mode, overlap=overlap)
        assert found.to_numpy() == pytest.approx(oracle.clustering(rows, overlap), nan_ok=True)


@given(incidence=incidences())
def test_the_others_follow_their_formulas(incidence):
    network = from_incidence(incidence)
    assert two_mode_closure(network) == pytest.approx(oracle.closure(incidence), nan_ok=True)
    for mode, rows in zip(BOTH, (incidence, incidence.T), strict=True):
        assert two_mode_degree(network, mode).tolist() == rows.sum(axis=1).tolist()
        found = two_mode_redundancy(network, mode).to_numpy()
        assert found == pytest.approx(oracle.redundancy(rows), nan_ok=True)
        found = two_mode_closeness(network, mode).to_numpy()
        assert found == pytest.approx(oracle.closeness(rows))


def test_strength_adds_up_weights():
    weights = np.array([[2.0, 0.5, 0.0], [0.0, 4.0, 0.0]])
    network = from_incidence(weights)
    assert two_mode_degree(network, "firm", strength="weight").tolist() == [2.5, 4]
    found = two_mode_degree(network, "institution", strength="weight", normalized=True)
    assert found.tolist() == [1, 2.25, 0]
    assert two_mode_degree(network, "firm").dtype == np.int64


# What must hold for every network.


@given(incidence=incidences())
def test_values_move_with_their_labels_and_lie_between_0_and_1(incidence):
    rng = np.random.default_rng(0)
    network = from_incidence(incidence)
    moved = from_incidence(incidence, firms=rng.permutation(incidence.shape[0]).tolist())
    assert two_mode_closure(moved) == pytest.approx(two_mode_closure(network), nan_ok=True)
    for name, measure in MEASURES.items():
        options = {"normalized": True} if name == "degree" else {}
        for mode in BOTH:
            found = measure(network, mode, **options)
            pd.testing.assert_series_equal(measure(moved, mode, **options)[found.index], found)
            assert found.dropna().between(0, 1 + 1e-9).all()


@given(incidence=incidences())
def test_the_two_kinds_are_treated_alike(incidence):
    one, other = from_incidence(incidence), from_incidence(incidence.T)
    assert two_mode_closure(one) == pytest.approx(two_mode_closure(other), nan_ok=True)
    for measure in MEASURES.values():
        assert measure(one, "firm").to_numpy() == pytest.approx(
            measure(other, "institution").to_numpy(), nan_ok=True
        )


# Another package.


@given(incidence=incidences(most=6))
def test_networkx_agrees_where_it_defines_a_value(incidence):
    network, graph = from_incidence(incidence), as_networkx(incidence)
    rows = incidence.shape[0]
    firms = range(rows)
    ours = pd.concat([two_mode_degree(network, mode, normalized=True) for mode in BOTH])
    assert ours.to_numpy() == pytest.approx(
        [theirs.degree_centrality(graph, firms)[node] for node in graph]
    )
    for overlap in ("dot", "min", "max"):
        ours = pd.concat([two_mode_clustering(network, mode, overlap=overlap) for mode in BOTH])
        expected = theirs.latapy_clustering(graph, mode=overlap)
        assert ours.fillna(0).to_numpy() == pytest.approx([expected[node] for node in graph])
    closed = two_mode_closure(network)
    assert (0 if np.isnan(closed) else closed) == pytest.approx(
        theirs.robins_alexander_clustering(graph)
    )
    if min(incidence.shape) > 1:
        ours = pd.concat([two_mode_betweenness(network, mode) for mode in BOTH])
        expected = theirs.betweenness_centrality(graph, firms)
        assert ours.to_numpy() == pytest.approx([expected[node] for node in graph])
    if nx.is_connected(graph):
        ours = pd.concat([two_mode_closeness(network, mode) for mode in BOTH])
        expected = theirs.closeness_centrality(graph, firms)
        assert ours.to_numpy() == pytest.approx([expected[node] for node in graph])


def test_redundancy_of_the_southern_women_agrees_with_networkx():
    expected = theirs.node_redundancy(DAVIS)
    for mode in BOTH:
        for node, value in two_mode_redundancy(WOMEN, mode).items():
            assert value == pytest.approx(expected[node])


# Where other packages disagree.


def test_closeness_in_a_small_component_does_not_exceed_1():
    incidence = np.zeros((5, 2), dtype=bool)
    incidence[0, 0] = incidence[1, 1] = True
    assert two_mode_closeness(from_incidence(incidence), "firm").tolist() == pytest.approx(
        [1 / 6, 1 / 6, 0, 0, 0]
    )
    assert theirs.closeness_centrality(as_networkx(incidence), range(5))[0] > 1.6


# Degenerate networks.


def test_one_tie_and_nodes_without_any():
    network = from_incidence(np.array([[1, 0, 0], [0, 0, 0]], dtype=bool))
    assert np.isnan(two_mode_closure(network))
    for mode in BOTH:
        assert two_mode_degree(network, mode).tolist()[:2] == [1, 0]
        assert two_mode_closeness(network, mode).tolist()[:2] == [0.25, 0]
        assert (two_mode_betweenness(network, mode) == 0).all()
        assert two_mode_clustering(network, mode).isna().all()
        assert two_mode_redundancy(network, mode).isna().all()
    single = from_incidence(np.ones((1, 1), dtype=bool))
    assert two_mode_betweenness(single, "firm").tolist() == [0]
    assert two_mode_closeness(single, "firm").tolist() == [1]


# What is refused.


@pytest.mark.parametrize("measure", MEASURES.values())
def test_bad_arguments_are_refused(measure):
    with pytest.raises(WrongType, match=r"`network` must be a TwoModeNetwork .*from_edges"):
        measure(Network.from_networkx(DAVIS), "firm")
    with pytest.raises(InvalidInput, match="`mode` must be one of 'firm', 'institution'"):
        measure(WOMEN, "woman")


def test_bad_weights_and_options_are_refused():
    with pytest.raises(InvalidInput, match="`strength` = 'hours': this network has no weights"):
        two_mode_degree(WOMEN, "firm", strength="hours")
    with pytest.raises(UnknownLabel, match="is named 'weight': got 'hours'"):
        two_mode_degree(from_incidence(np.ones((2, 2))), "firm", strength="hours")
    with pytest.raises(InvalidInput, match="`overlap` must be one of 'dot', 'min', 'max'"):
        two_mode_clustering(WOMEN, "firm", overlap="jaccard")


def test_threads_give_equal_bits():
    rng = np.random.default_rng(1)
    network = from_incidence(rng.random((500, 80)) < 0.04)
    for name, measure in MEASURES.items():
        if name != "degree":
            one, two, seven = (
                measure(network, "firm", threads=threads).to_numpy().tobytes()
                for threads in (1, 2, 7)
            )
            assert one == two == seven
    assert len({two_mode_closure(network, threads=threads) for threads in (1, 2, 7)}) == 1
