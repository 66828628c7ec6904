"""Which nodes can reach each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weakties import _core
from weakties._arguments import choice

from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd

CONNECTIONS = ("weak", "strong")


def connected_components(network: Network, *, connection: str = "weak") -> pd.Series[int]:
    """Find the parts of a network that are not tied to each other.

    Parameters
    ----------
    network : Network
        Weights are not read: a tie that weighs 0 connects too.
    connection : {"weak", "strong"}, default "weak"
        Whether two nodes of a directed network are connected by a path along ties in whichever
        direction, or only if there is a path in each direction. Without directions it makes no
        difference.

    Returns
    -------
    Series of int
        The number of each node's component, by label. Components are numbered from 0 by size, the
        largest first, and equally large ones by their first node. A node without ties is a
        component of its own.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When there is no such connection.

    Examples
    --------
    >>> from weakties.networks import Network, connected_components
    >>> pair = Network.from_matrix([[0, 0, 0], [0, 0, 1], [0, 1, 0]], labels=["Alba", "Bo", "Cato"])
    >>> connected_components(pair)
    Alba    1
    Bo      0
    Cato    0
    Name: connected_components, dtype: int64
    """
    network = network_of(network)
    strong = choice(connection, "connection", CONNECTIONS) == "strong"
    numbers = _core.connected_components(network._adjacency, strong)
    return network._per_label(numbers, "connected_components")
