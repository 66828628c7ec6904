"""Functions of networkx on which nodes can reach each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from weakties import _core

from .graph import Graph


def connected_components(G: Graph) -> Iterator[set[Any]]:
    """Yield the nodes of each component."""
    yield from _sets(G, strong=False)


def number_connected_components(G: Graph) -> int:
    """Count the components."""
    return _count(G, strong=False)


def is_connected(G: Graph) -> bool:
    """Say whether there is one component only."""
    return _one(G, strong=False)


def node_connected_component(G: Graph, n: Any) -> set[Any]:
    """Return the nodes of the component of a node."""
    if n not in G:
        raise KeyError(n)
    numbers = _numbers(G, strong=False)
    return {G.nodes[at] for at in np.flatnonzero(numbers == numbers[G.index[n]]).tolist()}


def weakly_connected_components(G: Graph) -> Iterator[set[Any]]:
    """Yield the nodes of each weak component."""
    yield from _sets(G, strong=False)


def number_weakly_connected_components(G: Graph) -> int:
    """Count the weak components."""
    return _count(G, strong=False)


def is_weakly_connected(G: Graph) -> bool:
    """Say whether there is one weak component only."""
    return _one(G, strong=False)


def strongly_connected_components(G: Graph) -> Iterator[set[Any]]:
    """Yield the nodes of each strong component."""
    # In networkx's order: edges lead from later components to earlier ones.
    found: list[set[Any]] = []
    numbers = _core.strong_components(G.core)
    found.extend(set() for _ in range(int(numbers.max(initial=0)) + 1 if len(G) else 0))
    for node, number in zip(G.nodes, numbers.tolist(), strict=True):
        found[number].add(node)
    yield from found


def number_strongly_connected_components(G: Graph) -> int:
    """Count the strong components."""
    return _count(G, strong=True)


def is_strongly_connected(G: Graph) -> bool:
    """Say whether there is one strong component only."""
    return _one(G, strong=True)


def _numbers(G: Graph, *, strong: bool) -> NDArray[np.int64]:
    return _core.connected_components(G.core, strong)


def _sets(G: Graph, *, strong: bool) -> Iterator[set[Any]]:
    """Yield the components in the order of their first nodes, as networkx does."""
    numbers = _numbers(G, strong=strong).tolist()
    found: dict[int, set[Any]] = {}
    for node, number in zip(G.nodes, numbers, strict=True):
        found.setdefault(number, set()).add(node)
    yield from found.values()


def _count(G: Graph, *, strong: bool) -> int:
    return int(_numbers(G, strong=strong).max(initial=-1)) + 1


def _one(G: Graph, *, strong: bool) -> bool:
    if len(G) == 0:
        raise nx.NetworkXPointlessConcept("Connectivity is undefined for the null graph.")
    return _count(G, strong=strong) == 1
