"""Brokerage: R's sna, the only peer, takes .024 s for the first task."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benches.harness import timed
from weakties.networks import Network, brokerage


def rows() -> Iterator[str]:
    rng = np.random.default_rng(1)
    ends = pd.DataFrame(rng.integers(0, 500, (6_000, 2)), columns=["a", "b"])
    ends = ends[ends["a"] != ends["b"]].drop_duplicates().head(5_138)
    network = Network.from_edges(ends, "a", "b", directed=True, nodes=range(500))
    groups = pd.Series(np.arange(500) % 5, index=network.labels)
    brokerage(network, groups, threads=1)
    for permutations, peer in ((0, 0.024), (1_000, None)):
        wall, cpu = timed(
            lambda permutations=permutations: brokerage(
                network, groups, permutations=permutations, seed=1, threads=1
            )
        )
        task = f"brokerage, n = 500, {permutations} permutations"
        name, theirs, ratio = (
            ("R sna", f"{peer:.4f}", f"{peer / cpu:.2f}") if peer else ("none", "", "")
        )
        yield f"{task:<60}{wall:>9.4f}{name:>14}{theirs:>10}{ratio:>12}"
