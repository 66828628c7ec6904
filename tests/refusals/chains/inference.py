"""Refusals of tests of chains, and of chains that are not discrete or not memoryless."""

from collections.abc import Callable

import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import (
    Spells,
    homogeneity_test,
    multistate,
    order_test,
    semi_markov,
    stationarity_test,
    transition_logit,
)

from ..table import (
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
from .estimation import BETWEEN, CHECKED, GROUPS, PANEL, SPELLS

LONG = pd.DataFrame(
    {
        "person": [1] * 6 + [2] * 6,
        "year": [*range(6)] * 2,
        "state": list("aababbabbbba"),
        "age": [*range(20, 26), *range(30, 36)],
    }
)
CAREERS = Spells.from_panel(LONG, "person", "year", "state")
SIDES = pd.Series(["north", "south"], index=[1, 2], name="region")
STAYS = semi_markov(CAREERS)
SEEN = pd.DataFrame(
    {
        "person": [1, 1, 1, 1, 2, 2, 2, 3, 3, 3],
        "year": [0.0, 0.5, 2.0, 2.2, 0.0, 1.0, 4.0, 0.0, 0.5, 1.5],
        "place": ["home"] * 2 + ["abroad"] * 2 + ["home"] * 2 + ["abroad"] * 3 + ["home"],
    }
)
RATES = multistate(SEEN, "person", "year", "place")
WITH_AGE = pd.DataFrame(
    {
        "person": [1] * 6 + [2] * 6 + [3] * 6,
        "year": [*range(6)] * 3,
        "state": list("hahahhhhaaahhahaah"),
        "age": [*range(20, 26), *range(30, 36), *range(25, 31)],
    }
)
EXPLAINED = transition_logit(WITH_AGE, "person", "year", "state", "age", errors="curvature")


def homogeneous(spells: object = CAREERS, by: object = SIDES, **options: object) -> object:
    return homogeneity_test(spells, by, **options)


def continuous(data: object = LONG, **options: object) -> object:
    return multistate(data, **{"person": "person", "time": "year", "state": "state", **options})


def explained(data: object = LONG, **options: object) -> object:
    usual = {"person": "person", "time": "year", "state": "state", "variables": "age"}
    return transition_logit(data, **{**usual, **options})


def drawn(test: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a test of spells the faults that all of them can have."""
    return (
        Refusal("wrong type", lambda: test(spells=PANEL), WrongType, "spells", "Spells.from"),
        Refusal(
            "wrong type",
            lambda: test(seed="1"),
            WrongType,
            "seed",
            "a whole number is the simplest",
        ),
        watched(lambda **wish: test(**wish)),
        *count_refused(lambda n: test(bootstrap=n), "bootstrap", 0),
        *threads_refused(lambda n: test(threads=n)),
    )


def weighed(read: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give an estimate the faults that weights can have."""

    def by(weight: object, errors: str = "person") -> object:
        return read(LONG.assign(weight=weight), weight="weight", errors=errors)

    return (
        Refusal("negative", lambda: by(-1.0), InvalidInput, "weight", "correct or remove"),
        Refusal("NaN", lambda: by(NAN), InvalidInput, "weight", "fill them first"),
        Refusal("infinity", lambda: by(INFINITY), InvalidInput, "weight", "correct or remove"),
        Refusal("wrong shape", lambda: by(range(12)), InvalidInput, "weight", "one weight"),
        Refusal("empty input", lambda: by(0.0), InvalidInput, "weight", "correct them"),
        Refusal(
            "wrong type", lambda: by(1.0, "curvature"), InvalidInput, "errors", 'errors="person"'
        ),
    )


def read_from_a_table(read: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give an estimate the faults that a table can have."""
    return (
        Refusal("wrong type", lambda: read([1]), WrongType, "data", "make one first"),
        Refusal("wrong type", lambda: read(person=["a"]), WrongType, "person", "the name of"),
        *option(lambda name: read(missing=name), "missing"),
        *option(lambda name: read(errors=name), "errors"),
        *number_refused(lambda x: read(level=x), "level", BETWEEN, whole=False),
        *weighed(read),
        Refusal("wrong shape", lambda: read(state=[["s"]]), WrongType, "state", "the name of"),
        Refusal("empty input", lambda: read(LONG[:0]), InvalidInput, "data", "at least one row"),
        Refusal(
            "empty input", lambda: read(state=[]), InvalidInput, "state", "at least one column"
        ),
        Refusal("empty input", lambda: read(LONG.iloc[[0, 8]]), InvalidInput, "data", "nobody has"),
        Refusal(
            "NaN",
            lambda: read(LONG.assign(age=NAN), variables="age"),
            InvalidInput,
            "variables[0]",
            "fill them first",
        ),
        Refusal(
            "infinity",
            lambda: read(LONG.assign(age=INFINITY), variables="age"),
            InvalidInput,
            "variables[0]",
            "correct or remove",
        ),
        Refusal("unknown label", lambda: read(person="name"), UnknownLabel, "person", "Columns"),
        Refusal("unknown label", lambda: read(state="State"), UnknownLabel, "state", "Did you"),
        Refusal(
            "duplicated key",
            lambda: read(pd.concat([LONG, LONG])),
            InvalidInput,
            "data",
            "keep one",
        ),
    )


def at_values(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give values of variables every fault that they can have."""
    return (
        Refusal("wrong type", lambda: measure([1]), WrongType, "at", "write such as"),
        Refusal("unknown label", lambda: measure({"sex": 1}), UnknownLabel, "at", "Variables"),
    )


ENTRIES = {
    "chains.homogeneity_test": Entry(
        (
            *drawn(homogeneous),
            Refusal("wrong type", lambda: homogeneous(by="region"), WrongType, "by", "make one"),
            Refusal(
                "wrong shape", lambda: homogeneous(by=SIDES[:1]), InvalidInput, "by", "add them"
            ),
            Refusal(
                "empty input",
                lambda: homogeneous(by=SIDES[:0]),
                InvalidInput,
                "by",
                "at least one row",
            ),
            Refusal(
                "empty input",
                lambda: homogeneous(by=pd.Series("north", [1, 2])),
                InvalidInput,
                "by",
                "choose another column",
            ),
            Refusal(
                "NaN",
                lambda: homogeneous(by=pd.Series(["north", None], [1, 2])),
                InvalidInput,
                "by",
                "fill it first",
            ),
            Refusal(
                "unknown label",
                lambda: homogeneous(by=GROUPS.set_axis([1, 3])),
                InvalidInput,
                "by",
                "add them",
            ),
            Refusal(
                "duplicated key",
                lambda: homogeneous(by=GROUPS.set_axis([1, 1])),
                InvalidInput,
                "by",
                "keep one",
            ),
        )
    ),
    "chains.stationarity_test": Entry(
        (
            *drawn(lambda spells=CAREERS, **options: stationarity_test(spells, **options)),
            *count_refused(lambda n: stationarity_test(CAREERS, every=n), "every", 1),
            Refusal(
                "empty input",
                lambda: stationarity_test(SPELLS),
                InvalidInput,
                "every",
                "spells of more periods",
            ),
        ),
        cannot("takes no names", "unknown label")
        | cannot("spells were checked when they were made", "wrong shape", "duplicated key"),
    ),
    "chains.order_test": Entry(
        (
            *drawn(lambda spells=CAREERS, **options: order_test(spells, **options)),
            *count_refused(lambda n: order_test(CAREERS, n), "order", 0),
            *count_refused(lambda n: order_test(CAREERS, 0, n), "against", 1),
            Refusal(
                "wrong shape",
                lambda: order_test(CAREERS, 2, 1),
                InvalidInput,
                "against",
                "give a longer memory",
            ),
            Refusal(
                "empty input",
                lambda: order_test(SPELLS, 1),
                InvalidInput,
                "spells",
                "check the periods",
            ),
        ),
        cannot("takes no names", "unknown label")
        | cannot("spells were checked when they were made", "duplicated key"),
    ),
    "chains.semi_markov": Entry(
        (
            Refusal("wrong type", lambda: semi_markov(PANEL), WrongType, "spells", "Spells.from"),
            *option(lambda name: semi_markov(CAREERS, begun_before=name), "begun_before"),
            *count_refused(lambda n: semi_markov(CAREERS, longest=n), "longest", 1),
            *number_refused(lambda x: semi_markov(CAREERS, level=x), "level", BETWEEN, whole=False),
            *count_refused(lambda n: semi_markov(CAREERS, bootstrap=n), "bootstrap", 0),
            *threads_refused(lambda n: semi_markov(CAREERS, threads=n)),
            watched(lambda **wish: semi_markov(CAREERS, bootstrap=2, **wish)),
            Refusal(
                "wrong type",
                lambda: semi_markov(CAREERS, seed="1"),
                WrongType,
                "seed",
                "a whole number is the simplest",
            ),
            Refusal(
                "empty input",
                lambda: semi_markov(SPELLS),
                InvalidInput,
                "spells",
                "spells of more periods",
            ),
        ),
        {
            fault: reason
            for fault, reason in CHECKED.items()
            if fault in ("wrong shape", "duplicated key")
        },
    ),
    "chains.SemiMarkov.occupation": Entry(
        (
            Refusal(
                "wrong type", lambda: STAYS.occupation(["a"], 2), WrongType, "start", "give text"
            ),
            Refusal(
                "wrong shape",
                lambda: STAYS.occupation(pd.Series([1.0], ["a"]), 2),
                InvalidInput,
                "start",
                "expected (2,)",
            ),
            Refusal(
                "empty input",
                lambda: STAYS.occupation(pd.Series([0.0, 0.0], ["a", "b"]), 2),
                InvalidInput,
                "start",
                "use .reindex",
            ),
            *count_refused(lambda n: STAYS.occupation("a", n), "periods", 0),
            Refusal(
                "unknown label",
                lambda: STAYS.occupation("A", 2),
                UnknownLabel,
                "start",
                "Did you mean",
            ),
            Refusal(
                "duplicated key",
                lambda: STAYS.occupation(pd.Series([0.5, 0.5], ["a", "a"]), 2),
                InvalidInput,
                "start",
                "one share",
            ),
        )
    ),
    "chains.multistate": Entry(
        (
            *read_from_a_table(continuous),
            *threads_refused(lambda n: continuous(threads=n)),
            watched(lambda **wish: continuous(**wish)),
            Refusal(
                "wrong type",
                lambda: continuous(allowed=[["a", "b"]]),
                WrongType,
                "allowed",
                "a list of pairs",
            ),
            Refusal(
                "empty input",
                lambda: continuous(allowed=[]),
                InvalidInput,
                "allowed",
                "leave it out for all",
            ),
            Refusal(
                "unknown label",
                lambda: continuous(allowed=[("a", "B")]),
                UnknownLabel,
                "allowed",
                "Did you mean",
            ),
            Refusal(
                "duplicated key",
                lambda: continuous(allowed=[("a", "b"), ("a", "b")]),
                InvalidInput,
                "allowed",
                "leave it out",
            ),
            Refusal(
                "unknown label",
                lambda: continuous(allowed=[("a", "b")]),
                InvalidInput,
                "allowed",
                "add moves",
            ),
            Refusal(
                "wrong shape",
                lambda: continuous(LONG.assign(age=1), variables="age"),
                InvalidInput,
                "variables",
                "leave it out",
            ),
        ),
        parts=frozenset({"variables[0]"}),
    ),
    "chains.Multistate.intensity_matrix": Entry(
        at_values(RATES.intensity_matrix),
        cannot("takes a dictionary", "wrong shape", "empty input", "duplicated key")
        | cannot("names must be known first", "NaN", "infinity")
        | cannot("any number will do", "negative"),
    ),
    "chains.Multistate.probabilities": Entry(
        (
            *at_values(lambda at: RATES.probabilities(1.0, at)),
            *number_refused(
                lambda x: RATES.probabilities(x),
                "duration",
                ("at least 0",) * 3,
                whole=False,
            ),
        ),
        cannot("takes a dictionary", "wrong shape", "empty input", "duplicated key"),
    ),
    "chains.transition_logit": Entry(
        (
            *read_from_a_table(explained),
            Refusal("wrong type", lambda: explained(step=1.5), WrongType, "step", "round it"),
            *count_refused(lambda n: explained(step=n), "step", 1),
            Refusal(
                "empty input",
                lambda: explained(variables=[]),
                InvalidInput,
                "variables",
                "name at least one",
            ),
            Refusal(
                "wrong shape",
                lambda: explained(LONG.assign(age=1)),
                InvalidInput,
                "variables",
                "leave it out",
            ),
        ),
        parts=frozenset({"variables[0]"}),
    ),
    "chains.TransitionLogit.probabilities": Entry(
        (
            *at_values(EXPLAINED.probabilities),
            Refusal(
                "empty input", lambda: EXPLAINED.probabilities({}), InvalidInput, "at", "add it"
            ),
            Refusal(
                "NaN",
                lambda: EXPLAINED.probabilities({"age": NAN}),
                InvalidInput,
                "at",
                "must be a finite number",
            ),
            Refusal(
                "infinity",
                lambda: EXPLAINED.probabilities({"age": INFINITY}),
                InvalidInput,
                "at",
                "must be a finite number",
            ),
        ),
        cannot("takes a dictionary", "wrong shape", "duplicated key")
        | cannot("any number will do", "negative"),
    ),
}
