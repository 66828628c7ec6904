"""Functions of networkx on how closely nodes are tied together."""

from __future__ import annotations

from math import isnan
from typing import Any

import networkx as nx
import numpy as np

from weakties import _core

from .conditions import only, simple, undirected, without
from .graph import Graph


@only(simple)
def core_number(G: Graph) -> dict[Any, int]:
    """Return the largest core that each node belongs to."""
    if len(G.self_loops):
        raise nx.NetworkXNotImplemented(
            "Input graph has self loops which is not permitted; "
            "Consider using G.remove_edges_from(nx.selfloop_edges(G))."
        )
    return G.by_node(_core.coreness(G.core, "all"))


@only(simple, undirected)
def triangles(G: Graph, nodes: Any = None) -> Any:
    """Count the triangles that each node is in."""
    return G.of_nodes(G.by_node(_core.triangles(G.core, None, None)), nodes)


@only(simple)
def clustering(G: Graph, nodes: Any = None, weight: str | None = None) -> Any:
    """Return the share of a node's contacts that are tied to each other."""
    if weight is not None:
        # networkx divides by the largest weight, that of self-loops included.
        G.refuse_self_loops()
    if G.is_directed():
        values = _core.directed_clustering(G.core, weight is not None, "all", None, None)
    elif weight is not None:
        values = _core.strength_clustering(G.core, "onnela", None, None)
    else:
        values = _core.clustering(G.core, None, None)
    # Where there are no two contacts networkx has 0.
    return G.of_nodes(G.by_node(np.nan_to_num(values)), nodes)


@only(simple)
def average_clustering(
    G: Graph, nodes: Any = None, weight: str | None = None, count_zeros: bool = True
) -> float:
    """Return the mean of clustering over nodes."""
    values = clustering(G, nodes, weight=weight).values()
    kept: list[float] = [value for value in values if count_zeros or abs(value) > 0]
    return sum(kept) / len(kept)


@only(simple, undirected)
def transitivity(G: Graph) -> float:
    """Return the share of paths of two edges that a third edge closes."""
    return float(np.nan_to_num(_core.transitivity(G.core, None, None)))


@only(simple, undirected)
def square_clustering(G: Graph, nodes: Any = None) -> Any:
    """Return the share of possible squares at each node that there are."""
    # networkx counted self-loops until 3.4.
    G.refuse_self_loops()
    values = _core.square_clustering(G.core, None, None)
    return G.of_nodes(G.by_node(np.nan_to_num(values)), nodes)


@only(simple, without("nodelist"))
def triadic_census(G: Graph, nodelist: Any = None) -> dict[str, int]:
    """Count the sixteen types of three nodes."""
    names, counts = _core.triad_census(G.core, None, None)
    return dict(zip(names, counts, strict=True))


@only(simple)
def reciprocity(G: Graph, nodes: Any = None) -> Any:
    """Return the share of edges that are returned, of the graph or of some nodes."""
    if not G.is_directed():
        raise nx.NetworkXNotImplemented("not implemented for undirected type")
    if nodes is None:
        return overall_reciprocity(G)
    # Here networkx counts a self-loop as returned.
    G.refuse_self_loops()
    found = G.of_nodes(G.by_node(_core.node_reciprocity(G.core)), nodes)
    if not isinstance(found, dict):
        if isnan(found):
            raise nx.NetworkXError("Not defined for isolated nodes.")
        return found
    return {node: None if isnan(value) else value for node, value in found.items()}


@only(simple)
def overall_reciprocity(G: Graph) -> float:
    """Return the share of edges that are returned."""
    if G.edge_count == 0:
        raise nx.NetworkXError("Not defined for empty graphs")
    mutual, _, _ = _core.dyad_census(G.core)
    # networkx takes a self-loop for an edge that is not returned.
    return 2 * mutual / G.edge_count


@only(simple, without("normalized"))
def rich_club_coefficient(
    G: Graph, normalized: bool = True, Q: float = 100, seed: object = None
) -> dict[int, float]:
    """Return for each degree the density among the nodes with more."""
    if len(G.self_loops):
        raise nx.NetworkXError(
            "rich_club_coefficient is not implemented for graphs with self loops."
        )
    return dict(enumerate(_core.rich_club(G.core, "all").tolist()))
