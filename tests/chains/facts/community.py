"""Facts of stages: how ties come to carry more, and what it takes to give back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .claims import HELPED, LONG, TOWN, Claim, Fact, Runs, first, over_time, share


def ties_come_to_carry_learning(runs: Runs) -> list[Claim]:
    usual, blind = (
        runs.town("stage", learning_arrival=rate, **LONG).max(axis=1) >= 2
        for rate in (runs.base.learning_arrival, 0.0)
    )
    return [
        Claim("reached the thick stage, less without news of learning", usual - blind * 1.0, 0.5),
        Claim("did not reach it without news of learning, less one half", 0.5 - blind, 0.25),
    ]


def stages_follow_each_other(runs: Runs) -> list[Claim]:
    stage = runs.town("stage", **HELPED, **LONG)
    times = [first(stage >= number) for number in (1, 2, 3)]
    never = stage.shape[1] + 1
    ordered = [
        (times[at] < times[at + 1]) | (times[at + 1] == never) for at in range(len(times) - 1)
    ]
    jumps = np.diff(stage, axis=1).max(axis=1)
    return [
        Claim("stages came in order, in every run", np.all(ordered, axis=0) - 0.0, 1.0),
        Claim("no jump over a stage, in any run", 2.0 - jumps, 1.0),
        Claim("quarters from thin to thick", times[1] - times[0] - 0.0, 8.0),
    ]


def agendas_need_not_wait(runs: Runs) -> list[Claim]:
    usual, induced = (first(runs.town("stage", programme=on, **LONG) >= 3) for on in (False, True))
    # Twelve are too few for the stages of a community.
    few = dict.fromkeys(("thin_size", "engagement_seniors"), np.inf)
    small, none = (runs.block("leads", 12, programme=on, **few).sum(axis=1) for on in (True, False))
    return [
        Claim("quarters by which a programme brings engagement on", usual - induced + 0.0, 4.0),
        Claim("leads of a diaspora of twelve, with a programme less without", small - none, 2.0),
    ]


def confidence_precedes_giving(runs: Runs) -> list[Claim]:
    run = runs(**{**TOWN, **LONG, **HELPED}, histories=True)
    pledges = run.paths["pledges"].to_numpy()
    stage = run.paths["stage"].to_numpy()
    early = pledges.copy()
    early[stage >= 3] = 0.0
    gaps = _rungs_of_donors(runs, run.histories, TOWN["people"], LONG["periods"])
    return [
        Claim("no pledge before engagement, in every run", 1.0 - early.max(axis=1), 1.0),
        Claim("mean rung abroad of donors less that of others", gaps, 0.5),
    ]


def _rungs_of_donors(runs: Runs, lives: pd.DataFrame, people: int, periods: int) -> np.ndarray:
    """Return the gap in the last period; confidence is worked out again from the histories."""
    base = runs.base
    shape = (runs.replicates, people, periods + 1)
    away, step = (lives["place"] != "home").to_numpy(), lives["rung"].to_numpy(np.int8)
    is_senior = away & lives["employed"].to_numpy(bool) & (step >= base.senior_rung)
    abroad, rung, senior = (over_time(lives, each, shape) for each in (away, step, is_senior))
    confidence = np.zeros(shape[:2])
    for period in range(1, periods + 1):
        confidence = np.minimum(confidence + base.confidence_gain * senior[..., period], 1.0)
        confidence *= 1 - base.confidence_decay
    gives = abroad[..., -1] & (confidence > base.giving_confidence)
    others = abroad[..., -1] & ~gives
    means = [
        (rung[..., -1] * group).sum(axis=1) / np.maximum(group.sum(axis=1), 1)
        for group in (gives, others)
    ]
    difference: np.ndarray = means[0] - means[1]
    return difference


def government_money_binds(runs: Runs) -> list[Claim]:
    def engaged(budget: float) -> tuple[np.ndarray, np.ndarray]:
        levers = {**HELPED, "budget": budget}
        stage = runs.block("stage", 200, **levers) >= 3
        return (
            share(runs.block("binding", 200, **levers) * stage, stage),
            runs.block("invested", 200, **levers).sum(axis=1),
        )

    (tight, little), (_, some), (_, more), (slack, much) = map(engaged, (6.0, 24.0, 96.0, 384.0))
    return [
        Claim("share of quarters in which the budget binds, less one half", tight - 0.5, 0.2),
        Claim("quarters with slack at a budget that is large, less one half", 0.5 - slack, 0.2),
        Claim("investment at a budget of 24, less at 6", some - little, 100.0),
        Claim("investment at a budget of 96, less at 24", more - some, 100.0),
        Claim(
            "what 384 adds to 96 is less than what 96 adds to 24", more - some - much + more, 0.0
        ),
    ]


FACTS = [
    Fact(9, "From thin to thick: ties come to carry news of learning", ties_come_to_carry_learning),
    Fact(11, "Stages are hard to skip", stages_follow_each_other),
    Fact(12, "But an agenda need not wait for decades", agendas_need_not_wait),
    Fact(13, "Three for one: government money was the constraint", government_money_binds),
    Fact(15, "Confidence from success precedes giving", confidence_precedes_giving),
]
