"""Clustering, triangles and squares."""

from __future__ import annotations

from collections.abc import Iterator

import igraph
import networkit as nk
import networkx as nx
import numpy as np

from benches.harness import Task, compare
from weakties.networks import (
    Network,
    clustering,
    square_clustering,
    transitivity,
    triad_census,
    triangles,
)

from .shared import as_igraph, as_networkit, close


def undirected() -> Iterator[Task]:
    """The large small world of the table of speeds."""
    graph = nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)
    network, peer, other = Network.from_networkx(graph), as_igraph(graph), as_networkit(graph)
    yield Task(
        "clustering, small world, n = 100,000",
        lambda: clustering(network),
        {
            "igraph": peer.transitivity_local_undirected,
            "networkit": lambda: (
                nk.centrality.LocalClusteringCoefficient(other, turbo=True).run().scores()
            ),
        },
        close,
    )
    yield Task(
        "transitivity, small world, n = 100,000",
        lambda: transitivity(network),
        {"igraph": peer.transitivity_undirected},
        close,
    )
    yield Task(
        "triangles, small world, n = 100,000",
        lambda: triangles(network),
        {"networkx": lambda: list(nx.triangles(graph).values())},
        close,
    )
    small = nx.barabasi_albert_graph(2000, 5, seed=1)
    read = Network.from_networkx(small)
    yield Task(
        "squares, scale free, n = 2,000",
        lambda: square_clustering(read, undefined="zero"),
        {"networkx": lambda: list(nx.square_clustering(small).values())},
        close,
    )


def weighted() -> Iterator[Task]:
    """Strengths, and directions."""
    graph = nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)
    strengths = np.random.default_rng(1).uniform(0.1, 1, graph.number_of_edges())
    for edge, strength in zip(graph.edges, strengths, strict=True):
        graph.edges[edge]["w"] = strength
    network, peer = Network.from_networkx(graph, weight="w"), as_igraph(graph)
    peer.es["w"] = strengths
    yield Task(
        "clustering by Barrat, small world, n = 100,000",
        lambda: clustering(network, strength="w", method="barrat"),
        {"igraph": lambda: peer.transitivity_local_undirected(weights="w")},
        close,
    )
    arcs = nx.gnm_random_graph(20_000, 200_000, seed=1, directed=True)
    directed = Network.from_networkx(arcs)
    some = nx.gnm_random_graph(2_000, 10_000, seed=1, directed=True)
    few, theirs = Network.from_networkx(some), as_igraph(some)
    yield Task(
        "clustering with directions, n = 20,000, 200,000 arcs",
        lambda: clustering(directed, undefined="zero"),
        {"networkx": lambda: list(nx.clustering(arcs).values())},
        close,
    )
    yield Task(
        "triad census, n = 2,000, 10,000 arcs",
        lambda: triad_census(few),
        {
            "igraph": lambda: census_by_igraph(theirs),
            "networkx": lambda: list(nx.triadic_census(some).values()),
        },
        close,
    )


def census_by_igraph(graph: igraph.Graph) -> list[int]:
    found = graph.triad_census()
    return [getattr(found, f"t{name}") for name in _types()]


def _types() -> list[str]:
    return list(nx.triadic_census(nx.DiGraph([(0, 1), (1, 2)])))


def rows() -> Iterator[str]:
    for task in (*undirected(), *weighted()):
        yield from compare(task)
