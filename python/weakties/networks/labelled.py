"""A network's nodes and ties under the user's labels: what every measure reads."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Self, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import label
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .reading import counted, refuse_parallel

Codes: TypeAlias = NDArray[np.int64]
Weights: TypeAlias = NDArray[np.float64]

ENDS = ("source", "target")


class Labelled:
    """Sorted ties between numbered nodes, and the labels, attributes and weight's name for them."""

    _adjacency: _core.Network
    _attributes: pd.DataFrame
    _weight: Hashable | None
    _dropped: dict[str, int]
    # The groups that attributes form, by name, once they have been asked for.
    _known_groups: dict[str, tuple[Codes, pd.Index[Any]]]

    @classmethod
    def _of(
        cls,
        described: pd.DataFrame,
        sources: Codes,
        targets: Codes,
        weights: Weights | None,
        *,
        weight: Hashable | None,
        directed: bool,
        parallel: str = "raise",
        rows: Codes | None = None,
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
        network._known_groups = {}
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

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._adjacency)

    def _per_node(self, value: object, argument: str) -> pd.Series[Any] | None:
        """Return an attribute, or a Series in the order of the nodes."""
        if value is None:
            return None
        if not isinstance(value, pd.Series):
            # Communities that were found are groups too.
            value = getattr(value, "membership", value)
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

    def _groups(self, groups: object, argument: str) -> tuple[Codes, pd.Index[Any]]:
        """Return the number of each node's group, and what the groups are called, in order."""
        if isinstance(groups, str) and groups in self._known_groups:
            return self._known_groups[groups]
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
        found = codes.astype(np.int64), pd.Index(names, name=values.name)
        # Attributes never change; what is kept for the next measure must not either.
        found[0].flags.writeable = False
        if isinstance(groups, str):
            self._known_groups[groups] = found
        return found

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
        # By number, since labels are unique: looking at each label of each tie takes longer than
        # most measures do.
        index = pd.MultiIndex(
            levels=[self.labels, self.labels],  # type: ignore[list-item]
            codes=[sources.astype(np.intp), targets.astype(np.intp)],  # type: ignore[list-item]
            names=["source", "target"],
            verify_integrity=False,
        )
        return pd.Series(values, index=index, name=name, copy=False)

    def _ties(self) -> tuple[Codes, Codes, Weights]:
        """Return all ties by node numbers, self-ties included, sorted."""
        sources, targets, weights = self._adjacency.ties()
        nodes, self_weights = self._adjacency.self_ties()
        sources, targets = np.append(sources, nodes), np.append(targets, nodes)
        weights = np.append(weights, self_weights)
        if len(nodes):
            order = np.lexsort((targets, sources))
            sources, targets, weights = sources[order], targets[order], weights[order]
        return sources.astype(np.int64), targets.astype(np.int64), weights
