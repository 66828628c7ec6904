"""Panels as they come: each fault gets a clear answer, and the user's table stays what it was."""

import copy
import tracemalloc

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from weakties.errors import InvalidInput, WrongType
from weakties.productivity import FirmPanel, logarithm, melitz_polanec, olley_pakes

TABLE = pd.DataFrame(
    {
        "firm": [3, 1, 2, 1, 2, 3],
        "year": [2001, 2000, 2001, 2001, 2000, 2000],
        "p": [0.6, 0.1, 0.4, 0.2, 0.3, 0.5],
        "size": [30.0, 10.0, 20.0, 10.0, 20.0, 30.0],
        "sector": ["b", "a", "a", "a", "a", "b"],
    },
    index=list("uvwxyz"),
)


def read(data=TABLE, **options):
    usual = {"firm": "firm", "time": "year", "productivity": "p", "weight": "size"}
    return FirmPanel.from_frame(data, **{**usual, "group": "sector", **options})


def test_firm_years_given_twice_are_refused_with_both_rows():
    twice = pd.concat([TABLE, TABLE.iloc[[2]]])
    message = (
        r"`data` must have one row for each \('firm', 'year'\): \(2, 2001\) is in rows 2 and 6 "
        r"\(counted from 0\); add such rows up, or keep one of them"
    )
    with pytest.raises(InvalidInput, match=message):
        read(twice)


def test_shares_off_by_a_lot_are_refused_with_the_period_and_its_sum():
    message = r"2000 sums to 60 \(3 rows\).*; to have shares made of them, pass them as `weight`"
    with pytest.raises(InvalidInput, match=message):
        read(weight=None, share="size")


def test_a_cell_of_one_firm_has_no_covariance():
    found = olley_pakes(read(), groups="sector").components.loc["b"]
    assert found["mean"].tolist() == [0.5, 0.6]
    assert found["covariance"].tolist() == [0.0, 0.0]


def test_cells_without_survivors_say_so():
    replaced = TABLE.assign(firm=[4, 1, 2, 1, 2, 3])
    parts = melitz_polanec(read(replaced), groups="sector")
    found = parts.components.xs("b", level="group").iloc[0]
    assert found.drop("total").isna().all()
    assert found["total"] == pytest.approx(0.1)
    assert any("1 of 2 cells have no survivors" in note for note in parts.meta.notes)


def test_columns_without_any_value_are_refused_by_name():
    empty = TABLE.assign(p=np.nan)
    with pytest.raises(InvalidInput, match=r"`productivity` \(column 'p'\) has 6 missing values"):
        read(empty)
    with pytest.raises(InvalidInput, match="at least one row: all were dropped; `productivity`"):
        read(empty, missing="drop")


def test_output_below_zero_has_no_logarithm():
    sales = TABLE.assign(sales=[1.0, 2.0, -3.0, 4.0, 5.0, 6.0])
    with pytest.raises(InvalidInput, match=r"-3.0 in row 2 .*; correct such rows, or pass"):
        logarithm(sales, "sales")
    sales["p"] = logarithm(sales, "sales", not_positive="drop")
    assert read(sales, missing="drop").dropped == {"p": 1}


def test_rows_may_come_in_any_order():
    panel = read()
    pd.testing.assert_frame_equal(
        panel.to_frame(), read(TABLE.sort_values(["firm", "year"])).to_frame()
    )
    on_rows = panel._per_row(panel.productivity, "p")
    pd.testing.assert_series_equal(on_rows, TABLE["p"])


def test_years_as_text_are_refused():
    message = "`time` .*column 'year'.* must hold whole numbers, dates.*'2001' in row.*convert it"
    with pytest.raises(WrongType, match=message):
        read(TABLE.assign(year=TABLE.year.astype(str)))


def test_categories_without_rows_stay_groups_but_are_no_firms():
    levels = TABLE.assign(
        sector=pd.Categorical(TABLE.sector, ["z", "b", "a"]),
        firm=pd.Categorical(TABLE.firm, [9, 3, 2, 1]),
    )
    panel = read(levels)
    assert panel.firms.tolist() == [1, 2, 3]
    assert panel.groups["sector"][0].tolist() == ["z", "b", "a"]
    assert olley_pakes(panel, groups="sector").components.loc["z"].isna().all(axis=None)
    chosen = panel.select(groups={"sector": "a"})
    assert chosen.groups["sector"][0].tolist() == ["z", "b", "a"]


def test_memory_does_not_grow_with_the_size_of_ids():
    rng = np.random.default_rng(5)
    ids = rng.choice(10**8, 2000, replace=False) * 10**9
    large = pd.DataFrame({"firm": ids, "year": 2000, "p": 0.1, "size": 1.0})
    tracemalloc.start()
    panel = read(large, group=None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert panel.firms.tolist() == sorted(ids)
    assert peak < 3_000_000


@pytest.mark.parametrize("kind", ["polars", "lazy", "arrow", "duckdb"])
def test_other_libraries_give_the_same_panel(kind):
    arrow = pa.Table.from_pandas(TABLE, preserve_index=False)
    given = {
        "polars": lambda: pl.DataFrame(TABLE),
        "lazy": lambda: pl.LazyFrame(TABLE),
        "arrow": lambda: arrow,
        "duckdb": lambda: duckdb.from_arrow(arrow),
    }[kind]()
    pd.testing.assert_frame_equal(read(given).to_frame(), read().to_frame())


def test_columns_may_be_index_levels():
    indexed = TABLE.set_index(["sector", "year", "firm"])
    pd.testing.assert_frame_equal(read(indexed).to_frame(), read().to_frame())


def test_a_productivity_of_polars_or_arrow_is_taken_in_the_order_of_the_rows():
    wanted = read().with_productivity([1, 2, 3, 4, 5, 6]).to_frame()
    for values in (pl.Series([1, 2, 3, 4, 5, 6]), pa.chunked_array([[1, 2, 3], [4, 5, 6]])):
        pd.testing.assert_frame_equal(read().with_productivity(values).to_frame(), wanted)


def test_nothing_done_to_a_panel_changes_the_table_or_is_changed_by_it():
    table, before = TABLE.sort_values(["firm", "year"]), copy.deepcopy(TABLE)
    panel = read(table)
    kept = panel.to_frame()
    panel.with_productivity(table["size"])
    panel.with_group("new", table["sector"])
    panel.select(periods=2000)
    pd.testing.assert_frame_equal(table, before.sort_values(["firm", "year"]))
    table.loc[:, ["p", "size"]] = -1.0
    pd.testing.assert_frame_equal(panel.to_frame(), kept)
