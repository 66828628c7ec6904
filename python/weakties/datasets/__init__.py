"""Small data sets to try weakties on; each loader says source, licence and units."""

from weakties.datasets.chains import mens_occupations, school_to_work, synthetic_careers
from weakties.datasets.networks import florentine_families, southern_women

__all__ = [
    "florentine_families",
    "mens_occupations",
    "school_to_work",
    "southern_women",
    "synthetic_careers",
]
