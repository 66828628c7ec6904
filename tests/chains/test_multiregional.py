"""Populations of several places: Leslie's matrix, identities, the long run."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from weakties import InvalidInput
from weakties.chains import multiregional_projection, multiregional_survival

AGES, PLACES = [0, 5, 10], ["city", "land"]


def rates(random, ages=AGES, places=PLACES, scale=0.02):
    index = pd.MultiIndex.from_product([ages, places], names=["age", "origin"])
    moves = pd.DataFrame(
        random.uniform(0, scale, (len(index), len(places))), index=index, columns=places
    )
    shape = (len(ages), len(places))
    by_age = [
        pd.DataFrame(random.uniform(low, high, shape), index=ages, columns=places)
        for low, high in ((0.001, 0.02), (0.0, 0.1), (10, 100))
    ]
    return moves, *by_age


def test_one_place_is_a_leslie_matrix_by_hand():
    index = pd.MultiIndex.from_product([[0, 15], ["all"]])
    moves = pd.DataFrame({"all": [0.0, 0.0]}, index=index)
    deaths, births, people = (
        pd.DataFrame({"all": values}, index=[0, 15])
        for values in ([0.01, 0.02], [0.0, 0.05], [10.0, 20.0])
    )
    found = multiregional_projection(people, moves, deaths, births, width=15, steps=1)
    p = [(1 - 7.5 * m) / (1 + 7.5 * m) for m in (0.01, 0.02)]
    on = p[0] * (1 + p[1]) / (1 + p[0])
    born = [15 / 4 * (1 + p[0]) * x for x in (on * 0.05, 0.05 + p[1] * 0.05)]
    np.testing.assert_allclose(found.growth, [[born[0], on], [born[1], p[1]]])
    np.testing.assert_allclose(
        found.population.loc[1, "all"], [10 * born[0] + 20 * born[1], 10 * on + 20 * p[1]]
    )


@given(st.integers(0, 10_000))
def test_places_that_are_alike_grow_as_one(seed):
    random = np.random.default_rng(seed)
    moves, deaths, births, people = rates(random)
    deaths["land"], births["land"] = deaths["city"], births["city"]
    both = multiregional_projection(people, moves, deaths, births, width=5, steps=3)
    one = multiregional_projection(
        people.sum(axis=1).to_frame("all"),
        pd.DataFrame({"all": 0.0}, index=pd.MultiIndex.from_product([AGES, ["all"]])),
        deaths[["city"]].set_axis(["all"], axis=1),
        births[["city"]].set_axis(["all"], axis=1),
        width=5,
        steps=3,
    )
    np.testing.assert_allclose(both.population.sum(axis=1), one.population["all"], rtol=1e-10)
    assert both.growth_rate == pytest.approx(one.growth_rate, abs=1e-10)


@given(st.integers(0, 10_000))
def test_survival_is_that_of_continuous_time_as_groups_become_narrow(seed):
    moves, deaths, *_ = rates(np.random.default_rng(seed))
    width = 0.01
    found = multiregional_survival(moves, deaths, width=width)
    for age in AGES:
        q = moves.loc[age].to_numpy().copy()
        np.fill_diagonal(q, 0)
        np.fill_diagonal(q, -q.sum(axis=1) - deaths.loc[age].to_numpy())
        np.testing.assert_allclose(found.loc[age], expm(width * q), atol=1e-9)


def test_the_long_run_is_reached_by_projecting():
    moves, deaths, births, people = rates(np.random.default_rng(3))
    found = multiregional_projection(people, moves, deaths, births, width=5, steps=400)
    last, before = found.population.loc[400], found.population.loc[399]
    np.testing.assert_allclose(last / last.to_numpy().sum(), found.stable, rtol=1e-8)
    step = last.to_numpy().sum() / before.to_numpy().sum()
    assert np.log(step) / 5 == pytest.approx(found.growth_rate)


def test_order_of_labels_does_not_matter_and_nothing_is_changed():
    moves, deaths, births, people = rates(np.random.default_rng(4))
    first = multiregional_projection(people, moves, deaths, births, width=5, steps=2)
    turned = multiregional_projection(
        people[::-1], moves, deaths[PLACES[::-1]], births[::-1], width=5, steps=2
    )
    pd.testing.assert_frame_equal(first.population, turned.population)
    shuffled = multiregional_survival(moves[::-1].sort_index(level="origin"), deaths, width=5)
    pd.testing.assert_frame_equal(
        shuffled.sort_index(), multiregional_survival(moves, deaths, width=5)
    )
    assert first.plot().get_xlabel() == "Step"
    assert first.to_frame().columns.tolist() == ["step", "age", "place", "population"]
    assert "multiregional" in first.summary()


def test_rates_that_are_too_high_are_refused():
    moves, deaths, *_ = rates(np.random.default_rng(5))
    with pytest.raises(InvalidInput, match="take narrower age groups"):
        multiregional_survival(moves, deaths + 0.5, width=5)


@given(st.integers(0, 10_000))
def test_growth_follows_its_formulas_block_by_block(seed):
    moves, deaths, births, people = rates(np.random.default_rng(seed), scale=0.1)
    found = multiregional_projection(people, moves, deaths, births, width=5, steps=1)
    one = np.eye(2)
    p = []
    for age in AGES:
        m = -moves.loc[age].to_numpy()
        np.fill_diagonal(m, 0)
        np.fill_diagonal(m, deaths.loc[age].to_numpy() - m.sum(axis=1))
        p.append(np.linalg.inv(one + 2.5 * m) @ (one - 2.5 * m))
    f = [np.diag(births.loc[age]) for age in AGES]
    for at, age in enumerate(AGES):
        last = at == len(AGES) - 1
        onwards = at if last else at + 1
        s = p[at] if last else np.linalg.inv(one + p[at]) @ p[at] @ (one + p[at + 1])
        expected = np.zeros((len(AGES), 2, 2))
        expected[onwards] = s
        expected[0] += 5 / 4 * (f[at] + s @ f[onwards]) @ (one + p[0])
        rows = found.growth.loc[age].to_numpy()
        np.testing.assert_allclose(rows, np.hstack(list(expected)), atol=1e-12)
