"""Refusals of spectral positions: eigenvector, PageRank, Katz, Bonacich, hubs and authorities."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import bonacich, eigenvector, hits, katz, pagerank, spectral_radius

from ..table import (
    INFINITY,
    NAN,
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

FINITE = ("must be a finite number", "must be a finite number", "must be a finite number")


def spectral(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """What all of them refuse."""
    return (
        *of_a_network(measure),
        *weight_named(measure, "strength"),
        flagged(lambda wish: measure(NETWORK, self_ties=wish), "self_ties"),
        *number_refused(
            lambda value: measure(NETWORK, tolerance=value), "tolerance", FINITE, whole=False
        ),
        *count_refused(lambda value: measure(NETWORK, max_iterations=value), "max_iterations", 1),
        *threads_refused(lambda n: measure(NETWORK, threads=n)),
        watched(lambda **wish: measure(NETWORK, **wish)),
    )


def per_node(call: Callable[[object], object], argument: str) -> tuple[Refusal, ...]:
    """Give numbers of the nodes that are none, lack a node or are not finite."""

    def of(*values: object) -> object:
        return call(pd.Series(values, index=["x", "y", "z"][: len(values)]))

    return (
        Refusal("wrong type", lambda: of("a", "b", "c"), WrongType, argument, "convert them"),
        Refusal("unknown label", lambda: call("size"), UnknownLabel, argument, "Attributes"),
        Refusal("wrong shape", lambda: of(1, 1), UnknownLabel, argument, "give one for every"),
        Refusal("NaN", lambda: of(1, NAN, 1), InvalidInput, argument, "fill it in"),
        Refusal("infinity", lambda: of(1, INFINITY, 1), InvalidInput, argument, "fill it in"),
        Refusal(
            "duplicated key",
            lambda: call(pd.Series([1, 1, 1], index=["x", "x", "z"])),
            InvalidInput,
            argument,
            "some labels repeat",
        ),
    )


EMPTY = cannot("a network has nodes from when it was made", "empty input")

ENTRIES = {
    "networks.spectral_radius": Entry(
        (
            *spectral(spectral_radius),
            *option(lambda name: spectral_radius(NETWORK, direction=name), "direction"),
        ),
        CHECKED,
    ),
    "networks.eigenvector": Entry(
        (
            *spectral(eigenvector),
            *option(lambda name: eigenvector(NETWORK, direction=name), "direction"),
            *option(lambda name: eigenvector(NETWORK, norm=name), "norm"),
            flagged(lambda wish: eigenvector(NETWORK, unique=wish), "unique"),
        ),
        CHECKED,
    ),
    "networks.hits": Entry(
        (
            *spectral(hits),
            *option(lambda name: hits(NETWORK, norm=name), "norm"),
            flagged(lambda wish: hits(NETWORK, unique=wish), "unique"),
        ),
        CHECKED,
    ),
    "networks.pagerank": Entry(
        (
            *spectral(pagerank),
            *number_refused(
                lambda value: pagerank(NETWORK, damping=value), "damping", FINITE, whole=False
            ),
            *per_node(lambda given: pagerank(NETWORK, personalization=given), "personalization"),
            *per_node(lambda given: pagerank(NETWORK, dangling=given), "dangling"),
            Refusal(
                "negative",
                lambda: pagerank(NETWORK, dangling=pd.Series([1, -1, 1], index=list("xyz"))),
                InvalidInput,
                "dangling",
                "correct it",
            ),
        ),
        EMPTY,
    ),
    "networks.katz": Entry(
        (
            *spectral(katz),
            *number_refused(
                lambda value: katz(NETWORK, attenuation=value), "attenuation", FINITE, whole=False
            ),
            Refusal(
                "wrong type", lambda: katz(NETWORK, attenuation="a"), WrongType, "attenuation", ""
            ),
            Refusal(
                "infinity",
                lambda: katz(NETWORK, attenuation=2),
                InvalidInput,
                "attenuation",
                "take less",
            ),
            *option(lambda name: katz(NETWORK, direction=name), "direction"),
            *option(lambda name: katz(NETWORK, norm=name), "norm"),
            *per_node(lambda given: katz(NETWORK, base=given), "base"),
        ),
        EMPTY,
    ),
    "networks.bonacich": Entry(
        (
            *spectral(lambda network, **options: bonacich(network, **{"beta": 0.1, **options})),
            *option(lambda name: bonacich(NETWORK, beta=0.1, direction=name), "direction"),
            Refusal("NaN", lambda: bonacich(NETWORK, beta=NAN), InvalidInput, "beta", "finite"),
            Refusal(
                "infinity", lambda: bonacich(NETWORK, beta=INFINITY), InvalidInput, "beta", "finite"
            ),
            Refusal("wrong type", lambda: bonacich(NETWORK, beta="a"), WrongType, "beta", "number"),
        ),
        CHECKED,
    ),
}
