"""The inter-country table: what it is made from, what it shows, what it refuses."""

import re

import numpy as np
import pandas as pd
import polars
import pymrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.datasets import leather
from weakties.gvc import InterCountryTable, participation, read_table

from .strategies import few, random_table, real_tables, tables

CATEGORIES = ["households", "inventories"]


def assert_same(found, expected):
    for one, other in zip(found._arrays, expected._arrays, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(found._demand, expected._demand)
    assert list(found.countries) == list(expected.countries)
    assert list(found.sectors) == list(expected.sectors)


def small(**changes):
    arguments = {
        "Z": [[1.0, 2.0], [3.0, 4.0]],
        "final_demand": [[5.0, 6.0], [7.0, 8.0]],
        "countries": ["A", "B"],
        "sectors": ["x"],
    }
    return InterCountryTable.from_arrays(**(arguments | changes))


def test_the_worked_example_holds_the_published_numbers():
    table = leather()
    published = [77.7, 58.3, 19, 112.7, 124.6, 43.2, 156.3, 127.8, 217]
    np.testing.assert_allclose(table.output, published, rtol=1e-12)
    assert table.Z.loc[("TUR", "Agriculture"), ("DEU", "Transport equipment")] == 8.9
    assert table.final_demand.loc[("DEU", "Transport equipment"), "TUR"] == 35.2
    assert table.unit == "million"


def test_output_and_value_added_are_computed_or_taken_and_the_table_says_which():
    table = small()
    assert list(table.output) == [14, 22]
    assert list(table.value_added) == [10, 16]
    assert table.origin == {"output": "row sums", "value_added": "residual"}
    table = small(output=[20, 30], value_added=[1, 2])
    assert list(table.output) == [20, 30]
    assert list(table.value_added) == [1, 2]
    assert table.origin == {"output": "given", "value_added": "given"}


@few
@given(tables(), st.randoms())
def test_tidy_rows_in_any_order_give_the_table_back(table, random):
    rows = list(range(len(table.to_frame())))
    random.shuffle(rows)
    tidy = table.to_frame().iloc[rows]
    assert_same(InterCountryTable.from_frame(tidy), table)
    assert_same(InterCountryTable.from_frame(polars.from_pandas(tidy)), table)


def test_tidy_rows_keep_categories_and_the_order_asked_for():
    table = random_table(3, categories=CATEGORIES)
    found = InterCountryTable.from_frame(table.to_frame())
    assert_same(found, table)
    assert list(found.categories) == CATEGORIES
    turned = InterCountryTable.from_frame(
        table.to_frame(), countries=["C2", "C0", "C1"], sectors=["S1", "S0"]
    )
    assert turned.Z.loc[("C2", "S1"), ("C0", "S0")] == table.Z.loc[("C2", "S1"), ("C0", "S0")]
    assert list(turned.countries) == ["C2", "C0", "C1"]
    pd.testing.assert_frame_equal(
        participation(turned).rates.sort_index(), participation(table).rates, rtol=1e-12
    )


def test_columns_of_other_names_and_rows_left_out_are_read_and_counted():
    tidy = leather().to_frame()
    tidy = tidy[tidy["value"] != 0].rename(columns={"value": "flow", "use": "buyer"})
    found = InterCountryTable.from_frame(
        tidy, value="flow", use="buyer", countries=["ARG", "TUR", "DEU"]
    )
    assert_same(found, leather())
    assert found.notes == ("5 of 108 flows have no row and are taken for zero",)
    tidy.iloc[0, -1] = np.nan
    found = InterCountryTable.from_frame(tidy, value="flow", use="buyer", missing="drop")
    assert found.notes[1] == "1 rows were dropped, in which a value was missing"


@few
@given(tables(), st.integers(0, 99))
def test_wide_frames_are_matched_by_their_labels(table, seed):
    rng = np.random.default_rng(seed)
    rows, columns, demand_rows, output_rows = (rng.permutation(len(table.rows)) for _ in range(4))
    found = InterCountryTable.from_wide(
        table.Z.iloc[:, columns],
        table.final_demand.iloc[demand_rows, rng.permutation(len(table.countries))],
        output=table.output.iloc[output_rows],
    )
    assert_same(found, table)
    found = InterCountryTable.from_wide(table.Z.iloc[rows], table.final_demand)
    shuffled = found.Z.loc[table.rows, :].T.loc[table.rows.set_names(["destination", "use"])].T
    np.testing.assert_array_equal(shuffled, table.Z)


def test_pymrios_system_is_taken_with_its_units_and_factors():
    io = pymrio.load_test().calc_all()
    table = InterCountryTable.from_pymrio(io, year=2012)
    np.testing.assert_array_equal(table.Z, io.Z)
    np.testing.assert_array_equal(table.final_demand, io.Y)
    np.testing.assert_array_equal(table.output, io.x["indout"])
    assert list(table.countries) == list(io.get_regions())
    assert table.origin["value_added"] == "residual"
    assert (table.unit, table.year) == (io.unit.iloc[0, 0], 2012)
    table = InterCountryTable.from_pymrio(io, value_added="factor_inputs")
    np.testing.assert_array_equal(table.value_added, io.factor_inputs.F.sum())
    assert table.origin["value_added"] == "given"


def test_a_pymrio_system_without_output_is_taken_by_its_row_sums():
    table = InterCountryTable.from_pymrio(pymrio.load_test())
    assert table.origin["output"] == "row sums"


def test_what_is_no_pymrio_system_is_refused():
    with pytest.raises(WrongType, match="`io` must be a pymrio IOSystem: got dict"):
        InterCountryTable.from_pymrio({})
    with pytest.raises(InvalidInput, match=r"`io` has no Z.*calc_all"):
        InterCountryTable.from_pymrio(pymrio.IOSystem())
    with pytest.raises(InvalidInput, match=r"`value_added` must name an extension.*'wages'"):
        InterCountryTable.from_pymrio(pymrio.load_test(), value_added="wages")


def test_archives_of_numpy_are_read_under_either_name(tmp_path):
    table = random_table(3, categories=CATEGORIES)
    arrays = {"Z": table.Z, "final_demand": table.final_demand, "output": table.output}
    for names in (
        ("countries", "sectors", "categories"),
        ("regions", "industries", "final_demand_categories"),
    ):
        labels = (table.countries, table.sectors, table.categories)
        labelled = {name: np.array(list(label)) for name, label in zip(names, labels, strict=True)}
        np.savez(tmp_path / "table.npz", **arrays, **labelled)
        found = read_table(tmp_path / "table.npz", unit="euro", year=2001)
        assert_same(found, table)
        assert list(found.categories) == CATEGORIES
        assert (found.unit, found.year, found.origin["output"]) == ("euro", 2001, "given")


def test_tidy_files_are_read(tmp_path):
    table = leather().aggregated(countries={"ARG": "NA"})  # Namibia, not a missing value
    tidy = table.to_frame()
    tidy.to_csv(tmp_path / "table.csv", index=False)
    tidy.to_parquet(tmp_path / "table.parquet")
    order = ["NA", "TUR", "DEU"]
    assert_same(read_table(tmp_path / "table.csv", countries=order), table)
    assert_same(read_table(str(tmp_path / "table.parquet"), countries=order), table)


def test_files_that_hold_no_table_are_refused(tmp_path):
    np.savez(tmp_path / "few.npz", Z=np.eye(2))
    with pytest.raises(InvalidInput, match="`path` lacks the array 'final_demand'; there are Z"):
        read_table(tmp_path / "few.npz")
    (tmp_path / "text.npz").write_text("no archive")
    with pytest.raises(InvalidInput, match=r"`path` must be an \.npz archive"):
        read_table(tmp_path / "text.npz")
    np.save(tmp_path / "array.npy", np.eye(2))
    (tmp_path / "array.npy").rename(tmp_path / "array.npz")
    with pytest.raises(InvalidInput, match=r"`path` must be an \.npz archive"):
        read_table(tmp_path / "array.npz")
    np.savez(tmp_path / "pickled.npz", Z=np.array([{}], dtype=object))
    with pytest.raises(InvalidInput, match=r"cannot be read.*numpy\.savez"):
        read_table(tmp_path / "pickled.npz")
    for name in ("empty.csv", "empty.parquet"):
        (tmp_path / name).write_text("")
        with pytest.raises(InvalidInput, match=r"`path` must be a .* file of tidy flows"):
            read_table(tmp_path / name)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnknownLabel, match="`data` has no column 'origin'"):
        read_table(tmp_path / "other.csv")
    with pytest.raises(InvalidInput, match=r"`path` must end in \.npz, \.csv or \.parquet"):
        read_table(tmp_path / "table.xlsx")
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "nowhere.npz")


def test_what_the_user_does_to_arrays_afterwards_does_not_reach_the_table():
    Z, final_demand = np.ones((2, 2)), np.ones((2, 2))
    table = small(Z=Z, final_demand=final_demand)
    Z[:] = final_demand[:] = 7
    assert (table.Z == 1).all(axis=None)
    assert (table.final_demand == 1).all(axis=None)
    with pytest.raises(AttributeError):
        table.unit = "euro"
    for values in (table.Z, table.final_demand, table.output, table.value_added):
        with pytest.raises(ValueError, match="read-only"):
            values.to_numpy()[0] = 3
    for name in ("Z", "final_demand", "output", "value_added"):
        with pytest.raises(ValueError, match="read-only"):
            table.to_xarray()[name].to_numpy()[0] = 3


@pytest.mark.parametrize("categories", [None, CATEGORIES])
def test_xarray_keeps_every_flow_in_its_place(categories):
    table = random_table(5, categories=categories)
    data = table.to_xarray()
    for row in table.rows:
        at = dict(zip(("country", "sector"), row, strict=True))
        for column in table.rows:
            to = dict(zip(("destination", "use"), column, strict=True))
            assert data["Z"].sel(at | to).item() == table.Z.loc[row, column]
        for column in table.final_demand.columns:
            key = column if categories else (column,)
            to = dict(zip(("destination", "category"), key, strict=False))
            assert data["final_demand"].sel(at | to).item() == table.final_demand.loc[row, column]
        assert data["output"].sel(at).item() == table.output[row]


def test_groups_add_up_in_the_place_of_their_first_member():
    table = leather()
    union = table.aggregated(countries={"DEU": "EU", "ARG": "EU"}, sectors={"Agriculture": "Food"})
    assert list(union.countries) == ["EU", "TUR"]
    assert list(union.sectors) == ["Food", "Textiles and leather", "Transport equipment"]
    food = [("ARG", "Agriculture"), ("DEU", "Agriculture")]
    inside = table.Z.loc[food, food].to_numpy().sum()
    assert union.Z.loc[("EU", "Food"), ("EU", "Food")] == pytest.approx(inside)
    demand = table.final_demand.loc[food, ["ARG", "DEU"]].to_numpy().sum()
    assert union.final_demand.loc[("EU", "Food"), "EU"] == pytest.approx(demand)
    assert union.output.sum() == pytest.approx(table.output.sum())
    whole = table.aggregated(
        countries=dict.fromkeys(table.countries, "all"), sectors=dict.fromkeys(table.sectors, 1)
    )
    assert whole.Z.to_numpy().item() == pytest.approx(table.Z.to_numpy().sum())


def test_groups_of_unknown_labels_are_refused():
    with pytest.raises(UnknownLabel, match=r"`countries`.*'GER'"):
        leather().aggregated(countries={"GER": "EU"})
    with pytest.raises(WrongType, match="`sectors` must be a mapping"):
        leather().aggregated(sectors=["Agriculture"])


def test_the_table_shows_itself():
    table = small(unit="<euro>", year=1999)
    assert repr(table) == "<InterCountryTable: 2 countries × 1 sectors, 1999>"
    text = table.summary()
    for part in ("2 (A, B)", "1999", "36 <euro> (row sums)", "nothing found"):
        assert part in text
    page = table._repr_html_()
    assert "&lt;euro&gt;" in page
    assert "<euro>" not in page
    assert "zero output (see" in random_table(1, empty=True).summary()


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"Z": np.ones((3, 2))}, InvalidInput, "`Z` has the wrong shape"),
        ({"Z": np.ones((3, 3))}, InvalidInput, "`Z` must have.*2 countries × 1 sectors = 2: got 3"),
        ({"Z": [[1, np.nan], [1, 1]]}, InvalidInput, "`Z` must hold no missing values"),
        ({"Z": [[1, np.inf], [1, 1]]}, InvalidInput, "`Z`.*inf"),
        ({"Z": [["1", "2"], ["3", "4"]]}, WrongType, "`Z` must hold numbers"),
        ({"Z": np.zeros((0, 0))}, InvalidInput, "`Z` is empty"),
        (
            {"final_demand": np.ones((2, 3))},
            InvalidInput,
            "`final_demand` must have 2 rows.*2 coun",
        ),
        ({"final_demand": np.ones((2, 4))}, InvalidInput, "name its `categories`"),
        (
            {"final_demand": [[1, np.nan], [1, 1]]},
            InvalidInput,
            "`final_demand` must hold no missing values",
        ),
        ({"output": [1.0]}, InvalidInput, "`output` has the wrong shape"),
        ({"output": [1.0, np.inf]}, InvalidInput, "`output`.*inf"),
        ({"value_added": [1.0, 2, 3]}, InvalidInput, "`value_added` has the wrong shape"),
        ({"countries": "AB"}, WrongType, "`countries` must be a list of labels: got str"),
        ({"countries": 3}, WrongType, "`countries` must be a list of labels: got int"),
        ({"countries": ["A", "A"]}, InvalidInput, "`countries` must have every label once: 'A'"),
        ({"countries": ["A", None]}, InvalidInput, "`countries` has a missing label"),
        ({"sectors": []}, InvalidInput, "`sectors` is empty"),
        ({"sectors": [["x"]]}, WrongType, "`sectors` must hold labels: .*cannot be one"),
        ({"unit": 3}, WrongType, "`unit` must be text"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(changes, error, words):
    with pytest.raises(error, match=words):
        small(**changes)


@pytest.mark.parametrize(
    ("change", "options", "error", "words"),
    [
        (lambda tidy: tidy.iloc[:0], {}, InvalidInput, "`data` must have at least one row"),
        (lambda tidy: 3, {}, WrongType, "`data` must be a table"),
        (
            lambda tidy: tidy,
            {"value": "flow"},
            UnknownLabel,
            "`value`: `data` has no column 'flow'",
        ),
        (lambda tidy: pd.concat([tidy, tidy[:1]]), {}, InvalidInput, "one row for each"),
        (lambda tidy: tidy.assign(value=np.nan), {}, InvalidInput, '`value` has.*missing="drop"'),
        (lambda tidy: tidy.assign(value=np.inf), {}, InvalidInput, "`value` must be finite"),
        (lambda tidy: tidy.assign(value="1"), {}, WrongType, "`value` must hold numbers"),
        (
            lambda tidy: tidy[tidy["use"] != "final demand"],
            {},
            InvalidInput,
            "`use` names no category of final demand",
        ),
        (lambda tidy: tidy, {"final_demand": ["exports"]}, UnknownLabel, "`final_demand`.*exports"),
        (
            lambda tidy: tidy,
            {"final_demand": ["Agriculture"]},
            InvalidInput,
            "`final_demand` names 'Agriculture', which also sells",
        ),
        (lambda tidy: tidy, {"countries": ["ARG"]}, InvalidInput, "`countries` must name all"),
        (
            lambda tidy: tidy,
            {"countries": ["Arg"]},
            UnknownLabel,
            "`countries`.*Did you mean 'ARG'",
        ),
    ],
)
def test_tidy_frames_that_hold_no_table_are_refused(change, options, error, words):
    with pytest.raises(error, match=words):
        InterCountryTable.from_frame(change(leather().to_frame()), **options)


def test_a_use_that_is_neither_sector_nor_named_final_demand_is_a_sector_that_sells_nothing():
    tidy = random_table(2, categories=[*CATEGORIES, "new sector"]).to_frame()
    found = InterCountryTable.from_frame(tidy, final_demand=CATEGORIES)
    assert list(found.sectors) == ["S0", "S1", "new sector"]
    assert found.diagnostics().checks.loc["inputs without output", "found"] == 3


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda Z, Y: (Z.to_numpy(), Y), WrongType, "`Z` must be a pandas DataFrame.*from_arrays"),
        (lambda Z, Y: (Z, Y.to_numpy()), WrongType, "`final_demand` must be a pandas DataFrame"),
        (lambda Z, Y: (Z.droplevel(0), Y), InvalidInput, "`Z` must have two levels.* its rows"),
        (lambda Z, Y: (Z.droplevel(0, axis=1), Y), InvalidInput, "two levels .* on its columns"),
        (
            lambda Z, Y: (Z.iloc[1:, 1:], Y),
            InvalidInput,
            r"`Z` must have every sector.*'Agri.*zeros",
        ),
        (lambda Z, Y: (Z.iloc[:, 1:], Y), UnknownLabel, "`Z` lacks .* among its columns"),
        (lambda Z, Y: (Z, Y.iloc[1:]), UnknownLabel, "`final_demand` lacks .* among its rows"),
        (lambda Z, Y: (Z, Y.iloc[:, 1:]), UnknownLabel, "`final_demand` lacks 'ARG' among its col"),
        (lambda Z, Y: (Z, Y.assign(total=1.0)), InvalidInput, "`final_demand` has 'total' among"),
        (
            lambda Z, Y: (pd.concat([Z, Z[:1]]), Y),
            InvalidInput,
            "`Z` has rows with equal labels",
        ),
    ],
)
def test_wide_frames_whose_labels_do_not_match_are_refused(change, error, words):
    table = leather()
    with pytest.raises(error, match=words):
        InterCountryTable.from_wide(*change(table.Z, table.final_demand))


@pytest.mark.parametrize("path", real_tables())
def test_real_tables_are_read_with_their_hazards_counted(path):
    table = read_table(path, unit="million US dollars")
    checks = table.diagnostics().checks
    assert checks.loc["zero output", "found"] == 2
    assert checks.loc["negative final demand", "found"] in (48, 129)
    assert checks.loc[["transposition", "totals by name", "totals by numbers"], "found"].sum() == 0
    assert re.search(r"Output: +[\d.,e+]+ million US dollars \(given\)", table.summary())
