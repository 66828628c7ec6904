"""Parts of a two-mode network: some of its firms and institutions, or some of its ties."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice
from weakties.errors import InvalidInput

from .labelled import Codes, Weights
from .parts import Parts, within_limits
from .two_mode_labelled import MODES, TwoModeLabelled

_Which = pd.Series | Sequence[Hashable] | pd.Index | Callable[[pd.DataFrame], "pd.Series[bool]"]


class TwoModeParts(TwoModeLabelled):
    """What is cut out of a two-mode network; labels, their order, attributes and weights stay."""

    def subset(self, *, firms: _Which | None = None, institutions: _Which | None = None) -> Self:
        """Keep some firms and institutions, and the ties between them.

        Parameters
        ----------
        firms, institutions : Series of bool by label, list of labels, or function, optional
            What ``DataFrame.loc`` takes for rows: a Series that is True for those to keep, such as
            ``two_mode_degree(network, "firm") > 2``; their labels; or a function of the attributes
            that returns either, such as ``lambda firms: firms["region"] == "North"``. Of a kind
            that is left out all are kept; one of the two is needed.

        Returns
        -------
        TwoModeNetwork
            Its nodes in the order they had; those left without ties stay.

        Raises
        ------
        WrongType
            When one is something else, or a Series of other values than True and False.
        UnknownLabel
            When the Series lacks a node, or a label is none of that kind.
        InvalidInput
            When neither is given, no node of a kind is kept, a value is missing, or a label is
            given twice.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.networks import TwoModeNetwork
        >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
        >>> network = TwoModeNetwork.from_edges(joined, "winery", "body")
        >>> network.subset(institutions=["INTA"])
        <TwoModeNetwork: 2 firms, 1 institution, 2 ties>
        """
        if firms is None and institutions is None:
            raise InvalidInput(
                "`firms` or `institutions` must say which to keep: got neither; give labels, a "
                "Series of True and False, or a function of the attributes"
            )
        return self._among(
            self._kept(self._firms, firms, "firms"),
            self._kept(self._institutions, institutions, "institutions"),
        )

    def giant_component(self) -> Self:
        """Keep the largest set of nodes that ties lead from each to each, and the ties among them.

        Firms and institutions count alike. Of several largest components, it is the one with the
        first node, firms coming first. Weights are not read.

        Returns
        -------
        TwoModeNetwork

        Raises
        ------
        InvalidInput
            When there are no ties, so that a component holds nodes of one kind only.

        Examples
        --------
        >>> from weakties.networks import TwoModeNetwork
        >>> TwoModeNetwork.from_matrix([[1, 0], [1, 0], [0, 1]]).giant_component()
        <TwoModeNetwork: 2 firms, 1 institution, 2 ties>
        """
        self._refuse_no_ties()
        kept = _core.connected_components(self._adjacency, False) == 0
        return self._among(*np.split(kept, [len(self._firms)]))

    def without_isolates(self, *, mode: str = "both") -> Self:
        """Leave out the nodes that have no tie.

        Parameters
        ----------
        mode : {"both", "firm", "institution"}, default "both"
            Of which kind.

        Returns
        -------
        TwoModeNetwork

        Raises
        ------
        InvalidInput
            When no node of a kind would be left, or there is no such mode.

        Examples
        --------
        >>> from weakties.networks import TwoModeNetwork
        >>> TwoModeNetwork.from_matrix([[1, 0], [0, 0]]).without_isolates(mode="firm")
        <TwoModeNetwork: 1 firm, 2 institutions, 1 tie>
        """
        mode = choice(mode, "mode", ("both", *MODES))
        self._refuse_no_ties()
        tied = np.split(_core.degree(self._adjacency, "all") > 0, [len(self._firms)])
        firms, institutions = (
            kept if mode in ("both", kind) else np.ones(len(kept), bool)
            for kept, kind in zip(tied, MODES, strict=True)
        )
        return self._among(firms, institutions)

    def threshold(self, *, at_least: float | None = None, at_most: float | None = None) -> Self:
        """Keep the ties whose weight lies within limits, and all nodes.

        Parameters
        ----------
        at_least, at_most : float, optional
            The limits, which may be reached; at least one is needed.

        Returns
        -------
        TwoModeNetwork

        Raises
        ------
        WrongType, InvalidInput
            When the network has no weights, no limit is given, one is no number from 0 up, or
            ``at_least`` is above ``at_most``.

        Examples
        --------
        >>> from weakties.networks import TwoModeNetwork
        >>> hours = TwoModeNetwork.from_matrix([[1, 5], [0, 2]], weight="hours")
        >>> hours.threshold(at_least=2).tie_count
        2
        """
        firms, institutions, weights = self._ties()
        kept = within_limits(weights, at_least, at_most, weighted=self.weighted)
        return self._like(
            (self._firms, self._institutions), firms[kept], institutions[kept], weights[kept]
        )

    def _kept(self, described: pd.DataFrame, where: object, argument: str) -> NDArray[np.bool_]:
        """Say of each node of a kind whether it is to be kept."""
        if where is None:
            return np.ones(len(described), bool)
        kept = Parts._from_core(self._adjacency, described, None, {})._chosen(where, argument)
        if not kept.any():
            raise InvalidInput(f"`{argument}` keeps no node: choose at least one")
        return kept

    def _among(self, kept_firms: NDArray[np.bool_], kept_institutions: NDArray[np.bool_]) -> Self:
        """Keep these nodes and the ties between them."""
        firms, institutions, weights = self._ties()
        among = kept_firms[firms] & kept_institutions[institutions]
        firm_numbers, institution_numbers = (
            np.cumsum(kept_firms) - 1,
            np.cumsum(kept_institutions) - 1,
        )
        return self._like(
            (self._firms[kept_firms], self._institutions[kept_institutions]),
            firm_numbers[firms[among]],
            institution_numbers[institutions[among]],
            weights[among],
        )

    def _like(
        self,
        described: tuple[pd.DataFrame, pd.DataFrame],
        firms: Codes,
        institutions: Codes,
        weights: Weights,
    ) -> Self:
        return self._of(
            described,
            (firms, institutions),
            weights if self.weighted else None,
            weight=self._weight,
            dropped=self._dropped,
        )

    def _refuse_no_ties(self) -> None:
        if self.tie_count == 0:
            raise InvalidInput("the network has no ties: nothing would be left of it")
