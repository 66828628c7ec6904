"""How many ties a node has, and what they weigh together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weakties import _core
from weakties._arguments import choice
from weakties.errors import InvalidInput

from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd

DIRECTIONS = ("all", "in", "out")


def degree(network: Network, *, direction: str = "all") -> pd.Series[int]:
    """Count each node's ties.

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.
    direction : {"all", "in", "out"}, default "all"
        Which ties of a directed network count: those that arrive, those that leave, or both, where
        a tie in each direction between two nodes counts twice. Without directions it makes no
        difference.

    Returns
    -------
    Series of int
        Ties, by label; 0 for a node without ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When there is no such direction.

    Examples
    --------
    >>> from weakties.networks import Network, degree
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> degree(star)
    Alba    2
    Bo      1
    Cato    1
    Name: degree, dtype: int64
    """
    network = network_of(network)
    direction = choice(direction, "direction", DIRECTIONS)
    return network._per_label(_core.degree(network._adjacency, direction), "degree")


def strength(network: Network, *, direction: str = "all") -> pd.Series[float]:
    """Add up the weights of each node's ties.

    Parameters
    ----------
    network : Network
        A weighted one; self-ties do not count.
    direction : {"all", "in", "out"}, default "all"
        Which ties of a directed network count, as for `degree`.

    Returns
    -------
    Series of float
        In the unit of the weights, by label; 0 for a node without ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When it has no weights, or there is no such direction.

    Examples
    --------
    >>> from weakties.networks import Network, strength
    >>> strength(Network.from_matrix([[0, 2.5], [2.5, 0]], weight="contracts"))
    0    2.5
    1    2.5
    Name: strength, dtype: float64
    """
    network = network_of(network)
    direction = choice(direction, "direction", DIRECTIONS)
    if not network.weighted:
        raise InvalidInput(
            "`network` must have weights for strength: it has none; make it with weight=…, or use "
            "degree, which counts ties"
        )
    return network._per_label(_core.strength(network._adjacency, direction), "strength")
