"""Spectral positions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkit as nk
import networkx as nx
import numpy as np
import rustworkx as rx

from benches.harness import Task, compare
from weakties.networks import Network, eigenvector, hits, katz, pagerank

from .shared import as_igraph, as_networkit


def near(ours: Any, theirs: Any) -> None:
    """Refuse values that differ by more than the peers' own tolerances allow."""
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), rtol=1e-5, atol=1e-7)


def as_rustworkx(graph: nx.Graph) -> rx.PyDiGraph:
    other: rx.PyDiGraph = rx.PyDiGraph()
    other.add_nodes_from(range(len(graph)))
    other.extend_from_edge_list(list(graph.to_directed().edges()))
    return other


def large() -> Iterator[Task]:
    """PageRank, eigenvector, hubs and Katz's status on networks of the sizes of a region."""
    graphs = {
        "small world, n = 100,000": nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1),
        "directed, n = 20,000": nx.gnm_random_graph(20_000, 200_000, seed=1, directed=True),
    }
    for name, graph in graphs.items():
        network, peer, other = Network.from_networkx(graph), as_igraph(graph), as_rustworkx(graph)
        third = as_networkit(graph)
        yield Task(
            f"PageRank, {name}",
            lambda network=network: pagerank(network, tolerance=1e-8),
            {
                "igraph": peer.pagerank,
                "rustworkx": lambda other=other: list(rx.pagerank(other, tol=1e-12).values()),
                "networkit": lambda third=third: (
                    nk.centrality.PageRank(third, 0.85, 1e-12).run().scores()
                ),
            },
            near,
        )
        yield Task(
            f"eigenvector, {name}",
            lambda network=network: eigenvector(network, norm="max"),
            {"igraph": peer.eigenvector_centrality},
            near,
        )
    yield Task(
        "hubs and authorities, directed, n = 20,000",
        lambda: hits(network, norm="max"),
        {"igraph": lambda: np.column_stack([peer.hub_score(), peer.authority_score()])},
        near,
    )
    drawn = np.random.default_rng(1).uniform(0.1, 1, graph.number_of_edges())
    nx.set_edge_attributes(graph, dict(zip(graph.edges(), drawn, strict=True)), "amount")
    strong = Network.from_networkx(graph, weight="amount")
    counted = nk.nxadapter.nx2nk(graph, weightAttr="amount")
    yield Task(
        "PageRank by strength, directed, n = 20,000",
        lambda: pagerank(strong, strength="amount", tolerance=1e-8),
        {
            "igraph": lambda: peer.pagerank(weights=drawn.tolist()),
            "networkit": lambda: nk.centrality.PageRank(counted, 0.85, 1e-12).run().scores(),
        },
        near,
    )
    small = nx.gnm_random_graph(2_000, 10_000, seed=1)
    read = Network.from_networkx(small)
    yield Task(
        "Katz, n = 2,000",
        lambda: katz(read, attenuation=0.05),
        {"networkx": lambda: list(nx.katz_centrality(small, alpha=0.05, tol=1e-10).values())},
        near,
    )


def rows() -> Iterator[str]:
    for task in large():
        yield from compare(task)
