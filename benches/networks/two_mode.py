"""Two-mode networks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from networkx.algorithms import bipartite

from benches.harness import Task, compare
from weakties.networks import (
    TwoModeNetwork,
    two_mode_closure,
    two_mode_clustering,
    two_mode_redundancy,
)

from .shared import close


def measures() -> Iterator[Task]:
    """2,000 firms in 300 institutions, of which each joins some four."""
    rng = np.random.default_rng(1)
    firms, institutions = 2000, 300
    tied = rng.random((firms, institutions)) < 4 / institutions
    rows, columns = tied.nonzero()
    network = TwoModeNetwork.from_edges(
        pd.DataFrame({"f": rows, "i": columns}),
        "f",
        "i",
        firms=range(firms),
        institutions=range(institutions),
    )
    graph = nx.Graph()
    graph.add_nodes_from(range(firms + institutions))
    graph.add_edges_from(zip(rows.tolist(), (columns + firms).tolist(), strict=True))
    size = f"{firms:,} × {institutions}, {len(rows):,} ties"

    def clustered() -> Any:
        return two_mode_clustering(network, "firm", progress=False).fillna(0)

    def clustered_by_networkx() -> list[float]:
        return [*bipartite.latapy_clustering(graph, nodes=range(firms)).values()]

    yield Task(
        f"two-mode clustering, {size}", clustered, {"networkx": clustered_by_networkx}, close
    )
    several = [firm for firm in range(firms) if tied[firm].sum() > 1]

    def redundant() -> Any:
        return two_mode_redundancy(network, "firm", progress=False).iloc[several]

    def redundant_by_networkx() -> list[float]:
        return [*bipartite.node_redundancy(graph, nodes=several).values()]

    yield Task(f"redundancy, {size}", redundant, {"networkx": redundant_by_networkx}, close)
    yield Task(
        f"two-mode closure, {size}",
        lambda: two_mode_closure(network, progress=False),
        {"networkx": lambda: bipartite.robins_alexander_clustering(graph)},
        close,
    )

    def projected() -> Any:
        return network.project("firm", weight="newman", progress=False)._adjacency.ties()[2]

    def projected_by_networkx() -> Any:
        other = bipartite.collaboration_weighted_projected_graph(graph, range(firms))
        return np.sort([weight for _, _, weight in other.edges(data="weight")])

    def same(ours: Any, theirs: Any) -> None:
        close(np.sort(ours), theirs)

    yield Task(f"projection, {size}", projected, {"networkx": projected_by_networkx}, same)


def rows() -> Iterator[str]:
    for task in measures():
        yield from compare(task)
