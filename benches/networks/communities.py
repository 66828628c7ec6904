"""Closed communities; beside each search stands the modularity that it reached."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import networkx as nx

from benches.harness import Task, compare
from weakties.networks import (
    Network,
    assortativity,
    degree_assortativity,
    leiden,
    modularity,
)

from .shared import as_igraph, close


def searches() -> Iterator[Task]:
    """Leiden with two iterations, as igraph does by default."""
    graph = nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)
    network, peer = Network.from_networkx(graph), as_igraph(graph)

    def of_igraph() -> float:
        random.seed(1)
        return float(peer.community_leiden("modularity", n_iterations=2).modularity)

    def as_good(ours: Any, theirs: Any) -> None:
        assert ours >= theirs - 5e-4, f"modularity {ours} against {theirs}"

    reached = leiden(network, seed=1).quality
    yield Task(
        f"Leiden, modularity {reached:.4f}, small world, n = 100,000",
        lambda: leiden(network, seed=1, progress=False).quality,
        {"igraph": of_igraph},
        as_good,
    )


def of_groups() -> Iterator[Task]:
    """Numbers of given groups."""
    graph = nx.watts_strogatz_graph(20_000, 10, 0.1, seed=1)
    groups = {node: f"g{node // 100}" for node in graph}
    nx.set_node_attributes(graph, groups, "group")
    network, peer = Network.from_networkx(graph), as_igraph(graph)
    codes = [node // 100 for node in graph]
    sets = [set(range(start, start + 100)) for start in range(0, 20_000, 100)]
    yield Task(
        "modularity of 200 groups, n = 20,000",
        lambda: modularity(network, "group"),
        {
            "igraph": lambda: peer.modularity(codes),
            "networkx": lambda: nx.community.modularity(graph, sets),
        },
        close,
    )
    yield Task(
        "assortativity (ours with error), 200 groups, n = 20,000",
        lambda: assortativity(network, "group").value,
        {
            "igraph": lambda: peer.assortativity_nominal(codes, directed=False),
            "networkx": lambda: nx.attribute_assortativity_coefficient(graph, "group"),
        },
        close,
    )
    yield Task(
        "degree assortativity (ours with error), n = 20,000",
        lambda: degree_assortativity(network).value,
        {
            "igraph": lambda: peer.assortativity_degree(directed=False),
            "networkx": lambda: nx.degree_assortativity_coefficient(graph),
        },
        close,
    )


def rows() -> Iterator[str]:
    for task in [*searches(), *of_groups()]:
        yield from compare(task)
