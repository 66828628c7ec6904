"""A graph of networkx as the core reads it: node numbers, ties and, when asked for, one weight."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from weakties import _core


class Graph:
    """What the functions of this backend get instead of a graph of networkx; it never changes."""

    __networkx_backend__ = "weakties"

    def __init__(
        self,
        nodes: list[Any],
        core: _core.Network,
        *,
        weight: str | None = None,
        attributes: Mapping[Hashable, list[Any]] | None = None,
        multigraph: bool = False,
        graph: Mapping[str, Any] | None = None,
        node_data: Mapping[Any, Mapping[str, Any]] | None = None,
    ) -> None:
        self.nodes = nodes
        self.core = core
        self.weight = weight
        self.attributes = dict(attributes or {})
        self._multigraph = multigraph
        # Attributes as networkx holds them, for functions that return graphs: where they change in
        # place networkx keeps what was read.
        self.graph = graph if graph is not None else {}
        self.node_data = node_data if node_data is not None else {}
        # networkx keeps what it derives from a graph here.
        self.__networkx_cache__: dict[str, Any] = {}

    def is_directed(self) -> bool:
        """Say whether edges have a direction."""
        return self.core.directed

    def is_multigraph(self) -> bool:
        """Say whether two nodes may have several edges."""
        return self._multigraph

    def __len__(self) -> int:
        return len(self.nodes)

    def __contains__(self, node: object) -> bool:
        try:
            return node in self.index
        except TypeError:
            return False

    def __iter__(self) -> Any:
        return iter(self.nodes)

    @cached_property
    def index(self) -> dict[Any, int]:
        """The number of each node."""
        return {node: number for number, node in enumerate(self.nodes)}

    @cached_property
    def self_loops(self) -> NDArray[np.int64]:
        """The numbers of the nodes with an edge to themselves."""
        return self.core.self_ties()[0].astype(np.int64)

    @cached_property
    def edge_count(self) -> int:
        """How many edges there are, self-loops included."""
        return self.core.tie_count + len(self.self_loops)

    @cached_property
    def dyadic_constraint(self) -> dict[tuple[Any, Any], float]:
        """What each contact adds to a node's constraint by the weights that were read."""
        return self._dyads(weighted=True)

    @cached_property
    def unweighted_dyadic_constraint(self) -> dict[tuple[Any, Any], float]:
        """What each contact adds to a node's constraint when every edge counts the same."""
        return self._dyads(weighted=False)

    def _dyads(self, *, weighted: bool) -> dict[tuple[Any, Any], float]:
        egos, alters, values = _core.dyadic_constraint(
            self.core, weighted, "whole", "both", None, None
        )
        ends = ([self.nodes[at] for at in side.tolist()] for side in (egos, alters))
        return dict(zip(zip(*ends, strict=True), values.tolist(), strict=True))

    @cached_property
    def least_weight(self) -> float:
        """The smallest weight of an edge between two nodes, infinite without edges."""
        return float(self.core.ties()[2].min(initial=np.inf))

    def both_ways(self) -> _core.Network:
        """Return the ties with an arc each way for every edge without direction."""
        if self.is_directed():
            return self.core
        sources, targets, weights = self.core.ties()
        return _core.Network(
            len(self),
            np.concatenate([sources, targets]),
            np.concatenate([targets, sources]),
            np.concatenate([weights, weights]),
            True,
            "raise",
        )

    def number(self, node: Any) -> int:
        """Return the number of a node, or raise networkx's error."""
        try:
            return self.index[node]
        except (KeyError, TypeError):
            raise nx.NodeNotFound(f"Node {node} is not in the graph.") from None

    def numbers(self, nodes: Iterable[Any]) -> NDArray[np.uint32]:
        """Return the numbers of some nodes in the order given."""
        return np.array([self.number(node) for node in nodes], dtype=np.uint32)

    def by_node(self, values: NDArray[Any]) -> dict[Any, Any]:
        """Return one value a node, as Python's own numbers."""
        return dict(zip(self.nodes, values.tolist(), strict=True))

    def of_nodes(self, values: Mapping[Any, Any], nodes: Any) -> Any:
        """Return the values of some nodes, or the one value of one node, as networkx does."""
        if nodes is None:
            return values
        if nodes in self:
            return values[nodes]
        return {node: values[node] for node in self.bunch(nodes)}

    def bunch(self, nodes: Iterable[Any]) -> list[Any]:
        """Return those of some nodes that are in the graph, as networkx does."""
        try:
            return [node for node in nodes if node in self]
        except TypeError:
            raise nx.NetworkXError(f"Node {nodes} is not in the graph.") from None

    def refuse_zero_weights(self, weight: str | None) -> None:
        """Leave paths over edges without length to networkx."""
        if weight is not None and self.least_weight == 0:
            raise NotImplementedError("weakties counts no paths over edges of weight 0")

    def refuse_self_loops(self) -> None:
        """Leave graphs with self-loops to networkx, where they count."""
        if len(self.self_loops):
            raise NotImplementedError("weakties lets no self-loop count in this function")

    def by_edge(self, values: NDArray[Any]) -> dict[tuple[Any, Any], Any]:
        """Return one value an edge between two nodes, as Python's own numbers."""
        return dict(zip(self.edges(), values.tolist(), strict=True))

    def edges(self) -> list[tuple[Any, Any]]:
        """Return the edges between two nodes in the order of the core."""
        sources, targets, _ = self.core.ties()
        return [
            (self.nodes[one], self.nodes[other])
            for one, other in zip(sources.tolist(), targets.tolist(), strict=True)
        ]


def from_networkx(
    graph: nx.Graph,
    *,
    weight: str | None = None,
    default: float = 1.0,
    node_attributes: Mapping[Hashable, Any] | None = None,
) -> Graph:
    """Read a graph of networkx; ``weight`` names the edge attribute that is kept."""
    nodes = list(graph)
    index = {node: number for number, node in enumerate(nodes)}
    adjacency: Mapping[Any, Mapping[Any, Any]] = graph._adj
    sources = np.repeat(
        np.arange(len(nodes), dtype=np.uint32),
        np.fromiter(map(len, adjacency.values()), dtype=np.int64, count=len(nodes)),
    )
    targets = np.fromiter(
        (index[target] for row in adjacency.values() for target in row),
        dtype=np.uint32,
        count=len(sources),
    )
    multigraph = graph.is_multigraph()
    if weight is None:
        weights = np.ones(len(sources))
    elif multigraph:
        raise NotImplementedError("weakties reads no weights of multigraphs")
    else:
        weights = _weights(adjacency, weight, default, len(sources))
    directed = graph.is_directed()
    if not directed:
        once = sources <= targets
        sources, targets, weights = sources[once], targets[once], weights[once]
    attributes = {
        name: [graph.nodes[node].get(name, otherwise) for node in nodes]
        for name, otherwise in (node_attributes or {}).items()
    }
    core = _core.Network(len(nodes), sources, targets, weights, directed, "raise")
    made = Graph(
        nodes,
        core,
        weight=weight,
        attributes=attributes,
        multigraph=multigraph,
        graph=graph.graph,
        node_data=graph._node,
    )
    made.index = index
    return made


def _weights(
    adjacency: Mapping[Any, Mapping[Any, Any]], weight: str, default: float, count: int
) -> NDArray[np.float64]:
    """Return one attribute of every edge as numbers from 0 up."""
    values = (data.get(weight, default) for row in adjacency.values() for data in row.values())
    try:
        weights = np.fromiter(values, dtype=np.float64, count=count)
    except (TypeError, ValueError) as problem:
        raise NotImplementedError(
            f"weakties reads numbers as weights, and {weight!r} is none on some edge: {problem}"
        ) from problem
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise NotImplementedError(
            f"weakties reads weights that are finite and at least 0, and some {weight!r} is not"
        )
    return weights


def to_networkx(graph: Graph) -> nx.Graph:
    """Return the graph that networkx would have."""
    made = nx.DiGraph() if graph.is_directed() else nx.Graph()
    for number, node in enumerate(graph.nodes):
        values = {name: column[number] for name, column in graph.attributes.items()}
        made.add_node(node, **{str(name): value for name, value in values.items()})
    sources, targets, weights = graph.core.ties()
    at, loops = graph.core.self_ties()
    for one, other, weight in zip(
        np.append(sources, at).tolist(),
        np.append(targets, at).tolist(),
        np.append(weights, loops).tolist(),
        strict=True,
    ):
        named = {} if graph.weight is None else {graph.weight: weight}
        made.add_edge(graph.nodes[one], graph.nodes[other], **named)
    return made
