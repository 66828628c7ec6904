"""Parts of a network: some of its nodes, or some of its ties."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, connected_components, degree

from .strategies import matrix, networks

TIES = pd.DataFrame(
    {
        "buyer": ["Alba", "Bo", "Bo", "Cato", "Duna"],
        "seller": ["Bo", "Alba", "Cato", "Cato", "Eli"],
        "orders": [2.0, 3.0, 1.0, 7.0, 0.0],
    }
)
FIRMS = pd.DataFrame(
    {"region": pd.Categorical(["N", "S", "S", "N", "N", None]), "size": [5, 4, 3, 2, 1, 0]},
    index=["Alba", "Bo", "Cato", "Duna", "Eli", "Fred"],
)


def made(**options):
    wanted = {"weight": "orders", "directed": True, "nodes": FIRMS, **options}
    return Network.from_edges(TIES, "buyer", "seller", **wanted)


def test_nodes_are_chosen_as_rows_are_by_loc():
    network = made()
    north = network.subset(lambda firms: firms["region"] == "N")
    assert north.labels.tolist() == ["Alba", "Duna", "Eli"]
    assert north.to_frame().to_numpy().tolist() == [["Duna", "Eli", 0.0]]
    pd.testing.assert_frame_equal(north.attributes, FIRMS.loc[["Alba", "Duna", "Eli"]])
    assert network.subset(FIRMS["region"] == "N") == north
    assert network.subset(["Eli", "Alba", "Duna"]) == north
    assert network.subset(pd.Index(["Eli", "Alba", "Duna"])) == north
    assert network.subset((FIRMS["region"] == "N")[::-1]) == north
    assert network.subset((FIRMS["region"] == "N").astype("boolean")) == north
    assert network.subset(lambda firms: firms.index[firms["size"] > 3]).tie_count == 2
    assert network.subset(degree(network) > 2).labels.tolist() == ["Bo"]
    assert network.subset(["Cato"]).self_ties.to_dict() == {"Cato": 7.0}


@given(network=networks(), data=st.data())
def test_a_part_is_the_square_of_the_matrix(network, data):
    kept = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(network), max_size=len(network)))
    )
    if not kept.any():
        with pytest.raises(InvalidInput, match="`where` keeps no node"):
            network.subset(pd.Series(kept, network.labels))
        return
    part = network.subset(pd.Series(kept, network.labels))
    assert (matrix(part) == matrix(network)[np.ix_(kept, kept)]).all()
    assert (matrix(part, False) == matrix(network, False)[np.ix_(kept, kept)]).all()
    assert part.directed == network.directed
    assert part.subset(list(part.labels)) == part


@given(network=networks())
def test_the_giant_component_is_the_first_of_the_components(network):
    for connection in ("weak", "strong"):
        found = connected_components(network, connection=connection)
        giant = network.giant_component(connection=connection)
        assert giant == network.subset(found == 0)
        assert len(giant) == found.value_counts().max()


@given(network=networks(), radius=st.integers(0, 3))
def test_an_ego_network_is_what_networkx_calls_one(network, radius):
    graph = network.to_networkx()
    ego = network.labels[0]
    undirected = graph.to_undirected(as_view=True)
    backward = graph.reverse() if network.directed else graph
    for direction, walked in (("all", undirected), ("out", graph), ("in", backward)):
        found = network.ego(ego, radius=radius, direction=direction)
        assert set(found.labels) == set(nx.ego_graph(walked, ego, radius))
        assert found == network.subset(list(found.labels))


@given(network=networks())
def test_thresholds_keep_what_is_within_them(network):
    frame = network.to_frame()
    for limits in ({"at_least": 2}, {"at_most": 3.5}, {"at_least": 1, "at_most": 1}):
        kept = network.threshold(**limits)
        expected = frame[
            (frame["contracts"] >= limits.get("at_least", 0))
            & (frame["contracts"] <= limits.get("at_most", 9))
        ]
        pd.testing.assert_frame_equal(kept.to_frame(), expected.reset_index(drop=True))
        assert kept.attributes.equals(network.attributes)


RULES = {"sum": np.add, "max": np.maximum, "min": np.minimum, "mean": lambda a, b: (a + b) / 2}


@pytest.mark.parametrize("weights", RULES)
@given(network=networks(directed=True))
def test_symmetrizing_follows_its_definition(weights, network):
    dense, tied = matrix(network), matrix(network, False) > 0
    mutual = tied & tied.T
    both = np.where(mutual, RULES[weights](dense, dense.T), 0)
    np.fill_diagonal(both, dense.diagonal())
    either = np.where(mutual, both, dense + dense.T)
    for rule, expected, ties in (("both", both, mutual), ("either", either, tied | tied.T)):
        found = network.symmetrized(rule=rule, weights=weights)
        assert not found.directed
        assert (matrix(found) == expected).all()
        assert (matrix(found, False) == ties).all()
        assert found.symmetrized() is found


def test_without_weights_a_symmetrized_network_has_none():
    network = made(weight=None)
    assert network.symmetrized().to_frame().to_numpy().tolist() == [
        ["Alba", "Bo"],
        ["Bo", "Cato"],
        ["Cato", "Cato"],
        ["Duna", "Eli"],
    ]
    assert not network.symmetrized(rule="both").weighted


def test_isolates_are_left_out_and_the_dropped_rows_remembered():
    network = made()
    assert network.without_isolates().labels.tolist() == ["Alba", "Bo", "Cato", "Duna", "Eli"]
    alone = network.subset(["Cato", "Fred"])
    with pytest.raises(InvalidInput, match="isolates only"):
        alone.without_isolates()
    lacking = pd.concat([TIES, TIES.iloc[:1].assign(buyer=None)])
    counted = Network.from_edges(lacking, "buyer", "seller", directed=True, missing="drop")
    assert counted.without_isolates().dropped == {"buyer": 1}


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda n: n.subset("Alba"), WrongType, "`where` must be a Series of True and False"),
        (lambda n: n.subset({"Alba"}), WrongType, "`where` must be a Series of True and False"),
        (lambda n: n.subset(FIRMS["size"]), WrongType, "`where` must hold True and False"),
        (lambda n: n.subset(np.ones(6, bool)), WrongType, "index=network.labels"),
        (lambda n: n.subset(FIRMS["size"].iloc[:2] > 1), UnknownLabel, "no value for node 'Cato'"),
        (
            lambda n: n.subset(pd.Series([True, pd.NA] * 3, FIRMS.index, dtype="boolean")),
            InvalidInput,
            "`where` is missing for node 'Bo'",
        ),
        (lambda n: n.subset(["Alba", "Gil"]), UnknownLabel, "not there: 'Gil'"),
        (lambda n: n.subset(["Alba", "Alba"]), InvalidInput, "'Alba' is there twice"),
        (lambda n: n.subset([]), InvalidInput, "`where` keeps no node"),
        (lambda n: n.ego("alba"), UnknownLabel, "Did you mean 'Alba'?"),
        (lambda n: n.ego("Alba", radius=-1), InvalidInput, "`radius` must be a whole number"),
        (lambda n: n.threshold(), InvalidInput, "`at_least` or `at_most` must be given"),
        (lambda n: n.threshold(at_least=2, at_most=1), InvalidInput, "swap them"),
    ],
)
def test_bad_choices_are_refused(call, error, words):
    with pytest.raises(error) as refusal:
        call(made())
    assert words in str(refusal.value)


def test_thresholds_need_weights():
    with pytest.raises(InvalidInput, match="has no weights"):
        made(weight=None).threshold(at_least=1)
