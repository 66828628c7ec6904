"""Effective size: how many of a node's contacts are not redundant."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from weakties import _core

from .holes import run_holes
from .network import Network, network_of


def effective_size(
    network: Network,
    *,
    strength: Hashable | None = None,
    model: str = "whole",
    ties: str = "both",
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
    ties : {"both", "in", "out"}, default "both"
        Who is an alter of the ego: all that a tie joins it with, those that send it a tie, or those
        that it sends a tie to. Without directions it makes no difference. It says who belongs to
        the ego's network, and whom the ego's shares p are taken over; z still adds both directions
        up.
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
        When ``strength`` is not the network's weight, or there is no such model or kind of ties.

    Notes
    -----
    The measure is due to :cite:t:`burt1992`; :cite:t:`borgatti1997` restates it in eqs. (1) to (3)
    and shows that without weights and directions it is the number of alters less their mean number
    of ties to each other. A tie of no strength is none. With weights or directions, networkx up to
    3.7 differs when called for all nodes at once, because it takes the maximum over the wrong side
    of the ties; its values for a list of nodes follow the formula.

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
    values = run_holes(
        _core.effective_size, "effective size", network, strength, model, ties, threads, progress
    )
    return network._per_label(values, "effective_size")


def efficiency(
    network: Network,
    *,
    strength: Hashable | None = None,
    model: str = "whole",
    ties: str = "both",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute Burt's efficiency: effective size as a share of the number of contacts.

    .. math::

        \frac{e_i}{n_i},

    where e is the `effective_size` of the ego i and n the number of its alters.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to be read as z. Without it every
        tie counts 1, so in a directed network one in each direction counts 2.
    model : {"whole", "ego"}, default "whole"
        As in `effective_size`.
    ties : {"both", "in", "out"}, default "both"
        Who is an alter, as in `constraint`.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A share, by label: 1 when no two alters are tied to each other, and 1 / n when all n are
        and all ties count the same. NaN for a node without alters.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or there is no such model or kind of ties.

    Notes
    -----
    The measure is due to :cite:t:`burt1992`. EasyGraph 1.6 divides by strength instead of the
    number of alters when it reads weights.

    Examples
    --------
    >>> from weakties.networks import Network, efficiency
    >>> ties = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    >>> efficiency(Network.from_matrix(ties, labels=["Alba", "Bo", "Cato"]))
    Alba    0.5
    Bo      0.5
    Cato    0.5
    Name: efficiency, dtype: float64
    """
    network = network_of(network)
    values = run_holes(
        _core.efficiency, "efficiency", network, strength, model, ties, threads, progress
    )
    return network._per_label(values, "efficiency")
