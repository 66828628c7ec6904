"""Centralization: how far a network depends on its most central node."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any

from weakties._arguments import choice
from weakties._arguments import threads as thread_count
from weakties.errors import InvalidInput

from .betweenness import betweenness
from .closeness import closeness
from .components import connected_components
from .degree import DIRECTIONS, degree
from .network import Network, network_of
from .spectral import eigenvector

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("degree", "closeness", "betweenness", "eigenvector")


def centralization(
    network: Network,
    measure: str = "degree",
    *,
    direction: str = "all",
    threads: int | None = None,
    progress: bool | None = None,
) -> float:
    r"""Compute how much more central the most central node is than the others.

    .. math::

        \frac{\sum_i (C_{\max} - C_i)}{\max \sum_i (C_{\max} - C_i)},

    where the denominator is the largest value that the numerator has in any network of n nodes of
    the same kind:

    ================= ========================== ===============================================
    Measure           Largest                    In what network
    ================= ========================== ===============================================
    ``"degree"``      (n - 1) (n - 2)            star; with directions, all ties: twice that, in
                                                 a star with ties both ways
    \                 (n - 1)²                   with directions, ties in or out only: star of
                                                 ties to, or from, its centre
    ``"closeness"``   (n - 1) (n - 2) / (2n - 3) star, of connected networks
    ``"betweenness"`` (n - 1)                    star; with directions, with ties both ways;
                                                 each node's as a share of its largest value
    ``"eigenvector"`` n - 2                      one tie, and nodes without ties
    ================= ========================== ===============================================

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.
    measure : {"degree", "closeness", "betweenness", "eigenvector"}, default "degree"
        What makes a node central. Eigenvector centrality is scaled to a largest value of 1.
    direction : {"all", "in", "out"}, default "all"
        Which ties of a directed network make up the degree; of no effect on betweenness.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    float
        From 0, when all nodes are as central, to 1. NaN for networks of so few nodes that none can
        be more central than another, and for the closeness of a network that is not connected.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When there is no such measure or direction; for closeness and eigenvector centrality with
        directions, where the largest value is not known; and as `eigenvector` does when there are
        no ties or several components are the most central alike.

    Notes
    -----
    The definition and the first four values are those of :cite:t:`freeman1979`, the one with
    directions that of a star as well. For eigenvector centrality the largest value is the one that
    R's igraph divides by; among connected networks a star has :math:`n - 1 - \sqrt{n - 1}`, so that
    connected networks do not reach 1.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, centralization
    >>> star, ring = (Network.from_networkx(g) for g in (nx.star_graph(5), nx.cycle_graph(6)))
    >>> centralization(star, "closeness"), centralization(ring, "closeness")
    (1.0, 0.0)
    """
    network = network_of(network)
    measure = choice(measure, "measure", MEASURES)
    direction = choice(direction, "direction", DIRECTIONS)
    pool = thread_count(threads)
    if network.directed and measure in ("closeness", "eigenvector"):
        raise InvalidInput(
            f"`measure` = {measure!r} has no known largest value with directions; take "
            "network.symmetrized(), or another measure"
        )
    n = len(network)
    values: pd.Series[Any]
    most: float
    if measure == "degree":
        values = degree(network, direction=direction)
        one_way = network.directed and direction != "all"
        most = (n - 1) ** 2 if one_way else (1 + network.directed) * (n - 1) * (n - 2)
    elif n < 3:
        return nan
    elif measure == "closeness":
        if connected_components(network).max() > 0:
            return nan
        values = closeness(network, threads=pool, progress=progress)
        most = (n - 1) * (n - 2) / (2 * n - 3)
    elif measure == "betweenness":
        values = betweenness(network, threads=pool, progress=progress)
        most = n - 1
    else:
        values = eigenvector(network, norm="max", threads=pool, progress=progress)
        most = n - 2
    return float((values.max() - values).sum() / most) if most > 0 else nan
