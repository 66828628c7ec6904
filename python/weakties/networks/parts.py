"""Parts of a network: some of its nodes, or some of its ties."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, integer, number
from weakties._frames import codes_of
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

from .labelled import Labelled, Weights

CONNECTIONS = ("weak", "strong")
DIRECTIONS = ("all", "in", "out")

_Which = pd.Series | Sequence[Hashable] | pd.Index | Callable[[pd.DataFrame], "pd.Series[bool]"]


class Parts(Labelled):
    """What is cut out of a network; labels, their order, attributes and weights stay."""

    def subset(self, where: _Which) -> Self:
        """Keep some nodes, and the ties among them.

        Parameters
        ----------
        where : Series of bool by label, list of labels, or function
            What ``DataFrame.loc`` takes for rows: a Series that is True for the nodes to keep, such
            as ``degree(network) > 2``; their labels; or a function of `attributes` that returns
            either, such as ``lambda firms: firms["region"] == "North"``.

        Returns
        -------
        Network
            Its nodes in the order they had.

        Raises
        ------
        WrongType
            When ``where`` is something else, or a Series of other values than True and False.
        UnknownLabel
            When the Series lacks a node, or a label is none of the network's.
        InvalidInput
            When no node is kept, a value is missing, or a label is given twice.

        Examples
        --------
        >>> from weakties.networks import Network, degree
        >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["a", "b", "c"])
        >>> star.subset(["a", "c"])
        <Network: 2 nodes, 1 tie, undirected>
        >>> star.subset(degree(star) == 1)
        <Network: 2 nodes, 0 ties, undirected>
        """
        return self._induced(self._chosen(where, "where"), "where")

    def giant_component(self, *, connection: str = "weak") -> Self:
        """Keep the largest set of nodes that can reach each other, and the ties among them.

        Parameters
        ----------
        connection : {"weak", "strong"}, default "weak"
            Whether paths of a directed network may go against directions, or must lead both ways.

        Returns
        -------
        Network
            Of several largest components, the one with the first node. Weights are not read.

        Raises
        ------
        InvalidInput
            When there is no such connection.

        Examples
        --------
        >>> from weakties.networks import Network
        >>> Network.from_matrix([[0, 1, 0], [1, 0, 0], [0, 0, 0]]).giant_component()
        <Network: 2 nodes, 1 tie, undirected>
        """
        strong = choice(connection, "connection", CONNECTIONS) == "strong"
        return self._induced(_core.connected_components(self._adjacency, strong) == 0, "connection")

    def ego(self, label: Hashable, *, radius: int = 1, direction: str = "all") -> Self:
        """Keep a node, those near it, and the ties among them all.

        Parameters
        ----------
        label : hashable
            The node in the middle, the ego.
        radius : int, default 1
            Within how many steps a node is near.
        direction : {"all", "in", "out"}, default "all"
            Which ties of a directed network steps follow: any, those that arrive where the step
            starts, or those that leave.

        Returns
        -------
        Network
            The ego is one of its nodes.

        Raises
        ------
        UnknownLabel
            When there is no such node.
        WrongType, InvalidInput
            When ``radius`` is no whole number from 0 up, or there is no such direction.

        Examples
        --------
        >>> from weakties.networks import Network
        >>> line = Network.from_matrix([[0, 1, 0], [1, 0, 1], [0, 1, 0]], labels=["a", "b", "c"])
        >>> line.ego("a").labels.tolist()
        ['a', 'b']
        """
        radius = integer(radius, "radius", low=0)
        direction = choice(direction, "direction", DIRECTIONS)
        ego = int(codes_of([label], self.labels, "label")[0])
        steps = min(radius, len(self))
        return self._induced(_core.ego(self._adjacency, ego, steps, direction), "label")

    def without_isolates(self) -> Self:
        """Leave out the nodes that have no tie to another node.

        A node whose only tie is to itself is left out too.

        Returns
        -------
        Network

        Raises
        ------
        InvalidInput
            When no node would be left.

        Examples
        --------
        >>> from weakties.networks import Network
        >>> Network.from_matrix([[0, 1, 0], [1, 0, 0], [0, 0, 1]]).without_isolates()
        <Network: 2 nodes, 1 tie, undirected>
        """
        if self._adjacency.tie_count == 0:
            raise InvalidInput("the network has isolates only: nothing would be left of it")
        return self._induced(_core.degree(self._adjacency, "all") > 0, "network")

    def threshold(self, *, at_least: float | None = None, at_most: float | None = None) -> Self:
        """Keep the ties whose weight lies within limits, and all nodes.

        Parameters
        ----------
        at_least, at_most : float, optional
            The limits, which may be reached; at least one is needed. Weak ties go with
            ``at_least`` where larger means closer, far ones with ``at_most`` where it means
            farther.

        Returns
        -------
        Network
            Self-ties are kept by the same rule.

        Raises
        ------
        WrongType, InvalidInput
            When the network has no weights, no limit is given, one is no number from 0 up, or
            ``at_least`` is above ``at_most``.

        Examples
        --------
        >>> from weakties.networks import Network
        >>> hours = Network.from_matrix([[0, 1, 5], [1, 0, 0], [5, 0, 0]], weight="hours")
        >>> hours.threshold(at_least=2).to_frame()
           source  target  hours
        0       0       2    5.0
        """
        return self._with_ties(
            within_limits(self._ties()[2], at_least, at_most, weighted=self.weighted)
        )

    def backbone(self, *, strength: Hashable, alpha: float = 0.05, direction: str = "all") -> Self:
        """Keep the ties that are stronger than chance would make them, and all nodes.

        This is the disparity filter: a tie is kept if its p-value, as `disparity` gives it, is
        below ``alpha``.

        Parameters
        ----------
        strength : hashable
            The name of the network's weight, larger meaning closer.
        alpha : float, default 0.05
            The level, above 0 and at most 1.
        direction : {"all", "in", "out"}, default "all"
            From whose point of view a tie of a directed network is judged, as in `disparity`.

        Returns
        -------
        Network
            Without self-ties, which have no p-value.

        Raises
        ------
        WrongType, UnknownLabel, InvalidInput
            As `disparity` does, and when ``alpha`` is no number above 0 and at most 1.

        Notes
        -----
        The filter is due to :cite:t:`serrano2009` (eq. (2)).

        Examples
        --------
        >>> from weakties.networks import Network
        >>> ties = [[0, 98, 1, 1], [98, 0, 1, 1], [1, 1, 0, 1], [1, 1, 1, 0]]
        >>> Network.from_matrix(ties, weight="hours").backbone(strength="hours").to_frame()
           source  target  hours
        0       0       1   98.0
        """
        alpha = number(alpha, "alpha", low=0, high=1, open_low=True)
        sources, targets, _ = self._ties()
        kept = sources != targets
        kept[kept] = self._disparity(strength, direction) < alpha
        return self._with_ties(kept)

    def _disparity(self, strength: object, direction: str) -> NDArray[np.float64]:
        """Return the p-value of each tie between different nodes."""
        direction = choice(direction, "direction", DIRECTIONS)
        if strength is None:
            raise WrongType("`strength` must name the network's weight: got None")
        self._reads(strength, "strength")
        return _core.disparity(self._adjacency, direction)

    def symmetrized(self, *, rule: str = "either", weights: str = "sum") -> Self:
        """Forget the directions of the ties.

        Parameters
        ----------
        rule : {"either", "both"}, default "either"
            Whether two nodes are tied if there is a tie in one direction at least, or only if there
            is one in both.
        weights : {"sum", "max", "min", "mean"}, default "sum"
            What the tie weighs where there are ties in both directions. Where there is only one, it
            keeps its weight: an absent tie is not counted as 0.

        Returns
        -------
        Network
            Undirected, without weights if there were none. Self-ties stay. An undirected network is
            returned as it is.

        Raises
        ------
        WrongType, InvalidInput
            When there is no such rule.

        Examples
        --------
        >>> from weakties.networks import Network
        >>> sent = Network.from_matrix([[0, 2, 1], [3, 0, 0], [0, 0, 0]], weight="orders")
        >>> sent.symmetrized(rule="both").to_frame()
           source  target  orders
        0       0       1     5.0
        """
        rule = choice(rule, "rule", ("either", "both"))
        weights = choice(weights, "weights", ("sum", "max", "min", "mean"))
        if not self.directed:
            return self
        sources, targets, values = self._ties()
        if rule == "both":
            # The ties are sorted, so that one can be looked up by its place in that order.
            forth, back = sources * len(self) + targets, targets * len(self) + sources
            places = np.searchsorted(forth, back)
            there = np.append(forth, -1)[places] == back
            sources, targets, values = sources[there], targets[there], values[there]
        return self._of(
            self._attributes,
            sources,
            targets,
            values if self.weighted else None,
            weight=self._weight,
            directed=False,
            parallel=weights if self.weighted else "max",
            dropped=self._dropped,
        )

    def _chosen(self, where: object, argument: str) -> NDArray[np.bool_]:
        """Say of each node whether it is to be kept."""
        if callable(where):
            where = where(self.attributes)
        if isinstance(where, pd.Series):
            if not pd.api.types.is_bool_dtype(where.dtype):
                raise WrongType(
                    f"`{argument}` must hold True and False where it is a Series: got "
                    f"{where.dtype}; compare it with something, or give labels as a list"
                )
            kept = self._per_node(where, argument)
            assert kept is not None
            if kept.isna().any():
                lacking = shown(self.labels[kept.isna().to_numpy()][0])
                raise InvalidInput(f"`{argument}` is missing for node {lacking}; fill it in")
            return kept.to_numpy(dtype=bool)
        if isinstance(where, str | bytes) or not isinstance(
            where, Sequence | pd.Index | np.ndarray
        ):
            raise WrongType(
                f"`{argument}` must be a Series of True and False by label, a list of labels, or a "
                f"function of the attributes: got {type(where).__name__}"
            )
        if isinstance(where, np.ndarray) and where.dtype == bool:
            raise WrongType(
                f"`{argument}` must say by label which nodes to keep: got an array of booleans; "
                "make it a Series with index=network.labels"
            )
        codes = codes_of(list(where), self.labels, argument)
        twice = codes[pd.Series(codes).duplicated().to_numpy()]
        if len(twice):
            again = shown(self.labels[twice[0]])
            raise InvalidInput(f"`{argument}` must name each node once: {again} is there twice")
        kept_nodes = np.zeros(len(self.labels), bool)
        kept_nodes[codes] = True
        return kept_nodes

    def _induced(self, kept: NDArray[np.bool_], argument: str) -> Self:
        """Keep these nodes and the ties among them."""
        if not kept.any():
            raise InvalidInput(f"`{argument}` keeps no node: choose at least one")
        sources, targets, weights = self._ties()
        among = kept[sources] & kept[targets]
        number = np.cumsum(kept) - 1
        return self._like(
            self._attributes[kept], number[sources[among]], number[targets[among]], weights[among]
        )

    def _with_ties(self, kept: NDArray[np.bool_]) -> Self:
        """Keep all nodes and these ties, in the order of `_ties`."""
        sources, targets, weights = self._ties()
        return self._like(self._attributes, sources[kept], targets[kept], weights[kept])

    def _like(
        self,
        described: pd.DataFrame,
        sources: NDArray[np.int64],
        targets: NDArray[np.int64],
        weights: NDArray[np.float64],
    ) -> Self:
        return self._of(
            described,
            sources,
            targets,
            weights if self.weighted else None,
            weight=self._weight,
            directed=self.directed,
            dropped=self._dropped,
        )


def within_limits(
    weights: Weights, at_least: object, at_most: object, *, weighted: bool
) -> NDArray[np.bool_]:
    """Say of each weight whether it lies within limits, of which one is needed."""
    if not weighted:
        raise InvalidInput("this network has no weights to compare; make it with weight=…")
    if at_least is None and at_most is None:
        raise InvalidInput("`at_least` or `at_most` must be given: got neither")
    low = -np.inf if at_least is None else number(at_least, "at_least", low=0)
    high = np.inf if at_most is None else number(at_most, "at_most", low=0)
    if low > high:
        raise InvalidInput(
            f"`at_least` must not be above `at_most`: got {at_least} and {at_most}; swap them"
        )
    return (weights >= low) & (weights <= high)
