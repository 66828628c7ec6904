"""Refusals of places and pictures."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import ego_map, layout, matrix_map, role_profile

from ..table import INFINITY, NAN, Entry, Refusal, cannot, flagged, threads_refused, watched
from .affiliation import OF_NODES, groups_refused
from .shared import CHECKED, NETWORK, of_a_network, weight_named

TABLE = pd.DataFrame({"m": [1.0, 2.0]}, index=["x", "y"])
SIZES = pd.Series([1.0, 2.0, 3.0], index=["x", "y", "z"])


def axes_refused(call: Callable[[object], object]) -> Refusal:
    return Refusal("wrong type", lambda: call("ax"), WrongType, "ax", "matplotlib.pyplot.subplots")


def sized(value: float) -> object:
    return ego_map(NETWORK, "x", size=SIZES.where(SIZES.index != "x", value))


ENTRIES = {
    "networks.layout": Entry(
        (
            *of_a_network(layout),
            Refusal("wrong type", lambda: layout(NETWORK, seed="1"), WrongType, "seed", "whole"),
            Refusal(
                "negative", lambda: layout(NETWORK, seed=-1), InvalidInput, "seed", "at least 0"
            ),
            *threads_refused(lambda n: layout(NETWORK, threads=n)),
            watched(lambda **wish: layout(NETWORK, **wish)),
        ),
        CHECKED | cannot("takes no label", "unknown label"),
    ),
    "networks.ego_map": Entry(
        (
            *of_a_network(lambda network: ego_map(network, "x")),
            Refusal("wrong type", lambda: ego_map(NETWORK, ["x"]), WrongType, "label", "give text"),
            Refusal(
                "unknown label", lambda: ego_map(NETWORK, "X"), UnknownLabel, "label", "Give one"
            ),
            Refusal(
                "unknown label",
                lambda: ego_map(NETWORK, "x", color="zzz"),
                UnknownLabel,
                "color",
                "Attributes there",
            ),
            Refusal("NaN", lambda: sized(NAN), InvalidInput, "size", "fill what is missing"),
            Refusal("infinity", lambda: sized(INFINITY), InvalidInput, "size", "finite numbers"),
            Refusal("negative", lambda: sized(-1.0), InvalidInput, "size", "at least 0"),
            Refusal(
                "duplicated key",
                lambda: ego_map(NETWORK, "x", color=pd.concat([SIZES, SIZES])),
                InvalidInput,
                "color",
                "one value a node",
            ),
            flagged(lambda wish: ego_map(NETWORK, "x", names=wish), "names"),
            axes_refused(lambda ax: ego_map(NETWORK, "x", ax=ax)),
        ),
        cannot("a network was checked when it was made", "wrong shape", "empty input"),
    ),
    "networks.matrix_map": Entry(
        (
            *of_a_network(lambda network: matrix_map(network, OF_NODES)),
            *groups_refused(lambda groups: matrix_map(NETWORK, groups), OF_NODES),
            *weight_named(
                lambda network, **wish: matrix_map(network, OF_NODES, **wish), "strength"
            ),
            flagged(lambda wish: matrix_map(NETWORK, OF_NODES, names=wish), "names"),
            axes_refused(lambda ax: matrix_map(NETWORK, OF_NODES, ax=ax)),
        ),
        cannot("a network was checked when it was made", "wrong shape", "empty input")
        | cannot("takes no numbers of its own", "infinity", "negative"),
    ),
    "networks.role_profile": Entry(
        (
            Refusal(
                "wrong type",
                lambda: role_profile(TABLE["m"], "x"),
                WrongType,
                "table",
                "weakties.networks.profile",
            ),
            Refusal(
                "wrong type", lambda: role_profile(TABLE, ["x"]), WrongType, "label", "give text"
            ),
            axes_refused(lambda ax: role_profile(TABLE, "x", ax=ax)),
            Refusal(
                "empty input",
                lambda: role_profile(TABLE[:0], "x"),
                InvalidInput,
                "table",
                "compute measures first",
            ),
            Refusal("NaN", lambda: role_profile(TABLE, NAN), WrongType, "label", "name it"),
            Refusal(
                "infinity",
                lambda: role_profile(TABLE.replace(2.0, INFINITY), "x"),
                InvalidInput,
                "table",
                "correct or remove",
            ),
            Refusal(
                "unknown label",
                lambda: role_profile(TABLE, "z"),
                UnknownLabel,
                "label",
                "Give one of",
            ),
            Refusal(
                "duplicated key",
                lambda: role_profile(pd.concat([TABLE, TABLE]), "x"),
                InvalidInput,
                "table",
                "keep one row",
            ),
        ),
        cannot("a table has rows and columns", "wrong shape")
        | cannot("a measure may be negative", "negative"),
    ),
}
