r"""Productivity: what aggregates are made of, and which firms make them grow.

Notation
--------
==================== ==========================================================================
:math:`i, t`         a firm, a period; 0 and 1 are the earlier and the later of two periods
:math:`p_{it}`       productivity, in logs as a rule
:math:`s_{it}`       share in the weight of the firm's group and period; sums to 1
:math:`P_t`          aggregate productivity, :math:`\sum_i s_{it} p_{it}`
:math:`\bar p_t`     mean productivity, which counts every firm alike
:math:`n_t`          number of firms
:math:`C, N, X`      survivors (seen in both periods), entrants (later only), exiters (earlier)
:math:`S_{Gt}`       share of :math:`G`, one of these three, in the group's weight
:math:`P_{Gt}`       aggregate productivity of :math:`G`, by shares within :math:`G`
:math:`\bar p_{Gt}`  mean productivity of :math:`G`
==================== ==========================================================================
"""

from .decomposition.melitz_polanec import melitz_polanec
from .decomposition.olley_pakes import olley_pakes
from .decomposition.result import Decomposition, DynamicDecomposition, StaticDecomposition
from .panel import FirmPanel

# slot panel: imports
# slot decompose: imports
# slot types_gap: imports
# slot sectors: imports
# slot estimation: imports
from .production.estimate import productivity
from .production.result import ProductionEstimate
# slot release: imports

__all__ = [
    # slot panel: names
    # slot decompose: names
    # slot types_gap: names
    # slot sectors: names
    # slot estimation: names
    "ProductionEstimate",
    "productivity",
    # slot release: names
    "Decomposition",
    "DynamicDecomposition",
    "FirmPanel",
    "StaticDecomposition",
    "melitz_polanec",
    "olley_pakes",
]
