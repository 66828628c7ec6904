"""How networkx finds the backend, what it hands over, and which calls it keeps."""

import subprocess
import sys
from inspect import signature

import networkx as nx
import pytest
from networkx.utils.backends import _registered_algorithms

import _nx_weakties
from weakties import nx_backend
from weakties.nx_backend.graph import Graph, from_networkx, to_networkx

NAMES = sorted(function.__name__ for function in nx_backend.FUNCTIONS)


@pytest.fixture(autouse=True)
def _no_talk_of_the_cache(monkeypatch):
    monkeypatch.setattr(nx.config, "warnings_to_ignore", {"cache"})


def weighted(weight):
    graph = nx.path_graph(3)
    nx.set_edge_attributes(graph, weight, "km")
    return graph


def test_importing_networkx_loads_neither_the_core_nor_pandas():
    asked = (
        "import sys, networkx; assert 'weakties' in networkx.utils.backends.backend_info; "
        "print([name for name in ('weakties', 'weakties._core', 'pandas') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_networkx_is_told_of_every_function_and_of_no_other():
    assert sorted(_nx_weakties.get_info()["functions"]) == NAMES
    assert all(
        function is getattr(nx_backend, function.__name__) for function in nx_backend.FUNCTIONS
    )


@pytest.mark.parametrize("name", NAMES)
def test_arguments_are_those_of_networkx(name):
    if name not in _registered_algorithms:
        pytest.skip(f"networkx {nx.__version__} has no {name}")
    theirs = signature(_registered_algorithms[name].orig_func).parameters
    ours = signature(getattr(nx_backend, name)).parameters
    assert list(ours)[: len(theirs)] == list(theirs)
    for argument, parameter in theirs.items():
        assert ours[argument].default == parameter.default, argument
        assert ours[argument].kind == parameter.kind, argument
    extra = list(ours.values())[len(theirs) :]
    assert all(parameter.default is not parameter.empty for parameter in extra)
    described = _nx_weakties.get_info()["functions"][name].get("additional_parameters", {})
    assert sorted(entry.partition(" ")[0].rstrip(":") for entry in described) == sorted(
        parameter.name for parameter in extra
    )


def test_a_graph_is_read_once_until_it_changes(monkeypatch):
    read = []

    def reading(*args, **kwargs):
        read.append(args)
        return from_networkx(*args, **kwargs)

    monkeypatch.setattr(nx_backend, "from_networkx", reading)
    graph = nx.karate_club_graph()
    for _ in range(2):
        nx.betweenness_centrality(graph, backend="weakties")
    assert len(read) == 1
    graph.add_edge(0, 33)
    assert nx.betweenness_centrality(graph, backend="weakties") == pytest.approx(
        nx.betweenness_centrality(graph)
    )
    assert len(read) == 2


def test_weights_are_read_only_for_functions_that_ask_for_them():
    graph = weighted("far")
    assert nx.betweenness_centrality(graph, backend="weakties") == {0: 0, 1: 1, 2: 0}
    with pytest.raises(NotImplementedError) as refusal:
        nx.betweenness_centrality(graph, weight="km", backend="weakties")
    assert "reads numbers as weights, and 'km' is none" in str(refusal.value.__cause__)


def test_an_edge_without_the_weight_has_the_default():
    graph = weighted(4.0)
    graph.add_edge(2, 3)
    read = nx_backend.convert_from_nx(graph, edge_attrs={"km": 2.5})
    assert read.core.ties()[2].tolist() == [4, 4, 2.5]
    assert nx_backend.convert_from_nx(read) is read
    with pytest.raises(NotImplementedError, match="one edge attribute at a time"):
        nx_backend.convert_from_nx(graph, edge_attrs={"km": 1, "hours": 1})


def test_weights_that_are_computed_are_left_to_networkx(monkeypatch):
    graph = weighted(4.0)
    doubled = {"weight": lambda one, other, data: 2 * data["km"]}
    assert "attributes of edges only" in nx_backend.can_run(
        "single_source_dijkstra_path_length", (graph, 0), doubled
    )
    monkeypatch.setattr(nx.config.backend_priority, "algos", ["weakties"])
    assert nx.single_source_dijkstra_path_length(graph, 0, **doubled) == {0: 0, 1: 8, 2: 16}


def test_attributes_that_a_node_lacks_have_the_default():
    graph = nx.path_graph(2)
    graph.nodes[0]["size"] = 3
    read = nx_backend.convert_from_nx(graph, node_attrs={"size": 7})
    assert read.attributes == {"size": [3, 7]}
    assert read.bunch([1, "x"]) == [1]


def test_self_loops_that_would_count_are_left_to_networkx():
    graph = nx.path_graph(3)
    graph.add_edge(1, 1)
    with pytest.raises(NotImplementedError) as refusal:
        nx.degree_assortativity_coefficient(graph, backend="weakties")
    assert "self-loop" in str(refusal.value.__cause__)


@pytest.mark.parametrize("weight", [-1, float("inf"), float("nan")])
def test_weights_that_the_core_cannot_read_are_refused(weight):
    with pytest.raises(NotImplementedError) as refusal:
        nx.betweenness_centrality(weighted(weight), weight="km", backend="weakties")
    assert "finite and at least 0" in str(refusal.value.__cause__)


def test_what_cannot_be_run_is_left_to_networkx_when_it_may_choose(monkeypatch):
    graph = nx.MultiGraph([(0, 1), (0, 1), (1, 2)])
    assert nx_backend.can_run("betweenness_centrality", (graph,), {}) == "it takes no multigraphs"
    assert nx_backend.can_run("betweenness_centrality", (nx.path_graph(3),), {"k": 2}) == (
        "it takes no k"
    )
    assert nx_backend.can_run("betweenness_centrality", (nx.path_graph(3),), {}) is True
    assert "unexpected" in nx_backend.can_run("is_connected", (graph,), {"strong": 1})
    expected = nx.betweenness_centrality(graph)
    with pytest.raises(NotImplementedError):
        nx.betweenness_centrality(graph, backend="weakties")
    monkeypatch.setattr(nx.config.backend_priority, "algos", ["weakties"])
    assert nx.betweenness_centrality(graph) == expected
    assert nx.betweenness_centrality(weighted(0), weight="km") == nx.betweenness_centrality(
        weighted(0), weight="km", backend="networkx"
    )


def test_a_quick_function_is_run_only_on_a_graph_that_was_read_before():
    graph = nx.path_graph(4)
    assert "as long as" in nx_backend.should_run("degree_centrality", (graph,), {})
    assert nx_backend.should_run("betweenness_centrality", (graph,), {}) is True
    nx.betweenness_centrality(graph, backend="weakties")
    assert nx_backend.should_run("degree_centrality", (graph,), {}) is True


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_a_graph_comes_back_as_it_was(kind):
    graph = kind()
    graph.add_nodes_from(["b", "a", ("c", 1)])
    graph.add_weighted_edges_from([("b", "a", 2.5), (("c", 1), "b", 0), ("a", "a", 3)], weight="km")
    nx.set_node_attributes(graph, {"a": 1, "b": 2}, "size")
    read = from_networkx(graph, weight="km", node_attributes={"size": None})
    assert isinstance(read, Graph)
    assert (len(read), read.edge_count, list(read)) == (3, 3, list(graph))
    assert "a" in read
    assert ["a"] not in read
    back = to_networkx(read)
    nx.set_node_attributes(graph, {("c", 1): None}, "size")
    assert list(back) == list(graph)
    assert nx.utils.graphs_equal(back, graph)


def test_nodes_that_are_not_there_raise_networkx_own_error():
    with pytest.raises(nx.NodeNotFound):
        from_networkx(nx.path_graph(2)).number("x")
    with pytest.raises(nx.NodeNotFound):
        from_networkx(nx.path_graph(2)).number(["x"])
