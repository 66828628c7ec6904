"""Two-mode networks made from, and turned into, the objects of other libraries."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from weakties._arguments import choice
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
from .matrices import entries, refuse_numbers
from .reading import PARALLEL, described_by, refuse_weight_name
from .two_mode_labelled import MODES, TwoModeLabelled

if TYPE_CHECKING:
    import igraph
    import networkx
    import scipy.sparse


class TwoModeExchange(TwoModeLabelled):
    """What a two-mode network takes from other libraries and gives to them."""

    @classmethod
    def from_matrix(
        cls,
        matrix: ArrayLike | pd.DataFrame | scipy.sparse.sparray | scipy.sparse.spmatrix,
        *,
        firms: Sequence[Hashable] | pd.Index[Any] | pd.DataFrame | None = None,
        institutions: Sequence[Hashable] | pd.Index[Any] | pd.DataFrame | None = None,
        weight: Hashable | None = None,
    ) -> Self:
        """Make a two-mode network from an incidence matrix: one row a firm.

        Parameters
        ----------
        matrix : array, DataFrame or scipy sparse array
            Row i, column k is the tie between firm i and institution k. A zero is no tie, unless a
            sparse array stores it: it is then a tie that weighs 0.
        firms, institutions : sequence or DataFrame indexed by label, optional
            The labels of the rows and of the columns, with attributes if it is a DataFrame. A
            matrix that is a DataFrame brings its own; otherwise they are 0, 1, ….
        weight : hashable, optional
            The name of the weights that the matrix holds. Without it, it must hold 0 and 1 only.

        Returns
        -------
        TwoModeNetwork

        Raises
        ------
        InvalidInput
            When the matrix is empty, or holds numbers that are negative, not finite, or without
            ``weight`` other than 0 and 1; or when labels are repeated or do not match.
        WrongType
            When it is no matrix of numbers.

        Examples
        --------
        >>> from weakties.networks import TwoModeNetwork
        >>> TwoModeNetwork.from_matrix([[1, 0], [1, 1]], firms=["Alba", "Bo"])
        <TwoModeNetwork: 2 firms, 2 institutions, 3 ties>
        """
        refuse_weight_name(weight, MODES)
        given = [firms, institutions]
        if isinstance(matrix, pd.DataFrame):
            for place, (axis, argument) in enumerate(
                ((matrix.index, "firms"), (matrix.columns, "institutions"))
            ):
                if given[place] is not None:
                    raise InvalidInput(
                        f"`{argument}` are those of the DataFrame already; leave them out"
                    )
                given[place] = axis
        rows, columns, weights, shape = entries(matrix, square=False)
        described = []
        for labels, argument, size in zip(given, ("firms", "institutions"), shape, strict=True):
            described.append(
                described_by(range(size) if labels is None else labels, None, argument)
            )
            if len(described[-1]) != size:
                what = "row" if argument == "firms" else "column"
                raise InvalidInput(
                    f"`{argument}` must name every {what} of `matrix`: got {len(described[-1])} "
                    f"labels for {size} {what}s"
                )
        if weight is None:
            refuse_numbers(weights)
        return cls._of(
            (described[0], described[1]),
            (rows, columns),
            None if weight is None else weights,
            weight=weight,
            ties="matrix",
        )

    @classmethod
    def from_scipy(
        cls,
        matrix: scipy.sparse.sparray | scipy.sparse.spmatrix,
        *,
        firms: Sequence[Hashable] | pd.Index[Any] | pd.DataFrame | None = None,
        institutions: Sequence[Hashable] | pd.Index[Any] | pd.DataFrame | None = None,
        weight: Hashable | None = None,
    ) -> Self:
        """Make a two-mode network from a sparse incidence matrix, as `from_matrix` does.

        Parameters
        ----------
        matrix : scipy sparse array or matrix
            Row i, column k is the tie between firm i and institution k. What is stored is a tie,
            zeros included; entries stored twice add up.
        firms, institutions, weight
            As in `from_matrix`.

        Returns
        -------
        TwoModeNetwork

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
        >>> from weakties.networks import TwoModeNetwork
        >>> TwoModeNetwork.from_scipy(csr_array([[1, 0, 0], [0, 1, 1]]))
        <TwoModeNetwork: 2 firms, 3 institutions, 3 ties>
        """
        if not scipy_package().issparse(matrix):
            raise WrongType(
                f"`matrix` must be a sparse array of scipy: got {type(matrix).__name__}; give "
                "other matrices to from_matrix"
            )
        return cls.from_matrix(matrix, firms=firms, institutions=institutions, weight=weight)

    @classmethod
    def from_networkx(
        cls,
        graph: networkx.Graph,
        *,
        weight: Hashable | None = None,
        parallel: str = "raise",
    ) -> Self:
        """Make a two-mode network from a bipartite graph of networkx.

        Parameters
        ----------
        graph : networkx.Graph or MultiGraph
            Each node says by its attribute ``"bipartite"`` whether it is a firm, 0, or an
            institution, 1, as is the custom in networkx.
        weight : hashable, optional
            The edge attribute that is the weight; every edge must have it. Other edge attributes
            are left behind.
        parallel : {"raise", "sum", "max", "min", "mean"}, default "raise"
            What to do with several edges between two nodes, as in `from_edges`.

        Returns
        -------
        TwoModeNetwork

        Raises
        ------
        WrongType
            When ``graph`` is no graph of networkx.
        InvalidInput
            When it is directed, a node does not say of which kind it is, an edge joins two of a
            kind, there is none of a kind, or as in `Network.from_networkx`.
        MissingPackage
            When networkx is not installed.

        Examples
        --------
        >>> import networkx as nx
        >>> from weakties.networks import TwoModeNetwork
        >>> TwoModeNetwork.from_networkx(nx.davis_southern_women_graph())
        <TwoModeNetwork: 18 firms, 14 institutions, 89 ties>
        """
        networkx_package()
        refuse_weight_name(weight, MODES)
        parallel = choice(parallel, "parallel", PARALLEL)
        return cls._of_graph(read_networkx(graph, weight), "bipartite", weight, parallel)

    @classmethod
    def from_igraph(
        cls,
        graph: igraph.Graph,
        *,
        weight: str | None = None,
        key: str | None = None,
        parallel: str = "raise",
    ) -> Self:
        """Make a two-mode network from a bipartite graph of igraph.

        Parameters
        ----------
        graph : igraph.Graph
            Each vertex says by its attribute ``"type"`` whether it is a firm, False, or an
            institution, True, as is the custom in igraph.
        weight : str, optional
            The edge attribute that is the weight; every edge must have it. Other edge attributes
            are left behind.
        key : str, optional
            The vertex attribute that holds the labels. Without it that is ``"name"``, and where
            vertices have no names, their numbers from 0.
        parallel : {"raise", "sum", "max", "min", "mean"}, default "raise"
            What to do with several edges between two nodes, as in `from_edges`.

        Returns
        -------
        TwoModeNetwork

        Raises
        ------
        WrongType
            When ``graph`` is no graph of igraph.
        UnknownLabel
            When it has no such attribute.
        InvalidInput
            When it is directed, a vertex does not say of which kind it is, an edge joins two of a
            kind, there is none of a kind, or as in `Network.from_igraph`.
        MissingPackage
            When igraph is not installed.

        Examples
        --------
        >>> import igraph
        >>> from weakties.networks import TwoModeNetwork
        >>> TwoModeNetwork.from_igraph(igraph.Graph.Full_Bipartite(2, 3))
        <TwoModeNetwork: 2 firms, 3 institutions, 6 ties>
        """
        igraph_package()
        refuse_weight_name(weight, MODES)
        parallel = choice(parallel, "parallel", PARALLEL)
        return cls._of_graph(read_igraph(graph, weight, key), "type", weight, parallel)

    @classmethod
    def _of_graph(
        cls, graph: Graph, attribute: str, weight: Hashable | None, parallel: str
    ) -> Self:
        """Make a two-mode network of a graph whose nodes say of which kind they are."""
        if graph.directed:
            raise InvalidInput("`graph` must be undirected: a two-mode tie has no direction")
        kinds = graph.columns.pop(attribute, np.full(len(graph.labels), None))
        is_firm = np.array([kind in (0, False) for kind in kinds], bool)
        unknown = ~is_firm & np.array([kind not in (1, True) for kind in kinds], bool)
        if unknown.any():
            raise InvalidInput(
                f"`graph` must say of each node by its attribute {attribute!r} whether it is a "
                f"firm (0) or an institution (1): {shown(graph.labels[unknown][0])} does not; set "
                "it first"
            )
        same = np.flatnonzero(is_firm[graph.sources] == is_firm[graph.targets])
        if len(same):
            one, other = (
                shown(graph.labels[ends[same[0]]]) for ends in (graph.sources, graph.targets)
            )
            raise InvalidInput(
                f"`graph` must have edges between firms and institutions only: {one} and {other} "
                f"are of one kind; correct {attribute!r}, or make a Network"
            )
        # Whichever end of an edge comes first, its firm is the first end here.
        place = np.where(is_firm, np.cumsum(is_firm), np.cumsum(~is_firm)) - 1
        from_firm = is_firm[graph.sources]
        firms = place[np.where(from_firm, graph.sources, graph.targets)]
        institutions = place[np.where(from_firm, graph.targets, graph.sources)]
        return cls._of(
            (graph.described(is_firm, "firms"), graph.described(~is_firm, "institutions")),
            (firms, institutions),
            graph.weights,
            weight=weight,
            parallel=parallel,
            nodes=("graph", "graph"),
            ties="graph",
        )

    def to_scipy(self) -> scipy.sparse.csr_array:
        """Return the incidence matrix, one row a firm and one column an institution.

        Labels and attributes have no place in it: `from_scipy` takes them again as
        ``firms=network.firms`` and ``institutions=network.institutions``.

        Returns
        -------
        scipy.sparse.csr_array
            The weights, or 1 for each tie; a tie that weighs 0 is stored.

        Raises
        ------
        MissingPackage
            When scipy is not installed.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.networks import TwoModeNetwork
        >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
        >>> TwoModeNetwork.from_edges(joined, "winery", "body").to_scipy().toarray()
        array([[0., 1.],
               [1., 1.]])
        """
        sparse = scipy_package()
        firms, institutions, weights = self._ties()
        shape = (len(self._firms), len(self._institutions))
        return sparse.csr_array((weights, (firms, institutions)), shape=shape)

    def to_networkx(self) -> networkx.Graph:
        """Return a bipartite graph of networkx: firms first, then institutions.

        Returns
        -------
        networkx.Graph
            Each node's attribute ``"bipartite"`` is 0 for a firm and 1 for an institution. It
            remembers the dtypes of the other attributes for `from_networkx`; a copy does not.

        Raises
        ------
        InvalidInput
            When a firm and an institution have the same label, which would be one node, or an
            attribute is named ``"bipartite"``.
        MissingPackage
            When networkx is not installed.

        Examples
        --------
        >>> from weakties.networks import TwoModeNetwork
        >>> network = TwoModeNetwork.from_matrix([[1]], firms=["Alba"], institutions=["INTA"])
        >>> network.to_networkx().nodes(data=True)
        NodeDataView({'Alba': {'bipartite': 0}, 'INTA': {'bipartite': 1}})
        """
        nx = networkx_package()
        labels = self._all_labels()
        twice = self._firms.index.intersection(self._institutions.index)
        if len(twice):
            raise InvalidInput(
                f"a firm and an institution are both named {shown(twice[0])}, which in networkx "
                "would be one node; rename one of them"
            )
        graph = nx.Graph()
        for mode, table in enumerate((self._firms, self._institutions)):
            if "bipartite" in table.columns:
                raise InvalidInput(
                    "networkx keeps the kind of a node under the name 'bipartite'; rename that "
                    "attribute before"
                )
            described = table.assign(bipartite=mode).to_dict("records")
            graph.add_nodes_from(zip(table.index.tolist(), described, strict=True))
        firms, institutions, weights = self._ties()
        both = (firms.tolist(), (institutions + len(self._firms)).tolist(), weights.tolist())
        graph.add_edges_from(
            (labels[one], labels[other], {} if self._weight is None else {self._weight: tie})
            for one, other, tie in zip(*both, strict=True)
        )
        remember(graph, firms=self._firms, institutions=self._institutions)
        return graph

    def to_igraph(self) -> igraph.Graph:
        """Return a bipartite graph of igraph: firms first, then institutions.

        Returns
        -------
        igraph.Graph
            Its vertex attribute ``"name"`` holds the labels and ``"type"`` is False for a firm and
            True for an institution. It remembers the dtypes of the other attributes for
            `from_igraph`; a copy does not.

        Raises
        ------
        WrongType
            When the name of an attribute or of the weight is no text.
        InvalidInput
            When an attribute is named ``"name"`` or ``"type"``.
        MissingPackage
            When igraph is not installed.

        Examples
        --------
        >>> from weakties.networks import TwoModeNetwork
        >>> network = TwoModeNetwork.from_matrix([[1]], firms=["Alba"], institutions=["INTA"])
        >>> network.to_igraph().vs["type"]
        [False, True]
        """
        package = igraph_package()
        weights_named = [] if self._weight is None else [self._weight]
        attributes = dict.fromkeys([*self._firms.columns, *self._institutions.columns])
        text_names([*attributes, *weights_named], ["name", "type"])
        firms, institutions, weights = self._ties()
        edges = list(zip(firms.tolist(), (institutions + len(self._firms)).tolist(), strict=True))
        counts = (len(self._firms), len(self._institutions))
        graph = package.Graph(sum(counts), edges)
        graph.vs["name"] = self._all_labels()
        graph.vs["type"] = [False] * counts[0] + [True] * counts[1]
        for name in attributes:
            graph.vs[name] = [
                value
                for table in (self._firms, self._institutions)
                for value in (table[name].tolist() if name in table else [None] * len(table))
            ]
        if self._weight is not None:
            graph.es[self._weight] = weights.tolist()
        remember(graph, firms=self._firms, institutions=self._institutions)
        return graph
