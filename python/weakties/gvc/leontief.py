"""What output requires, directly and round about."""

from __future__ import annotations

import numpy as np
import pandas as pd

from weakties import _arguments, _core
from weakties._progress import reporter
from weakties.gvc.table import InterCountryTable, the_table


def technical_coefficients(table: InterCountryTable) -> pd.DataFrame:
    r"""Divide inputs by output.

    .. math:: A = Z \, \mathrm{diag}(X)^{-1}

    Parameters
    ----------
    table : InterCountryTable
        The flows.

    Returns
    -------
    pandas.DataFrame
        From the row's sector to the column's, a pure number. Columns of sectors without output are
        zero.

    Raises
    ------
    WrongType
        When ``table`` is no `InterCountryTable`.

    Notes
    -----
    The model is that of :cite:t:`leontief1936`; :cite:t:`millerblair2009` is the textbook.

    Examples
    --------
    >>> from weakties.datasets import leather
    >>> from weakties.gvc import technical_coefficients
    >>> technical_coefficients(leather()).iloc[0, :3].round(4).tolist()
    [0.2072, 0.0875, 0.0947]
    """
    table = the_table(table)
    flows = table.Z
    output = table.output.to_numpy()
    shares = np.divide(
        flows.to_numpy(),
        output,
        out=np.zeros(flows.shape),
        where=np.broadcast_to(output != 0, flows.shape),
    )
    return pd.DataFrame(shares, index=flows.index, columns=flows.columns, copy=False)


def leontief_inverse(
    table: InterCountryTable, *, threads: int | None = None, progress: bool | None = None
) -> pd.DataFrame:
    r"""Output that a unit of final demand requires, directly and round about.

    .. math:: B = (I - A)^{-1} = I + A + A^2 + \dots

    Parameters
    ----------
    table : InterCountryTable
        The flows.
    threads : int, optional
        How many threads work; left out, one a processor. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; left out, one appears after two seconds.

    Returns
    -------
    pandas.DataFrame
        Output of the row's sector for a unit of final demand for the column's, a pure number. With
        residual value added, :math:`V B = 1` in every column where there is output.

    Raises
    ------
    WrongType
        When ``table`` is no `InterCountryTable`.
    InvalidInput
        When the table has no inverse, because sectors use up at least what they produce.

    Notes
    -----
    See :cite:t:`leontief1936` and, for the condition that an inverse exists,
    :cite:t:`millerblair2009`. The other measures of this pillar do not form the inverse: one
    factorisation of :math:`I - A`, which the table keeps, and a few solves are enough.

    Examples
    --------
    >>> from weakties.datasets import leather
    >>> from weakties.gvc import leontief_inverse
    >>> leontief_inverse(leather()).iloc[0, :3].round(4).tolist()
    [1.2764, 0.1456, 0.2035]
    """
    table = the_table(table)
    threads = _arguments.threads(threads)
    with reporter(progress, "Leontief inverse") as report:
        inverse = _core.leontief_inverse(table._leontief(threads, report), threads, report)
    columns = table.rows.set_names(["destination", "use"])
    return pd.DataFrame(inverse, index=table.rows, columns=columns, copy=False)
