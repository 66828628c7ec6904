"""Refusals of what other libraries hand over."""

from collections.abc import Callable

import igraph
import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, TwoModeNetwork

from ..table import INFINITY, NAN, Entry, Refusal, cannot, option
from .shared import TIES


def sparse(entry: float = 1.0) -> csr_array:
    return csr_array(np.array([[0.0, entry], [entry, 0.0]]))


def numbers(call: Callable[[float], object], argument: str, remedy: str) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(fault, lambda entry=entry: call(entry), InvalidInput, argument, remedy)
        for fault, entry in (("NaN", NAN), ("infinity", INFINITY), ("negative", -1.0))
    )


def of_igraph(ties: list[tuple[int, int]], weight: object = 1.0) -> igraph.Graph:
    made = igraph.Graph(2, ties)
    made.vs["type"] = [False, True]
    made.es["w"] = weight
    return made


def of_networkx(weight: float = 1.0) -> nx.MultiGraph:
    made = nx.MultiGraph()
    made.add_node("x", bipartite=0)
    made.add_node("y", bipartite=1)
    made.add_edge("x", "y", w=weight)
    return made


def twice() -> nx.MultiGraph:
    made = of_networkx()
    made.add_edge("y", "x", w=1)
    return made


def directed() -> nx.DiGraph:
    return nx.DiGraph([("x", "y")])


def igraphs(kind: type[Network] | type[TwoModeNetwork]) -> Entry:
    def call(graph: object = None, **options: object) -> object:
        return kind.from_igraph(of_igraph([(0, 1)]) if graph is None else graph, **options)

    return Entry(
        (
            Refusal("wrong type", lambda: call(TIES), WrongType, "graph", "igraph"),
            Refusal("wrong type", lambda: call(weight=["w"]), WrongType, "weight", "give text"),
            *option(lambda name: call(parallel=name), "parallel"),
            Refusal("empty input", lambda: call(igraph.Graph()), InvalidInput, "graph", "give at"),
            Refusal(
                "NaN",
                lambda: call(of_igraph([(0, 1)], NAN), weight="w"),
                InvalidInput,
                "weight",
                "set it on every edge",
            ),
            *(
                Refusal(
                    fault,
                    lambda weight=weight: call(of_igraph([(0, 1)], weight), weight="w"),
                    InvalidInput,
                    "weight",
                    "correct or remove",
                )
                for fault, weight in (("infinity", INFINITY), ("negative", -1.0))
            ),
            Refusal(
                "unknown label", lambda: call(weight="km"), UnknownLabel, "weight", "Attributes"
            ),
            Refusal("unknown label", lambda: call(key="label"), UnknownLabel, "key", "Attributes"),
            Refusal(
                "duplicated key",
                lambda: call(of_igraph([(0, 1), (1, 0)])),
                InvalidInput,
                "graph",
                'parallel="sum"',
            ),
        ),
        cannot("a graph has no shape", "wrong shape"),
    )


ENTRIES = {
    "Exchange.from_scipy": Entry(
        (
            Refusal(
                "wrong type", lambda: Network.from_scipy([[1]]), WrongType, "matrix", "from_matrix"
            ),
            Refusal(
                "wrong shape",
                lambda: Network.from_scipy(csr_array((1, 2))),
                InvalidInput,
                "matrix",
                "expected (n, n)",
            ),
            Refusal(
                "empty input",
                lambda: Network.from_scipy(csr_array((0, 0))),
                InvalidInput,
                "matrix",
                "n at least 1",
            ),
            *numbers(
                lambda entry: Network.from_scipy(sparse(entry), weight="w"),
                "matrix",
                "remove or correct",
            ),
            Refusal(
                "unknown label",
                lambda: Network.from_scipy(sparse(), labels=["x"]),
                InvalidInput,
                "labels",
                "name every row",
            ),
            Refusal(
                "duplicated key",
                lambda: Network.from_scipy(sparse(), labels=["x", "x"]),
                InvalidInput,
                "labels",
                "keep one",
            ),
        ),
    ),
    "Exchange.from_igraph": igraphs(Network),
    "TwoModeExchange.from_igraph": igraphs(TwoModeNetwork),
    "TwoModeExchange.from_matrix": Entry(
        (
            Refusal(
                "wrong type",
                lambda: TwoModeNetwork.from_matrix([["a"]]),
                WrongType,
                "matrix",
                "without quotation marks",
            ),
            Refusal(
                "wrong shape",
                lambda: TwoModeNetwork.from_matrix([[1]], firms=["x", "y"]),
                InvalidInput,
                "firms",
                "name every row",
            ),
            Refusal(
                "empty input",
                lambda: TwoModeNetwork.from_matrix(np.empty((0, 2))),
                InvalidInput,
                "matrix",
                "give at least one",
            ),
            Refusal(
                "NaN",
                lambda: TwoModeNetwork.from_matrix([[NAN]], weight="w"),
                InvalidInput,
                "matrix",
                "fill or drop",
            ),
            *numbers(
                lambda entry: TwoModeNetwork.from_matrix([[entry]], weight="w"),
                "matrix",
                "remove or correct",
            )[1:],
            Refusal(
                "unknown label",
                lambda: TwoModeNetwork.from_matrix(pd.DataFrame([[1]]), institutions=["x"]),
                InvalidInput,
                "institutions",
                "leave them out",
            ),
            Refusal(
                "duplicated key",
                lambda: TwoModeNetwork.from_matrix([[1, 1]], institutions=["x", "x"]),
                InvalidInput,
                "institutions",
                "keep one",
            ),
        ),
    ),
    "TwoModeExchange.from_scipy": Entry(
        (
            Refusal(
                "wrong type",
                lambda: TwoModeNetwork.from_scipy([[1]]),
                WrongType,
                "matrix",
                "from_matrix",
            ),
            Refusal(
                "wrong shape",
                lambda: TwoModeNetwork.from_scipy(sparse(), firms=["x"]),
                InvalidInput,
                "firms",
                "name every row",
            ),
            Refusal(
                "empty input",
                lambda: TwoModeNetwork.from_scipy(csr_array((0, 1))),
                InvalidInput,
                "matrix",
                "at least 1",
            ),
            *numbers(
                lambda entry: TwoModeNetwork.from_scipy(sparse(entry), weight="w"),
                "matrix",
                "remove or correct",
            ),
            Refusal(
                "duplicated key",
                lambda: TwoModeNetwork.from_scipy(sparse(), firms=["x", "x"]),
                InvalidInput,
                "firms",
                "keep one",
            ),
        ),
        cannot("a sparse matrix has no labels", "unknown label"),
    ),
    "TwoModeExchange.from_networkx": Entry(
        (
            Refusal(
                "wrong type",
                lambda: TwoModeNetwork.from_networkx(TIES),
                WrongType,
                "graph",
                "networkx",
            ),
            *option(
                lambda name: TwoModeNetwork.from_networkx(of_networkx(), parallel=name), "parallel"
            ),
            Refusal(
                "wrong shape",
                lambda: TwoModeNetwork.from_networkx(directed()),
                InvalidInput,
                "graph",
                "must be undirected",
            ),
            Refusal(
                "empty input",
                lambda: TwoModeNetwork.from_networkx(nx.Graph()),
                InvalidInput,
                "graph",
                "give at least one",
            ),
            Refusal(
                "NaN",
                lambda: TwoModeNetwork.from_networkx(of_networkx(NAN), weight="w"),
                InvalidInput,
                "weight",
                "set it on every edge",
            ),
            *numbers(
                lambda weight: TwoModeNetwork.from_networkx(of_networkx(weight), weight="w"),
                "weight",
                "correct or remove",
            )[1:],
            Refusal(
                "unknown label",
                lambda: TwoModeNetwork.from_networkx(nx.path_graph(2)),
                InvalidInput,
                "graph",
                "set it first",
            ),
            Refusal(
                "duplicated key",
                lambda: TwoModeNetwork.from_networkx(twice()),
                InvalidInput,
                "graph",
                'parallel="sum"',
            ),
        ),
    ),
}
