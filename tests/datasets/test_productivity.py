"""Panels of firms: what the loaders promise."""

import importlib.util

import numpy as np
import pandas as pd
import pytest

from weakties.datasets import decomposition_example, michigan_firms, synthetic_firms
from weakties.errors import InvalidInput, MissingPackage, WrongType


def test_the_worked_example_has_shares_that_sum_to_one_and_a_period_that_repeats():
    table = decomposition_example()
    assert table.shape == (18, 4)
    assert table.groupby("period")["share"].sum().round(12).eq(1).all()
    first, third = (table[table.period == period].drop(columns="period") for period in (0, 3))
    pd.testing.assert_frame_equal(first.reset_index(drop=True), third.reset_index(drop=True))


def test_the_michigan_firms_are_those_of_the_package():
    from linearmodels.datasets import jobtraining

    table, original = michigan_firms(), jobtraining.load()
    assert table.columns.tolist() == [
        *["firm", "year", "sales", "employees", "average_salary", "union", "grant"]
    ]
    assert table["firm"].nunique() == 157
    assert table.groupby("firm")["year"].apply(list).map(tuple).unique().tolist() == [
        (1987, 1988, 1989)
    ]
    np.testing.assert_array_equal(table["sales"], original["sales"])
    np.testing.assert_array_equal(table["employees"], original["employ"])
    assert table[["sales", "employees", "average_salary"]].isna().sum().tolist() == [98, 31, 65]
    assert table["grant"].sum() == original["grant"].sum()


def test_the_package_that_carries_the_firms_is_named_when_it_is_missing(monkeypatch):
    monkeypatch.setattr("weakties.datasets.productivity.find_spec", lambda _: None)
    with pytest.raises(MissingPackage, match="linearmodels"):
        michigan_firms()
    assert importlib.util.find_spec("linearmodels") is not None


def test_synthetic_firms_are_unique_fixed_and_as_many_as_asked_for():
    table = synthetic_firms(50, 6, 3, seed=1)
    assert len(table) == 300
    assert not table.duplicated(["firm", "period"]).any()
    assert table["group"].isin(range(3)).all()
    groups = table.groupby("firm")["group"].agg(["min", "max"])
    assert (groups["min"] == groups["max"]).all()
    pd.testing.assert_frame_equal(table, synthetic_firms(50, 6, 3, seed=1))
    assert not table.equals(synthetic_firms(50, 6, 3, seed=2))
    # Who is replaced does not come back.
    spans = table.groupby("firm")["period"].agg(["min", "max", "size"])
    assert (spans["max"] - spans["min"] + 1 == spans["size"]).all()
    assert spans["min"].max() > 0


@pytest.mark.parametrize(
    ("arguments", "error", "name"),
    [
        ({"firms": 0}, InvalidInput, "firms"),
        ({"periods": 1.5}, WrongType, "periods"),
        ({"groups": 0}, InvalidInput, "groups"),
        ({"seed": -1}, InvalidInput, "seed"),
        ({"covariance": 0.6}, InvalidInput, "covariance"),
        ({"exit_rate": 2}, InvalidInput, "exit_rate"),
        ({"growth": np.nan}, InvalidInput, "growth"),
        ({"entrant_gap": "big"}, WrongType, "entrant_gap"),
    ],
)
def test_refused_options(arguments, error, name):
    with pytest.raises(error, match=f"`{name}` must be"):
        synthetic_firms(**arguments)
