"""Structural equivalence."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np

from benches.harness import Task, compare
from weakties.networks import Network, structural_equivalence

from .shared import close


def square() -> Iterator[Task]:
    """Likeness of every two nodes."""
    graph = nx.gnm_random_graph(1_500, 9_000, seed=1)
    network = Network.from_networkx(graph)
    wide = network.to_scipy().toarray()
    yield Task(
        "correlation of all pairs, n = 1,500",
        lambda threads: structural_equivalence(
            network, measure="correlation", own="retain", threads=threads, progress=False
        ),
        {"numpy": lambda: np.corrcoef(wide)},
        close,
        threads=True,
    )


def rows() -> Iterator[str]:
    for task in square():
        yield from compare(task)
