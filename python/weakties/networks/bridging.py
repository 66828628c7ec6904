"""How far a node holds together what is otherwise far apart."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import flag
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .betweenness import between_all, per_pair_of_others
from .network import Network, network_of


def bridging(
    network: Network,
    *,
    distance: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute Everett and Valente's bridging: the betweenness of a node's ties, on average.

    Without and with directions,

    .. math::

        \frac{2 b_i + r_i}{k_i} \qquad \text{and} \qquad \frac{1}{2} \left(
        \frac{b_i + r_i^{\text{in}}}{k_i^{\text{in}}} +
        \frac{b_i + r_i^{\text{out}}}{k_i^{\text{out}}} \right),

    where b is betweenness, not normalised, k is degree, and r is how many nodes can be reached from
    i, or can reach it.

    Parameters
    ----------
    network : Network
        In a directed one, paths follow the ties. Self-ties do not count.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie.
        Without it the length of a path is its number of ties.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A number of pairs for each tie, by label; 1 for the members of a complete network without
        directions. 0 for an isolate and for a node with one contact, and in a directed network for
        one that lies between nobody.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, a tie has distance 0, or there are more than
        1e308 shortest paths between two nodes.

    Notes
    -----
    The measure is due to :cite:t:`everett2016`, who call it brokerage. They add n - 1 for a network
    of n nodes; that is r, the nodes within reach, where the network is connected, and r keeps the
    measure the mean betweenness of the ties of i where it is not. The score of a node with one
    contact, and with directions of one that lies between nobody, is 0 by their definition.

    Examples
    --------
    >>> from weakties.networks import Network, bridging
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> bridging(star)
    Alba    2.0
    Bo      0.0
    Cato    0.0
    Name: bridging, dtype: float64
    """
    network = network_of(network)
    between = between_all(network, distance, threads, progress)
    return _bridging(network, between, threads, progress)


def _bridging(
    network: Network, between: NDArray[np.float64], threads: int | None, progress: bool | None
) -> pd.Series[float]:
    with reporter(progress, "bridging") as report:
        values = _core.bridging(network._adjacency, between, thread_count(threads), report)
    return network._per_label(values, "bridging")


def bridging_coefficient(network: Network) -> pd.Series[float]:
    r"""Compute the bridging coefficient: how few contacts a node has beside its contacts.

    .. math::

        \beta_i = \frac{1 / k_i}{\sum_{j} 1 / k_j},

    where k is the number of contacts and j are those of i.

    Parameters
    ----------
    network : Network
        Directions, weights and self-ties are not looked at: a contact is anyone that a tie leads
        to or comes from.

    Returns
    -------
    Series of float
        A pure number, by label; larger for a node with few contacts that have many. 1 / k where all
        have the same number k. NaN for a node without ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.

    Notes
    -----
    The measure is due to :cite:t:`hwang2006`.

    Examples
    --------
    >>> from weakties.networks import Network, bridging_coefficient
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> bridging_coefficient(star)
    Alba    0.25
    Bo      2.00
    Cato    2.00
    Name: bridging_coefficient, dtype: float64
    """
    network = network_of(network)
    values = _core.bridging_coefficient(network._adjacency)
    return network._per_label(values, "bridging_coefficient")


def bridging_centrality(
    network: Network,
    *,
    distance: Hashable | None = None,
    normalized: bool = True,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute bridging centrality: betweenness times the bridging coefficient.

    .. math::

        b_i \beta_i,

    with b as in `betweenness` and β as in `bridging_coefficient`.

    Parameters
    ----------
    network : Network
        In a directed one, shortest paths follow the ties; contacts are counted in both directions.
        Self-ties do not count.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie
        by betweenness.
    normalized : bool, default True
        Whether betweenness is divided by the number of pairs of other nodes.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A pure number if normalised, otherwise a number of pairs, by label. 0 for a node that lies
        between nobody, isolates included.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, a tie has distance 0, or there are more than
        1e308 shortest paths between two nodes.

    Notes
    -----
    The measure is due to :cite:t:`hwang2006`. Later work of the same authors multiplies ranks
    instead of values.

    Examples
    --------
    >>> from weakties.networks import Network, bridging_centrality
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> bridging_centrality(star)
    Alba    0.25
    Bo      0.00
    Cato    0.00
    Name: bridging_centrality, dtype: float64
    """
    network = network_of(network)
    normalized = flag(normalized, "normalized")
    between = between_all(network, distance, threads, progress)
    return _bridging_centrality(network, between, normalized)


def _bridging_centrality(
    network: Network, between: NDArray[np.float64], normalized: bool
) -> pd.Series[float]:
    values = _core.bridging_centrality(network._adjacency, between)
    if normalized:
        values = per_pair_of_others(network, values)
    return network._per_label(values, "bridging_centrality")


def betweenness_and_bridging(
    network: Network,
    *,
    distance: Hashable | None = None,
    normalized: bool = True,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Compute for `profile` all that comes from betweenness, which takes nearly all of the time."""
    normalized = flag(normalized, "normalized")
    between = between_all(network, distance, threads, progress)
    values = per_pair_of_others(network, between) if normalized else between
    return pd.DataFrame(
        {
            "betweenness": network._per_label(values, "betweenness"),
            "bridging": _bridging(network, between, threads, progress),
            "bridging_centrality": _bridging_centrality(network, between, normalized),
        }
    )
