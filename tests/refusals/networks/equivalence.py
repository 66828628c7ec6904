"""Refusals of equivalence and blockmodels."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    blockmodel,
    concor,
    regular_classes,
    regular_equivalence,
    structural_equivalence,
)

from ..table import (
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
from .shared import CHECKED, NETWORK, of_a_network, weight_named

KINDS = pd.Series(["a", "b", "b"], index=["x", "y", "z"])
FINITE = ("must be a finite number", "must be a finite number", "must be a finite number")


def compared(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    return (
        *of_a_network(measure),
        *weight_named(measure, "strength"),
        *threads_refused(lambda n: measure(NETWORK, threads=n)),
        watched(lambda **wish: measure(NETWORK, **wish)),
    )


def grouped(call: Callable[[object], object]) -> tuple[Refusal, ...]:
    """Give groups that are none, leave a node out, or stand twice for one."""
    twice = pd.Series(["a", "b", "b"], index=["x", "x", "z"])
    gap = pd.Series(["a", None, "b"], index=["x", "y", "z"])
    return (
        Refusal("wrong type", lambda: call(["a"]), WrongType, "groups", "Series by label"),
        Refusal("unknown label", lambda: call("kind"), UnknownLabel, "groups", "Attributes"),
        Refusal("wrong shape", lambda: call(KINDS[:2]), UnknownLabel, "groups", "for every node"),
        Refusal("NaN", lambda: call(gap), InvalidInput, "groups", "fill it in"),
        Refusal("duplicated key", lambda: call(twice), InvalidInput, "groups", "labels repeat"),
    )


EMPTY = cannot("a network has nodes from when it was made", "empty input")

ENTRIES = {
    "networks.structural_equivalence": Entry(
        (
            *compared(structural_equivalence),
            *option(lambda name: structural_equivalence(NETWORK, measure=name), "measure"),
            *option(lambda name: structural_equivalence(NETWORK, own=name), "own"),
        ),
        CHECKED,
    ),
    "networks.regular_equivalence": Entry(
        (
            *compared(regular_equivalence),
            *count_refused(
                lambda count: regular_equivalence(NETWORK, iterations=count), "iterations", 1
            ),
        ),
        CHECKED,
    ),
    "networks.regular_classes": Entry(
        (
            *of_a_network(regular_classes),
            *grouped(lambda groups: regular_classes(NETWORK, groups=groups)),
            flagged(lambda wish: regular_classes(NETWORK, counted=wish), "counted"),
            *threads_refused(lambda n: regular_classes(NETWORK, threads=n)),
            watched(lambda **wish: regular_classes(NETWORK, **wish)),
        ),
        EMPTY,
    ),
    "networks.concor": Entry(
        (
            *compared(concor),
            *count_refused(lambda count: concor(NETWORK, depth=count), "depth", 1),
            *option(lambda name: concor(NETWORK, own=name), "own"),
            *number_refused(
                lambda value: concor(NETWORK, threshold=value), "threshold", FINITE, whole=False
            ),
        ),
        CHECKED,
    ),
    "networks.blockmodel": Entry(
        (
            *of_a_network(lambda network: blockmodel(network, KINDS)),
            *weight_named(
                lambda network, **options: blockmodel(network, KINDS, **options), "strength"
            ),
            *grouped(lambda groups: blockmodel(NETWORK, groups)),
            *number_refused(
                lambda value: blockmodel(NETWORK, KINDS, threshold=value),
                "threshold",
                FINITE,
                whole=False,
            ),
        ),
        EMPTY,
    ),
}
