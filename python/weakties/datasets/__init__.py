"""Data to try things on; each loader says source, licence and units."""

from .productivity import decomposition_example, michigan_firms, synthetic_firms

__all__ = ["decomposition_example", "michigan_firms", "synthetic_firms"]
