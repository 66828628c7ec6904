"""Tests of what networkx calls when asked for ``backend="weakties"``."""
