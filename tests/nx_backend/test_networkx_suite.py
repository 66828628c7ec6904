"""The tests of networkx itself, run on the backend."""

import json
import os
import subprocess
import sys
from pathlib import Path

from networkx.utils.backends import _registered_algorithms

from weakties import nx_backend

# Where networkx tests the functions that the backend has.
SUITES = (
    *("assortativity", "bipartite", "centrality", "community", "components", "link_analysis"),
    *("tests.test_bridges", "tests.test_cluster", "tests.test_core"),
    *("tests.test_distance_measures", "tests.test_reciprocity", "tests.test_richclub"),
    *("tests.test_structuralholes", "tests.test_triads"),
    *(f"shortest_paths.tests.test_{what}" for what in ("dense_numpy", "generic")),
    *(f"shortest_paths.tests.test_{what}" for what in ("unweighted", "weighted")),
)


def test_networkx_own_tests_pass_and_truly_call_every_function(tmp_path):
    counts = tmp_path / "counts.json"
    suites = [f"networkx.algorithms.{suite}" for suite in SUITES]
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "counting_calls"),
            *("-p", "no:cacheprovider", "--pyargs", *suites),
        ],
        cwd=tmp_path,
        env=os.environ
        | {
            "COUNTS": str(counts),
            "NETWORKX_FALLBACK_TO_NX": "1",
            "NETWORKX_TEST_BACKEND": "weakties",
            "PYTHONPATH": os.pathsep.join(
                [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
            ),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4_000:] + run.stderr[-1_000:]
    called = json.loads(counts.read_text(encoding="utf-8"))
    names = {function.__name__ for function in nx_backend.FUNCTIONS}
    # Leiden came with networkx 3.5.
    names &= _registered_algorithms.keys()
    # networkx itself tests constraint of pairs only within constraint; test_same_as_networkx does.
    missing = (names ^ called.keys()) - {"local_constraint"}
    assert not missing, missing
