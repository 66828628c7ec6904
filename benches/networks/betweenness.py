"""Betweenness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import igraph
import networkit as nk
import networkx as nx
import numpy as np
import rustworkx as rx

from benches.harness import Task, compare
from weakties.networks import Network, betweenness, betweenness_approximate, edge_betweenness

from .shared import as_igraph, as_networkit, as_rustworkx, close


def hops() -> Iterator[Task]:
    """Betweenness by number of ties; the objects of all libraries are made beforehand."""
    for nodes in (10_000, 2_000, 500):
        graph = nx.barabasi_albert_graph(nodes, 5, seed=1)
        network, k = Network.from_networkx(graph), as_networkit(graph)
        i, r = as_igraph(graph), as_rustworkx(graph)
        pairs = (nodes - 1) * (nodes - 2) / 2

        def of_weakties(threads: int, network: Network = network) -> Any:
            return betweenness(network, threads=threads, progress=False)

        def of_networkx(graph: nx.Graph = graph) -> list[float]:
            return list(nx.betweenness_centrality(graph).values())

        def of_igraph(i: igraph.Graph = i, pairs: float = pairs) -> Any:
            return np.array(i.betweenness(directed=False)) / pairs

        def of_rustworkx(r: rx.PyGraph = r) -> list[float]:
            return list(rx.betweenness_centrality(r).values())

        def of_networkit(k: nk.Graph = k) -> list[float]:
            return list(nk.centrality.Betweenness(k, normalized=True).run().scores())

        yield Task(
            f"betweenness, preferential attachment, n = {nodes:,}",
            of_weakties,
            {"networkx": of_networkx}
            if nodes == 500
            else {"rustworkx": of_rustworkx, "igraph": of_igraph, "networkit": of_networkit},
            close,
            repeats=1 if nodes > 2_000 else 3,
            threads=True,
        )


def narrow() -> Iterator[Task]:
    """Networks in which paths are long."""
    tree = nx.random_labeled_tree(2_000, seed=1)
    grid = nx.convert_node_labels_to_integers(nx.grid_2d_graph(6, 300))
    for name, graph in {"tree, n = 2,000": tree, "long grid, n = 1,800": grid}.items():
        # Nodes in order, since the peers know them by number.
        ties = sorted(graph.edges())
        graph = nx.empty_graph(len(graph))
        graph.add_edges_from(ties)
        network, peer, other = Network.from_networkx(graph), as_igraph(graph), as_networkit(graph)
        yield Task(
            f"betweenness, {name}",
            lambda threads, network=network: betweenness(
                network, normalized=False, threads=threads, progress=False
            ),
            {
                "igraph": lambda peer=peer: peer.betweenness(directed=False),
                "networkit": lambda other=other: (
                    np.array(nk.centrality.Betweenness(other).run().scores()) / 2
                ),
            },
            close,
            threads=True,
        )


def approximate() -> Task:
    """By sampled paths, with the same bound on the error."""
    graph = nx.barabasi_albert_graph(20_000, 5, seed=1)
    network, peer = Network.from_networkx(graph), as_networkit(graph)

    def both_near(ours: Any, theirs: Any) -> None:
        assert np.abs(np.asarray(ours) - np.asarray(theirs)).max() < 0.02

    return Task(
        "approximate betweenness, error 0.01, n = 20,000",
        lambda threads: betweenness_approximate(
            network, error=0.01, confidence=0.9, seed=1, threads=threads, progress=False
        ).values["value"],
        {
            "networkit": lambda: (
                nk.centrality.ApproxBetweenness(peer, epsilon=0.01, delta=0.1).run().scores()
            )
        },
        both_near,
        threads=True,
    )


def distances() -> Task:
    """Betweenness by distance, all different, so that no two paths are equally long."""
    graph = nx.barabasi_albert_graph(1_000, 5, seed=1)
    lengths = np.random.default_rng(1).uniform(0.1, 1, graph.number_of_edges())
    nx.set_edge_attributes(graph, dict(zip(graph.edges(), lengths, strict=True)), "km")
    network, peer = Network.from_networkx(graph, weight="km"), as_igraph(graph)
    return Task(
        "betweenness by distance, n = 1,000",
        lambda threads: betweenness(
            network, distance="km", normalized=False, threads=threads, progress=False
        ),
        {"igraph": lambda: peer.betweenness(directed=False, weights=lengths)},
        close,
        threads=True,
    )


def ties() -> Task:
    """Betweenness of ties, in the order of the graph."""
    graph = nx.barabasi_albert_graph(2_000, 5, seed=1)
    network, peer = Network.from_networkx(graph), as_igraph(graph)
    order = [(min(tie), max(tie)) for tie in graph.edges()]
    return Task(
        "betweenness of ties, n = 2,000",
        lambda threads: edge_betweenness(
            network, normalized=False, threads=threads, progress=False
        )[order],
        {"igraph": lambda: peer.edge_betweenness(directed=False)},
        close,
        threads=True,
    )


def rows() -> Iterator[str]:
    for task in (*hops(), *narrow(), approximate()):
        yield from compare(task)
    yield from compare(distances())
    yield from compare(ties())
