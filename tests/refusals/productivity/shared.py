"""The panel whose faults are tried, and faults that many functions refuse alike."""

from collections.abc import Callable

import pandas as pd

from weakties import UnknownLabel, WrongType
from weakties.productivity import FirmPanel

from ..table import Refusal, cannot

FIRMS = pd.DataFrame(
    {
        "firm": [1, 1, 2, 2],
        "year": [1, 2, 1, 2],
        "p": [0.1, 0.2, 0.3, 0.4],
        "size": [1.0, 2.0, 3.0, 4.0],
        "sector": list("aabb"),
    }
)


def panel(data: object = FIRMS, **options: object) -> FirmPanel:
    usual = {"firm": "firm", "time": "year", "productivity": "p", "weight": "size"}
    return FirmPanel.from_frame(data, **{**usual, **options})


PANEL = panel(group="sector")

CHECKED = cannot("a panel was checked when it was made", "wrong shape", "duplicated key")
NO_NUMBERS = cannot("takes no numbers of its own", "NaN", "infinity", "negative")


def with_value(column: str, value: object, **options: object) -> FirmPanel:
    return panel(FIRMS.assign(**{column: value}), **options)


def group_named(call: Callable[[object], object], argument: str) -> tuple[Refusal, ...]:
    """Name a group column that the panel does not have."""
    return (
        Refusal("wrong type", lambda: call(["sector"]), WrongType, argument, "name one of those"),
        Refusal(
            "unknown label", lambda: call("region"), UnknownLabel, argument, "Groups there are"
        ),
        Refusal("empty input", lambda: call(""), UnknownLabel, argument, "Groups there are"),
    )
