"""Functions of networkx on graphs with two kinds of nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from weakties import _core

from .betweenness import betweenness_centrality
from .conditions import only, simple, undirected
from .graph import Graph


@only(simple, undirected)
def bipartite_degree_centrality(G: Graph, nodes: Iterable[Any]) -> dict[Any, float]:
    """Return the share of the nodes of the other kind that each node is tied to."""
    G.refuse_self_loops()
    degrees = _core.degree(G.core, "all")
    found: dict[Any, float] = {}
    for kind, others in _both_ways(*_kinds(G, nodes)):
        share = 1.0 / len(others)
        found |= {node: int(degrees[G.index[node]]) * share for node in kind if node in G}
    return found


@only(simple, undirected)
def bipartite_betweenness_centrality(G: Graph, nodes: Iterable[Any]) -> dict[Any, float]:
    """Return each node's betweenness over the largest that one of its kind can have."""
    kinds = _kinds(G, nodes)
    values = betweenness_centrality(G, normalized=False)
    for kind, others in _both_ways(*kinds):
        most = _most_betweenness(len(kind), len(others))
        for node in kind:
            values[node] /= most
    return values


@only(simple, undirected)
def bipartite_closeness_centrality(
    G: Graph, nodes: Iterable[Any], normalized: bool = True
) -> dict[Any, float]:
    """Return the least sum of distances that a node of its kind can have over each node's own."""
    kinds = _kinds(G, nodes)
    component = _core.connected_components(G.core, False)
    reached = np.bincount(component)[component] - 1 if len(G) else np.zeros(0)
    # How many others a node reaches, over the sum of its distances to them.
    near = _core.closeness(G.core, False, "in", False, True, None, None)
    found: dict[Any, float] = {}
    for kind, others in _both_ways(*kinds):
        least = len(others) + 2 * (len(kind) - 1)
        for node in kind:
            at = G.number(node)
            scale = len(G) - 1 if normalized else reached[at]
            found[node] = float(near[at] * least / scale) if reached[at] else 0.0
    return found


def _kinds(G: Graph, nodes: Iterable[Any]) -> tuple[set[Any], set[Any]]:
    """Return the nodes of one kind, as networkx is told, and the others."""
    first = set(nodes)
    return first, set(G.nodes) - first


def _both_ways(one: set[Any], other: set[Any]) -> tuple[tuple[set[Any], set[Any]], ...]:
    return (one, other), (other, one)


def _most_betweenness(own: int, others: int) -> float:
    """Return the largest betweenness of a node, as networkx works it out."""
    s, t = divmod(own - 1, others)
    return (others**2 * (s + 1) ** 2 + others * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


@only(simple, undirected)
def latapy_clustering(G: Graph, nodes: Any = None, mode: str = "dot") -> dict[Any, float]:
    """Return how far nodes of the same kind share contacts with each node."""
    sides = _sides(G)
    if sides is None:
        raise nx.NetworkXError("Graph is not bipartite")
    if mode not in ("dot", "min", "max"):
        raise nx.NetworkXError("Mode for bipartite clustering must be: dot, min or max")
    core, order, first = _sorted_by_side(G, sides)
    values = np.empty(len(G))
    for of_first, part in ((True, order[:first]), (False, order[first:])):
        values[part] = _core.two_mode_clustering(core, first, of_first, mode, None, None)
    # Where no node shares a contact networkx has 0.
    found = G.by_node(np.nan_to_num(values))
    return found if nodes is None else {node: found[node] for node in nodes}


def bipartite_average_clustering(
    G: Graph, nodes: Collection[Any] | None = None, mode: str = "dot"
) -> float:
    """Return the mean of this over nodes."""
    values = latapy_clustering(G, nodes, mode)
    return sum(values.values()) / len(G.nodes if nodes is None else nodes)


bipartite_average_clustering.conditions = latapy_clustering.conditions  # type: ignore[attr-defined]


@only(simple, undirected)
def robins_alexander_clustering(G: Graph) -> float:
    """Return the share of paths of three edges that a fourth edge closes."""
    G.refuse_self_loops()
    if len(G) < 4 or G.edge_count < 3:
        return 0
    core, _, first = _sorted_by_side(G, _sides_or_refusal(G))
    return float(np.nan_to_num(_core.two_mode_closure(core, first, None, None)))


@only(simple, undirected)
def node_redundancy(G: Graph, nodes: Any = None) -> dict[Any, float]:
    """Return the share of pairs of contacts that another node has too."""
    G.refuse_self_loops()
    wanted = G.nodes if nodes is None else list(nodes)
    degrees = _core.degree(G.core, "all")
    if any(degrees[G.number(node)] < 2 for node in wanted):
        raise nx.NetworkXError(
            "Cannot compute redundancy coefficient for a node that has fewer than two neighbors."
        )
    core, order, first = _sorted_by_side(G, _sides_or_refusal(G))
    values = np.empty(len(G))
    for of_first, part in ((True, order[:first]), (False, order[first:])):
        values[part] = _core.two_mode_redundancy(core, first, of_first, None, None)
    found = G.by_node(values)
    return {node: found[node] for node in wanted}


def _sides_or_refusal(G: Graph) -> NDArray[np.bool_]:
    sides = _sides(G)
    if sides is None:
        raise NotImplementedError("weakties takes bipartite graphs only in this function")
    return sides


def _sides(G: Graph) -> NDArray[np.bool_] | None:
    """Say of each node on which of two sides it is, or None where edges join nodes of one side."""
    if len(G.self_loops):
        return None
    # Each node twice, once a side, and each edge from side to side: where the graph is bipartite,
    # the two are never connected.
    sources, targets, weights = G.core.ties()
    nodes = len(G)
    twice = _core.Network(
        2 * nodes,
        np.concatenate([sources, sources + np.uint32(nodes)]),
        np.concatenate([targets + np.uint32(nodes), targets]),
        np.concatenate([weights, weights]),
        False,
        "raise",
    )
    component = _core.connected_components(twice, False)
    here, there = component[:nodes], component[nodes:]
    return None if (here == there).any() else here < there


def _sorted_by_side(
    G: Graph, sides: NDArray[np.bool_]
) -> tuple[_core.Network, NDArray[np.int64], int]:
    """Return the network with one side before the other, its order, and the first side's size."""
    order = np.argsort(~sides, kind="stable")
    place = np.empty(len(G), dtype=np.uint32)
    place[order] = np.arange(len(G), dtype=np.uint32)
    sources, targets, weights = G.core.ties()
    core = _core.Network(len(G), place[sources], place[targets], weights, False, "raise")
    return core, order, int(sides.sum())
