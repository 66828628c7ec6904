"""The job-contact model simulated, against its exact solution."""

import signal
import subprocess
import sys
import textwrap
import time

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from weakties import InvalidInput, WrongType
from weakties.chains import job_contact_exact, job_contact_simulate
from weakties.networks import Network

from ..oracles.chains import estimation as oracle
from .test_contact_exact import CIRCLE, PAIRS, TABLE

SMALL_WORLD = nx.to_numpy_array(nx.watts_strogatz_graph(130, 6, 0.1, seed=1))


@pytest.mark.parametrize(("ties", "unemployment", "tied", "across", "hazards"), TABLE)
def test_ten_million_periods_agree_with_the_exact_chain(ties, unemployment, tied, across, hazards):
    found = job_contact_simulate(
        ties, 0.1, 0.015, periods=10_000, burn_in=300, replicates=1000, pairs="all", seed=20
    )
    assert found.mean_unemployment == pytest.approx(unemployment, abs=5e-4)
    np.testing.assert_allclose(found.unemployment, unemployment, atol=1e-3)
    assert abs(found.mean_unemployment - unemployment) < 4 * found.se
    assert found.correlations[0, 1] == pytest.approx(tied, abs=2e-3)
    assert found.correlations[0, 2] == pytest.approx(across, abs=2e-3)
    waiting = found.hazards["waiting"].to_numpy()
    expected = np.array(hazards)
    se = np.sqrt(expected * (1 - expected) / waiting)
    assert (np.abs(found.hazards["hazard"].to_numpy() - expected) < 4.5 * se).all()


def test_an_uneven_network_agrees_node_by_node():
    ties = nx.to_numpy_array(nx.lollipop_graph(4, 4))
    exact = job_contact_exact(ties, 0.2, 0.1)
    found = job_contact_simulate(
        ties, 0.2, 0.1, periods=2000, burn_in=100, replicates=500, seed=3, pairs="all"
    )
    # A million periods of which some seven depend on each other: a standard error of 0.001.
    np.testing.assert_allclose(found.unemployment, exact.unemployment, atol=4e-3)
    upper = exact.correlations.to_numpy()[np.triu_indices(8, 1)]
    np.testing.assert_allclose(found.correlations, upper, atol=6e-3)


def test_a_large_network_agrees_with_the_rules_taken_in_turn():
    rng = np.random.default_rng(5)
    slow = oracle.job_contact_paths(SMALL_WORLD, 0.1, 0.05, 1500, rng)[100:] / 130
    found = job_contact_simulate(
        SMALL_WORLD, 0.1, 0.05, periods=1400, burn_in=100, replicates=20, seed=6
    )
    means = found.paths.mean()
    # One path of the same length by the other programme is one more draw of the same kind.
    assert abs(slow.mean() - means.mean()) < 4.5 * means.std(ddof=1)
    spread = found.paths.std()
    assert abs(slow.std() - spread.mean()) < 5 * spread.std(ddof=1)


def test_threads_give_equal_bits():
    runs = [
        job_contact_simulate(
            SMALL_WORLD, 0.1, 0.015, periods=50, replicates=9, seed=1, threads=threads
        )
        for threads in (1, 2, 7)
    ]
    for field in ("paths", "unemployment", "correlations", "hazards"):
        one, two, seven = (getattr(run, field).to_numpy().tobytes() for run in runs)
        assert one == two == seven


def test_a_longer_run_begins_as_a_shorter_one():
    short, long = (
        job_contact_simulate(SMALL_WORLD, 0.1, 0.015, periods=periods, replicates=2, seed=8).paths
        for periods in (20, 40)
    )
    pd.testing.assert_frame_equal(long.iloc[:20], short)
    later = job_contact_simulate(
        SMALL_WORLD, 0.1, 0.015, periods=20, burn_in=20, replicates=3, seed=8
    ).paths
    pd.testing.assert_frame_equal(long.iloc[20:], later[[0, 1]], check_column_type=False)


def test_without_events_nothing_happens():
    nobody = np.zeros(4, bool)
    found = job_contact_simulate(CIRCLE, 0, 0, periods=5, employed=nobody, seed=1)
    assert (found.paths == 1).all(axis=None)
    assert found.hazards["hazard"].tolist()[:2] == [0, 0]
    # Nobody can have waited for ten of five periods.
    assert np.isnan(found.hazards.loc[10, "hazard"])
    assert found.correlations.isna().all()
    found = job_contact_simulate(CIRCLE, 1, 0, periods=3, employed=nobody, seed=1)
    assert (found.paths == 0).all(axis=None)
    found = job_contact_simulate(CIRCLE, 1, 1, periods=3, seed=1)
    assert (found.paths == 1).all(axis=None)


def test_who_starts_without_a_job_is_named():
    network = Network.from_edges(pd.DataFrame({"a": ["x", "y"], "b": ["y", "z"]}), "a", "b")
    start = pd.Series({"z": False, "x": True, "y": True})
    found = job_contact_simulate(network, 0, 0, periods=2, employed=start, seed=1)
    assert found.unemployment.to_dict() == {"x": 0, "y": 0, "z": 1}
    assert found.correlations.index.tolist() == [("x", "y"), ("y", "z")]


def test_pairs_are_chosen():
    arguments = {"arrival": 0.3, "separation": 0.3, "periods": 50, "seed": 1}
    every = job_contact_simulate(PAIRS, pairs="all", **arguments).correlations
    tied = job_contact_simulate(PAIRS, **arguments).correlations
    assert len(job_contact_simulate(PAIRS, pairs="none", **arguments).correlations) == 0
    assert tied.index.tolist() == [(0, 1), (2, 3)]
    pd.testing.assert_series_equal(every.loc[tied.index], tied)


def test_results_show_themselves():
    found = job_contact_simulate(CIRCLE, 0.1, 0.05, periods=30, burn_in=5, replicates=2, seed=4)
    frame = found.to_frame()
    assert frame.columns.tolist() == ["replicate", "period", "unemployment"]
    assert frame["period"].iloc[[0, 29]].tolist() == [6, 35]
    assert frame["unemployment"].iloc[31] == found.paths.iloc[1, 1]
    assert found.mean_unemployment == pytest.approx(found.paths.to_numpy().mean())
    assert "hazard after 10 or more periods" in found.summary()
    assert found.meta.seed == 4
    one = job_contact_simulate(CIRCLE, 0.1, 0.05, periods=30, seed=4)
    assert np.isnan(one.se)


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"periods": 0}, InvalidInput, "`periods`"),
        ({"periods": 10.0}, WrongType, "`periods`"),
        ({"periods": 2**32}, InvalidInput, "`periods`"),
        ({"burn_in": -1}, InvalidInput, "`burn_in`"),
        ({"replicates": 0}, InvalidInput, "`replicates`"),
        ({"employed": [1, 1, 1, 1]}, WrongType, "`employed` must hold True or False"),
        ({"employed": [True]}, InvalidInput, "`employed` must have one item for each of"),
        ({"employed": pd.Series([True] * 4, index=[0, 1, 2, 2])}, InvalidInput, "`employed` must"),
        ({"employed": pd.Series([True] * 3)}, InvalidInput, "`employed` must have each node"),
        ({"pairs": "some"}, InvalidInput, "`pairs` must be one of"),
        ({"seed": -1}, InvalidInput, "`seed`"),
        ({"threads": 0}, InvalidInput, "`threads`"),
    ],
)
def test_bad_arguments_are_refused(changed, error, message):
    with pytest.raises(error, match=message):
        job_contact_simulate(CIRCLE, 0.1, 0.1, **{"periods": 10} | changed)


def test_all_pairs_of_a_large_network_are_refused():
    with pytest.raises(InvalidInput, match='`pairs` = "all" is possible up to'):
        job_contact_simulate(np.zeros((1500, 1500)), 0.1, 0.1, periods=1, pairs="all")


def test_a_stop_request_is_answered_at_once():
    code = """
    import time
    import numpy as np
    from weakties.chains import job_contact_simulate
    print("ready", flush=True)
    try:
        job_contact_simulate(np.zeros((500, 500)), 0.5, 0.5, periods=10**7, progress=False)
    except KeyboardInterrupt:
        print(time.clock_gettime(time.CLOCK_MONOTONIC), flush=True)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.5)
        asked = time.clock_gettime(time.CLOCK_MONOTONIC)
        child.send_signal(signal.SIGINT)
        assert float(child.stdout.readline()) - asked < 0.5
        assert child.wait(30) == 0
    finally:
        child.kill()
        child.communicate()


def test_self_ties_of_a_network_are_counted_and_left_out():
    ties = pd.DataFrame({"a": ["x", "y", "x"], "b": ["y", "z", "x"]})
    options = {"periods": 20, "replicates": 2, "seed": 1, "progress": False}
    found = job_contact_simulate(Network.from_edges(ties, "a", "b"), 0.1, 0.1, **options)
    bare = job_contact_simulate(Network.from_edges(ties[:2], "a", "b"), 0.1, 0.1, **options)
    assert found.meta.dropped == {"self-ties": 1}
    assert bare.meta.dropped == {}
    pd.testing.assert_frame_equal(found.paths, bare.paths)


class Listed:
    """A network of another kind, with ties in no order, from either end, and one of them twice."""

    directed = False
    labels = pd.Index(["a", "b", "c", "d"])

    def to_frame(self):
        return pd.DataFrame({"source": ["d", "c", "a", "b", "b"], "target": list("cabad")})


def test_other_networks_may_list_their_ties_in_any_order():
    listed = Listed()
    once = pd.DataFrame({"source": list("aabc"), "target": list("bcdd")})
    same = Network.from_edges(once, "source", "target")
    given = {"arrival": 0.2, "separation": 0.1, "periods": 200, "seed": 1}
    found, expected = job_contact_simulate(listed, **given), job_contact_simulate(same, **given)
    pd.testing.assert_series_equal(found.correlations, expected.correlations)
    assert found.meta.counts == expected.meta.counts
