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

from .betweenness import betweenness
from .bridges import articulation_points, bridges, embeddedness, local_bridges, overlap
from .bridging import bridging, bridging_centrality, bridging_coefficient
from .brokerage import Brokerage, brokerage, brokerage_exclusivity
from .components import connected_components
from .degree import degree, strength
from .holes import (
    constraint,
    dyadic_constraint,
    effective_size,
    efficiency,
    hierarchy,
    structural_holes,
)
from .network import Network
from .profile import profile
from .two_mode import TwoModeNetwork

__all__ = [
    "Brokerage",
    "Network",
    "TwoModeNetwork",
    "articulation_points",
    "betweenness",
    "bridges",
    "bridging",
    "bridging_centrality",
    "bridging_coefficient",
    "brokerage",
    "brokerage_exclusivity",
    "connected_components",
    "constraint",
    "degree",
    "dyadic_constraint",
    "effective_size",
    "efficiency",
    "embeddedness",
    "hierarchy",
    "local_bridges",
    "overlap",
    "profile",
    "strength",
    "structural_holes",
]
