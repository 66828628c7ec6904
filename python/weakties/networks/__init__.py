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
from .bonacich import bonacich, katz
from .components import connected_components
from .concor import Blockmodel, blockmodel, concor
from .degree import degree, strength
from .equivalence import regular_classes, regular_equivalence, structural_equivalence
from .holes import constraint, effective_size
from .network import Network
from .pagerank import pagerank
from .profile import profile
from .spectral import eigenvector, hits, spectral_radius
from .two_mode import TwoModeNetwork

__all__ = [
    "Blockmodel",
    "Network",
    "TwoModeNetwork",
    "betweenness",
    "blockmodel",
    "bonacich",
    "concor",
    "connected_components",
    "constraint",
    "degree",
    "effective_size",
    "eigenvector",
    "hits",
    "katz",
    "pagerank",
    "profile",
    "regular_classes",
    "regular_equivalence",
    "spectral_radius",
    "strength",
    "structural_equivalence",
]
