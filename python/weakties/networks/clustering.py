"""How many of a node's contacts are tied to each other."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties.errors import InvalidInput

from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd

METHODS = ("onnela", "barrat", "zhang-horvath")
PATTERNS = ("all", "cycle", "middleman", "in", "out")
UNDEFINED = ("nan", "zero")


def clustering(
    network: Network,
    *,
    strength: Hashable | None = None,
    method: str = "onnela",
    pattern: str = "all",
    undefined: str = "nan",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute which share of the pairs of a node's contacts are tied to each other.

    Without strengths and directions, with :math:`k_i` contacts and :math:`t_i` ties among them:

    .. math:: c_i = \frac{2 t_i}{k_i (k_i - 1)}.

    With strengths :math:`w`, and :math:`\hat w` for strengths over the largest in the network, sums
    over ordered pairs of different contacts j, h of i that are tied:

    =================== ==========================================================================
    ``"onnela"``        :math:`\sum_{jh} (\hat w_{ij} \hat w_{jh} \hat w_{hi})^{1/3}
                        / (k_i (k_i - 1))`
    ``"barrat"``        :math:`\sum_{jh} \frac{w_{ij} + w_{ih}}{2} / (s_i (k_i - 1))`, with
                        :math:`s_i` the sum of i's strengths
    ``"zhang-horvath"`` :math:`\sum_{jh} \hat w_{ij} \hat w_{jh} \hat w_{hi} /
                        \sum_{j \ne h} \hat w_{ij} \hat w_{ih}`, where the sum below is over all
                        pairs of contacts
    =================== ==========================================================================

    With directions, where triangles of each of four patterns count:

    =============== ====================================================== =====================
    ``"cycle"``     i → j → h → i                                          of
                                                                           :math:`d^{in}_i
                                                                           d^{out}_i - b_i`
    ``"middleman"`` i → j, h → j, h → i                                    of the same
    ``"in"``        j → h, j → i, h → i                                    of :math:`d^{in}_i
                                                                           (d^{in}_i - 1)`
    ``"out"``       i → j → h, i → h                                       of :math:`d^{out}_i
                                                                           (d^{out}_i - 1)`
    ``"all"``       any of these                                           of the sum of the four
    =============== ====================================================== =====================

    Here d are numbers of arriving and leaving ties, and :math:`b_i` of contacts tied to i both
    ways. With strengths each triangle counts as in ``"onnela"``.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    method : {"onnela", "barrat", "zhang-horvath"}, default "onnela"
        How strengths enter; without ``strength`` it makes no difference. In directed networks only
        the first is defined.
    pattern : {"all", "cycle", "middleman", "in", "out"}, default "all"
        Which triangles of a directed network count.
    undefined : {"nan", "zero"}, default "nan"
        What a node has that could be in no such triangle, for example for want of two contacts: NaN
        as in igraph, or 0 as in networkx.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A share from 0 to 1, by label. 1 in a clique (with strengths, if they are all equal), 0 at
        the centre of a star.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, an option is unknown, a pattern other than
        ``"all"`` is asked for without directions, or a method that is defined only without.

    Notes
    -----
    The measure is due to :cite:t:`watts1998`, with strengths to :cite:t:`onnela2005` (eq. (9)),
    :cite:t:`barrat2004` (eq. (5)) and :cite:t:`zhang2005`, with directions to
    :cite:t:`fagiolo2007`; :cite:t:`saramaki2007` compare the weighted forms. With equal strengths
    the three agree with the form without. A tie of no strength is none. networkx has ``"onnela"``
    and ``"all"``, igraph ``"barrat"``.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, clustering
    >>> pairs = [("Alba", "Bo"), ("Alba", "Cato"), ("Bo", "Cato"), ("Cato", "Di")]
    >>> ties = pd.DataFrame(pairs, columns=["a", "b"])
    >>> clustering(Network.from_edges(ties, "a", "b")).round(4)
    Alba    1.0000
    Bo      1.0000
    Cato    0.3333
    Di         NaN
    Name: clustering, dtype: float64
    """
    network = network_of(network)
    weighted = network._reads(strength, "strength")
    method = choice(method, "method", METHODS)
    pattern = choice(pattern, "pattern", PATTERNS)
    undefined = choice(undefined, "undefined", UNDEFINED)
    count = thread_count(threads)
    if pattern != "all" and not network.directed:
        raise InvalidInput(
            f"`pattern` = {pattern!r} needs a directed network: this one has no directions; make "
            "it with directed=True, or leave `pattern` out"
        )
    if weighted and network.directed and method != "onnela":
        raise InvalidInput(
            f"`method` = {method!r} is defined without directions only; choose 'onnela', or make "
            "the network without directions"
        )
    adjacency = network._adjacency
    with reporter(progress, "clustering") as report:
        if network.directed:
            values = _core.directed_clustering(adjacency, weighted, pattern, count, report)
        elif weighted:
            values = _core.strength_clustering(adjacency, method, count, report)
        else:
            values = _core.clustering(adjacency, count, report)
    shares = network._per_label(values, "clustering")
    return shares.fillna(0.0) if undefined == "zero" else shares


def average_clustering(
    network: Network,
    *,
    strength: Hashable | None = None,
    method: str = "onnela",
    pattern: str = "all",
    undefined: str = "nan",
    threads: int | None = None,
    progress: bool | None = None,
) -> float:
    """Compute the mean of the nodes' clustering.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    strength, method, pattern
        As in `clustering`.
    undefined : {"nan", "zero"}, default "nan"
        Whether nodes that could be in no triangle are left out of the mean, or count 0, as in
        networkx.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    float
        From 0 to 1; NaN when there is no node to take a mean of.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        As in `clustering`.

    Notes
    -----
    This is the clustering of a network in :cite:t:`watts1998`. It gives a node with few contacts
    the same say as one with many, unlike `transitivity`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, average_clustering
    >>> pairs = [("Alba", "Bo"), ("Alba", "Cato"), ("Bo", "Cato"), ("Cato", "Di")]
    >>> ties = pd.DataFrame(pairs, columns=["a", "b"])
    >>> network = Network.from_edges(ties, "a", "b")
    >>> round(average_clustering(network), 4)
    0.7778
    >>> round(average_clustering(network, undefined="zero"), 4)
    0.5833
    """
    values = clustering(
        network,
        strength=strength,
        method=method,
        pattern=pattern,
        undefined=undefined,
        threads=threads,
        progress=progress,
    )
    return float(values.mean())


def transitivity(
    network: Network, *, threads: int | None = None, progress: bool | None = None
) -> float:
    r"""Compute which share of the paths of two ties is closed by a third.

    It is the share of paths i → j → h, i and h different, for which there is a tie i → h; without
    directions, three times the number of triangles over the number of paths of two ties.

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    float
        From 0 to 1; NaN when there is no path of two ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When ``threads`` is no number of threads.

    Notes
    -----
    See :cite:t:`wasserman1994`, section 6.6. With directions it is the default of R's sna; igraph
    leaves directions out of account. networkx gives 0 where there is no path.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, transitivity
    >>> pairs = [("Alba", "Bo"), ("Alba", "Cato"), ("Bo", "Cato"), ("Cato", "Di")]
    >>> ties = pd.DataFrame(pairs, columns=["a", "b"])
    >>> transitivity(Network.from_edges(ties, "a", "b"))
    0.6
    """
    network = network_of(network)
    count = thread_count(threads)
    with reporter(progress, "transitivity") as report:
        return _core.transitivity(network._adjacency, count, report)
