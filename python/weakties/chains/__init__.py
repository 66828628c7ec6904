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
from .homogeneity import ChainTest, homogeneity_test, order_test, stationarity_test
from .logit import TransitionLogit, transition_logit
from .multistate import Multistate, multistate
from .passage import FirstPassage, first_passage, fundamental_matrix, kemeny_constant
from .semi_markov import SemiMarkov, semi_markov
# slot sequences: imports
from .openness import Openness, openness
from .sequence_distance import SequenceDistances, sequence_distance
from .sequences import SequenceIndices, sequence_indices
# slot diffusion: imports
from .contact_games import (
    ParticipationEquilibria,
    job_contact_dropout,
    job_contact_durations,
    two_countries,
)
from .diffusion import DiffusionSimulation, diffusion_simulate
from .diffusion_exact import DiffusionExact, diffusion_exact, threshold_equilibrium
from .seeding import greedy_seeds
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
    "ChainTest",
    "FirstPassage",
    "Multistate",
    "SemiMarkov",
    "TransitionLogit",
    "first_passage",
    "fundamental_matrix",
    "homogeneity_test",
    "kemeny_constant",
    "multistate",
    "order_test",
    "semi_markov",
    "stationarity_test",
    "transition_logit",
    # slot sequences: names
    "Openness",
    "openness",
    "SequenceDistances",
    "SequenceIndices",
    "sequence_distance",
    "sequence_indices",
    # slot diffusion: names
    "DiffusionExact",
    "DiffusionSimulation",
    "ParticipationEquilibria",
    "job_contact_dropout",
    "job_contact_durations",
    "two_countries",
    "diffusion_exact",
    "diffusion_simulate",
    "greedy_seeds",
    "threshold_equilibrium",
    # slot open_chain: names
    "Comparison",
    "OpenChain",
    "Scenario",
    "compare",
    "WinWin",
    "simulate",
    "win_win",
]
