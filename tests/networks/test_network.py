"""The object Network: made, asked, converted and compared."""

import pickle

import networkx as nx
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network

from .strategies import matrix, networks

TIES = pd.DataFrame(
    {"buyer": ["Cato", "Alba", "Alba"], "seller": ["Alba", "Bo", "Alba"], "orders": [3, 1, 2]}
)


def made(**options):
    return Network.from_edges(TIES, "buyer", "seller", **options)


# Made from tables.


def test_nodes_are_the_sorted_labels_and_self_ties_stand_apart():
    network = made(weight="orders")
    assert network.labels.tolist() == ["Alba", "Bo", "Cato"]
    assert (len(network), network.tie_count, network.directed) == (3, 2, False)
    assert (network.weight, network.weighted) == ("orders", True)
    assert network.self_ties.to_dict() == {"Alba": 2.0}
    expected = pd.DataFrame(
        {
            "source": ["Alba", "Alba", "Alba"],
            "target": ["Alba", "Bo", "Cato"],
            "orders": [2.0, 1.0, 3.0],
        }
    )
    pd.testing.assert_frame_equal(network.to_frame(), expected)
    assert repr(network) == ("<Network: 3 nodes, 2 ties, undirected, 1 self-tie, weight 'orders'>")


def test_a_direction_is_kept():
    network = made(directed=True)
    assert network.to_frame().to_numpy().tolist() == [
        ["Alba", "Alba"],
        ["Alba", "Bo"],
        ["Cato", "Alba"],
    ]
    assert repr(network) == "<Network: 3 nodes, 2 ties, directed, 1 self-tie>"


def test_given_nodes_keep_their_order_their_attributes_and_those_without_ties():
    nodes = pd.DataFrame({"firm": ["Cato", "Duna", "Bo", "Alba"], "region": ["N", None, "S", "S"]})
    by_column = made(nodes=nodes, key="firm")
    assert by_column.labels.tolist() == ["Cato", "Duna", "Bo", "Alba"]
    assert by_column.attributes["region"].tolist()[2:] == ["S", "S"]
    assert made(nodes=nodes.set_index("firm")) == by_column
    assert made(nodes=pl.from_pandas(nodes), key="firm").labels.equals(by_column.labels)
    for labels in (list, tuple, np.array, pd.Index, pd.Series):
        assert made(nodes=labels(["Cato", "Duna", "Bo", "Alba"])).labels.equals(by_column.labels)


def test_attributes_and_dropped_are_copies():
    network = made(nodes=pd.DataFrame({"size": [1, 2, 3]}, index=["Alba", "Bo", "Cato"]))
    attributes = network.attributes
    attributes.loc["Alba", "size"] = 9
    network.dropped["orders"] = 1
    assert network.attributes.loc["Alba", "size"] == 1
    assert network.dropped == {}


def test_a_table_without_rows_passes_where_nodes_are_given():
    network = Network.from_edges(TIES.iloc[:0], "buyer", "seller", nodes=["Alba", "Bo"])
    assert (len(network), network.tie_count) == (2, 0)
    assert len(network.to_frame()) == 0


@pytest.mark.parametrize(("rule", "expected"), [("sum", 9), ("max", 6), ("min", 1), ("mean", 3)])
def test_parallel_ties_follow_the_rule(rule, expected):
    ties = pd.DataFrame({"a": ["x", "y", "x"], "b": ["y", "x", "y"], "w": [1.0, 2.0, 6.0]})
    network = Network.from_edges(ties, "a", "b", weight="w", parallel=rule)
    assert network.to_frame()["w"].tolist() == [expected]
    directed = Network.from_edges(ties, "a", "b", weight="w", parallel=rule, directed=True)
    assert directed.tie_count == 2


def test_parallel_ties_without_a_weight_are_counted_by_sum_only():
    ties = pd.DataFrame({"a": ["x", "y", "z"], "b": ["y", "x", "x"]})
    counted = Network.from_edges(ties, "a", "b", parallel="sum")
    assert counted.to_frame()["weight"].tolist() == [2, 1]
    assert not Network.from_edges(ties, "a", "b", parallel="max").weighted


def test_missing_rows_are_dropped_on_request_and_counted():
    ties = pd.DataFrame({"a": ["x", None, "x"], "b": ["y", "x", "z"], "w": [1, 2, np.nan]})
    with pytest.raises(InvalidInput, match=r"`source`.* has 1 missing value"):
        Network.from_edges(ties, "a", "b")
    network = Network.from_edges(ties, "a", "b", weight="w", missing="drop")
    assert network.dropped == {"a": 1, "w": 1}
    assert network.tie_count == 1


def test_polars_and_categories_give_the_same_network():
    assert Network.from_edges(pl.from_pandas(TIES), "buyer", "seller", weight="orders") == made(
        weight="orders"
    )
    firms = pd.CategoricalDtype(["Duna", "Cato", "Bo", "Alba"])
    network = Network.from_edges(TIES.astype({"buyer": firms, "seller": firms}), "buyer", "seller")
    assert network.labels.tolist() == ["Duna", "Cato", "Bo", "Alba"]


# Round trips.


@given(network=networks())
def test_round_trips_lose_nothing(network):
    described = network.attributes.assign(size=np.arange(len(network)) + 0.5)
    network = Network.from_edges(
        network.to_frame(),
        "source",
        "target",
        weight="contracts",
        directed=network.directed,
        nodes=described,
    )
    assert Network.from_networkx(network.to_networkx(), weight="contracts") == network
    assert pickle.loads(pickle.dumps(network)) == network
    without = Network.from_matrix(
        network.to_scipy(), labels=network.labels, directed=network.directed, weight="contracts"
    )
    pd.testing.assert_frame_equal(without.to_frame(), network.to_frame())
    assert without != network


@given(network=networks(smallest=1))
def test_all_kinds_of_matrices_say_the_same(network):
    options = {"directed": network.directed, "weight": "contracts"}
    dense = matrix(network)
    expected = Network.from_matrix(network.to_scipy(), labels=network.labels, **options)
    labelled = pd.DataFrame(dense, index=network.labels, columns=network.labels)
    assert Network.from_matrix(labelled, **options) == expected
    for kind in (np.asarray, np.ndarray.tolist, sparse.coo_array, sparse.csc_matrix):
        assert Network.from_matrix(kind(dense), labels=network.labels, **options) == expected
    tied = Network.from_matrix(dense > 0, directed=network.directed)
    assert not tied.weighted
    assert tied.labels.tolist() == list(range(len(network)))
    assert (matrix(tied) == (dense > 0)).all()


def test_symmetry_decides_on_direction_unless_told():
    assert not Network.from_matrix([[0, 1], [1, 0]]).directed
    assert Network.from_matrix([[0, 1], [0, 0]]).directed
    assert Network.from_matrix([[0, 1], [1, 0]], directed=True).tie_count == 2


def test_entries_given_twice_add_up():
    twice = sparse.coo_array(([1.0, 2.0, 3.0], ([0, 0, 1], [1, 1, 0])), shape=(2, 2))
    assert Network.from_matrix(twice, weight="w").to_frame()["w"].tolist() == [3.0]
    assert twice.nnz == 3


@pytest.mark.parametrize(
    "kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph], ids=lambda kind: kind.__name__
)
def test_graphs_of_networkx_keep_labels_order_and_attributes(kind):
    graph = kind()
    graph.add_node(("b", 2), region="N")
    graph.add_node("a", region="S", size=3)
    graph.add_node(7)
    graph.add_edge("a", ("b", 2), km=2.5)
    graph.add_edge(7, 7, km=1)
    network = Network.from_networkx(graph, weight="km")
    assert network.labels.tolist() == [("b", 2), "a", 7]
    assert network.directed == graph.is_directed()
    assert network.attributes["region"].tolist()[:2] == ["N", "S"]
    back = network.to_networkx()
    assert list(back) == list(graph)
    assert back.edges["a", ("b", 2)] == {"km": 2.5}
    assert back.has_edge(7, 7)
    assert not Network.from_networkx(graph).weighted


def test_parallel_edges_of_networkx_follow_the_rule():
    graph = nx.MultiGraph([("a", "b", {"w": 1}), ("b", "a", {"w": 2})])
    with pytest.raises(InvalidInput, match="one tie between 'a' and 'b': found 2; pass parallel="):
        Network.from_networkx(graph, weight="w")
    network = Network.from_networkx(graph, weight="w", parallel="sum")
    assert network.to_frame()["w"].tolist() == [3.0]


# Degenerate networks.


@pytest.mark.parametrize(
    ("ties", "nodes"),
    [
        ([], ["x"]),
        ([], ["x", "y", "z"]),
        ([("x", "x")], ["x"]),
        ([("x", "x"), ("y", "y")], ["x", "y"]),
        ([("x", "y")], ["x", "y", "z"]),
    ],
    ids=["one node", "isolates", "self-tied", "self-ties", "a tie and an isolate"],
)
@pytest.mark.parametrize("directed", [False, True])
def test_degenerate_networks_are_networks(ties, nodes, directed):
    frame = pd.DataFrame(ties, columns=["a", "b"], dtype="str").assign(w=0.0)
    network = Network.from_edges(frame, "a", "b", weight="w", directed=directed, nodes=nodes)
    loops = sum(one == other for one, other in ties)
    assert (len(network), network.tie_count) == (len(nodes), len(ties) - loops)
    assert len(network.self_ties) == loops
    assert network.to_scipy().nnz == len(ties) + (len(ties) - loops) * (not directed)
    assert Network.from_networkx(network.to_networkx(), weight="w") == network
    assert Network.from_igraph(network.to_igraph(), weight="w") == network
    assert network.subset(nodes) == network
    assert network.symmetrized().tie_count == network.tie_count
    assert len(network.giant_component()) == (2 if len(ties) > loops else 1)


def test_a_million_parallel_ties_become_one():
    rows = 1_000_000
    one, other = np.zeros(rows, np.int64), np.ones(rows, np.int64)
    one[::2], other[::2] = 1, 0
    frame = pd.DataFrame({"a": one, "b": other, "w": np.arange(rows) % 10 / 10})
    found = Network.from_edges(frame, "a", "b", weight="w", parallel="sum")
    assert found.to_frame()["w"].tolist() == [450_000.0]
    counted = Network.from_edges(frame, "a", "b", directed=True, parallel="sum")
    assert counted.to_frame()["weight"].tolist() == [rows / 2, rows / 2]
    with pytest.raises(InvalidInput, match=r"one tie between 0 and 1: found 1000000 in rows 0, 1"):
        Network.from_edges(frame, "a", "b")


@given(
    ties=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 9)), max_size=30),
    directed=st.booleans(),
    rule=st.sampled_from(["sum", "max", "min", "mean"]),
)
def test_parallel_ties_are_combined_as_groups_of_rows(ties, directed, rule):
    frame = pd.DataFrame(ties, columns=["a", "b", "w"], dtype=np.int64)
    network = Network.from_edges(
        frame, "a", "b", weight="w", directed=directed, nodes=range(5), parallel=rule
    )
    if not directed:
        frame["a"], frame["b"] = frame[["a", "b"]].min(axis=1), frame[["a", "b"]].max(axis=1)
    expected = frame.groupby(["a", "b"])["w"].agg(rule).astype(float)
    found = network.to_frame().set_index(["source", "target"])["w"]
    assert found.to_dict() == expected.to_dict()


# Compared and shown.


def test_equality_sees_every_difference():
    network = made(weight="orders")
    assert network == made(weight="orders")
    assert network == Network.from_edges(TIES[::-1], "seller", "buyer", weight="orders")
    assert network != made()
    assert network != made(weight="orders", directed=True)
    assert network != made(weight="orders", nodes=["Bo", "Alba", "Cato"])
    assert network != Network.from_edges(
        TIES.assign(orders=[3, 1, 5]), "buyer", "seller", weight="orders"
    )
    assert network != Network.from_edges(
        TIES.rename(columns={"orders": "o"}), "buyer", "seller", weight="o"
    )
    assert network != "a network"
    with pytest.raises(TypeError, match="unhashable"):
        hash(network)


def test_a_notebook_sees_the_first_ties_with_labels_escaped():
    ties = pd.DataFrame({"a": ["<b>"] * 30, "b": [f"n{i}" for i in range(30)]})
    shown = Network.from_edges(ties, "a", "b")._repr_html_()
    assert "Network: 31 nodes, 30 ties, undirected" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown
    assert "20 of 30 rows not shown" in shown


def test_the_table_that_was_given_is_not_changed():
    before = TIES.copy()
    made(weight="orders", parallel="sum")
    pd.testing.assert_frame_equal(TIES, before)


# What is refused.


def test_a_network_is_not_made_by_its_class():
    with pytest.raises(WrongType, match=r"made by Network\.from_edges"):
        Network()


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"weight": "order"}, UnknownLabel, "Did you mean 'orders'?"),
        ({"weight": "seller"}, WrongType, "`weight` (column 'seller') must hold numbers"),
        ({"directed": "yes"}, WrongType, "`directed` must be True or False"),
        ({"parallel": "add"}, InvalidInput, "`parallel` must be one of 'raise', 'sum'"),
        ({"missing": "skip"}, InvalidInput, "`missing` must be one of 'raise', 'drop'"),
        ({"nodes": ["Alba", "Bo"]}, UnknownLabel, "`source` names a label that is not there"),
        ({"nodes": ["Alba", "Bo", "Cato", "Bo"]}, InvalidInput, "'Bo' is in rows 1 and 3"),
        ({"nodes": {"Alba", "Bo"}}, WrongType, "`nodes` must be a DataFrame or a list"),
        ({"nodes": "Alba"}, WrongType, "`nodes` must be a DataFrame or a list"),
        ({"nodes": ["Alba"], "key": "firm"}, InvalidInput, "`key` names a column of `nodes`"),
        ({"key": "firm"}, InvalidInput, "give `nodes` too"),
        ({"nodes": 3}, WrongType, "`nodes` must be a table"),
    ],
)
def test_bad_arguments_of_from_edges_are_refused(change, error, words):
    with pytest.raises(error) as refusal:
        made(**change)
    assert words in str(refusal.value)


@pytest.mark.parametrize("weight", [-1.0, np.inf, np.nan])
def test_weights_that_are_none_are_refused(weight):
    with pytest.raises(InvalidInput, match=r"`weight` \(column 'orders'\)"):
        Network.from_edges(TIES.assign(orders=[1, weight, 1]), "buyer", "seller", weight="orders")


def test_no_table_no_rows_and_no_nodes_are_refused():
    with pytest.raises(WrongType, match="`edges` must be a table"):
        Network.from_edges([("a", "b")], "a", "b")
    with pytest.raises(InvalidInput, match="`edges` must have at least one row"):
        Network.from_edges(TIES.iloc[:0], "buyer", "seller")
    with pytest.raises(InvalidInput, match="at least one node"):
        Network.from_edges(TIES.iloc[:0], "buyer", "seller", nodes=[])
    with pytest.raises(InvalidInput, match="at least one node"):
        Network.from_networkx(nx.Graph())
    with pytest.raises(InvalidInput, match="`weight` cannot be named 'source'"):
        Network.from_edges(TIES, "buyer", "seller", weight="source")


@pytest.mark.parametrize(
    ("ties", "found"),
    [
        ({"a": ["1", "2"], "b": [1, 2]}, "text ('1') and numbers (1)"),
        ({"a": [1, "1"], "b": ["x", "y"]}, "text ('1') and numbers (1)"),
        ({"a": [1.5, 2.5], "b": ["1.5", "x"]}, "text ('1.5') and numbers (1.5)"),
        ({"a": ["2001-01-01"], "b": [pd.Timestamp("2001-01-01")]}, "and dates (2001-01-01)"),
    ],
)
def test_labels_of_two_kinds_are_refused(ties, found):
    with pytest.raises(InvalidInput) as refusal:
        Network.from_edges(pd.DataFrame(ties), "a", "b")
    assert "`source` and `target` must hold labels of one kind: got" in str(refusal.value)
    assert found in str(refusal.value)
    assert ".astype(str)" in str(refusal.value)


def test_labels_of_two_kinds_pass_where_all_nodes_are_given():
    ties = pd.DataFrame({"a": [1, "Alba"], "b": ["Alba", ("b", 2)]})
    network = Network.from_edges(ties, "a", "b", nodes=["Alba", 1, ("b", 2)])
    assert network.labels.tolist() == ["Alba", 1, ("b", 2)]
    mistyped = pd.DataFrame({"a": ["1"], "b": ["2"]})
    with pytest.raises(UnknownLabel, match="Did you mean 1"):
        Network.from_edges(mistyped, "a", "b", nodes=[1, 2])


def test_parallel_ties_are_refused_by_their_labels_and_rows():
    ties = pd.DataFrame({"a": ["x", "y", "x", "y", "z"], "b": ["y", "z", "y", "x", "y"]})
    with pytest.raises(InvalidInput) as refusal:
        Network.from_edges(ties, "a", "b")
    assert str(refusal.value) == (
        "`edges` must hold one tie between 'x' and 'y': found 3 in rows 0, 2 and 3 (counted from "
        '0), and 1 more pair like it; pass parallel="sum", "max", "min" or "mean" to combine them'
    )
    with pytest.raises(InvalidInput, match="one tie from 'x' to 'y': found 2 in rows 0 and 2"):
        Network.from_edges(ties, "a", "b", directed=True)
    loops = pd.DataFrame({"a": ["x", "x"], "b": ["x", "x"]})
    with pytest.raises(InvalidInput, match="one tie between 'x' and 'x': found 2"):
        Network.from_edges(loops, "a", "b")


@pytest.mark.parametrize(
    ("given_matrix", "options", "error", "words"),
    [
        ([[0, 1]], {}, InvalidInput, "`matrix` has the wrong shape"),
        ([], {}, InvalidInput, "`matrix`"),
        (sparse.csr_array((0, 0)), {}, InvalidInput, "n at least 1"),
        (sparse.csr_array((2, 3)), {}, InvalidInput, "expected (n, n)"),
        ([[0, np.nan], [0, 0]], {}, InvalidInput, "no missing values"),
        ([[0, -1], [0, 0]], {"weight": "w"}, InvalidInput, "at least 0"),
        (sparse.csr_array([[0, -1], [0, 0]]), {"weight": "w"}, InvalidInput, "position (0, 1)"),
        (sparse.csr_array([[0, 1j], [0, 0]]), {}, WrongType, "dtype complex128"),
        ([[0, 2], [2, 0]], {}, InvalidInput, 'pass weight="weight"'),
        ([[0, 1], [0, 0]], {"directed": False}, InvalidInput, "entries for 0 and 1 differ"),
        (
            [[0, 1], [2, 0]],
            {"directed": False, "weight": "w"},
            InvalidInput,
            "entries for 0 and 1 differ",
        ),
        ([[0, 1], [1, 0]], {"labels": ["a"]}, InvalidInput, "1 labels for 2 rows"),
        ([[0, 1], [1, 0]], {"labels": ["a", "a"]}, InvalidInput, "'a' is in rows 0 and 1"),
        ([[0, 1], [1, 0]], {"labels": "ab"}, WrongType, "`labels` must be"),
        ([[0, 1], [1, 0]], {"directed": 1}, WrongType, "`directed` must be True or False"),
        ([["a", "b"], ["c", "d"]], {}, WrongType, "`matrix` must hold numbers"),
        (pd.DataFrame([[0, 1], [1, 0]], index=[1, 0]), {}, InvalidInput, "matrix.loc[:, matrix"),
        (pd.DataFrame([[0, 1], [1, 0]], index=[1, 2]), {}, InvalidInput, "a row and a column"),
        (pd.DataFrame([[0, 1], [1, 0]]), {"labels": [0, 1]}, InvalidInput, "leave them out"),
    ],
)
def test_bad_matrices_are_refused(given_matrix, options, error, words):
    with pytest.raises(error) as refusal:
        Network.from_matrix(given_matrix, **options)
    assert words in str(refusal.value)


def test_bad_graphs_are_refused():
    with pytest.raises(WrongType, match="`graph` must be a Graph"):
        Network.from_networkx(TIES)
    graph = nx.Graph([("a", "b", {"w": 1}), ("b", "c")])
    with pytest.raises(InvalidInput, match=r"edge \('b', 'c'\) of `graph` has no value for 'w'"):
        Network.from_networkx(graph, weight="w")
    graph.edges["b", "c"]["w"] = "far"
    with pytest.raises(WrongType, match=r"`weight` \(column 'w'\) must hold numbers"):
        Network.from_networkx(graph, weight="w")


@given(
    ties=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=20),
    directed=st.booleans(),
)
def test_whatever_is_not_refused_holds_every_row(ties, directed):
    frame = pd.DataFrame(ties, columns=["a", "b"])
    network = Network.from_edges(frame, "a", "b", directed=directed, parallel="sum")
    assert network.to_frame()["weight"].sum() == len(ties)
    assert sorted(network.labels) == sorted({node for tie in ties for node in tie})
