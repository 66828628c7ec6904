"""Made-up firms for the tests of production functions."""

import numpy as np
import pandas as pd

from weakties.productivity import FirmPanel

VARIABLES = ["y", "l", "h", "k", "m", "i", "z"]


def firms(count=120, periods=6, seed=1, *, leave=0.0):
    """Make firms with output 0.4 l + 0.2 h + 0.4 k + 0.1 z + ω + ε, and m and i that show ω."""
    random = np.random.default_rng(seed)
    omega, k = random.normal(size=count), random.normal(size=count)
    there = np.ones(count, bool)
    parts = []
    for period in range(periods):
        labour, h = (0.5 * omega + 0.2 * k + random.normal(size=count) for _ in range(2))
        z = random.normal(size=count)
        y = 0.4 * labour + 0.2 * h + 0.4 * k + 0.1 * z + omega + 0.1 * random.normal(size=count)
        m, i = omega + 0.5 * k, 0.8 * omega - 0.3 * k
        columns = {"y": y, "l": labour, "h": h, "k": k, "m": m, "i": i, "z": z, "omega": omega}
        part = pd.DataFrame({"firm": np.arange(count), "period": period, **columns})
        parts.append(part[there])
        there &= ~((random.normal(size=count) > 1.2 + omega + 0.3 * k) & (leave > 0))
        k = 0.7 * k + 0.3 * i + 0.3 * random.normal(size=count)
        omega = 0.7 * omega + 0.5 * random.normal(size=count)
    return pd.concat(parts).sort_values(["firm", "period"], ignore_index=True)


def panel(table, **options):
    return FirmPanel.from_frame(table, "firm", "period", variables=VARIABLES, **options)
