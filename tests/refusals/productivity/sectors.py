"""Refusals of sectors, dispersion, index numbers, markups and misallocation."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.productivity import (
    FirmPanel,
    markups,
    misallocation,
    multilateral_index,
    shift_share,
    solow_index,
    theil,
    variance_decomposition,
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
from .shared import CHECKED, FIRMS, group_named, panel

VARIABLES = FIRMS.assign(y=[4.0, 16, 3, 5], k=4.0, low=[-1.0, 1, 1, 1], none=NAN)
PANEL: FirmPanel = panel(VARIABLES, variables=["y", "k", "size", "low", "none"], group="sector")
SECTORS = VARIABLES.rename(columns={"firm": "branch"})

BETWEEN = ("above 0 and below 1",) * 3


def variable_named(call: Callable[[object], object], argument: str) -> tuple[Refusal, ...]:
    """Name a variable that the panel does not have, and one with a number too low."""
    return (
        Refusal("wrong type", lambda: call(["y"]), WrongType, argument, "name one of those"),
        Refusal("unknown label", lambda: call("Y"), UnknownLabel, argument, "Did you mean 'y'?"),
        Refusal("negative", lambda: call("low"), InvalidInput, argument, "set the value to missin"),
    )


def resampled(call: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a function with a bootstrap the faults that its options can have."""
    return (
        *count_refused(lambda n: call(bootstrap=n), "bootstrap", 0),
        *number_refused(lambda x: call(level=x), "level", BETWEEN, whole=False),
        *option(lambda name: call(interval=name), "interval"),
        *group_named(lambda name: call(strata=name), "strata"),
        *group_named(lambda name: call(groups=name), "groups"),
        *threads_refused(lambda n: call(threads=n)),
        Refusal("negative", lambda: call(seed=-1), InvalidInput, "seed", "at least 0"),
        watched(call),
    )


def shared_out(data: object = SECTORS, **options: object) -> object:
    usual = {"sector": "branch", "time": "year", "output": "y", "labour": "size", "price": "k"}
    return shift_share(data, **{**usual, **options})


def with_value(column: str, value: object, **options: object) -> object:
    return shared_out(SECTORS.assign(**{column: value}), **options)


def unequal(**options: object) -> object:
    return theil(**{"panel": PANEL, "output": "y", "labour": "k", **options})


def spread(**options: object) -> object:
    return variance_decomposition(**{"panel": PANEL, **options})


def charged(estimate: object = 0.6, **options: object) -> object:
    usual = {"input": "k", "expenditure": "k", "revenue": "y", "panel": PANEL, "correct": False}
    return markups(estimate, **{**usual, **options})


def misallocated(**options: object) -> object:
    usual = {"panel": PANEL, "revenue": "y", "labour_cost": "size", "capital": "k"}
    return misallocation(**{**usual, "labour_share": 0.6, **options})


def of_an_index(
    index: Callable[..., object], choices: str
) -> tuple[tuple[Refusal, ...], dict[str, str]]:
    """Give either index the faults that it can have."""

    def call(**options: object) -> object:
        usual = {"panel": PANEL, "output": "y", "costs": {"k": "size"}}
        return index(**{**usual, **options})

    refusals = (
        Refusal("wrong type", lambda: call(panel=FIRMS), WrongType, "panel", "FirmPanel.from_fra"),
        Refusal("wrong type", lambda: call(costs="k"), WrongType, "costs", "give such as"),
        flagged(lambda value: call(logs=value), "logs"),
        *option(lambda name: call(**{choices: name}), choices),
        *variable_named(lambda name: call(output=name), "output"),
        *variable_named(
            lambda name: call(costs={name: "size"} if name != ["y"] else {"k": name}), "costs"
        ),
        *group_named(lambda name: call(groups=name), "groups"),
        Refusal(
            "wrong shape",
            lambda: call(costs=None, shares={"k": 0.5}),
            InvalidInput,
            "shares",
            "pass `costs`",
        ),
        Refusal("empty input", lambda: call(costs={}), InvalidInput, "costs", "at least one input"),
        Refusal("empty input", lambda: call(costs=None), InvalidInput, "shares", "give such as"),
        *number_refused(
            lambda x: call(costs=None, shares={"k": x}),
            "shares['k']",
            ("at least 0 and at most 1",) * 3,
            whole=False,
        ),
    )
    return refusals, cannot("a mapping names each input once", "duplicated key")


def index_entry(index: Callable[..., object], choices: str) -> Entry:
    refusals, cannot_meet = of_an_index(index, choices)
    return Entry(refusals, cannot_meet, frozenset({"shares['k']"}))


ENTRIES = {
    "productivity.shift_share": Entry(
        (
            Refusal("wrong type", lambda: shared_out([1]), WrongType, "data", "make one first"),
            Refusal(
                "wrong type", lambda: with_value("y", "much"), WrongType, "output", "convert it"
            ),
            Refusal(
                "wrong type", lambda: shared_out(periods=3.5), WrongType, "periods", "a list of"
            ),
            *option(lambda name: shared_out(method=name), "method"),
            *option(lambda name: shared_out(missing=name), "missing"),
            Refusal(
                "wrong shape", lambda: shared_out(SECTORS[1:]), InvalidInput, "sector", "merge it"
            ),
            Refusal(
                "wrong shape",
                lambda: shared_out(periods=[(2, 1)]),
                InvalidInput,
                "periods",
                "swap them",
            ),
            Refusal(
                "wrong shape",
                lambda: shared_out(aggregate_price="size"),
                InvalidInput,
                "aggregate_price",
                "leave it out",
            ),
            Refusal(
                "empty input", lambda: shared_out(SECTORS[:0]), InvalidInput, "data", "at least one"
            ),
            Refusal(
                "empty input", lambda: shared_out(SECTORS[::2]), InvalidInput, "time", "add rows"
            ),
            Refusal("empty input", lambda: shared_out(method=[]), InvalidInput, "method", "at lea"),
            Refusal("empty input", lambda: shared_out(periods=[]), InvalidInput, "periods", "give"),
            Refusal(
                "empty input",
                lambda: shared_out(method="gead", price=None),
                InvalidInput,
                "price",
                "a column of ones",
            ),
            Refusal("NaN", lambda: with_value("y", NAN), InvalidInput, "output", "fill them first"),
            Refusal(
                "infinity",
                lambda: with_value("size", INFINITY),
                InvalidInput,
                "labour",
                "correct or remove",
            ),
            Refusal(
                "negative", lambda: with_value("size", 0), InvalidInput, "labour", "correct or rem"
            ),
            Refusal(
                "negative", lambda: with_value("k", -1), InvalidInput, "price", "correct or remove"
            ),
            Refusal(
                "negative",
                lambda: with_value("y", -1, method="nordhaus"),
                InvalidInput,
                "output",
                "merge that sector",
            ),
            Refusal("unknown label", lambda: shared_out(group="x"), UnknownLabel, "group", "Colum"),
            Refusal(
                "unknown label",
                lambda: shared_out(periods=[(1, 3)]),
                UnknownLabel,
                "periods",
                "Labels there are",
            ),
            Refusal(
                "duplicated key",
                lambda: shared_out(pd.concat([SECTORS, SECTORS])),
                InvalidInput,
                "data",
                "keep one of them",
            ),
            Refusal(
                "duplicated key",
                lambda: shared_out(method=["csls", "csls"]),
                InvalidInput,
                "method",
                "name each once",
            ),
            Refusal(
                "duplicated key",
                lambda: shared_out(periods=[(1, 2), (1, 2)]),
                InvalidInput,
                "periods",
                "drop one",
            ),
        ),
    ),
    "productivity.theil": Entry(
        (
            Refusal("wrong type", lambda: unequal(panel=FIRMS), WrongType, "panel", "FirmPanel"),
            *variable_named(lambda name: unequal(output=name), "output"),
            *variable_named(lambda name: unequal(labour=name), "labour"),
            *resampled(unequal),
        ),
        CHECKED,
    ),
    "productivity.variance_decomposition": Entry(
        (
            Refusal("wrong type", lambda: spread(panel=FIRMS), WrongType, "panel", "FirmPanel"),
            flagged(lambda value: spread(weighted=value), "weighted"),
            Refusal(
                "empty input",
                lambda: spread(panel=panel(productivity=None, weight=None)),
                InvalidInput,
                "panel",
                "give them to",
            ),
            *resampled(spread),
        ),
        CHECKED,
    ),
    "productivity.solow_index": index_entry(solow_index, "average"),
    "productivity.multilateral_index": index_entry(multilateral_index, "reference"),
    "productivity.markups": Entry(
        (
            Refusal(
                "wrong type", lambda: charged("0.6"), WrongType, "estimate", "must be a list or an"
            ),
            Refusal("wrong type", lambda: charged(panel=FIRMS), WrongType, "panel", "FirmPanel"),
            flagged(lambda value: charged(correct=value), "correct"),
            *variable_named(lambda name: charged(revenue=name), "revenue"),
            *variable_named(lambda name: charged(expenditure=name), "expenditure"),
            *group_named(lambda name: charged(groups=name), "groups"),
            Refusal(
                "wrong shape", lambda: charged([0.6]), InvalidInput, "estimate", "the same rows"
            ),
            Refusal(
                "wrong shape",
                lambda: charged(pd.Series(0.6, index=list("abcd"))),
                InvalidInput,
                "estimate",
                "same index",
            ),
            Refusal("empty input", lambda: charged([]), InvalidInput, "estimate", "at least one"),
            Refusal("empty input", lambda: charged(panel=None), InvalidInput, "panel", "pass pane"),
            Refusal(
                "empty input",
                lambda: charged(correct=True),
                InvalidInput,
                "residual",
                "correct=False",
            ),
            Refusal("NaN", lambda: charged(NAN), InvalidInput, "estimate", "finite number"),
            Refusal(
                "infinity", lambda: charged(INFINITY), InvalidInput, "estimate", "finite number"
            ),
            Refusal(
                "unknown label", lambda: charged({"l": 0.3}), UnknownLabel, "input", "name one"
            ),
        ),
        cannot("a mapping and a panel name each once", "duplicated key"),
    ),
    "productivity.misallocation": Entry(
        (
            Refusal(
                "wrong type", lambda: misallocated(panel=FIRMS), WrongType, "panel", "FirmPanel"
            ),
            *variable_named(lambda name: misallocated(revenue=name), "revenue"),
            *variable_named(lambda name: misallocated(labour_cost=name), "labour_cost"),
            *variable_named(lambda name: misallocated(capital=name), "capital"),
            *number_refused(
                lambda x: misallocated(sigma=x), "sigma", ("above 1",) * 3, whole=False
            ),
            *number_refused(
                lambda x: misallocated(rental=x), "rental", ("above 0",) * 3, whole=False
            ),
            *number_refused(
                lambda x: misallocated(trim=x), "trim", ("at least 0",) * 3, whole=False
            ),
            *number_refused(
                lambda x: misallocated(labour_share=x), "labour_share", BETWEEN, whole=False
            ),
            Refusal(
                "empty input",
                lambda: misallocated(capital="none"),
                InvalidInput,
                "capital",
                "choose other variables",
            ),
            Refusal(
                "unknown label",
                lambda: misallocated(groups="sector", labour_share={"a": 0.5}),
                UnknownLabel,
                "labour_share",
                "add it",
            ),
            Refusal(
                "duplicated key",
                lambda: misallocated(labour_share=pd.Series([0.5, 0.6], index=["all", "all"])),
                InvalidInput,
                "labour_share",
                "keep one of each",
            ),
            *resampled(misallocated),
        ),
        cannot("a panel was checked when it was made", "wrong shape"),
    ),
}
