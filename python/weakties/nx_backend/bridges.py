"""Functions of networkx on edges and nodes without which a graph falls apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weakties import _core

from .conditions import only, simple, without
from .graph import Graph


@only(simple)
def bridges(G: Graph, root: Any = None) -> Iterator[tuple[Any, Any]]:
    """Yield the edges without which there are more components."""
    found = _bridges(G, root)
    return (edge for edge, cuts in zip(G.edges(), found.tolist(), strict=True) if cuts)


@only(simple)
def has_bridges(G: Graph, root: Any = None) -> bool:
    """Say whether there is such an edge."""
    return bool(_bridges(G, root).any())


@only(simple, without("weight"))
def local_bridges(
    G: Graph, with_span: bool = True, weight: str | None = None
) -> Iterator[tuple[Any, ...]]:
    """Yield the edges whose ends share no contact, with the distance of the ends without them."""
    G.refuse_self_loops()
    if with_span is not True:
        shared = _core.embeddedness(G.core, None, None)
        edges = zip(G.edges(), shared.tolist(), strict=True)
        yield from (edge for edge, count in edges if count == 0)
        return
    for (one, other), span in zip(G.edges(), _core.span(G.core, None, None).tolist(), strict=True):
        if span > 2:
            yield one, other, span if np.isinf(span) else int(span)


@only(simple)
def articulation_points(G: Graph) -> Iterator[Any]:
    """Yield the nodes without which there are more components."""
    found = _core.articulation_points(G.core, None)
    yield from (G.nodes[at] for at in np.flatnonzero(found).tolist())


def _bridges(G: Graph, root: Any) -> NDArray[np.bool_]:
    """Say of each edge whether it is a bridge in the component of a node, or in any."""
    G.refuse_self_loops()
    found = _core.bridges(G.core, None)
    if root is not None:
        component = _core.connected_components(G.core, False)
        found = found & (component[G.core.ties()[0]] == component[G.number(root)])
    return found
