"""Refusals of panels derived from others, and of the functions that prepare columns."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import (
    deflate,
    double_deflate,
    growth,
    input_index,
    logarithm,
    outlier_bounds,
    perpetual_inventory,
    trim,
    winsorise,
)

from ..table import INFINITY, NAN, Entry, Refusal, cannot, number_refused, option
from .shared import FIRMS, PANEL

GIVEN = [1.0, 2.0, 3.0, 4.0]
TWICE = pd.concat([FIRMS, FIRMS])
NO_SHAPE = cannot("takes columns of one table, which have one length", "wrong shape")
NO_KEYS = cannot("reads rows one by one, whatever they are called", "duplicated key")


def last(values: list[float], value: float) -> list[float]:
    return [*values[:-1], value]


def of_a_column(
    call: Callable[..., object], argument: str, negative: str | None = None
) -> tuple[Refusal, ...]:
    """Give a function of ``call(data, column)`` a table or a column that does not fit."""

    def with_value(value: object) -> object:
        return call(FIRMS.assign(bad=[1.0, 1.0, 1.0, value]), "bad")

    kept = (
        Refusal("negative", lambda: with_value(-1.0), InvalidInput, argument, negative)
        if negative
        else None
    )
    return (
        Refusal("wrong type", lambda: call([1], "p"), WrongType, "data", "make one first"),
        Refusal("wrong type", lambda: call(FIRMS, "sector"), WrongType, argument, "convert it"),
        Refusal("empty input", lambda: call(FIRMS[:0], "p"), InvalidInput, "data", "at least one"),
        Refusal(
            "infinity", lambda: with_value(INFINITY), InvalidInput, argument, "correct or remove"
        ),
        Refusal("unknown label", lambda: call(FIRMS, "q"), UnknownLabel, argument, "Columns there"),
        *((kept,) if kept else ()),
    )


def nan_refused(call: Callable[..., object], argument: str) -> Refusal:
    holed = FIRMS.assign(bad=[1.0, 1.0, 1.0, NAN])
    return Refusal("NaN", lambda: call(holed, "bad"), InvalidInput, argument, "fill them first")


def quantiles(call: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a function of outliers what it refuses."""
    empty = FIRMS.assign(p=NAN)
    return (
        *of_a_column(call, "values"),
        Refusal("NaN", lambda: call(empty, "p"), InvalidInput, "values", "name another column"),
        *number_refused(
            lambda x: call(FIRMS, "p", lower=x),
            "lower",
            ("at least 0 and at most 1",) * 3,
            whole=False,
        ),
        Refusal(
            "empty input",
            lambda: call(FIRMS, "p", lower=0.5, upper=0.5),
            InvalidInput,
            "lower",
            "swap them",
        ),
    )


def capital(data: object = FIRMS, investment: object = "size", **options: object) -> object:
    usual = {"depreciation": 0.1, "growth": 0.0}
    return perpetual_inventory(data, "firm", "year", investment, **{**usual, **options})


ENTRIES = {
    "DerivedPanels.with_productivity": Entry(
        (
            Refusal(
                "wrong type",
                lambda: PANEL.with_productivity(1.0),
                WrongType,
                "values",
                "as long as the table",
            ),
            Refusal(
                "wrong shape",
                lambda: PANEL.with_productivity(GIVEN[:2]),
                InvalidInput,
                "values",
                "the length of the table",
            ),
            Refusal(
                "empty input",
                lambda: PANEL.with_productivity([NAN] * 4, missing="drop"),
                InvalidInput,
                "values",
                "the index of the table",
            ),
            Refusal(
                "NaN",
                lambda: PANEL.with_productivity(last(GIVEN, NAN)),
                InvalidInput,
                "values",
                'missing="drop"',
            ),
            Refusal(
                "infinity",
                lambda: PANEL.with_productivity(last(GIVEN, INFINITY)),
                InvalidInput,
                "values",
                "correct or remove",
            ),
            Refusal(
                "negative",
                lambda: PANEL.with_productivity(GIVEN, weight=last(GIVEN, -1.0)),
                InvalidInput,
                "weight",
                "correct or remove",
            ),
            Refusal(
                "unknown label",
                lambda: PANEL.with_productivity("q"),
                UnknownLabel,
                "values",
                "Variables there are",
            ),
            *option(lambda name: PANEL.with_productivity(GIVEN, missing=name), "missing"),
            Refusal(
                "duplicated key",
                lambda: PANEL.with_productivity(pd.Series(GIVEN, [0, 0, 1, 2])),
                InvalidInput,
                "values",
                "give it that index",
            ),
        ),
    ),
    "DerivedPanels.with_group": Entry(
        (
            Refusal(
                "wrong type",
                lambda: PANEL.with_group(["new"], list("aabb")),
                WrongType,
                "name",
                "give text",
            ),
            Refusal(
                "wrong shape",
                lambda: PANEL.with_group("new", list("aab")),
                InvalidInput,
                "values",
                "the length of the table",
            ),
            Refusal(
                "empty input",
                lambda: PANEL.with_group("new", []),
                InvalidInput,
                "values",
                "the length of the table",
            ),
            Refusal(
                "NaN",
                lambda: PANEL.with_group("new", last(GIVEN, NAN)),
                InvalidInput,
                "values",
                "a label of their own",
            ),
            Refusal(
                "infinity",
                lambda: PANEL.with_group("new", last(GIVEN, INFINITY)),
                InvalidInput,
                "values",
                "correct or remove",
            ),
            Refusal(
                "duplicated key",
                lambda: PANEL.with_group("new", pd.Series(list("aabb"), [0, 0, 1, 2])),
                InvalidInput,
                "values",
                "give it that index",
            ),
        ),
        cannot("any number may be a label", "negative") | cannot("brings labels", "unknown label"),
    ),
    "DerivedPanels.select": Entry(
        (
            Refusal(
                "wrong type", lambda: PANEL.select(groups="a"), WrongType, "groups", "write it as"
            ),
            Refusal(
                "empty input", lambda: PANEL.select(firms=[]), InvalidInput, "firms", "let more"
            ),
            Refusal(
                "NaN", lambda: PANEL.select(firms=NAN), UnknownLabel, "firms", "Labels there are"
            ),
            Refusal(
                "infinity",
                lambda: PANEL.select(periods=INFINITY),
                UnknownLabel,
                "periods",
                "Labels there are",
            ),
            Refusal(
                "negative",
                lambda: PANEL.select(periods=-1),
                UnknownLabel,
                "periods",
                "Labels there are",
            ),
            Refusal(
                "unknown label",
                lambda: PANEL.select(groups={"sector": "z"}),
                UnknownLabel,
                "groups",
                "Labels there are",
            ),
        ),
        cannot("takes lists of any length", "wrong shape")
        | cannot("a label named twice is taken once", "duplicated key"),
    ),
    "productivity.deflate": Entry(
        (
            *of_a_column(lambda data, name: deflate(data, "p", name), "deflator", "correct or"),
            nan_refused(lambda data, name: deflate(data, name, "size"), "values"),
            Refusal(
                "unknown label",
                lambda: deflate(FIRMS, "p", "size", base=9, time="year"),
                UnknownLabel,
                "base",
                "Labels there are",
            ),
            Refusal(
                "duplicated key",
                lambda: deflate(FIRMS, "p", "size", base=1, time="year"),
                InvalidInput,
                "deflator",
                "leave out `base`",
            ),
        ),
        NO_SHAPE,
    ),
    "productivity.double_deflate": Entry(
        (
            *of_a_column(
                lambda data, name: double_deflate(data, "p", "p", name, "size"),
                "output_deflator",
                "correct or",
            ),
            nan_refused(
                lambda data, name: double_deflate(data, "p", name, "size", "size"), "intermediates"
            ),
            Refusal(
                "duplicated key",
                lambda: double_deflate(FIRMS, "p", "p", "size", "p", base=1, time="year"),
                InvalidInput,
                "output_deflator",
                "leave out `base`",
            ),
        ),
        NO_SHAPE,
    ),
    "productivity.perpetual_inventory": Entry(
        (
            *of_a_column(capital, "investment"),
            nan_refused(capital, "investment"),
            Refusal(
                "negative",
                lambda: capital(FIRMS.assign(k=-1.0), initial="k"),
                InvalidInput,
                "initial",
                "correct or remove",
            ),
            *number_refused(
                lambda x: capital(depreciation=x),
                "depreciation",
                ("at least 0 and at most 1",) * 3,
                whole=False,
            ),
            Refusal(
                "empty input", lambda: capital(growth=None), InvalidInput, "growth", "book values"
            ),
            *option(lambda name: capital(timing=name), "timing"),
            *option(lambda name: capital(gaps=name), "gaps"),
            Refusal("duplicated key", lambda: capital(TWICE), InvalidInput, "data", "keep one of"),
        ),
        NO_SHAPE,
    ),
    "productivity.growth": Entry(
        (
            *of_a_column(lambda data, name: growth(data, "firm", "year", name), "values"),
            nan_refused(lambda data, name: growth(data, "firm", "year", name), "values"),
            *option(lambda name: growth(FIRMS, "firm", "year", "p", kind=name), "kind"),
            Refusal(
                "duplicated key",
                lambda: growth(TWICE, "firm", "year", "p"),
                InvalidInput,
                "data",
                "keep one of",
            ),
        ),
        NO_SHAPE | cannot("values of any sign grow", "negative"),
    ),
    "productivity.logarithm": Entry(
        (
            *of_a_column(logarithm, "values", 'not_positive="drop"'),
            nan_refused(logarithm, "values"),
            *option(lambda name: logarithm(FIRMS, "p", not_positive=name), "not_positive"),
        ),
        NO_SHAPE | NO_KEYS,
    ),
    "productivity.outlier_bounds": Entry(quantiles(outlier_bounds), NO_SHAPE | NO_KEYS),
    "productivity.trim": Entry(quantiles(trim), NO_SHAPE | NO_KEYS),
    "productivity.winsorise": Entry(quantiles(winsorise), NO_SHAPE | NO_KEYS),
    "productivity.input_index": Entry(
        (
            Refusal(
                "wrong type",
                lambda: input_index(FIRMS, "p", ["size"]),
                WrongType,
                "inputs",
                "square",
            ),
            Refusal(
                "wrong shape",
                lambda: input_index(FIRMS, ["p"], ["size", "p"]),
                InvalidInput,
                "costs",
                "give each input its cost",
            ),
            Refusal(
                "empty input",
                lambda: input_index(FIRMS, [], []),
                InvalidInput,
                "inputs",
                "give each input its cost",
            ),
            *(
                Refusal(
                    fault,
                    lambda value=value: input_index(FIRMS.assign(w=value), ["p"], ["w"]),
                    InvalidInput,
                    "costs" if fault == "empty input" else "costs[0]",
                    remedy,
                )
                for fault, value, remedy in (
                    ("NaN", NAN, "fill them first"),
                    ("infinity", INFINITY, "correct or remove"),
                    ("negative", -1.0, "correct or remove"),
                    ("empty input", 0.0, "larger cells"),
                )
            ),
            Refusal(
                "unknown label",
                lambda: input_index(FIRMS, ["p"], ["w"]),
                UnknownLabel,
                "costs[0]",
                "Columns there",
            ),
            *option(lambda name: input_index(FIRMS, ["p"], ["size"], shares=name), "shares"),
        ),
        NO_KEYS,
        parts=frozenset({"costs[0]"}),
    ),
}
