"""Panels: what is read, in any library, what is refused, and who is said to come and go."""

import pickle

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
    assert "Dropped: 1 missing in p" in firms.summary()
    assert melitz_polanec(firms).meta.dropped == {"p": 1}


def test_firm_categories_without_rows_are_no_firms():
    firms = read(table(firm=pd.Categorical(["b", "a", "a"], categories=["b", "z", "a"])))
    assert firms.firms.tolist() == ["b", "a"]


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
