"""Small-world measures and dyads of each kind as their definitions read: slow and obvious."""

from itertools import combinations

import networkx as nx


def shape(graph):
    """Mean path length of the largest component, transitivity and mean local clustering."""
    largest = graph.subgraph(max(nx.connected_components(graph), key=len))
    return (
        nx.average_shortest_path_length(largest),
        nx.transitivity(graph),
        nx.average_clustering(graph),
    )


def census(ties, nodes):
    """How many pairs are tied both ways, one way, and not."""
    tied = set(ties)
    counts = [0, 0, 0]
    for one, other in combinations(nodes, 2):
        counts[2 - ((one, other) in tied) - ((other, one) in tied)] += 1
    return counts
