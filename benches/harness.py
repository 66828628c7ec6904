"""One row of the comparison: check that both agree, time both in turn, print the ratio."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any

HEADER = (
    f"{'task':<58}{'ours s':>10}{'peer':>14}{'peer s':>10}"
    f"{'wall peer/ours':>16}{'cpu peer/ours':>15}"
)


@dataclass(frozen=True)
class Task:
    """What is compared: our call, the peers' calls, and what makes their answers agree.

    ``agree`` gets our answer and the peer's and raises AssertionError where they differ. Wall time
    is ours on all processors against the peer as its users call it; CPU time adds up all threads.
    """

    name: str
    ours: Callable[[], Any]
    peers: dict[str, Callable[[], Any]]
    agree: Callable[[Any, Any], None]
    repeats: int = 3


def timed(call: Callable[[], Any]) -> tuple[float, float]:
    """Return wall and CPU seconds of one call."""
    gc.collect()
    wall, cpu = perf_counter(), process_time()
    call()
    return perf_counter() - wall, process_time() - cpu


def compare(task: Task) -> Iterator[str]:
    """Time one task and give one printed row a peer."""
    # The first calls check the answers and warm up compilers and caches.
    answer = task.ours()
    for peer in task.peers.values():
        task.agree(answer, peer())
    for name, peer in task.peers.items():
        ours, theirs = [], []
        for _ in range(task.repeats):
            ours.append(timed(task.ours))
            theirs.append(timed(peer))
        wall = median(theirs_[0] / ours_[0] for ours_, theirs_ in zip(ours, theirs, strict=True))
        cpu = median(theirs_[1] / ours_[1] for ours_, theirs_ in zip(ours, theirs, strict=True))
        yield (
            f"{task.name:<58}{median(x[0] for x in ours):>10.4f}{name:>14}"
            f"{median(x[0] for x in theirs):>10.4f}{wall:>16.2f}{cpu:>15.2f}"
        )
