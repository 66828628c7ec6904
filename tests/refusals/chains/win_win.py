"""Refusals of gains over two parameters, and of pictures of runs."""

import numpy as np
from matplotlib.figure import Figure

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import Scenario, compare, simulate, win_win

from ..table import (
    INFINITY,
    NAN,
    Entry,
    Refusal,
    cannot,
    count_refused,
    option,
    threads_refused,
    watched,
)

SMALL = Scenario(people=20, thin_size=4, engagement_seniors=2)
RUN = simulate(SMALL, replicates=2, periods=2, histories=1, seed=1, progress=False)
COMPARED = compare(RUN, RUN)
USUAL = {"specificity": [0.1, 0.2], "budget": [1.0, 2.0]}


def gains(scenario: object = SMALL, **options: object) -> object:
    return win_win(
        scenario, **{"levers": USUAL, "replicates": 2, "periods": 2, "seed": 1, **options}
    )


def over(values: object) -> object:
    return gains(levers={**USUAL, "specificity": values})


ENTRIES = {
    "chains.win_win": Entry(
        (
            Refusal("wrong type", lambda: gains("open"), WrongType, "scenario", "Scenario()"),
            Refusal("wrong type", lambda: gains(levers=[1]), WrongType, "levers", "write {"),
            Refusal("wrong type", lambda: gains(seed="1"), WrongType, "seed", "whole number"),
            watched(gains),
            Refusal(
                "wrong shape", lambda: gains(levers={"budget": [1]}), InvalidInput, "levers", "add"
            ),
            Refusal("wrong shape", lambda: over([[0.1]]), InvalidInput, "levers", "expected"),
            Refusal(
                "wrong shape",
                lambda: over(np.arange(9999) / 1e4),
                InvalidInput,
                "levers",
                "thin them",
            ),
            Refusal("empty input", lambda: over([]), InvalidInput, "levers", "at least one"),
            Refusal("NaN", lambda: over([NAN]), InvalidInput, "levers", "fill or drop"),
            Refusal("infinity", lambda: over([INFINITY]), InvalidInput, "levers", "remove or"),
            Refusal("negative", lambda: over([0.2, 0.1]), InvalidInput, "levers", "sort them"),
            *count_refused(lambda n: gains(replicates=n), "replicates", 2),
            *count_refused(lambda n: gains(periods=n), "periods", 1),
            *threads_refused(lambda n: gains(threads=n)),
            Refusal(
                "unknown label",
                lambda: gains(levers={"specifity": [0.1], "budget": [1]}),
                UnknownLabel,
                "levers",
                "did you mean",
            ),
            Refusal("duplicated key", lambda: over([0.1, 0.1]), InvalidInput, "levers", "sort"),
        )
    ),
    "chains.OpenChain.plot": Entry(
        (
            Refusal("wrong type", lambda: RUN.plot(Figure()), WrongType, "ax", "subplots"),
            *option(lambda name: RUN.plot(kind=name), "kind"),
            *option(lambda name: RUN.plot(variable=name), "variable"),
            *count_refused(lambda n: RUN.plot(kind="flow", replicate=n), "replicate", 0),
            Refusal(
                "empty input",
                lambda: simulate(SMALL, periods=1, paths=0, seed=1).plot(),
                InvalidInput,
                "kind",
                "simulate with paths",
            ),
        ),
        cannot("takes no table", "wrong shape", "duplicated key"),
    ),
    "chains.Comparison.plot": Entry(
        (
            Refusal("wrong type", lambda: COMPARED.plot(Figure()), WrongType, "ax", "subplots"),
            *option(lambda name: COMPARED.plot(variable=name), "variable"),
        ),
        cannot(
            "takes no table and no number",
            "wrong shape",
            "empty input",
            "NaN",
            "infinity",
            "negative",
            "duplicated key",
        ),
    ),
}
