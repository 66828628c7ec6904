"""Inter-country tables for the tests: random ones, and the real ones that a folder may hold."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from weakties.gvc import InterCountryTable

# Each example solves several systems.
few = settings(deadline=None, max_examples=30)


def random_table(seed, countries=3, sectors=2, *, categories=None, given=False, empty=False):
    """Return a balanced table, productive because value added is a fifth of inputs at least."""
    rng = np.random.default_rng(seed)
    size = countries * sectors
    Z = rng.exponential(size=(size, size)) * (rng.random((size, size)) < 0.8)
    width = countries * (1 if categories is None else len(categories))
    demand = rng.exponential(size=(size, width))
    if empty:
        Z[0], Z[:, 0], demand[0] = 0, 0, 0
    # Final demand fills each row up to at least 1.2 times what the column buys.
    gap = 1.2 * Z.sum(axis=0) - Z.sum(axis=1) - demand.sum(axis=1)
    demand[:, 0] += np.maximum(gap, 0)
    output = Z.sum(axis=1) + demand.sum(axis=1)
    # Given value added leaves out taxes on products, so that columns fall short of output.
    taxed = rng.uniform(0.7, 1, size) * (output - Z.sum(axis=0)) if given else None
    return InterCountryTable.from_arrays(
        Z,
        demand,
        countries=[f"C{k}" for k in range(countries)],
        sectors=[f"S{k}" for k in range(sectors)],
        categories=categories,
        value_added=taxed,
    )


@st.composite
def tables(draw, **options):
    return random_table(
        draw(st.integers(0, 2**32 - 1)),
        draw(st.integers(1, 4)),
        draw(st.integers(1, 4)),
        **options,
    )


def arrays(table):
    """Return Z, Y by country, X, V and the number of sectors, as the oracles take them."""
    Z, Y, X, V = (np.array(array) for array in table._arrays)
    return Z, Y, X, V, len(table.sectors)


def real_tables():
    """Return the paths of the real tables there are, each as a case, or one case that skips."""
    folder = os.environ.get("WEAKTIES_TABLES", "")
    paths = sorted(Path(folder).glob("*.npz")) if folder else []
    if not paths:
        skip = pytest.mark.skip(reason="WEAKTIES_TABLES names no folder of real tables")
        return [pytest.param(None, marks=skip)]
    return [pytest.param(path, id=path.stem) for path in paths]
