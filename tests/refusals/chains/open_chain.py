"""Refusals of the open-chain model and its scenarios."""

from functools import cache

import numpy as np
import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import OpenChain, Scenario, compare, simulate
from weakties.networks import Network

from ..table import (
    INFINITY,
    NAN,
    Entry,
    Refusal,
    cannot,
    count_refused,
    flagged,
    number_refused,
    threads_refused,
    watched,
)

SCENARIO = Scenario(people=20, thin_size=4, engagement_seniors=2)
PAIR = [[0, 1], [1, 0]]
PARTS = frozenset(SCENARIO.to_dict())
BETWEEN = ("above 0 and below 1",) * 3
ONE_NUMBER = cannot("takes one value a parameter", "wrong shape", "empty input")


@cache
def run() -> OpenChain:
    return simulate(SCENARIO, replicates=2, periods=5, seed=1, histories=1)


def of_a_value(call) -> tuple[Refusal, ...]:
    """Give what makes a scenario of numbers by name each bad number."""
    return (
        Refusal("NaN", lambda: call(NAN), InvalidInput, "match", "finite"),
        Refusal("infinity", lambda: call(INFINITY), InvalidInput, "match", "finite"),
        Refusal("negative", lambda: call(-1), InvalidInput, "match", "at least 0"),
        Refusal("wrong type", lambda: call("3"), WrongType, "match", "without quotation marks"),
    )


def network_refused() -> tuple[Refusal, ...]:
    directed = Network.from_matrix([[0, 1], [0, 0]])
    twice = pd.DataFrame(PAIR, index=list("aa"), columns=list("aa"))
    cases = (
        ("wrong type", "network", WrongType, "must be a list or an array"),
        ("wrong type", directed, InvalidInput, "make an undirected one"),
        ("wrong shape", [[0, 1]], InvalidInput, "expected"),
        ("wrong shape", [[0, 1], [0, 0]], InvalidInput, "decide which ties count"),
        ("empty input", np.empty((0, 0)), InvalidInput, "give at least one"),
        ("NaN", [[0, NAN], [NAN, 0]], InvalidInput, "fill or drop"),
        ("infinity", [[0, INFINITY], [INFINITY, 0]], InvalidInput, "remove or correct"),
        ("negative", [[0, -1], [-1, 0]], InvalidInput, "remove or correct"),
        ("duplicated key", twice, InvalidInput, "each once"),
    )
    return tuple(
        Refusal(
            fault, lambda network=network: simulate(SCENARIO, network), error, "network", remedy
        )
        for fault, network, error, remedy in cases
    )


ENTRIES = {
    "chains.simulate": Entry(
        (
            *network_refused(),
            Refusal("wrong type", lambda: simulate({}), WrongType, "scenario", "Scenario()"),
            Refusal(
                "wrong type",
                lambda: simulate(SCENARIO, checkpoint=1),
                WrongType,
                "checkpoint",
                "give text",
            ),
            *count_refused(lambda n: simulate(SCENARIO, periods=n), "periods", 1),
            *count_refused(lambda n: simulate(SCENARIO, replicates=n), "replicates", 1),
            *count_refused(lambda n: simulate(SCENARIO, paths=n), "paths", 0),
            *count_refused(lambda n: simulate(SCENARIO, histories=n), "histories", 0),
            *threads_refused(lambda n: simulate(SCENARIO, threads=n)),
            flagged(lambda x: simulate(SCENARIO, counterfactual=x), "counterfactual"),
            watched(lambda **wish: simulate(SCENARIO, **wish)),
        ),
        cannot("names nothing", "unknown label"),
    ),
    "chains.compare": Entry(
        (
            Refusal("wrong type", lambda: compare(SCENARIO, run()), WrongType, "a", "simulate"),
            Refusal("wrong type", lambda: compare(run(), SCENARIO), WrongType, "b", "simulate"),
            *number_refused(
                lambda x: compare(run(), run(), level=x), "level", BETWEEN, whole=False
            ),
            Refusal("wrong type", lambda: compare(run(), run(), of=[3]), WrongType, "of", "write"),
            Refusal(
                "wrong shape",
                lambda: compare(run(), run(), of={"x": lambda paths: paths["leads"]}),
                InvalidInput,
                "of",
                "sum or select",
            ),
            Refusal(
                "NaN",
                lambda: compare(run(), run(), of={"x": lambda paths: [NAN, 1.0]}),
                InvalidInput,
                "of",
                "say what they are",
            ),
        ),
        cannot(
            "simulations were checked when they were made",
            "empty input",
            "unknown label",
            "duplicated key",
        ),
    ),
    "chains.OpenChain.fork": Entry(
        (
            *count_refused(lambda n: run().fork(n, match=1), "at", 1),
            *count_refused(lambda n: run().fork(2, replicates=n, match=1), "replicates", 1),
            *threads_refused(lambda n: run().fork(2, threads=n, match=1)),
            watched(lambda **wish: run().fork(2, match=1, **wish)),
            *of_a_value(lambda x: run().fork(2, match=x)),
            Refusal("empty input", lambda: run().fork(2), InvalidInput, "levers", "at least one"),
            Refusal(
                "unknown label", lambda: run().fork(2, mach=1), UnknownLabel, "levers", "did you"
            ),
        ),
        cannot("keywords of one value each", "wrong shape", "duplicated key"),
        PARTS,
    ),
    "chains.OpenChain.spells": Entry(
        (
            *count_refused(lambda n: run().spells(n), "replicate", 0),
            flagged(lambda x: run().spells(employment=x), "employment"),
            Refusal(
                "empty input",
                lambda: simulate(SCENARIO).spells(),
                InvalidInput,
                "replicate",
                "histories=1",
            ),
        ),
        cannot("takes one number", "wrong shape", "unknown label", "duplicated key"),
    ),
    "chains.Scenario.from_dict": Entry(
        (
            *of_a_value(lambda x: Scenario.from_dict({"match": x})),
            Refusal("wrong type", lambda: Scenario.from_dict(3), WrongType, "values", "dictionary"),
            Refusal(
                "unknown label",
                lambda: Scenario.from_dict({"mach": 1}),
                UnknownLabel,
                "values",
                "did you mean",
            ),
        ),
        {
            **cannot("a dictionary has each name once", "duplicated key"),
            **cannot("values may be few or none", "wrong shape", "empty input"),
        },
        PARTS,
    ),
    "chains.Scenario.from_json": Entry(
        (
            Refusal("wrong type", lambda: Scenario.from_json(3), WrongType, "text", "read the"),
            Refusal("wrong shape", lambda: Scenario.from_json("[]"), InvalidInput, "text", "write"),
            Refusal("empty input", lambda: Scenario.from_json(""), InvalidInput, "text", "correct"),
            Refusal(
                "NaN", lambda: Scenario.from_json('{"match": NaN}'), InvalidInput, "match", "finite"
            ),
            Refusal(
                "infinity",
                lambda: Scenario.from_json('{"match": Infinity}'),
                InvalidInput,
                "match",
                "finite",
            ),
            Refusal(
                "negative",
                lambda: Scenario.from_json('{"match": -1}'),
                InvalidInput,
                "match",
                "at least 0",
            ),
            Refusal(
                "unknown label",
                lambda: Scenario.from_json('{"mach": 1}'),
                UnknownLabel,
                "text",
                "did you mean",
            ),
            Refusal(
                "duplicated key",
                lambda: Scenario.from_json('{"match": 1, "match": 2}'),
                InvalidInput,
                "text",
                "once",
            ),
        ),
        {},
        PARTS,
    ),
    "chains.Scenario.from_toml": Entry(
        (
            Refusal("wrong type", lambda: Scenario.from_toml(3), WrongType, "source", "read the"),
            Refusal(
                "wrong shape", lambda: Scenario.from_toml("[a"), InvalidInput, "source", "correct"
            ),
            Refusal(
                "NaN", lambda: Scenario.from_toml("match = nan"), InvalidInput, "match", "finite"
            ),
            Refusal(
                "infinity",
                lambda: Scenario.from_toml("match = inf"),
                InvalidInput,
                "match",
                "finite",
            ),
            Refusal(
                "negative",
                lambda: Scenario.from_toml("match = -1"),
                InvalidInput,
                "match",
                "at least 0",
            ),
            Refusal(
                "unknown label",
                lambda: Scenario.from_toml("mach = 1"),
                UnknownLabel,
                "source",
                "did you mean",
            ),
            Refusal(
                "duplicated key",
                lambda: Scenario.from_toml("match = 1\nmatch = 2"),
                InvalidInput,
                "source",
                "correct",
            ),
        ),
        cannot("an empty text is a scenario of defaults", "empty input"),
        PARTS,
    ),
    "chains.Scenario.to_json": Entry(
        (
            *count_refused(lambda n: SCENARIO.to_json(indent=n), "indent", 0),
            Refusal(
                "wrong type", lambda: SCENARIO.to_json(indent="2"), WrongType, "indent", "quotation"
            ),
        ),
        cannot("takes one number", "wrong shape", "empty input", "unknown label", "duplicated key"),
    ),
    "chains.Scenario.with_": Entry(
        (
            *of_a_value(lambda x: SCENARIO.with_(match=x)),
            Refusal(
                "unknown label", lambda: SCENARIO.with_(mach=1), UnknownLabel, "levers", "did you"
            ),
        ),
        {**ONE_NUMBER, **cannot("keywords stand once", "duplicated key")},
        PARTS,
    ),
}
