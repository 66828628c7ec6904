"""Refusals of two-mode measures."""

from collections.abc import Callable

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    two_mode_betweenness,
    two_mode_closeness,
    two_mode_closure,
    two_mode_clustering,
    two_mode_degree,
    two_mode_redundancy,
)

from ..table import NAN, Entry, Refusal, cannot, flagged, option, threads_refused, watched
from .shared import CHECKED, NETWORK, TIES, TWO_MODE, weighing
from .two_mode import two_mode

MADE_BY = "made by TwoModeNetwork.from_edges"
WEIGHTED = two_mode(weighing(2.0), weight="w")
NO_LABELS = cannot("takes no label", "unknown label")


def of_two_modes(measure: Callable[..., object], *rest: object) -> tuple[Refusal, ...]:
    return tuple(
        Refusal("wrong type", lambda what=what: measure(what, *rest), WrongType, "network", MADE_BY)
        for what in (TIES, None, NETWORK)
    )


def weight_read(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """Name a weight that the two-mode network does not have."""
    return (
        Refusal(
            "wrong type",
            lambda: measure(WEIGHTED, strength=["w"]),
            WrongType,
            "strength",
            "give text",
        ),
        Refusal(
            "unknown label",
            lambda: measure(WEIGHTED, strength="km"),
            UnknownLabel,
            "strength",
            "pass that name",
        ),
        Refusal(
            "unknown label",
            lambda: measure(TWO_MODE, strength="w"),
            InvalidInput,
            "strength",
            "make it with",
        ),
        Refusal("NaN", lambda: measure(WEIGHTED, strength=NAN), WrongType, "strength", "name it"),
    )


def by_mode(measure: Callable[..., object], *more: Refusal) -> Entry:
    return Entry(
        (
            *of_two_modes(measure, "firm"),
            *option(lambda mode: measure(TWO_MODE, mode), "mode"),
            *threads_refused(lambda n: measure(TWO_MODE, "firm", threads=n)),
            watched(lambda **wish: measure(TWO_MODE, "firm", **wish)),
            *more,
        ),
        CHECKED,
    )


ENTRIES = {
    "networks.two_mode_betweenness": by_mode(
        two_mode_betweenness,
        flagged(lambda wish: two_mode_betweenness(TWO_MODE, "firm", normalized=wish), "normalized"),
    ),
    "networks.two_mode_closeness": by_mode(two_mode_closeness),
    "networks.two_mode_clustering": by_mode(
        two_mode_clustering,
        *option(lambda name: two_mode_clustering(TWO_MODE, "firm", overlap=name), "overlap"),
    ),
    "networks.two_mode_redundancy": by_mode(two_mode_redundancy),
    "networks.two_mode_closure": Entry(
        (
            *of_two_modes(two_mode_closure),
            *threads_refused(lambda n: two_mode_closure(TWO_MODE, threads=n)),
            watched(lambda **wish: two_mode_closure(TWO_MODE, **wish)),
        ),
        CHECKED | NO_LABELS,
    ),
    "networks.two_mode_degree": Entry(
        (
            *of_two_modes(two_mode_degree, "firm"),
            *option(lambda mode: two_mode_degree(TWO_MODE, mode), "mode"),
            *weight_read(lambda network, **wish: two_mode_degree(network, "firm", **wish)),
            flagged(lambda wish: two_mode_degree(TWO_MODE, "firm", normalized=wish), "normalized"),
        ),
        CHECKED | cannot("takes no numbers of its own", "infinity", "negative"),
    ),
}
