"""Which networks and attributes explain a network, and whether more than by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import choice, flag
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput, WrongType

from .draws import count_of, how_counted, p_values
from .dyads import Aligned
from .network import Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

METHODS = ("dsp", "y", "x")
MODELS = ("linear", "logit")
_INTERCEPT = "intercept"


@dataclass(frozen=True, eq=False, repr=False)
class Mrqap(Result):
    """A regression of a network, with p-values from permutations of its nodes.

    Parameters
    ----------
    coefficients : pandas.DataFrame
        Indexed by regressor: ``coefficient``, ``se`` as if pairs were independent, ``statistic``,
        the one over the other, and how often permutations give a statistic as low (``p_lower``), as
        high (``p_upper``), or as far from 0 (``p_two_sided``).
    fit : pandas.Series
        How well the model fits. Linear: ``dyads``, ``r_squared``, ``r_squared_adjusted``,
        ``residual_se``, ``f``, and ``f_df1`` and ``f_df2``, its degrees of freedom. Logit:
        ``dyads``, ``log_likelihood``, ``log_likelihood_null``, ``pseudo_r_squared`` (McFadden's),
        ``aic`` and ``bic``.
    draws : pandas.DataFrame
        The statistics, one row a permutation and one column a regressor.
    """

    title: ClassVar[str] = "MRQAP regression"

    coefficients: pd.DataFrame
    fit: pd.Series[float]
    draws: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `coefficients` with the regressors as a column.

        Returns
        -------
        pandas.DataFrame
            One row a regressor.
        """
        return self.coefficients.reset_index()

    def _shown(self) -> pd.DataFrame:
        letter = "t" if "f" in self.fit else "z"
        short = {"coefficient": "coef", "statistic": letter}
        short |= {"p_lower": f"P(<={letter})", "p_upper": f"P(>={letter})"}
        return self.coefficients.rename(columns=short | {"p_two_sided": f"P(>=|{letter}|)"})

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        low, high = (self.draws.quantile(share) for share in (0.025, 0.975))
        label = "statistic, and 95% of permutations"
        return intervals(self.coefficients["statistic"], low, high, label=label, ax=ax)


def mrqap(
    y: Network | pd.DataFrame | ArrayLike,
    x: Mapping[str, Network | pd.DataFrame | ArrayLike],
    *,
    method: str = "dsp",
    model: str = "linear",
    directed: bool | None = None,
    intercept: bool = True,
    permutations: int = 1000,
    count_observed: bool = True,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Mrqap:
    r"""Regress a network on networks and attributes, with permutation tests (MRQAP).

    .. math::

        y_{ij} = \beta_0 + \sum_k \beta_k x_{kij} + u_{ij}
        \qquad \text{or} \qquad
        \log \frac{\Pr(y_{ij} = 1)}{\Pr(y_{ij} = 0)} = \beta_0 + \sum_k \beta_k x_{kij}

    over pairs of different nodes. Pairs that share a node are not independent, so that the usual
    tests do not hold; permutations of the nodes keep that dependence.

    Parameters
    ----------
    y : Network, DataFrame or matrix, of shape (n, n)
        What is explained. A Network counts 1 for a tie and 0 for none; for its weights give
        `tie_matrix`. NaN in a matrix is missing.
    x : mapping of name to Network, DataFrame or matrix
        What explains it, over the same nodes; `attribute_matrix` makes such matrices of what is
        known of nodes. Labels are matched as in `qap_correlation`.
    method : {"dsp", "y", "x"}, default "dsp"
        What changes places, for the test of each regressor: with double semi-partialling, what the
        other regressors leave of it; the outcome; or the regressor itself.
    model : {"linear", "logit"}, default "linear"
        Least squares, or the logit for ties that are 0 or 1.
    directed : bool, optional
        Whether both directions of a pair count. Without it they do when a network is directed or a
        matrix not symmetric; otherwise each pair counts once.
    intercept : bool, default True
        Whether there is a constant.
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
    Mrqap

    Raises
    ------
    WrongType
        When ``x`` is no mapping, or a network or matrix is neither.
    UnknownLabel
        When they do not have the same nodes.
    InvalidInput
        When there are fewer than 3 nodes, no more pairs than regressors, a regressor is a sum of
        multiples of others, ``y`` is not 0 or 1 for the logit, or an option is unknown.
    NotConverged
        When the logit has no maximum, since a regressor tells the ties from the others without
        error.

    Notes
    -----
    MRQAP is due to :cite:t:`krackhardt1988b`, double semi-partialling to :cite:t:`dekker2007`, who
    find that of the three it alone holds its level when regressors are correlated and the data
    skewed; on counting the observed value see :cite:t:`phipson2010`. The statistic that is compared
    is the coefficient over its usual standard error, as in R's sna. A pair with a missing number is
    left out; a permutation also leaves out pairs to which it moves a missing number. Permutations
    in which a statistic is not defined are left out and counted. Where the regressors fit ``y``
    without error, standard errors are 0 but for rounding, and statistics infinite, NaN or of no
    use. The constant is tested as a regressor among others, which is of little interest. Memory is
    that of the matrices three times.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, attribute_matrix, mrqap
    >>> ring = Network.from_edges(
    ...     pd.DataFrame({"a": range(8), "b": [1, 2, 3, 4, 5, 6, 7, 0]}), "a", "b"
    ... )
    >>> half = attribute_matrix(ring, pd.Series([0, 0, 0, 0, 1, 1, 1, 1]), "same")
    >>> found = mrqap(ring, {"same half": half}, permutations=200, seed=1)
    >>> found.coefficients["coefficient"].round(3)
    regressor
    intercept    0.125
    same half    0.375
    Name: coefficient, dtype: float64
    """
    method = choice(method, "method", METHODS)
    model = choice(model, "model", MODELS)
    intercept = flag(intercept, "intercept")
    names = _names(x, intercept)
    all_ = Aligned({"y": y} | {f"x[{name!r}]": value for name, value in x.items()}, directed)
    permutations = count_of(permutations, "permutations")
    count_observed = flag(count_observed, "count_observed")
    drawn = seed_of(seed)
    outcome = all_.matrix("y")
    nodes = len(outcome)
    regressors = np.ones((len(names), nodes, nodes))
    for place, name in enumerate(x, start=int(intercept)):
        regressors[place] = all_.matrix(f"x[{name!r}]")
    with reporter(progress, "permutations") as report:
        found = _core.mrqap(
            outcome,
            regressors,
            names,
            intercept,
            all_.directed,
            model == "logit",
            method,
            permutations,
            drawn.key,
            thread_count(threads),
            report,
        )
    coefficients, errors, dyads, _, _, draws = found
    with np.errstate(divide="ignore", invalid="ignore"):
        statistics = coefficients / errors
    shares = p_values(statistics, draws, 0.0, count_observed=count_observed)
    index = pd.Index(names, name="regressor")
    table = pd.DataFrame(
        {"coefficient": coefficients, "se": errors, "statistic": statistics}, index=index
    )
    table = pd.concat([table, shares.set_axis(index)], axis=1)
    fit = _linear_fit(found, intercept) if model == "linear" else _logit_fit(found)
    pairs = nodes * (nodes - 1) // (1 if all_.directed else 2)
    undefined = int(np.isnan(draws).any(axis=1).sum())
    notes = [_said(fit), how_counted(count_observed, "permutations")]
    if undefined:
        notes.append(f"{undefined} permutations without a statistic of some regressor are left out")
    return Mrqap(
        coefficients=table,
        fit=fit,
        draws=pd.DataFrame(draws, columns=index),
        meta=Meta(
            method=f"{model}, {method}",
            options={"directed": all_.directed, "permutations": permutations},
            counts={"nodes": nodes, "dyads": dyads},
            dropped={"dyads with a missing number": pairs - dyads},
            seed=drawn.entropy,
            sources=(
                "krackhardt1988b",
                *(["dekker2007"] if method == "dsp" else []),
                *(["phipson2010"] if count_observed else []),
            ),
            notes=tuple(notes),
        ),
    )


def _names(x: object, intercept: bool) -> list[str]:
    """Return the names of the coefficients."""
    if not isinstance(x, Mapping):
        raise WrongType(
            "`x` must be a dictionary of networks or matrices by name: got "
            f'{type(x).__name__}; write {{"business": network}}'
        )
    if not x and not intercept:
        raise InvalidInput("`x` is empty: give at least one network or matrix")
    for name in x:
        if not isinstance(name, str):
            raise WrongType(
                f"`x` must be named by text: got {name!r} ({type(name).__name__}); use str(…)"
            )
        if intercept and name == _INTERCEPT:
            raise InvalidInput(
                f"`x` cannot hold {name!r}, which names the constant; choose another name, or pass "
                "intercept=False"
            )
    return [*([_INTERCEPT] if intercept else []), *x]


_Found = tuple["np.ndarray", "np.ndarray", int, float, float, "np.ndarray"]


def _linear_fit(found: _Found, intercept: bool) -> pd.Series[float]:
    coefficients, _, dyads, left, total, _ = found
    explained = len(coefficients) - int(intercept)
    freedom = dyads - len(coefficients)
    share = 1 - left / total if total > 0 else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        f = np.float64((total - left) / explained if explained else np.nan) / (left / freedom)
    return pd.Series(
        {
            "dyads": float(dyads),
            "r_squared": share,
            "r_squared_adjusted": 1 - (1 - share) * (dyads - int(intercept)) / freedom,
            "residual_se": np.sqrt(left / freedom),
            "f": float(f),
            "f_df1": float(explained),
            "f_df2": float(freedom),
        },
        name="fit",
    )


def _logit_fit(found: _Found) -> pd.Series[float]:
    coefficients, _, dyads, likelihood, null, _ = found
    parameters = len(coefficients)
    return pd.Series(
        {
            "dyads": float(dyads),
            "log_likelihood": likelihood,
            "log_likelihood_null": null,
            "pseudo_r_squared": 1 - likelihood / null if null < 0 else np.nan,
            "aic": 2 * parameters - 2 * likelihood,
            "bic": parameters * np.log(dyads) - 2 * likelihood,
        },
        name="fit",
    )


def _said(fit: pd.Series[float]) -> str:
    """Say in a line how well the model fits."""
    if "f" in fit:
        return (
            f"R² {fit['r_squared']:.4f}, adjusted {fit['r_squared_adjusted']:.4f}; "
            f"F({fit['f_df1']:.0f}, {fit['f_df2']:.0f}) = {fit['f']:.4g}; "
            f"residual standard error {fit['residual_se']:.4g}"
        )
    return (
        f"log-likelihood {fit['log_likelihood']:.4f}, with the constant alone "
        f"{fit['log_likelihood_null']:.4f}; McFadden's R² {fit['pseudo_r_squared']:.4f}; "
        f"AIC {fit['aic']:.2f}, BIC {fit['bic']:.2f}"
    )
