"""Gould and Fernandez's brokerage, and its exclusivity."""

from math import comb

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType, _core
from weakties.networks import Network, brokerage, brokerage_exclusivity

from ..oracles.networks import brokerage as oracle
from .strategies import matrix, networks, relabelled

COLUMNS = [*oracle.ROLES, "total"]

ARCS = [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 1), (1, 3), (2, 4), (5, 2), (4, 1)]
GROUPS = pd.Series([1, 1, 2, 2, 3, 3], index=range(1, 7))


def example():
    frame = pd.DataFrame(ARCS, columns=["a", "b"])
    return Network.from_edges(frame, "a", "b", directed=True)


def tied(network):
    found = matrix(network, weighted=False)
    np.fill_diagonal(found, 0)
    return found


@st.composite
def grouped(draw):
    network = draw(networks())
    values = draw(st.lists(st.sampled_from("xyz"), min_size=len(network), max_size=len(network)))
    return network, pd.Series(values, index=network.labels)


# Numbers of R's sna 2.7.


def test_six_nodes_in_three_groups():
    found = brokerage(example(), GROUPS, variance="sna")
    assert found.nodes[COLUMNS].to_numpy().tolist() == [
        [0, 1, 0, 2, 1, 4],
        [0, 0, 1, 0, 2, 3],
        [0, 0, 0, 1, 0, 1],
        [0, 1, 2, 0, 1, 4],
        [0, 0, 0, 1, 1, 2],
        [0, 0, 1, 0, 0, 1],
    ]
    assert found.nodes["group"].tolist() == [1, 1, 2, 2, 3, 3]
    for node in range(1, 7):
        assert found.expected.loc[node].tolist() == pytest.approx(
            [0, 0.2963, 0.2963, 0.2963, 0.5926, 1.4815], abs=6e-5
        )
        assert found.sd.loc[node].tolist() == pytest.approx(
            [0, 0.5238, 0.6372, 0.6372, 0.8510, 1.6397], abs=6e-5
        )
    nan = float("nan")
    assert found.z.loc[1].tolist() == pytest.approx(
        [nan, 1.3435, -0.4650, 2.6737, 0.4787, 1.5360], abs=6e-5, nan_ok=True
    )
    assert found.network["count"].tolist() == [0, 2, 4, 4, 5, 15]
    assert found.network["expected"].tolist() == pytest.approx(
        [0, 1.7778, 1.7778, 1.7778, 3.5556, 8.8889], abs=6e-5
    )
    assert found.network["z"].tolist() == pytest.approx(
        [nan, 0.1443, 1.4237, 1.4237, 0.6457, 1.3750], abs=6e-5, nan_ok=True
    )


# The definition, and chance, written out.


@given(given_=grouped())
def test_counts_follow_the_definition(given_):
    network, groups = given_
    for partial in (False, True):
        found = brokerage(network, groups, partial=partial).nodes[list(oracle.ROLES)]
        expected = oracle.brokerage(tied(network), list(groups), partial)
        assert found.to_numpy() == pytest.approx(expected)
    for by in (None, groups):
        counts = oracle.exclusivity(tied(network), None if by is None else list(by))
        found = brokerage_exclusivity(network, by, normalized=False)
        assert found.tolist() == counts[:, 1].tolist()
        shares = brokerage_exclusivity(network, by)
        with np.errstate(invalid="ignore"):
            expected = counts[:, 1] / counts[:, 0]
        assert shares.to_numpy() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("groups", "directed"),
    [
        ([0, 0, 0, 0], True),
        ([0, 0, 1, 2], True),
        ([0, 0, 0, 1], True),
        ([0, 0, 1, 1, 2], False),
        ([0, 0, 0, 1, 1], False),
    ],
)
def test_moments_are_those_over_all_networks(groups, directed):
    mean, variance = oracle.moments(groups, 0.3, directed)
    sizes = np.bincount(groups).astype(float)
    expected, variances = _core.brokerage_by_chance(sizes, 0.3, directed, "exact")
    rows = [*groups, len(sizes)]
    assert expected[rows] == pytest.approx(mean)
    if directed:
        assert variances[rows] == pytest.approx(variance)
    else:
        assert variances[rows][:-1] == pytest.approx(variance[:-1])
        assert np.isnan(variances[-1]).all()


def test_sna_differs_for_the_network_alone_and_never_below():
    sizes = np.array([5.0, 3.0, 4.0])
    mean, exact = _core.brokerage_by_chance(sizes, 0.2, True, "exact")
    same, sna = _core.brokerage_by_chance(sizes, 0.2, True, "sna")
    assert (mean == same).all()
    assert (exact[:-1] == sna[:-1]).all()
    differs = exact[-1] < sna[-1] * (1 - 1e-12)
    assert differs.tolist() == [True, False, True, True, False, True]


# What must hold for every network.


@given(given_=grouped())
def test_values_move_with_their_labels_and_roles_add_up(given_):
    network, groups = given_
    found = brokerage(network, groups)
    again = brokerage(relabelled(network), groups)
    for name in ("nodes", "expected", "sd", "z"):
        table = getattr(found, name)
        pd.testing.assert_frame_equal(getattr(again, name).loc[table.index], table)
    pd.testing.assert_frame_equal(again.network, found.network)
    assert (found.nodes[list(oracle.ROLES)].sum(axis=1) == found.nodes["total"]).all()
    expected = found.expected[list(oracle.ROLES)].sum(axis=1)
    assert expected.to_numpy() == pytest.approx(found.expected["total"].to_numpy())


@given(given_=grouped())
def test_turning_all_ties_around_exchanges_representatives_and_gatekeepers(given_):
    network, groups = given_
    turned = Network.from_matrix(
        network.to_scipy().T, labels=network.labels, directed=network.directed, weight="contracts"
    )
    ours, theirs = brokerage(network, groups).nodes, brokerage(turned, groups).nodes
    swapped = {"representative": "gatekeeper", "gatekeeper": "representative"}
    pd.testing.assert_frame_equal(theirs.rename(columns=swapped)[COLUMNS], ours[COLUMNS])


def test_a_star_brokers_every_pair_of_its_leaves_alone():
    star = Network.from_networkx(nx.star_graph(5))
    groups = pd.Series(0, index=star.labels)
    found = brokerage(star, groups)
    assert found.nodes["coordinator"].tolist() == [2 * comb(5, 2), 0, 0, 0, 0, 0]
    assert brokerage_exclusivity(star)[0] == 1
    assert brokerage_exclusivity(star)[1:].isna().all()


@pytest.mark.parametrize("directed", [False, True])
def test_degenerate_networks_broker_nothing(directed):
    one = Network.from_matrix([[1]], directed=directed)
    none = Network.from_matrix(np.zeros((3, 3)), directed=directed)
    full = Network.from_matrix(1 - np.eye(4), directed=directed)
    for network in (one, none, full):
        found = brokerage(network, pd.Series(range(len(network)), index=network.labels))
        assert (found.nodes[COLUMNS] == 0).all(axis=None)
        assert (found.expected == 0).all(axis=None)
        assert found.z.isna().all(axis=None)
        assert brokerage_exclusivity(network).isna().all()


# Permutations.


def test_permutations_keep_totals_and_find_the_exact_mean():
    network = example()
    found = brokerage(network, GROUPS, permutations=4000, seed=1)
    mean = found.permuted["permutation_mean"].groupby(level="node").sum()
    assert mean.tolist() == pytest.approx(found.nodes["total"].tolist())
    # With groups of two, a path's ends are of one group, and not the broker's, with chance 1/5.
    exact = found.nodes["total"] / 5
    at = found.permuted["permutation_mean"].xs("consultant", level="role")
    assert at.tolist() == pytest.approx(exact.tolist(), abs=0.1)
    p = found.permuted["permutation_p"]
    assert p.between(0, 1).all()
    assert found.network.loc["total", "permutation_p"] != found.network.loc["total", "z"]
    assert np.isnan(found.network.loc["total", "permutation_p"])


def test_groups_that_split_the_network_stand_out():
    blocks = nx.disjoint_union(nx.path_graph(12), nx.path_graph(12))
    network = Network.from_networkx(blocks)
    groups = pd.Series([0] * 12 + [1] * 12, index=network.labels)
    found = brokerage(network, groups, permutations=499, seed=2)
    assert found.network.loc["coordinator", "permutation_p"] == pytest.approx(2 / 500)
    assert found.network.loc["coordinator", "permutation_z"] > 4
    assert found.network.loc["coordinator", "count"] == found.network.loc["total", "count"]
    assert np.isnan(found.network.loc["total", "sd"])


def test_the_same_seed_and_any_number_of_threads_give_equal_bits():
    graph = nx.gnp_random_graph(60, 0.1, seed=3, directed=True)
    network = Network.from_networkx(graph)
    groups = pd.Series(np.arange(60) % 4, index=network.labels)
    for partial in (False, True):
        one, *others = (
            brokerage(
                network, groups, partial=partial, permutations=40, seed=7, threads=threads
            ).to_frame()
            for threads in (1, 2, 7)
        )
        for other in others:
            pd.testing.assert_frame_equal(one, other, check_exact=True)


# The result.


def test_the_result_is_a_tidy_table_and_names_its_source():
    found = brokerage(example(), GROUPS, permutations=9, seed=5)
    frame = found.to_frame()
    assert len(frame) == 6 * 6
    first = frame[frame["node"] == 1].set_index("role")
    assert first["count"].to_dict() == found.nodes.loc[1, COLUMNS].to_dict()
    assert np.isnan(first.loc["total", "permutation_z"])
    assert (
        first.loc["liaison", "permutation_sd"]
        == found.permuted.loc[(1, "liaison"), "permutation_sd"]
    )
    assert "Gould" in found.cite()
    assert found.meta.seed == 5
    assert "coordinator" in found.summary()
    assert found.plot().get_xlabel() == "pairs brokered"
    without = brokerage(example(), GROUPS, partial=True)
    assert without.permuted is None
    assert without.meta.seed is None
    assert without.expected.isna().all(axis=None)


# What is refused.


def test_bad_arguments_are_refused():
    network = example()
    with pytest.raises(WrongType, match="`network` must be a Network"):
        brokerage(ARCS, GROUPS)
    with pytest.raises(UnknownLabel, match="`groups` has no value for node 6"):
        brokerage(network, GROUPS[:5])
    with pytest.raises(InvalidInput, match="`groups` must give every node a group"):
        brokerage(network, GROUPS.where(GROUPS > 1))
    with pytest.raises(InvalidInput, match="`permutations` must be 0 or at least 2"):
        brokerage(network, GROUPS, permutations=1)
    with pytest.raises(InvalidInput, match="`variance` must be one of"):
        brokerage(network, GROUPS, variance="r")


def test_a_hub_of_many_leaves_takes_no_quadratic_time():
    leaves = np.arange(1, 100_001)
    star = Network.from_edges(pd.DataFrame({"a": 0, "b": leaves}), "a", "b")
    found = brokerage(star, pd.Series(np.arange(100_001) % 3, index=star.labels))
    assert found.nodes.loc[0, "total"] == 100_000 * 99_999
