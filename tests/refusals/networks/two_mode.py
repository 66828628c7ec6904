"""Refusals of two-mode networks."""

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import TwoModeNetwork

from ..table import (
    INFINITY,
    NAN,
    Entry,
    Refusal,
    cannot,
    number_refused,
    option,
    threads_refused,
    watched,
)
from .shared import CHECKED, NO_NUMBERS, TIES, TWO_MODE, weighing


def two_mode(ties: object = TIES, **options: object) -> TwoModeNetwork:
    return TwoModeNetwork.from_edges(ties, **{"firm": "a", "institution": "b", **options})


ENTRIES = {
    "networks.TwoModeNetwork.from_edges": Entry(
        (
            Refusal("wrong type", lambda: two_mode("ties"), WrongType, "edges", "make one first"),
            Refusal(
                "wrong type",
                lambda: two_mode(TIES.assign(w="1"), weight="w"),
                WrongType,
                "weight",
                "convert it first",
            ),
            Refusal("wrong type", lambda: two_mode(firm=["a"]), WrongType, "firm", "the name of"),
            Refusal("wrong type", lambda: two_mode(weight=["w"]), WrongType, "weight", "give text"),
            Refusal("wrong type", lambda: two_mode(firms={"x"}), WrongType, "firms", "in a list"),
            *option(lambda name: two_mode(parallel=name), "parallel"),
            *option(lambda name: two_mode(missing=name), "missing"),
            Refusal(
                "wrong shape",
                lambda: two_mode(firms=pd.DataFrame(index=pd.MultiIndex.from_product([[1], [2]]))),
                InvalidInput,
                "firms",
                "which column holds its labels",
            ),
            Refusal(
                "empty input", lambda: two_mode(TIES[:0]), InvalidInput, "edges", "at least one row"
            ),
            Refusal(
                "NaN",
                lambda: two_mode(weighing(NAN), weight="w"),
                InvalidInput,
                "weight",
                "fill them first",
            ),
            Refusal(
                "infinity",
                lambda: two_mode(weighing(INFINITY), weight="w"),
                InvalidInput,
                "weight",
                "correct or remove",
            ),
            Refusal(
                "negative",
                lambda: two_mode(weighing(-1), weight="w"),
                InvalidInput,
                "weight",
                "correct or remove",
            ),
            Refusal(
                "unknown label",
                lambda: two_mode(institution="body"),
                UnknownLabel,
                "institution",
                "Columns there are",
            ),
            Refusal(
                "unknown label",
                lambda: two_mode(firms=["x"]),
                UnknownLabel,
                "firm",
                "Labels there are",
            ),
            Refusal(
                "duplicated key",
                lambda: two_mode(pd.concat([TIES, TIES])),
                InvalidInput,
                "edges",
                'parallel="sum"',
            ),
            Refusal(
                "duplicated key",
                lambda: two_mode(institutions=["y", "z", "z"]),
                InvalidInput,
                "institutions",
                "keep one row",
            ),
        ),
    ),
    "networks.TwoModeNetwork.project": Entry(
        (
            *option(TWO_MODE.project, "onto"),
            *option(lambda name: TWO_MODE.project("firm", weight=name), "weight"),
            Refusal(
                "unknown label",
                lambda: TWO_MODE.project("firm", strength="w"),
                InvalidInput,
                "strength",
                "make it with",
            ),
            Refusal(
                "unknown label",
                lambda: two_mode(weight="w").project("firm", strength="w", weight="newman"),
                InvalidInput,
                "strength",
                "leave `strength` out",
            ),
            *threads_refused(lambda n: TWO_MODE.project("firm", threads=n)),
            watched(lambda **wish: TWO_MODE.project("firm", **wish)),
        ),
        CHECKED,
    ),
    "TwoModeParts.subset": Entry(
        (
            Refusal(
                "wrong type",
                lambda: TWO_MODE.subset(firms="x"),
                WrongType,
                "firms",
                "a list of",
            ),
            Refusal(
                "wrong shape",
                lambda: TWO_MODE.subset(institutions=pd.Series([True], ["y"])),
                UnknownLabel,
                "institutions",
                "for every node",
            ),
            Refusal("empty input", TWO_MODE.subset, InvalidInput, "firms", "give labels"),
            Refusal(
                "empty input",
                lambda: TWO_MODE.subset(firms=[]),
                InvalidInput,
                "firms",
                "at least one",
            ),
            Refusal(
                "NaN",
                lambda: TWO_MODE.subset(firms=pd.Series([True, None], list("xy"), "boolean")),
                InvalidInput,
                "firms",
                "fill it in",
            ),
            Refusal(
                "unknown label",
                lambda: TWO_MODE.subset(firms=["X"]),
                UnknownLabel,
                "firms",
                "Did you mean",
            ),
            Refusal(
                "duplicated key",
                lambda: TWO_MODE.subset(firms=["x", "x"]),
                InvalidInput,
                "firms",
                "each node once",
            ),
        ),
        cannot("takes no numbers", "infinity", "negative"),
    ),
    "TwoModeParts.without_isolates": Entry(
        option(lambda name: TWO_MODE.without_isolates(mode=name), "mode"),
        CHECKED | NO_NUMBERS,
    ),
    "TwoModeParts.threshold": Entry(
        (
            Refusal(
                "wrong type",
                lambda: two_mode(weight="w").threshold(at_least="2"),
                WrongType,
                "at_least",
                "without quotation marks",
            ),
            Refusal(
                "empty input",
                lambda: two_mode(weight="w").threshold(),
                InvalidInput,
                "at_most",
                "must be given",
            ),
            *number_refused(
                lambda weight: two_mode(weight="w").threshold(at_least=weight),
                "at_least",
                ("a finite number", "a finite number", "at least 0"),
                whole=False,
            ),
        ),
        cannot("takes two numbers only", "wrong shape", "unknown label", "duplicated key"),
    ),
}
