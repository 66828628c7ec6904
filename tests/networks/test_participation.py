"""Participation and within-module degree."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties.networks import (
    Network,
    leiden,
    participation_coefficient,
    within_module_degree,
)

from ..oracles.networks import communities as oracle
from .grouped import grouped, karate
from .strategies import matrix, relabelled

directions = pytest.mark.parametrize("direction", ["all", "in", "out"])


def test_a_node_tied_evenly_to_k_groups_has_one_less_its_share():
    for k in (2, 3, 8):
        star = Network.from_networkx(nx.star_graph(k))
        found = participation_coefficient(star, pd.Series([0, *range(k)]))
        assert found.tolist() == pytest.approx([1 - 1 / k] + [0] * k)


@directions
@given(given=grouped(), weighted=st.booleans(), sd=st.sampled_from(["population", "sample"]))
def test_both_follow_their_formulas(direction, given, weighted, sd):
    network, region = given
    options = {"strength": "contracts" if weighted else None, "direction": direction}
    z, of = matrix(network, weighted), region.tolist()
    found = participation_coefficient(network, region, **options)
    expected = oracle.participation(z, of, direction)
    assert found.to_numpy() == pytest.approx(expected, nan_ok=True, abs=1e-12)
    again = participation_coefficient(relabelled(network), region, **options)
    pd.testing.assert_series_equal(again[found.index], found)
    found = within_module_degree(network, region, **options, sd=sd)
    ddof = 1 if sd == "sample" else 0
    # The oracle's matrix holds an undirected tie at both ends, and adds them up.
    both = 0.5 if direction == "all" and not network.directed else 1
    expected = oracle.within_module_degree(both * z, of, direction, ddof)
    assert found.to_numpy() == pytest.approx(expected, nan_ok=True)


@given(given=grouped(smallest=1, directed=True))
def test_the_unit_of_strength_does_not_matter_and_reversal_exchanges_in_and_out(given):
    network, region = given
    turned = Network.from_matrix(
        7 * network.to_scipy().T, labels=network.labels, directed=True, weight="contracts"
    )
    for measure in (participation_coefficient, within_module_degree):
        out = measure(network, region, strength="contracts", direction="out")
        into = measure(turned, region, strength="contracts", direction="in")
        pd.testing.assert_series_equal(out, into)


def test_bctpy_up_to_what_it_gives_to_nodes_without_ties():
    # Its two functions, written out: bct.participation_coef and bct.module_degree_zscore.
    graph = nx.les_miserables_graph()
    network = Network.from_networkx(graph, weight="weight")
    groups = leiden(network, strength="weight", seed=1)
    w, ci = nx.to_numpy_array(graph), groups.membership.to_numpy()
    squares = sum(w[:, ci == c].sum(axis=1) ** 2 for c in set(ci))
    found = participation_coefficient(network, groups, strength="weight")
    assert found.to_numpy() == pytest.approx(1 - squares / w.sum(axis=1) ** 2)
    z = np.zeros(len(w))
    for c in set(ci):
        inside = w[np.ix_(ci == c, ci == c)].sum(axis=1)
        z[ci == c] = (inside - inside.mean()) / inside.std()
    found = within_module_degree(network, groups, strength="weight")
    assert found.to_numpy() == pytest.approx(z)


def test_nodes_without_ties_and_groups_without_differences_have_no_value():
    network = Network.from_matrix([[0, 1, 0], [1, 0, 0], [0, 0, 1]])
    groups = pd.Series(["a", "a", "b"])
    assert participation_coefficient(network, groups).isna().tolist() == [False, False, True]
    assert within_module_degree(network, groups).isna().all()


def test_threads_give_equal_bits():
    network = Network.from_networkx(nx.barabasi_albert_graph(10_000, 3, seed=1))
    groups = pd.Series(np.random.default_rng(1).integers(0, 9, 10_000))
    one, *others = (
        participation_coefficient(network, groups, threads=n).to_numpy().tobytes()
        for n in (1, 2, 7)
    )
    assert others == [one, one]


def test_in_the_karate_club_the_leaders_lead_their_own():
    found = within_module_degree(karate(), "club").groupby(karate().attributes["club"]).idxmax()
    assert found.to_dict() == {"Mr. Hi": 0, "Officer": 33}
