"""Ties of several periods between nodes that come and go."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, TemporalNetwork, degree

TIES = pd.DataFrame(
    {
        "one": ["Alba", "Alba", "Bo", "Cato", "Alba"],
        "other": ["Bo", "Cato", "Cato", "Duna", "Bo"],
        "year": [1994, 1995, 1995, 1998, 1998],
        "orders": [1.0, 2.0, 3.0, 4.0, 5.0],
    }
)
PANEL = pd.DataFrame(
    [
        *(("Alba", year, year - 1990) for year in (1994, 1995, 1997, 1998)),
        *(("Bo", year, 7) for year in (1994, 1995, 1998)),
        *(("Cato", year, 8) for year in (1995, 1998)),
        *(("Duna", year, 9) for year in (1994, 1998)),
    ],
    columns=["firm", "year", "size"],
)


def made(**options):
    wanted = {"time": "year", "weight": "orders", **options}
    return TemporalNetwork.from_edges(TIES, "one", "other", **wanted)


def test_without_a_panel_nodes_are_there_when_they_have_ties():
    years = made()
    assert years.periods == [1994, 1995, 1998]
    assert years[1994].labels.tolist() == ["Alba", "Bo"]
    assert years[1998] == Network.from_edges(TIES[3:], "one", "other", weight="orders")
    assert years.labels.tolist() == ["Alba", "Bo", "Cato", "Duna"]
    assert repr(years) == (
        "<TemporalNetwork: 3 periods, 4 nodes, 5 ties, undirected, weight 'orders'>"
    )
    frame = years.to_frame()
    assert frame.columns.tolist() == ["period", "source", "target", "orders"]
    again = TemporalNetwork.from_edges(frame, "source", "target", time="period", weight="orders")
    assert again == years
    assert years == TemporalNetwork.from_edges(
        pl.from_pandas(TIES), "one", "other", time="year", weight="orders"
    )


def test_periods_that_are_categories_come_back_in_their_order():
    named = TIES["year"].map({1994: "first", 1995: "fifth", 1998: "last"})
    order = pd.CategoricalDtype(["first", "fifth", "never", "last"], ordered=True)
    periods = TemporalNetwork.from_edges(
        TIES.assign(year=named.astype(order)), "one", "other", time="year"
    )
    assert periods.periods == ["first", "fifth", "last"]
    frame = periods.to_frame()
    assert TemporalNetwork.from_edges(frame, "source", "target", time="period") == periods


def test_the_union_ties_the_nodes_of_each_period():
    ties = pd.DataFrame({"a": ["x", None, "z"], "b": ["y", "y", "w"], "year": [1, 1, 2]})
    years = TemporalNetwork.from_edges(ties, "a", "b", time="year", missing="drop")
    assert years.dropped == {"a": 1}
    # Those of the second year are numbered anew there.
    union = years.union()
    assert union.to_frame()[["source", "target"]].to_numpy().tolist() == [["w", "z"], ["x", "y"]]
    assert union.dropped == {"a": 1}


def test_those_who_are_never_there_make_a_difference():
    panel = pd.DataFrame({"node": ["x", "y"], "year": [1, 1]})
    ties = pd.DataFrame({"a": ["x"], "b": ["y"], "year": [1]})
    one, other = (
        TemporalNetwork.from_edges(
            ties, "a", "b", time="year", nodes=panel.astype({"node": kind}), key="node"
        )
        for kind in (pd.CategoricalDtype(["x", "y"]), pd.CategoricalDtype(["x", "y", "z"]))
    )
    assert one[1] == other[1]
    assert list(other.labels) == ["x", "y", "z"]
    assert one != other


def test_a_list_says_who_is_always_there():
    years = made(nodes=["Eli", "Duna", "Cato", "Bo", "Alba"])
    for year in years:
        assert years[year].labels.tolist() == ["Eli", "Duna", "Cato", "Bo", "Alba"]


def test_a_panel_says_who_is_there_and_what_they_are_then():
    for panel in (PANEL, PANEL[::-1], pl.from_pandas(PANEL), PANEL.set_index(["firm", "year"])):
        years = made(nodes=panel, key="firm")
        assert years.periods == [1994, 1995, 1997, 1998]
        assert years[1994].labels.tolist() == ["Alba", "Bo", "Duna"]
        assert years[1997].tie_count == 0
        assert years[1998].attributes["size"].to_dict() == {
            "Alba": 8,
            "Bo": 7,
            "Cato": 8,
            "Duna": 9,
        }
    found = years.measure(lambda network: network.attributes["size"])
    assert found.loc[1995].iloc[:, 0].to_dict() == {"Alba": 5, "Bo": 7, "Cato": 8}


def test_a_tie_of_who_is_not_there_is_refused_unless_it_is_an_old_one():
    panel = PANEL.drop(index=PANEL.index[(PANEL["firm"] == "Cato") & (PANEL["year"] == 1995)])
    with pytest.raises(UnknownLabel) as refusal:
        made(nodes=panel, key="firm")
    assert str(refusal.value) == (
        "`target`: 'Cato' has a tie in 1995, in which `nodes` does not have it (rows 1 and 2 "
        "(counted from 0)); add it there, or leave out the tie"
    )
    years = made(nodes=PANEL, key="firm", window=3, parallel="sum")
    assert years[1997].labels.tolist() == ["Alba"]
    assert years[1997].tie_count == 0


def test_a_window_counts_years_and_not_rows():
    years = made(window=2)
    assert years[1995].to_frame()["orders"].tolist() == [1, 2, 3]
    # 1997 is not there, so that nothing of 1995 lasts until 1998.
    assert years[1998].tie_count == 2
    longer = made(window=4, parallel="sum")
    assert longer[1998].to_frame().to_numpy().tolist() == [
        ["Alba", "Bo", 5.0],
        ["Alba", "Cato", 2.0],
        ["Bo", "Cato", 3.0],
        ["Cato", "Duna", 4.0],
    ]
    everything = made(window=9, parallel="sum")
    assert everything[1998] == made().union()
    assert everything[1998].to_frame()["orders"][0] == 6


def test_periods_and_categories_have_distances_and_dates_have_none():
    dated = TIES.assign(year=pd.to_datetime(TIES["year"].astype(str), format="%Y"))
    with pytest.raises(
        InvalidInput, match=r"make them periods first, such as with \.dt\.to_period"
    ):
        TemporalNetwork.from_edges(dated, "one", "other", time="year", window=2)
    assert len(TemporalNetwork.from_edges(dated, "one", "other", time="year")) == 3
    periods = dated.assign(year=dated["year"].dt.to_period("Y"))
    found = TemporalNetwork.from_edges(periods, "one", "other", time="year", window=2)
    assert [found[year].tie_count for year in found] == [1, 3, 2]
    ranks = pd.CategoricalDtype([1994, 1995, 1998, 2000], ordered=True)
    ranked = TIES.astype({"year": ranks})
    found = TemporalNetwork.from_edges(
        ranked, "one", "other", time="year", window=2, parallel="max"
    )
    assert found.periods == [1994, 1995, 1998, 2000]
    assert [found[year].tie_count for year in found] == [1, 3, 4, 2]
    short = TemporalNetwork.from_edges(ranked, "one", "other", time="year")
    assert short.periods == [1994, 1995, 1998]


def test_turnover_adds_up():
    found = made(nodes=PANEL, key="firm").turnover()
    assert found["nodes"].tolist() == [3, 3, 1, 4]
    assert found["entrants"].tolist()[1:] == [1, 0, 3]
    assert found["survivors"].tolist()[1:] == [2, 1, 1]
    assert found["exiters"].tolist()[1:] == [1, 2, 0]
    assert found["ties"].tolist() == [1, 2, 0, 2]
    assert found["dissolved"].tolist()[1:] == [1, 2, 0]
    assert found.iloc[0].isna().sum() == 6


ties = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=25
)


@given(ties=ties, window=st.integers(1, 4), directed=st.booleans())
def test_each_period_is_the_network_of_the_rows_in_its_window(ties, window, directed):
    frame = pd.DataFrame(ties, columns=["a", "b", "t"])
    options = {"directed": directed, "parallel": "sum"}
    found = TemporalNetwork.from_edges(frame, "a", "b", time="t", window=window, **options)
    assert found.periods == sorted(set(frame["t"]))
    panel = found.measure("degree", direction="in")
    for period in found:
        rows = frame[(frame["t"] <= period) & (frame["t"] > period - window)]
        expected = Network.from_edges(rows, "a", "b", **options)
        assert found[period] == expected
        assert panel.loc[period, "degree"].to_dict() == degree(expected, direction="in").to_dict()
    turnover = found.turnover()
    for total, new, kept, gone in (
        ("nodes", "entrants", "survivors", "exiters"),
        ("ties", "formed", "kept", "dissolved"),
    ):
        assert (turnover[total] == turnover[new] + turnover[kept])[1:].all()
        assert (turnover[total].shift() == turnover[kept] + turnover[gone])[1:].all()


def test_whole_numbers_in_the_panel_keep_their_dtype():
    sizes = PANEL.assign(size=PANEL["size"].astype(np.int16))
    assert made(nodes=sizes, key="firm")[1994].attributes["size"].dtype == np.int16


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"time": "years"}, UnknownLabel, "Did you mean 'year'?"),
        ({"time": "one"}, WrongType, "`time`"),
        ({"window": 0}, InvalidInput, "`window` must be a whole number, at least 1"),
        ({"window": 1.5}, WrongType, "`window` must be a whole number"),
        ({"weight": "period"}, InvalidInput, "`weight` cannot be named 'period'"),
        ({"nodes": PANEL}, InvalidInput, "`key` must name the column"),
        (
            {"nodes": pd.concat([PANEL, PANEL[:1]]), "key": "firm"},
            InvalidInput,
            "`nodes` must have",
        ),
        ({"key": "firm"}, InvalidInput, "give `nodes` too"),
        ({"nodes": ["Alba"]}, UnknownLabel, "not there"),
        ({"window": 9}, InvalidInput, "one tie between 'Alba' and 'Bo': found 2 in rows 0 and 4"),
    ],
)
def test_bad_arguments_are_refused(change, error, words):
    with pytest.raises(error) as refusal:
        made(**change)
    assert words in str(refusal.value)


def test_the_class_itself_makes_nothing():
    with pytest.raises(WrongType, match=r"made by TemporalNetwork\.from_edges"):
        TemporalNetwork()
    with pytest.raises(UnknownLabel, match="`period` names a label that is not there: 1996"):
        made()[1996]
