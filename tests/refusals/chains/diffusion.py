"""Refusals of diffusion along ties and of games around job contacts."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import (
    diffusion_exact,
    diffusion_simulate,
    greedy_seeds,
    job_contact_dropout,
    job_contact_dropout_simulate,
    job_contact_durations,
    threshold_equilibrium,
    two_countries,
    two_countries_simulate,
)

from ..table import (
    INFINITY,
    NAN,
    Entry,
    Refusal,
    cannot,
    count_refused,
    number_refused,
    option,
    threads_refused,
    watched,
)

PAIR = [[0, 1], [1, 0]]
FROM_0_TO_1 = ("at least 0 and at most 1",) * 3
BETWEEN = ("above 0 and below 1",) * 3
TO_BELOW_1 = ("at least 0 and below 1",) * 3


def simulated(network: object = PAIR, **options: object) -> object:
    return diffusion_simulate(network, **{"seeds": [0], "replicates": 2, "seed": 1, **options})


def solved(network: object = PAIR, **options: object) -> object:
    return diffusion_exact(network, **{"seeds": [0], **options})


def chosen(network: object = PAIR, **options: object) -> object:
    return greedy_seeds(network, **{"count": 1, "replicates": 2, "seed": 1, **options})


def dropping(network: object = PAIR, **options: object) -> object:
    usual = {"arrival": 0.1, "separation": 0.1, "costs": [0.5, 0.5]}
    return job_contact_dropout(network, **{**usual, **options})


def dropping_out(network: object = PAIR, **options: object) -> object:
    usual = {"arrival": 0.1, "separation": 0.1, "costs": [0.5, 0.5], "replicates": 2}
    return job_contact_dropout_simulate(network, **{**usual, **options})


def lasting(network: object = PAIR, **options: object) -> object:
    return job_contact_durations(network, **{"arrival": 0.1, "separation": 0.1, **options})


COUNTRIES = {
    "home": [0],
    "arrival": (0.1, 0.1),
    "separation": (0.1, 0.1),
    "wages": (1, 2),
    "costs": [0.5, 0.5],
}


def leaving(network: object = PAIR, **options: object) -> object:
    return two_countries(network, **{**COUNTRIES, **options})


def emigrating(network: object = PAIR, **options: object) -> object:
    usual = {**COUNTRIES, "replicates": 2, "periods": 5, "burn_in": 0}
    return two_countries_simulate(network, **{**usual, **options})


def of_a_network(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a measure every fault that a network can have."""
    nodes = pd.DataFrame(PAIR, index=list("ab"), columns=list("ac"))
    twice = pd.DataFrame(PAIR, index=list("aa"), columns=list("aa"))
    cases = (
        ("wrong type", "network", WrongType, "must be a list or an array"),
        ("wrong shape", [[0, 1]], InvalidInput, "expected"),
        ("empty input", np.empty((0, 0)), InvalidInput, "give at least one"),
        ("NaN", [[0, NAN], [NAN, 0]], InvalidInput, "fill or drop"),
        ("infinity", [[0, INFINITY], [INFINITY, 0]], InvalidInput, "remove or correct"),
        ("negative", [[0, -1], [-1, 0]], InvalidInput, "remove or correct"),
        ("unknown label", nodes, InvalidInput, "use .loc"),
        ("duplicated key", twice, InvalidInput, "use .loc"),
    )
    return tuple(
        Refusal(fault, lambda network=network: measure(network), error, "network", remedy)
        for fault, network, error, remedy in cases
    )


def of_seeds(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a measure every fault that seeds and models can have."""
    return (
        Refusal("wrong type", lambda: measure(seeds="a"), WrongType, "seeds", "make it a list"),
        Refusal("empty input", lambda: measure(seeds=[]), InvalidInput, "seeds", "at least one"),
        Refusal("unknown label", lambda: measure(seeds=[9]), UnknownLabel, "seeds", "Labels there"),
        Refusal(
            "duplicated key", lambda: measure(seeds=[0, 0]), InvalidInput, "seeds", "the repeats"
        ),
        *of_a_model(measure),
    )


def of_a_model(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    return (
        *option(lambda name: measure(model=name), "model"),
        *number_refused(lambda x: measure(probability=x), "probability", FROM_0_TO_1, whole=False),
        *threads_refused(lambda n: measure(threads=n)),
        watched(lambda **wish: measure(**wish)),
    )


def of_a_game(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a game every fault that costs and discounts can have."""
    return (
        Refusal("wrong type", lambda: measure(costs="a"), WrongType, "costs", "a list"),
        Refusal("wrong shape", lambda: measure(costs=[1.0]), InvalidInput, "costs", "expected"),
        Refusal("NaN", lambda: measure(costs=[NAN, 1]), InvalidInput, "costs", "fill or drop"),
        Refusal(
            "unknown label",
            lambda: measure(costs=pd.Series([1.0, 1.0], index=[0, 5])),
            InvalidInput,
            "costs",
            "use .reindex",
        ),
        Refusal(
            "wrong type", lambda: measure(employed=[1, 0]), WrongType, "employed", "compare with"
        ),
        Refusal(
            "wrong shape", lambda: measure(employed=[True]), InvalidInput, "employed", "give one"
        ),
        *number_refused(lambda x: measure(discount=x), "discount", TO_BELOW_1, whole=False),
        *option(lambda name: measure(counted_from=name), "counted_from"),
        watched(lambda **wish: measure(**wish)),
    )


def of_countries(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a game every fault that two countries can have."""
    return (
        Refusal("wrong type", lambda: measure(home="a"), WrongType, "home", "make it one"),
        Refusal("empty input", lambda: measure(home=[]), InvalidInput, "home", "at least one"),
        Refusal("unknown label", lambda: measure(home=[9]), UnknownLabel, "home", "Labels"),
        Refusal("wrong shape", lambda: measure(wages=[1]), WrongType, "wages", "write (home"),
        Refusal(
            "infinity",
            lambda: measure(benefits=(INFINITY, 0)),
            InvalidInput,
            "benefits",
            "finite",
        ),
        Refusal(
            "negative",
            lambda: measure(arrival=(-1, 0.5)),
            InvalidInput,
            "arrival",
            "above 0 and below 1",
        ),
    )


def of_a_simulation(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a simulated game every fault that its length and draws can have."""
    return (
        *count_refused(lambda n: measure(replicates=n), "replicates", 2),
        *count_refused(lambda n: measure(trials=n), "trials", 1),
        *number_refused(lambda x: measure(margin=x), "margin", ("at least 0",) * 3, whole=False),
        *threads_refused(lambda n: measure(threads=n)),
        Refusal("wrong type", lambda: measure(seed="1"), WrongType, "seed", "the simplest"),
    )


ENTRIES = {
    "chains.diffusion_simulate": Entry(
        (
            *of_a_network(simulated),
            *of_seeds(simulated),
            *option(lambda name: simulated(counting=name), "counting"),
            *count_refused(lambda n: simulated(replicates=n), "replicates", 1),
            Refusal("wrong type", lambda: simulated(seed="1"), WrongType, "seed", "the simplest"),
            Refusal(
                "wrong shape",
                lambda: simulated(model="linear-threshold", thresholds=[1.0]),
                InvalidInput,
                "thresholds",
                "expected",
            ),
        )
    ),
    "chains.diffusion_exact": Entry((*of_a_network(solved), *of_seeds(solved))),
    "chains.greedy_seeds": Entry(
        (
            *of_a_network(chosen),
            *of_a_model(chosen),
            *count_refused(lambda n: chosen(count=n), "count", 1),
            *count_refused(lambda n: chosen(replicates=n), "replicates", 1),
        )
    ),
    "chains.threshold_equilibrium": Entry(
        tuple(
            Refusal(
                fault,
                lambda given=given: threshold_equilibrium(given),
                error,
                "thresholds",
                remedy,
            )
            for fault, given, error, remedy in (
                ("wrong type", "ab", WrongType, "a list"),
                ("wrong shape", [[1.0]], InvalidInput, "expected"),
                ("empty input", [], InvalidInput, "give at least one"),
                ("NaN", [NAN], InvalidInput, "fill or drop"),
                ("infinity", [INFINITY], InvalidInput, "remove or correct"),
                ("negative", [-1.0], InvalidInput, "remove or correct"),
            )
        ),
        cannot("takes no labels", "unknown label", "duplicated key"),
    ),
    "chains.job_contact_durations": Entry(
        (
            *of_a_network(lasting),
            *count_refused(lambda n: lasting(longest=n), "longest", 1),
            *number_refused(lambda x: lasting(arrival=x), "arrival", BETWEEN, whole=False),
        )
    ),
    "chains.job_contact_dropout": Entry(
        (
            *of_a_network(dropping),
            *of_a_game(dropping),
            *number_refused(lambda x: dropping(separation=x), "separation", BETWEEN, whole=False),
        )
    ),
    "chains.job_contact_dropout_simulate": Entry(
        (
            *of_a_network(dropping_out),
            *of_a_game(dropping_out),
            *of_a_simulation(dropping_out),
            *number_refused(lambda x: dropping_out(arrival=x), "arrival", BETWEEN, whole=False),
        )
    ),
    "chains.two_countries_simulate": Entry(
        (
            *of_a_network(emigrating),
            *of_a_game(emigrating),
            *of_countries(emigrating),
            *of_a_simulation(emigrating),
            *count_refused(lambda n: emigrating(periods=n), "periods", 1),
            *count_refused(lambda n: emigrating(burn_in=n), "burn_in", 0),
        )
    ),
    "chains.two_countries": Entry(
        (
            *of_a_network(leaving),
            *of_a_game(leaving),
            *of_countries(leaving),
        )
    ),
}
