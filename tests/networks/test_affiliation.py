"""What ties lead to: composition, diversity, communities bridged and access."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    Network,
    TwoModeNetwork,
    access,
    communities_bridged,
    composition,
    diversity,
)

from ..oracles.networks import affiliation as oracle
from .strategies import incidences, networks, relabelled
from .test_bipartite import from_incidence

# A small valley: five firms in three communities and three institutions.
JOINED = pd.DataFrame(
    [
        ("Alba", "INTA", 1.0),
        ("Bo", "INTA", 3.0),
        ("Cato", "INTA", 4.0),
        ("Cato", "IDR", 2.0),
        ("Duna", "IDR", 2.0),
        ("Bo", "Club", 0.0),
        ("Alba", "Club", 5.0),
    ],
    columns=["winery", "body", "years"],
)
WINERIES = pd.DataFrame(
    {"valley": ["north", "north", "south", "west", "west"]},
    index=["Alba", "Bo", "Cato", "Duna", "Ema"],
)
BODIES = pd.DataFrame(
    {"kind": ["private", "public", "public", "private"]}, index=["Club", "IDR", "INTA", "OIV"]
)
VALLEY = TwoModeNetwork.from_edges(
    JOINED, "winery", "body", weight="years", firms=WINERIES, institutions=BODIES
)


# Worked by hand.


def test_diversity_of_the_valley():
    kinds = diversity(VALLEY, "firm", "kind")
    assert kinds.tolist() == pytest.approx([0.5, 0.5, 0, 0, np.nan], nan_ok=True)
    assert kinds.index.tolist() == WINERIES.index.tolist()
    entropy = diversity(VALLEY, "firm", "kind", index="entropy")
    assert entropy.tolist() == pytest.approx([np.log(2), np.log(2), 0, 0, np.nan], nan_ok=True)
    assert diversity(VALLEY, "firm", "kind", index="count").tolist() == [2, 2, 1, 1, 0]
    valleys = diversity(VALLEY, "institution", "valley")
    assert valleys.tolist() == pytest.approx([0, 0.5, 4 / 9, np.nan], nan_ok=True)
    weighted = diversity(VALLEY, "firm", "kind", strength="years")
    assert weighted[["Alba", "Bo"]].tolist() == pytest.approx([1 - (1 + 25) / 36, 0])


def test_a_normalised_index_is_1_where_all_groups_have_the_same_share():
    for index in ("blau", "entropy", "count"):
        found = diversity(VALLEY, "firm", "kind", index=index, normalized=True)
        assert found["Alba"] == pytest.approx(1)
    one = pd.Series("body", index=BODIES.index)
    assert diversity(VALLEY, "firm", one, normalized=True).isna().all()
    assert diversity(VALLEY, "firm", one, index="count", normalized=True).tolist() == [
        1,
        1,
        1,
        1,
        0,
    ]


def test_communities_of_the_valley():
    bridged = communities_bridged(VALLEY, "valley")
    assert bridged.index.tolist() == ["Club", "IDR", "INTA", "OIV"]
    assert bridged["communities"].tolist() == [1, 2, 2, 0]
    assert bridged["effective"].tolist() == pytest.approx([1, 2, 9 / 5, np.nan], nan_ok=True)
    weighted = communities_bridged(VALLEY, "valley", strength="years")
    assert weighted.loc["INTA", "effective"] == pytest.approx(2)
    reached = access(VALLEY, "valley")
    assert reached.columns.tolist() == ["communities", "firms", "institutions"]
    assert reached.to_numpy().tolist() == [[1, 1, 1], [1, 1, 1], [2, 3, 2], [1, 1, 1], [0, 0, 0]]


def test_composition_by_hand():
    nodes = pd.DataFrame(
        {"kind": ["firm", "firm", "lab", "buyer"]}, index=["Alba", "Bo", "INTA", "Coop"]
    )
    ties = pd.DataFrame(
        [("Alba", "Bo", 1), ("Alba", "INTA", 3), ("Bo", "Alba", 2), ("INTA", "INTA", 9)],
        columns=["a", "b", "w"],
    )
    network = Network.from_edges(ties, "a", "b", weight="w", directed=True, nodes=nodes)
    found = composition(network, "kind")
    assert found.columns.tolist() == ["buyer", "firm", "lab"]
    assert found.loc["Alba"].tolist() == pytest.approx([0, 2 / 3, 1 / 3])
    assert found.loc["Coop"].isna().all()
    out = composition(network, "kind", direction="out", strength="w")
    assert out.loc["Alba"].tolist() == [0, 0.25, 0.75]
    assert out.loc["INTA"].isna().all()
    assert composition(network, "kind", direction="in").loc["INTA"].tolist() == [0, 1, 0]


# The definition, written out.


@given(data=st.data(), network=networks(), weighted=st.booleans())
def test_composition_follows_its_formula(data, network, weighted):
    groups = pd.Series(
        data.draw(st.lists(st.sampled_from("ab"), min_size=len(network), max_size=len(network))),
        index=network.labels,
    )
    place = {label: number for number, label in enumerate(network.labels)}
    rows = [
        (place[one], place[other], weight if weighted else 1)
        for one, other, weight in network.to_frame().itertuples(index=False)
    ]
    back = [(other, one, weight) for one, other, weight in rows]
    for direction in ("all", "in", "out"):
        ends = {"all": rows + back, "in": back, "out": rows}[
            direction if network.directed else "all"
        ]
        names = sorted(set(groups))
        found = composition(
            network, groups, direction=direction, strength="contracts" if weighted else None
        )
        expected = oracle.composition(ends, len(network), groups.tolist(), names)
        assert found.columns.tolist() == names
        assert found.to_numpy() == pytest.approx(expected, nan_ok=True)


def weights_of(incidence, seed=0):
    """Whole weights from 0 to 4 for the ties."""
    return np.random.default_rng(seed).integers(0, 5, incidence.shape) * incidence.astype(float)


@given(incidence=incidences(), seed=st.integers(0, 99))
def test_the_others_follow_their_formulas(incidence, seed):
    network = from_incidence(incidence)
    groups = np.random.default_rng(seed).integers(0, 3, max(incidence.shape))
    firms, institutions = (groups[:size] for size in incidence.shape)
    of_firms, of_institutions = pd.Series(firms), pd.Series(institutions)
    for index in ("blau", "entropy", "count"):
        formula = getattr(oracle, index)
        found = diversity(network, "firm", of_institutions, index=index)
        expected = np.array([formula(row, institutions) for row in incidence])
        assert found.to_numpy() == pytest.approx(expected, nan_ok=True)
        found = diversity(network, "institution", of_firms, index=index)
        expected = np.array([formula(row, firms) for row in incidence.T])
        assert found.to_numpy() == pytest.approx(expected, nan_ok=True)
    bridged = communities_bridged(network, of_firms)
    assert bridged["communities"].tolist() == [oracle.count(row, firms) for row in incidence.T]
    expected = np.array([1 / (1 - oracle.blau(row, firms)) for row in incidence.T])
    assert bridged["effective"].to_numpy() == pytest.approx(expected, nan_ok=True)
    assert [*access(network, of_firms).itertuples(index=False, name=None)] == oracle.access(
        incidence, firms
    )


@given(incidence=incidences(), seed=st.integers(0, 99))
def test_diversity_reads_weights_when_named(incidence, seed):
    rows, columns = incidence.nonzero()
    weights = weights_of(incidence, seed)
    network = TwoModeNetwork.from_edges(
        pd.DataFrame({"f": rows, "i": columns, "w": weights[rows, columns]}),
        "f",
        "i",
        weight="w",
        firms=range(incidence.shape[0]),
        institutions=range(incidence.shape[1]),
    )
    groups = np.arange(incidence.shape[1]) % 3
    for index in ("blau", "entropy", "count"):
        found = diversity(network, "firm", pd.Series(groups), strength="w", index=index)
        expected = np.array([getattr(oracle, index)(row, groups) for row in weights])
        assert found.to_numpy() == pytest.approx(expected, nan_ok=True)


def test_no_bit_depends_on_the_order_of_the_institutions():
    rng = np.random.default_rng(1)
    ties = pd.DataFrame(rng.integers(0, 40, (400, 2)), columns=["f", "i"]).drop_duplicates()
    # Whole weights, whose sums are exact in any order; those of shares are not.
    ties["w"] = rng.integers(1, 9, len(ties)).astype(float)
    groups = pd.Series(np.arange(40) % 7)
    orders = [list(range(40)), rng.permutation(40).tolist()]
    networks = [
        TwoModeNetwork.from_edges(
            ties, "f", "i", weight="w", firms=range(40), institutions=institutions
        )
        for institutions in orders
    ]
    for index in ("blau", "entropy"):
        one, other = (
            diversity(each, "firm", groups, strength="w", index=index) for each in networks
        )
        pd.testing.assert_series_equal(one, other, check_exact=True)


# What must hold for every network.


@given(network=networks(smallest=1))
def test_shares_add_up_and_move_with_their_labels(network):
    groups = pd.Series([f"g{i % 3}" for i in range(len(network))], index=network.labels)
    found = composition(network, groups, strength="contracts")
    whole = found.sum(axis=1, skipna=False).dropna()
    assert whole.to_numpy() == pytest.approx(1)
    moved = composition(relabelled(network), groups, strength="contracts")
    pd.testing.assert_frame_equal(moved.loc[found.index], found)


@given(incidence=incidences())
def test_institutions_that_lead_elsewhere_are_those_that_bridge(incidence):
    network = from_incidence(incidence)
    groups = pd.Series(np.arange(incidence.shape[0]) % 2)
    reached = access(network, groups)
    bridging = communities_bridged(network, groups)["communities"].to_numpy() > 1
    assert reached["institutions"].tolist() == (incidence & bridging).sum(axis=1).tolist()
    assert (reached["communities"] <= reached["firms"]).all()
    assert ((reached["firms"] > 0) == (reached["institutions"] > 0)).all()


# What is refused.


def test_bad_arguments_are_refused():
    with pytest.raises(WrongType, match="`network` must be a TwoModeNetwork"):
        diversity(VALLEY.project("firm"), "firm", "kind")
    with pytest.raises(WrongType, match="`network` must be a Network"):
        composition(VALLEY, "valley")
    # The groups are those of the other kind.
    with pytest.raises(UnknownLabel, match="`groups`: the network has no attribute 'valley'"):
        diversity(VALLEY, "firm", "valley")
    with pytest.raises(InvalidInput, match="`index` must be one of 'blau', 'entropy', 'count'"):
        diversity(VALLEY, "firm", "kind", index="simpson")
    holed = WINERIES["valley"].where(WINERIES.index != "Bo")
    for measure in (access, communities_bridged):
        with pytest.raises(InvalidInput, match=r"`groups` must give every node a group.*'Bo'"):
            measure(VALLEY, holed)
    with pytest.raises(UnknownLabel, match="`groups` has no value for node 'Ema'"):
        access(VALLEY, WINERIES["valley"].iloc[:4])
    heavy = Network.from_edges(
        pd.DataFrame({"a": ["x", "x"], "b": ["y", "z"], "w": [1e308, 1e308]}), "a", "b", weight="w"
    )
    with pytest.raises(InvalidInput, match="`strength` must add up to a finite number"):
        composition(heavy, pd.Series(1, index=heavy.labels), strength="w")
    huge = JOINED.assign(years=1e308)
    for measure in (diversity, communities_bridged):
        network = TwoModeNetwork.from_edges(huge, "winery", "body", weight="years")
        rest = ("institution",) if measure is diversity else ()
        with pytest.raises(InvalidInput, match="`strength` must add up to a finite number"):
            measure(network, *rest, WINERIES["valley"], strength="years")


def test_a_table_that_fills_the_memory_is_refused():
    nodes = np.arange(20_000)
    network = Network.from_edges(
        pd.DataFrame({"a": nodes[:-1], "b": nodes[1:]}), "a", "b", nodes=nodes
    )
    with pytest.raises(InvalidInput, match="`groups` are too many for a table of 20000 nodes"):
        composition(network, pd.Series(nodes))


def test_threads_give_equal_numbers():
    network = from_incidence(np.random.default_rng(1).random((500, 80)) < 0.04)
    groups = pd.Series(np.arange(500) % 7)
    one, two, seven = (access(network, groups, threads=threads) for threads in (1, 2, 7))
    pd.testing.assert_frame_equal(one, two)
    pd.testing.assert_frame_equal(one, seven)
