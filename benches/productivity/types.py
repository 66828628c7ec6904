"""Productivity: levels between and within types of firms with resamples, against pandas."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from benches.harness import Task, compare
from weakties.datasets import synthetic_firms
from weakties.productivity import FirmPanel, across_types, size_class

FIRMS, PERIODS, GROUPS, RESAMPLES = 20_000, 6, 10, 20


def by_weakties(frame: pd.DataFrame) -> pd.DataFrame:
    panel = FirmPanel.from_frame(
        frame,
        "firm",
        "period",
        "log_productivity",
        weight="employees",
        group="group",
        variables="employees",
    )
    panel = size_class(panel, "employees", [20, 50])
    found = across_types(
        panel,
        "size_class",
        groups="group",
        periods="adjacent",
        bootstrap=RESAMPLES,
        seed=1,
        progress=False,
    )
    return found.components.assign(se=found.se["aggregate"])


def by_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """Weigh every row by how often its firm was drawn, and add up by cell."""
    random = np.random.default_rng(1)
    firms = frame["firm"].max() + 1
    frame = frame.assign(size=pd.cut(frame["employees"], [0, 20, 50, np.inf], right=False))
    found = []
    for resample in range(RESAMPLES + 1):
        drawn = random.integers(firms, size=firms)
        times = np.bincount(drawn, minlength=firms) if resample else np.ones(firms)
        m = times[frame["firm"]]
        w, p = m * frame["employees"], frame["log_productivity"]
        table = pd.DataFrame({"n": m, "w": w, "p": m * p, "wp": w * p})
        keys = [frame["group"], frame["period"], frame["size"]]
        sums = table.groupby(keys, observed=True).sum()
        level, mean = sums["wp"] / sums["w"], sums["p"] / sums["n"]
        cell = partial(pd.Series.groupby, level=[0, 1])
        share = sums["w"] / cell(sums["w"]).transform("sum")
        parts = {
            "mean": cell(mean).mean(),
            "covariance": cell(level - mean).mean(),
            "between": cell(share * level).sum() - cell(level).mean(),
            "aggregate": cell(share * level).sum(),
        }
        found.append(pd.DataFrame(parts))
    errors = np.std([each["aggregate"] for each in found[1:]], axis=0, ddof=1)
    return found[0].assign(se=errors)


def alike(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Refuse values that differ, or errors that differ by 15 % at the middle."""
    np.testing.assert_allclose(ours.iloc[:, :4], theirs.iloc[:, :4], rtol=1e-8, atol=1e-10)
    assert 0.85 < np.median(ours["se"] / theirs["se"].to_numpy()) < 1.15


def rows() -> Iterator[str]:
    frame = synthetic_firms(FIRMS, PERIODS, GROUPS, seed=1)
    name = f"across types, {len(frame):,} rows, {RESAMPLES} resamples"
    peers = {"pandas": lambda: by_pandas(frame)}
    yield from compare(Task(name, lambda: by_weakties(frame), peers, alike, 3))
