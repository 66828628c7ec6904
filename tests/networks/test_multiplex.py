"""Ties of several kinds between the same nodes."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import MultiplexNetwork, Network, constraint, degree

from .strategies import matrix

TIES = pd.DataFrame(
    {
        "one": ["Medici", "Medici", "Medici", "Pazzi", "Medici", "Bardi"],
        "other": ["Pazzi", "Ridolfi", "Pazzi", "Medici", "Medici", "Medici"],
        "kind": ["loan", "marriage", "marriage", "loan", "loan", "office"],
        "florins": [4.0, 0.0, 1.0, 2.0, 9.0, 5.0],
    }
)


def made(**options):
    wanted = {"layer": "kind", "weight": "florins", "directed": True, **options}
    return MultiplexNetwork.from_edges(TIES, "one", "other", **wanted)


def test_each_layer_is_the_network_of_its_rows_among_all_nodes():
    families = made()
    assert families.layers == ["loan", "marriage", "office"] == list(families)
    assert families.labels.tolist() == ["Bardi", "Medici", "Pazzi", "Ridolfi"]
    for kind in families:
        rows = TIES[TIES["kind"] == kind]
        expected = Network.from_edges(
            rows, "one", "other", weight="florins", directed=True, nodes=list(families.labels)
        )
        assert families[kind] == expected
    assert repr(families) == (
        "<MultiplexNetwork: 3 layers, 4 nodes, 5 ties, directed, weight 'florins'>"
    )
    assert families == MultiplexNetwork.from_edges(
        pl.from_pandas(TIES), "one", "other", layer="kind", weight="florins", directed=True
    )
    assert families != made(directed=False, parallel="sum")


def test_the_table_comes_back_and_makes_the_same_again():
    families = made()
    frame = families.to_frame()
    assert frame.columns.tolist() == ["layer", "source", "target", "florins"]
    assert len(frame) == len(TIES)
    again = MultiplexNetwork.from_edges(
        frame, "source", "target", layer="layer", weight="florins", directed=True
    )
    assert again == families
    assert "Medici" in families._repr_html_()


def test_categories_without_rows_are_layers_without_ties():
    kinds = pd.CategoricalDtype(["office", "feud", "marriage", "loan"])
    families = MultiplexNetwork.from_edges(
        TIES.astype({"kind": kinds}), "one", "other", layer="kind", directed=True
    )
    assert families.layers == ["office", "feud", "marriage", "loan"]
    assert families["feud"].tie_count == 0
    assert np.isnan(families.overlap().loc["feud", "feud"])
    # Their order and the one without ties come back too.
    again = MultiplexNetwork.from_edges(
        families.to_frame(), "source", "target", layer="layer", directed=True
    )
    assert again == families
    assert again.layers == families.layers


def test_the_union_counts_or_combines():
    families = made()
    assert families.union().to_frame().to_numpy().tolist() == [
        ["Bardi", "Medici", 5.0],
        ["Medici", "Medici", 9.0],
        ["Medici", "Pazzi", 5.0],
        ["Medici", "Ridolfi", 0.0],
        ["Pazzi", "Medici", 2.0],
    ]
    assert families.union(parallel="max").to_frame()["florins"].tolist() == [5, 9, 4, 0, 2]
    counted = made(weight=None).union()
    assert counted.to_frame()["weight"].tolist() == [1, 1, 2, 1, 1]
    assert not made(weight=None).union(parallel="max").weighted
    with pytest.raises(InvalidInput, match="one tie from 'Medici' to 'Pazzi'"):
        families.union(parallel="raise")


def test_overlap_is_the_share_of_pairs_tied_in_both():
    found = made(directed=False, parallel="sum").overlap()
    # Loans tie one pair, marriages two, and one pair is tied in both.
    assert found.loc["loan", "marriage"] == 0.5
    assert (np.diag(found) == 1).all()
    assert found.equals(found.T)
    assert made().overlap().loc["loan", "marriage"] == pytest.approx(1 / 3)


@st.composite
def multiplexes(draw):
    directed = draw(st.booleans())
    ties = draw(
        st.lists(
            st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from("pqr")),
            min_size=1,
            max_size=20,
            unique_by=lambda tie: tie if directed else (frozenset(tie[:2]), tie[2]),
        )
    )
    frame = pd.DataFrame(ties, columns=["a", "b", "kind"])
    return MultiplexNetwork.from_edges(
        frame, "a", "b", layer="kind", directed=directed, nodes=range(5)
    )


@given(network=multiplexes())
def test_overlap_and_union_follow_from_the_matrices(network):
    dense = {layer: matrix(network[layer]) for layer in network}
    assert (matrix(network.union()) == sum(dense.values())).all()
    off = ~np.eye(5, dtype=bool)
    overlap = network.overlap()
    for one in network:
        for other in network:
            both = (dense[one] * dense[other])[off].sum()
            either = ((dense[one] + dense[other]) > 0)[off].sum()
            expected = both / either if either else np.nan
            assert overlap.loc[one, other] == pytest.approx(expected, nan_ok=True)


def test_measures_are_those_of_each_layer():
    families = made()
    found = families.measure(["degree", constraint], strength="florins", direction="out")
    assert found.columns.tolist() == ["degree", "constraint"]
    assert found.index.names == ["layer", "node"]
    for kind in families:
        pd.testing.assert_series_equal(
            found.loc[kind, "degree"], degree(families[kind], direction="out"), check_names=False
        )
        expected = constraint(families[kind], strength="florins")
        pd.testing.assert_series_equal(found.loc[kind, "constraint"], expected, check_names=False)


def test_functions_and_numbers_of_the_whole_network_are_measured_too():
    families = made()

    def size(network, *, factor=1):
        return network.tie_count * factor

    found = families.measure(size, factor=2)
    assert found["size"].to_dict() == {"loan": 4, "marriage": 4, "office": 2}
    assert found.index.name == "layer"

    def both(network):
        return pd.DataFrame({"in": degree(network, direction="in"), "one": 1})

    assert families.measure(both).columns.tolist() == ["in", "one"]
    assert families.measure(lambda network, **_: degree(network), other=1).shape == (12, 1)


@pytest.mark.parametrize(
    ("measures", "options", "error", "words"),
    [
        ("degre", {}, UnknownLabel, "Did you mean 'degree'?"),
        (["degree", "degree"], {}, InvalidInput, "'degree' twice"),
        ([], {}, InvalidInput, "`measures` is empty"),
        (3, {}, WrongType, "names of measures or functions"),
        (Network, {}, WrongType, "names of measures or functions"),
        ("degree", {"directon": "in"}, InvalidInput, "Did you mean 'direction'?"),
        ("disparity", {"strength": "florins"}, WrongType, "disparity gives Series"),
        (["degree", len], {}, InvalidInput, "got some of each"),
    ],
)
def test_what_is_no_measure_is_refused(measures, options, error, words):
    with pytest.raises(error) as refusal:
        made().measure(measures, **options)
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"layer": "sort"}, UnknownLabel, "Layout expected"),
        ({"weight": "layer"}, InvalidInput, "`weight` cannot be named 'layer'"),
        (
            {"directed": False},
            InvalidInput,
            "between 'Medici' and 'Pazzi': found 2 in rows 0 and 3",
        ),
        ({"key": "name"}, InvalidInput, "give `nodes` too"),
        ({"nodes": ["Medici"]}, UnknownLabel, "not there: 'Pazzi'"),
    ],
)
def test_bad_arguments_are_refused(change, error, words):
    with pytest.raises(error) as refusal:
        made(**change)
    assert words in str(refusal.value)


def test_a_layer_that_is_not_there_and_the_class_itself_are_refused():
    with pytest.raises(UnknownLabel, match="Did you mean 'loan'"):
        made()["loans"]
    with pytest.raises(WrongType, match=r"made by MultiplexNetwork\.from_edges"):
        MultiplexNetwork()
