"""The open-chain model beside the same model in numba."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from scipy.stats import t as student

from benches.harness import Task, compare
from benches.open_chain_numba import ACCOUNTS, TOLD, Floats, by_numba, parameters, tables
from weakties.chains import OpenChain, Scenario, simulate
from weakties.networks import Network

PERIODS = 60


def ring(scenario: Scenario, seed: int) -> tuple[Any, Any]:
    """Draw one network after Watts and Strogatz, as neighbours laid end to end."""
    graph = nx.watts_strogatz_graph(
        scenario.people, scenario.neighbours, scenario.rewiring, seed=seed
    )
    matrix = nx.to_scipy_sparse_array(graph, format="csr")
    return matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)


def task(people: int, replicates: int) -> Task:
    """Simulate the same scenario on the same network."""
    scenario = Scenario(people=people)
    ties = ring(scenario, seed=1)
    listed = pd.DataFrame(
        {"source": np.repeat(np.arange(people), np.diff(ties[0])), "target": ties[1]}
    )
    network = Network.from_edges(listed[listed["source"] < listed["target"]], "source", "target")
    worked_out = tables(scenario)

    def ours(threads: int) -> OpenChain:
        return simulate(
            scenario,
            network,
            replicates=replicates,
            periods=PERIODS,
            paths=replicates,
            seed=1,
            threads=threads,
            progress=False,
        )

    def theirs(draw_each: bool) -> Any:
        numbers, random = parameters(scenario, draw_each=draw_each), np.random.default_rng(1)
        return by_numba(numbers, worked_out, ties, False, replicates, PERIODS, random)

    name = f"open chains, n = {people:,}, {PERIODS} periods, {replicates} runs"
    peers = {"numba": lambda: theirs(False), "numba, simple": lambda: theirs(True)}
    # Calls are short, and the ratio of a single round is off by a tenth.
    return Task(name, ours, peers, alike, repeats=9, threads=True)


def rows() -> Iterator[str]:
    for people, replicates in ((1_500, 400), (100_000, 4)):
        yield from compare(task(people, replicates))


def alike(ours: OpenChain, theirs: Any) -> None:
    """Refuse means over replicates that are further apart than chance allows."""
    both = [our_numbers(ours), their_numbers(ours, *theirs)]
    names = list(both[0])
    assert names == list(both[1])
    values = [np.column_stack([numbers[name] for name in names]) for numbers in both]
    spread = sum(one.var(axis=0, ddof=1) / len(one) for one in values)
    means = [one.mean(axis=0) for one in values]
    gap = np.abs(means[0] - means[1])
    reach = student.isf(1e-5, sum(len(one) - 1 for one in values))
    # Of few runs the spread itself is known badly: all may have had the same luck.
    slack = 0.03 * np.abs(means[0]) if len(values[0]) < 30 else 0.0
    far = gap > reach * np.sqrt(spread) + slack + 1e-9
    assert not far.any(), {
        name: (float(means[0][n]), float(means[1][n])) for n, name in enumerate(names) if far[n]
    }


def our_numbers(run: OpenChain) -> dict[str, Floats]:
    """Return for each number that is told its mean over periods, of every replicate."""
    numbers = {name: run.paths[name].to_numpy().mean(axis=1) for name in TOLD}
    people, employed = (run.paths[name].to_numpy() for name in ("people", "employed"))
    numbers |= by_post(people - employed, employed)
    numbers |= {name: run.accounts[name].to_numpy(float) for name in ACCOUNTS}
    return numbers | stages(run.stages.fillna(0).to_numpy())


def their_numbers(
    run: OpenChain,
    paths: Floats,
    posts: Floats,
    accounts: Floats,
    entered: Floats,
    moments: list[Floats],
) -> dict[str, Floats]:
    """Return the same, and look whether moments are those of the paths."""
    for kept, (mean, squares, low, high) in zip((paths, posts, accounts), moments, strict=True):
        each = kept.reshape(len(kept), -1)
        assert np.allclose(mean, each.mean(axis=0))
        assert np.allclose(squares, len(each) * each.var(axis=0))
        assert np.array_equal(low, each.min(axis=0))
        assert np.array_equal(high, each.max(axis=0))
    numbers = {name: paths[..., n].mean(axis=1) for n, name in enumerate(TOLD)}
    shape = run.paths["people"].shape
    split = posts.reshape(*shape, 2)
    numbers |= by_post(split[..., 0], split[..., 1])
    numbers |= {name: accounts[:, n] for n, name in enumerate(ACCOUNTS)}
    return numbers | stages(entered)


def by_post(jobless: Floats, employed: Floats) -> dict[str, Floats]:
    """Return how many are at each place on each rung, without and with a job."""
    return {
        f"{status} at {place}, {rung}": counts[..., place, rung].mean(axis=1)
        for status, counts in (("jobless", jobless), ("employed", employed))
        for place in range(counts.shape[-2])
        for rung in range(counts.shape[-1])
    }


def stages(entered: Floats) -> dict[str, Floats]:
    return {f"stage {n + 1} entered": entered[:, n] for n in range(entered.shape[1])}
