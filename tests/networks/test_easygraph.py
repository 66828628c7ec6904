"""What EasyGraph gives, stored beside the script that made it: tests/stored/networks_easygraph.py.

The documentation's page on structural holes says where it differs.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from weakties import networks
from weakties.networks import Network

STORED = Path(__file__).parents[1] / "stored"
FOUND = pd.read_csv(STORED / "networks_easygraph.csv", dtype={"node": str})
TRIANGLE = [(0, 1), (1, 2), (0, 2)]
STAR = [(0, 1), (0, 2), (0, 3)]
MEASURES = ("constraint", "effective_size", "efficiency", "hierarchy")


def easygraph(example, measure, graph="Python"):
    rows = FOUND[FOUND[["example", "measure", "graph"]].eq([example, measure, graph]).all(axis=1)]
    return pd.Series(rows["value"].astype(float).to_numpy(), index=rows["node"])


def ours(ties, measure, *, directed=False, nodes=None):
    frame = pd.DataFrame(ties, columns=["a", "b", "weight"][: len(ties[0])]).astype(
        {"a": str, "b": str}
    )
    weight = "weight" if "weight" in frame else None
    network = Network.from_edges(frame, "a", "b", weight=weight, directed=directed, nodes=nodes)
    return getattr(networks, measure)(network, strength=weight)


VALUED = [(0, 1, 3), (0, 2, 1), (1, 2, 2), (2, 3, 5)]
OUT_STAR = [(0, 1), (0, 2), (0, 3), (1, 2)]
RETURNED = [(0, 1), (1, 0), (1, 2), (2, 0), (2, 3)]


@pytest.mark.parametrize("measure", MEASURES)
def test_all_four_agree_without_weights_and_directions(measure):
    ties = pd.read_csv(STORED / "network_ties.csv")
    pairs = ties.loc[ties["contracts"] > 0, ["source", "target"]].to_numpy()
    firms = np.unique(np.sort(pairs.astype(str), axis=1), axis=0).tolist()
    expected = easygraph("firms", measure)
    assert ours(firms, measure)[expected.index].tolist() == pytest.approx(expected.tolist())


@pytest.mark.parametrize("measure", ["constraint", "effective_size", "hierarchy"])
def test_weights_are_read_alike(measure):
    found, expected = ours(VALUED, measure), easygraph("valued", measure)
    alike = list("012") if measure == "hierarchy" else list("0123")
    assert found[alike].tolist() == pytest.approx(expected[alike].tolist())


def test_its_efficiency_is_divided_by_strength():
    strength = pd.Series([4, 5, 8, 5], index=list("0123"))
    expected = easygraph("valued", "effective_size") / strength
    assert easygraph("valued", "efficiency").tolist() == pytest.approx(expected.tolist())
    assert ours(VALUED, "efficiency").tolist() == pytest.approx(
        [1.5333 / 2, 1.7467 / 2, 0.875, 1], abs=5e-5
    )


@pytest.mark.parametrize(
    ("example", "ties", "measure", "unknown"),
    [
        ("out-star", OUT_STAR, "constraint", ["2", "3"]),
        ("returned", RETURNED, "effective_size", ["3"]),
    ],
)
def test_it_has_no_value_for_nodes_that_only_receive_ties(example, ties, measure, unknown):
    found, expected = ours(ties, measure, directed=True), easygraph(example, measure)
    assert expected.index[expected.isna()].tolist() == unknown
    alike = expected.dropna().index
    assert found[alike].tolist() == pytest.approx(expected[alike].tolist())
    assert found.notna().all()


def test_it_counts_self_ties():
    looped = [*TRIANGLE, (0, 0)]
    assert ours(looped, "constraint").tolist() == [1.125] * 3
    expected = [1.3519, 1.2847, 1.2847]
    assert easygraph("self-tie", "constraint").tolist() == pytest.approx(expected, abs=5e-5)
    assert sorted(easygraph("self-tie", "constraint", "C++")) == pytest.approx(
        [0.8580, 1.2847, 1.2847], abs=5e-5
    )
    only = [*TRIANGLE, (3, 3)]
    assert np.isnan(ours(only, "constraint")["3"])
    assert easygraph("only a self-tie", "constraint")["3"] == 4
    assert 1 in easygraph("only a self-tie", "constraint", "C++").tolist()


def test_it_keeps_a_contact_by_a_tie_of_weight_0():
    zero = [(0, 1, 3), (0, 2, 0), (1, 2, 2), (2, 3, 5)]
    expected = [1.16, 0.52, 0.6212, 1]
    assert easygraph("zero", "constraint").tolist() == pytest.approx(expected, abs=5e-5)
    assert ours(zero, "constraint").tolist() == pytest.approx([1, 0.52, 0.5918, 1], abs=5e-5)


def test_isolates_and_stars():
    assert np.isnan(easygraph("isolate", "constraint")).all()
    assert easygraph("star", "effective_size")["0"] == 1
    assert easygraph("star", "effective_size", "C++").tolist() == pytest.approx(
        [1, 1, 3, np.nan], nan_ok=True
    )
    assert ours(STAR, "effective_size").tolist() == [3, 1, 1, 1]
    errors = FOUND[FOUND["value"] == "ZeroDivisionError"]
    assert errors[["example", "graph", "measure"]].to_numpy().tolist() == [
        ["isolate", "Python", "efficiency"],
        ["star and isolate", "Python", "efficiency"],
    ]
    others = easygraph("star and isolate", "efficiency", "C++")
    assert sorted(others.dropna()) == [1, 1, 1]
    isolate = ours(STAR, "efficiency", nodes=list("01234"))
    assert isolate.tolist() == pytest.approx([1, 1, 1, 1, np.nan], nan_ok=True)
    assert easygraph("star", "hierarchy").tolist() == [0] * 4


def test_its_c_plus_plus_graphs_have_an_order_of_their_own_and_leave_a_node_out():
    for example, ties, directed in (
        ("valued", VALUED, False),
        ("out-star", OUT_STAR, True),
        ("star", STAR, False),
    ):
        expected = ours(ties, "constraint", directed=directed)
        values = easygraph(example, "constraint", "C++").to_numpy()
        assert values != pytest.approx(expected.to_numpy())
        assert np.sort(values) == pytest.approx(np.sort(expected))
        for measure in ("effective_size", "efficiency"):
            assert easygraph(example, measure, "C++").isna().sum() == 1
    returned = easygraph("returned", "effective_size", "C++").dropna()
    right = ours(RETURNED, "effective_size", directed=True)
    assert sorted(returned) == pytest.approx([7 / 3, 2.4, 2.4])
    assert not np.isclose(right, 2.4).any()
