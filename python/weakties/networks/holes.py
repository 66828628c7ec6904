"""Structural holes: how much a node's contacts are tied to each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of

MODELS = ("whole", "ego")
TIES = ("both", "in", "out")

_Found = TypeVar("_Found")
_Kernel = Callable[
    [_core.Network, bool, str, str, int | None, Callable[[int, int], object] | None], _Found
]


def run_holes(
    kernel: _Kernel[_Found],
    task: str,
    network: Network,
    strength: Hashable | None,
    model: str,
    ties: str,
    threads: int | None,
    progress: bool | None,
) -> _Found:
    """Check the options that all measures of structural holes share, and run one's kernel."""
    weighted = network._reads(strength, "strength")
    model = choice(model, "model", MODELS)
    ties = choice(ties, "ties", TIES)
    with reporter(progress, task) as report:
        return kernel(network._adjacency, weighted, model, ties, thread_count(threads), report)


def constraint(
    network: Network,
    *,
    strength: Hashable | None = None,
    model: str = "whole",
    ties: str = "both",
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
        A pure number, by label; larger means fewer holes. One alter gives 1, k alters without ties
        among them 1/k, and the three nodes of a triangle 1.125: values above 1 are right. NaN for a
        node without alters.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or there is no such model or kind of ties.

    Notes
    -----
    The measure is eq. (2.4) of :cite:t:`burt1992` (p. 55), summed over alters;
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
    values = run_holes(
        _core.constraint, "constraint", network, strength, model, ties, threads, progress
    )
    return network._per_label(values, "constraint")


def hierarchy(
    network: Network,
    *,
    strength: Hashable | None = None,
    model: str = "whole",
    ties: str = "both",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute Burt's hierarchy: how far a node's constraint comes from a single contact.

    .. math::

        h_i = \frac{\sum_j r_{ij} \ln r_{ij}}{n_i \ln n_i}, \qquad
        r_{ij} = \frac{c_{ij}}{c_i / n_i},

    where :math:`c_{ij}` is what the alter j adds to the constraint :math:`c_i` of the ego i
    (`dyadic_constraint`), and n is the number of alters.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to be read as z. Without it every
        tie counts 1, so in a directed network one in each direction counts 2.
    model : {"whole", "ego"}, default "whole"
        As in `constraint`.
    ties : {"both", "in", "out"}, default "both"
        Who is an alter, as in `constraint`.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A share, by label: 0 when all alters constrain alike, towards 1 the more of the constraint
        comes from one. It is 1 where there is a single alter, which the formula leaves open (0 by
        0): all constraint then comes from one. NaN for a node without alters.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or there is no such model or kind of ties.

    Notes
    -----
    The measure is due to :cite:t:`burt1992`, who takes it from Coleman and Theil. For a single
    alter EasyGraph gives 0. ``hierarchy`` in R's sna is another thing, about the whole network.

    Examples
    --------
    >>> from weakties.networks import Network, hierarchy
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> hierarchy(star)
    Alba    0.0
    Bo      1.0
    Cato    1.0
    Name: hierarchy, dtype: float64
    """
    network = network_of(network)
    values = run_holes(
        _core.hierarchy, "hierarchy", network, strength, model, ties, threads, progress
    )
    return network._per_label(values, "hierarchy")


def dyadic_constraint(
    network: Network,
    *,
    strength: Hashable | None = None,
    model: str = "whole",
    ties: str = "both",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute what each contact adds to a node's constraint.

    .. math::

        c_{ij} = \Bigl(p_{ij} + \sum_{q} p_{iq} p_{qj}\Bigr)^2,

    where i is the ego, j and q are different alters, and p is as in `constraint`.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to be read as z. Without it every
        tie counts 1, so in a directed network one in each direction counts 2.
    model : {"whole", "ego"}, default "whole"
        As in `constraint`.
    ties : {"both", "in", "out"}, default "both"
        Who is an alter, as in `constraint`.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A pure number, indexed by ``ego`` and ``alter``, in the order of the nodes. Those of one ego
        add up to its `constraint`. A node without alters has no rows.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or there is no such model or kind of ties.

    Notes
    -----
    The measure is eq. (2.4) of :cite:t:`burt1992`. networkx calls it ``local_constraint``.

    Examples
    --------
    >>> from weakties.networks import Network, dyadic_constraint
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> dyadic_constraint(star)
    ego   alter
    Alba  Bo       0.25
          Cato     0.25
    Bo    Alba     1.00
    Cato  Alba     1.00
    Name: dyadic_constraint, dtype: float64
    """
    network = network_of(network)
    egos, alters, values = run_holes(
        _core.dyadic_constraint,
        "dyadic constraint",
        network,
        strength,
        model,
        ties,
        threads,
        progress,
    )
    ends = [network.labels.take(each.astype(np.intp)) for each in (egos, alters)]
    index = pd.MultiIndex.from_arrays(ends, names=["ego", "alter"])
    return pd.Series(values, index=index, name="dyadic_constraint", copy=False)


def structural_holes(
    network: Network,
    *,
    strength: Hashable | None = None,
    model: str = "whole",
    ties: str = "both",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Compute all of Burt's measures of a node at once.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to be read as z. Without it every
        tie counts 1, so in a directed network one in each direction counts 2.
    model : {"whole", "ego"}, default "whole"
        As in `constraint`.
    ties : {"both", "in", "out"}, default "both"
        Who is an alter, as in `constraint`.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    DataFrame
        One row a node, by label: ``degree``, the number of alters; `constraint`;
        `effective_size`; `efficiency`; and `hierarchy`. All but the first are NaN for a node
        without alters. The numbers are the same to the last bit as those of each measure alone.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or there is no such model or kind of ties.

    Notes
    -----
    The measures are due to :cite:t:`burt1992`; constraint is eq. (2.4) there.

    Examples
    --------
    >>> from weakties.networks import Network, structural_holes
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> structural_holes(star)
          degree  constraint  effective_size  efficiency  hierarchy
    Alba       2         0.5             2.0         1.0        0.0
    Bo         1         1.0             1.0         1.0        1.0
    Cato       1         1.0             1.0         1.0        1.0
    """
    network = network_of(network)
    found = run_holes(
        _core.holes, "structural holes", network, strength, model, ties, threads, progress
    )
    names = ("degree", "constraint", "effective_size", "efficiency", "hierarchy")
    return pd.DataFrame(dict(zip(names, found, strict=True)), index=network.labels)
