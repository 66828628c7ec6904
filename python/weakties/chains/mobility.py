"""How much people move: indices of mobility, each by the name of its definition."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from weakties import _core
from weakties._arguments import threads as threads_of
from weakties._arguments import vector
from weakties._progress import asked, reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput, WrongType

from ._chain import Chain
from ._resampling import spread
from .transitions import TransitionMatrix

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# In the order of the kernel.
DEFINITIONS = {
    "prais_trace": "(k − tr P) / (k − 1)",
    "determinant": "1 − |det P|",
    "determinant_root": "1 − |det P|^(1 / (k − 1))",
    "second_eigenvalue": "1 − |λ₂|",
    "bartholomew": "Σᵢ wᵢ Σⱼ pᵢⱼ |rⱼ − rᵢ|",
    "bartholomew_normalised": "bartholomew / (max r − min r)",
    "leaving_scaled": "k / (k − 1) · (1 − Σᵢ wᵢ pᵢᵢ)",
    "immobility_ratio": "Σᵢ wᵢ pᵢᵢ",
    "upward_rate": "Σᵢ wᵢ Σⱼ pᵢⱼ [rⱼ > rᵢ]",
    "downward_rate": "Σᵢ wᵢ Σⱼ pᵢⱼ [rⱼ < rᵢ]",
}


@dataclass(frozen=True, eq=False, repr=False)
class Mobility(Result):
    """Mobility as measured by each of several indices.

    Parameters
    ----------
    indices : pandas.DataFrame
        Indexed by the names of the definitions: ``value``, ``se``, ``lo``, ``hi`` and
        ``definition``. Standard errors and intervals are missing unless the matrix was estimated
        with a bootstrap.
    states : pandas.DataFrame
        Indexed by state: ``weight``; ``expected_stay``, the periods in the state before leaving,
        the first included; ``relative_stay``, that over the stay if everyone moved by chance;
        ``upward`` and ``downward``, the probability of each.
    """

    title: ClassVar[str] = "Mobility"

    indices: pd.DataFrame
    states: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `indices` with the names as the column ``index``.

        Returns
        -------
        pandas.DataFrame
            One row an index.
        """
        return self.indices.reset_index()

    def _shown(self) -> pd.DataFrame:
        known = self.indices["se"].notna().any()
        return self.indices if known else self.indices[["value", "definition"]]

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        return intervals(
            self.indices["value"],
            self.indices["lo"],
            self.indices["hi"],
            label="index of mobility",
            ax=ax,
        )


def mobility(
    matrix: TransitionMatrix | pd.DataFrame | ArrayLike,
    *,
    order: list[Hashable] | pd.Series[float] | None = None,
    weights: pd.Series[float] | ArrayLike | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Mobility:
    r"""Measure mobility by every definition in use, each under a name of its own.

    With k states, probabilities :math:`p_{ij}`, weights :math:`w_i` that sum to 1, and ranks
    :math:`r_i`:

    ========================== ==================================================================
    ``prais_trace``            :math:`(k - \operatorname{tr} P) / (k - 1)`, also called Shorrocks's
    ``determinant``            :math:`1 - |\det P|`
    ``determinant_root``       :math:`1 - |\det P|^{1 / (k - 1)}`, for different numbers of states
    ``second_eigenvalue``      :math:`1 - |\lambda_2|`, the eigenvalue second in modulus
    ``bartholomew``            :math:`\sum_i w_i \sum_j p_{ij} |r_j - r_i|`, ranks moved in a period
    ``bartholomew_normalised`` the same over the most possible, :math:`\max r - \min r`
    ``leaving_scaled``         :math:`\frac{k}{k - 1} (1 - \sum_i w_i p_{ii})`
    ``immobility_ratio``       :math:`\sum_i w_i p_{ii}`, the share that stays
    ``upward_rate``            :math:`\sum_i w_i \sum_{j : r_j > r_i} p_{ij}`, the share that climbs
    ``downward_rate``          :math:`\sum_i w_i \sum_{j : r_j < r_i} p_{ij}`, the share that falls
    ========================== ==================================================================

    Parameters
    ----------
    matrix : TransitionMatrix, DataFrame or array
        Rows sum to 1. A DataFrame has the same states as rows and as columns. With one estimated
        with a bootstrap, standard errors and intervals follow from its replicates.
    order : list of states or pandas.Series, optional
        All the states, the lowest first; or a rank for each state, indexed by state, in which
        several states may share a rank (places on the same rung). Without it the order of the
        matrix.
    weights : pandas.Series or array, optional
        The weight of each state, such as the shares at the start; scaled to sum to 1. Without it
        the stationary distribution of the matrix (in each replicate, of its own).
    threads : int, optional
        How many threads to use; all processors without it. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    Mobility
        Indices, and what can be said of each state: the expected stay :math:`1 / (1 - p_{ii})`, and
        relative to chance :math:`(1 - w_i) / (1 - p_{ii})`, both infinite where nobody leaves.

    Raises
    ------
    WrongType, InvalidInput
        When ``matrix`` is not a matrix of transition probabilities between at least two states;
        when ``order`` or ``weights`` does not cover the states; or when the matrix has several
        recurrent classes, and so no stationary distribution of its own, and ``weights`` is missing.

    Notes
    -----
    The trace index and the expected stay are from :cite:t:`prais1955`, the trace and determinant
    in axiomatic form from :cite:t:`shorrocks1978`, the distance index from
    :cite:t:`bartholomew1967`. Which weights and which scale belong to a name differs between books
    and programs, so compare definitions before numbers.

    Examples
    --------
    >>> from weakties.chains import mobility
    >>> found = mobility([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]])
    >>> found.indices["value"].round(4)
    index
    prais_trace               0.3500
    determinant               0.5800
    determinant_root          0.3519
    second_eigenvalue         0.3000
    bartholomew               0.2583
    bartholomew_normalised    0.1292
    leaving_scaled            0.3313
    immobility_ratio          0.7792
    upward_rate               0.1083
    downward_rate             0.1125
    Name: value, dtype: float64
    """
    chain = Chain.of(matrix)
    ranks = _ranks(order, chain)
    given = None if weights is None else _weights(weights, chain)
    pool = threads_of(threads)
    asked(progress)
    if len(chain.states) < 2:
        raise InvalidInput(
            "`matrix` must have at least two states: nobody can move in a chain of one"
        )
    of_state = given
    if of_state is None:
        of_state = chain.stationary(instead="weights=, such as the shares of states at the start")
    value = _core.mobility(chain.matrix[np.newaxis], ranks, of_state, pool, None)[0]
    indices = pd.DataFrame(
        {"value": value, "se": np.nan, "lo": np.nan, "hi": np.nan},
        index=pd.Index(DEFINITIONS, name="index"),
    ).assign(definition=list(DEFINITIONS.values()))
    unknown = 0
    if isinstance(matrix, TransitionMatrix) and matrix.replicates is not None:
        with reporter(progress, "mobility") as report:
            drawn = _core.mobility(
                np.ascontiguousarray(matrix.replicates[:, 0]), ranks, given, pool, report
            )
        unknown = _add_spread(indices, drawn, matrix.level)
    return Mobility(
        indices,
        _of_states(chain, ranks, of_state),
        meta=Meta(
            method="all definitions",
            options={
                "order": "the matrix's" if order is None else "given",
                "weights": "stationary" if weights is None else "given",
            },
            counts={"states": len(chain.states)},
            seed=matrix.meta.seed if isinstance(matrix, TransitionMatrix) else None,
            sources=("prais1955", "shorrocks1978", "bartholomew1967"),
            notes=(
                f"{unknown} replicates lack an index, for want of moves or of one recurrent class, "
                "and are left out of its spread.",
            )
            if unknown
            else (),
        ),
    )


def _ranks(order: object, chain: Chain) -> NDArray[np.float64]:
    count = len(chain.states)
    if order is None:
        return np.arange(count, dtype=np.float64)
    if isinstance(order, pd.Series):
        return _of_each_state(order, chain, "order", low=None)
    if not isinstance(order, list):
        raise WrongType(
            "`order` must be a list of the states, lowest first, or a Series of ranks: got "
            f"{type(order).__name__}; make it one of the two"
        )
    codes = chain.codes(order, "order")
    if len(codes) != count or len(np.unique(codes)) != count:
        raise InvalidInput(
            f"`order` must name each of the {count} states once: got {len(codes)} labels, "
            f"{len(np.unique(codes))} of them different"
        )
    ranks = np.empty(count)
    ranks[codes] = np.arange(count)
    return ranks


def _weights(weights: object, chain: Chain) -> NDArray[np.float64]:
    if isinstance(weights, pd.Series):
        values = _of_each_state(weights, chain, "weights", low=0)
    else:
        values = vector(weights, "weights", length=len(chain.states), low=0)
    if values.sum() == 0:
        raise InvalidInput("`weights` must not all be 0; give the shares of the states")
    shares: NDArray[np.float64] = values / values.sum()
    return shares


def _of_each_state(
    series: pd.Series[float], chain: Chain, argument: str, low: float | None
) -> NDArray[np.float64]:
    """Put a Series indexed by state into the order of the states."""
    values = vector(series.to_numpy(), argument, length=len(chain.states), low=low)
    codes = chain.codes(series.index, argument)
    if len(np.unique(codes)) < len(codes):
        raise InvalidInput(f"`{argument}` must name each state once in its index")
    ordered = np.empty(len(values))
    ordered[codes] = values
    if argument == "order" and (values == values[0]).all():
        raise InvalidInput("`order` must hold at least two different ranks")
    return ordered


def _add_spread(indices: pd.DataFrame, drawn: NDArray[np.float64], level: float) -> int:
    """Write standard deviations and quantiles over replicates; return the most that lack one."""
    indices[["se", "lo", "hi"]] = np.column_stack(spread(drawn, level))
    return int(np.isnan(drawn).sum(axis=0).max())


def _of_states(
    chain: Chain, ranks: NDArray[np.float64], weights: NDArray[np.float64]
) -> pd.DataFrame:
    climb = ranks[np.newaxis, :] - ranks[:, np.newaxis]
    # The sum of where else it leads, rather than 1 less the diagonal, keeps small digits.
    leave = np.where(np.eye(len(ranks), dtype=bool), 0, chain.matrix).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        stay = 1 / leave
        relative = np.where(leave > 0, (1 - weights) / leave, np.inf)
    return pd.DataFrame(
        {
            "weight": weights,
            "expected_stay": stay,
            "relative_stay": relative,
            "upward": np.where(climb > 0, chain.matrix, 0).sum(axis=1),
            "downward": np.where(climb < 0, chain.matrix, 0).sum(axis=1),
        },
        index=chain.states,
    )
