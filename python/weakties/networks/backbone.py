"""The ties that stand out from what chance would make of a node's strength."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd


def disparity(network: Network, *, strength: Hashable, direction: str = "all") -> pd.Series[float]:
    r"""Compute how likely it is that chance alone makes a tie so strong.

    If a node with k ties spread its strength over them at random, cutting it at k - 1 places drawn
    uniformly, a given tie would get a share of :math:`p_{ij}` or more with probability

    .. math::

        \alpha_{ij} = (1 - p_{ij})^{k_i - 1},  \qquad  p_{ij} = z_{ij} \Big/ \sum_q z_{iq} .

    A tie has two ends, and so two such values; it stands out if it does so for either, so that the
    smaller one is its p-value.

    Parameters
    ----------
    network : Network
        A weighted one. Self-ties do not count.
    strength : hashable
        The name of the network's weight, larger meaning closer.
    direction : {"all", "in", "out"}, default "all"
        From whose point of view a tie of a directed network is judged: that of its target among the
        ties that arrive there, that of its source among those that leave, or the better of both.
        Without directions it makes no difference.

    Returns
    -------
    Series of float
        By source and target, from 0 to 1. A node with one tie only says nothing of it, that is 1,
        so that the other end decides; a tie between two such nodes has 1. A tie of strength 0 is
        none: it does not count for k, and has 1.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``strength`` is None.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or there is no such direction.

    Notes
    -----
    Due to :cite:t:`serrano2009`: the integral in eq. (2), solved. No correction is made for the
    number of ties that are tested.

    Examples
    --------
    >>> from weakties.networks import Network, disparity
    >>> hours = Network.from_matrix(
    ...     [[0, 6, 3, 1], [6, 0, 0, 0], [3, 0, 0, 0], [1, 0, 0, 0]], weight="hours"
    ... )
    >>> disparity(hours, strength="hours").round(2)
    source  target
    0       1         0.16
            2         0.49
            3         0.81
    Name: disparity, dtype: float64
    """
    network = network_of(network)
    return network._per_tie(network._disparity(strength, direction), "disparity")
