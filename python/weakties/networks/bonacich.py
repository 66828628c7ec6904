"""Centrality by walks of all lengths: Katz's status and Bonacich's power."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np

from weakties import _core
from weakties._arguments import choice, number
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of
from .spectral import reading, until

if TYPE_CHECKING:
    import pandas as pd

NORMS = ("euclidean", "max", "none")


def katz(
    network: Network,
    *,
    attenuation: float | None = None,
    strength: Hashable | None = None,
    direction: str = "in",
    base: Hashable | pd.Series[Any] | None = None,
    norm: str = "euclidean",
    self_ties: bool = False,
    tolerance: float = 1e-10,
    max_iterations: int = 10_000,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute Katz's status: the walks that lead to a node, longer ones counting less.

    .. math::

        x_i = \alpha \sum_j a_{ji} x_j + b_i, \qquad 0 < \alpha < 1 / \lambda ,

    where :math:`a_{ji}` is the strength of the tie from j to i, or 1, :math:`\alpha` the
    attenuation, b the base, and :math:`\lambda` the largest eigenvalue of the matrix of ties.

    Parameters
    ----------
    network : Network
        The network whose nodes are measured.
    attenuation : float, optional
        How much a walk counts less with each tie. It must be below the reciprocal of
        `spectral_radius`, which is the largest eigenvalue; by default it is half of that
        reciprocal, or a half, of a tie with the largest strength, where the eigenvalue is 0.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    direction : {"in", "out", "all"}, default "in"
        Which ties of a directed network make up a node's value: those that arrive, those that
        leave, or both added up.
    base : column of the attributes, or Series by label, optional
        What each node has without ties, b; by default 1.
    norm : {"euclidean", "max", "none"}, default "euclidean"
        What is 1 in the result: the sum of squares, the largest value, or nothing, so that the
        values solve the equation above as it stands.
    self_ties : bool, default False
        Whether ties of a node to itself count.
    tolerance : float, default 1e-10
        The largest distance from the exact values allowed, as a share of their Euclidean length.
        It is kept where ties have no directions; otherwise it is estimated.
    max_iterations : int, default 10000
        How many steps may be taken.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        Pure numbers by label, positive where the base is. A node without ties has its base.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``base`` holds no numbers.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, ``attenuation`` is not in its range, or
        ``base`` lacks a node.
    NotConverged
        When the iterations do not reach the tolerance.

    Notes
    -----
    The measure is due to :cite:t:`katz1953`, whose status is :math:`(x_i - 1) / \alpha` of a base
    of 1 without norm. networkx takes an attenuation of 0.1 whatever the network, and on one whose
    eigenvalue is 10 or more does not converge.

    Examples
    --------
    >>> from weakties.networks import Network, katz
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> katz(star, attenuation=0.5, norm="none").round(6)
    Alba    4.0
    Bo      3.0
    Cato    3.0
    Name: katz, dtype: float64
    """
    network = network_of(network)
    read = reading(network, strength, direction, self_ties)
    if attenuation is not None:
        attenuation = number(attenuation, "attenuation", low=0, open_low=True)
    bases = None if base is None else np.ascontiguousarray(network._numbers(base, "base"))
    norm = choice(norm, "norm", NORMS)
    stop = until(tolerance, max_iterations)
    with reporter(progress, "katz") as report:
        values = _core.katz(
            network._adjacency,
            read,
            attenuation,
            bases,
            norm,
            stop,
            thread_count(threads),
            report,
        )
    return network._per_label(values, "katz")


def bonacich(
    network: Network,
    *,
    beta: float,
    strength: Hashable | None = None,
    direction: str = "out",
    self_ties: bool = False,
    tolerance: float = 1e-10,
    max_iterations: int = 10_000,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute Bonacich's power: central through central contacts, or through dependent ones.

    .. math::

        c = \alpha\, (I - \beta A)^{-1} A \mathbf{1}, \qquad \sum_i c_i^2 = n .

    With :math:`\beta > 0` ties to well-connected nodes are worth more, with :math:`\beta < 0` ties
    to nodes that have few others, as in bargaining; with 0 the value is proportional to the degree.

    Parameters
    ----------
    network : Network
        The network whose nodes are measured.
    beta : float
        How much the value of contacts counts. Below the reciprocal of `spectral_radius` in size it
        weighs walks by their length; beyond, the equation still has a solution, which cannot be
        read that way, and is found for up to 2,000 nodes, in memory that grows with their square.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    direction : {"out", "in", "all"}, default "out"
        Which ties of a directed network make up a node's value: those that leave, those that
        arrive, or both added up.
    self_ties : bool, default False
        Whether ties of a node to itself count.
    tolerance : float, default 1e-10
        The largest distance from the exact values allowed, as a share of their Euclidean length.
        It is kept where ties have no directions; otherwise it is estimated.
    max_iterations : int, default 10000
        How many steps may be taken.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        Pure numbers by label whose squares sum to the number of nodes, so that 1 is of usual size.
        They may be negative. All are 0 in a network without ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``beta`` no number.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, ``beta`` is the reciprocal of an eigenvalue,
        or is beyond that of the largest in a network of more than 2,000 nodes.
    NotConverged
        When the iterations do not reach the tolerance.

    Notes
    -----
    The measure is due to :cite:t:`bonacich1987`. The scaling constant :math:`\alpha` is positive,
    as in igraph and sna for R, whose default beta of 1 mostly lies beyond the largest eigenvalue.

    Examples
    --------
    >>> from weakties.networks import Network, bonacich
    >>> path = Network.from_matrix([[0, 1, 0], [1, 0, 1], [0, 1, 0]], labels=["Alba", "Bo", "Cato"])
    >>> bonacich(path, beta=-0.5).round(4)
    Alba    0.0000
    Bo      1.7321
    Cato    0.0000
    Name: bonacich, dtype: float64
    """
    network = network_of(network)
    read = reading(network, strength, direction, self_ties)
    beta = number(beta, "beta")
    stop = until(tolerance, max_iterations)
    with reporter(progress, "bonacich") as report:
        values = _core.bonacich(network._adjacency, read, beta, stop, thread_count(threads), report)
    return network._per_label(values, "bonacich")
