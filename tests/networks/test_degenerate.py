"""What every public function says of networks in which there is little or nothing to measure.

An outcome is "finite", where all numbers are; "NaN" or "inf", where none is; the labels of a Series
or columns of a table where some are; "no rows"; or the argument that is refused.
"""

from inspect import isfunction

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot

from weakties import networks as wn
from weakties.errors import InvalidInput
from weakties.networks import MultiplexNetwork, Network, TemporalNetwork, TwoModeNetwork

from .degenerate import CALLS, TIES, TWO_MODE_CALLS, network, table, two_mode


def where(case, outcome):
    return dict.fromkeys(case, outcome)


TIELESS = ("one node", "only isolates", "only self-ties")
NO_TIES, NO_ROWS = where(TIELESS, "NaN"), where(TIELESS, "no rows")
TIED = tuple(case for case in TIES if case not in TIELESS)
# A tie of no strength is no tie to those measures that read strengths.
NO_STRENGTH = NO_TIES | {"disconnected": "NaN: f", "zero weights": "NaN"}
NO_LENGTH = {"zero weights": "refused: distance"}
BY_NODE = NO_TIES | {"disconnected": "NaN: f"}
HOLES = "NaN: constraint effective_size efficiency hierarchy"
BROKERED = "NaN: z permutation_mean permutation_sd permutation_z permutation_p"
QUANTILES = "NaN: mean sd q05 q25 q50 q75 q95"
NO_SQUARES = ("one node", "only isolates", "disconnected", "zero weights", "10^6 parallel ties")
NO_DIRECTIONS = {f"{case}, directed": "refused: network" for case in TIES}
NO_CYCLE = where(
    ("star, directed", "clique, directed", "10^6 parallel ties, directed"), "refused: network"
)
ONE_WAY = {f"{case}, directed": "NaN" for case in ("disconnected", "zero weights", "star")}

# Where the outcome is not "finite"; that of a directed network only where it is another.
EXPECTED = {
    "assortativity": NO_TIES,
    "average_clustering": NO_TIES | {"zero weights": "NaN"},
    "average_path_length": NO_TIES,
    "balkanisation": where(TIELESS, "NaN: value expected z p") | where(TIED, "NaN: expected z p"),
    "betweenness": NO_LENGTH,
    "betweenness_approximate": NO_LENGTH,
    "blockmodel": {
        "one node": "NaN: density",
        "only self-ties": "NaN: density",
        "10^6 parallel ties": "NaN: density",
    },
    "bridges": NO_ROWS,
    "bridging": NO_LENGTH,
    "bridging_centrality": NO_LENGTH,
    "bridging_coefficient": BY_NODE,
    "brokerage": where(TIES, BROKERED),
    "brokerage_exclusivity": NO_TIES
    | {
        "disconnected": "NaN",
        "zero weights": "NaN",
        "star, directed": "NaN",
        "clique": "NaN",
        "10^6 parallel ties": "NaN",
        "disconnected, directed": "NaN: b d e f",
        "star": "NaN: b c d e",
    },
    "centralization": {"one node": "NaN"},
    "closeness": NO_LENGTH,
    "clustering": NO_TIES
    | {
        "disconnected": "NaN: d e f",
        "zero weights": "NaN",
        "star": "NaN: b c d e",
        "10^6 parallel ties": "NaN: a c",
    },
    "communities_bridged": {"one node": "NaN: effective", "only isolates": "NaN: effective"},
    "compare_partitions": {"one node": "NaN: adjusted_rand rand"},
    "composition": NO_TIES | {"disconnected": "NaN: 0 1"},
    "concor": {
        "one node": "NaN: density",
        "disconnected": "NaN: density",
        "star": "NaN: density",
        "clique, directed": "NaN: density",
    },
    "constraint": NO_STRENGTH,
    "core_periphery": where(TIELESS, "refused: network")
    | {"clique": "refused: network", "clique, directed": "finite"},
    "core_periphery_test": where(TIELESS, "refused: network")
    | {
        "clique": "refused: network",
        "zero weights, directed": "NaN: z",
        "star, directed": "NaN: z",
        "clique, directed": "NaN: z",
        "10^6 parallel ties": "NaN: z",
    },
    "degree_assortativity": NO_TIES
    | ONE_WAY
    | {
        "disconnected": "NaN: se lo hi",
        "clique": "NaN",
        "10^6 parallel ties, directed": "NaN",
        "clique, directed": "finite",
    },
    "density": {"one node": "NaN"},
    "disparity": NO_ROWS,
    "distances": {
        "only isolates": "inf: a b c d",
        "clique, directed": "inf: a b c d",
        "only self-ties": "inf: a b c",
        "zero weights, directed": "inf: a b c",
        "disconnected": "inf: a b c d e f",
        "star, directed": "inf: a b c d e",
        "10^6 parallel ties, directed": "inf: a b",
    },
    "diversity": {"one node": "NaN", "only isolates": "NaN"},
    "dyadic_constraint": NO_ROWS | {"zero weights": "no rows"},
    "edge_betweenness": NO_ROWS | NO_LENGTH,
    "effective_size": NO_STRENGTH,
    "efficiency": NO_STRENGTH,
    "ei_index": where(TIELESS, "NaN: ei_index expected sd z p_lower p_upper p")
    | {"clique": "NaN: z", "10^6 parallel ties": "NaN: z"},
    "eigenvector": NO_CYCLE
    | where(TIELESS, "refused: network")
    | {"zero weights": "refused: network"},
    "embeddedness": NO_ROWS,
    "harmonic": NO_LENGTH,
    "hierarchy": NO_STRENGTH,
    "hits": where(TIELESS, "refused: network")
    | {
        "disconnected, directed": "refused: network",
        "zero weights": "refused: network",
        "10^6 parallel ties, directed": "refused: network",
    },
    "local_bridges": NO_ROWS
    | {
        "disconnected": "inf",
        "zero weights": "inf",
        "star": "inf",
        "10^6 parallel ties": "inf",
        "clique": "no rows",
    },
    "modularity": NO_TIES,
    "mrqap": {
        "one node": "refused: y",
        "only isolates": "NaN: statistic p_lower p_upper p_two_sided",
        "only self-ties": "NaN: statistic p_lower p_upper p_two_sided",
        "clique": "inf: statistic",
        "clique, directed": "finite",
    },
    "node_bootstrap": {"one node": "refused: network"},
    "node_jackknife": {"one node": "refused: network"},
    "node_reciprocity": BY_NODE,
    "null_test": NO_TIES | where(TIED, "NaN: z") | {"star, directed": "NaN"},
    "overlap": NO_ROWS | {"disconnected": "NaN: d-e"},
    "participation_coefficient": BY_NODE,
    "profile": where(TIELESS, "NaN: constraint effective_size")
    | {"disconnected": "NaN: constraint effective_size"},
    "qap_correlation": where(TIELESS, "refused: x")
    | {"clique": "refused: x", "clique, directed": "finite"},
    "reciprocity": NO_TIES,
    "rich_club": NO_ROWS,
    "rich_club_test": NO_ROWS | where(TIED, "NaN: z"),
    "segregation": {
        "one node": "refused: groups",
        "only isolates": "NaN: value",
        "only self-ties": "NaN: value",
        "star, directed": "NaN: value",
        "clique": "NaN: value",
        "10^6 parallel ties": "NaN: value",
        "clique, directed": "finite",
    },
    "sensitivity": where(TIELESS, QUANTILES) | {"clique": QUANTILES},
    "small_world": where(TIELESS, "refused: network") | where(TIED, "NaN: path_length connected"),
    "spectral_segregation": NO_DIRECTIONS,
    "square_clustering": NO_TIES
    | {
        "disconnected": "NaN",
        "star": "NaN",
        "10^6 parallel ties": "NaN",
        "zero weights": "NaN: a d",
    },
    "structural_holes": where(TIELESS, HOLES) | {"disconnected": HOLES, "zero weights": HOLES},
    "transitivity": NO_TIES | {"star, directed": "NaN"},
    "two_mode_closure": where(NO_SQUARES, "NaN") | {"star": "NaN"},
    "two_mode_clustering": {
        "one node": "NaN",
        "only isolates": "NaN",
        "disconnected": "NaN",
        "10^6 parallel ties": "NaN",
        "zero weights": "NaN: b",
    },
    "two_mode_redundancy": where(NO_SQUARES, "NaN") | {"star": "NaN"},
    "within_module_degree": NO_TIES
    | {
        "disconnected": "NaN: b d f",
        "zero weights": "NaN",
        "clique": "NaN",
        "10^6 parallel ties": "NaN",
        "star": "NaN: b d",
    },
}


def places(values, labels, word):
    names = ["-".join(label) if isinstance(label, tuple) else str(label) for label in labels]
    return f"{word}: {' '.join(name for name, here in zip(names, values, strict=True) if here)}"


def outcome(call, *arguments):
    """Say in a word or two what a call gives; any other error or warning fails the test."""
    try:
        result = call(*arguments)
    except InvalidInput as refusal:
        return f"refused: {str(refusal).split('`')[1]}"
    if hasattr(result, "get_figure"):
        pyplot.close(result.get_figure())
        return "finite"
    if isinstance(result, Network | TwoModeNetwork):
        return "finite"
    if isinstance(result, int | float):
        result = pd.Series([float(result)])
    shown = result if isinstance(result, pd.Series | pd.DataFrame) else result.to_frame()
    if shown.size == 0:
        return "no rows"
    numbers = shown.select_dtypes("number") if shown.ndim == 2 else shown
    found = []
    for word, test in (("NaN", np.isnan), ("inf", np.isinf)):
        values = test(numbers.to_numpy(float))
        if not values.any():
            continue
        if values.all():
            found.append(word)
        elif shown.ndim == 1:
            found.append(places(values, numbers.index, word))
        else:
            found.append(places(values.any(axis=0), numbers, word))
    return ", ".join(found) or "finite"


@pytest.fixture(scope="module")
def networks():
    return {
        (case, directed): network(case, directed) for case in TIES for directed in (False, True)
    }


@pytest.fixture(scope="module")
def affiliations():
    return {case: two_mode(case) for case in TIES if case != "only self-ties"}


def test_every_public_function_is_here():
    functions = {name for name in wn.__all__ if isfunction(getattr(wn, name))}
    assert functions == CALLS.keys() | TWO_MODE_CALLS.keys()
    assert EXPECTED.keys() <= functions


@pytest.mark.parametrize("name", CALLS)
def test_what_is_said_of_degenerate_networks(name, networks):
    expected = EXPECTED.get(name, {})
    for (case, directed), one in networks.items():
        found = outcome(CALLS[name], getattr(wn, name), one)
        wanted = expected.get(case, "finite")
        if directed:
            wanted = expected.get(f"{case}, directed", wanted)
        assert found == wanted, (case, directed)


@pytest.mark.parametrize("name", TWO_MODE_CALLS)
def test_what_is_said_of_degenerate_affiliations(name, affiliations):
    for case, one in affiliations.items():
        found = outcome(TWO_MODE_CALLS[name], getattr(wn, name), one)
        assert found == EXPECTED.get(name, {}).get(case, "finite"), case


@pytest.mark.parametrize("name", EXPECTED)
def test_docstrings_name_what_is_not_finite(name):
    said = getattr(wn, name).__doc__
    for found in EXPECTED[name].values():
        assert "NaN" not in found or "NaN" in said, found
        assert "inf" not in found or "inf" in said, found
        assert "refused" not in found or "InvalidInput" in said.partition("Raises")[2], found


NEGATIVE = table(["ab"], -1.0).assign(layer="x", year=1)
EMPTY = table([]).assign(layer=pd.array([], dtype="str"), year=pd.array([], dtype="int64"))
MADE = {
    "Network": lambda read: Network.from_edges(read, "from", "to", weight="w"),
    "TwoModeNetwork": lambda read: TwoModeNetwork.from_edges(read, "from", "to", weight="w"),
    "MultiplexNetwork": lambda read: MultiplexNetwork.from_edges(
        read, "from", "to", layer="layer", weight="w"
    ),
    "TemporalNetwork": lambda read: TemporalNetwork.from_edges(
        read, "from", "to", time="year", weight="w"
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_there_is_no_network_without_nodes_and_none_of_negative_weight(name):
    with pytest.raises(InvalidInput, match="`edges` must have at least one row"):
        MADE[name](EMPTY)
    with pytest.raises(InvalidInput, match=r"must not be negative: -1\.0 in row 0"):
        MADE[name](NEGATIVE)


@pytest.mark.parametrize("kind", [Network, TwoModeNetwork])
def test_nor_is_there_one_of_a_matrix(kind):
    with pytest.raises(InvalidInput, match="`matrix` is empty"):
        kind.from_matrix(np.zeros((0, 0)))
    with pytest.raises(InvalidInput, match=r"numbers of at least 0: position \(0, 1\) is -1.0"):
        kind.from_matrix([[0, -1], [-1, 0]], weight="w")


def test_parallel_ties_are_one_of_all_their_weight():
    whole = network("10^6 parallel ties", directed=False)
    assert whole.tie_count == 2
    assert wn.strength(whole).to_dict() == {"a": 5e5, "b": 1e6, "c": 5e5}
    assert wn.degree(whole).to_dict() == {"a": 1, "b": 2, "c": 1}
    read = table(["ab"] * 3)
    with pytest.raises(InvalidInput, match="parallel"):
        Network.from_edges(read, "from", "to", weight="w")
