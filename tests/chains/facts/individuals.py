"""Facts of search, cost, skill and return: what persons and their ties do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .claims import LONG, TOWN, Claim, Fact, Runs, first, over_time, share


def one_brings_the_next(runs: Runs) -> list[Claim]:
    flows = runs.town("moves_out", periods=300)
    twenties = flows.reshape(len(flows), -1, 20).sum(axis=2) / TOWN["people"]
    peak = int(twenties.mean(axis=0).argmax())
    middle = twenties[:, peak]
    return [
        Claim("flow of the best 20 quarters less that of the first", middle - twenties[:, 0], 0.05),
        Claim("flow of the best 20 quarters less that of the last", middle - twenties[:, -1], 0.01),
    ]


def news_travels_by_ties(runs: Runs) -> list[Claim]:
    usual, alone = (runs.town("diaspora", passing=how)[:, -1] for how in ("useful", "none"))
    return [Claim("half the diaspora less what is left without passing", 0.5 - alone / usual, 0.05)]


def flows_concentrate(runs: Runs) -> list[Claim]:
    usual, without = (
        _concentration(runs, scale) for scale in (runs.base.moving_cost_scale, np.inf)
    )
    return [
        Claim("concentration on hosts less that without a diaspora effect", usual - without, 0.05)
    ]


def _concentration(runs: Runs, scale: float) -> np.ndarray:
    """Return the sum of squared shares of hosts when the first hundred are abroad."""
    people = runs(**TOWN, moving_cost_scale=scale).paths["people"].to_numpy().sum(axis=-1)
    abroad = people[..., 1:]
    at = first(abroad.sum(axis=-1) >= 100).clip(max=abroad.shape[1]) - 1
    there = abroad[np.arange(len(abroad)), at]
    return (there**2).sum(axis=1) / np.maximum(there.sum(axis=1), 1) ** 2


def diaspora_lowers_costs(runs: Runs) -> list[Claim]:
    usual = runs.town("diaspora")[:, -1]
    costly = runs.town("diaspora", moving_cost_scale=np.inf)[:, -1]
    return [Claim("share of the diaspora lost without the effect", 1 - costly / usual, 0.2)]


def closed_ladders_lose_rungs(runs: Runs) -> list[Claim]:
    closed, usual = (
        share(
            runs.town("rung_losses", specificity=specificity),
            runs.town("separations", specificity=specificity),
        )
        for specificity in (1.0, 0.2)
    )
    return [Claim("share of separations with a rung loss, closed less open", closed - usual, 0.05)]


def birds_of_passage(runs: Runs) -> list[Claim]:
    # Returns of the last twenty years, when chains have had time to open.
    def low(specificity: float) -> np.ndarray:
        down, up = (
            runs.town(name, specificity=specificity, **LONG)[:, -80:]
            for name in ("returns_low", "returns_high")
        )
        return share(down, down + up)

    closed, usual = (
        runs.town("learning_spells", specificity=specificity).sum(axis=1)
        for specificity in (1.0, 0.2)
    )
    return [
        Claim("share of learning spells that a closed ladder ends", 1 - closed / usual, 0.99),
        Claim("share of returns from low rungs, closed less open", low(1.0) - low(0.2), 0.1),
    ]


def open_chains_climb(runs: Runs) -> list[Claim]:
    rung = [runs.town("rung_abroad", specificity=phi, **LONG)[:, -1] for phi in (0.2, 0.6, 1.0)]
    return [
        Claim("mean rung abroad at specificity .2 less at .6", rung[0] - rung[1], 0.1),
        Claim("mean rung abroad at specificity .6 less at 1", rung[1] - rung[2], 0.1),
    ]


def schooling_pays_in_open_chains(runs: Runs) -> list[Claim]:
    open_, closed = (_gain_of_learning(runs, phi) for phi in (0.1, 0.7))
    return [Claim("log wage gained by a learning spell, open less closed", open_ - closed, 0.01)]


def _gain_of_learning(runs: Runs, specificity: float) -> np.ndarray:
    """Return the mean log wage gained from before a learning spell to after it, host or home."""
    run = runs(**TOWN, histories=True, specificity=specificity, learning_arrival=0.06)
    lives = run.histories
    before = lives.groupby(["replicate", "person"])["rung"].shift()
    learning = lives["kind"].isin(["learning", "learning move"])
    # The next event of somebody who learns is the graduation.
    after = lives.groupby(["replicate", "person"])["rung"].shift(-1)
    ended = lives.groupby(["replicate", "person"])["kind"].shift(-1) == "graduation"
    slope = (
        np.where(lives["place"] == "home", runs.base.home_wage_slope, 1.0) * runs.base.wage_slope
    )
    gain = pd.Series((after - before) * slope, index=lives.index)[learning & ended]
    by_replicate = gain.groupby(lives["replicate"]).mean().reindex(range(runs.replicates))
    return by_replicate.fillna(0.0).to_numpy()


def mentors_move_juniors_up(runs: Runs) -> list[Claim]:
    many, none = (runs.town("rung_abroad", mentoring=mu, **LONG)[:, -1] for mu in (4.0, 0.0))
    return [Claim("mean rung abroad with four more told, less with none", many - none, 0.05)]


def some_return_others_stay(runs: Runs) -> list[Claim]:
    strong, weak = (
        share(
            runs.town("returns_high", home_institutions=quality),
            runs.town("seniors", home_institutions=quality),
        )
        for quality in (0.8, 0.2)
    )
    lives = runs(**TOWN, histories=True).histories
    return [
        Claim("returns of seniors by quarter, strong less weak institutions", strong - weak, 5e-4),
        Claim("moves by quarter at home, returners less others", _antennas(lives, runs), 0.001),
    ]


def _antennas(lives: pd.DataFrame, runs: Runs) -> np.ndarray:
    """Return how much likelier a quarter at home ends in a move for those who have been abroad.

    Quarters are compared within periods, since those who have been abroad live later.
    """
    periods, people, count = TOWN["periods"], TOWN["people"], runs.replicates
    abroad = (lives["place"] != "home").to_numpy()
    away = over_time(lives, abroad, (count, people, periods + 1))
    been = np.maximum.accumulate(away, axis=2)
    at_home, leaves = ~away[..., :-1], ~away[..., :-1] & away[..., 1:]
    differences = np.zeros(count)
    weights = np.zeros(count)
    for period in range(periods):
        groups = [at_home[..., period] & (been[..., period] == had) for had in (True, False)]
        sizes = [group.sum(axis=1) for group in groups]
        rates = [
            (leaves[..., period] & group).sum(axis=1) / np.maximum(size, 1)
            for group, size in zip(groups, sizes, strict=True)
        ]
        weight = np.minimum(*sizes)
        differences += weight * (rates[0] - rates[1])
        weights += weight
    return differences / np.maximum(weights, 1)


def niches_need_supervisors(runs: Runs) -> list[Claim]:
    def above(**levers: float) -> tuple[np.ndarray, np.ndarray]:
        people = runs(**TOWN, **levers).paths["people"].to_numpy()[:, :, 1:]
        everyone = people.sum(axis=(2, 3))
        return people[..., 1:].sum(axis=(2, 3)), everyone

    risen, everyone = above(niche=0.05)
    usual, everybody = above()
    share_of = risen / np.maximum(everyone, 1)
    gap = share_of - usual / np.maximum(everybody, 1)
    small = everyone < 60
    large = everyone > 240
    return [
        Claim("share abroad above the lowest rung, with a niche less without", gap[:, -1], 0.05),
        Claim(
            "what the niche adds to it when many are abroad, less when few are",
            share(gap * large, large) - share(gap * small, small),
            0.02,
        ),
    ]


FACTS = [
    Fact(1, "One success attracts a neighbour, then the next", one_brings_the_next),
    Fact(2, "A network of weak ties carries the job news", news_travels_by_ties),
    Fact(3, "Flows follow one origin to a common destination", flows_concentrate),
    Fact(4, "A diaspora lowers the cost of entry", diaspora_lowers_costs),
    Fact(5, "On closed ladders, skills are worth little elsewhere", closed_ladders_lose_rungs),
    Fact(6, "Birds of passage save and go home, and do not learn", birds_of_passage),
    Fact(7, "De-specified skills open chains across firms", open_chains_climb),
    Fact(8, "Returns to schooling rise with openness", schooling_pays_in_open_chains),
    Fact(10, "Mentoring by those who made it moves juniors up", mentors_move_juniors_up),
    Fact(26, "Some return, others stay as antennas", some_return_others_stay),
    Fact(
        28, "A shortage of native-speaking supervisors lets migrants rise", niches_need_supervisors
    ),
]
