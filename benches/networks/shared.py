"""What the comparisons of networks share: how answers agree, and the peers' own graphs."""

from __future__ import annotations

from typing import Any

import igraph
import networkit as nk
import networkx as nx
import numpy as np
import rustworkx as rx

# One thread, as the CPU times that are compared count all.
nk.setNumberOfThreads(1)


def close(ours: Any, theirs: Any) -> None:
    """Refuse values that differ in more than 10 digits."""
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), rtol=1e-10, atol=1e-12)


def as_igraph(graph: nx.Graph) -> igraph.Graph:
    return igraph.Graph(len(graph), list(graph.edges()), directed=graph.is_directed())


def as_networkit(graph: nx.Graph) -> nk.Graph:
    return nk.nxadapter.nx2nk(graph)


def as_rustworkx(graph: nx.Graph) -> rx.PyGraph:
    other: rx.PyGraph = rx.PyGraph()
    other.add_nodes_from(range(len(graph)))
    other.extend_from_edge_list(list(graph.edges()))
    return other
