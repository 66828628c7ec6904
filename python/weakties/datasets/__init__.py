"""Data sets that come with weakties; each says its source, licence and units."""

from weakties.datasets.gvc import leather

__all__ = ["leather"]
