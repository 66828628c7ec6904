"""What holds for every measure: neither threads nor the order of the nodes change a value."""

from inspect import isfunction, signature

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from weakties import networks as wn
from weakties.errors import InvalidInput
from weakties.networks import Network, TwoModeNetwork

from .strategies import relabelled

RANDOM = np.random.default_rng(7)


def of_graph(graph):
    ties = pd.DataFrame(graph.edges, columns=["a", "b"])
    # Whole weights, so that only the order of a sum could change it, and fractions beside them.
    ties["w"] = RANDOM.integers(1, 4, len(ties)) + 0.1
    return Network.from_edges(ties, "a", "b", weight="w", directed=graph.is_directed())


NETWORK = of_graph(nx.barabasi_albert_graph(120, 3, seed=1))
ARCS = of_graph(nx.gnm_random_graph(80, 320, seed=1, directed=True))
GROUPS = pd.Series(np.arange(120) % 4, index=range(120))
SIZES = pd.Series(RANDOM.normal(size=120), index=range(120))
FIRMS = TwoModeNetwork.from_edges(
    pd.DataFrame(RANDOM.integers(0, 30, (150, 2)), columns=["f", "i"]).drop_duplicates(), "f", "i"
)
MATRICES = {name: RANDOM.normal(size=(12, 12)) for name in ("y", "one", "other")}

# Every public function that takes `threads`, called with all that it needs besides.
THREADED = {
    "access": lambda call, n: call(FIRMS, GROUPS, threads=n),
    "average_clustering": lambda call, n: call(NETWORK, strength="w", threads=n),
    "average_path_length": lambda call, n: call(NETWORK, distance="w", threads=n),
    "balkanisation": lambda call, n: call(NETWORK, GROUPS, permutations=20, seed=1, threads=n),
    "betweenness": lambda call, n: call(NETWORK, distance="w", threads=n),
    "betweenness_approximate": lambda call, n: call(NETWORK, error=0.1, seed=1, threads=n),
    "bonacich": lambda call, n: call(NETWORK, beta=-0.02, strength="w", threads=n),
    "bridging": lambda call, n: call(NETWORK, distance="w", threads=n),
    "bridging_centrality": lambda call, n: call(NETWORK, distance="w", threads=n),
    "brokerage": lambda call, n: call(ARCS, GROUPS, permutations=20, seed=1, threads=n),
    "brokerage_exclusivity": lambda call, n: call(ARCS, GROUPS, threads=n),
    "centralization": lambda call, n: call(NETWORK, "betweenness", threads=n),
    "closeness": lambda call, n: call(NETWORK, distance="w", threads=n),
    "clustering": lambda call, n: call(NETWORK, strength="w", threads=n),
    "concor": lambda call, n: call(NETWORK, strength="w", threads=n),
    "constraint": lambda call, n: call(ARCS, strength="w", threads=n),
    "core_periphery": lambda call, n: call(NETWORK, strength="w", seed=1, threads=n),
    "core_periphery_test": lambda call, n: call(NETWORK, starts=1, replicates=5, seed=1, threads=n),
    "diameter": lambda call, n: call(NETWORK, distance="w", threads=n),
    "distances": lambda call, n: call(NETWORK, distance="w", threads=n),
    "dyadic_constraint": lambda call, n: call(ARCS, strength="w", threads=n),
    "eccentricity": lambda call, n: call(NETWORK, distance="w", threads=n),
    "edge_betweenness": lambda call, n: call(NETWORK, distance="w", threads=n),
    "effective_size": lambda call, n: call(ARCS, strength="w", threads=n),
    "efficiency": lambda call, n: call(ARCS, strength="w", threads=n),
    "ei_index": lambda call, n: call(NETWORK, GROUPS, permutations=20, seed=1, threads=n),
    "eigenvector": lambda call, n: call(NETWORK, strength="w", threads=n),
    "embeddedness": lambda call, n: call(NETWORK, threads=n),
    "harmonic": lambda call, n: call(NETWORK, distance="w", threads=n),
    "hierarchy": lambda call, n: call(ARCS, strength="w", threads=n),
    "hits": lambda call, n: call(NETWORK, strength="w", threads=n),
    "katz": lambda call, n: call(NETWORK, attenuation=0.02, threads=n),
    "layout": lambda call, n: call(NETWORK, seed=1, threads=n),
    "leiden": lambda call, n: call(NETWORK, strength="w", starts=3, seed=1, threads=n),
    "local_bridges": lambda call, n: call(NETWORK, threads=n),
    "mrqap": lambda call, n: call(
        MATRICES["y"],
        {name: MATRICES[name] for name in ("one", "other")},
        permutations=20,
        seed=1,
        threads=n,
    ),
    "null_test": lambda call, n: call(NETWORK, "transitivity", replicates=5, seed=1, threads=n),
    "overlap": lambda call, n: call(NETWORK, threads=n),
    "pagerank": lambda call, n: call(ARCS, strength="w", threads=n),
    "participation_coefficient": lambda call, n: call(NETWORK, GROUPS, strength="w", threads=n),
    "profile": lambda call, n: call(NETWORK, ["constraint", "betweenness"], threads=n),
    "qap_correlation": lambda call, n: call(
        MATRICES["y"], MATRICES["one"], permutations=20, seed=1, threads=n
    ),
    "reach": lambda call, n: call(NETWORK, 2, threads=n),
    "regular_classes": lambda call, n: call(NETWORK, counted=True, threads=n),
    "regular_equivalence": lambda call, n: call(NETWORK, strength="w", threads=n),
    "rich_club_test": lambda call, n: call(NETWORK, replicates=5, seed=1, threads=n),
    "small_world": lambda call, n: call(NETWORK, replicates=3, seed=1, threads=n),
    "spectral_radius": lambda call, n: call(NETWORK, strength="w", threads=n),
    "spectral_segregation": lambda call, n: call(NETWORK, GROUPS, strength="w", threads=n),
    "square_clustering": lambda call, n: call(NETWORK, threads=n),
    "structural_equivalence": lambda call, n: call(NETWORK, strength="w", threads=n),
    "structural_holes": lambda call, n: call(ARCS, strength="w", threads=n),
    "transitivity": lambda call, n: call(NETWORK, threads=n),
    "triad_census": lambda call, n: call(ARCS, threads=n),
    "triangles": lambda call, n: call(NETWORK, threads=n),
    "two_mode_betweenness": lambda call, n: call(FIRMS, "firm", threads=n),
    "two_mode_closeness": lambda call, n: call(FIRMS, "firm", threads=n),
    "two_mode_closure": lambda call, n: call(FIRMS, threads=n),
    "two_mode_clustering": lambda call, n: call(FIRMS, "firm", threads=n),
    "two_mode_redundancy": lambda call, n: call(FIRMS, "firm", threads=n),
}

# Measures of nodes; what draws at random draws by the order of the nodes.
OF_NODES = {
    "betweenness": lambda call, network: call(network, distance="w"),
    "bonacich": lambda call, network: call(network, beta=0.02, strength="w"),
    "bridging": lambda call, network: call(network),
    "bridging_centrality": lambda call, network: call(network),
    "bridging_coefficient": lambda call, network: call(network),
    "brokerage_exclusivity": lambda call, network: call(network, GROUPS),
    "closeness": lambda call, network: call(network, distance="w"),
    "clustering": lambda call, network: call(network, strength="w"),
    "composition": lambda call, network: call(network, GROUPS, strength="w"),
    "constraint": lambda call, network: call(network, strength="w"),
    "coreness": lambda call, network: call(network),
    "degree": lambda call, network: call(network),
    "eccentricity": lambda call, network: call(network, distance="w"),
    "effective_size": lambda call, network: call(network, strength="w"),
    "efficiency": lambda call, network: call(network, strength="w"),
    "eigenvector": lambda call, network: call(network, strength="w"),
    "harmonic": lambda call, network: call(network, distance="w"),
    "hierarchy": lambda call, network: call(network, strength="w"),
    "hits": lambda call, network: call(network, strength="w"),
    "katz": lambda call, network: call(network, attenuation=0.02),
    "node_reciprocity": lambda call, network: call(network),
    "pagerank": lambda call, network: call(network, strength="w"),
    "participation_coefficient": lambda call, network: call(network, GROUPS),
    "reach": lambda call, network: call(network, 2),
    "square_clustering": lambda call, network: call(network),
    "strength": lambda call, network: call(network),
    "structural_holes": lambda call, network: call(network, strength="w"),
    "triangles": lambda call, network: call(network),
    "within_module_degree": lambda call, network: call(network, GROUPS),
}


def table_of(result):
    """Return whatever a measure gives as a table."""
    if isinstance(result, pd.DataFrame):
        return result
    if isinstance(result, pd.Series) or hasattr(result, "to_frame"):
        return result.to_frame()
    return pd.DataFrame({"value": [result]})


def test_every_function_with_threads_is_here():
    public = {name: getattr(wn, name) for name in wn.__all__}
    threaded = {
        name
        for name, one in public.items()
        if isfunction(one) and "threads" in signature(one).parameters
    }
    assert threaded == set(THREADED)


@pytest.mark.parametrize("name", THREADED)
def test_threads_give_equal_bits(name):
    one, *others = (table_of(THREADED[name](getattr(wn, name), n)) for n in (1, 2, 7))
    for other in others:
        pd.testing.assert_frame_equal(one, other, check_exact=True)


@pytest.mark.parametrize("name", OF_NODES)
@pytest.mark.parametrize("network", [NETWORK, ARCS], ids=["undirected", "directed"])
def test_values_move_with_their_labels(name, network):
    measure, call = getattr(wn, name), OF_NODES[name]
    try:
        one = table_of(call(measure, network))
    except InvalidInput:
        pytest.skip("not for directions")
    other = table_of(call(measure, relabelled(network)))
    assert list(other.index) != list(one.index)
    pd.testing.assert_frame_equal(one, other.loc[one.index], rtol=1e-9, atol=1e-12)
