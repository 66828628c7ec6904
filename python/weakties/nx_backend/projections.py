"""Functions of networkx that tie the nodes of one kind in a bipartite graph: graphs of networkx."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from weakties import _core

from .conditions import only, simple, undirected, without
from .graph import Graph


@only(simple, undirected, without("multigraph"))
def projected_graph(B: Graph, nodes: Collection[Any], multigraph: bool = False) -> nx.Graph:
    """Tie the nodes of one kind that share a neighbour."""
    sources, targets, _ = _shared(B, nodes)
    return _graph(B, nodes, sources, targets)


@only(simple, undirected)
def weighted_projected_graph(B: Graph, nodes: Collection[Any], ratio: bool = False) -> nx.Graph:
    """Tie the nodes of one kind by how many neighbours they share, or by what share of them."""
    others = len(B) - len(nodes)
    if others < 1:
        raise nx.NetworkXAlgorithmError(
            f"the size of the nodes to project onto ({len(nodes)}) is >= the graph size "
            f"({len(B)}).\nThey are either not a valid bipartite partition or contain duplicates"
        )
    sources, targets, counts = _shared(B, nodes)
    return _graph(B, nodes, sources, targets, counts / others if ratio else counts.astype(int))


@only(simple, undirected)
def collaboration_weighted_projected_graph(B: Graph, nodes: Collection[Any]) -> nx.Graph:
    """Tie the nodes of one kind by shared neighbours, discounted by how many others have them."""
    return _graph(B, nodes, *_shared(B, nodes, "newman"))


@only(simple, undirected)
def overlap_weighted_projected_graph(
    B: Graph, nodes: Collection[Any], jaccard: bool = True
) -> nx.Graph:
    """Tie the nodes of one kind by the share of their neighbours that both have."""
    if jaccard:
        return _graph(B, nodes, *_shared(B, nodes, "jaccard"))
    sources, targets, counts = _shared(B, nodes)
    degrees = _core.degree(B.core, "all")[B.numbers(nodes)]
    return _graph(
        B, nodes, sources, targets, counts / np.minimum(degrees[sources], degrees[targets])
    )


@only(simple, undirected, without("weight_function"))
def generic_weighted_projected_graph(
    B: Graph, nodes: Collection[Any], weight_function: object = None
) -> nx.Graph:
    """Tie the nodes of one kind by how many neighbours they share."""
    sources, targets, counts = _shared(B, nodes)
    return _graph(B, nodes, sources, targets, counts.astype(int))


def _shared(
    B: Graph, nodes: Collection[Any], rule: str = "count"
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float64]]:
    """Return which of some nodes share neighbours, by their places among them, and the weights."""
    first = len(nodes)
    for node in nodes:
        if node not in B:
            raise KeyError(node)
    numbers = B.numbers(nodes)
    chosen = np.zeros(len(B), dtype=bool)
    chosen[numbers] = True
    if chosen.sum() < first:
        raise NotImplementedError("weakties takes each node to project onto once")
    sources, targets, weights = B.core.ties()
    if len(B.self_loops) or (chosen[sources] == chosen[targets]).any():
        raise NotImplementedError(
            "weakties projects onto one of two sides, with every edge between the two"
        )
    place = np.empty(len(B), dtype=np.uint32)
    place[numbers] = np.arange(first, dtype=np.uint32)
    place[~chosen] = np.arange(first, len(B), dtype=np.uint32)
    core = _core.Network(len(B), place[sources], place[targets], weights, False, "raise")
    return _core.project(core, first, True, rule, False, None, None).ties()


def _graph(
    B: Graph,
    nodes: Collection[Any],
    sources: NDArray[np.uint32],
    targets: NDArray[np.uint32],
    weights: NDArray[Any] | None = None,
) -> nx.Graph:
    """Return the graph that networkx would, with its attributes and those of the nodes."""
    made = nx.Graph()
    made.graph.update(B.graph)
    names = list(nodes)
    made.add_nodes_from((node, B.node_data.get(node, {})) for node in names)
    edges = (map(names.__getitem__, ends.tolist()) for ends in (sources, targets))
    if weights is None:
        made.add_edges_from(zip(*edges, strict=True))
    else:
        made.add_weighted_edges_from(zip(*edges, weights.tolist(), strict=True))
    return made
