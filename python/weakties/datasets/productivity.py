"""Panels of firms: a published worked example, plants in Michigan, and made-up firms."""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from weakties._arguments import integer, number
from weakties.errors import MissingPackage


def decomposition_example() -> pd.DataFrame:
    """Return the worked example of eight firms on which decompositions are compared.

    Returns
    -------
    pandas.DataFrame
        18 rows: ``firm``, ``period`` (0, 1 and 3), ``log_productivity`` and ``share``, which sums
        to 1 in each period. Period 3 repeats period 0, so that the step from 1 to 3 is the step
        from 0 to 1 backwards.

    Notes
    -----
    Source: the figures of the example data ``firms`` of the R package dfvad, retyped; they are
    made up. Licence: facts, without copyright. Unit: log points.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> decomposition_example().head(2)
       firm  period  log_productivity  share
    0     1       0              1.95   0.33
    1     2       0              1.73   0.25
    """
    with files("weakties.datasets").joinpath("decomposition_example.csv").open() as file:
        return pd.read_csv(file)


def michigan_firms() -> pd.DataFrame:
    """Return 157 manufacturing firms in Michigan, 1987 to 1989, that applied for training grants.

    Returns
    -------
    pandas.DataFrame
        471 rows, one for each firm and year: ``firm`` (code), ``year``, ``sales`` (US dollars of
        the year), ``employees`` (at the plant), ``average_salary`` (US dollars a year), ``union``
        and ``grant`` (whether the firm is unionised and whether it got a grant that year). Sales,
        employees and salary are missing where a firm did not answer (98, 31 and 65 rows).

    Raises
    ------
    MissingPackage
        When linearmodels, which carries the data, is not installed.

    Notes
    -----
    Source: :cite:t:`holzer1993`, as the file ``jobtraining`` in the Python package linearmodels;
    it is also an example of Wooldridge's textbooks. Licence: that of linearmodels (NCSA). Nothing
    is downloaded.

    Every firm was in being in all three years. A missing answer is not an exit: say so with
    ``first`` and ``last``, as below, or entry and exit are those of the survey.

    Examples
    --------
    >>> import numpy as np
    >>> from weakties.datasets import michigan_firms
    >>> from weakties.productivity import FirmPanel
    >>> firms = michigan_firms()
    >>> firms["log_productivity"] = np.log(firms["sales"] / firms["employees"])
    >>> panel = FirmPanel.from_frame(
    ...     firms.assign(first=1987, last=1989), "firm", "year", "log_productivity",
    ...     weight="employees", first="first", last="last", missing="drop",
    ... )
    >>> panel
    <FirmPanel: 124 firms, 3 periods, 359 rows>
    """
    package = find_spec("linearmodels")
    if package is None or package.origin is None:
        raise MissingPackage(
            "the firms come with linearmodels, which is not installed; install it with "
            '`pip install "weakties[datasets]"`'
        )
    # Read from the file: importing the package would take seconds.
    path = Path(package.origin).parent / "datasets" / "jobtraining" / "jobtraining.csv.bz2"
    columns = {
        "fcode": "firm",
        "year": "year",
        "sales": "sales",
        "employ": "employees",
        "avgsal": "average_salary",
        "union": "union",
        "grant": "grant",
    }
    table = pd.read_csv(path, usecols=list(columns))[list(columns)].rename(columns=columns)
    return table.astype({"firm": "int64", "union": bool, "grant": bool})


def published_size_gaps() -> pd.DataFrame:
    """Return published ranges of small firms' labour productivity, as a part of large firms'.

    Returns
    -------
    pandas.DataFrame
        2 rows, one a region: ``region``, and the ``lowest`` and ``highest`` percentage among its
        countries. They are ranges over countries, not estimates of one quantity.

    Notes
    -----
    Source: :cite:t:`mcdermott2017`, retyped. Licence: facts, without copyright. Unit: percent of
    large firms' labour productivity. Which countries, years and size classes the ranges cover is
    to be looked up there.

    Examples
    --------
    >>> from weakties.datasets import published_size_gaps
    >>> published_size_gaps()
              region  lowest  highest
    0  South America      16       36
    1         Europe      63       75
    """
    return pd.DataFrame(
        {"region": ["South America", "Europe"], "lowest": [16, 63], "highest": [36, 75]}
    )


def synthetic_firms(
    firms: int = 500,
    periods: int = 6,
    groups: int = 4,
    seed: int = 0,
    *,
    growth: float = 0.02,
    covariance: float = 0.15,
    exit_rate: float = 0.08,
    entrant_gap: float = 0.1,
) -> pd.DataFrame:
    r"""Return made-up firms, of which it is known what their productivity is made of.

    Parameters
    ----------
    firms : int, default 500
        How many firms there are in each period; who leaves is replaced by an entrant.
    periods : int, default 6
        How many periods, counted from 0.
    groups : int, default 4
        How many groups; a firm stays in its own.
    seed : int, default 0
        The same integer gives the same firms.
    growth : float, default 0.02
        What every firm's productivity grows by each period, in logs.
    covariance : float, default 0.15
        Covariance of log productivity and log employment across firms.
    exit_rate : float, default 0.08
        Probability to leave after each period, the same for all firms.
    entrant_gap : float, default 0.1
        By how much entrants are less productive than founders, in logs, and stay so.

    Returns
    -------
    pandas.DataFrame
        ``firms`` × ``periods`` rows: ``firm``, ``period``, ``group``, ``log_productivity`` and
        ``employees``.

    Raises
    ------
    WrongType, InvalidInput
        When a number is of the wrong kind or out of range.

    Notes
    -----
    Source: made by this function. Licence: none needed. Log productivity is
    :math:`p_{it} = g t + a_i + e_{it}`, where :math:`a_i` is normal with mean 0 for founders and
    minus the gap for entrants and with variance 0.25, and :math:`e_{it}` is normal with variance
    0.01. Log employment is normal with mean 3 and variance 1 and has the given covariance with
    :math:`a_i`.

    As a normal variable's mean weighted by a lognormal one is its mean plus their covariance, the
    expected parts are known, up to the sampling error of so many firms: the covariance of Olley and
    Pakes in period 0 is ``covariance``; from period 0 to :math:`t`, survivors' mean changes by
    ``growth`` × :math:`t` and their covariance does not; exit contributes nothing, and entry
    ``-entrant_gap`` times the entrants' share.

    Examples
    --------
    >>> from weakties.datasets import synthetic_firms
    >>> synthetic_firms(firms=3, periods=2, groups=2, seed=1).shape
    (6, 5)
    """
    firms = integer(firms, "firms", low=1)
    periods = integer(periods, "periods", low=1)
    groups = integer(groups, "groups", low=1)
    growth = number(growth, "growth")
    covariance = number(covariance, "covariance", low=-0.5, high=0.5)
    exit_rate = number(exit_rate, "exit_rate", low=0, high=1)
    entrant_gap = number(entrant_gap, "entrant_gap")
    random = np.random.Generator(np.random.Philox(integer(seed, "seed", low=0)))
    # Each place is held by one firm at a time; who leaves makes room for the next number.
    leaves = random.random((periods - 1, firms)) < exit_rate
    newcomers = firms + np.cumsum(leaves).reshape(leaves.shape) - 1
    holders = [np.arange(firms)]
    for left, newcomer in zip(leaves, newcomers, strict=True):
        holders.append(np.where(left, newcomer, holders[-1]))
    firm = np.concatenate(holders)
    count = int(firm.max()) + 1
    score = random.standard_normal(count)
    level = 0.5 * score - np.where(np.arange(count) < firms, 0.0, entrant_gap)
    slope = covariance / 0.5
    size = 3 + slope * score + np.sqrt(1 - slope**2) * random.standard_normal(count)
    group = random.integers(groups, size=count)
    period = np.repeat(np.arange(periods), firms)
    noise = 0.1 * random.standard_normal(len(firm))
    return pd.DataFrame(
        {
            "firm": firm,
            "period": period,
            "group": group[firm],
            "log_productivity": growth * period + level[firm] + noise,
            "employees": np.exp(size[firm]),
        }
    )
