"""Small data sets to try weakties on; each loader says source, licence and units."""

from weakties.datasets.networks import florentine_families, southern_women

__all__ = ["florentine_families", "southern_women"]
