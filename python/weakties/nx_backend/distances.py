"""Functions of networkx on how far nodes are from each other."""

from __future__ import annotations

from typing import Any

import networkx as nx

from weakties import _core

from .conditions import only, simple, without
from .graph import Graph


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


def _components(G: Graph) -> int:
    return int(_core.connected_components(G.core, True).max(initial=-1)) + 1
