"""Two-mode networks and what they imply for one kind."""

import pickle

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.datasets import southern_women
from weakties.networks import TwoModeNetwork, degree, strength

from ..oracles.networks import two_mode as oracle
from .strategies import incidences, matrix

JOINED = pd.DataFrame(
    {
        "winery": ["Alba", "Bo", "Bo", "Cato", "Cato"],
        "body": ["INTA", "INTA", "IDR", "IDR", "Alba"],
        "years": [1.0, 2.0, 0.0, 4.0, 5.0],
    }
)


def made(**options):
    return TwoModeNetwork.from_edges(JOINED, "winery", "body", **options)


def from_incidence(incidence):
    firms, institutions = incidence.nonzero()
    return TwoModeNetwork.from_edges(
        pd.DataFrame({"firm": firms, "institution": institutions}),
        "firm",
        "institution",
        firms=range(incidence.shape[0]),
        institutions=range(incidence.shape[1]),
    )


def test_the_same_label_in_both_modes_is_two_nodes():
    network = made(weight="years")
    assert network.firms.index.tolist() == ["Alba", "Bo", "Cato"]
    assert network.institutions.index.tolist() == ["Alba", "IDR", "INTA"]
    assert network.tie_count == 5
    expected = JOINED.sort_values(["winery", "body"], ignore_index=True)
    expected.columns = ["firm", "institution", "years"]
    pd.testing.assert_frame_equal(network.to_frame(), expected)
    assert repr(network) == "<TwoModeNetwork: 3 firms, 3 institutions, 5 ties, weight 'years'>"
    ties = network.project("firm").to_frame()
    assert ties.to_numpy().tolist() == [["Alba", "Bo", 1.0], ["Bo", "Cato", 1.0]]


def test_the_incidence_matrix_keeps_weights_and_ties_of_no_weight():
    stored = made(weight="years").to_scipy()
    assert stored.toarray().tolist() == [[0, 0, 1], [0, 0, 2], [5, 4, 0]]
    assert stored.nnz == 5
    assert made().to_scipy().toarray().tolist() == [[0, 0, 1], [0, 1, 1], [1, 1, 0]]


def test_given_nodes_keep_order_attributes_and_those_without_ties():
    firms = pd.DataFrame({"region": ["N", "S", "S", "N"]}, index=["Duna", "Cato", "Bo", "Alba"])
    network = made(firms=firms, institutions=["INTA", "IDR", "Alba", "OIV"])
    pd.testing.assert_frame_equal(network.firms, firms)
    wineries = network.project("firm")
    pd.testing.assert_frame_equal(wineries.attributes, firms)
    assert degree(wineries).to_dict() == {"Duna": 0, "Cato": 1, "Bo": 2, "Alba": 1}
    assert network.project("institution").labels.tolist() == ["INTA", "IDR", "Alba", "OIV"]
    assert pickle.loads(pickle.dumps(network)) == network
    assert network != made()
    assert network != "a network"


def test_the_southern_women_of_networkx():
    network = TwoModeNetwork.from_edges(southern_women(), "woman", "event")
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    assert (len(women), len(events), network.tie_count) == (18, 14, 89)
    for onto, nodes in (("firm", women), ("institution", events)):
        for weight, theirs in (
            ("count", nx.bipartite.weighted_projected_graph),
            ("newman", nx.bipartite.collaboration_weighted_projected_graph),
            ("jaccard", nx.bipartite.overlap_weighted_projected_graph),
        ):
            found = network.project(onto, weight=weight)
            expected = theirs(graph, nodes)
            assert found.tie_count == expected.number_of_edges()
            for one, other, value in found.to_frame().itertuples(index=False):
                assert value == pytest.approx(expected.edges[one, other]["weight"])


@pytest.mark.parametrize("weight", ["count", "newman", "hyperbolic", "jaccard"])
@given(incidence=incidences())
def test_projections_follow_their_definition(weight, incidence):
    network = from_incidence(incidence)
    for onto, rows in (("firm", incidence), ("institution", incidence.T)):
        found = network.project(onto, weight=weight)
        assert matrix(found) == pytest.approx(oracle.projection(rows, weight))
        assert found.weight == "weight"


@pytest.mark.parametrize("weight", ["count", "jaccard"])
@given(incidence=incidences())
def test_projections_read_the_weights_of_ties_when_named(weight, incidence):
    rng = np.random.default_rng(incidence.size)
    rows, columns = incidence.nonzero()
    weights = np.zeros(incidence.shape)
    weights[rows, columns] = rng.integers(0, 4, len(rows))
    network = TwoModeNetwork.from_edges(
        pd.DataFrame({"f": rows, "i": columns, "years": weights[rows, columns]}),
        "f",
        "i",
        weight="years",
        firms=range(incidence.shape[0]),
        institutions=range(incidence.shape[1]),
    )
    found = network.project("firm", weight=weight, strength="years")
    assert matrix(found) == pytest.approx(oracle.projection(weights, weight))


def test_weights_are_refused_where_they_have_no_meaning():
    network = made(weight="years")
    for weight in ("newman", "hyperbolic"):
        with pytest.raises(InvalidInput, match="`strength` is read with weight="):
            network.project("firm", weight=weight, strength="years")
    with pytest.raises(UnknownLabel, match="`strength`: the weight of this network is named"):
        network.project("firm", strength="months")
    with pytest.raises(InvalidInput, match="`strength` = 'years': this network has no weights"):
        made().project("firm", strength="years")
    huge = TwoModeNetwork.from_edges(JOINED.assign(years=1e200), "winery", "body", weight="years")
    with pytest.raises(InvalidInput, match="`strength` must give finite sums"):
        huge.project("firm", strength="years")


@given(incidence=incidences())
def test_hyperbolic_weights_and_ones_own_part_add_up_to_the_institutions(incidence):
    network = from_incidence(incidence)
    sizes = np.maximum(incidence.sum(axis=0), 1)
    own = (incidence / sizes).sum(axis=1)
    found = strength(network.project("firm", weight="hyperbolic"))
    assert (found + own).to_numpy() == pytest.approx(incidence.sum(axis=1))


@given(incidence=incidences())
def test_newmans_weights_of_a_firm_add_up_to_its_institutions_that_others_share(incidence):
    found = strength(from_incidence(incidence).project("firm", weight="newman"))
    shared = incidence.sum(axis=0) > 1
    assert found.to_numpy() == pytest.approx((incidence & shared).sum(axis=1))


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"weight": "firm"}, InvalidInput, "`weight` cannot be named 'firm'"),
        ({"weight": "year"}, UnknownLabel, "Did you mean 'years'?"),
        ({"firms": ["Alba", "Bo"]}, UnknownLabel, "`firm` names a label that is not there: 'Cato'"),
        ({"institutions": ["IDR", "IDR"]}, InvalidInput, "`institutions` must have one row"),
        ({"firms": {"Alba"}}, WrongType, "`firms` must be a DataFrame or a list"),
        ({"parallel": "add"}, InvalidInput, "`parallel` must be one of"),
        ({"missing": "skip"}, InvalidInput, "`missing` must be one of"),
    ],
)
def test_bad_arguments_of_from_edges_are_refused(change, error, words):
    with pytest.raises(error) as refusal:
        made(**change)
    assert words in str(refusal.value)


def test_a_tie_given_twice_is_refused_by_its_labels_or_follows_the_rule():
    twice = pd.concat([JOINED, JOINED.iloc[[4]]])
    with pytest.raises(InvalidInput, match="between 'Cato' and 'Alba': found 2 in rows 4 and 5"):
        TwoModeNetwork.from_edges(twice, "winery", "body")
    counted = TwoModeNetwork.from_edges(twice, "winery", "body", parallel="sum")
    assert counted.to_frame()["weight"].sum() == 6


def test_labels_of_two_kinds_in_one_mode_are_refused():
    with pytest.raises(InvalidInput, match="`firm` must hold labels of one kind"):
        TwoModeNetwork.from_edges(
            pd.DataFrame({"a": ["1", 1], "b": [1, 2]}), "a", "b", parallel="sum"
        )
    kinds = TwoModeNetwork.from_edges(pd.DataFrame({"a": ["1", "2"], "b": [1, 2]}), "a", "b")
    assert kinds.institutions.index.tolist() == [1, 2]


def test_a_table_without_rows_passes_where_both_kinds_are_given():
    nodes = {"firms": ["a"], "institutions": ["b", "c"]}
    network = TwoModeNetwork.from_edges(JOINED[:0], "winery", "body", **nodes)
    assert network.to_scipy().shape == (1, 2)
    with pytest.raises(InvalidInput, match="`institutions` is empty"):
        TwoModeNetwork.from_edges(JOINED[:0], "winery", "body", **nodes | {"institutions": []})


def test_other_bad_calls_are_refused():
    with pytest.raises(WrongType, match=r"made by TwoModeNetwork\.from_edges"):
        TwoModeNetwork()
    with pytest.raises(InvalidInput, match="`edges` must have at least one row"):
        TwoModeNetwork.from_edges(JOINED.iloc[:0], "winery", "body")
    network = made()
    with pytest.raises(InvalidInput, match="`onto` must be one of 'firm', 'institution'"):
        network.project("winery")
    with pytest.raises(InvalidInput, match="`weight` must be one of 'count', 'newman'"):
        network.project("firm", weight="years")
    with pytest.raises(InvalidInput, match="`threads` must be"):
        network.project("firm", threads=0)


def test_missing_rows_are_dropped_on_request_and_counted():
    holed = JOINED.assign(body=["INTA", None, "IDR", "IDR", "Alba"])
    network = TwoModeNetwork.from_edges(holed, "winery", "body", missing="drop")
    assert network.dropped == {"body": 1}


def test_an_institution_of_too_many_firms_is_refused_at_once():
    many = pd.DataFrame({"firm": np.arange(70_000), "institution": 0})
    network = TwoModeNetwork.from_edges(many, "firm", "institution")
    with pytest.raises(InvalidInput, match=r"every two of 70000 members .* leave out such large"):
        network.project("firm")
    assert network.project("institution").tie_count == 0


def test_a_notebook_sees_the_first_ties():
    shown = made()._repr_html_()
    assert "TwoModeNetwork: 3 firms, 3 institutions, 5 ties" in shown
    assert "INTA" in shown


@pytest.mark.parametrize("weight", ["count", "newman", "hyperbolic", "jaccard"])
def test_threads_give_equal_bits(weight):
    rng = np.random.default_rng(1)
    network = from_incidence(rng.random((400, 60)) < 0.05)
    one, *others = (
        network.project("firm", weight=weight, threads=threads) for threads in (1, 2, 7)
    )
    expected = one.to_frame()["weight"].to_numpy().tobytes()
    assert all(other == one for other in others)
    assert all(other.to_frame()["weight"].to_numpy().tobytes() == expected for other in others)
