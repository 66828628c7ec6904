"""How many of the ties that could exist do, and how many are returned."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

import pandas as pd

from weakties import _core
from weakties._arguments import choice

from .degree import DIRECTIONS
from .network import Network, network_of

if TYPE_CHECKING:
    from pandas import Series

RECIPROCITIES = ("arcs", "tied-pairs", "pairs", "correlation")


def density(network: Network) -> float:
    r"""Compute the share of possible ties that exist.

    .. math::

        \frac{m}{n (n - 1)} \text{ with directions}, \qquad \frac{2 m}{n (n - 1)} \text{ without},

    with n nodes and m ties.

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.

    Returns
    -------
    float
        From 0 to 1; NaN when there are fewer than two nodes, between which no tie is possible.

    Raises
    ------
    WrongType
        When ``network`` is no Network.

    Notes
    -----
    See :cite:t:`wasserman1994`, chapter 4. networkx counts self-ties, and gives 0 for one node.

    Examples
    --------
    >>> from weakties.networks import Network, density
    >>> density(Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]])).__round__(4)
    0.6667
    """
    mutual, asymmetric, null = _core.dyad_census(network_of(network)._adjacency)
    pairs = mutual + asymmetric + null
    return (2 * mutual + asymmetric) / (2 * pairs) if pairs else nan


def average_degree(network: Network, *, direction: str = "all") -> float:
    """Compute the mean number of ties a node has.

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.
    direction : {"all", "in", "out"}, default "all"
        Which ties of a directed network count, as for `degree`. Arriving and leaving ties have the
        same mean, and both together twice that.

    Returns
    -------
    float
        Ties a node; 0 without ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When there is no such direction.

    Examples
    --------
    >>> from weakties.networks import Network, average_degree
    >>> average_degree(Network.from_matrix([[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0] * 4]))
    1.0
    """
    network = network_of(network)
    direction = choice(direction, "direction", DIRECTIONS)
    ends = 1 if network.directed and direction != "all" else 2
    return ends * network.tie_count / len(network) if len(network) else nan


def dyad_census(network: Network) -> Series[int]:
    """Count pairs of nodes by the ties between them.

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.

    Returns
    -------
    Series of int
        ``mutual``, pairs tied in both directions; ``asymmetric``, in one; and ``null``, not tied.
        They add up to n (n - 1) / 2. Without directions every tie is mutual.

    Raises
    ------
    WrongType
        When ``network`` is no Network.

    Notes
    -----
    The names are those of :cite:t:`holland1976`.

    Examples
    --------
    >>> from weakties.networks import Network, dyad_census
    >>> dyad_census(Network.from_matrix([[0, 1, 1], [1, 0, 0], [0, 0, 0]]))
    dyad
    mutual        1
    asymmetric    1
    null          1
    Name: dyad_census, dtype: int64
    """
    counts = _core.dyad_census(network_of(network)._adjacency)
    kinds = pd.Index(["mutual", "asymmetric", "null"], name="dyad")
    return pd.Series(counts, index=kinds, name="dyad_census", dtype="int64")


def reciprocity(network: Network, *, measure: str = "arcs") -> float:
    r"""Compute how far ties are returned.

    With M mutual, A asymmetric and N null pairs (see `dyad_census`):

    ================= ========================================================================
    ``"arcs"``        :math:`2M / (2M + A)`, the share of ties that are returned
    ``"tied-pairs"``  :math:`M / (M + A)`, the share of tied pairs that are tied both ways
    ``"pairs"``       :math:`(M + N) / (M + A + N)`, the share of pairs that are symmetric
    ``"correlation"`` :math:`(r - d) / (1 - d)`, with r the first and d the density: how much more
                      ties are returned than chance would have it
    ================= ========================================================================

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.
    measure : {"arcs", "tied-pairs", "pairs", "correlation"}, default "arcs"
        Which of these.

    Returns
    -------
    float
        From 0 to 1, and the correlation from -1. Without directions every tie is returned, which
        gives 1. NaN when there is nothing to take a share of: no ties, for ``"pairs"`` fewer than
        two nodes, and for the correlation also all possible ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When there is no such measure.

    Notes
    -----
    networkx's overall reciprocity and igraph's default are ``"arcs"``, and igraph's mode "ratio" is
    ``"tied-pairs"``. R's sna gives ``"pairs"`` by default. The correlation is due to
    :cite:t:`garlaschelli2004`: eq. (2), in the form of eq. (3); ``"arcs"`` is eq. (1) there.

    Examples
    --------
    >>> from weakties.networks import Network, reciprocity
    >>> network = Network.from_matrix([[0, 1, 1], [1, 0, 0], [0, 0, 0]])
    >>> {name: round(reciprocity(network, measure=name), 4) for name in ("arcs", "tied-pairs")}
    {'arcs': 0.6667, 'tied-pairs': 0.5}
    """
    network = network_of(network)
    measure = choice(measure, "measure", RECIPROCITIES)
    mutual, asymmetric, null = _core.dyad_census(network._adjacency)
    tied, pairs = mutual + asymmetric, mutual + asymmetric + null
    ties = 2 * mutual + asymmetric
    if measure == "pairs":
        return (mutual + null) / pairs if pairs else nan
    if not tied:
        return nan
    if measure == "tied-pairs":
        return mutual / tied
    if measure == "arcs":
        return 2 * mutual / ties
    # (r - d) / (1 - d), with ties and possible ties multiplied out: exact in whole numbers.
    free = 2 * pairs - ties
    return (4 * mutual * pairs - ties * ties) / (ties * free) if free else nan


def node_reciprocity(network: Network) -> Series[float]:
    """Compute which share of each node's ties belongs to a pair that is tied both ways.

    It is twice the number of contacts that a node both sends a tie to and has one from, over the
    number of its ties, both directions counted.

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.

    Returns
    -------
    Series of float
        From 0 to 1, by label. NaN for a node without ties; without directions 1 for all others.

    Raises
    ------
    WrongType
        When ``network`` is no Network.

    Examples
    --------
    >>> from weakties.networks import Network, node_reciprocity
    >>> node_reciprocity(Network.from_matrix([[0, 1, 1], [1, 0, 0], [0, 0, 0]])).round(4)
    0    0.6667
    1    1.0000
    2    0.0000
    Name: node_reciprocity, dtype: float64
    """
    network = network_of(network)
    return network._per_label(_core.node_reciprocity(network._adjacency), "node_reciprocity")


def rich_club(network: Network, *, direction: str = "all") -> Series[float]:
    r"""Compute how densely the nodes with many ties are tied to each other.

    .. math::

        \phi(k) = \frac{2 E_{>k}}{N_{>k} (N_{>k} - 1)},

    where :math:`N_{>k}` is the number of nodes with more than k ties and :math:`E_{>k}` that of the
    ties among them. With directions there are twice as many possible ties and the 2 is left out.

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.
    direction : {"all", "in", "out"}, default "all"
        Which ties of a directed network make a node rich, as for `degree`. Among the rich all ties
        count.

    Returns
    -------
    Series of float
        A share from 0 to 1, indexed by ``degree``: the k from 0 up to the last that two nodes
        exceed. Empty for a network without ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When there is no such direction.

    Notes
    -----
    After :cite:t:`zhou2004`. The share rises with k in most networks, also in random ones, since
    nodes with many ties are likely to meet: `rich_club_test` sets it against networks with the same
    degrees.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, rich_club
    >>> pairs = [("Alba", "Bo"), ("Alba", "Cato"), ("Bo", "Cato"), ("Cato", "Di")]
    >>> ties = pd.DataFrame(pairs, columns=["a", "b"])
    >>> rich_club(Network.from_edges(ties, "a", "b")).round(4)
    degree
    0    0.6667
    1    1.0000
    Name: rich_club, dtype: float64
    """
    network = network_of(network)
    direction = choice(direction, "direction", DIRECTIONS)
    shares = _core.rich_club(network._adjacency, direction)
    degrees = pd.RangeIndex(len(shares), name="degree")
    return pd.Series(shares, index=degrees, name="rich_club", copy=False)
