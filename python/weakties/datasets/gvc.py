"""Published worked examples of inter-country tables."""

from __future__ import annotations

from importlib.resources import as_file, files

import pandas as pd

from weakties.gvc import InterCountryTable


def leather() -> InterCountryTable:
    """Return the worked example of three countries and three sectors of the decompr documentation.

    Argentina, Turkey and Germany with agriculture, textiles and leather, and transport equipment.
    The numbers are invented for teaching, the size of small economies in millions of a currency;
    results of many decompositions were published for them, which makes the example the common test
    of software in the field.

    Source: :cite:t:`quast2015` and the documentation of the R package decompr. The 108 numbers are
    retyped as facts; no licence is claimed on them.

    Returns
    -------
    InterCountryTable
        In millions; output is the row sums and value added the residual.

    Examples
    --------
    >>> from weakties.datasets import leather
    >>> leather()
    <InterCountryTable: 3 countries × 3 sectors>
    """
    with as_file(files("weakties.datasets").joinpath("leather.csv")) as path:
        flows = pd.read_csv(path)
    return InterCountryTable.from_frame(
        flows,
        countries=["ARG", "TUR", "DEU"],
        sectors=["Agriculture", "Textiles and leather", "Transport equipment"],
        unit="million",
    )
