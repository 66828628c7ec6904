"""Networks: where a firm, a person or an institution stands among the others.

============  ===============================  =========================================
Symbol        Name                             Meaning
============  ===============================  =========================================
i             ego                              the node that is measured
j, q          alters                           nodes that the ego has a tie to or from
s, t          ends of a path
z_ij          strength                         of the tie from i to j, larger is closer
p_ij          proportional strength            share of i's strength that goes to j
m_jq          marginal strength                j's tie with q over j's strongest tie
c_i           constraint
e_i           effective size
b_i           betweenness
σ_st          number of shortest paths         from s to t
n_k           size of an affiliation           how many members it has
============  ===============================  =========================================
"""

from .approximate import ApproximateBetweenness, betweenness_approximate
from .betweenness import betweenness, edge_betweenness
from .closeness import closeness, harmonic
from .components import connected_components
from .degree import degree, strength
from .holes import constraint, effective_size
from .network import Network
from .profile import profile
from .reach import average_path_length, diameter, distances, eccentricity, reach
from .two_mode import TwoModeNetwork

__all__ = [
    "ApproximateBetweenness",
    "Network",
    "TwoModeNetwork",
    "average_path_length",
    "betweenness",
    "betweenness_approximate",
    "closeness",
    "connected_components",
    "constraint",
    "degree",
    "diameter",
    "distances",
    "eccentricity",
    "edge_betweenness",
    "effective_size",
    "harmonic",
    "profile",
    "reach",
    "strength",
]
