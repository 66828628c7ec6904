"""Functions of networkx on how many ties a node has."""

from __future__ import annotations

from typing import Any

import numpy as np

from weakties import _core

from .conditions import only, simple
from .graph import Graph


@only(simple)
def degree_centrality(G: Graph) -> dict[Any, float]:
    """Return the share of other nodes that each node is tied to."""
    return _shares(G, "all")


@only(simple)
def in_degree_centrality(G: Graph) -> dict[Any, float]:
    """Return the share of other nodes from which an edge comes."""
    return _shares(G, "in")


@only(simple)
def out_degree_centrality(G: Graph) -> dict[Any, float]:
    """Return the share of other nodes to which an edge leads."""
    return _shares(G, "out")


def _shares(G: Graph, direction: str) -> dict[Any, float]:
    # networkx counts a self-loop at both its ends.
    degrees = _core.degree(G.core, direction)
    degrees[G.self_loops] += 2 if direction == "all" else 1
    if len(G) <= 1:
        return dict.fromkeys(G.nodes, 1)
    return G.by_node(degrees * (1.0 / (np.float64(len(G)) - 1.0)))
