"""Balkanisation: measures of closed communities side by side."""

import re

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput
from weakties.networks import (
    Network,
    assortativity,
    balkanisation,
    connected_components,
    ei_index,
    leiden,
    modularity,
    participation_coefficient,
    segregation,
)

from ..oracles.networks import communities as oracle
from .grouped import grouped, karate
from .strategies import matrix


def test_the_karate_club():
    value = balkanisation(karate(), "club", permutations=0).table["value"]
    assert value[["components", "communities", "bridging_ties"]].tolist() == [1, 2, 11]
    assert value["ties_within"] == pytest.approx(67 / 78)
    assert value["modularity"] == pytest.approx(0.358235, abs=5e-7)
    assert value["ei_index"] == pytest.approx(-0.717949, abs=5e-7)
    assert value["assortativity"] == pytest.approx(0.717531, abs=5e-7)


@given(given=grouped(), weighted=st.booleans())
def test_each_row_is_the_measure_of_its_name(given, weighted):
    network, region = given
    strength = "contracts" if weighted else None
    value = balkanisation(network, region, strength=strength, permutations=0).table["value"]
    parts = connected_components(network)
    assert value["components"] == parts.nunique()
    assert value["share_in_largest_component"] == (parts == 0).mean()
    assert value["communities"] == region.nunique()
    assert value["share_in_largest_community"] == region.value_counts(normalize=True).max()
    participation = participation_coefficient(network, region, strength=strength)
    expected = {
        "ei_index": ei_index(network, region, strength=strength, permutations=0).value,
        "modularity": modularity(network, region, strength=strength),
        "assortativity": assortativity(network, region, strength=strength).value,
        "mean_participation": participation.mean(),
    }
    if not weighted and len(set(region)) > 1:
        whole = segregation(network, region).whole["value"]
        expected |= {"ties_within": whole["ties_within"], "segregation": whole["freeman"]}
    for name, number in expected.items():
        assert value[name] == pytest.approx(number, nan_ok=True), name
    z, of = oracle.without_self_ties(matrix(network, weighted)), region.to_numpy()
    crossing = (z > 0) & (of[:, np.newaxis] != of)
    assert value["bridging_ties"] == crossing.sum() / (1 if network.directed else 2)
    assert value["bridging_nodes"] == (crossing | crossing.T).any(axis=1).sum()


def test_chance_is_that_of_exchanged_groups():
    table = balkanisation(karate(), "club", permutations=2000, seed=1).table
    # Of 78 ties 16/33 lie within when everyone is equally likely to be anywhere.
    assert table.loc["ties_within", "expected"] == pytest.approx(16 / 33, abs=0.005)
    assert table.loc["segregation", "expected"] == pytest.approx(0, abs=0.01)
    assert table.loc["bridging_ties", "expected"] == pytest.approx(78 * 17 / 33, abs=0.5)
    compared = table["p"].dropna()
    assert (compared < 0.05).all()
    assert (table.loc[compared.index, "says"] == "more closed").all()
    columns = ["expected", "z", "p"]
    test = ei_index(karate(), "club", permutations=2000, seed=1).whole
    assert table.loc["ei_index", columns].tolist() == pytest.approx(test[columns].tolist())


def test_groups_by_chance_and_open_groups_are_told_apart():
    network = Network.from_networkx(nx.gnm_random_graph(60, 150, seed=1))
    table = balkanisation(network, pd.Series(np.arange(60) % 3), permutations=200, seed=1).table
    assert (table["says"] == "as by chance").sum() == 8
    two_sided = Network.from_networkx(nx.complete_bipartite_graph(6, 7))
    sides = pd.Series([0] * 6 + [1] * 7)
    table = balkanisation(two_sided, sides, permutations=200, seed=1).table
    assert table.loc["ei_index", "says"] == "more open"


def test_seed_decides_and_threads_do_not():
    network = karate()
    one, *others = (
        balkanisation(network, "club", permutations=100, seed=3, threads=n).table for n in (1, 2, 7)
    )
    for other in others:
        pd.testing.assert_frame_equal(other, one, check_exact=True)


def test_found_communities_are_said_to_be_found():
    network = karate()
    found = balkanisation(network, leiden(network, seed=1), permutations=50, seed=1)
    assert "found in the ties" in found.summary()
    assert found.meta.options["groups"] == "communities found"
    assert not balkanisation(network, "club", permutations=50, seed=1).meta.notes


@pytest.mark.parametrize("directed", [False, True])
def test_degenerate_networks(directed):
    for z in (np.zeros((1, 1)), np.zeros((3, 3)), np.eye(3)):
        network = Network.from_matrix(z, directed=directed)
        found = balkanisation(network, pd.Series(["a"] * len(z)), permutations=5, seed=1)
        assert found.table["value"].isna().sum() == 6
        assert found.table.loc[["components", "communities"], "value"].tolist() == [len(z), 1]
        assert found.table.loc["bridging_nodes", "value"] == 0
        assert "nan" not in found.summary().split("Sources")[1]


def test_the_result_prints_plots_and_cites():
    found = balkanisation(karate(), "club", permutations=50, seed=1)
    assert "more closed" in found.summary()
    assert all(len(line) <= 80 for line in found.summary().splitlines())
    assert re.search(r"bridging_ties +11\.0000 .*more closed", found.summary())
    assert found.to_frame()["statistic"].tolist()[0] == "components"
    assert r"\toprule" in found.to_latex()
    assert found.plot().get_xlabel() == "statistic"
    assert "Krackhardt" in found.cite()
    assert "expected" not in balkanisation(karate(), "club", permutations=0).summary()


def test_bad_arguments_are_refused():
    with pytest.raises(InvalidInput, match="`permutations` must be 0 or at least 2"):
        balkanisation(karate(), "club", permutations=1)
