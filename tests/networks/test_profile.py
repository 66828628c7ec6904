"""Many measures in one table."""

from inspect import signature

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings

import weakties
from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    Network,
    betweenness,
    connected_components,
    constraint,
    degree,
    effective_size,
    leiden,
    profile,
    strength,
)
from weakties.networks.profile import MEASURES

from .strategies import networks, relabelled

CLUB = Network.from_networkx(nx.karate_club_graph(), weight="weight")


def test_each_column_is_the_measure_itself():
    measures = [
        "betweenness",
        "strength",
        "effective_size",
        "connected_components",
        "constraint",
        "degree",
    ]
    options = {"strength": "weight", "model": "ego"}
    options |= {"distance": "weight", "normalized": False}
    found = profile(CLUB, measures, **options, attributes=False)
    expected = pd.DataFrame(
        {
            "betweenness": betweenness(CLUB, distance="weight", normalized=False),
            "strength": strength(CLUB),
            "effective_size": effective_size(CLUB, strength="weight", model="ego"),
            "connected_components": connected_components(CLUB),
            "constraint": constraint(CLUB, strength="weight", model="ego"),
            "degree": degree(CLUB),
        }
    )
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    for measure in measures:
        takes = signature(getattr(weakties.networks, measure)).parameters
        its_own = {name: value for name, value in options.items() if name in takes}
        alone = profile(CLUB, [measure], **its_own, attributes=False)
        pd.testing.assert_frame_equal(alone, found[[measure]], check_exact=True)


@settings(max_examples=30)
@given(network=networks())
def test_each_column_is_the_measure_of_any_network(network):
    measures = [
        *("degree", "coreness", "connected_components", "clustering", "closeness", "harmonic"),
        *("betweenness", "constraint", "effective_size", "efficiency", "hierarchy", "bridging"),
    ]
    found = profile(network, measures, attributes=False)
    assert found.columns.tolist() == measures
    for measure in measures:
        alone = getattr(weakties.networks, measure)(network)
        pd.testing.assert_series_equal(found[measure], alone, check_names=False, check_exact=True)
    moved = profile(relabelled(network), ["degree", "effective_size"], attributes=False)
    pd.testing.assert_frame_equal(moved.loc[found.index], found[["degree", "effective_size"]])


@pytest.mark.parametrize(
    ("measures", "options", "kernels"),
    [
        (["betweenness", "bridging", "bridging_centrality"], {"distance": "weight"}, 1),
        (["bridging_centrality", "betweenness"], {"normalized": False}, 1),
        # Bridging takes no sources.
        (["bridging", "betweenness"], {"sources": [0, 1]}, 2),
        (["eccentricity", "harmonic", "closeness"], {"distance": "weight"}, 1),
        (["harmonic", "closeness"], {"improved": False, "normalized": False}, 1),
    ],
)
@pytest.mark.parametrize("directed", [False, True])
def test_work_in_common_is_done_once(measures, options, kernels, directed, monkeypatch):
    graph = nx.gnm_random_graph(12, 30, seed=1, directed=directed)
    nx.set_edge_attributes(graph, {edge: 1 + n % 3 for n, edge in enumerate(graph.edges)}, "weight")
    graph.add_node(12)
    network = Network.from_networkx(graph, weight="weight")
    expected = {
        name: getattr(weakties.networks, name)(
            network,
            **{o: v for o, v in options.items() if o in signature(MEASURES[name]).parameters},
        )
        for name in measures
    }
    calls = []
    for kernel in ("betweenness", "closeness", "harmonic", "eccentricity", "nearness"):
        run = getattr(weakties._core, kernel)
        monkeypatch.setattr(
            weakties._core,
            kernel,
            lambda *given, run=run, kernel=kernel: calls.append(kernel) or run(*given),
        )
    found = profile(network, measures, **options, attributes=False)
    pd.testing.assert_frame_equal(found, pd.DataFrame(expected), check_exact=True)
    assert len(calls) == kernels, calls


def test_options_reach_the_measures_that_have_them():
    network = Network.from_matrix([[0, 1, 1], [0, 0, 0], [0, 0, 0]], directed=True)
    found = profile(
        network, ["degree", "connected_components"], direction="in", connection="strong"
    )
    assert found["degree"].tolist() == [0, 1, 1]
    assert found["connected_components"].tolist() == [0, 1, 2]


def test_by_default_it_holds_what_needs_no_weights():
    assert profile(CLUB).columns.tolist() == [
        "club",
        "degree",
        "constraint",
        "effective_size",
        "betweenness",
    ]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"network": nx.path_graph(2)}, WrongType, "`network` must be a Network"),
        ({"measures": "degree"}, WrongType, "`measures` must be a list of names"),
        ({"measures": []}, InvalidInput, "got none"),
        ({"measures": ["degree", "degree"]}, InvalidInput, "got 'degree' twice"),
        ({"measures": ["degre"]}, InvalidInput, "did you mean 'degree'?"),
        ({"direction": "both"}, InvalidInput, "`direction` must be one of"),
        ({"connection": "weak"}, InvalidInput, "`connection` is an option of none of"),
        ({"directon": "in"}, InvalidInput, "Did you mean 'direction'?"),
        ({"by": "clubb"}, UnknownLabel, "Did you mean 'club'?"),
        ({"by": []}, InvalidInput, "`by` must name an attribute"),
        ({"measures": ["constraint"], "strength": "km"}, UnknownLabel, "`strength`"),
        ({"measures": ["betweenness"], "distance": "km"}, UnknownLabel, "`distance`"),
        ({"attributes": None}, WrongType, "`attributes` must be True or False"),
        ({"threads": 0}, InvalidInput, "`threads` must be"),
        ({"measures": ["constraint"], "progress": 1}, WrongType, "`progress` must be"),
    ],
)
def test_bad_arguments_are_refused(change, error, words):
    with pytest.raises(error) as refusal:
        profile(**{"network": CLUB, "measures": ["degree"], **change})
    assert words in str(refusal.value)


def test_by_gives_sizes_and_means_of_groups_in_order():
    found = profile(CLUB, ["degree", "constraint"], by="club")
    assert found.index.tolist() == ["Mr. Hi", "Officer"]
    assert found["nodes"].tolist() == [17, 17]
    expected = pd.concat([degree(CLUB), constraint(CLUB)], axis=1).groupby(CLUB.attributes["club"])
    pd.testing.assert_frame_equal(found[["degree", "constraint"]], expected.mean())


def test_groups_may_be_given_as_for_other_measures():
    halves = pd.Series([["even", "odd"][node % 2] for node in range(33, -1, -1)], range(33, -1, -1))
    found = profile(CLUB, ["degree"], by=[halves.rename("half"), "club"])
    assert found.index.names == ["half", "club"]
    assert found.index.tolist()[0] == ("even", "Mr. Hi")
    even = degree(CLUB)[::2]
    assert found["nodes"]["even"].sum() == 17
    assert (found["nodes"] * found["degree"])["even"].sum() == even.sum()
    levels = pd.CategoricalDtype(["odd", "none", "even"])
    found = profile(CLUB, ["degree"], by=halves.astype(levels))
    assert found.index.tolist() == ["odd", "even"]
    communities = leiden(CLUB, seed=1)
    assert profile(CLUB, ["degree"], by=communities)["nodes"].tolist() == (
        communities.membership.value_counts().sort_index().tolist()
    )


def test_a_node_without_a_group_is_not_lost():
    nodes = pd.DataFrame({"region": ["N", None, "S"]}, index=list("abc"))
    network = Network.from_edges(pd.DataFrame({"a": ["a"], "b": ["b"]}), "a", "b", nodes=nodes)
    with pytest.raises(InvalidInput, match=r"`by` must give every node a group: .* 'b'"):
        profile(network, ["degree"], by="region")


def test_an_attribute_with_the_name_of_a_measure_is_not_overwritten():
    nodes = pd.DataFrame({"degree": ["MA", "PhD"]}, index=["x", "y"])
    ties = pd.DataFrame({"a": ["x"], "b": ["y"]})
    network = Network.from_edges(ties, "a", "b", nodes=nodes)
    with pytest.raises(InvalidInput, match="an attribute named 'degree' already"):
        profile(network, ["degree"])
    assert profile(network, ["degree"], attributes=False)["degree"].tolist() == [1, 1]


def test_every_name_is_a_public_measure():
    assert set(MEASURES) <= set(weakties.networks.__all__)
