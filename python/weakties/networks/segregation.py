"""Segregation: how far ties keep to groups, by every definition in use."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import flag
from weakties._results import Meta, Result
from weakties._wording import shown
from weakties.errors import InvalidInput

from .communities import Communities, codes_of_groups
from .network import Network, network_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# In the order of the kernel, with the source of each.
INDICES = {
    "ties_within": "I / (E + I)",
    "ei_index": "(E − I) / (E + I)",
    "assortativity": "(Σ e_gg − Σ a_g b_g) / (1 − Σ a_g b_g)",
    "freeman": "1 − ties / pairs between, in shares",
    "gupta_anderson_may": "(Σ e_gg / a_g − 1) / (K − 1)",
    "odds_ratio": "odds of a tie within / odds between",
}
OF_GROUPS = (
    "nodes",
    "internal",
    "external",
    "ei_index",
    "coleman",
    "density_within",
    "density_between",
    "segregation_matrix_index",
)
_MOST_GROUPS = 20_000


@dataclass(frozen=True, eq=False, repr=False)
class Segregation(Result):
    """Segregation of a network and of each group, by several indices.

    Parameters
    ----------
    whole : pandas.DataFrame
        Indexed by the names of the indices: ``value`` and ``definition``.
    groups : pandas.DataFrame
        Indexed by group: ``nodes``, ``internal`` and ``external`` ties, ``ei_index``, ``coleman``,
        ``density_within``, ``density_between`` and ``segregation_matrix_index``.
    """

    title: ClassVar[str] = "Segregation"

    whole: pd.DataFrame
    groups: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return all numbers as one tidy table.

        Returns
        -------
        pandas.DataFrame
            One row an index of the network, where ``group`` is missing, and of each group.
        """
        of_whole = self.whole[["value"]].reset_index()
        of_whole.insert(1, "group", None)
        table = self.groups.rename_axis(index="group").reset_index()
        of_groups = table.melt("group", var_name="index")[["index", "group", "value"]]
        return pd.concat([of_whole, of_groups.astype({"group": object})], ignore_index=True)

    def _shown(self) -> pd.DataFrame:
        return self.whole

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        values = self.whole["value"].drop("odds_ratio")
        missing = pd.Series(np.nan, index=values.index)
        return intervals(values, missing, missing, label="index", ax=ax)


def segregation(network: Network, groups: Hashable | pd.Series[Any] | Communities) -> Segregation:
    r"""Measure segregation by every definition in use, each under a name of its own.

    Of the network, with :math:`e_{gh}` the share of ties from group g to h, :math:`a_g` and
    :math:`b_g` its sums, K groups of :math:`n_g` nodes and n nodes in all:

    ====================== =========================================================================
    ``ties_within``        :math:`\sum_g e_{gg}`, the share of ties within groups
    ``ei_index``           :math:`1 - 2 \sum_g e_{gg}`
    ``assortativity``      :math:`(\sum_g e_{gg} - \sum_g a_g b_g) / (1 - \sum_g a_g b_g)`
    ``freeman``            :math:`1 - p / \pi`, share of ties and share of pairs between groups
    ``gupta_anderson_may`` :math:`(\sum_g e_{gg} / a_g - 1) / (K - 1)`
    ``odds_ratio``         odds that a pair within a group is tied over those of a pair between
    ====================== =========================================================================

    Of each group, with :math:`p_g = (n_g - 1) / (n - 1)` and :math:`e_{gg} / a_g = w_g`:

    ============================ ===================================================================
    ``ei_index``                 ties with others less ties within, over both
    ``coleman``                  :math:`(w_g - p_g) / (1 - p_g)`, or :math:`(w_g - p_g) / p_g` when
                                 negative
    ``density_within``           share of pairs within the group that are tied
    ``density_between``          share of pairs of a member and another that are tied
    ``segregation_matrix_index`` difference of the two densities over their sum
    ============================ ===================================================================

    Parameters
    ----------
    network : Network
        Every tie counts 1; self-ties do not count. A tie without direction counts from each end
        where the formula tells source and target apart.
    groups : name of an attribute, Series by label, or Communities
        The group of each node; there must be more than one.

    Returns
    -------
    Segregation
        Of all indices but the odds ratio, 0 or the share to be expected means ties as by chance, 1
        (-1 for E-I) none between groups. NaN where a formula divides by 0: without ties, for the
        densities of a group of one, for ``gupta_anderson_may`` and ``coleman`` where a group sends
        no ties. The odds ratio is infinite when no pair between groups is tied, or all within are.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        When ``network`` is no Network, ``groups`` does not give every node a group, or there is one
        group only.

    Notes
    -----
    The indices are due to :cite:t:`krackhardt1988` (E-I), :cite:t:`newman2003` (eq. (2)),
    :cite:t:`freeman1978`, :cite:t:`gupta1989`, :cite:t:`moody2001` (odds ratio),
    :cite:t:`coleman1958` and :cite:t:`fershtman1997`; :cite:t:`bojanowski2014` compare them.
    Freeman defined his for two groups without directions, and as 0 where more ties than by chance
    lie between groups; here it is negative then, as in the R package netseg. Coleman takes
    :math:`n_g / n` for :math:`p_g`, which is near it in large networks; netseg does as we do.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, segregation
    >>> found = segregation(Network.from_networkx(nx.karate_club_graph()), "club")
    >>> found.whole["value"].round(4)
    index
    ties_within           0.8590
    ei_index             -0.7179
    assortativity         0.7175
    freeman               0.7262
    gupta_anderson_may    0.7175
    odds_ratio            8.2599
    Name: value, dtype: float64
    """
    network = network_of(network)
    codes, names = codes_of_groups(network, groups)
    if len(names) < 2:
        raise InvalidInput(
            "`groups` must hold at least two groups: nobody can be apart from others in one"
        )
    values, rows = _core.segregation(network._adjacency, codes, len(names))
    whole = pd.DataFrame(
        {"value": values, "definition": list(INDICES.values())},
        index=pd.Index(list(INDICES), name="index"),
    )
    of_groups = pd.DataFrame(rows, index=names.rename("group"), columns=list(OF_GROUPS))
    counts = list(OF_GROUPS[:3])
    return Segregation(
        whole,
        of_groups.astype(dict.fromkeys(counts, np.int64)),
        meta=Meta(
            method="all definitions",
            counts={"nodes": len(network), "ties": network.tie_count, "groups": len(names)},
            sources=(
                "bojanowski2014",
                "krackhardt1988",
                "newman2003",
                "freeman1978",
                "gupta1989",
                "moody2001",
                "coleman1958",
                "fershtman1997",
            ),
        ),
    )


def mixing_matrix(
    network: Network,
    groups: Hashable | pd.Series[Any] | Communities,
    *,
    strength: Hashable | None = None,
    normalized: bool = False,
) -> pd.DataFrame:
    r"""Count the ties from each group to each.

    .. math::

        m_{gh} = \sum_{i \in g} \sum_{j \in h} a_{ij}, \qquad e_{gh} = m_{gh} / \sum_{gh} m_{gh},

    where :math:`a_{ij}` is the strength of the tie from i to j, or 1.

    Parameters
    ----------
    network : Network
        Self-ties do not count. A tie without direction counts from each end, so that one within a
        group counts 2 on the diagonal and each row adds up to what the group's members have.
    groups : name of an attribute, Series by label, or Communities
        The group of each node.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    normalized : bool, default False
        Whether to return shares e of all ties; NaN in a network without ties.

    Returns
    -------
    DataFrame
        Groups of sources as rows and of targets as columns, in order; as large as the number of
        groups squared.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        When ``network`` is no Network, ``groups`` does not give every node a group or holds more
        than 20,000, ``strength`` is not the network's weight, or ``normalized`` no flag.

    Notes
    -----
    With `assortativity`, the matrix e is that of :cite:t:`newman2003` (section II).

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, mixing_matrix
    >>> mixing_matrix(Network.from_networkx(nx.karate_club_graph()), "club").to_numpy()
    array([[70., 11.],
           [11., 64.]])
    """
    network = network_of(network)
    codes, names = codes_of_groups(network, groups)
    weighted = network._reads(strength, "strength")
    normalized = flag(normalized, "normalized")
    if len(names) > _MOST_GROUPS:
        raise InvalidInput(
            f"`groups` must hold at most {_MOST_GROUPS:,} groups: got {len(names):,}, such as "
            f"{shown(names[0])}; their matrix would not fit into memory, so join some"
        )
    cells = _core.mixing_matrix(network._adjacency, codes, len(names), weighted)
    if normalized:
        with np.errstate(invalid="ignore"):
            cells = cells / cells.sum()
    return pd.DataFrame(cells, index=names.rename("source"), columns=names.rename("target"))
