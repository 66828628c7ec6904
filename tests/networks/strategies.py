"""Small networks of every kind for the property tests."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from weakties.networks import Network


@st.composite
def networks(draw, *, directed=None, smallest=0, most=8):
    """Up to ``most`` nodes in any order, isolates and self-ties included; weights are whole."""
    n = draw(st.integers(1, most))
    directed = draw(st.booleans()) if directed is None else directed
    pairs = [(i, j) for i in range(n) for j in range(n) if directed or i <= j]
    ties = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=3 * n))
    weights = draw(st.lists(st.integers(smallest, 5), min_size=len(ties), max_size=len(ties)))
    names = draw(st.permutations([f"n{i}" for i in range(n)]))
    frame = pd.DataFrame(
        {
            "source": pd.array([names[i] for i, _ in ties], dtype="str"),
            "target": pd.array([names[j] for _, j in ties], dtype="str"),
            "contracts": np.array(weights, dtype=float),
        }
    )
    return Network.from_edges(
        frame, "source", "target", weight="contracts", directed=directed, nodes=names
    )


def matrix(network, weighted=True):
    """The adjacency matrix: weights, or whether there is a tie at all."""
    stored = network.to_scipy().tocoo()
    dense = np.zeros(stored.shape)
    dense[stored.row, stored.col] = stored.data if weighted else 1
    return dense


def relabelled(network, seed=0):
    """The same network with its nodes in another order."""
    labels = np.random.default_rng(seed).permutation(network.labels.to_numpy())
    return Network.from_edges(
        network.to_frame(),
        "source",
        "target",
        weight=network.weight,
        directed=network.directed,
        nodes=list(labels),
    )


def incidences(most=7):
    """Who is tied to what, with a tie at least; rows and columns may be empty."""
    sizes = st.tuples(st.integers(1, most), st.integers(1, most))
    return sizes.flatmap(lambda shape: arrays(bool, shape).filter(np.any))
