"""Chains: transition counts from a data frame, and the job-contact model simulated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import giddy
import mesa
import networkx as nx
import numba
import numpy as np
import pandas as pd
from mesa.discrete_space import FixedAgent
from mesa.discrete_space import Network as Space
from numpy.typing import NDArray

from benches.harness import Task, compare
from weakties.chains import (
    JobContactSimulation,
    Spells,
    job_contact_simulate,
    transition_matrix,
)
from weakties.networks import Network

Numbers: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

PERSONS, YEARS = 100_000, 20
RUNGS = ("labourer", "machinist", "technician", "engineer", "manager")
ARRIVAL, SEPARATION, PERIODS = 0.1, 0.015, 100


def careers() -> pd.DataFrame:
    """Return one row a person and year, persons one after another."""
    random = np.random.default_rng(1)
    states = np.empty((PERSONS, YEARS), np.int64)
    states[:, 0] = random.integers(len(RUNGS), size=PERSONS)
    for year in range(1, YEARS):
        steps = random.choice([-1, 0, 1], size=PERSONS, p=[0.05, 0.85, 0.1])
        states[:, year] = (states[:, year - 1] + steps).clip(0, len(RUNGS) - 1)
    return pd.DataFrame(
        {
            "person": np.repeat(np.arange(PERSONS), YEARS),
            "year": np.tile(np.arange(2001, 2001 + YEARS), PERSONS),
            "rung": np.array(RUNGS)[states.ravel()],
        }
    )


def by_weakties(frame: pd.DataFrame) -> Numbers:
    spells = Spells.from_panel(frame, person="person", time="year", state="rung")
    return spells.counts().to_numpy()


def by_bootstrap(frame: pd.DataFrame, threads: int) -> Numbers:
    """Redraw persons 999 times, which giddy does not."""
    spells = Spells.from_panel(frame, person="person", time="year", state="rung")
    found = transition_matrix(spells, bootstrap=999, seed=1, threads=threads, progress=False)
    return found.counts.to_numpy()


def by_giddy(frame: pd.DataFrame) -> Floats:
    """Take the rectangle of persons and years that giddy wants."""
    wide = frame.set_index(["person", "year"])["rung"].unstack()  # noqa: PD010 - it moves, it sums nothing
    counts: Floats = giddy.markov.Markov(wide.to_numpy(dtype=str), summary=False).transitions
    return counts


def by_pandas(frame: pd.DataFrame) -> Numbers:
    frame = frame.sort_values(["person", "year"])
    after = frame.groupby("person")["rung"].shift(-1)
    return pd.crosstab(frame["rung"], after).to_numpy()


def by_numpy(frame: pd.DataFrame) -> Numbers:
    """Assume as little as we do: rows in any order, persons with any number of them."""
    codes, states = pd.factorize(frame["rung"], sort=True)
    person, year = frame["person"].to_numpy(), frame["year"].to_numpy()
    order = np.lexsort((year, person))
    codes, person, year = codes[order], person[order], year[order]
    linked = (person[1:] == person[:-1]) & (year[1:] == year[:-1] + 1)
    return counted(codes[:-1][linked], codes[1:][linked], len(states))


def by_rectangle(frame: pd.DataFrame) -> Numbers:
    """Trust that rows are sorted and that no year is missing."""
    codes, states = pd.factorize(frame["rung"], sort=True)
    rectangle = codes.reshape(-1, YEARS)
    return counted(rectangle[:, :-1].ravel(), rectangle[:, 1:].ravel(), len(states))


def counted(origins: Numbers, destinations: Numbers, states: int) -> Numbers:
    pairs = np.bincount(origins * states + destinations, minlength=states * states)
    return pairs.reshape(states, states)


def equal(ours: Any, theirs: Any) -> None:
    """Refuse counts that differ at all."""
    np.testing.assert_array_equal(ours, theirs)


class Worker(FixedAgent):  # type: ignore[misc]
    """Somebody who hears of openings and passes on what is of no use to him or her."""

    def __init__(self, model: mesa.Model, cell: Any) -> None:
        super().__init__(model)
        self.cell = cell
        self.employed = self.was_employed = True

    def remember(self) -> None:
        self.was_employed = self.employed

    def hear(self) -> None:
        if self.random.random() >= ARRIVAL:
            return
        if not self.was_employed:
            self.employed = True
            return
        in_need = [other for other in self.cell.neighborhood.agents if not other.was_employed]
        if in_need:
            self.random.choice(in_need).employed = True

    def separate(self) -> None:
        if self.employed and self.random.random() < SEPARATION:
            self.employed = False


class Town(mesa.Model):  # type: ignore[misc]
    """The job-contact model as mesa's own examples are written."""

    def __init__(self, graph: nx.Graph, seed: int) -> None:
        super().__init__(seed=seed)
        self.space = Space(graph, capacity=1, random=self.random)
        for cell in self.space.all_cells:
            Worker(self, cell)

    def step(self) -> None:
        self.agents.do("remember")
        self.agents.do("hear")
        self.agents.do("separate")

    def unemployment(self) -> float:
        return 1 - float(np.mean(self.agents.get("employed")))


def by_mesa(graph: nx.Graph) -> Floats:
    town = Town(graph, seed=1)
    path = np.empty(PERIODS)
    for period in range(PERIODS):
        town.step()
        path[period] = town.unemployment()
    return path


def towns(
    offsets: Numbers, neighbours: NDArray[np.int32], replicates: int, random: np.random.Generator
) -> Floats:
    """Simulate one town after another; neighbours of an agent stand in one piece."""
    agents = len(offsets) - 1
    paths = np.empty((replicates, PERIODS))
    for replicate in range(replicates):
        employed = np.ones(agents, np.bool_)
        before = employed.copy()
        for period in range(PERIODS):
            before[:] = employed
            for agent in range(agents):
                if random.random() >= ARRIVAL:
                    continue
                if not before[agent]:
                    employed[agent] = True
                    continue
                in_need = 0
                for at in range(offsets[agent], offsets[agent + 1]):
                    in_need += not before[neighbours[at]]
                if in_need == 0:
                    continue
                chosen = random.integers(0, in_need)
                for at in range(offsets[agent], offsets[agent + 1]):
                    if not before[neighbours[at]]:
                        if chosen == 0:
                            employed[neighbours[at]] = True
                            break
                        chosen -= 1
            idle = 0
            for agent in range(agents):
                if employed[agent] and random.random() < SEPARATION:
                    employed[agent] = False
                idle += not employed[agent]
            paths[replicate, period] = idle / agents
    return paths


by_numba: Callable[..., Floats] = numba.njit()(towns)


def simulation() -> Iterator[Task]:
    """Unemployment by period, started from full employment."""
    graph = nx.watts_strogatz_graph(10_000, 6, 0.1, seed=1)
    network = Network.from_networkx(graph)
    matrix = nx.to_scipy_sparse_array(graph, format="csr")
    offsets, neighbours = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)

    def by_us(replicates: int, threads: int | None = None) -> JobContactSimulation:
        return job_contact_simulate(
            network,
            ARRIVAL,
            SEPARATION,
            periods=PERIODS,
            replicates=replicates,
            pairs="none",
            seed=1,
            threads=threads,
            progress=False,
        )

    # Means over all periods of single runs differ by about so much.
    spread = by_us(50).paths.mean().std(ddof=1)

    def alike(ours: JobContactSimulation, theirs: Floats) -> None:
        """Refuse means over runs and periods that are five standard errors apart."""
        runs = [ours.paths.mean().to_numpy(), np.atleast_2d(theirs).mean(axis=1)]
        error = spread * np.sqrt(sum(1 / len(means) for means in runs))
        assert abs(runs[0].mean() - runs[1].mean()) < 5 * error

    one = "job contacts, n = 10,000, 100 periods, 1 run"
    yield Task(
        one,
        lambda threads: by_us(1, threads),
        {"mesa": lambda: by_mesa(graph)},
        alike,
        threads=True,
    )
    yield Task(
        one,
        lambda threads: by_us(1, threads),
        {"numba": lambda: by_numba(offsets, neighbours, 1, np.random.default_rng(1))},
        alike,
        # Calls are short, and the ratio of a single round is off by a fifth.
        repeats=25,
        threads=True,
    )
    yield Task(
        "job contacts, n = 10,000, 100 periods, 50 runs",
        lambda threads: by_us(50, threads),
        {"numba": lambda: by_numba(offsets, neighbours, 50, np.random.default_rng(1))},
        alike,
        threads=True,
    )


def reading(offsets: Numbers, neighbours: NDArray[np.int32], idle: NDArray[np.bool_]) -> Floats:
    """Read every neighbour's state once a period, which whoever counts those in need has to do."""
    seen = np.zeros(PERIODS)
    for period in range(PERIODS):
        for agent in range(len(offsets) - 1):
            in_need = 0
            for at in range(offsets[agent], offsets[agent + 1]):
                in_need += idle[neighbours[at]]
            seen[period] += in_need
    return seen


by_reading: Callable[..., Floats] = numba.njit()(reading)


def large_simulation() -> Task:
    """One run among a million, beside a loop over everybody's neighbours that does nothing else."""
    agents, random = 1_000_000, np.random.default_rng(1)
    one = np.repeat(np.arange(agents), 3)
    other = (one + np.tile([1, 2, 3], agents)) % agents
    elsewhere = random.random(len(one)) < 0.1
    other[elsewhere] = random.integers(0, agents, int(elsewhere.sum()))
    ties = pd.DataFrame({"source": np.minimum(one, other), "target": np.maximum(one, other)})
    ties = ties[ties["source"] != ties["target"]].drop_duplicates()
    network = Network.from_edges(ties, "source", "target")
    sources = np.concatenate([ties["source"], ties["target"]])
    targets = np.concatenate([ties["target"], ties["source"]])
    offsets = np.concatenate([[0], np.bincount(sources, minlength=agents).cumsum()])
    neighbours = targets[np.argsort(sources, kind="stable")].astype(np.int32)
    idle = random.random(agents) < 0.06

    def alike(ours: Floats, theirs: Floats) -> None:
        """Refuse a mean rate outside what it is on such networks, and a loop that read nothing."""
        assert 0.02 < ours.mean() < 0.06
        assert (theirs > 0).all()

    return Task(
        "job contacts, n = 1,000,000, 100 periods, 1 run",
        lambda: job_contact_simulate(
            network, ARRIVAL, SEPARATION, periods=PERIODS, pairs="none", seed=1, progress=False
        ).paths.to_numpy(),
        {"bare loop": lambda: by_reading(offsets, neighbours, idle)},
        alike,
    )


def rows() -> Iterator[str]:
    frame = careers()
    yield from compare(
        Task(
            "transition counts, 2,000,000 rows, 5 states",
            lambda: by_weakties(frame),
            {
                "giddy": lambda: by_giddy(frame),
                "pandas": lambda: by_pandas(frame),
                "numpy": lambda: by_numpy(frame),
                "numpy, sorted": lambda: by_rectangle(frame),
            },
            equal,
        )
    )
    half = frame.iloc[: len(frame) // 2]
    yield from compare(
        Task(
            "transition matrix, 1,000,000 rows, 999 bootstraps",
            lambda threads: by_bootstrap(half, threads),
            {"giddy, none": lambda: by_giddy(half)},
            equal,
            threads=True,
        )
    )
    for task in simulation():
        yield from compare(task)
    yield from compare(large_simulation())
