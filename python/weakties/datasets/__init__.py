"""Data for demonstrations and tests, each with its source, licence and units."""

from .chains import mens_occupations, school_to_work, synthetic_careers

__all__ = ["mens_occupations", "school_to_work", "synthetic_careers"]
