"""What the nodes that a node is tied to are like, and what institutions give a firm access to."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import choice, flag
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .bipartite import numbered, of_kind, two_mode_of
from .degree import DIRECTIONS
from .network import Network, network_of
from .two_mode_labelled import MODES

if TYPE_CHECKING:
    from .two_mode import TwoModeNetwork

INDICES = ("blau", "entropy", "count")


def composition(
    network: Network,
    groups: Hashable | pd.Series[Any],
    *,
    strength: Hashable | None = None,
    direction: str = "all",
) -> pd.DataFrame:
    r"""Compute what share of a node's ties goes to each kind of partner.

    .. math::

        s_{ig} = \frac{\sum_{j \in g} a_{ij}}{\sum_j a_{ij}},

    where a is 1 for a tie, or its weight, and g is a group of nodes.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    groups : column of the attributes, or Series by label
        The group of each node, such as firm, institution, association or foreign buyer.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to be added up. Without it every
        tie counts 1.
    direction : {"all", "in", "out"}, default "all"
        Which ties of a directed network count: those that arrive, those that leave, or both, where
        a tie in each direction counts twice.

    Returns
    -------
    DataFrame of float
        One row a node and one column a group, in the order of the groups. Shares, which add up to 1
        in each row; NaN in a row without ties, or whose ties all have strength 0.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When there is no such attribute, weight or direction, a node has no group, or the table
        would be larger than 2 GiB.

    Notes
    -----
    Studies of firms' networks, such as :cite:t:`mcdermott2009`, ask how a firm's ties divide among
    kinds of partners. The formula is the plain share.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, composition
    >>> kinds = pd.DataFrame({"kind": ["firm", "firm", "lab"]}, index=["Alba", "Bo", "INTA"])
    >>> ties = pd.DataFrame({"a": ["Alba", "Alba"], "b": ["Bo", "INTA"]})
    >>> composition(Network.from_edges(ties, "a", "b", nodes=kinds), "kind")
    kind  firm  lab
    Alba   0.5  0.5
    Bo     1.0  0.0
    INTA   1.0  0.0
    """
    network = network_of(network)
    codes, names = network._groups(groups, "groups")
    weighted = network._reads(strength, "strength")
    direction = choice(direction, "direction", DIRECTIONS)
    shares = _core.composition(
        network._adjacency, codes.astype(np.uint32), len(names), direction, weighted
    )
    return pd.DataFrame(shares, index=network.labels, columns=names)


def diversity(
    network: TwoModeNetwork,
    mode: str,
    groups: Hashable | pd.Series[Any],
    *,
    index: str = "blau",
    normalized: bool = False,
    strength: Hashable | None = None,
) -> pd.Series[Any]:
    r"""Compute how diverse the other kind of nodes is that a node is tied to.

    .. math::

        B_i = 1 - \sum_g p_{ig}^2, \qquad H_i = - \sum_g p_{ig} \ln p_{ig},

    where p is the share of the ties of i that go to group g.

    Parameters
    ----------
    network : TwoModeNetwork
    mode : {"firm", "institution"}
        Which kind is measured.
    groups : column of the attributes, or Series by label
        The group of each node of the *other* kind: with ``mode="firm"`` the region, sector or kind
        of each institution.
    index : {"blau", "entropy", "count"}, default "blau"
        Blau's index B, the entropy H in nats, or the number of groups with a tie.
    normalized : bool, default False
        Whether to divide by the largest value there can be for the K groups of the network:
        1 - 1/K, ln K, or K.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to take shares of. Without it every
        tie counts 1.

    Returns
    -------
    Series of float, or of int for counts that are not normalised
        By label. 0 when all ties go to one group. NaN for a node without ties, except for counts,
        which are 0. With ``normalized``, from 0 to 1; NaN for Blau's index and the entropy when
        there is one group only.

    Raises
    ------
    WrongType
        When ``network`` is no TwoModeNetwork.
    UnknownLabel, InvalidInput
        When there is no such mode, attribute, index or weight, or a node has no group.

    Notes
    -----
    The index is due to :cite:t:`blau1977`, the entropy to :cite:t:`shannon1948`. A node with d ties
    can reach 1 - 1/d at most, so that a small node is less diverse by size alone. A tie of strength
    0 is none.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import TwoModeNetwork, diversity
    >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
    >>> region = pd.Series({"INTA": "federal", "IDR": "Mendoza"})
    >>> diversity(TwoModeNetwork.from_edges(joined, "winery", "body"), "firm", region)
    winery
    Alba    0.0
    Bo      0.5
    Name: diversity, dtype: float64
    """
    network = two_mode_of(network)
    firms = choice(mode, "mode", MODES) == "firm"
    numbers, names = numbered(network, groups, not firms)
    index = choice(index, "index", INDICES)
    normalized = flag(normalized, "normalized")
    weighted = of_kind(network, firms)._reads(strength, "strength")
    counts, blau, entropy = _core.spread(
        network._adjacency, len(network._firms), firms, numbers, len(names), weighted
    )
    values: Any = {"blau": blau, "entropy": entropy, "count": counts}[index]
    if normalized:
        most = {"blau": 1 - 1 / len(names), "entropy": np.log(len(names)), "count": len(names)}
        values = values / (most[index] or np.nan)
    labels = (network._firms if firms else network._institutions).index
    return pd.Series(values, index=labels, name="diversity")


def communities_bridged(
    network: TwoModeNetwork,
    groups: Hashable | pd.Series[Any],
    *,
    strength: Hashable | None = None,
) -> pd.DataFrame:
    r"""Count the communities of firms that each institution brings together.

    .. math::

        c_k = \#\{g : p_{kg} > 0\}, \qquad e_k = \frac{1}{\sum_g p_{kg}^2},

    where p is the share of the ties of institution k that go to firms of community g. The effective
    number e is c when all communities have the same share, and near 1 when one has almost all.

    Parameters
    ----------
    network : TwoModeNetwork
    groups : column of the firms' attributes, or Series by label
        The community of each firm: its region, its business group, or what a partition found.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to take shares of. Without it every
        tie counts 1. A tie of strength 0 is none.

    Returns
    -------
    DataFrame
        One row an institution: ``communities``, a number, and ``effective``, from 1 to that number.
        An institution without firms has 0 and NaN.

    Raises
    ------
    WrongType
        When ``network`` is no TwoModeNetwork.
    UnknownLabel, InvalidInput
        When there is no such attribute or weight, or a firm has no community.

    Notes
    -----
    That public-private institutions help firms upgrade by joining communities of producers which
    are otherwise apart is the argument of :cite:t:`mcdermott2009`. The two numbers are our own
    reading of it; e is one over one less Blau's index (:cite:t:`blau1977`).

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import TwoModeNetwork, communities_bridged
    >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
    >>> valley = pd.Series({"Alba": "north", "Bo": "south"})
    >>> communities_bridged(TwoModeNetwork.from_edges(joined, "winery", "body"), valley)
          communities  effective
    body
    IDR             1        1.0
    INTA            2        2.0
    """
    network = two_mode_of(network)
    numbers, names = numbered(network, groups, True)
    weighted = of_kind(network, False)._reads(strength, "strength")
    counts, blau, _ = _core.spread(
        network._adjacency, len(network._firms), False, numbers, len(names), weighted
    )
    return pd.DataFrame(
        {"communities": counts, "effective": 1 / (1 - blau)}, index=network._institutions.index
    )


def access(
    network: TwoModeNetwork,
    groups: Hashable | pd.Series[Any],
    *,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    r"""Count the other communities that each firm reaches through its institutions.

    With N(k) the firms of institution k, and g(i) the community of firm i, firm i reaches

    .. math::

        R_i = \bigcup_{k : i \in N(k)} \{j \in N(k) : g(j) \ne g(i)\}.

    Parameters
    ----------
    network : TwoModeNetwork
        Weights are not read.
    groups : column of the firms' attributes, or Series by label
        The community of each firm.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    DataFrame of int
        One row a firm: ``communities``, the number of other communities in R; ``firms``, the number
        of firms in R; and ``institutions``, the number of the firm's institutions with a member in
        R. All are 0 for a firm without ties.

    Raises
    ------
    WrongType
        When ``network`` is no TwoModeNetwork.
    UnknownLabel, InvalidInput
        When there is no such attribute, or a firm has no community.

    Notes
    -----
    The counts are our own, for the argument of :cite:t:`mcdermott2009` that institutions give firms
    access to a variety of knowledge beyond their own community.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import TwoModeNetwork, access
    >>> joined = pd.DataFrame({"winery": ["Alba", "Bo", "Bo"], "body": ["INTA", "INTA", "IDR"]})
    >>> valley = pd.Series({"Alba": "north", "Bo": "south"})
    >>> access(TwoModeNetwork.from_edges(joined, "winery", "body"), valley)
            communities  firms  institutions
    winery
    Alba            1      1             1
    Bo              1      1             1
    """
    network = two_mode_of(network)
    numbers, names = numbered(network, groups, True)
    with reporter(progress, "access") as report:
        communities, firms, institutions = _core.access(
            network._adjacency,
            len(network._firms),
            numbers,
            len(names),
            thread_count(threads),
            report,
        )
    return pd.DataFrame(
        {"communities": communities, "firms": firms, "institutions": institutions},
        index=network._firms.index,
    )
