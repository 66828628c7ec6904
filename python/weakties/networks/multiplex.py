"""Ties of several kinds between the same nodes, such as marriage and business."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Self

import numpy as np
import pandas as pd

from weakties._arguments import choice, flag
from weakties._frames import Column, codes_of, read
from weakties.errors import InvalidInput, WrongType

from .labelled import ENDS
from .layers import Layers
from .network import Network
from .reading import PARALLEL, described_by, refuse_mixed, refuse_weight_name


class MultiplexNetwork(Layers):
    """Ties of several kinds between the same nodes, made by `from_edges`.

    Each kind of tie is a layer, and ``network["marriage"]`` the `Network` of that layer. All
    layers have the same nodes, in the same order: who has no tie of a kind is without ties in that
    layer. A multiplex network never changes.
    """

    _level = "layer"

    def __init__(self) -> None:
        raise WrongType(
            "a MultiplexNetwork is made by MultiplexNetwork.from_edges, not by MultiplexNetwork()"
        )

    @classmethod
    def from_edges(
        cls,
        edges: Any,
        source: Hashable,
        target: Hashable,
        *,
        layer: Hashable,
        weight: Hashable | None = None,
        directed: bool = False,
        nodes: Any = None,
        key: Hashable | None = None,
        parallel: str = "raise",
        missing: str = "raise",
    ) -> Self:
        """Make a multiplex network from a table with one tie a row.

        Parameters
        ----------
        edges : DataFrame
            A table of pandas, polars, Arrow, DuckDB or another library that narwhals knows.
        source, target : column or index level
            Where each tie starts and ends.
        layer : column or index level
            Of which kind each tie is. Layers are sorted; categories keep their order, and those
            without rows are layers without ties.
        weight, directed, nodes, key, missing
            As in `Network.from_edges`.
        parallel : {"raise", "sum", "max", "min", "mean"}, default "raise"
            What to do with several ties of one kind between two nodes.

        Returns
        -------
        MultiplexNetwork

        Raises
        ------
        InvalidInput, UnknownLabel, WrongType
            As `Network.from_edges` does, and when ``edges`` is empty.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.networks import MultiplexNetwork
        >>> ties = pd.DataFrame(
        ...     {
        ...         "one": ["Medici", "Medici", "Medici"],
        ...         "other": ["Pazzi", "Ridolfi", "Pazzi"],
        ...         "kind": ["business", "marriage", "marriage"],
        ...     }
        ... )
        >>> families = MultiplexNetwork.from_edges(ties, "one", "other", layer="kind")
        >>> families
        <MultiplexNetwork: 2 layers, 3 nodes, 3 ties, undirected>
        >>> families.measure("degree")["degree"].unstack("layer")
        layer    business  marriage
        node
        Medici          1         2
        Pazzi           1         1
        Ridolfi         0         1
        """
        parallel = choice(parallel, "parallel", PARALLEL)
        directed = flag(directed, "directed")
        refuse_weight_name(weight, [*ENDS, cls._level])
        columns = [
            Column("source", source, "key", meaning="where a tie starts"),
            Column("target", target, "key", meaning="where a tie ends"),
            Column("layer", layer, "key", meaning="of which kind it is"),
            Column("weight", weight, "number", low=0, optional=True, meaning="what a tie weighs"),
        ]
        table = read(edges, columns, argument="edges", missing=missing)
        if nodes is None:
            if key is not None:
                raise InvalidInput("`key` names a column of `nodes`: give `nodes` too")
            (sources, targets), labels = table.together(*ENDS)
            refuse_mixed(labels, "`source` and `target`")
            described = pd.DataFrame(index=labels)
        else:
            described = described_by(nodes, key, "nodes")
            sources, targets = (codes_of(table.keys(end), described.index, end) for end in ENDS)
        layers = table.keys("layer")
        weights = table.number("weight") if "weight" in table else None
        order = np.argsort(layers.codes, kind="stable")
        ends = np.cumsum(np.bincount(layers.codes, minlength=len(layers.labels)))[:-1]
        made = object.__new__(cls)
        made._names = layers.labels.rename(cls._level)
        made._categorical = layers.categorical
        made._networks = tuple(
            Network._of(
                described,
                sources[rows],
                targets[rows],
                None if weights is None else weights[rows],
                weight=weight,
                directed=directed,
                parallel=parallel,
                rows=table.positions[rows],
            )
            for rows in np.split(order, ends)
        )
        made._everybody = described
        made._places = (np.arange(len(described)),) * len(layers.labels)
        made._dropped = table.dropped
        return made

    @property
    def layers(self) -> list[Any]:
        """The kinds of ties, in their order."""
        return list(self._names)

    @property
    def attributes(self) -> pd.DataFrame:
        """What is known of the nodes, one row a node; a copy."""
        return self._everybody.copy()

    def overlap(self) -> pd.DataFrame:
        r"""Compare layers two by two: how many of the pairs tied in either are tied in both.

        Returns
        -------
        DataFrame
            One row and one column a layer: the Jaccard index
            :math:`|E_k \cap E_l| / |E_k \cup E_l|` of their sets of ties, from 0 to 1; NaN where
            neither has a tie. In a directed network the direction must be the same. Weights are not
            read, and self-ties do not count.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.networks import MultiplexNetwork
        >>> ties = pd.DataFrame({"a": list("xxy"), "b": list("yyz"), "kind": list("pqq")})
        >>> MultiplexNetwork.from_edges(ties, "a", "b", layer="kind").overlap()
        layer    p    q
        layer
        p      1.0  0.5
        q      0.5  1.0
        """
        keys = self._keys()
        shares = np.full((len(keys), len(keys)), np.nan)
        for row, one in enumerate(keys):
            for column, other in enumerate(keys[: row + 1]):
                both = len(np.intersect1d(one, other, assume_unique=True))
                either = len(one) + len(other) - both
                if either:
                    shares[row, column] = shares[column, row] = both / either
        return pd.DataFrame(shares, index=self._names, columns=self._names)
