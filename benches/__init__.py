"""Ours against the best peer, on the same input in the same run: ``make bench``."""
