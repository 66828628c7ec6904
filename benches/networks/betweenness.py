"""Betweenness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import igraph
import networkx as nx
import numpy as np
import rustworkx as rx

from benches.harness import Task, compare
from weakties.networks import Network, betweenness, edge_betweenness

from .shared import as_igraph, as_rustworkx, close


def hops() -> Iterator[Task]:
    """Betweenness by number of ties; the objects of all libraries are made beforehand."""
    for nodes in (3_000, 500):
        graph = nx.barabasi_albert_graph(nodes, 5, seed=1)
        network, i, r = Network.from_networkx(graph), as_igraph(graph), as_rustworkx(graph)
        pairs = (nodes - 1) * (nodes - 2) / 2

        def of_weakties(network: Network = network) -> Any:
            return betweenness(network, progress=False)

        def of_networkx(graph: nx.Graph = graph) -> list[float]:
            return list(nx.betweenness_centrality(graph).values())

        def of_igraph(i: igraph.Graph = i, pairs: float = pairs) -> Any:
            return np.array(i.betweenness(directed=False)) / pairs

        def of_rustworkx(r: rx.PyGraph = r) -> list[float]:
            return list(rx.betweenness_centrality(r).values())

        yield Task(
            f"betweenness, preferential attachment, n = {nodes:,}",
            of_weakties,
            {"networkx": of_networkx}
            if nodes == 500
            else {"rustworkx": of_rustworkx, "igraph": of_igraph},
            close,
        )


def distances() -> Task:
    """Betweenness by distance, all different, so that no two paths are equally long."""
    graph = nx.barabasi_albert_graph(2_000, 5, seed=1)
    lengths = np.random.default_rng(1).uniform(0.1, 1, graph.number_of_edges())
    nx.set_edge_attributes(graph, dict(zip(graph.edges(), lengths, strict=True)), "km")
    network, peer = Network.from_networkx(graph, weight="km"), as_igraph(graph)
    return Task(
        "betweenness by distance, n = 2,000",
        lambda: betweenness(network, distance="km", normalized=False, progress=False),
        {"igraph": lambda: peer.betweenness(directed=False, weights=lengths)},
        close,
    )


def ties() -> Task:
    """Betweenness of ties, in the order of the graph."""
    graph = nx.barabasi_albert_graph(2_000, 5, seed=1)
    network, peer = Network.from_networkx(graph), as_igraph(graph)
    order = [(min(tie), max(tie)) for tie in graph.edges()]
    return Task(
        "betweenness of ties, n = 2,000",
        lambda: edge_betweenness(network, normalized=False, progress=False)[order],
        {"igraph": lambda: peer.edge_betweenness(directed=False)},
        close,
    )


def rows() -> Iterator[str]:
    for task in hops():
        yield from compare(task)
    yield from compare(distances())
    yield from compare(ties())
