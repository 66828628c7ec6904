"""Who can pass a job on to whom: the ties of whatever stands for a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import matrix as matrix_of
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

_Index: TypeAlias = "pd.Index[Any]"

# The kernel checks the same; here it can say what to do instead.
_MOST_SOLVED = 12


@dataclass(frozen=True, eq=False)
class Ties:
    """Undirected ties among labelled nodes."""

    labels: _Index
    core: _core.Network

    @classmethod
    def of(cls, network: Any) -> Ties:
        """Read a network that knows its labels and ties, or a square of 0 and 1.

        A network is anything with ``labels``, ``directed`` and ``to_frame()`` whose columns
        ``source`` and ``target`` hold labels. Weights are not looked at.
        """
        if all(hasattr(network, name) for name in ("labels", "directed", "to_frame")):
            if network.directed:
                raise InvalidInput(
                    "`network` must be undirected, since jobs are passed both ways along a tie: "
                    "this one is directed; make an undirected one of the ties that count"
                )
            labels = network.labels
            adjacency = getattr(network, "_adjacency", None)
            if isinstance(adjacency, _core.Network):
                return cls(labels, adjacency)
            ties = network.to_frame()
            one, other = (labels.get_indexer(ties[end]) for end in ("source", "target"))
            return cls(labels, core_of(len(labels), one, other))
        values = matrix_of(network, "network", square=True, low=0)
        labels = pd.RangeIndex(len(values))
        if isinstance(network, pd.DataFrame):
            labels = network.index
            if not labels.is_unique or list(labels) != list(network.columns):
                raise InvalidInput(
                    "`network` must have the same nodes, each once and in the same order, as rows "
                    "and as columns; use .loc[nodes, nodes]"
                )
        if ((values != 0) & (values != 1)).any():
            raise InvalidInput(
                "`network` must hold 1 for a tie and 0 for none: found other numbers; weights are "
                "not used, so compare with 0 first"
            )
        if (values != values.T).any():
            one, other = np.argwhere(values != values.T)[0]
            raise InvalidInput(
                "`network` must be symmetric, since jobs are passed both ways along a tie: "
                f"{shown(labels[one])} and {shown(labels[other])} differ; decide which ties count"
            )
        return cls(labels, core_of(len(labels), *np.nonzero(np.triu(values))))

    @classmethod
    def small(cls, network: Any, instead: str) -> Ties:
        """Read a network small enough for exact solutions; ``instead`` simulates larger ones."""
        ties = cls.of(network)
        if len(ties.labels) > _MOST_SOLVED:
            raise InvalidInput(
                f"`network` must have at most {_MOST_SOLVED} nodes to be solved exactly: got "
                f"{len(ties.labels)}; use {instead}"
            )
        return ties

    @property
    def dropped(self) -> dict[str, int]:
        """What is left out of the ties."""
        own = len(self.core.self_ties()[0])
        return {"self-ties": own} if own else {}

    @property
    def counts(self) -> dict[str, int]:
        """How many nodes and ties there are."""
        return {"nodes": len(self.labels), "ties": self.core.tie_count}


def core_of(count: int, sources: NDArray[Any], targets: NDArray[Any]) -> _core.Network:
    """Return so many nodes with undirected ties among them; parallel ties are one."""
    one, other = sources.astype(np.uint32), targets.astype(np.uint32)
    return _core.Network(count, one, other, np.ones(len(one)), False, "max")


def employed_at_start(employed: Any, labels: _Index) -> NDArray[np.bool_]:
    """Read who has a job at the start: a Series by node, one flag a node, or everyone."""
    if employed is None:
        return np.ones(len(labels), bool)
    if isinstance(employed, pd.Series):
        at = employed.index.get_indexer(labels) if employed.index.is_unique else np.array([-1])
        if (at < 0).any():
            raise InvalidInput(
                "`employed` must have each node of the network once in its index; "
                "use .reindex(network.labels)"
            )
        employed = employed.to_numpy()[at]
    flags = np.asarray(employed)
    if flags.dtype != bool:
        raise WrongType(
            f"`employed` must hold True or False: got dtype {flags.dtype}; compare with something "
            "first"
        )
    if flags.shape != (len(labels),):
        raise InvalidInput(
            f"`employed` must have one item for each of the {len(labels)} nodes: got shape "
            f"{flags.shape}; give one each, in the order of the network"
        )
    return np.ascontiguousarray(flags)
