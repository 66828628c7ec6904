"""Functions of networkx on how far edges stay inside groups, given or found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

import networkx as nx
import numpy as np
from networkx.algorithms.community.quality import NotAPartition
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import seed as seed_of

from .conditions import only, simple, without
from .graph import Graph


@only(simple)
def modularity(
    G: Graph,
    communities: Iterable[Iterable[Any]],
    weight: str | None = "weight",
    resolution: float = 1,
) -> float:
    """Return how many more edges lie inside the communities than by chance."""
    # networkx counts self-loops.
    G.refuse_self_loops()
    parts = [list(part) for part in communities]
    members = {node for part in parts for node in part if node in G}
    if not len(G) == len(members) == sum(map(len, parts)):
        raise NotAPartition(G, communities)
    if G.core.tie_count == 0:
        raise ZeroDivisionError("division by zero")
    groups = np.zeros(len(G), dtype=np.uint32)
    for number, part in enumerate(parts):
        groups[G.numbers(part)] = number
    return _core.modularity(G.core, groups, len(parts), weight is not None, resolution)


def _without_networkx_own(arguments: Mapping[str, Any]) -> str | None:
    """Leave Leiden to networkx where it has its own, with another quality by default."""
    own = "networkx" in nx.community.leiden_communities.backends
    return "networkx has a Leiden of its own, with options that this one lacks" if own else None


@only(simple, without("max_level"), _without_networkx_own)
def leiden_communities(
    G: Graph,
    weight: str | None = "weight",
    resolution: float = 1,
    max_level: int | None = None,
    seed: Random | int | None = None,
) -> list[set[Any]]:
    """Find communities of high modularity by Leiden's algorithm."""
    drawn = seed_of(seed.getrandbits(64) if isinstance(seed, Random) else seed)
    numbers, _ = _core.leiden(
        *(G.core, weight is not None, "modularity", resolution, None, 1),
        *(drawn.key, None, None),
    )
    found: list[set[Any]] = [set() for _ in range(int(numbers.max(initial=-1)) + 1)]
    for node, number in zip(G.nodes, numbers.tolist(), strict=True):
        found[number].add(node)
    return found


@only(simple, without("nodes"))
def attribute_assortativity_coefficient(
    G: Graph, attribute: Any, nodes: Iterable[Any] | None = None
) -> float:
    """Return how far edges join nodes of the same kind."""
    G.refuse_self_loops()
    kinds, groups = _kinds(G, attribute)
    return _core.assortativity(G.core, groups, len(kinds), False, False)[0]


@only(simple, without("nodes"))
def attribute_mixing_dict(
    G: Graph, attribute: Any, nodes: Iterable[Any] | None = None, normalized: bool = False
) -> dict[Any, dict[Any, float]]:
    """Return how many edges lead from nodes of each kind to nodes of each kind."""
    G.refuse_self_loops()
    kinds, groups = _kinds(G, attribute)
    # An edge without direction counts both ways.
    counts = _core.mixing_matrix(G.core, groups, len(kinds), False).astype(int)
    met = [
        number for number in range(len(kinds)) if counts[number].any() or counts[:, number].any()
    ]
    total = counts.sum()
    return {
        kinds[one]: {
            kinds[other]: float(counts[one, other] / total)
            if normalized
            else int(counts[one, other])
            for other in met
            if counts[one, other]
        }
        for one in met
    }


@only(simple, without("nodes"))
def attribute_mixing_matrix(
    G: Graph,
    attribute: Any,
    nodes: Iterable[Any] | None = None,
    mapping: Mapping[Any, int] | None = None,
    normalized: bool = True,
) -> NDArray[np.float64]:
    """Return the share of edges that lead from nodes of each kind to nodes of each kind."""
    found = attribute_mixing_dict(G, attribute)
    if not found:
        raise NotImplementedError("weakties has no mixing matrix of a graph without edges")
    places = dict(zip(found, range(len(found)), strict=True)) if mapping is None else mapping
    counts = np.zeros((len(places), len(places)))
    for one, row in found.items():
        for other, count in row.items():
            counts[places[one], places[other]] = count
    return counts / counts.sum() if normalized else counts


@only(simple, without("nodes"))
def numeric_assortativity_coefficient(
    G: Graph, attribute: Any, nodes: Iterable[Any] | None = None
) -> float:
    """Return how far edges join nodes of similar numbers."""
    try:
        values = np.array(G.attributes[attribute], dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise NotImplementedError(f"weakties takes numbers of every node: {problem}") from problem
    G.refuse_self_loops()
    return _core.numeric_assortativity(G.core, values, values, False, False)[0]


@only(simple, without("weight", "nodes"))
def degree_assortativity_coefficient(
    G: Graph,
    x: str = "out",
    y: str = "in",
    weight: str | None = None,
    nodes: Iterable[Any] | None = None,
) -> float:
    """Return how far edges join nodes of similar degree."""
    G.refuse_self_loops()
    sides = (x, y) if G.is_directed() else ("all", "all")
    return _core.degree_assortativity(G.core, *sides, False, False)[0]


@only(simple, without("weight", "nodes"))
def degree_pearson_correlation_coefficient(
    G: Graph,
    x: str = "out",
    y: str = "in",
    weight: str | None = None,
    nodes: Iterable[Any] | None = None,
) -> float:
    """Return how far edges join nodes of similar degree."""
    if G.edge_count < 2:
        raise NotImplementedError("weakties has no correlation over fewer than two edges")
    return degree_assortativity_coefficient(G, x, y)


def _kinds(G: Graph, attribute: Any) -> tuple[list[Any], NDArray[np.uint32]]:
    """Return the values that an attribute takes, and which of them each node has."""
    values = G.attributes[attribute]
    kinds = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return list(kinds), np.array([kinds[value] for value in values], dtype=np.uint32)
