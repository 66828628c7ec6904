"""Connected components."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkit as nk
import networkx as nx
import numpy as np
import rustworkx as rx

from benches.harness import Task, compare
from weakties.networks import Network, connected_components

from .shared import as_igraph, as_networkit, as_rustworkx


def same_groups(ours: Any, theirs: Any) -> None:
    """Refuse components that are not the same under other numbers."""
    pairs = np.unique(np.column_stack([ours, theirs]), axis=0)
    assert len(pairs) == len(np.unique(ours)) == len(np.unique(theirs))


def rows() -> Iterator[str]:
    for name, graph in {
        "small world": nx.watts_strogatz_graph(100_000, 10, 0.1, seed=1),
        "thin network": nx.gnm_random_graph(100_000, 100_000, seed=1),
    }.items():
        network, peer, other = Network.from_networkx(graph), as_igraph(graph), as_networkit(graph)
        third = as_rustworkx(graph)

        def of_rustworkx(graph: rx.PyGraph = third) -> list[int]:
            found = [0] * graph.num_nodes()
            for number, nodes in enumerate(rx.connected_components(graph)):
                for node in nodes:
                    found[node] = number
            return found

        yield from compare(
            Task(
                f"components, {name}, n = 100,000",
                lambda network=network: connected_components(network),
                {
                    "igraph": lambda peer=peer: peer.connected_components().membership,
                    "networkit": lambda other=other: (
                        nk.components.ConnectedComponents(other).run().getPartition().getVector()
                    ),
                    "rustworkx": of_rustworkx,
                },
                same_groups,
            )
        )
