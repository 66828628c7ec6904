"""Closeness, harmonic closeness, and distances."""

from __future__ import annotations

from collections.abc import Iterator

import networkit as nk
import networkx as nx
import numpy as np

from benches.harness import Task, compare
from weakties.networks import Network, average_path_length, closeness, distances, harmonic, reach

from .shared import as_igraph, as_networkit, close


def steps() -> Iterator[Task]:
    """By number of ties, on hubs, a small world, and a ring, whose paths are long."""
    for name, graph in {
        "preferential attachment": nx.barabasi_albert_graph(10_000, 5, seed=1),
        "small world": nx.watts_strogatz_graph(3_000, 10, 0.1, seed=1),
        "ring": nx.watts_strogatz_graph(3_000, 4, 0, seed=1),
    }.items():
        network, peer, other = Network.from_networkx(graph), as_igraph(graph), as_networkit(graph)
        name = f"{name}, n = {len(graph):,}"
        # The peers take long for the largest.
        rounds = 1 if len(graph) > 3_000 else 3
        yield Task(
            f"closeness, {name}",
            lambda threads, network=network: closeness(network, threads=threads, progress=False),
            {
                "igraph": peer.closeness,
                "networkit": lambda other=other: (
                    nk.centrality.Closeness(other, True, nk.centrality.ClosenessVariant.STANDARD)
                    .run()
                    .scores()
                ),
            },
            close,
            repeats=rounds,
            threads=True,
        )
        yield Task(
            f"harmonic closeness, {name}",
            lambda threads, network=network: harmonic(network, threads=threads, progress=False),
            {
                "igraph": peer.harmonic_centrality,
                "networkit": lambda other=other: (
                    nk.centrality.HarmonicCloseness(other, True).run().scores()
                ),
            },
            close,
            repeats=rounds,
            threads=True,
        )
        yield Task(
            f"average path length, {name}",
            lambda threads, network=network: average_path_length(
                network, threads=threads, progress=False
            ),
            {"igraph": peer.average_path_length},
            close,
            repeats=rounds,
            threads=True,
        )


def few_steps() -> Iterator[Task]:
    """How many others are within so many steps."""
    for name, graph in {
        "hubs": nx.barabasi_albert_graph(4_000, 5, seed=1),
        "small world": nx.watts_strogatz_graph(20_000, 10, 0.1, seed=1),
    }.items():
        network, peer = Network.from_networkx(graph), as_igraph(graph)
        for steps in (2, 3):
            yield Task(
                f"reach within {steps} steps, {name}, n = {len(graph):,}",
                lambda threads, network=network, steps=steps: reach(
                    network, steps, threads=threads, progress=False
                ),
                {
                    "igraph": lambda peer=peer, steps=steps: (
                        np.array(peer.neighborhood_size(order=steps)) - 1
                    )
                },
                close,
                threads=True,
            )


def lengths() -> Iterator[Task]:
    """By distance."""
    graph = nx.barabasi_albert_graph(1_000, 5, seed=1)
    km = np.random.default_rng(1).uniform(0.1, 1, graph.number_of_edges())
    nx.set_edge_attributes(graph, dict(zip(graph.edges(), km, strict=True)), "km")
    network, peer = Network.from_networkx(graph, weight="km"), as_igraph(graph)
    yield Task(
        "closeness by distance, n = 1,000",
        lambda threads: closeness(network, distance="km", threads=threads, progress=False),
        {"igraph": lambda: peer.closeness(weights=km)},
        close,
        threads=True,
    )
    yield Task(
        "distances between all, n = 1,000",
        lambda threads: distances(network, distance="km", threads=threads, progress=False),
        {"igraph": lambda: peer.distances(weights=km)},
        close,
        threads=True,
    )


def rows() -> Iterator[str]:
    for task in (*steps(), *few_steps(), *lengths()):
        yield from compare(task)
