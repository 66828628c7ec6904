"""Networks handed to other libraries and taken back."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.datasets import southern_women
from weakties.networks import Network, TwoModeNetwork

from .strategies import networks


def described(labels, kinds, seed):
    """Attributes of every dtype that a table of firms may have."""
    random = np.random.default_rng(seed)
    n = len(labels)
    number = random.integers(-3, 4, n)
    columns = {
        "small": number.astype(np.int8),
        "large": number.astype(np.int64) + 2**60,
        "gaps": pd.array(number, dtype="Int64").copy(),
        "share": np.where(number > 0, number / 7, np.nan),
        "single": (number / 7).astype(np.float32),
        "flag": number > 0,
        "region": pd.Categorical.from_codes(number % 3 - 1, ["S", "N", "unused"], ordered=True),
        "text": pd.array(np.where(number > 0, "ä", "b"), dtype="str"),
        "day": pd.Timestamp("2001-02-03", tz="Europe/Rome") + pd.to_timedelta(number, "D"),
        "year": pd.PeriodIndex.from_ordinals(number.astype(np.int64), freq="Y"),
        "object": pd.Series([[1, int(x)] if x > 0 else None for x in number], dtype=object).array,
    }
    columns["gaps"][number == 0] = pd.NA
    chosen = {name: columns[name] for name in columns if name in kinds}
    return pd.DataFrame(chosen, index=labels)


KINDS = [
    *("small", "large", "gaps", "share", "single", "flag"),
    *("region", "text", "day", "year", "object"),
]
kinds = st.sets(st.sampled_from(KINDS), max_size=4)


def with_attributes(network, kinds, seed, weighted):
    return Network.from_edges(
        network.to_frame(),
        "source",
        "target",
        weight="contracts" if weighted else None,
        directed=network.directed,
        nodes=described(network.labels, kinds, seed),
    )


@given(network=networks(), kinds=kinds, seed=st.integers(0, 99), weighted=st.booleans())
def test_round_trips_lose_nothing(network, kinds, seed, weighted):
    network = with_attributes(network, kinds, seed, weighted)
    weight = network.weight
    for back in (
        Network.from_networkx(network.to_networkx(), weight=weight),
        Network.from_igraph(network.to_igraph(), weight=weight),
        Network.from_scipy(
            network.to_scipy(),
            labels=network.attributes,
            directed=network.directed,
            weight=weight,
        ),
        Network.from_edges(
            network.to_frame(),
            "source",
            "target",
            weight=weight,
            directed=network.directed,
            nodes=network.attributes,
        ),
    ):
        assert back == network
        pd.testing.assert_frame_equal(back.attributes, network.attributes)
        assert back.self_ties.equals(network.self_ties)


@pytest.mark.parametrize(
    "labels",
    [
        [3, 1, 2],
        ["b", "a", "ä"],
        [("a", 1), ("a", 2), ("b", 1)],
        [2.5, 0.5, 1.5],
        list(pd.to_datetime(["2001-01-01", "1999-01-01", "2000-06-01"])),
        list(pd.PeriodIndex(["2001", "1999", "2000"], freq="Y")),
        [1, "a", ("b", 2)],
    ],
    ids=str,
)
def test_labels_of_any_kind_come_back(labels):
    network = Network.from_matrix([[0, 1, 0], [0, 0, 1], [0, 0, 0]], labels=labels)
    for back in (
        Network.from_networkx(network.to_networkx()),
        Network.from_igraph(network.to_igraph()),
    ):
        assert back == network
        assert back.labels.equals(network.labels)


def test_a_graph_that_was_changed_gives_what_it_holds():
    network = Network.from_matrix(
        [[0, 1], [1, 0]], labels=pd.DataFrame({"size": np.array([1, 2], np.int8)}, index=["a", "b"])
    )
    graph = network.to_networkx()
    graph.nodes["a"]["size"] = "large"
    graph.add_node("c", region="N")
    back = Network.from_networkx(graph)
    assert back.attributes["size"].tolist()[:2] == ["large", 2]
    assert back.attributes["region"].isna().tolist() == [True, True, False]


@pytest.mark.parametrize(
    "labels", [[0, 1, 2], [0.0, 1.0, 2.0], [2, 1, 0], ["0", "1", "2"]], ids=str
)
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_edges_find_their_nodes_whatever_these_are_named(labels, kind):
    graph = kind()
    graph.add_nodes_from(labels)
    for one, other, weight in ((2, 0, 1.0), (1, 1, 0.0), (1, 2, 3.0)):
        graph.add_edge(labels[one], labels[other], w=weight)
    network = Network.from_networkx(graph, weight="w")
    assert network.labels.tolist() == labels
    dense = np.zeros((3, 3))
    dense[2, 0], dense[1, 2] = 1, 3
    expected = dense if network.directed else dense + dense.T
    assert (network.to_scipy().toarray() == expected).all()
    assert network.self_ties.to_dict() == {labels[1]: 0.0}


def test_a_view_of_networkx_is_a_graph():
    graph = nx.path_graph(5)
    part = Network.from_networkx(graph.subgraph([4, 1, 2]))
    assert sorted(part.labels) == [1, 2, 4]
    assert part.tie_count == 1
    frozen = Network.from_networkx(nx.freeze(graph))
    assert frozen.tie_count == 4
    reverse = Network.from_networkx(nx.DiGraph([("a", "b")]).reverse(copy=False))
    assert reverse.to_frame().to_numpy().tolist() == [["b", "a"]]


def test_igraph_names_are_labels_unless_told():
    graph = igraph.Graph.Famous("Zachary")
    assert Network.from_igraph(graph).labels.tolist() == list(range(34))
    graph.vs["name"] = [f"n{i}" for i in range(34)]
    graph.vs["member"] = list(range(100, 134))
    network = Network.from_igraph(graph)
    assert network.labels[0] == "n0"
    assert network.attributes["member"].tolist() == list(range(100, 134))
    assert Network.from_igraph(graph, key="member").labels[0] == 100
    graph.es["hours"] = 2
    assert Network.from_igraph(graph, weight="hours").to_frame()["hours"].sum() == 156
    assert sorted(network.to_igraph().get_edgelist()) == sorted(graph.get_edgelist())


def test_parallel_edges_of_igraph_follow_the_rule():
    graph = igraph.Graph(2, [(0, 1), (1, 0), (1, 1)])
    graph.es["w"] = [1, 2, 4]
    with pytest.raises(InvalidInput, match="one tie between 0 and 1: found 2"):
        Network.from_igraph(graph, weight="w")
    assert Network.from_igraph(graph, weight="w", parallel="max").to_frame()["w"].tolist() == [2, 4]


def test_what_igraph_cannot_hold_is_refused():
    network = Network.from_matrix([[1]], weight=5)
    with pytest.raises(WrongType, match="by text: got 5"):
        network.to_igraph()
    named = pd.DataFrame({"name": ["x"]}, index=["a"])
    with pytest.raises(InvalidInput, match="under the name 'name'"):
        Network.from_matrix([[1]], labels=named).to_igraph()
    graph = igraph.Graph(2, [(0, 1)])
    with pytest.raises(UnknownLabel, match="`weight`: the edges of `graph` have no attribute 'w'"):
        Network.from_igraph(graph, weight="w")
    graph.vs["name"] = ["a", None]
    with pytest.raises(InvalidInput, match="missing value"):
        Network.from_igraph(graph)
    with pytest.raises(WrongType, match="`matrix` must be a sparse array"):
        Network.from_scipy(np.eye(2))


# Two modes.


@st.composite
def two_modes(draw):
    firms, institutions = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    pairs = [(i, k) for i in range(firms) for k in range(institutions)]
    ties = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=12))
    weights = draw(st.lists(st.integers(0, 3), min_size=len(ties), max_size=len(ties)))
    seed = draw(st.integers(0, 99))
    frame = pd.DataFrame(
        {
            "firm": pd.array([f"f{i}" for i, _ in ties], dtype="str"),
            "body": pd.array([f"b{k}" for _, k in ties], dtype="str"),
            "years": np.array(weights, float),
        }
    )
    return TwoModeNetwork.from_edges(
        frame,
        "firm",
        "body",
        weight="years" if draw(st.booleans()) else None,
        firms=described(
            pd.Index(draw(st.permutations([f"f{i}" for i in range(firms)]))), draw(kinds), seed
        ),
        institutions=described(pd.Index([f"b{k}" for k in range(institutions)]), draw(kinds), seed),
    )


@given(network=two_modes())
def test_round_trips_of_two_modes_lose_nothing(network):
    weight = network.weight
    for back in (
        TwoModeNetwork.from_networkx(network.to_networkx(), weight=weight),
        TwoModeNetwork.from_igraph(network.to_igraph(), weight=weight),
        TwoModeNetwork.from_scipy(
            network.to_scipy(),
            firms=network.firms,
            institutions=network.institutions,
            weight=weight,
        ),
        TwoModeNetwork.from_edges(
            network.to_frame(),
            "firm",
            "institution",
            weight=weight,
            firms=network.firms,
            institutions=network.institutions,
        ),
    ):
        assert back == network
        pd.testing.assert_frame_equal(back.firms, network.firms)
        pd.testing.assert_frame_equal(back.institutions, network.institutions)


def test_what_labels_are_called_and_are_comes_back():
    firms = pd.DataFrame(index=pd.Index([1, 2], name="winery"))
    bodies = pd.DataFrame(index=pd.Index(["x", "y"], name="body"))
    network = TwoModeNetwork.from_matrix([[1, 0], [1, 1]], firms=firms, institutions=bodies)
    for back in (
        TwoModeNetwork.from_networkx(network.to_networkx()),
        TwoModeNetwork.from_igraph(network.to_igraph()),
    ):
        pd.testing.assert_frame_equal(back.firms, firms)
        pd.testing.assert_frame_equal(back.institutions, bodies)
    single = Network.from_matrix([[0, 1], [1, 0]], labels=firms)
    for alone in (
        Network.from_networkx(single.to_networkx()),
        Network.from_igraph(single.to_igraph()),
    ):
        pd.testing.assert_frame_equal(alone.attributes, firms)


def test_igraph_holds_a_firm_and_an_institution_of_one_name():
    network = TwoModeNetwork.from_matrix([[1, 1]], firms=["INTA"], institutions=["IDR", "INTA"])
    assert TwoModeNetwork.from_igraph(network.to_igraph()) == network
    graph = igraph.Graph(3, [(0, 1), (0, 2)])
    graph.vs["name"] = ["IDR", "INTA", "INTA"]
    graph.vs["type"] = [True, False, False]
    with pytest.raises(InvalidInput, match="'INTA' is in rows 0 and 1"):
        TwoModeNetwork.from_igraph(graph)


def test_the_southern_women_come_from_networkx_as_from_the_table():
    graph = nx.davis_southern_women_graph()
    network = TwoModeNetwork.from_networkx(graph)
    assert network.firms.index.tolist() == graph.graph["top"]
    assert network.institutions.index.tolist() == graph.graph["bottom"]
    frame = southern_women()
    women, events = (list(dict.fromkeys(frame[name])) for name in ("woman", "event"))
    table = TwoModeNetwork.from_edges(
        frame, "woman", "event", firms=network.firms.index, institutions=network.institutions.index
    )
    assert set(women) == set(network.firms.index)
    assert set(events) == set(network.institutions.index)
    assert table == network
    back = network.to_networkx()
    assert nx.is_isomorphic(back, graph)
    incidence = nx.bipartite.biadjacency_matrix(graph, graph.graph["top"], graph.graph["bottom"])
    assert (network.to_scipy() != sparse.csr_array(incidence)).nnz == 0


def test_matrices_of_any_kind_are_incidences():
    dense = np.array([[1, 0, 2], [0, 3, 0]])
    labelled = pd.DataFrame(dense, index=["f", "g"], columns=["x", "y", "z"])
    network = TwoModeNetwork.from_matrix(labelled, weight="years")
    for given_matrix in (dense, dense.tolist(), sparse.coo_array(dense), sparse.csc_matrix(dense)):
        assert network == TwoModeNetwork.from_matrix(
            given_matrix, firms=["f", "g"], institutions=["x", "y", "z"], weight="years"
        )
    assert TwoModeNetwork.from_matrix(dense > 0).to_frame()["firm"].tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: TwoModeNetwork.from_matrix([[2]]), InvalidInput, 'pass weight="weight"'),
        (lambda: TwoModeNetwork.from_matrix([[1]], firms=["a", "b"]), InvalidInput, "every row"),
        (
            lambda: TwoModeNetwork.from_matrix([[1]], institutions=[]),
            InvalidInput,
            "name every column",
        ),
        (
            lambda: TwoModeNetwork.from_matrix(pd.DataFrame([[1]]), firms=["a"]),
            InvalidInput,
            "leave them out",
        ),
        (lambda: TwoModeNetwork.from_networkx(nx.path_graph(2)), InvalidInput, "'bipartite'"),
        (
            lambda: TwoModeNetwork.from_networkx(nx.DiGraph([(1, 2)])),
            InvalidInput,
            "must be undirected",
        ),
        (lambda: TwoModeNetwork.from_scipy([[1]]), WrongType, "sparse"),
        (
            lambda: TwoModeNetwork.from_matrix([[1]]).to_networkx(),
            InvalidInput,
            "both named 0",
        ),
    ],
)
def test_what_is_no_two_mode_network_is_refused(call, error, words):
    with pytest.raises(error) as refusal:
        call()
    assert words in str(refusal.value)


def test_a_tie_within_a_mode_is_refused():
    graph = nx.Graph([("a", "b")])
    nx.set_node_attributes(graph, 0, "bipartite")
    with pytest.raises(InvalidInput, match="'a' and 'b' are of one kind"):
        TwoModeNetwork.from_networkx(graph)
    one_kind = nx.Graph()
    one_kind.add_node("a", bipartite=0)
    with pytest.raises(InvalidInput, match="`graph` is empty"):
        TwoModeNetwork.from_networkx(one_kind)
