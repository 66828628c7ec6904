"""Twenty million rows within a gigabyte: run by hand, as ``python -m benches.productivity.stream``.

The file is written in pieces by a process of its own, so that the peak is that of reading alone.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import numpy as np

ROWS, PERIODS, PIECES = 20_000_000, 10, 20


def write(folder: Path) -> None:
    """Write firms with lives of some periods each, in no order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    firms = ROWS // 5 // PIECES
    for piece in range(PIECES):
        draws = np.random.default_rng(piece)
        born = draws.integers(0, PERIODS - 4, firms)
        firm = np.repeat(np.arange(firms) * PIECES + piece, 5)
        period = (np.repeat(born, 5).reshape(-1, 5) + np.arange(5)).ravel()
        order = draws.permutation(len(firm))
        # Some were there before they were first seen, and four have an owner in common.
        first = np.repeat(born - draws.integers(0, 2, firms), 5)
        level = np.repeat(draws.normal(size=firms), 5) + 0.3 * draws.normal(size=len(firm))
        table = {
            "firm": firm[order],
            "year": 2000 + period[order],
            "first": 2000 + first[order],
            "owner": firm[order] // 4,
            "group": np.repeat(draws.integers(0, 20, firms), 5)[order],
            "region": np.repeat(draws.integers(0, 5, firms), 5)[order],
            "p": level[order],
            "size": np.exp(0.5 * level + draws.normal(size=len(firm)))[order],
        }
        pq.write_table(pa.table(table), folder / f"part{piece:02}.parquet")


def read(folder: Path) -> None:
    """Decompose and describe, and say how much memory that took."""
    from weakties.productivity import FirmStream, decompose

    start = process_time()
    with FirmStream.from_parquet(
        str(folder / "*.parquet"),
        "firm",
        "year",
        "p",
        weight="size",
        group=["group", "region"],
        cluster="owner",
        first="first",
    ) as stream:
        print(stream, f"{process_time() - start:.0f} s", flush=True)
        found = decompose(
            stream,
            groups=["group", "region"],
            periods=(2000, 2003),
            bootstrap=4,
            seed=1,
            progress=False,
        )
        print(found.components.head(2))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{process_time() - start:.0f} CPU seconds, peak memory {peak:.0f} MB")


def rows() -> Iterator[str]:
    """Give no rows to the table of comparisons: there is no peer to compare with."""
    return iter(())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        folder = Path(sys.argv[2])
        {"write": write, "read": read}[sys.argv[1]](folder)
    else:
        import subprocess

        with tempfile.TemporaryDirectory() as name:
            for step in ("write", "read"):
                subprocess.run([sys.executable, "-m", __spec__.name, step, name], check=True)
