"""From a table of names to a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from benches.harness import Task, compare
from weakties.networks import Network


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
        if isinstance(theirs, csr_array):
            assert theirs.nnz == 2 * ours.tie_count
            return
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
    # No peer but a measure of what checks, sorted names and the refusal of parallel ties cost.
    yield Task(
        "the same, beside a bare matrix of numbered names by hand",
        lambda: Network.from_edges(large, "buyer", "seller"),
        {"pandas, scipy": lambda: by_hand(large)},
        same_ties,
    )
    yield Task(
        "edge list of 100,000 rows, 10,000 names",
        lambda: Network.from_edges(small, "buyer", "seller"),
        {"networkx": lambda: nx.from_pandas_edgelist(small, "buyer", "seller")},
        same_ties,
    )


def by_hand(ties: pd.DataFrame) -> csr_array:
    """Return the matrix that users make by hand: names as numbers, both directions, sorted.

    Unlike a network it neither looks for missing names nor sorts them, keeps self-ties among the
    others, and adds parallel ties up without a word.
    """
    codes, names = pd.factorize(pd.concat([ties["buyer"], ties["seller"]], ignore_index=True))
    one, other = codes[: len(ties)], codes[len(ties) :]
    ends = (np.concatenate([one, other]), np.concatenate([other, one]))
    matrix = csr_array((np.ones(2 * len(ties)), ends), shape=(len(names), len(names)))
    matrix.sort_indices()
    return matrix


def graphs() -> Iterator[Task]:
    """From a graph of networkx to the library's own object."""

    def same_count(ours: Network, theirs: Any) -> None:
        assert ours.tie_count == theirs.ecount()

    graph = nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1)
    yield Task(
        "graph of networkx with 100,000 nodes, 500,000 edges",
        lambda: Network.from_networkx(graph),
        {"igraph": lambda: igraph.Graph.from_networkx(graph)},
        same_count,
    )


def rows() -> Iterator[str]:
    for task in [*reading(), *graphs()]:
        yield from compare(task)
