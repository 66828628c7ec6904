"""Panels from disk as they come: each fault gets a clear answer, as it does in memory."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from weakties.errors import InvalidInput, WrongType
from weakties.productivity import FirmPanel, FirmStream, logarithm, melitz_polanec, olley_pakes

from .test_bad_panels import TABLE

NAMES = {"firm": "firm", "time": "year", "productivity": "p", "weight": "size", "group": "sector"}


@pytest.fixture
def read(tmp_path):
    """Write a table to a file and read it as a stream, which is closed in the end."""
    opened = []

    def read(table=TABLE, **options):
        path = tmp_path / f"{len(opened)}.parquet"
        if isinstance(table, pd.DataFrame):
            table = pa.Table.from_pandas(table)
        pq.write_table(table, path)
        opened.append(FirmStream.from_parquet(path, **NAMES | options))
        return opened[-1]

    yield read
    for stream in opened:
        stream.close()


def alike(stream, panel):
    found, expected = (olley_pakes(each, groups="sector").components for each in (stream, panel))
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_firm_years_given_twice_are_refused(read):
    message = "one row for each firm and period: firm 2 has two in 2001; keep one of them"
    with pytest.raises(InvalidInput, match=message):
        read(pd.concat([TABLE, TABLE.iloc[[2]]]))


def test_shares_off_by_rounding_are_corrected_and_counted_and_others_are_refused(read):
    options = {"weight": None, "share": "size"}
    shares = TABLE.assign(size=TABLE["size"] / 60)
    rounded = shares.assign(size=shares["size"] + (shares.firm == 1) * 0.004)
    stream, panel = read(rounded, **options), FirmPanel.from_frame(rounded, **NAMES | options)
    assert stream.rounded == panel.meta.counts["sums of shares corrected"] == 2
    alike(stream, panel)
    with pytest.raises(InvalidInput, match="2000 sums to 60; to have shares made, pass `weight`"):
        read(**options)


def test_a_cell_of_one_firm_has_no_covariance(read):
    found = olley_pakes(read(), groups="sector").components.loc["b"]
    assert found["mean"].tolist() == [0.5, 0.6]
    assert found["covariance"].tolist() == [0.0, 0.0]


def test_cells_without_survivors_say_so(read):
    parts = melitz_polanec(read(TABLE.assign(firm=[4, 1, 2, 1, 2, 3])), groups="sector")
    found = parts.components.xs("b", level="group").iloc[0]
    assert found.drop("total").isna().all()
    assert found["total"] == pytest.approx(0.1)
    assert any("1 of 2 cells have no survivors" in note for note in parts.meta.notes)


@pytest.mark.parametrize("kind", ["numbers", "nothing"])
def test_columns_without_any_value_are_refused_by_name(read, kind):
    empty = pa.Table.from_pandas(TABLE.drop(columns="p"))
    none = pa.nulls(6, pa.float64() if kind == "numbers" else pa.null())
    empty = empty.append_column("p", none)
    with pytest.raises(InvalidInput, match="missing values: 6 rows of column 'p'"):
        read(empty)
    with pytest.raises(InvalidInput, match="at least one row: it has none that is complete"):
        read(empty, missing="drop")


def test_output_below_zero_is_dropped_with_its_logarithm(read):
    sales = TABLE.assign(sales=[1.0, 2.0, -3.0, 4.0, 5.0, 6.0])
    sales["p"] = logarithm(sales, "sales", not_positive="drop")
    stream = read(sales, missing="drop")
    assert stream.dropped == {"p": 1}
    alike(stream, FirmPanel.from_frame(sales, **NAMES, missing="drop"))


def test_rows_may_come_in_any_order(read):
    alike(read(), FirmPanel.from_frame(TABLE, **NAMES))
    alike(read(TABLE.sort_values("p")), FirmPanel.from_frame(TABLE, **NAMES))


def test_years_as_text_are_refused_and_as_whole_floats_taken(read):
    message = "`time` must hold whole numbers or dates: got str; convert it"
    with pytest.raises(WrongType, match=message):
        read(TABLE.assign(year=TABLE.year.astype(str)))
    alike(read(TABLE.assign(year=TABLE.year.astype(float))), FirmPanel.from_frame(TABLE, **NAMES))
    with pytest.raises(InvalidInput, match="must hold whole numbers: 6 rows do not; number the"):
        read(TABLE.assign(year=TABLE.year + 0.5))


def test_categories_without_rows_are_no_groups_and_no_firms(read):
    levels = TABLE.assign(
        sector=pd.Categorical(TABLE.sector, ["z", "b", "a"]),
        firm=pd.Categorical(TABLE.firm.astype(str), ["9", "3", "2", "1"]),
    )
    stream = read(levels)
    assert len(stream.firms) == 3
    assert stream.groups["sector"].tolist() == ["a", "b"]
    alike(stream, FirmPanel.from_frame(TABLE, **NAMES))
    # DuckDB tells the categories of a table in memory, and keeps their order.
    with FirmStream.from_parquet(levels, **NAMES) as stream:
        alike(stream, FirmPanel.from_frame(TABLE, **NAMES))


def test_large_ids_stay_apart(read):
    ids = np.random.default_rng(5).choice(10**8, 2000, replace=False) * 10**9
    large = pd.DataFrame({"firm": ids, "year": 2000, "p": 0.1, "size": 1.0, "sector": "a"})
    next_to_each_other = large.assign(firm=2**53 + np.arange(2000))
    assert len(read(large).firms) == len(read(next_to_each_other).firms) == 2000
