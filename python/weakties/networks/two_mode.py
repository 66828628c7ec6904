"""Ties between two kinds of nodes, such as firms and the institutions they belong to."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Self

import pandas as pd

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import threads as thread_count
from weakties._frames import Column, codes_of, read
from weakties._progress import reporter
from weakties._tables import as_html, grid
from weakties.errors import InvalidInput, WrongType

from .network import Network
from .reading import (
    PARALLEL,
    counted,
    described_by,
    refuse_mixed,
    refuse_weight_name,
)
from .two_mode_exchange import TwoModeExchange
from .two_mode_labelled import MODES
from .two_mode_parts import TwoModeParts

_RULES = ("count", "newman", "hyperbolic", "jaccard")
_ROWS_SHOWN = 10


class TwoModeNetwork(TwoModeExchange, TwoModeParts):
    """Ties between firms and institutions, made by `from_edges`, `from_matrix` and others.

    Firms and institutions stand for any two kinds of members and affiliations: persons and events,
    directors and boards, inventors and patents. A firm and an institution with the same label are
    two different nodes. A two-mode network never changes, and what is cut out of one is one too;
    labels and their order are the user's.
    """

    def __init__(self) -> None:
        raise WrongType(
            "a TwoModeNetwork is made by TwoModeNetwork.from_edges, not by TwoModeNetwork()"
        )

    @classmethod
    def from_edges(
        cls,
        edges: Any,
        firm: Hashable,
        institution: Hashable,
        *,
        weight: Hashable | None = None,
        firms: Any = None,
        institutions: Any = None,
        parallel: str = "raise",
        missing: str = "raise",
    ) -> Self:
        """Make a two-mode network from a table with one tie a row.

        Parameters
        ----------
        edges : DataFrame
            A table of pandas, polars, Arrow, DuckDB or another library that narwhals knows.
        firm, institution : column or index level
            The two ends of each tie.
        weight : column or index level, optional
            What each tie weighs, from 0 up. Without it ties only are or are not.
        firms, institutions : DataFrame indexed by label, or sequence of labels, optional
            All nodes of a kind, in their order, with their attributes if it is a DataFrame. Without
            it they are the labels in ``edges``, sorted, or the categories.
        parallel : {"raise", "sum", "max", "min", "mean"}, default "raise"
            What to do with several ties between two nodes. Without ``weight``, ``"sum"`` counts
            them: the network is then weighted, with the name ``"weight"``.
        missing : {"raise", "drop"}, default "raise"
            What to do with rows in which a label or weight is missing.

        Returns
        -------
        TwoModeNetwork

        Raises
        ------
        InvalidInput
            When ``edges`` is empty and not both kinds of nodes are given, a weight is negative or
            not finite, two rows tie the same nodes, the labels of a kind are text in one row and
            numbers in another, a label occurs twice among ``firms`` or ``institutions``, or an
            option is unknown.
        UnknownLabel
            When a column is not found, or ``firms`` or ``institutions`` lack a label of ``edges``.
        WrongType
            When an argument is of a kind that cannot be used.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.networks import TwoModeNetwork
        >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
        >>> TwoModeNetwork.from_edges(joined, "winery", "body")
        <TwoModeNetwork: 2 firms, 2 institutions, 3 ties>
        """
        parallel = choice(parallel, "parallel", PARALLEL)
        refuse_weight_name(weight, MODES)
        columns = [
            Column("firm", firm, "key", meaning="one end of a tie"),
            Column("institution", institution, "key", meaning="the other end"),
            Column("weight", weight, "number", low=0, optional=True, meaning="what a tie weighs"),
        ]
        table = read(
            edges,
            columns,
            argument="edges",
            missing=missing,
            allow_empty=firms is not None and institutions is not None,
        )
        ends, described = [], []
        for role, given in zip(MODES, (firms, institutions), strict=True):
            keys = table.keys(role)
            refuse_mixed(keys.labels, f"`{role}`")
            nodes = (
                pd.DataFrame(index=keys.labels)
                if given is None
                else described_by(given, None, f"{role}s")
            )
            described.append(nodes)
            ends.append(keys.codes if given is None else codes_of(keys, nodes.index, role))
        weights = table.number("weight") if "weight" in table else None
        return cls._of(
            (described[0], described[1]),
            (ends[0], ends[1]),
            weights,
            weight=weight,
            parallel=parallel,
            rows=table.positions,
            dropped=table.dropped,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the ties as a table.

        Returns
        -------
        DataFrame
            One row a tie, with ``firm``, ``institution`` and the weight by its own name, in the
            order of the firms and then of the institutions.
        """
        firms, institutions, weights = self._ties()
        frame = pd.DataFrame(
            {
                "firm": self._firms.index.take(firms),
                "institution": self._institutions.index.take(institutions),
            }
        )
        if self._weight is not None:
            frame[self._weight] = weights
        return frame

    def project(
        self,
        onto: str,
        *,
        weight: str = "count",
        strength: Hashable | None = None,
        threads: int | None = None,
        progress: bool | None = None,
    ) -> Network:
        r"""Tie the nodes of one kind that share nodes of the other.

        Parameters
        ----------
        onto : {"firm", "institution"}
            The kind that is kept.
        weight : {"count", "newman", "hyperbolic", "jaccard"}, default "count"
            What a tie weighs. ``"count"`` is the number of shared nodes. ``"newman"`` adds up
            :math:`1/(n_k - 1)` over each shared node k, which has :math:`n_k` ties: large meetings
            bring two members less close than small ones, and the weights of a firm add up to the
            number of its institutions that have another firm. ``"hyperbolic"`` adds up
            :math:`1/n_k`. ``"jaccard"`` is the number of shared nodes over the number that either
            is tied to, from 0 to 1.
        strength : hashable, optional
            The name of the two-mode weight, larger meaning closer, to be read. ``"count"`` then
            adds up the products of the two ties' weights, and ``"jaccard"`` is the sum of the
            smaller over the sum of the larger ones; the other two are not defined with weights. A
            tie of strength 0 is none.
        threads : int, optional
            How many threads to use; by default one for every processor.
        progress : bool, optional
            Whether to show a bar; by default after two seconds.

        Returns
        -------
        Network
            Undirected, with the weight ``"weight"``, the labels and attributes of the kept kind,
            and those of its nodes that share nothing as nodes without ties.

        Raises
        ------
        InvalidInput
            When there is no such kind or weight, ``strength`` is given for a weight that does not
            read it, or a node has so many ties that the projection would have more than two
            billion.
        UnknownLabel
            When ``strength`` is not the network's weight.

        Notes
        -----
        Counts of shared affiliations are those of :cite:t:`breiger1974`, without its diagonal, and
        with weights the matrix product of his. The discount by :math:`n_k - 1` is due to
        :cite:t:`newman2001`. Software calls by the name hyperbolic either this or the discount by
        :math:`n_k`; here it is the latter, under which a member of k gives each of its members, and
        itself, an equal part of 1.

        Examples
        --------
        >>> import pandas as pd
        >>> from weakties.networks import TwoModeNetwork
        >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
        >>> TwoModeNetwork.from_edges(joined, "winery", "body").project("firm").to_frame()
          source target  weight
        0   Alba     Bo     1.0
        """
        onto_firms = choice(onto, "onto", MODES) == "firm"
        weight = choice(weight, "weight", _RULES)
        weighted = Network._from_core(self._adjacency, self._firms, self._weight, {})._reads(
            strength, "strength"
        )
        if weighted and weight not in ("count", "jaccard"):
            raise InvalidInput(
                f'`strength` is read with weight="count" or "jaccard" only: got weight={weight!r}; '
                "leave `strength` out"
            )
        with reporter(progress, "projection") as report:
            core = _core.project(
                self._adjacency,
                len(self._firms),
                onto_firms,
                weight,
                weighted,
                thread_count(threads),
                report,
            )
        described = self._firms if onto_firms else self._institutions
        return Network._from_core(core, described, "weight", {})

    def __eq__(self, other: object) -> bool:
        """Say whether labels, their order, attributes, ties and weights are the same."""
        if not isinstance(other, TwoModeNetwork):
            return NotImplemented
        return (
            self._weight == other._weight
            and self._adjacency == other._adjacency
            and self._firms.equals(other._firms)
            and self._institutions.equals(other._institutions)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        parts = [
            counted(len(self._firms), "firm"),
            counted(len(self._institutions), "institution"),
            counted(self.tie_count, "tie"),
        ]
        parts += [f"weight {self._weight!r}"] if self.weighted else []
        return f"<TwoModeNetwork: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        return as_html(
            grid(self.to_frame(), digits=4, most_rows=_ROWS_SHOWN), caption=repr(self)[1:-1]
        )
