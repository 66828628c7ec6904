"""Structural holes."""

from __future__ import annotations

from collections.abc import Iterator

import igraph
import networkx as nx
import numpy as np
import pandas as pd

from benches.harness import Task, compare
from weakties.networks import Network, constraint, effective_size, structural_holes

from .shared import as_igraph, close


def holes() -> Iterator[Task]:
    """Constraint on three kinds of network; effective size where networkx can do it, and beyond."""
    hubs = nx.barabasi_albert_graph(10_000, 5, seed=1)
    world = nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)
    for name, graph in (("hubs, n = 10,000", hubs), ("small world, n = 100,000", world)):
        network, peer = Network.from_networkx(graph), as_igraph(graph)
        yield Task(
            f"constraint, {name}, one thread",
            lambda network=network: constraint(network, threads=1, progress=False),
            {"igraph": peer.constraint},
            close,
        )
    network = Network.from_networkx(world)
    yield Task(
        "constraint, small world, n = 100,000",
        lambda: constraint(network),
        {"networkx": lambda: list(nx.constraint(world).values())},
        close,
    )
    # networkx asks for 74 GiB here: what it could be compared with is our constraint alone.
    yield Task(
        "effective size, n = 100,000, beside all measures",
        lambda: effective_size(network),
        {"all of ours": lambda: structural_holes(network)["effective_size"]},
        close,
    )
    rng = np.random.default_rng(1)
    ends = pd.DataFrame(rng.integers(0, 20_000, (201_000, 2)), columns=["a", "b"])
    ends = ends[ends["a"] != ends["b"]].drop_duplicates().head(200_000)
    ends["w"] = rng.uniform(0.1, 1, len(ends))
    valued = Network.from_edges(ends, "a", "b", weight="w", directed=True, nodes=range(20_000))
    arcs = igraph.Graph(20_000, ends[["a", "b"]].to_numpy().tolist(), directed=True)
    yield Task(
        "constraint, directed with weights, one thread",
        lambda: constraint(valued, strength="w", threads=1, progress=False),
        {"igraph": lambda: arcs.constraint(weights=ends["w"].tolist())},
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
