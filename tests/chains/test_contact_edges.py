"""Job contacts where it is close: pooled hazards, indifference, burn-in, whom one tells."""

import numpy as np
import pytest

from weakties.chains import (
    greedy_seeds,
    job_contact_dropout,
    job_contact_dropout_simulate,
    job_contact_exact,
    job_contact_simulate,
    two_countries,
    two_countries_simulate,
)

# A star of three with one more at the end of an arm: no two agents need be alike.
TREE = np.zeros((5, 5), int)
for one, other in [(0, 1), (0, 2), (0, 3), (3, 4)]:
    TREE[one, other] = TREE[other, one] = 1


def test_pooled_hazards_weigh_agents_by_how_many_wait_so_long():
    found = job_contact_exact(TREE, 0.2, 0.1, durations=range(1, 6))
    # As many wait at least one period as are unemployed; those who find nothing go on waiting.
    waiting = found.unemployment.to_numpy()
    for duration in range(1, 6):
        own = found.hazards.loc[duration].to_numpy()
        pooled = (waiting * own).sum() / waiting.sum()
        assert found.pooled_hazards[duration] == pytest.approx(pooled, rel=1e-9)
        waiting = waiting * (1 - own)
    assert np.ptp(found.hazards.loc[1]) > 0.01


def test_who_is_indifferent_stays():
    alone = np.zeros((1, 1))
    value = job_contact_dropout(alone, 0.2, 0.1, [0.0]).nodes["value_most"].item()
    for cost in (value, value + 1e-14):
        found = job_contact_dropout(alone, 0.2, 0.1, [cost]).nodes
        assert found[["stays_most", "stays_fewest"]].all(axis=None)
    options = {"replicates": 5, "seed": 1, "margin": 0}
    value = job_contact_dropout_simulate(alone, 0.2, 0.1, [0.0], **options).nodes
    cost = value["value_most"].to_numpy()
    found = job_contact_dropout_simulate(alone, 0.2, 0.1, cost, **options).nodes
    assert found[["stays_most", "stays_fewest"]].all(axis=None)
    # Who may be indifferent or not, for all one can tell, stays where he or she is.
    found = job_contact_dropout_simulate(alone, 0.2, 0.1, cost, **{**options, "margin": 3}).nodes
    assert found[["stays_most", "stays_fewest"]].iloc[0].tolist() == [True, False]


@pytest.mark.parametrize("burn_in", [0, 3])
def test_waiting_and_finding_are_counted_as_one_would_by_hand(burn_in):
    # Of one person alone the path says all.
    durations, periods = [1, 2, 3, 5], 9
    found = job_contact_simulate(
        np.zeros((1, 1)), 0.3, 0.4, periods=periods, burn_in=burn_in, replicates=200,
        employed=[False], durations=durations, seed=1,
    )  # fmt: skip
    whole = job_contact_simulate(
        np.zeros((1, 1)), 0.3, 0.4, periods=periods + burn_in, burn_in=0, replicates=200,
        employed=[False], seed=1,
    )  # fmt: skip
    paths = whole.paths.to_numpy().T
    assert (paths[:, burn_in:] == found.paths.to_numpy().T).all()
    for duration in durations:
        waiting = finding = 0
        for path in paths:
            out = [True, *(path == 1)]
            for now in range(max(burn_in, duration - 1), burn_in + periods):
                if all(out[now - duration + 1 : now + 1]):
                    waiting += 1
                    finding += not out[now + 1]
        assert found.hazards.loc[duration, ["waiting", "finding"]].tolist() == [waiting, finding]


def test_who_starts_without_a_job_is_told_of_openings_at_once():
    star = np.zeros((5, 5), int)
    star[0, 1:] = star[1:, 0] = 1
    found = job_contact_simulate(
        star, 0.2, 0.0, periods=1, replicates=20_000, employed=[False, *[True] * 4], seed=1
    ).unemployment
    # Nobody of the five hears of anything.
    assert found[0] == pytest.approx(0.8**5, abs=0.015)
    assert (found[1:] == 0).all()


def test_incomes_abroad_are_of_the_benefits_there():
    found = two_countries(
        np.zeros((1, 1)),
        [0],
        arrival=(0.2, 0.4),
        separation=(0.1, 0.1),
        wages=(1.0, 3.0),
        benefits=(0.5, 0.25),
        costs=[0.0],
    ).nodes
    # Alone, h = a (1 − b) are hired and b separated.
    home, abroad = (a * 0.9 / (a * 0.9 + 0.1) for a in (0.2, 0.4))
    assert found["home_most"].item() == pytest.approx(home + 0.5 * (1 - home))
    assert found["abroad_most"].item() == pytest.approx(3 * abroad + 0.25 * (1 - abroad))


def test_periods_before_the_long_run_do_not_count():
    # Everybody starts without a job, and jobs are rare: ten periods are far from the long run.
    alone = np.zeros((1, 1))
    markets = {
        "arrival": (0.05, 0.05),
        "separation": (0.02, 0.02),
        "wages": (1.0, 1.0),
        "costs": [0.0],
    }
    long_run = two_countries(alone, [0], **markets).nodes["home_most"].item()
    found = two_countries_simulate(
        alone, [0], **markets, periods=10, burn_in=300, replicates=2000, seed=2
    ).nodes["home_most"]
    assert found.item() == pytest.approx(long_run, abs=0.05)


def test_openings_are_told_to_all_neighbours_alike():
    # The leaves of a star are alike; only their numbers differ.
    star = np.zeros((5, 5), int)
    star[0, 1:] = star[1:, 0] = 1
    options = {"discount": 0.8, "employed": [True, False, False, False, False]}
    exact = job_contact_dropout(star, 0.4, 0.2, np.zeros(5), **options).nodes
    found = job_contact_dropout_simulate(
        star, 0.4, 0.2, np.zeros(5), replicates=4000, seed=3, **options
    ).nodes
    off = abs(found["value_most"] - exact["value_most"])
    assert (off < 4.5 * found["se_most"]).all()
    assert (found["se_most"] < 0.01).all()


def test_errors_are_of_the_mean_of_replicates():
    def sums(count):
        run = job_contact_dropout_simulate(
            np.zeros((1, 1)), 0.3, 0.2, [0.0], discount=0.7, replicates=count, seed=1
        ).nodes.iloc[0]
        mean, error = run["value_most"], run["se_most"]
        return count * mean, error**2 * count * (count - 1) + count * mean**2

    # A replicate is the same however many there are, so one more adds itself and its square.
    for count in range(2, 6):
        (sum_before, squares_before), (sum_after, squares_after) = sums(count), sums(count + 1)
        added = sum_after - sum_before
        assert squares_after - squares_before == pytest.approx(added**2, abs=1e-12)


@pytest.mark.parametrize("model", ["independent-cascade", "linear-threshold"])
def test_of_equal_seeds_the_first_is_chosen(model):
    cycle = np.roll(np.eye(4), 1, axis=1)
    weight = cycle + cycle.T
    chance = {"probability": 1.0} if model == "independent-cascade" else {}
    found = greedy_seeds(weight, 1, model=model, replicates=5, seed=1, **chance)
    assert found.index.tolist() == [0]
