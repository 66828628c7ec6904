"""Networks made from, and turned into, the objects of other libraries."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from weakties._arguments import choice, flag
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

from .graphs import (
    Graph,
    igraph_package,
    networkx_package,
    read_igraph,
    read_networkx,
    remember,
    scipy_package,
    text_names,
)
from .labelled import ENDS, Labelled
from .matrices import entries, first_asymmetric, labels_of_frame, refuse_numbers
from .reading import PARALLEL, described_by, refuse_weight_name

if TYPE_CHECKING:
    import igraph
    import networkx
    import scipy.sparse


class Exchange(Labelled):
    """What a network takes from other libraries and gives to them."""

    @classmethod
    def from_matrix(
        cls,
        matrix: ArrayLike | pd.DataFrame | scipy.sparse.sparray | scipy.sparse.spmatrix,
        *,
        labels: Sequence[Hashable] | pd.Index[Any] | pd.DataFrame | None = None,
        directed: bool | None = None,
        weight: Hashable | None = None,
    ) -> Self:
        """Make a network from an adjacency matrix: row i, column j is the tie from i to j.

        Parameters
        ----------
        matrix : array, DataFrame or scipy sparse array, of shape (n, n)
            A zero is no tie, unless a sparse array stores it: it is then a tie that weighs 0. The
            diagonal holds self-ties.
        labels : sequence or DataFrame indexed by label, optional
            The nodes' labels, with their attributes if it is a DataFrame. A matrix that is a
            DataFrame brings its own, the same in index and columns; otherwise they are 0, 1, ….
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
        sources, targets, weights, (nodes, _) = entries(matrix)
        described = described_by(range(nodes) if labels is None else labels, None, "labels")
        if len(described) != nodes:
            raise InvalidInput(
                f"`labels` must name every row of `matrix`: got {len(described)} labels for "
                f"{nodes} rows"
            )
        if weight is None:
            refuse_numbers(weights)
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
    def from_scipy(
        cls,
        matrix: scipy.sparse.sparray | scipy.sparse.spmatrix,
        *,
        labels: Sequence[Hashable] | pd.Index[Any] | pd.DataFrame | None = None,
        directed: bool | None = None,
        weight: Hashable | None = None,
    ) -> Self:
        """Make a network from a sparse adjacency matrix, as `from_matrix` does.

        Parameters
        ----------
        matrix : scipy sparse array or matrix, of shape (n, n)
            Row i, column j is the tie from i to j. What is stored is a tie, zeros included;
            entries stored twice add up.
        labels, directed, weight
            As in `from_matrix`.

        Returns
        -------
        Network

        Raises
        ------
        WrongType
            When ``matrix`` is not sparse.
        InvalidInput
            As in `from_matrix`.
        MissingPackage
            When scipy is not installed.

        Examples
        --------
        >>> from scipy.sparse import csr_array
        >>> from weakties.networks import Network
        >>> Network.from_scipy(csr_array([[0, 1], [0, 0]]), labels=["Alba", "Bosch"])
        <Network: 2 nodes, 1 tie, directed>
        """
        if not scipy_package().issparse(matrix):
            raise WrongType(
                f"`matrix` must be a sparse array of scipy: got {type(matrix).__name__}; give "
                "other matrices to from_matrix"
            )
        return cls.from_matrix(matrix, labels=labels, directed=directed, weight=weight)

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
            Its nodes, in their order, with their attributes, and its edges. A graph made by
            `to_networkx` gives the attributes back in the dtypes they had.
        weight : hashable, optional
            The edge attribute that is the weight; every edge must have it. Other edge attributes,
            the keys of a multigraph and the attributes of the graph itself are left behind.
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
        networkx_package()
        refuse_weight_name(weight, ENDS)
        parallel = choice(parallel, "parallel", PARALLEL)
        return cls._of_graph(read_networkx(graph, weight), weight, parallel)

    @classmethod
    def from_igraph(
        cls,
        graph: igraph.Graph,
        *,
        weight: str | None = None,
        key: str | None = None,
        parallel: str = "raise",
    ) -> Self:
        """Make a network from a graph of igraph.

        Parameters
        ----------
        graph : igraph.Graph
            Its vertices, in their order, with their attributes, and its edges. A graph made by
            `to_igraph` gives the attributes back in the dtypes they had.
        weight : str, optional
            The edge attribute that is the weight; every edge must have it. Other edge attributes
            and the attributes of the graph itself are left behind.
        key : str, optional
            The vertex attribute that holds the labels. Without it that is ``"name"``, and where
            vertices have no names, their numbers from 0.
        parallel : {"raise", "sum", "max", "min", "mean"}, default "raise"
            What to do with several edges between two nodes, as in `from_edges`.

        Returns
        -------
        Network

        Raises
        ------
        WrongType
            When ``graph`` is no graph of igraph.
        UnknownLabel
            When it has no such attribute.
        InvalidInput
            When it has no vertices, labels are missing or repeated, a weight is missing or no
            number from 0 up, or two edges join the same nodes.
        MissingPackage
            When igraph is not installed.

        Examples
        --------
        >>> import igraph
        >>> from weakties.networks import Network
        >>> Network.from_igraph(igraph.Graph.Famous("Zachary"))
        <Network: 34 nodes, 78 ties, undirected>
        """
        igraph_package()
        refuse_weight_name(weight, ENDS)
        parallel = choice(parallel, "parallel", PARALLEL)
        return cls._of_graph(read_igraph(graph, weight, key), weight, parallel)

    @classmethod
    def _of_graph(cls, graph: Graph, weight: Hashable | None, parallel: str) -> Self:
        return cls._of(
            graph.described(),
            graph.sources,
            graph.targets,
            graph.weights,
            weight=weight,
            directed=graph.directed,
            parallel=parallel,
            nodes="graph",
            ties="graph",
        )

    def to_scipy(self) -> scipy.sparse.csr_array:
        """Return the adjacency matrix; row i, column j is the tie from i to j.

        Labels, attributes and direction have no place in it: `from_scipy` takes them again as
        ``labels=network.attributes`` and ``directed=network.directed``.

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
        sparse = scipy_package()
        sources, targets, weights = self._ties()
        if not self.directed:
            back = sources != targets
            sources, targets, weights = (
                np.concatenate([sources, targets[back]]),
                np.concatenate([targets, sources[back]]),
                np.concatenate([weights, weights[back]]),
            )
        return sparse.csr_array((weights, (sources, targets)), shape=(len(self), len(self)))

    def to_networkx(self) -> networkx.Graph:
        """Return a graph of networkx with the labels, attributes and weights of this network.

        Returns
        -------
        networkx.Graph or networkx.DiGraph
            It remembers the dtypes of the attributes for `from_networkx`; a copy of it does not.

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
        nx = networkx_package()
        graph = nx.DiGraph() if self.directed else nx.Graph()
        labels = self.labels.tolist()
        graph.add_nodes_from(zip(labels, self._attributes.to_dict("records"), strict=True))
        sources, targets, weights = (part.tolist() for part in self._ties())
        ties = zip(sources, targets, weights, strict=True)
        graph.add_edges_from(
            (labels[one], labels[other], {self._weight: tie} if self.weighted else {})
            for one, other, tie in ties
        )
        remember(graph, nodes=self._attributes)
        return graph

    def to_igraph(self) -> igraph.Graph:
        """Return a graph of igraph with the labels, attributes and weights of this network.

        Returns
        -------
        igraph.Graph
            The labels are its vertex attribute ``"name"``. It remembers the dtypes of the other
            attributes for `from_igraph`; a copy of it does not.

        Raises
        ------
        WrongType
            When the name of an attribute or of the weight is no text.
        InvalidInput
            When an attribute is named ``"name"``.
        MissingPackage
            When igraph is not installed.

        Examples
        --------
        >>> from weakties.networks import Network
        >>> Network.from_matrix([[0, 1], [1, 0]], labels=["Alba", "Bosch"]).to_igraph().vs["name"]
        ['Alba', 'Bosch']
        """
        package = igraph_package()
        text_names(
            [*self._attributes.columns, *([self._weight] if self.weighted else [])], ["name"]
        )
        sources, targets, weights = self._ties()
        edges = list(zip(sources.tolist(), targets.tolist(), strict=True))
        graph = package.Graph(len(self), edges, directed=self.directed)
        graph.vs["name"] = self.labels.tolist()
        for name, values in self._attributes.items():
            graph.vs[name] = values.tolist()
        if self.weighted:
            graph.es[self._weight] = weights.tolist()
        remember(graph, nodes=self._attributes)
        return graph
