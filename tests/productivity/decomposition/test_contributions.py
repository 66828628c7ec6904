"""From groups to the whole: oracle, adding up, fixed weights, churn of groups, errors."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.errors import InvalidInput, UnknownLabel
from weakties.productivity import decompose, group_contributions
from weakties.productivity.decomposition.methods import CHANGES, METHODS

from ...oracles.productivity import decomposition as oracle
from ...oracles.productivity.methods import ORACLES
from ..strategies import few, panel, rows
from .test_methods import nested, synthetic

WEIGHTS = st.sampled_from(["average", "start", "end"])


def expected(table, method, weights, t0, t1):
    """Weigh each group's parts, and value its change of weight, by the definition."""
    cells = {g: oracle.compared(table, g, t0, t1) for g in sorted(table.group.unique())}
    w0, w1 = (sum(cell[side].w.sum() for cell in cells.values()) for side in (0, 1))
    p0, p1 = (
        sum((cell[side].w * cell[side].p).sum() for cell in cells.values()) / w
        for side, w in ((0, w0), (1, w1))
    )
    at = {"average": 0.5, "start": 0.0, "end": 1.0}[weights]
    level = (1 - at) * p0 + at * p1
    found = {}
    for group, (before, after) in cells.items():
        old, new = before.w.sum() / w0, after.w.sum() / w1
        parts = [np.nan]
        if old > 0 and new > 0:
            parts = ORACLES[method](before, after)
        if np.isnan(parts).any():
            parts = [0.0] * len(METHODS[method].components)
            between = (after.w * (after.p - level)).sum() / w1
            between -= (before.w * (before.p - level)).sum() / w0
        else:
            parts = [((1 - at) * old + at * new) * part for part in parts]
            own0, own1 = ((c.w * c.p).sum() / c.w.sum() for c in (before, after))
            between = (new - old) * (at * own0 + (1 - at) * own1 - level)
        found[group] = [*parts, between, sum(parts) + between]
    return found, p1 - p0


@few
@given(rows(), st.sampled_from(sorted(CHANGES)), WEIGHTS)
def test_every_contribution_equals_the_oracle_and_all_add_up(table, method, weights):
    result = group_contributions(
        panel(table), method, groups="group", weights=weights, periods="all"
    )
    for (_, t0, t1), whole in result.wholes.components.iterrows():
        parts, change = expected(table, method, weights, t0, t1)
        for group, values in parts.items():
            found = result.components.loc[(group, t0, t1)]
            assert_allclose(found, values, rtol=1e-9, atol=1e-10)
        assert whole["total"] == pytest.approx(change, abs=1e-11)
        assert_allclose(whole.iloc[:-1].sum(), change, atol=1e-11)
    assert result.residual.abs().max() <= 1e-11
    assert result.wholes.residual.abs().max() <= 1e-11


@few
@given(rows(groups=1), WEIGHTS)
def test_a_single_group_is_the_whole(table, weights):
    result = group_contributions(panel(table), groups="group", weights=weights)
    parts = decompose(panel(table)).components.to_numpy()
    assert_allclose(result.components.drop(columns="between_groups"), parts, atol=1e-12)
    assert_allclose(result.components["between_groups"], 0, atol=1e-12)


def test_wholes_within_countries_are_those_of_each_country_alone():
    firms = nested()
    result = group_contributions(
        firms, "diewert-fox", groups=["country", "sector"], within="country", periods="adjacent"
    )
    assert result.wholes.components.index.names == ["country", "t0", "t1"] or (
        result.wholes.components.index.names == ["group", "t0", "t1"]
    )
    total = decompose(firms, groups="country", periods="adjacent").components["total"]
    assert_allclose(result.wholes.components["total"], total, atol=1e-12)
    assert_allclose(result.components["total"].groupby(level=[0, 2, 3]).sum(), total, atol=1e-12)
    for count in ("n_survivors", "n_entrants", "n_exiters"):
        by_country = decompose(firms, groups="country", periods="adjacent").counts[count]
        assert result.wholes.counts[count].tolist() == by_country.tolist()


def test_resamples_have_their_own_weights():
    firms = synthetic(80, 3)
    result = group_contributions(firms, groups="group", bootstrap=30, seed=4)
    # The whole in each resample is what the whole panel gives with the same draws.
    whole = decompose(firms, bootstrap=30, seed=4)
    assert_allclose(result.wholes.draws[:, 0, -1], whole.draws[:, 0, -1], atol=1e-12)
    assert_allclose(result.draws[:, :, -1].sum(axis=1), whole.draws[:, 0, -1], atol=1e-12)
    assert (result.se["between_groups"] > 0).all()


def test_threads_give_equal_bits():
    firms = synthetic()
    one, *others = (
        group_contributions(firms, groups="group", bootstrap=7, seed=2, threads=threads)
        for threads in (1, 2, 7)
    )
    for other in others:
        assert other.draws.tobytes() == one.draws.tobytes()
        assert other.wholes.draws.tobytes() == one.wholes.draws.tobytes()


def test_two_groups_by_hand():
    # Weights of groups go from 1/4 and 3/4 to 3/4 and 1/4, so P0 = 5/2, P1 = 9/4 and M = 19/8.
    table = pd.DataFrame(
        {
            "firm": ["x", "x", "y", "y"],
            "period": [0, 1, 0, 1],
            "group": ["a", "a", "b", "b"],
            "p": [1.0, 2.0, 3.0, 3.0],
            "w": [1.0, 3.0, 3.0, 1.0],
        }
    )
    found = group_contributions(panel(table), groups="group").components
    parts = ["mean", "covariance", "entry", "exit", "between_groups", "total"]
    a = [1 / 2, 0, 0, 0, 1 / 2 * (3 / 2 - 19 / 8), 1 / 16]
    b = [0, 0, 0, 0, -1 / 2 * (3 - 19 / 8), -5 / 16]
    assert_allclose(found[parts], [a, b], atol=1e-15)


def test_a_group_that_comes_contributes_by_its_weight_alone():
    table = pd.DataFrame(
        {
            "firm": ["x", "x", "y"],
            "period": [0, 1, 1],
            "group": ["a", "a", "b"],
            "p": [1.0, 2.0, 5.0],
            "w": [1.0, 3.0, 1.0],
        }
    )
    result = group_contributions(panel(table), groups="group", weights="start")
    # P0 = 1 and P1 = 2.75; group b weighs a quarter and is 4 above P0.
    assert result.components.loc[("b", 0, 1)].tolist() == [0.0, 0.0, 0.0, 0.0, 1.0, 1.0]
    assert result.components.loc[("a", 0, 1), "mean"] == 1.0
    assert result.wholes.components["total"].item() == 1.75
    assert "1 of 2 cells lack components" in result.summary()


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"groups": None}, InvalidInput, "`groups` must name"),
        ({"groups": "region"}, UnknownLabel, "`groups`"),
        ({"within": "country"}, InvalidInput, "`within` must name some of"),
        ({"weights": "fixed"}, InvalidInput, "`weights` must be one of"),
        ({"periods": "chained"}, InvalidInput, "cannot be 'chained'"),
        ({"method": "olley-pakes"}, InvalidInput, "`method`"),
    ],
)
def test_refused_options(arguments, error, message):
    with pytest.raises(error, match=message):
        group_contributions(nested(), **{"groups": ["sector"]} | arguments)
