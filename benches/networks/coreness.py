"""Coreness."""

from __future__ import annotations

from collections.abc import Iterator

import networkit as nk
import networkx as nx
import rustworkx as rx

from benches.harness import Task, compare
from weakties.networks import Network, coreness

from .shared import as_igraph, as_networkit, as_rustworkx, close


def rows() -> Iterator[str]:
    graph = nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)
    network, peer, other = Network.from_networkx(graph), as_igraph(graph), as_rustworkx(graph)
    third = as_networkit(graph)
    task = Task(
        "coreness, small world, n = 100,000",
        lambda: coreness(network),
        {
            "igraph": peer.coreness,
            "rustworkx": lambda: _in_order(other),
            "networkit": lambda: nk.centrality.CoreDecomposition(third).run().scores(),
        },
        close,
    )
    yield from compare(task)


def _in_order(graph: rx.PyGraph) -> list[int]:
    found = rx.core_number(graph)
    return [found[node] for node in range(len(found))]
