"""Functions of networkx on how often a node or an edge lies on shortest paths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weakties import _core

from .conditions import only, simple, without
from .graph import Graph


@only(simple, without("k", "endpoints"))
def betweenness_centrality(
    G: Graph,
    k: int | None = None,
    normalized: bool = True,
    weight: str | None = None,
    endpoints: bool = False,
    seed: object = None,
) -> dict[Any, float]:
    """Return the share of shortest paths between others that pass each node."""
    G.refuse_zero_weights(weight)
    values = _core.betweenness(G.core, weight is not None, None, None, None)
    pairs = (len(G) - 1) * (len(G) - 2)
    if normalized and pairs > 0:
        # Multiplied as networkx does, which rounds otherwise than a division.
        values = values * (1 if G.is_directed() else 2) * (1 / pairs)
    return G.by_node(values)


@only(simple)
def betweenness_centrality_subset(
    G: Graph,
    sources: Iterable[Any],
    targets: Iterable[Any],
    normalized: bool = False,
    weight: str | None = None,
) -> dict[Any, float]:
    """Return the share of shortest paths from some nodes to some that pass each node."""
    G.refuse_zero_weights(weight)
    ends = list(sources), list(targets)
    if any(len(set(nodes)) < len(nodes) for nodes in ends):
        raise NotImplementedError("weakties takes each source and target once")
    # networkx counts a path from a source to a target, and none back, also without directions.
    numbers = G.numbers(ends[0]), G.numbers(G.bunch(ends[1]))
    values = _core.betweenness(G.both_ways(), weight is not None, numbers, None, None)
    pairs = (len(G) - 1) * (len(G) - 2)
    if normalized and pairs > 0:
        values = values * (1 / pairs)
    elif not normalized and not G.is_directed():
        values = values * 0.5
    return G.by_node(values)


@only(simple, without("k"))
def edge_betweenness_centrality(
    G: Graph,
    k: int | None = None,
    normalized: bool = True,
    weight: str | None = None,
    seed: object = None,
) -> dict[tuple[Any, Any], float]:
    """Return the share of shortest paths between nodes that take each edge."""
    G.refuse_zero_weights(weight)
    values = _core.edge_betweenness(G.core, weight is not None, None, None)
    if normalized and len(G) > 1:
        values = values * (1 if G.is_directed() else 2) * (1 / (len(G) * (len(G) - 1)))
    loops = {(G.nodes[at], G.nodes[at]): 0.0 for at in G.self_loops.tolist()}
    return G.by_edge(values) | loops
