"""Refusals of panels of firms and decompositions."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import FirmPanel, melitz_polanec, olley_pakes

from .table import (
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

FIRMS = pd.DataFrame(
    {
        "firm": [1, 1, 2, 2],
        "year": [1, 2, 1, 2],
        "p": [0.1, 0.2, 0.3, 0.4],
        "size": [1.0, 2.0, 3.0, 4.0],
        "sector": list("aabb"),
    }
)
BETWEEN = ("above 0 and below 1",) * 3


def panel(data: object = FIRMS, **options: object) -> FirmPanel:
    usual = {"firm": "firm", "time": "year", "productivity": "p", "weight": "size"}
    return FirmPanel.from_frame(data, **{**usual, **options})


PANEL = panel(group="sector")

CHECKED = cannot("a panel was checked when it was made", "wrong shape", "duplicated key")
NO_NUMBERS = cannot("takes no numbers of its own", "NaN", "infinity", "negative")


def with_value(column: str, value: object, **options: object) -> FirmPanel:
    return panel(FIRMS.assign(**{column: value}), **options)


def group_named(call: Callable[[object], object], argument: str) -> tuple[Refusal, ...]:
    """Name a group column that the panel does not have."""
    return (
        Refusal("wrong type", lambda: call(["sector"]), WrongType, argument, "name one of those"),
        Refusal(
            "unknown label", lambda: call("region"), UnknownLabel, argument, "Groups there are"
        ),
        Refusal("empty input", lambda: call(""), UnknownLabel, argument, "Groups there are"),
    )


def of_a_panel(decompose: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a decomposition the faults that all of them refuse."""
    return (
        Refusal("wrong type", lambda: decompose(FIRMS), WrongType, "panel", "FirmPanel.from_frame"),
        Refusal("wrong type", lambda: decompose(PANEL, seed="1"), WrongType, "seed", "simplest"),
        *group_named(lambda name: decompose(PANEL, by=name), "by"),
        *group_named(lambda name: decompose(PANEL, strata=name), "strata"),
        *option(lambda name: decompose(PANEL, interval=name), "interval"),
        *count_refused(lambda n: decompose(PANEL, bootstrap=n), "bootstrap", 0),
        Refusal(
            "infinity",
            lambda: decompose(PANEL, bootstrap=10**30),
            InvalidInput,
            "bootstrap",
            "at most 1000000",
        ),
        *number_refused(lambda x: decompose(PANEL, level=x), "level", BETWEEN, whole=False),
        *threads_refused(lambda n: decompose(PANEL, threads=n)),
        Refusal("negative", lambda: decompose(PANEL, seed=-1), InvalidInput, "seed", "at least 0"),
        watched(lambda **wish: decompose(PANEL, **wish)),
    )


ENTRIES = {
    "productivity.FirmPanel.from_frame": Entry(
        (
            Refusal("wrong type", lambda: panel([1]), WrongType, "data", "make one first"),
            Refusal(
                "wrong type",
                lambda: with_value("p", "high"),
                WrongType,
                "productivity",
                "convert it first",
            ),
            Refusal("wrong type", lambda: panel(firm=["firm"]), WrongType, "firm", "the name of"),
            Refusal(
                "wrong type", lambda: panel(group={"sector"}), WrongType, "group", "the name of"
            ),
            Refusal(
                "wrong type",
                lambda: with_value("new", "yes", entry="new"),
                WrongType,
                "entry",
                "convert it first",
            ),
            *option(lambda name: panel(gaps=name), "gaps"),
            *option(lambda name: panel(group_change=name), "group_change"),
            *option(lambda name: panel(missing=name), "missing"),
            Refusal(
                "wrong shape",
                lambda: panel(weight=None, share="size"),
                InvalidInput,
                "share",
                "pass them as `weight`",
            ),
            Refusal(
                "empty input", lambda: panel(FIRMS[:0]), InvalidInput, "data", "at least one row"
            ),
            Refusal(
                "empty input", lambda: panel(weight=None), InvalidInput, "weight", "column of ones"
            ),
            Refusal(
                "empty input",
                lambda: with_value("size", 0.0),
                InvalidInput,
                "weight",
                "choose another weight",
            ),
            Refusal(
                "NaN", lambda: with_value("p", NAN), InvalidInput, "productivity", "fill them first"
            ),
            Refusal(
                "NaN", lambda: with_value("size", NAN), InvalidInput, "weight", 'missing="drop"'
            ),
            Refusal(
                "infinity",
                lambda: with_value("p", INFINITY),
                InvalidInput,
                "productivity",
                "correct or remove",
            ),
            Refusal(
                "infinity",
                lambda: with_value("size", INFINITY),
                InvalidInput,
                "weight",
                "correct or remove",
            ),
            Refusal(
                "negative",
                lambda: with_value("size", -1),
                InvalidInput,
                "weight",
                "correct or remove",
            ),
            Refusal(
                "negative",
                lambda: with_value("share", -1, weight=None, share="share"),
                InvalidInput,
                "share",
                "correct or remove",
            ),
            Refusal("unknown label", lambda: panel(firm="id"), UnknownLabel, "firm", "Columns"),
            Refusal(
                "unknown label", lambda: panel(group="region"), UnknownLabel, "group", "Columns"
            ),
            Refusal(
                "duplicated key",
                lambda: panel(pd.concat([FIRMS, FIRMS])),
                InvalidInput,
                "data",
                "keep one of them",
            ),
            Refusal(
                "duplicated key",
                lambda: panel(group=["sector", "sector"]),
                InvalidInput,
                "group",
                "name each column once",
            ),
            Refusal(
                "duplicated key",
                lambda: panel(cluster="p"),
                InvalidInput,
                "cluster",
                "give each firm one",
            ),
        ),
    ),
    "productivity.FirmPanel.columns": Entry(
        group_named(PANEL.columns, "by"),
        NO_NUMBERS | CHECKED,
    ),
    "productivity.FirmPanel.group": Entry(
        group_named(lambda name: PANEL.group(name, "name"), "name"),
        NO_NUMBERS | CHECKED,
    ),
    "productivity.FirmPanel.summary": Entry(
        (
            Refusal("wrong type", lambda: PANEL.summary(digits="2"), WrongType, "digits", "quot"),
            Refusal("wrong type", lambda: PANEL.summary(rows=2.0), WrongType, "rows", "int(2.0)"),
            *count_refused(lambda n: PANEL.summary(digits=n), "digits", 0),
            *count_refused(lambda n: PANEL.summary(rows=n), "rows", 2),
        ),
        CHECKED
        | cannot("a panel was checked when it was made", "empty input")
        | cannot("takes no names", "unknown label"),
    ),
    "productivity.olley_pakes": Entry(of_a_panel(olley_pakes), CHECKED),
    "productivity.melitz_polanec": Entry(
        (
            *of_a_panel(melitz_polanec),
            Refusal(
                "wrong type",
                lambda: melitz_polanec(PANEL, pairs=3),
                WrongType,
                "pairs",
                "a list of pairs",
            ),
            Refusal(
                "wrong type",
                lambda: melitz_polanec(PANEL, start=[1]),
                WrongType,
                "start",
                "give text, a number",
            ),
            Refusal(
                "wrong shape",
                lambda: melitz_polanec(PANEL, pairs=[(1, 2, 3)]),
                WrongType,
                "pairs",
                "a list of pairs",
            ),
            Refusal(
                "wrong shape",
                lambda: melitz_polanec(PANEL, start=2, end=1),
                InvalidInput,
                "start",
                "swap them",
            ),
            Refusal(
                "empty input",
                lambda: melitz_polanec(PANEL, pairs=[]),
                InvalidInput,
                "pairs",
                "give at least one",
            ),
            Refusal(
                "empty input",
                lambda: melitz_polanec(panel(FIRMS[::2])),
                InvalidInput,
                "panel",
                "use olley_pakes",
            ),
            Refusal(
                "unknown label",
                lambda: melitz_polanec(PANEL, end=3),
                UnknownLabel,
                "end",
                "Labels there are",
            ),
            Refusal(
                "unknown label",
                lambda: melitz_polanec(PANEL, pairs="every"),
                InvalidInput,
                "pairs",
                "choose one",
            ),
            Refusal(
                "duplicated key",
                lambda: melitz_polanec(PANEL, pairs=[(1, 2), (1, 2)]),
                InvalidInput,
                "pairs",
                "drop one",
            ),
        ),
    ),
}
