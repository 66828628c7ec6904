"""Refusals of the estimation of production functions."""

import numpy as np
import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import FirmPanel, productivity

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
from .shared import CHECKED, group_named

_RANDOM = np.random.default_rng(1)
TABLE = pd.DataFrame(_RANDOM.normal(size=(40, 4)), columns=["y", "l", "k", "m"]).assign(
    firm=np.repeat(np.arange(10), 4), year=np.tile(np.arange(4), 10), gone=np.nan, sector="a"
)
VARIABLES = ["y", "l", "k", "m", "gone"]
PANEL = FirmPanel.from_frame(TABLE, "firm", "year", variables=VARIABLES, group="sector")
USUAL = {"output": "y", "free": "l", "state": "k"}
ESTIMATE = productivity(PANEL, "ols", **USUAL)


def estimated(method: object = "ols", panel: object = PANEL, **options: object) -> object:
    return productivity(panel, method, **{**USUAL, **options})


def moments(**options: object) -> object:
    return estimated("ackerberg-caves-frazer", **{"proxy": "m", "degree": 1, **options})


ENTRIES = {
    "productivity.productivity": Entry(
        (
            Refusal(
                "wrong type",
                lambda: estimated(panel=TABLE),
                WrongType,
                "panel",
                "FirmPanel.from_frame",
            ),
            *option(lambda name: estimated(name), "method"),
            *option(lambda name: estimated(form=name), "form"),
            *option(lambda name: estimated(equations=name), "equations"),
            *option(lambda name: estimated(interval=name), "interval"),
            *option(lambda name: estimated(reference=name), "reference"),
            *group_named(lambda name: estimated(groups=name), "groups"),
            Refusal(
                "wrong type", lambda: estimated("solow", costs=1), WrongType, "costs", "a mapping"
            ),
            Refusal(
                "wrong shape",
                lambda: estimated("solow", shares={"l": 1.0}),
                InvalidInput,
                "shares",
                "name all of them",
            ),
            Refusal(
                "wrong shape",
                lambda: estimated(shares={"l": 0.5, "k": 0.5}),
                InvalidInput,
                "shares",
                "leave them out",
            ),
            Refusal(
                "empty input", lambda: estimated("solow"), InvalidInput, "shares", "give such as"
            ),
            *(
                flagged(lambda value, name=name: estimated(**{name: value}), name)
                for name in ("period_effects", "gross_output", "logs", "survival")
            ),
            Refusal("wrong type", lambda: moments(bounds=1), WrongType, "bounds", "a pair of"),
            Refusal("wrong type", lambda: moments(start=1), WrongType, "start", "a mapping"),
            Refusal(
                "wrong shape", lambda: moments(bounds=(1, 0)), InvalidInput, "bounds", "swap them"
            ),
            Refusal(
                "wrong shape", lambda: moments(start={"l": 1}), InvalidInput, "start", "name all"
            ),
            Refusal(
                "wrong shape",
                lambda: estimated(proxy="m"),
                InvalidInput,
                "proxy",
                "leave it out",
            ),
            Refusal(
                "wrong shape",
                lambda: estimated("wooldridge", proxy="m", gross_output=True),
                InvalidInput,
                "gross_output",
                "choose another",
            ),
            Refusal(
                "wrong shape",
                lambda: estimated(instruments="m"),
                InvalidInput,
                "instruments",
                "leave them out",
            ),
            Refusal("empty input", lambda: estimated(free=[]), InvalidInput, "free", "name at"),
            Refusal("empty input", lambda: estimated(state=[]), InvalidInput, "state", "name at"),
            Refusal(
                "empty input",
                lambda: estimated("olley-pakes"),
                InvalidInput,
                "proxy",
                "name it",
            ),
            Refusal("NaN", lambda: estimated(output="gone"), InvalidInput, "panel", "fill some"),
            Refusal("NaN", lambda: moments(bounds=(NAN, 1)), InvalidInput, "bounds", "finite"),
            Refusal(
                "infinity", lambda: moments(bounds=(0, INFINITY)), InvalidInput, "bounds", "finite"
            ),
            *count_refused(lambda n: moments(degree=n), "degree", 1),
            *count_refused(lambda n: moments(law=n), "law", 1),
            *count_refused(lambda n: moments(starts=n), "starts", 1),
            *count_refused(lambda n: estimated(bootstrap=n), "bootstrap", 0),
            *number_refused(
                lambda x: estimated(level=x), "level", ("above 0 and below 1",) * 3, whole=False
            ),
            *threads_refused(lambda n: estimated(threads=n)),
            Refusal("negative", lambda: estimated(seed=-1), InvalidInput, "seed", "at least 0"),
            Refusal("unknown label", lambda: estimated(output="x"), UnknownLabel, "output", "give"),
            Refusal("unknown label", lambda: estimated(free="x"), UnknownLabel, "free", "give"),
            Refusal(
                "unknown label",
                lambda: moments(instruments="x"),
                UnknownLabel,
                "instruments",
                "give",
            ),
            *group_named(lambda name: estimated(strata=name), "strata"),
            Refusal(
                "duplicated key",
                lambda: estimated(free=["l", "l"]),
                InvalidInput,
                "free",
                "name each one once",
            ),
            Refusal(
                "duplicated key",
                lambda: estimated(state="l"),
                InvalidInput,
                "state",
                "give each variable one part",
            ),
            watched(lambda **wish: estimated(**wish)),
        ),
    ),
    "productivity.ProductionEstimate.elasticity": Entry(
        (
            Refusal("wrong type", lambda: ESTIMATE.elasticity(["l"]), WrongType, "input", "give"),
            Refusal("NaN", lambda: ESTIMATE.elasticity(NAN), WrongType, "input", "name it"),
            Refusal(
                "unknown label",
                lambda: ESTIMATE.elasticity("x"),
                UnknownLabel,
                "input",
                "Inputs there are",
            ),
            Refusal(
                "empty input",
                lambda: ESTIMATE.elasticity(""),
                UnknownLabel,
                "input",
                "Inputs there are",
            ),
        ),
        CHECKED | cannot("takes no numbers of its own", "infinity", "negative"),
    ),
}
