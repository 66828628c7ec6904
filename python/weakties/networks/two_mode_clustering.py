"""How closed a two-mode network is: nodes that share some of their ties, and share more."""

from __future__ import annotations

import pandas as pd

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .bipartite import of_mode, per_label, two_mode_of
from .two_mode import TwoModeNetwork

OVERLAPS = ("dot", "min", "max")


def two_mode_clustering(
    network: TwoModeNetwork,
    mode: str,
    *,
    overlap: str = "dot",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute clustering: how far nodes that share some of their ties share them all.

    .. math::

        c_i = \frac{1}{|S(i)|} \sum_{j \in S(i)} c_{ij},

    where S(i) are the other nodes of the kind of i that share a tie with it, and
    :math:`c_{ij}` is the number of nodes that i and j are both tied to, over the number that either
    is tied to (``"dot"``), the smaller of their numbers of ties (``"min"``) or the larger
    (``"max"``).

    Parameters
    ----------
    network : TwoModeNetwork
        Weights are not read.
    mode : {"firm", "institution"}
        Which kind is measured.
    overlap : {"dot", "min", "max"}, default "dot"
        What shared ties are divided by.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A pure number above 0 and up to 1, by label. NaN for a node that shares no tie: it has no
        pairs to take the mean of.

    Raises
    ------
    WrongType
        When ``network`` is no TwoModeNetwork.
    InvalidInput
        When there is no such mode or overlap.

    Notes
    -----
    The three are due to :cite:t:`latapy2008`, with examples in fig. 5 (p. 40). networkx gives 0
    where no tie is shared.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import TwoModeNetwork, two_mode_clustering
    >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
    >>> network = TwoModeNetwork.from_edges(joined, "winery", "body")
    >>> two_mode_clustering(network, "firm")
    winery
    Alba    0.5
    Bo      0.5
    Name: two_mode_clustering, dtype: float64
    """
    network = two_mode_of(network)
    firms = of_mode(mode)
    overlap = choice(overlap, "overlap", OVERLAPS)
    with reporter(progress, "two-mode clustering") as report:
        values = _core.two_mode_clustering(
            network._adjacency, len(network._firms), firms, overlap, thread_count(threads), report
        )
    return per_label(network, values, firms, "two_mode_clustering")


def two_mode_redundancy(
    network: TwoModeNetwork,
    mode: str,
    *,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute redundancy: the share of pairs that a node joins which others join too.

    .. math::

        r_i = \frac{\#\{\{k, l\} \subseteq N(i) : \text{some } j \ne i
        \text{ is tied to both}\}}{d_i (d_i - 1) / 2},

    where N(i) are the nodes that i is tied to, and d is their number. A firm with redundancy 0 is
    the only one that its institutions share; if it left, no two of them would be joined any more.

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
        A share of pairs, from 0 to 1, by label. NaN for a node with fewer than two ties.

    Raises
    ------
    WrongType
        When ``network`` is no TwoModeNetwork.
    InvalidInput
        When there is no such mode.

    Notes
    -----
    The coefficient is due to :cite:t:`latapy2008`. networkx refuses nodes with fewer than two ties.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import TwoModeNetwork, two_mode_redundancy
    >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
    >>> network = TwoModeNetwork.from_edges(joined, "winery", "body")
    >>> two_mode_redundancy(network, "firm")
    winery
    Alba    NaN
    Bo      0.0
    Name: two_mode_redundancy, dtype: float64
    """
    network = two_mode_of(network)
    firms = of_mode(mode)
    with reporter(progress, "redundancy") as report:
        values = _core.two_mode_redundancy(
            network._adjacency, len(network._firms), firms, thread_count(threads), report
        )
    return per_label(network, values, firms, "two_mode_redundancy")


def two_mode_closure(
    network: TwoModeNetwork,
    *,
    threads: int | None = None,
    progress: bool | None = None,
) -> float:
    r"""Compute closure: how many paths of three ties are closed by a fourth.

    .. math::

        C = \frac{4 \, C_4}{L_3},

    where :math:`C_4` is the number of cycles of four ties and :math:`L_3` that of paths of three.
    Two firms that share one institution close a path when they share another.

    Parameters
    ----------
    network : TwoModeNetwork
        Weights are not read.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    float
        A share, from 0 to 1. It is the same for both kinds. NaN when there is no path of three.

    Raises
    ------
    WrongType
        When ``network`` is no TwoModeNetwork.

    Notes
    -----
    The coefficient is due to :cite:t:`robins2004`. networkx, which calls it
    ``robins_alexander_clustering``, gives 0 where there is no path of three.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import TwoModeNetwork, two_mode_closure
    >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
    >>> two_mode_closure(TwoModeNetwork.from_edges(joined, "winery", "body"))
    0.0
    """
    network = two_mode_of(network)
    with reporter(progress, "two-mode closure") as report:
        return _core.two_mode_closure(
            network._adjacency, len(network._firms), thread_count(threads), report
        )
