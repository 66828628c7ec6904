"""Cascades and thresholds, simulated against solved, and solved against the rules taken in turn."""

from itertools import product

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import (
    diffusion_exact,
    diffusion_simulate,
    greedy_seeds,
    threshold_equilibrium,
)
from weakties.networks import Network

BOTH = ("independent-cascade", "linear-threshold")


@st.composite
def networks(draw):
    nodes = draw(st.integers(2, 5))
    pairs = [(i, j) for i in range(nodes) for j in range(nodes) if i != j]
    ties = draw(st.lists(st.sampled_from(pairs), max_size=7, unique=True))
    matrix = np.zeros((nodes, nodes))
    for i, j in ties:
        matrix[i, j] = draw(st.sampled_from([0.2, 0.5, 1.0]))
    return matrix


def cascade(matrix, seeds):
    """Probabilities of adopting, by going through every network of live ties."""
    ties = np.argwhere(matrix)
    found = np.zeros(len(matrix))
    for live in product([0, 1], repeat=len(ties)):
        p = np.prod(
            [
                matrix[i, j] if on else 1 - matrix[i, j]
                for (i, j), on in zip(ties, live, strict=True)
            ]
        )
        graph = nx.DiGraph([tuple(tie) for tie, on in zip(ties, live, strict=True) if on])
        graph.add_nodes_from(range(len(matrix)))
        reached = set(seeds).union(*(nx.descendants(graph, seed) for seed in seeds))
        found[list(reached)] += p
    return found


@settings(max_examples=30)
@given(networks())
def test_cascades_are_reachability_along_live_ties(matrix):
    if (matrix == matrix.T).all():
        return
    exact = diffusion_exact(matrix, [0])
    np.testing.assert_allclose(exact.adoption, cascade(matrix, [0]), atol=1e-12)
    assert exact.sizes.sum() == pytest.approx(1)
    assert (exact.sizes * exact.sizes.index).sum() == pytest.approx(exact.spread)


def test_small_cascades_are_solved_by_hand():
    p = 0.3
    triangle = np.ones((3, 3)) - np.eye(3)
    # Another node is reached directly, or over the third.
    assert diffusion_exact(triangle, [0], probability=p).spread == pytest.approx(
        1 + 2 * (1 - (1 - p) * (1 - p**2))
    )
    path = nx.to_numpy_array(nx.path_graph(21))
    exact = diffusion_exact(path, [0], probability=p).adoption
    np.testing.assert_allclose(exact, p ** np.arange(21), rtol=1e-12)
    sure = diffusion_exact(nx.to_numpy_array(nx.complete_graph(30)), [3], probability=1)
    assert sure.spread == 30


@pytest.mark.parametrize("model", BOTH)
def test_simulations_agree_with_the_exact_solution(model):
    ties = nx.to_numpy_array(nx.krackhardt_kite_graph())
    ties *= np.random.default_rng(1).uniform(0.1, 0.9, ties.shape)
    if model == "independent-cascade":
        # As many ties as can be solved: each one way, and one both ways.
        ties = np.triu(ties)
        ties[3, 0] = 0.4
    exact = diffusion_exact(ties, [0, 3], model=model)
    found = diffusion_simulate(ties, [0, 3], model=model, replicates=40_000, seed=2)
    assert 2 < exact.spread < 9.9
    assert abs(found.spread - exact.spread) < 4.5 * found.se
    error = np.sqrt(exact.adoption * (1 - exact.adoption) / 40_000)
    assert (np.abs(found.adoption - exact.adoption) <= 4.5 * error + 1e-12).all()
    sizes = found.paths.iloc[-1].value_counts(normalize=True)
    np.testing.assert_allclose(sizes, exact.sizes[sizes.index], atol=0.02)


def test_granovetters_crowd_hangs_on_one_person():
    crowd = np.ones((100, 100)) - np.eye(100)
    for thresholds, acting in ((range(100), 100), ([0, 2, *range(2, 100)], 1)):
        assert threshold_equilibrium(thresholds).iloc[-1] == acting
        found = diffusion_simulate(
            crowd,
            [],
            model="linear-threshold",
            thresholds=list(map(float, thresholds)),
            counting="numbers",
        )
        assert found.spread == acting
        # Who acts at a step saw those of the step before.
        assert found.paths[0].tolist() == threshold_equilibrium(thresholds).tolist()


@given(st.lists(st.integers(0, 12), min_size=1, max_size=12))
def test_equilibria_are_fixed_points(thresholds):
    path = threshold_equilibrium(thresholds)
    x = path.iloc[-1]
    assert sum(threshold <= x for threshold in thresholds) == x
    assert not any(sum(t <= y for t in thresholds) == y for y in range(x))
    assert path.is_monotonic_increasing


def test_thresholds_are_shares_of_weight():
    ties = pd.DataFrame({"a": ["x", "y"], "b": ["z", "z"], "w": [1.0, 3.0]})
    network = Network.from_edges(ties, "a", "b", weight="w", directed=True)
    run = {"model": "linear-threshold", "thresholds": pd.Series({"z": 0.5, "x": 1, "y": 1.0})}
    assert diffusion_simulate(network, ["x"], **run).spread == 1
    assert diffusion_simulate(network, ["y"], **run).spread == 2
    # Seven of a hundred reach a threshold of 0.07, which as a product is 7.000000000000001.
    star = np.zeros((101, 101))
    star[:100, 100] = 1
    found = diffusion_simulate(
        star, list(range(7)), model="linear-threshold", thresholds=[1.0] * 100 + [0.07]
    )
    assert found.spread == 8


@pytest.mark.parametrize("model", BOTH)
def test_more_seeds_reach_no_fewer(model):
    graph = nx.to_numpy_array(nx.watts_strogatz_graph(60, 4, 0.2, seed=1)) * 0.3
    run = {"model": model, "replicates": 200, "seed": 5}
    one = diffusion_simulate(graph, [0], **run).paths.iloc[-1]
    two = diffusion_simulate(graph, [0, 30], **run).paths.iloc[-1]
    assert (two >= one).all()


@pytest.mark.parametrize("model", BOTH)
def test_greedy_seeds_reach_enough(model):
    graph = nx.gnm_random_graph(7, 9, seed=3)
    ties = nx.to_numpy_array(graph) * 0.4
    chosen = greedy_seeds(ties, 2, model=model, replicates=4000, seed=1)
    reached = diffusion_exact(ties, chosen.index.tolist(), model=model).spread
    best = max(
        diffusion_exact(ties, [i, j], model=model).spread for i in range(7) for j in range(i)
    )
    assert reached >= (1 - 1 / np.e) * best
    assert chosen.iloc[-1] == pytest.approx(reached, abs=0.15)
    assert chosen.is_monotonic_increasing
    # Without laziness: at each step the node that adds most in the same networks.
    again = greedy_seeds(ties, 7, model=model, replicates=300, seed=2)
    assert again.iloc[-1] == 7
    assert (again.diff().dropna().diff().dropna() <= 1e-12).all()


def test_threads_give_equal_bits():
    graph = nx.to_numpy_array(nx.watts_strogatz_graph(60, 4, 0.2, seed=1)) * 0.3
    for model in BOTH:
        runs = [
            diffusion_simulate(graph, [0], model=model, replicates=99, seed=1, threads=threads)
            for threads in (1, 2, 7)
        ]
        assert len({run.paths.to_numpy().tobytes() for run in runs}) == 1
        seeds = [
            greedy_seeds(graph, 3, model=model, replicates=50, seed=1, threads=threads)
            for threads in (1, 2, 7)
        ]
        pd.testing.assert_series_equal(seeds[0], seeds[1])
        pd.testing.assert_series_equal(seeds[0], seeds[2])
    bits = {
        diffusion_exact(graph[:9, :9], [0], threads=threads).adoption.to_numpy().tobytes()
        for threads in (1, 2, 7)
    }
    assert len(bits) == 1


def test_results_show_themselves():
    found = diffusion_simulate([[0, 1], [1, 0]], [0], probability=0.5, replicates=9, seed=1)
    assert "mean spread" in found.summary()
    assert found.to_frame().columns.tolist() == ["node", "adoption"]
    assert found.plot().get_xlabel() == "step"
    assert found.meta.seed == 1
    single = diffusion_simulate([[0, 1], [1, 0]], [0], probability=0, replicates=1, seed=1)
    assert np.isnan(single.se)
    assert single.spread == 1
    exact = diffusion_exact([[1, 1], [1, 0]], [0], probability=0.5)
    assert exact.meta.dropped == {"self-ties": 1}
    assert exact.to_frame()["adoption"].tolist() == [1, 0.5]
    assert exact.plot().get_xlabel() == "probability of adopting"


PAIR = [[0, 1], [1, 0]]
THRESHOLD = {"model": "linear-threshold"}


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: diffusion_simulate(PAIR, 0), WrongType, "`seeds` must be a list"),
        (lambda: diffusion_simulate(PAIR, []), InvalidInput, "`seeds` must name"),
        (lambda: diffusion_simulate(PAIR, [0, 0]), InvalidInput, "each node once"),
        (lambda: diffusion_simulate(PAIR, [2]), UnknownLabel, "`seeds`"),
        (lambda: diffusion_simulate([[0, 3], [1, 0]], [0]), InvalidInput, "weights of at most 1"),
        (lambda: diffusion_simulate(PAIR, [0], probability=2), InvalidInput, "`probability`"),
        (
            lambda: diffusion_simulate(PAIR, [0], probability=0.5, **THRESHOLD),
            InvalidInput,
            "`probability` is of model",
        ),
        (
            lambda: diffusion_simulate(PAIR, [0], thresholds=[1, 1]),
            InvalidInput,
            "`thresholds` are",
        ),
        (
            lambda: diffusion_simulate(PAIR, [0], thresholds=[1, 2], **THRESHOLD),
            InvalidInput,
            "at most 1",
        ),
        (
            lambda: diffusion_simulate(PAIR, [0], thresholds=pd.Series([1.0]), **THRESHOLD),
            InvalidInput,
            "`thresholds` must have each",
        ),
        (
            lambda: diffusion_exact(np.ones((8, 8)), [0], probability=0.5),
            InvalidInput,
            r"more than 2\^20",
        ),
        (lambda: diffusion_exact(np.zeros((65, 65)), [0]), InvalidInput, "at most 64 nodes"),
        (lambda: greedy_seeds(PAIR, 3), InvalidInput, "`count` must be at most"),
        (lambda: threshold_equilibrium([-1]), InvalidInput, "`thresholds`"),
    ],
)
def test_bad_arguments_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_a_network_gives_its_weights_by_any_name():
    ties = pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"], "strength": [0.5, 0.25]})
    network = Network.from_edges(ties, "a", "b", weight="strength", directed=True)
    found = diffusion_exact(network, ["x"]).adoption
    assert found.to_dict() == {"x": 1, "y": 0.5, "z": 0.125}
    undirected = Network.from_edges(ties, "a", "b")
    assert diffusion_exact(undirected, ["z"], probability=0.5).adoption["x"] == 0.25
