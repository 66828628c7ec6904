"""Refusals of openness and of whole careers as sequences."""

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import Spells, openness, sequence_distance, sequence_indices

from ..table import (
    INFINITY,
    NAN,
    Entry,
    Refusal,
    cannot,
    count_refused,
    flagged,
    number_refused,
    option,
    threads_refused,
    watched,
)

PANEL = pd.DataFrame(
    {
        "person": [1, 1, 2, 2],
        "year": [1, 2, 1, 2],
        "place": ["home", "home", "home", "abroad"],
        "rung": [1, 2, 2, 1],
    }
)
SPELLS = Spells.from_panel(PANEL, "person", "year", ["place", "rung"])
ONE = Spells.from_panel(PANEL, "person", "year", "rung")
UNEVEN = Spells.from_panel(PANEL[:3], "person", "year", "rung")
GAPS = Spells.from_panel(PANEL.replace({"year": {2: 3}}), "person", "year", "rung", step=1)
GROUPS = pd.Series(["a", "b"], index=[1, 2])
COSTS = pd.DataFrame([[0.0, 1.0], [1.0, 0.0]], index=[1, 2], columns=[1, 2])
BETWEEN = ("above 0 and below 1",) * 3
NO_KEYS = cannot("spells were checked when they were made", "duplicated key")


def opened(spells: object = SPELLS, **options: object) -> object:
    return openness(spells, **{"rung": "rung", "place": "place", **options})


def apart(spells: object = ONE, **options: object) -> object:
    return sequence_distance(spells, **options)


def costing(cost: float) -> object:
    table = COSTS.copy()
    table.loc[1, 2] = table.loc[2, 1] = cost
    return apart(substitution=table)


ENTRIES = {
    "chains.openness": Entry(
        (
            Refusal("wrong type", lambda: opened(PANEL), WrongType, "spells", "Spells.from"),
            Refusal("wrong type", lambda: opened(order="ab"), WrongType, "order", "make it a list"),
            Refusal("wrong type", lambda: opened(out="ab"), WrongType, "out", "make it a list"),
            Refusal("wrong type", lambda: opened(rung=["a"]), WrongType, "rung", "give text"),
            Refusal("wrong type", lambda: opened(rung=None), WrongType, "rung", "name it"),
            Refusal("wrong type", lambda: opened(by="a"), WrongType, "by", "make one"),
            flagged(lambda value: opened(across_gaps=value), "across_gaps"),
            watched(lambda **wish: opened(**wish)),
            Refusal("wrong shape", lambda: opened(by=GROUPS[:1]), InvalidInput, "by", "add them"),
            Refusal(
                "empty input", lambda: opened(order=[]), InvalidInput, "order", "at least one rung"
            ),
            Refusal(
                "empty input", lambda: opened(out=[1, 2]), InvalidInput, "out", "at least one rung"
            ),
            Refusal(
                "empty input",
                lambda: openness(
                    Spells.from_panel(PANEL[::2], "person", "year", "rung"), rung="rung"
                ),
                InvalidInput,
                "spells",
                "check",
            ),
            *count_refused(lambda n: opened(bootstrap=n), "bootstrap", 0),
            *number_refused(lambda x: opened(level=x), "level", BETWEEN, whole=False),
            *threads_refused(lambda n: opened(threads=n)),
            Refusal(
                "unknown label", lambda: opened(rung="Rung"), UnknownLabel, "rung", "Did you mean"
            ),
            Refusal(
                "unknown label", lambda: opened(firm="firm"), UnknownLabel, "firm", "Columns of"
            ),
            Refusal(
                "unknown label", lambda: opened(order=[1, 3]), UnknownLabel, "order", "Labels there"
            ),
            Refusal(
                "unknown label", lambda: opened(home="Home"), UnknownLabel, "home", "Labels there"
            ),
            Refusal(
                "duplicated key",
                lambda: opened(order=[1, 2, 2]),
                InvalidInput,
                "order",
                "remove the repeats",
            ),
        )
    ),
    "chains.sequence_indices": Entry(
        (
            Refusal(
                "wrong type", lambda: sequence_indices(PANEL), WrongType, "spells", "Spells.from"
            ),
            *option(lambda name: sequence_indices(ONE, gaps=name), "gaps"),
            Refusal(
                "wrong shape",
                lambda: sequence_indices(GAPS),
                InvalidInput,
                "spells",
                "to cut them out",
            ),
        ),
        NO_KEYS
        | cannot("spells hold at least one row", "empty input")
        | cannot("takes no numbers of its own", "NaN", "infinity", "negative"),
    ),
    "chains.sequence_distance": Entry(
        (
            Refusal("wrong type", lambda: apart(PANEL), WrongType, "spells", "Spells.from"),
            *option(lambda name: apart(method=name), "method"),
            *option(lambda name: apart(normalise=name), "normalise"),
            *option(lambda name: apart(substitution=name), "substitution"),
            *option(lambda name: apart(gaps=name), "gaps"),
            watched(lambda **wish: apart(**wish)),
            Refusal(
                "wrong shape",
                lambda: apart(UNEVEN, method="hamming"),
                InvalidInput,
                "spells",
                "cut them",
            ),
            Refusal(
                "wrong shape",
                lambda: apart(substitution=COSTS[:1]),
                InvalidInput,
                "substitution",
                "expected",
            ),
            Refusal(
                "empty input",
                lambda: apart(substitution=pd.DataFrame()),
                InvalidInput,
                "substitution",
                "give at least one",
            ),
            Refusal("NaN", lambda: costing(NAN), InvalidInput, "substitution", "fill or drop"),
            Refusal("infinity", lambda: costing(INFINITY), InvalidInput, "substitution", "correct"),
            Refusal("negative", lambda: costing(-1), InvalidInput, "substitution", "correct"),
            *number_refused(lambda x: apart(indel=x), "indel", ("at least 0",) * 3, whole=False),
            *threads_refused(lambda n: apart(threads=n)),
            Refusal(
                "unknown label",
                lambda: apart(substitution=COSTS.iloc[:1, :1]),
                UnknownLabel,
                "substitution",
                "Labels there are",
            ),
            Refusal(
                "duplicated key",
                lambda: apart(substitution=COSTS.set_axis([1, 1]).set_axis([1, 1], axis=1)),
                InvalidInput,
                "substitution",
                "each state once",
            ),
        )
    ),
}
