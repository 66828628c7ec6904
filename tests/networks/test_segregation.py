"""Segregation by every definition, and mixing matrices."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput
from weakties.networks import Network, degree, mixing_matrix, segregation

from ..oracles.networks import communities as oracle
from .grouped import classroom, grouped, karate, mutual_classroom
from .strategies import matrix, relabelled


def test_the_classroom_of_the_r_package_netseg():
    # https://mbojan.github.io/netseg/articles/netseg.html
    found = segregation(classroom(), "gender")
    assert found.whole.loc["odds_ratio", "value"] == pytest.approx(16.58071, abs=5e-6)
    assert found.groups["coleman"].tolist() == pytest.approx([0.9084249, 0.7909699], abs=5e-8)
    assert found.groups.loc["boy", "segregation_matrix_index"] == pytest.approx(0.9117647, abs=5e-8)
    value = segregation(mutual_classroom(), "gender").whole["value"]
    assert value["freeman"] == pytest.approx(0.9125874, abs=5e-8)
    assert value["gupta_anderson_may"] == pytest.approx(0.9089027, abs=5e-8)
    assert value["odds_ratio"] == pytest.approx(26.13333, abs=5e-6)


def test_kinship_by_sex():
    # White's data in Freeman (1978), as the R package netseg ships them: 22 ties, 13 of them
    # between women and men, where 5/9 of the pairs are.
    women = ["Mother", "Sister", "Wife of brother", "Daughter of sister", "Daughter of brother"]
    men = ["Father", "Brother", "Husband of sister", "Son of brother", "Son of sister"]
    ties = [(0, 1), (0, 3), (0, 4), (1, 3), (1, 4), (2, 4), (5, 6), (5, 8), (5, 9), (6, 8), (6, 9)]
    ties += [(7, 8), (7, 9), (0, 5), (0, 6), (0, 8), (0, 9), (1, 5), (1, 9), (3, 5), (4, 5), (4, 6)]
    network = Network.from_edges(pd.DataFrame(ties, columns=["a", "b"]), "a", "b", nodes=range(10))
    sex = pd.Series(["f"] * len(women) + ["m"] * len(men))
    found = segregation(network, sex)
    assert found.groups["internal"].tolist() == [6, 7]
    assert found.whole.loc["freeman", "value"] == pytest.approx(1 - (9 / 22) / (25 / 45))


@given(given=grouped())
def test_all_indices_follow_their_formulas(given):
    network, region = given
    if len(set(region)) < 2:
        return
    found = segregation(network, region)
    whole, rows = oracle.segregation(matrix(network), region.tolist())
    tied = matrix(network, weighted=False)
    whole, rows = oracle.segregation(tied, region.tolist())
    for name, value in whole.items():
        assert found.whole.loc[name, "value"] == pytest.approx(value, nan_ok=True), name
    for name in rows[0]:
        expected = np.array([row[name] for row in rows])
        assert found.groups[name].to_numpy() == pytest.approx(expected, nan_ok=True), name
    counts = oracle.internal_and_external(tied, region.tolist(), network.directed)[1]
    assert found.groups[["internal", "external"]].to_numpy().tolist() == [list(c) for c in counts]
    again = segregation(relabelled(network), region)
    pd.testing.assert_frame_equal(again.groups, found.groups)


def test_a_mixing_matrix_by_hand():
    # A tie without direction counts both ways; one with, from its source.
    group = pd.Series(list("xxy"))
    chain = [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert mixing_matrix(Network.from_matrix(chain), group).to_numpy().tolist() == [[2, 1], [1, 0]]
    arcs = Network.from_matrix([[0, 1, 0], [0, 0, 1], [0, 0, 0]], directed=True)
    assert mixing_matrix(arcs, group).to_numpy().tolist() == [[1, 1], [0, 0]]


@given(given=grouped(), weighted=st.booleans())
def test_mixing_matrices_count_the_ties(given, weighted):
    network, region = given
    strength = "contracts" if weighted else None
    found = mixing_matrix(network, region, strength=strength)
    expected = oracle.mixing(matrix(network, weighted), region.tolist())
    np.testing.assert_array_equal(found.to_numpy(), expected)
    assert found.index.tolist() == found.columns.tolist() == sorted(region.unique())
    shares = mixing_matrix(network, region, strength=strength, normalized=True)
    assert np.isnan(shares).all(axis=None) or shares.sum(axis=None) == pytest.approx(1)


@pytest.mark.parametrize("directed", [False, True])
def test_networkx_has_the_same_mixing_matrix(directed):
    graph = nx.gnm_random_graph(20, 60, seed=1, directed=directed)
    of = {node: "abc"[node % 3] for node in graph}
    nx.set_node_attributes(graph, of, "group")
    network = Network.from_networkx(graph)
    order = {name: at for at, name in enumerate("abc")}
    for normalized in (False, True):
        theirs = nx.attribute_mixing_matrix(graph, "group", mapping=order, normalized=normalized)
        found = mixing_matrix(network, "group", normalized=normalized)
        np.testing.assert_allclose(found, theirs)
    if not directed:
        expected = degree(network).groupby(pd.Series(of)).sum()
        assert mixing_matrix(network, "group").sum(axis=1).tolist() == expected.tolist()


@pytest.mark.parametrize("directed", [False, True])
def test_without_ties_nothing_is_known(directed):
    found = segregation(Network.from_matrix(np.eye(3), directed=directed), pd.Series(list("aab")))
    assert found.whole["value"].isna().all()
    assert found.groups["density_within"].isna().tolist() == [False, True]
    assert found.groups["ei_index"].isna().all()


def test_the_result_prints_plots_and_cites():
    found = segregation(karate(), "club")
    assert "odds of a tie within / odds between" in found.summary()
    frame = found.to_frame()
    assert len(frame) == 6 + 2 * 8
    assert frame.columns.tolist() == ["index", "group", "value"]
    assert frame.loc[frame["index"] == "coleman", "group"].tolist() == ["Mr. Hi", "Officer"]
    assert found.plot().get_xlabel() == "index"
    assert "Bojanowski" in found.cite()


def test_bad_arguments_are_refused():
    with pytest.raises(InvalidInput, match="`groups` must hold at least two groups"):
        segregation(karate(), pd.Series("a", range(34)))
