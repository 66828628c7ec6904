"""Bridges, articulation points and local bridges."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np
import rustworkx as rx

from benches.harness import Task, compare
from weakties.networks import Network, articulation_points, bridges, local_bridges

from .shared import as_igraph, as_rustworkx, close


def cuts() -> Iterator[Task]:
    """A large small world, which hangs together, and a thin random network, which does not."""
    for name, graph in (
        ("small world", nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)),
        ("thin", nx.gnm_random_graph(100_000, 120_000, seed=1)),
    ):
        network, peer, other = Network.from_networkx(graph), as_igraph(graph), as_rustworkx(graph)
        yield Task(
            f"articulation points, {name}, n = 100,000",
            lambda network=network: articulation_points(network, progress=False),
            {
                "igraph": peer.articulation_points,
                "rustworkx": lambda other=other: rx.articulation_points(other),
            },
            lambda ours, theirs: close(np.flatnonzero(ours), sorted(theirs)),
        )
        yield Task(
            f"bridges, {name}, n = 100,000",
            lambda network=network: bridges(network, progress=False),
            {"igraph": peer.bridges},
            lambda ours, theirs: close(ours.sum(), len(theirs)),
        )
    graph = nx.watts_strogatz_graph(500, 4, 0.3, seed=1)
    network = Network.from_networkx(graph)
    yield Task(
        "local bridges with span, n = 500",
        lambda: local_bridges(network),
        {"networkx": lambda: [span for _, _, span in nx.local_bridges(graph)]},
        lambda ours, theirs: close(sorted(ours), sorted(theirs)),
    )


def rows() -> Iterator[str]:
    for task in cuts():
        yield from compare(task)
