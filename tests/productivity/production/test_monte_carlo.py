"""The experiment of Ackerberg, Caves and Frazer in short: the mean of 20 samples a design."""

import numpy as np
import pytest

from weakties.datasets import synthetic_acf
from weakties.productivity import FirmPanel, productivity

SAMPLES = 20
COLUMNS = ["output", "labour", "capital", "materials"]
OPTIONS = {
    "output": "output",
    "free": "labour",
    "state": "capital",
    "proxy": "materials",
    "degree": 2,
    "law": 1,
}
# Means of 60 samples by an independent implementation of the same design.
REFERENCE = {
    1: ((0.598, 0.404), (0.000, 1.124)),
    2: ((0.598, 0.401), (0.599, 0.399)),
    3: ((0.596, 0.407), (0.474, 0.589)),
}


@pytest.mark.parametrize("design", [1, 2, 3])
def test_the_means_are_those_of_the_design(design):
    found = {"ackerberg-caves-frazer": [], "levinsohn-petrin": []}
    for seed in range(SAMPLES):
        table = synthetic_acf(design, seed=seed, burn=50)
        panel = FirmPanel.from_frame(table, "firm", "period", variables=COLUMNS)
        for method, values in found.items():
            values.append(productivity(panel, method, **OPTIONS).elasticities["value"].to_numpy())
    ours, theirs = (np.mean(values, axis=0) for values in found.values())
    expected, expected_lp = REFERENCE[design]
    assert np.abs(ours - expected).max() <= 0.012
    assert abs(theirs[0] - expected_lp[0]) <= 0.005
    assert abs(theirs[1] - expected_lp[1]) <= 0.025
