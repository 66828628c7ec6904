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
:math:`y, l, k, m`   logs of output, labour, capital and materials
:math:`\beta`         output elasticities of inputs
:math:`\omega`        productivity that the firm knows when it chooses its inputs
:math:`\theta_j`      share of sector :math:`j` in labour
==================== ==========================================================================
"""

from .aggregate_growth import GrowthDecomposition, aggregate_growth
from .augmented import AugmentedDecomposition, augmented_olley_pakes
from .between_within import Dispersion, theil, variance_decomposition
from .cells import MicroMoments, micro_moments
from .decomposition.baily_hulten_campbell import baily_hulten_campbell
from .decomposition.baldwin_gu import baldwin_gu
from .decomposition.compare_methods import compare_methods
from .decomposition.contributions import group_contributions
from .decomposition.decompose import decompose
from .decomposition.diewert_fox import diewert_fox
from .decomposition.foster_haltiwanger_krizan import foster_haltiwanger_krizan
from .decomposition.griliches_regev import griliches_regev
from .decomposition.melitz_polanec import melitz_polanec
from .decomposition.olley_pakes import olley_pakes
from .decomposition.result import (
    ChainedDecomposition,
    Decomposition,
    DynamicDecomposition,
    GroupContributions,
    MethodComparison,
    StaticDecomposition,
)
from .disclosure import Disclosure, disclosure
from .estimates import Estimates
from .index_numbers import multilateral_index, solow_index
from .markups import Markups, markups
from .misallocation import Misallocation, misallocation
from .outliers import outlier_bounds, trim, winsorise
from .panel import FirmPanel
from .preparation import growth, input_index, logarithm
from .prices import deflate, double_deflate, perpetual_inventory
from .production.estimate import productivity
from .production.result import ProductionEstimate
from .sectors import SectorDecomposition
from .shift_share import ShiftShare, shift_share
from .size_class import size_class
from .size_gap import size_gap
from .size_gap_tables import SizeGap
from .stream import FirmStream
from .transitions import ClassTransitions, class_transitions, joint_distribution
from .types import TypesDecomposition, across_types

__all__ = [
    "AugmentedDecomposition",
    "ChainedDecomposition",
    "ClassTransitions",
    "Decomposition",
    "Disclosure",
    "Dispersion",
    "DynamicDecomposition",
    "Estimates",
    "FirmPanel",
    "FirmStream",
    "GroupContributions",
    "GrowthDecomposition",
    "Markups",
    "MethodComparison",
    "MicroMoments",
    "Misallocation",
    "ProductionEstimate",
    "SectorDecomposition",
    "ShiftShare",
    "SizeGap",
    "StaticDecomposition",
    "TypesDecomposition",
    "across_types",
    "aggregate_growth",
    "augmented_olley_pakes",
    "baily_hulten_campbell",
    "baldwin_gu",
    "class_transitions",
    "compare_methods",
    "decompose",
    "deflate",
    "diewert_fox",
    "disclosure",
    "double_deflate",
    "foster_haltiwanger_krizan",
    "griliches_regev",
    "group_contributions",
    "growth",
    "input_index",
    "joint_distribution",
    "logarithm",
    "markups",
    "melitz_polanec",
    "micro_moments",
    "misallocation",
    "multilateral_index",
    "olley_pakes",
    "outlier_bounds",
    "perpetual_inventory",
    "productivity",
    "shift_share",
    "size_class",
    "size_gap",
    "solow_index",
    "theil",
    "trim",
    "variance_decomposition",
    "winsorise",
]
