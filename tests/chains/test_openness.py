"""Openness, circulation and steps skipped, by their definitions."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import Spells, openness
from weakties.datasets import synthetic_careers

from ..oracles.chains import sequences as oracle

LADDER = [1, 2, 3]
OUT = [0]


def panel(careers):
    rows = [(person, *row) for person, career in careers.items() for row in career]
    return pd.DataFrame(rows, columns=["person", "year", "place", "rung", "firm"])


def spells_of(data, **options):
    return Spells.from_panel(data, "person", "year", ["place", "rung", "firm"], **options)


@st.composite
def histories(draw):
    state = st.tuples(st.sampled_from("hab"), st.sampled_from([0, *LADDER]), st.sampled_from("xyz"))
    found = {}
    for person in range(draw(st.integers(1, 5))):
        states = draw(st.lists(state, min_size=1, max_size=9))
        found[person] = [(year, *each) for year, each in enumerate(states)]
    return found


def career(person, *rows):
    return {person: [(year, *row) for year, row in enumerate(rows)]}


ANA = career("Ana", ("h", 1, "x"), ("a", 1, "y"), ("a", 3, "y"), ("a", 0, "-"), ("h", 2, "z"))
BEN = career("Ben", ("h", 1, "x"), ("h", 2, "x"), ("h", 3, "w"), ("h", 3, "w"))


def test_two_careers_are_measured_by_hand():
    found = openness(spells_of(panel(ANA | BEN)), rung="rung", place="place", firm="firm", out=OUT)
    value = found.indices["value"]
    # Upward: Ana 1 to 3 inside, Ben 1 to 2 inside and 2 to 3 to another firm.
    assert value["openness"] == pytest.approx(1 / 3)
    assert value["open_by_firm"] == pytest.approx(1 / 3)
    assert value["skip_share"] == pytest.approx(1 / 3)
    assert value["mean_climb"] == pytest.approx(4 / 3)
    # Separations: Ana to abroad, Ana home over a break with a loss, Ben to another firm.
    assert value["loss_at_separation"] == pytest.approx(1 / 3)
    assert value["rungs_lost"] == pytest.approx(1 / 3)
    assert value[["return_share", "round_trip_share", "leaver_share"]].tolist() == [0.5, 0.5, 0.5]
    assert value[["returner_share", "time_away"]].tolist() == [1, 3]
    assert value["away_share"] == pytest.approx(3 / 9)
    assert found.upward["moves"].tolist() == [2, 0, 1, 0, 0]
    assert found.rungs["moves"].tolist() == [2, 1, 0]
    assert found.jumps["moves"].to_dict() == {-2: 0, -1: 1, 0: 1, 1: 2, 2: 1}
    assert found.meta.counts == {"persons": 2, "moves": 5}


@settings(max_examples=60)
@given(histories())
def test_indices_follow_their_definitions(careers):
    data = panel(careers)
    expected = oracle.openness(careers, LADDER)
    out = OUT if (data["rung"] == 0).any() else None
    order = [rung for rung in LADDER if (data["rung"] == rung).any()]
    roles = {"rung": "rung", "place": "place", "firm": "firm", "out": out}
    if not order:
        with pytest.raises(InvalidInput, match="`order` must name at least one"):
            openness(spells_of(data), order=order, **roles)
        return
    spells = spells_of(data)
    moves = spells.to_frame().query("rung > 0").groupby("person").size()
    if (moves < 2).all():
        with pytest.raises(InvalidInput, match="at least one move"):
            openness(spells, order=order, **roles)
        return
    found = openness(spells, order=order, **roles)
    value = found.indices["value"]
    # Rungs that nobody is on are no rungs: climbs are counted among those that occur.
    if order == LADDER:
        assert value.to_dict() == pytest.approx(expected, nan_ok=True)
    else:
        circulation = ["return_share", "round_trip_share", "leaver_share", "time_away"]
        assert value[circulation].to_dict() == pytest.approx(
            {name: expected[name] for name in circulation}, nan_ok=True
        )
    parts = value[["open_by_firm", "open_by_place", "open_by_both"]]
    if found.upward["moves"].sum():
        assert parts.sum() == pytest.approx(value["openness"])
        assert found.rungs["contribution"].sum() == pytest.approx(value["openness"])
        assert found.upward["share"].sum() == pytest.approx(1)


def test_weights_are_copies_of_persons():
    twice = panel(ANA | {"Ana 2": ANA["Ana"]} | BEN)
    roles = {"rung": "rung", "place": "place", "firm": "firm", "out": OUT}
    copied = openness(spells_of(twice), **roles)
    data = panel(ANA | BEN).assign(w=lambda table: np.where(table["person"] == "Ana", 2.0, 1.0))
    weighted = openness(spells_of(data, weight="w"), **roles)
    pd.testing.assert_frame_equal(copied.jumps, weighted.jumps)
    np.testing.assert_allclose(copied.indices["value"], weighted.indices["value"])


def test_groups_are_measured_apart():
    by = pd.Series({"Ana": "leaver", "Ben": "stayer"}, name="kind")
    roles = {"rung": "rung", "place": "place", "firm": "firm"}
    found = openness(spells_of(panel(ANA | BEN)), by=by, out=OUT, **roles)
    alone = openness(spells_of(panel(BEN)), order=LADDER, **roles)
    pd.testing.assert_series_equal(
        found.indices.loc["stayer", "value"], alone.indices["value"], check_names=False
    )
    pd.testing.assert_frame_equal(found.rungs.loc["stayer"], alone.rungs)
    assert "openness, leaver" in [text.get_text() for text in found.plot().get_yticklabels()]


def test_gaps_cut_moves_but_not_what_was_seen():
    data = panel(ANA)
    data = data[data["year"] != 3]
    roles = {"rung": "rung", "place": "place", "firm": "firm"}
    cut = openness(spells_of(data), **roles)
    assert cut.meta.counts["moves"] == 2
    assert cut.indices.loc["returner_share", "value"] == 1
    assert np.isnan(cut.indices.loc["time_away", "value"])
    over = openness(spells_of(data), across_gaps=True, **roles)
    assert over.meta.counts["moves"] == 3
    assert over.indices.loc["time_away", "value"] == 3


def test_what_is_not_named_is_missing():
    spells = Spells.from_panel(panel(BEN), "person", "year", "rung")
    found = openness(spells, rung="rung")
    known = found.indices["value"].dropna().index
    assert known.tolist() == ["mean_climb", "skip_share"]
    spells = Spells.from_panel(panel(ANA), "person", "year", ["place", "rung"])
    known = openness(spells, rung="rung", place="place", out=OUT).indices["value"].dropna().index
    assert "openness" in known
    assert "open_by_firm" not in known


def test_a_named_home_is_everybodys():
    data = panel(ANA | career("Cleo", ("a", 1, "x"), ("b", 2, "x"), ("a", 2, "x")))
    roles = {"rung": "rung", "place": "place", "firm": "firm", "out": OUT}
    found = openness(spells_of(data), home="h", **roles).indices["value"]
    assert found["leaver_share"] == 1
    assert found["away_share"] == pytest.approx(3 / 5)
    with pytest.raises(UnknownLabel, match="`home`"):
        openness(spells_of(data), home="H", **roles)


def test_errors_of_two_kinds_agree_and_cover_the_truth():
    careers, truth = synthetic_careers(1500, 15, seed=4)
    spells = Spells.from_panel(careers, "person", "year", ["place", "rung"])
    roles = {
        "rung": "rung",
        "place": "place",
        "order": ["unskilled", "skilled", "professional"],
    }
    quick = openness(spells, **roles).indices
    drawn = openness(spells, bootstrap=200, seed=1, **roles)
    shares = drawn.indices["value"].notna() & (drawn.indices["se"] > 0)
    ratio = (drawn.indices["se"] / quick["se"])[shares]
    assert ratio.between(0.8, 1.25).all()
    assert (drawn.indices["lo"] <= drawn.indices["value"])[shares].all()
    bits = {
        openness(spells, bootstrap=20, seed=1, threads=threads, **roles)
        .indices["se"]
        .to_numpy()
        .tobytes()
        for threads in (1, 2, 7)
    }
    assert len(bits) == 1
    assert drawn.meta.seed == 1
    assert "openness" in drawn.summary()
    # One move a year: no one climbs and changes place in the same year, nor two rungs.
    assert drawn.indices.loc["skip_share", "value"] == 0
    assert truth.shape == (6, 6)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"rung": "Rung"}, UnknownLabel, "`rung` names no column.*Did you mean"),
        ({"rung": None}, WrongType, "`rung` must name"),
        ({"place": "where"}, UnknownLabel, "`place` names no column"),
        ({"rung": "place", "place": "rung"}, InvalidInput, "`order` must say which rung is above"),
        ({"order": (1, 2)}, WrongType, "`order` must be a list"),
        ({"order": []}, InvalidInput, "`order` must name at least one"),
        ({"order": [1, 2]}, InvalidInput, "`order` must name every rung that occurs: 0"),
        ({"order": [0, 1, 2, 3, 3]}, InvalidInput, "each rung once"),
        ({"order": [0, 1, 2, 3], "out": [0]}, InvalidInput, "`out` must not name rungs"),
        ({"out": [0, 1, 2, 3]}, InvalidInput, "`out` must leave at least one rung"),
        ({"out": 0}, WrongType, "`out` must be a list"),
        ({"out": [9]}, UnknownLabel, "`out` names a label"),
        ({"home": "h", "place": None}, InvalidInput, "`home` needs `place`"),
        ({"level": 1}, InvalidInput, "`level`"),
    ],
)
def test_bad_arguments_are_refused(options, error, message):
    usual = {"rung": "rung", "place": "place", "firm": "firm", "out": None}
    with pytest.raises(error, match=message):
        openness(spells_of(panel(ANA | BEN)), **{**usual, **options})
