"""How often a node lies on the shortest paths between others."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np

from weakties import _core
from weakties._arguments import flag
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of
from .paths import chosen, refuse_zero

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


def betweenness(
    network: Network,
    *,
    distance: Hashable | None = None,
    normalized: bool = True,
    sources: Any = None,
    targets: Any = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute betweenness: the share of shortest paths between others that pass a node.

    .. math::

        b_i = \sum_{s \ne i \ne t} \frac{\sigma_{st}(i)}{\sigma_{st}},

    where :math:`\sigma_{st}` is the number of shortest paths from s to t and
    :math:`\sigma_{st}(i)` the number of those that pass i.

    Parameters
    ----------
    network : Network
        In a directed one, paths follow the ties. Self-ties lie on no shortest path.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie.
        Without it the length of a path is its number of ties.
    normalized : bool, default True
        Whether to divide by the number of pairs of other nodes, (n - 1)(n - 2) in a directed
        network of n nodes and half as many in an undirected one. Otherwise b is returned, an
        undirected pair counting once.
    sources, targets : list of labels, optional
        Where the paths start and end that count; by default at all nodes. Without directions, a
        pair counts once, from whichever end. Normalised is then by the number of these pairs of
        which the node is no end.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        By label, from 0 to 1 if normalised, otherwise a number of pairs. 0 for a node without ties
        and in networks of one or two nodes. A pair without a path between adds nothing. NaN, if
        normalised, for a node that is an end of every pair of ``sources`` and ``targets``.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``sources`` or ``targets`` no list of labels.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, a tie has distance 0, ``sources`` or
        ``targets`` names no node, an unknown one or one twice, or there are more than 1e308
        shortest paths between two nodes.

    Notes
    -----
    The measure is due to :cite:t:`freeman1977`; it is computed exactly, from every source, by the
    algorithm of :cite:t:`brandes2001`; between some nodes, by its variant in
    :cite:t:`brandes2008`. The ends of a path do not count as passed. Two paths are
    equally short if their lengths differ by less than one part in 10 billion, because sums of
    fractions differ by rounding: 0.1 + 0.2 is as long as 0.3. The result has the same bits for any
    number of threads.

    Examples
    --------
    >>> from weakties.networks import Network, betweenness
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> betweenness(star)
    Alba    1.0
    Bo      0.0
    Cato    0.0
    Name: betweenness, dtype: float64
    """
    network = network_of(network)
    normalized = flag(normalized, "normalized")
    ends = None
    if sources is not None or targets is not None:
        everyone = np.arange(len(network), dtype=np.uint32)
        ends = (
            everyone if sources is None else chosen(network, sources, "sources"),
            everyone if targets is None else chosen(network, targets, "targets"),
        )
    values = between_all(network, distance, threads, progress, ends)
    if normalized and ends is not None:
        pairs = _pairs_of_others(network, *ends)
        values = np.divide(values, pairs, out=np.full(len(network), np.nan), where=pairs > 0)
    elif normalized:
        values = per_pair_of_others(network, values)
    return network._per_label(values, "betweenness")


def between_all(
    network: Network,
    distance: Hashable | None,
    threads: int | None,
    progress: bool | None,
    ends: tuple[NDArray[np.uint32], NDArray[np.uint32]] | None = None,
) -> NDArray[np.float64]:
    """Return betweenness that is not normalised, between all nodes or between some."""
    by_distance = network._reads(distance, "distance")
    if by_distance:
        refuse_zero(network)
    with reporter(progress, "betweenness") as report:
        return _core.betweenness(
            network._adjacency, by_distance, ends, thread_count(threads), report
        )


def per_pair_of_others(network: Network, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide by the number of pairs of other nodes, in directed networks either way."""
    pairs = (len(network) - 1) * (len(network) - 2)
    return values / (pairs if network.directed else pairs / 2) if pairs else values


def _pairs_of_others(
    network: Network, sources: NDArray[np.uint32], targets: NDArray[np.uint32]
) -> NDArray[np.float64]:
    """Count for each node the pairs of a source and a target that it is no end of."""
    is_source, is_target = np.zeros((2, len(network)))
    is_source[sources] = 1
    is_target[targets] = 1
    both = is_source * is_target
    pairs = len(sources) * len(targets) - both.sum()
    ending = is_source * len(targets) + is_target * len(sources) - 2 * both
    if not network.directed:
        # Two nodes that are both source and target are met from both ends, but are one pair.
        twice = both.sum() * (both.sum() - 1) / 2
        pairs, ending = pairs - twice, ending - both * (both.sum() - 1)
    return np.asarray(pairs - ending)


def edge_betweenness(
    network: Network,
    *,
    distance: Hashable | None = None,
    normalized: bool = True,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute the betweenness of ties: the share of shortest paths between nodes that take a tie.

    .. math::

        b_e = \sum_{s \ne t} \frac{\sigma_{st}(e)}{\sigma_{st}},

    where :math:`\sigma_{st}` is the number of shortest paths from s to t and
    :math:`\sigma_{st}(e)` the number of those that take the tie e.

    Parameters
    ----------
    network : Network
        In a directed one, paths follow the ties.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie.
        Without it the length of a path is its number of ties.
    normalized : bool, default True
        Whether to divide by the number of pairs of nodes, n (n - 1) in a directed network and half
        as many in an undirected one. Otherwise b is returned, an undirected pair counting once.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        One value a tie between different nodes, by ``source`` and ``target`` in the order of
        `Network.to_frame`; from 0 to 1 if normalised, otherwise a number of pairs. Self-ties, which
        are on no shortest path, are left out.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, a tie has distance 0, or there are more than
        1e308 shortest paths between two nodes.

    Notes
    -----
    The measure is due to :cite:t:`girvan2002`; it is computed exactly as by algorithm 7 of
    :cite:t:`brandes2008`. A tie from a to b and one from b to a in a directed network have a value
    each. Paths are equally short as in `betweenness`.

    Examples
    --------
    >>> from weakties.networks import Network, edge_betweenness
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> edge_betweenness(star, normalized=False)
    source  target
    Alba    Bo        2.0
            Cato      2.0
    Name: edge_betweenness, dtype: float64
    """
    network = network_of(network)
    by_distance = network._reads(distance, "distance")
    normalized = flag(normalized, "normalized")
    if by_distance:
        refuse_zero(network)
    with reporter(progress, "edge betweenness") as report:
        values = _core.edge_betweenness(
            network._adjacency, by_distance, thread_count(threads), report
        )
    if normalized and len(network) > 1:
        pairs = len(network) * (len(network) - 1)
        values = values / (pairs if network.directed else pairs / 2)
    return network._per_tie(values, "edge_betweenness")
