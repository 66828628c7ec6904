"""Spectral positions from dense eigenvectors: slow and obvious."""

import numpy as np


def read(z, direction="in", self_ties=False):
    """The matrix whose rows make up the values of the nodes."""
    z = np.array(z, dtype=float)
    if not self_ties:
        np.fill_diagonal(z, 0)
    return {"in": z.T, "out": z, "all": z + z.T}[direction]


def radius(m):
    return max(abs(np.linalg.eigvals(m)), default=0.0)


def leading_dimension(m, tolerance=1e-6):
    """How many eigenvalues equal the largest; computed by symmetric or strong components."""
    reach = np.linalg.matrix_power(np.eye(len(m)) + (m > 0), len(m)) > 0
    classes = {
        tuple(np.flatnonzero(row & column)) for row, column in zip(reach, reach.T, strict=True)
    }
    largest = [radius(m[np.ix_(nodes, nodes)]) for nodes in classes]
    return sum(value > max(largest) * (1 - tolerance) for value in largest), max(largest)


def eigenvector(m):
    """The eigenvector of a largest eigenvalue that only one class has, of length 1."""
    values, vectors = np.linalg.eig(m)
    vector = vectors[:, values.real.argmax()].real
    return np.abs(vector) / np.linalg.norm(vector)
