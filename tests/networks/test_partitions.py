"""How alike two partitions are."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties.networks import Network, compare_partitions, leiden

NAMES = ["normalized_mutual_information", "adjusted_rand", "rand", "variation_of_information"]


def compared(one, other):
    network = Network.from_networkx(nx.empty_graph(len(one)))
    return compare_partitions(network, pd.Series(one), pd.Series(other))


@st.composite
def two_partitions(draw):
    n = draw(st.integers(2, 12))
    groups = st.lists(st.integers(0, 4), min_size=n, max_size=n)
    return draw(groups), draw(groups)


@given(both=two_partitions())
def test_all_agree_with_igraph_and_with_counts_of_pairs(both):
    one, other = both
    found = compared(one, other)
    assert found.index.tolist() == NAMES
    peers = {"nmi": NAMES[0], "rand": NAMES[2], "vi": NAMES[3]}
    for method, name in peers.items():
        expected = igraph.compare_communities(one, other, method=method)
        assert found[name] == pytest.approx(expected, abs=1e-12)
    same = [
        (a == b, c == d)
        for i, (a, c) in enumerate(zip(one, other, strict=True))
        for b, d in list(zip(one, other, strict=True))[:i]
    ]
    both_within = sum(x and y for x, y in same)
    within_one, within_other = (sum(pair[k] for pair in same) for k in (0, 1))
    chance = within_one * within_other / len(same)
    most = (within_one + within_other) / 2
    expected = (both_within - chance) / (most - chance) if most != chance else 1
    assert found["adjusted_rand"] == pytest.approx(expected)
    swapped = compared(other, [f"g{group}" for group in one])
    assert swapped.to_numpy() == pytest.approx(found.to_numpy(), abs=1e-14)


def test_the_same_groups_under_other_names_are_the_same():
    rng = np.random.default_rng(1)
    groups = rng.integers(0, 5, 40)
    found = compared(groups, rng.permutation(5)[groups])
    assert found.tolist() == [1, 1, 1, 0]
    single, each = [0] * 6, list(range(6))
    assert compared(single, single).tolist() == compared(each, each).tolist() == [1, 1, 1, 0]
    assert compared(single, each).tolist() == pytest.approx([0, 0, 0, np.log(6)])
    alone = compared([0], [0])
    assert np.isnan(alone["rand"])
    assert alone["normalized_mutual_information"] == 1


def test_communities_and_attributes_are_partitions():
    club = Network.from_networkx(nx.karate_club_graph())
    found = leiden(club, seed=1)
    assert compare_partitions(club, found, found).tolist() == [1, 1, 1, 0]
    expected = compare_partitions(club, found.membership, club.attributes["club"])
    pd.testing.assert_series_equal(compare_partitions(club, found, "club"), expected)


@pytest.mark.parametrize("seed", range(3))
def test_groups_by_chance_are_alike_by_chance(seed):
    rng = np.random.default_rng(seed)
    found = [compared(*rng.integers(0, 4, (2, 60)))["adjusted_rand"] for _ in range(60)]
    assert np.mean(found) == pytest.approx(0, abs=0.02)
