"""Who is tied to whom: the object that every measure of this pillar reads."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from weakties._arguments import choice, flag, instance
from weakties._frames import Column, codes_of, read
from weakties._tables import as_html, grid
from weakties.errors import InvalidInput, WrongType

from .exchange import Exchange
from .labelled import ENDS
from .parts import Parts
from .reading import (
    PARALLEL,
    counted,
    described_by,
    missing_package,
    refuse_mixed,
    refuse_weight_name,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MADE_BY = "Network.from_edges, .from_matrix or .from_networkx"
_ROWS_SHOWN = 10


class Network(Exchange, Parts):
    """Ties between nodes of one kind, made by `from_edges`, `from_matrix` or `from_networkx`.

    There are also `from_scipy` and `from_igraph`, and what is cut out of a network is one too.

    A network never changes. Nodes keep the user's own labels and their order; nodes without ties
    are kept. Ties have a direction or not, and a weight or not. A node's tie to itself, a self-tie,
    is kept apart: it comes back from `to_frame` and the other converters, but no measure counts
    it. Between two nodes there is one tie, or one in each direction.

    The weight of a tie keeps its column's name. A measure reads it only when told, as
    ``strength="contracts"`` where larger means closer or ``distance="km"`` where larger means
    farther.
    """

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
            rows tie the same nodes, labels are text in one place and numbers in another, a label
            occurs twice in ``nodes``, or an option is unknown.
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
        refuse_weight_name(weight, ENDS)
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
            (sources, targets), labels = table.together(*ENDS)
            refuse_mixed(labels, "`source` and `target`")
            described = pd.DataFrame(index=labels)
        else:
            described = described_by(nodes, key, "nodes")
            sources, targets = (codes_of(table.keys(end), described.index, end) for end in ENDS)
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

    def plot(
        self,
        ax: Axes | None = None,
        *,
        size: Hashable | pd.Series[Any] | None = None,
        color: Hashable | pd.Series[Any] | None = None,
        names: bool | None = None,
        seed: object = 0,
    ) -> Axes:
        """Draw a map of the network; needs matplotlib.

        Tied nodes are drawn near each other, at the places that `layout` gives.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw. Without it a new figure is made.
        size : column of the attributes, or Series by label, optional
            Numbers from 0 up that the areas of the nodes are proportional to.
        color : column of the attributes, Series by label, or Communities, optional
            What colours tell: numbers along a scale, anything else as groups.
        names : bool, optional
            Whether to write the labels; by default up to 40 nodes.
        seed : int, SeedSequence or Generator, default 0
            Another one gives other places.

        Returns
        -------
        matplotlib.axes.Axes

        Raises
        ------
        UnknownLabel
            When there is no such attribute, or the Series lacks a node.
        InvalidInput
            When sizes are negative or missing, or the network has more than 10,000 nodes.
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
            color=self._coloring(color),
            names=len(self) <= 40 if names is None else flag(names, "names"),
            ax=ax,
            seed=seed,
        )

    def _coloring(self, color: object) -> pd.Series[Any] | None:
        """Return what colours tell of each node; communities are groups, and no numbers."""
        if hasattr(color, "membership") and not isinstance(color, pd.Series):
            # As categories, which stay in the order of their numbers.
            color = color.membership.astype("category").rename("community")
        return self._per_node(color, "color")

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
