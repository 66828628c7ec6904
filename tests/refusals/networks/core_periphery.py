"""Refusals of core and periphery."""

from weakties import InvalidInput, WrongType
from weakties.networks import core_periphery

from ..table import (
    Entry,
    Refusal,
    cannot,
    count_refused,
    number_refused,
    option,
    threads_refused,
    watched,
)
from .shared import NETWORK, edges, of_a_network, weight_named

ENTRIES = {
    "networks.core_periphery": Entry(
        (
            *of_a_network(core_periphery),
            *weight_named(core_periphery, "strength"),
            *option(lambda name: core_periphery(NETWORK, model=name), "model"),
            *option(lambda name: core_periphery(NETWORK, between=name), "between"),
            *count_refused(lambda n: core_periphery(NETWORK, starts=n), "starts", 1),
            *count_refused(lambda n: core_periphery(NETWORK, max_rounds=n), "max_rounds", 1),
            *number_refused(
                lambda value: core_periphery(NETWORK, tolerance=value),
                "tolerance",
                ("above 0", "above 0", "above 0"),
                whole=False,
            ),
            Refusal(
                "wrong type",
                lambda: core_periphery(NETWORK, seed="one"),
                WrongType,
                "seed",
                "a whole number is the simplest",
            ),
            Refusal(
                "empty input",
                lambda: core_periphery(
                    edges(
                        edges().to_frame()[:0].rename(columns={"source": "a", "target": "b"}),
                        nodes=["x", "y", "z"],
                    )
                ),
                InvalidInput,
                "network",
                "a larger network",
            ),
            *threads_refused(lambda n: core_periphery(NETWORK, threads=n)),
            watched(lambda **wish: core_periphery(NETWORK, **wish)),
        ),
        cannot("a network was checked when it was made", "wrong shape", "duplicated key"),
    ),
}
