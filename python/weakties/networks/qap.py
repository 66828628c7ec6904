"""How alike two networks are, and whether more than by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import Seed, choice, flag
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from .draws import count_of, how_counted, p_values
from .dyads import Aligned
from .network import Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

METHODS = ("pearson", "matching", "jaccard")


@dataclass(frozen=True, eq=False, repr=False)
class QapCorrelation(Result):
    """How alike two networks are, beside the same for nodes that changed places at random.

    Parameters
    ----------
    value : float
        As observed.
    expected, sd : float
        Mean and standard deviation of the permutations.
    p_lower, p_upper, p_two_sided : float
        How often the permutations give a value as low, as high, or as far out.
    draws : pandas.Series
        The value of each permutation.
    """

    title: ClassVar[str] = "QAP correlation"

    value: float
    expected: float
    sd: float
    p_lower: float
    p_upper: float
    p_two_sided: float
    draws: pd.Series[float]

    def to_frame(self) -> pd.DataFrame:
        """Return one row with all numbers but the draws.

        Returns
        -------
        pandas.DataFrame
        """
        names = ("value", "expected", "sd", "p_lower", "p_upper", "p_two_sided")
        row = {"method": self.meta.method, **{name: getattr(self, name) for name in names}}
        return pd.DataFrame([row])

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.draws import histogram

        return histogram(self.draws, self.value, label=self.meta.method, ax=ax)


def qap_correlation(
    x: Network | pd.DataFrame | ArrayLike,
    y: Network | pd.DataFrame | ArrayLike,
    *,
    method: str = "pearson",
    directed: bool | None = None,
    permutations: int = 1000,
    count_observed: bool = True,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> QapCorrelation:
    r"""Correlate two networks, and compare with permutations of the nodes of one (QAP).

    .. math::

        r = \frac{\sum_{ij} (x_{ij} - \bar x)(y_{ij} - \bar y)}
                 {\sqrt{\sum_{ij} (x_{ij} - \bar x)^2 \sum_{ij} (y_{ij} - \bar y)^2}}

    over pairs of different nodes. A permutation gives the nodes of y other places: it keeps the
    structure of each network and unties one from the other.

    Parameters
    ----------
    x, y : Network, DataFrame or matrix, of shape (n, n)
        Over the same nodes. Networks and DataFrames are put in the same order by label; a matrix
        without labels is taken to be in that order. A Network counts 1 for a tie and 0 for none;
        for its weights give `tie_matrix`. NaN in a matrix is missing, and its pair is left out.
    method : {"pearson", "matching", "jaccard"}, default "pearson"
        Pearson's correlation; the share of pairs with the same number in both; or the pairs that
        are not 0 in both as a share of those that are not in either.
    directed : bool, optional
        Whether both directions of a pair count. Without it they do when one of the two networks is
        directed or one of the matrices not symmetric; otherwise each pair counts once.
    permutations : int, default 1000
        How many.
    count_observed : bool, default True
        Whether p-values count what was observed as one permutation more, (1 + k) / (1 + N), so
        that none is 0; False gives k / N, as sna does.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What the permutations start from; without it, fresh ones are drawn.
    threads : int, optional
        How many threads to use; by default one for every processor. Results do not depend on it.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    QapCorrelation
        The two-sided p-value of ``"pearson"`` measures distance from 0, that of the others distance
        from the mean of the permutations.

    Raises
    ------
    WrongType
        When ``x`` or ``y`` is neither a network nor a matrix of numbers.
    UnknownLabel
        When they do not have the same nodes.
    InvalidInput
        When one has fewer than 3 nodes, the same number for every pair, or another shape; or an
        option is unknown.

    Notes
    -----
    The test is due to :cite:t:`krackhardt1988b`; on counting the observed value see
    :cite:t:`phipson2010`. Where pairs are missing, a permutation leaves out those that are missing
    in one network in the old places or in the other in the new. Two networks take time and memory
    in proportion to their ties, matrices in proportion to pairs of nodes.

    Examples
    --------
    >>> from weakties.networks import Network, qap_correlation
    >>> path = Network.from_matrix([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    >>> found = qap_correlation(path, path, permutations=500, seed=1)
    >>> round(found.value, 4), found.p_upper < 0.15
    (1.0, True)
    """
    method = choice(method, "method", METHODS)
    both = Aligned({"x": x, "y": y}, directed)
    permutations = count_of(permutations, "permutations")
    count_observed = flag(count_observed, "count_observed")
    drawn = seed_of(seed)
    values = _permuted(both, method, permutations, drawn, threads, progress)
    observed, draws = values[:1], values[1:, None]
    if np.isnan(observed[0]):
        raise InvalidInput(
            "`x` and `y` must both differ between pairs of nodes, where both are known: one is the "
            "same for all, so that nothing can be compared; leave it out"
        )
    known = draws[~np.isnan(draws)]
    expected = float(known.mean()) if len(known) else np.nan
    centre = 0.0 if method == "pearson" else expected
    shares = p_values(observed, draws, centre, count_observed=count_observed)
    notes = [how_counted(count_observed, "permutations")]
    undefined = len(draws) - len(known)
    if undefined:
        notes.append(f"{undefined} permutations without a value are left out")
    return QapCorrelation(
        value=float(observed[0]),
        expected=expected,
        sd=float(known.std(ddof=1)) if len(known) > 1 else np.nan,
        p_lower=float(shares["p_lower"].iloc[0]),
        p_upper=float(shares["p_upper"].iloc[0]),
        p_two_sided=float(shares["p_two_sided"].iloc[0]),
        draws=pd.Series(draws[:, 0], name="value"),
        meta=Meta(
            method=method,
            options={"directed": both.directed, "permutations": permutations},
            counts={"nodes": len(both.labels)},
            seed=drawn.entropy,
            sources=("krackhardt1988b", "phipson2010") if count_observed else ("krackhardt1988b",),
            notes=tuple(notes),
        ),
    )


def _permuted(
    both: Aligned,
    method: str,
    permutations: int,
    drawn: Seed,
    threads: int | None,
    progress: bool | None,
) -> NDArray[np.float64]:
    """Return the observed value and those of the permutations."""
    x, y = both.networks["x"], both.networks["y"]
    with reporter(progress, "permutations") as report:
        work = (permutations, drawn.key, thread_count(threads), report)
        if not isinstance(x, Network) or not isinstance(y, Network) or x.directed != y.directed:
            return _core.qap_correlation(
                both.matrix("x"), both.matrix("y"), both.directed, method, *work
            )
        # The labels are those of x, which stands first.
        places = both.places["y"].astype(np.uint32)
        shared = _core.shared_ties(x._adjacency, y._adjacency, places, *work)
    ties, others = (float(one.tie_count) for one in (x, y))
    pairs = len(x) * (len(x) - 1.0)
    if not x.directed:
        # An undirected tie is met from both of its ends.
        shared, pairs = shared / 2, pairs / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        if method == "pearson":
            spread = ties * (pairs - ties) * others * (pairs - others)
            return np.asarray((pairs * shared - ties * others) / np.sqrt(spread))
        if method == "jaccard":
            return np.asarray(shared / (ties + others - shared))
        return np.asarray((pairs - ties - others + 2 * shared) / pairs)
