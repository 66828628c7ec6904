"""What estimators of production functions find in made-up samples, beside what is true in them.

Run by ``make montecarlo``; no part of the comparison with other packages.
"""

from __future__ import annotations

import sys
from itertools import product

import numpy as np

from weakties.datasets import synthetic_acf
from weakties.productivity import FirmPanel, productivity

DESIGNS, ERRORS = (1, 2, 3), (0.0, 0.1, 0.2, 0.5)
METHODS = ("ackerberg-caves-frazer", "levinsohn-petrin", "wooldridge", "ols")
TRUTH = {"labour": 0.6, "capital": 0.4}
COLUMNS = ["output", "labour", "capital", "materials"]


def estimates(design: int, error: float, seed: int) -> list[np.ndarray]:
    """Estimate both elasticities in one sample, by each method."""
    table = synthetic_acf(design, error, seed=seed)
    panel = FirmPanel.from_frame(table, "firm", "period", variables=COLUMNS)
    found = []
    for method in METHODS:
        proxy = None if method == "ols" else "materials"
        result = productivity(
            panel,
            method,
            output="output",
            free="labour",
            state="capital",
            proxy=proxy,
            degree=2,
            law=1,
        )
        found.append(result.elasticities["value"][list(TRUTH)].to_numpy())
    return found


def main(samples: int) -> None:
    """Print means and standard deviations over the samples, a line for each design and error."""
    print(f"Means (standard deviations) over {samples} samples; truth: {TRUTH}")
    print(f"{'design':<8}{'error':<7}" + "".join(f"{method:>40}" for method in METHODS))
    for design, error in product(DESIGNS, ERRORS):
        drawn = np.array([estimates(design, error, seed) for seed in range(samples)])
        cells = [
            "  ".join(
                f"{values[:, place].mean():.3f} ({values[:, place].std(ddof=1):.3f})"
                for place in range(len(TRUTH))
            )
            for values in drawn.transpose(1, 0, 2)
        ]
        print(f"{design:<8}{error:<7}" + "".join(f"{cell:>40}" for cell in cells), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
