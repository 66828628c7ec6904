"""Refusals of what ties lead to."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import access, communities_bridged, composition, diversity

from ..table import Entry, Refusal, cannot, flagged, option, threads_refused, watched
from .bipartite import of_two_modes, weight_read
from .shared import NETWORK, TWO_MODE, of_a_network, weight_named

OF_FIRMS = pd.Series(["n", "s"], index=["x", "y"])
OF_INSTITUTIONS = pd.Series(["n", "s"], index=["y", "z"])
OF_NODES = pd.Series(["n", "s", "s"], index=["x", "y", "z"])

CHECKED = cannot("a network was checked when it was made", "wrong shape", "empty input")
NO_NUMBERS = cannot("takes no numbers of its own", "infinity", "negative")


def groups_refused(call: Callable[[object], object], good: pd.Series) -> tuple[Refusal, ...]:
    """Give groups that are none, lack a node or a value, or name a node twice."""
    holed = good.where(good.index != good.index[0])
    return (
        Refusal("wrong type", lambda: call(["n", "s"]), WrongType, "groups", "Series by label"),
        Refusal("wrong type", lambda: call(None), WrongType, "groups", "Series by label"),
        Refusal("unknown label", lambda: call("zzz"), UnknownLabel, "groups", "Attributes there"),
        Refusal(
            "unknown label", lambda: call(good.iloc[1:]), UnknownLabel, "groups", "for every node"
        ),
        Refusal("NaN", lambda: call(holed), InvalidInput, "groups", "fill it in"),
        Refusal(
            "duplicated key",
            lambda: call(pd.concat([good, good])),
            InvalidInput,
            "groups",
            "one value a node",
        ),
    )


ENTRIES = {
    "networks.composition": Entry(
        (
            *of_a_network(lambda network: composition(network, OF_NODES)),
            *groups_refused(lambda groups: composition(NETWORK, groups), OF_NODES),
            *weight_named(
                lambda network, **wish: composition(network, OF_NODES, **wish), "strength"
            ),
            *option(lambda name: composition(NETWORK, OF_NODES, direction=name), "direction"),
        ),
        CHECKED | NO_NUMBERS,
    ),
    "networks.diversity": Entry(
        (
            *of_two_modes(diversity, "firm", OF_INSTITUTIONS),
            *option(lambda mode: diversity(TWO_MODE, mode, OF_INSTITUTIONS), "mode"),
            *groups_refused(lambda groups: diversity(TWO_MODE, "firm", groups), OF_INSTITUTIONS),
            *option(lambda name: diversity(TWO_MODE, "firm", OF_INSTITUTIONS, index=name), "index"),
            flagged(
                lambda wish: diversity(TWO_MODE, "firm", OF_INSTITUTIONS, normalized=wish),
                "normalized",
            ),
            *weight_read(
                lambda network, **wish: diversity(network, "firm", OF_INSTITUTIONS, **wish)
            ),
        ),
        CHECKED | NO_NUMBERS,
    ),
    "networks.communities_bridged": Entry(
        (
            *of_two_modes(communities_bridged, OF_FIRMS),
            *groups_refused(lambda groups: communities_bridged(TWO_MODE, groups), OF_FIRMS),
            *weight_read(lambda network, **wish: communities_bridged(network, OF_FIRMS, **wish)),
        ),
        CHECKED | NO_NUMBERS,
    ),
    "networks.access": Entry(
        (
            *of_two_modes(access, OF_FIRMS),
            *groups_refused(lambda groups: access(TWO_MODE, groups), OF_FIRMS),
            *threads_refused(lambda n: access(TWO_MODE, OF_FIRMS, threads=n)),
            watched(lambda **wish: access(TWO_MODE, OF_FIRMS, **wish)),
        ),
        CHECKED,
    ),
}
