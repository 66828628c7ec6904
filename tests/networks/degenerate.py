"""Networks in which there is little or nothing to measure, and a call of every public function."""

import numpy as np
import pandas as pd

from weakties import networks as wn
from weakties.networks import Network, TwoModeNetwork

TIES = {
    "one node": ("a", []),
    "only isolates": ("abcd", []),
    "only self-ties": ("abc", ["aa", "bb", "cc"]),
    "disconnected": ("abcdef", ["ab", "bc", "ca", "de"]),
    "zero weights": ("abcd", ["ab", "bc", "cd"]),
    "star": ("abcde", ["ab", "ac", "ad", "ae"]),
    "clique": ("abcde", ["ab", "ac", "ad", "ae", "bc", "bd", "be", "cd", "ce", "de"]),
    "10^6 parallel ties": ("abc", ["ab", "bc"] * 500_000),
}
AFFILIATIONS = {
    "one node": np.zeros((1, 1)),
    "only isolates": np.zeros((3, 2)),
    "disconnected": np.eye(3),
    "star": np.ones((4, 1)),
    "clique": np.ones((3, 3)),
}


def table(ties, weight=1.0):
    ends = {"from": [tie[0] for tie in ties], "to": [tie[1] for tie in ties]}
    return pd.DataFrame(ends, dtype="str").assign(w=np.full(len(ties), weight))


def network(case, directed):
    nodes, ties = TIES[case]
    read = table(ties, 0.0 if case == "zero weights" else 1.0)
    return Network.from_edges(
        read, "from", "to", weight="w", directed=directed, nodes=list(nodes), parallel="sum"
    )


def two_mode(case):
    if case in AFFILIATIONS:
        return TwoModeNetwork.from_matrix(AFFILIATIONS[case], weight="w")
    joined = {"zero weights": ["ax", "by", "cx"], "10^6 parallel ties": ["ax", "by"] * 500_000}[
        case
    ]
    read = table(joined, 0.0 if case == "zero weights" else 1.0)
    return TwoModeNetwork.from_edges(read, "from", "to", weight="w", parallel="sum")


def halves(labels):
    return pd.Series(np.arange(len(labels)) % 2, index=labels)


def of_groups(measure, network, **options):
    return measure(network, halves(network.labels), **options)


def of_firms(measure, network):
    return measure(network, halves(network.firms.index))


FEW = {"replicates": 3, "seed": 1}
DRAWS = {"permutations": 5, "seed": 1}
STRONG = (
    *("average_clustering", "clustering", "concor", "constraint", "disparity", "dyadic_constraint"),
    *("effective_size", "efficiency", "eigenvector", "hierarchy", "hits", "katz"),
    *("label_propagation", "leiden", "pagerank", "regular_equivalence", "spectral_radius"),
    *("structural_equivalence", "structural_holes"),
)
FAR = (
    *("average_path_length", "betweenness", "bridging", "bridging_centrality", "closeness"),
    *("diameter", "distances", "eccentricity", "edge_betweenness", "harmonic"),
)
PLAIN = (
    *("articulation_points", "average_degree", "bridges", "bridging_coefficient", "centralization"),
    *("connected_components", "coreness", "degree", "degree_assortativity", "density"),
    *("dyad_census", "embeddedness", "layout", "local_bridges", "node_reciprocity", "overlap"),
    *("profile", "random_network_like", "reach", "reciprocity", "regular_classes", "rewire"),
    *("rich_club", "square_clustering", "strength", "tie_matrix", "transitivity", "triad_census"),
    "triangles",
)
GROUPED = (
    *("attribute_matrix", "blockmodel", "brokerage_exclusivity", "composition", "matrix_map"),
    *("mixing_matrix", "modularity", "participation_coefficient", "segregation"),
    *("spectral_segregation", "within_module_degree"),
)
CALLS = (
    {name: lambda call, n: call(n, strength="w") for name in STRONG}
    | {name: lambda call, n: call(n, distance="w") for name in FAR}
    | dict.fromkeys(PLAIN, lambda call, n: call(n))
    | dict.fromkeys(GROUPED, of_groups)
    | {
        "assortativity": lambda call, n: of_groups(call, n, kind="categorical"),
        "balkanisation": lambda call, n: of_groups(call, n, **DRAWS),
        "betweenness_approximate": lambda call, n: call(n, distance="w", error=0.1, seed=1),
        "bonacich": lambda call, n: call(n, beta=0.1, strength="w"),
        "brokerage": lambda call, n: of_groups(call, n, **DRAWS),
        "compare_partitions": lambda call, n: of_groups(call, n, other=halves(n.labels)),
        "core_periphery": lambda call, n: call(n, seed=1),
        "core_periphery_test": lambda call, n: call(n, starts=1, **FEW),
        "ego_map": lambda call, n: call(n, "a"),
        "ei_index": lambda call, n: of_groups(call, n, **DRAWS),
        "mrqap": lambda call, n: call(n, {"x": wn.attribute_matrix(n, halves(n.labels))}, **DRAWS),
        "node_bootstrap": lambda call, n: call(n, "density", **FEW),
        "node_jackknife": lambda call, n: call(n, "density"),
        "null_test": lambda call, n: call(n, "transitivity", **FEW),
        "qap_correlation": lambda call, n: call(n, n, **DRAWS),
        "rich_club_test": lambda call, n: call(n, **FEW),
        "role_profile": lambda call, n: call(wn.profile(n, ["degree"]), "a"),
        "sensitivity": lambda call, n: call(n, "degree", **FEW),
        "small_world": lambda call, n: call(n, **FEW),
    }
)
TWO_MODE_CALLS = {
    "access": of_firms,
    "communities_bridged": of_firms,
    "diversity": lambda call, n: call(n, "firm", halves(n.institutions.index)),
    "two_mode_betweenness": lambda call, n: call(n, "firm"),
    "two_mode_closeness": lambda call, n: call(n, "firm"),
    "two_mode_closure": lambda call, n: call(n),
    "two_mode_clustering": lambda call, n: call(n, "firm"),
    "two_mode_degree": lambda call, n: call(n, "firm"),
    "two_mode_redundancy": lambda call, n: call(n, "firm"),
}
