"""Networks: where a firm, a person or an institution stands among the others.

=========  ==========================  =========================================
Symbol     Name                        Meaning
=========  ==========================  =========================================
i          ego                         the node that is measured
j, q       alters                      nodes that the ego has a tie to or from
s, t       ends of a path
n, m                                   number of nodes, number of ties
a_ij       weight                      of the tie from i to j; 1 where not read
z_ij       strength                    a_ij + a_ji, larger is closer
p_ij       proportional strength       share of i's strength that goes to j
m_jq       marginal strength           j's tie with q over j's strongest tie
c_i, c_ij  constraint                  of ego i; what alter j adds to it
e_i, h_i   effective size, hierarchy
k_i        number of contacts
d_i, s_i   degree, strength of a node  number of ties, sum of their weights
φ(k)       rich-club coefficient       density among nodes with more than k ties
d_ij       distance                    length of the shortest path from i to j
σ_st       number of shortest paths    from s to t
b_i        betweenness                 before it is normalised
λ          largest eigenvalue          of the matrix of the a_ij
α          attenuation                 of longer walks, in Katz's status
β          beta                        weight of contacts' power in Bonacich's
O_ij       overlap                     of a tie: share of contacts in common
β_i        bridging coefficient
Q, γ       modularity, resolution
k_ig       ties with a group           ties of i with members of group g
P_i, z_i   roles in communities        participation, within-module degree
e_gh       mixing                      share of ties from group g to group h
a_g, b_h   margins of mixing           sums of e_gh over h, and over g
δ_ij, ρ    ideal pattern, fit          of core and periphery
σ, ω       small-world indices
d_k        size of an affiliation      how many members it has
=========  ==========================  =========================================
"""

from .affiliation import access, communities_bridged, composition, diversity
from .approximate import ApproximateBetweenness, betweenness_approximate
from .assortativity import Assortativity, assortativity, degree_assortativity
from .backbone import disparity
from .balkanisation import Balkanisation, balkanisation
from .betweenness import betweenness, edge_betweenness
from .bipartite import two_mode_betweenness, two_mode_closeness, two_mode_degree
from .bonacich import bonacich, katz
from .bridges import articulation_points, bridges, embeddedness, local_bridges, overlap
from .bridging import bridging, bridging_centrality, bridging_coefficient
from .brokerage import Brokerage, brokerage, brokerage_exclusivity
from .centralization import centralization
from .closeness import closeness, harmonic
from .clustering import average_clustering, clustering, transitivity
from .cohesion import average_degree, density, dyad_census, node_reciprocity, reciprocity, rich_club
from .communities import Communities
from .components import connected_components
from .concor import Blockmodel, blockmodel, concor
from .core_periphery import CorePeriphery, core_periphery
from .core_periphery_test import core_periphery_test
from .coreness import coreness
from .degree import degree, strength
from .dyads import attribute_matrix, tie_matrix
from .effective_size import effective_size, efficiency
from .ei_index import EIIndex, ei_index
from .equivalence import regular_classes, regular_equivalence, structural_equivalence
from .holes import constraint, dyadic_constraint, hierarchy, structural_holes
from .label_propagation import label_propagation
from .layout import layout
from .leiden import leiden
from .modularity import modularity
from .mrqap import Mrqap, mrqap
from .multiplex import MultiplexNetwork
from .network import Network
from .node_resampling import NodeBootstrap, NodeJackknife, node_bootstrap, node_jackknife
from .null_test import NullTest, null_test
from .pagerank import pagerank
from .participation import participation_coefficient, within_module_degree
from .partitions import compare_partitions
from .profile import profile
from .qap import QapCorrelation, qap_correlation
from .reach import average_path_length, diameter, distances, eccentricity, reach
from .rewiring import random_network_like, rewire
from .rich_club_test import rich_club_test
from .seeing import ego_map, matrix_map, role_profile
from .segregation import Segregation, mixing_matrix, segregation
from .sensitivity import Sensitivity, sensitivity
from .small_world import SmallWorld, small_world
from .spectral import eigenvector, hits, spectral_radius
from .spectral_segregation import SpectralSegregation, spectral_segregation
from .temporal import TemporalNetwork
from .triads import triad_census
from .triangles import square_clustering, triangles
from .two_mode import TwoModeNetwork
from .two_mode_clustering import two_mode_closure, two_mode_clustering, two_mode_redundancy

__all__ = [
    "ApproximateBetweenness",
    "Assortativity",
    "Balkanisation",
    "Blockmodel",
    "Brokerage",
    "Communities",
    "CorePeriphery",
    "EIIndex",
    "Mrqap",
    "MultiplexNetwork",
    "Network",
    "NodeBootstrap",
    "NodeJackknife",
    "NullTest",
    "QapCorrelation",
    "Segregation",
    "Sensitivity",
    "SmallWorld",
    "SpectralSegregation",
    "TemporalNetwork",
    "TwoModeNetwork",
    "access",
    "articulation_points",
    "assortativity",
    "attribute_matrix",
    "average_clustering",
    "average_degree",
    "average_path_length",
    "balkanisation",
    "betweenness",
    "betweenness_approximate",
    "blockmodel",
    "bonacich",
    "bridges",
    "bridging",
    "bridging_centrality",
    "bridging_coefficient",
    "brokerage",
    "brokerage_exclusivity",
    "centralization",
    "closeness",
    "clustering",
    "communities_bridged",
    "compare_partitions",
    "composition",
    "concor",
    "connected_components",
    "constraint",
    "core_periphery",
    "core_periphery_test",
    "coreness",
    "degree",
    "degree_assortativity",
    "density",
    "diameter",
    "disparity",
    "distances",
    "diversity",
    "dyad_census",
    "dyadic_constraint",
    "eccentricity",
    "edge_betweenness",
    "effective_size",
    "efficiency",
    "ego_map",
    "ei_index",
    "eigenvector",
    "embeddedness",
    "harmonic",
    "hierarchy",
    "hits",
    "katz",
    "label_propagation",
    "layout",
    "leiden",
    "local_bridges",
    "matrix_map",
    "mixing_matrix",
    "modularity",
    "mrqap",
    "node_bootstrap",
    "node_jackknife",
    "node_reciprocity",
    "null_test",
    "overlap",
    "pagerank",
    "participation_coefficient",
    "profile",
    "qap_correlation",
    "random_network_like",
    "reach",
    "reciprocity",
    "regular_classes",
    "regular_equivalence",
    "rewire",
    "rich_club",
    "rich_club_test",
    "role_profile",
    "segregation",
    "sensitivity",
    "small_world",
    "spectral_radius",
    "spectral_segregation",
    "square_clustering",
    "strength",
    "structural_equivalence",
    "structural_holes",
    "tie_matrix",
    "transitivity",
    "triad_census",
    "triangles",
    "two_mode_betweenness",
    "two_mode_closeness",
    "two_mode_closure",
    "two_mode_clustering",
    "two_mode_degree",
    "two_mode_redundancy",
    "within_module_degree",
]
