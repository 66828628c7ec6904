"""Modularity: how good given groups are as communities."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from weakties import _core
from weakties._arguments import number

from .communities import Communities, codes_of_groups
from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd


def modularity(
    network: Network,
    groups: Hashable | pd.Series[Any] | Communities,
    *,
    strength: Hashable | None = None,
    resolution: float = 1.0,
) -> float:
    r"""Compute the modularity of groups: ties within them beyond what their nodes' ties explain.

    .. math::

        Q = \sum_g \Bigl(\frac{w_g}{W} - \gamma \frac{s_g r_g}{W^2}\Bigr),

    where :math:`w_g` is the strength of the ties within group g, or their number, :math:`s_g` what
    its members send, :math:`r_g` what they receive, W the sum of all ties and :math:`\gamma` the
    resolution. A tie without direction is sent from each end.

    Parameters
    ----------
    network : Network
        Self-ties do not count; in networkx and igraph they do.
    groups : name of an attribute, Series by label, or Communities
        The group of each node.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    resolution : float, default 1.0
        How much weight the null model gets.

    Returns
    -------
    float
        A pure number. At resolution 1 it lies from -1 to 1: 0 for one group that holds all, at
        least -1/2 without directions. NaN in a network without ties.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        When ``network`` is no Network, ``groups`` does not give every node a group, ``strength`` is
        not the network's weight, or ``resolution`` is negative.

    Notes
    -----
    The measure is due to :cite:t:`newman2004`, with directions to :cite:t:`leicht2008` (eq. (3)),
    with a resolution to :cite:t:`reichardt2006`.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, modularity
    >>> round(modularity(Network.from_networkx(nx.karate_club_graph()), "club"), 6)
    0.358235
    """
    network = network_of(network)
    codes, names = codes_of_groups(network, groups)
    weighted = network._reads(strength, "strength")
    resolution = number(resolution, "resolution", low=0)
    return _core.modularity(network._adjacency, codes, len(names), weighted, resolution)
