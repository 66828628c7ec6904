"""Refusals of pictures of careers."""

import pandas as pd
from matplotlib.figure import Figure

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import Spells, chain_flow, chain_tree

from ..table import INFINITY, NAN, Entry, Refusal, cannot, count_refused, flagged

PANEL = pd.DataFrame({"person": [1, 1, 2, 2], "year": [1, 2, 1, 2], "rung": list("abbb")})
SPELLS = Spells.from_panel(PANEL, "person", "year", "rung")
STILL = Spells.from_panel(PANEL[2:], "person", "year", "rung")
MANY = Spells.from_panel(
    pd.DataFrame({"person": 1, "year": range(61), "rung": range(61)}), "person", "year", "rung"
)
MOVED = pd.DataFrame({"who": [1, 2], "from": [None, 1], "year": [1.0, 2.0]})


def tree(data: object = MOVED, **options: object) -> object:
    return chain_tree(data, **{"person": "who", "heard_from": "from", **options})


def at(year: float) -> object:
    return tree(MOVED.assign(year=[1.0, year]), time="year")


ENTRIES = {
    "chains.chain_flow": Entry(
        (
            Refusal("wrong type", lambda: chain_flow(PANEL), WrongType, "spells", "Spells.from"),
            Refusal("wrong type", lambda: chain_flow(SPELLS, ax=Figure()), WrongType, "ax", "sub"),
            flagged(lambda value: chain_flow(SPELLS, staying=value), "staying"),
            flagged(lambda value: chain_flow(SPELLS, across_gaps=value), "across_gaps"),
            Refusal("wrong shape", lambda: chain_flow(MANY), InvalidInput, "spells", "join some"),
            Refusal(
                "empty input", lambda: chain_flow(STILL), InvalidInput, "spells", "staying=True"
            ),
        ),
        cannot(
            "spells were checked when they were made",
            "NaN",
            "infinity",
            "negative",
            "unknown label",
            "duplicated key",
        ),
    ),
    "chains.chain_tree": Entry(
        (
            Refusal("wrong type", lambda: tree([1]), WrongType, "data", "make one first"),
            Refusal("wrong type", lambda: tree(ax=Figure()), WrongType, "ax", "subplots"),
            Refusal(
                "wrong shape",
                lambda: tree(MOVED.assign(**{"from": [2, 1]})),
                InvalidInput,
                "heard_from",
                "first move",
            ),
            Refusal("empty input", lambda: tree(MOVED[:0]), InvalidInput, "data", "at least one"),
            Refusal("NaN", lambda: at(NAN), InvalidInput, "time", "fill them first"),
            Refusal("infinity", lambda: at(INFINITY), InvalidInput, "time", "correct or remove"),
            *count_refused(lambda n: tree(most=n), "most", 1),
            Refusal("unknown label", lambda: tree(person="whom"), UnknownLabel, "person", "mean"),
            Refusal(
                "duplicated key",
                lambda: tree(MOVED.assign(who=1)),
                InvalidInput,
                "data",
                "",
            ),
        )
    ),
}
