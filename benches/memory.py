"""What each measure of networks needs at most beside its network, at one size and at twice that.

Left out are those whose result has a number for every two nodes, and so takes the square of the
nodes: `distances` of all nodes, `structural_equivalence`, `regular_equivalence`, `concor`,
`attribute_matrix`, `tie_matrix` and, on matrices, `qap_correlation` and `mrqap`; `mixing_matrix`
takes that of the groups. `profile` and `centralization` need what their measures do, the tests
against random networks what one network and the measure do.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

NODES = 100_000
TIES_PER_NODE = 5

# Where time grows with the square of the nodes, or the measure repeats one that is here many times.
FEW_NODES = 5_000

# Calls on `network`, or on `arcs`, the same with directions; `groups` puts a hundred nodes in each,
# `firms` ties as many firms to a tenth as many institutions.
CALLS = {
    "degree": "degree(network)",
    "strength": "strength(weighted)",
    "coreness": "coreness(network)",
    "components": "connected_components(network)",
    "reciprocity": "node_reciprocity(arcs)",
    "dyad census": "dyad_census(arcs)",
    "rich club": "rich_club(network)",
    "disparity": 'disparity(weighted, strength="w")',
    "constraint": "constraint(network)",
    "constraint, ego": 'constraint(network, model="ego")',
    "effective size": "effective_size(network)",
    "efficiency": "efficiency(network)",
    "hierarchy": "hierarchy(network)",
    "structural holes": "structural_holes(network)",
    "dyadic constraint": "dyadic_constraint(network)",
    "clustering": "clustering(network)",
    "clustering, weighted": 'clustering(weighted, strength="w")',
    "clustering, directed": "clustering(arcs)",
    "average clustering": "average_clustering(network)",
    "transitivity": "transitivity(network)",
    "triangles": "triangles(network)",
    "square clustering": "square_clustering(network)",
    "triad census": "triad_census(arcs)",
    "brokerage": "brokerage(arcs, groups)",
    "brokerage exclusivity": "brokerage_exclusivity(arcs, groups)",
    "composition": "composition(network, groups % 20)",
    "bridges": "bridges(network)",
    "local bridges": "local_bridges(network)",
    "articulation points": "articulation_points(network)",
    "bridging coefficient": "bridging_coefficient(network)",
    "embeddedness": "embeddedness(network)",
    "overlap": "overlap(network)",
    "eigenvector": "eigenvector(network)",
    "spectral radius": "spectral_radius(network)",
    "pagerank": "pagerank(network)",
    "hits": "hits(arcs)",
    "katz": "katz(network, attenuation=0.05)",
    "bonacich": "bonacich(network, beta=0.05)",
    "reach, 3 steps": "reach(network, 3)",
    "distances from 2": "distances(network, sources=[0, 1])",
    "betweenness, 64 sources": (
        "betweenness(network, sources=range(64), targets=range(len(network)))"
    ),
    "betweenness, sampled": "betweenness_approximate(network, error=0.05, seed=1)",
    "Leiden": "leiden(network, seed=1)",
    "label propagation": "label_propagation(network, seed=1)",
    "compare partitions": "compare_partitions(network, groups, groups)",
    "modularity": "modularity(network, groups)",
    "assortativity": 'assortativity(network, groups, kind="categorical")',
    "assortativity, numeric": 'assortativity(network, groups, kind="numeric")',
    "degree assortativity": "degree_assortativity(network)",
    "participation": "participation_coefficient(network, groups)",
    "within-module degree": "within_module_degree(network, groups)",
    "segregation": "segregation(network, groups)",
    "spectral segregation": "spectral_segregation(network, groups)",
    "E-I index, 10 permutations": "ei_index(network, groups, permutations=10, seed=1)",
    "balkanisation, 10 permutations": "balkanisation(network, groups, permutations=10, seed=1)",
    "core-periphery": "core_periphery(network, starts=1, seed=1)",
    "core-periphery, continuous": 'core_periphery(network, model="continuous")',
    "regular classes": "regular_classes(network)",
    "rewiring": "rewire(network, swaps=1, seed=1)",
    "random network": "random_network_like(network, swaps=1, seed=1)",
    "QAP, 10 permutations": "qap_correlation(network, arcs.symmetrized(), permutations=10, seed=1)",
    "layout": "layout(network, seed=1)",
    "two-mode degree": 'two_mode_degree(firms, "firm")',
    "two-mode clustering": 'two_mode_clustering(firms, "firm")',
    "two-mode closure": "two_mode_closure(firms)",
    "redundancy": 'two_mode_redundancy(firms, "firm")',
    "diversity": 'diversity(firms, "firm", regions)',
    "communities bridged": "communities_bridged(firms, groups)",
    "access": "access(firms, groups)",
}
CALLS_ON_FEW = {
    "closeness": "closeness(network)",
    "harmonic": "harmonic(network)",
    "eccentricity": "eccentricity(network)",
    "average path length": "average_path_length(network)",
    "diameter": "diameter(network)",
    "betweenness": "betweenness(network)",
    "betweenness of ties": "edge_betweenness(network)",
    "bridging centrality": "bridging_centrality(network)",
    "bridging, 200 nodes": "bridging(network.subset(list(range(200))))",
    "two-mode betweenness": 'two_mode_betweenness(firms, "firm")',
    "two-mode closeness": 'two_mode_closeness(firms, "firm")',
    "small world": "small_world(network, replicates=1, swaps=1, seed=1)",
    "null test": 'null_test(network, "transitivity", replicates=5, swaps=1, seed=1)',
    "rich club test": "rich_club_test(network, replicates=5, swaps=1, seed=1)",
    "node bootstrap": "node_bootstrap(network, density, replicates=5, seed=1)",
    "node jackknife, 200 nodes": "node_jackknife(network.subset(list(range(200))), density)",
    "sensitivity": "sensitivity(network, degree, replicates=5, seed=1)",
}

_SCRIPT = """
import sys
import numpy as np, pandas as pd
from weakties.networks import *

nodes, ties, call = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
ends = np.random.default_rng(1).integers(0, nodes, (ties, 2))
ends = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]]), axis=0)
ends = pd.DataFrame(ends, columns=["a", "b"])
network, arcs = (
    Network.from_edges(ends, "a", "b", directed=directed, nodes=range(nodes))
    for directed in (False, True)
)
weighted = Network.from_edges(ends.assign(w=1 + ends["a"] % 7), "a", "b", weight="w")
groups = pd.Series(np.arange(nodes) // 100, index=network.labels)
joined = pd.DataFrame({"f": ends["a"], "i": ends["b"] // 10}).drop_duplicates()
firms = TwoModeNetwork.from_edges(
    joined, "f", "i", firms=range(nodes), institutions=range((nodes + 9) // 10)
)
regions = pd.Series(np.arange((nodes + 9) // 10) % 20, index=firms.institutions.index)

def kilobytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))

# Linux counts the peak anew from here.
with open("/proc/self/clear_refs", "w") as peak:
    peak.write("5")
before = kilobytes("VmRSS")
result = eval(call)
print(kilobytes("VmHWM") - before)
"""


def needed(call: str, nodes: int) -> float:
    """Return the megabytes that a call needs at most, its result included."""
    command = [sys.executable, "-c", _SCRIPT, str(nodes), str(TIES_PER_NODE * nodes), call]
    run = subprocess.run(command, capture_output=True, check=True, text=True)
    return int(run.stdout) / 1024


def rows() -> Iterator[str]:
    if sys.platform != "linux":
        yield "memory: read from /proc, which this system does not have"
        return
    for nodes, calls in ((NODES, CALLS), (FEW_NODES, CALLS_ON_FEW)):
        yield f"{'memory in megabytes':<40}{f'{nodes:,} nodes':>16}{f'{2 * nodes:,} nodes':>16}"
        for name, call in calls.items():
            one, two = needed(call, nodes), needed(call, 2 * nodes)
            # Linear, but for what the allocator keeps: twice the network needs twice as much.
            assert two < 2.5 * one + 20, (
                f"{name}: {one:.0f} MB and, for twice the network, {two:.0f}"
            )
            yield f"{name:<40}{one:>16.1f}{two:>16.1f}"
