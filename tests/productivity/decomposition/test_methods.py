"""All dynamic methods: published numbers, oracles, identities, and what they share."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties import productivity
from weakties.datasets import decomposition_example, synthetic_firms
from weakties.errors import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import FirmPanel, compare_methods, decompose, olley_pakes
from weakties.productivity.decomposition.methods import CHANGES, DISTINCT, METHODS

from ...oracles.productivity import decomposition as oracle
from ...oracles.productivity.methods import ORACLES
from ..strategies import few, panel, rows

ALL = list(CHANGES)


def example():
    return FirmPanel.from_frame(
        decomposition_example(), "firm", "period", "log_productivity", share="share"
    )


def synthetic(firms=200, periods=5, groups=3, **options):
    table = synthetic_firms(firms, periods, groups, **options)
    return FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="group"
    )


# The package dfvad on its own example, from period 0 to 1 and, reversed, from 1 to 3.
PUBLISHED = {
    "baily-hulten-campbell": (
        [-0.1872, -0.2097, 0.3663, -0.2978],
        [0.1805, 0.2164, 0.2978, -0.3663],
    ),
    "griliches-regev": (
        [-0.18385, -0.037534, -0.128336, 0.021320],
        [0.18385, 0.037534, -0.021320, 0.128336],
    ),
    "foster-haltiwanger-krizan": (
        [-0.1872, -0.022822, 0.0067, -0.179238, 0.054160],
        [0.1805, 0.052246, 0.0067, 0.01152, 0.077434],
    ),
    "baldwin-gu": (
        [-0.18385, -0.04926, -0.09529, 0],
        [0.18385, 0.08307258065, 0.06147741935, 0],
    ),
    "diewert-fox": (
        [-0.2477971014, -0.03607971014, -0.1122231884, 0.0677],
        [0.2477971014, 0.03607971014, -0.0677, 0.1122231884],
    ),
    "melitz-polanec": (
        [-0.305, 0.02112318841, -0.1122231884, 0.0677],
        [0.305, -0.02112318841, -0.0677, 0.1122231884],
    ),
}


@pytest.mark.parametrize("method", PUBLISHED)
def test_the_published_numbers_forwards_and_backwards(method):
    parts = decompose(example(), method, periods="adjacent").components
    for pair, expected, total in zip(
        [(0, 1), (1, 3)], PUBLISHED[method], [-0.3284, 0.3284], strict=True
    ):
        assert_allclose(parts.loc[("all", *pair)], [*expected, total], rtol=0, atol=5e-11)


@few
@given(
    rows(weights=st.integers(0, 50).map(float)),
    st.sampled_from(["exit", "leave_out"]),
    st.sampled_from(["exit", "start", "end"]),
)
def test_every_cell_equals_the_oracle(table, gaps, group_change):
    firms = panel(table, gaps=gaps, group_change=group_change)
    found = decompose(firms, ALL, periods="all", groups="group")
    for group, t0, t1 in found["melitz-polanec"].components.index:
        before, after = oracle.compared(table, group, t0, t1, gaps, group_change)
        for name in ALL:
            parts = found[name].components.loc[(group, t0, t1)].iloc[:-1]
            if sum(before.w) == 0 or sum(after.w) == 0:
                # What happens at the other end, where there is weight, may be known.
                known = "entry" if sum(after.w) else "exit"
                assert parts.iloc[1:].drop(known).isna().all()
                continue
            expected = ORACLES[name](before, after)
            assert_allclose(parts, expected, rtol=1e-9, atol=1e-10, err_msg=name)


@few
@given(rows())
def test_the_parts_of_all_methods_add_up_to_the_same_total(table):
    found = decompose(panel(table), ALL, periods="all", groups="group")
    scale = found.components.abs().max(axis=1)
    assert ((found.residual.abs() <= 1e-12 * np.maximum(scale, 1)) | found.residual.isna()).all()
    for name in ALL:
        pd.testing.assert_series_equal(
            found[name].components["total"], found[ALL[0]].components["total"], check_exact=True
        )


@few
@given(rows(), st.sampled_from([-1e4, 0.1, 1e4]), st.sampled_from([1e-3, 7.0, 1e9]))
def test_only_the_first_method_knows_the_level_and_none_the_unit_of_weights(table, level, unit):
    found, moved = (
        decompose(panel(each), ALL, periods="all", groups="group")
        for each in (table, table.assign(p=table.p + level, w=table.w * unit))
    )
    for name in ALL[1:]:
        assert_allclose(moved[name].components, found[name].components, atol=1e-8)
    one, other = (each["baily-hulten-campbell"].components for each in (found, moved))
    assert_allclose(other[["within", "total"]], one[["within", "total"]], atol=1e-8)
    entrants = 1 - found["baily-hulten-campbell"].counts["share_survivors_t1"]
    assert_allclose((other - one)["entry"], level * entrants.where(one["entry"].notna()), atol=1e-7)


@few
@given(rows())
def test_symmetric_methods_turn_their_signs_backwards_in_time(table):
    names = ["griliches-regev", "diewert-fox", "melitz-polanec"]
    forwards = decompose(panel(table), names, periods="all")
    backwards = decompose(panel(table.assign(period=-table.period)), names, periods="all")
    for name in names:
        for (_, t0, t1), found in forwards[name].components.iterrows():
            expected = -backwards[name].components.loc[("all", -t1, -t0)]
            swapped = expected.rename({"entry": "exit", "exit": "entry"})
            assert_allclose(found, swapped[found.index], atol=1e-11)


@few
@given(rows(groups=1, everywhere=True))
def test_without_churn_entry_and_exit_are_0_and_methods_agree_within(table):
    found = decompose(panel(table), list(DISTINCT), periods="adjacent")
    for name in DISTINCT:
        parts = found[name].components
        assert parts[["entry", "exit"]].isin([0.0]).all(axis=None) or name == "baldwin-gu"
    assert found["baldwin-gu"].components.drop(columns="total").isna().all(axis=None)
    assert_allclose(
        found["griliches-regev"].components["within"],
        found["diewert-fox"].components["within"],
        atol=1e-12,
    )


@few
@given(rows(weights=st.just(1.0), groups=1, everywhere=True))
def test_equal_shares_move_no_weight(table):
    found = decompose(panel(table), ["griliches-regev", "diewert-fox"], periods="all")
    for each in found.by_method.values():
        assert_allclose(each.components["between"], 0, atol=1e-12)


@few
@given(rows())
def test_many_methods_at_once_give_the_bits_of_each_alone(table):
    firms = panel(table)
    together = decompose(firms, ALL, groups="group", bootstrap=3, seed=1)
    for name in ALL:
        alone = decompose(firms, name, groups="group", bootstrap=3, seed=1)
        assert alone.draws.tobytes() == together[name].draws.tobytes()
        pd.testing.assert_frame_equal(alone.components, together[name].components)


def test_each_function_is_its_method():
    firms = example()
    for name in DISTINCT:
        function = getattr(productivity, name.replace("-", "_"))
        found = function(firms, periods="all")
        pd.testing.assert_frame_equal(
            found.components, decompose(firms, name, periods="all").components
        )
        assert found.meta.method == name
        assert found.meta.sources == (METHODS[name].source,)
    second = productivity.foster_haltiwanger_krizan(firms, method=2)
    assert second.meta.method == "foster-haltiwanger-krizan-2"
    expected = productivity.griliches_regev(firms).components
    pd.testing.assert_frame_equal(second.components, expected)


def test_a_comparison_shows_all_side_by_side_and_in_words():
    found = compare_methods(example(), periods=(0, 1), bootstrap=10, seed=1)
    assert list(found.by_method) == list(DISTINCT)
    parts = found.components
    assert parts.columns.tolist() == [
        *["mean", "covariance", "within", "between", "cross", "entry", "exit", "total"]
    ]
    assert parts.loc[("all", 0, 1, "foster-haltiwanger-krizan"), "cross"] == pytest.approx(0.0067)
    assert len(found.to_frame()) == 5 * 5 + 6
    assert found.residual.abs().max() < 1e-15
    text = found.summary()
    assert "Residual: whole less sum of parts is at most" in text
    assert "exit is 0 by construction" in " ".join(text.split())
    assert found.differences["diewert-fox"] in found.meta.notes[4]
    assert {"foster2001", "efron1993"} <= set(found.meta.sources)
    with pytest.raises(InvalidInput, match="`method`"):
        found["olley-pakes"]


@pytest.mark.parametrize(
    ("periods", "pairs"),
    [
        (None, [(0, 3)]),
        ("adjacent", [(0, 1), (1, 2), (2, 3)]),
        ("all", [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]),
        ((1, 3), [(1, 3)]),
        ([(0, 2), (0, 1)], [(0, 2), (0, 1)]),
        (2, [(0, 2), (1, 3)]),
        ("chained", [(0, 1), (0, 2), (0, 3)]),
    ],
)
def test_periods_may_be_said_in_many_ways(periods, pairs):
    firms = synthetic(30, 4)
    assert decompose(firms, periods=periods).components.droplevel("group").index.tolist() == pairs


@few
@given(rows())
def test_chained_parts_are_sums_of_steps_and_add_up_to_the_direct_change(table):
    firms = panel(table)
    for name in ("griliches-regev", "melitz-polanec"):
        chained = decompose(firms, name, periods="chained", groups="group")
        steps = decompose(firms, name, periods="adjacent", groups="group").components
        direct = decompose(firms, name, periods="all", groups="group").components
        expected = steps.groupby("group").transform(lambda part: part.cumsum(skipna=False))
        # A sum is not defined from the first step on that is not.
        undefined = steps.isna().groupby("group").cummax().to_numpy()
        assert_allclose(chained.components, expected.mask(undefined), atol=1e-11)
        pd.testing.assert_frame_equal(chained.direct, direct.loc[chained.direct.index])
        gap = chained.difference["total"].dropna()
        assert_allclose(gap, 0, atol=1e-11)
        pd.testing.assert_frame_equal(chained.difference, chained.components - chained.direct)


def test_chained_errors_are_those_of_the_sums():
    firms = synthetic(60, 4)
    chained = decompose(firms, periods="chained", bootstrap=20, seed=3)
    steps = decompose(firms, periods="adjacent", bootstrap=20, seed=3)
    assert_allclose(chained.draws, steps.draws.cumsum(axis=1))
    assert "sums over adjacent steps" in chained.summary()


def nested():
    table = synthetic_firms(300, 3, 6, seed=2)
    table = table.assign(country=np.array(list("ab"))[table.group % 2], sector=table.group // 2)
    return FirmPanel.from_frame(
        table,
        *["firm", "period", "log_productivity"],
        weight="employees",
        group=["country", "sector", "group"],
    )


def test_nested_groups_are_the_combinations():
    firms = nested()
    found = decompose(firms, groups=["country", "sector"]).components
    assert found.index.names == ["country", "sector", "t0", "t1"]
    flat = decompose(firms, groups="group").components
    for country, sector, t0, t1 in found.index:
        group = sector * 2 + "ab".index(country)
        assert_allclose(found.loc[(country, sector, t0, t1)], flat.loc[(group, t0, t1)])
    levels = olley_pakes(firms, groups=["country", "sector"])
    assert levels.components.index.names == ["country", "sector", "period"]
    assert levels.to_frame().columns[:4].tolist() == ["method", "country", "sector", "t0"]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"method": "melitz"}, InvalidInput, "`method` must be one of"),
        ({"method": []}, InvalidInput, "`method` is empty"),
        ({"method": ["baldwin-gu"] * 2}, InvalidInput, "each method once"),
        ({"method": 3}, WrongType, "`method`"),
        ({"groups": []}, InvalidInput, "`groups` is empty"),
        ({"groups": ["sector"]}, UnknownLabel, "`groups`: the panel has no group column"),
        ({"periods": 0}, InvalidInput, "`periods`"),
        ({"periods": 3}, InvalidInput, "`periods`"),
        ({"periods": True}, WrongType, "`periods` must be"),
        ({"periods": 2.0}, WrongType, "`periods` must be"),
        ({"errors": "exact"}, InvalidInput, "`errors` must be one of"),
        ({"errors": "analytic", "bootstrap": 10}, InvalidInput, "leave out one of the two"),
        ({"errors": "analytic", "periods": "chained"}, InvalidInput, "use a bootstrap"),
        ({"productivity": np.ones((18, 2))}, InvalidInput, "needs `bootstrap`"),
        ({"productivity": np.ones((17, 2)), "bootstrap": 2}, InvalidInput, "`productivity`"),
        ({"productivity": np.full((18, 2), np.nan), "bootstrap": 2}, InvalidInput, "finite"),
    ],
)
def test_refused_options(arguments, error, message):
    with pytest.raises(error, match=message):
        decompose(example(), **arguments)


def test_threads_give_equal_bits():
    firms = synthetic()
    bits = [
        [
            decompose(firms, ALL, periods="all", groups="group", threads=threads, **options)
            for options in ({"bootstrap": 9, "seed": 2}, {"errors": "analytic"})
        ]
        for threads in (1, 2, 7)
    ]
    for other in bits[1:]:
        for one, same in zip(bits[0], other, strict=True):
            pd.testing.assert_frame_equal(one.to_frame(), same.to_frame(), check_exact=True)
