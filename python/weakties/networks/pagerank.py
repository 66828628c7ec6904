"""PageRank: where a walker is found who follows ties and now and then starts afresh."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import number
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._wording import shown
from weakties.errors import InvalidInput

from .network import Network, network_of
from .spectral import reading, until

if TYPE_CHECKING:
    import pandas as pd


def pagerank(
    network: Network,
    *,
    damping: float = 0.85,
    strength: Hashable | None = None,
    personalization: Hashable | pd.Series[Any] | None = None,
    dangling: Hashable | pd.Series[Any] | None = None,
    self_ties: bool = False,
    tolerance: float = 1e-10,
    max_iterations: int = 10_000,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute PageRank: the share of time that a walker along ties spends at a node.

    .. math::

        x_i = d \Bigl(\sum_j \frac{a_{ji}}{\sum_k a_{jk}} x_j + w_i \sum_{j \in D} x_j\Bigr)
              + (1 - d)\, p_i ,

    where :math:`a_{ji}` is the strength of the tie from j to i, or 1, d the damping, p the
    personalization, and D the nodes that no tie leaves, from which the walker jumps by w.

    Parameters
    ----------
    network : Network
        Ties without directions can be walked both ways.
    damping : float, default 0.85
        The probability of following a tie, from 0 up and below 1.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer: the walker takes a tie with a
        probability proportional to it. Without it all ties of a node are taken alike.
    personalization : column of the attributes, or Series by label, optional
        Numbers from 0 up that are proportional to p; by default all alike.
    dangling : column of the attributes, or Series by label, optional
        Numbers from 0 up that are proportional to w; by default w is p.
    self_ties : bool, default False
        Whether ties of a node to itself count.
    tolerance : float, default 1e-10
        The largest distance allowed from the exact values, absolute differences added up over all
        nodes: what one step changes in all, divided by 1 - d.
    max_iterations : int, default 10000
        How many steps may be taken.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        Probabilities that sum to 1, by label. A node without ties gets what jumps give it.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``personalization`` or ``dangling`` holds no numbers.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, ``damping`` is not in its range, or
        ``personalization`` or ``dangling`` has negative or only zero values, or lacks a node.
    NotConverged
        When the iterations do not reach the tolerance.

    Notes
    -----
    The measure is due to :cite:t:`brin1998` (section 2.1.1), who do not divide 1 - d by n; a node
    without ties that leave is treated as :cite:t:`langville2006` do. networkx reads an attribute
    named ``weight`` unless told otherwise; it ends when a step changes less than n times its
    ``tol``, which is a ``tolerance`` of n · tol / (1 - d) here.

    Examples
    --------
    >>> from weakties.networks import Network, pagerank
    >>> ties = [[0, 1, 0], [0, 0, 1], [0, 1, 0]]
    >>> network = Network.from_matrix(ties, labels=["Alba", "Bo", "Cato"], directed=True)
    >>> pagerank(network).round(4)
    Alba    0.0500
    Bo      0.4865
    Cato    0.4635
    Name: pagerank, dtype: float64
    """
    network = network_of(network)
    read = reading(network, strength, "in", self_ties)
    damping = number(damping, "damping", low=0, high=1, open_high=True)
    home = _weights(network, personalization, "personalization")
    elsewhere = _weights(network, dangling, "dangling")
    stop = until(tolerance, max_iterations)
    with reporter(progress, "pagerank") as report:
        values = _core.pagerank(
            network._adjacency,
            read,
            damping,
            home,
            elsewhere,
            stop,
            thread_count(threads),
            report,
        )
    return network._per_label(values, "pagerank")


def _weights(network: Network, given: object, argument: str) -> NDArray[np.float64] | None:
    """Return numbers from 0 up, one a node, not all of them 0."""
    if given is None:
        return None
    values = np.ascontiguousarray(network._numbers(given, argument))
    if (values < 0).any():
        raise InvalidInput(
            f"`{argument}` must hold numbers from 0 up: it is {values[values < 0][0]} for "
            f"{shown(network.labels[values < 0][0])}; remove or correct it first"
        )
    if len(values) and not values.any():
        raise InvalidInput(f"`{argument}` must be above 0 for some node: give one a number")
    return values
