"""The open-chain model against what it becomes where its answer is known, and against itself."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from scipy.optimize import minimize_scalar

from weakties import InvalidInput, WrongType
from weakties.chains import (
    Scenario,
    compare,
    job_contact_exact,
    job_contact_simulate,
    simulate,
    transition_matrix,
)
from weakties.networks import Network

from .test_contact_exact import TABLE

SMALL_WORLD = nx.to_numpy_array(nx.watts_strogatz_graph(130, 6, 0.1, seed=1))
# One rung, no host: nothing is left but jobs that are heard of and passed on.
CONTACTS = Scenario(hosts=0, rungs=1, passing="uniform_unemployed", arrival=0.1, separation=0.015)
# Small, quick, and with everything going on.
LIVELY = Scenario(
    people=200,
    pioneers=0.02,
    learning_arrival=0.2,
    thin_size=10,
    thick_share=0.05,
    engagement_seniors=3,
    engagement_confidence=0.05,
    giving_confidence=0.05,
    stage_hazard=0.5,
    programme=True,
    induced_arrival=0.5,
    niche=0.05,
    budget=0.2,
)
# Forty seniors who stay abroad and give; engagement comes after some periods.
GIVERS = Scenario(
    people=40, neighbours=2, initial_seniors=40, initial_confidence=1, pioneers=0, arrival=0.3,
    learning_arrival=0, separation=0.1, return_low=0, return_high=0, thin_size=1,
    thick_share=0, engagement_seniors=1, programme=True, stage_hazard=0.3, pledge_share=0.1,
    pledge_decay=1, confidence_decay=0,
)  # fmt: skip
GIVEN = ("engagement", "income_migrants", "pledges", "funded", "invested", "binding")


@pytest.fixture(scope="module")
def lively():
    return simulate(
        LIVELY, replicates=6, periods=60, seed=3, histories=6, counterfactual=True, progress=False
    )


@pytest.mark.parametrize(("ties", "unemployment"), [row[:2] for row in TABLE])
def test_one_rung_without_hosts_is_the_job_contact_model(ties, unemployment):
    exact = job_contact_exact(ties, 0.1, 0.015)
    found = simulate(CONTACTS, ties, periods=4000, replicates=60, paths=None, seed=21)
    idle = found.paths["unemployed"].sel(period=slice(200, None)).to_numpy()
    means, squares = idle.mean(axis=1) / 4, (idle**2).mean(axis=1)
    assert abs(means.mean() - unemployment) < 4 * means.std(ddof=1) / np.sqrt(60)
    assert means.mean() == pytest.approx(unemployment, abs=3e-3)
    # How many are unemployed together says how correlated they are.
    spread = exact.unemployment.to_numpy() * (1 - exact.unemployment.to_numpy())
    both = np.sqrt(np.outer(spread, spread)) * exact.correlations.to_numpy()
    np.fill_diagonal(both, spread)
    expected = both.sum() + exact.unemployment.sum() ** 2
    assert abs(squares.mean() - expected) < 4 * squares.std(ddof=1) / np.sqrt(60)


def test_a_large_network_agrees_with_the_simulated_job_contact_model():
    other = job_contact_simulate(
        SMALL_WORLD, 0.1, 0.05, periods=500, burn_in=100, replicates=20, seed=6
    )
    found = simulate(
        CONTACTS.with_(separation=0.05), SMALL_WORLD, periods=600, replicates=20, seed=7
    )
    ours = found.paths["unemployed"].sel(period=slice(101, None)).mean("period").to_numpy() / 130
    theirs = other.paths.mean().to_numpy()
    error = np.sqrt((ours.var(ddof=1) + theirs.var(ddof=1)) / 20)
    assert abs(ours.mean() - theirs.mean()) < 4 * error


def test_without_ties_people_follow_a_markov_chain():
    q, a, b, r = 0.1, 0.3, 0.2, 0.15
    scenario = Scenario(
        people=400, neighbours=0, hosts=1, rungs=1, senior_rung=0, choice_scale=np.inf,
        pioneers=2 * q, arrival=a, separation=b, return_high=r, return_quality=0,
    )  # fmt: skip
    # Where somebody stands before jobs are lost and people return: at home or abroad, and whether
    # with a job; pioneers have one.
    home, abroad = np.array([0, 0, 0, 1.0]), np.array([0, 1.0, 0, 0])
    without, at_home_without = np.array([1.0, 0, 0, 0]), np.array([0, 0, 1.0, 0])
    after_news = np.array(
        [
            a * abroad + (1 - a) * without,
            abroad,
            q * abroad + (1 - q) * (a * home + (1 - a) * at_home_without),
            q * abroad + (1 - q) * home,
        ]
    )
    lost = np.array([[1, 0, 0, 0], [b, 1 - b, 0, 0], [0, 0, 1, 0], [0, 0, b, 1 - b]])
    back = np.array([[1 - r, 0, r, 0], [0, 1 - r, r, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    known = after_news @ lost @ back
    run = simulate(scenario, periods=300, seed=4, histories=1)
    spells = run.spells(employment=True)
    order = [(place, 0, employed) for place in ("host 1", "home") for employed in (False, True)]
    found = transition_matrix(spells)
    probabilities = found.probabilities.loc[order, order].to_numpy()
    error = found.se.loc[order, order].to_numpy()
    assert (np.abs(probabilities - known) < 3.5 * error + 1e-12).all()
    np.testing.assert_array_equal(probabilities[known == 0], 0)


def test_on_a_complete_network_the_diaspora_follows_its_difference_equation():
    people, first = 400, 40
    scenario = Scenario(
        people=people, hosts=1, rungs=1, senior_rung=0, initial_seniors=first, pioneers=0,
        arrival=0.3, learning_arrival=0, separation=0, return_high=0, return_low=0,
        moving_cost=2, moving_cost_scale=100, choice_scale=0.5,
    )  # fmt: skip
    stock, path = float(first), []
    for _ in range(30):
        gain = np.log(3) - 2 * np.exp(-stock / 100)
        accepts = 0.3 / (1 + np.exp(-gain / 0.5))
        stock += (people - stock) * (1 - (1 - accepts / (people - 1)) ** stock)
        path.append(stock)
    complete = 1 - np.eye(people)
    found = simulate(scenario, complete, periods=30, replicates=400, seed=5)
    mean = found.moments["diaspora"].sel(statistic="mean").to_numpy()
    assert np.abs(mean - path).max() < 0.015 * people
    flow = np.diff([first, *path])
    assert 3 < flow.argmax() < 25


def test_threads_give_equal_bits():
    one, two, seven = (
        simulate(
            LIVELY, replicates=9, periods=20, seed=1, threads=threads, histories=2,
            counterfactual=True,
        )
        for threads in (1, 2, 7)
    )  # fmt: skip
    for other in (two, seven):
        assert one.paths.identical(other.paths)
        assert one.moments.identical(other.moments)
        pd.testing.assert_frame_equal(one.accounts, other.accounts, check_exact=True)
        pd.testing.assert_frame_equal(one.histories, other.histories)


def test_a_longer_run_begins_as_a_shorter_one():
    short = simulate(LIVELY, replicates=2, periods=20, seed=1)
    long = simulate(LIVELY, replicates=3, periods=40, seed=1)
    assert short.paths.identical(long.paths.sel(period=slice(1, 20), replicate=slice(0, 1)))


def test_moments_are_those_of_all_replicates():
    kept = simulate(LIVELY, replicates=70, periods=20, seed=1, paths=None)
    streamed = simulate(LIVELY, replicates=70, periods=20, seed=1, paths=3)
    assert kept.moments.identical(streamed.moments)
    assert streamed.paths.sizes["replicate"] == len(streamed.accounts) == len(streamed.stages) == 3
    for statistic, values in (
        ("mean", kept.paths.mean("replicate")),
        ("sd", kept.paths.std("replicate", ddof=1)),
        ("se", kept.paths.std("replicate", ddof=1) / np.sqrt(70)),
        ("min", kept.paths.min("replicate")),
        ("max", kept.paths.max("replicate")),
    ):
        found = kept.moments.sel(statistic=statistic, drop=True)
        xr.testing.assert_allclose(found, values, rtol=1e-10, atol=1e-10)
    counts = kept.meta.counts
    entered = [counts[f"replicates that entered {stage}"] for stage in kept.stages]
    assert entered == kept.stages.notna().sum().tolist()


def test_moments_need_no_paths():
    run = simulate(LIVELY, replicates=4, periods=20, seed=1, paths=0)
    kept = simulate(LIVELY, replicates=4, periods=20, seed=1)
    assert run.moments.identical(kept.moments)
    assert run.paths["diaspora"].shape == (0, 20)
    assert run.paths["people"].shape == (0, *kept.paths["people"].shape[1:])


def test_nobody_is_lost_and_histories_tell_the_same_as_paths(lively):
    people = lively.paths["people"]
    assert (people.sum(["place", "rung"]) == 200).all()
    assert (lively.paths["employed"] <= people).all()
    hosts = people.isel(place=slice(1, None))
    assert (hosts.sum(["place", "rung"]) == lively.paths["diaspora"]).all()
    assert (hosts.isel(rung=slice(2, None)).sum(["place", "rung"]) == lively.paths["seniors"]).all()
    for replicate in (0, 5):
        frame = lively.spells(replicate, employment=True).to_frame()
        for period in (1, 17, 60):
            now = frame[(frame["start"] <= period) & (frame["end"] >= period)]
            table = people.sel(replicate=replicate, period=period).to_pandas()
            counted = pd.crosstab(now["place"], now["rung"])
            counted = counted.reindex(index=table.index, columns=table.columns, fill_value=0)
            np.testing.assert_array_equal(counted, table)
            working = lively.paths["employed"].sel(replicate=replicate, period=period)
            assert now["employed"].sum() == working.sum()


def test_kinds_of_change_add_up_to_the_aggregates(lively):
    changes = lively.histories.query("period > 0")
    counted = pd.crosstab(changes["kind"], changes["replicate"])
    totals = lively.paths.sum("period")
    for names, kinds in (
        (["pioneers"], ["pioneer"]),
        (["moves_learning"], ["learning move"]),
        (["learning_spells"], ["learning", "learning move"]),
        (["separations"], ["separation"]),
        (["promotions"], ["promotion"]),
        (["hires"], ["job", "move"]),
        (["returns_low", "returns_high"], ["return"]),
    ):
        expected = sum(totals[name].to_numpy() for name in names)
        assert expected.sum() > 0
        np.testing.assert_array_equal(counted.loc[kinds].sum(), expected)
    stock = lively.paths["diaspora"].isel(period=-1)
    returns = totals["returns_low"] + totals["returns_high"]
    assert (totals["moves_out"] - returns == stock).all()


def test_news_comes_from_a_neighbour_at_the_place_moved_to():
    network = nx.relabel_nodes(nx.watts_strogatz_graph(150, 6, 0.2, seed=2), lambda i: f"p{i:03}")
    ties = nx.to_pandas_adjacency(network)
    run = simulate(LIVELY, ties, periods=40, seed=2, histories=1)
    rows = run.histories
    told = rows[rows["heard_from"].notna()]
    assert {"move", "learning move", "job"} <= set(told["kind"])
    assert all(network.has_edge(*pair) for pair in told[["person", "heard_from"]].to_numpy())
    moved = rows[rows["kind"].isin(["move", "learning move"])]
    assert moved["heard_from"].notna().all()
    before = rows.drop_duplicates(["person", "period"], keep="last")
    for row in moved.head(40).itertuples():
        past = before[(before["person"] == row.heard_from) & (before["period"] < row.period)]
        now = rows[(rows["person"] == row.heard_from) & (rows["period"] == row.period)]
        assert row.place in {past["place"].iloc[-1], *now["place"]}


def test_learning_takes_its_time_and_raises_the_rung(lively):
    rows = lively.histories.query("replicate == 0")
    for _, life in rows.groupby("person"):
        kinds, periods = life["kind"].to_numpy(), life["period"].to_numpy()
        for place in np.flatnonzero(np.isin(kinds, ["learning", "learning move"])):
            if place + 1 < len(kinds):
                assert kinds[place + 1] == "graduation"
                # The spell begins in the period of the offer.
                assert periods[place + 1] - periods[place] == 5
                assert life["rung"].iloc[place + 1] >= life["rung"].iloc[place]


def test_income_is_that_of_the_posts_held():
    scenario = LIVELY.with_(return_low=0, return_high=0)
    run = simulate(scenario, periods=25, seed=5)
    rung = np.arange(5)
    wages = np.array([np.exp(0.245 * rung), *[3 * np.exp(0.35 * rung)] * 3])
    people, employed = (run.paths[name].isel(replicate=0) for name in ("people", "employed"))
    income = (employed * wages + (people - employed) * 0.3 * wages).sum("rung")
    home = income.sel(place="home")
    abroad = income.sum("place") - home
    np.testing.assert_allclose(run.paths["income_home"].isel(replicate=0), home, rtol=1e-12)
    np.testing.assert_allclose(run.paths["income_migrants"].isel(replicate=0), abroad, rtol=1e-12)
    remitted = run.paths["remittances"].isel(replicate=0)
    np.testing.assert_allclose(remitted, 0.3 * abroad, rtol=1e-12)
    worth = 0.99 ** np.arange(25)
    assert run.accounts.loc[0, "remittances"] == pytest.approx((worth * remitted).sum())


def test_accounts_add_up(lively):
    table = lively.accounts
    by_rung = table.filter(like="income_gain_rung_")
    np.testing.assert_allclose(by_rung.sum(axis=1), table["income_gain"])
    gain = table["income_gain"] - table["moving_costs"]
    np.testing.assert_allclose(table["migrant_gain"], gain)
    home = table[["remittances", "collective", "projects", "skill"]].sum(axis=1)
    home = home - table[["lost_output", "match", "programme"]].sum(axis=1)
    np.testing.assert_allclose(table["home_gain"], home)
    both = (table["migrant_gain"] > 0) & (table["home_gain"] > 0)
    assert (table["win_win"] == both).all()
    assert (table["brain_gain"] == (table["skill_home"] > table["skill_home_closed"])).all()
    worth = xr.DataArray(0.99 ** np.arange(60), dims="period")
    for account, values in (
        ("match", lively.paths["matched"]),
        ("collective", lively.paths["invested"]),
        ("projects", lively.paths["project_value"]),
        ("sent", lively.paths["remittances"] + lively.paths["funded"]),
    ):
        np.testing.assert_allclose(table[account], (values * worth).sum("period"))
    np.testing.assert_allclose(table["programme"], float(worth.sum()))
    np.testing.assert_allclose(lively.account_moments.loc["mean"], table.mean())
    without = simulate(LIVELY, replicates=6, periods=60, seed=3, progress=False).accounts
    common = ["remittances", "match", "moving_costs", "migrants", "skill_home"]
    pd.testing.assert_frame_equal(without[common], table[common])
    assert "migrant_gain" not in without


def test_the_counterfactual_is_the_run_with_the_border_closed(lively):
    closed = simulate(LIVELY.with_(border=False), replicates=6, periods=60, seed=3)
    assert (closed.paths["diaspora"] == 0).all()
    last = closed.paths["skill_home"].isel(period=-1)
    np.testing.assert_array_equal(lively.accounts["skill_home_closed"], last)


def test_the_engagement_block_keeps_its_bounds(lively):
    paths = lively.paths
    assert float(paths["executed"].max()) > 0
    assert (paths["executed"] <= paths["leads"]).all()
    assert (paths["successes"] <= paths["executed"]).all()
    for name in ("enthusiasm", "credibility", "institutions", "confidence", "engagement"):
        assert ((paths[name] >= 0) & (paths[name] <= 1)).all()
    np.testing.assert_allclose(paths["invested"], paths["funded"] + paths["matched"])
    np.testing.assert_allclose(paths["matched"], 3 * paths["funded"])
    assert (paths["matched"] <= 0.2 + 1e-12).all()
    assert float(paths["binding"].max()) == 1
    full = paths["binding"] == 1
    np.testing.assert_allclose(paths["matched"].where(full, 0.2), 0.2)
    np.testing.assert_allclose(
        paths["project_value"].to_numpy()[:, 1:],
        (paths["scale"].shift(period=1) * paths["successes"]).to_numpy()[:, 1:],
    )


@pytest.mark.parametrize("match", [0.0, 1.0, 3.0])
@pytest.mark.parametrize("budget", [12.0, 71.0, np.inf])
def test_collective_remittances_are_matched_as_far_as_the_budget_goes(match, budget):
    """G = (1 + m) min(D, B / m): where B < m D the budget binds, and a unit given gets B / D."""
    run = simulate(GIVERS.with_(match=match, budget=budget), periods=40, seed=1)
    paths = {name: run.paths[name].to_numpy()[0] for name in GIVEN}
    engaged = paths["engagement"] == 1
    assert 0 < engaged.sum() < 40
    # Everybody abroad is confident, so that all income is that of givers.
    pledged = 0.1 * paths["income_migrants"] * engaged
    np.testing.assert_allclose(paths["pledges"], pledged, rtol=1e-12)
    funded = np.minimum(pledged, budget / match if match else np.inf)
    np.testing.assert_allclose(paths["funded"], funded, rtol=1e-12)
    np.testing.assert_allclose(paths["invested"], (1 + match) * funded, rtol=1e-12)
    binds = match * pledged > budget
    assert (paths["binding"] == binds).all()
    public = paths["invested"] - paths["funded"]
    np.testing.assert_allclose(public[binds], budget, rtol=1e-12)
    np.testing.assert_allclose(public[~binds], match * pledged[~binds], rtol=1e-12)
    if match == 3:
        low, high = {12.0: (1, 1), 71.0: (0.1, 0.9), np.inf: (0, 0)}[budget]
        assert low <= binds[engaged].mean() <= high


def test_pledges_that_wait_are_funded_later_or_lost():
    run = simulate(GIVERS.with_(budget=12, pledge_decay=0.25), periods=40, seed=1)
    pledges, funded = (run.paths[name].to_numpy()[0] for name in ("pledges", "funded"))
    waiting = 0.0
    for pledged, paid in zip(pledges, funded, strict=True):
        assert paid == pytest.approx(min(waiting + pledged, 12 / 3))
        waiting = 0.75 * (waiting + pledged - paid)


@pytest.mark.parametrize("substitution", [1.0, 1.5, 2.5])
def test_how_pledges_respond_to_the_match_is_the_donors_optimum(substitution):
    """With u(y − g, (1 + m) g) of constant elasticity s, g is a share k / (1 + k) of y.

    There k = β^s (1 + m)^(s − 1), so that for small shares θ = s − 1: with Cobb-Douglas it is 0.
    """
    income, taste = 10.0, 1e-4 ** (1 / substitution)
    power = 1 - 1 / substitution

    def chosen(match):
        def loss(log_given):
            given = np.exp(log_given)
            if substitution == 1:
                return -(np.log(income - given) + taste * np.log((1 + match) * given))
            worth = (income - given) ** power + taste * ((1 + match) * given) ** power
            return -(worth ** (1 / power))

        best = minimize_scalar(
            loss, bounds=(np.log(1e-6), np.log(9)), method="bounded", options={"xatol": 1e-9}
        )
        return np.exp(best.x)

    theta = np.log(chosen(3.0) / chosen(0.0)) / np.log(4.0)
    assert theta == pytest.approx(substitution - 1, abs=5e-3)
    scenario = GIVERS.with_(budget=np.inf, donor_elasticity=substitution - 1)
    matched, alone = (
        simulate(scenario.with_(match=match), periods=40, seed=1).paths["pledges"].sum()
        for match in (3.0, 0.0)
    )
    assert float(matched / alone) == pytest.approx(4 ** (substitution - 1))


def test_watched_projects_succeed_and_unwatched_ones_may_not():
    watched = simulate(LIVELY.with_(monitoring=1), replicates=3, periods=60, seed=3)
    assert (watched.paths["successes"] == watched.paths["executed"]).all()
    unwatched = simulate(LIVELY, replicates=3, periods=60, seed=3)
    assert float((unwatched.paths["executed"] - unwatched.paths["successes"]).sum()) > 0


def test_enthusiasm_fades_between_conferences_where_nothing_succeeds():
    scenario = LIVELY.with_(capacity=0, conference_every=0)
    run = simulate(scenario, periods=20, seed=1)
    expected = 0.85 * 0.88 ** np.arange(1, 21)
    np.testing.assert_allclose(run.paths["enthusiasm"].isel(replicate=0), expected)
    assert float(run.paths["executed"].max()) == 0
    again = simulate(LIVELY.with_(capacity=0, conference_every=5), periods=20, seed=1)
    peaks = again.paths["enthusiasm"].isel(replicate=0).diff("period").to_numpy()
    assert (np.flatnonzero(peaks > 0) + 2 == [5, 10, 15, 20]).all()


def test_institutions_return_to_what_they_were():
    run = simulate(LIVELY.with_(capacity=0), periods=30, seed=1).fork(10, home_institutions=0.9)
    path = run.paths["institutions"].isel(replicate=0).to_numpy()
    np.testing.assert_array_equal(path[:10], 0.5)
    np.testing.assert_allclose(0.9 - path[10:], 0.4 * 0.99 ** np.arange(1, 21))


def test_stages_follow_each_other_without_a_jump(lively):
    stage = lively.paths["stage"]
    assert float(np.abs(stage.diff("period")).max()) == 1
    assert float(stage.max()) == 3
    entered = lively.stages.dropna()
    assert len(entered) > 0
    assert (entered["thin"] < entered["thick"]).all()
    assert (entered["thick"] < entered["engagement"]).all()
    first = (stage >= 1).argmax("period") + 1
    np.testing.assert_array_equal(lively.stages["thin"], first)
    for place, name in enumerate(("search", "advancement", "engagement")):
        np.testing.assert_array_equal(lively.paths[name], stage > place)


def test_a_stage_is_lost_when_its_guard_fails_for_long():
    grown = simulate(LIVELY.with_(regression=True, regression_after=4), periods=60, seed=1)
    # Everybody who can return does, and nobody leaves.
    away = grown.fork(40, border=False, return_high=1, return_low=1, savings_scale=1e-9)
    stage = away.paths["stage"].isel(replicate=0).to_numpy()
    assert stage[39] == 3
    assert stage[-1] == 0
    assert np.diff(stage)[39:].min() == -1
    assert np.diff(np.flatnonzero(np.diff(stage) < 0)).min() >= 4
    stays = simulate(LIVELY, periods=60, seed=1).fork(
        40, border=False, return_high=1, return_low=1, savings_scale=1e-9
    )
    assert stays.paths["stage"].isel(replicate=0, period=-1) == 3


def test_functions_grow_side_by_side():
    scenario = LIVELY.with_(mode="functions", thin_size=0, stage_hazard=0.2)
    path = simulate(scenario, periods=20, seed=1).paths.isel(replicate=0)
    np.testing.assert_allclose(path["search"], 1 - 0.8 ** np.arange(1, 21))
    assert (path["advancement"].diff("period") >= 0).all()
    count = sum((path[name] >= 0.5).astype(int) for name in ("search", "advancement", "engagement"))
    np.testing.assert_array_equal(path["stage"], count)


def test_what_is_switched_off_does_not_happen():
    def total(variable, **changes):
        run = simulate(LIVELY.with_(**changes), replicates=2, periods=40, seed=2)
        return float(run.paths[variable].sum())

    assert total("learning_spells", learning_arrival=0) == 0
    assert total("learning_spells", specificity=1) == 0
    assert total("promotions", specificity=0) == 0
    assert total("rung_losses", specificity=0, niche=0) == 0
    assert total("diaspora", border=False) == 0
    assert total("diaspora", pioneers=0) == 0
    assert total("separations", separation=0) == 0
    assert total("moves_learning", passing="none") == 0
    assert total("pioneers", passing="none") == total("moves_out", passing="none") > 0
    assert total("pledges", pledge_share=0) == 0
    assert total("champion", programme=False, champion_arrival=0) == 0


def test_a_scenario_changes_nobodys_draws_but_by_its_parameters():
    base = Scenario(
        people=300, pioneers=0.05, passing="none", rungs=1, moving_cost_scale=np.inf, return_low=0,
        return_high=0,
    )  # fmt: skip
    calm, rough, denser = (
        simulate(scenario, periods=30, seed=8).paths["pioneers"]
        for scenario in (base, base.with_(separation=0.5, arrival=0.9), base.with_(neighbours=20))
    )
    assert calm.identical(rough)
    assert calm.identical(denser)


def test_a_fork_has_the_same_past_to_the_last_bit(lively):
    fork = lively.fork(25, mentoring=6, match=1)
    past, future = slice(1, 25), slice(26, 60)
    assert fork.paths.sel(period=past).identical(lively.paths.sel(period=past))
    assert not fork.paths.sel(period=future).identical(lively.paths.sel(period=future))
    before = lively.histories.query("period <= 25").reset_index(drop=True)
    assert fork.histories.query("period <= 25").reset_index(drop=True).equals(before)
    idle = lively.fork(25, mentoring=LIVELY.mentoring)
    assert idle.paths.identical(lively.paths)
    again = fork.fork(40, border=False)
    assert again.paths.sel(period=slice(1, 40)).identical(fork.paths.sel(period=slice(1, 40)))
    assert float(again.paths["moves_out"].sel(period=slice(41, 60)).sum()) == 0
    assert fork.scenario == LIVELY.with_(mentoring=6, match=1)
    assert fork.meta.options["from period 26"] == {"mentoring": 6.0, "match": 1.0}
    fewer = lively.fork(25, replicates=2, mentoring=6, match=1)
    assert fewer.paths.identical(fork.paths.sel(replicate=slice(0, 1)))


def test_comparisons_are_paired(lively):
    fork = lively.fork(25, border=False)
    found = compare(lively, fork, level=0.9)
    difference = lively.paths["diaspora"] - fork.paths["diaspora"]
    center = found.aggregates["diaspora"].sel(statistic="difference", drop=True)
    xr.testing.assert_allclose(center, difference.mean("replicate"))
    error = difference.std("replicate", ddof=1) / np.sqrt(6)
    np.testing.assert_allclose(found.aggregates["diaspora"].sel(statistic="se"), error)
    reach = found.aggregates["diaspora"].sel(statistic="hi") - center
    np.testing.assert_allclose(reach, 1.6448536269514722 * error)
    assert (center.sel(period=slice(1, 25)) == 0).all()
    gains = lively.accounts["migrant_gain"] - fork.accounts["migrant_gain"]
    assert found.accounts.loc["migrant_gain", "difference"] == pytest.approx(gains.mean())
    same = compare(lively, lively)
    assert (same.aggregates.sel(statistic=["difference", "se"]).to_array() == 0).all()
    assert "migrant_gain" in found.summary()


def test_any_number_of_a_replicate_can_be_compared(lively):
    fork = lively.fork(25, border=False)
    found = compare(
        lively,
        fork,
        of={
            "left": lambda paths: paths["moves_out"].sum("period"),
            "many": lambda paths: paths["diaspora"].isel(period=-1) > 5,
        },
    )
    left = [run.paths["moves_out"].sum("period").to_numpy() for run in (lively, fork)]
    gap = left[0] - left[1]
    error = gap.std(ddof=1) / np.sqrt(6)
    expected = [left[0].mean(), left[1].mean(), gap.mean(), error]
    np.testing.assert_allclose(found.numbers.loc["left"].iloc[:4], expected)
    reach = 1.959963984540054 * error
    ends = [gap.mean() - reach, gap.mean() + reach]
    np.testing.assert_allclose(found.numbers.loc["left", ["lo", "hi"]], ends)
    share = (lively.paths["diaspora"].isel(period=-1) > 5).mean()
    assert found.numbers.loc["many", "a"] == pytest.approx(float(share))
    assert "left" in found.summary()
    assert compare(lively, fork).numbers.empty


def test_a_comparison_draws_its_interval_and_not_its_columns(lively):
    found = compare(lively, lively.fork(10, border=False), level=0.9)
    ax = found.plot(variable="moves_out")
    assert ax.get_ylabel() == "difference in moves out"
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert words == ["90 % interval", "mean difference"]
    center = found.aggregates["moves_out"].sel(statistic="difference")
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), center)
    corners = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert corners.max() == float(found.aggregates["moves_out"].sel(statistic="hi").max())
    assert corners.min() == float(found.aggregates["moves_out"].sel(statistic="lo").min())
    with pytest.raises(InvalidInput, match="`variable`"):
        found.plot(variable="people")


def test_a_checkpoint_goes_on_with_the_same_bits(tmp_path):
    file = tmp_path / "run.checkpoint"
    options = {"periods": 10, "seed": 4, "paths": None, "histories": 2, "counterfactual": True}
    few = {**options, "paths": 70}
    simulate(LIVELY, replicates=65, checkpoint=file, **few)
    resumed = simulate(LIVELY, replicates=130, checkpoint=file, **few)
    whole = simulate(LIVELY, replicates=130, **few)
    assert resumed.moments.identical(whole.moments)
    assert resumed.paths.identical(whole.paths)
    pd.testing.assert_frame_equal(resumed.accounts, whole.accounts, check_exact=True)
    pd.testing.assert_frame_equal(resumed.histories, whole.histories)
    assert resumed.meta.counts == whole.meta.counts
    assert [path.name for path in tmp_path.iterdir()] == ["run.checkpoint"]
    for changes in ({"seed": 5}, {"periods": 11}, {"histories": 1}, {"paths": 3}):
        with pytest.raises(InvalidInput, match="`checkpoint` is of another simulation"):
            simulate(LIVELY, replicates=130, checkpoint=file, **{**few, **changes})
    with pytest.raises(InvalidInput, match="`checkpoint` is of another simulation"):
        simulate(LIVELY.with_(match=2), replicates=130, checkpoint=file, **few)
    with pytest.raises(InvalidInput, match="`replicates` must be at least the 130"):
        simulate(LIVELY, replicates=100, checkpoint=file, **few)
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(InvalidInput, match="`checkpoint` cannot be read"):
        simulate(LIVELY, replicates=130, checkpoint=file, **few)
    file.write_text("nothing")
    with pytest.raises(InvalidInput, match="`checkpoint` cannot be read"):
        simulate(LIVELY, replicates=130, checkpoint=file, **few)


CHILD = """
    import sys
    from weakties.chains import Scenario, simulate
    print("ready", flush=True)
    file = sys.argv[1] if len(sys.argv) > 1 else None
    try:
        simulate(Scenario(people=100), replicates=10**7, periods=20, seed=1, paths=5,
                 checkpoint=file, progress=False)
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""


def child(*arguments):
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), *arguments],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_killed_run_resumes_with_the_bits_of_one_never_killed(tmp_path):
    file = tmp_path / "run.checkpoint"
    process = child(str(file))
    started = time.monotonic()
    while not file.exists() and time.monotonic() - started < 20:
        time.sleep(0.05)
    time.sleep(0.3)
    process.kill()
    process.communicate()
    with np.load(file) as stored:
        done = int(stored["count"])
    assert done >= 64
    options = {"replicates": done + 10, "periods": 20, "seed": 1, "paths": 5}
    resumed = simulate(Scenario(people=100), checkpoint=file, **options)
    whole = simulate(Scenario(people=100), **options)
    assert resumed.moments.identical(whole.moments)
    assert resumed.paths.identical(whole.paths)


def test_a_stop_request_is_answered_at_once():
    process = child()
    time.sleep(0.5)
    sent = time.monotonic()
    os.kill(process.pid, signal.SIGINT)
    answer = process.stdout.readline()
    waited = time.monotonic() - sent
    process.communicate()
    assert answer == "stopped\n"
    assert waited < 1.5


def test_a_given_network_decides_who_there_is():
    network = Network.from_edges(pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"]}), "a", "b")
    scenario = Scenario(pioneers=1, thin_size=3, engagement_seniors=3)
    run = simulate(scenario, network, periods=3, seed=1, histories=1)
    assert (run.paths["people"].sum(["place", "rung"]) == 3).all()
    assert set(run.histories["person"]) == {"x", "y", "z"}
    assert run.meta.counts["people"] == 3
    with pytest.raises(InvalidInput, match="`network` must have a node for each of the 4"):
        simulate(Scenario(initial_seniors=4), network)


def test_first_seniors_are_spread_over_hosts():
    run = simulate(
        Scenario(people=100, initial_seniors=31, pioneers=0, arrival=0, return_low=0, return_high=0,
                 separation=0, promotion=0, learning_arrival=0),
        periods=1, seed=1,
    )  # fmt: skip
    people = run.paths["people"].isel(replicate=0, period=0)
    assert people.sel(rung=2).to_numpy().tolist() == [0, 11, 10, 10]
    assert run.paths["confidence"].item() == pytest.approx((0.5 + 0.02) * 0.995)


def test_one_period_one_person_and_one_replicate_are_enough():
    alone = Scenario(people=1, neighbours=0, thin_size=0, engagement_seniors=0)
    run = simulate(alone, periods=1, seed=1, histories=1)
    assert run.paths["people"].sum() == 1
    assert np.isnan(run.moments["diaspora"].sel(statistic="sd").item())
    assert len(run.spells().to_frame()) >= 1


def test_results_show_themselves(lively):
    frame = lively.to_frame()
    assert frame.columns.tolist() == ["variable", "period", "mean", "sd", "se", "min", "max"]
    row = frame[(frame["variable"] == "seniors") & (frame["period"] == 60)].iloc[0]
    expected = lively.moments["seniors"].sel(period=60, statistic="mean")
    assert row["mean"] == pytest.approx(float(expected))
    assert "migrant_gain" in lively.summary()
    assert "Kuznetsov" in lively.cite()
    assert lively.meta.seed == 3
    assert lively.plot().get_xlabel()
    assert compare(lively, lively.fork(10, match=1)).plot().get_xlabel()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda run: run.fork(60, match=1), InvalidInput, "`at` must be"),
        (lambda run: run.fork(0, match=1), InvalidInput, "`at` must be"),
        (lambda run: run.fork(5), InvalidInput, "`levers` is empty"),
        (lambda run: run.fork(5, hosts=1), InvalidInput, "`levers` cannot change 'hosts'"),
        (lambda run: run.fork(5, match=-1), InvalidInput, "`match`"),
        (lambda run: run.fork(50, match=1).fork(50, match=2), InvalidInput, "`at` must be"),
        (lambda run: run.fork(59, match=1).fork(59, match=2), InvalidInput, "`at` leaves no"),
        (lambda run: run.spells(6), InvalidInput, "`replicate`"),
        (
            lambda run: compare(run, simulate(LIVELY, seed=4)),
            InvalidInput,
            "`b` must have the seed",
        ),
        (
            lambda run: compare(run, simulate(LIVELY, periods=9, seed=3)),
            InvalidInput,
            "`b` must have as many periods",
        ),
        (
            lambda run: compare(run, simulate(LIVELY, periods=60, seed=3)),
            InvalidInput,
            "at least two replicates in common",
        ),
        (lambda run: compare(run, run, level=1), InvalidInput, "`level`"),
        (lambda run: compare(run, run, of={"x": 3}), WrongType, "`of` must give functions: 'x'"),
        (
            lambda run: compare(run, run, of={"x": lambda paths: paths["seniors"]}),
            InvalidInput,
            "`of` must give a number for each of 6 replicates",
        ),
        (lambda run: simulate(LIVELY, checkpoint=3), WrongType, "`checkpoint` must be the path"),
        (lambda run: simulate(LIVELY, checkpoint="."), InvalidInput, "`checkpoint` must be a file"),
        (lambda run: simulate(LIVELY, periods=0), InvalidInput, "`periods`"),
    ],
)
def test_bad_arguments_are_refused(lively, call, error, message):
    with pytest.raises(error, match=message):
        call(lively)
