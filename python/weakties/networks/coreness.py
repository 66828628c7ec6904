"""How deep in the network a node sits."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from weakties import _core
from weakties._arguments import choice

from .degree import DIRECTIONS
from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd


def coreness(
    network: Network, *, direction: str = "all", strength: Hashable | None = None
) -> pd.Series[float]:
    r"""Find the densest core that each node belongs to.

    The k-core is the largest part of the network in which every node has at least k ties with
    others of the part. A node's coreness is the largest k for which it is in the k-core. With
    ``strength``, ties are added up instead of counted: the s-core is the largest part in which
    every node's ties with others of the part have a strength of s or more in sum.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    direction : {"all", "in", "out"}, default "all"
        Which ties of a directed network count: those that arrive, those that leave, or both, where
        a tie in each direction between two nodes counts twice. Without directions it makes no
        difference.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.

    Returns
    -------
    Series of int, or of float with ``strength``
        Ties, or the unit of the strength, by label; 0 for a node without ties. Nodes of a clique of
        n have n - 1, those of a star or of any other tree 1.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight or adds up to more than a number can hold, or
        there is no such direction.

    Notes
    -----
    Cores are due to :cite:t:`seidman1983`; they are found in time proportional to the number of
    ties by the algorithm of :cite:t:`batagelj2003`. The s-core follows :cite:t:`eidsaa2013`, who
    take away the nodes of least strength again and again and number the cores that remain; the
    value here is not that number but the strength at which the core is reached, so that values of
    different networks compare. With all strengths 1 it is the k-core. A tie of no strength is none.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, coreness
    >>> pairs = [("Alba", "Bo"), ("Alba", "Cato"), ("Bo", "Cato"), ("Cato", "Di")]
    >>> ties = pd.DataFrame(pairs, columns=["a", "b"])
    >>> coreness(Network.from_edges(ties, "a", "b"))
    Alba    2
    Bo      2
    Cato    2
    Di      1
    Name: coreness, dtype: int64
    """
    network = network_of(network)
    direction = choice(direction, "direction", DIRECTIONS)
    if network._reads(strength, "strength"):
        strengths = _core.strength_coreness(network._adjacency, direction)
        return network._per_label(strengths, "coreness")
    return network._per_label(_core.coreness(network._adjacency, direction), "coreness")
