"""Equivalence: which nodes have the same ties, or ties to the same kinds of nodes."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import pandas as pd

from weakties import _core
from weakties._arguments import choice, flag, integer
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEASURES = ("euclidean", "hamming", "correlation", "jaccard")
OWN = ("ignore", "reciprocal", "retain")


def structural_equivalence(
    network: Network,
    *,
    measure: str = "euclidean",
    strength: Hashable | None = None,
    own: str = "ignore",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    r"""Compare the ties of every two nodes: equivalent nodes have the same ties to the same others.

    With :math:`a_{ik}` the strength of the tie from i to k, or 1, and sums over others k of the
    ties that leave and, in a directed network, of those that arrive:

    =============== ========================================================================
    ``euclidean``   :math:`\sqrt{\sum_k (a_{ik} - a_{jk})^2 + \sum_k (a_{ki} - a_{kj})^2}`
    ``hamming``     :math:`\sum_k |a_{ik} - a_{jk}| + \sum_k |a_{ki} - a_{kj}|`
    ``correlation`` Pearson's, between :math:`(a_{ik}, a_{ki})` and :math:`(a_{jk}, a_{kj})`
    ``jaccard``     the sum of the smaller of :math:`a_{ik}, a_{jk}` over that of the larger
    =============== ========================================================================

    Parameters
    ----------
    network : Network
        Of up to 10,000 nodes, since the result has a number for each pair.
    measure : {"euclidean", "hamming", "correlation", "jaccard"}, default "euclidean"
        The first two are distances, 0 for equivalent nodes; the others are likenesses, 1 for them.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    own : {"ignore", "reciprocal", "retain"}, default "ignore"
        What is done with the ties of the two to each other and to themselves. They are left out;
        or the tie of i to j is compared with that of j to i, and their self-ties with each other;
        or all stay where they stand, so that the tie of i to j is compared with j's self-tie.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    DataFrame of float
        One row and one column a node, by label; symmetric. Distances are 0 or more, in the unit of
        the strength; correlations lie between -1 and 1 and Jaccard's index between 0 and 1. A
        correlation is NaN where either node has the same tie to all others, such as none, and
        Jaccard's index is NaN where neither has a tie; on the diagonal they are 1.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, an option has no such value, or the network
        has more than 10,000 nodes.

    Notes
    -----
    The idea is due to :cite:t:`lorrain1971`; :cite:t:`wasserman1994` give the distance and the
    correlation with ``own="ignore"``. ``sedist`` of sna for R gives the same for directed
    networks, but 0 for a correlation that does not exist; for others it counts each tie twice, so
    that its euclidean distances are larger by the root of 2. UCINET has all three kinds of
    ``own``.

    Examples
    --------
    >>> from weakties.networks import Network, structural_equivalence
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> structural_equivalence(star, measure="hamming")
          Alba   Bo  Cato
    Alba   0.0  1.0   1.0
    Bo     1.0  0.0   0.0
    Cato   1.0  0.0   0.0
    """
    network = network_of(network)
    weighted = network._reads(strength, "strength")
    measure = choice(measure, "measure", MEASURES)
    own = choice(own, "own", OWN)
    with reporter(progress, "structural equivalence") as report:
        values = _core.structural_equivalence(
            network._adjacency, weighted, measure, own, thread_count(threads), report
        )
    return _square(network, values)


def regular_equivalence(
    network: Network,
    *,
    strength: Hashable | None = None,
    iterations: int = 3,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    r"""Compare every two nodes by White and Reitz's REGE: alike are nodes tied to alike nodes.

    From :math:`e_{ij} = 1` for all pairs, each iteration computes

    .. math::

        e'_{ij} = \frac{\sum_k \max_m e_{km} M_{ik,jm} + \sum_k \max_m e_{km} M_{jk,im}}
                       {\sum_k (a_{ik} + a_{ki} + a_{jk} + a_{kj})},
        \qquad M_{ik,jm} = \min(a_{ik}, a_{jm}) + \min(a_{ki}, a_{mj}),

    so that each tie of either node is matched with the tie of the other that fits it best.

    Parameters
    ----------
    network : Network
        Of up to 10,000 nodes, since the result has a number for each pair. Self-ties do not count.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to be read as a. Without it every
        tie counts 1.
    iterations : int, default 3
        How many iterations to take; fewer when nothing changes any more. The result depends on it.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    DataFrame of float
        One row and one column a node, by label: likeness from 0 to 1; symmetric. Two nodes without
        ties are alike (1), one without and one with are not (0).

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or the network has more than 10,000 nodes.

    Notes
    -----
    The algorithm is by :cite:t:`white1983`, in the form of REGE of the package blockmodeling for R;
    :cite:t:`borgatti1993` discuss it, and that three iterations are customary. Without weights and
    directions all nodes that have ties are regularly equivalent, and the result is 1 for them.

    Examples
    --------
    >>> from weakties.networks import Network, regular_equivalence
    >>> ties = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    >>> chain = Network.from_matrix(ties, labels=["Alba", "Bo", "Cato"], directed=True)
    >>> regular_equivalence(chain).round(4)
            Alba      Bo    Cato
    Alba  1.0000  0.2963  0.0000
    Bo    0.2963  1.0000  0.2963
    Cato  0.0000  0.2963  1.0000
    """
    network = network_of(network)
    weighted = network._reads(strength, "strength")
    iterations = integer(iterations, "iterations", low=1, high=10_000)
    with reporter(progress, "regular equivalence") as report:
        values = _core.regular_equivalence(
            network._adjacency, weighted, iterations, thread_count(threads), report
        )
    return _square(network, values)


def regular_classes(
    network: Network,
    *,
    groups: Hashable | pd.Series[Any] | None = None,
    counted: bool = False,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[int]:
    """Divide the nodes into the fewest classes in which all are tied to the same classes.

    Two nodes of a class have ties to, and ties from, nodes of the same classes: the maximal regular
    equivalence, also called the coarsest regular colouring.

    Parameters
    ----------
    network : Network
        Self-ties and strengths do not count.
    groups : column of the attributes, or Series by label, optional
        Groups that no class may cross, such as sectors. Without it all nodes start alike.
    counted : bool, default False
        Whether nodes of a class must be tied to equally many nodes of each class: the coarsest
        exact colouring, also called the equitable partition.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of int
        The number of each node's class, by label; classes are numbered from 0 by their first node.
        Nodes without ties are in one class.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``groups`` is no attribute, or does not give every node a group.

    Notes
    -----
    Classes are divided by whom their nodes are tied to until nothing changes, as CATREGE of UCINET
    does for one relation without values (:cite:t:`borgatti1993`); the theory is in
    :cite:t:`everett1994`. Without directions and groups all nodes that have ties are in one class
    unless they are counted.

    Examples
    --------
    >>> from weakties.networks import Network, regular_classes
    >>> ties = [[0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0]]
    >>> names = ["head", "north", "south", "clerk"]
    >>> firm = Network.from_matrix(ties, labels=names, directed=True)
    >>> regular_classes(firm)
    head     0
    north    1
    south    1
    clerk    2
    Name: regular_classes, dtype: int64
    """
    network = network_of(network)
    counted = flag(counted, "counted")
    start = None if groups is None else network._groups(groups, "groups")[0]
    with reporter(progress, "regular classes") as report:
        classes = _core.regular_classes(
            network._adjacency, start, counted, thread_count(threads), report
        )
    return network._per_label(classes, "regular_classes")


def _square(network: Network, values: NDArray[np.float64]) -> pd.DataFrame:
    """Return one value a pair under the labels of both."""
    return pd.DataFrame(values, index=network.labels, columns=network.labels, copy=False)
