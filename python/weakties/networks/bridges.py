"""Bridges: ties and nodes without which parts fall apart, and ties whose ends share no one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weakties import _core
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd


def bridges(network: Network, *, progress: bool | None = None) -> pd.Series[bool]:
    """Find the ties without which more nodes could not reach each other.

    Parameters
    ----------
    network : Network
        Directions, weights and self-ties are not looked at. Two ties in opposite directions between
        the same nodes are one connection: both are bridges, or neither is.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of bool
        For each tie between different nodes, by source and target, whether without it (and its
        opposite) its component would fall in two. Empty in a network without ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.

    Notes
    -----
    Found in one walk into depth (:cite:t:`tarjan1972`), in time linear in nodes and ties. igraph
    counts two opposite ties as two connections, neither of which is a bridge.

    Examples
    --------
    >>> from weakties.networks import Network, bridges
    >>> ties = [[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]]
    >>> network = Network.from_matrix(ties, labels=["Alba", "Bo", "Cato", "Dee"])
    >>> bridges(network)
    source  target
    Alba    Bo        False
            Cato      False
    Bo      Cato      False
    Cato    Dee        True
    Name: bridges, dtype: bool
    """
    network = network_of(network)
    with reporter(progress, "bridges") as report:
        values = _core.bridges(network._adjacency, report)
    return network._per_tie(values, "bridges")


def articulation_points(network: Network, *, progress: bool | None = None) -> pd.Series[bool]:
    """Find the nodes without which others could not reach each other.

    Parameters
    ----------
    network : Network
        Directions, weights and self-ties are not looked at.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of bool
        By label, whether the rest of its component would fall apart without the node. False for an
        isolate and for a node with one contact.

    Raises
    ------
    WrongType
        When ``network`` is no Network.

    Notes
    -----
    Also called cut points. Found in one walk into depth (:cite:t:`tarjan1972`), in time linear in
    nodes and ties.

    Examples
    --------
    >>> from weakties.networks import Network, articulation_points
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> articulation_points(star)
    Alba     True
    Bo      False
    Cato    False
    Name: articulation_points, dtype: bool
    """
    network = network_of(network)
    with reporter(progress, "articulation points") as report:
        values = _core.articulation_points(network._adjacency, report)
    return network._per_label(values, "articulation_points")


def local_bridges(
    network: Network, *, threads: int | None = None, progress: bool | None = None
) -> pd.Series[float]:
    """Find the ties whose ends have no contact in common, and how far they reach.

    Parameters
    ----------
    network : Network
        Directions, weights and self-ties are not looked at. Two ties in opposite directions between
        the same nodes are one connection.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        The span of each local bridge, by source and target: how many ties apart its ends would be
        without it, from 3 up, and infinite for one of the `bridges`. Other ties have no row.

    Raises
    ------
    WrongType
        When ``network`` is no Network.

    Notes
    -----
    Local bridges and their span are due to :cite:t:`granovetter1973` (p. 1365), who calls the span
    degree. networkx gives the same for undirected networks and refuses others.

    Examples
    --------
    >>> from weakties.networks import Network, local_bridges
    >>> ties = [[0, 1, 0, 1, 0], [1, 0, 1, 0, 0], [0, 1, 0, 1, 0], [1, 0, 1, 0, 1], [0, 0, 0, 1, 0]]
    >>> local_bridges(Network.from_matrix(ties, labels=["Alba", "Bo", "Cato", "Dee", "Eli"]))
    source  target
    Alba    Bo        3.0
            Dee       3.0
    Bo      Cato      3.0
    Cato    Dee       3.0
    Dee     Eli       inf
    Name: span, dtype: float64
    """
    network = network_of(network)
    with reporter(progress, "local bridges") as report:
        values = _core.span(network._adjacency, thread_count(threads), report)
    spans = network._per_tie(values, "span")
    return spans[values > 2]


def embeddedness(
    network: Network, *, threads: int | None = None, progress: bool | None = None
) -> pd.Series[int]:
    """Count the contacts that the two ends of each tie have in common.

    Parameters
    ----------
    network : Network
        Directions, weights and self-ties are not looked at: a contact is anyone that a tie leads
        to or comes from.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of int
        A number of nodes for each tie between different nodes, by source and target; 0 for a local
        bridge. No rows without such ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.

    Notes
    -----
    That ties are embedded in contacts shared with others is an idea of :cite:t:`granovetter1985`;
    the count is the usual one.

    Examples
    --------
    >>> from weakties.networks import Network, embeddedness
    >>> ties = [[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]]
    >>> embeddedness(Network.from_matrix(ties, labels=["Alba", "Bo", "Cato", "Dee"]))
    source  target
    Alba    Bo        1
            Cato      1
    Bo      Cato      1
    Cato    Dee       0
    Name: embeddedness, dtype: int64
    """
    network = network_of(network)
    with reporter(progress, "embeddedness") as report:
        values = _core.embeddedness(network._adjacency, thread_count(threads), report)
    return network._per_tie(values, "embeddedness")


def overlap(
    network: Network, *, threads: int | None = None, progress: bool | None = None
) -> pd.Series[float]:
    r"""Compute the share of the other contacts of a tie's ends that they have in common.

    .. math::

        O_{ij} = \frac{n_{ij}}{(k_i - 1) + (k_j - 1) - n_{ij}},

    where :math:`n_{ij}` is the `embeddedness` of the tie between i and j, and :math:`k_i` the
    number of contacts of i.

    Parameters
    ----------
    network : Network
        Directions, weights and self-ties are not looked at: a contact is anyone that a tie leads
        to or comes from.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A share for each tie between different nodes, by source and target: 0 for a local bridge, 1
        where the ends have the same other contacts. NaN where neither end has another contact.

    Raises
    ------
    WrongType
        When ``network`` is no Network.

    Notes
    -----
    The measure is due to :cite:t:`onnela2007`. By the hypothesis of :cite:t:`granovetter1973`
    (p. 1362) it should grow with the strength of ties: strong ties lie within groups and weak ones
    between them.

    Examples
    --------
    >>> from weakties.networks import Network, overlap
    >>> ties = [[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]]
    >>> overlap(Network.from_matrix(ties, labels=["Alba", "Bo", "Cato", "Dee"]))
    source  target
    Alba    Bo        1.0
            Cato      0.5
    Bo      Cato      0.5
    Cato    Dee       0.0
    Name: overlap, dtype: float64
    """
    network = network_of(network)
    with reporter(progress, "overlap") as report:
        values = _core.overlap(network._adjacency, thread_count(threads), report)
    return network._per_tie(values, "overlap")
