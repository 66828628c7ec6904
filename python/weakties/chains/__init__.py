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

from ._intensities import Multistate
from ._markets import ParticipationEquilibria
from ._strata import ChainTest
from .calibrate import Calibration, calibrate
from .comparison import Comparison, compare
from .contact import JobContactSimulation, job_contact_simulate
from .contact_exact import JobContactExact, job_contact_exact
from .contact_games import job_contact_dropout, job_contact_durations, two_countries
from .contact_games_simulated import job_contact_dropout_simulate, two_countries_simulate
from .diffusion import DiffusionSimulation, diffusion_simulate
from .diffusion_exact import DiffusionExact, diffusion_exact, threshold_equilibrium
from .gravity import GravityEstimate, gravity
from .homogeneity import homogeneity_test, order_test, stationarity_test
from .ipf import FittedTable, ipf
from .logit import TransitionLogit, transition_logit
from .markov import Absorption, absorption, communicating_classes, stationary_distribution
from .mobility import Mobility, mobility
from .multiregional import (
    MultiregionalProjection,
    multiregional_projection,
    multiregional_survival,
)
from .multistate import multistate
from .open_chain import OpenChain, simulate
from .openness import Openness, openness
from .passage import FirstPassage, first_passage, fundamental_matrix, kemeny_constant
from .radiation import radiation
from .scenario import Scenario
from .seeding import greedy_seeds
from .seeing import chain_flow, chain_tree
from .semi_markov import SemiMarkov, semi_markov
from .sequence_distance import SequenceDistances, sequence_distance
from .sequences import SequenceIndices, sequence_indices
from .spells import Spells
from .stocks import StockFlows, flows_from_stocks
from .transitions import TransitionMatrix, transition_matrix
from .win_win import WinWin, win_win

__all__ = [
    "Absorption",
    "Calibration",
    "ChainTest",
    "Comparison",
    "DiffusionExact",
    "DiffusionSimulation",
    "FirstPassage",
    "FittedTable",
    "GravityEstimate",
    "JobContactExact",
    "JobContactSimulation",
    "Mobility",
    "MultiregionalProjection",
    "Multistate",
    "OpenChain",
    "Openness",
    "ParticipationEquilibria",
    "Scenario",
    "SemiMarkov",
    "SequenceDistances",
    "SequenceIndices",
    "Spells",
    "StockFlows",
    "TransitionLogit",
    "TransitionMatrix",
    "WinWin",
    "absorption",
    "calibrate",
    "chain_flow",
    "chain_tree",
    "communicating_classes",
    "compare",
    "diffusion_exact",
    "diffusion_simulate",
    "first_passage",
    "flows_from_stocks",
    "fundamental_matrix",
    "gravity",
    "greedy_seeds",
    "homogeneity_test",
    "ipf",
    "job_contact_dropout",
    "job_contact_dropout_simulate",
    "job_contact_durations",
    "job_contact_exact",
    "job_contact_simulate",
    "kemeny_constant",
    "mobility",
    "multiregional_projection",
    "multiregional_survival",
    "multistate",
    "openness",
    "order_test",
    "radiation",
    "semi_markov",
    "sequence_distance",
    "sequence_indices",
    "simulate",
    "stationarity_test",
    "stationary_distribution",
    "threshold_equilibrium",
    "transition_logit",
    "transition_matrix",
    "two_countries",
    "two_countries_simulate",
    "win_win",
]
