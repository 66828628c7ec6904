"""The ties that stand out."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from weakties import InvalidInput, UnknownLabel
from weakties.networks import Network, disparity

from ..oracles.networks import backbone as oracle
from .strategies import matrix, networks, relabelled

STORED = Path(__file__).parents[1] / "stored"


def test_a_star_worked_by_hand():
    ties = [[0, 6, 3, 1], [6, 0, 0, 0], [3, 0, 0, 0], [1, 0, 0, 0]]
    star = Network.from_matrix(ties, labels=list("abcd"), weight="hours")
    # Of three ties with shares .6, .3 and .1; the leaves have one tie each and say nothing.
    found = disparity(star, strength="hours")
    assert found.to_dict() == pytest.approx({("a", "b"): 0.16, ("a", "c"): 0.49, ("a", "d"): 0.81})
    assert star.backbone(strength="hours", alpha=0.2).to_frame()["target"].tolist() == ["b"]
    assert star.backbone(strength="hours", alpha=0.2).labels.equals(star.labels)


@given(network=networks())
def test_it_is_the_integral_at_the_better_end(network):
    dense = matrix(network)
    place = {label: number for number, label in enumerate(network.labels)}
    for direction, pick in (("out", 0), ("in", 1), ("all", slice(2))):
        found = disparity(network, strength="contracts", direction=direction)
        for (source, target), value in found.items():
            ends = oracle.disparity(dense, place[source], place[target])
            expected = np.min(ends[pick if network.directed else slice(2)])
            assert value == pytest.approx(expected, abs=1e-9)


def test_networkit_keeps_the_same_ties():
    # One less its multiscale score: tests/stored/networks_networkit.py.
    ties = pd.read_csv(STORED / "network_ties.csv")
    ties = ties[ties["contracts"] > 0]
    network = Network.from_edges(
        ties, "source", "target", weight="contracts", directed=True
    ).symmetrized()
    found = disparity(network, strength="contracts")
    stored = pd.read_csv(STORED / "networks_networkit.csv")
    stored = stored[stored["measure"] == "multiscale"].set_index(["source", "target"])["value"]
    assert len(found) == len(stored)
    for pair, score in stored.items():
        assert found[tuple(sorted(pair))] == pytest.approx(1 - score)


@given(network=networks(smallest=1))
def test_it_moves_with_the_labels_and_knows_no_unit(network):
    values = disparity(network, strength="contracts")
    assert ((values >= 0) & (values <= 1)).all()
    other = disparity(relabelled(network), strength="contracts")

    def by_pair(found):
        pair = tuple if network.directed else frozenset
        return {pair(ends): value for ends, value in found.items()}

    assert by_pair(other) == by_pair(values)
    frame = network.to_frame().assign(contracts=lambda ties: ties["contracts"] * 4)
    scaled = Network.from_edges(
        frame,
        "source",
        "target",
        weight="contracts",
        directed=network.directed,
        nodes=list(network.labels),
    )
    assert disparity(scaled, strength="contracts").to_dict() == values.to_dict()
    reversed_ = Network.from_edges(
        network.to_frame(),
        "target",
        "source",
        weight="contracts",
        directed=network.directed,
        nodes=list(network.labels),
    )
    assert by_pair(disparity(reversed_, strength="contracts").swaplevel()) == by_pair(values)


@given(network=networks())
def test_the_backbone_holds_the_ties_below_the_level(network):
    values = disparity(network, strength="contracts")
    for alpha in (0.1, 0.5, 1):
        kept = network.backbone(strength="contracts", alpha=alpha).to_frame()
        assert set(zip(kept["source"], kept["target"], strict=True)) == set(
            values.index[values < alpha]
        )


def test_degenerate_networks():
    for ties in ([[0.0]], [[5.0]], np.zeros((3, 3))):
        network = Network.from_matrix(ties, weight="w")
        assert len(disparity(network, strength="w")) == 0
        assert network.backbone(strength="w").tie_count == 0
    dyad = Network.from_matrix([[0, 3], [3, 0]], weight="w")
    assert disparity(dyad, strength="w").tolist() == [1]
    clique = Network.from_matrix(1 - np.eye(5), weight="w")
    assert disparity(clique, strength="w").to_numpy() == pytest.approx(0.75**3)


def test_a_tie_that_weighs_nothing_is_none():
    ties = pd.DataFrame({"a": list("xxx"), "b": list("yzq"), "w": [3.0, 1.0, 0.0]})
    found = disparity(Network.from_edges(ties, "a", "b", weight="w"), strength="w")
    assert found.to_dict() == {("q", "x"): 1, ("x", "y"): 0.25, ("x", "z"): 0.75}


def test_the_weight_must_be_named():
    network = Network.from_matrix([[0, 3], [3, 0]], weight="w")
    with pytest.raises(UnknownLabel, match="pass that name"):
        network.backbone(strength="hours")
    with pytest.raises(InvalidInput, match="`alpha` must be a finite number, above 0"):
        network.backbone(strength="w", alpha=0)
