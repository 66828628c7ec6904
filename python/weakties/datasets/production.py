"""Made-up firms whose production function is known: an experiment that judges estimators."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import integer, number
from weakties.errors import InvalidInput

_LABOUR, _CAPITAL = 0.6, 0.4
_DISCOUNT, _KEPT = 0.95, 0.8
_PERSISTENCE, _SPREAD, _SHOCK = 0.7, 0.3, 0.1
_WAGE_PERSISTENCE, _COST_SPREAD = 0.3, 0.6
# Terms of the firm's expectation beyond these are below 1e-7 of the sum.
_TERMS = 60


@dataclass(frozen=True)
class _Design:
    """What the three designs differ in.

    Parameters
    ----------
    wage
        Standard deviation of the firm's log wage.
    timing
        How long before production labour is chosen, as a part of the period.
    slip
        Standard deviation of the error that firms make in labour.
    """

    wage: float
    timing: float
    slip: float


_DESIGNS = {1: _Design(0.1, 0.5, 0.0), 2: _Design(0.0, 0.0, 0.37), 3: _Design(0.1, 0.5, 0.37)}


def synthetic_acf(
    design: int = 1,
    error: float = 0.0,
    firms: int = 1000,
    periods: int = 10,
    burn: int = 90,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Return made-up firms of the designs of Ackerberg, Caves and Frazer, with the known truth.

    Parameters
    ----------
    design : {1, 2, 3}
        Where labour varies for reasons other than productivity and capital: firms' wages, with
        labour chosen half a period ahead (1); errors in choosing labour (2); both (3).
    error : float, default 0
        Variance of the measurement error in materials, as a multiple of the variance of log
        materials within firms.
    firms, periods : int, default 1000 and 10
        How many firms are seen, and for how many periods, counted from 0; none enters or leaves.
    burn : int, default 90
        Periods simulated before the first that is kept; firms start without capital.
    seed : int, default 0
        The same integer gives the same firms.

    Returns
    -------
    pandas.DataFrame
        ``firms`` × ``periods`` rows: ``firm``, ``period``, and in logs ``output`` (value added),
        ``labour``, ``capital``, ``materials``, ``investment`` and ``productivity``, the true one,
        which no estimator may see.

    Raises
    ------
    WrongType, InvalidInput
        When a number is of the wrong kind or out of range.

    Notes
    -----
    Source: made by this function after the experiments of :cite:t:`ackerberg2015`, rebuilt from the
    firm's problem. Licence: none needed. Output is

    .. math:: y_{it} = 0.6\, l_{it} + 0.4\, k_{it} + \omega_{it} + \varepsilon_{it},

    with :math:`\varepsilon` normal with standard deviation 0.1. Productivity :math:`\omega` is
    an AR(1) with coefficient 0.7 and stationary standard deviation 0.3; between two periods it also
    has a value :math:`\omega_{t-b}` at the time labour is chosen. The log wage is an AR(1) of each
    firm with coefficient 0.3. The firm chooses the labour :math:`l^*` with the greatest expected
    profit given :math:`\omega_{t-b}`, its wage and its capital; :math:`l` is :math:`l^*` plus a
    normal error. Materials are :math:`m = 0.6\, l^* + 0.4\, k + \omega`, in fixed proportion to
    planned output. Capital follows :math:`K_t = 0.8 K_{t-1} + I_{t-1}`; investment is optimal with
    discount factor 0.95 and convex costs :math:`\frac{\phi_i}{2} I^2`, where
    :math:`\ln(1 / \phi_i)` is normal with standard deviation 0.6. As the production function has
    constant returns, profit is linear in capital, so the optimal investment is a sum of expected
    marginal profits in closed form, of which 60 terms are taken.

    ======  ================  ===========  ==================
    design  s.d. of log wage  timing b     s.d. of labour error
    ======  ================  ===========  ==================
    1       0.1               0.5          0
    2       0                 0            0.37
    3       0.1               0.5          0.37
    ======  ================  ===========  ==================

    The true elasticities are 0.6 and 0.4. The measurement error of materials is normal, with
    ``error`` times the mean over firms of the variance of :math:`m` over the kept periods.

    Examples
    --------
    >>> from weakties.datasets import synthetic_acf
    >>> firms = synthetic_acf(design=3, firms=4, periods=2, seed=1)
    >>> list(firms)
    ['firm', 'period', 'output', 'labour', 'capital', 'materials', 'investment', 'productivity']
    """
    if (chosen := _DESIGNS.get(integer(design, "design"))) is None:
        raise InvalidInput(f"`design` must be 1, 2 or 3: got {design}; choose one of these")
    error = number(error, "error", low=0)
    firms = integer(firms, "firms", low=1)
    periods = integer(periods, "periods", low=1)
    burn = integer(burn, "burn", low=1)
    random = np.random.Generator(np.random.Philox(integer(seed, "seed", low=0)))

    length = burn + periods
    before, omega = _productivities(chosen, random, firms, length)
    wage = _autoregression(_WAGE_PERSISTENCE, chosen.wage, random, firms, length)
    ease = np.exp(_COST_SPREAD * random.standard_normal(firms))
    investment = ease * _worth(chosen, omega, wage)
    # Firms start without capital; the first period has none and is never kept.
    stock = np.zeros(firms)
    capital = np.full((length, firms), np.nan)
    for period in range(1, length):
        stock = _KEPT * stock + investment[period - 1]
        capital[period] = np.log(stock)
    # The variance of productivity between the choice of labour and production.
    surprise = (1 - _PERSISTENCE ** (2 * chosen.timing)) * _SPREAD**2
    planned = (
        surprise / 2
        + np.log(_LABOUR)
        + _PERSISTENCE**chosen.timing * before
        - wage
        + _CAPITAL * capital
    ) / (1 - _LABOUR)
    labour = planned + chosen.slip * random.standard_normal(planned.shape)
    output = (
        _LABOUR * labour
        + _CAPITAL * capital
        + omega
        + _SHOCK * random.standard_normal(planned.shape)
    )
    materials = (_LABOUR * planned + _CAPITAL * capital + omega)[burn:]
    noise = np.sqrt(error * materials.var(axis=0).mean()) * random.standard_normal(materials.shape)
    kept = {
        "output": output[burn:],
        "labour": labour[burn:],
        "capital": capital[burn:],
        "materials": materials + noise,
        "investment": np.log(investment[burn:]),
        "productivity": omega[burn:],
    }
    places = {
        "firm": np.repeat(np.arange(firms), periods),
        "period": np.tile(np.arange(periods), firms),
    }
    return pd.DataFrame(places | {name: column.T.ravel() for name, column in kept.items()})


def _autoregression(
    coefficient: float, spread: float, random: np.random.Generator, firms: int, length: int
) -> NDArray[np.float64]:
    """Draw stationary normal series, period × firm."""
    shocks = random.standard_normal((length, firms))
    shocks *= spread * np.sqrt(1 - coefficient**2)
    shocks[0] = spread * random.standard_normal(firms)
    for period in range(1, length):
        shocks[period] += coefficient * shocks[period - 1]
    return shocks


def _productivities(
    design: _Design, random: np.random.Generator, firms: int, length: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw productivity when labour is chosen and when goods are made, period × firm."""
    early, late = _PERSISTENCE ** (1 - design.timing), _PERSISTENCE**design.timing
    first = np.sqrt(1 - early**2) * _SPREAD * random.standard_normal((length, firms))
    second = np.sqrt(1 - late**2) * _SPREAD * random.standard_normal((length, firms))
    before, omega = np.empty((length, firms)), np.empty((length, firms))
    last = _SPREAD * random.standard_normal(firms)
    for period in range(length):
        before[period] = early * last + first[period]
        last = omega[period] = late * before[period] + second[period]
    return before, omega


def _worth(
    design: _Design, omega: NDArray[np.float64], wage: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what a unit of investment is worth to a firm: its expected profits, discounted."""
    rho, wages, part = _PERSISTENCE, _WAGE_PERSISTENCE, 1 - _LABOUR
    late, early = rho**design.timing, rho ** (1 - design.timing)
    surprise, foreseen = (1 - late**2) * _SPREAD**2, (1 - early**2) * _SPREAD**2
    total = np.zeros_like(omega)
    for j in range(_TERMS):
        wage_variance = (
            (1 - wages**2) * design.wage**2 * sum(wages ** (2 * r) for r in range(j + 1))
        )
        variance = foreseen * rho ** (2 * j)
        variance += (1 - rho**2) * _SPREAD**2 * sum(rho ** (2 * r) for r in range(j))
        known = rho ** (j + 1) / part * omega - _LABOUR / part * wages ** (j + 1) * wage
        known += 0.5 * (_LABOUR / part) ** 2 * wage_variance + 0.5 * (late / part) ** 2 * variance
        total += (_DISCOUNT * _KEPT) ** j * np.exp(known)
    slip = design.slip**2 / 2
    per_unit = _LABOUR ** (_LABOUR / part) * np.exp(_LABOUR**2 * slip)
    per_unit -= _LABOUR ** (1 / part) * np.exp(slip)
    scale = _DISCOUNT * _CAPITAL / part * per_unit * np.exp(surprise / (2 * part))
    total *= scale
    return total
