"""Structural holes: how much a node's contacts are tied to each other."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd

MODELS = ("whole", "ego")


def constraint(
    network: Network,
    *,
    strength: Hashable | None = None,
    model: str = "whole",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute Burt's constraint: how far a node's contacts leave it without structural holes.

    .. math::

        c_i = \sum_{j} \Bigl(p_{ij} + \sum_{q} p_{iq} p_{qj}\Bigr)^2, \qquad
        p_{ij} = \frac{z_{ij} + z_{ji}}{\sum_k (z_{ik} + z_{ki})},

    where j and q are different alters of the ego i, and z is the strength of a tie, or 1. Alters
    are all nodes that a tie leads to or comes from.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to be read as z. Without it every
        tie counts 1, so in a directed network one in each direction counts 2.
    model : {"whole", "ego"}, default "whole"
        Which ties the share of q that goes to j, :math:`p_{qj}`, is taken of: all ties of q, as
        networkx and igraph do, or those with the ego and its alters, as UCINET does by default.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A pure number, by label; larger means fewer holes. One alter gives 1, k alters without ties
        among them 1/k, and the three nodes of a triangle 1.125: values above 1 are right. NaN for a
        node without alters.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or there is no such model.

    Notes
    -----
    The measure is due to :cite:t:`burt1992`; :cite:t:`borgatti1997` works through an example, and
    :cite:t:`everett2020` take it apart. A tie of no strength is none: it makes nobody an alter.
    igraph, which ignores self-ties too, keeps such ties; networkx lets a self-tie add to the sum
    of a node's ties.

    Examples
    --------
    >>> from weakties.networks import Network, constraint
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> constraint(star)
    Alba    0.5
    Bo      1.0
    Cato    1.0
    Name: constraint, dtype: float64
    """
    network = network_of(network)
    weighted = network._reads(strength, "strength")
    model = choice(model, "model", MODELS)
    with reporter(progress, "constraint") as report:
        values = _core.constraint(
            network._adjacency, weighted, model, thread_count(threads), report
        )
    return network._per_label(values, "constraint")


def effective_size(
    network: Network,
    *,
    strength: Hashable | None = None,
    model: str = "whole",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute Burt's effective size: a node's contacts, less what is redundant among them.

    .. math::

        e_i = \sum_{j} \Bigl(1 - \sum_{q} p_{iq} m_{jq}\Bigr), \qquad
        m_{jq} = \frac{z_{jq} + z_{qj}}{\max_k (z_{jk} + z_{kj})},

    where j and q are different alters of the ego i, and p and z are as in `constraint`.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to be read as z. Without it every
        tie counts 1, so in a directed network one in each direction counts 2.
    model : {"whole", "ego"}, default "whole"
        Which ties of j the maximum is taken over: all, or those with the ego and its alters. It
        makes no difference where all ties count the same.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A number of contacts, by label: from 1, when all alters are tied to each other, to the
        number of alters, when none are. NaN for a node without alters.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or there is no such model.

    Notes
    -----
    The measure is due to :cite:t:`burt1992`; without weights and directions it is the number of
    alters less their mean number of ties to each other (:cite:t:`borgatti1997`). A tie of no
    strength is none. With weights or directions, networkx up to 3.7 differs when called for all
    nodes at once, because it takes the maximum over the wrong side of the ties; its values for a
    list of nodes follow the formula.

    Examples
    --------
    >>> from weakties.networks import Network, effective_size
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> effective_size(star)
    Alba    2.0
    Bo      1.0
    Cato    1.0
    Name: effective_size, dtype: float64
    """
    network = network_of(network)
    weighted = network._reads(strength, "strength")
    model = choice(model, "model", MODELS)
    with reporter(progress, "effective size") as report:
        values = _core.effective_size(
            network._adjacency, weighted, model, thread_count(threads), report
        )
    return network._per_label(values, "effective_size")
