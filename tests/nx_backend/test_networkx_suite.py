"""The tests of networkx itself, run on the backend."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from networkx.utils.backends import _registered_algorithms

from weakties import nx_backend

# Where networkx tests the functions that the backend has.
SUITES = {
    "": (
        *("bridges", "cluster", "core", "distance_measures", "reciprocity", "richclub"),
        *("structuralholes", "triads"),
    ),
    "assortativity": ("correlation", "mixing"),
    "bipartite": ("centrality", "cluster", "project", "redundancy"),
    "centrality": (
        *("betweenness_centrality", "betweenness_centrality_subset", "closeness_centrality"),
        *("degree_centrality", "eigenvector_centrality", "harmonic_centrality", "katz_centrality"),
    ),
    # networkx has a file on Leiden since 3.5.
    "community": ("leiden", "quality"),
    "components": ("biconnected", "connected", "strongly_connected", "weakly_connected"),
    "link_analysis": ("hits", "pagerank"),
    "shortest_paths": ("dense_numpy", "generic", "unweighted", "weighted"),
}


def suites():
    for package, names in SUITES.items():
        for name in names:
            module = ".".join(
                filter(None, ("networkx.algorithms", package, "tests", f"test_{name}"))
            )
            if find_spec(module) is not None:
                yield module


@pytest.mark.timeout(900)  # some 700 tests, on a machine that may be busy
def test_networkx_own_tests_pass_and_truly_call_every_function(tmp_path):
    counts = tmp_path / "counts.json"
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "counting_calls"),
            *("-p", "no:cacheprovider", "--pyargs", *suites()),
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
