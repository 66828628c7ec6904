"""How alike two partitions of a network are, such as communities found and regions given."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from weakties import _core

from .communities import Communities
from .network import Network, network_of

_MEASURES = (
    "normalized_mutual_information",
    "adjusted_rand",
    "rand",
    "variation_of_information",
)


def compare_partitions(
    network: Network,
    one: Hashable | pd.Series[Any] | Communities,
    other: Hashable | pd.Series[Any] | Communities,
) -> pd.Series[float]:
    r"""Compute how alike two divisions of the nodes into groups are.

    With :math:`n_{gh}` of the n nodes in group g of the one and in group h of the other, H the
    entropy of group sizes in nats and I the mutual information:

    ================================= ==============================================================
    ``normalized_mutual_information`` :math:`2 I / (H_1 + H_2)`
    ``adjusted_rand``                 :math:`(A - E) / (\frac{1}{2} (B_1 + B_2) - E)`, with A the
                                      pairs of nodes within a group of both, B of one, and
                                      :math:`E = B_1 B_2 / \binom{n}{2}`
    ``rand``                          the share of pairs within a group of both, or of neither
    ``variation_of_information``      :math:`H_1 + H_2 - 2 I`
    ================================= ==============================================================

    Parameters
    ----------
    network : Network
        Its ties are not read.
    one, other : name of an attribute, Series by label, or Communities
        The group of each node, twice. What groups are called does not matter.

    Returns
    -------
    Series of float
        By name of the measure. The first is 0 for partitions that tell nothing of each other, also
        when just one of them is a single group, and 1 for the same; the second 0 on average for
        groups dealt out by chance, and 1 for the same; the third a share of pairs, NaN for fewer
        than two nodes; the fourth from 0 for the same up to :math:`\ln n`.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        When ``network`` is no Network, or ``one`` or ``other`` does not give every node a group.

    Notes
    -----
    The first is eq. (2) of :cite:t:`danon2005`, with the mean of both entropies in the denominator;
    the second is due to :cite:t:`hubert1985` and the last, a distance, to :cite:t:`meila2007`. The
    first grows with the number of groups also between partitions by chance: compare it only between
    partitions with about as many groups.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, compare_partitions, leiden
    >>> club = Network.from_networkx(nx.karate_club_graph())
    >>> compare_partitions(club, leiden(club, seed=1), "club").round(3)
    measure
    normalized_mutual_information    0.588
    adjusted_rand                    0.465
    rand                             0.736
    variation_of_information         0.830
    Name: likeness, dtype: float64
    """
    network = network_of(network)
    codes = (network._groups(one, "one")[0], network._groups(other, "other")[0])
    values = _core.compare_partitions(*(each.astype(np.uint32) for each in codes))
    return pd.Series(values, index=pd.Index(_MEASURES, name="measure"), name="likeness")
