"""Facts of projects: enthusiasm, credibility, champions, and the order of small and large."""

from __future__ import annotations

from typing import Any

import numpy as np

from .claims import HELPED, STRONG, Claim, Fact, Runs, first, share

# Enthusiasm that conferences alone cannot hold up.
ALIVE = 0.5
SMALL, LARGE = 60, 800


def sustained(runs: Runs, seniors: int, **levers: Any) -> np.ndarray:
    """Return 1 where engagement is alive in the last two years, otherwise 0."""
    levers = {"replicates": runs.many} | levers
    last = runs.block("enthusiasm", seniors, **levers)[:, -8:].mean(axis=1)
    return (last > ALIVE).astype(np.float64)


def value(runs: Runs, seniors: int, until: int = 60, **levers: Any) -> np.ndarray:
    """Return the value of successful projects, each counted by its size."""
    found: np.ndarray = runs.block("project_value", seniors, **levers)[:, :until].sum(axis=1)
    return found


def portion(runs: Runs, part: str, whole: str, **levers: Any) -> np.ndarray:
    """Return how much of one count of projects another is, with a large diaspora."""
    return share(runs.block(part, LARGE, **levers), runs.block(whole, LARGE, **levers))


def projects_last(runs: Runs) -> list[Claim]:
    none, half, all_ = (
        portion(runs, "successes", "executed", **HELPED, monitoring=watched)
        for watched in (0.0, 0.4, 0.8)
    )
    return [
        Claim(
            "share of projects that last, when 40 percent are watched less none", half - none, 0.1
        ),
        Claim("the same, when 80 percent are watched less 40", all_ - half, 0.05),
    ]


def enthusiasm_evaporates(runs: Runs) -> list[Claim]:
    idle = runs.block("enthusiasm", LARGE, lead_rate=0.0, **STRONG)
    busy = runs.block("enthusiasm", LARGE, **STRONG)
    return [
        Claim("enthusiasm at first less after fifteen years", idle[:, 0] - idle[:, -1], 0.4),
        Claim("half the first enthusiasm less the last", idle[:, 0] / 2 - idle[:, -1], 0.05),
        Claim("the last with transactions less without", busy[:, -1] - idle[:, -1], 0.3),
    ]


def small_comes_first(runs: Runs) -> list[Claim]:
    small, large = (
        sustained(runs, SMALL, sequencing=order, **STRONG)
        for order in ("small_first", "large_first")
    )
    early = [
        value(runs, SMALL, until=20, sequencing=order, replicates=runs.many, **HELPED)
        for order in ("large_first", "small_first")
    ]
    return [
        Claim("share sustained, small first less large first", small - large, 0.2),
        # The tension: large projects earn more before they fail.
        Claim("value of the first five years at middling institutions, large first less small",
              early[0] - early[1], 0.3),
    ]  # fmt: skip


def results_take_long(runs: Runs) -> list[Claim]:
    def quarters(credibility: float) -> np.ndarray:
        levers = {**STRONG, "initial_credibility": credibility, "periods": 120}
        # A project of more than size 1: the scale has grown fourfold.
        many = runs.block("successes", LARGE, **levers) * (
            runs.block("scale", LARGE, **levers) > 1.0
        )
        return first(many > 0) + 0.0

    low, high = quarters(0.05), quarters(0.6)
    return [
        Claim("quarters to the first success of size 1, less three years", low - 12.0, 4.0),
        Claim("the same with low credibility less with high", low - high, 1.0),
    ]


def champions_stay(runs: Runs) -> list[Claim]:
    long, short = (sustained(runs, SMALL, champion_tenure=t, **STRONG) for t in (12, 2))
    return [Claim("share sustained, tenure of twelve quarters less two", long - short, 0.05)]


def success_is_rare(runs: Runs) -> list[Claim]:
    levers = {**HELPED, "home_institutions": 0.5, "replicates": runs.many}
    alive = sustained(runs, SMALL, **levers)
    worth = value(runs, SMALL, **levers)
    credibility = runs.block("credibility", SMALL, **levers)[:, -1]
    thirds = np.quantile(credibility, [0.02, 0.98]) @ [[2 / 3, 1 / 3], [1 / 3, 2 / 3]]
    outside = (credibility < thirds[0]) | (credibility > thirds[1])
    return [
        Claim("a quarter less the share sustained at middling institutions", 0.25 - alive, 0.05),
        Claim("share of runs worth less than the mean, less one half",
              (worth < worth.mean()) - 0.5, 0.05),
        Claim(_TWO_HUMPS, outside - 2 / 3, 0.05),
    ]  # fmt: skip


_TWO_HUMPS = "share of runs in the outer thirds of final credibility, less two thirds"

FACTS = [
    Fact(14, "Own money makes migrants watch, and projects last", projects_last),
    Fact(16, "Enthusiasm evaporates without projects", enthusiasm_evaporates),
    Fact(17, "Small transactions first; large first usually fails", small_comes_first),
    Fact(18, "Long gestation", results_take_long),
    Fact(19, "Champions start it and must stay", champions_stay),
    Fact(24, "Successful engagement is rare and serendipitous", success_is_rare, (_TWO_HUMPS,)),
]
