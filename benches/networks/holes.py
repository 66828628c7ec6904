"""Structural holes."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from benches.harness import Task, compare
from weakties.networks import Network, constraint, effective_size

from .shared import as_igraph, close


def holes() -> Iterator[Task]:
    """Constraint on a large network; effective size on one that networkx can do."""
    graph = nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)
    network, peer = Network.from_networkx(graph), as_igraph(graph)
    yield Task(
        "constraint, small world, n = 100,000",
        lambda: constraint(network),
        {"igraph": peer.constraint, "networkx": lambda: list(nx.constraint(graph).values())},
        close,
    )
    small = nx.watts_strogatz_graph(200, 10, 0.1, seed=1)
    read = Network.from_networkx(small)
    yield Task(
        "effective size, small world, n = 200",
        lambda: effective_size(read),
        {"networkx": lambda: list(nx.effective_size(small, nodes=list(small)).values())},
        close,
    )


def rows() -> Iterator[str]:
    for task in holes():
        yield from compare(task)
