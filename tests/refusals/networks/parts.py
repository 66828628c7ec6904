"""Refusals of parts of a network."""

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType

from ..table import Entry, Refusal, cannot, count_refused, number_refused, option
from .shared import CHECKED, NETWORK, NO_NUMBERS

ENTRIES = {
    "Parts.subset": Entry(
        (
            Refusal("wrong type", lambda: NETWORK.subset("x"), WrongType, "where", "a list of"),
            Refusal(
                "wrong type",
                lambda: NETWORK.subset(pd.Series([1, 2, 3], list("xyz"))),
                WrongType,
                "where",
                "compare it with something",
            ),
            Refusal(
                "wrong shape",
                lambda: NETWORK.subset(pd.Series([True], ["x"])),
                UnknownLabel,
                "where",
                "for every node",
            ),
            Refusal(
                "empty input", lambda: NETWORK.subset([]), InvalidInput, "where", "at least one"
            ),
            Refusal(
                "NaN",
                lambda: NETWORK.subset(pd.Series([True, None, True], list("xyz"), "boolean")),
                InvalidInput,
                "where",
                "fill it in",
            ),
            Refusal(
                "unknown label",
                lambda: NETWORK.subset(["X"]),
                UnknownLabel,
                "where",
                "Did you mean",
            ),
            Refusal(
                "duplicated key",
                lambda: NETWORK.subset(["x", "x"]),
                InvalidInput,
                "where",
                "each node once",
            ),
        ),
        cannot("takes no numbers", "infinity", "negative"),
    ),
    "Parts.giant_component": Entry(
        option(lambda name: NETWORK.giant_component(connection=name), "connection"),
        CHECKED | NO_NUMBERS,
    ),
    "Parts.ego": Entry(
        (
            *count_refused(lambda radius: NETWORK.ego("x", radius=radius), "radius", 0),
            *option(lambda name: NETWORK.ego("x", direction=name), "direction"),
            Refusal("wrong type", lambda: NETWORK.ego(["x"]), WrongType, "label", "give text"),
            Refusal(
                "unknown label", lambda: NETWORK.ego("X"), UnknownLabel, "label", "Did you mean"
            ),
        ),
        CHECKED,
    ),
    "Parts.threshold": Entry(
        (
            Refusal(
                "wrong type",
                lambda: NETWORK.threshold(at_least="2"),
                WrongType,
                "at_least",
                "without quotation marks",
            ),
            Refusal(
                "empty input", lambda: NETWORK.threshold(), InvalidInput, "at_most", "must be given"
            ),
            *number_refused(
                lambda weight: NETWORK.threshold(at_least=weight),
                "at_least",
                ("a finite number", "a finite number", "at least 0"),
                whole=False,
            ),
        ),
        cannot("takes two numbers only", "wrong shape", "unknown label", "duplicated key"),
    ),
    "Parts.symmetrized": Entry(
        (
            *option(lambda name: NETWORK.symmetrized(rule=name), "rule"),
            *option(lambda name: NETWORK.symmetrized(weights=name), "weights"),
        ),
        CHECKED | NO_NUMBERS,
    ),
}
