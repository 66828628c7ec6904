"""Diffusion solved exactly: on small networks, and among people who all see each other."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from weakties import _core
from weakties._arguments import threads as threads_of
from weakties._arguments import vector
from weakties._progress import reporter
from weakties._results import Meta, Result

from ._influence import Influence, model_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class DiffusionExact(Result):
    """Who adopts with what probability, and how many.

    Parameters
    ----------
    adoption : pandas.Series
        The probability that each node has adopted in the end.
    sizes : pandas.Series
        The probability of each number of adopters, from 0 to all nodes.
    """

    title: ClassVar[str] = "Diffusion, exact"

    adoption: pd.Series[float]
    sizes: pd.Series[float]

    @property
    def spread(self) -> float:
        """The expected number of nodes that have adopted in the end, seeds included."""
        return float(self.adoption.sum())

    def to_frame(self) -> pd.DataFrame:
        """Return one row a node.

        Returns
        -------
        pandas.DataFrame
            Columns: ``node``, ``adoption``.
        """
        return pd.DataFrame({"node": self.adoption.index, "adoption": self.adoption.to_numpy()})

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.ranking import ranking

        return ranking(self.adoption, ax, label="probability of adopting")


def diffusion_exact(
    network: Any,
    seeds: list[Hashable],
    *,
    model: str = "independent-cascade",
    probability: float | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> DiffusionExact:
    r"""Solve diffusion on a small network by going through all networks of live ties.

    In an independent cascade each tie is live with its probability. With linear thresholds that are
    even on 0 to 1, it is as if each node drew one of the ties into it as the only live one, with
    probabilities in proportion to their weights. Whoever can be reached from a seed along live ties
    adopts.

    Parameters
    ----------
    network : Network, DataFrame or array
        As in `diffusion_simulate`, with up to 64 nodes and :math:`2^{20}` networks of live ties:
        20 ties with a probability above 0 and below 1 in a cascade, or with thresholds a product of
        :math:`2^{20}` of the numbers of ties into each node.
    seeds : list of nodes
        Who has adopted at the start.
    model : {"independent-cascade", "linear-threshold"}
        How it spreads; thresholds are even on 0 to 1.
    probability : float, optional
        Of independent cascade: the chance of every tie. Without it the weights are the chances.
    threads : int, optional
        How many threads to use; all processors without it. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    DiffusionExact
        Probabilities by node and by number of adopters.

    Raises
    ------
    UnknownLabel
        When a seed is not in the network.
    WrongType, InvalidInput
        When there are too many networks of live ties, or an argument is out of range.

    Notes
    -----
    The equivalence to live ties is from :cite:t:`kempe2003` (claims 2.3 for cascades and 2.6 for
    thresholds).

    Examples
    --------
    >>> from weakties.chains import diffusion_exact
    >>> triangle = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    >>> diffusion_exact(triangle, [0], probability=0.5).spread
    2.25
    """
    model = model_of(model)
    influence = Influence.of(network)
    kernel = influence.kernel(model, probability)
    start = influence.seeds(seeds)
    pool = threads_of(threads)
    with reporter(progress, "networks") as report:
        adopting, sizes = _core.diffusion_exact(
            kernel, model == "linear-threshold", start, pool, report
        )
    return DiffusionExact(
        pd.Series(adopting, index=influence.labels, name="adoption"),
        pd.Series(sizes, index=pd.RangeIndex(len(sizes), name="adopters"), name="probability"),
        meta=Meta(
            method=model,
            options={"seeds": list(influence.labels[start]), "probability": probability},
            counts={"nodes": len(influence.labels), "ties": len(influence.sources)},
            dropped=influence.dropped,
            sources=("kempe2003",),
        ),
    )


def threshold_equilibrium(thresholds: ArrayLike) -> pd.Series[int]:
    r"""Follow how many act when all see all and each has a threshold.

    A person acts once at least so many others act as the threshold says. With F(x) the number of
    persons whose threshold is at most x, the number who act goes from 0 through

    .. math:: x_{t+1} = F(x_t)

    to its first fixed point.

    Parameters
    ----------
    thresholds : sequence of float
        One a person: how many must act before he or she does. At least 0.

    Returns
    -------
    pandas.Series
        How many act at each step, from 0 at step 0 to the equilibrium.

    Raises
    ------
    WrongType, InvalidInput
        When ``thresholds`` is empty, or holds what is no number of at least 0.

    Notes
    -----
    :cite:t:`granovetter1978`. Equilibria may hang on one person: with thresholds 0, 1, 2, …, 99 all
    hundred act; if the person with threshold 1 had 2 instead, only one would.

    Examples
    --------
    >>> from weakties.chains import threshold_equilibrium
    >>> int(threshold_equilibrium(range(100)).iloc[-1])
    100
    >>> int(threshold_equilibrium([0, 2, *range(2, 100)]).iloc[-1])
    1
    """
    given = list(thresholds) if isinstance(thresholds, range) else thresholds
    sorted_ones = np.sort(vector(given, "thresholds", low=0))
    path = [0]
    while True:
        following = int(np.searchsorted(sorted_ones, path[-1], side="right"))
        if following == path[-1]:
            break
        path.append(following)
    return pd.Series(path, index=pd.RangeIndex(len(path), name="step"), name="acting")
