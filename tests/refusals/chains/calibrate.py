"""Refusals of calibration."""

import numpy as np
import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import Spells, calibrate

from ..table import (
    INFINITY,
    NAN,
    Entry,
    Refusal,
    count_refused,
    flagged,
    number_refused,
    option,
    threads_refused,
    watched,
)

PANEL = pd.DataFrame({"who": [1, 1, 2, 2], "year": [1, 2, 1, 2], "rung": list("abba")})
DATA = Spells.from_panel(PANEL, "who", "year", "rung")


def same(values: object, replicates: int, seed: int) -> list[Spells]:
    return [DATA] * replicates


def lower(values: object, replicates: int, seed: int) -> list[Spells]:
    return [DATA] * (replicates - 1)


def one(spells: Spells) -> float:
    return 1.0


def run(data: object = DATA, **options: object) -> object:
    usual = {
        "scenario": same,
        "free": {"rise": (0.0, 1.0)},
        "moments": [one],
        "seed": 1,
        "weighting": "identity",
        "replicates": 1,
        "variance_replicates": 2,
        "starts": 1,
    }
    return calibrate(data=data, **{**usual, **options})


def gives(value: object) -> object:
    return run(moments=[lambda spells: value])


ENTRIES = {
    "chains.calibrate": Entry(
        (
            Refusal("wrong type", lambda: run(PANEL), WrongType, "data", "Spells.from"),
            Refusal("wrong type", lambda: run(scenario=3), WrongType, "scenario", "make one with"),
            Refusal("wrong type", lambda: run(free=["rise"]), WrongType, "free", "write {"),
            Refusal("wrong type", lambda: run(free={"rise": 1}), WrongType, "free", "write {"),
            Refusal("wrong type", lambda: run(moments="abroad"), WrongType, "moments", "write ["),
            Refusal("wrong type", lambda: run(moments=[3]), WrongType, "moments", "by name"),
            *option(lambda name: run(variance=name), "variance"),
            Refusal(
                "unknown label", lambda: run(weighting="best"), InvalidInput, "weighting", "choose"
            ),
            Refusal("wrong type", lambda: run(seed="1"), WrongType, "seed", "whole number"),
            flagged(lambda value: run(polish=value), "polish"),
            watched(run),
            Refusal(
                "wrong shape", lambda: run(weighting=np.eye(2)), InvalidInput, "weighting", "(1, 1)"
            ),
            Refusal(
                "wrong shape", lambda: run(scenario=lower), InvalidInput, "scenario", "return one"
            ),
            Refusal(
                "wrong shape",
                lambda: run(free={"a": (0, 1), "b": (0, 1)}),
                InvalidInput,
                "moments",
                "add moments or fix",
            ),
            Refusal("empty input", lambda: run(free={}), InvalidInput, "free", "at least one"),
            Refusal("empty input", lambda: run(moments=[]), InvalidInput, "moments", "at least"),
            Refusal("NaN", lambda: gives(NAN), InvalidInput, "moments", "take moments that"),
            Refusal("infinity", lambda: gives(INFINITY), InvalidInput, "moments", "take moments"),
            Refusal(
                "negative", lambda: run(weighting=[[-1.0]]), InvalidInput, "weighting", "invert a"
            ),
            Refusal("NaN", lambda: run(free={"a": (0, NAN)}), InvalidInput, "free", "finite"),
            Refusal("negative", lambda: run(free={"a": (1, 0)}), InvalidInput, "free", "exchange"),
            *number_refused(lambda value: run(step=value), "step", ("finite",) * 3, whole=False),
            *number_refused(lambda value: run(level=value), "level", ("finite",) * 3, whole=False),
            *count_refused(lambda n: run(periods=n), "periods", 1),
            *count_refused(lambda n: run(replicates=n), "replicates", 1),
            *count_refused(lambda n: run(starts=n), "starts", 1),
            *count_refused(lambda n: run(variance_replicates=n), "variance_replicates", 2),
            *count_refused(lambda n: run(bootstrap=n), "bootstrap", 2),
            *threads_refused(lambda n: run(threads=n)),
            Refusal(
                "unknown label",
                lambda: run(moments=["abrod"]),
                UnknownLabel,
                "moments",
                "Did you mean",
            ),
            Refusal(
                "empty input",
                lambda: run(weighting="bootstrap"),
                InvalidInput,
                "moments",
                "leave it out",
            ),
            Refusal(
                "duplicated key", lambda: run(moments=[one, one]), InvalidInput, "moments", "once"
            ),
        )
    ),
}
