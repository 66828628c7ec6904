"""Panels from disk: the very bits of a panel in memory, little memory, and what is refused."""

import numpy as np
import pandas as pd
import pyarrow.dataset as arrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties.datasets import synthetic_firms
from weakties.errors import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import (
    FirmPanel,
    FirmStream,
    compare_methods,
    decompose,
    micro_moments,
    olley_pakes,
    on_disk,
    pieces,
)

from .strategies import few, rows

NAMES = ("firm", "period", "log_productivity")


@pytest.fixture
def table():
    rows = synthetic_firms(400, 4, 3, seed=3).sample(frac=1, random_state=1)
    return rows.sample(frac=0.9, random_state=2).reset_index(drop=True)


def written(table, folder, files=2):
    """Write a table to several files."""
    step = -(-len(table) // files)
    for number in range(files):
        part = table.iloc[number * step : (number + 1) * step]
        part.to_parquet(folder / f"part{number}.parquet")
    return str(folder / "*.parquet")


def same_bits(one, other):
    for name in ("components", "se", "lo", "hi", "counts"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    np.testing.assert_array_equal(one.draws, other.draws)


@pytest.mark.parametrize("rows_at_once", [100, 1 << 19])
def test_a_stream_gives_the_bits_of_the_panel(table, tmp_path, monkeypatch, rows_at_once):
    monkeypatch.setattr(on_disk, "ROWS_AT_ONCE", rows_at_once)
    # Room for the counts of two resamples at a time.
    monkeypatch.setattr(pieces, "_MOST_COUNTS", 2 * table.firm.nunique())
    panel = FirmPanel.from_frame(table, *NAMES, weight="employees", group="group")
    ask = {"groups": "group", "bootstrap": 5, "seed": 1}
    with FirmStream.from_parquet(
        written(table, tmp_path), *NAMES, weight="employees", group="group"
    ) as firms:
        assert len(firms) == len(table)
        assert repr(firms) == repr(panel).replace("FirmPanel", "FirmStream")
        same_bits(olley_pakes(firms, **ask), olley_pakes(panel, **ask))
        ask |= {"periods": "all", "strata": "group"}
        one, other = (
            decompose(each, ["melitz-polanec", "foster-haltiwanger-krizan"], **ask)
            for each in (firms, panel)
        )
        for method in one.by_method:
            same_bits(one[method], other[method])


@pytest.mark.parametrize("options", [{"gaps": "leave_out"}, {"group_change": "start"}])
def test_rules_are_those_of_the_panel(table, tmp_path, options):
    options = {"weight": "employees", "group": "group", **options}
    panel = FirmPanel.from_frame(table, *NAMES, **options)
    with FirmStream.from_parquet(written(table, tmp_path), *NAMES, **options) as firms:
        one, other = (compare_methods(each, groups="group") for each in (firms, panel))
    for method in one.by_method:
        same_bits(one[method], other[method])


def test_text_dates_shares_and_missing_values_are_read_alike(table, tmp_path):
    table = table.assign(
        firm="f" + table.firm.astype(str),
        period=pd.to_datetime((2000 + table.period).astype(str), format="%Y"),
        group=table.group.map({0: "zinc", 1: "Ärzte", 2: "apples"}),
    )
    table.loc[5, "log_productivity"] = np.nan
    options = {"weight": "employees", "group": "group", "missing": "drop"}
    panel = FirmPanel.from_frame(table, *NAMES, **options)
    given = arrow.dataset(tmp_path, format="parquet") if written(table, tmp_path) else None
    with FirmStream.from_parquet(given, *NAMES, **options) as firms:
        assert firms.dropped == panel.dropped
        same_bits(olley_pakes(firms, groups="group"), olley_pakes(panel, groups="group"))
    shares = table.dropna()
    sums = shares.groupby("period")["employees"].transform("sum")
    shares = shares.assign(share=shares.employees / sums)
    path = tmp_path / "shares"
    path.mkdir()
    with FirmStream.from_parquet(written(shares, path), *NAMES, share="share") as firms:
        in_memory = FirmPanel.from_frame(shares, *NAMES, share="share")
        same_bits(olley_pakes(firms), olley_pakes(in_memory))


@pytest.mark.parametrize("weight", [None, "share"])
def test_moments_are_those_of_the_panel(table, tmp_path, weight):
    options = {"weight": "employees", "group": "group"}
    panel = FirmPanel.from_frame(table, *NAMES, **options)
    ask = {"cells": ["group", "period"], "margins": ["group"], "weight": weight}
    with FirmStream.from_parquet(written(table, tmp_path), *NAMES, **options) as firms:
        found = micro_moments(firms, "productivity", **ask)
        with pytest.raises(InvalidInput, match="`variables` of a stream"):
            micro_moments(firms, "employees")
        with pytest.raises(UnknownLabel, match="no column 'sector'"):
            micro_moments(firms, "productivity", cells="sector")
    expected = micro_moments(panel, "productivity", **ask)
    for name in ("moments", "averaged", "largest"):
        pd.testing.assert_frame_equal(
            getattr(found, name), getattr(expected, name), check_exact=True
        )


@st.composite
def lives(draw):
    """Draw firms with gaps and missing values in mixed order, their owners, and births and deaths.

    Births and deaths come as dates, which may lie outside the periods or be missing, and as marks.
    """
    table = draw(rows())
    ends = table.groupby("firm")["period"].agg(["min", "max"])
    dates = pd.DataFrame(
        {
            "owner": draw(st.lists(st.integers(0, 3), min_size=len(ends), max_size=len(ends))),
            "first": [
                draw(st.sampled_from([np.nan, *range(-2, least + 1)])) for least in ends["min"]
            ],
            "last": [draw(st.sampled_from([np.nan, *range(most, 7)])) for most in ends["max"]],
        },
        index=ends.index,
    )
    table = table.join(dates, on="firm")
    for mark, end in (("entry", "min"), ("exit", "max")):
        marked = draw(st.lists(st.booleans(), min_size=len(ends), max_size=len(ends)))
        marked = pd.Series(marked, ends.index)
        table[mark] = (table["period"] == table["firm"].map(ends[end])) & table["firm"].map(marked)
    table["size"] = pd.Categorical(
        draw(st.lists(st.sampled_from("sml"), min_size=len(table), max_size=len(table))),
        ["m", "s", "unused", "l"],
    )
    lost = draw(st.lists(st.booleans(), min_size=len(table), max_size=len(table)))
    # The firm that is always there keeps every period.
    table["p"] = table["p"].mask(np.array(lost) & (table["firm"] != "always").to_numpy())
    order = draw(st.permutations(range(len(table))))
    return table.iloc[order].reset_index(drop=True)


RULES = st.fixed_dictionaries(
    {
        "gaps": st.sampled_from(["exit", "leave_out", 1, 2]),
        "group_change": st.sampled_from(["exit", "start", "end"]),
        "cluster": st.sampled_from([None, "owner"]),
        "births": st.sampled_from([None, "first", "entry"]),
        "deaths": st.sampled_from([None, "last", "exit"]),
    }
)


GROUPS = st.sampled_from([None, "size", ["group"], ["size", "group"]])


@few
@given(lives(), RULES, GROUPS, st.sampled_from([3, 1 << 19]))
def test_dates_clusters_and_nested_groups_are_those_of_the_panel(
    tmp_path_factory, table, rules, groups, rows_at_once
):
    births, deaths = rules.pop("births"), rules.pop("deaths")
    options = rules | {each: each for each in (births, deaths) if each is not None}
    in_memory = table.assign(size=table["size"].astype(str))
    options |= {"group": ["group", "size"], "missing": "drop"}
    folder = tmp_path_factory.mktemp("lives")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(on_disk, "ROWS_AT_ONCE", rows_at_once)
        names = {"firm": "firm", "time": "period", "productivity": "p", "weight": "w"}
        panel = FirmPanel.from_frame(in_memory, **names, **options)
        with FirmStream.from_parquet(written(table, folder), **names, **options) as firms:
            assert firms.dropped == panel.dropped
            assert firms.rules == panel.rules
            ask = {"groups": groups, "bootstrap": 3, "seed": 1}
            same_bits(olley_pakes(firms, **ask), olley_pakes(panel, **ask))
            one, other = (decompose(each, **ask, periods="all") for each in (firms, panel))
            same_bits(one, other)
            cells = {"cells": ["size", "period"], "weight": "share"}
            found, expected = (
                micro_moments(each, "productivity", **cells).moments for each in (firms, panel)
            )
            pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_dates_between_periods_and_of_other_kinds_are_placed_as_in_memory(table, tmp_path):
    table = table.assign(period=2000 + 2 * table.period)
    ends = table.groupby("firm")["period"].agg(["min", "max"])
    table = table.assign(
        first=table["firm"].map(ends["min"] - 1).astype(float),
        last=table["firm"].map(ends["max"] + table.groupby("firm").size() % 3),
    )
    table.loc[table["firm"] % 5 == 0, "first"] = np.nan
    options = {"weight": "employees", "group": "group", "first": "first", "last": "last"}
    for number, dated in enumerate((False, True)):
        if dated:
            for name in ("period", "first", "last"):
                years = table[name].astype("Int64").astype("string")
                table[name] = pd.to_datetime(years, format="%Y")
        folder = tmp_path / str(number)
        folder.mkdir()
        panel = FirmPanel.from_frame(table, *NAMES, **options)
        with FirmStream.from_parquet(written(table, folder), *NAMES, **options) as firms:
            one, other = (decompose(each, periods="all", groups="group") for each in (firms, panel))
        same_bits(one, other)
        assert one.counts["n_unseen_t0"].sum() > 0


@pytest.mark.parametrize("levels", ["cab", "abcd", "dcba"])
def test_clusters_that_are_categories_are_drawn_as_in_memory(table, tmp_path, levels):
    owner = np.array(list("abc"))[(table["firm"] * 7 % 3).to_numpy()]
    table = table.assign(owner=pd.Categorical(owner, list(levels)))
    options = {"weight": "employees", "cluster": "owner"}
    panel = FirmPanel.from_frame(table, *NAMES, **options)
    text = FirmPanel.from_frame(table.assign(owner=owner), *NAMES, **options)
    with FirmStream.from_parquet(written(table, tmp_path), *NAMES, **options) as firms:
        assert firms.cluster.tolist() == panel.cluster.tolist() == text.cluster.tolist()
        one, *others = (decompose(each, bootstrap=9, seed=1) for each in (firms, panel, text))
    for other in others:
        same_bits(one, other)


def test_firms_that_are_categories_are_drawn_as_in_memory(table, tmp_path):
    labels = table["firm"].map("f{:03}".format)
    known = [*sorted(labels.unique(), reverse=True), "unused"]
    table, text = table.assign(firm=pd.Categorical(labels, known)), table.assign(firm=labels)
    panel, plain = (FirmPanel.from_frame(t, *NAMES, weight="employees") for t in (table, text))
    with FirmStream.from_parquet(written(table, tmp_path), *NAMES, weight="employees") as firms:
        one, *others = (decompose(each, bootstrap=9, seed=1) for each in (firms, panel, plain))
    for other in others:
        same_bits(one, other)


def test_strata_must_not_tear_the_clusters_of_a_stream(table, tmp_path):
    table = table.assign(owner=table["firm"] % 7)
    options = {"weight": "employees", "group": "group", "cluster": "owner"}
    with FirmStream.from_parquet(written(table, tmp_path), *NAMES, **options) as firms:
        assert firms.cluster.tolist() == (np.unique(table["firm"]) % 7).tolist()
        with pytest.raises(InvalidInput, match="must not tear clusters apart"):
            decompose(firms, bootstrap=2, seed=1, strata="group")


@pytest.mark.parametrize("rule", ["gaps", "group_change"])
def test_a_rule_refuses_a_stream_as_it_refuses_a_panel(table, tmp_path, rule):
    table["group"] += (table["firm"] % 50 == 0) & (table["period"] == 2)
    options = {"weight": "employees", "group": "group", rule: "refuse"}
    path = written(table, tmp_path)
    with pytest.raises(InvalidInput) as from_memory:
        FirmPanel.from_frame(table, *NAMES, **options)
    with pytest.raises(InvalidInput) as from_disk:
        FirmStream.from_parquet(path, *NAMES, **options)
    assert str(from_disk.value) == str(from_memory.value)
    kept = table.drop_duplicates("firm")
    with FirmStream.from_parquet(written(kept, tmp_path), *NAMES, **options) as firms:
        assert len(firms) == len(kept)


def test_little_memory_is_enough(tmp_path):
    table = synthetic_firms(20_000, 10, 3, seed=3)
    path = written(table, tmp_path)
    with FirmStream.from_parquet(path, *NAMES, weight="employees", memory_limit="40MB") as firms:
        found = decompose(firms)
    panel = FirmPanel.from_frame(table, *NAMES, weight="employees")
    same_bits(found, decompose(panel))


def test_a_closed_stream_leaves_nothing(table, tmp_path):
    path, scratch = written(table, tmp_path), tmp_path / "scratch"
    scratch.mkdir()
    with FirmStream.from_parquet(path, *NAMES, weight="employees", directory=scratch):
        assert list(scratch.iterdir())
    assert not list(scratch.iterdir())
    with pytest.raises(UnknownLabel):
        FirmStream.from_parquet(path, *NAMES, weight="size", directory=scratch)
    assert not list(scratch.iterdir())


@pytest.mark.parametrize(
    ("change", "options", "error", "message"),
    [
        ({}, {"weight": None}, InvalidInput, "`weight` or `share`"),
        ({}, {"group": "g"}, UnknownLabel, "no column 'g'"),
        ({}, {"gaps": "refuse"}, InvalidInput, "`gaps`"),
        ({}, {"memory_limit": "much"}, InvalidInput, "`memory_limit`"),
        ({}, {"memory_limit": 5}, WrongType, "quotation marks"),
        ({}, {"directory": "/nowhere"}, InvalidInput, "`directory`"),
        ({}, {"weight": None, "share": "employees"}, InvalidInput, "must sum to 1"),
        ({"employees": -1.0}, {}, InvalidInput, "not negative"),
        ({"employees": 0.0}, {}, InvalidInput, "above 0"),
        ({"log_productivity": np.inf}, {}, InvalidInput, "finite"),
        ({"log_productivity": np.nan}, {}, InvalidInput, "missing values"),
        ({"log_productivity": "high"}, {}, WrongType, "must hold numbers"),
        ({"period": 1}, {}, InvalidInput, "has two in 1"),
        ({"period": "one"}, {}, WrongType, "whole numbers or dates"),
    ],
)
def test_refused_input(table, tmp_path, change, options, error, message):
    path = written(table.assign(**change), tmp_path)
    with pytest.raises(error, match=message):
        FirmStream.from_parquet(path, *NAMES, **{"weight": "employees"} | options)


def test_what_is_there_in_memory_only_is_refused(table, tmp_path):
    path = written(table, tmp_path)
    with FirmStream.from_parquet(path, *NAMES, weight="employees", group="group") as firms:
        with pytest.raises(InvalidInput, match="analytic"):
            olley_pakes(firms, errors="analytic")
        with pytest.raises(UnknownLabel, match="no group column 'g'"):
            decompose(firms, groups="g")
    with pytest.raises(InvalidInput, match="cannot be read"):
        FirmStream.from_parquet(str(tmp_path / "none.parquet"), *NAMES, weight="employees")
