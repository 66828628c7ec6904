"""Print every comparison, or those named: ``python -m benches gvc networks.holes``."""

from __future__ import annotations

import sys
from importlib import import_module

from .harness import HEADER, Row, summary

PILLARS = ("startup", "networks", "memory", "productivity", "chains", "gvc")


def main(wanted: list[str]) -> int:
    unknown = sorted(name for name in wanted if name.split(".")[0] not in PILLARS)
    if unknown:
        print(f"no such comparison: {', '.join(unknown)}; there are {', '.join(PILLARS)}")
        return 1
    print(HEADER)
    for pillar in wanted or PILLARS:
        compared = []
        for row in import_module(f".{pillar}", __package__).rows():
            print(row, flush=True)
            if isinstance(row, Row):
                compared.append(row)
        if compared:
            print(f"{pillar}: {summary(compared)}\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
