"""Permutations, random networks and small worlds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from benches.harness import Task, compare
from weakties.networks import Mrqap, Network, SmallWorld, degree, mrqap, rewire, small_world

from .shared import as_igraph


def permuted_by_numpy(
    y: NDArray[np.float64], x: list[NDArray[np.float64]], permutations: int
) -> NDArray[np.float64]:
    """Regress by double semi-partialling as one would by hand; return the coefficients."""
    rng = np.random.default_rng(1)
    off = ~np.eye(len(y), dtype=bool)
    columns = [np.ones(off.sum()), *(each[off] for each in x)]
    design, outcome = np.column_stack(columns), y[off]
    for place in range(design.shape[1]):
        others = np.delete(design, place, axis=1)
        rest = design[:, place] - others @ np.linalg.lstsq(others, design[:, place])[0]
        left = np.zeros_like(y)
        left[off] = rest
        for _ in range(permutations):
            order = rng.permutation(len(y))
            moved = np.column_stack([others, left[np.ix_(order, order)][off]])
            inverse = np.linalg.inv(moved.T @ moved)
            residual = outcome - moved @ (inverse @ (moved.T @ outcome))
            _ = residual @ residual * inverse[-1, -1]
    fitted: NDArray[np.float64] = np.linalg.lstsq(design, outcome)[0]
    return fitted


def same_coefficients(ours: Mrqap, theirs: NDArray[np.float64]) -> None:
    np.testing.assert_allclose(ours.coefficients["coefficient"], theirs, rtol=1e-10)


def regressions() -> Iterator[Task]:
    """R's sna takes 73.7 seconds for 1,000 permutations of this size."""
    rng = np.random.default_rng(1)
    x = [rng.normal(size=(100, 100)) for _ in range(3)]
    y = x[0] / 10 + rng.normal(size=(100, 100))
    named = {f"x{place}": each for place, each in enumerate(x)}
    yield Task(
        "MRQAP, n = 100, 3 regressors, 100 permutations",
        lambda threads: mrqap(y, named, permutations=100, seed=1, threads=threads, progress=False),
        {"numpy": lambda: permuted_by_numpy(y, x, 100)},
        same_coefficients,
        threads=True,
    )


def same_degrees(ours: Network, theirs: Any) -> None:
    assert degree(ours).tolist() == theirs.degree()


def random_networks() -> Iterator[Task]:
    graph = nx.watts_strogatz_graph(20_000, 10, 0.1, seed=1)
    network, peer = Network.from_networkx(graph), as_igraph(graph)

    def by_igraph() -> Any:
        other = peer.copy()
        other.rewire(n=10 * other.ecount())
        return other

    yield Task(
        "rewiring, small world, n = 20,000, 10 steps a tie",
        lambda: rewire(network, swaps=10, seed=1, progress=False),
        {"igraph": by_igraph},
        same_degrees,
    )


def both_small(ours: SmallWorld, theirs: float) -> None:
    assert ours.sigma > 1
    assert theirs > 1


def small_worlds() -> Iterator[Task]:
    graph = nx.connected_watts_strogatz_graph(100, 6, 0.1, seed=1)
    network = Network.from_networkx(graph)
    yield Task(
        "small-world sigma (ours also omega), n = 100",
        lambda: small_world(network, replicates=1, swaps=1, clustering="transitivity", seed=1),
        {"networkx": lambda: nx.sigma(graph, niter=1, nrand=1, seed=1)},
        both_small,
    )


def rows() -> Iterator[str]:
    for tasks in (regressions, random_networks, small_worlds):
        for task in tasks():
            yield from compare(task)
