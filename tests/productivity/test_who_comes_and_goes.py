"""Who counts as coming and going where firms are read one by one, by hand."""

import pandas as pd
import pytest

from weakties.productivity import FirmPanel, aggregate_growth, decompose

COLUMNS = ["revenue", "quantity", "hours", "wages"]


def panel(seen, **options):
    """Read who is seen when: by firm its periods, with the group there where it changes."""
    rows = [
        (firm, *(at if isinstance(at, tuple) else (at, "a")))
        for firm, periods in {"always": range(5), **seen}.items()
        for at in periods
    ]
    table = pd.DataFrame(rows, columns=["firm", "period", "group"])
    table = table.assign(revenue=2.0, quantity=1.0, hours=1.0, wages=1.0, born=0, p=1.0, w=1.0)
    return FirmPanel.from_frame(
        table, "firm", "period", "p", weight="w", variables=COLUMNS, group="group", **options
    )


def counted(firms, groups=None):
    """Say how many stay, come and leave between periods 1 and 2, those always there left aside."""
    counts = aggregate_growth(
        firms,
        revenue="revenue",
        quantity="quantity",
        inputs={"labour": "hours"},
        costs={"labour": "wages"},
        elasticities={"labour": 0.5},
        periods=(1, 2),
        groups=groups,
    ).counts
    return counts.iloc[:, :3].astype(int)


@pytest.mark.parametrize(
    ("periods", "gaps", "found"),
    [
        # Away in period 2 alone.
        ([1, 3], 0, (0, 1)),
        ([1, 3], 1, (0, 0)),
        # Away in 2 and 3.
        ([1, 4], 1, (0, 1)),
        ([1, 4], 2, (0, 0)),
        # Away in period 1 alone, and in 0 and 1 as well.
        ([0, 2], 0, (1, 0)),
        ([0, 2], 1, (0, 0)),
        # Gone for good, whatever is bridged.
        ([0, 1], 4, (0, 1)),
        ([2, 3], 4, (1, 0)),
    ],
)
def test_absences_are_bridged_up_to_their_length(periods, gaps, found):
    firms = panel({"x": periods}, gaps=gaps)
    assert counted(firms).iloc[0].tolist() == [1, *found]
    # Decompositions, which read firms by their lives, count the same.
    counts = decompose(firms, periods=(1, 2)).counts
    assert counts[["n_survivors", "n_entrants", "n_exiters"]].iloc[0].tolist() == [1, *found]


def test_births_may_be_dated_while_rows_tell_who_leaves():
    # Both are in being all along: x is not seen in period 2, y not in period 1.
    firms = panel({"x": [0, 1, 3], "y": [0, 2, 3]}, first="born")
    assert counted(firms).iloc[0].tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("rule", "in_a", "in_b"),
    [
        ("exit", [1, 0, 1], [1, 1, 0]),
        ("start", [2, 0, 0], [1, 0, 0]),
        ("end", [1, 0, 0], [2, 0, 0]),
    ],
)
def test_who_changes_the_group_stands_where_the_rule_says(rule, in_a, in_b):
    seen = {"moves": [(1, "a"), (2, "b")], "stays": [(1, "b"), (2, "b")]}
    counts = counted(panel(seen, group_change=rule), "group")
    assert counts.loc["a"].iloc[0].tolist() == in_a
    assert counts.loc["b"].iloc[0].tolist() == in_b
