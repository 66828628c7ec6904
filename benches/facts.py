"""How often each stylised fact holds when behaviour is other than assumed: `make facts`.

Every behavioural parameter is drawn independently within a quarter of its default. A claim of a
fact holds in a draw when its mean over replicates has the right sign.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from weakties.chains import Scenario

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "chains"))

SPREAD = 0.25
# What the facts set themselves, or what is structure and not behaviour.
KEPT = {"discount", "rewiring", "initial_skill", "programme_cost", "project_worth", "social_return"}


def drawn(random: np.random.Generator) -> Scenario:
    """Return a scenario in which every behavioural parameter is up to a quarter off its default."""
    values = {}
    for one in dataclasses.fields(Scenario):
        default = one.default
        if isinstance(default, float) and default != 0 and one.name not in KEPT:
            factor = random.uniform(1 - SPREAD, 1 + SPREAD)
            # Of growth it is what exceeds 1 that is a parameter.
            other = 1 + (default - 1) * factor if one.name == "scale_growth" else default * factor
            values[one.name] = min(other, one.metadata["high"])
    return Scenario(**values)


def table(draws: int, replicates: int, many: int, only: list[int], seed: int = 1) -> pd.DataFrame:
    """Return for each claim the share of draws in which it holds, and the sizes of the effect."""
    from facts import FACTS, Runs

    random = np.random.default_rng(seed)
    sizes: dict[tuple[int, str], list[float]] = defaultdict(list)
    kept: dict[int, list[bool]] = defaultdict(list)
    for draw in tqdm(range(draws), desc="draws"):
        # No number is drawn again under another seed.
        runs = Runs(drawn(random), replicates=replicates, many=many, seed=1000 * (seed - 1) + draw)
        for number, fact in sorted(FACTS.items()):
            if only and number not in only:
                continue
            claims = fact.claims(runs)
            for claim in claims:
                sizes[number, claim.what].append(claim.size)
            kept[number].append(all(c.size > 0 for c in claims if c.what not in fact.unmet))
    rows: list[dict[str, Any]] = []
    for (number, what), found in sizes.items():
        low, middle, high = np.quantile(found, [0.1, 0.5, 0.9])
        rows.append(
            {
                "fact": number,
                "claim": what + (" (not met)" if what in FACTS[number].unmet else ""),
                "draws in which the fact holds": f"{sum(kept[number])}/{draws}",
                "right sign": f"{sum(size > 0 for size in found)}/{draws}",
                "median": f"{middle:.3g}",
                "10 to 90 %": f"{low:.3g} to {high:.3g}",
            }
        )
    return pd.DataFrame(rows)


def main() -> None:
    reader = argparse.ArgumentParser(description="How often each stylised fact holds.")
    reader.add_argument("draws", type=int, nargs="?", default=25)
    reader.add_argument("replicates", type=int, nargs="?", default=6, help="of towns")
    reader.add_argument("many", type=int, nargs="?", default=150, help="of small diasporas")
    reader.add_argument("only", type=int, nargs="*", help="facts; without them all")
    reader.add_argument("--seed", type=int, default=1, help="of parameters and of runs, from 1 on")
    given = reader.parse_args()
    found = table(given.draws, given.replicates, given.many, only=given.only, seed=given.seed)
    print("| " + " | ".join(found.columns) + " |")
    print("|" + "---|" * len(found.columns))
    for row in found.itertuples(index=False):
        print("| " + " | ".join(map(str, row)) + " |")


if __name__ == "__main__":
    main()
