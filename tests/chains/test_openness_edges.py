"""Openness by hand where little tells it apart: recalls to the same firm, and weights redrawn."""

import pandas as pd
import pytest

from weakties.chains import Spells, openness

ROLES = {"rung": "rung", "firm": "firm", "order": [1, 2]}


def measured(careers, weight=None, **options):
    rows = [
        (person, year, rung, firm)
        for person, career in careers.items()
        for year, (rung, firm) in enumerate(career)
    ]
    data = pd.DataFrame(rows, columns=["person", "year", "rung", "firm"])
    if weight is not None:
        data["w"] = data["person"].map(weight)
        options["weight"] = "w"
    return Spells.from_panel(data, "person", "year", ["rung", "firm"], **options)


def test_a_rise_over_a_break_in_the_same_firm_is_told_from_one_without():
    spells = measured({"Ana": [(1, "x"), (0, "-"), (2, "x")], "Ben": [(1, "x"), (2, "x")]})
    found = openness(spells, **ROLES, out=[0])
    assert found.upward["moves"].iloc[:2].tolist() == [1, 1]
    assert found.indices.loc["openness", "value"] == 0


def test_persons_are_redrawn_with_their_weights():
    # Ana's one rise is open and Ben's is not; Ben weighs three times as much.
    careers = {"Ana": [(1, "x"), (2, "y")], "Ben": [(1, "x"), (2, "x")]}
    spells = measured(careers, {"Ana": 1.0, "Ben": 3.0})
    found = openness(spells, **ROLES, bootstrap=8000, seed=1).indices.loc["openness"]
    assert found["value"] == 1 / 4
    # Twice Ana, twice Ben, or each once, half of the time: 1, 0 and 1/4, with variance 9/64.
    assert found["se"] == pytest.approx(3 / 8, rel=0.02)
