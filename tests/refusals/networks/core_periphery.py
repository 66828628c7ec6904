"""Refusals of core and periphery."""

from weakties import InvalidInput, WrongType
from weakties.networks import core_periphery, core_periphery_test

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
from .inference import seeded
from .shared import CHECKED, NETWORK, edges, of_a_network, weight_named

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
    "networks.core_periphery_test": Entry(
        (
            *of_a_network(core_periphery_test),
            *weight_named(core_periphery_test, "strength"),
            *option(lambda name: core_periphery_test(NETWORK, between=name), "between"),
            *option(lambda name: core_periphery_test(NETWORK, keep=name), "keep"),
            *count_refused(lambda n: core_periphery_test(NETWORK, starts=n), "starts", 1),
            *count_refused(lambda n: core_periphery_test(NETWORK, replicates=n), "replicates", 1),
            *count_refused(lambda n: core_periphery_test(NETWORK, swaps=n), "swaps", 0),
            *seeded(lambda seed: core_periphery_test(NETWORK, seed=seed)),
            flagged(
                lambda value: core_periphery_test(NETWORK, count_observed=value), "count_observed"
            ),
            *threads_refused(lambda n: core_periphery_test(NETWORK, threads=n)),
            watched(lambda **wish: core_periphery_test(NETWORK, replicates=1, **wish)),
        ),
        CHECKED,
    ),
}
