"""Populations of several places: who survives where, and how all grow together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import integer, number
from weakties._results import Meta, Result
from weakties._wording import shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from ._places import table_by_age

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Index: TypeAlias = "pd.Index[Any]"


@dataclass(frozen=True, eq=False, repr=False)
class MultiregionalProjection(Result):
    """A population of several places, step by step; see `multiregional_projection`.

    Attributes
    ----------
    population : pandas.DataFrame
        Indexed by step (0 is the start) and age; a column for each place.
    growth : pandas.DataFrame
        What one step makes of a population: from age and place (rows) to age and place (columns).
    growth_rate : float
        The yearly rate at which the population grows in the long run.
    stable : pandas.DataFrame
        The shares of ages (rows) and places (columns) in the long run; they sum to 1.
    """

    title: ClassVar[str] = "Population of several places"

    population: pd.DataFrame
    growth: pd.DataFrame
    growth_rate: float
    stable: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each step, age and place.

        Returns
        -------
        pandas.DataFrame
            ``step``, ``age``, ``place`` and ``population``.
        """
        long = self.population.reset_index()
        long = long.melt(["step", "age"], var_name="place", value_name="population")
        return long.sort_values(["step", "age"], kind="stable", ignore_index=True)

    def _shown(self) -> pd.DataFrame:
        return self.population.groupby(level="step").sum()

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.paths import lines

        return lines(self._shown(), time="Step", values="Population", ax=ax)


def multiregional_survival(
    moves: pd.DataFrame, deaths: pd.DataFrame, *, width: float
) -> pd.DataFrame:
    r"""Return the probability to be alive in each place when the next age group is reached.

    .. math::

        P(x) = \bigl(I + \tfrac n2 M(x)\bigr)^{-1} \bigl(I - \tfrac n2 M(x)\bigr)

    where :math:`M(x)` has minus the rate of moving from place :math:`i` to :math:`j` off the
    diagonal, and the sum of the rate of dying and of all rates of leaving on it; :math:`n` is the
    width of age groups.

    Parameters
    ----------
    moves : DataFrame
        Rates of moving a year: indexed by age and origin, with a column for each destination. From
        a place to itself is not read.
    deaths : DataFrame
        Rates of dying a year: indexed by age, with a column for each place.
    width : float
        Of the age groups, in years.

    Returns
    -------
    pandas.DataFrame
        Indexed by age and origin, with a column for each place. Rows sum to the probability to be
        alive.

    Raises
    ------
    UnknownLabel
        When ages or places differ between tables.
    InvalidInput, WrongType
        When a rate is negative, missing or infinite, or so high that a probability would be
        negative.

    Notes
    -----
    This is the life table of several places of :cite:t:`rogers1975`, whose formula takes rates as
    constant within an age group and people as moving evenly over it. Rows here are where people
    come from; the book has them as columns. With one place it is
    :math:`(1 - \tfrac n2 m) / (1 + \tfrac n2 m)`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import multiregional_survival
    >>> index = pd.MultiIndex.from_product([[0], ["city", "land"]], names=["age", "origin"])
    >>> moves = pd.DataFrame({"city": [0, 0.03], "land": [0.01, 0]}, index=index)
    >>> deaths = pd.DataFrame({"city": [0.01], "land": [0.02]}, index=[0])
    >>> multiregional_survival(moves, deaths, width=5).round(4)
                  city    land
    age origin
    0   city    0.9078  0.0424
        land    0.1272  0.7806
    """
    values, ages, places = _moves(moves)
    rates = table_by_age(deaths, "deaths", ages, places)
    width = number(width, "width", low=0, open_low=True)
    found = _core.multiregional_survival(values, rates, width)
    index = pd.MultiIndex.from_product([ages, places], names=["age", "origin"])
    return pd.DataFrame(found.reshape(-1, len(places)), index=index, columns=places)


def multiregional_projection(
    population: pd.DataFrame,
    moves: pd.DataFrame,
    deaths: pd.DataFrame,
    births: pd.DataFrame,
    *,
    width: float,
    steps: int,
) -> MultiregionalProjection:
    r"""Project a population of several places that people move between, by age.

    .. math:: K_{t+n} = K_t \, G

    where :math:`K` counts people by age and place and :math:`G` has two kinds of blocks: from age
    group :math:`x` to the next, and from :math:`x` to the first by births,

    .. math::

        S(x) = (I + P(x))^{-1} P(x) \, (I + P(x+n)), \qquad
        B(x) = \tfrac n4 \, \bigl(F(x) + S(x) F(x+n)\bigr) \, (I + P(0))

    with :math:`P` of `multiregional_survival` and :math:`F` the rates of giving birth.

    Parameters
    ----------
    population : DataFrame
        People at the start: indexed by age, with a column for each place.
    moves, deaths
        As in `multiregional_survival`.
    births : DataFrame
        Births a year and person: indexed by age, with a column for each place. Children are counted
        by where they are born; give daughters for a population of women.
    width : float
        Of the age groups and of a step, in years.
    steps : int
        How many.

    Returns
    -------
    MultiregionalProjection

    Raises
    ------
    UnknownLabel
        When ages or places differ between tables.
    InvalidInput, WrongType
        When a number is negative, missing or infinite, or rates are too high for the width.

    Notes
    -----
    The model is that of :cite:t:`rogers1975`. The last age group is open: those in it stay in it
    with the probabilities of its own :math:`P`, and :math:`S` of the group before leads into it.
    Ages past childbearing leave no trace in the growth of the long run, which is the largest
    eigenvalue of :math:`G`; ``growth_rate`` is its logarithm over ``width``. With one place
    :math:`G` is the matrix of Leslie.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import multiregional_projection
    >>> ages, places = [0, 20, 40], ["city", "land"]
    >>> index = pd.MultiIndex.from_product([ages, places], names=["age", "origin"])
    >>> by_age = lambda *rows: pd.DataFrame(rows, index=ages, columns=places)
    >>> moves = pd.DataFrame({"city": [0, 0.02] * 3, "land": [0.005, 0] * 3}, index=index)
    >>> found = multiregional_projection(
    ...     by_age([100, 200], [80, 150], [60, 100]), moves,
    ...     deaths=by_age([0.002, 0.004], [0.003, 0.005], [0.03, 0.04]),
    ...     births=by_age([0, 0], [0.04, 0.06], [0, 0]), width=20, steps=2,
    ... )
    >>> found.population.groupby("step").sum().round(1)
    place   city   land
    step
    0      240.0  450.0
    1      394.7  376.1
    2      484.6  313.9
    """
    values, ages, places = _moves(moves)
    width = number(width, "width", low=0, open_low=True)
    steps = integer(steps, "steps", low=1)
    people = table_by_age(population, "population", ages, places)
    dying = table_by_age(deaths, "deaths", ages, places)
    bearing = table_by_age(births, "births", ages, places)
    survival = _core.multiregional_survival(values, dying, width)
    growth = _core.multiregional_growth(survival, bearing, width)
    path = [people.ravel()]
    for _ in range(steps):
        path.append(path[-1] @ growth)
    root, stable = _long_run(growth)
    cells = pd.MultiIndex.from_product([ages, places], names=["age", "place"])
    index = pd.MultiIndex.from_product([range(steps + 1), ages], names=["step", "age"])
    columns = places.rename("place")
    return MultiregionalProjection(
        population=pd.DataFrame(np.reshape(path, (-1, len(places))), index=index, columns=columns),
        growth=pd.DataFrame(growth, index=cells, columns=cells),
        growth_rate=float(np.log(root) / width),
        stable=pd.DataFrame(
            stable.reshape(len(ages), -1), index=ages.rename("age"), columns=columns
        ),
        meta=Meta(
            method="multiregional projection",
            options={"width": width, "steps": steps},
            counts={"ages": len(ages), "places": len(places)},
            sources=("rogers1975",),
        ),
    )


def _long_run(growth: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Return the factor by which a step multiplies the population in the long run, and shares."""
    roots, vectors = np.linalg.eig(growth.T)
    largest = int(np.argmax(roots.real))
    shares = np.abs(vectors[:, largest].real)
    return float(roots[largest].real), shares / shares.sum()


def _moves(moves: object) -> tuple[NDArray[np.float64], _Index, _Index]:
    """Return rates by age, origin and destination, with the ages and places."""
    if not isinstance(moves, pd.DataFrame) or moves.index.nlevels != 2:
        raise WrongType(
            "`moves` must be a DataFrame indexed by age and origin, with a column for each "
            "destination; make one first, such as with .pivot(index=['age', 'origin'], …)"
        )
    ages, places = moves.index.unique(level=0), pd.Index(moves.columns)
    if not len(moves) or not len(places):
        raise InvalidInput("`moves` is empty: give rates of at least one age and place")
    wanted = pd.MultiIndex.from_product([ages, places])
    if not moves.index.is_unique or not places.is_unique:
        twice = (
            moves.index[moves.index.duplicated()].tolist() + places[places.duplicated()].tolist()
        )
        raise InvalidInput(
            f"`moves` must name each age and origin, and each destination, once: {twice[0]!r} is "
            "there twice; add such entries up"
        )
    wrong = wanted.symmetric_difference(pd.MultiIndex.from_tuples(moves.index.tolist()))
    if len(wrong):
        raise UnknownLabel(
            f"`moves` must have each destination as an origin at each age, and no other: see age "
            f"{shown(wrong[0][0])}, origin {shown(wrong[0][1])}; give rates of 0 where nobody moves"
        )
    count = len(places)
    flat = table_by_age(moves.set_axis(range(len(moves))).to_numpy(), "moves", moves.index, places)
    ordered = flat[moves.index.get_indexer(wanted)]
    return ordered.reshape(len(ages), count, count), ages.rename("age"), places.rename(None)
