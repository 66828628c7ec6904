"""Closeness, harmonic closeness, and distances."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np

from benches.harness import Task, compare
from weakties.networks import Network, average_path_length, closeness, distances, harmonic

from .shared import as_igraph, close


def steps() -> Iterator[Task]:
    """By number of ties, on a network with hubs and on a small world."""
    for name, graph in {
        "preferential attachment": nx.barabasi_albert_graph(3_000, 5, seed=1),
        "small world": nx.watts_strogatz_graph(3_000, 10, 0.1, seed=1),
    }.items():
        network, peer = Network.from_networkx(graph), as_igraph(graph)
        yield Task(
            f"closeness, {name}, n = 3,000",
            lambda network=network: closeness(network, progress=False),
            {"igraph": peer.closeness},
            close,
        )
        yield Task(
            f"harmonic closeness, {name}, n = 3,000",
            lambda network=network: harmonic(network, progress=False),
            {"igraph": peer.harmonic_centrality},
            close,
        )
        yield Task(
            f"average path length, {name}, n = 3,000",
            lambda network=network: average_path_length(network, progress=False),
            {"igraph": peer.average_path_length},
            close,
        )


def lengths() -> Iterator[Task]:
    """By distance."""
    graph = nx.barabasi_albert_graph(1_500, 5, seed=1)
    km = np.random.default_rng(1).uniform(0.1, 1, graph.number_of_edges())
    nx.set_edge_attributes(graph, dict(zip(graph.edges(), km, strict=True)), "km")
    network, peer = Network.from_networkx(graph, weight="km"), as_igraph(graph)
    yield Task(
        "closeness by distance, n = 1,500",
        lambda: closeness(network, distance="km", progress=False),
        {"igraph": lambda: peer.closeness(weights=km)},
        close,
    )
    yield Task(
        "distances between all, n = 1,500",
        lambda: distances(network, distance="km", progress=False),
        {"igraph": lambda: peer.distances(weights=km)},
        close,
    )


def rows() -> Iterator[str]:
    for task in (*steps(), *lengths()):
        yield from compare(task)
