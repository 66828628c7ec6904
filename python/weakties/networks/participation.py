"""Participation: how a node's ties are spread over groups, and what it has within its own."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .communities import Communities, codes_of_groups
from .network import Network, network_of

if TYPE_CHECKING:
    import pandas as pd

DIRECTIONS = ("all", "in", "out")
DEVIATIONS = ("population", "sample")


def participation_coefficient(
    network: Network,
    groups: Hashable | pd.Series[Any] | Communities,
    *,
    strength: Hashable | None = None,
    direction: str = "all",
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Compute the participation coefficient: how evenly a node's ties are spread over groups.

    .. math::

        P_i = 1 - \sum_g \Bigl(\frac{k_{ig}}{k_i}\Bigr)^2,

    where :math:`k_{ig}` is the number of ties of i with members of group g, or what they weigh
    together, and :math:`k_i` that of all its ties.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    groups : name of an attribute, Series by label, or Communities
        The group of each node.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    direction : {"all", "in", "out"}, default "all"
        Whether ties count that leave, arrive, or both; without directions it makes no difference.
    threads : int, optional
        How many threads to use; by default one for every processor. The result does not depend on
        it.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        A pure number, by label: 0 when all ties lead to one group, near 1 when they are spread
        evenly over many; at most 1 - 1/K with K groups. NaN for a node without ties.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        When ``network`` is no Network, ``groups`` does not give every node a group, ``strength`` is
        not the network's weight, or there is no such direction.

    Notes
    -----
    The measure is due to :cite:t:`guimera2005`. The Brain Connectivity Toolbox and bctpy give 0 to
    a node without ties.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, participation_coefficient
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> region = pd.Series(["North", "North", "South"], index=["Alba", "Bo", "Cato"])
    >>> participation_coefficient(star, region)
    Alba    0.5
    Bo      0.0
    Cato    0.0
    Name: participation_coefficient, dtype: float64
    """
    network = network_of(network)
    codes, names = codes_of_groups(network, groups)
    weighted = network._reads(strength, "strength")
    direction = choice(direction, "direction", DIRECTIONS)
    with reporter(progress, "participation") as report:
        values = _core.participation_coefficient(
            network._adjacency,
            codes,
            len(names),
            weighted,
            direction,
            thread_count(threads),
            report,
        )
    return network._per_label(values, "participation_coefficient")


def within_module_degree(
    network: Network,
    groups: Hashable | pd.Series[Any] | Communities,
    *,
    strength: Hashable | None = None,
    direction: str = "all",
    sd: str = "population",
) -> pd.Series[float]:
    r"""Compute the within-module degree: how well tied a node is within its group, as a z.

    .. math::

        z_i = \frac{k_{i g_i} - \bar k_{g_i}}{\sigma_{g_i}},

    where :math:`k_{i g_i}` is the number of ties of i with members of its own group, or what they
    weigh together, :math:`\bar k_{g_i}` the mean of that over the group and :math:`\sigma_{g_i}`
    its standard deviation.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    groups : name of an attribute, Series by label, or Communities
        The group of each node.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    direction : {"all", "in", "out"}, default "all"
        Whether ties count that leave, arrive, or both; without directions it makes no difference.
    sd : {"population", "sample"}, default "population"
        Whether squares are divided by the number of members, as in bctpy, or by one less, as in the
        Brain Connectivity Toolbox for MATLAB.

    Returns
    -------
    Series of float
        Standard deviations from the mean, by label. NaN where all members have the same number of
        ties within the group, also when there is only one.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        When ``network`` is no Network, ``groups`` does not give every node a group, ``strength`` is
        not the network's weight, or there is no such direction or deviation.

    Notes
    -----
    The measure is due to :cite:t:`guimera2005`, who do not say which deviation is meant. Both
    toolboxes give 0 where it is 0.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, within_module_degree
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> one = pd.Series("North", index=star.labels)
    >>> within_module_degree(star, one).round(4)
    Alba    1.4142
    Bo     -0.7071
    Cato   -0.7071
    Name: within_module_degree, dtype: float64
    """
    network = network_of(network)
    codes, names = codes_of_groups(network, groups)
    weighted = network._reads(strength, "strength")
    direction = choice(direction, "direction", DIRECTIONS)
    sample = choice(sd, "sd", DEVIATIONS) == "sample"
    values = _core.within_module_degree(
        network._adjacency, codes, len(names), weighted, direction, sample
    )
    return network._per_label(values, "within_module_degree")
