"""Spells join what was observed, mark what was not, and refuse what cannot be."""

import datetime

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import Spells
from weakties.datasets import mens_occupations, school_to_work, synthetic_careers

from ..oracles.chains import estimation as oracle

HISTORIES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 9)), st.sampled_from("abc"), min_size=1
)


def table(observed, order=None):
    rows = [(person, period, state) for (person, period), state in observed.items()]
    if order is not None:
        rows = [rows[at] for at in order]
    return pd.DataFrame(rows, columns=["who", "when", "state"])


def panel(observed, order=None):
    return Spells.from_panel(table(observed, order), "who", "when", "state", step=1)


def test_the_activities_of_school_leavers_are_all_there():
    data = school_to_work()
    assert data.shape == (712 * 72, 7)
    spells = Spells.from_panel(data, "person", "month", "activity", weight="weight")
    assert len(spells.persons) == 712
    assert list(spells.states) == ["FE", "HE", "employment", "joblessness", "school", "training"]
    assert spells.counts().to_numpy().sum() == 712 * 71
    changes = data["activity"].ne(data["activity"].shift())
    assert len(spells) == (changes | data["person"].ne(data["person"].shift())).sum()
    assert "1993-07-01 to 1999-06-01 (72, each of 1 month)" in spells.summary()
    assert spells.weights.loc[1] == 0.33


def test_occupations_have_no_gaps():
    spells = Spells.from_panel(mens_occupations(), "person", "year", "occupation")
    assert not spells.to_frame()["after_gap"].any()
    assert spells.counts().to_numpy().sum() == 545 * 7
    # Nobody is a farm foreman in every year, but the occupation keeps its place in the table.
    assert len(spells.states) == 9


@given(HISTORIES, st.booleans())
def test_spells_and_moves_are_those_found_by_hand(observed, across_gaps):
    spells = panel(observed)
    frame = spells.to_frame()
    columns = ["who", "state", "start", "length", "after_gap"]
    assert list(frame[columns].itertuples(index=False, name=None)) == oracle.spells(observed)
    counts = spells.counts(across_gaps=across_gaps)
    expected = sum(oracle.moves(observed, across_gaps).values(), start=oracle.Counter())
    found = {key: n for key, n in counts.stack().items() if n}
    assert found == dict(expected)


@given(HISTORIES, st.randoms())
def test_the_order_of_rows_does_not_matter(observed, random):
    order = list(range(len(observed)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(panel(observed).to_frame(), panel(observed, order).to_frame())


@given(HISTORIES, st.integers(-1000, 1000))
def test_moving_all_times_changes_no_count(observed, shift):
    moved = {(person, period + shift): state for (person, period), state in observed.items()}
    pd.testing.assert_frame_equal(panel(observed).counts(), panel(moved).counts())


@given(HISTORIES, st.booleans())
def test_reading_the_spells_back_gives_the_same_history(observed, inclusive):
    spells = panel(observed)
    frame = spells.to_frame()
    if not inclusive:
        frame["end"] += 1
    read = Spells.from_spells(frame, "who", "start", "end", "state", inclusive=inclusive, step=1)
    pd.testing.assert_frame_equal(read.to_frame(), spells.to_frame())
    pd.testing.assert_frame_equal(read.counts(), spells.counts())


@given(HISTORIES)
def test_periods_as_spells_of_one_period_join_to_the_same(observed):
    data = table(observed)
    read = Spells.from_spells(data, "who", "when", "when", "state", inclusive=True, step=1)
    pd.testing.assert_frame_equal(read.to_frame(), panel(observed).to_frame())


def test_gaps_and_censoring_are_marked():
    frame = panel({(0, 1): "a", (0, 2): "b", (0, 5): "b", (0, 6): "a"}).to_frame()
    assert frame["after_gap"].tolist() == [False, False, True, False]
    assert frame["censored_left"].tolist() == [True, False, True, False]
    assert frame["censored_right"].tolist() == [False, True, False, True]


def test_known_starts_and_ends_are_not_censored():
    data = pd.DataFrame(
        {"p": [1, 1], "from": [1, 3], "to": [2, 4], "s": ["a", "b"], "l": [0, 0], "r": [1, 0]}
    )
    spells = Spells.from_spells(
        data,
        "p",
        "from",
        "to",
        "s",
        inclusive=True,
        censored_left="l",
        censored_right="r",
    )
    frame = spells.to_frame()
    assert frame["censored_left"].tolist() == [False, False]
    # The first adjoins the second, so what follows it is known whatever the column says.
    assert frame["censored_right"].tolist() == [False, False]


@pytest.mark.parametrize(
    ("times", "step", "gap"),
    [
        (["2001-01-01", "2002-01-01", "2004-01-01"], "12 month", True),
        (["2001-01-31", "2001-02-28", "2001-03-31"], "1 month", False),
        (["2001-02-28", "2001-03-31", "2001-05-31"], "1 month", True),
        (["2001-01-01", "2001-01-08", "2001-01-22"], "7 days 00:00:00", True),
        (["2001-01-30", "2001-02-06", "2001-02-13"], "7 days 00:00:00", False),
        # February has no such day, so that these are not months.
        (["2001-01-30", "2001-03-30", "2001-04-30"], "1 days 00:00:00", True),
        (["2001-01-01 00:00", "2001-02-01 12:00", "2001-03-01 00:00"], "0 days 12:00:00", True),
        (["2001-01-31 09:30", "2001-02-28 09:30", "2001-04-30 09:30"], "1 month", True),
    ],
)
def test_dates_find_their_step(times, step, gap):
    data = pd.DataFrame({"p": 1, "t": pd.to_datetime(times), "s": ["a", "b", "a"]})
    spells = Spells.from_panel(data, "p", "t", "s")
    assert f"each of {step})" in spells.summary()
    frame = spells.to_frame()
    assert frame["start"].tolist() == data["t"].tolist()
    assert frame["after_gap"].iloc[2] == gap


def test_uneven_dates_are_put_in_the_step_asked_for():
    dates = pd.to_datetime(["2001-01-03", "2001-02-27", "2001-04-11"]).tz_localize("Europe/Madrid")
    data = pd.DataFrame({"p": 1, "t": dates, "s": ["a", "b", "b"]})
    monthly = Spells.from_panel(data, "p", "t", "s", step="month").to_frame()
    assert monthly["start"].dt.strftime("%Y-%m-%d").tolist() == [
        "2001-01-01",
        "2001-02-01",
        "2001-04-01",
    ]
    assert str(monthly["start"].dt.tz) == "Europe/Madrid"
    assert monthly["after_gap"].tolist() == [False, False, True]
    quarterly = Spells.from_panel(data.iloc[1:], "p", "t", "s", step="quarter")
    assert quarterly.to_frame()["length"].tolist() == [2]


def test_periods_and_ordered_categories_are_times():
    quarters = pd.period_range("2001Q1", periods=3, freq="Q")
    data = pd.DataFrame({"p": 1, "t": quarters, "s": ["a", "a", "b"]})
    frame = Spells.from_panel(data, "p", "t", "s").to_frame()
    assert frame["end"].tolist() == [quarters[1], quarters[2]]
    waves = pd.Categorical(["first", "third"], ["first", "second", "third"], ordered=True)
    data = pd.DataFrame({"p": 1, "t": waves, "s": "a"})
    frame = Spells.from_panel(data, "p", "t", "s").to_frame()
    assert frame["after_gap"].tolist() == [False, True]
    assert frame["start"].tolist() == ["first", "third"]


def test_every_second_year_is_no_gap_unless_years_are_meant():
    data = pd.DataFrame({"p": 1, "t": [1990, 1992, 1994], "s": list("aab")})
    assert not Spells.from_panel(data, "p", "t", "s").to_frame()["after_gap"].any()
    assert Spells.from_panel(data, "p", "t", "s", step=1).to_frame()["after_gap"].sum() == 2


def test_several_columns_make_one_state():
    careers, truth = synthetic_careers(300, 10)
    spells = Spells.from_panel(careers, "person", "year", ["place", "rung"])
    assert spells.states.names == ["place", "rung"]
    # In order of the categories, as in the truth.
    assert spells.states.tolist() == truth.index.tolist()
    assert spells.counts().index.names == ["origin_place", "origin_rung"]
    assert list(spells.to_frame().columns[:3]) == ["person", "place", "rung"]


def test_polars_gives_the_same_spells():
    careers, _ = synthetic_careers(20, 10)
    expected = Spells.from_panel(careers, "person", "year", "rung")
    given = pl.from_pandas(careers.assign(rung=careers["rung"].astype(str)))
    found = Spells.from_panel(given, "person", "year", "rung")
    assert len(found) == len(expected)
    names = list(expected.states)
    pd.testing.assert_frame_equal(
        found.counts().loc[names, names],
        expected.counts(),
        check_index_type=False,
        check_column_type=False,
    )


def test_missing_states_leave_gaps_when_dropped():
    data = pd.DataFrame({"p": 1, "t": [1, 2, 3], "s": ["a", None, "a"]})
    with pytest.raises(InvalidInput, match=r"`state`.*has 1 missing value"):
        Spells.from_panel(data, "p", "t", "s")
    spells = Spells.from_panel(data, "p", "t", "s", missing="drop", step=1)
    assert spells.to_frame()["after_gap"].tolist() == [False, True]
    assert spells.dropped == {"s": 1}
    assert "1 (s missing)" in spells.summary()


def test_columns_that_would_be_hidden_get_other_names():
    data = pd.DataFrame({"start": [1], "t": [1], "length": ["a"]})
    assert list(Spells.from_panel(data, "start", "t", "length").to_frame().columns[:2]) == [
        "person",
        "state",
    ]


def test_one_observation_is_one_spell():
    spells = panel({(0, 1): "a"})
    assert len(spells) == 1
    assert spells.counts().to_numpy().sum() == 0
    assert repr(spells) == "<Spells: 1 spells, 1 persons, 1 states>"


def test_the_users_table_is_left_alone():
    data = table({(0, 1): "a", (0, 3): "b", (1, 1): "a"})
    before = data.copy(deep=True)
    Spells.from_panel(data, "who", "when", "state")
    pd.testing.assert_frame_equal(data, before)


GOOD = pd.DataFrame({"p": [1, 1], "t": [1, 2], "s": ["a", "b"], "w": [1.0, 1.0], "e": [1, 2]})


@pytest.mark.parametrize(
    ("data", "changed", "error", "message"),
    [
        (GOOD, {"state": "S"}, UnknownLabel, "`state`.*no column 'S'.*Did you mean 's'"),
        (GOOD, {"state": []}, InvalidInput, "`state` must name at least one column"),
        (GOOD.iloc[:0], {}, InvalidInput, "at least one row"),
        ("panel", {}, WrongType, "`data` must be a table"),
        (GOOD.assign(t=[1, 1]), {}, InvalidInput, "1 has rows 0 and 1 .* for 1; keep one"),
        (GOOD.assign(t=[1.5, 2]), {}, InvalidInput, "`time`.*whole"),
        (GOOD.assign(t=["x", "y"]), {}, WrongType, "`time`"),
        (GOOD.assign(t=[1, np.inf]), {}, InvalidInput, "`time`.*finite|`time`.*infin"),
        (GOOD.assign(t=[1, 4]), {"step": 2}, InvalidInput, "`time` must lie whole steps of 2"),
        (GOOD, {"step": 0}, InvalidInput, "`step` must be"),
        (GOOD, {"step": "year"}, WrongType, "`step` must be a whole number where `time` holds no"),
        (
            GOOD.assign(t=pd.to_datetime(["2001", "2002"])),
            {"step": 12},
            WrongType,
            "`step` must be one of 'day', 'week', 'month'",
        ),
        (
            GOOD.assign(t=pd.to_datetime(["2001", "2002"])),
            {"step": "years"},
            InvalidInput,
            "did you mean 'year'",
        ),
        (
            GOOD.assign(t=pd.Categorical([1, 2], ordered=True)),
            {"step": 1},
            InvalidInput,
            "`step` cannot be used with categories",
        ),
        (GOOD.assign(w=[1, 2]), {"weight": "w"}, InvalidInput, "`weight` must be the same"),
        (GOOD.assign(w=[-1, -1]), {"weight": "w"}, InvalidInput, "`weight`.*not be negative"),
        (GOOD, {"missing": "keep"}, InvalidInput, "`missing`"),
    ],
)
def test_panels_that_cannot_be_read_are_refused(data, changed, error, message):
    arguments = {"person": "p", "time": "t", "state": "s"} | changed
    with pytest.raises(error, match=f"(?s){message}"):
        Spells.from_panel(data, **arguments)


def _ordered(categories):
    return pd.Categorical(["a", "b"], list(categories), ordered=True)


@pytest.mark.parametrize(
    ("data", "changed", "error", "message"),
    [
        (GOOD, {"inclusive": 1}, WrongType, "`inclusive` must be True or False"),
        (GOOD, {"inclusive": False}, InvalidInput, "1 to 1 in row 0.*pass inclusive=True"),
        (GOOD.assign(e=[0, 2]), {}, InvalidInput, "`end` must come after `start`: 1 to 0 in row 0"),
        (GOOD.assign(e=[2, 2]), {}, InvalidInput, "1 has rows 0 and 1 .* for 2; keep one"),
        (
            GOOD.assign(e=pd.to_datetime(["2001", "2002"])),
            {},
            InvalidInput,
            "`start` and `end` must be of the same kind",
        ),
        (GOOD.assign(f=[0, 2]), {"censored_left": "f"}, InvalidInput, "`censored_left`"),
        (
            GOOD.assign(e=[0, 2]),
            {"inclusive": False},
            InvalidInput,
            "1 to 0 in row 0 .*correct or remove such rows",
        ),
        (
            GOOD.assign(t=_ordered("ab"), e=_ordered("ba")),
            {},
            InvalidInput,
            "must have the same categories in the same order",
        ),
    ],
)
def test_spells_that_cannot_be_read_are_refused(data, changed, error, message):
    arguments = {"person": "p", "start": "t", "end": "e", "state": "s", "inclusive": True}
    with pytest.raises(error, match=f"(?s){message}"):
        Spells.from_spells(data, **arguments | changed)


def test_across_gaps_is_a_flag():
    with pytest.raises(WrongType, match="`across_gaps`"):
        panel({(0, 1): "a"}).counts(across_gaps="yes")


def test_spells_of_dates_may_end_on_the_day_after():
    day = datetime.date
    data = pd.DataFrame(
        {"p": 1, "from": [day(2001, 1, 1), day(2001, 3, 1)], "to": [day(2001, 3, 1)] * 2, "s": "a"}
    ).iloc[:1]
    spells = Spells.from_spells(data, "p", "from", "to", "s", inclusive=False, step="month")
    assert spells.to_frame()["length"].tolist() == [2]


def test_rows_of_one_state_that_adjoin_are_one_spell_of_all_their_periods():
    frame = pd.DataFrame(
        {"person": [1, 1, 1], "start": [0, 2, 5], "end": [2, 5, 9], "state": list("aab")}
    )
    spells = Spells.from_spells(frame, "person", "start", "end", "state", inclusive=False)
    assert spells.to_frame()["length"].tolist() == [5, 4]
    assert spells.counts().loc["a"].tolist() == [4, 1]


@given(
    st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 6)), st.integers(0, 2), min_size=1)
)
def test_the_wide_table_is_the_panel(cells):
    panel = pd.DataFrame(
        [(*cell, state) for cell, state in cells.items()], columns=["person", "year", "state"]
    )
    spells = Spells.from_panel(panel, "person", "year", "state", step=1)
    wide = spells.to_wide()
    known = {(p, t): s for p, t, s in panel.itertuples(index=False)}
    assert wide.columns.tolist() == list(range(panel["year"].min(), panel["year"].max() + 1))
    for person in wide.index:
        for period in wide.columns:
            value = wide.loc[person, period]
            assert value == known.get((person, period)) or (
                pd.isna(value) and (person, period) not in known
            )


def test_states_of_several_columns_are_written_on_one_line():
    frame = pd.DataFrame(
        {"person": [1, 1], "year": [1, 3], "place": ["home", "abroad"], "rung": [0, 1]}
    )
    wide = Spells.from_panel(frame, "person", "year", ["place", "rung"], step=1).to_wide()
    assert wide.iloc[0].tolist()[::2] == ["home · 0", "abroad · 1"]
    assert wide.isna().iloc[0].tolist() == [False, True, False]


def test_a_spell_of_several_rows_is_censored_as_its_first_and_its_last_say():
    data = pd.DataFrame(
        {
            "p": [2, 1, 1, 1],
            "from": [1, 6, 3, 1],
            "to": [4, 7, 5, 2],
            "s": list("baaa"),
            "l": [1, 1, 1, 0],
            "r": [1, 0, 1, 1],
        }
    )
    spells = Spells.from_spells(
        data, "p", "from", "to", "s", inclusive=True, censored_left="l", censored_right="r"
    )
    frame = spells.to_frame()
    assert frame["length"].tolist() == [7, 4]
    assert frame["censored_left"].tolist() == [False, True]
    assert frame["censored_right"].tolist() == [False, True]
    data["r"] = 1
    both = Spells.from_spells(
        data, "p", "from", "to", "s", inclusive=True, censored_left="l", censored_right="r"
    )
    assert "Censored: 1 left, 2 right" in both.summary()


def test_categories_without_rows_are_no_persons():
    who = pd.Categorical(["c", "a", "c"], ["a", "b", "c"])
    data = pd.DataFrame({"p": who, "t": [1, 1, 2], "s": list("xyx"), "w": [3.0, 2.0, 3.0]})
    spells = Spells.from_panel(data, "p", "t", "s", weight="w")
    assert spells.persons.tolist() == ["a", "c"]
    assert spells.to_frame()["p"].tolist() == ["a", "c"]
    assert spells.weights.to_dict() == {"a": 2.0, "c": 3.0}
    assert spells.to_wide().loc["c"].tolist() == ["x", "x"]
