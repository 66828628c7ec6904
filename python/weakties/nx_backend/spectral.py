"""Functions of networkx on positions that depend on the positions of contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from weakties import _core
from weakties.errors import InvalidInput, NotConverged

from .conditions import only, simple, without
from .graph import Graph

_Found = TypeVar("_Found")


@only(simple, without("nstart"))
def pagerank(
    G: Graph,
    alpha: float = 0.85,
    personalization: Mapping[Any, float] | None = None,
    max_iter: int = 100,
    tol: float = 1e-06,
    nstart: Mapping[Any, float] | None = None,
    weight: str = "weight",
    dangling: Mapping[Any, float] | None = None,
) -> dict[Any, float]:
    """Return how often a walker who jumps from time to time is at each node."""
    if len(G) == 0:
        return {}
    home, elsewhere = _given(G, personalization), _given(G, dangling)
    if home is not None and not home.any():
        raise ZeroDivisionError
    if not 0 <= alpha < 1:
        raise NotImplementedError("weakties takes an alpha from 0 to below 1")
    read = (weight is not None, "in", True)
    # networkx ends when a step changes less than n times tol.
    until = (len(G) * tol / (1 - alpha), max_iter)
    return G.by_node(
        _within(
            max_iter,
            lambda: _core.pagerank(G.core, read, alpha, home, elsewhere, until, None, None),
        )
    )


@only(simple, without("nstart"))
def eigenvector_centrality(
    G: Graph,
    max_iter: int = 100,
    tol: float = 1e-06,
    nstart: Mapping[Any, float] | None = None,
    weight: str | None = None,
) -> dict[Any, float]:
    """Return the leading eigenvector of the adjacency matrix."""
    if len(G) == 0:
        raise nx.NetworkXPointlessConcept("cannot compute centrality for the null graph")
    read = (weight is not None, "in", True)
    return G.by_node(
        _within(
            max_iter,
            lambda: _core.eigenvector(
                G.core, read, "euclidean", False, (tol, max_iter), None, None
            ),
        )
    )


@only(simple, without("nstart"))
def katz_centrality(
    G: Graph,
    alpha: float = 0.1,
    beta: float | Mapping[Any, float] = 1.0,
    max_iter: int = 1000,
    tol: float = 1e-06,
    nstart: Mapping[Any, float] | None = None,
    normalized: bool = True,
    weight: str | None = None,
) -> dict[Any, float]:
    """Return how many walks lead to each node, longer ones counting less."""
    if len(G) == 0:
        return {}
    try:
        base = np.full(len(G), float(beta))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        if not isinstance(beta, Mapping) or set(beta) != set(G.nodes):
            raise nx.NetworkXError("beta dictionary must have a value for every node") from None
        base = np.array([beta[node] for node in G.nodes], dtype=np.float64)
    read = (weight is not None, "in", True)
    norm = "euclidean" if normalized else "none"
    return G.by_node(
        _within(
            max_iter,
            lambda: _core.katz(G.core, read, alpha, base, norm, (tol, max_iter), None, None),
        )
    )


@only(simple, without("nstart"))
def hits(
    G: Graph,
    max_iter: int = 100,
    tol: float = 1e-08,
    nstart: Mapping[Any, float] | None = None,
    normalized: bool = True,
) -> tuple[dict[Any, float], dict[Any, float]]:
    """Return how far each node points to authorities, and is pointed to by hubs."""
    if len(G) == 0:
        return {}, {}
    if not normalized:
        raise NotImplementedError("weakties gives hubs and authorities that sum to 1")
    read = (True, "out", True)
    hubs, authorities = _within(
        max_iter,
        lambda: _core.hits(G.core, read, "sum", False, (tol, max_iter), None, None),
    )
    return G.by_node(hubs), G.by_node(authorities)


def _given(G: Graph, values: Mapping[Any, float] | None) -> NDArray[np.float64] | None:
    if values is None:
        return None
    return np.array([values.get(node, 0.0) for node in G.nodes], dtype=np.float64)


def _within(max_iter: int, work: Callable[[], _Found]) -> _Found:
    """Raise networkx's error where the core does not converge, and leave to it what is refused."""
    if max_iter <= 0:
        raise nx.PowerIterationFailedConvergence(max_iter)
    try:
        return work()
    except NotConverged:
        raise nx.PowerIterationFailedConvergence(max_iter) from None
    except InvalidInput as problem:
        raise NotImplementedError(str(problem)) from problem
