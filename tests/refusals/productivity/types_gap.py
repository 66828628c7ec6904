"""Refusals of decompositions by type, by age and by input, and of the gap between size classes."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import (
    FirmPanel,
    across_types,
    aggregate_growth,
    augmented_olley_pakes,
    size_class,
    size_gap,
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
from .decomposition import of_groups
from .shared import FIRMS, PANEL, group_named, panel

BETWEEN = ("above 0 and below 1",) * 3
SIZED = panel(variables=["size"], group="sector")


def of_a_panel(call: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give the faults that all of them refuse; ``call`` takes options, and ``panel``."""
    return (
        Refusal("wrong type", lambda: call(panel=FIRMS), WrongType, "panel", "FirmPanel.from"),
        Refusal("wrong type", lambda: call(seed="1"), WrongType, "seed", "simplest"),
        *of_groups(lambda panel, **options: call(panel=panel, **options)),
        *group_named(lambda name: call(strata=name), "strata"),
        *option(lambda name: call(interval=name), "interval"),
        *count_refused(lambda n: call(bootstrap=n), "bootstrap", 0),
        *number_refused(lambda x: call(level=x), "level", BETWEEN, whole=False),
        *threads_refused(lambda n: call(threads=n)),
        Refusal("negative", lambda: call(seed=-1), InvalidInput, "seed", "at least 0"),
        watched(call),
        Refusal("wrong type", lambda: call(periods=[1]), WrongType, "periods", "list of pairs"),
        Refusal("empty input", lambda: call(periods=[]), InvalidInput, "periods", "at least one"),
        Refusal(
            "unknown label", lambda: call(periods=(1, 3)), UnknownLabel, "periods", "Labels there"
        ),
        Refusal(
            "wrong shape", lambda: call(periods=[(1, 2, 3)]), WrongType, "periods", "list of pairs"
        ),
        Refusal(
            "duplicated key",
            lambda: call(periods=[(1, 2), (1, 2)]),
            InvalidInput,
            "periods",
            "drop one",
        ),
    )


def typed(**options: object) -> object:
    return across_types(options.pop("panel", PANEL), **{"types": "sector"} | options)  # type: ignore[arg-type]


def aged(**options: object) -> object:
    return augmented_olley_pakes(options.pop("panel", SIZED), **{"periods": "all"} | options)  # type: ignore[arg-type]


def gap(**options: object) -> object:
    return size_gap(options.pop("panel", PANEL), **{"classes": "sector"} | options)  # type: ignore[arg-type]


def grown(**options: object) -> object:
    usual = {
        "revenue": "size",
        "quantity": "size",
        "inputs": {"labour": "size"},
        "costs": {"labour": "size"},
        "elasticities": {"labour": 0.5},
    }
    return aggregate_growth(options.pop("panel", SIZED), **usual | options)  # type: ignore[arg-type]


def sized(**options: object) -> FirmPanel:
    usual = {"size": "size", "cuts": [2]}
    return size_class(options.pop("panel", SIZED), **usual | options)  # type: ignore[arg-type]


def with_size(value: object) -> FirmPanel:
    return panel(
        FIRMS.assign(weight=1.0, size=[value, 1.0, 1.0, 1.0]), weight="weight", variables="size"
    )


def of_cuts(call: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give cut points their faults."""
    return (
        Refusal("wrong type", lambda: call(cuts="2"), WrongType, "cuts", "a list or an array"),
        Refusal("wrong shape", lambda: call(cuts=[[2]]), InvalidInput, "cuts", "expected"),
        Refusal("empty input", lambda: call(cuts=[]), InvalidInput, "cuts", "give at least one"),
        Refusal("NaN", lambda: call(cuts=[NAN]), InvalidInput, "cuts", "fill or drop"),
        Refusal("infinity", lambda: call(cuts=[INFINITY]), InvalidInput, "cuts", "remove or"),
        Refusal("duplicated key", lambda: call(cuts=[2, 2]), InvalidInput, "cuts", "name each"),
    )


ENTRIES = {
    "productivity.across_types": Entry(
        (*of_a_panel(typed), *group_named(lambda name: typed(types=name), "types"))
    ),
    "productivity.augmented_olley_pakes": Entry(
        (
            *of_a_panel(aged),
            *count_refused(lambda n: aged(window=n), "window", 1),
            *of_cuts(lambda cuts: aged(age="size", cuts=cuts)),
            *group_named(lambda name: aged(age=name), "age"),
            Refusal("empty input", lambda: aged(periods=None), InvalidInput, "window", "smaller"),
            Refusal("empty input", lambda: aged(cuts=[1]), InvalidInput, "age", "variables="),
        )
    ),
    "productivity.size_gap": Entry(
        (
            *of_a_panel(gap),
            *group_named(lambda name: gap(classes=name), "classes"),
            *option(lambda name: gap(class_of=name), "class_of"),
            *number_refused(
                lambda x: gap(close=x), "close", ("at least 0 and at most 1",) * 3, whole=False
            ),
            flagged(lambda value: gap(logs=value), "logs"),
            Refusal("wrong type", lambda: gap(order="ab"), WrongType, "order", "in the order"),
            Refusal("wrong type", lambda: gap(reference=["a"]), WrongType, "reference", "give"),
            Refusal(
                "unknown label", lambda: gap(reference="c"), UnknownLabel, "reference", "Labels"
            ),
            Refusal("unknown label", lambda: gap(order=["c"]), UnknownLabel, "order", "Labels"),
            Refusal(
                "duplicated key", lambda: gap(order=["a", "a"]), InvalidInput, "order", "classes"
            ),
        )
    ),
    "productivity.size_class": Entry(
        (
            Refusal("wrong type", lambda: sized(panel=FIRMS), WrongType, "panel", "FirmPanel.from"),
            Refusal("wrong type", lambda: sized(labels="ab"), WrongType, "labels", "write ["),
            *of_cuts(sized),
            *option(lambda name: sized(size_of=name), "size_of"),
            Refusal("NaN", lambda: sized(panel=with_size(NAN)), InvalidInput, "size", "fill them"),
            Refusal("unknown label", lambda: sized(size="p"), UnknownLabel, "size", "Variables"),
            Refusal("wrong type", lambda: sized(name=["a"]), WrongType, "name", "give text"),
            Refusal(
                "duplicated key", lambda: sized(name="sector"), InvalidInput, "name", "another one"
            ),
            Refusal(
                "duplicated key",
                lambda: sized(labels=["a", "a"]),
                InvalidInput,
                "labels",
                "name each class once",
            ),
        ),
        cannot("cut points and sizes may have any sign", "negative"),
    ),
    "productivity.aggregate_growth": Entry(
        (
            *of_a_panel(grown),
            *option(lambda name: grown(missing=name), "missing"),
            Refusal("wrong type", lambda: grown(inputs=["size"]), WrongType, "inputs", "write {"),
            Refusal("wrong type", lambda: grown(costs="size"), WrongType, "costs", "write {"),
            Refusal(
                "wrong type", lambda: grown(revenue=["size"]), WrongType, "revenue", "name one of"
            ),
            Refusal(
                "wrong type",
                lambda: grown(elasticities={"labour": "a"}),
                WrongType,
                "elasticities",
                "without quotation marks",
            ),
            Refusal(
                "wrong type",
                lambda: grown(intermediate="labour"),
                WrongType,
                "intermediate",
                "write [",
            ),
            Refusal("empty input", lambda: grown(inputs={}), InvalidInput, "inputs", "at least"),
            Refusal(
                "NaN", lambda: grown(panel=with_size(NAN)), InvalidInput, "revenue", "fill them"
            ),
            Refusal(
                "NaN",
                lambda: grown(elasticities={"labour": NAN}),
                InvalidInput,
                "elasticities",
                "finite",
            ),
            Refusal(
                "infinity",
                lambda: grown(elasticities={"labour": INFINITY}),
                InvalidInput,
                "elasticities",
                "finite",
            ),
            Refusal(
                "negative", lambda: grown(panel=with_size(-1.0)), InvalidInput, "revenue", "correct"
            ),
            Refusal(
                "unknown label", lambda: grown(quantity="p"), UnknownLabel, "quantity", "Variables"
            ),
            Refusal(
                "unknown label",
                lambda: grown(intermediate=["energy"]),
                UnknownLabel,
                "intermediate",
                "Inputs there are",
            ),
            Refusal(
                "unknown label",
                lambda: grown(groups="sector", elasticities={"labour": {"a": 0.5}}),
                UnknownLabel,
                "elasticities",
                "each label",
            ),
            Refusal(
                "wrong shape",
                lambda: grown(elasticities={"labour": pd.Series([0.5])}),
                InvalidInput,
                "elasticities",
                "reindex it",
            ),
        )
    ),
}
