"""Triangles and squares of ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .clustering import UNDEFINED
from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd


def triangles(
    network: Network, *, threads: int | None = None, progress: bool | None = None
) -> pd.Series[int]:
    """Count the triangles that each node is in: pairs of its contacts that are tied to each other.

    Parameters
    ----------
    network : Network
        Weights and directions are not read: two nodes are tied or not. Self-ties do not count.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of int
        Triangles, by label; 0 for a node with fewer than two contacts. Their sum is three times the
        number of triangles in the network.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When ``threads`` is no number of threads.

    Notes
    -----
    Triangles are listed from the node with the fewest ties, so that time stays far from quadratic
    when a few nodes have very many.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, triangles
    >>> pairs = [("Alba", "Bo"), ("Alba", "Cato"), ("Bo", "Cato"), ("Cato", "Di")]
    >>> ties = pd.DataFrame(pairs, columns=["a", "b"])
    >>> triangles(Network.from_edges(ties, "a", "b"))
    Alba    1
    Bo      1
    Cato    1
    Di      0
    Name: triangles, dtype: int64
    """
    network = network_of(network)
    count = thread_count(threads)
    with reporter(progress, "triangles") as report:
        values = _core.triangles(network._adjacency, count, report)
    return network._per_label(values, "triangles")


def square_clustering(
    network: Network,
    *,
    undefined: str = "nan",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute which share of the squares that a node could be in exist.

    .. math::

        c_i = \frac{\sum_{j < h} q_i(j, h)}{\sum_{j < h} \bigl( a_i(j, h) + q_i(j, h) \bigr)}, \quad
        a_i(j, h) = (k_j - 1 - q_i(j, h) - \theta_{jh}) + (k_h - 1 - q_i(j, h) - \theta_{jh}),

    over pairs of contacts j, h of i, where :math:`q_i(j, h)` is the number of nodes other than i
    that both are tied to, k the number of contacts, and :math:`\theta_{jh}` 1 if j and h are tied.

    Parameters
    ----------
    network : Network
        Weights and directions are not read: two nodes are tied or not. Self-ties do not count.
    undefined : {"nan", "zero"}, default "nan"
        What a node has that could be in no square: NaN, or 0 as in networkx.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A share from 0 to 1, by label.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When ``threads`` is no number of threads, or there is no such value of ``undefined``.

    Notes
    -----
    The measure is due to :cite:t:`lind2005`, in the form of :cite:t:`zhangpeng2008`, who add up
    what either contact could share. It serves two-mode networks, in which there are no triangles.

    Examples
    --------
    >>> from weakties.networks import Network, square_clustering
    >>> ring = Network.from_matrix([[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]])
    >>> square_clustering(ring).tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    network = network_of(network)
    undefined = choice(undefined, "undefined", UNDEFINED)
    count = thread_count(threads)
    with reporter(progress, "square clustering") as report:
        values = _core.square_clustering(network._adjacency, count, report)
    shares = network._per_label(values, "square_clustering")
    return shares.fillna(0.0) if undefined == "zero" else shares
