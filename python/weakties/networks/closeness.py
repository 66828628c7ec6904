"""How near a node is to all others."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from weakties import _core
from weakties._arguments import choice, flag
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of
from .paths import DIRECTIONS, refuse_zero


def closeness(
    network: Network,
    *,
    distance: Hashable | None = None,
    direction: str = "out",
    improved: bool = True,
    normalized: bool = True,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute closeness: one over the mean distance between a node and those it can reach.

    .. math::

        C_i = \frac{r_i}{n - 1} \cdot \frac{r_i}{\sum_j d_{ij}},

    where :math:`d_{ij}` is the length of the shortest path, the sum is over the :math:`r_i` other
    nodes that i can reach, and n is the number of nodes. The first factor is left out without
    ``improved``.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie.
        Without it the length of a path is its number of ties.
    direction : {"out", "in", "all"}, default "out"
        In a directed network: paths from the node along the ties, paths to the node, or paths that
        may take ties either way. Without directions it makes no difference.
    improved : bool, default True
        Whether to multiply by the share of the others that can be reached. Without it a node in a
        small component may come out as the nearest of all.
    normalized : bool, default True
        Whether to take one over the mean of the distances. Otherwise one over their sum.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        By label, one over the unit of distance; by number of ties from 0 to 1. 0 for a node that
        can reach no other.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, a tie has distance 0, or an option is
        unknown.

    Notes
    -----
    The measure is due to :cite:t:`sabidussi1966` and :cite:t:`freeman1979`, the factor for
    networks that are not connected to :cite:t:`wasserman1994` (p. 201). networkx takes the paths to
    a node, ``direction="in"``; igraph goes by all ties, has no factor, and gives NaN to a node that
    reaches no other. By number of ties many nodes are walked from at once
    (:cite:t:`then2014`), by distance one after the other.

    Examples
    --------
    >>> from weakties.networks import Network, closeness
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> closeness(star)
    Alba    1.000000
    Bo      0.666667
    Cato    0.666667
    Name: closeness, dtype: float64
    """
    network = network_of(network)
    by_distance = network._reads(distance, "distance")
    direction = choice(direction, "direction", DIRECTIONS)
    improved, normalized = flag(improved, "improved"), flag(normalized, "normalized")
    if by_distance:
        refuse_zero(network)
    with reporter(progress, "closeness") as report:
        values = _core.closeness(
            network._adjacency,
            by_distance,
            direction,
            improved,
            normalized,
            thread_count(threads),
            report,
        )
    return network._per_label(values, "closeness")


def harmonic(
    network: Network,
    *,
    distance: Hashable | None = None,
    direction: str = "out",
    normalized: bool = True,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute harmonic closeness: the mean of one over each distance, 0 where no path leads.

    .. math::

        H_i = \frac{1}{n - 1} \sum_{j \ne i} \frac{1}{d_{ij}},

    where :math:`d_{ij}` is the length of the shortest path, infinite where there is none, and n is
    the number of nodes.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie.
        Without it the length of a path is its number of ties.
    direction : {"out", "in", "all"}, default "out"
        In a directed network: paths from the node along the ties, paths to the node, or paths that
        may take ties either way. Without directions it makes no difference.
    normalized : bool, default True
        Whether to divide by the number of other nodes. Otherwise the sum is returned.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        By label, one over the unit of distance; by number of ties from 0 to 1 if normalised. 0 for
        a node that can reach no other.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, a tie has distance 0, or an option is
        unknown.

    Notes
    -----
    The measure is due to :cite:t:`marchiori2000`; :cite:t:`boldi2014` compare it with others. It
    needs no factor for networks that are not connected. networkx takes the paths to a node and
    does not normalise; igraph goes by all ties and does.

    Examples
    --------
    >>> from weakties.networks import Network, harmonic
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> harmonic(star)
    Alba    1.00
    Bo      0.75
    Cato    0.75
    Name: harmonic, dtype: float64
    """
    network = network_of(network)
    by_distance = network._reads(distance, "distance")
    direction = choice(direction, "direction", DIRECTIONS)
    normalized = flag(normalized, "normalized")
    if by_distance:
        refuse_zero(network)
    with reporter(progress, "harmonic closeness") as report:
        values = _core.harmonic(
            network._adjacency, by_distance, direction, normalized, thread_count(threads), report
        )
    return network._per_label(values, "harmonic")


def nearness(
    network: Network,
    *,
    distance: Hashable | None = None,
    direction: str = "out",
    improved: bool = True,
    normalized: bool = True,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Compute for `profile` all that one walk from each node tells of how near it is to others."""
    by_distance = network._reads(distance, "distance")
    direction = choice(direction, "direction", DIRECTIONS)
    improved = flag(improved, "improved")
    normalized = flag(normalized, "normalized")
    if by_distance:
        refuse_zero(network)
    with reporter(progress, "nearness") as report:
        found = _core.nearness(
            network._adjacency,
            by_distance,
            direction,
            improved,
            normalized,
            thread_count(threads),
            report,
        )
    names = ("closeness", "harmonic", "eccentricity")
    return pd.DataFrame(dict(zip(names, found, strict=True)), index=network.labels)
