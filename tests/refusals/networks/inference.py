"""Refusals of permutation tests, random networks and resampling."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    Network,
    attribute_matrix,
    degree,
    mrqap,
    node_bootstrap,
    node_jackknife,
    null_test,
    qap_correlation,
    random_network_like,
    rewire,
    rich_club_test,
    sensitivity,
    small_world,
    tie_matrix,
)

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
from .shared import CHECKED, NETWORK, TIES, of_a_network, of_any_network, weight_named

SQUARE = np.array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]])
FEWER = Network.from_edges(TIES[:1], "a", "b")
LABELLED = pd.DataFrame(SQUARE, index=list("xyz"), columns=list("xyz"))
SIZE = pd.Series({"x": 1.0, "y": 2.0, "z": 3.0})


def ties(network: Network) -> float:
    return float(network.tie_count)


def at(place: tuple[int, int], value: float) -> np.ndarray:
    changed = SQUARE.copy()
    changed[place] = value
    return changed


def seeded(call: Callable[[object], object]) -> tuple[Refusal, ...]:
    return (
        Refusal("wrong type", lambda: call("now"), WrongType, "seed", "a whole number"),
        Refusal("negative", lambda: call(-1), InvalidInput, "seed", "at least 0"),
    )


def measured(call: Callable[[object], object]) -> tuple[Refusal, ...]:
    return (
        Refusal("wrong type", lambda: call(1), WrongType, "measure", "give for example"),
        Refusal("wrong type", lambda: call(str), WrongType, "measure", "pick one with"),
        Refusal("unknown label", lambda: call("degre"), UnknownLabel, "measure", "Did you mean"),
    )


def matrices(call: Callable[[object], object], argument: str) -> tuple[Refusal, ...]:
    """Give one of several matrices what is none."""
    repeated = LABELLED.set_axis(["x", "x", "z"], axis=0).set_axis(["x", "x", "z"], axis=1)
    half = LABELLED.set_axis(["x", "y", "w"], axis=1)
    return (
        Refusal("wrong type", lambda: call(7), WrongType, argument, "make one with"),
        Refusal("wrong type", lambda: call("x"), WrongType, argument, "make one with"),
        Refusal("wrong shape", lambda: call(SQUARE[:2]), InvalidInput, argument, "expected"),
        Refusal("wrong shape", lambda: call(np.eye(4)), InvalidInput, argument, "expected (3, 3)"),
        Refusal(
            "empty input", lambda: call(SQUARE[:0, :0]), InvalidInput, argument, "at least one"
        ),
        Refusal("infinity", lambda: call(at((0, 1), INFINITY)), InvalidInput, argument, "correct"),
        Refusal("unknown label", lambda: call(FEWER), UnknownLabel, argument, "the same nodes"),
        Refusal("unknown label", lambda: call(half), InvalidInput, argument, "a row and a column"),
        Refusal(
            "duplicated key", lambda: call(repeated), InvalidInput, argument, "one row and one"
        ),
    )


def permuted(call: Callable[..., object]) -> tuple[Refusal, ...]:
    return (
        *count_refused(lambda n: call(permutations=n), "permutations", 1),
        *threads_refused(lambda n: call(threads=n)),
        *option(lambda name: call(method=name), "method"),
        *seeded(lambda seed: call(seed=seed)),
        flagged(lambda value: call(count_observed=value), "count_observed"),
        flagged(lambda value: call(directed=value), "directed"),
        watched(call),
    )


ENTRIES = {
    "networks.qap_correlation": Entry(
        (
            *matrices(lambda x: qap_correlation(NETWORK, x), "y"),
            *matrices(lambda x: qap_correlation(x, NETWORK), "x")[:5],
            *permuted(lambda **options: qap_correlation(NETWORK, SQUARE, **options)),
        ),
    ),
    "networks.mrqap": Entry(
        (
            *matrices(lambda x: mrqap(NETWORK, {"a": x}), "x"),
            *permuted(lambda **options: mrqap(NETWORK, {"a": at((0, 1), 2)}, **options)),
            *option(lambda name: mrqap(NETWORK, {"a": SQUARE}, model=name), "model"),
            flagged(lambda value: mrqap(NETWORK, {"a": SQUARE}, intercept=value), "intercept"),
            Refusal("wrong type", lambda: mrqap(NETWORK, [SQUARE]), WrongType, "x", "write"),
            Refusal("wrong type", lambda: mrqap(NETWORK, {1: SQUARE}), WrongType, "x", "use str"),
            Refusal(
                "duplicated key",
                lambda: mrqap(NETWORK, {"intercept": SQUARE}),
                InvalidInput,
                "x",
                "choose another name",
            ),
            Refusal(
                "empty input",
                lambda: mrqap(NETWORK, {}, intercept=False),
                InvalidInput,
                "x",
                "at least one",
            ),
        ),
    ),
    "networks.tie_matrix": Entry(
        (*of_a_network(tie_matrix), *weight_named(tie_matrix, "strength")),
        CHECKED | cannot("takes no numbers of its own", "infinity", "negative"),
    ),
    "networks.attribute_matrix": Entry(
        (
            *of_a_network(lambda network: attribute_matrix(network, SIZE)),
            *option(lambda name: attribute_matrix(NETWORK, SIZE, name), "form"),
            Refusal(
                "wrong type",
                lambda: attribute_matrix(NETWORK, SIZE.astype(str), "sum"),
                WrongType,
                "attribute",
                "convert them first",
            ),
            Refusal(
                "unknown label",
                lambda: attribute_matrix(NETWORK, SIZE[:2]),
                UnknownLabel,
                "attribute",
                "give one for every node",
            ),
            Refusal(
                "NaN",
                lambda: attribute_matrix(NETWORK, SIZE.replace(1, NAN)),
                InvalidInput,
                "attribute",
                "fill it in",
            ),
            Refusal(
                "infinity",
                lambda: attribute_matrix(NETWORK, SIZE.replace(1, INFINITY), "sender"),
                InvalidInput,
                "attribute",
                "fill it in",
            ),
            Refusal(
                "duplicated key",
                lambda: attribute_matrix(NETWORK, pd.concat([SIZE, SIZE])),
                InvalidInput,
                "attribute",
                "some labels repeat",
            ),
        ),
        cannot("a network was checked when it was made", "wrong shape", "empty input")
        | cannot("attributes may be negative", "negative"),
    ),
    "networks.rewire": Entry(
        (
            *of_any_network(rewire),
            *count_refused(lambda n: rewire(NETWORK, swaps=n), "swaps", 0),
            *seeded(lambda seed: rewire(NETWORK, seed=seed)),
            watched(lambda **wish: rewire(NETWORK, **wish)),
        ),
        CHECKED | cannot("names no label", "unknown label"),
    ),
    "networks.random_network_like": Entry(
        (
            *of_any_network(random_network_like),
            *option(lambda name: random_network_like(NETWORK, name), "keep"),
            *count_refused(lambda n: random_network_like(NETWORK, swaps=n), "swaps", 0),
            *seeded(lambda seed: random_network_like(NETWORK, seed=seed)),
        ),
        CHECKED,
    ),
    "networks.null_test": Entry(
        (
            *of_any_network(lambda network: null_test(network, ties)),
            *threads_refused(lambda n: null_test(NETWORK, ties, threads=n)),
            *measured(lambda measure: null_test(NETWORK, measure)),
            *option(lambda name: null_test(NETWORK, ties, keep=name), "keep"),
            *count_refused(lambda n: null_test(NETWORK, ties, replicates=n), "replicates", 1),
            *count_refused(lambda n: null_test(NETWORK, ties, swaps=n), "swaps", 0),
            *seeded(lambda seed: null_test(NETWORK, ties, seed=seed)),
            flagged(lambda value: null_test(NETWORK, ties, count_observed=value), "count_observed"),
            watched(lambda **wish: null_test(NETWORK, ties, replicates=1, **wish)),
        ),
        CHECKED,
    ),
    "networks.rich_club_test": Entry(
        (
            *of_a_network(rich_club_test),
            *option(lambda name: rich_club_test(NETWORK, direction=name), "direction"),
            *count_refused(lambda n: rich_club_test(NETWORK, replicates=n), "replicates", 1),
            *count_refused(lambda n: rich_club_test(NETWORK, swaps=n), "swaps", 0),
            *seeded(lambda seed: rich_club_test(NETWORK, seed=seed)),
            flagged(lambda value: rich_club_test(NETWORK, count_observed=value), "count_observed"),
            *threads_refused(lambda n: rich_club_test(NETWORK, threads=n)),
            watched(lambda **wish: rich_club_test(NETWORK, replicates=1, **wish)),
        ),
        CHECKED,
    ),
    "networks.node_bootstrap": Entry(
        (
            *of_a_network(lambda network: node_bootstrap(network, ties)),
            *measured(lambda measure: node_bootstrap(NETWORK, measure)),
            *count_refused(lambda n: node_bootstrap(NETWORK, ties, replicates=n), "replicates", 2),
            *number_refused(
                lambda level: node_bootstrap(NETWORK, ties, level=level),
                "level",
                ("below 1", "below 1", "above 0"),
                whole=False,
            ),
            *option(lambda name: node_bootstrap(NETWORK, ties, interval=name), "interval"),
            *seeded(lambda seed: node_bootstrap(NETWORK, ties, seed=seed)),
            watched(lambda **wish: node_bootstrap(NETWORK, ties, replicates=2, **wish)),
        ),
        CHECKED,
    ),
    "networks.node_jackknife": Entry(
        (
            *of_a_network(lambda network: node_jackknife(network, ties)),
            *measured(lambda measure: node_jackknife(NETWORK, measure)),
            *number_refused(
                lambda level: node_jackknife(NETWORK, ties, level=level),
                "level",
                ("below 1", "below 1", "above 0"),
                whole=False,
            ),
            watched(lambda **wish: node_jackknife(NETWORK, ties, **wish)),
        ),
        CHECKED,
    ),
    "networks.sensitivity": Entry(
        (
            *of_a_network(lambda network: sensitivity(network, degree)),
            *measured(lambda measure: sensitivity(NETWORK, measure)),
            *number_refused(
                lambda share: sensitivity(NETWORK, degree, drop=share),
                "drop",
                ("at most 1", "at most 1", "at least 0"),
                whole=False,
            ),
            *option(lambda name: sensitivity(NETWORK, degree, what=name), "what"),
            *count_refused(lambda n: sensitivity(NETWORK, degree, replicates=n), "replicates", 1),
            *seeded(lambda seed: sensitivity(NETWORK, degree, seed=seed)),
            watched(lambda **wish: sensitivity(NETWORK, degree, replicates=1, **wish)),
            Refusal(
                "empty input",
                lambda: sensitivity(NETWORK, degree, drop=[]),
                InvalidInput,
                "drop",
                "at least one share",
            ),
            Refusal(
                "duplicated key",
                lambda: sensitivity(NETWORK, degree, drop=[0.1, 0.1]),
                InvalidInput,
                "drop",
                "leave it out",
            ),
        ),
        cannot("a network was checked when it was made", "wrong shape"),
    ),
    "networks.small_world": Entry(
        (
            *of_a_network(small_world),
            *option(lambda name: small_world(NETWORK, clustering=name), "clustering"),
            *count_refused(lambda n: small_world(NETWORK, replicates=n), "replicates", 1),
            *count_refused(lambda n: small_world(NETWORK, swaps=n), "swaps", 0),
            *seeded(lambda seed: small_world(NETWORK, seed=seed)),
            *threads_refused(lambda n: small_world(NETWORK, threads=n)),
            watched(lambda **wish: small_world(NETWORK, **wish)),
        ),
        CHECKED,
    ),
}
