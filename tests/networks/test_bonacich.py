"""Katz's status and Bonacich's power."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from weakties import InvalidInput, NotConverged, WrongType
from weakties.networks import Network, bonacich, degree, eigenvector, katz, spectral_radius

from ..oracles.networks import bonacich as oracle
from ..oracles.networks.spectral import radius, read
from .strategies import matrix, networks, relabelled

directions = pytest.mark.parametrize("direction", ["in", "out", "all"])


def network_of(ties, directed=False):
    frame = pd.DataFrame(ties, columns=["a", "b"])
    return Network.from_edges(frame, "a", "b", directed=directed)


# Bonacich (1987): the networks of his figures, and the power of positions in them by beta, as
# igraph for R has them in its tests.

FIGURE_1 = network_of([("A", "B"), ("B", "C"), ("B", "D")], directed=True)
FIGURE_C = [(1, 2), (1, 3), (2, 4), (3, 5)]
FIGURE_D = [(1, 2), (1, 3), (1, 4), (2, 5), (3, 6), (4, 7)]
FIGURE_E = [(1, 2), (1, 3), (1, 4), (2, 5), (2, 6), (3, 7), (3, 8), (4, 9), (4, 10)]
FIGURE_F = [
    *[(1, 2), (1, 3), (1, 4), (2, 5), (2, 6), (2, 7)],
    *[(3, 8), (3, 9), (3, 10), (4, 11), (4, 12), (4, 13)],
]


@pytest.mark.parametrize(
    ("beta", "expected"),
    [
        (0, [0.89, 1.79]),
        (0.2, [1.15, 1.64]),
        (0.4, [1.34, 1.49]),
        (0.6, [1.48, 1.35]),
        (0.8, [1.59, 1.22]),
    ],
)
def test_power_in_a_hierarchy_as_published(beta, expected):
    found = bonacich(FIGURE_1, beta=beta)
    assert found[list("ABCD")].tolist() == pytest.approx([*expected, 0, 0], abs=0.005)


@pytest.mark.parametrize(
    ("ties", "places", "first", "published"),
    [
        (
            FIGURE_C,
            [1, 2, 4],
            -0.5,
            [
                *[[0, 1.58, 0], [0.73, 1.45, 0.36], [0.97, 1.34, 0.49], [1.09, 1.27, 0.54]],
                *[[1.15, 1.23, 0.58], [1.2, 1.2, 0.6], [1.22, 1.17, 0.61], [1.25, 1.16, 0.62]],
                *[[1.26, 1.14, 0.63], [1.27, 1.13, 0.64], [1.28, 1.12, 0.64]],
            ],
        ),
        (FIGURE_D, [1, 2, 5], -0.4, [[1.62, 1.08, 0.54]] * 9),
        (
            FIGURE_E,
            [1, 2, 5],
            -0.4,
            [
                *[[-1, 1.67, -0.33], [0.36, 1.81, 0.12], [1, 1.67, 0.33], [1.3, 1.55, 0.43]],
                *[[1.46, 1.46, 0.49], [1.57, 1.4, 0.52], [1.63, 1.36, 0.54], [1.68, 1.33, 0.56]],
                [1.72, 1.3, 0.57],
            ],
        ),
        (
            FIGURE_F,
            [1, 2, 5],
            -0.4,
            [
                *[[-1.72, 1.53, -0.57], [-0.55, 2.03, -0.18], [0.44, 2.05, 0.15]],
                *[[1.01, 1.91, 0.34], [1.33, 1.78, 0.44], [1.52, 1.67, 0.51], [1.65, 1.59, 0.55]],
                *[[1.74, 1.53, 0.58], [1.8, 1.48, 0.6]],
            ],
        ),
    ],
)
def test_power_in_exchange_networks_as_published(ties, places, first, published):
    network = network_of(ties)
    for step, expected in enumerate(published):
        found = bonacich(network, beta=first + step / 10)
        assert found[places].tolist() == pytest.approx(expected, abs=0.006)


def test_katz_of_a_star_by_hand():
    # c = 1 + 3αl and l = 1 + αc.
    star = Network.from_networkx(nx.star_graph(3))
    for attenuation in (0.1, 0.3, 0.5):
        centre = (1 + 3 * attenuation) / (1 - 3 * attenuation**2)
        found = katz(star, attenuation=attenuation, norm="none")
        assert found.tolist() == pytest.approx([centre, *[1 + attenuation * centre] * 3])
    assert katz(star).to_numpy() == pytest.approx(katz(star, attenuation=0.5 / 3**0.5))


def test_without_ties_everyone_has_the_base_and_no_power():
    alone = Network.from_matrix([[1, 0], [0, 0]])
    assert katz(alone, norm="none").tolist() == [1, 1]
    assert bonacich(alone, beta=0.5).tolist() == [0, 0]
    base = pd.Series([3.0, 4.0])
    assert katz(alone, base=base).tolist() == pytest.approx([0.6, 0.8])


# The definitions, as dense systems.


@directions
@given(
    network=networks(), weighted=st.booleans(), self_ties=st.booleans(), share=st.floats(0.01, 0.97)
)
def test_katz_solves_its_definition(network, weighted, self_ties, share, direction):
    m = read(matrix(network, weighted), direction if network.directed else "in", self_ties)
    options = {
        "strength": "contracts" if weighted else None,
        "direction": direction,
        "self_ties": self_ties,
    }
    attenuation = share / (spectral_radius(network, **options) or 1)
    base = pd.Series(np.arange(len(network)) + 1.0, index=network.labels)
    found = katz(network, attenuation=attenuation, base=base, norm="none", **options)
    expected = oracle.katz(m, attenuation, base.to_numpy())
    assert found.to_numpy() == pytest.approx(expected, rel=1e-7)


@directions
@given(network=networks(), weighted=st.booleans(), beta=st.floats(-1.5, 1.5))
def test_power_solves_its_definition_for_every_beta(network, weighted, beta, direction):
    m = read(matrix(network, weighted), direction if network.directed else "in")
    system = np.eye(len(m)) - beta * m
    assume(np.linalg.cond(system) < 1e6)
    found = bonacich(
        network, beta=beta, strength="contracts" if weighted else None, direction=direction
    )
    assert found.to_numpy() == pytest.approx(oracle.bonacich(m, beta), abs=1e-6)
    if m.any():
        assert (found**2).sum() == pytest.approx(len(m))


@given(network=networks(directed=False, smallest=1))
def test_an_eigenvalue_for_beta_has_no_solution(network):
    m = read(matrix(network, weighted=False))
    largest = radius(m)
    assume(largest > 0.5)
    with pytest.raises(InvalidInput, match=r"`beta` = .* is an eigenvalue"):
        bonacich(network, beta=1 / largest)
    with pytest.raises(InvalidInput, match=r"`attenuation` must be below .* take less"):
        katz(network, attenuation=1 / largest)


# What must hold for every network.


@given(network=networks(smallest=1), beta=st.sampled_from([-0.3, 0.0, 0.3]))
def test_values_move_with_their_labels(network, beta):
    assume(np.linalg.cond(np.eye(len(network)) - beta * read(matrix(network), "out")) < 1e6)
    again = relabelled(network)
    for measure in (
        lambda net: bonacich(net, beta=beta, strength="contracts"),
        lambda net: katz(net, strength="contracts"),
    ):
        found = measure(network)
        pd.testing.assert_series_equal(measure(again)[found.index], found, atol=1e-6)


def test_the_measures_lie_between_degree_and_eigenvector():
    club = Network.from_networkx(nx.karate_club_graph())
    power = bonacich(club, beta=0)
    assert np.ptp(power / degree(club)) < 1e-12
    limit = 0.99999 / spectral_radius(club)
    near = bonacich(club, beta=limit)
    expected = eigenvector(club).to_numpy() * len(club) ** 0.5
    assert near.to_numpy() == pytest.approx(expected, abs=1e-3)
    assert katz(club, attenuation=limit).to_numpy() == pytest.approx(
        eigenvector(club).to_numpy(), abs=1e-3
    )


# Other packages.


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weight", [None, "weight"])
def test_random_networks_agree_with_networkx(directed, weight):
    for seed in range(5):
        graph = nx.gnm_random_graph(60, 240, seed=seed, directed=directed)
        graph.add_edge(3, 3)
        rng = np.random.default_rng(seed)
        for *_, data in graph.edges(data=True):
            data["weight"] = float(rng.uniform(0.1, 1))
        network = Network.from_networkx(graph, weight="weight")
        for normalized, norm in ((True, "euclidean"), (False, "none")):
            base = dict(enumerate(rng.uniform(0, 2, 60)))
            options = {"alpha": 0.05, "beta": base, "normalized": normalized, "weight": weight}
            expected = nx.katz_centrality(graph, tol=1e-13, **options)
            found = katz(
                network,
                attenuation=0.05,
                base=pd.Series(base),
                norm=norm,
                strength=weight,
                self_ties=True,
            )
            assert found.to_dict() == pytest.approx(expected, rel=1e-8)


# What is refused.


def test_bad_arguments_are_refused():
    path = Network.from_networkx(nx.path_graph(3))
    for measure in (katz, lambda network, **options: bonacich(network, beta=0.1, **options)):
        with pytest.raises(WrongType, match="`network` must be a Network"):
            measure(nx.path_graph(3))
        with pytest.raises(InvalidInput, match="`direction` must be one of"):
            measure(path, direction="both")
        with pytest.raises(NotConverged, match="`max_iterations` = 1 did not reach"):
            measure(path, max_iterations=1)
    for attenuation in (0, -0.1):
        with pytest.raises(InvalidInput, match="`attenuation` must be a finite number, above 0"):
            katz(path, attenuation=attenuation)
    with pytest.raises(InvalidInput, match=r"`attenuation` must be below 0\.707"):
        katz(path, attenuation=0.8)
    with pytest.raises(InvalidInput, match="`norm` must be one of"):
        katz(path, norm="sum")
    with pytest.raises(InvalidInput, match="`beta` must be a finite number"):
        bonacich(path, beta=float("inf"))
    large = Network.from_networkx(nx.star_graph(3000))
    with pytest.raises(InvalidInput, match=r"`beta` must be below 0.018\d* in size"):
        bonacich(large, beta=0.5)


def test_directed_ties_without_a_cycle_take_any_attenuation():
    chain = network_of([(i, i + 1) for i in range(5)], directed=True)
    assert katz(chain, attenuation=2, norm="none").tolist() == [1, 3, 7, 15, 31, 63]
    assert katz(chain, norm="none")[5] == pytest.approx(2 - 2**-5)


# Threads.


@pytest.mark.parametrize("directed", [False, True])
def test_threads_give_equal_bits(directed):
    network = Network.from_networkx(nx.gnm_random_graph(10_000, 40_000, seed=1, directed=directed))
    for measure in (katz, lambda *a, **k: bonacich(*a, beta=-0.03, **k)):
        expected = measure(network, threads=1)
        for threads in (2, 7):
            found = measure(network, threads=threads)
            assert found.to_numpy().tobytes() == expected.to_numpy().tobytes()


def test_elimination_gives_equal_bits_on_any_number_of_threads():
    network = Network.from_networkx(nx.gnm_random_graph(300, 900, seed=1))
    expected = bonacich(network, beta=1, threads=1)
    for threads in (2, 7):
        assert bonacich(network, beta=1, threads=threads).tolist() == expected.tolist()
