"""One row of the comparison: check that both agree, time both in turn, print the ratio."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any

HEADER = (
    f"{'':<60}{'seconds':>9}{'':>14}{'':>10}{'peer/ours,':>12}{'peer/ours,':>12}\n"
    f"{'task':<60}{'ours':>9}{'peer':>14}{'peer':>10}{'1 thread':>12}{'2 threads':>12}"
)


@dataclass(frozen=True)
class Task:
    """What is compared: our call, the peers' calls, and what makes their answers agree.

    ``agree`` gets our answer and the peer's and raises AssertionError where they differ. With
    ``threads`` our call takes the number of threads. The ratio on one thread is of CPU time, which
    adds up all threads; the ratio on two is of wall time, the peer as its users call it.
    """

    name: str
    ours: Callable[..., Any]
    peers: dict[str, Callable[[], Any]]
    agree: Callable[[Any, Any], None]
    repeats: int = 3
    threads: bool = False


class Row(str):
    """A printed row that knows what it compares: the task, and the ratio on one thread."""

    task: str
    ratio: float

    @classmethod
    def of(cls, task: Task, peer: str, ours: float, theirs: float, one: float, two: float) -> Row:
        row = cls(f"{task.name:<60}{ours:>9.4f}{peer:>14}{theirs:>10.4f}{one:>12.2f}{two:>12.2f}")
        row.task, row.ratio = task.name, one
        return row


def timed(call: Callable[[], Any]) -> tuple[float, float]:
    """Return wall and CPU seconds of one call."""
    gc.collect()
    wall, cpu = perf_counter(), process_time()
    call()
    return perf_counter() - wall, process_time() - cpu


def compare(task: Task) -> Iterator[Row]:
    """Time one task and give one printed row a peer."""
    calls = [lambda: task.ours(1), lambda: task.ours(2)] if task.threads else [task.ours]
    # The first calls check the answers and warm up compilers and caches.
    answers = [call() for call in calls]
    for peer in task.peers.values():
        theirs = peer()
        for answer in answers:
            task.agree(answer, theirs)
    for name, peer in task.peers.items():
        rounds = [([timed(call) for call in calls], timed(peer)) for _ in range(task.repeats)]
        yield Row.of(
            task,
            name,
            median(ours[0][0] for ours, _ in rounds),
            median(peer[0] for _, peer in rounds),
            median(peer[1] / ours[0][1] for ours, peer in rounds),
            median(peer[0] / ours[-1][0] for ours, peer in rounds),
        )


def summary(rows: list[Row]) -> str:
    """Count the tasks by the ratio to the best peer."""
    best: dict[str, float] = {}
    for row in rows:
        best[row.task] = min(row.ratio, best.get(row.task, row.ratio))
    level = sum(ratio >= 1 for ratio in best.values())
    twice = sum(ratio >= 2 for ratio in best.values())
    return (
        f"{len(best)} tasks on one thread: at least as fast as the best peer in {level}, "
        f"at least twice as fast in {twice}"
    )
