"""Productivity: what a panel and its decomposition need at most, beside the table read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

# A million rows, and what is allowed beside them, but for many resamples, which the result holds.
PLACES, PERIODS, GROUPS, EXIT_RATE = 83_334, 12, 20, 0.0648
MOST = 1.5
FEW, MANY = 10, 100

_SCRIPT = """
import sys
from weakties.datasets import synthetic_firms
from weakties.productivity import FirmPanel, decompose

places, periods, groups, exit_rate, shuffled, resamples = (eval(each) for each in sys.argv[1:])

def decomposed(table, resamples):
    panel = FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )
    methods = ["melitz-polanec", "foster-haltiwanger-krizan"]
    options = {"threads": 1, "progress": False, "bootstrap": resamples, "seed": 1}
    decompose(panel, methods, periods="all", groups="group", **options)

def kilobytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))

# What is loaded at the first call is not counted; it leaves nothing large behind to be used anew.
decomposed(synthetic_firms(500, periods, groups, seed=1, exit_rate=exit_rate), min(resamples, 2))
table = synthetic_firms(places, periods, groups, seed=1, exit_rate=exit_rate)
if shuffled:
    table = table.sample(frac=1, random_state=1).reset_index(drop=True)
else:
    table = table.sort_values(["firm", "period"]).reset_index(drop=True)
# Linux counts the peak anew from here.
with open("/proc/self/clear_refs", "w") as peak:
    peak.write("5")
before = kilobytes("VmRSS")
decomposed(table, resamples)
print((kilobytes("VmHWM") - before) * 1024, table.memory_usage().sum())
"""


def needed(places: int, shuffled: bool, resamples: int = 0) -> float:
    """Return the peak beside the table, in tables."""
    asked = [places, PERIODS, GROUPS, EXIT_RATE, shuffled, resamples]
    command = [sys.executable, "-c", _SCRIPT, *map(str, asked)]
    run = subprocess.run(command, capture_output=True, check=True, text=True)
    peak, table = map(int, run.stdout.split())
    return peak / table


def rows() -> Iterator[str]:
    if sys.platform != "linux":
        yield "memory: read from /proc, which this system does not have"
        return
    for shuffled, resamples, name in (
        (False, 0, "sorted table"),
        (True, 0, "shuffled table"),
        (False, FEW, f"sorted table, {FEW} resamples"),
        (True, FEW, f"shuffled table, {FEW} resamples"),
        (False, MANY, f"sorted table, {MANY} resamples"),
        (True, MANY, f"shuffled table, {MANY} resamples"),
    ):
        most = needed(PLACES, shuffled, resamples)
        assert resamples == MANY or most <= MOST, f"{name}: {most:.2f} times the table"
        yield f"{f'memory beside a {name}, 1,000,008 rows':<60}{most:>9.2f} tables"
