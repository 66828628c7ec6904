"""The open-chain model beside the same model in numba, written as one would who knows numba."""

from __future__ import annotations

import dataclasses
from collections import namedtuple
from collections.abc import Iterator
from math import exp, expm1, log, log1p, sqrt
from typing import Any, TypeAlias

import networkx as nx
import numba
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t as student

from benches.harness import Task, compare
from weakties.chains import Scenario, simulate
from weakties.networks import Network

Floats: TypeAlias = NDArray[np.float64]

PERIODS = 60
# What both tell of every period; the numbers by place and rung follow.
TOLD = (
    "diaspora",
    "seniors",
    "skill_home",
    "rung_abroad",
    "moves_out",
    "learning_spells",
    "separations",
    "rung_losses",
    "returns_low",
    "returns_high",
    "stage",
    "enthusiasm",
    "credibility",
    "institutions",
    "successes",
    "project_value",
    "pledges",
    "funded",
    "remittances",
    "income_home",
    "confidence",
)

NUMBERS = [one.name for one in dataclasses.fields(Scenario) if not isinstance(one.default, str)]
# With ``draw_each`` everybody draws for every event; without, only events that happen are drawn.
Parameters: Any = namedtuple("Parameters", [*NUMBERS, "draw_each"])
People: Any = namedtuple(
    "People",
    ["place", "rung", "employed", "school", "skill", "savings", "confidence", "earned", "there"],
)
Tables: Any = namedtuple(
    "Tables", ["log_wage", "income", "savings", "learning", "confidence", "kept"]
)


def parameters(scenario: Scenario, *, draw_each: bool) -> Any:
    numbers = (float(getattr(scenario, name)) for name in NUMBERS)
    return Parameters(*numbers, float(draw_each))


def tables(s: Scenario) -> Any:
    """Work out what depends on place, rung and having a job only."""
    shape = (s.hosts + 1, s.rungs, 2)
    rung = np.arange(s.rungs)
    log_wage = np.empty(shape[:2])
    log_wage[0] = s.wage_slope * s.home_wage_slope * rung
    log_wage[1:] = np.log(s.wage_premium) + s.wage_slope * rung
    income = np.exp(log_wage)[..., np.newaxis] * np.array([s.unemployment_income, 1.0])
    learning = np.zeros(shape)
    learning[..., 1] = s.learning_rate * (1 - s.specificity)
    learning[0] *= s.home_learning_rate
    learning[:, 0] *= s.unskilled_learning_rate
    confidence = np.zeros(shape)
    confidence[1:, s.senior_rung :, 1] = s.confidence_gain
    kept = np.exp(-s.separation_slope * rung)
    savings = np.maximum(income - s.saving_threshold, 0.0)
    return Tables(log_wage, income, savings, learning, confidence, kept)


@numba.njit
def after(at: int, p: float, s: Any, random: Any) -> int:
    """Return the next person to whom an event of probability p happens."""
    if p <= 0.0:
        return 1 << 60
    if s.draw_each > 0.0:
        at += 1
        while at < s.people and random.random() >= p:
            at += 1
        return at
    return at + 1 + int(log1p(-random.random()) / log1p(-p))


@numba.njit
def elsewhere(people: Any, one: int) -> int:
    return min(people.rung[one], int(people.skill[one]))


@numba.njit
def accepts(s: Any, gain: float, random: Any) -> bool:
    return random.random() < 1.0 / (1.0 + exp(-gain / s.choice_scale))


@numba.njit
def worth(s: Any, t: Any, people: Any, one: int) -> float:
    log_wage = t.log_wage[people.place[one], people.rung[one]]
    return log_wage if people.employed[one] else log_wage + log(s.unemployment_income)


@numba.njit
def set_out(s: Any, t: Any, people: Any, costs: Floats, told: Floats, random: Any) -> None:
    if s.border == 0.0 or s.hosts == 0.0:
        return
    one = after(-1, s.pioneers, s, random)
    while one < len(people.place):
        if people.place[one] == 0 and people.school[one] == 0:
            place, rung = 1 + random.integers(0, int(s.hosts)), elsewhere(people, one)
            gain = t.log_wage[place, rung] - t.log_wage[0, people.rung[one]] - costs[place]
            if accepts(s, gain, random):
                people.place[one], people.rung[one], people.employed[one] = place, rung, 1
                told[4] += 1
        one = after(one, s.pioneers, s, random)


@numba.njit
def offer(taken: Any, offers: Any, count: int, one: int, place: int, rung: int) -> int:
    if taken[one]:
        return count
    taken[one] = 1
    offers[count, 0], offers[count, 1], offers[count, 2] = one, place, rung
    return count + 1


@numba.njit
def pass_jobs(
    s: Any,
    t: Any,
    people: Any,
    ties: Any,
    costs: Floats,
    taken: Any,
    offers: Any,
    told: Floats,
    random: Any,
) -> None:
    offsets, others = ties
    count = 0
    one = after(-1, s.arrival, s, random)
    while one < len(people.place):
        if people.school[one] == 0:
            place, rung = people.place[one], elsewhere(people, one)
            if not people.employed[one]:
                count = offer(taken, offers, count, one, place, rung)
            elif offsets[one + 1] > offsets[one]:
                other = others[random.integers(offsets[one], offsets[one + 1])]
                if people.school[other] == 0 and not taken[other]:
                    lower = min(rung, int(people.skill[other]))
                    if people.place[other] == place:
                        if not people.employed[other]:
                            count = offer(taken, offers, count, other, place, lower)
                    elif place > 0 and (
                        (people.place[other] == 0 and s.border > 0.0)
                        or (people.place[other] > 0 and not people.employed[other])
                    ):
                        gain = t.log_wage[place, lower] - worth(s, t, people, other) - costs[place]
                        if accepts(s, gain, random):
                            count = offer(taken, offers, count, other, place, lower)
        one = after(one, s.arrival, s, random)
    for row in range(count):
        one, place = offers[row, 0], offers[row, 1]
        told[4] += people.place[one] == 0 and place > 0
        taken[one] = 0
        people.place[one], people.rung[one], people.employed[one] = place, offers[row, 2], 1


@numba.njit
def pass_learning(
    s: Any,
    t: Any,
    people: Any,
    ties: Any,
    costs: Floats,
    thick: bool,
    taken: Any,
    offers: Any,
    told: Floats,
    random: Any,
) -> None:
    offsets, others = ties
    top = int(s.rungs) - 1
    p = s.learning_arrival * (1.0 - s.specificity)
    count = 0
    one = after(-1, p, s, random)
    while one < len(people.place):
        place = people.place[one]
        if people.school[one] == 0 and (place > 0 or random.random() < s.home_learning):
            skill = people.skill[one]
            able = people.employed[one] and int(skill) < top and skill <= people.rung[one] + 1
            if able and random.random() < s.learning_take:
                count = offer(taken, offers, count, one, place, elsewhere(people, one))
            elif thick and offsets[one + 1] > offsets[one]:
                for _ in range(1 + int(s.mentoring)):
                    other = others[random.integers(offsets[one], offsets[one + 1])]
                    portable = int(people.skill[other])
                    if people.school[other] > 0 or taken[other] or portable >= top:
                        continue
                    if people.place[other] == place:
                        comes = random.random() < s.learning_take
                    elif people.place[other] == 0 and s.border > 0.0:
                        gain = t.log_wage[place, portable + 1] - worth(s, t, people, other)
                        comes = accepts(s, gain - costs[place], random)
                    else:
                        comes = False
                    if comes:
                        rung = elsewhere(people, other)
                        count = offer(taken, offers, count, other, place, rung)
        one = after(one, p, s, random)
    for row in range(count):
        one, place = offers[row, 0], offers[row, 1]
        told[4] += people.place[one] == 0 and place > 0
        taken[one] = 0
        people.place[one], people.rung[one], people.employed[one] = place, offers[row, 2], 0
        people.school[one] = int(s.school_length)
    told[5] = count


@numba.njit
def work(s: Any, t: Any, people: Any, discount: float, told: Floats, random: Any) -> float:
    """Learn, rise, lose jobs, earn; return the income of those who give."""
    count, top = len(people.place), int(s.rungs) - 1
    for one in range(count):
        if people.school[one] > 0:
            people.school[one] -= 1
            if people.school[one] == 0:
                people.skill[one] += 1.0
                people.rung[one] = max(people.rung[one], int(people.skill[one]))
                people.employed[one] = 1
    p = s.promotion * s.specificity
    one = after(-1, p, s, random)
    while one < count:
        if people.employed[one] and people.rung[one] < top:
            people.rung[one] += 1
        one = after(one, p, s, random)
    one = after(-1, s.separation, s, random)
    while one < count:
        rung = people.rung[one]
        if people.employed[one] and random.random() < t.kept[rung]:
            people.employed[one], people.rung[one] = 0, elsewhere(people, one)
            told[6] += 1
            told[7] += people.rung[one] < rung
        one = after(one, s.separation, s, random)
    givers = 0.0
    for one in range(count):
        place, rung, job = people.place[one], people.rung[one], people.employed[one]
        income = t.income[place, rung, job]
        people.skill[one] = min(people.skill[one] + t.learning[place, rung, job], float(top))
        people.savings[one] += t.savings[place, rung, job]
        confidence = min(people.confidence[one] + t.confidence[place, rung, job], 1.0)
        people.confidence[one] = confidence * (1.0 - s.confidence_decay)
        people.earned[one] += discount * income
        if place > 0:
            told[18] += s.family_remittance * income
            givers += income if people.confidence[one] > s.giving_confidence else 0.0
        else:
            told[19] += income
    return givers


@numba.njit
def go_home(s: Any, people: Any, quality: float, told: Floats, random: Any) -> None:
    high = min(max(s.return_high * (1.0 + s.return_quality * (quality - 0.5)), 0.0), 1.0)
    most = max(high, s.return_low)
    one = after(-1, most, s, random)
    while one < len(people.place):
        if people.place[one] > 0 and people.school[one] == 0:
            low = people.rung[one] < s.senior_rung
            p = s.return_low * -expm1(-people.savings[one] / s.savings_scale) if low else high
            if random.random() * most < p:
                told[8] += low
                told[9] += not low
                people.place[one], people.rung[one] = 0, elsewhere(people, one)
                people.employed[one], people.savings[one] = 0, 0.0
        one = after(one, most, s, random)


@numba.njit
def census(s: Any, people: Any, posts: Floats, told: Floats) -> None:
    confidence, rungs, skill = 0.0, 0, 0.0
    posts[:] = 0.0
    for one in range(len(people.place)):
        place, rung = people.place[one], people.rung[one]
        posts[place, rung, people.employed[one]] += 1.0
        if place == 0:
            skill += people.skill[one]
        else:
            rungs += rung
            if rung >= s.senior_rung:
                told[1] += 1.0
                confidence += people.confidence[one]
    for place in range(posts.shape[0]):
        people.there[place] = posts[place].sum()
    told[0] = len(people.place) - people.there[0]
    told[2] = skill / max(people.there[0], 1.0)
    told[3] = rungs / max(told[0], 1.0)
    told[20] = confidence / max(told[1], 1.0)


@numba.njit
def engage(s: Any, c: Floats, givers: float, large: bool, told: Floats, random: Any) -> None:
    """Move the community on; c is stage, enthusiasm, K, champion, Q, scale, age, waiting."""
    stage = int(c[0])
    trusted = c[2] >= s.engagement_credibility or c[3] > 0 or s.programme > 0.0
    if stage == 0:
        ready = told[0] >= s.thin_size
    elif stage == 1:
        ready = told[1] >= s.thick_share * told[0]
    else:
        ready = told[1] >= s.engagement_seniors and told[20] >= s.engagement_confidence and trusted
    if stage < 3 and ready and random.random() < s.stage_hazard:
        c[0] += 1.0
    rate = s.champion_arrival * told[1] + (s.induced_arrival * c[4] if s.programme > 0.0 else 0.0)
    c[3] = max(c[3] - 1.0, 0.0)
    if random.random() < -expm1(-rate):
        c[3] = max(c[3], s.champion_tenure)
    fed, successes = 0.0, 0
    if c[0] == 3.0 or s.programme > 0.0:
        c[6] += 1.0
        if c[6] == 1.0:
            c[1] = max(c[1], s.initial_enthusiasm)
        trust = max(c[2], s.champion_credibility if c[3] > 0 else 0.0)
        leads = random.poisson(s.lead_rate * c[1] * sqrt(told[1]) * trust)
        able = random.poisson(s.capacity * c[4] * (1.0 + s.bridge) + s.donor_capacity)
        p = c[4] * exp(-s.scale_penalty * c[5] * (1.0 - trust))
        p = 1.0 - (1.0 - p) * (1.0 - s.monitoring)
        for _ in range(min(leads, able)):
            if random.random() < p:
                successes += 1
                c[2] += s.credibility_gain * (1.0 - c[2])
            else:
                c[2] -= s.credibility_loss * c[2]
        told[15] = c[5] * successes
        if not large and c[2] > s.scale_credibility:
            c[5] = min(c[5] * s.scale_growth, s.large_scale)
        if s.conference_every > 0 and c[6] % s.conference_every == 0:
            fed = s.conference_gain
    else:
        c[6] = 0.0
    c[1] = min((1.0 - s.enthusiasm_decay) * c[1] + s.enthusiasm_gain * successes + fed, 1.0)
    better = s.institution_learning * successes * (1.0 - c[4])
    c[4] += better - s.institution_reversion * (c[4] - s.home_institutions)
    if c[0] == 3.0:
        told[16] = s.pledge_share * givers * (1.0 + s.match) ** s.donor_elasticity
    most = s.budget / s.match if s.match > 0.0 else np.inf
    told[17] = min(c[7] + told[16], most)
    c[7] = (c[7] + told[16] - told[17]) * (1.0 - s.pledge_decay)
    told[10], told[11], told[12], told[13], told[14] = c[0], c[1], c[2], c[4], successes


@numba.njit
def by_numba(
    s: Any, t: Any, ties: Any, large: bool, replicates: int, periods: int, random: Any
) -> Floats:
    """Simulate one town after another; the same steps in the same order as ours."""
    count, places, rungs = int(s.people), int(s.hosts) + 1, int(s.rungs)
    paths = np.zeros((replicates, periods, 21))
    posts = np.zeros((replicates, periods, places, rungs, 2))
    taken, offers = np.zeros(count, np.uint8), np.empty((count, 3), np.int64)
    costs = np.empty(places)
    for replicate in range(replicates):
        people = People(
            np.zeros(count, np.int8),
            np.zeros(count, np.int8),
            np.ones(count, np.uint8),
            np.zeros(count, np.uint16),
            s.initial_skill * random.random(count),
            np.zeros(count),
            np.zeros(count),
            np.zeros(count),
            np.zeros(places),
        )
        c = np.zeros(8)
        c[2], c[4] = s.initial_credibility, s.home_institutions
        c[5] = s.large_scale if large else s.small_scale
        discount = 1.0
        for period in range(periods):
            told = paths[replicate, period]
            for place in range(places):
                costs[place] = s.moving_cost * exp(-people.there[place] / s.moving_cost_scale)
            set_out(s, t, people, costs, told, random)
            pass_jobs(s, t, people, ties, costs, taken, offers, told, random)
            pass_learning(s, t, people, ties, costs, c[0] >= 2.0, taken, offers, told, random)
            givers = work(s, t, people, discount, told, random)
            go_home(s, people, c[4], told, random)
            census(s, people, posts[replicate, period], told)
            engage(s, c, givers, large, told, random)
            discount *= s.discount
    return paths


def ring(scenario: Scenario, seed: int) -> tuple[Any, Any]:
    """Draw one network after Watts and Strogatz, as neighbours laid end to end."""
    graph = nx.watts_strogatz_graph(
        scenario.people, scenario.neighbours, scenario.rewiring, seed=seed
    )
    matrix = nx.to_scipy_sparse_array(graph, format="csr")
    return matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)


def task(people: int, replicates: int) -> Task:
    """Simulate the same scenario on the same network."""
    scenario = Scenario(people=people)
    ties = ring(scenario, seed=1)
    listed = pd.DataFrame(
        {"source": np.repeat(np.arange(people), np.diff(ties[0])), "target": ties[1]}
    )
    network = Network.from_edges(listed[listed["source"] < listed["target"]], "source", "target")
    worked_out = tables(scenario)

    def ours(threads: int) -> Floats:
        run = simulate(
            scenario,
            network,
            replicates=replicates,
            periods=PERIODS,
            paths=replicates,
            seed=1,
            threads=threads,
            progress=False,
        )
        return np.stack([run.paths[name].to_numpy() for name in TOLD], axis=-1)

    def theirs(draw_each: bool) -> Floats:
        numbers, random = parameters(scenario, draw_each=draw_each), np.random.default_rng(1)
        told: Floats = by_numba(numbers, worked_out, ties, False, replicates, PERIODS, random)
        return told

    name = f"open chains, n = {people:,}, {PERIODS} periods, {replicates} runs"
    peers = {"numba": lambda: theirs(False), "numba, simple": lambda: theirs(True)}
    return Task(name, ours, peers, alike, threads=True)


def rows() -> Iterator[str]:
    for people, replicates in ((1_500, 400), (100_000, 4)):
        yield from compare(task(people, replicates))


def alike(ours: Floats, theirs: Floats) -> None:
    """Refuse means over periods that are further apart than chance, or 3 percent, allow."""
    means = [paths.mean(axis=1) for paths in (ours, theirs)]
    spread = sum(one.var(axis=0, ddof=1) / len(one) if len(one) > 1 else 0.0 for one in means)
    gap = np.abs(means[0].mean(axis=0) - means[1].mean(axis=0))
    # Of few runs the spread itself is known badly.
    reach = student.isf(1e-7, sum(len(one) - 1 for one in means))
    far = gap > reach * np.sqrt(spread) + 0.03 * np.abs(means[0].mean(axis=0)) + 1e-9
    assert not far.any(), {
        name: (float(means[0][:, n].mean()), float(means[1][:, n].mean()))
        for n, name in enumerate(TOLD)
        if far[n]
    }
