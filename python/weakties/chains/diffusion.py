"""What spreads along ties: cascades and thresholds, simulated on any network."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from weakties import _core
from weakties._arguments import choice, integer, vector
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from ._influence import Influence, model_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 2**31


@dataclass(frozen=True, eq=False, repr=False)
class DiffusionSimulation(Result):
    """What was counted in simulations of diffusion.

    Parameters
    ----------
    adoption : pandas.Series
        The share of replicates in which each node had adopted in the end.
    paths : pandas.DataFrame
        How many nodes had adopted: step × replicate, as many steps as the longest replicate took.
    """

    title: ClassVar[str] = "Diffusion, simulated"

    adoption: pd.Series[float]
    paths: pd.DataFrame

    @property
    def spread(self) -> float:
        """The mean number of nodes that had adopted in the end, seeds included."""
        return float(self.paths.iloc[-1].mean())

    @property
    def se(self) -> float:
        """Standard error of `spread` over the replicates; missing with one replicate."""
        sizes = self.paths.iloc[-1]
        return float(sizes.std(ddof=1) / np.sqrt(len(sizes))) if len(sizes) > 1 else float("nan")

    def to_frame(self) -> pd.DataFrame:
        """Return one row a node.

        Returns
        -------
        pandas.DataFrame
            Columns: ``node``, ``adoption``.
        """
        return pd.DataFrame({"node": self.adoption.index, "adoption": self.adoption.to_numpy()})

    def _shown(self) -> pd.DataFrame:
        return pd.DataFrame({"value": [self.spread], "se": [self.se]}, index=["mean spread"])

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.paths import paths

        return paths(self.paths, time="step", values="nodes that adopted", ax=ax)


def diffusion_simulate(
    network: Any,
    seeds: list[Hashable],
    *,
    model: str = "independent-cascade",
    probability: float | None = None,
    thresholds: pd.Series[float] | ArrayLike | None = None,
    counting: str = "shares",
    replicates: int = 1000,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> DiffusionSimulation:
    r"""Simulate how something spreads from some nodes along ties.

    Independent cascade: who has just adopted passes it on once along each tie ij, with probability
    :math:`p_{ij}`. Linear threshold: a node adopts as soon as

    .. math:: \sum_{i \text{ adopted}} w_{ij} \ge \theta_j \sum_i w_{ij}

    with its threshold :math:`\theta_j`, even on 0 to 1 in each replicate unless given. All who
    adopt at a step do so at once, and nobody gives up again.

    Parameters
    ----------
    network : Network, DataFrame or array
        A network of weakties, directed or not, with or without weights; or a square of weights,
        from rows to columns where it is not symmetric. Self-ties are left out.
    seeds : list of nodes
        Who has adopted at the start.
    model : {"independent-cascade", "linear-threshold"}
        How it spreads.
    probability : float, optional
        Of independent cascade: the chance of every tie. Without it the weights are the chances.
    thresholds : pandas.Series or array, optional
        Of linear threshold: the threshold of each node, a Series indexed by node or one item a
        node. With thresholds nothing is left to chance; nodes with a threshold of 0 adopt at the
        first step, and ``seeds`` may be empty.
    counting : {"shares", "numbers"}
        Whether given thresholds are shares of the weight of all ties into a node, as in the
        formula, or are compared with the weight of the adopters as it is: without weights, their
        number.
    replicates : int, default 1000
        Independent repetitions; one with given thresholds.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from. The draws of a replicate do not depend on who starts: with more seeds
        nobody fewer adopts.
    threads : int, optional
        On how many threads replicates run; all processors without it. The result does not depend on
        it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    DiffusionSimulation
        Adoption by node, and how many had adopted by step and replicate.

    Raises
    ------
    UnknownLabel
        When a seed is not in the network.
    WrongType, InvalidInput
        When chances are above 1, or another argument is out of range.

    Notes
    -----
    Thresholds are from :cite:t:`granovetter1978`, both models in this form from
    :cite:t:`kempe2003` (section 1). A threshold counts as reached from :math:`10^{-12}` below it
    on, since products round. A node without ties into it adopts only as a seed or with a threshold
    of 0.

    Examples
    --------
    >>> from weakties.chains import diffusion_simulate
    >>> path = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    >>> found = diffusion_simulate(path, [0], probability=0.5, replicates=10_000, seed=1)
    >>> abs(found.spread - 1.75) < 0.05
    True
    """
    model = model_of(model)
    shares = choice(counting, "counting", ("shares", "numbers")) == "shares"
    influence = Influence.of(network)
    kernel = influence.kernel(model, probability)
    given = _thresholds(thresholds, influence.labels, model, shares)
    start = influence.seeds(seeds, may_be_empty=given is not None)
    replicates = 1 if given is not None else integer(replicates, "replicates", low=1, high=_MOST)
    drawn = seed_of(seed)
    pool = threads_of(threads)
    with reporter(progress, "replicates") as report:
        adopted, paths = _core.diffusion_simulate(
            kernel,
            model == "independent-cascade",
            given,
            shares,
            start,
            replicates,
            drawn.key,
            pool,
            report,
        )
    return DiffusionSimulation(
        pd.Series(adopted / replicates, index=influence.labels, name="adoption"),
        pd.DataFrame(
            paths.T.astype(np.int64),
            index=pd.RangeIndex(paths.shape[1], name="step"),
            columns=pd.RangeIndex(replicates, name="replicate"),
        ),
        meta=Meta(
            method=model,
            options={
                "seeds": list(influence.labels[start]),
                "probability": probability,
                "thresholds": "random" if given is None else "given",
                "counting": counting,
                "replicates": replicates,
            },
            counts={"nodes": len(influence.labels), "ties": len(influence.sources)},
            dropped=influence.dropped,
            seed=drawn.entropy if given is None else None,
            sources=("kempe2003", *(("granovetter1978",) if model == "linear-threshold" else ())),
        ),
    )


def _thresholds(
    thresholds: Any, labels: pd.Index[Any], model: str, shares: bool
) -> NDArray[np.float64] | None:
    if thresholds is None:
        return None
    if model != "linear-threshold":
        raise InvalidInput('`thresholds` are of model="linear-threshold" only: leave them out')
    if isinstance(thresholds, pd.Series):
        at = thresholds.index.get_indexer(labels) if thresholds.index.is_unique else np.array([-1])
        if (at < 0).any():
            raise InvalidInput(
                "`thresholds` must have each node of the network once in its index; "
                "use .reindex(network.labels)"
            )
        thresholds = thresholds.to_numpy()[at]
    values = vector(thresholds, "thresholds", length=len(labels), low=0)
    if shares and (values > 1).any():
        raise InvalidInput(
            f"`thresholds` must be at most 1 where they are shares: got {values.max()}; divide "
            'them, or pass counting="numbers"'
        )
    return values
