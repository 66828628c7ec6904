"""How far nodes can reach: how many others, and at what distance."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import choice, flag, integer
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of
from .paths import DIRECTIONS, chosen

# No path has more ties; a kernel counts them in 32 bits.
_MOST_STEPS = 2**32 - 2


def reach(
    network: Network,
    steps: int | None = 2,
    *,
    direction: str = "out",
    normalized: bool = False,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[Any]:
    r"""Count the other nodes that a node can reach in a few steps.

    .. math::

        R_i(k) = \#\{ j \ne i : d_{ij} \le k \},

    where :math:`d_{ij}` is the number of ties on the shortest path.

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.
    steps : int or None, default 2
        The number of steps k, from 0 up; with None, as many as it takes.
    direction : {"out", "in", "all"}, default "out"
        In a directed network: along the ties, against them (those who can reach the node), or
        either way. Without directions it makes no difference.
    normalized : bool, default False
        Whether to divide by the number of other nodes, n - 1.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of int, or of float if normalised
        A number of nodes, or a share from 0 to 1, by label. 0 for a node without ties, also if it
        is the only one.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When ``steps`` is negative, or the direction unknown.

    Notes
    -----
    Many nodes are walked from at once (:cite:t:`then2014`). With one step it is the degree, but
    that with ``direction="all"`` two nodes tied both ways count once.

    Examples
    --------
    >>> from weakties.networks import Network, reach
    >>> chain = Network.from_matrix([[0, 1, 0], [0, 0, 1], [0, 0, 0]], labels=["Alba", "Bo", "Cy"])
    >>> reach(chain)
    Alba    2
    Bo      1
    Cy      0
    Name: reach, dtype: int64
    """
    network = network_of(network)
    if steps is not None:
        steps = min(integer(steps, "steps", low=0), _MOST_STEPS)
    direction = choice(direction, "direction", DIRECTIONS)
    normalized = flag(normalized, "normalized")
    with reporter(progress, "reach") as report:
        values = _core.reach(network._adjacency, steps, direction, thread_count(threads), report)
    others = max(len(network) - 1, 1)
    return network._per_label(values / others if normalized else values, "reach")


def distances(
    network: Network,
    sources: Any = None,
    *,
    distance: Hashable | None = None,
    direction: str = "out",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Compute the lengths of the shortest paths from some nodes, or from all, to every node.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    sources : list of labels, optional
        Where the paths start. Without it at every node: the table then has n rows and n columns.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie;
        it may be 0. Without it the length of a path is its number of ties.
    direction : {"out", "in", "all"}, default "out"
        In a directed network: along the ties, against them (paths that end at the sources), or
        either way. Without directions it makes no difference.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    DataFrame of float
        One row a source and one column a node, by label. 0 from a node to itself, and infinite
        where no path leads.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``sources`` no list of labels.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, ``sources`` names no node, an unknown one, or
        one twice, or the direction is unknown.

    Notes
    -----
    By distance the paths are found by the method of :cite:t:`dijkstra1959`.

    Examples
    --------
    >>> from weakties.networks import Network, distances
    >>> chain = Network.from_matrix([[0, 1, 0], [0, 0, 1], [0, 0, 0]], labels=["Alba", "Bo", "Cy"])
    >>> distances(chain, ["Bo"])
        Alba   Bo   Cy
    Bo   inf  0.0  1.0
    """
    network = network_of(network)
    by_distance = network._reads(distance, "distance")
    direction = choice(direction, "direction", DIRECTIONS)
    if sources is None:
        numbers = np.arange(len(network), dtype=np.uint32)
    else:
        numbers = chosen(network, sources, "sources")
    with reporter(progress, "distances") as report:
        values = _core.distances(
            network._adjacency, numbers, by_distance, direction, thread_count(threads), report
        )
    return pd.DataFrame(
        values.reshape(len(numbers), len(network)),
        index=network.labels.take(numbers.astype(np.intp)),
        columns=network.labels,
        copy=False,
    )


def eccentricity(
    network: Network,
    *,
    distance: Hashable | None = None,
    direction: str = "out",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute eccentricity: how far the farthest node is that a node can reach.

    .. math::

        E_i = \max_j d_{ij},

    over the nodes j that i can reach, where :math:`d_{ij}` is the length of the shortest path.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie;
        it may be 0. Without it the length of a path is its number of ties.
    direction : {"out", "in", "all"}, default "out"
        In a directed network: paths from the node along the ties, paths to the node, or paths that
        may take ties either way. Without directions it makes no difference.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        By label, in the unit of distance. 0 for a node that can reach no other.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, or the direction is unknown.

    Notes
    -----
    Nodes that cannot be reached do not count, as in igraph; networkx refuses networks that are not
    connected. :func:`reach` with ``steps=None`` says how many can be.

    Examples
    --------
    >>> from weakties.networks import Network, eccentricity
    >>> chain = Network.from_matrix([[0, 1, 0], [0, 0, 1], [0, 0, 0]], labels=["Alba", "Bo", "Cy"])
    >>> eccentricity(chain)
    Alba    2.0
    Bo      1.0
    Cy      0.0
    Name: eccentricity, dtype: float64
    """
    network = network_of(network)
    by_distance = network._reads(distance, "distance")
    direction = choice(direction, "direction", DIRECTIONS)
    with reporter(progress, "eccentricity") as report:
        values = _core.eccentricity(
            network._adjacency, by_distance, direction, thread_count(threads), report
        )
    return network._per_label(values, "eccentricity")


def diameter(
    network: Network,
    *,
    distance: Hashable | None = None,
    direction: str = "out",
    threads: int | None = None,
    progress: bool | None = None,
) -> float:
    """Compute the diameter: the length of the longest of all shortest paths.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie;
        it may be 0. Without it the length of a path is its number of ties.
    direction : {"out", "in", "all"}, default "out"
        In a directed network, whether paths follow the ties or may take them either way; ``"in"``
        gives the same as ``"out"``.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    float
        In the unit of distance, the largest `eccentricity`. 0 without ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, or the direction is unknown.

    Notes
    -----
    Pairs that no path joins do not count, as in igraph; networkx refuses networks that are not
    connected. The result is exact: paths from every node are walked.

    Examples
    --------
    >>> from weakties.networks import Network, diameter
    >>> diameter(Network.from_matrix([[0, 1, 0], [0, 0, 1], [0, 0, 0]]))
    2.0
    """
    values = eccentricity(
        network, distance=distance, direction=direction, threads=threads, progress=progress
    )
    return float(values.max())


def average_path_length(
    network: Network,
    *,
    distance: Hashable | None = None,
    direction: str = "out",
    threads: int | None = None,
    progress: bool | None = None,
) -> float:
    r"""Compute the mean length of the shortest paths between nodes that a path joins.

    .. math::

        \frac{\sum_{i \ne j} d_{ij}}{\#\{ (i, j) : i \ne j,\ d_{ij} < \infty \}},

    over the pairs with a path, where :math:`d_{ij}` is the length of the shortest.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie;
        it may be 0. Without it the length of a path is its number of ties.
    direction : {"out", "in", "all"}, default "out"
        In a directed network, whether paths follow the ties or may take them either way; ``"in"``
        gives the same as ``"out"``, but for rounding.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    float
        In the unit of distance. NaN without ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, or the direction is unknown.

    Notes
    -----
    Pairs that no path joins do not count, as in igraph; networkx refuses networks that are not
    connected. Of a network in many parts the mean can be small because few pairs are joined:
    :func:`harmonic` counts these as infinitely far.

    Examples
    --------
    >>> from weakties.networks import Network, average_path_length
    >>> round(average_path_length(Network.from_matrix([[0, 1, 0], [0, 0, 1], [0, 0, 0]])), 4)
    1.3333
    """
    network = network_of(network)
    by_distance = network._reads(distance, "distance")
    direction = choice(direction, "direction", DIRECTIONS)
    with reporter(progress, "average path length") as report:
        return _core.average_path_length(
            network._adjacency, by_distance, direction, thread_count(threads), report
        )
