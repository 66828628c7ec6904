"""Who is tied to whom: the object that every measure of this pillar reads."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from weakties import _core
from weakties._arguments import choice, flag, instance, label
from weakties._frames import Column, codes_of, read
from weakties._tables import as_html, grid
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .matrices import entries, first_asymmetric, labels_of_frame
from .reading import (
    PARALLEL,
    counted,
    described_by,
    missing_package,
    refuse_parallel,
    refuse_weight_name,
)

if TYPE_CHECKING:
    import networkx
    import scipy.sparse
    from matplotlib.axes import Axes

_Codes: TypeAlias = NDArray[np.int64]
_Weights: TypeAlias = NDArray[np.float64]

_MADE_BY = "Network.from_edges, .from_matrix or .from_networkx"
_ENDS = ("source", "target")
_ROWS_SHOWN = 10


class Network:
    """Ties between nodes of one kind, made by `from_edges`, `from_matrix` or `from_networkx`.

    A network never changes. Nodes keep the user's own labels and their order; nodes without ties
    are kept. Ties have a direction or not, and a weight or not. A node's tie to itself, a self-tie,
    is kept apart: it comes back from `to_frame`, `to_scipy` and `to_networkx`, but no measure
    counts it. Between two nodes there is one tie, or one in each direction.

    The weight of a tie keeps its column's name. A measure reads it only when told, as
    ``strength="contracts"`` where larger means closer or ``distance="km"`` where larger means
    farther.
    """

    _adjacency: _core.Network
    _attributes: pd.DataFrame
    _weight: Hashable | None
    _dropped: dict[str, int]

    def __init__(self) -> None:
        raise WrongType(f"a Network is made by {_MADE_BY}, not by Network()")

    @classmethod
    def from_edges(
        cls,
        edges: Any,
        source: Hashable,
        target: Hashable,
        *,
        weight: Hashable | None = None,
        directed: bool = False,
        nodes: Any = None,
        key: Hashable | None = None,
        parallel: str = "raise",
        missing: str = "raise",
    ) -> Self:
        """Make a network from a table with one tie a row.

        Parameters
        ----------
        edges : DataFrame
            A table of pandas, polars, Arrow, DuckDB or another library that narwhals knows.
        source, target : column or index level
            Where each tie starts and ends.
        weight : column or index level, optional
            What each tie weighs, from 0 up. Without it ties only are or are not.
        directed : bool, default False
            Whether a tie from a to b is another than one from b to a.
        nodes : DataFrame or sequence of labels, optional
            All nodes, in their order, with their attributes if it is a DataFrame. Without it the
            nodes are the labels in ``edges``, sorted, or the categories if both columns have the
            same.
        key : column or index level, optional
            The column of ``nodes`` that holds the labels; without it the index of a pandas
            DataFrame does.
        parallel : {"raise", "sum", "max", "min", "mean"}, default "raise"
            What to do with several ties between two nodes. Without ``weight``, ``"sum"`` counts
            them: the network is then weighted, with the name ``"weight"``.
        missing : {"raise", "drop"}, default "raise"
            What to do with rows in which a label or weight is missing.

        Returns
        -------
        Network

        Raises
        ------
        InvalidInput
            When ``edges`` is empty and ``nodes`` not given, a weight is negative or not finite, two
            rows tie the same nodes, a label occurs twice in ``nodes``, or an option is unknown.
        UnknownLabel
            When a column is not found, or ``nodes`` lacks a label of ``edges``.
        WrongType
            When an argument is of a kind that cannot be used.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.networks import Network
        >>> ties = pd.DataFrame({"buyer": ["Alba", "Alba"], "seller": ["Bosch", "Cato"]})
        >>> Network.from_edges(ties, "buyer", "seller", nodes=["Alba", "Bosch", "Cato", "Duna"])
        <Network: 4 nodes, 2 ties, undirected>
        """
        parallel = choice(parallel, "parallel", PARALLEL)
        refuse_weight_name(weight, _ENDS)
        columns = [
            Column("source", source, "key", meaning="where a tie starts"),
            Column("target", target, "key", meaning="where a tie ends"),
            Column("weight", weight, "number", low=0, optional=True, meaning="what a tie weighs"),
        ]
        table = read(
            edges, columns, argument="edges", missing=missing, allow_empty=nodes is not None
        )
        if nodes is None:
            if key is not None:
                raise InvalidInput("`key` names a column of `nodes`: give `nodes` too")
            (sources, targets), labels = table.together(*_ENDS)
            described = pd.DataFrame(index=labels)
        else:
            described = described_by(nodes, key, "nodes")
            sources, targets = (codes_of(table.keys(end), described.index, end) for end in _ENDS)
        weights = table.number("weight") if "weight" in table else None
        return cls._of(
            described,
            sources,
            targets,
            weights,
            weight=weight,
            directed=flag(directed, "directed"),
            parallel=parallel,
            rows=table.positions,
            dropped=table.dropped,
        )

    @classmethod
    def from_matrix(
        cls,
        matrix: ArrayLike | pd.DataFrame | scipy.sparse.sparray | scipy.sparse.spmatrix,
        *,
        labels: Sequence[Hashable] | pd.Index[Any] | None = None,
        directed: bool | None = None,
        weight: Hashable | None = None,
    ) -> Self:
        """Make a network from an adjacency matrix: row i, column j is the tie from i to j.

        Parameters
        ----------
        matrix : array, DataFrame or scipy sparse array, of shape (n, n)
            A zero is no tie, unless a sparse array stores it: it is then a tie that weighs 0. The
            diagonal holds self-ties.
        labels : sequence, optional
            The nodes' labels. A DataFrame brings its own, the same in index and columns; otherwise
            they are 0, 1, ….
        directed : bool, optional
            Without it, the network is directed if the matrix is not symmetric.
        weight : hashable, optional
            The name of the weights that the matrix holds. Without it, it must hold 0 and 1 only.

        Returns
        -------
        Network

        Raises
        ------
        InvalidInput
            When the matrix is not square, empty, not symmetric with ``directed=False``, or holds
            numbers that are negative, not finite, or without ``weight`` other than 0 and 1; or when
            labels are repeated or do not match.
        WrongType
            When it is no matrix of numbers.

        Examples
        --------
        >>> from weakties.networks import Network
        >>> Network.from_matrix([[0, 2], [2, 0]], labels=["Alba", "Bosch"], weight="contracts")
        <Network: 2 nodes, 1 tie, undirected, weight 'contracts'>
        """
        refuse_weight_name(weight, _ENDS)
        if isinstance(matrix, pd.DataFrame):
            labels = labels_of_frame(matrix, labels)
        sources, targets, weights, nodes = entries(matrix)
        described = described_by(range(nodes) if labels is None else labels, None, "labels")
        if len(described) != nodes:
            raise InvalidInput(
                f"`labels` must name every row of `matrix`: got {len(described)} labels for "
                f"{nodes} rows"
            )
        if weight is None and not np.isin(weights, (0.0, 1.0)).all():
            raise InvalidInput(
                "`matrix` must hold 0 and 1 only, unless its numbers are kept as weights: got "
                f'{weights[~np.isin(weights, (0.0, 1.0))][0]}; pass weight="weight", or compare '
                "the matrix with 0 first"
            )
        asymmetric = first_asymmetric(sources, targets, weights, nodes)
        if directed is None:
            directed = asymmetric is not None
        if not flag(directed, "directed") and asymmetric is not None:
            one, other = (shown(described.index[place]) for place in asymmetric)
            raise InvalidInput(
                f"`matrix` must be symmetric with directed=False: the entries for {one} and "
                f"{other} differ; pass directed=True, or make it symmetric first"
            )
        if not directed:
            once = sources <= targets
            sources, targets, weights = sources[once], targets[once], weights[once]
        kept = None if weight is None else weights
        return cls._of(described, sources, targets, kept, weight=weight, directed=directed)

    @classmethod
    def from_networkx(
        cls,
        graph: networkx.Graph,
        *,
        weight: Hashable | None = None,
        parallel: str = "raise",
    ) -> Self:
        """Make a network from a graph of networkx.

        Parameters
        ----------
        graph : networkx.Graph, DiGraph, MultiGraph or MultiDiGraph
            Its nodes, in their order, with their attributes, and its edges.
        weight : hashable, optional
            The edge attribute that is the weight; every edge must have it. Other edge attributes
            are left behind.
        parallel : {"raise", "sum", "max", "min", "mean"}, default "raise"
            What to do with several edges between two nodes, as in `from_edges`.

        Returns
        -------
        Network

        Raises
        ------
        WrongType
            When ``graph`` is no graph of networkx.
        InvalidInput
            When it has no nodes, an edge lacks the weight, a weight is no number from 0 up, or
            two edges join the same nodes.
        MissingPackage
            When networkx is not installed.

        Examples
        --------
        >>> import networkx as nx
        >>> from weakties.networks import Network
        >>> Network.from_networkx(nx.karate_club_graph(), weight="weight")
        <Network: 34 nodes, 78 ties, undirected, weight 'weight'>
        """
        try:
            import networkx as nx
        except ImportError as problem:
            raise missing_package("networkx") from problem
        instance(graph, "graph", nx.Graph, "networkx")
        refuse_weight_name(weight, _ENDS)
        parallel = choice(parallel, "parallel", PARALLEL)
        described = described_by(list(graph), None, "graph")
        described = pd.DataFrame([graph.nodes[node] for node in graph], index=described.index)
        number = {node: place for place, node in enumerate(graph)}
        ends = [(number[one], number[other]) for one, other in graph.edges()]
        pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
        weights = None if weight is None else _edge_weights(graph, weight)
        return cls._of(
            described,
            pairs[:, 0],
            pairs[:, 1],
            weights,
            weight=weight,
            directed=graph.is_directed(),
            parallel=parallel,
            nodes="graph",
            ties="graph",
        )

    @classmethod
    def _of(
        cls,
        described: pd.DataFrame,
        sources: _Codes,
        targets: _Codes,
        weights: _Weights | None,
        *,
        weight: Hashable | None,
        directed: bool,
        parallel: str = "raise",
        rows: _Codes | None = None,
        dropped: dict[str, int] | None = None,
        nodes: str = "nodes",
        ties: str = "edges",
    ) -> Self:
        """Make a network from node numbers; ``rows`` are the ties' places in the user's table.

        Messages call by ``nodes`` and ``ties`` the arguments that these came from.
        """
        if len(described) == 0:
            raise InvalidInput(f"`{nodes}` is empty: give at least one node")
        if weights is None:
            weights = np.ones(len(sources))
            weight = "weight" if parallel == "sum" else None
        try:
            core = _core.Network(
                len(described),
                sources.astype(np.uint32),
                targets.astype(np.uint32),
                np.ascontiguousarray(weights),
                directed,
                parallel,
            )
        except InvalidInput:
            # The core knows numbers only; by labels the reason can be acted upon.
            refuse_parallel(
                described.index, sources, targets, directed=directed, rows=rows, argument=ties
            )
            raise
        return cls._from_core(core, described, weight, dropped or {})

    @classmethod
    def _from_core(
        cls,
        core: _core.Network,
        described: pd.DataFrame,
        weight: Hashable | None,
        dropped: dict[str, int],
    ) -> Self:
        network = object.__new__(cls)
        network._adjacency = core
        network._attributes = described
        network._weight = weight
        network._dropped = dropped
        return network

    @property
    def labels(self) -> pd.Index[Any]:
        """The nodes' labels, in the order of every table that a measure returns."""
        return self._attributes.index

    @property
    def attributes(self) -> pd.DataFrame:
        """What is known of the nodes, one row a node; a copy."""
        return self._attributes.copy()

    @property
    def directed(self) -> bool:
        """Whether ties have a direction."""
        return self._adjacency.directed

    @property
    def weight(self) -> Hashable | None:
        """The name of the ties' weight, or None."""
        return self._weight

    @property
    def weighted(self) -> bool:
        """Whether ties have a weight."""
        return self._weight is not None

    @property
    def tie_count(self) -> int:
        """How many ties there are, self-ties not counted; an undirected tie counts once."""
        return self._adjacency.tie_count

    @property
    def self_ties(self) -> pd.Series[float]:
        """The weight of each self-tie, 1 without weights, indexed by the nodes that have one."""
        nodes, weights = self._adjacency.self_ties()
        return pd.Series(weights, index=self.labels.take(nodes.astype(np.intp)), name="self_ties")

    @property
    def dropped(self) -> dict[str, int]:
        """How many values were missing in each column for which rows were dropped."""
        return dict(self._dropped)

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._adjacency)

    def to_frame(self) -> pd.DataFrame:
        """Return the ties as a table, self-ties included.

        Returns
        -------
        DataFrame
            One row a tie, with ``source``, ``target`` and the weight by its own name, in the order
            of the nodes. Of an undirected tie the node that comes first is the source.

        Examples
        --------
        >>> from weakties.networks import Network
        >>> Network.from_matrix([[1, 1], [0, 0]], labels=["Alba", "Bosch"]).to_frame()
          source target
        0   Alba   Alba
        1   Alba  Bosch
        """
        sources, targets, weights = self._ties()
        frame = pd.DataFrame(
            {"source": self.labels.take(sources), "target": self.labels.take(targets)}
        )
        if self._weight is not None:
            frame[self._weight] = weights
        return frame

    def to_scipy(self) -> scipy.sparse.csr_array:
        """Return the adjacency matrix; row i, column j is the tie from i to j.

        Returns
        -------
        scipy.sparse.csr_array, of shape (n, n)
            The weights, or 1 for each tie. A tie that weighs 0 is stored, a self-tie stands on the
            diagonal, and an undirected tie in both places.

        Raises
        ------
        MissingPackage
            When scipy is not installed.

        Examples
        --------
        >>> from weakties.networks import Network
        >>> Network.from_matrix([[0, 1], [1, 0]]).to_scipy().toarray()
        array([[0., 1.],
               [1., 0.]])
        """
        try:
            from scipy.sparse import csr_array
        except ImportError as problem:
            raise missing_package("scipy") from problem
        sources, targets, weights = self._ties()
        if not self.directed:
            back = sources != targets
            sources, targets, weights = (
                np.concatenate([sources, targets[back]]),
                np.concatenate([targets, sources[back]]),
                np.concatenate([weights, weights[back]]),
            )
        return csr_array((weights, (sources, targets)), shape=(len(self), len(self)))

    def to_networkx(self) -> networkx.Graph:
        """Return a graph of networkx with the labels, attributes and weights of this network.

        Returns
        -------
        networkx.Graph or networkx.DiGraph

        Raises
        ------
        MissingPackage
            When networkx is not installed.

        Examples
        --------
        >>> from weakties.networks import Network
        >>> Network.from_matrix([[0, 1], [1, 0]], labels=["Alba", "Bosch"]).to_networkx().edges
        EdgeView([('Alba', 'Bosch')])
        """
        try:
            import networkx as nx
        except ImportError as problem:
            raise missing_package("networkx") from problem
        graph = nx.DiGraph() if self.directed else nx.Graph()
        labels = self.labels.tolist()
        graph.add_nodes_from(zip(labels, self._attributes.to_dict("records"), strict=True))
        sources, targets, weights = (part.tolist() for part in self._ties())
        ties = zip(sources, targets, weights, strict=True)
        graph.add_edges_from(
            (labels[one], labels[other], {self._weight: tie} if self.weighted else {})
            for one, other, tie in ties
        )
        return graph

    def plot(
        self,
        ax: Axes | None = None,
        *,
        size: Hashable | pd.Series[Any] | None = None,
        color: Hashable | pd.Series[Any] | None = None,
        names: bool | None = None,
    ) -> Axes:
        """Draw a map of the network; needs matplotlib.

        Tied nodes are drawn near each other. The places are computed the same way every time.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw. Without it a new figure is made.
        size : column of the attributes, or Series by label, optional
            Numbers from 0 up that the areas of the nodes are proportional to.
        color : column of the attributes, or Series by label, optional
            What colours tell: numbers along a scale, anything else as groups.
        names : bool, optional
            Whether to write the labels; by default up to 40 nodes.

        Returns
        -------
        matplotlib.axes.Axes

        Raises
        ------
        UnknownLabel
            When there is no such attribute, or the Series lacks a node.
        InvalidInput
            When sizes are negative or missing, or the network has more than 2,000 nodes.
        MissingPackage
            When matplotlib is not installed.
        """
        try:
            from matplotlib.axes import Axes
        except ImportError as problem:
            raise missing_package("matplotlib", "plots") from problem
        if ax is not None:
            instance(ax, "ax", Axes, "matplotlib.pyplot.subplots")
        from weakties.plots.network import network_map

        return network_map(
            self.labels,
            self._ties()[:2],
            directed=self.directed,
            size=self._per_node(size, "size"),
            color=self._per_node(color, "color"),
            names=len(self) <= 40 if names is None else flag(names, "names"),
            ax=ax,
        )

    def _per_node(self, value: object, argument: str) -> pd.Series[Any] | None:
        """Return an attribute, or a Series in the order of the nodes."""
        if value is None:
            return None
        if not isinstance(value, pd.Series):
            if not isinstance(value, Hashable):
                raise WrongType(
                    f"`{argument}` must be a Series by label or the name of an attribute: got "
                    f"{type(value).__name__}"
                )
            if value not in self._attributes.columns:
                there_are = list(self._attributes.columns)
                raise UnknownLabel(
                    f"`{argument}`: the network has no attribute {value!r}."
                    f"{did_you_mean(value, there_are)} {listing('Attributes there are', there_are)}"
                )
            return self._attributes[value]
        places = value.index.get_indexer(self.labels) if value.index.is_unique else None
        if places is None:
            raise InvalidInput(f"`{argument}` must have one value a node: some labels repeat")
        if (places < 0).any():
            lacking = shown(self.labels[places < 0][0])
            raise UnknownLabel(
                f"`{argument}` has no value for node {lacking}; give one for every node"
            )
        return value.iloc[places]

    def _reads(self, name: object, argument: str) -> bool:
        """Say whether a measure is to read the weight, given what the user named."""
        if name is None:
            return False
        if self._weight is None:
            raise InvalidInput(
                f"`{argument}` = {shown(name)}: this network has no weights; make it with "
                f"weight=…, or leave `{argument}` out"
            )
        if label(name, argument) != self._weight:
            raise UnknownLabel(
                f"`{argument}`: the weight of this network is named {self._weight!r}: got "
                f"{name!r}; pass that name, or leave `{argument}` out"
            )
        return True

    def _groups(self, groups: object, argument: str) -> tuple[_Codes, pd.Index[Any]]:
        """Return the number of each node's group, and what the groups are called, in order."""
        values = self._per_node(groups, argument)
        if values is None:
            raise WrongType(
                f"`{argument}` must be a Series by label or the name of an attribute: got None"
            )
        if values.isna().any():
            lacking = self.labels[values.isna().to_numpy()]
            raise InvalidInput(
                f"`{argument}` must give every node a group: it is missing for "
                f"{shown(lacking[0])} ({counted(len(lacking), 'such node')}); fill it in, or leave "
                "such nodes out of the network first"
            )
        try:
            codes, names = pd.factorize(values, sort=True)
        except TypeError as problem:
            raise WrongType(
                f"`{argument}` must hold groups that can be put in order: {problem}; write all as "
                "text, or all as numbers"
            ) from problem
        return codes.astype(np.int64), pd.Index(names, name=values.name)

    def _numbers(self, numbers: object, argument: str) -> NDArray[np.float64]:
        """Return one finite number a node from an attribute or a Series."""
        values = self._per_node(numbers, argument)
        if values is None or not pd.api.types.is_numeric_dtype(values):
            found = "None" if values is None else f"values of dtype {values.dtype}"
            raise WrongType(
                f"`{argument}` must be numbers, as a Series by label or the name of an attribute: "
                f"got {found}; convert them first"
            )
        given = values.to_numpy(dtype=np.float64, na_value=np.nan)
        bad = ~np.isfinite(given)
        if bad.any():
            raise InvalidInput(
                f"`{argument}` must be finite for every node: it is {given[bad][0]} for "
                f"{shown(self.labels[bad][0])} ({counted(int(bad.sum()), 'such node')}); fill it "
                "in, or leave such nodes out of the network first"
            )
        return given

    def _per_label(self, values: NDArray[Any], name: str) -> pd.Series[Any]:
        """Return one value a node under its label."""
        return pd.Series(values, index=self.labels, name=name, copy=False)

    def _per_tie(self, values: NDArray[Any], name: str) -> pd.Series[Any]:
        """Return one value a tie between different nodes, by source and target in their order."""
        sources, targets, _ = self._adjacency.ties()
        ends = [self.labels.take(ends.astype(np.intp)) for ends in (sources, targets)]
        index = pd.MultiIndex.from_arrays(ends, names=["source", "target"])
        return pd.Series(values, index=index, name=name, copy=False)

    def _ties(self) -> tuple[_Codes, _Codes, _Weights]:
        """Return all ties by node numbers, self-ties included, sorted."""
        sources, targets, weights = self._adjacency.ties()
        nodes, self_weights = self._adjacency.self_ties()
        sources, targets = np.append(sources, nodes), np.append(targets, nodes)
        weights = np.append(weights, self_weights)
        if len(nodes):
            order = np.lexsort((targets, sources))
            sources, targets, weights = sources[order], targets[order], weights[order]
        return sources.astype(np.int64), targets.astype(np.int64), weights

    def __eq__(self, other: object) -> bool:
        """Say whether labels, their order, attributes, ties, direction and weights are the same."""
        if not isinstance(other, Network):
            return NotImplemented
        return (
            self._weight == other._weight
            and self._adjacency == other._adjacency
            and self.labels.equals(other.labels)
            and self._attributes.equals(other._attributes)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        parts = [
            counted(len(self), "node"),
            counted(self.tie_count, "tie"),
            "directed" if self.directed else "undirected",
        ]
        loops = len(self.self_ties)
        parts += [counted(loops, "self-tie")] if loops else []
        parts += [f"weight {self._weight!r}"] if self.weighted else []
        return f"<Network: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        return as_html(
            grid(self.to_frame(), digits=4, most_rows=_ROWS_SHOWN), caption=repr(self)[1:-1]
        )


def network_of(value: object) -> Network:
    """Return the argument ``network`` of a measure, if it is one."""
    return instance(value, "network", Network, _MADE_BY)


def _edge_weights(graph: networkx.Graph, weight: Hashable) -> _Weights:
    """Return an attribute of all edges as numbers from 0 up."""
    edges = list(graph.edges(data=weight))
    lacking = [(one, other) for one, other, value in edges if pd.isna(value)]
    if lacking:
        raise InvalidInput(
            f"`weight`: the edge {lacking[0]} of `graph` has no value for {weight!r} "
            f"({counted(len(lacking), 'such edge')}); set it on every edge first"
        )
    frame = pd.DataFrame({weight: [value for _, _, value in edges]})
    column = Column("weight", weight, "number", low=0)
    return read(frame, [column], argument="graph", allow_empty=True).number("weight")
