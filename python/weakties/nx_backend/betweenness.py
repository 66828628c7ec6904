"""Functions of networkx on how often a node or an edge lies on shortest paths."""

from __future__ import annotations

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
    _refuse_zero(G, weight)
    values = _core.betweenness(G.core, weight is not None, None, None)
    pairs = (len(G) - 1) * (len(G) - 2)
    if normalized and pairs > 0:
        # Multiplied as networkx does, which rounds otherwise than a division.
        values = values * (1 if G.is_directed() else 2) * (1 / pairs)
    return G.by_node(values)


def _refuse_zero(G: Graph, weight: str | None) -> None:
    if weight is not None and G.least_weight == 0:
        raise NotImplementedError("weakties counts no paths over edges of weight 0")
