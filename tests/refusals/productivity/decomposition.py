"""Refusals of decompositions."""

from collections.abc import Callable

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import melitz_polanec, olley_pakes

from ..table import Entry, Refusal, count_refused, number_refused, option, threads_refused, watched
from .shared import CHECKED, FIRMS, PANEL, group_named, panel

BETWEEN = ("above 0 and below 1",) * 3


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
