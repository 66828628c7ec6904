"""Where a node stands in a two-mode network, among nodes of its own kind and of the other."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, flag, instance
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network
from .two_mode import TwoModeNetwork
from .two_mode_labelled import MODES

if TYPE_CHECKING:
    from typing import TypeAlias

    _Values: TypeAlias = NDArray[Any]


def two_mode_of(value: object) -> TwoModeNetwork:
    """Return the argument ``network`` of a measure, if it is a two-mode one."""
    return instance(value, "network", TwoModeNetwork, "TwoModeNetwork.from_edges")


def of_kind(network: TwoModeNetwork, firms: bool) -> Network:
    """Return an object that reads attributes and weights of one kind, and is asked nothing else."""
    described = network._firms if firms else network._institutions
    return Network._from_core(network._adjacency, described, network._weight, {})


def of_mode(mode: object) -> bool:
    """Say whether firms are measured."""
    return choice(mode, "mode", MODES) == "firm"


def _part(network: TwoModeNetwork, values: _Values, firms: bool) -> _Values:
    """Return the values of one kind from those of all nodes."""
    count = len(network._firms)
    return values[:count] if firms else values[count:]


def per_label(network: TwoModeNetwork, values: _Values, firms: bool, name: str) -> pd.Series[Any]:
    """Return one value a node of one kind under its label."""
    described = network._firms if firms else network._institutions
    return pd.Series(values, index=described.index, name=name)


def two_mode_degree(
    network: TwoModeNetwork,
    mode: str,
    *,
    normalized: bool = False,
    strength: Hashable | None = None,
) -> pd.Series[Any]:
    r"""Count each node's ties to the other kind, or add up what they weigh.

    .. math::

        d_i = \sum_k a_{ik}, \qquad d_i^* = d_i / m,

    where a is 1 for a tie, or its weight, and m is the number of nodes of the other kind.

    Parameters
    ----------
    network : TwoModeNetwork
    mode : {"firm", "institution"}
        Which kind is measured.
    normalized : bool, default False
        Whether to divide by the number of nodes of the other kind: the share of them that a node is
        tied to or, with ``strength``, the mean weight over all of them.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to be added up.

    Returns
    -------
    Series of int or float
        By label; 0 for a node without ties. A number of ties, from 0 to m; from 0 to 1 if
        normalised; in the unit of the weights with ``strength``.

    Raises
    ------
    WrongType
        When ``network`` is no TwoModeNetwork.
    UnknownLabel, InvalidInput
        When there is no such mode, or ``strength`` is not the network's weight.

    Notes
    -----
    The normalisation is that of :cite:t:`borgatti1997b`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import TwoModeNetwork, two_mode_degree
    >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
    >>> network = TwoModeNetwork.from_edges(joined, "winery", "body")
    >>> two_mode_degree(network, "firm", normalized=True)
    winery
    Alba    0.5
    Bo      1.0
    Name: two_mode_degree, dtype: float64
    """
    network = two_mode_of(network)
    firms = of_mode(mode)
    normalized = flag(normalized, "normalized")
    weighted = of_kind(network, firms)._reads(strength, "strength")
    core: _Values = (
        _core.strength(network._adjacency, "all")
        if weighted
        else _core.degree(network._adjacency, "all")
    )
    values = _part(network, core, firms)
    if normalized:
        values = values / len(network._institutions if firms else network._firms)
    return per_label(network, values, firms, "two_mode_degree")


def two_mode_closeness(
    network: TwoModeNetwork,
    mode: str,
    *,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute closeness: how few steps a node is from all others, of both kinds.

    .. math::

        c_i = \frac{m_i + 2 n_i}{\sum_{j} d(i, j)} \cdot \frac{m_i + n_i}{m + n - 1},

    where n is the number of nodes of the kind of i and m that of the other kind; i reaches
    :math:`n_i` others of its own kind and :math:`m_i` of the other, and the sum of d, the number of
    ties of a shortest path, is over these.

    Parameters
    ----------
    network : TwoModeNetwork
        Weights are not read.
    mode : {"firm", "institution"}
        Which kind is measured.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A pure number from 0 to 1, by label: 1 for a node that is tied to all of the other kind, so
        that all of its own kind are two steps away; 0 for a node without ties.

    Raises
    ------
    WrongType
        When ``network`` is no TwoModeNetwork.
    InvalidInput
        When there is no such mode.

    Notes
    -----
    Where everybody can be reached this is the closeness of :cite:t:`borgatti1997b`, whose numerator
    is the least sum of distances that a node of the kind could have. Where not, the least sum is
    that to the nodes which are reached, and the second factor makes up for the rest. networkx keeps
    the numerator :math:`m + 2(n - 1)` there, and so gives values above 1 in small components.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import TwoModeNetwork, two_mode_closeness
    >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
    >>> network = TwoModeNetwork.from_edges(joined, "winery", "body")
    >>> two_mode_closeness(network, "firm").round(3)
    winery
    Alba    0.667
    Bo      1.000
    Name: two_mode_closeness, dtype: float64
    """
    network = two_mode_of(network)
    firms = of_mode(mode)
    with reporter(progress, "two-mode closeness") as report:
        values = _core.two_mode_closeness(
            network._adjacency, len(network._firms), firms, thread_count(threads), report
        )
    return per_label(network, values, firms, "two_mode_closeness")


def two_mode_betweenness(
    network: TwoModeNetwork,
    mode: str,
    *,
    normalized: bool = True,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute betweenness among nodes of both kinds, normalised by kind.

    .. math::

        b_i = \sum_{s \ne i \ne t} \frac{\sigma_{st}(i)}{\sigma_{st}}

    over pairs s, t of nodes of either kind, each pair once. The largest value that a node can have
    whose kind has n nodes, where the other has m, is

    .. math::

        \tfrac12 \bigl[m^2 (s + 1)^2 + m (s + 1)(2t - s - 1) - t (2s - t + 3)\bigr],

    with s the whole part and t the rest of (n - 1) / m.

    Parameters
    ----------
    network : TwoModeNetwork
        Weights are not read; the length of a path is its number of ties.
    mode : {"firm", "institution"}
        Which kind is measured.
    normalized : bool, default True
        Whether to divide by the largest value that the kind allows.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        By label, from 0 to 1 if normalised, otherwise a number of pairs. 0 for a node without ties.

    Raises
    ------
    WrongType
        When ``network`` is no TwoModeNetwork.
    InvalidInput
        When there is no such mode.

    Notes
    -----
    The normalisation is due to :cite:t:`borgatti1997b`; networkx has the same. Betweenness is
    Freeman's (:cite:t:`freeman1977`), computed as in `betweenness`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import TwoModeNetwork, two_mode_betweenness
    >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
    >>> network = TwoModeNetwork.from_edges(joined, "winery", "body")
    >>> two_mode_betweenness(network, "firm", normalized=False)
    winery
    Alba    0.0
    Bo      2.0
    Name: two_mode_betweenness, dtype: float64
    """
    network = two_mode_of(network)
    firms = of_mode(mode)
    normalized = flag(normalized, "normalized")
    with reporter(progress, "two-mode betweenness") as report:
        both = _core.betweenness(network._adjacency, False, None, thread_count(threads), report)
    values = _part(network, both, firms)
    if normalized:
        sizes = len(network._firms), len(network._institutions)
        most = _most_between(*(sizes if firms else sizes[::-1]))
        values = values / most if most else values
    return per_label(network, values, firms, "two_mode_betweenness")


def _most_between(own: int, other: int) -> float:
    """Return the largest betweenness of a node whose kind has ``own`` nodes."""
    whole, rest = divmod(own - 1, other)
    return (
        other**2 * (whole + 1) ** 2
        + other * (whole + 1) * (2 * rest - whole - 1)
        - rest * (2 * whole - rest + 3)
    ) / 2


def numbered(network: TwoModeNetwork, groups: object, of_firms: bool) -> tuple[Any, pd.Index[Any]]:
    """Return a group number for every node of both kinds, 0 for the kind without, and the names."""
    codes, names = of_kind(network, of_firms)._groups(groups, "groups")
    numbers = np.zeros(len(network._firms) + len(network._institutions), dtype=np.uint32)
    _part(network, numbers, of_firms)[:] = codes
    return numbers, names
