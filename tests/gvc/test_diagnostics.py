"""Diagnostics find what was put into a table, and nothing else."""

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, WrongType
from weakties.datasets import leather
from weakties.gvc import InterCountryTable, read_table

from .strategies import few, random_table, real_tables, tables


def found(table, **options):
    checks = table.diagnostics(**options).checks
    return dict(checks["found"][checks["found"] > 0])


def changed(table, change=None, **options):
    Z, demand = table.Z.to_numpy().copy(), table.final_demand.to_numpy().copy()
    if change is not None:
        change(Z, demand)
    labels = {
        "countries": table.countries,
        "sectors": table.sectors,
        "categories": table.categories,
    }
    return InterCountryTable.from_arrays(Z, demand, **(labels | options))


@few
@given(st.one_of(tables(), tables(categories=["households", "government"])))
def test_a_balanced_table_is_clean(table):
    # A lone sector or country may happen to buy nothing.
    assert set(found(table)) <= {"output without inputs", "zero output"}


def test_cells_that_spoil_measures_are_found_and_named():
    def spoil(Z, demand):
        Z[1, 2] = -5
        demand[4, 1] = -3
        demand[0, 0] = 0

    result = changed(leather(), spoil).diagnostics()
    cells = result.cells.set_index("check")
    place = "(ARG, Textiles and leather) to (ARG, Transport equipment)"
    assert list(cells.loc["negative intermediates"]) == [place, -5.0]
    assert list(cells.loc["negative final demand"]) == [
        "(TUR, Textiles and leather) to (TUR)",
        -3.0,
    ]
    assert result.checks.loc["negative final demand", "where"].endswith("to (TUR) -3")


def test_sectors_without_output_and_with_negative_value_added_are_found():
    assert found(random_table(1, empty=True)) == {"zero output": 1}
    table = random_table(1, empty=True)

    def feed(Z, demand):
        Z[1, 0] = 2

    assert found(changed(table, feed)) == {
        "zero output": 1,
        "inputs without output": 1,
        "negative value added": 1,
    }

    def starve(Z, demand):
        Z[:, 3] = 0
        demand[:, 0] += 100

    assert found(changed(leather(), starve)) == {"output without inputs": 1}

    def flood(Z, demand):
        Z[0, 8] = 500

    assert found(changed(leather(), flood)) == {"negative value added": 1}


def test_rows_and_columns_that_do_not_add_up_are_found_by_size():
    table = leather()
    output = table.output.to_numpy().copy()
    output[5] -= 4
    output[2] += 0.001
    result = changed(table, output=output).diagnostics()
    assert result.checks.loc["row imbalance", "found"] == 2
    assert result.checks.loc["row imbalance", "largest"] == pytest.approx(-4)
    cells = result.cells[result.cells["check"] == "row imbalance"]
    assert list(cells["where"]) == ["(TUR, Transport equipment)", "(ARG, Transport equipment)"]
    np.testing.assert_allclose(cells["value"], [-4, 0.001], rtol=1e-9)
    assert found(changed(table, output=output), tolerance=0.01) == {
        "row imbalance": 1,
    }
    given = changed(table, value_added=0.9 * table.value_added)
    assert found(given) == {"column imbalance": 9, "world imbalance": 1}
    assert given.diagnostics().checks.loc["world imbalance", "largest"] == pytest.approx(-46.15)


@pytest.mark.parametrize(
    "name", ["Total", "TOTAL output", "Industry total", "TTL", "Sum", "World", "WLD", "all sectors"]
)
def test_totals_are_known_by_their_names(name):
    table = changed(leather(), sectors=["Agriculture", "Textiles", name])
    assert found(table) == {"totals by name": 1}
    assert table.diagnostics().cells["where"].item() == f"sector {name}"
    table = changed(leather(), countries=[name, "TUR", "DEU"])
    assert table.diagnostics().cells["where"].item() == f"country {name}"


@pytest.mark.parametrize("name", ["Rest of the world", "Allied products", "Totoro", "Consumption"])
def test_other_names_are_not_taken_for_totals(name):
    assert found(changed(leather(), sectors=["Agriculture", "Textiles", name])) == {}


def with_totals(table, axis):
    """Add a sector, or a country, that is the sum of the others."""
    g, n = len(table.countries), len(table.sectors)
    Z, Y = table._intermediates.reshape(g, n, g, n), table._demand.reshape(g, n, g)

    def add(array, at):
        return np.concatenate([array, array.sum(at, keepdims=True)], at)

    if axis == "sector":
        Z, Y, n = add(add(Z, 1), 3), add(Y, 1), n + 1
    else:
        Z, Y, g = add(add(Z, 0), 2), add(add(Y, 0), 2), g + 1
    return InterCountryTable.from_arrays(
        Z.reshape(g * n, g * n),
        Y.reshape(g * n, g),
        countries=range(g),
        sectors=[f"s{at}" for at in range(n)],
    )


@few
@given(st.integers(0, 999), st.sampled_from(["sector", "country"]))
def test_totals_are_known_by_their_numbers_whatever_their_name(seed, axis):
    result = with_totals(random_table(seed, 3, 3), axis).diagnostics()
    assert result.checks.loc["totals by numbers", "found"] == 1
    cells = result.cells.set_index("check")
    assert cells.loc["totals by numbers", "where"] == (
        "sector s3" if axis == "sector" else "country 3"
    )


def test_a_category_that_adds_the_others_up_is_found():
    table = random_table(3, categories=["a", "b", "c"])
    demand = table._demand.copy()
    demand[:, :, 1] = demand[:, :, 0] + demand[:, :, 2]
    result = InterCountryTable.from_arrays(
        table.Z,
        demand.reshape(6, 9),
        countries=table.countries,
        sectors=table.sectors,
        categories=table.categories,
    ).diagnostics()
    cells = result.cells.set_index("check")
    assert cells.loc["totals by numbers", "where"] == "category b"


def test_two_sectors_alike_are_no_totals():
    assert "totals by numbers" not in found(with_totals(random_table(1, 2, 1), "sector"))


@few
@given(st.integers(0, 999))
def test_a_transposed_table_is_suspected_where_output_is_given(seed):
    table = random_table(seed, 3, 4)
    assert "transposition" not in found(changed(table, output=table.output))
    turned = InterCountryTable.from_arrays(
        table.Z.T,
        table.final_demand,
        countries=table.countries,
        sectors=table.sectors,
        output=table.output,
    )
    assert "transposition" in found(turned)


@pytest.mark.parametrize("path", real_tables())
def test_a_transposed_real_table_is_suspected_without_output_too(path):
    table = read_table(path)
    turned = InterCountryTable.from_arrays(
        table.Z.T,
        table.final_demand,
        countries=table.countries,
        sectors=table.sectors,
        categories=table.categories,
    )
    assert "transposition" in found(turned)


def test_every_check_is_reported_found_or_not():
    result = leather().diagnostics()
    assert len(result.checks) == 13
    assert result.cells.empty
    text = result.summary()
    for check in result.checks.index:
        assert check in text
    assert "output: row sums; value added: residual" in text
    with mpl.rc_context({"backend": "agg"}):
        assert result.plot().get_xlabel() == "Cells found"


def test_a_tolerance_that_is_none_is_refused():
    with pytest.raises(InvalidInput, match="`tolerance` must be a finite number, at least 0"):
        leather().diagnostics(tolerance=-1)
    with pytest.raises(WrongType, match="`tolerance` must be a number"):
        leather().diagnostics(tolerance="small")
