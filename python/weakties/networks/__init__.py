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

from .affiliation import access, communities_bridged, composition, diversity
from .betweenness import betweenness
from .bipartite import (
    two_mode_betweenness,
    two_mode_closeness,
    two_mode_closure,
    two_mode_clustering,
    two_mode_degree,
    two_mode_redundancy,
)
from .components import connected_components
from .degree import degree, strength
from .holes import constraint, effective_size
from .layout import layout
from .network import Network
from .profile import profile
from .seeing import ego_map, matrix_map, role_profile
from .two_mode import TwoModeNetwork

__all__ = [
    "Network",
    "TwoModeNetwork",
    "access",
    "betweenness",
    "communities_bridged",
    "composition",
    "connected_components",
    "constraint",
    "degree",
    "diversity",
    "effective_size",
    "ego_map",
    "layout",
    "matrix_map",
    "profile",
    "role_profile",
    "strength",
    "two_mode_betweenness",
    "two_mode_closeness",
    "two_mode_closure",
    "two_mode_clustering",
    "two_mode_degree",
    "two_mode_redundancy",
]
