"""Productivity: gains from reallocation and Theil's index, with resamples, against numpy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benches.harness import Task, compare
from weakties.datasets import synthetic_firms
from weakties.productivity import FirmPanel, misallocation, theil

FIRMS, PERIODS, SECTORS, RESAMPLES = 20_000, 6, 20, 20
SIGMA, LABOUR_SHARE = 3.0, 0.6

Floats = NDArray[np.float64]


def table() -> pd.DataFrame:
    """Return firms whose revenue is off their inputs."""
    firms = synthetic_firms(FIRMS, PERIODS, SECTORS, seed=1)
    noise = np.random.default_rng(1).standard_normal((2, len(firms)))
    labour = firms["employees"] * np.exp(0.2 * noise[0])
    capital = firms["employees"] * np.exp(0.3 * noise[1])
    revenue = np.exp(firms["log_productivity"]) * firms["employees"]
    return firms.assign(revenue=revenue, labour=labour, capital=capital)


def multiplicities(firms: int) -> Floats:
    """Say how often each firm counts: once, and then as often as drawn."""
    generator = np.random.default_rng(1)
    drawn = (generator.integers(firms, size=firms) for _ in range(RESAMPLES))
    counts = [np.bincount(firm, minlength=firms) for firm in drawn]
    return np.array([np.ones(firms), *counts])


def gains_by_numpy(firms: pd.DataFrame) -> tuple[Floats, Floats]:
    """Add up what the gains are made of by bincount, anew for each resample."""
    revenue, labour, capital = (firms[name].to_numpy() for name in ("revenue", "labour", "capital"))
    inputs = capital ** (1 - LABOUR_SHARE) * labour**LABOUR_SHARE
    physical = (revenue ** (SIGMA / (SIGMA - 1)) / inputs) ** (SIGMA - 1)
    cell = (firms["period"] * SECTORS + firms["group"]).to_numpy()
    firm = firms["firm"].to_numpy()
    gains = []
    for times in multiplicities(firm.max() + 1):
        weight = times[firm]
        sums = [
            np.bincount(cell, weight * column, PERIODS * SECTORS)
            for column in (revenue, labour, capital, physical)
        ]
        tfpr = sums[0] / (sums[2] ** (1 - LABOUR_SHARE) * sums[1] ** LABOUR_SHARE)
        log = np.log(sums[3] ** (1 / (SIGMA - 1)) / tfpr / sums[0] ** (1 / (SIGMA - 1)))
        share, log = sums[0].reshape(PERIODS, -1), log.reshape(PERIODS, -1)
        gains.append(np.expm1((share * log).sum(axis=1) / share.sum(axis=1)))
    return gains[0], np.std(gains[1:], axis=0, ddof=1)


def theil_by_numpy(firms: pd.DataFrame) -> tuple[Floats, Floats]:
    """Add up output, labour and y ln(y/l) by bincount, anew for each resample."""
    output, labour = firms["revenue"].to_numpy(), firms["labour"].to_numpy()
    ratio = output * np.log(output / labour)
    cell = (firms["period"] * SECTORS + firms["group"]).to_numpy()
    firm = firms["firm"].to_numpy()
    values = []
    for times in multiplicities(firm.max() + 1):
        weight = times[firm]
        y, x, z = (
            np.bincount(cell, weight * column, PERIODS * SECTORS).reshape(PERIODS, -1)
            for column in (output, labour, ratio)
        )
        inside = z / y - np.log(y / x)
        values.append((y * inside).sum(axis=1) / y.sum(axis=1))
    return values[0], np.std(values[1:], axis=0, ddof=1)


def alike(ours: tuple[Floats, Floats], theirs: tuple[Floats, Floats]) -> None:
    """Refuse other values, and errors too far apart for resamples that are not the same."""
    np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-9)
    assert 0.6 < np.median(ours[1] / theirs[1]) < 1.6


def rows() -> Iterator[str]:
    firms = table()
    panel = FirmPanel.from_frame(
        firms, "firm", "period", variables=["revenue", "labour", "capital"], group="group"
    )

    def gains() -> tuple[Floats, Floats]:
        found = misallocation(
            panel,
            revenue="revenue",
            labour_cost="labour",
            capital="capital",
            labour_share=LABOUR_SHARE,
            groups="group",
            trim=0,
            bootstrap=RESAMPLES,
            seed=1,
            threads=1,
        )
        return found.total["gain"].to_numpy(), found.total["se"].to_numpy()

    def within() -> tuple[Floats, Floats]:
        found = theil(
            panel,
            output="revenue",
            labour="labour",
            groups="group",
            bootstrap=RESAMPLES,
            seed=1,
            threads=1,
        )
        parts = found.components.xs("within", level="component")
        return parts["value"].to_numpy(), parts["se"].to_numpy()

    size = f"{len(firms):,} rows, {RESAMPLES} resamples"
    for name, ours, theirs in (
        ("misallocation", gains, gains_by_numpy),
        ("Theil index", within, theil_by_numpy),
    ):
        task = Task(f"{name}, {size}", ours, {"numpy": lambda call=theirs: call(firms)}, alike)
        yield from compare(task)
