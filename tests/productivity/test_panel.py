"""Panels: what is read, in any library, what is refused, and who is said to come and go."""

import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from weakties.datasets import decomposition_example
from weakties.errors import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import FirmPanel, melitz_polanec

from .strategies import few, rows

NAMES = {"firm": "firm", "time": "period", "productivity": "p"}


def table(**columns):
    """Two firms in 1998, of which one is there in 1999 as well; more columns at will."""
    base = {
        "firm": ["b", "a", "a"],
        "period": [1998, 1999, 1998],
        "p": [3.0, 2.0, 1.0],
        "w": [3.0, 5.0, 1.0],
    }
    return pd.DataFrame(base | columns)


def read(data=None, **options):
    data = table() if data is None else data
    return FirmPanel.from_frame(data, **NAMES | {"weight": "w"} | options)


def test_rows_are_sorted_and_weights_become_shares_of_the_period():
    frame = read(group="firm").to_frame()
    assert frame.index.tolist() == [("a", 1998), ("a", 1999), ("b", 1998)]
    assert frame.index.names == ["firm", "period"]
    assert frame["productivity"].tolist() == [1.0, 2.0, 3.0]
    assert frame["share"].tolist() == [0.25, 1.0, 0.75]
    assert frame["firm"].tolist() == ["a", "a", "b"]


def test_a_panel_says_what_it_is():
    firms = read(group=["firm", "w"])
    assert repr(firms) == "<FirmPanel: 2 firms, 2 periods, 3 rows, 2 of 'firm', 3 of 'w'>"
    assert len(firms) == 3
    text = firms.summary()
    assert "Seen in every period: 1 firms; with gaps: 0 firms" in text
    assert "Entry by rows, exit by rows; gaps='exit', group_change='exit'" in text
    assert "Dropped: nothing" in text


def test_polars_gives_the_same_panel():
    ours, theirs = read(group="firm"), read(pl.DataFrame(table()), group="firm")
    pd.testing.assert_frame_equal(ours.to_frame(), theirs.to_frame())


def test_keys_may_be_index_levels():
    pd.testing.assert_frame_equal(
        read(table().set_index(["firm", "period"])).to_frame(), read().to_frame()
    )


def test_arrays_cannot_be_written_to_and_the_panel_can_be_pickled():
    firms = read(group="firm")
    for array in (firms.firm, firms.period, firms.productivity, firms.share, firms.first):
        assert not array.flags.writeable
    again = pickle.loads(pickle.dumps(firms))
    pd.testing.assert_frame_equal(again.to_frame(), firms.to_frame())


def test_missing_rows_are_refused_or_dropped_and_counted():
    holed = table(p=[np.nan, 2.0, 1.0])
    with pytest.raises(InvalidInput, match="missing"):
        read(holed)
    firms = read(holed, missing="drop")
    assert firms.dropped == {"p": 1}
    assert firms.firms.tolist() == ["a"]
    assert "Dropped: 1 (p)" in firms.summary()
    assert melitz_polanec(firms).meta.dropped == {"p": 1}


def test_firm_categories_without_rows_are_no_firms_and_others_stand_by_label():
    firms = read(table(firm=pd.Categorical(["b", "a", "a"], categories=["b", "z", "a"])))
    assert firms.firms.tolist() == ["a", "b"]
    assert firms.positions.tolist() == [2, 1, 0]


def test_ordered_periods_keep_their_order_and_the_empty_one():
    order = ["late", "none", "early"]
    firms = read(table(period=pd.Categorical(["late", "early", "late"], order, ordered=True)))
    assert firms.periods.tolist() == order
    assert firms.turnover()["firms"].tolist() == [2, 0, 1]


@few
@given(rows())
def test_turnover_counts_what_rows_show(data):
    firms = FirmPanel.from_frame(data, **NAMES, weight="w")
    turnover = firms.turnover()
    there = {(row.firm, row.period) for row in data.itertuples()}
    last = data.period.max()
    for period, found in turnover.iterrows():
        seen = {firm for firm, when in there if when == period}
        new = {f for f in seen if period > 0 and (f, period - 1) not in there}
        back = {f for f in new if any((f, t) in there for t in range(period))}
        gone = {f for f in seen if period < last and (f, period + 1) not in there}
        gap = {
            f for f in gone if any((f, t) in there for t in range(period, last + 1) if t > period)
        }
        sizes = [len(each) for each in (seen, new, back, gone, gap)]
        assert found[["firms", "new", "back", "last", "gap"]].tolist() == sizes
        own = data[data.period == period]
        assert found["mean"] == pytest.approx(own.p.mean(), abs=1e-12)
        assert found["aggregate"] == pytest.approx(np.average(own.p, weights=own.w), abs=1e-12)


def test_shares_are_taken_as_they_are():
    firms = FirmPanel.from_frame(
        decomposition_example(), "firm", "period", "log_productivity", share="share"
    )
    assert firms.share[:2].tolist() == [0.33, 0.30]


def test_shares_that_do_not_sum_to_one_are_refused():
    short = table(w=[0.50, 1.0, 0.43])
    message = r"`share` must sum to 1 within each period: 1998 sums to 0.93 \(2 rows\); "
    with pytest.raises(InvalidInput, match=message):
        FirmPanel.from_frame(short, **NAMES, share="w")
    assert read(short).share.sum() == pytest.approx(2)


@pytest.mark.parametrize(
    ("columns", "options", "error", "message"),
    [
        ({}, {"weight": None}, InvalidInput, "`weight` or `share` must name a column: got neither"),
        ({}, {"share": "w"}, InvalidInput, "`weight` and `share` cannot both be given"),
        ({}, {"first": "w", "entry": "w"}, InvalidInput, "`first` and `entry` cannot both"),
        ({}, {"last": "w", "exit": "w"}, InvalidInput, "`last` and `exit` cannot both"),
        ({}, {"weight": "size"}, UnknownLabel, "`weight`: `data` has no column 'size'"),
        ({}, {"group": "sector"}, UnknownLabel, "`group`: `data` has no column 'sector'"),
        ({}, {"group": ["w", "w"]}, InvalidInput, "`group` names 'w' more than once"),
        ({}, {"gaps": "stay"}, InvalidInput, "`gaps` must be one of 'exit', 'leave_out'"),
        ({}, {"group_change": "stay"}, InvalidInput, "`group_change` must be one of"),
        ({}, {"missing": "ignore"}, InvalidInput, "`missing` must be one of"),
        ({"firm": ["a", "a", "a"]}, {}, InvalidInput, r"\('a', 1998\) is in rows 0 and 2"),
        ({"w": [3.0, 5.0, -1.0]}, {}, InvalidInput, "`weight` .* must not be negative"),
        ({"w": [3.0, np.inf, 1.0]}, {}, InvalidInput, "`weight` .* must be finite"),
        ({"p": [3.0, -np.inf, 1.0]}, {}, InvalidInput, "`productivity` .* must be finite"),
        ({"p": ["3", "2", "1"]}, {}, WrongType, "`productivity` .* must hold numbers"),
        ({"w": [3.0, 0.0, 1.0]}, {}, InvalidInput, r"1999 sums to 0 \(1 rows\); leave that"),
        ({"w": [1e308, 1.0, 1e308]}, {}, InvalidInput, "1998 sums to inf"),
        (
            {"c": ["x", "y", "z"]},
            {"cluster": "c"},
            InvalidInput,
            "`cluster` must be the same in all rows of a firm: firm 'a' has 'z' and 'y'",
        ),
        (
            {"f": [1998, 1998, 1999]},
            {"first": "f"},
            InvalidInput,
            "`first` must be the same in all rows of a firm: firm 'a' has 1999 and 1998",
        ),
        (
            {"f": [1998, 1999, 1999]},
            {"first": "f"},
            InvalidInput,
            "`first` must not come after a firm's first row: see firm 'a'",
        ),
        (
            {"f": [1998, 1998, 1998]},
            {"last": "f"},
            InvalidInput,
            "`last` must not come before a firm's last row: see firm 'a'",
        ),
        (
            {"f": [1998, 1997, np.nan]},
            {"first": "f"},
            InvalidInput,
            "firm 'a' has a missing value and 1997",
        ),
        (
            {"f": pd.to_datetime(["1998-01-01"] * 3)},
            {"first": "f"},
            WrongType,
            "`first` must hold the same kind of values as `time`",
        ),
        (
            {"e": [True, True, False]},
            {"entry": "e"},
            InvalidInput,
            "`entry` must be True in a firm's first row only: see firm 'a'",
        ),
        (
            {"e": [True, True, True]},
            {"exit": "e"},
            InvalidInput,
            "`exit` must be True in a firm's last row only: see firm 'a'",
        ),
        (
            {"g": ["x", "y", "x"]},
            {"group": "g", "group_change": "refuse"},
            InvalidInput,
            "the rows of firm 'a' have more than one 'g'",
        ),
    ],
)
def test_refused_input(columns, options, error, message):
    with pytest.raises(error, match=message):
        read(table(**columns), **options)


def test_no_rows_and_no_table_are_refused():
    with pytest.raises(InvalidInput, match="at least one row"):
        read(table().iloc[:0])
    with pytest.raises(WrongType, match="`data` must be a table"):
        read([1, 2])


def gapped(**columns):
    """A firm that is not seen in the second of three periods, beside one that always is."""
    base = {
        "firm": ["x", "x", "y", "y", "y"],
        "period": [0, 2, 0, 1, 2],
        "p": [1.0, 1.0, 0.0, 0.0, 0.0],
        "w": [1.0] * 5,
    }
    return pd.DataFrame(base | columns)


def turnover(data, **options):
    """Count entrants, exiters, and firms unseen, from 0 to 1 and from 1 to 2."""
    counts = melitz_polanec(read(data, **options), periods="adjacent").counts
    columns = ["n_entrants", "n_exiters", "n_unseen_t0", "n_unseen_t1"]
    return counts[columns].to_numpy().tolist()


def test_a_gap_is_an_exit_or_left_out_or_refused():
    assert turnover(gapped()) == [[0, 1, 0, 1], [1, 0, 1, 0]]
    assert turnover(gapped(), gaps="leave_out") == [[0, 0, 0, 1], [0, 0, 1, 0]]
    with pytest.raises(InvalidInput, match=r"`gaps` is 'refuse', but .* missing for firm 'x'"):
        read(gapped(), gaps="refuse")


def test_dates_decide_over_gaps():
    assert turnover(gapped(f=[0, 0, 0, 0, 0]), first="f") == [[0, 1, 0, 1], [0, 0, 1, 0]]
    assert turnover(gapped(f=[5, 5, 2, 2, 2]), last="f") == [[0, 0, 0, 1], [1, 0, 1, 0]]


def test_a_firm_first_seen_late_is_no_entrant_if_it_was_born_before():
    data = gapped(firm=["x", "x", "y", "x", "y"], period=[1, 2, 0, 3, 3], f=[-5, -5, 0, -5, 0])
    assert turnover(data) == [[1, 1, 0, 1], [0, 0, 0, 0], [1, 0, 1, 0]]
    assert turnover(data, first="f")[0] == [0, 1, 1, 1]


def test_dates_need_not_be_periods_and_may_be_missing():
    late = pd.DataFrame({"firm": ["x", "y", "y"], "period": [2010, 2000, 2010], "p": 1.0, "w": 1.0})
    for born, entrants in ((2005, 1), (2000, 0), (1990, 0), (None, 0)):
        data = late.assign(f=pd.array([born, 1950, 1950], "Int64"))
        assert turnover(data, first="f")[0][0] == entrants, born
    early = late.assign(period=[2000, 2000, 2010])
    for died, exiters in ((2005, 1), (2010, 0), (2050, 0), (None, 0)):
        data = early.assign(f=pd.array([died, None, None], "Int64"))
        assert turnover(data, last="f")[0][1] == exiters, died


def test_dates_may_be_ordered_categories_of_the_periods():
    order = ["early", "late"]
    data = pd.DataFrame(
        {
            "firm": ["x", "y", "y"],
            "period": pd.Categorical(["late", "early", "late"], order, ordered=True),
            "f": pd.Categorical(["early", "early", "early"], order, ordered=True),
            "p": 1.0,
            "w": 1.0,
        }
    )
    assert turnover(data)[0] == [1, 0, 0, 0]
    assert turnover(data, first="f")[0] == [0, 0, 1, 0]


@pytest.mark.parametrize("kind", [bool, int])
def test_marks_say_who_came_and_went(kind):
    data = pd.DataFrame(
        {
            "firm": ["new", "old", "stay", "stay", "dead", "sold"],
            "period": [1, 1, 0, 1, 0, 0],
            "p": 1.0,
            "w": 1.0,
            "e": np.array([1, 0, 0, 0, 0, 0], kind),
            "x": np.array([0, 0, 0, 0, 1, 0], kind),
        }
    )
    assert turnover(data) == [[2, 2, 0, 0]]
    assert turnover(data, entry="e", exit="x") == [[1, 1, 1, 1]]


@few
@given(rows(), st.sampled_from(["start", "end"]))
def test_every_survivor_has_one_group_under_either_rule(data, rule):
    firms = FirmPanel.from_frame(data, **NAMES, weight="w", group="group", group_change=rule)
    whole = melitz_polanec(firms, periods="all").counts
    parts = melitz_polanec(firms, periods="all", groups="group").counts
    assert (parts[["n_from_elsewhere", "n_to_elsewhere"]] == 0).all(axis=None)
    sums = parts.groupby(["t0", "t1"])["n_survivors"].sum()
    assert_allclose(whole.droplevel("group")["n_survivors"], sums)


def without_order(data):
    """Shuffle the rows and label them anew."""
    return data.sample(frac=1, random_state=1).set_axis([f"r{n}" for n in range(len(data))])


def assert_same(one, other):
    """Compare two panels in all that the rules say."""
    pd.testing.assert_frame_equal(one.to_frame(), other.to_frame())
    for name in ("first", "last", "cluster"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist(), name
    assert one.rules == other.rules
    assert one.dropped == other.dropped


@few
@given(rows(), st.data())
def test_another_productivity_gives_the_panel_that_is_read_with_it(drawn, data):
    table = without_order(drawn).assign(born=0, died=9)
    holes = data.draw(st.lists(st.booleans(), min_size=len(table), max_size=len(table)))
    q = pd.Series(np.where(holes, np.nan, np.arange(len(table))), table.index, name="q")
    # The firm that is always there keeps each period above zero.
    q = q.where(table["firm"] != "always", 1.0)
    options = {"group": "group", "cluster": "firm", "first": "born", "weight": "w"}
    base = FirmPanel.from_frame(table, "firm", "period", "p", **options)
    wanted = FirmPanel.from_frame(
        table.assign(q=q), "firm", "period", "q", **options, missing="drop"
    )
    assert_same(base.with_productivity(q, missing="drop"), wanted)
    assert_same(base.with_productivity(q[::-1], missing="drop"), wanted)


def test_another_productivity_may_be_a_variable_or_an_array_and_bring_its_weight():
    panel = read(variables="w")
    panel = panel.with_productivity("w")
    assert panel.productivity.tolist() == [1.0, 5.0, 3.0]
    assert panel.weight.tolist() == [1.0, 5.0, 3.0]
    panel = panel.with_productivity(np.array([7.0, 8.0, 9.0]), weight=[1, 1, 3])
    assert panel.productivity.tolist() == [9.0, 8.0, 7.0]
    assert panel.share.tolist() == [0.75, 1.0, 0.25]


def test_dropped_rows_stay_dropped_and_are_not_looked_at():
    panel = read(table(p=[np.nan, 2.0, 1.0]), missing="drop")
    other = panel.with_productivity([np.inf, 5.0, 6.0])
    assert other.productivity.tolist() == [6.0, 5.0]
    assert other.dropped == {"p": 1}
    again = other.with_productivity(pd.Series([1.0, 2.0, None], name="q"), missing="drop")
    assert again.dropped == {"p": 1, "q": 1}
    assert again.periods.tolist() == [1999]


def test_marks_outlive_the_row_they_stand_in():
    data = table(e=[True, False, True])
    panel = read(data, entry="e").with_productivity([1.0, 1.0, np.nan], missing="drop")
    assert panel.first.tolist() == [0, 0]
    assert panel.select(periods=1999).first.tolist() == [0]


@pytest.mark.parametrize(
    ("values", "options", "error", "message"),
    [
        ([1.0, np.nan, 2.0], {}, InvalidInput, "missing are 1 in 'values', in row 1"),
        ([np.nan] * 3, {"missing": "drop"}, InvalidInput, "no value in any row"),
        ([1.0, 2.0], {}, InvalidInput, "`values` must have one value for each of the 3 rows"),
        (pd.Series([1.0, 2.0, 3.0], list("abc")), {}, InvalidInput, "under other labels"),
        ("z", {}, UnknownLabel, "`values`: the panel has no variable 'z'"),
        (3.0, {}, WrongType, "`values` must be a Series or an array"),
        (np.ones((3, 2)), {}, WrongType, "`values` must be a Series or an array with one value"),
        ([1.0, np.inf, 2.0], {}, InvalidInput, "`values` must be finite: inf in row 1"),
        (list("abc"), {}, WrongType, "`values` must hold numbers"),
        ([1.0, 2.0, 3.0], {"weight": [1, -1, 1]}, InvalidInput, "`weight` must not be negative"),
        ([1.0, 2.0, 3.0], {"weight": [1, 0, 1]}, InvalidInput, "1999 sums to 0"),
    ],
)
def test_productivity_that_does_not_fit_is_refused(values, options, error, message):
    with pytest.raises(error, match=message):
        read().with_productivity(values, **options)


def test_groups_may_be_added_and_replaced():
    panel = read(table(p=[1.0, 2.0, np.nan]), missing="drop", group="firm")
    panel = panel.with_group("size", pd.Series(["small", "large", None]))
    assert panel.groups["size"][0].tolist() == ["large", "small"]
    assert panel.to_frame()["size"].tolist() == ["large", "small"]
    assert panel.with_group("size", [1, 1, 1]).to_frame()["size"].tolist() == [1, 1]
    assert list(panel.groups) == ["firm", "size"]
    with pytest.raises(InvalidInput, match=r"1 are missing, in row 0 .* a label of their own"):
        panel.with_group("size", [None, 1, 1])
    with pytest.raises(InvalidInput, match="`group_change` is 'refuse'"):
        read(group_change="refuse").with_group("size", [1, 2, 3])


def test_selected_rows_make_the_panel_they_would_make_alone():
    data = gapped(s=list("uvuuv"))
    panel = read(data, group="s")
    selected = panel.select(groups={"s": "u"})
    assert selected.dropped == {"not selected": 2}
    assert_same(replace(selected, dropped={}), read(data[data.s == "u"], group="s"))
    some = panel.select(periods=[0, 2], firms="x")
    assert some.to_frame().index.tolist() == [("x", 0), ("x", 2)]
    assert some.share.tolist() == [1.0, 1.0]
    with pytest.raises(UnknownLabel, match="`firms` names a label that is not there: 'z'"):
        panel.select(firms=["x", "z"])
    with pytest.raises(UnknownLabel, match="`groups`: the panel has no group column 't'"):
        panel.select(groups={"t": 1})
    with pytest.raises(InvalidInput, match="leave no row of the panel"):
        panel.select(groups={"s": "v"}, firms="y", periods=1)
    with pytest.raises(WrongType, match="`groups` must be a dictionary"):
        panel.select(groups=["s"])


def churning(k, absences):
    """Count by hand who is compared in each pair of periods: the bridged are left out."""
    periods = range(max(max(seen) for seen in absences.values()) + 1)
    counts = {}
    for t0 in periods:
        for t1 in periods:
            if t0 < t1:
                found = [0, 0, 0]
                for seen in absences.values():
                    states = [state_of(seen, t, k) for t in (t0, t1)]
                    found[0] += states == ["seen", "seen"]
                    found[1] += states == ["out", "seen"]
                    found[2] += states == ["seen", "out"]
                counts[t0, t1] = found
    return counts


def state_of(seen, period, k):
    """Say whether a firm is seen in a period, absent for a short while, or out."""
    if period in seen:
        return "seen"
    before = [t for t in seen if t < period]
    after = [t for t in seen if t > period]
    short = before and after and min(after) - max(before) - 1 <= k
    return "bridged" if short else "out"


@few
@given(rows(most_periods=6), st.integers(0, 4))
def test_short_absences_are_bridged_and_longer_ones_are_exits(data, k):
    firms = FirmPanel.from_frame(data, **NAMES, weight="w", gaps=k)
    counts = melitz_polanec(firms, periods="all").counts.droplevel("group")
    seen = data.groupby("firm")["period"].agg(set).to_dict()
    found = counts[["n_survivors", "n_entrants", "n_exiters"]]
    for pair, expected in churning(k, seen).items():
        assert found.loc[pair].tolist() == expected, pair


def test_what_the_panel_did_is_on_record():
    data = gapped(s=list("uvuuv")).assign(size=[9, 9, 1, 9, 9])
    meta = read(data, group="s", gaps=1).meta
    assert meta.options["gaps"] == 1
    assert meta.counts["absences"] == 1
    assert meta.counts["exits that are gaps"] == 0
    assert "1 absences of at most 1 periods are bridged" in meta.notes[0]
    meta = read(data, group="s", size="size", threshold=5).meta
    assert meta.dropped == {"size below 5": 1}
    assert meta.options["crossing"] == "exit"
    assert [meta.counts[name] for name in ("entries", "entries that are gaps", "exits")] == [
        2,
        1,
        1,
    ]
    assert meta.counts["exits that are gaps"] == 1
    assert meta.counts["changes of s"] == 2
    assert "1 of 1 exits and 1 of 2 entries" in meta.notes[0]
    text = read(data, size="size", threshold=5).summary()
    assert "Firms of size below 5 left out; crossing='exit'" in text
    assert "Dropped: 1 (size below 5)" in text
    assert "Between neighbouring periods: 2 entries, of these 1 gaps; 1 exits" in text
    some = read(data).select(periods=[0, 2])
    assert some.meta.dropped == {"not selected": 1}
    assert melitz_polanec(some).meta.dropped == {"not selected": 1}


def crossers(**options):
    """Read a firm that grows beyond the threshold and shrinks again, a large and a small one."""
    data = pd.DataFrame(
        {
            "firm": ["x"] * 4 + ["y"] * 4 + ["z"] * 4,
            "period": [0, 1, 2, 3] * 3,
            "p": 1.0,
            "w": 1.0,
            "size": [1, 10, 1, 1, 50, 50, 50, 50, 1, 1, 1, 1],
        }
    )
    return FirmPanel.from_frame(data, **NAMES, weight="w", size="size", threshold=10, **options)


@pytest.mark.parametrize(
    ("crossing", "small", "expected"),
    [
        ("exit", 7, [[1, 0], [0, 1], [0, 0]]),
        ("leave_out", 7, [[0, 0], [0, 0], [0, 0]]),
        ("stay", 5, [[1, 0], [0, 0], [0, 0]]),
    ],
)
def test_crossing_a_threshold_means_what_is_said(crossing, small, expected):
    firms = crossers(crossing=crossing)
    counts = melitz_polanec(firms, periods="adjacent").counts
    assert counts[["n_entrants", "n_exiters"]].to_numpy().tolist() == expected
    assert firms.dropped == {"size below 10": small}


def test_shares_off_by_rounding_are_corrected_and_counted():
    near = table(w=[0.333, 1.0, 0.666])
    panel = FirmPanel.from_frame(near, **NAMES, share="w")
    assert panel.share.tolist() == pytest.approx([0.666 / 0.999, 1.0, 0.333 / 0.999], rel=1e-15)
    assert panel.weight is None
    assert panel.meta.counts["sums of shares corrected"] == 1
    assert "1 sums of shares missed 1 by rounding" in panel.summary()


def test_shares_may_sum_to_one_within_groups():
    data = table(w=[1.0, 1.0, 1.0], g=["u", "u", "v"])
    panel = FirmPanel.from_frame(data, **NAMES, share="w", share_within="g", group="g")
    assert panel.share.tolist() == [0.5, 1.0, 0.5]
    with pytest.raises(InvalidInput, match=r"each period and 'g': 1998, 'v' sums to 0\.5"):
        FirmPanel.from_frame(
            data.assign(w=[1, 1, 0.5]), **NAMES, share="w", share_within="g", group="g"
        )
    with pytest.raises(InvalidInput, match="`share_within` must name one of the columns"):
        FirmPanel.from_frame(data, **NAMES, share="w", share_within="g")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"threshold": 1}, InvalidInput, "`threshold` and `size` must be given together"),
        ({"size": "w", "threshold": 9}, InvalidInput, "no `size` reaches 9; lower it"),
        ({"gaps": -1}, InvalidInput, "`gaps` must be a whole number, at least 0"),
        ({"gaps": 1.5}, WrongType, "`gaps` must be one of .* or a whole number"),
        ({"crossing": "leave"}, InvalidInput, "`crossing` must be one of"),
    ],
)
def test_rules_that_say_nothing_are_refused(options, error, message):
    with pytest.raises(error, match=message):
        read(**options)
