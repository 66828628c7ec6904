"""What the graphs of networkx and igraph say of nodes and ties, read into arrays in one pass."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import instance
from weakties._frames import Column, read
from weakties._wording import did_you_mean, listing
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .labelled import Codes, Weights
from .reading import counted, described_by, missing_package

if TYPE_CHECKING:
    import igraph
    import networkx

# Where a graph that was made here keeps what its dictionaries lose: by kind of node, what the
# labels are called, and the dtypes of the attributes.
_REMEMBERED = "_weakties_remembered"
_Remembered: TypeAlias = tuple[Hashable, dict[Any, Any]]


# Stands for an attribute that a node of networkx does not have.
_ABSENT = object()


@dataclass(frozen=True, eq=False)
class Graph:
    """The nodes and ties of another library's graph, by node numbers."""

    # As they stand in the graph; `described` looks at whether they can be labels.
    labels: pd.Index[Any]
    columns: dict[Any, NDArray[Any]]
    sources: Codes
    targets: Codes
    weights: Weights | None
    directed: bool
    remembered: dict[str, _Remembered]

    def described(
        self, nodes: NDArray[np.bool_] | None = None, kind: str = "nodes"
    ) -> pd.DataFrame:
        """Return the attributes of all nodes, or of one kind, in their dtypes."""
        listed = self.labels if nodes is None else self.labels[nodes]
        name, dtypes = self.remembered.get(kind, (None, {}))
        labels = described_by(listed, None, "graph").index.rename(name)
        table: dict[Any, pd.Series[Any]] = {}
        known = [name for name in dtypes if name in self.columns]
        for name in dict.fromkeys([*known, *self.columns]):
            values = self.columns[name]
            of_kind = values if nodes is None else values[nodes]
            absent = np.array([value is _ABSENT for value in of_kind], bool)
            none = np.array([value is None for value in of_kind], bool)
            if name not in dtypes and (dtypes or nodes is not None) and (absent | none).all():
                # It belongs to the other kind.
                continue
            held = pd.Series(np.where(absent, np.nan, of_kind), index=labels, dtype=object)
            table[name] = held.infer_objects()
            # If somebody changed the graph meanwhile, its values may not be of that dtype.
            with suppress(TypeError, ValueError):
                table[name] = held.astype(dtypes.get(name, table[name].dtype))
        return pd.DataFrame(table, index=labels)


def networkx_package() -> Any:
    """Import networkx, or say how it is installed."""
    try:
        import networkx
    except ImportError as problem:
        raise missing_package("networkx") from problem
    return networkx


def igraph_package() -> Any:
    """Import igraph, or say how it is installed."""
    try:
        import igraph
    except ImportError as problem:
        raise missing_package("igraph") from problem
    return igraph


def scipy_package() -> Any:
    """Import scipy's sparse matrices, or say how they are installed."""
    try:
        import scipy.sparse
    except ImportError as problem:
        raise missing_package("scipy") from problem
    return scipy.sparse


def read_networkx(graph: object, weight: Hashable | None) -> Graph:
    """Read a graph of networkx, checked to be one."""
    checked: networkx.Graph = instance(graph, "graph", networkx_package().Graph, "networkx")
    nodes = list(checked)
    labels = _index(nodes)
    kept = [data for _, data in checked.nodes(data=True)]
    names = dict.fromkeys(chain.from_iterable(filter(None, kept)))
    columns = {name: _objects([data.get(name, _ABSENT) for data in kept]) for name in names}
    number = dict(zip(nodes, range(len(nodes)), strict=True))
    values: list[object] | None = None
    if checked.is_multigraph():
        edges = list(checked.edges(data=weight)) if weight is not None else list(checked.edges())
        ends = chain.from_iterable((number[edge[0]], number[edge[1]]) for edge in edges)
        pairs = np.fromiter(ends, np.int64, 2 * len(edges)).reshape(-1, 2)
        sources, targets = pairs[:, 0], pairs[:, 1]
        if weight is not None:
            values = [edge[2] for edge in edges]
    else:
        lists = [neighbours for _, neighbours in checked.adjacency()]
        counts = np.fromiter(map(len, lists), np.int64, len(lists))
        sources = np.repeat(np.arange(len(nodes)), counts)
        listed: Iterator[int] = chain.from_iterable(lists)
        if nodes != list(range(len(nodes))):
            listed = map(number.__getitem__, listed)
        targets = np.fromiter(listed, np.int64, len(sources))
        # An undirected edge is listed at both ends, with the same dictionary.
        once = np.ones(len(sources), bool) if checked.is_directed() else sources <= targets
        if weight is not None:
            held = chain.from_iterable(neighbours.values() for neighbours in lists)
            values = [data.get(weight) for data in compress(held, once.tolist())]
        sources, targets = sources[once], targets[once]
    weights = None if values is None else _weights(values, weight, labels, sources, targets)
    remembered = getattr(graph, _REMEMBERED, {})
    return Graph(labels, columns, sources, targets, weights, checked.is_directed(), remembered)


def read_igraph(graph: object, weight: Hashable | None, key: Hashable | None) -> Graph:
    """Read a graph of igraph, checked to be one; ``key`` is the attribute that holds the labels."""
    checked: igraph.Graph = instance(graph, "graph", igraph_package().Graph, "igraph")
    there_are = checked.vs.attributes()
    if key is None:
        key = "name" if "name" in there_are else None
    elif key not in there_are:
        raise UnknownLabel(
            f"`key`: the vertices of `graph` have no attribute {key!r}."
            f"{did_you_mean(key, there_are)} {listing('Attributes there are', there_are)}"
        )
    listed = range(checked.vcount()) if key is None else checked.vs[key]
    labels = _index(listed)
    columns = {name: _objects(checked.vs[name]) for name in there_are if name != key}
    ends = chain.from_iterable(checked.get_edgelist())
    pairs = np.fromiter(ends, np.int64, 2 * checked.ecount()).reshape(-1, 2)
    sources, targets = pairs[:, 0], pairs[:, 1]
    weights = None
    if weight is not None:
        if weight not in checked.es.attributes():
            raise UnknownLabel(
                f"`weight`: the edges of `graph` have no attribute {weight!r}."
                f"{did_you_mean(weight, checked.es.attributes())} "
                f"{listing('Attributes there are', checked.es.attributes())}"
            )
        weights = _weights(checked.es[weight], weight, labels, sources, targets)
    remembered = getattr(graph, _REMEMBERED, {})
    return Graph(labels, columns, sources, targets, weights, checked.is_directed(), remembered)


def remember(graph: Any, **tables: pd.DataFrame) -> None:
    """Keep what the labels of each kind are called, and dtypes, with a graph made from them."""
    kept = {kind: (table.index.name, table.dtypes.to_dict()) for kind, table in tables.items()}
    setattr(graph, _REMEMBERED, kept)


def text_names(names: Sequence[object], reserved: Sequence[str]) -> None:
    """Refuse names that igraph cannot give to attributes."""
    for name in names:
        if not isinstance(name, str):
            raise WrongType(
                f"igraph names attributes by text: got {name!r}; rename that column before"
            )
        if name in reserved:
            raise InvalidInput(
                f"igraph keeps something else under the name {name!r}; rename that attribute before"
            )


def _index(labels: Iterable[Hashable]) -> pd.Index[Any]:
    return pd.Index(list(labels), dtype=object, tupleize_cols=False)


def _objects(values: Sequence[object]) -> Any:
    """Return an array of just these objects, also where they are lists."""
    array = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        array[place] = value
    return array


def _weights(
    values: list[Any],
    weight: Hashable,
    labels: pd.Index[Any],
    sources: Codes,
    targets: Codes,
) -> Weights:
    """Return an attribute of all edges as numbers from 0 up."""
    frame = pd.DataFrame({weight: pd.Series(values, dtype=None if values else np.float64)})
    lacking = np.flatnonzero(frame[weight].isna())
    if len(lacking):
        edge = tuple(labels[ends[lacking[0]]] for ends in (sources, targets))
        raise InvalidInput(
            f"`weight`: the edge {edge} of `graph` has no value for {weight!r} "
            f"({counted(len(lacking), 'such edge')}); set it on every edge first"
        )
    column = Column("weight", weight, "number", low=0)
    return read(frame, [column], argument="graph", allow_empty=True).number("weight")
