"""The command line: ``weakties demo`` and ``python -m weakties demo``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from .errors import WeaktiesError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``weakties``; by default those the process was started with.

    Returns
    -------
    int
        0 when all went well, 1 when something was refused, 130 when interrupted.
    """
    parser = argparse.ArgumentParser(prog="weakties", description=__doc__)
    parser.add_argument("--version", action="version", version=f"weakties {version('weakties')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    demo = commands.add_parser(
        "demo", help="run the four pillars on real data and write a report with figures"
    )
    demo.add_argument(
        "--out",
        type=Path,
        default=Path("weakties-demo"),
        metavar="DIR",
        help="folder for report.html and the figures (default: %(default)s)",
    )
    demo.add_argument(
        "--table",
        type=Path,
        metavar="PATH",
        help="an inter-country table of your own (.npz or tidy .csv) for the last part",
    )
    given = parser.parse_args(arguments)
    try:
        # Imported here, so that --help and --version answer at once.
        from .demo import run

        run(given.out, given.table)
    except (WeaktiesError, OSError) as problem:
        print(f"weakties: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("weakties: stopped", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
