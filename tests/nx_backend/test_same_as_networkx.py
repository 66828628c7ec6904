"""What the backend gives that networkx's own tests look at in a few graphs only."""

import networkx as nx
import numpy as np
import pytest

from weakties import nx_backend
from weakties.nx_backend.graph import from_networkx

PROJECTIONS = {
    "projected_graph": nx.projected_graph,
    "weighted": nx.bipartite.weighted_projected_graph,
    "ratio": lambda *call, **to: nx.bipartite.weighted_projected_graph(*call, ratio=True, **to),
    "collaboration": nx.bipartite.collaboration_weighted_projected_graph,
    "jaccard": nx.bipartite.overlap_weighted_projected_graph,
    "overlap": lambda *call, **to: nx.bipartite.overlap_weighted_projected_graph(
        *call, jaccard=False, **to
    ),
    "generic": nx.bipartite.generic_weighted_projected_graph,
}


@pytest.fixture(autouse=True)
def _no_talk_of_the_cache(monkeypatch):
    monkeypatch.setattr(nx.config, "warnings_to_ignore", {"cache"})


def two_mode(seed):
    graph = nx.bipartite.random_graph(9, 7, 0.3, seed=seed)
    graph = nx.relabel_nodes(graph, {node: f"{node}" for node in graph})
    firms = [node for node, side in graph.nodes(data="bipartite") if side == 0]
    # In an order that is not the graph's, with attributes of nodes and of the graph.
    return graph, firms[::-1]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", PROJECTIONS)
def test_projections_are_those_of_networkx(name, seed):
    graph, firms = two_mode(seed)
    # What was read for another function does for this one.
    nx.betweenness_centrality(graph, backend="weakties")
    expected = PROJECTIONS[name](graph, firms)
    found = PROJECTIONS[name](graph, firms, backend="weakties")
    assert type(found) is nx.Graph
    assert list(found) == list(expected)
    assert found.graph == expected.graph
    assert dict(found.nodes(data=True)) == dict(expected.nodes(data=True))
    assert {frozenset(edge) for edge in found.edges} == {frozenset(edge) for edge in expected.edges}
    for one, other, weight in expected.edges(data="weight"):
        ours = found[one][other].get("weight")
        assert type(ours) is type(weight)
        assert weight is None or ours == pytest.approx(weight, rel=1e-14)


def test_a_projection_may_be_changed_without_the_graph():
    graph, firms = two_mode(0)
    found = nx.projected_graph(graph, firms, backend="weakties")
    found.nodes[firms[0]]["bipartite"] = 3
    found.graph["name"] = "mine"
    found.add_edge("x", "y")
    assert graph.nodes[firms[0]]["bipartite"] == 0
    assert graph.graph["name"] != "mine"
    assert "x" not in graph


@pytest.mark.parametrize("name", ["projected_graph", "weighted", "collaboration", "jaccard"])
def test_projections_onto_what_is_no_side_are_left_to_networkx(name):
    project = PROJECTIONS[name]
    graph = nx.path_graph(4)
    for nodes in ([0, 1], [0, 2, 2]):
        with pytest.raises(NotImplementedError):
            project(graph, nodes, backend="weakties")
    with pytest.raises(KeyError):
        project(graph, [0, "x"], backend="weakties")
    with pytest.raises(NotImplementedError):
        project(nx.DiGraph([(0, 1)]), [0], backend="weakties")


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
@pytest.mark.parametrize("weight", [None, "km"])
def test_local_constraint_is_that_of_networkx(kind, weight):
    graph = nx.gnm_random_graph(12, 26, seed=4, directed=kind is nx.DiGraph)
    nx.set_edge_attributes(
        graph, {edge: 1 + place % 3 for place, edge in enumerate(graph.edges)}, "km"
    )
    for u, v in [*graph.edges, *((v, u) for u, v in graph.edges)]:
        found = nx.local_constraint(graph, u, v, weight=weight, backend="weakties")
        assert found == pytest.approx(nx.local_constraint(graph, u, v, weight=weight), rel=1e-12)


def test_local_constraint_of_no_contact():
    graph = nx.path_graph(3)
    assert nx.local_constraint(graph, 0, "x", backend="weakties") == 0
    with pytest.raises(nx.NetworkXError, match="x is not in the graph"):
        nx.local_constraint(graph, "x", 0, backend="weakties")
    with pytest.raises(NotImplementedError):
        nx.local_constraint(graph, 0, 2, backend="weakties")


def test_pairs_are_found_once(monkeypatch):
    graph = from_networkx(nx.path_graph(4))
    found = nx_backend.local_constraint(graph, 0, 1)
    monkeypatch.delattr("weakties._core.dyadic_constraint")
    assert nx_backend.local_constraint(graph, 0, 1) == found == 1


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("function", "more"),
    [
        (nx.bipartite.degree_centrality, {}),
        (nx.bipartite.betweenness_centrality, {}),
        (nx.bipartite.closeness_centrality, {}),
        (nx.bipartite.closeness_centrality, {"normalized": False}),
    ],
)
def test_two_mode_centralities_are_those_of_networkx(function, more, seed):
    graph, firms = two_mode(seed)
    graph.add_node("alone")
    found = function(graph, firms, backend="weakties", **more)
    expected = function(graph, firms, **more)
    assert found == pytest.approx(expected, rel=1e-12)
    assert {type(value) for value in found.values()} == {float}


@pytest.mark.parametrize("directed", [False, True])
def test_distances_are_those_of_networkx(directed, monkeypatch):
    monkeypatch.setattr("weakties.nx_backend.distances._SOURCES_AT_ONCE", 16)
    graph = nx.gnm_random_graph(40, 80, seed=2, directed=directed)
    nx.set_edge_attributes(
        graph, {edge: place % 4 for place, edge in enumerate(graph.edges)}, "weight"
    )
    for function, more in (
        (nx.all_pairs_shortest_path_length, {}),
        (nx.all_pairs_shortest_path_length, {"cutoff": 2}),
        (nx.all_pairs_dijkstra_path_length, {}),
        (nx.all_pairs_dijkstra_path_length, {"cutoff": 3}),
    ):
        ours = list(function(graph, backend="weakties", **more))
        theirs = list(function(graph, **more))
        assert ours == theirs
        for (_, near), (_, expected) in zip(ours, theirs, strict=True):
            assert list(near.values()) == list(expected.values())
    order = list(range(39, -1, -1))
    for weight in ("weight", None):
        assert np.array_equal(
            nx.floyd_warshall_numpy(graph, order, weight, backend="weakties"),
            nx.floyd_warshall_numpy(graph, order, weight),
        )


def test_mixing_is_that_of_networkx():
    for graph in (nx.karate_club_graph(), nx.karate_club_graph().to_directed()):
        assert nx.attribute_mixing_dict(graph, "club", backend="weakties") == (
            nx.attribute_mixing_dict(graph, "club")
        )
        places = {"Officer": 0, "Mr. Hi": 1}
        assert np.array_equal(
            nx.attribute_mixing_matrix(graph, "club", mapping=places, backend="weakties"),
            nx.attribute_mixing_matrix(graph, "club", mapping=places),
        )


def test_reciprocity_of_nodes_is_that_of_networkx():
    graph = nx.gnm_random_graph(9, 30, seed=1, directed=True)
    graph.add_node("alone")
    assert nx.reciprocity(graph, list(graph), backend="weakties") == nx.reciprocity(
        graph, list(graph)
    )
    assert nx.reciprocity(graph, 3, backend="weakties") == nx.reciprocity(graph, 3)
    with pytest.raises(nx.NetworkXError):
        nx.reciprocity(graph, "alone", backend="weakties")
