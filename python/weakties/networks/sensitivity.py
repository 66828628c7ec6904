"""What a measure is worth when some ties or nodes were not observed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import Seed, choice, number
from weakties._arguments import seed as seed_of
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput, WrongType

from .draws import Measure, count_of, measure_of, value_of
from .network import Network, network_of
from .node_resampling import among
from .rewiring import with_core

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DROPPED = ("ties", "nodes")
_QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
_OF_NODES = ("pearson", "spearman", "top_1", "top_3", "top_10_percent", "overlap")
# These are 1 or 0 in each replicate.
_YES_OR_NO = ("top_1", "top_3", "top_10_percent")
_OF_A_NUMBER = ("value", "relative_difference")


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity(Result):
    """How a measure changes when part of a network is missing.

    Parameters
    ----------
    table : pandas.DataFrame
        Indexed by ``drop``, the share that is missing, and ``statistic``: ``mean``, ``sd``,
        quantiles ``q05`` to ``q95`` over replicates, and ``undefined``, how many had no value. Of
        ``top_1``, ``top_3`` and ``top_10_percent``, which are yes or no in each replicate, the mean
        is the share of yes, and a quantile is 0 or 1, never between: 1 when the share of no is
        below its level.
    """

    title: ClassVar[str] = "Sensitivity to what is missing"

    table: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `table` with share and statistic as columns.

        Returns
        -------
        pandas.DataFrame
            One row a share and statistic.
        """
        return self.table.reset_index()

    def _shown(self) -> pd.DataFrame:
        return self.table

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        statistic = self.table.index.get_level_values("statistic")[0]
        of_one = self.table.xs(statistic, level="statistic")
        of_one = of_one.set_axis([f"{share:.0%} missing" for share in of_one.index])
        label = f"{statistic}: median, and 90% of replicates"
        return intervals(of_one["q50"], of_one["q05"], of_one["q95"], label=label, ax=ax)


def sensitivity(
    network: Network,
    measure: Measure,
    *,
    drop: float | Sequence[float] = 0.1,
    what: str = "ties",
    replicates: int = 100,
    seed: object = None,
    progress: bool | None = None,
) -> Sensitivity:
    """Compare a measure with what it would be if some ties or nodes had not been observed.

    Parameters
    ----------
    network : Network
        Taken for the true one. Self-ties are dropped with their nodes only.
    measure : function of a network, or its name in weakties.networks
        It gives one number a node, as a Series by label, or one number.
    drop : float or sequence of floats, default 0.1
        Which share is dropped at random, from 0 to 1; the number is rounded to the nearest.
    what : {"ties", "nodes"}, default "ties"
        What is dropped; nodes go with their ties.
    replicates : int, default 100
        How often, for each share.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from; without it, draws are fresh.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Sensitivity
        Of one number a node, over the nodes that stay and have a value in both networks:
        ``pearson`` and ``spearman``, the correlations of the two; ``top_1``, ``top_3`` and
        ``top_10_percent``, whether a node that is first in the full network is first, among the
        first three, and in the highest tenth in the reduced one; and ``overlap``, the nodes in the
        highest tenth of both as a share of those in that of either. Of equal values all count as
        high as the highest place any of them has. Of one number: ``value``, and
        ``relative_difference``, by what share it differs from the full one. A correlation is
        undefined where one side does not vary, a relative difference where the full value is 0;
        such replicates are left out, and a row is NaN where none is left.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``measure`` gives neither a number nor a Series by label.
    UnknownLabel
        When weakties.networks has no function of that name.
    InvalidInput
        When a share is out of range, or leaves no node; or an option is unknown.

    Notes
    -----
    The design is that of :cite:t:`borgatti2006`. That ties are missing at random is the mildest
    case: surveys more often miss weak ties, and those of nodes at the edge.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, degree, sensitivity
    >>> club = Network.from_networkx(nx.karate_club_graph())
    >>> found = sensitivity(club, degree, drop=[0.1, 0.5], seed=1)
    >>> found.table["mean"].xs("pearson", level="statistic").round(1).tolist()
    [1.0, 0.9]
    """
    network = network_of(network)
    function, name = measure_of(measure)
    shares = _shares(drop)
    what = choice(what, "what", DROPPED)
    replicates = count_of(replicates, "replicates")
    drawn = seed_of(seed)
    full = value_of(function, network)
    of_nodes = full.index.tolist() != [None]
    if of_nodes and not full.index.isin(network.labels).all():
        raise WrongType(
            "`measure` must give one number, or one a node by label: its labels are not those of "
            "the nodes; take for example the mean in a function of your own"
        )
    count = network.tie_count if what == "ties" else len(network)
    rows: dict[tuple[float, str], dict[str, float]] = {}
    with reporter(progress, "reduced networks") as report:
        for stream, share in enumerate(shares):
            dropped = int(np.floor(share * count + 0.5))
            if what == "nodes" and dropped == count:
                raise InvalidInput(f"`drop` must leave at least one node: got {share}; drop fewer")
            values = np.empty((replicates, len(_OF_NODES if of_nodes else _OF_A_NUMBER)))
            for replicate in range(replicates):
                part = _reduced(network, what, (count, dropped), drawn, stream, replicate)
                reduced = value_of(function, part)
                values[replicate] = (
                    _agreement(full, reduced) if of_nodes else _difference(full, reduced)
                )
                if report is not None:
                    report(stream * replicates + replicate + 1, len(shares) * replicates)
            for place, statistic in enumerate(_OF_NODES if of_nodes else _OF_A_NUMBER):
                yes_or_no = of_nodes and statistic in _YES_OR_NO
                rows[share, statistic] = _spread(values[:, place], yes_or_no)
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(rows, names=["drop", "statistic"])
    table["undefined"] = table["undefined"].astype(np.int64)
    return Sensitivity(
        table=table,
        meta=Meta(
            method=name,
            options={"drop": shares, "what": what, "replicates": replicates},
            counts={"nodes": len(network), "ties": network.tie_count},
            seed=drawn.entropy,
            sources=("borgatti2006",),
        ),
    )


def _shares(drop: object) -> list[float]:
    if isinstance(drop, Sequence | np.ndarray) and not isinstance(drop, str):
        if len(drop) == 0:
            raise InvalidInput("`drop` is empty: give at least one share, such as 0.1")
        shares = [number(share, "drop", low=0, high=1) for share in drop]
        if len(set(shares)) < len(shares):
            raise InvalidInput("`drop` must hold every share once: one is repeated; leave it out")
        return shares
    return [number(drop, "drop", low=0, high=1)]


def _reduced(
    network: Network, what: str, counts: tuple[int, int], seed: Seed, stream: int, replicate: int
) -> Network:
    kept = _core.staying(*counts, seed.key, stream, replicate)
    if what == "nodes":
        return among(network, kept)
    return with_core(network, _core.with_ties(network._adjacency, kept))


def _agreement(full: pd.Series[float], reduced: pd.Series[float]) -> list[float]:
    """Compare two numbers a node over those that have both."""
    both = pd.concat([full, reduced], axis=1, join="inner").dropna().to_numpy()
    if len(both) == 0:
        return [np.nan] * len(_OF_NODES)
    one, other = both.T
    ranks = [_ranks(values) for values in (one, other)]
    first = np.flatnonzero(_places(one) == 1)
    places = _places(other)[first]
    tenth = max(1, int(np.floor(len(one) / 10 + 0.5)))
    high, still = _places(one) <= tenth, _places(other) <= tenth
    return [
        _correlation(one, other),
        _correlation(*ranks),
        float((places == 1).any()),
        float((places <= 3).any()),
        float((places <= tenth).any()),
        float((high & still).sum() / (high | still).sum()),
    ]


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(pd.Series(values).rank(), dtype=np.float64)


def _places(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 for the highest; equal values share the highest place any of them has."""
    ranks = pd.Series(values).rank(method="min", ascending=False)
    return np.asarray(ranks, dtype=np.float64)


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    one, other = one - one.mean(), other - other.mean()
    scale = np.sqrt((one @ one) * (other @ other))
    return float(one @ other / scale) if scale > 0 else np.nan


def _difference(full: pd.Series[float], reduced: pd.Series[float]) -> list[float]:
    before, after = float(full.iloc[0]), float(reduced.iloc[0])
    return [after, after / before - 1 if before != 0 else np.nan]


def _spread(values: NDArray[np.float64], yes_or_no: bool) -> dict[str, float]:
    known = values[~np.isnan(values)]
    method: Literal["inverted_cdf", "linear"] = "inverted_cdf" if yes_or_no else "linear"
    row = {
        "mean": float(known.mean()) if len(known) else np.nan,
        "sd": float(known.std(ddof=1)) if len(known) > 1 else np.nan,
    }
    for name, share in _QUANTILES.items():
        row[name] = float(np.quantile(known, share, method=method)) if len(known) else np.nan
    return row | {"undefined": float(len(values) - len(known))}
