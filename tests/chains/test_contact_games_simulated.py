"""Dropping out and leaving, simulated: the games solved on small networks, and large ones."""

import time

import numpy as np
import pandas as pd
import pytest

from weakties.chains import (
    job_contact_dropout,
    job_contact_dropout_simulate,
    job_contact_exact,
    two_countries,
    two_countries_simulate,
)
from weakties.networks import Network

A, B = 0.1, 0.015
CIRCLE = np.array([[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]])
SAME = {"arrival": (A, A), "separation": (B, B), "wages": (1.0, 1.5)}


def path(count):
    ties = np.zeros((count, count), int)
    ties[np.arange(count - 1), np.arange(1, count)] = 1
    return ties + ties.T


@pytest.mark.parametrize("counted_from", ["next", "now"])
def test_dropping_out_is_that_of_the_solved_game(counted_from):
    costs = [0.2, 0.95, 0.7, 0.4, 2.0, 0.55]
    start = [True, False, True, True, True, False]
    options = {"counted_from": counted_from, "employed": start, "discount": 0.8}
    exact = job_contact_dropout(path(6), 0.2, 0.05, costs, **options).nodes
    found = job_contact_dropout_simulate(
        path(6), 0.2, 0.05, costs, replicates=4000, seed=1, **options
    ).nodes
    for name in ("most", "fewest"):
        assert found[f"stays_{name}"].tolist() == exact[f"stays_{name}"].tolist()
        off = found[f"value_{name}"] - exact[f"value_{name}"]
        assert off.abs().max() < 2.5e-2
        assert (off.abs() <= 4 * found[f"se_{name}"] + 1e-6).all()
    assert 0 < exact["stays_most"].sum() < 6


def test_both_equilibria_are_found():
    values = job_contact_dropout(CIRCLE, A, B, np.zeros(4)).nodes["value_most"]
    alone = job_contact_dropout(CIRCLE, A, B, np.full(4, 2.0)).nodes["value_most"]
    found = job_contact_dropout_simulate(
        CIRCLE, A, B, (values + alone) / 2, replicates=2000, seed=2
    ).nodes
    assert found["stays_most"].all()
    assert not found["stays_fewest"].any()


def test_leaving_is_that_of_the_solved_game():
    options = {
        "arrival": (0.2, 0.3),
        "separation": (0.1, 0.05),
        "wages": (1.0, 1.5),
        "benefits": (0.2, 0.0),
        "costs": [0.4, 0.55, 9.0, 0.1, 0.0, 0.0],
    }
    home = [0, 1, 2, 3]
    for weight, most in (({}, 2e-2), ({"discount": 0.9}, 8e-2)):
        exact = two_countries(path(6), home, **options, **weight).nodes
        found = two_countries_simulate(
            path(6), home, replicates=400, periods=400, burn_in=50, seed=3, **options, **weight
        ).nodes
        for name in ("fewest", "most"):
            assert found[f"leaves_{name}"].tolist() == exact[f"leaves_{name}"].tolist()
            for where in ("home", "abroad"):
                off = (found[f"{where}_{name}"] - exact[f"{where}_{name}"]).abs()
                assert off[:4].max() < most
                assert (off[:4] <= 4.5 * found[f"{where}_se_{name}"][:4] + 1e-6).all()
                assert found[f"{where}_{name}"][4:].isna().all()


def test_errors_of_incomes_grow_with_what_a_job_adds():
    def errors(wages, benefits):
        found = two_countries_simulate(
            np.zeros((1, 1)), [0], arrival=(0.2, 0.3), separation=(0.1, 0.1), wages=wages,
            benefits=benefits, costs=[0.0], burn_in=5, periods=10, replicates=20, seed=1,
        ).nodes  # fmt: skip
        return found[["home_se_most", "abroad_se_most"]].iloc[0].to_numpy()

    small, large = errors((1.0, 1.0), (0.0, 0.0)), errors((2.0, 3.0), (0.5, 4.0))
    np.testing.assert_allclose(large, [1.5, 1.0] * small, rtol=1e-9)


def test_without_ties_values_are_the_closed_form():
    # Alone and without a job: a value of 0.4873, or 0.9258 with one.
    count = 400
    ties = Network.from_edges(
        pd.DataFrame({"source": [0], "target": [1]}), "source", "target", nodes=range(count)
    )
    start = np.arange(count) % 2 == 0
    found = job_contact_dropout_simulate(
        ties, A, B, np.zeros(count), employed=start, replicates=50, seed=4
    ).nodes.iloc[2:]
    value = found["value_most"].groupby(start[2:]).mean()
    assert value[True] == pytest.approx(0.9258, abs=3e-3)
    assert value[False] == pytest.approx(0.4873, abs=6e-3)


def test_the_long_run_is_that_of_the_solved_market():
    found = two_countries_simulate(
        CIRCLE, [0], costs=[9, 0, 0, 0], periods=4000, burn_in=200, replicates=40, seed=5, **SAME
    ).nodes
    # Who would follow the others abroad: the circle of four is whole there.
    together = 1.5 * (1 - job_contact_exact(CIRCLE, A, B).mean_unemployment)
    assert found.loc[0, "abroad_fewest"] == pytest.approx(together, abs=1e-2)
    alone = 1 - B / (B + A * (1 - B))
    assert found.loc[0, "home_fewest"] == pytest.approx(alone, abs=2e-2)


def sparse(count):
    random = np.random.default_rng(1)
    pairs = np.unique(np.sort(random.integers(0, count, (3 * count, 2)), axis=1), axis=0)
    frame = pd.DataFrame(pairs[pairs[:, 0] != pairs[:, 1]], columns=["source", "target"])
    return Network.from_edges(frame, "source", "target", nodes=range(count))


def test_fifty_thousand_nodes_take_no_more_than_a_moment():
    # Nobody is in doubt, so that rounds are few, and what grows faster than the network would show.
    count = 50_000
    ties, free = sparse(count), np.arange(count) % 4 > 0
    started = time.process_time()
    stays = job_contact_dropout_simulate(
        ties, A, B, np.where(free, -9, 9), discount=0.5, replicates=2, trials=2, seed=1, threads=1
    )
    leaves = two_countries_simulate(
        ties, list(range(count // 2)), costs=np.where(free, -9, 9), burn_in=2, periods=8,
        replicates=2, trials=2, seed=1, threads=1, **SAME,
    )  # fmt: skip
    assert time.process_time() - started < 4
    for name in ("most", "fewest"):
        assert (stays.nodes[f"stays_{name}"] == free).all()
        at_home = leaves.nodes[f"leaves_{name}"][: count // 2]
        assert (at_home == free[: count // 2]).all()
    assert stays.meta.notes == leaves.meta.notes == ()


def test_ends_that_pass_each_other_are_told_of():
    count = 300
    costs = np.random.default_rng(2).uniform(0.8, 1, count)
    options = {"costs": costs, "replicates": 2, "trials": 2, "seed": 6}
    found = job_contact_dropout_simulate(sparse(count), A, B, margin=0, **options)
    crossed = found.nodes["stays_fewest"] & ~found.nodes["stays_most"]
    assert crossed.sum() > 0
    (note,) = found.meta.notes
    assert note.startswith(f"{crossed.sum()} nodes take part where the fewest do")
    waited = job_contact_dropout_simulate(sparse(count), A, B, **options)
    assert not (waited.nodes["stays_fewest"] & ~waited.nodes["stays_most"]).any()
    for end, note in zip(("most", "fewest"), waited.meta.notes, strict=True):
        nodes = waited.nodes
        wants = nodes[f"value_{end}"] >= nodes["cost"]
        unsure = (wants != nodes[f"stays_{end}"]).sum()
        assert note.startswith(f"{unsure} nodes would change where the {end} take part")


def random_game(seed, count=6):
    """Draw ties, and costs at which many are in doubt."""
    random = np.random.default_rng(seed)
    ties = np.triu(random.random((count, count)) < 0.5, 1).astype(int)
    ties += ties.T
    start = random.random(count) < 0.7
    values = job_contact_dropout(ties, A, B, np.zeros(count), employed=start).nodes["value_most"]
    return ties, values + random.normal(0, 0.1, count), start


def test_ends_lie_around_those_of_the_solved_game():
    moved = passed = 0
    for seed in range(12):
        ties, costs, start = random_game(seed)
        exact = job_contact_dropout(ties, A, B, costs, employed=start).nodes
        options = {"employed": start, "replicates": 40, "seed": seed, "threads": 1}
        found = job_contact_dropout_simulate(ties, A, B, costs, **options).nodes
        assert (found["stays_most"] >= exact["stays_most"]).all()
        assert (found["stays_fewest"] <= exact["stays_fewest"]).all()
        moved += found["stays_fewest"].sum() + (~found["stays_most"]).sum()
        rash = job_contact_dropout_simulate(ties, A, B, costs, margin=0, **options).nodes
        passed += (rash["stays_most"] < exact["stays_most"]).sum()
        passed += (rash["stays_fewest"] > exact["stays_fewest"]).sum()
    # Waiting is not all that is done, and without it errors go through.
    assert moved > 0
    assert passed > 3


def test_countries_found_lie_around_those_of_the_solved_game():
    options = {**SAME, "costs": [0.44, 0.47, 0.45, 0.5, 0, 0], "home": [0, 1, 2, 3]}
    effort = {"burn_in": 30, "periods": 60, "replicates": 10, "threads": 1}
    passed = 0
    for seed in range(10):
        ties, _, _ = random_game(seed)
        exact = two_countries(ties, **options).nodes
        found = two_countries_simulate(ties, seed=seed, **effort, **options).nodes
        assert (found["leaves_fewest"] <= exact["leaves_fewest"]).all()
        assert (found["leaves_most"] >= exact["leaves_most"]).all()
        rash = two_countries_simulate(ties, seed=seed, margin=0, **effort, **options).nodes
        passed += (rash["leaves_fewest"] > exact["leaves_fewest"]).any()
    assert passed > 1


def test_errors_do_not_go_round_a_large_network():
    # With far too few replicates to decide by, waiting ends the rounds where rashness goes on.
    count = 3000
    costs = np.random.default_rng(2).uniform(0.3, 0.6, count)
    options = {"home": [*range(count // 2)], "costs": costs, "seed": 6, **SAME}
    effort = {"burn_in": 20, "periods": 40, "replicates": 3, "trials": 2}
    waited, rash = (
        two_countries_simulate(sparse(count), margin=margin, **effort, **options).meta.counts
        for margin in (3, 0)
    )
    assert waited["rounds to most"] == 1
    assert waited["rounds to fewest"] < 5
    assert rash["rounds to most"] > 10


def test_a_large_network_gives_equal_bits_on_any_threads():
    count = 1000
    ties, costs = sparse(count), np.random.default_rng(2).uniform(0.8, 1, count)
    one, two, seven = (
        job_contact_dropout_simulate(
            ties, A, B, costs, replicates=4, trials=3, margin=1, seed=6, threads=threads
        )
        for threads in (1, 2, 7)
    )
    pd.testing.assert_frame_equal(two.nodes, one.nodes, check_exact=True)
    pd.testing.assert_frame_equal(seven.nodes, one.nodes, check_exact=True)
    nodes = one.nodes
    cost = nodes.groupby("stays_most")["cost"].mean()
    assert cost[True] < cost[False]
