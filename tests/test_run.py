"""Long work: it can be stopped, other threads go on meanwhile, and it says how far it is."""

import io
import signal
import subprocess
import sys
import textwrap
import threading
import time
from itertools import pairwise

import networkx as nx
import pytest

from weakties import InternalError, _core
from weakties.networks import Network, betweenness

# Long enough that no machine finishes it before the tests are done with it.
LARGE = """
import numpy as np, pandas as pd
from weakties.networks import Network, betweenness
rng = np.random.default_rng(1)
ties = pd.DataFrame(rng.integers(0, 60_000, (300_000, 2)), columns=["a", "b"])
network = Network.from_edges(ties, "a", "b", nodes=range(60_000), parallel="max")
"""


def child(script, **options):
    script = LARGE + textwrap.dedent(script)
    return subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, **options
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT between processes")
@pytest.mark.parametrize("threads", [None, 1, 2])
def test_ctrl_c_stops_a_long_kernel_within_half_a_second(threads):
    process = child(f"""
        import time
        print("ready", flush=True)
        try:
            betweenness(network, threads={threads}, progress=False)
        except KeyboardInterrupt:
            print(time.clock_gettime(time.CLOCK_MONOTONIC), flush=True)
        # The interpreter is as good as new.
        print(len(betweenness(Network.from_matrix([[0, 1], [1, 0]]))), flush=True)
    """)
    try:
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        asked = time.clock_gettime(time.CLOCK_MONOTONIC)
        process.send_signal(signal.SIGINT)
        stopped = float(process.stdout.readline())
        assert stopped - asked < 0.5
        assert process.stdout.readline() == "2\n"
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.communicate()


def test_another_python_thread_keeps_running_meanwhile():
    network = Network.from_networkx(nx.gnp_random_graph(2500, 0.02, seed=1))
    ticks = []
    over = threading.Event()

    def tick():
        while not over.wait(0.01):
            ticks.append(time.monotonic())

    ticker = threading.Thread(target=tick)
    ticker.start()
    started = time.monotonic()
    betweenness(network, threads=1, progress=False)
    ended = time.monotonic()
    over.set()
    ticker.join()
    assert ended - started > 0.2
    meanwhile = [tick for tick in ticks if started < tick < ended]
    # An idle machine gives four times as many.
    assert len(meanwhile) > (ended - started) / 0.04
    pauses = [later - earlier for earlier, later in pairwise(meanwhile)]
    assert max(pauses) < 0.5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT between processes")
@pytest.mark.parametrize(("progress", "shown"), [(None, True), (True, True), (False, False)])
def test_a_bar_is_shown_past_two_seconds_unless_it_is_not_wanted(progress, shown):
    process = child(
        f"""
        print("ready", flush=True)
        try:
            betweenness(network, progress={progress})
        except KeyboardInterrupt:
            pass
        """,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stdout.readline() == "ready\n"
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        _, written = process.communicate(timeout=30)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0
    assert ("betweenness:" in written) == shown
    assert ("/60000 [" in written) == shown


def test_short_work_shows_no_bar(monkeypatch):
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    betweenness(Network.from_networkx(nx.path_graph(100)))
    assert written.getvalue() == ""


def test_progress_counts_every_step():
    seen = []
    network = Network.from_networkx(nx.gnp_random_graph(1500, 0.02, seed=1))
    _core.betweenness(network._adjacency, False, None, 1, lambda *step: seen.append(step))
    assert seen[-1] == (1500, 1500)
    assert all(total in (0, 1500) for _, total in seen)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_an_error_of_the_listener_stops_the_work():
    def fail(done, total):
        raise ZeroDivisionError(done)

    network = Network.from_networkx(nx.gnp_random_graph(1500, 0.02, seed=1))
    with pytest.raises(ZeroDivisionError):
        _core.betweenness(network._adjacency, False, None, 1, fail)


def test_a_panic_becomes_an_error_that_asks_for_a_report_and_the_interpreter_lives(capfd):
    with pytest.raises(InternalError, match=r"a broken promise\. Please report it"):
        _core.panic_on_purpose("a broken promise")
    assert "a broken promise" in capfd.readouterr().err
    assert betweenness(Network.from_matrix([[0, 1], [1, 0]])).tolist() == [0, 0]
