"""Functions of networkx on how far nodes are from each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from weakties import _core

from .conditions import only, simple, without
from .graph import Graph

# Rows of distances held in memory at a time.
_SOURCES_AT_ONCE = 256


@only(simple)
def closeness_centrality(
    G: Graph, u: Any = None, distance: str | None = None, wf_improved: bool = True
) -> Any:
    """Return one over the mean distance from the nodes that reach each node."""
    G.refuse_zero_weights(distance)
    if u is not None:
        G.number(u)
    values = _core.closeness(G.core, distance is not None, "in", wf_improved, True, None, None)
    found = G.by_node(values)
    return found if u is None else found[u]


@only(simple, without("sources"))
def harmonic_centrality(
    G: Graph, nbunch: Any = None, distance: str | None = None, sources: Any = None
) -> dict[Any, float]:
    """Return the sum of one over the distance from every node that reaches each node."""
    G.refuse_zero_weights(distance)
    found = G.by_node(_core.harmonic(G.core, distance is not None, "in", False, None, None))
    if nbunch is None:
        return found
    return {node: found[node] for node in G.bunch([nbunch] if nbunch in G else nbunch)}


@only(simple, without("method"))
def average_shortest_path_length(
    G: Graph, weight: str | None = None, method: str | None = None
) -> float:
    """Return the mean distance between two nodes of a connected graph."""
    if len(G) == 0:
        raise nx.NetworkXPointlessConcept(
            "the null graph has no paths, thus there is no average shortest path length"
        )
    if len(G) == 1:
        return 0
    if _components(G) > 1:
        how = "strongly connected" if G.is_directed() else "connected"
        raise nx.NetworkXError(f"Graph is not {how}.")
    return _core.average_path_length(G.core, weight is not None, "out", None, None)


@only(simple, without("sp"))
def eccentricity(G: Graph, v: Any = None, sp: object = None, weight: str | None = None) -> Any:
    """Return the distance of each node to the one that is farthest from it."""
    if len(G) > 1 and _components(G) > 1:
        raise nx.NetworkXError(
            "Found infinite path length because the digraph is not strongly connected"
            if G.is_directed()
            else "Found infinite path length because the graph is not connected"
        )
    values = _core.eccentricity(G.core, weight is not None, "out", None, None)
    found = G.by_node(values if weight is not None else values.astype(int))
    return G.of_nodes(found, v)


@only(simple, without("e", "usebounds"))
def diameter(
    G: Graph, e: object = None, usebounds: bool = False, weight: str | None = None
) -> float:
    """Return the largest eccentricity."""
    return float(max(eccentricity(G, weight=weight).values()))


@only(simple, without("e", "usebounds"))
def radius(G: Graph, e: object = None, usebounds: bool = False, weight: str | None = None) -> float:
    """Return the smallest eccentricity."""
    return float(min(eccentricity(G, weight=weight).values()))


@only(simple, without("e", "usebounds"))
def center(
    G: Graph, e: object = None, usebounds: bool = False, weight: str | None = None
) -> list[Any]:
    """Return the nodes with the smallest eccentricity."""
    found = eccentricity(G, weight=weight)
    least = min(found.values())
    return [node for node, value in found.items() if value == least]


@only(simple, without("e", "usebounds"))
def periphery(
    G: Graph, e: object = None, usebounds: bool = False, weight: str | None = None
) -> list[Any]:
    """Return the nodes with the largest eccentricity."""
    found = eccentricity(G, weight=weight)
    most = max(found.values())
    return [node for node, value in found.items() if value == most]


@only(simple)
def single_source_shortest_path_length(
    G: Graph, source: Any, cutoff: float | None = None
) -> dict[Any, int]:
    """Return how many edges each node that can be reached is from one."""
    if source not in G:
        raise nx.NodeNotFound(f"Source {source} is not in G")
    return next(_lengths(G, [source], cutoff, weighted=False))[1]


@only(simple)
def all_pairs_shortest_path_length(
    G: Graph, cutoff: float | None = None
) -> Iterator[tuple[Any, dict[Any, int]]]:
    """Yield of each node how many edges the nodes that it can reach are from it."""
    yield from _lengths(G, G.nodes, cutoff, weighted=False)


@only(simple)
def single_source_dijkstra_path_length(
    G: Graph, source: Any, cutoff: float | None = None, weight: str | None = "weight"
) -> dict[Any, float]:
    """Return the distance to each node that can be reached from one."""
    if source not in G:
        raise nx.NodeNotFound(f"Node {source} not found in graph")
    return next(_lengths(G, [source], cutoff, weighted=weight is not None))[1]


@only(simple)
def all_pairs_dijkstra_path_length(
    G: Graph, cutoff: float | None = None, weight: str | None = "weight"
) -> Iterator[tuple[Any, dict[Any, float]]]:
    """Yield of each node the distance to the nodes that it can reach."""
    yield from _lengths(G, G.nodes, cutoff, weighted=weight is not None)


@only(simple)
def floyd_warshall_numpy(
    G: Graph, nodelist: Collection[Any] | None = None, weight: str | None = "weight"
) -> NDArray[np.float64]:
    """Return the distance from every node to every node, infinite where there is no path."""
    if nodelist is not None and not len(nodelist) == len(G) == len(set(nodelist)):
        raise nx.NetworkXError(
            "nodelist must contain every node in G with no repeats."
            "If you wanted a subgraph of G use G.subgraph(nodelist)"
        )
    numbers = G.numbers(G.nodes if nodelist is None else nodelist)
    return _rows(G, numbers, weighted=weight is not None)[:, numbers]


def _lengths(
    G: Graph, sources: list[Any], cutoff: float | None, *, weighted: bool
) -> Iterator[tuple[Any, dict[Any, Any]]]:
    """Yield each source with the distances from it, nearest first as networkx does."""
    farthest = np.inf if cutoff is None else cutoff
    for start in range(0, len(sources), _SOURCES_AT_ONCE):
        some = sources[start : start + _SOURCES_AT_ONCE]
        rows = _rows(G, G.numbers(some), weighted=weighted)
        for source, row in zip(some, rows, strict=True):
            near = np.flatnonzero(np.isfinite(row) & (row <= farthest))
            near = near[np.argsort(row[near], kind="stable")]
            values = row[near] if weighted else row[near].astype(int)
            names = [G.nodes[at] for at in near.tolist()]
            yield source, dict(zip(names, values.tolist(), strict=True))


def _rows(G: Graph, sources: NDArray[np.uint32], *, weighted: bool) -> NDArray[np.float64]:
    """Return the distances from some nodes, a row each, to all."""
    found = _core.distances(G.core, sources, weighted, "out", None, None)
    return found.reshape(len(sources), len(G))


def _components(G: Graph) -> int:
    return int(_core.connected_components(G.core, True).max(initial=-1)) + 1
