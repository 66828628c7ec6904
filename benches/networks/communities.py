"""Closed communities; beside each search stands the modularity that it reached."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import networkit as nk
import networkx as nx

from benches.harness import Task, compare
from weakties.networks import (
    Network,
    assortativity,
    degree_assortativity,
    leiden,
    modularity,
)

from .shared import as_igraph, as_networkit, close


def searches() -> Iterator[Task]:
    """Leiden with two iterations, as igraph does by default."""
    graph = nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)
    network, peer, other = Network.from_networkx(graph), as_igraph(graph), as_networkit(graph)

    def of_networkit() -> float:
        found = nk.community.ParallelLeiden(other, iterations=2).run().getPartition()
        return float(nk.community.Modularity().getQuality(found, other))

    def of_igraph() -> float:
        random.seed(1)
        return float(peer.community_leiden("modularity", n_iterations=2).modularity)

    def as_good(ours: Any, theirs: Any) -> None:
        assert ours >= theirs - 5e-4, f"modularity {ours} against {theirs}"

    reached = leiden(network, seed=1).quality
    yield Task(
        f"Leiden, modularity {reached:.4f}, small world, n = 100,000",
        lambda threads: leiden(network, seed=1, threads=threads, progress=False).quality,
        {"igraph": of_igraph, "networkit": of_networkit},
        as_good,
        threads=True,
    )


def of_groups() -> Iterator[Task]:
    """Numbers of given groups."""
    graph = nx.watts_strogatz_graph(20_000, 10, 0.1, seed=1)
    nx.set_node_attributes(graph, {node: node // 100 for node in graph}, "group")
    network, peer = Network.from_networkx(graph), as_igraph(graph)
    codes = [node // 100 for node in graph]
    other, parts = as_networkit(graph), nk.Partition(len(graph))
    parts.setUpperBound(200)
    for node, group in enumerate(codes):
        parts.addToSubset(group, node)
    yield Task(
        "modularity of 200 groups, n = 20,000",
        lambda: modularity(network, "group"),
        {
            "igraph": lambda: peer.modularity(codes),
            "networkit": lambda: nk.community.Modularity().getQuality(parts, other),
        },
        close,
    )
    yield Task(
        "assortativity, 200 groups, n = 20,000",
        lambda: assortativity(network, "group", kind="categorical", se=False).value,
        {
            "igraph": lambda: peer.assortativity_nominal(codes, directed=False),
            "networkx": lambda: nx.attribute_assortativity_coefficient(graph, "group"),
        },
        close,
    )
    yield Task(
        "degree assortativity, n = 20,000",
        lambda: degree_assortativity(network, se=False).value,
        {
            "igraph": lambda: peer.assortativity_degree(directed=False),
            "networkx": lambda: nx.degree_assortativity_coefficient(graph),
        },
        close,
    )


def rows() -> Iterator[str]:
    for task in [*searches(), *of_groups()]:
        yield from compare(task)
