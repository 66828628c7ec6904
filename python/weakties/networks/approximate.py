"""Betweenness from a sample of shortest paths, with a bound on the error."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from weakties import _core
from weakties._arguments import number
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._results import Meta, Result

from .network import Network, network_of
from .paths import refuse_zero

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DRAWN = 30


@dataclass(frozen=True, eq=False, repr=False)
class ApproximateBetweenness(Result):
    """Betweenness from a sample, with the bound that holds for all nodes at once.

    Parameters
    ----------
    values : pandas.DataFrame
        Indexed by label: ``value``, the normalised betweenness, and ``bound``, how far it may be
        off.
    """

    title: ClassVar[str] = "Approximate betweenness"

    values: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `values` with the labels as the column ``node``.

        Returns
        -------
        pandas.DataFrame
            One row a node.
        """
        return self.values.rename_axis("node").reset_index()

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        largest = self.values.nlargest(_DRAWN, "value")
        value, bound = largest["value"], largest["bound"]
        return intervals(
            value,
            (value - bound).clip(lower=0),
            (value + bound).clip(upper=1),
            label="betweenness",
            ax=ax,
        )


def betweenness_approximate(
    network: Network,
    *,
    distance: Hashable | None = None,
    error: float = 0.01,
    confidence: float = 0.9,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> ApproximateBetweenness:
    r"""Estimate betweenness from a sample of shortest paths, with a bound on the error.

    Each sample is a pair of different nodes, all equally likely, and one of the shortest paths
    between them, all equally likely. The estimate of a node is the share of the samples whose path
    passes it, :math:`\hat p_i`, divided by :math:`(n - 2) / n`, since of that share of all pairs a
    node is no end. Its expectation is the normalised `betweenness`. With r samples,

    .. math::

        \Pr\bigl( r \cdot K(\hat p_i, p_i) > \ell \bigr) \le 2 e^{-\ell}, \qquad
        K(p, q) = p \ln \frac{p}{q} + (1 - p) \ln \frac{1 - p}{1 - q}.

    The level is :math:`\ell = \ln (2 n m / (1 - \text{confidence}))` for n nodes and the m times at
    which the bounds are looked at, so that with the confidence all bounds hold at once, at every
    look.

    Parameters
    ----------
    network : Network
        In a directed one, paths follow the ties. Self-ties lie on no shortest path.
    distance : hashable, optional
        The name of the network's weight, larger meaning farther, to be read as the length of a tie.
        Without it the length of a path is its number of ties.
    error : float, default 0.01
        How far the normalised betweenness may be off, above 0 and below 1. Sampling ends when the
        bound of every node is that small. Half the error takes from two to four times the samples.
    confidence : float, default 0.9
        The probability with which all bounds hold at once, above 0 and below 1.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from. Without it fresh draws are made, and ``meta.seed`` says how to repeat
        them.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    ApproximateBetweenness
        ``values``, a table by label of ``value`` and ``bound``; ``meta.counts["samples"]`` says how
        many paths were drawn. A value may lie above 1, within its bound, since the estimate has no
        bias. With fewer than three nodes all is 0, without a sample.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or an option is of another type.
    UnknownLabel, InvalidInput
        When ``distance`` is not the network's weight, a tie has distance 0, ``error`` or
        ``confidence`` is not between 0 and 1, or there are more than 1e308 shortest paths between
        two nodes.

    Notes
    -----
    Sampling paths is due to :cite:t:`riondato2016`; the inequality is theorem 1 of
    :cite:t:`hoeffding1963`, added up over nodes, sides and looks. It takes no constant that has
    only been estimated, holds for every network, and is much narrower for nodes of little
    betweenness than for those of much. By number of ties each path is found by two walks that meet.
    The samples do not depend on the number of threads.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, betweenness, betweenness_approximate
    >>> karate = Network.from_networkx(nx.karate_club_graph())
    >>> found = betweenness_approximate(karate, error=0.02, seed=1)
    >>> bool((found.values["bound"] <= 0.02).all())
    True
    >>> bool(((found.values["value"] - betweenness(karate)).abs() <= found.values["bound"]).all())
    True
    """
    network = network_of(network)
    by_distance = network._reads(distance, "distance")
    error = number(error, "error", low=0, high=1, open_low=True, open_high=True)
    confidence = number(confidence, "confidence", low=0, high=1, open_low=True, open_high=True)
    drawn = seed_of(seed)
    if by_distance:
        refuse_zero(network)
    with reporter(progress, "approximate betweenness") as report:
        values, bounds, samples = _core.betweenness_approximate(
            network._adjacency,
            by_distance,
            error,
            confidence,
            drawn.key,
            thread_count(threads),
            report,
        )
    return ApproximateBetweenness(
        pd.DataFrame({"value": values, "bound": bounds}, index=network.labels),
        meta=Meta(
            method="sampled shortest paths",
            options={"distance": distance, "error": error, "confidence": confidence},
            counts={"nodes": len(network), "samples": samples},
            seed=drawn.entropy,
            sources=("riondato2016", "hoeffding1963"),
        ),
    )
