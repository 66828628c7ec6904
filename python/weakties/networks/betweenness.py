"""How often a node lies on the shortest paths between others."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np

from weakties import _core
from weakties._arguments import flag
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._wording import shown
from weakties.errors import InvalidInput

from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd


def betweenness(
    network: Network,
    *,
    distance: Hashable | None = None,
    normalized: bool = True,
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
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        By label, from 0 to 1 if normalised, otherwise a number of pairs. 0 for a node without ties
        and in networks of one or two nodes. A pair without a path between adds nothing.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, a tie has distance 0, or there are more than
        1e308 shortest paths between two nodes.

    Notes
    -----
    The measure is due to :cite:t:`freeman1977`; it is computed exactly, from every source, by the
    algorithm of :cite:t:`brandes2001`. The ends of a path do not count as passed. Two paths are
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
    by_distance = network._reads(distance, "distance")
    normalized = flag(normalized, "normalized")
    if by_distance:
        _refuse_zero(network)
    with reporter(progress, "betweenness") as report:
        values = _core.betweenness(network._adjacency, by_distance, thread_count(threads), report)
    pairs = (len(network) - 1) * (len(network) - 2)
    if normalized and pairs:
        values = values / pairs if network.directed else values / (pairs / 2)
    return network._per_label(values, "betweenness")


def _refuse_zero(network: Network) -> None:
    """Refuse ties without length by their labels: paths over them cannot be counted."""
    sources, targets, weights = network._adjacency.ties()
    at = np.flatnonzero(weights == 0)
    if len(at):
        one, other = (shown(network.labels[ends[at[0]]]) for ends in (sources, targets))
        raise InvalidInput(
            f"`distance` must be greater than 0 on every tie: {network.weight!r} is 0 between "
            f"{one} and {other} ({len(at)} such in all); merge such nodes, or give the ties a "
            "small distance"
        )
