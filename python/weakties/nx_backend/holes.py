"""Functions of networkx on structural holes, with the ego-network model beside theirs."""

from __future__ import annotations

from collections.abc import Iterable
from math import nan
from typing import Any

import networkx as nx

from weakties import _core
from weakties._arguments import choice
from weakties.networks.holes import MODELS

from .conditions import only, simple
from .graph import Graph


@only(simple)
def constraint(
    G: Graph,
    nodes: Iterable[Any] | None = None,
    weight: str | None = None,
    *,
    model: str = "whole",
) -> dict[Any, float]:
    """Return how far the contacts of each node lead back to the same few."""
    model = choice(model, "model", MODELS)
    G.refuse_self_loops()
    values = G.by_node(_core.constraint(G.core, weight is not None, model, "both", None, None))
    return values if nodes is None else _of(G, values, nodes, weight)


@only(simple)
def effective_size(
    G: Graph,
    nodes: Iterable[Any] | None = None,
    weight: str | None = None,
    *,
    model: str = "whole",
) -> dict[Any, float]:
    """Return how many contacts of each node are not redundant."""
    model = choice(model, "model", MODELS)
    G.refuse_self_loops()
    if nodes is None and (weight is not None or G.is_directed()):
        raise NotImplementedError(
            "networkx's values for all nodes of a weighted or directed graph are not those of the "
            "definition: name the nodes, or use weakties.networks.effective_size"
        )
    values = G.by_node(_core.effective_size(G.core, weight is not None, model, "both", None, None))
    return values if nodes is None else _of(G, values, nodes, weight)


@only(simple)
def local_constraint(G: Graph, u: Any, v: Any, weight: str | None = None) -> float:
    """Return what one contact adds to the constraint of a node."""
    G.refuse_self_loops()
    G.refuse_zero_weights(weight)
    if u not in G:
        kind = "digraph" if G.is_directed() else "graph"
        raise nx.NetworkXError(f"The node {u} is not in the {kind}.")
    # Found for all contacts at once and kept: callers ask for one pair after another.
    values = G.unweighted_dyadic_constraint if weight is None else G.dyadic_constraint
    if v not in G:
        return 0.0
    if (u, v) not in values:
        raise NotImplementedError("weakties has constraint between contacts only")
    return values[u, v]


def _of(
    G: Graph, values: dict[Any, float], nodes: Iterable[Any], weight: str | None
) -> dict[Any, float]:
    """Return the values of some nodes, by networkx's rules for them."""
    # Here networkx takes an edge of weight 0 for a contact.
    G.refuse_zero_weights(weight)
    leaving = _core.degree(G.core, "out")
    return {node: values[node] if leaving[G.number(node)] else nan for node in nodes}
