r"""Careers as chains of states: spells, moves, job contacts, and flows between places.

Notation
--------

=================== ==================================================================
:math:`n_{ij}`      moves observed from state i to state j within a period
:math:`p_{ij}`, P   probabilities of these moves; rows sum to 1
:math:`\pi`         stationary distribution, :math:`\pi = \pi P`
k                   number of states
:math:`w_i, r_i`    weight and rank of a state
Q, R                moves among transient states, and from them into absorbing ones
N, B, t, v          expected visits, probabilities of ends, expected steps, their variance
a, b                probabilities of hearing of an opening and of losing one's job
s, g                employment of each agent (1 or 0), and the ties among them
T, D                movers from place to place, and the stock of those who came before
=================== ==================================================================
"""

from .calibrate import Calibration, calibrate
from .contact import JobContactSimulation, job_contact_simulate
from .contact_exact import JobContactExact, job_contact_exact
from .gravity import GravityEstimate, gravity
from .ipf import FittedTable, ipf
from .markov import Absorption, absorption, communicating_classes, stationary_distribution
from .mobility import Mobility, mobility
from .multiregional import (
    MultiregionalProjection,
    multiregional_projection,
    multiregional_survival,
)
from .radiation import radiation
from .seeing import chain_flow, chain_tree
from .spells import Spells
from .stocks import StockFlows, flows_from_stocks
from .transitions import TransitionMatrix, transition_matrix

# slot estimation: imports
# slot sequences: imports
# slot diffusion: imports
# slot open_chain: imports
from .comparison import Comparison, compare
from .open_chain import OpenChain, simulate
from .scenario import Scenario
from .win_win import WinWin, win_win

__all__ = [
    "Absorption",
    "Calibration",
    "FittedTable",
    "GravityEstimate",
    "JobContactExact",
    "JobContactSimulation",
    "Mobility",
    "MultiregionalProjection",
    "Spells",
    "StockFlows",
    "TransitionMatrix",
    "absorption",
    "calibrate",
    "chain_flow",
    "chain_tree",
    "communicating_classes",
    "flows_from_stocks",
    "gravity",
    "ipf",
    "job_contact_exact",
    "job_contact_simulate",
    "mobility",
    "multiregional_projection",
    "multiregional_survival",
    "radiation",
    "stationary_distribution",
    "transition_matrix",
    # slot estimation: names
    # slot sequences: names
    # slot diffusion: names
    # slot open_chain: names
    "Comparison",
    "OpenChain",
    "Scenario",
    "compare",
    "WinWin",
    "simulate",
    "win_win",
]
