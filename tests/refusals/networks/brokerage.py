"""Refusals of brokerage."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import brokerage, brokerage_exclusivity

from ..table import (
    NAN,
    Entry,
    Refusal,
    cannot,
    count_refused,
    flagged,
    option,
    threads_refused,
    watched,
)
from .shared import NETWORK, of_a_network

GROUPS = pd.Series({"x": "north", "y": "north", "z": "south"})


def grouped(measure: Callable[..., object], *more: Refusal) -> Entry:
    lacking = pd.Series({"x": "north", "y": NAN, "z": "south"})
    return Entry(
        (
            *of_a_network(lambda network: measure(network, GROUPS)),
            *(
                Refusal(fault, lambda value=value: measure(NETWORK, value), error, "groups", remedy)
                for fault, value, error, remedy in (
                    ("wrong type", ["north", "south"], WrongType, "the name of an attribute"),
                    ("unknown label", "region", UnknownLabel, "Attributes there are"),
                    ("unknown label", GROUPS[:2], UnknownLabel, "give one for every node"),
                    ("duplicated key", pd.concat([GROUPS, GROUPS]), InvalidInput, "one value"),
                    ("NaN", lacking, InvalidInput, "fill it in"),
                )
            ),
            *threads_refused(lambda n: measure(NETWORK, GROUPS, threads=n)),
            watched(lambda **wish: measure(NETWORK, GROUPS, **wish)),
            *more,
        ),
        cannot("a network was checked when it was made", "wrong shape", "empty input"),
    )


ENTRIES = {
    "networks.brokerage": grouped(
        brokerage,
        flagged(lambda value: brokerage(NETWORK, GROUPS, partial=value), "partial"),
        *option(lambda name: brokerage(NETWORK, GROUPS, variance=name), "variance"),
        *count_refused(lambda n: brokerage(NETWORK, GROUPS, permutations=n), "permutations", 0),
        Refusal(
            "wrong type",
            lambda: brokerage(NETWORK, GROUPS, seed="x"),
            WrongType,
            "seed",
            "a whole number is the simplest",
        ),
    ),
    "networks.brokerage_exclusivity": grouped(
        brokerage_exclusivity,
        flagged(
            lambda value: brokerage_exclusivity(NETWORK, GROUPS, normalized=value), "normalized"
        ),
    ),
}
