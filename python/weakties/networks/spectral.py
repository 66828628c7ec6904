"""Spectral positions: how central a node is through the centrality of those it is tied to."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import pandas as pd

from weakties import _core
from weakties._arguments import choice, flag, integer, number
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of

if TYPE_CHECKING:
    from typing import TypeAlias

    Read: TypeAlias = tuple[bool, str, bool]
    Until: TypeAlias = tuple[float, int]

DIRECTIONS = ("in", "out", "all")
NORMS = ("euclidean", "max", "sum")


def reading(
    network: Network, strength: Hashable | None, direction: object, self_ties: object
) -> Read:
    """Return which ties a kernel is to read."""
    return (
        network._reads(strength, "strength"),
        choice(direction, "direction", DIRECTIONS),
        flag(self_ties, "self_ties"),
    )


def until(tolerance: object, max_iterations: object) -> Until:
    """Return when a kernel is to end."""
    return (
        number(tolerance, "tolerance", low=0, high=1, open_low=True, open_high=True),
        integer(max_iterations, "max_iterations", low=1, high=10**9),
    )


def spectral_radius(
    network: Network,
    *,
    strength: Hashable | None = None,
    direction: str = "in",
    self_ties: bool = False,
    tolerance: float = 1e-10,
    max_iterations: int = 10_000,
    threads: int | None = None,
    progress: bool | None = None,
) -> float:
    r"""Compute the largest eigenvalue of the matrix of ties.

    Its reciprocal is what the attenuation of `katz` must stay below, and what the beta of
    `bonacich` is measured against.

    Parameters
    ----------
    network : Network
        The network whose ties are the matrix.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    direction : {"in", "out", "all"}, default "in"
        Which ties of a directed network count at a node: those that arrive or those that leave,
        which have the same eigenvalues, or both added up.
    self_ties : bool, default False
        Whether ties of a node to itself count.
    tolerance : float, default 1e-10
        The eigenvalue :math:`\lambda` and its vector x are good when the length of
        :math:`Ax - \lambda x` is at most this share of :math:`\lambda` for x of length 1.
    max_iterations : int, default 10000
        How many products of matrix and vector may be taken.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    float
        From 0, for a network without ties or whose directed ties make no cycle, up to the largest
        sum of a node's ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or sums of it pass the largest number.
    NotConverged
        When the iterations do not reach the tolerance.

    Notes
    -----
    Of several components each is looked at alone, and the largest value taken.

    Examples
    --------
    >>> from weakties.networks import Network, spectral_radius
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    >>> round(spectral_radius(star), 6)
    1.414214
    """
    network = network_of(network)
    read = reading(network, strength, direction, self_ties)
    stop = until(tolerance, max_iterations)
    with reporter(progress, "spectral radius") as report:
        return _core.spectral_radius(network._adjacency, read, stop, thread_count(threads), report)


def eigenvector(
    network: Network,
    *,
    strength: Hashable | None = None,
    direction: str = "in",
    norm: str = "euclidean",
    unique: bool = True,
    self_ties: bool = False,
    tolerance: float = 1e-10,
    max_iterations: int = 10_000,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute eigenvector centrality: a node's value is proportional to the sum of its contacts'.

    .. math::

        \lambda x_i = \sum_j a_{ji} x_j

    with the largest :math:`\lambda` for which there is a solution, where :math:`a_{ji}` is the
    strength of the tie from j to i, or 1.

    Parameters
    ----------
    network : Network
        The network whose nodes are measured.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    direction : {"in", "out", "all"}, default "in"
        Which ties of a directed network make up a node's value: those that arrive, those that
        leave, or both added up.
    norm : {"euclidean", "max", "sum"}, default "euclidean"
        What is 1 in the result: the sum of squares, the largest value, or the sum.
    unique : bool, default True
        Whether to refuse a network in which several components have the largest eigenvalue. With
        False their solutions are joined to the one nearest to equal values, where the power
        iteration from equal values ends; not with directions "in" and "out" of a directed network.
    self_ties : bool, default False
        Whether ties of a node to itself count.
    tolerance : float, default 1e-10
        The result is good when the length of :math:`A'x - \lambda x` is at most this share of
        :math:`\lambda` for x of length 1.
    max_iterations : int, default 10000
        How many products of matrix and vector may be taken.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A pure number from 0 to 1, by label. In a disconnected network only the component with the
        largest eigenvalue has values above 0; with directions, only nodes that it leads to do.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or an option is of the wrong type.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, an option has no such value, there are no
        ties, directed ties make no cycle, or several parts share the largest eigenvalue.
    NotConverged
        When the iterations do not reach the tolerance.

    Notes
    -----
    The measure is due to :cite:t:`bonacich1972`. Each component, or strong component, is solved
    alone: by Lanczos's iteration (:cite:t:`golub2013`) where ties have no directions, and by the
    power iteration with a shift otherwise, so that two-mode and other periodic networks converge.
    networkx gives the same with its norm "euclidean", igraph with "max"; on networks without a
    unique solution both return one of many.

    Examples
    --------
    >>> from weakties.networks import Network, eigenvector
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> eigenvector(star).round(4)
    Alba    0.7071
    Bo      0.5000
    Cato    0.5000
    Name: eigenvector, dtype: float64
    """
    network = network_of(network)
    read = reading(network, strength, direction, self_ties)
    norm = choice(norm, "norm", NORMS)
    unique = flag(unique, "unique")
    stop = until(tolerance, max_iterations)
    with reporter(progress, "eigenvector") as report:
        values = _core.eigenvector(
            network._adjacency, read, norm, unique, stop, thread_count(threads), report
        )
    return network._per_label(values, "eigenvector")


def hits(
    network: Network,
    *,
    strength: Hashable | None = None,
    norm: str = "euclidean",
    unique: bool = True,
    self_ties: bool = False,
    tolerance: float = 1e-10,
    max_iterations: int = 10_000,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    r"""Compute hubs and authorities: good hubs point to good authorities.

    .. math::

        h_i \propto \sum_j a_{ij}\, u_j, \qquad u_j \propto \sum_i a_{ij}\, h_i ,

    the leading singular vectors of the matrix of ties, where :math:`a_{ij}` is the strength of the
    tie from i to j, or 1.

    Parameters
    ----------
    network : Network
        Without directions both values of a node are its eigenvector centrality.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    norm : {"euclidean", "max", "sum"}, default "euclidean"
        What is 1 in each column: the sum of squares, the largest value, or the sum.
    unique : bool, default True
        Whether to refuse a network in which several parts have the largest singular value. With
        False their solutions are joined to the one nearest to equal values, where the iteration of
        hubs and authorities from equal values ends.
    self_ties : bool, default False
        Whether ties of a node to itself count.
    tolerance : float, default 1e-10
        The result is good when what one more step changes has at most this share of its length.
    max_iterations : int, default 10000
        How many products of matrix and vector may be taken.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    DataFrame
        Columns ``hub`` and ``authority`` with pure numbers from 0 to 1, by label. A node that no
        tie leaves is no hub (0), one that no tie reaches no authority (0).

    Raises
    ------
    WrongType
        When ``network`` is no Network, or an option is of the wrong type.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, an option has no such value, there are no
        ties, or several parts share the largest singular value.
    NotConverged
        When the iterations do not reach the tolerance.

    Notes
    -----
    The measure is due to :cite:t:`kleinberg1999`. networkx gives the same with its norm "sum",
    igraph with "max".

    Examples
    --------
    >>> from weakties.networks import Network, hits
    >>> ties = [[0, 0, 1, 1], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    >>> network = Network.from_matrix(ties, labels=["Alba", "Bo", "Cato", "Dora"], directed=True)
    >>> hits(network, norm="max").round(4)
            hub  authority
    Alba  1.000      0.000
    Bo    0.618      0.000
    Cato  0.000      1.000
    Dora  0.000      0.618
    """
    network = network_of(network)
    read = reading(network, strength, "in", self_ties)
    norm = choice(norm, "norm", NORMS)
    unique = flag(unique, "unique")
    stop = until(tolerance, max_iterations)
    with reporter(progress, "hits") as report:
        hubs, authorities = _core.hits(
            network._adjacency, read, norm, unique, stop, thread_count(threads), report
        )
    return pd.DataFrame({"hub": hubs, "authority": authorities}, index=network.labels)
