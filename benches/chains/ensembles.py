"""Ensembles of the open-chain model: what a second thread brings, and memory that does not grow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from weakties.chains import OpenChain, Scenario, simulate

REPLICATES, PERIODS, ROUNDS = 1_000, 60, 5
# What is asked: the share of two threads that is not lost, and memory beside many more replicates.
LEAST_EFFICIENCY, MOST_GROWTH = 0.9, 1.1

_SCRIPT = """
import sys
from weakties.chains import Scenario, simulate

def kilobytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))

replicates = int(sys.argv[1])
simulate(Scenario(people=300), replicates=2, periods=40, seed=1, threads=1, progress=False)
before = kilobytes("VmRSS")
simulate(
    Scenario(people=300), replicates=replicates, periods=40, paths=50, seed=1, threads=1,
    progress=False,
)
print((kilobytes("VmHWM") - before) * 1024)
"""


def ensemble(threads: int) -> OpenChain:
    return simulate(
        Scenario(), replicates=REPLICATES, periods=PERIODS, seed=1, threads=threads, progress=False
    )


def efficiency() -> float:
    """Return the wall time on one thread over twice that on two: 1 where nothing is lost."""

    def seconds(threads: int) -> float:
        start = perf_counter()
        ensemble(threads)
        return perf_counter() - start

    assert ensemble(1).moments.identical(ensemble(2).moments)
    return median(seconds(1) / (2 * seconds(2)) for _ in range(ROUNDS))


def needed(replicates: int) -> int:
    """Return the bytes at the peak of a simulation beyond those before it."""
    command = [sys.executable, "-c", _SCRIPT, str(replicates)]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def rows() -> Iterator[str]:
    task = f"open-chain model, {REPLICATES} replicates, efficiency of two threads"
    yield f"{task:<60}{efficiency():>9.2f}{'asked':>14}{LEAST_EFFICIENCY:>10.2f}"
    if sys.platform != "linux":
        yield "memory: read from /proc, which this system does not have"
        return
    few, many = needed(200), needed(3_200)
    assert many <= MOST_GROWTH * few + 2**20, f"{many} bytes for 3,200 replicates, {few} for 200"
    task = "open-chain model, memory for 3,200 replicates over 200"
    yield f"{task:<60}{many / few:>9.2f}{'asked':>14}{MOST_GROWTH:>10.2f}"
