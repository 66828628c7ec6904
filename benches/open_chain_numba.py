"""The open-chain model in numba, written as one would who knows numba.

It does what `weakties.chains.simulate` does at default rules: the same steps in the same order,
every aggregate of every period, accounts, stages and moments over replicates.
"""

from __future__ import annotations

import dataclasses
from collections import namedtuple
from math import exp, expm1, log, log1p, sqrt
from typing import Any, TypeAlias

import numba
import numpy as np
from numpy.typing import NDArray

from weakties.chains import Scenario

Floats: TypeAlias = NDArray[np.float64]

# What is told of every period; the numbers by place and rung follow.
TOLD = (
    "diaspora",
    "seniors",
    "students",
    "skill_home",
    "rung_abroad",
    "moves_out",
    "moves_learning",
    "pioneers",
    "returns_low",
    "returns_high",
    "learning_spells",
    "separations",
    "rung_losses",
    "promotions",
    "hires",
    "stage",
    "search",
    "advancement",
    "engagement",
    "enthusiasm",
    "credibility",
    "champion",
    "institutions",
    "scale",
    "leads",
    "executed",
    "successes",
    "project_value",
    "confidence",
    "pledges",
    "funded",
    "matched",
    "invested",
    "binding",
    "remittances",
    "income_migrants",
    "income_home",
    "unemployed",
)
# Their places, which numba takes for constants.
(
    DIASPORA,
    SENIORS,
    STUDENTS,
    SKILL_HOME,
    RUNG_ABROAD,
    MOVES_OUT,
    MOVES_LEARNING,
    PIONEERS,
    RETURNS_LOW,
    RETURNS_HIGH,
    LEARNING_SPELLS,
    SEPARATIONS,
    RUNG_LOSSES,
    PROMOTIONS,
    HIRES,
    STAGE,
    SEARCH,
    ADVANCEMENT,
    ENGAGEMENT,
    ENTHUSIASM,
    CREDIBILITY,
    CHAMPION,
    INSTITUTIONS,
    SCALE,
    LEADS,
    EXECUTED,
    SUCCESSES,
    PROJECT_VALUE,
    CONFIDENCE,
    PLEDGES,
    FUNDED,
    MATCHED,
    INVESTED,
    BINDING,
    REMITTANCES,
    INCOME_MIGRANTS,
    INCOME_HOME,
    UNEMPLOYED,
) = range(len(TOLD))
# Those of the accounts that need no run with the border closed.
ACCOUNTS = (
    "moving_costs",
    "remittances",
    "collective",
    "projects",
    "match",
    "programme",
    "sent",
    "migrants",
    "skill_home",
)

NUMBERS = [one.name for one in dataclasses.fields(Scenario) if not isinstance(one.default, str)]
# With ``draw_each`` everybody draws for every event; without, only events that happen are drawn.
Parameters: Any = namedtuple("Parameters", [*NUMBERS, "draw_each"])
People: Any = namedtuple(
    "People",
    [
        "place",
        "rung",
        "employed",
        "school",
        "reached",
        "skill",
        "savings",
        "confidence",
        "there",
        "learners",
    ],
)
# All but the first by post, which place, rung and having a job make up.
Tables: Any = namedtuple(
    "Tables", ["log_wage", "income", "savings", "learning", "confidence", "kept"]
)
Community: Any = namedtuple(
    "Community",
    ["stage", "enthusiasm", "credibility", "champion", "quality", "scale", "age", "waiting"],
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
    by_post = (table.ravel() for table in (income, savings, learning, confidence))
    return Tables(log_wage, *by_post, kept)


@numba.njit
def gap(p: float) -> float:
    """Return what an exponential waiting time is multiplied with, for an event of probability p."""
    return -1.0 / log1p(-p) if p > 0.0 else np.inf


@numba.njit
def after(at: int, p: float, scale: float, s: Any, random: Any) -> int:
    """Return the next person to whom an event of probability p happens; scale is its gap."""
    if p <= 0.0:
        return int(s.people)
    if s.draw_each > 0.0:
        at += 1
        while at < s.people and random.random() >= p:
            at += 1
        return at
    return at + 1 + int(min(random.standard_exponential() * scale, s.people))


@numba.njit
def elsewhere(people: Any, one: int) -> int:
    return min(people.rung[one], int(people.skill[one]))


@numba.njit
def put(people: Any, one: int, place: int, rung: int, employed: int) -> None:
    people.place[one], people.rung[one], people.employed[one] = place, rung, employed
    if place > 0 and rung >= people.reached[one]:
        people.reached[one] = rung + 1


@numba.njit
def accepts(s: Any, gain: float, random: Any) -> bool:
    return random.random() < 1.0 / (1.0 + exp(-gain / s.choice_scale))


@numba.njit
def worth(s: Any, t: Any, people: Any, one: int) -> float:
    log_wage = t.log_wage[people.place[one], people.rung[one]]
    return log_wage if people.employed[one] else log_wage + log(s.unemployment_income)


@numba.njit
def moving(t: Any, people: Any, costs: Floats, one: int, place: int, told: Floats) -> float:
    """Return what a move costs, in units of the wage left behind."""
    told[MOVES_OUT] += people.place[one] == 0
    return costs[place] * exp(t.log_wage[people.place[one], people.rung[one]])


@numba.njit
def set_out(s: Any, t: Any, people: Any, costs: Floats, told: Floats, random: Any) -> float:
    paid, scale = 0.0, gap(s.pioneers)
    if s.border == 0.0 or s.hosts == 0.0:
        return paid
    one = after(-1, s.pioneers, scale, s, random)
    while one < len(people.place):
        if people.place[one] == 0 and people.school[one] == 0:
            place, rung = 1 + random.integers(0, int(s.hosts)), elsewhere(people, one)
            gain = t.log_wage[place, rung] - t.log_wage[0, people.rung[one]] - costs[place]
            if accepts(s, gain, random):
                paid += moving(t, people, costs, one, place, told)
                put(people, one, place, rung, 1)
                told[PIONEERS] += 1
        one = after(one, s.pioneers, scale, s, random)
    return paid


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
) -> float:
    offsets, others = ties
    paid, count, scale = 0.0, 0, gap(s.arrival)
    one = after(-1, s.arrival, scale, s, random)
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
        one = after(one, s.arrival, scale, s, random)
    for row in range(count):
        one, place = offers[row, 0], offers[row, 1]
        if people.place[one] != place:
            paid += moving(t, people, costs, one, place, told)
        taken[one] = 0
        put(people, one, place, offers[row, 2], 1)
    told[HIRES] = count
    return paid


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
) -> float:
    offsets, others = ties
    top = int(s.rungs) - 1
    p = s.learning_arrival * (1.0 - s.specificity)
    paid, count, scale = 0.0, 0, gap(p)
    one = after(-1, p, scale, s, random)
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
        one = after(one, p, scale, s, random)
    learning = int(told[STUDENTS])
    for row in range(count):
        one, place = offers[row, 0], offers[row, 1]
        if people.place[one] != place:
            paid += moving(t, people, costs, one, place, told)
            told[MOVES_LEARNING] += 1
        taken[one] = 0
        put(people, one, place, offers[row, 2], 0)
        people.school[one] = int(s.school_length)
        people.learners[learning + row] = one
    told[LEARNING_SPELLS] = count
    told[STUDENTS] = learning + count
    return paid


@numba.njit
def study(s: Any, people: Any, told: Floats) -> None:
    left, top = 0, s.rungs - 1.0
    for row in range(int(told[STUDENTS])):
        one = people.learners[row]
        people.school[one] -= 1
        if people.school[one] > 0:
            people.learners[left] = one
            left += 1
        else:
            people.skill[one] = min(people.skill[one] + 1.0, top)
            rung = max(people.rung[one], int(people.skill[one]))
            put(people, one, people.place[one], rung, 1)
    told[STUDENTS] = left


@numba.njit
def promote_and_separate(s: Any, t: Any, people: Any, told: Floats, random: Any) -> None:
    count, top = len(people.place), int(s.rungs) - 1
    p = s.promotion * s.specificity
    scale = gap(p)
    one = after(-1, p, scale, s, random)
    while one < count:
        if people.employed[one] and people.rung[one] < top:
            put(people, one, people.place[one], people.rung[one] + 1, 1)
            told[PROMOTIONS] += 1
        one = after(one, p, scale, s, random)
    scale = gap(s.separation)
    one = after(-1, s.separation, scale, s, random)
    while one < count:
        rung = people.rung[one]
        if people.employed[one] and random.random() < t.kept[rung]:
            people.employed[one], people.rung[one] = 0, elsewhere(people, one)
            told[SEPARATIONS] += 1
            told[RUNG_LOSSES] += people.rung[one] < rung
        one = after(one, s.separation, scale, s, random)


@numba.njit(fastmath=True)
def earn(s: Any, t: Any, people: Any, told: Floats) -> float:
    """Learn from work, earn and save; return the income of those who give."""
    rungs, top, keeps = int(s.rungs), s.rungs - 1.0, 1.0 - s.confidence_decay
    givers = home = abroad = 0.0
    for one in range(len(people.place)):
        place = people.place[one]
        post = (place * rungs + people.rung[one]) * 2 + people.employed[one]
        income = t.income[post]
        people.skill[one] = min(people.skill[one] + t.learning[post], top)
        people.savings[one] += t.savings[post]
        confidence = min(people.confidence[one] + t.confidence[post], 1.0) * keeps
        people.confidence[one] = confidence
        migrant = income if place > 0 else 0.0
        abroad += migrant
        home += income - migrant
        givers += migrant if confidence > s.giving_confidence else 0.0
    told[INCOME_HOME], told[INCOME_MIGRANTS] = home, abroad
    told[REMITTANCES] = s.family_remittance * abroad
    return givers


@numba.njit
def go_home(s: Any, people: Any, quality: float, told: Floats, random: Any) -> None:
    high = min(max(s.return_high * (1.0 + s.return_quality * (quality - 0.5)), 0.0), 1.0)
    most = max(high, s.return_low)
    scale = gap(most)
    one = after(-1, most, scale, s, random)
    while one < len(people.place):
        if people.place[one] > 0 and people.school[one] == 0:
            low = people.rung[one] < s.senior_rung
            p = s.return_low * -expm1(-people.savings[one] / s.savings_scale) if low else high
            if random.random() * most < p:
                told[RETURNS_LOW] += low
                told[RETURNS_HIGH] += not low
                put(people, one, 0, elsewhere(people, one), 0)
                people.savings[one] = 0.0
        one = after(one, most, scale, s, random)


@numba.njit(fastmath=True)
def census(s: Any, people: Any, posts: Floats, told: Floats) -> None:
    """Count who is where; posts come as zeros."""
    places, rungs, senior = int(s.hosts) + 1, int(s.rungs), int(s.senior_rung)
    confidence = skill = 0.0
    for one in range(len(people.place)):
        place, rung = people.place[one], people.rung[one]
        posts[(place * rungs + rung) * 2 + people.employed[one]] += 1.0
        skill += people.skill[one] if place == 0 else 0.0
        confidence += people.confidence[one] if place > 0 and rung >= senior else 0.0
    unemployed = rungs_abroad = 0.0
    for place in range(places):
        people.there[place] = 0.0
        for rung in range(rungs):
            post = (place * rungs + rung) * 2
            count = posts[post] + posts[post + 1]
            unemployed += posts[post]
            people.there[place] += count
            if place > 0:
                rungs_abroad += rung * count
                told[SENIORS] += count if rung >= senior else 0.0
    told[DIASPORA] = len(people.place) - people.there[0]
    told[UNEMPLOYED] = unemployed - told[STUDENTS]
    told[SKILL_HOME] = skill / max(people.there[0], 1.0)
    told[RUNG_ABROAD] = rungs_abroad / max(told[DIASPORA], 1.0)
    told[CONFIDENCE] = confidence / max(told[SENIORS], 1.0)


@numba.njit
def organise(s: Any, c: Any, told: Floats, random: Any) -> Any:
    """Let the community come to its next stage."""
    trusted = c.credibility >= s.engagement_credibility or c.champion > 0 or s.programme > 0.0
    if c.stage == 0:
        ready = told[DIASPORA] >= s.thin_size
    elif c.stage == 1:
        ready = told[SENIORS] >= s.thick_share * told[DIASPORA]
    else:
        many, sure = told[SENIORS] >= s.engagement_seniors, s.engagement_confidence
        ready = many and told[CONFIDENCE] >= sure and trusted
    stage = c.stage
    if stage < 3 and ready and random.random() < s.stage_hazard:
        stage += 1
    told[STAGE] = stage
    told[SEARCH], told[ADVANCEMENT], told[ENGAGEMENT] = stage >= 1, stage >= 2, stage >= 3
    return stage


@numba.njit
def engage(
    s: Any, c: Any, stage: int, givers: float, large: bool, told: Floats, random: Any
) -> Any:
    """Move the community on; returns what it has become."""
    rate = s.champion_arrival * told[SENIORS]
    rate += s.induced_arrival * c.quality if s.programme > 0.0 else 0.0
    champion = max(c.champion - 1.0, 0.0)
    if random.random() < -expm1(-rate):
        champion = max(champion, s.champion_tenure)
    fed, successes, age = 0.0, 0, 0.0
    enthusiasm, credibility, scale = c.enthusiasm, c.credibility, c.scale
    if stage == 3 or s.programme > 0.0:
        age = c.age + 1.0
        if age == 1.0:
            enthusiasm = max(enthusiasm, s.initial_enthusiasm)
        trust = max(credibility, s.champion_credibility if champion > 0 else 0.0)
        leads = random.poisson(s.lead_rate * enthusiasm * sqrt(told[SENIORS]) * trust)
        able = random.poisson(s.capacity * c.quality * (1.0 + s.bridge) + s.donor_capacity)
        p = c.quality * exp(-s.scale_penalty * scale * (1.0 - trust))
        p = 1.0 - (1.0 - p) * (1.0 - s.monitoring)
        for _ in range(min(leads, able)):
            if random.random() < p:
                successes += 1
                credibility += s.credibility_gain * (1.0 - credibility)
            else:
                credibility -= s.credibility_loss * credibility
        told[LEADS], told[EXECUTED] = leads, min(leads, able)
        told[PROJECT_VALUE] = scale * successes
        if not large and credibility > s.scale_credibility:
            scale = min(scale * s.scale_growth, s.large_scale)
        if s.conference_every > 0 and age % s.conference_every == 0:
            fed = s.conference_gain
    enthusiasm = min(
        (1.0 - s.enthusiasm_decay) * enthusiasm + s.enthusiasm_gain * successes + fed, 1.0
    )
    better = s.institution_learning * successes * (1.0 - c.quality)
    quality = c.quality + better - s.institution_reversion * (c.quality - s.home_institutions)
    if stage == 3:
        told[PLEDGES] = s.pledge_share * givers * (1.0 + s.match) ** s.donor_elasticity
    most = s.budget / s.match if s.match > 0.0 else np.inf
    offered = c.waiting + told[PLEDGES]
    told[FUNDED] = min(offered, most)
    told[MATCHED] = s.match * told[FUNDED]
    told[INVESTED] = told[FUNDED] + told[MATCHED]
    told[BINDING] = told[PLEDGES] > most
    told[ENTHUSIASM], told[CREDIBILITY], told[CHAMPION] = enthusiasm, credibility, champion > 0
    told[INSTITUTIONS], told[SCALE], told[SUCCESSES] = quality, scale, successes
    waiting = (offered - told[FUNDED]) * (1.0 - s.pledge_decay)
    return Community(stage, enthusiasm, credibility, champion, quality, scale, age, waiting)


@numba.njit
def account(s: Any, discount: float, paid: float, told: Floats, accounts: Floats) -> None:
    """Add a period to what a replicate's accounts come to."""
    accounts[0] += discount * paid
    accounts[1] += discount * told[REMITTANCES]
    accounts[2] += discount * told[INVESTED] * s.social_return
    accounts[3] += discount * told[PROJECT_VALUE] * s.project_worth
    accounts[4] += discount * told[MATCHED]
    accounts[5] += discount * s.programme_cost if s.programme > 0.0 else 0.0
    accounts[6] += discount * (told[REMITTANCES] + told[FUNDED])
    accounts[8] = told[SKILL_HOME]


@numba.njit
def add(moments: Floats, count: int, values: Floats) -> None:
    """Bring means, sums of squares, least and greatest values up to date."""
    if count == 1:
        moments[2], moments[3] = values, values
    for place in range(len(values)):
        value = values[place]
        before = value - moments[0, place]
        mean = moments[0, place] + before / count
        moments[0, place] = mean
        moments[1, place] += before * (value - mean)
        moments[2, place] = min(moments[2, place], value)
        moments[3, place] = max(moments[3, place], value)


@numba.njit
def by_numba(
    s: Any, t: Any, ties: Any, large: bool, replicates: int, periods: int, random: Any
) -> tuple[Floats, Floats, Floats, Floats, list[Floats]]:
    """Simulate one town after another: paths, people by post, accounts, stages and moments."""
    count, places, rungs = int(s.people), int(s.hosts) + 1, int(s.rungs)
    paths = np.zeros((replicates, periods, len(TOLD)))
    posts = np.zeros((replicates, periods, 2 * places * rungs))
    accounts, entered = np.zeros((replicates, len(ACCOUNTS))), np.zeros((replicates, 3))
    widths = (periods * len(TOLD), periods * 2 * places * rungs, len(ACCOUNTS))
    moments = [np.zeros((4, width)) for width in widths]
    taken, offers = np.zeros(count, np.uint8), np.empty((count, 3), np.int64)
    costs = np.empty(places)
    for replicate in range(replicates):
        people = People(
            np.zeros(count, np.int8),
            np.zeros(count, np.int8),
            np.ones(count, np.uint8),
            np.zeros(count, np.uint16),
            np.zeros(count, np.int8),
            s.initial_skill * random.random(count),
            np.zeros(count),
            np.zeros(count),
            np.zeros(places),
            np.empty(count, np.int32),
        )
        c = Community(
            0,
            0.0,
            s.initial_credibility,
            0.0,
            s.home_institutions,
            s.large_scale if large else s.small_scale,
            0.0,
            0.0,
        )
        discount, students = 1.0, 0.0
        for period in range(periods):
            told = paths[replicate, period]
            told[STUDENTS] = students
            for place in range(places):
                costs[place] = s.moving_cost * exp(-people.there[place] / s.moving_cost_scale)
            paid = set_out(s, t, people, costs, told, random)
            paid += pass_jobs(s, t, people, ties, costs, taken, offers, told, random)
            thick = c.stage >= 2
            paid += pass_learning(s, t, people, ties, costs, thick, taken, offers, told, random)
            study(s, people, told)
            promote_and_separate(s, t, people, told, random)
            givers = earn(s, t, people, told)
            go_home(s, people, c.quality, told, random)
            census(s, people, posts[replicate, period], told)
            stage = organise(s, c, told, random)
            if stage > c.stage:
                entered[replicate, c.stage] = period + 1
            c = engage(s, c, stage, givers, large, told, random)
            account(s, discount, paid, told, accounts[replicate])
            discount *= s.discount
            students = told[STUDENTS]
        accounts[replicate, 7] = (people.reached > 0).sum()
        add(moments[0], replicate + 1, paths[replicate].ravel())
        add(moments[1], replicate + 1, posts[replicate].ravel())
        add(moments[2], replicate + 1, accounts[replicate])
    return paths, posts, accounts, entered, moments
