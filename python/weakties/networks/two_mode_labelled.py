"""Firms, institutions and the ties between them under the user's labels."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Self

import numpy as np
import pandas as pd

from weakties import _core
from weakties.errors import InvalidInput

from .labelled import Codes, Weights
from .reading import refuse_parallel

MODES = ("firm", "institution")


class TwoModeLabelled:
    """Sorted ties between numbered nodes of two kinds, and labels and attributes of each kind."""

    _adjacency: _core.Network
    _firms: pd.DataFrame
    _institutions: pd.DataFrame
    _weight: Hashable | None
    _dropped: dict[str, int]

    @classmethod
    def _of(
        cls,
        described: tuple[pd.DataFrame, pd.DataFrame],
        ends: tuple[Codes, Codes],
        weights: Weights | None,
        *,
        weight: Hashable | None,
        parallel: str = "raise",
        rows: Codes | None = None,
        dropped: dict[str, int] | None = None,
        nodes: tuple[str, str] = ("firms", "institutions"),
        ties: str = "edges",
    ) -> Self:
        """Make a two-mode network from the numbers of firms and of institutions.

        Messages call by ``nodes`` and ``ties`` the arguments that these came from.
        """
        for table, argument in zip(described, nodes, strict=True):
            if len(table) == 0:
                raise InvalidInput(f"`{argument}` is empty: give at least one of each kind")
        if weights is None:
            weights = np.ones(len(ends[0]))
            weight = "weight" if parallel == "sum" else None
        # One set of numbers for both kinds, institutions after firms.
        both = (ends[0], ends[1] + len(described[0]))
        try:
            core = _core.Network(
                len(described[0]) + len(described[1]),
                both[0].astype(np.uint32),
                both[1].astype(np.uint32),
                np.ascontiguousarray(weights),
                False,
                parallel,
            )
        except InvalidInput:
            labels = described[0].index.append(described[1].index)
            refuse_parallel(labels, *both, directed=False, rows=rows, argument=ties)
            raise
        return cls._from_core(core, described, weight, dropped or {})

    @classmethod
    def _from_core(
        cls,
        core: _core.Network,
        described: tuple[pd.DataFrame, pd.DataFrame],
        weight: Hashable | None,
        dropped: dict[str, int],
    ) -> Self:
        network = object.__new__(cls)
        network._adjacency = core
        network._firms, network._institutions = described
        network._weight = weight
        network._dropped = dropped
        return network

    @property
    def firms(self) -> pd.DataFrame:
        """What is known of the firms, one row each, indexed by label; a copy."""
        return self._firms.copy()

    @property
    def institutions(self) -> pd.DataFrame:
        """What is known of the institutions, one row each, indexed by label; a copy."""
        return self._institutions.copy()

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
        """How many ties there are."""
        return self._adjacency.tie_count

    @property
    def dropped(self) -> dict[str, int]:
        """How many values were missing in each column for which rows were dropped."""
        return dict(self._dropped)

    def _all_labels(self) -> list[Any]:
        return [*self._firms.index.tolist(), *self._institutions.index.tolist()]

    def _ties(self) -> tuple[Codes, Codes, Weights]:
        firms, both, weights = self._adjacency.ties()
        return firms.astype(np.int64), both.astype(np.int64) - len(self._firms), weights
