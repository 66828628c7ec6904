"""Networks: betweenness, structural holes and the reading of edge lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import rustworkx as rx

from weakties.networks import Network, betweenness, constraint, effective_size

from .harness import Task, compare


def close(ours: Any, theirs: Any) -> None:
    """Refuse values that differ in more than 10 digits."""
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), rtol=1e-10, atol=1e-12)


def as_igraph(graph: nx.Graph) -> igraph.Graph:
    return igraph.Graph(len(graph), list(graph.edges()))


def as_rustworkx(graph: nx.Graph) -> rx.PyGraph:
    other: rx.PyGraph = rx.PyGraph()
    other.add_nodes_from(range(len(graph)))
    other.extend_from_edge_list(list(graph.edges()))
    return other


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


def holes() -> Iterator[Task]:
    """Constraint on a large network; effective size on one that networkx can do."""
    graph = nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)
    network, peer = Network.from_networkx(graph), as_igraph(graph)
    yield Task(
        "constraint, small world, n = 100,000",
        lambda: constraint(network),
        {"igraph": peer.constraint, "networkx": lambda: list(nx.constraint(graph).values())},
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


def edges(rows: int, nodes: int) -> pd.DataFrame:
    """Return ties between firms with names of ten letters and digits, each pair at most once."""
    random = np.random.default_rng(1)
    one, other = random.integers(nodes, size=(2, rows + rows // 10))
    pairs = np.unique(np.minimum(one, other) * nodes + np.maximum(one, other))
    pairs = random.permutation(pairs[pairs // nodes != pairs % nodes])[:rows]
    assert len(pairs) == rows
    names = np.array([f"firm{number:06}" for number in random.permutation(nodes)])
    return pd.DataFrame({"buyer": names[pairs // nodes], "seller": names[pairs % nodes]})


def reading() -> Iterator[Task]:
    """From a data frame of names to the library's own object."""

    def same_ties(ours: Network, theirs: Any) -> None:
        is_igraph = isinstance(theirs, igraph.Graph)
        degrees = (
            zip(theirs.vs["name"], theirs.degree(), strict=True) if is_igraph else theirs.degree
        )
        frame = ours.to_frame()
        counted = pd.concat([frame["source"], frame["target"]]).value_counts()
        assert counted.to_dict() == dict(degrees)

    large, small = edges(1_000_000, 100_000), edges(100_000, 10_000)
    yield Task(
        "edge list of 1,000,000 rows, 100,000 names",
        lambda: Network.from_edges(large, "buyer", "seller"),
        {"igraph": lambda: igraph.Graph.DataFrame(large, directed=False, use_vids=False)},
        same_ties,
    )
    yield Task(
        "edge list of 100,000 rows, 10,000 names",
        lambda: Network.from_edges(small, "buyer", "seller"),
        {"networkx": lambda: nx.from_pandas_edgelist(small, "buyer", "seller")},
        same_ties,
    )


def rows() -> Iterator[str]:
    for task in hops():
        yield from compare(task)
    yield from compare(distances())
    for task in holes():
        yield from compare(task)
    for task in reading():
        yield from compare(task)
