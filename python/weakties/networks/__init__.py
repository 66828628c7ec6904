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

from .backbone import disparity
from .betweenness import betweenness
from .clustering import average_clustering, clustering, transitivity
from .cohesion import (
    average_degree,
    density,
    dyad_census,
    node_reciprocity,
    reciprocity,
    rich_club,
)
from .assortativity import Assortativity, assortativity, degree_assortativity
from .balkanisation import Balkanisation, balkanisation
from .betweenness import betweenness
from .communities import Communities
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
from .core_periphery import CorePeriphery, core_periphery
from .coreness import coreness
from .degree import degree, strength
from .ei_index import EIIndex, ei_index
from .bonacich import bonacich, katz
from .components import connected_components
from .concor import Blockmodel, blockmodel, concor
from .degree import degree, strength
from .equivalence import regular_classes, regular_equivalence, structural_equivalence
from .holes import constraint, effective_size
from .multiplex import MultiplexNetwork
from .label_propagation import label_propagation
from .leiden import leiden
from .modularity import modularity
from .layout import layout
from .network import Network
from .participation import participation_coefficient, within_module_degree
from .profile import profile
from .temporal import TemporalNetwork
from .seeing import ego_map, matrix_map, role_profile
from .two_mode import TwoModeNetwork

__all__ = [
    "MultiplexNetwork",
from .triads import triad_census
from .triangles import square_clustering, triangles
from .two_mode import TwoModeNetwork

__all__ = [
    "CorePeriphery",
from .pagerank import pagerank
from .profile import profile
from .spectral import eigenvector, hits, spectral_radius
from .two_mode import TwoModeNetwork

__all__ = [
    "Blockmodel",
    "Network",
    "TemporalNetwork",
    "TwoModeNetwork",
    "average_clustering",
    "average_degree",
from .segregation import Segregation, mixing_matrix, segregation
from .two_mode import TwoModeNetwork

__all__ = [
    "Assortativity",
    "Balkanisation",
    "Communities",
    "EIIndex",
    "Network",
    "Segregation",
    "TwoModeNetwork",
    "assortativity",
    "balkanisation",
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
    "clustering",
    "access",
    "betweenness",
    "communities_bridged",
    "composition",
    "blockmodel",
    "bonacich",
    "concor",
    "connected_components",
    "constraint",
    "core_periphery",
    "coreness",
    "degree",
    "disparity",
    "density",
    "dyad_census",
    "effective_size",
    "node_reciprocity",
    "profile",
    "reciprocity",
    "rich_club",
    "square_clustering",
    "strength",
    "transitivity",
    "triad_census",
    "triangles",
    "degree_assortativity",
    "effective_size",
    "ei_index",
    "label_propagation",
    "leiden",
    "mixing_matrix",
    "modularity",
    "participation_coefficient",
    "profile",
    "segregation",
    "strength",
    "within_module_degree",
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
