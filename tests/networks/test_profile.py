"""Many measures in one table."""

import networkx as nx
import pandas as pd
import pytest

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    Network,
    betweenness,
    connected_components,
    constraint,
    degree,
    effective_size,
    profile,
    strength,
)

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
    found = profile(CLUB, measures, **options, distance="weight", normalized=False)
    expected = pd.DataFrame(
        {
            "betweenness": betweenness(CLUB, distance="weight", normalized=False),
            "strength": strength(CLUB),
            "effective_size": effective_size(CLUB, **options),
            "connected_components": connected_components(CLUB),
            "constraint": constraint(CLUB, **options),
            "degree": degree(CLUB),
        }
    )
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    for measure in measures:
        alone = profile(CLUB, [measure], **options, distance="weight", normalized=False)
        pd.testing.assert_frame_equal(alone, found[[measure]], check_exact=True)


def test_options_reach_the_measures_that_have_them():
    network = Network.from_matrix([[0, 1, 1], [0, 0, 0], [0, 0, 0]], directed=True)
    found = profile(
        network, ["degree", "connected_components"], direction="in", connection="strong"
    )
    assert found["degree"].tolist() == [0, 1, 1]
    assert found["connected_components"].tolist() == [0, 1, 2]


def test_by_default_it_holds_what_needs_no_weights():
    assert profile(CLUB).columns.tolist() == [
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
        ({"connection": "both"}, InvalidInput, "`connection` must be one of"),
        ({"model": "both"}, InvalidInput, "`model` must be one of"),
        ({"strength": "km"}, UnknownLabel, "`strength`"),
        ({"distance": "km"}, UnknownLabel, "`distance`"),
        ({"normalized": None}, WrongType, "`normalized` must be True or False"),
        ({"threads": 0}, InvalidInput, "`threads` must be"),
        ({"measures": ["constraint"], "progress": 1}, WrongType, "`progress` must be"),
    ],
)
def test_bad_arguments_are_refused_whatever_is_measured(change, error, words):
    with pytest.raises(error) as refusal:
        profile(**{"network": CLUB, "measures": ["degree"], **change})
    assert words in str(refusal.value)
