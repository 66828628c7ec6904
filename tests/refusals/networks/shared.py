"""What the refusals of all topics share: small networks, and the faults of common arguments."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, TwoModeNetwork

from ..table import NAN, Refusal, cannot

TIES = pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"], "w": [1.0, 2.0]})
NETWORK = Network.from_edges(TIES, "a", "b", weight="w")
TWO_MODE = TwoModeNetwork.from_edges(TIES, "a", "b")

CHECKED = cannot(
    "a network was checked when it was made", "wrong shape", "empty input", "duplicated key"
)
NO_NUMBERS = cannot("takes no numbers of its own", "NaN", "infinity", "negative")


def edges(ties: object = TIES, **options: object) -> Network:
    return Network.from_edges(ties, **{"source": "a", "target": "b", **options})


def weighing(weight: float) -> pd.DataFrame:
    return TIES.assign(w=[1.0, weight])


def of_any_network(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    made_by = "made by Network.from_edges"
    return (
        Refusal("wrong type", lambda: measure(TIES), WrongType, "network", made_by),
        Refusal("wrong type", lambda: measure(None), WrongType, "network", made_by),
    )


def of_a_network(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    made_by = "made by Network.from_edges"
    return (
        *of_any_network(measure),
        Refusal("wrong type", lambda: measure(TWO_MODE), WrongType, "network", made_by),
    )


def weight_named(call: Callable[..., object], argument: str) -> tuple[Refusal, ...]:
    """Name a weight that the network does not have."""

    def without(name: object) -> object:
        return call(edges(), **{argument: name})

    def named(name: object) -> object:
        return call(NETWORK, **{argument: name})

    return (
        Refusal("wrong type", lambda: named(["w"]), WrongType, argument, "give text"),
        Refusal("wrong type", lambda: named(TIES["w"]), WrongType, argument, "give text"),
        Refusal("unknown label", lambda: named("km"), UnknownLabel, argument, "pass that name"),
        Refusal("unknown label", lambda: without("w"), InvalidInput, argument, "make it with"),
        Refusal("NaN", lambda: named(NAN), WrongType, argument, "name it"),
    )


def named_nodes(call: Callable[..., object], argument: str) -> tuple[Refusal, ...]:
    """Name nodes that are not there, the same one twice, none, or not in a list."""

    def named(nodes: object) -> object:
        return call(NETWORK, **{argument: nodes})

    return (
        Refusal("wrong type", lambda: named(1), WrongType, argument, "in square brackets"),
        Refusal("empty input", lambda: named([]), InvalidInput, argument, "at least one label"),
        Refusal("unknown label", lambda: named(["w"]), UnknownLabel, argument, "Labels there are"),
        Refusal("duplicated key", lambda: named(["x", "x"]), InvalidInput, argument, "drop the"),
    )
