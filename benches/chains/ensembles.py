"""Ensembles of the open-chain model: what a second thread brings, and memory that does not grow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from statistics import fmean, median
from time import perf_counter

from weakties.chains import OpenChain, Scenario, simulate

REPLICATES, PERIODS, ROUNDS = 1_000, 60, 15
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


# Says how long an ensemble takes on one thread whenever it is asked.
_WORKER = """
import sys
from benches.chains.ensembles import seconds

seconds(1)
for _ in sys.stdin:
    print(seconds(1), flush=True)
"""


def ensemble(threads: int) -> OpenChain:
    return simulate(
        Scenario(), replicates=REPLICATES, periods=PERIODS, seed=1, threads=threads, progress=False
    )


def seconds(threads: int) -> float:
    start = perf_counter()
    ensemble(threads)
    return perf_counter() - start


def efficiency() -> tuple[float, float]:
    """Return the wall time on one thread over twice that on two: 1 where nothing is lost.

    And, taken in turn with it, the time of a process alone over that of each of two at once, which
    have nothing to share but the machine.
    """
    assert ensemble(1).moments.identical(ensemble(2).moments)
    command = [sys.executable, "-c", _WORKER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with (
        subprocess.Popen(command, text=True, bufsize=1, **pipes) as one,
        subprocess.Popen(command, text=True, bufsize=1, **pipes) as other,
    ):
        asked(one, other)
        rounds = [
            (
                seconds(1) / (2 * seconds(2)),
                asked(one)[0] / fmean(asked(one, other)),
            )
            for _ in range(ROUNDS)
        ]
        one.stdin.close()
        other.stdin.close()
    threads, processes = zip(*rounds, strict=True)
    return median(threads), median(processes)


def asked(*workers: subprocess.Popen[str]) -> list[float]:
    """Let workers run an ensemble at once and return how long each took."""
    for worker in workers:
        worker.stdin.write("\n")
    return [float(worker.stdout.readline()) for worker in workers]


def needed(replicates: int) -> int:
    """Return the bytes at the peak of a simulation beyond those before it."""
    command = [sys.executable, "-c", _SCRIPT, str(replicates)]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def rows() -> Iterator[str]:
    task = f"open-chain model, {REPLICATES} replicates, efficiency of two threads"
    threads, processes = efficiency()
    yield f"{task:<60}{threads:>9.2f}{'asked':>14}{LEAST_EFFICIENCY:>10.2f}"
    yield f"{'two processes at once, each beside one alone':<60}{processes:>9.2f}"
    if sys.platform != "linux":
        yield "memory: read from /proc, which this system does not have"
        return
    few, many = needed(200), needed(3_200)
    assert many <= MOST_GROWTH * few + 2**20, f"{many} bytes for 3,200 replicates, {few} for 200"
    task = "open-chain model, memory for 3,200 replicates over 200"
    yield f"{task:<60}{many / few:>9.2f}{'asked':>14}{MOST_GROWTH:>10.2f}"
