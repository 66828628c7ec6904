"""What ``import weakties`` adds to ``import pandas``, each time in a fresh interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from tempfile import TemporaryDirectory

LIMIT_SECONDS = 0.3
_CLOCK = """
import time
import pandas
start = time.perf_counter()
import weakties
print(time.perf_counter() - start)
"""


def beyond_pandas() -> float:
    """Return the median seconds that weakties takes once pandas is there."""
    command = [sys.executable, "-c", _CLOCK]
    with TemporaryDirectory() as compiled:
        # As after an installation: modules are compiled to bytecode once, by the first run.
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        runs = [
            subprocess.run(command, capture_output=True, check=True, env=environment)
            for _ in range(8)
        ]
    return median(float(run.stdout) for run in runs[1:])


def rows() -> Iterator[str]:
    seconds = beyond_pandas()
    assert seconds < LIMIT_SECONDS, f"import weakties takes {seconds:.3f} s beyond pandas"
    task = "import weakties beyond import pandas"
    yield f"{task:<60}{seconds:>9.4f}{'limit':>14}{LIMIT_SECONDS:>10.4f}"
