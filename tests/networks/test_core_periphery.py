"""Core and periphery, discrete and continuous."""

import json
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes

from weakties import InvalidInput, NotConverged, UnknownLabel, WrongType
from weakties.networks import (
    Network,
    core_periphery,
    core_periphery_test,
    random_network_like,
)

from ..oracles.networks import core_periphery as oracle
from .strategies import matrix, networks, relabelled

BETWEEN = ("one", "zero", "missing", "density")
betweens = pytest.mark.parametrize("between", BETWEEN)

# A core of four and a periphery of six, each tied to the whole core: Borgatti and Everett's ideal.
IDEAL = [(i, j) for i in range(4) for j in range(i + 1, 10)]


def network_of(ties, **options):
    frame = pd.DataFrame(ties, columns=["source", "target", "weight"][: len(ties[0])])
    weight = "weight" if len(ties[0]) == 3 else None
    return Network.from_edges(frame, "source", "target", weight=weight, **options)


# Patterns that are known.


@pytest.mark.parametrize("starts", [None, 5])
@pytest.mark.parametrize("directed", [False, True])
def test_the_ideal_pattern_fits_perfectly(starts, directed):
    ties = IDEAL + [(j, i) for i, j in IDEAL] if directed else IDEAL
    found = core_periphery(network_of(ties, directed=directed), starts=starts, seed=1)
    assert found.nodes[found.nodes].index.tolist() == [0, 1, 2, 3]
    assert found.fit == pytest.approx(1)
    found = core_periphery(network_of(ties, directed=directed), between="density", starts=starts)
    assert found.fit == pytest.approx(1)


def test_a_core_on_its_own_fits_the_other_patterns():
    clique = [(i, j) for i in range(4) for j in range(i + 1, 4)]
    network = network_of(clique, nodes=range(9))
    for between in ("zero", "missing"):
        found = core_periphery(network, between=between)
        assert found.fit == pytest.approx(1)
        # Without the pairs between, three of the four make as good a core.
        assert set(found.nodes[found.nodes].index) <= {0, 1, 2, 3}
        assert found.nodes.sum() == (4 if between == "zero" else 3)


def test_the_centre_of_a_star_is_its_core():
    found = core_periphery(Network.from_networkx(nx.star_graph(5)))
    assert found.nodes.tolist() == [True] + [False] * 5
    assert found.fit == pytest.approx(1)


def test_products_are_found_back_as_coreness():
    c = np.array([1.0, 0.8, 0.7, 0.5, 0.3, 0.2, 0.1])
    z = np.outer(c, c)
    np.fill_diagonal(z, 0)
    found = core_periphery(
        Network.from_matrix(z, weight="w"), model="continuous", strength="w", tolerance=1e-12
    )
    assert found.nodes.to_numpy() == pytest.approx(c / np.linalg.norm(c), rel=1e-6)
    assert found.fit == pytest.approx(1)


def test_the_karate_club_has_its_two_leaders_in_the_core():
    club = Network.from_networkx(nx.karate_club_graph())
    found = core_periphery(club, seed=1)
    assert found.nodes[[0, 33]].all()
    z = matrix(club, weighted=False)
    assert found.fit == pytest.approx(oracle.fit(z, found.nodes, "one"))
    coreness = core_periphery(club, model="continuous").nodes
    assert coreness.nlargest(2).index.tolist() == [33, 0]


# The definition, written out.


@settings(max_examples=60)
@given(
    network=networks(most=6),
    weighted=st.booleans(),
    between=st.sampled_from(BETWEEN),
)
def test_no_division_fits_better(network, weighted, between):
    strength = "contracts" if weighted else None
    z = matrix(network, weighted)
    np.fill_diagonal(z, 0)
    best = oracle.best(z, between)
    for starts in (None, 50):
        try:
            found = core_periphery(
                network, strength=strength, between=between, starts=starts, seed=1
            )
        except InvalidInput:
            assert np.isnan(best)
            continue
        assert found.fit == pytest.approx(best)
        assert found.fit == pytest.approx(oracle.fit(z, found.nodes, between))


@betweens
def test_starts_find_the_best_of_all_divisions_of_larger_networks(between):
    for seed in range(6):
        graph = nx.gnp_random_graph(14, 0.3, seed=seed, directed=seed % 2 == 1)
        network = Network.from_networkx(graph)
        exact = core_periphery(network, between=between)
        assert exact.meta.seed is None
        assert exact.meta.options["starts"] == "all divisions"
        found = core_periphery(network, between=between, starts=50, seed=seed)
        assert found.fit == pytest.approx(exact.fit)


@given(network=networks(smallest=1))
def test_coreness_is_where_squares_are_least(network):
    try:
        found = core_periphery(
            network, model="continuous", strength="contracts", tolerance=1e-12, max_rounds=3000
        )
    except (InvalidInput, NotConverged):
        return
    z = matrix(network)
    np.fill_diagonal(z, 0)
    c = found.nodes.to_numpy()
    assert (c >= 0).all()
    assert (c**2).sum() == pytest.approx(1)
    kept = ~np.eye(len(z), dtype=bool)
    assert found.fit == pytest.approx(oracle.correlation(z[kept], np.outer(c, c)[kept]), abs=1e-9)
    # Scaled back, no step to a side leaves smaller squares.
    both = (z + z.T) / 2
    products = np.outer(c, c)[kept]
    scale = np.sqrt((both[kept] * products).sum() / (products**2).sum())
    least = oracle.residual(z, scale * c)
    for node in range(len(z)):
        for step in (-1e-3, 1e-3):
            moved = scale * c
            moved[node] = max(moved[node] + step, 0)
            assert oracle.residual(z, moved) >= least - 1e-9


# What must hold for every network.


@given(network=networks(smallest=1, most=6), between=st.sampled_from(BETWEEN))
def test_the_fit_does_not_depend_on_labels_or_unit(network, between):
    def fit(network):
        try:
            return core_periphery(network, between=between, strength="contracts").fit
        except InvalidInput:
            return np.nan

    expected = pytest.approx(fit(network), nan_ok=True)
    assert fit(relabelled(network)) == expected
    scaled = Network.from_matrix(
        1e6 * network.to_scipy(), weight="contracts", directed=network.directed
    )
    assert fit(scaled) == expected


def test_seeds_repeat_and_threads_give_equal_bits():
    network = Network.from_networkx(nx.barabasi_albert_graph(200, 3, seed=1))
    first = core_periphery(network, starts=8, seed=5, threads=1)
    for threads in (2, 7):
        again = core_periphery(network, starts=8, seed=first.meta.seed, threads=threads)
        assert again.fit == first.fit
        assert again.nodes.equals(first.nodes)


def test_a_planted_core_is_found_among_a_thousand():
    rng = np.random.default_rng(1)
    core = np.arange(1000) < 60
    chance = np.where(np.add.outer(core, core), 0.02, 0.002)
    chance[np.ix_(core, core)] = 0.6
    z = np.triu(rng.uniform(size=chance.shape) < chance, 1)
    network = Network.from_matrix((z | z.T).astype(float))
    for between in ("zero", "density"):
        found = core_periphery(network, between=between, starts=4, seed=1)
        assert found.nodes.tolist() == core.tolist()


# What comes back.


def test_the_result_says_how_it_was_made():
    club = Network.from_networkx(nx.karate_club_graph())
    found = core_periphery(club, seed=1)
    assert found.to_frame().columns.tolist() == ["node", "core"]
    assert found.meta.seed == 1
    assert found.meta.counts == {"nodes": 34, "in the core": int(found.nodes.sum())}
    assert "borgatti1999" in found.meta.sources
    assert f"{found.fit:.4f}" in found.summary()
    json.loads(found.meta.to_json())
    continuous = core_periphery(club, model="continuous")
    assert continuous.to_frame().columns.tolist() == ["node", "coreness"]
    assert "Boyd" in continuous.cite()
    for result in (found, continuous):
        assert isinstance(result.plot(), Axes)
        assert result.to_latex()
        assert result._repr_html_()


# What is refused.


def test_bad_arguments_are_refused():
    network = network_of([(*tie, 2.0) for tie in IDEAL])
    with pytest.raises(WrongType, match="`network` must be a Network"):
        core_periphery([[0, 1], [1, 0]])
    with pytest.raises(InvalidInput, match="`model` must be one of 'discrete', 'continuous'"):
        core_periphery(network, model="binary")
    with pytest.raises(InvalidInput, match="`between` must be one of 'one', 'zero'"):
        core_periphery(network, between="two")
    with pytest.raises(UnknownLabel, match="`strength`: the weight of this network is named"):
        core_periphery(network, strength="km")
    with pytest.raises(InvalidInput, match="`starts` must be a whole number, at least 1"):
        core_periphery(network, starts=0)
    with pytest.raises(InvalidInput, match="`tolerance` must be a finite number, above 0"):
        core_periphery(network, tolerance=0)
    with pytest.raises(InvalidInput, match="`max_rounds` must be a whole number, at least 1"):
        core_periphery(network, max_rounds=0)
    with pytest.raises(WrongType, match="`seed` must be"):
        core_periphery(network, seed="one")


@pytest.mark.parametrize("model", ["discrete", "continuous"])
def test_networks_in_which_all_pairs_are_alike_are_refused(model):
    alike = [
        Network.from_matrix([[1]]),
        Network.from_matrix(np.eye(3)),
        Network.from_matrix([[0, 1], [1, 0]]),
        Network.from_networkx(nx.complete_graph(4)),
    ]
    for network in alike:
        with pytest.raises(InvalidInput, match="`network` must have"):
            core_periphery(network, model=model)


def test_a_star_has_no_coreness():
    star = Network.from_networkx(nx.star_graph(4))
    with pytest.raises(NotConverged, match="as in a star"):
        core_periphery(star, model="continuous", max_rounds=500)


def test_chance_is_that_of_all_networks_with_as_many_ties():
    # Of the 20 networks with three ties among four nodes the 4 stars have a core that fits.
    pairs = list(combinations(range(4), 2))
    fits = []
    for ties in combinations(pairs, 3):
        z = np.zeros((4, 4))
        z[tuple(np.transpose(ties))] = 1
        fits.append(oracle.best(z + z.T, "one"))
    assert np.sum(np.isclose(fits, 1)) == 4
    star = Network.from_networkx(nx.star_graph(3))
    found = core_periphery_test(star, replicates=1000, seed=1)
    row = found.table.loc["fit"]
    assert row["observed"] == pytest.approx(1)
    assert np.isclose(found.draws.to_numpy(), fits).any(axis=1).all()
    assert row["p_upper"] == pytest.approx(4 / 20, abs=0.04)
    assert row["expected"] == pytest.approx(np.mean(fits), abs=4 * np.std(fits) / 1000**0.5)
    assert row["sd"] == pytest.approx(np.std(fits), rel=0.1)


@settings(max_examples=25)
@given(network=networks(most=6), between=st.sampled_from(BETWEEN), seed=st.integers(0, 99))
def test_random_networks_are_searched_as_the_observed_one_is(network, between, seed):
    options = {"between": between, "starts": 3}
    try:
        fit = core_periphery(network, **options, seed=seed).fit
        found = core_periphery_test(network, **options, replicates=3, seed=seed)
    except InvalidInput:
        return
    assert found.table.loc["fit", "observed"] == fit
    like = random_network_like(network, "density", seed=seed)
    assert found.draws.iloc[0, 0] == core_periphery(like, **options, seed=seed).fit
    above = (found.draws["fit"] >= fit - 1e-9).sum()
    assert found.table.loc["fit", "p_upper"] == (1 + above) / 4


def test_a_core_is_told_from_chance():
    rng = np.random.default_rng(1)
    chance = Network.from_networkx(nx.gnp_random_graph(20, 0.3, seed=3))
    core = nx.disjoint_union(nx.complete_graph(6), nx.empty_graph(14))
    core.add_edges_from((int(rng.integers(6)), node) for node in range(6, 20))
    found = core_periphery_test(Network.from_networkx(core), replicates=39, seed=1)
    row = found.table.loc["fit"]
    assert row["p_upper"] == 1 / 40
    best = core_periphery(Network.from_networkx(core), starts=10, seed=1).fit
    assert row["observed"] == pytest.approx(best)
    by_chance = core_periphery_test(chance, replicates=39, seed=1).table.loc["fit"]
    assert by_chance["p_upper"] > 0.05
    # The search is the same on both sides: the fit of a random network is one of many.
    assert abs(by_chance["z"]) < 3
    again = core_periphery_test(chance, replicates=39, seed=1, threads=1)
    assert again.table.loc["fit"].equals(by_chance)
