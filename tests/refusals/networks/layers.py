"""Refusals of ties of several kinds and of several periods."""

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import MultiplexNetwork, TemporalNetwork

from ..table import INFINITY, NAN, Entry, Refusal, cannot, count_refused, flagged, option
from .shared import CHECKED, NO_NUMBERS, TIES

DATED = TIES.assign(t=[1, 2])


def multiplex(ties: object = DATED, **options: object) -> MultiplexNetwork:
    wanted = {"source": "a", "target": "b", "layer": "t", **options}
    return MultiplexNetwork.from_edges(ties, **wanted)


def temporal(ties: object = DATED, **options: object) -> TemporalNetwork:
    wanted = {"source": "a", "target": "b", "time": "t", **options}
    return TemporalNetwork.from_edges(ties, **wanted)


def made(call: object, column: str) -> tuple[Refusal, ...]:
    """Refuse what both are made of in the same way."""

    def weighing(weight: float) -> object:
        return call(DATED.assign(w=[1.0, weight]), weight="w")

    return (
        Refusal("wrong type", lambda: call([1, 2]), WrongType, "edges", "make one first"),
        Refusal("wrong type", lambda: call(**{column: ["t"]}), WrongType, column, "the name of"),
        flagged(lambda value: call(directed=value), "directed"),
        *option(lambda name: call(parallel=name), "parallel"),
        *option(lambda name: call(missing=name), "missing"),
        Refusal("empty input", lambda: call(DATED[:0]), InvalidInput, "edges", "at least one row"),
        Refusal("NaN", lambda: weighing(NAN), InvalidInput, "weight", "fill them"),
        Refusal("infinity", lambda: weighing(INFINITY), InvalidInput, "weight", "correct or"),
        Refusal("negative", lambda: weighing(-1), InvalidInput, "weight", "correct or remove"),
        Refusal(
            "unknown label", lambda: call(**{column: "T"}), UnknownLabel, column, "Did you mean"
        ),
        Refusal(
            "unknown label", lambda: call(nodes=["x", "y"]), UnknownLabel, "target", "Labels there"
        ),
        Refusal(
            "wrong shape",
            lambda: call(nodes=pd.DataFrame(index=pd.MultiIndex.from_product([["x"], ["y"]]))),
            InvalidInput,
            "nodes",
            "which column holds its labels",
        ),
        Refusal(
            "duplicated key",
            lambda: call(pd.concat([DATED, DATED])),
            InvalidInput,
            "edges",
            'parallel="sum"',
        ),
        Refusal(
            "duplicated key", lambda: call(nodes=list("xyzx")), InvalidInput, "nodes", "keep one"
        ),
    )


ENTRIES = {
    "networks.MultiplexNetwork.from_edges": Entry(made(multiplex, "layer")),
    "networks.TemporalNetwork.from_edges": Entry(
        (
            *made(temporal, "time"),
            *count_refused(lambda window: temporal(window=window), "window", 1),
            Refusal(
                "wrong type",
                lambda: temporal(DATED.assign(t=["early", "late"])),
                WrongType,
                "time",
                "to_datetime",
            ),
            Refusal(
                "unknown label",
                lambda: temporal(nodes=pd.DataFrame({"n": list("xyz"), "t": [1, 1, 2]}), key="n"),
                UnknownLabel,
                "source",
                "add it there",
            ),
        ),
    ),
    "Layers.union": Entry(
        option(lambda name: multiplex().union(parallel=name), "parallel"), CHECKED | NO_NUMBERS
    ),
    "Layers.measure": Entry(
        (
            Refusal(
                "wrong type", lambda: multiplex().measure(3), WrongType, "measures", "functions"
            ),
            Refusal(
                "wrong shape",
                lambda: multiplex().measure(lambda network: [1]),
                WrongType,
                "measures",
                "one value a node",
            ),
            Refusal(
                "empty input", lambda: multiplex().measure([]), InvalidInput, "measures", "give at"
            ),
            Refusal(
                "unknown label",
                lambda: multiplex().measure("Degree"),
                UnknownLabel,
                "measures",
                "Did you mean 'degree'",
            ),
            Refusal(
                "unknown label",
                lambda: multiplex().measure("degree", Direction="in"),
                InvalidInput,
                "options",
                "Did you mean 'direction'",
            ),
            Refusal(
                "duplicated key",
                lambda: multiplex().measure(["degree", "degree"]),
                InvalidInput,
                "measures",
                "each measure once",
            ),
        ),
        cannot("takes no numbers of its own", "NaN", "infinity", "negative"),
    ),
}
