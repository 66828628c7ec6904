"""The E-I index."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput
from weakties.networks import Network, ei_index

from ..oracles.networks import communities as oracle
from .grouped import classroom, grouped, karate, mutual_classroom
from .strategies import matrix, relabelled


def test_the_karate_club():
    found = ei_index(karate(), "club", permutations=0)
    assert found.value == pytest.approx(-0.717949, abs=5e-7)
    assert found.whole[["internal", "external"]].tolist() == [67, 11]


def test_the_classroom_of_the_r_package_netseg():
    # https://mbojan.github.io/netseg/articles/netseg.html
    found = ei_index(classroom(), "gender", permutations=0)
    assert found.value == pytest.approx(-0.8409091, abs=5e-8)
    assert found.groups["internal"].tolist() == [40, 41]
    assert found.groups["external"].tolist() == [7, 7]
    found = ei_index(mutual_classroom(), "gender", permutations=0)
    assert found.value == pytest.approx(-0.9090909, abs=5e-8)
    assert found.groups["ei_index"].tolist() == pytest.approx([-10 / 12, -9 / 11])


def test_the_rescaled_index_reaches_both_ends():
    # Two pairs: with 3 ties at least 1 is external, at most all.
    path = Network.from_matrix([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    closed, open_ = pd.Series(list("aabb")), pd.Series(list("abab"))
    found = ei_index(path, closed, permutations=0).whole
    assert found[["minimum", "maximum", "rescaled"]].tolist() == pytest.approx([-1 / 3, 1, -1])
    assert ei_index(path, open_, permutations=0).whole["rescaled"] == 1
    # A complete network leaves no choice.
    complete = Network.from_networkx(nx.complete_graph(4))
    assert np.isnan(ei_index(complete, closed, permutations=0).whole["rescaled"])


@given(given=grouped(), weighted=st.booleans())
def test_it_follows_its_formula(given, weighted):
    network, region = given
    strength = "contracts" if weighted else None
    found = ei_index(network, region, strength=strength, permutations=0)
    z, of = matrix(network, weighted), region.tolist()
    whole, groups = oracle.internal_and_external(z, of, network.directed)
    assert found.whole[["internal", "external"]].tolist() == list(whole)
    assert found.value == pytest.approx(oracle.ei_index(*whole), nan_ok=True)
    assert found.groups[["internal", "external"]].to_numpy().tolist() == [list(g) for g in groups]
    expected = np.array([oracle.ei_index(*each) for each in groups])
    assert found.groups["ei_index"].to_numpy() == pytest.approx(expected, nan_ok=True)
    expected = np.array([oracle.ei_of_node(z, of, i) for i in range(len(of))])
    assert found.nodes.to_numpy() == pytest.approx(expected, nan_ok=True)
    again = ei_index(relabelled(network), region, strength=strength, permutations=0)
    pd.testing.assert_series_equal(again.nodes[found.nodes.index], found.nodes)


def test_exchanges_have_the_mean_and_p_of_all_exchanges():
    # Six nodes in two groups of three: all 20 ways to choose them, by hand.
    graph = nx.Graph([(0, 1), (0, 2), (1, 2), (3, 4), (4, 5), (2, 3)])
    network = Network.from_networkx(graph)
    region = pd.Series(list("aaabbb"))
    values = []
    for chosen in nx.utils.misc.itertools.combinations(range(6), 3):
        external = sum((one in chosen) != (other in chosen) for one, other in graph.edges)
        values.append((2 * external - 6) / 6)
    found = ei_index(network, region, permutations=20_000, seed=1).whole
    assert found["expected"] == pytest.approx(np.mean(values), abs=0.01)
    assert found["sd"] == pytest.approx(np.std(values), abs=0.01)
    assert found["p_lower"] == pytest.approx(
        np.mean(np.array(values) <= found["ei_index"]), abs=0.01
    )
    assert found["p_upper"] == 1
    assert found["p"] == pytest.approx(2 * found["p_lower"])
    assert found["z"] == (found["ei_index"] - found["expected"]) / found["sd"]


def test_seed_decides_and_threads_do_not():
    one, *others = (
        ei_index(karate(), "club", permutations=200, seed=3, threads=n) for n in (1, 2, 7)
    )
    for other in others:
        assert other.whole.to_numpy().tobytes() == one.whole.to_numpy().tobytes()
        pd.testing.assert_frame_equal(other.groups, one.groups, check_exact=True)
    assert ei_index(karate(), "club", permutations=200, seed=4).whole["z"] != one.whole["z"]


def test_degenerate_networks_have_no_value_and_no_p():
    for z in (np.zeros((1, 1)), np.zeros((3, 3)), np.eye(3)):
        found = ei_index(Network.from_matrix(z), pd.Series(["a"] * len(z)), permutations=10, seed=1)
        assert np.isnan(found.value)
        assert found.whole[["expected", "z", "p", "rescaled"]].isna().all()
        assert found.nodes.isna().all()
    one_group = ei_index(karate(), pd.Series("a", range(34)), permutations=10, seed=1)
    assert one_group.value == -1
    assert np.isnan(one_group.whole["z"])
    assert one_group.whole["p"] == 1


def test_the_result_prints_plots_and_cites():
    found = ei_index(karate(), "club", permutations=99, seed=1)
    assert "(network)" in found.summary()
    assert found.to_frame()["level"].tolist() == ["network", "group", "group"]
    assert found.to_frame()["group"].tolist()[1:] == ["Mr. Hi", "Officer"]
    assert found.plot().get_xlabel() == "E-I index"
    assert "Krackhardt" in found.cite()
    assert "expected" not in ei_index(karate(), "club", permutations=0).summary()


def test_bad_arguments_are_refused():
    with pytest.raises(InvalidInput, match="`permutations` must be 0 or at least 2: got 1"):
        ei_index(karate(), "club", permutations=1)
    with pytest.raises(InvalidInput, match="`permutations` must be a whole number, at least 0"):
        ei_index(karate(), "club", permutations=-1)
