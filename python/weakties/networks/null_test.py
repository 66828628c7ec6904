"""Whether a measure is larger or smaller than in random networks."""

from __future__ import annotations

import os
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties._arguments import flag
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from .draws import Measure, count_of, how_counted, measure_of, p_values, value_of
from .network import Network
from .rewiring import any_network, drawn_like, kept_of, swaps_of
from .two_mode import TwoModeNetwork

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SOURCES = {
    "size": ("anderson1999",),
    "density": ("anderson1999",),
    "dyad_census": ("holland1976", "anderson1999"),
    "degree": ("maslov2002", "roberts2012"),
    "firm_degree": ("gotelli2000",),
    "institution_degree": ("gotelli2000",),
    "ties": (),
    "strength": (),
}


@dataclass(frozen=True, eq=False, repr=False)
class NullTest(Result):
    """A measure of a network beside the same measure of random ones.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a label of the measure, or a single one: ``observed``; ``expected`` and ``sd``, mean
        and standard deviation of the random networks; ``z``, the distance in standard deviations;
        and how often random networks give a value as low, as high, or as far from their mean.
    draws : pandas.DataFrame
        One row a random network, one column a row of ``table``.
    """

    title: ClassVar[str] = "Test against random networks"

    table: pd.DataFrame
    draws: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `table` with its labels as columns.

        Returns
        -------
        pandas.DataFrame
        """
        return self.table.reset_index()

    def _shown(self) -> pd.DataFrame:
        return self.table

    def _draw(self, ax: Axes | None) -> Axes:
        if len(self.table) == 1:
            from weakties.plots.draws import histogram

            name = str(self.table.index[0])
            return histogram(
                self.draws.iloc[:, 0], self.table["observed"].iloc[0], label=name, ax=ax
            )
        from weakties.plots.intervals import intervals

        low, high = (self.draws.quantile(share) for share in (0.025, 0.975))
        label = "observed, and 95% of random networks"
        return intervals(self.table["observed"], low, high, label=label, ax=ax)


def null_test(
    network: Network | TwoModeNetwork,
    measure: Measure,
    *,
    keep: str = "degree",
    replicates: int = 1000,
    swaps: int = 10,
    count_observed: bool = True,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> NullTest:
    r"""Compare any measure with what it is in random networks of a kind.

    .. math::

        z = \frac{\text{observed} - \text{mean}}{\text{standard deviation}}

    over the random networks.

    Parameters
    ----------
    network : Network or TwoModeNetwork
        A projection is tested through the two-mode network that it comes from: ties between firms
        that share institutions close triangles of their own, which rewiring of the projection
        would take for a finding.
    measure : function of a network, or its name in weakties.networks
        It gives one number, or a Series of numbers with the same labels for every network, such as
        one a node. For options write ``lambda network: constraint(network, model="ego")``, and for
        a projection ``lambda network: transitivity(network.project("firm"))``.
    keep : str, default "degree"
        What the random networks have in common with the network, as in `random_network_like`.
    replicates : int, default 1000
        How many random networks.
    swaps : int, default 10
        How many steps `rewire` takes for each tie.
    count_observed : bool, default True
        Whether p-values count the network as one random network more, (1 + k) / (1 + N); False
        gives k / N.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from; without it, draws are fresh.
    threads : int, optional
        On how many threads random networks are made, and twice as many held at a time; by default
        one for every processor. The measure has threads of its own.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    NullTest
        ``z`` is NaN where the random networks all have the same value, as for degrees with
        ``keep="degree"``. Random networks for which the measure is NaN are left out; where the
        observed value is NaN, so are z and p-values.

    Raises
    ------
    WrongType
        When ``network`` is no network, or ``measure`` gives neither a number nor a Series.
    UnknownLabel
        When weakties.networks has no function of that name.
    InvalidInput
        When the labels of the measure are not always the same, or an option is unknown.

    Notes
    -----
    See `rewire` and `random_network_like` for the random networks, and :cite:t:`anderson1999` for
    tests of this kind. Each random network starts from the observed one and has draws of its own.

    Examples
    --------
    >>> from weakties.networks import Network, connected_components, null_test
    >>> rings = [[0, 1, 1, 0, 0, 0], [1, 0, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0]]
    >>> rings += [[0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 0, 1], [0, 0, 0, 1, 1, 0]]
    >>> two = Network.from_matrix(rings)
    >>> def components(network):
    ...     return connected_components(network).nunique()
    >>> found = null_test(two, components, replicates=700, seed=1)
    >>> found.table["observed"].tolist(), found.table["expected"].round(1).tolist()
    ([2.0], [1.1])
    """
    network = any_network(network)
    function, name = measure_of(measure)
    keep = kept_of(network, keep)
    replicates = count_of(replicates, "replicates")
    swaps = swaps_of(swaps)
    count_observed = flag(count_observed, "count_observed")
    drawn = seed_of(seed)
    pool = thread_count(threads)
    observed = value_of(function, network)
    draws = np.empty((replicates, len(observed)))
    at_once = 2 * (pool or os.cpu_count() or 1)
    with reporter(progress, "random networks") as report:
        for first in range(0, replicates, at_once):
            some = range(first, min(first + at_once, replicates))
            for replicate, like in zip(
                some, drawn_like(network, keep, swaps, drawn, some, pool), strict=True
            ):
                draws[replicate] = _in_order(value_of(function, like), observed)
                if report is not None:
                    report(replicate + 1, replicates)
    known = (~np.isnan(draws)).sum(axis=0)
    total = np.nansum(draws, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = np.asarray(total / known, dtype=np.float64)
        # Taken about the mean, so that a value that never varies has a spread of exactly 0.
        squares = np.nansum((draws - expected) ** 2, axis=0)
        sd = np.where(known > 1, np.sqrt(squares / (known - 1)), np.nan)
        given = np.asarray(observed, dtype=np.float64)
        varies = sd > 1e-12 * np.maximum(1, np.abs(expected))
        z = np.where(varies, (given - expected) / sd, np.nan)
    index = _named(observed.index, name)
    table = pd.DataFrame({"observed": given, "expected": expected, "sd": sd, "z": z}, index=index)
    shares = p_values(given, draws, expected, count_observed=count_observed)
    table = pd.concat([table, shares.set_axis(index)], axis=1)
    notes = [how_counted(count_observed, "random networks")]
    lacking = int((known < replicates).sum())
    if lacking:
        notes.append(f"random networks without a value are left out, in {lacking} rows")
    return NullTest(
        table=table,
        draws=pd.DataFrame(draws, columns=index),
        meta=Meta(
            method=f"{name}, {keep}",
            options={"keep": keep, "replicates": replicates}
            | ({"swaps": swaps} if keep == "degree" else {}),
            counts=_size(network),
            seed=drawn.entropy,
            sources=_SOURCES[keep],
            notes=tuple(notes),
        ),
    )


def _size(network: Network | TwoModeNetwork) -> dict[str, int]:
    if isinstance(network, TwoModeNetwork):
        firms, institutions = len(network._firms), len(network._institutions)
        return {"firms": firms, "institutions": institutions, "ties": network.tie_count}
    return {"nodes": len(network), "ties": network.tie_count}


def _in_order(values: pd.Series[float], like: pd.Series[float]) -> Any:
    """Return values in the order of the observed ones' labels."""
    if values.index.equals(like.index):
        return values.to_numpy()
    if len(values) != len(like) or not values.index.isin(like.index).all():
        raise InvalidInput(
            "`measure` must give values under the same labels for every random network: they "
            "differ between two; give one number a node, or one number"
        )
    return values.reindex(like.index).to_numpy()


def _named(index: pd.Index[Any], name: Hashable) -> pd.Index[Any]:
    """Return the labels of a measure; of a single number its name."""
    return pd.Index([name], name="measure") if index.tolist() == [None] else index
