"""The radiation model: flows from populations and distances alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import flag
from weakties._arguments import threads as threads_of
from weakties.errors import InvalidInput

from ._places import per_place, square


def radiation(
    population: pd.Series[float],
    distances: pd.DataFrame,
    *,
    outflow: pd.Series[float] | None = None,
    opportunities: pd.Series[float] | None = None,
    finite: bool = False,
    threads: int | None = None,
) -> pd.DataFrame:
    r"""Return the flows of the radiation model, which has no parameter to fit.

    .. math::

        T_{ij} = T_i \, \frac{m_i n_j}{(m_i + s_{ij})(m_i + n_j + s_{ij})}

    where :math:`T_i` leave place :math:`i`, :math:`m_i` is its population, :math:`n_j` what place
    :math:`j` offers, and :math:`s_{ij}` what all other places offer that are as near to :math:`i`
    as :math:`j` or nearer.

    Parameters
    ----------
    population : Series or list of numbers
        Of each place.
    distances : DataFrame or square of numbers
        From rows to columns, at least 0, in any unit; only their order counts. The diagonal is not
        read.
    outflow : Series or list of numbers, optional
        How many leave each place. Without it 1 leaves each, so that flows are probabilities.
    opportunities : Series or list of numbers, optional
        What each place offers; its population by default.
    finite : bool, default False
        Divide by :math:`1 - m_i / M`, where :math:`M` is the sum of the place's own population and
        of what all others offer. Everybody who leaves then arrives, if no two places are equally
        far from an origin.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.

    Returns
    -------
    pandas.DataFrame
        Flows, origin (rows) by destination (columns); 0 on the diagonal.

    Raises
    ------
    InvalidInput, WrongType
        When a number is negative, missing or infinite, or shapes do not fit.
    UnknownLabel
        When two of the tables have different places.

    Notes
    -----
    The formula is eq. (2) of :cite:t:`simini2012`, and with the correction eq. (4) of
    :cite:t:`masucci2013`. Without the correction a share :math:`m_i / M` of those who leave stays
    on the way, which the formula for places without end neglects. Places that are equally far from
    an origin count in each other's :math:`s_{ij}`, so some more do. Nobody leaves for a place that
    offers nothing, and a place without population sends nobody.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import radiation
    >>> places = ["hill", "town", "port"]
    >>> people = pd.Series([10, 20, 30], index=places)
    >>> far = pd.DataFrame([[0, 1, 3], [1, 0, 2], [3, 2, 0]], index=places, columns=places)
    >>> radiation(people, far, outflow=people).round(2)
    destination  hill  town  port
    origin
    hill         0.00  6.67  1.67
    town         6.67  0.00  6.67
    port         3.00 12.00  0.00
    """
    values, places = square(distances, "distances")
    people = per_place(population, "population", places)
    offered = people if opportunities is None else per_place(opportunities, "opportunities", places)
    leaving = np.ones(len(places)) if outflow is None else per_place(outflow, "outflow", places)
    flows = _core.radiation(people, offered, values, threads_of(threads))
    if flag(finite, "finite"):
        arriving = (offered.sum() - offered) / (people + offered.sum() - offered)
        if not (arriving > 0).all():
            raise InvalidInput(
                "`finite` needs two places or more that offer something: nobody could arrive; "
                "leave it out"
            )
        flows /= arriving[:, np.newaxis]
    return pd.DataFrame(
        leaving[:, np.newaxis] * flows,
        index=places.rename("origin"),
        columns=places.rename("destination"),
    )
