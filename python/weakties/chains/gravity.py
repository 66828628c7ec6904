"""Gravity: flows between places explained by what lies in them and between them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice, number
from weakties._frames import Column, Table, read, refuse_duplicates
from weakties._labels import Codes, Keys
from weakties._results import Meta, Result
from weakties._wording import listing, shown
from weakties.errors import InvalidInput, MissingPackage, NotConverged

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# What each fixed effect is an effect of.
_EFFECTS = {
    "origin": ("origin",),
    "destination": ("destination",),
    "time": ("time",),
    "pair": ("origin", "destination"),
    "origin-time": ("origin", "time"),
    "destination-time": ("destination", "time"),
}
CLUSTERS = ("pair", "origin", "destination", "none")
DIASPORA = "ln(1 + stock)"


@dataclass(frozen=True, eq=False, repr=False)
class GravityEstimate(Result):
    """Elasticities of flows; see `gravity`.

    Attributes
    ----------
    coefficients : pandas.DataFrame
        Indexed by variable: ``value``, ``se``, ``z``, ``p``, and the interval ``lo`` to ``hi``.
    fitted : pandas.Series
        The flow that the model expects, on the user's own rows; NaN for rows left out.
    """

    title: ClassVar[str] = "Gravity"

    coefficients: pd.DataFrame
    fitted: pd.Series[float]

    def to_frame(self) -> pd.DataFrame:
        """Return `coefficients` with the names as the column ``variable``.

        Returns
        -------
        pandas.DataFrame
            One row a variable.
        """
        return self.coefficients.reset_index()

    def _shown(self) -> pd.DataFrame:
        return self.coefficients

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        table = self.coefficients
        return intervals(table["value"], table["lo"], table["hi"], label="Coefficient", ax=ax)


def gravity(
    data: object,
    origin: Hashable,
    destination: Hashable,
    flow: Hashable,
    variables: list[Hashable] | Hashable | None = None,
    *,
    stock: Hashable | None = None,
    time: Hashable | None = None,
    fixed_effects: list[str] | None = None,
    cluster: str = "pair",
    level: float = 0.95,
    missing: str = "raise",
) -> GravityEstimate:
    r"""Explain flows between places by Poisson pseudo-maximum likelihood.

    .. math::

        \mathrm E\, T_{ij} = \exp\bigl(\alpha_i + \gamma_j
            + \beta' x_{ij} + \delta \ln(1 + D_{ij})\bigr)

    with effects :math:`\alpha_i` of origins and :math:`\gamma_j` of destinations, variables
    :math:`x_{ij}` and the stock :math:`D_{ij}` of people from :math:`i` who already live in
    :math:`j`, the diaspora.

    Parameters
    ----------
    data : table
        One row for each origin and destination (and period), with flows of 0 where nobody moved.
        Of pandas, polars, Arrow, DuckDB or another library that narwhals knows.
    origin, destination : column name
        The places.
    flow : column name
        Movers: numbers from 0 up, whole or not.
    variables : column name or list of column names, optional
        What explains flows; take logarithms where elasticities are meant.
    stock : column name, optional
        The diaspora. Its :math:`\ln(1 + D)` is the last variable, and its coefficient the
        elasticity of flows to it.
    time : column name, optional
        The period, where there are several.
    fixed_effects : list of str, optional
        Of ``"origin"``, ``"destination"``, ``"time"``, ``"pair"``, ``"origin-time"`` and
        ``"destination-time"``; the first two by default. An empty list leaves a constant.
    cluster : {"pair", "origin", "destination", "none"}
        Within what standard errors allow flows to move together; ``"none"`` allows unequal
        variances only.
    level : float, default 0.95
        What part of a normal distribution an interval holds.
    missing : {"raise", "drop"}
        Whether rows with a missing value are refused or dropped and counted.

    Returns
    -------
    GravityEstimate

    Raises
    ------
    UnknownLabel
        When a column is not there.
    InvalidInput, WrongType
        When a flow is negative, a pair has two rows in a period, there is nothing to estimate, or
        variables cannot be told apart from each other or from the effects.
    NotConverged
        When the estimate does not settle.
    MissingPackage
        When statsmodels is not installed.

    Notes
    -----
    Poisson pseudo-maximum likelihood estimates elasticities from flows as they are, those of 0
    included; least squares of logarithms drops them and is biased where variances differ
    :cite:p:`santossilva2006`. Flows need not be Poisson. On diasporas and migration see
    :cite:t:`beine2011`, who take logarithms of one plus the flow instead.

    The estimator is statsmodels' ``GLM`` with a column for each effect, so memory grows with rows
    times effects. Standard errors are its sandwich, with its correction for the number of clusters.

    An origin from which, or a destination to which, nobody moves says nothing about variables: its
    effect goes to minus infinity. Rows of such an effect are left out and counted, with an expected
    flow that is missing. With effects of origins and destinations, fitted flows have the same sums
    by both as the observed ones.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import gravity
    >>> flows = pd.DataFrame({
    ...     "from": list("AAABBBCCCDDD"), "to": list("BCDACDABDABC"),
    ...     "movers": [50, 9, 2, 40, 12, 2, 8, 15, 4, 3, 3, 5],
    ...     "ln_km": [0.0, 1.1, 1.9, 0.0, 0.7, 1.8, 1.1, 0.7, 1.4, 1.9, 1.8, 1.4],
    ... })
    >>> found = gravity(flows, "from", "to", "movers", "ln_km", cluster="none")
    >>> found.coefficients[["value", "se"]].round(2)
              value    se
    variable
    ln_km      -1.5  0.03
    """
    cluster = choice(cluster, "cluster", CLUSTERS)
    level = number(level, "level", low=0, high=1, open_low=True, open_high=True)
    names = variables if isinstance(variables, list) else [] if variables is None else [variables]
    effects = _effects(fixed_effects, time)
    table = read(
        data,
        [
            Column("origin", origin, "key"),
            Column("destination", destination, "key"),
            Column("flow", flow, "number", low=0, meaning="movers"),
            *(Column(f"variables[{place}]", name, "number") for place, name in enumerate(names)),
            Column("stock", stock, "number", low=0, optional=True),
            Column("time", time, "time", optional=True),
        ],
        missing=missing,
    )
    roles = ["origin", "destination"] + (["time"] if time is not None else [])
    refuse_duplicates(table, roles, argument="data")
    columns = {name: table.number(f"variables[{place}]") for place, name in enumerate(names)}
    if stock is not None:
        columns[DIASPORA] = np.log1p(table.number("stock"))
    if not columns:
        raise InvalidInput(
            "`variables` is empty: name at least one column that explains flows, or a `stock`"
        )
    moved = table.number("flow")
    groups = {effect: _codes(table, _EFFECTS[effect]) for effect in effects}
    kept = _moving(moved, groups)
    if not moved[kept].any():
        raise InvalidInput("`flow` must be above 0 somewhere: nobody moves; check the column")
    values, errors, expected = _estimated(
        moved[kept],
        {name: column[kept] for name, column in columns.items()},
        {effect: codes[kept] for effect, codes in groups.items()},
        None if cluster == "none" else _codes(table, _EFFECTS[cluster])[kept],
    )
    scores = values / errors
    reach = NormalDist().inv_cdf((1 + level) / 2) * errors
    coefficients = pd.DataFrame(
        {
            "value": values,
            "se": errors,
            "z": scores,
            "p": [erfc(abs(score) / sqrt(2)) for score in scores],
            "lo": values - reach,
            "hi": values + reach,
        },
        index=pd.Index(list(columns), name="variable"),
    )
    fitted = np.full(table.given, np.nan)
    fitted[table.positions[kept]] = expected
    left = int((~kept).sum())
    return GravityEstimate(
        coefficients,
        pd.Series(fitted, index=table.index, name="fitted"),
        meta=Meta(
            method="poisson pseudo-maximum likelihood",
            options={"fixed_effects": effects, "cluster": cluster, "level": level},
            counts={"rows": int(kept.sum()), "flows of 0": int((moved[kept] == 0).sum())},
            dropped=table.dropped | ({"rows of effects without a mover": left} if left else {}),
            sources=("santossilva2006", "beine2011") if stock is not None else ("santossilva2006",),
        ),
    )


def _effects(wanted: list[str] | None, time: Hashable | None) -> list[str]:
    if wanted is None:
        return ["origin", "destination"]
    if isinstance(wanted, str):
        wanted = [wanted]
    effects = [choice(one, "fixed_effects", tuple(_EFFECTS)) for one in wanted]
    for place, effect in enumerate(effects):
        if effect in effects[:place]:
            raise InvalidInput(f"`fixed_effects` names {effect!r} twice; name each once")
        if "time" in _EFFECTS[effect] and time is None:
            raise InvalidInput(
                f"`fixed_effects` {effect!r} needs periods: name their column as `time`"
            )
    return effects


def _codes(table: Table, roles: tuple[str, ...]) -> Codes:
    """Return the groups that several columns make together, numbered."""
    keys: list[Keys] = [table.times(role) if role == "time" else table.keys(role) for role in roles]
    codes = keys[0].codes.astype(np.int64)
    for other in keys[1:]:
        codes = codes * len(other.labels) + other.codes
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def _moving(moved: NDArray[np.float64], groups: dict[str, Codes]) -> NDArray[np.bool_]:
    """Return which rows are left without those of effects without a mover."""
    kept = np.ones(len(moved), bool)
    for codes in groups.values():
        kept &= np.bincount(codes, weights=moved)[codes] > 0
    return kept


def _estimated(
    moved: NDArray[np.float64],
    columns: dict[Hashable, NDArray[np.float64]],
    groups: dict[str, Codes],
    clusters: Codes | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return coefficients of the columns, their standard errors, and fitted flows."""
    try:
        import statsmodels.api as sm
    except ImportError:
        raise MissingPackage(
            "gravity needs statsmodels, which is not installed; install it with "
            '`pip install "weakties[gravity]"`'
        ) from None
    design = _design(columns, groups, len(moved))
    model = sm.GLM(moved, design, family=sm.families.Poisson())
    kind: dict[str, Any] = {"cov_type": "HC1"}
    if clusters is not None:
        labels = np.unique(clusters, return_inverse=True)[1]
        if labels.max() < 1:
            raise InvalidInput(
                "`cluster` must tell at least two clusters apart: there is one; choose another"
            )
        kind = {"cov_type": "cluster", "cov_kwds": {"groups": labels}}
    fit = model.fit(maxiter=200, tol=1e-12, tol_criterion="params", **kind)
    if not fit.converged or not np.isfinite(fit.params).all():
        raise NotConverged(
            "the estimate did not settle after 200 rounds: `variables` may single out rows without "
            "a mover; leave out such a variable or rescale it"
        )
    return (
        np.asarray(fit.params)[: len(columns)],
        np.asarray(fit.bse)[: len(columns)],
        np.asarray(fit.fittedvalues),
    )


def _design(
    columns: dict[Hashable, NDArray[np.float64]], groups: dict[str, Codes], rows: int
) -> NDArray[np.float64]:
    """Return variables and effects as columns, without those that say the same twice."""
    from scipy.linalg import qr

    parts = [np.ones((rows, 1))]
    for codes in groups.values():
        numbered = np.unique(codes, return_inverse=True)[1]
        parts.append((numbered[:, np.newaxis] == np.arange(1, numbered.max() + 1)).astype(float))
    effects = np.hstack(parts)
    # Of effects that others imply, as those of pairs imply those of origins, one set is enough.
    # Without pivots a column that others imply can hide one that they do not.
    basis, corner, order = qr(effects, mode="economic", pivoting=True)
    rank = np.count_nonzero(np.abs(np.diag(corner)) > 1e-9 * np.sqrt(rows))
    basis, effects = basis[:, :rank], effects[:, np.sort(order[:rank])]
    values = np.column_stack(list(columns.values()))
    scale = np.sqrt((values**2).mean(axis=0))
    scaled = values / np.where(scale > 0, scale, 1.0)
    left = scaled - basis @ (basis.T @ scaled)
    for place, name in enumerate(columns):
        if place:
            others, _ = np.linalg.qr(left[:, :place])
            left[:, place] -= others @ (others.T @ left[:, place])
        if np.sqrt((left[:, place] ** 2).mean()) < 1e-8:
            raise InvalidInput(
                f"`variables`: {shown(name)} cannot be told apart from the fixed effects and the "
                "variables before it; leave it out or take other `fixed_effects`. "
                f"{listing('Variables', list(columns))}"
            )
    return np.hstack([values, effects])
