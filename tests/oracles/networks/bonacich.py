"""Katz's status and Bonacich's power as dense systems of equations."""

import numpy as np


def katz(m, attenuation, base):
    return np.linalg.solve(np.eye(len(m)) - attenuation * m, base)


def bonacich(m, beta):
    values = np.linalg.solve(np.eye(len(m)) - beta * m, m.sum(axis=1))
    size = np.sqrt((values**2).sum() / len(m))
    return values / size if size else values
