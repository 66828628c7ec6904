"""Refusals of flows between places and of populations of several places."""

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import (
    flows_from_stocks,
    gravity,
    ipf,
    multiregional_projection,
    multiregional_survival,
    radiation,
)

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
)

AB = list("ab")
ONES = pd.DataFrame(1.0, index=AB, columns=AB)
SUMS = {"rows": [2.0, 2.0], "columns": [2.0, 2.0]}
PEOPLE = pd.Series([5.0, 5.0], index=AB)
FLOWS = pd.DataFrame(
    {
        "from": list("xxyyzz"),
        "to": list("yzxzxy"),
        "movers": [3.0, 4, 5, 6, 7, 9],
        "km": [1.0, 2, 1, 3, 2, 3],
    }
)
MOVES = pd.DataFrame(
    0.01, index=pd.MultiIndex.from_product([[0, 5], AB], names=["age", "origin"]), columns=AB
)
BY_AGE = pd.DataFrame(0.01, index=[0, 5], columns=AB)
ABOVE_0 = ("above 0",) * 3


def pulled(data=FLOWS, variables="km", **options):
    return gravity(data, "from", "to", "movers", variables, **options)


def moved(column, value):
    return pulled(FLOWS.assign(**{column: value}))


def of_rates(call):
    """Give a function of rates of moving and dying the faults that both have."""
    twice = pd.concat([MOVES, MOVES.iloc[:1]])
    return (
        Refusal("wrong type", lambda: call([1]), WrongType, "moves", "make one first"),
        Refusal("wrong shape", lambda: call(MOVES[["a"]]), UnknownLabel, "moves", "rates of 0"),
        Refusal("empty input", lambda: call(MOVES[:0]), InvalidInput, "moves", "at least one"),
        Refusal("NaN", lambda: call(MOVES * NAN), InvalidInput, "moves", ""),
        Refusal("infinity", lambda: call(MOVES * INFINITY), InvalidInput, "moves", ""),
        Refusal("negative", lambda: call(-MOVES), InvalidInput, "moves", "at least 0"),
        Refusal("duplicated key", lambda: call(twice), InvalidInput, "moves", "add such"),
        Refusal(
            "unknown label",
            lambda: call(MOVES, deaths=BY_AGE.rename(index={5: 6})),
            UnknownLabel,
            "deaths",
            "same labels",
        ),
        *number_refused(lambda x: call(MOVES, width=x), "width", ABOVE_0, whole=False),
    )


def survives(moves=MOVES, deaths=BY_AGE, width=5.0):
    return multiregional_survival(moves, deaths, width=width)


def projected(moves=MOVES, deaths=BY_AGE, width=5.0, steps=1, people=BY_AGE):
    return multiregional_projection(people, moves, deaths, BY_AGE, width=width, steps=steps)


ENTRIES = {
    "chains.ipf": Entry(
        (
            Refusal("wrong type", lambda: ipf([[1.0]], SUMS), WrongType, "seed", "make one first"),
            Refusal("wrong type", lambda: ipf(ONES, [1, 1]), WrongType, "margins", "a mapping"),
            Refusal(
                "wrong shape",
                lambda: ipf(ONES, {"rows": [1.0, 1.0, 2.0]}),
                InvalidInput,
                "margins",
                "of shape (2,)",
            ),
            Refusal(
                "wrong shape",
                lambda: ipf(ONES, {"rows": [1.0, 1.0], "columns": [2.0, 2.0]}),
                InvalidInput,
                "margins",
                "scale one of them",
            ),
            Refusal("empty input", lambda: ipf(ONES[:0], SUMS), InvalidInput, "seed", "no label"),
            Refusal("empty input", lambda: ipf(ONES, {}), InvalidInput, "margins", "at least one"),
            Refusal("NaN", lambda: ipf(ONES * NAN, SUMS), InvalidInput, "seed", ""),
            Refusal("NaN", lambda: ipf(ONES, {"rows": [NAN, 1]}), InvalidInput, "margins", ""),
            Refusal("infinity", lambda: ipf(ONES * INFINITY, SUMS), InvalidInput, "seed", ""),
            Refusal("negative", lambda: ipf(-ONES, SUMS), InvalidInput, "seed", "at least 0"),
            Refusal(
                "negative",
                lambda: ipf(ONES, {"rows": [-1.0, 1.0]}),
                InvalidInput,
                "margins",
                "at least 0",
            ),
            *number_refused(
                lambda x: ipf(ONES, SUMS, tolerance=x), "tolerance", ABOVE_0, whole=False
            ),
            *count_refused(lambda n: ipf(ONES, SUMS, rounds=n), "rounds", 1),
            Refusal(
                "unknown label",
                lambda: ipf(ONES, {"row": [2.0, 2.0]}),
                UnknownLabel,
                "margins",
                "Did you mean",
            ),
            Refusal(
                "unknown label",
                lambda: ipf(ONES, {"rows": pd.Series([2.0, 2.0], index=["a", "c"])}),
                UnknownLabel,
                "margins",
                "same labels",
            ),
            Refusal(
                "duplicated key",
                lambda: ipf(ONES.set_axis(["a", "a"]), SUMS),
                InvalidInput,
                "seed",
                "add such cells up",
            ),
        ),
    ),
    "chains.radiation": Entry(
        (
            Refusal("wrong type", lambda: radiation("5", ONES), WrongType, "population", ""),
            Refusal("wrong shape", lambda: radiation([1.0], ONES), InvalidInput, "population", ""),
            Refusal(
                "empty input", lambda: radiation(PEOPLE[:0], ONES), UnknownLabel, "population", ""
            ),
            Refusal("NaN", lambda: radiation(PEOPLE * NAN, ONES), InvalidInput, "population", ""),
            Refusal(
                "infinity",
                lambda: radiation(PEOPLE, ONES * INFINITY),
                InvalidInput,
                "distances",
                "",
            ),
            Refusal(
                "negative",
                lambda: radiation(PEOPLE, -ONES),
                InvalidInput,
                "distances",
                "at least 0",
            ),
            Refusal(
                "unknown label",
                lambda: radiation(PEOPLE.rename({"a": "c"}), ONES),
                UnknownLabel,
                "population",
                "same labels",
            ),
            Refusal(
                "duplicated key",
                lambda: radiation(PEOPLE.rename({"a": "b"}), ONES),
                InvalidInput,
                "population",
                "add such",
            ),
            flagged(lambda x: radiation(PEOPLE, ONES, finite=x), "finite"),
            *threads_refused(lambda n: radiation(PEOPLE, ONES, threads=n)),
        ),
    ),
    "chains.flows_from_stocks": Entry(
        (
            *option(lambda name: flows_from_stocks(ONES, ONES, method=name), "method"),
            Refusal(
                "wrong shape",
                lambda: flows_from_stocks([[1.0, 2.0]], ONES),
                InvalidInput,
                "start",
                "",
            ),
            Refusal(
                "empty input",
                lambda: flows_from_stocks(ONES, ONES, method="rates"),
                InvalidInput,
                "total",
                "how many move",
            ),
            Refusal(
                "empty input",
                lambda: flows_from_stocks(ONES, ONES, total=5),
                InvalidInput,
                "total",
                "leave it out",
            ),
            Refusal(
                "empty input",
                lambda: flows_from_stocks(ONES, ONES, method="pseudo-bayes"),
                InvalidInput,
                "mix",
                "must give the weight",
            ),
            Refusal(
                "empty input",
                lambda: flows_from_stocks(ONES, ONES, mix=0.5),
                InvalidInput,
                "mix",
                "leave it out",
            ),
            Refusal(
                "empty input",
                lambda: flows_from_stocks(ONES, ONES, method="drop-negative", births=PEOPLE),
                InvalidInput,
                "births",
                "leave it out",
            ),
            Refusal("NaN", lambda: flows_from_stocks(ONES * NAN, ONES), InvalidInput, "start", ""),
            Refusal(
                "infinity",
                lambda: flows_from_stocks(ONES, ONES * INFINITY),
                InvalidInput,
                "end",
                "",
            ),
            Refusal(
                "negative",
                lambda: flows_from_stocks(ONES, -ONES),
                InvalidInput,
                "end",
                "at least 0",
            ),
            Refusal(
                "wrong shape",
                lambda: flows_from_stocks(
                    ONES, ONES, births=PEOPLE, deaths=PEOPLE, method="accounting-open"
                ),
                InvalidInput,
                "deaths",
                "correct one of them",
            ),
            Refusal(
                "unknown label",
                lambda: flows_from_stocks(ONES, ONES.rename({"a": "c"})),
                UnknownLabel,
                "end",
                "same labels",
            ),
            Refusal(
                "duplicated key",
                lambda: flows_from_stocks(ONES.rename({"a": "b"}), ONES),
                InvalidInput,
                "start",
                "add such",
            ),
            *number_refused(
                lambda x: flows_from_stocks(ONES, ONES, method="pseudo-bayes", mix=x),
                "mix",
                ("at least 0 and at most 1",) * 3,
                whole=False,
            ),
            *threads_refused(lambda n: flows_from_stocks(ONES, ONES, threads=n)),
        ),
    ),
    "chains.gravity": Entry(
        (
            Refusal("wrong type", lambda: pulled([1]), WrongType, "data", "make one first"),
            Refusal("wrong type", lambda: moved("movers", "x"), WrongType, "flow", "convert it"),
            Refusal(
                "wrong shape",
                lambda: pulled(fixed_effects=["origin-time"]),
                InvalidInput,
                "fixed_effects",
                "name their column",
            ),
            Refusal(
                "wrong shape",
                lambda: moved("km", 1.0),
                InvalidInput,
                "variables",
                "leave it out",
            ),
            Refusal("empty input", lambda: pulled(FLOWS[:0]), InvalidInput, "data", "at least one"),
            Refusal(
                "empty input",
                lambda: pulled(variables=[]),
                InvalidInput,
                "variables",
                "at least one",
            ),
            Refusal("empty input", lambda: moved("movers", 0.0), InvalidInput, "flow", "check"),
            Refusal("NaN", lambda: moved("movers", NAN), InvalidInput, "flow", "fill them first"),
            Refusal("infinity", lambda: moved("movers", INFINITY), InvalidInput, "flow", "correct"),
            Refusal("negative", lambda: moved("movers", -1.0), InvalidInput, "flow", "correct"),
            Refusal(
                "unknown label",
                lambda: pulled(variables="miles"),
                UnknownLabel,
                "variables[0]",
                "Col",
            ),
            *option(lambda name: pulled(cluster=name), "cluster"),
            *option(lambda name: pulled(missing=name), "missing"),
            *option(lambda name: pulled(fixed_effects=[name]), "fixed_effects"),
            *number_refused(
                lambda x: pulled(level=x), "level", ("above 0 and below 1",) * 3, whole=False
            ),
            Refusal(
                "duplicated key",
                lambda: pulled(pd.concat([FLOWS, FLOWS])),
                InvalidInput,
                "data",
                "keep one of them",
            ),
            Refusal(
                "duplicated key",
                lambda: pulled(fixed_effects=["origin", "origin"]),
                InvalidInput,
                "fixed_effects",
                "name each once",
            ),
        ),
        parts=frozenset({"variables[0]"}),
    ),
    "chains.multiregional_survival": Entry(of_rates(survives)),
    "chains.multiregional_projection": Entry(
        (
            *of_rates(projected),
            *count_refused(lambda n: projected(steps=n), "steps", 1),
            Refusal(
                "negative",
                lambda: projected(people=-BY_AGE),
                InvalidInput,
                "population",
                "at least 0",
            ),
        ),
    ),
}
