r"""Careers as chains of states: spells, transition matrices, mobility, and job-contact networks.

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
=================== ==================================================================
"""

from .contact import JobContactSimulation, job_contact_simulate
from .contact_exact import JobContactExact, job_contact_exact
from .markov import Absorption, absorption, communicating_classes, stationary_distribution
from .mobility import Mobility, mobility
from .spells import Spells
from .transitions import TransitionMatrix, transition_matrix

__all__ = [
    "Absorption",
    "JobContactExact",
    "JobContactSimulation",
    "Mobility",
    "Spells",
    "TransitionMatrix",
    "absorption",
    "communicating_classes",
    "job_contact_exact",
    "job_contact_simulate",
    "mobility",
    "stationary_distribution",
    "transition_matrix",
]
