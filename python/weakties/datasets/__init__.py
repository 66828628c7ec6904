"""Data to try things on; each loader says source, licence and units."""

from weakties.datasets.gvc import leather
from weakties.datasets.networks import florentine_families, southern_women
from weakties.datasets.productivity import decomposition_example, michigan_firms, synthetic_firms

__all__ = [
    "decomposition_example",
    "florentine_families",
    "leather",
    "michigan_firms",
    "southern_women",
    "synthetic_firms",
]
