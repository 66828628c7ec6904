"""Refusals of networks as objects: how they are made, and drawn."""

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network

from ..table import INFINITY, NAN, Entry, Refusal, cannot, flagged, option
from .shared import NETWORK, TIES, edges, weighing


def matrix(entry: float) -> list[list[float]]:
    return [[0.0, entry], [entry, 0.0]]


def graph(weight: float) -> nx.Graph:
    made = nx.Graph()
    made.add_edge("x", "y", w=weight)
    return made


def multigraph() -> nx.MultiGraph:
    return nx.MultiGraph([("x", "y"), ("x", "y")])


ENTRIES = {
    "networks.Network.from_edges": Entry(
        (
            Refusal("wrong type", lambda: edges([1, 2]), WrongType, "edges", "make one first"),
            Refusal(
                "wrong type",
                lambda: edges(TIES.assign(w="1"), weight="w"),
                WrongType,
                "weight",
                "convert it first",
            ),
            Refusal("wrong type", lambda: edges(weight=["w"]), WrongType, "weight", "give text"),
            Refusal("wrong type", lambda: edges(source=["a"]), WrongType, "source", "the name of"),
            Refusal("wrong type", lambda: edges(nodes="xyz"), WrongType, "nodes", "in a list"),
            Refusal("wrong type", lambda: edges(source=pd.NA), WrongType, "source", "the name of"),
            flagged(lambda value: edges(directed=value), "directed"),
            *option(lambda name: edges(parallel=name), "parallel"),
            *option(lambda name: edges(missing=name), "missing"),
            Refusal(
                "wrong shape",
                lambda: edges(nodes=pd.DataFrame(index=pd.MultiIndex.from_product([["x"], ["y"]]))),
                InvalidInput,
                "nodes",
                "which column holds its labels",
            ),
            Refusal(
                "empty input", lambda: edges(TIES[:0]), InvalidInput, "edges", "at least one row"
            ),
            Refusal(
                "empty input",
                lambda: edges(TIES[:0], nodes=[]),
                InvalidInput,
                "nodes",
                "give at least one",
            ),
            Refusal(
                "NaN", lambda: edges(weighing(NAN), weight="w"), InvalidInput, "weight", "fill them"
            ),
            Refusal(
                "NaN", lambda: edges(TIES.assign(a=NAN)), InvalidInput, "source", 'missing="drop"'
            ),
            Refusal(
                "infinity",
                lambda: edges(weighing(INFINITY), weight="w"),
                InvalidInput,
                "weight",
                "correct or remove",
            ),
            Refusal(
                "negative",
                lambda: edges(weighing(-1), weight="w"),
                InvalidInput,
                "weight",
                "correct or remove",
            ),
            Refusal(
                "unknown label", lambda: edges(source="A"), UnknownLabel, "source", "Did you mean"
            ),
            Refusal(
                "unknown label",
                lambda: edges(nodes=["x", "y"]),
                UnknownLabel,
                "target",
                "Labels there are",
            ),
            Refusal(
                "duplicated key",
                lambda: edges(pd.concat([TIES, TIES])),
                InvalidInput,
                "edges",
                'parallel="sum"',
            ),
            Refusal(
                "duplicated key",
                lambda: edges(nodes=["x", "y", "z", "x"]),
                InvalidInput,
                "nodes",
                "keep one row",
            ),
            Refusal(
                "duplicated key", lambda: edges(weight="source"), InvalidInput, "weight", "ren"
            ),
        ),
    ),
    "Exchange.from_matrix": Entry(
        (
            Refusal(
                "wrong type",
                lambda: Network.from_matrix([["a"]]),
                WrongType,
                "matrix",
                "without quotation marks",
            ),
            Refusal("wrong type", lambda: Network.from_matrix(1), WrongType, "matrix", "a list"),
            Refusal(
                "wrong type",
                lambda: Network.from_matrix(matrix(1), labels="ab"),
                WrongType,
                "labels",
                "in a list",
            ),
            Refusal(
                "wrong type",
                lambda: Network.from_matrix(matrix(1), weight=["w"]),
                WrongType,
                "weight",
                "give text",
            ),
            flagged(lambda value: Network.from_matrix(matrix(1), directed=value), "directed"),
            Refusal(
                "wrong shape",
                lambda: Network.from_matrix([[0, 1]]),
                InvalidInput,
                "matrix",
                "expected",
            ),
            Refusal(
                "wrong shape",
                lambda: Network.from_matrix(matrix(1), labels=["x"]),
                InvalidInput,
                "labels",
                "name every row",
            ),
            Refusal(
                "empty input",
                lambda: Network.from_matrix(np.empty((0, 0))),
                InvalidInput,
                "matrix",
                "give at least one",
            ),
            Refusal(
                "NaN",
                lambda: Network.from_matrix(matrix(NAN), weight="w"),
                InvalidInput,
                "matrix",
                "fill or drop",
            ),
            Refusal(
                "infinity",
                lambda: Network.from_matrix(matrix(INFINITY), weight="w"),
                InvalidInput,
                "matrix",
                "remove or correct",
            ),
            Refusal(
                "negative",
                lambda: Network.from_matrix(matrix(-1), weight="w"),
                InvalidInput,
                "matrix",
                "remove or correct",
            ),
            Refusal(
                "unknown label",
                lambda: Network.from_matrix(
                    pd.DataFrame(matrix(1), index=["x", "y"], columns=["x", "z"])
                ),
                InvalidInput,
                "matrix",
                "a row and a column",
            ),
            Refusal(
                "duplicated key",
                lambda: Network.from_matrix(matrix(1), labels=["x", "x"]),
                InvalidInput,
                "labels",
                "keep one",
            ),
        ),
    ),
    "Exchange.from_networkx": Entry(
        (
            Refusal(
                "wrong type", lambda: Network.from_networkx(TIES), WrongType, "graph", "networkx"
            ),
            Refusal(
                "wrong type",
                lambda: Network.from_networkx(graph(1), weight=["w"]),
                WrongType,
                "weight",
                "give text",
            ),
            *option(lambda name: Network.from_networkx(graph(1), parallel=name), "parallel"),
            Refusal(
                "empty input",
                lambda: Network.from_networkx(nx.Graph()),
                InvalidInput,
                "graph",
                "give at least one",
            ),
            *(
                Refusal(
                    fault,
                    lambda weight=weight: Network.from_networkx(graph(weight), weight="w"),
                    InvalidInput,
                    "weight",
                    remedy,
                )
                for fault, weight, remedy in (
                    ("NaN", NAN, "set it on every edge"),
                    ("infinity", INFINITY, "correct or remove"),
                    ("negative", -1.0, "correct or remove"),
                )
            ),
            Refusal(
                "unknown label",
                lambda: Network.from_networkx(graph(1), weight="km"),
                InvalidInput,
                "weight",
                "set it on every edge",
            ),
            Refusal(
                "duplicated key",
                lambda: Network.from_networkx(multigraph()),
                InvalidInput,
                "graph",
                'parallel="sum"',
            ),
        ),
        cannot("a graph has no shape", "wrong shape"),
    ),
    "networks.Network.plot": Entry(
        (
            Refusal("wrong type", lambda: NETWORK.plot(Figure()), WrongType, "ax", "subplots"),
            Refusal(
                "wrong type", lambda: NETWORK.plot(size=[1]), WrongType, "size", "Series by label"
            ),
            flagged(lambda value: NETWORK.plot(names=value), "names"),
            *(
                Refusal(
                    fault,
                    lambda value=value: NETWORK.plot(size=pd.Series([value] * 3, list("xyz"))),
                    InvalidInput,
                    "size",
                    remedy,
                )
                for fault, value, remedy in (
                    ("NaN", NAN, "fill what is missing"),
                    ("infinity", INFINITY, "at least 0"),
                    ("negative", -1.0, "at least 0"),
                )
            ),
            Refusal(
                "wrong shape",
                lambda: NETWORK.plot(size=pd.Series([1], ["x"])),
                UnknownLabel,
                "size",
                "for every node",
            ),
            Refusal(
                "empty input",
                lambda: NETWORK.plot(color=pd.Series([], dtype=float)),
                UnknownLabel,
                "color",
                "for every node",
            ),
            Refusal(
                "unknown label",
                lambda: NETWORK.plot(size="employees"),
                UnknownLabel,
                "size",
                "Attributes there are",
            ),
            Refusal(
                "duplicated key",
                lambda: NETWORK.plot(size=pd.Series([1, 2], ["x", "x"])),
                InvalidInput,
                "size",
                "one value a node",
            ),
        ),
    ),
}
