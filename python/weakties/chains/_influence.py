"""Who influences whom: the ties of whatever stands for a network, with direction and weight."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice, number
from weakties._arguments import matrix as matrix_of
from weakties._frames import codes_of
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

_Index: TypeAlias = "pd.Index[Any]"
_Nodes: TypeAlias = NDArray[np.uint32]
_Floats: TypeAlias = NDArray[np.float64]
_Kernel: TypeAlias = tuple[int, _Nodes, _Nodes, _Floats, bool]

MODELS = ("independent-cascade", "linear-threshold")


@dataclass(frozen=True, eq=False)
class Influence:
    """Ties among labelled nodes; a mutual tie stands once."""

    labels: _Index
    sources: _Nodes
    targets: _Nodes
    weights: _Floats
    mutual: bool
    self_ties: int

    @classmethod
    def of(cls, network: Any) -> Influence:
        """Read a network that knows its labels and ties, or a square of weights.

        A network is anything with ``labels``, ``directed`` and ``to_frame()`` with the columns
        ``source`` and ``target`` and then, under its own name, the weight where ties have one. A
        square that is not symmetric holds directed ties, from rows to columns.
        """
        if all(hasattr(network, name) for name in ("labels", "directed", "to_frame")):
            ties = network.to_frame()
            labels = network.labels
            weights = ties.iloc[:, 2] if ties.shape[1] > 2 else np.ones(len(ties))
            return cls._real(
                labels,
                labels.get_indexer(ties["source"]),
                labels.get_indexer(ties["target"]),
                np.asarray(weights, np.float64),
                not network.directed,
            )
        values = matrix_of(network, "network", square=True, low=0)
        labels = pd.RangeIndex(len(values))
        if isinstance(network, pd.DataFrame):
            labels = network.index
            if not labels.is_unique or list(labels) != list(network.columns):
                raise InvalidInput(
                    "`network` must have the same nodes, each once and in the same order, as rows "
                    "and as columns; use .loc[nodes, nodes]"
                )
        mutual = bool((values == values.T).all())
        sources, targets = np.nonzero(np.triu(values) if mutual else values)
        return cls._real(labels, sources, targets, values[sources, targets], mutual)

    @classmethod
    def _real(
        cls,
        labels: _Index,
        sources: NDArray[Any],
        targets: NDArray[Any],
        weights: _Floats,
        mutual: bool,
    ) -> Influence:
        real = sources != targets
        if (weights < 0).any():
            raise InvalidInput("`network` must have no negative weights; remove or correct them")
        return cls(
            labels,
            sources[real].astype(np.uint32),
            targets[real].astype(np.uint32),
            np.ascontiguousarray(weights[real]),
            mutual,
            int((~real).sum()),
        )

    def kernel(self, model: str, probability: object) -> _Kernel:
        """Return what a kernel takes: weights are chances in a cascade."""
        weights = self.weights
        if model == "linear-threshold":
            if probability is not None:
                raise InvalidInput(
                    '`probability` is of model="independent-cascade" only: leave it out'
                )
        elif probability is not None:
            weights = np.full(len(weights), number(probability, "probability", low=0, high=1))
        elif (weights > 1).any():
            tie = int(np.flatnonzero(weights > 1)[0])
            raise InvalidInput(
                f"`network` must have weights of at most 1 to be chances: the tie of "
                f"{shown(self.labels[self.sources[tie]])} and "
                f"{shown(self.labels[self.targets[tie]])} has {weights[tie]}; scale them, or pass "
                "probability="
            )
        return len(self.labels), self.sources, self.targets, weights, self.mutual

    def seeds(self, seeds: object, *, may_be_empty: bool = False) -> _Nodes:
        """Return the places of the nodes that adopt at the start."""
        if not isinstance(seeds, list | pd.Index):
            raise WrongType(
                f"`seeds` must be a list of nodes: got {type(seeds).__name__}; make it a list"
            )
        labels: list[Hashable] = list(seeds)
        if not labels and not may_be_empty:
            raise InvalidInput("`seeds` must name at least one node: got an empty list")
        codes = codes_of(labels, self.labels, "seeds") if labels else np.empty(0, np.int64)
        if len(np.unique(codes)) < len(codes):
            raise InvalidInput("`seeds` must name each node once; remove the repeats")
        return codes.astype(np.uint32)

    @property
    def dropped(self) -> dict[str, int]:
        """What is left out of the ties."""
        return {"self-ties": self.self_ties} if self.self_ties else {}


def model_of(model: object) -> str:
    """Return the name of the model."""
    return choice(model, "model", MODELS)


def source_of(model: str) -> str:
    """Return the key of the model's source."""
    return "granovetter1978" if model == "linear-threshold" else "kempe2003"
