"""Where to start so that something spreads far: seeds chosen greedily."""

from __future__ import annotations

from typing import Any

import pandas as pd

from weakties import _core
from weakties._arguments import integer
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties.errors import InvalidInput

from ._influence import Influence, model_of

_MOST = 1_000_000


def greedy_seeds(
    network: Any,
    count: int,
    *,
    model: str = "independent-cascade",
    probability: float | None = None,
    replicates: int = 1000,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Choose nodes one by one from which something spreads furthest.

    Each choice is the node that adds most to the mean spread, over the same simulated networks of
    live ties, beside those chosen before; of equal ones the first.

    Parameters
    ----------
    network : Network, DataFrame or array
        As in `diffusion_simulate`.
    count : int
        How many seeds to choose.
    model : {"independent-cascade", "linear-threshold"}
        How it spreads; thresholds are even on 0 to 1.
    probability : float, optional
        Of independent cascade: the chance of every tie. Without it the weights are the chances.
    replicates : int, default 1000
        How many networks of live ties are drawn. All are kept while it runs: memory grows with
        their number times the live ties.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from.
    threads : int, optional
        How many threads to use; all processors without it. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    pandas.Series
        Indexed by the nodes in the order of choice: the mean spread from them and those before.
        Its ``attrs["seed"]`` gives the same draws again.

    Raises
    ------
    WrongType, InvalidInput
        When ``count`` is larger than the network, or another argument is out of range.

    Notes
    -----
    Spread is submodular, so that this reaches at least 1 - 1/e, some 63 %, of the most that as many
    seeds can reach in the networks drawn (:cite:t:`kempe2003`, theorems 2.1, 2.2 and 2.5). What a
    node adds can only shrink as others are chosen; so most nodes are measured once only
    :cite:p:`leskovec2007`. The mean of the chosen seeds is somewhat too high as a forecast, since
    they were chosen for it: simulate them anew.

    Examples
    --------
    >>> from weakties.chains import greedy_seeds
    >>> star = [[0, 1, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]
    >>> greedy_seeds(star, 1, probability=0.5, seed=1).index.tolist()
    [0]
    """
    model = model_of(model)
    influence = Influence.of(network)
    kernel = influence.kernel(model, probability)
    count = integer(count, "count", low=1)
    if count > len(influence.labels):
        raise InvalidInput(
            f"`count` must be at most the number of nodes, {len(influence.labels)}: got {count}"
        )
    replicates = integer(replicates, "replicates", low=1, high=_MOST)
    drawn = seed_of(seed)
    pool = threads_of(threads)
    with reporter(progress, "greedy") as report:
        chosen, totals = _core.greedy_seeds(
            kernel, model == "linear-threshold", count, replicates, drawn.key, pool, report
        )
    found = pd.Series(totals / replicates, index=influence.labels.take(chosen), name="spread")
    found.attrs["seed"] = drawn.entropy
    return found
