"""Refusals of careers as chains of states."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import (
    Spells,
    absorption,
    communicating_classes,
    job_contact_exact,
    job_contact_simulate,
    mobility,
    stationary_distribution,
    transition_matrix,
)
from weakties.networks import Network

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

PANEL = pd.DataFrame(
    {"person": [1, 1, 2, 2], "year": [1, 2, 1, 2], "rung": list("abba"), "weight": 1.0}
)
JOBS = pd.DataFrame({"person": [1, 1], "from": [1, 3], "to": [3, 5], "rung": ["a", "b"]})
SPELLS = Spells.from_panel(PANEL, "person", "year", "rung")
GROUPS = pd.Series(["north", "south"], index=[1, 2], name="region")
GROUPED = transition_matrix(SPELLS, by=GROUPS)
MATRIX = [[0.5, 0.5], [0.0, 1.0]]
PAIR = [[0, 1], [1, 0]]
BETWEEN = ("above 0 and below 1",) * 3
FROM_0_TO_1 = ("at least 0 and at most 1",) * 3

CHECKED = cannot(
    "spells were checked when they were made", "wrong shape", "empty input", "duplicated key"
)
NO_NUMBERS = cannot("takes no numbers of its own", "NaN", "infinity", "negative")


def panel(data: object = PANEL, **options: object) -> Spells:
    return Spells.from_panel(
        data, **{"person": "person", "time": "year", "state": "rung", **options}
    )


def spells(data: object = JOBS, **options: object) -> Spells:
    usual = {"person": "person", "start": "from", "end": "to", "state": "rung", "inclusive": False}
    return Spells.from_spells(data, **{**usual, **options})


def weighing(data: pd.DataFrame, weight: object) -> pd.DataFrame:
    return data.assign(weight=weight)


def exact(network: object = PAIR, **options: object) -> object:
    return job_contact_exact(network, **{"arrival": 0.1, "separation": 0.1, **options})


def simulated(network: object = PAIR, **options: object) -> object:
    usual = {"arrival": 0.1, "separation": 0.1, "periods": 2, "seed": 1}
    return job_contact_simulate(network, **{**usual, **options})


def labelled(rows: str, columns: str) -> pd.DataFrame:
    return pd.DataFrame(MATRIX, index=list(rows), columns=list(columns))


def of_a_matrix(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give transition probabilities every fault that they can have."""
    cases = (
        ("wrong type", "P", WrongType, "must be a list or an array"),
        ("wrong type", [["a"]], WrongType, "without quotation marks"),
        ("wrong shape", [[1.0, 0.0]], InvalidInput, "expected"),
        ("wrong shape", [[0.5, 0.4], [0.0, 1.0]], InvalidInput, "divide each row by its sum"),
        ("empty input", np.empty((0, 0)), InvalidInput, "give at least one"),
        ("NaN", [[NAN, 1.0], [0.0, 1.0]], InvalidInput, "fill or drop"),
        ("infinity", [[INFINITY, 1.0], [0.0, 1.0]], InvalidInput, "remove or correct"),
        ("negative", [[-1.0, 2.0], [0.0, 1.0]], InvalidInput, "remove or correct"),
        ("unknown label", labelled("ab", "ac"), InvalidInput, "sort them alike"),
        ("unknown label", GROUPED, InvalidInput, "choose a group"),
        ("duplicated key", labelled("aa", "aa"), InvalidInput, "each state once"),
    )
    return tuple(
        Refusal(fault, lambda matrix=matrix: measure(matrix), error, "matrix", remedy)
        for fault, matrix, error, remedy in cases
    )


def of_a_network(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    """Give a model of job contacts every fault that a network can have."""
    directed = Network.from_matrix([[0, 1], [0, 0]])
    nodes = pd.DataFrame(PAIR, index=list("ab"), columns=list("ac"))
    twice = pd.DataFrame(PAIR, index=list("aa"), columns=list("aa"))
    cases = (
        ("wrong type", "network", WrongType, "must be a list or an array"),
        ("wrong type", directed, InvalidInput, "make an undirected one"),
        ("wrong shape", [[0, 1]], InvalidInput, "expected"),
        ("wrong shape", [[0, 1], [0, 0]], InvalidInput, "decide which ties count"),
        ("wrong shape", [[0, 2], [2, 0]], InvalidInput, "compare with 0"),
        ("empty input", np.empty((0, 0)), InvalidInput, "give at least one"),
        ("NaN", [[0, NAN], [NAN, 0]], InvalidInput, "fill or drop"),
        ("infinity", [[0, INFINITY], [INFINITY, 0]], InvalidInput, "remove or correct"),
        ("negative", [[0, -1], [-1, 0]], InvalidInput, "remove or correct"),
        ("unknown label", nodes, InvalidInput, ".loc[nodes, nodes]"),
        ("duplicated key", twice, InvalidInput, ".loc[nodes, nodes]"),
    )
    return (
        *(
            Refusal(fault, lambda network=network: measure(network), error, "network", remedy)
            for fault, network, error, remedy in cases
        ),
        Refusal("wrong type", lambda: measure(durations=3), WrongType, "durations", "write [1,"),
        Refusal(
            "duplicated key",
            lambda: measure(durations=[1, 1]),
            InvalidInput,
            "durations",
            "name each once",
        ),
        *count_refused(lambda n: measure(durations=[n]), "durations", 1),
        Refusal("wrong type", lambda: measure(arrival="a"), WrongType, "arrival", "quotation"),
    )


def read_from_a_table(
    read: Callable[..., object], table: pd.DataFrame, time: str
) -> tuple[Refusal, ...]:
    """Give either way of making spells the faults that a table can have."""

    def weighed(weight: object) -> object:
        return read(weighing(table, weight), weight="weight")

    return (
        Refusal("wrong type", lambda: read([1]), WrongType, "data", "make one first"),
        Refusal("wrong type", lambda: weighed("1"), WrongType, "weight", "convert it first"),
        Refusal("wrong type", lambda: read(person=["a"]), WrongType, "person", "the name of"),
        Refusal("wrong type", lambda: read(step=1.5), WrongType, "step", "round it first"),
        *option(lambda name: read(missing=name), "missing"),
        Refusal("wrong shape", lambda: read(state=[["rung"]]), WrongType, "state", "the name of"),
        Refusal("empty input", lambda: read(table[:0]), InvalidInput, "data", "at least one row"),
        Refusal(
            "empty input", lambda: read(state=[]), InvalidInput, "state", "at least one column"
        ),
        Refusal("NaN", lambda: weighed(NAN), InvalidInput, "weight", "fill them first"),
        Refusal("infinity", lambda: weighed(INFINITY), InvalidInput, "weight", "correct or remove"),
        Refusal("negative", lambda: weighed(-1), InvalidInput, "weight", "correct or remove"),
        *count_refused(lambda n: read(step=n), "step", 1),
        Refusal("unknown label", lambda: read(person="name"), UnknownLabel, "person", "Columns"),
        Refusal("unknown label", lambda: read(state="Rung"), UnknownLabel, "state", "Did you mean"),
        Refusal(
            "duplicated key",
            lambda: read(pd.concat([table, table])),
            InvalidInput,
            "data",
            "keep one of them",
        ),
        Refusal(
            "duplicated key",
            lambda: weighed(np.arange(len(table)) + 1.0),
            InvalidInput,
            "weight",
            "give each person one",
        ),
        Refusal(
            "infinity",
            lambda: read(table.assign(**{time: INFINITY})),
            InvalidInput,
            "time" if time == "year" else "start",
            "correct or remove",
        ),
    )


ENTRIES = {
    "chains.Spells.from_panel": Entry(read_from_a_table(panel, PANEL, "year")),
    "chains.Spells.from_spells": Entry(
        (
            *read_from_a_table(spells, JOBS, "from"),
            flagged(lambda value: spells(inclusive=value), "inclusive"),
            Refusal(
                "negative",
                lambda: spells(JOBS.assign(to=0)),
                InvalidInput,
                "end",
                "correct or remove such rows",
            ),
            Refusal(
                "wrong type",
                lambda: spells(JOBS.assign(left="yes"), censored_left="left"),
                WrongType,
                "censored_left",
                "convert it first",
            ),
        )
    ),
    "chains.Spells.counts": Entry(
        (flagged(lambda value: SPELLS.counts(across_gaps=value), "across_gaps"),),
        NO_NUMBERS | CHECKED | cannot("takes no names", "unknown label"),
    ),
    "chains.TransitionMatrix.of": Entry(
        (
            Refusal("wrong type", lambda: GROUPED.of(["north"]), WrongType, "group", "give text"),
            Refusal("wrong type", lambda: GROUPED.of(GROUPS), WrongType, "group", "give text"),
            Refusal("empty input", lambda: GROUPED.of(""), UnknownLabel, "group", "Groups there"),
            Refusal("NaN", lambda: GROUPED.of(NAN), WrongType, "group", "name it"),
            Refusal(
                "infinity", lambda: GROUPED.of(INFINITY), UnknownLabel, "group", "Groups there are"
            ),
            Refusal("unknown label", lambda: GROUPED.of("North"), UnknownLabel, "group", "Did you"),
            Refusal(
                "unknown label",
                lambda: transition_matrix(SPELLS).of("north"),
                InvalidInput,
                "group",
                "use it as it is",
            ),
        ),
        cannot("takes one label", "wrong shape", "negative", "duplicated key"),
    ),
    "chains.transition_matrix": Entry(
        (
            Refusal(
                "wrong type", lambda: transition_matrix(PANEL), WrongType, "spells", "Spells.from"
            ),
            Refusal(
                "wrong type",
                lambda: transition_matrix(SPELLS, by="region"),
                WrongType,
                "by",
                "make one",
            ),
            Refusal(
                "wrong type",
                lambda: transition_matrix(SPELLS, seed="1"),
                WrongType,
                "seed",
                "a whole number is the simplest",
            ),
            flagged(lambda value: transition_matrix(SPELLS, across_gaps=value), "across_gaps"),
            *option(lambda name: transition_matrix(SPELLS, never_left=name), "never_left"),
            watched(lambda **wish: transition_matrix(SPELLS, **wish)),
            Refusal(
                "wrong shape",
                lambda: transition_matrix(SPELLS, by=GROUPS[:1]),
                InvalidInput,
                "by",
                "add them",
            ),
            Refusal(
                "empty input",
                lambda: transition_matrix(SPELLS, by=GROUPS[:0]),
                InvalidInput,
                "by",
                "at least one row",
            ),
            Refusal(
                "empty input",
                lambda: transition_matrix(panel(PANEL[::2])),
                InvalidInput,
                "spells",
                "check the periods",
            ),
            Refusal(
                "NaN",
                lambda: transition_matrix(SPELLS, by=pd.Series(["north", None], [1, 2])),
                InvalidInput,
                "by",
                "fill it first",
            ),
            *count_refused(lambda n: transition_matrix(SPELLS, bootstrap=n), "bootstrap", 0),
            *number_refused(
                lambda x: transition_matrix(SPELLS, level=x), "level", BETWEEN, whole=False
            ),
            *threads_refused(lambda n: transition_matrix(SPELLS, threads=n)),
            Refusal(
                "infinity",
                lambda: transition_matrix(SPELLS, bootstrap=10**30),
                InvalidInput,
                "bootstrap",
                "at most 1000000",
            ),
            Refusal(
                "unknown label",
                lambda: transition_matrix(SPELLS, by=GROUPS.set_axis([1, 3])),
                InvalidInput,
                "by",
                "add them",
            ),
            Refusal(
                "duplicated key",
                lambda: transition_matrix(SPELLS, by=GROUPS.set_axis([1, 1])),
                InvalidInput,
                "by",
                "keep one",
            ),
        ),
    ),
    "chains.communicating_classes": Entry(of_a_matrix(communicating_classes)),
    "chains.stationary_distribution": Entry(
        (
            *of_a_matrix(stationary_distribution),
            Refusal(
                "wrong type",
                lambda: stationary_distribution(MATRIX, within=[1]),
                WrongType,
                "within",
                "give text, a number",
            ),
            Refusal(
                "unknown label",
                lambda: stationary_distribution(MATRIX, within=2),
                UnknownLabel,
                "within",
                "Labels there are",
            ),
        )
    ),
    "chains.absorption": Entry(
        (
            *of_a_matrix(absorption),
            Refusal(
                "wrong type",
                lambda: absorption(MATRIX, into=np.array([1])),
                WrongType,
                "into",
                "give text, a number",
            ),
            Refusal(
                "empty input",
                lambda: absorption(MATRIX, into=[]),
                InvalidInput,
                "into",
                "some of the states",
            ),
            Refusal(
                "unknown label",
                lambda: absorption(MATRIX, into="work"),
                UnknownLabel,
                "into",
                "Labels there are",
            ),
        )
    ),
    "chains.mobility": Entry(
        (
            *of_a_matrix(mobility),
            Refusal(
                "wrong type", lambda: mobility(MATRIX, order=(0, 1)), WrongType, "order", "make it"
            ),
            Refusal(
                "wrong type",
                lambda: mobility(MATRIX, order=[[0], [1]]),
                WrongType,
                "order",
                "give text, a number",
            ),
            Refusal(
                "wrong type", lambda: mobility(MATRIX, weights="ab"), WrongType, "weights", "a list"
            ),
            Refusal(
                "wrong shape",
                lambda: mobility(MATRIX, weights=[1.0]),
                InvalidInput,
                "weights",
                "expected (2,)",
            ),
            Refusal(
                "wrong shape",
                lambda: mobility(MATRIX, order=[0]),
                InvalidInput,
                "order",
                "each of the 2 states once",
            ),
            *(
                Refusal(
                    fault,
                    lambda weight=weight: mobility(MATRIX, weights=[weight, 1.0]),
                    InvalidInput,
                    "weights",
                    remedy,
                )
                for fault, weight, remedy in (
                    ("NaN", NAN, "fill or drop"),
                    ("infinity", INFINITY, "remove or correct"),
                    ("negative", -1.0, "remove or correct"),
                )
            ),
            *threads_refused(lambda n: mobility(MATRIX, threads=n)),
            watched(lambda **wish: mobility(MATRIX, **wish)),
            Refusal(
                "unknown label",
                lambda: mobility(MATRIX, order=[0, 2]),
                UnknownLabel,
                "order",
                "Labels there are",
            ),
            Refusal(
                "unknown label",
                lambda: mobility(MATRIX, weights=pd.Series([0.5, 0.5], ["a", "b"])),
                UnknownLabel,
                "weights",
                "Labels there are",
            ),
            Refusal(
                "duplicated key",
                lambda: mobility(MATRIX, weights=pd.Series([0.5, 0.5], [1, 1])),
                InvalidInput,
                "weights",
                "each state once",
            ),
        )
    ),
    "chains.job_contact_exact": Entry(
        (
            *of_a_network(exact),
            *number_refused(lambda x: exact(arrival=x), "arrival", BETWEEN, whole=False),
            *number_refused(lambda x: exact(separation=x), "separation", BETWEEN, whole=False),
            Refusal(
                "wrong shape",
                lambda: exact(np.zeros((13, 13))),
                InvalidInput,
                "network",
                "use job_contact_simulate",
            ),
        )
    ),
    "chains.job_contact_simulate": Entry(
        (
            *of_a_network(simulated),
            *number_refused(lambda x: simulated(arrival=x), "arrival", FROM_0_TO_1, whole=False),
            *number_refused(
                lambda x: simulated(separation=x), "separation", FROM_0_TO_1, whole=False
            ),
            *count_refused(lambda n: simulated(periods=n), "periods", 1),
            *count_refused(lambda n: simulated(burn_in=n), "burn_in", 0),
            *count_refused(lambda n: simulated(replicates=n), "replicates", 1),
            *threads_refused(lambda n: simulated(threads=n)),
            *option(lambda name: simulated(pairs=name), "pairs"),
            watched(lambda **wish: simulated(**wish)),
            Refusal("wrong type", lambda: simulated(seed=1.5), WrongType, "seed", "whole number"),
            Refusal("negative", lambda: simulated(seed=-1), InvalidInput, "seed", "at least 0"),
            Refusal(
                "wrong type",
                lambda: simulated(employed=[1, 0]),
                WrongType,
                "employed",
                "compare with something",
            ),
            Refusal(
                "NaN",
                lambda: simulated(employed=[True, NAN]),
                WrongType,
                "employed",
                "compare with something",
            ),
            Refusal(
                "wrong shape",
                lambda: simulated(employed=[True]),
                InvalidInput,
                "employed",
                "give one each",
            ),
            Refusal(
                "unknown label",
                lambda: simulated(employed=pd.Series([True, True], ["a", "b"])),
                InvalidInput,
                "employed",
                "use .reindex",
            ),
            Refusal(
                "duplicated key",
                lambda: simulated(employed=pd.Series([True, True], [0, 0])),
                InvalidInput,
                "employed",
                "use .reindex",
            ),
        )
    ),
}
