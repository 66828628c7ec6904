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
from .components import connected_components
from .degree import degree, strength
from .dyads import attribute_matrix, tie_matrix
from .holes import constraint, effective_size
from .mrqap import Mrqap, mrqap
from .network import Network
from .node_resampling import NodeBootstrap, NodeJackknife, node_bootstrap, node_jackknife
from .null_test import NullTest, null_test
from .profile import profile
from .qap import QapCorrelation, qap_correlation
from .rewiring import random_network_like, rewire
from .sensitivity import Sensitivity, sensitivity
from .small_world import SmallWorld, small_world
from .two_mode import TwoModeNetwork

__all__ = [
    "Mrqap",
    "Network",
    "NodeBootstrap",
    "NodeJackknife",
    "NullTest",
    "QapCorrelation",
    "Sensitivity",
    "SmallWorld",
    "TwoModeNetwork",
    "attribute_matrix",
    "betweenness",
    "connected_components",
    "constraint",
    "degree",
    "effective_size",
    "mrqap",
    "node_bootstrap",
    "node_jackknife",
    "null_test",
    "profile",
    "qap_correlation",
    "random_network_like",
    "rewire",
    "sensitivity",
    "small_world",
    "strength",
    "tie_matrix",
]
