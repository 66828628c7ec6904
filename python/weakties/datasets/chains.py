"""Careers: real ones that other packages carry, and synthetic ones with a known truth."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from weakties._arguments import integer
from weakties._arguments import seed as seed_of
from weakties.errors import MissingPackage

_OCCUPATIONS = (
    "Professional, technical",
    "Managers, proprietors",
    "Sales",
    "Clerical",
    "Craftsmen, foremen",
    "Operatives",
    "Laborers, farmers",
    "Farm laborers, foremen",
    "Service",
)

_PLACES = ("home", "abroad")
_RUNGS = ("unskilled", "skilled", "professional")
# Probabilities in a year: of moving abroad and of returning, by rung; of climbing, at home and
# abroad; of falling a rung.
_LEAVE = (0.06, 0.04, 0.02)
_RETURN = (0.10, 0.05, 0.08)
_CLIMB = (0.05, 0.12)
_FALL = 0.03


def school_to_work() -> pd.DataFrame:
    """Load the monthly activities of 712 young people in Northern Ireland, 1993 to 1999.

    Returns
    -------
    pandas.DataFrame
        51,264 rows, one a person and month. ``person``; ``month``, the first day of it;
        ``activity``: employment, FE (further education), HE (higher education), joblessness, school
        or training; ``weight``, the sampling weight of the person; ``male``, ``grammar`` (school),
        ``gcse5eq`` (five or more good grades at sixteen): yes or no.

    Raises
    ------
    MissingPackage
        When the package sequenzo, which carries the data, is not installed.

    Notes
    -----
    Source: :cite:t:`mcvicar2002`, as distributed with the package sequenzo under the BSD 3-Clause
    licence; read from there, not copied.

    Examples
    --------
    >>> from weakties.datasets import school_to_work
    >>> school_to_work()["activity"].value_counts().head(3)
    activity
    employment    22937
    FE             8331
    HE             5980
    Name: count, dtype: int64
    """
    wide = pd.read_csv(_inside("sequenzo") / "datasets" / "mvad.csv")
    months = [name for name in wide.columns if pd.Series([name]).str.match(r"[A-Z]..\.\d\d$")[0]]
    long = wide.rename(columns={"id": "person", "Grammar": "grammar"}).melt(
        ["person", "weight", "male", "grammar", "gcse5eq"], months, "month", "activity"
    )
    long["month"] = pd.to_datetime(long["month"], format="%b.%y")
    columns = ["person", "month", "activity", "weight", "male", "grammar", "gcse5eq"]
    return long[columns].sort_values(["person", "month"], ignore_index=True)


def mens_occupations() -> pd.DataFrame:
    """Load the occupations of 545 young men in the United States, 1980 to 1987.

    Returns
    -------
    pandas.DataFrame
        4,360 rows, one a person and year. ``person``; ``year``; ``occupation``, a categorical in
        the order of the codes; ``log_wage``, the logarithm of the hourly wage in US dollars;
        ``union``, whether it is set by collective bargaining.

    Raises
    ------
    MissingPackage
        When the package linearmodels, which carries the data, is not installed.

    Notes
    -----
    Source: :cite:t:`vella1998`, from the National Longitudinal Survey of Youth, as distributed with
    the package linearmodels under the NCSA licence; read from there, not copied.

    Examples
    --------
    >>> from weakties.datasets import mens_occupations
    >>> mens_occupations().groupby("year").size().unique()
    array([545])
    """
    given = pd.read_csv(_inside("linearmodels") / "datasets" / "wage_panel" / "wage_panel.csv.bz2")
    codes = given["occupation"].to_numpy(np.int64) - 1
    return pd.DataFrame(
        {
            "person": given["nr"],
            "year": given["year"],
            "occupation": pd.Categorical.from_codes(codes.tolist(), pd.Index(_OCCUPATIONS)),
            "log_wage": given["lwage"],
            "union": given["union"] == 1,
        }
    )


def synthetic_careers(
    persons: int = 1000, periods: int = 20, *, seed: object = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Generate careers over places and rungs whose transition probabilities are known.

    Everyone starts unskilled at home. In a year one moves between home and abroad (the less likely
    abroad, the higher the rung), keeping the rung; or climbs a rung, more often abroad; or falls
    one. The numbers are invented, to be estimated back; they describe no country.

    Parameters
    ----------
    persons, periods : int
        How many persons, and for how many years from 2000 on.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, default 0
        What is drawn from.

    Returns
    -------
    careers : pandas.DataFrame
        One row a person and year: ``person``, ``year``, ``place``, ``rung`` (both categorical, the
        rungs ordered).
    truth : pandas.DataFrame
        The transition probabilities: (place, rung) × (place, rung).

    Raises
    ------
    WrongType, InvalidInput
        When a number is not a whole number from 1 up.

    Examples
    --------
    >>> from weakties.datasets import synthetic_careers
    >>> careers, truth = synthetic_careers(persons=2, periods=3)
    >>> len(careers)
    6
    >>> truth.sum(axis=1).round(12).unique()
    array([1.])
    """
    persons = integer(persons, "persons", low=1)
    periods = integer(periods, "periods", low=1)
    drawn = np.random.default_rng(seed_of(seed).entropy)
    truth = _career_probabilities()
    reached = truth.to_numpy().cumsum(axis=1)
    # So that a draw just below 1 does not fall behind a rounded last sum.
    reached[:, -1] = 1.0
    states = np.zeros((periods, persons), np.int64)
    for period in range(1, periods):
        luck = drawn.random(persons)
        states[period] = (luck[:, np.newaxis] >= reached[states[period - 1]]).sum(axis=1)
    place, rung = np.divmod(states.T.ravel(), len(_RUNGS))
    careers = pd.DataFrame(
        {
            "person": np.repeat(np.arange(persons), periods),
            "year": np.tile(np.arange(2000, 2000 + periods), persons),
            "place": pd.Categorical.from_codes(place.tolist(), pd.Index(_PLACES)),
            "rung": pd.Categorical.from_codes(rung.tolist(), pd.Index(_RUNGS), ordered=True),
        }
    )
    return careers, truth


def _career_probabilities() -> pd.DataFrame:
    rungs = len(_RUNGS)
    states = pd.MultiIndex.from_product([_PLACES, _RUNGS], names=["place", "rung"])
    matrix = np.zeros((len(states), len(states)))
    for state in range(len(states)):
        place, rung = divmod(state, rungs)
        matrix[state, (1 - place) * rungs + rung] = (_RETURN if place else _LEAVE)[rung]
        if rung + 1 < rungs:
            matrix[state, state + 1] = _CLIMB[place]
        if rung > 0:
            matrix[state, state - 1] = _FALL
        matrix[state, state] = 1 - matrix[state].sum()
    return pd.DataFrame(matrix, index=states, columns=states)


def _inside(package: str) -> Path:
    """Find the folder of an installed package without importing it."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise MissingPackage(
            f"these data come with the package {package}, which is not installed; install it with "
            '`pip install "weakties[datasets]"`'
        )
    return Path(found.submodule_search_locations[0])
