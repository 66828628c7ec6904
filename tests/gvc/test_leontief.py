"""Coefficients and the Leontief inverse."""

import subprocess
import sys

import numpy as np
import pymrio
import pytest
from hypothesis import given

from weakties import InvalidInput, WrongType, _core
from weakties.datasets import leather
from weakties.gvc import InterCountryTable, leontief_inverse, technical_coefficients

from ..oracles import gvc as oracle
from .strategies import arrays, few, random_table, tables


def test_decomprs_own_test_values_are_reproduced():
    # decompr checks V B E, V B X and V B Y of the worked example at these cells.
    table = leather()
    B = leontief_inverse(table).to_numpy()
    V = (table.value_added / table.output).to_numpy()
    exports = np.array([33.2, 28.5, 2.6, 45.9, 59.2, 8.5, 38.7, 31.0, 77.9])
    VBE = V[:, None] * B * exports
    assert VBE[0, 0] == pytest.approx(28.52278, abs=5e-6)
    assert VBE[8, 8] == pytest.approx(34.74381, abs=1e-5)
    VBX = V[:, None] * B * table.output.to_numpy()
    assert VBX[0, 0] == pytest.approx(66.753618, abs=5e-7)
    assert VBX[8, 8] == pytest.approx(96.783168, abs=5e-7)
    VBY = V[:, None] * (B @ table.final_demand.to_numpy())
    assert VBY[0, 0] == pytest.approx(24.334582, abs=5e-7)
    # Row 20 of the long form: German agriculture (7th origin) in Turkey (2nd of three).
    assert VBY.ravel()[19] == pytest.approx(23.684131, abs=5e-7)


@few
@given(tables())
def test_coefficients_and_inverse_equal_numpys(table):
    Z, _, X, _, _ = arrays(table)
    np.testing.assert_array_equal(technical_coefficients(table), oracle.coefficients(Z, X))
    np.testing.assert_allclose(
        leontief_inverse(table), oracle.inverse(Z, X), rtol=1e-12, atol=1e-14
    )


@few
@given(tables())
def test_value_shares_times_the_inverse_is_one_where_value_added_is_the_residual(table):
    shares = (table.value_added / table.output).to_numpy()
    np.testing.assert_allclose(shares @ leontief_inverse(table).to_numpy(), 1, rtol=1e-12)


@few
@given(tables())
def test_the_inverse_turns_final_demand_into_output(table):
    required = leontief_inverse(table).to_numpy() @ table.final_demand.sum(axis=1).to_numpy()
    np.testing.assert_allclose(required, table.output, rtol=1e-12)


def test_pymrio_finds_the_same_inverse():
    io = pymrio.load_test().calc_all()
    table = InterCountryTable.from_pymrio(io)
    np.testing.assert_allclose(technical_coefficients(table), io.A, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(leontief_inverse(table), io.L, rtol=1e-9, atol=1e-12)
    assert list(leontief_inverse(table).index) == list(io.L.index)


def test_a_sector_without_output_has_a_column_of_zeros_and_stands_alone_in_the_inverse():
    table = random_table(7, empty=True)
    assert (technical_coefficients(table).iloc[:, 0] == 0).all()
    inverse = leontief_inverse(table)
    assert list(inverse.iloc[:, 0]) == [1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("inputs", [1.0, 1.5])
def test_a_country_that_uses_up_its_output_is_refused_by_name(inputs):
    Z = np.array([[0.2, 0.1], [0.3, 10 * inputs]])
    table = InterCountryTable.from_arrays(
        Z, [[1.0, 1], [1, 1]], countries=["A", "B"], sectors=["Food"], output=[2.3, 10]
    )
    with pytest.raises(InvalidInput, match=r"no Leontief inverse.*diagnostics.*\('B', 'Food'\)"):
        leontief_inverse(table)


def test_a_sector_with_negative_value_added_is_no_obstacle():
    # Real tables have a few; the system as a whole is productive.
    table = InterCountryTable.from_arrays(
        [[1.0, 6.0], [1.0, 5.0]], [[20.0, 5.0], [3.0, 1.0]], countries=["A", "B"], sectors=["x"]
    )
    assert table.value_added.min() < 0
    np.testing.assert_allclose(
        leontief_inverse(table), oracle.inverse(*arrays(table)[0:3:2]), rtol=1e-12
    )


def test_only_tables_are_taken():
    for measure in (leontief_inverse, technical_coefficients):
        with pytest.raises(WrongType, match=r"`table` must be an InterCountryTable.*from_frame"):
            measure(leather().Z)
    with pytest.raises(InvalidInput, match="`threads` must be a whole number, at least 1"):
        leontief_inverse(leather(), threads=0)
    with pytest.raises(WrongType, match="`progress` must be True"):
        leontief_inverse(leather(), progress="yes")


def test_the_factors_are_made_once():
    table = leather()
    assert table._leontief(None, None) is table._leontief(1, None)


@few
@given(tables())
def test_threads_give_equal_bits_on_small_tables(table):
    expected = leontief_inverse(table, threads=1).to_numpy().tobytes()
    again = InterCountryTable.from_wide(table.Z, table.final_demand)
    assert leontief_inverse(again, threads=7).to_numpy().tobytes() == expected


def test_threads_give_equal_bits_on_a_table_of_many_blocks():
    Z, _, X, _, _ = arrays(random_table(3, 20, 20))
    found = [
        _core.leontief_inverse(_core.Leontief(Z, X, threads, None), threads, None).tobytes()
        for threads in (1, 2, 7)
    ]
    assert found[0] == found[1] == found[2]


def test_ctrl_c_stops_the_factorisation_within_half_a_second():
    work = """
import os, signal, threading, time
import numpy as np
from weakties import _core
Z = np.random.default_rng(0).exponential(size=(3000, 3000))
pressed = []
def press():
    pressed.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Timer(0.1, press).start()
try:
    _core.Leontief(Z, 2 * Z.sum(axis=0), 1, None)
except KeyboardInterrupt:
    print(time.monotonic() - pressed[0])
"""
    child = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True)
    assert float(child.stdout) < 0.5


def test_progress_counts_the_factorisation_and_the_solves():
    Z, _, X, _, _ = arrays(random_table(3, 20, 20))
    seen = []
    factors = _core.Leontief(Z, X, None, lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 0
    _core.leontief_inverse(factors, None, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (13, 13)
