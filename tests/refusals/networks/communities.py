"""Refusals of closed communities."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    assortativity,
    balkanisation,
    compare_partitions,
    degree_assortativity,
    ei_index,
    label_propagation,
    leiden,
    mixing_matrix,
    modularity,
    participation_coefficient,
    segregation,
    spectral_segregation,
    within_module_degree,
)

from ..table import (
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
from .shared import CHECKED, NETWORK, TIES, TWO_MODE, weight_named

GROUPS = pd.Series(["p", "p", "q"], list("xyz"))
FINITE = ("finite", "finite", "at least 0")
UNBOUNDED = cannot("groups are names, whichever they are", "infinity", "negative")


def of_grouped(measure: Callable[..., object], argument: str = "groups") -> tuple[Refusal, ...]:
    """Give what takes a network and the groups of its nodes other things."""

    def grouped(groups: object) -> object:
        return measure(NETWORK, groups)

    made_by = "made by Network.from_edges"
    return (
        Refusal("wrong type", lambda: measure(TIES, GROUPS), WrongType, "network", made_by),
        Refusal("wrong type", lambda: measure(TWO_MODE, GROUPS), WrongType, "network", made_by),
        Refusal("wrong type", lambda: grouped(["p"]), WrongType, argument, "Series by label"),
        Refusal("wrong type", lambda: grouped(None), WrongType, argument, "Series by label"),
        Refusal("wrong shape", lambda: grouped(GROUPS[:2]), UnknownLabel, argument, "every node"),
        Refusal("empty input", lambda: grouped(GROUPS[:0]), UnknownLabel, argument, "every node"),
        Refusal(
            "NaN", lambda: grouped(GROUPS.replace("q", np.nan)), InvalidInput, argument, "fill it"
        ),
        Refusal("unknown label", lambda: grouped("km"), UnknownLabel, argument, "Attributes there"),
        Refusal(
            "duplicated key",
            lambda: grouped(pd.concat([GROUPS, GROUPS])),
            InvalidInput,
            argument,
            "one value a node",
        ),
    )


def weighted(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    return weight_named(lambda network, **named: measure(network, GROUPS, **named), "strength")


def seeded(call: Callable[..., object]) -> tuple[Refusal, ...]:
    return (
        Refusal("wrong type", lambda: call(seed="1"), WrongType, "seed", "simplest"),
        Refusal("negative", lambda: call(seed=-1), InvalidInput, "seed", "at least 0"),
    )


def permuted(measure: Callable[..., object]) -> Entry:
    def call(**options: object) -> object:
        return measure(NETWORK, GROUPS, **options)

    return Entry(
        (
            *of_grouped(measure),
            *weighted(measure),
            *count_refused(lambda n: call(permutations=n), "permutations", 0),
            *seeded(call),
            *threads_refused(lambda n: call(threads=n)),
            watched(call),
        )
    )


def spread(measure: Callable[..., object], *others: Refusal) -> Entry:
    def call(direction: object) -> object:
        return measure(NETWORK, GROUPS, direction=direction)

    return Entry(
        (*of_grouped(measure), *weighted(measure), *option(call, "direction"), *others),
    )


def of_network(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    made_by = "made by Network.from_edges"
    return (
        Refusal("wrong type", lambda: measure(TIES), WrongType, "network", made_by),
        Refusal("wrong type", lambda: measure(TWO_MODE), WrongType, "network", made_by),
        *weight_named(measure, "strength"),
    )


ENTRIES = {
    "networks.assortativity": Entry(
        (
            *of_grouped(assortativity, "attribute"),
            *weighted(assortativity),
            *option(lambda name: assortativity(NETWORK, GROUPS, kind=name), "kind"),
            flagged(lambda wish: assortativity(NETWORK, GROUPS, se=wish), "se"),
            Refusal(
                "wrong type",
                lambda: assortativity(NETWORK, GROUPS, kind="numeric"),
                WrongType,
                "attribute",
                "convert them first",
            ),
            Refusal(
                "wrong type",
                lambda: assortativity(NETWORK, pd.Series([1, 2, 3], list("xyz"))),
                InvalidInput,
                "kind",
                'write kind="categorical"',
            ),
            Refusal(
                "infinity",
                lambda: assortativity(NETWORK, pd.Series([1.0, 2.0, np.inf], list("xyz"))),
                InvalidInput,
                "attribute",
                "fill it in",
            ),
            Refusal(
                "NaN",
                lambda: assortativity(NETWORK, pd.Series([1.0, 2.0, NAN], list("xyz"))),
                InvalidInput,
                "attribute",
                "fill it in",
            ),
        ),
        cannot("numbers may be negative", "negative"),
    ),
    "networks.balkanisation": permuted(balkanisation),
    "networks.degree_assortativity": Entry(
        (
            *of_network(degree_assortativity),
            *option(lambda name: degree_assortativity(NETWORK, source=name), "source"),
            *option(lambda name: degree_assortativity(NETWORK, target=name), "target"),
            flagged(lambda wish: degree_assortativity(NETWORK, se=wish), "se"),
        ),
        cannot("takes no numbers of its own", "infinity", "negative") | CHECKED,
    ),
    "networks.ei_index": permuted(ei_index),
    "networks.label_propagation": Entry(
        (
            *of_network(label_propagation),
            *seeded(lambda **options: label_propagation(NETWORK, **options)),
            Refusal(
                "infinity",
                lambda: label_propagation(NETWORK, seed=np.inf),
                WrongType,
                "seed",
                "simplest",
            ),
            watched(lambda **wish: label_propagation(NETWORK, **wish)),
        ),
        CHECKED,
    ),
    "networks.leiden": Entry(
        (
            *of_network(leiden),
            *option(lambda name: leiden(NETWORK, quality=name), "quality"),
            *number_refused(
                lambda value: leiden(NETWORK, resolution=value), "resolution", FINITE, whole=False
            ),
            *count_refused(lambda n: leiden(NETWORK, iterations=n), "iterations", 1),
            *count_refused(lambda n: leiden(NETWORK, starts=n), "starts", 1),
            *seeded(lambda **options: leiden(NETWORK, **options)),
            *threads_refused(lambda n: leiden(NETWORK, threads=n)),
            watched(lambda **wish: leiden(NETWORK, **wish)),
        ),
        CHECKED,
    ),
    "networks.mixing_matrix": Entry(
        (
            *of_grouped(mixing_matrix),
            *weighted(mixing_matrix),
            flagged(lambda value: mixing_matrix(NETWORK, GROUPS, normalized=value), "normalized"),
        ),
        UNBOUNDED,
    ),
    "networks.modularity": Entry(
        (
            *of_grouped(modularity),
            *weighted(modularity),
            *number_refused(
                lambda value: modularity(NETWORK, GROUPS, resolution=value),
                "resolution",
                FINITE,
                whole=False,
            ),
        )
    ),
    "networks.participation_coefficient": spread(
        participation_coefficient,
        *threads_refused(lambda n: participation_coefficient(NETWORK, GROUPS, threads=n)),
        watched(lambda **wish: participation_coefficient(NETWORK, GROUPS, **wish)),
    ),
    "networks.segregation": Entry(
        (
            *of_grouped(segregation),
            Refusal(
                "wrong shape",
                lambda: segregation(NETWORK, pd.Series("p", list("xyz"))),
                InvalidInput,
                "groups",
                "at least two groups",
            ),
        ),
        UNBOUNDED,
    ),
    "networks.within_module_degree": Entry(
        (
            *of_grouped(within_module_degree),
            *weighted(within_module_degree),
            *option(
                lambda name: within_module_degree(NETWORK, GROUPS, direction=name), "direction"
            ),
            *option(lambda name: within_module_degree(NETWORK, GROUPS, sd=name), "sd"),
        ),
        UNBOUNDED,
    ),
    "networks.compare_partitions": Entry(
        (
            *of_grouped(lambda network, one: compare_partitions(network, one, GROUPS), "one"),
            *of_grouped(lambda network, other: compare_partitions(network, GROUPS, other), "other"),
        ),
        UNBOUNDED,
    ),
    "networks.spectral_segregation": Entry(
        (
            *of_grouped(spectral_segregation),
            *weighted(spectral_segregation),
            *number_refused(
                lambda value: spectral_segregation(NETWORK, GROUPS, tolerance=value),
                "tolerance",
                ("above 0", "above 0", "above 0"),
                whole=False,
            ),
            *count_refused(
                lambda n: spectral_segregation(NETWORK, GROUPS, max_iterations=n),
                "max_iterations",
                1,
            ),
            *threads_refused(lambda n: spectral_segregation(NETWORK, GROUPS, threads=n)),
            watched(lambda **wish: spectral_segregation(NETWORK, GROUPS, **wish)),
        ),
    ),
}
