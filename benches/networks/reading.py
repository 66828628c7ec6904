"""From a table of names to a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd

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
    for task in reading():
        yield from compare(task)
