"""Structural holes."""

from __future__ import annotations

from collections.abc import Iterator

import igraph
import networkx as nx
import numpy as np
import pandas as pd

from benches.harness import Task, compare
from weakties.networks import Network, constraint, effective_size

from .shared import as_igraph, close


def holes() -> Iterator[Task]:
    """Constraint on three kinds of network; effective size where networkx can do it."""
    hubs = nx.barabasi_albert_graph(10_000, 5, seed=1)
    world = nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)
    for name, graph in (("hubs, n = 10,000", hubs), ("small world, n = 100,000", world)):
        network, peer = Network.from_networkx(graph), as_igraph(graph)
        yield Task(
            f"constraint, {name}",
            lambda threads, network=network: constraint(network, threads=threads, progress=False),
            {"igraph": peer.constraint},
            close,
            threads=True,
        )
    rng = np.random.default_rng(1)
    ends = pd.DataFrame(rng.integers(0, 20_000, (201_000, 2)), columns=["a", "b"])
    ends = ends[ends["a"] != ends["b"]].drop_duplicates().head(200_000)
    ends["w"] = rng.uniform(0.1, 1, len(ends))
    valued = Network.from_edges(ends, "a", "b", weight="w", directed=True, nodes=range(20_000))
    arcs = igraph.Graph(20_000, ends[["a", "b"]].to_numpy().tolist(), directed=True)
    yield Task(
        "constraint, directed with strengths, n = 20,000",
        lambda threads: constraint(valued, strength="w", threads=threads, progress=False),
        {"igraph": lambda: arcs.constraint(weights=ends["w"].tolist())},
        close,
        threads=True,
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
