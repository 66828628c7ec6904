"""The spectral segregation index."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput
from weakties.networks import Network, spectral_segregation

from .strategies import matrix, networks, relabelled

CLUB = Network.from_networkx(nx.karate_club_graph(), weight="weight")


def expected(network, groups, weighted):
    """Dense eigenvectors of each component within each group."""
    ties = matrix(network, weighted)
    np.fill_diagonal(ties, 0)
    sums = ties.sum(axis=1, keepdims=True)
    shares = np.divide(ties, sums, out=np.zeros_like(ties), where=sums > 0)
    shares[groups[:, None] != groups[None, :]] = 0
    index = np.zeros(len(groups))
    for component in nx.connected_components(nx.from_numpy_array((shares > 0) * 1)):
        members = sorted(component)
        if len(members) > 1:
            values, vectors = np.linalg.eig(shares[np.ix_(members, members)])
            first = np.argmax(values.real)
            vector = np.abs(vectors[:, first].real)
            index[members] = values[first].real * vector / vector.mean()
    return index


@given(network=networks(directed=False, smallest=1), seed=st.integers(0, 99))
def test_it_is_the_leading_eigenvector_of_shares_within(network, seed):
    groups = np.random.default_rng(seed).integers(0, 2, len(network))
    given_groups = pd.Series(groups, index=network.labels)
    for strength in (None, "contracts"):
        found = spectral_segregation(network, given_groups, strength=strength)
        wanted = expected(network, groups, strength is not None)
        assert found.nodes.to_numpy() == pytest.approx(wanted, abs=1e-8)
        means = pd.Series(wanted).groupby(groups).mean()
        assert found.groups.to_numpy() == pytest.approx(means.to_numpy(), abs=1e-8)
        assert ((found.groups >= 0) & (found.groups <= 1 + 1e-9)).all()
    other = spectral_segregation(relabelled(network), given_groups).nodes[network.labels]
    mine = spectral_segregation(network, given_groups).nodes
    assert other.to_numpy() == pytest.approx(mine.to_numpy(), abs=1e-8)


def test_whoever_has_the_same_share_within_has_that_share():
    # Two rings of five joined node by node: each has two of three ties within its ring.
    prism = Network.from_networkx(nx.circular_ladder_graph(5))
    sides = pd.Series([0] * 5 + [1] * 5)
    found = spectral_segregation(prism, sides)
    assert found.nodes.to_numpy() == pytest.approx(2 / 3)
    assert found.groups.tolist() == pytest.approx([2 / 3, 2 / 3])
    alone = spectral_segregation(prism, pd.Series(0, index=range(10)))
    assert alone.groups.item() == pytest.approx(1)
    apart = spectral_segregation(
        Network.from_networkx(nx.complete_bipartite_graph(3, 2)), pd.Series([0, 0, 0, 1, 1])
    )
    assert apart.nodes.tolist() == [0] * 5


def test_scaling_strengths_changes_nothing_and_zero_is_no_tie():
    frame = CLUB.to_frame()
    scaled = Network.from_edges(
        frame.assign(weight=frame["weight"] * 8),
        "source",
        "target",
        weight="weight",
        nodes=CLUB.attributes,
    )
    one = spectral_segregation(CLUB, "club", strength="weight").nodes
    assert spectral_segregation(scaled, "club", strength="weight").nodes.to_numpy() == (
        pytest.approx(one.to_numpy())
    )
    ties = pd.DataFrame({"a": [0, 1], "b": [1, 2], "w": [0.0, 1.0]})
    path = Network.from_edges(ties, "a", "b", weight="w")
    groups = pd.Series([0, 0, 1])
    assert spectral_segregation(path, groups, strength="w").nodes.tolist() == [0, 0, 0]


def test_threads_give_equal_bits_and_the_result_shows_its_groups():
    one, *others = (spectral_segregation(CLUB, "club", threads=n).nodes for n in (1, 2, 7))
    for other in others:
        assert other.to_numpy().tobytes() == one.to_numpy().tobytes()
    found = spectral_segregation(CLUB, "club")
    assert found.to_frame().columns.tolist() == ["node", "spectral_segregation"]
    assert "Officer" in found.summary()
    assert found.plot() is not None


def test_directions_are_refused():
    with pytest.raises(InvalidInput, match="symmetrized"):
        spectral_segregation(Network.from_networkx(nx.DiGraph([(0, 1)])), pd.Series([0, 0]))
