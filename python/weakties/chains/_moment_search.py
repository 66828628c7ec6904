"""The search for parameters by simulated moments: gaps, starts, minima and their precision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties.errors import InvalidInput, MissingPackage

from .spells import Spells

_Floats: TypeAlias = NDArray[np.float64]
Functions: TypeAlias = Sequence[tuple[str, Callable[[Spells], Any]]]
Model: TypeAlias = Callable[[Mapping[str, float], int, int], Iterable[Spells]]


def scipy_there() -> None:
    """Refuse to begin what cannot be ended."""
    if find_spec("scipy") is None:
        raise MissingPackage(
            "calibrate needs scipy, which is not installed; install it with "
            '`pip install "weakties[calibrate]"`'
        )


def span(spells: Spells) -> int:
    """Return how many periods there are from the first observed one to the last."""
    return int((spells._start + spells._length).max() - spells._start.min())


def moments_of(spells: Spells, functions: Functions, whose: str) -> dict[str, float]:
    """Return the moments that all functions give, by name."""
    values: list[float] = []
    names: list[str] = []
    for name, function in functions:
        found = function(spells)
        if isinstance(found, pd.Series):
            labels = [f"{name}: {label}" for label in found.index]
            numbers = found.to_numpy(np.float64)
        else:
            numbers = np.asarray(found, np.float64)
            labels = [name] if numbers.ndim == 0 else [f"{name}: {n}" for n in range(numbers.size)]
            numbers = numbers.ravel()
        wrong = np.flatnonzero(~np.isfinite(numbers))
        if len(wrong):
            raise InvalidInput(
                f"`moments` must be finite numbers: {labels[wrong[0]]!r} of {whose} is "
                f"{numbers[wrong[0]]}; take moments that are defined however few persons move"
            )
        names += labels
        values += numbers.tolist()
    return dict(zip(names, values, strict=True))


def in_order(moments: Mapping[str, float], names: Iterable[str]) -> list[float]:
    """Return moments in the order of the data's; one that is not there counts as 0."""
    return [moments.get(name, 0.0) for name in names]


@dataclass
class Gap:
    """What moments of simulations differ from those of the data by; points lie in the unit cube."""

    model: Model
    ranges: Mapping[str, tuple[float, float]]
    functions: Functions
    target: pd.Series[float]
    seed: int
    simulations: int = 0
    _known: dict[tuple[bytes, int], _Floats] = field(default_factory=dict)

    def values(self, point: _Floats) -> dict[str, float]:
        """Return the parameters that a point of the unit cube stands for."""
        return {
            name: float(low + (high - low) * at)
            for (name, (low, high)), at in zip(self.ranges.items(), point, strict=True)
        }

    def each(self, point: _Floats, count: int) -> _Floats:
        """Return the gap of each of several simulations: replicate × moment."""
        key = (point.tobytes(), count)
        if key not in self._known:
            rows = [
                in_order(moments_of(spells, self.functions, "a simulation"), self.target.index)
                for spells in self.model(self.values(point), count, self.seed)
            ]
            if len(rows) != count:
                raise InvalidInput(
                    f"`scenario` must give as many spells as it is asked for: {count} were, and it "
                    f"gave {len(rows)}; return one for each replicate"
                )
            self.simulations += count
            self._known[key] = np.array(rows) - self.target.to_numpy()
        return self._known[key]

    def mean(self, point: _Floats, count: int) -> _Floats:
        """Return the gap of the mean of several simulations."""
        gap: _Floats = self.each(point, count).mean(axis=0)
        return gap

    def slope(self, point: _Floats, count: int, step: float, *, central: bool = True) -> _Floats:
        """Return derivatives by parameter in units of its range: moment × parameter."""
        columns = []
        for axis in range(len(point)):
            above, below = point.copy(), point.copy()
            above[axis] = min(point[axis] + step, 1.0)
            if central or above[axis] - point[axis] < step / 2:
                below[axis] = max(point[axis] - step, 0.0)
            if not central and below[axis] < point[axis]:
                above[axis] = point[axis]
            rise = self.mean(above, count) - self.mean(below, count)
            columns.append(rise / (above[axis] - below[axis]))
        return np.column_stack(columns)


@dataclass(frozen=True)
class Minimum:
    """Where one search ended."""

    point: _Floats
    gap: _Floats
    objective: float
    converged: bool
    evaluations: int


def starting_points(
    ranges: Mapping[str, tuple[float, float]], own: Mapping[str, float], count: int, seed: int
) -> list[_Floats]:
    """Return the scenario's own point first, and others that fill the cube evenly."""
    from scipy.stats import qmc

    first = np.array([(own[name] - low) / (high - low) for name, (low, high) in ranges.items()])
    others = qmc.LatinHypercube(len(ranges), rng=np.random.default_rng([seed, 1])).random(count - 1)
    return [first, *others]


def resampled(
    data: Spells, functions: Functions, target: pd.Series[float], count: int, seed: int
) -> _Floats:
    """Return the moments when persons are drawn again, by weighting each as often as drawn."""
    persons = len(data.persons)
    words = np.random.Philox(key=np.random.SeedSequence([seed, 2]).generate_state(2, np.uint64))
    rows = np.empty((count, len(target)))
    for row in range(count):
        drawn = words.random_raw(persons) % np.uint64(persons)
        times = np.bincount(drawn.astype(np.int64), minlength=persons)
        weights = pd.Series(data._person_weights * times, index=data.persons)
        again = moments_of(replace(data, weights=weights), functions, "the data drawn again")
        rows[row] = in_order(again, target.index)
    return rows


def inverse_covariance(drawn: _Floats, names: pd.Index[Any], kind: str) -> _Floats:
    """Return the inverse of the covariance of draws of the moments; refuse where there is none."""
    covariance = np.atleast_2d(np.cov(drawn, rowvar=False))
    scale = np.sqrt(np.diag(covariance))
    still = scale <= 1e-12 * np.maximum(np.abs(drawn).max(axis=0), 1e-300)
    if still.any():
        raise InvalidInput(
            f"`moments` must vary to be weighted by: {names[still][0]!r} is the same in every "
            f"draw of {kind!r}; leave it out, count persons by their weights in it, or pass "
            'weighting="identity"'
        )
    correlation = covariance / np.outer(scale, scale)
    if np.linalg.eigvalsh(correlation)[0] < 1e-8:
        raise InvalidInput(
            "`moments` must not imply each other to be weighted by the inverse of their "
            f"covariance, and there must be more draws than moments: {len(names)} moments, "
            f'{len(drawn)} draws; leave some moments out or pass weighting="identity"'
        )
    inverse: _Floats = np.linalg.inv(correlation) / np.outer(scale, scale)
    return inverse


def minimum(
    gap: Gap, start: _Floats, weights: _Floats, count: int, step: float, polish: bool
) -> Minimum:
    """Search from one start within the unit cube."""
    from scipy.optimize import least_squares, minimize

    # g'Wg is the sum of squares of Rg with W = R'R.
    values, vectors = np.linalg.eigh(weights)
    root = np.sqrt(np.clip(values, 0.0, None))[:, np.newaxis] * vectors.T

    def far(point: _Floats) -> _Floats:
        distance: _Floats = root @ gap.mean(point, count)
        return distance

    def steep(point: _Floats) -> _Floats:
        slope: _Floats = root @ gap.slope(point, count, step, central=False)
        return slope

    inside = np.clip(start, 1e-6, 1 - 1e-6)
    found = least_squares(far, inside, steep, bounds=(0.0, 1.0), xtol=1e-4, ftol=1e-5, max_nfev=40)
    point, converged = found.x, bool(found.status > 0)
    evaluations = int(found.nfev + len(start) * found.njev)
    if polish:
        corners = np.vstack([point, np.tile(point, (len(point), 1))])
        for axis in range(len(point)):
            # Away from the nearer end, so that no corner falls on the point itself.
            corners[axis + 1, axis] += step / 2 if point[axis] < 0.5 else -step / 2
        better = minimize(
            lambda point: float(np.square(far(np.clip(point, 0.0, 1.0))).sum()),
            point,
            method="Nelder-Mead",
            bounds=[(0.0, 1.0)] * len(point),
            options={"initial_simplex": corners, "xatol": 1e-3, "fatol": 1e-8, "maxfev": 400},
        )
        point, converged = np.clip(better.x, 0.0, 1.0), bool(better.success)
        evaluations += int(better.nfev)
    left = gap.mean(point, count)
    return Minimum(point, left, float(left @ weights @ left), converged, evaluations)


def sandwich(
    slope: _Floats,
    weights: _Floats,
    omega: _Floats,
    gap: _Floats,
    widths: _Floats,
    draws: int,
) -> tuple[_Floats, pd.Series[float]]:
    """Return the covariance of the parameters, and the test of more moments than parameters.

    Omega is from so many draws, by which j is Hotelling's statistic and not yet chi-square.
    """
    from scipy.stats import f

    # In units of the moments' standard errors, so that rounding is judged alike for all.
    unit = np.sqrt(np.diag(omega))
    unit = np.where(unit > 0, unit, 1.0)
    slope, gap = slope / widths / unit[:, np.newaxis], gap / unit
    weights, omega = weights * np.outer(unit, unit), omega / np.outer(unit, unit)
    df = len(gap) - len(widths)
    bread = slope.T @ weights @ slope
    lead = np.sqrt(np.diag(bread))
    if (lead == 0).any() or np.linalg.eigvalsh(bread / np.outer(lead, lead))[0] < 1e-12:
        # Moments that do not tell parameters apart give them no precision.
        covariance = np.full(bread.shape, np.nan)
        return covariance, pd.Series({"j": np.nan, "df": df, "p": np.nan})
    pull = np.linalg.solve(bread, slope.T @ weights)
    covariance = pull @ omega @ pull.T
    left = np.eye(len(gap)) - slope @ pull
    # The spread of what is left has rank df: its other eigenvalues are 0 but for rounding.
    values, vectors = np.linalg.eigh(left @ omega @ left.T)
    kept = values > 1e-12 * max(values[-1], 0.0)
    kept[: len(widths)] = False
    j = float(np.square(vectors[:, kept].T @ gap / np.sqrt(values[kept])).sum())
    known = 0 < df < draws
    p = f.sf(j * (draws - df) / (df * (draws - 1)), df, draws - df) if known else np.nan
    return covariance, pd.Series({"j": j, "df": df, "p": float(p)})
