"""Data to try things on; each loader says source, licence and units."""

from weakties.datasets.chains import mens_occupations, school_to_work, synthetic_careers
from weakties.datasets.gvc import leather
from weakties.datasets.networks import florentine_families, southern_women
from weakties.datasets.production import synthetic_acf
from weakties.datasets.productivity import (
    decomposition_example,
    michigan_firms,
    published_size_gaps,
    synthetic_firms,
)

__all__ = [
    "decomposition_example",
    "florentine_families",
    "leather",
    "mens_occupations",
    "michigan_firms",
    "published_size_gaps",
    "school_to_work",
    "southern_women",
    "synthetic_acf",
    "synthetic_careers",
    "synthetic_firms",
]
