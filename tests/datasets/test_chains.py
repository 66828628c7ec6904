"""Careers are complete, labelled, and as they are described."""

import pandas as pd
import pytest

from weakties import InvalidInput, MissingPackage
from weakties.datasets import chains, mens_occupations, school_to_work, synthetic_careers


def test_school_leavers_are_observed_each_month():
    data = school_to_work()
    assert data.groupby("person").size().eq(72).all()
    assert data["month"].min() == pd.Timestamp("1993-07-01")
    assert data["month"].max() == pd.Timestamp("1999-06-01")
    assert not data.isna().any(axis=None)
    assert data.groupby("person")["weight"].nunique().eq(1).all()


def test_men_are_observed_each_year():
    data = mens_occupations()
    years = data.groupby("person")["year"].agg(["min", "max", "size"])
    assert years.eq([1980, 1987, 8]).all(axis=None)
    assert data["occupation"].value_counts()["Craftsmen, foremen"] == 934


def test_synthetic_careers_depend_on_the_seed_only():
    one, truth = synthetic_careers(20, 8, seed=5)
    again, _ = synthetic_careers(20, 8, seed=5)
    other, _ = synthetic_careers(20, 8, seed=6)
    pd.testing.assert_frame_equal(one, again)
    assert not one.equals(other)
    assert (truth.to_numpy() >= 0).all()
    first = one.groupby("person").first()
    assert first["place"].eq("home").all()
    assert first["rung"].eq("unskilled").all()


def test_what_cannot_be_generated_is_refused():
    with pytest.raises(InvalidInput, match="`persons`"):
        synthetic_careers(0)
    with pytest.raises(InvalidInput, match="`periods`"):
        synthetic_careers(1, 0)


def test_a_package_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr(chains, "find_spec", lambda name: None)
    with pytest.raises(MissingPackage, match="come with the package sequenzo"):
        school_to_work()
