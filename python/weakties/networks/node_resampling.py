"""How precisely a measure of a whole network is known, by drawing its nodes again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, number
from weakties._arguments import seed as seed_of
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from .draws import count_of, measure_of, value_of
from .network import Network, network_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INTERVALS = ("percentile", "basic", "bias-corrected", "normal")


@dataclass(frozen=True, eq=False, repr=False)
class _Resampled(Result):
    """A measure of a whole network with its standard error and interval.

    Parameters
    ----------
    value : float
        As observed.
    se : float
        Its standard error.
    lower, upper : float
        The ends of its interval.
    draws : pandas.Series
        The measure of each network that was made.
    """

    value: float
    se: float
    lower: float
    upper: float
    draws: pd.Series[float]

    def to_frame(self) -> pd.DataFrame:
        """Return one row with all numbers but the draws.

        Returns
        -------
        pandas.DataFrame
        """
        names = ("value", "se", "lower", "upper")
        row = {"measure": self.meta.method} | {name: getattr(self, name) for name in names}
        return pd.DataFrame([row])

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.draws import histogram

        return histogram(self.draws, self.value, label=self.meta.method, ax=ax)


@dataclass(frozen=True, eq=False, repr=False)
class NodeBootstrap(_Resampled):
    """A measure of a whole network, with the spread it has when nodes are drawn again.

    Parameters
    ----------
    value : float
        As observed.
    se : float
        The standard deviation of the resamples.
    lower, upper : float
        The ends of its interval.
    draws : pandas.Series
        The measure of each resample; NaN where it has none.
    """

    title: ClassVar[str] = "Bootstrap of nodes"


@dataclass(frozen=True, eq=False, repr=False)
class NodeJackknife(_Resampled):
    """A measure of a whole network, with the spread it has when nodes are left out in turn.

    Parameters
    ----------
    value : float
        As observed.
    se : float
        Its standard error.
    lower, upper : float
        The ends of its interval.
    draws : pandas.Series
        The measure without each node, by the label of that node.
    """

    title: ClassVar[str] = "Jackknife of nodes"


def node_bootstrap(
    network: Network,
    measure: Callable[[Network], float] | str,
    *,
    replicates: int = 1000,
    level: float = 0.95,
    interval: str = "percentile",
    seed: object = None,
    progress: bool | None = None,
) -> NodeBootstrap:
    """Give a measure of a whole network a standard error by drawing its nodes with replacement.

    A resample has as many nodes as the network. Two of its nodes are tied as the two nodes are that
    they are copies of; two copies of the same node are tied as a pair of different nodes is that is
    drawn at random, in both directions together.

    Parameters
    ----------
    network : Network
        Copies keep the attributes of their node, and its self-tie. Their labels are 0, 1, ….
    measure : function of a network, or its name in weakties.networks
        It gives one number.
    replicates : int, default 1000
        How many resamples.
    level : float, default 0.95
        What part of the resamples the interval holds, above 0 and below 1.
    interval : {"percentile", "basic", "bias-corrected", "normal"}, default "percentile"
        Between quantiles of the resamples; these mirrored at the value observed; quantiles moved by
        as much as the resamples lie to one side of it; or so many standard errors to both sides.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from; without it, draws are fresh.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    NodeBootstrap
        Numbers in the unit of the measure. Resamples without a value are left out and counted; with
        fewer than two others standard error and interval are NaN. The bias-corrected interval is
        NaN where all resamples lie on one side of the value observed.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``measure`` gives something else than a number.
    UnknownLabel
        When weakties.networks has no function of that name.
    InvalidInput
        When the network has fewer than 2 nodes, or an option is out of range.

    Notes
    -----
    The method is due to :cite:t:`snijders1999`, the intervals are those of :cite:t:`efron1993`. Two
    copies of a node have the same contacts, which closes or opens paths that the network did not
    have: the resamples of clustering, components, distances and of extremes such as the largest
    degree lie to one side of the value observed, and so does their percentile interval, which may
    even leave it out. Compare the mean of ``draws`` with ``value``: where they differ by much of a
    standard error, take ``"basic"``, which is right where the bias is the same whatever the true
    value, or ``"bias-corrected"``, which is right where some scale makes the resamples normal. The
    first may leave the range of the measure; neither mends what no resample can show.

    It takes the nodes for a sample of many that might
    have been observed, and is cautious: of the density of a network of independent ties, its
    standard error is about 1.7 times that of `node_jackknife`, which is right there.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, degree, node_bootstrap
    >>> ring = Network.from_edges(
    ...     pd.DataFrame({"a": range(8), "b": [1, 2, 3, 4, 5, 6, 7, 0]}), "a", "b"
    ... )
    >>> found = node_bootstrap(ring, lambda network: degree(network).mean(), seed=1)
    >>> found.value, bool(0.3 < found.se < 0.9)
    (2.0, True)
    """
    network = _of_some_nodes(network, 2)
    function, name = measure_of(measure)
    replicates = count_of(replicates, "replicates", 2)
    level = number(level, "level", low=0, high=1, open_low=True, open_high=True)
    interval = choice(interval, "interval", INTERVALS)
    drawn = seed_of(seed)
    value = _one(function, network)
    draws = np.empty(replicates)
    with reporter(progress, "resamples") as report:
        for replicate in range(replicates):
            core, nodes = _core.resampled(network._adjacency, drawn.key, replicate)
            described = network._attributes.iloc[nodes.astype(np.intp)].reset_index(drop=True)
            draws[replicate] = _one(
                function, Network._from_core(core, described, network.weight, {})
            )
            if report is not None:
                report(replicate + 1, replicates)
    known = draws[~np.isnan(draws)]
    enough = len(known) > 1 and not np.isnan(value)
    se = float(known.std(ddof=1)) if enough else np.nan
    tails = ((1 - level) / 2, (1 + level) / 2)
    if interval == "normal" or not enough:
        reach = NormalDist().inv_cdf(tails[1]) * se
        lower, upper = value - reach, value + reach
    else:
        lower, upper = _quantiles(known, value, tails, interval)
    return NodeBootstrap(
        value=value,
        se=se,
        lower=lower,
        upper=upper,
        draws=pd.Series(draws, name="value"),
        meta=Meta(
            method=name,
            options={"replicates": replicates, "level": level, "interval": interval},
            counts={"nodes": len(network), "ties": network.tie_count},
            dropped={"resamples without a value": replicates - len(known)},
            seed=drawn.entropy,
            sources=("snijders1999", "efron1993"),
        ),
    )


def node_jackknife(
    network: Network,
    measure: Callable[[Network], float] | str,
    *,
    level: float = 0.95,
    progress: bool | None = None,
) -> NodeJackknife:
    r"""Give a measure of a whole network a standard error by leaving out each node in turn.

    .. math::

        \text{se} = \sqrt{\frac{n - 2}{2 n} \sum_i \bigl(m_{-i} - \bar m\bigr)^2}

    where :math:`m_{-i}` is the measure without node i, and :math:`\bar m` the mean of these.

    Parameters
    ----------
    network : Network
    measure : function of a network, or its name in weakties.networks
        It gives one number.
    level : float, default 0.95
        How sure the interval is, by the normal distribution; above 0 and below 1.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    NodeJackknife
        Numbers in the unit of the measure; standard error and interval are NaN when the measure is
        NaN without some node.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``measure`` gives something else than a number.
    UnknownLabel
        When weakties.networks has no function of that name.
    InvalidInput
        When the network has fewer than 3 nodes, or ``level`` is out of range.

    Notes
    -----
    The factor is that of :cite:t:`snijders1999` for numbers that come from pairs of nodes: half of
    the usual one, since each pair is left out with either of its nodes. For the density of a
    network of independent ties the squared standard error is right on average for any n. For
    numbers that come from single nodes it is about half of what it should be.

    Examples
    --------
    >>> from weakties.networks import Network, node_jackknife
    >>> path = Network.from_matrix([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    >>> found = node_jackknife(path, lambda network: network.tie_count / 3)
    >>> found.draws.round(2).tolist()
    [0.67, 0.33, 0.33, 0.67]
    """
    network = _of_some_nodes(network, 3)
    function, name = measure_of(measure)
    level = number(level, "level", low=0, high=1, open_low=True, open_high=True)
    value = _one(function, network)
    n = len(network)
    draws = np.empty(n)
    everyone = np.arange(n, dtype=np.uint32)
    with reporter(progress, "nodes left out") as report:
        for node in range(n):
            draws[node] = _one(function, among(network, np.delete(everyone, node)))
            if report is not None:
                report(node + 1, n)
    se = float(np.sqrt((n - 2) / (2 * n) * ((draws - draws.mean()) ** 2).sum()))
    se = np.nan if np.isnan(value) else se
    reach = NormalDist().inv_cdf((1 + level) / 2) * se
    return NodeJackknife(
        value=value,
        se=se,
        lower=value - reach,
        upper=value + reach,
        draws=network._per_label(draws, "value"),
        meta=Meta(
            method=name,
            options={"level": level},
            counts={"nodes": n, "ties": network.tie_count},
            sources=("snijders1999",),
        ),
    )


def _quantiles(
    draws: NDArray[np.float64], value: float, tails: tuple[float, float], interval: str
) -> tuple[float, float]:
    """Return the ends of an interval that is read off the draws."""
    if interval == "bias-corrected":
        # Draws equal to the value lie half on either side.
        below = float((draws < value).mean() + (draws == value).mean() / 2)
        if not 0 < below < 1:
            return np.nan, np.nan
        normal = NormalDist()
        shift = 2 * normal.inv_cdf(below)
        tails = (
            normal.cdf(shift + normal.inv_cdf(tails[0])),
            normal.cdf(shift + normal.inv_cdf(tails[1])),
        )
    lower, upper = (float(end) for end in np.quantile(draws, tails))
    return (2 * value - upper, 2 * value - lower) if interval == "basic" else (lower, upper)


def among(network: Network, kept: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> Network:
    """Return the network among some nodes."""
    core = _core.among(network._adjacency, kept)
    described = network._attributes.iloc[kept.astype(np.intp)]
    return Network._from_core(core, described, network.weight, network.dropped)


def _one(function: Callable[[Network], float], network: Network) -> float:
    return float(value_of(function, network, series=False).iloc[0])


def _of_some_nodes(network: object, least: int) -> Network:
    network = network_of(network)
    if len(network) < least:
        raise InvalidInput(
            f"`network` must have at least {least} nodes, of which some can be drawn or left out: "
            f"got {len(network)}; take a larger one"
        )
    return network
