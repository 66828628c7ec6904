"""Balkanisation: how far a network falls apart into closed communities, side by side."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import threads as thread_count
from weakties._progress import asked, reporter
from weakties._results import Meta, Result

from .communities import Communities, codes_of_groups
from .ei_index import against_chance, permutations_of
from .network import Network, network_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# In the order of the kernel: what each means, and whether more of it is more closed (1) or less.
_COMPARED = {
    "ties_within": ("share of ties within groups", 1),
    "ei_index": ("ties between less ties within, over both", -1),
    "modularity": ("share within beyond what degrees explain", 1),
    "assortativity": ("modularity over its most possible", 1),
    "segregation": ("share of ties between that are lacking", 1),
    "mean_participation": ("spread of a node's ties over groups", -1),
    "bridging_ties": ("ties between groups", -1),
    "bridging_nodes": ("nodes with ties to other groups", -1),
}
_MEANS = {
    "components": "parts that no tie joins",
    "share_in_largest_component": "share of nodes in the largest part",
    "communities": "groups",
    "share_in_largest_community": "share of nodes in the largest group",
}
_COUNTS = ("components", "communities", "bridging_ties", "bridging_nodes")
_UNLIKELY = 0.05


@dataclass(frozen=True, eq=False, repr=False)
class Balkanisation(Result):
    """How far a network falls apart into groups, by several measures.

    Parameters
    ----------
    table : pandas.DataFrame
        Indexed by statistic: ``value``; ``expected``, ``z`` and ``p`` when the groups are exchanged
        at random among the nodes, missing where that changes nothing; ``says``, whether the network
        is more closed or more open than by chance; and ``meaning``, what the statistic is.
    """

    title: ClassVar[str] = "Balkanisation"

    table: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `table` with the names as the column ``statistic``.

        Returns
        -------
        pandas.DataFrame
            One row a statistic.
        """
        return self.table.reset_index()

    def _shown(self) -> pd.DataFrame:
        shown = self.table.drop(columns="meaning")
        if self.table["expected"].notna().any():
            return shown
        return shown[["value"]].assign(meaning=self.table["meaning"])

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        values = self.table["value"].drop(list(_COUNTS)).dropna()
        missing = pd.Series(np.nan, index=values.index)
        return intervals(values, missing, missing, label="statistic", ax=ax)


def balkanisation(
    network: Network,
    groups: Hashable | pd.Series[Any] | Communities,
    *,
    strength: Hashable | None = None,
    permutations: int = 1000,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Balkanisation:
    r"""Put side by side how far a network falls apart into groups that keep to themselves.

    ============================== =================================================================
    ``components``                 number of parts that no path joins, whatever its direction
    ``share_in_largest_component`` nodes in the largest such part, over all
    ``communities``                number of groups
    ``share_in_largest_community`` nodes in the largest group, over all
    ``ties_within``                ties within groups over all ties
    ``ei_index``                   as `ei_index`
    ``modularity``                 as `modularity`
    ``assortativity``              as `assortativity`, between groups
    ``segregation``                Freeman's, as in `segregation`:
                                   :math:`1 - p / \pi`, share of ties and of pairs between groups
    ``mean_participation``         mean of `participation_coefficient` over nodes with ties
    ``bridging_ties``              number of ties between groups
    ``bridging_nodes``             number of nodes with a tie to another group
    ============================== =================================================================

    Parameters
    ----------
    network : Network
        Self-ties do not count. Directions are told apart by modularity and assortativity.
    groups : name of an attribute, Series by label, or Communities
        The group of each node, such as its region, or what `leiden` found.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, by which shares of ties are taken.
        Without it every tie counts 1. A tie of no strength bridges nothing, but joins parts.
    permutations : int, default 1000
        How often to exchange the groups at random among the nodes, so that ties and sizes of groups
        stay as they are; 0 for no comparison with chance.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        Where the exchanges come from. Without it fresh numbers are drawn, and the seed is in
        ``meta``.
    threads : int, optional
        How many threads to use; by default one for every processor. The result does not depend on
        it.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Balkanisation
        One row a statistic. NaN where a statistic is not defined: in a network without ties, or
        with one group for assortativity and segregation.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        When ``network`` is no Network, ``groups`` does not give every node a group, ``strength`` is
        not the network's weight, or a number is out of range.

    Notes
    -----
    p is twice the share of exchanges, the observed groups counted among them, that lie as far out
    as observed on the same side, at most 1; below 0.05 the table says more closed or more open.
    Groups that were found in the ties themselves are far from chance by construction: then the
    comparison says how closed they are, and is no test that there are communities. The measures are
    due to :cite:t:`krackhardt1988` (E-I), :cite:t:`newman2004` (modularity),
    :cite:t:`newman2003` (eq. (2), assortativity), :cite:t:`freeman1978` (segregation) and
    :cite:t:`guimera2005` (participation).

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, balkanisation
    >>> club = Network.from_networkx(nx.karate_club_graph())
    >>> found = balkanisation(club, "club", permutations=0)
    >>> found.table["value"].round(4)[["components", "ties_within", "bridging_ties"]]
    statistic
    components        1.000
    ties_within       0.859
    bridging_ties    11.000
    Name: value, dtype: float64
    """
    network = network_of(network)
    codes, names = codes_of_groups(network, groups)
    weighted = network._reads(strength, "strength")
    repeats, drawn = permutations_of(permutations, seed)
    pool = thread_count(threads)
    asked(progress)
    observed = _core.balkanisation(network._adjacency, codes, len(names), weighted, pool)
    draws = np.empty((0, len(observed)))
    if repeats:
        with reporter(progress, "permutations") as report:
            flat = _core.balkanisation_permuted(
                network._adjacency, codes, len(names), weighted, repeats, drawn.key, pool, report
            )
        draws = flat.reshape(repeats, len(observed))
    compared = against_chance(observed, draws)[["expected", "z", "p"]]
    compared.index = pd.Index(list(_COMPARED), name="statistic")
    compared.insert(0, "value", observed)
    parts = np.bincount(_core.connected_components(network._adjacency, False))
    sizes = np.bincount(codes)
    whole = pd.Series(
        [len(parts), parts.max() / len(network), len(names), sizes.max() / len(network)],
        index=pd.Index(list(_MEANS), name="statistic"),
    )
    table = pd.concat([whole.to_frame("value"), compared])
    table["says"] = [*[""] * len(_MEANS), *map(_says, _COMPARED, compared.itertuples())]
    table["meaning"] = [*_MEANS.values(), *(meaning for meaning, _ in _COMPARED.values())]
    found = isinstance(groups, Communities)
    note = "The groups were found in the ties: p is no test that there are communities."
    return Balkanisation(
        table,
        meta=Meta(
            method="permuted groups" if repeats else "no comparison with chance",
            options={
                "groups": "communities found" if found else "given",
                "strength": strength,
                "permutations": repeats,
            },
            counts={"nodes": len(network), "ties": network.tie_count, "groups": len(names)},
            seed=drawn.entropy if repeats else None,
            sources=(
                "krackhardt1988",
                "newman2004",
                "newman2003",
                "freeman1978",
                "guimera2005",
                *(["leicht2008"] if network.directed else []),
            ),
            notes=(note,) if found and repeats else (),
        ),
    )


def _says(name: str, row: Any) -> str:
    """Say on which side of chance a statistic lies."""
    if np.isnan(row.p):
        return ""
    if row.p >= _UNLIKELY:
        return "as by chance"
    closed = (row.value > row.expected) == (_COMPARED[name][1] > 0)
    return "more closed" if closed else "more open"
