r"""Global value chains: who adds value to whose final demand and exports.

Every measure is a function of an `InterCountryTable`, which holds what each country's sectors sell
to each country's sectors and final users. There are G countries and N sectors; rows run through the
sectors of the first country, then of the second, and so on.

=====================  ===========  ================================================================
Symbol                 Size         Meaning
=====================  ===========  ================================================================
:math:`Z`              GN × GN      intermediates: what the column's sector buys from the row's
:math:`Y`              GN × G       final demand of the column's country for the row's output
:math:`X`              GN           output
:math:`A`              GN × GN      technical coefficients, :math:`Z\,\mathrm{diag}(X)^{-1}`
:math:`B`              GN × GN      Leontief inverse, :math:`(I - A)^{-1}`
:math:`V`              GN           value added a unit of output
:math:`E_{sr}`         N            exports of country s to country r, :math:`A_{sr} X_r + Y_{sr}`
:math:`E_s`            N            all exports of country s, :math:`\sum_{r \ne s} E_{sr}`
=====================  ===========  ================================================================

A block such as :math:`B_{sr}` holds the rows of country s and the columns of country r. Sectors
without output have columns of zeros in :math:`A`, no value added a unit, and NaN for upstreamness.
"""

from weakties.gvc.diagnostics import Diagnostics
from weakties.gvc.exports import gross_exports
from weakties.gvc.leontief import leontief_inverse, technical_coefficients
from weakties.gvc.participation import Participation, participation
from weakties.gvc.position import downstreamness, upstreamness
from weakties.gvc.reading import read_table
from weakties.gvc.table import InterCountryTable
from weakties.gvc.value_added import (
    ValueAddedExports,
    ValueAddedFlows,
    value_added_flows,
    vax_ratio,
)

__all__ = [
    "Diagnostics",
    "InterCountryTable",
    "Participation",
    "ValueAddedExports",
    "ValueAddedFlows",
    "downstreamness",
    "gross_exports",
    "leontief_inverse",
    "participation",
    "read_table",
    "technical_coefficients",
    "upstreamness",
    "value_added_flows",
    "vax_ratio",
]
