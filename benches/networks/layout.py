"""Places for a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np

from benches.harness import Task, compare
from weakties.networks import Network, layout

from .shared import as_igraph


def places() -> Iterator[Task]:
    """A small world of 1,000 nodes, whose ring igraph's start by chance leaves folded."""
    graph = nx.watts_strogatz_graph(1_000, 6, 0.01, seed=1)
    network, peer = Network.from_networkx(graph), as_igraph(graph)
    ends = np.array(graph.edges)

    def spread(found: Any) -> float:
        """Mean length of ties beside the mean distance of any two nodes."""
        points = np.asarray(found)
        lengths = np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1)
        others = np.random.default_rng(0).integers(0, len(points), (2, 20_000))
        return float(lengths.mean() / np.linalg.norm(np.subtract(*points[others]), axis=1).mean())

    def as_good(ours: Any, theirs: Any) -> None:
        assert spread(ours) < 1.1 * spread(theirs), (spread(ours), spread(theirs))

    yield Task(
        "layout, small world, n = 1,000",
        lambda threads: layout(network, threads=threads, progress=False),
        {
            "igraph fr": lambda: peer.layout_fruchterman_reingold(grid=True).coords,
        },
        as_good,
        threads=True,
    )


def rows() -> Iterator[str]:
    for task in places():
        yield from compare(task)
