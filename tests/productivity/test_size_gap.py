"""The gap between size classes: by hand, oracle, identities, refusals, edges, threads."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.datasets import published_size_gaps, synthetic_firms
from weakties.errors import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import FirmPanel, melitz_polanec, size_class, size_gap

from ..oracles.productivity import size_gap as oracle
from .strategies import few, panel, rows

ORDER = ["s", "m", "l"]
CLASS_OF = st.sampled_from(["moving", "start", "end"])


@st.composite
def classed(draw):
    """Draw firms with a size class in each period."""
    table = draw(rows())
    table["size"] = [draw(st.sampled_from(ORDER)) for _ in range(len(table))]
    return table


def gap_of(table, **options):
    firms = panel(table, group=["group", "size"])
    return size_gap(
        firms, "size", **{"order": sorted(set(table["size"]), key=ORDER.index)} | options
    )


def by_hand(**options):
    # Firm 0 stays small, firm 1 becomes large, firm 2 stays large.
    table = pd.DataFrame(
        {
            "firm": [0, 0, 1, 1, 2, 2],
            "period": [0, 1] * 3,
            "group": "g",
            "size": ["s", "s", "s", "l", "l", "l"],
            "p": [1.0, 1.0, 3.0, 4.0, 6.0, 8.0],
            "w": [0.125, 0.25, 0.125, 0.25, 0.75, 0.5],
        }
    )
    return gap_of(table, **options)


def test_three_firms_by_hand():
    result = by_hand(logs=False)
    assert result.gap.value.loc[("all", "s", 0)].tolist() == [4.0, 0.0, 4.0, 1 / 3]
    half = result.what_if.value.loc[("all", "s", 0, "close 50% of the mean gap")]
    assert half.tolist() == [0.5, 5.5, 2.0, 2 / 3]
    # P goes from 5 to 5¼, so M = 5⅛; the small class goes from 2 to 1 at ¼, one leaves upwards.
    small = result.contributions.value.loc[("all", 0, 1, "s")]
    assert small.tolist() == [-0.25, 0.0, -0.25]
    moves = result.moves.value.loc[("all", 0, 1, "s")]
    assert moves["stayers"] == -0.125 * 4.125
    assert moves["upgraders_out"] == 0.125 * 2.125
    assert result.flows.loc[("all", 0, 1, "s", "l"), "n_firms"] == 1
    assert result.migration.value.loc[("all", 0, 1, "s", "l")].tolist() == [
        0.5, 0.125, 0.25, 3.0, 4.0, 1.0,
    ]  # fmt: skip
    assert by_hand().gap.value["relative"].iloc[0] == pytest.approx(np.exp(-4))


def test_with_fixed_classes_nobody_moves():
    start, end = by_hand(class_of="start"), by_hand(class_of="end")
    assert start.contributions.value.loc[("all", 0, 1, "s"), "within"] == 0.375 * 0.5
    assert end.contributions.value.loc[("all", 0, 1, "s"), "within"] == 0.0
    for result in (start, end):
        assert (result.moves.value.filter(like="grade") == 0).all(axis=None)
        assert "regression to the mean" in result.meta.notes[0]


@few
@given(classed())
def test_gaps_and_what_if_equal_the_oracle(table):
    order = sorted(set(table["size"]), key=ORDER.index)
    if len(order) < 2:
        return
    result = gap_of(table, groups="group", close=0.3)
    for place, ((group, size, period), found) in enumerate(result.gap.value.iterrows()):
        cell = table[(table.group == group) & (table.period == period)]
        own, reference = cell[cell["size"] == size], cell[cell["size"] == order[-1]]
        if len(own) == 0 or len(reference) == 0:
            assert found.isna().all()
            continue
        assert_allclose(found, oracle.gap(own, reference), rtol=1e-9, atol=1e-9)
        scenarios = result.what_if.value.iloc[3 * place : 3 * place + 3]
        expected = oracle.what_if(cell, own, reference, 0.3)
        assert_allclose(scenarios, expected, rtol=1e-8, atol=1e-8)


@few
@given(classed(), CLASS_OF)
def test_moves_equal_the_oracle_and_add_up(table, class_of):
    order = sorted(set(table["size"]), key=ORDER.index)
    if len(order) < 2:
        return
    result = gap_of(table, class_of=class_of, periods="all")
    for (_, t0, t1, size), found in result.moves.value.iterrows():
        before, after = (table[table.period == t].set_index("firm") for t in (t0, t1))
        before, after = oracle.fixed(before, after, class_of)
        assert_allclose(found, oracle.moves(before, after, size, order), atol=1e-9)
    totals = result.contributions.value["total"].groupby(level=["t0", "t1"]).sum()
    change = melitz_polanec(panel(table), periods="all").components["total"].loc["all"]
    assert_allclose(totals, change, atol=1e-10)
    parts = result.contributions.value.dropna()
    assert_allclose(parts["within"] + parts["between"], parts["total"], atol=1e-10)


@few
@given(classed())
def test_the_change_of_gaps_with_moving_classes_is_that_of_levels(table):
    if table["size"].nunique() < 2:
        return
    result = gap_of(table, periods="all")
    for (group, size, t0, t1), found in result.changes.value.reorder_levels(
        ["group", "class", "t0", "t1"]
    ).iterrows():
        levels = result.gap.value.iloc[:, :3]
        expected = levels.loc[(group, size, t1)] - levels.loc[(group, size, t0)]
        assert_allclose(found, expected, atol=1e-10)


@few
@given(classed(), st.sampled_from([-1e3, 0.1]), st.sampled_from([1e-3, 1e6]))
def test_level_and_unit_do_not_matter(table, level, unit):
    if table["size"].nunique() < 2:
        return
    before = gap_of(table)
    after = gap_of(table.assign(p=table.p + level, w=table.w * unit))
    for name in ("gap", "changes", "contributions", "moves"):
        assert_allclose(getattr(after, name).value, getattr(before, name).value, atol=1e-8)


@few
@given(classed())
def test_backwards_in_time_contributions_turn_their_signs(table):
    if table["size"].nunique() < 2:
        return
    forwards = gap_of(table, periods="all").contributions.value
    mirrored = gap_of(table.assign(period=-table.period), periods="all").contributions.value
    for (group, t0, t1, size), found in forwards.iterrows():
        assert_allclose(found, -mirrored.loc[(group, -t1, -t0, size)], atol=1e-10)


@few
@given(classed())
def test_flows_count_every_firm_once_and_parts_sum_to_one(table):
    if table["size"].nunique() < 2:
        return
    result = gap_of(table, periods="all")
    for (_, t0, t1), flows in result.flows.groupby(level=["group", "t0", "t1"]):
        both = table[table.period.isin([t0, t1])]
        assert flows["n_firms"].sum() == both.firm.nunique()
    parts = result.migration.value["part"].groupby(level=["t0", "t1", "from"]).sum(min_count=1)
    assert_allclose(parts.dropna(), 1)
    shares = result.migration.value[["share_t0", "share_t1"]].groupby(level=["t0", "t1"]).sum()
    assert_allclose(shares, 1)


def synthetic(**options):
    table = synthetic_firms(200, 3, 2, seed=3)
    table["employees"] *= np.exp(0.2 * np.random.default_rng(0).standard_normal(len(table)))
    firms = FirmPanel.from_frame(
        table,
        "firm",
        "period",
        "log_productivity",
        weight="employees",
        group="group",
        variables="employees",
    )
    return size_class(firms, "employees", [10, 30], **options)


def test_classes_are_cut_where_the_points_say():
    table = pd.DataFrame(
        {"firm": [1, 1, 2, 2], "t": [1, 2, 1, 2], "n": [9.0, 10.0, 50.0, 4.0], "p": 0.0}
    )
    firms = FirmPanel.from_frame(table, "firm", "t", "p", weight="n", variables="n")
    found = {
        size_of: size_class(firms, "n", [10, 40], size_of=size_of).groups["size_class"]
        for size_of in ("period", "start", "end", "average")
    }
    assert found["period"][0].tolist() == ["<10", "10–40", "≥40"]
    assert {name: codes.tolist() for name, (_, codes) in found.items()} == {
        "period": [0, 1, 2, 0],
        "start": [0, 0, 2, 2],
        "end": [1, 1, 0, 0],
        "average": [0, 0, 1, 1],
    }
    assert firms.groups == {}


def test_classes_fixed_over_time_are_the_same_however_firms_are_classed():
    firms = synthetic(size_of="average")
    moving, start = (size_gap(firms, "size_class", class_of=name) for name in ("moving", "start"))
    assert moving.contributions.value.equals(start.contributions.value)


def test_errors_are_there_and_threads_give_equal_bits():
    results = [
        size_gap(synthetic(), "size_class", groups="group", bootstrap=20, seed=2, threads=threads)
        for threads in (1, 2, 7)
    ]
    names = ("gap", "changes", "classes", "contributions", "moves", "migration", "what_if")
    assert results[0].gap.se.notna().all(axis=None)
    for other in results[1:]:
        for name in names:
            assert getattr(other, name).draws.tobytes() == getattr(results[0], name).draws.tobytes()


def test_the_tidy_table_holds_every_table():
    result = size_gap(synthetic(), "size_class")
    tidy = result.to_frame()
    assert tidy["table"].nunique() == 7
    assert "whole less sum of parts is at most" in result.summary()


def test_one_class_and_unknown_classes_are_refused():
    firms = synthetic()
    with pytest.raises(UnknownLabel, match="`reference` names a label"):
        size_gap(firms, "size_class", reference="big")
    with pytest.raises(InvalidInput, match="`order` must name each of the 3 classes once"):
        size_gap(firms, "size_class", order=["<10", "≥30"])
    with pytest.raises(WrongType, match="`order` must be a list"):
        size_gap(firms, "size_class", order="<10")
    with pytest.raises(InvalidInput, match="`close`"):
        size_gap(firms, "size_class", close=1.5)
    with pytest.raises(InvalidInput, match="`cuts` must rise"):
        size_class(firms, "employees", [3, 3], name="other")
    with pytest.raises(InvalidInput, match="`name` is already"):
        size_class(firms, "employees", [3])
    with pytest.raises(InvalidInput, match="`labels` must be 2 different names"):
        size_class(firms, "employees", [3], labels=["a"], name="other")
    table = pd.DataFrame({"firm": [1, 1], "t": [1, 2], "p": 0.0, "w": 1.0, "g": "a"})
    with pytest.raises(InvalidInput, match="`classes` must have at least two"):
        size_gap(FirmPanel.from_frame(table, "firm", "t", "p", weight="w", group="g"), "g")


def test_the_published_ranges_are_ranges():
    table = published_size_gaps()
    assert (table["lowest"] < table["highest"]).all()
    assert table.set_index("region").loc["South America"].tolist() == [16, 36]


def test_the_tidy_table_keeps_every_level_of_nested_groups():
    table = pd.DataFrame(
        {"firm": range(8), "year": 0, "p": [1.0, 2, 3, 5, 1, 4, 2, 8], "w": 1.0}
    ).assign(size=list("sbsb" * 2), sector=list("aaaabbbb"), region=list("nnssnnss"))
    both = pd.concat([table, table.assign(year=1)])
    panel = FirmPanel.from_frame(
        both, "firm", "year", "p", weight="w", group=["size", "sector", "region"]
    )
    found = size_gap(panel, classes="size", reference="b", groups=["sector", "region"])
    frame = found.to_frame()
    assert frame[["sector", "region"]].notna().all(axis=None)
    assert len(frame.drop_duplicates(["sector", "region"])) == 4
