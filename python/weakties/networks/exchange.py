"""Networks made from, and turned into, the objects of other libraries."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from weakties._arguments import choice, flag, instance
from weakties._frames import Column, read
from weakties._wording import shown
from weakties.errors import InvalidInput

from .labelled import ENDS, Labelled, Weights
from .matrices import entries, first_asymmetric, labels_of_frame
from .reading import PARALLEL, counted, described_by, missing_package, refuse_weight_name

if TYPE_CHECKING:
    import networkx
    import scipy.sparse


class Exchange(Labelled):
    """What a network takes from other libraries and gives to them."""

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
        refuse_weight_name(weight, ENDS)
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
        refuse_weight_name(weight, ENDS)
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


def _edge_weights(graph: networkx.Graph, weight: Hashable) -> Weights:
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
