"""Productivity: two decompositions over all pairs of periods, one pass and a resample of firms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from benches.harness import Task, compare
from weakties.datasets import synthetic_firms
from weakties.productivity import FirmPanel, decompose

Floats: TypeAlias = NDArray[np.float64]

# A million rows: 83,334 places over 12 years, whose holders change.
PLACES, PERIODS, GROUPS, EXIT_RATE = 83_334, 12, 20, 0.0648
PAIRS = list(combinations(range(PERIODS), 2))
METHODS = ["melitz-polanec", "foster-haltiwanger-krizan"]
# Of survivors: how many, weights, productivity and their products at both ends; of those that
# leave (x) and those that come in (e): weight and product.
SUMS = ("n", "w0", "w1", "p0", "p1", "wp0", "wp1", "w0p1", "w1p0", "xw", "xwp", "ew", "ewp")


def components(sums: Floats) -> Floats:
    """Make components of sums, pair × group × sum: Melitz and Polanec's, then FHK's, by group."""
    n, w0, w1, p0, p1, wp0, wp1, w0p1, w1p0, xw, xwp, ew, ewp = np.moveaxis(sums, -1, 0)
    before, after, mean = wp0 / w0, wp1 / w1, (p1 - p0) / n
    all0, all1 = w0 + xw, w1 + ew
    start, end = (wp0 + xwp) / all0, (wp1 + ewp) / all1
    a00, a01, a10, a11 = wp0 / all0, w0p1 / all0, w1p0 / all1, wp1 / all1
    parts = [
        mean,
        after - before - mean,
        (ewp - ew * after) / all1,
        (xw * before - xwp) / all0,
        end - start,
        a01 - a00,
        a10 - a00 - start * (w1 / all1 - w0 / all0),
        a11 - a01 - a10 + a00,
        (ewp - ew * start) / all1,
        (xw * start - xwp) / all0,
        end - start,
    ]
    return np.stack(parts, axis=-1).swapaxes(0, 1).reshape(-1, len(parts))


def drawn(firms: int) -> NDArray[np.int64]:
    """Draw how often each firm counts."""
    return np.bincount(np.random.default_rng(1).integers(firms, size=firms), minlength=firms)


def panel_of(frame: pd.DataFrame) -> FirmPanel:
    return FirmPanel.from_frame(
        frame, "firm", "period", "log_productivity", weight="employees", group="group"
    )


def by_weakties(panel: FirmPanel, resamples: int = 0) -> Floats:
    found = decompose(
        panel,
        METHODS,
        periods="all",
        groups="group",
        bootstrap=resamples,
        seed=1,
        threads=1,
        progress=False,
    )
    tables = [found[name].components.to_numpy() for name in METHODS]
    return np.concatenate(tables, axis=1)


def by_pandas(frame: pd.DataFrame, times: NDArray[np.int64] | None = None) -> Floats:
    """Join each pair of periods; weigh, and add up by group."""
    shares = frame["employees"] / frame.groupby("period")["employees"].transform("sum")
    frame = frame.assign(w=shares, p=frame["log_productivity"])
    at = {
        period: part.set_index(["firm", "group"])[["w", "p"]]
        for period, part in frame.groupby("period")
    }
    sums = np.empty((len(PAIRS), GROUPS, len(SUMS)))
    for place, (start, end) in enumerate(PAIRS):
        both = at[start].join(at[end], how="outer", lsuffix="0", rsuffix="1").reset_index()
        stays = both["w0"].notna() & both["w1"].notna()
        for one in "01":
            for other in "01":
                name = f"wp{one}" if one == other else f"w{one}p{other}"
                both[name] = both[f"w{one}"] * both[f"p{other}"]
        columns = both[list(SUMS[1:9])].where(stays)
        others = both[["w0", "wp0", "w1", "wp1"]].mask(stays).set_axis(SUMS[9:], axis=1)
        table = pd.concat([stays.rename("n").astype(float), columns, others], axis=1).fillna(0.0)
        if times is not None:
            table = table.mul(times[both["firm"]], axis=0)
        sums[place] = table.groupby(both["group"]).sum().to_numpy()
    return components(sums)


def by_polars(frame: pl.DataFrame) -> Floats:
    """Join each pair of periods and add up by group, all pairs in one query."""
    at = (
        frame.with_columns(w=pl.col("employees") / pl.col("employees").sum().over("period"))
        .select("firm", "group", "period", "w", p="log_productivity")
        .partition_by("period", as_dict=True, include_key=False)
    )
    stays = pl.col("w0").is_not_null() & pl.col("w1").is_not_null()
    queries = []
    for start, end in PAIRS:
        one, other = (
            at[(period,)].lazy().rename({"w": f"w{side}", "p": f"p{side}"})
            for side, period in enumerate((start, end))
        )
        both = one.join(other, on=["firm", "group"], how="full", coalesce=True)
        kept = [
            stays.sum().cast(pl.Float64).alias("n"),
            *(pl.col(name).filter(stays).sum() for name in ("w0", "w1", "p0", "p1")),
            *(
                (pl.col(f"w{a}") * pl.col(f"p{b}")).filter(stays).sum().alias(name)
                for name, a, b in (
                    *(("wp0", 0, 0), ("wp1", 1, 1)),
                    *(("w0p1", 0, 1), ("w1p0", 1, 0)),
                )
            ),
            *(
                value.filter(~stays).sum().alias(name)
                for name, value in (
                    ("xw", pl.col("w0")),
                    ("xwp", pl.col("w0") * pl.col("p0")),
                    ("ew", pl.col("w1")),
                    ("ewp", pl.col("w1") * pl.col("p1")),
                )
            ),
        ]
        queries.append(both.group_by("group").agg(kept).sort("group").drop("group"))
    return components(np.stack([found.to_numpy() for found in pl.collect_all(queries)]))


@dataclass(frozen=True)
class Dense:
    """Firm × period, firms sorted by group, zeros where a firm is not seen."""

    starts: NDArray[np.int64]
    order: NDArray[np.int64]
    seen: NDArray[np.bool_]
    w: Floats
    p: Floats

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Dense:
        firm, period = frame["firm"].to_numpy(), frame["period"].to_numpy()
        firms = firm.max() + 1
        group = np.empty(firms, np.int64)
        group[firm] = frame["group"]
        order = np.argsort(group, kind="stable")
        rank = np.empty(firms, np.int64)
        rank[order] = np.arange(firms)
        w, p = np.zeros((2, PERIODS, firms))
        seen = np.zeros((PERIODS, firms), bool)
        w[period, rank[firm]] = frame["employees"]
        p[period, rank[firm]] = frame["log_productivity"]
        seen[period, rank[firm]] = True
        w /= w.sum(axis=1, keepdims=True)
        return cls(np.searchsorted(group[order], np.arange(GROUPS)), order, seen, w, p)

    def columns(self, start: int, end: int) -> Floats:
        """Return sum × firm: what is added up for a pair of periods."""
        stays = self.seen[start] & self.seen[end]
        w0, w1, p0, p1 = self.w[start], self.w[end], self.p[start] * stays, self.p[end] * stays
        xw, ew = w0 * ~stays, w1 * ~stays
        xwp, ewp = xw * self.p[start], ew * self.p[end]
        both = [w0 * p0, w1 * p1, w0 * p1, w1 * p0]
        return np.stack([stays, w0 - xw, w1 - ew, p0, p1, *both, xw, xwp, ew, ewp])


def by_numpy(dense: Dense, times: NDArray[np.int64]) -> Floats:
    """Weigh and add up on dense arrays that stand ready."""
    weights = times[dense.order].astype(float)
    sums = np.empty((len(PAIRS), GROUPS, len(SUMS)))
    for place, pair in enumerate(PAIRS):
        sums[place] = np.add.reduceat(dense.columns(*pair) * weights, dense.starts, axis=1).T
    return components(sums)


def alike(ours: Floats, theirs: Floats) -> None:
    """Refuse values that differ in more than 9 digits."""
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-11)


def rows() -> Iterator[str]:
    frame = synthetic_firms(PLACES, PERIODS, GROUPS, seed=1, exit_rate=EXIT_RATE)
    as_polars, panel, dense = pl.from_pandas(frame), panel_of(frame), Dense.of(frame)
    firms = len(panel.firms)
    what = f"MP + FHK, {len(frame):,} rows, {firms:,} firms, {len(PAIRS)} pairs × {GROUPS} groups"
    # All on one thread. From a table, peers read what they need of it, and ours checks all of it.
    table = {"polars": lambda: by_polars(as_polars), "pandas": lambda: by_pandas(frame)}
    yield what
    task = Task("  from a table", lambda: by_weakties(panel_of(frame)), table, alike, 1)
    yield from compare(task)
    # The same with resamples; theirs stand ready, ours lays the panel out first.
    yield from compare(
        Task(
            "  10 resamples of a panel that is there",
            lambda: by_weakties(panel, 10),
            {"numpy": lambda: [by_numpy(dense, drawn(firms)) for _ in range(10)][-1]},
            near,
            1,
        )
    )
    yield from compare(
        Task(
            "  2 resamples",
            lambda: by_weakties(panel, 2),
            {"pandas": lambda: [by_pandas(frame, drawn(firms)) for _ in range(2)][-1]},
            near,
            1,
        )
    )


def near(ours: Floats, theirs: Floats) -> None:
    """Refuse a resample whose components are not those of the panel but for sampling error."""
    assert np.median(abs(ours - theirs)) < 0.05
