"""The job-contact model solved exactly."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weakties import InvalidInput, WrongType
from weakties.chains import job_contact_exact, job_contact_simulate
from weakties.networks import Network

from ..oracles.chains import estimation as oracle

ALONE = np.zeros((4, 4))
PAIRS = np.kron(np.eye(2), [[0, 1], [1, 0]])
CIRCLE = nx.to_numpy_array(nx.cycle_graph(4))
COMPLETE = 1 - np.eye(4)
# Four agents, a = 0.100, b = 0.015, as in table 1 of Calvó-Armengol and Jackson (2004), whose own
# figures are simulated: unemployment, correlations of 1 with 2 and with 3, hazards after at least
# 1, 2 and 10 periods. The chain of 16 states was solved for these to six decimals.
TABLE = [
    (ALONE, 0.132159, 0, 0, (0.0985, 0.0985, 0.0985)),
    (PAIRS, 0.078569, 0.052273, 0, (0.175915, 0.174925, 0.168571)),
    (CIRCLE, 0.056778, 0.020471, 0.018939, (0.249188, 0.247665, 0.240330)),
    (COMPLETE, 0.046569, 0.027796, 0.027796, (0.307104, 0.301926, 0.274906)),
]


@st.composite
def networks(draw, most=5):
    size = draw(st.integers(1, most))
    upper = np.zeros((size, size))
    upper[np.triu_indices(size, 1)] = draw(
        st.lists(st.booleans(), min_size=size * (size - 1) // 2, max_size=size * (size - 1) // 2)
    )
    return upper + upper.T


@pytest.mark.parametrize(("ties", "unemployment", "tied", "across", "hazards"), TABLE)
def test_four_agents_are_as_in_the_table(ties, unemployment, tied, across, hazards):
    exact = job_contact_exact(ties, 0.1, 0.015)
    np.testing.assert_allclose(exact.unemployment, unemployment, atol=5e-7)
    assert exact.mean_unemployment == pytest.approx(unemployment, abs=5e-7)
    assert exact.correlations.loc[0, 1] == pytest.approx(tied, abs=5e-7)
    assert exact.correlations.loc[0, 2] == pytest.approx(across, abs=5e-7)
    np.testing.assert_allclose(exact.pooled_hazards, hazards, atol=5e-7)
    assert exact.pooled_hazards.index.tolist() == [1, 2, 10]


@settings(max_examples=25)
@given(networks(), st.floats(0.01, 0.95), st.floats(0.01, 0.95))
def test_small_networks_are_as_the_dense_chain_says(ties, arrival, separation):
    dense = oracle.JobContact(ties, arrival, separation)
    exact = job_contact_exact(ties, arrival, separation, durations=[1, 3])
    np.testing.assert_allclose(exact.unemployment, dense.unemployment(), atol=1e-12)
    np.testing.assert_allclose(exact.correlations, dense.correlations(), atol=1e-9)
    for agent in range(len(ties)):
        for duration in (1, 3):
            expected = dense.hazard(agent, duration)
            assert exact.hazards.loc[duration, agent] == pytest.approx(expected, rel=1e-9)
    if len(ties) > 1:
        found = [exact.states.loc[state] for state in dense.states]
        np.testing.assert_allclose(found, dense.pi, atol=1e-12)


def test_six_agents_are_as_the_dense_chain_says():
    ties = nx.to_numpy_array(nx.house_graph())
    ties = np.pad(ties, (0, 1))
    ties[0, 5] = ties[5, 0] = 1
    dense = oracle.JobContact(ties, 0.1, 0.015)
    exact = job_contact_exact(ties, 0.1, 0.015)
    np.testing.assert_allclose(exact.unemployment, dense.unemployment(), atol=1e-12)
    np.testing.assert_allclose(exact.correlations, dense.correlations(), atol=1e-11)


def test_slow_chains_are_as_exact():
    # Alone, whatever the length of the period: b / (b + a (1 - b)).
    for a, b in [(1e-4, 3e-5), (1e-6, 1e-6), (0.9, 1e-4), (1e-4, 0.9)]:
        exact = job_contact_exact(np.zeros((3, 3)), a, b)
        np.testing.assert_allclose(exact.unemployment, b / (b + a * (1 - b)), rtol=1e-12)
    dense = oracle.JobContact(CIRCLE, 1e-4, 3e-5)
    exact = job_contact_exact(CIRCLE, 1e-4, 3e-5)
    np.testing.assert_allclose(exact.unemployment, dense.unemployment(), atol=1e-10)


def test_employment_of_the_tied_goes_together_in_short_periods():
    # Their theorem on fine subdivisions of periods: positive correlation along every path.
    path = nx.to_numpy_array(nx.path_graph(5))
    exact = job_contact_exact(path, 0.1 / 100, 0.015 / 100)
    assert (exact.correlations.to_numpy() > 0).all()
    hazards = job_contact_exact(path, 0.1, 0.015, durations=range(1, 20)).pooled_hazards
    assert hazards.is_monotonic_decreasing


def test_a_tie_more_lowers_unemployment_at_its_ends():
    before = job_contact_exact(nx.to_numpy_array(nx.path_graph(6)), 0.1, 0.015).unemployment
    after = job_contact_exact(nx.to_numpy_array(nx.cycle_graph(6)), 0.1, 0.015).unemployment
    assert after[0] < before[0]
    np.testing.assert_allclose(after, after[0], atol=1e-13)


def test_twelve_agents_are_solved():
    exact = job_contact_exact(nx.to_numpy_array(nx.circulant_graph(12, [1, 2])), 0.1, 0.015)
    np.testing.assert_allclose(exact.unemployment, exact.mean_unemployment, atol=1e-13)
    assert exact.states.sum() == pytest.approx(1, abs=1e-13)
    assert len(exact.states) == 4096


def test_labels_come_from_the_network():
    ties = pd.DataFrame({"a": ["Eva", "Ada"], "b": ["Ada", "Ida"]})
    network = Network.from_edges(ties, "a", "b")
    matrix = pd.DataFrame(network.to_scipy().toarray(), network.labels, network.labels)
    for given_network in (network, matrix):
        exact = job_contact_exact(given_network, 0.1, 0.015)
        assert exact.unemployment.index.tolist() == ["Ada", "Eva", "Ida"]
        assert exact.correlations.loc["Ada", "Eva"] > exact.correlations.loc["Eva", "Ida"] > 0
        assert exact.states.index.names == ["Ada", "Eva", "Ida"]
        alone = exact.states.groupby(level="Ada").sum()[0]
        assert alone == pytest.approx(exact.unemployment["Ada"], abs=1e-14)
    assert exact.to_frame().columns.tolist() == [
        "node",
        "unemployment",
        "hazard_1",
        "hazard_2",
        "hazard_10",
    ]
    assert "Calvó-Armengol" in exact.cite()
    assert "Job contacts" in exact.summary()


def test_self_ties_are_left_out_and_counted():
    exact = job_contact_exact(np.ones((2, 2)), 0.1, 0.015)
    assert exact.meta.dropped == {"self-ties": 2}
    assert exact.mean_unemployment == pytest.approx(0.078569, abs=5e-7)


BAD = [
    ([[0, 1], [0, 0]], {}, InvalidInput, "`network` must be symmetric.* 0 and 1 differ"),
    ([[0, 2], [2, 0]], {}, InvalidInput, "`network` must hold 1 for a tie and 0"),
    ([[0, -1], [-1, 0]], {}, InvalidInput, "`network` must hold numbers of at least 0"),
    ([[0, np.nan], [np.nan, 0]], {}, InvalidInput, "`network` must hold no missing"),
    ([[0, 1]], {}, InvalidInput, "`network` has the wrong shape"),
    ([], {}, InvalidInput, "`network`"),
    ("net", {}, WrongType, "`network`"),
    (pd.DataFrame(PAIRS, index=list("abcd")), {}, InvalidInput, "same nodes, each once"),
    (PAIRS, {"arrival": -0.1}, InvalidInput, "`arrival`"),
    (PAIRS, {"separation": 1.1}, InvalidInput, "`separation`"),
    (PAIRS, {"arrival": "0.1"}, WrongType, "`arrival` must be a number"),
    (PAIRS, {"separation": np.nan}, InvalidInput, "`separation`"),
    (PAIRS, {"durations": 3}, WrongType, "`durations` must be a list"),
    (PAIRS, {"durations": [0]}, InvalidInput, "`durations`"),
    (PAIRS, {"durations": [1, 1]}, InvalidInput, "`durations` must differ"),
    (PAIRS, {"durations": [1.5]}, WrongType, "`durations`"),
]


@pytest.mark.parametrize("function", [job_contact_exact, job_contact_simulate])
@pytest.mark.parametrize(("network", "changed", "error", "message"), BAD)
def test_bad_arguments_are_refused(function, network, changed, error, message):
    arguments = {"arrival": 0.1, "separation": 0.015} | changed
    if function is job_contact_simulate:
        arguments["periods"] = 10
    with pytest.raises(error, match=message):
        function(network, **arguments)


@pytest.mark.parametrize("function", [job_contact_exact, job_contact_simulate])
def test_directed_networks_are_refused(function):
    ties = pd.DataFrame({"a": [1], "b": [2]})
    arguments = {"periods": 10} if function is job_contact_simulate else {}
    with pytest.raises(InvalidInput, match="`network` must be undirected"):
        function(Network.from_edges(ties, "a", "b", directed=True), 0.1, 0.1, **arguments)


def test_what_cannot_be_solved_exactly_is_refused():
    with pytest.raises(InvalidInput, match=r"at most 12 nodes.* got 13; use job_contact_simulate"):
        job_contact_exact(np.zeros((13, 13)), 0.1, 0.015)
    for p in (0, 1):
        with pytest.raises(InvalidInput, match="`arrival`"):
            job_contact_exact(PAIRS, p, 0.015)
