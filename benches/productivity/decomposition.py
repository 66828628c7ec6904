"""Productivity: Melitz and Polanec over all pairs of periods, with resamples of firms."""

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
from weakties.productivity import FirmPanel, melitz_polanec

Floats: TypeAlias = NDArray[np.float64]

PLACES, PERIODS, GROUPS, RESAMPLES = 20_000, 8, 20, 20
PAIRS = list(combinations(range(PERIODS), 2))
# Of survivors: how many, weights, productivity and their product at both ends; of those that
# leave (x) and those that come in (e): weight and product.
SUMS = ("n", "w0", "w1", "p0", "p1", "wp0", "wp1", "xw", "xwp", "ew", "ewp")


@dataclass(frozen=True)
class Answer:
    """Components and their standard errors: cell × (mean, covariance, entry, exit, total)."""

    values: Floats
    errors: Floats

    @classmethod
    def of(cls, sums: Floats) -> Answer:
        """Make components of sums, pair × group × resample × sum; the first resample is none."""
        n, w0, w1, p0, p1, wp0, wp1, xw, xwp, ew, ewp = np.moveaxis(sums, -1, 0)
        before, after = wp0 / w0, wp1 / w1
        mean = (p1 - p0) / n
        parts = [
            mean,
            after - before - mean,
            (ewp - ew * after) / (w1 + ew),
            (xw * before - xwp) / (w0 + xw),
            (wp1 + ewp) / (w1 + ew) - (wp0 + xwp) / (w0 + xw),
        ]
        cells = np.stack(parts, axis=-1).swapaxes(0, 1).reshape(-1, sums.shape[2], len(parts))
        return cls(cells[:, 0], cells[:, 1:].std(axis=1, ddof=1))


def multiplicities(firms: int) -> NDArray[np.int64]:
    """Draw how often each firm counts: once in the first row, at random in the others."""
    random = np.random.default_rng(1)
    draws = random.integers(firms, size=(RESAMPLES, firms))
    counts = [np.bincount(draw, minlength=firms) for draw in draws]
    return np.stack([np.ones(firms, np.int64), *counts])


def by_weakties(frame: pd.DataFrame) -> Answer:
    panel = FirmPanel.from_frame(
        frame, "firm", "period", "log_productivity", weight="employees", group="group"
    )
    found = melitz_polanec(
        panel, pairs="all", by="group", bootstrap=RESAMPLES, seed=1, progress=False
    )
    return Answer(found.components.to_numpy(), found.se.to_numpy())


def by_pandas(frame: pd.DataFrame) -> Answer:
    """Join each pair of periods once; then weigh and add up for each resample."""
    times = multiplicities(frame["firm"].max() + 1)
    shares = frame["employees"] / frame.groupby("period")["employees"].transform("sum")
    frame = frame.assign(w=shares, p=frame["log_productivity"])
    at = {
        period: part.set_index(["firm", "group"])[["w", "p"]]
        for period, part in frame.groupby("period")
    }
    sums = np.empty((len(PAIRS), GROUPS, RESAMPLES + 1, len(SUMS)))
    for place, (start, end) in enumerate(PAIRS):
        both = at[start].join(at[end], how="outer", lsuffix="0", rsuffix="1").reset_index()
        stays = both["w0"].notna() & both["w1"].notna()
        both["wp0"], both["wp1"] = both["w0"] * both["p0"], both["w1"] * both["p1"]
        columns = both[["w0", "w1", "p0", "p1", "wp0", "wp1"]].where(stays)
        others = both[["w0", "wp0", "w1", "wp1"]].mask(stays).set_axis(SUMS[7:], axis=1)
        table = pd.concat([stays.rename("n").astype(float), columns, others], axis=1).fillna(0.0)
        for resample, counts in enumerate(times):
            weighed = table.mul(counts[both["firm"]], axis=0)
            sums[place, :, resample] = weighed.groupby(both["group"]).sum().to_numpy()
    return Answer.of(sums)


def by_polars(frame: pl.DataFrame) -> Answer:
    """Join each pair of periods once; then add up all resamples in one query."""
    times = multiplicities(int(frame["firm"].max()) + 1)  # type: ignore[arg-type]
    names = [f"m{resample}" for resample in range(len(times))]
    counts = pl.DataFrame({"firm": np.arange(times.shape[1])}).with_columns(
        pl.Series(name, row) for name, row in zip(names, times, strict=True)
    )
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
        table = both.join(counts.lazy(), on="firm", how="left").select(
            "group",
            *names,
            n=stays.cast(pl.Float64),
            **{name: pl.when(stays).then(name) for name in ("w0", "w1", "p0", "p1")},
            wp0=pl.when(stays).then(pl.col("w0") * pl.col("p0")),
            wp1=pl.when(stays).then(pl.col("w1") * pl.col("p1")),
            xw=pl.when(~stays).then("w0"),
            xwp=pl.when(~stays).then(pl.col("w0") * pl.col("p0")),
            ew=pl.when(~stays).then("w1"),
            ewp=pl.when(~stays).then(pl.col("w1") * pl.col("p1")),
        )
        added = [
            (pl.col(name) * pl.col(sum_)).sum().alias(f"{name} {sum_}")
            for name in names
            for sum_ in SUMS
        ]
        queries.append(table.group_by("group").agg(added).sort("group").drop("group"))
    sums = np.stack([found.to_numpy() for found in pl.collect_all(queries)])
    return Answer.of(sums.reshape(len(PAIRS), GROUPS, len(names), len(SUMS)))


@dataclass(frozen=True)
class Dense:
    """Firm × period, firms sorted by group, zeros where a firm is not seen."""

    starts: NDArray[np.int64]
    times: Floats
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
        starts = np.searchsorted(group[order], np.arange(GROUPS))
        return cls(starts, multiplicities(firms)[:, order].astype(float), seen, w, p)

    def columns(self, start: int, end: int) -> Floats:
        """Return sum × firm: what is added up for a pair of periods."""
        stays = self.seen[start] & self.seen[end]
        w0, w1, p0, p1 = self.w[start], self.w[end], self.p[start] * stays, self.p[end] * stays
        xw, ew = w0 * ~stays, w1 * ~stays
        xwp, ewp = xw * self.p[start], ew * self.p[end]
        return np.stack([stays, w0 - xw, w1 - ew, p0, p1, w0 * p0, w1 * p1, xw, xwp, ew, ewp])


def by_numpy(frame: pd.DataFrame) -> Answer:
    """Weigh and add up each resample by itself."""
    dense = Dense.of(frame)
    sums = np.empty((len(PAIRS), GROUPS, RESAMPLES + 1, len(SUMS)))
    for place, pair in enumerate(PAIRS):
        columns = dense.columns(*pair)
        for resample, counts in enumerate(dense.times):
            sums[place, :, resample] = np.add.reduceat(columns * counts, dense.starts, axis=1).T
    return Answer.of(sums)


def by_products(frame: pd.DataFrame) -> Answer:
    """Take all resamples of a group at once, as a product of matrices."""
    dense = Dense.of(frame)
    ends = [*dense.starts[1:], dense.times.shape[1]]
    sums = np.empty((len(PAIRS), GROUPS, RESAMPLES + 1, len(SUMS)))
    for place, pair in enumerate(PAIRS):
        columns = dense.columns(*pair)
        for group, (first, last) in enumerate(zip(dense.starts, ends, strict=True)):
            sums[place, group] = dense.times[:, first:last] @ columns[:, first:last].T
    return Answer.of(sums)


def alike(ours: Answer, theirs: Answer) -> None:
    """Refuse values that differ in more than 9 digits, or errors that differ by 15 % at the middle.

    The resamples are others: a standard error from 20 of them is itself off by a sixth or so.
    """
    np.testing.assert_allclose(ours.values, theirs.values, rtol=1e-9, atol=1e-12)
    assert 0.85 < np.median(ours.errors / theirs.errors) < 1.15


def rows() -> Iterator[str]:
    frame = synthetic_firms(PLACES, PERIODS, GROUPS, seed=1)
    as_polars = pl.from_pandas(frame)
    fast = {"numpy": lambda: by_numpy(frame), "numpy matmul": lambda: by_products(frame)}
    slow = {"polars": lambda: by_polars(as_polars), "pandas": lambda: by_pandas(frame)}
    name = f"Melitz-Polanec, {len(frame):,} rows, {len(PAIRS)} pairs, {RESAMPLES} resamples"
    for peers, repeats in ((fast, 3), (slow, 1)):
        yield from compare(Task(name, lambda: by_weakties(frame), peers, alike, repeats))
