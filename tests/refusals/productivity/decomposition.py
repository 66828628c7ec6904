"""Refusals of decompositions."""

from collections.abc import Callable

import numpy as np

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import (
    baily_hulten_campbell,
    baldwin_gu,
    compare_methods,
    decompose,
    diewert_fox,
    foster_haltiwanger_krizan,
    griliches_regev,
    group_contributions,
    melitz_polanec,
    olley_pakes,
)

from ..table import Entry, Refusal, count_refused, number_refused, option, threads_refused, watched
from .shared import FIRMS, PANEL, group_named, panel

BETWEEN = ("above 0 and below 1",) * 3


def of_a_panel(decompose: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a decomposition the faults that all of them refuse."""
    return (
        Refusal("wrong type", lambda: decompose(FIRMS), WrongType, "panel", "FirmPanel.from_frame"),
        Refusal("wrong type", lambda: decompose(PANEL, seed="1"), WrongType, "seed", "simplest"),
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
        *of_groups(decompose),
        *of_other_productivity(decompose),
    )


def of_groups(decompose: Callable[..., object]) -> tuple[Refusal, ...]:
    """Name groups that are not there, none, or one twice."""
    return (
        Refusal(
            "unknown label",
            lambda: decompose(PANEL, groups="region"),
            UnknownLabel,
            "groups",
            "Groups there are",
        ),
        Refusal(
            "wrong type",
            lambda: decompose(PANEL, groups={"sector"}),
            WrongType,
            "groups",
            "name one of those",
        ),
        Refusal(
            "empty input",
            lambda: decompose(PANEL, groups=[]),
            InvalidInput,
            "groups",
            "name at least one",
        ),
        Refusal(
            "duplicated key",
            lambda: decompose(PANEL, groups=["sector", "sector"]),
            InvalidInput,
            "groups",
            "drop one",
        ),
    )


def of_other_productivity(decompose: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give resamples productivity of the wrong shape or that is not finite."""
    return (
        Refusal(
            "wrong shape",
            lambda: decompose(PANEL, bootstrap=2, productivity=np.ones((4, 3))),
            InvalidInput,
            "productivity",
            "(4, 2)",
        ),
        Refusal(
            "infinity",
            lambda: decompose(PANEL, bootstrap=2, productivity=np.full((4, 2), np.inf)),
            InvalidInput,
            "productivity",
            "",
        ),
        Refusal(
            "empty input",
            lambda: decompose(PANEL, productivity=np.ones((4, 2))),
            InvalidInput,
            "productivity",
            "ask for at least 2",
        ),
    )


def of_periods(decompose: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a comparison of periods the faults that all of them refuse."""
    return (
        Refusal(
            "wrong type",
            lambda: decompose(PANEL, periods=3.5),
            WrongType,
            "periods",
            "a list of pairs",
        ),
        Refusal(
            "wrong type",
            lambda: decompose(PANEL, periods=(1, {2})),
            WrongType,
            "periods",
            "give text, a number",
        ),
        Refusal(
            "wrong shape",
            lambda: decompose(PANEL, periods=[(1, 2, 3)]),
            WrongType,
            "periods",
            "a list of pairs",
        ),
        Refusal(
            "wrong shape",
            lambda: decompose(PANEL, periods=(2, 1)),
            InvalidInput,
            "periods",
            "swap them",
        ),
        Refusal(
            "empty input",
            lambda: decompose(PANEL, periods=[]),
            InvalidInput,
            "periods",
            "give at least one",
        ),
        Refusal(
            "empty input",
            lambda: decompose(panel(FIRMS[::2], group="sector")),
            InvalidInput,
            "panel",
            "use olley_pakes",
        ),
        Refusal(
            "unknown label",
            lambda: decompose(PANEL, periods=(1, 3)),
            UnknownLabel,
            "periods",
            "Labels there are",
        ),
        Refusal(
            "unknown label",
            lambda: decompose(PANEL, periods="every"),
            InvalidInput,
            "periods",
            "choose one",
        ),
        Refusal(
            "duplicated key",
            lambda: decompose(PANEL, periods=[(1, 2), (1, 2)]),
            InvalidInput,
            "periods",
            "drop one",
        ),
    )


def with_errors(decompose: Callable[..., object]) -> tuple[Refusal, ...]:
    """Ask for errors of an unknown kind."""
    return option(lambda name: decompose(PANEL, errors=name), "errors")


def with_further() -> tuple[Refusal, ...]:
    """Leave out what a method needs, and give what it has no use for."""
    needed = (
        ("hyytinen-maliranta", "age"),
        ("collard-wexler-de-loecker", "types"),
        ("petrin-levinsohn", "revenue"),
    )
    useless = (("window", 1), ("cuts", [1.0]), ("types", "sector"), ("missing", "drop"))
    return (
        *(
            Refusal(
                "empty input",
                lambda name=name: decompose(PANEL, name),  # type: ignore[misc]
                InvalidInput,
                argument,
                f"pass {argument}=…",
            )
            for name, argument in needed
        ),
        *(
            Refusal(
                "wrong type",
                lambda given=given: decompose(PANEL, **dict([given])),  # type: ignore[misc]
                InvalidInput,
                given[0],
                "leave it out",
            )
            for given in useless
        ),
    )


def contributions(data: object, **options: object) -> object:
    return group_contributions(data, **{"groups": "sector", **options})


DYNAMIC = (
    baily_hulten_campbell,
    baldwin_gu,
    compare_methods,
    diewert_fox,
    foster_haltiwanger_krizan,
    griliches_regev,
    melitz_polanec,
)

ENTRIES = {
    "productivity.olley_pakes": Entry((*of_a_panel(olley_pakes), *with_errors(olley_pakes)), {}),
    **{
        f"productivity.{function.__name__}": Entry(
            (*of_a_panel(function), *of_periods(function), *with_errors(function)),
        )
        for function in DYNAMIC
    },
    "productivity.decompose": Entry(
        (
            *of_a_panel(decompose),
            *of_periods(decompose),
            *with_errors(decompose),
            *option(lambda name: decompose(PANEL, name), "method"),
            Refusal(
                "empty input", lambda: decompose(PANEL, []), InvalidInput, "method", "at least"
            ),
            *with_further(),
        ),
    ),
    "productivity.group_contributions": Entry(
        (
            *of_a_panel(contributions),
            *of_periods(contributions),
            *option(lambda name: contributions(PANEL, weights=name), "weights"),
            *option(lambda name: contributions(PANEL, method=name), "method"),
            Refusal(
                "unknown label",
                lambda: contributions(PANEL, within="region"),
                InvalidInput,
                "within",
                "add it to `groups`",
            ),
        ),
    ),
}
