"""What each measure of networks needs at most beside its network, at one size and at twice that."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

NODES = 100_000
TIES_PER_NODE = 5

# Calls on `network`, or on `arcs`, the same with directions; `groups` puts a hundred nodes in each.
# What walks from every node does so from few, or for few steps: more walks need no more memory.
CALLS = {
    "degree": "degree(network)",
    "coreness": "coreness(network)",
    "components": "connected_components(network)",
    "constraint": "constraint(network)",
    "constraint, ego": 'constraint(network, model="ego")',
    "effective size": "effective_size(network)",
    "structural holes": "structural_holes(network)",
    "dyadic constraint": "dyadic_constraint(network)",
    "clustering": "clustering(network)",
    "square clustering": "square_clustering(network)",
    "triad census": "triad_census(arcs)",
    "brokerage": "brokerage(arcs, groups)",
    "bridges": "bridges(network)",
    "articulation points": "articulation_points(network)",
    "embeddedness": "embeddedness(network)",
    "overlap": "overlap(network)",
    "eigenvector": "eigenvector(network)",
    "pagerank": "pagerank(network)",
    "hits": "hits(arcs)",
    "katz": "katz(network, attenuation=0.05)",
    "reach, 3 steps": "reach(network, 3)",
    "distances from 2": "distances(network, sources=[0, 1])",
    "betweenness, 64 sources": (
        "betweenness(network, sources=range(64), targets=range(len(network)))"
    ),
    "betweenness, sampled": "betweenness_approximate(network, error=0.05, seed=1)",
    "Leiden": "leiden(network, seed=1)",
    "label propagation": "label_propagation(network, seed=1)",
    "modularity": "modularity(network, groups)",
    "assortativity": 'assortativity(network, groups, kind="categorical")',
    "participation": "participation_coefficient(network, groups)",
    "segregation": "segregation(network, groups)",
    "rewiring": "rewire(network, swaps=1, seed=1)",
    "layout": "layout(network, seed=1)",
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
groups = pd.Series(np.arange(nodes) // 100, index=network.labels)

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
    yield f"{'memory in megabytes':<40}{f'{NODES:,} nodes':>16}{f'{2 * NODES:,} nodes':>16}"
    for name, call in CALLS.items():
        one, two = needed(call, NODES), needed(call, 2 * NODES)
        # Linear, but for what the allocator keeps: twice the network needs twice as much.
        assert two < 2.5 * one + 20, f"{name}: {one:.0f} MB and, for twice the network, {two:.0f}"
        yield f"{name:<40}{one:>16.1f}{two:>16.1f}"
