"""Pictures of a node's surroundings, of blocks and of roles."""

import matplotlib as mpl
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch, PathPatch

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import (
    Network,
    betweenness,
    degree,
    ego_map,
    leiden,
    matrix_map,
    role_profile,
)
from weakties.plots.roles import percentiles
from weakties.plots.style import COLOURS

mpl.use("Agg")

CLUB = Network.from_networkx(nx.karate_club_graph(), weight="weight")
DIRECTED = Network.from_matrix([[0, 1, 1, 0], [0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0]])


@pytest.fixture(autouse=True)
def _closed():
    yield
    pyplot.close("all")


def nodes_of(ax):
    return [each for each in ax.collections if isinstance(each, PathCollection)]


def ties_of(ax):
    return [each for each in ax.patches if isinstance(each, PathPatch | FancyArrowPatch)]


def spots(ax):
    return np.concatenate([each.get_offsets() for each in nodes_of(ax)[:-1]])


# The ego and its alters.


def test_the_ego_stands_in_the_middle_and_its_alters_around_it():
    ax = ego_map(CLUB, 33)
    assert ax.get_title(loc="left") == "33: 17 alters, 15 of 136 pairs of them tied"
    radius = np.sort(np.linalg.norm(spots(ax), axis=1))
    assert radius[0] == 0
    assert radius[1:] == pytest.approx(1)
    assert len(ties_of(ax)) == 17 + 15
    alters = CLUB.to_networkx()[33]
    written = sorted(int(text.get_text()) for text in ax.texts)
    assert written == sorted([33, *alters])


def test_alters_that_are_tied_stand_together():
    # Two triangles that share the ego, and a pendant.
    ties = pd.DataFrame([("e", x) for x in "abcdp"] + [("a", "c"), ("b", "d")], columns=["s", "t"])
    ax = ego_map(Network.from_edges(ties, "s", "t"), "e")
    place = {text.get_text(): np.array(text.xy) for text in ax.texts}
    near = {
        pair: np.linalg.norm(place[pair[0]] - place[pair[1]]) for pair in ("ac", "bd", "ab", "cd")
    }
    assert max(near["ac"], near["bd"]) < 1.1
    assert near["ac"] < near["ab"]


def test_communities_are_groups_around_an_ego_and_no_numbers():
    communities = leiden(CLUB, seed=1)
    texts = ego_map(CLUB, 0, color=communities).get_legend().get_texts()
    there = communities.membership[CLUB.ego(0).labels]
    assert [text.get_text() for text in texts] == [str(each) for each in sorted(there.unique())]


def test_groups_are_colours_and_stand_together():
    ax = ego_map(CLUB, 33, color="club", size=degree(CLUB))
    hi, officer, ring = nodes_of(ax)
    assert len(hi.get_offsets()) == 3
    assert len(officer.get_offsets()) == 15
    assert len(ring.get_offsets()) == 1
    angles = np.unwrap(np.sort(np.arctan2(*np.asarray(hi.get_offsets()).T)))
    assert angles[-1] - angles[0] < 1.5
    # The largest of all nodes drawn is the ego.
    assert officer.get_sizes().max() == pytest.approx(400)


def test_directed_ties_are_arrows_in_their_direction():
    ax = ego_map(DIRECTED, 2)
    arrows = [each for each in ax.patches if isinstance(each, FancyArrowPatch)]
    # 0→2, 1→2, 2→0, 3→2 and, among the alters, 0→1.
    assert len(arrows) == 5
    assert "3 alters, 1 of 3 pairs" in ax.get_title(loc="left")


def test_an_isolate_and_a_pendant_are_drawn():
    alone = Network.from_matrix(np.zeros((2, 2)))
    assert ego_map(alone, 0).get_title(loc="left") == "0: 0 alters, 0 of 0 pairs of them tied"
    pendant = Network.from_matrix([[0, 1], [1, 0]])
    ax = ego_map(pendant, 1, names=False)
    assert ax.get_title(loc="left").startswith("1: 1 alter,")
    assert not ax.texts
    ax.figure.canvas.draw()


# The matrix.


def test_ties_stand_where_rows_and_columns_meet():
    groups = pd.Series(["b", "a", "b", "b"])
    ax = matrix_map(DIRECTED, groups)
    (image,) = ax.images
    shades = np.asarray(image.get_array())
    assert shades.shape == (4, 4, 3)
    # The larger group first, its node with most ties first.
    order = [int(text.get_text()) for text in ax.get_yticklabels()]
    assert order == [2, 0, 3, 1]
    expected = DIRECTED.to_scipy().toarray()[np.ix_(order, order)]
    assert ((shades < 1).any(axis=2) == expected.astype(bool)).all()
    # Within a group its colour, between groups grey.
    assert shades[0, 1].tolist() == pytest.approx(to_rgb(COLOURS[0]))
    assert shades[3, 0].tolist() == pytest.approx([0.35] * 3)
    assert ax.get_title(loc="left") == "60% of ties are within groups"
    horizontal = [line for line in ax.lines if list(line.get_xdata()) == [0, 1]]
    assert [line.get_ydata()[0] for line in horizontal] == [3]


def test_stronger_ties_are_darker():
    ax = matrix_map(CLUB, "club", strength="weight")
    assert "darker: more weight" in ax.get_title(loc="left")
    assert "86% of ties are within groups" in ax.get_title(loc="left")
    plain = matrix_map(CLUB, "club")
    tied = (plain.images[0].get_array() < 1).any(axis=2)
    assert tied.sum() == 2 * CLUB.tie_count
    assert ax.images[0].get_array()[tied].mean() > plain.images[0].get_array()[tied].mean()


def test_large_networks_share_cells_and_name_groups_only():
    graph = nx.planted_partition_graph(3, 300, 0.02, 0.001, seed=1)
    ax = matrix_map(Network.from_networkx(graph), pd.Series(np.arange(900) // 300))
    assert ax.images[0].get_array().shape == (500, 500, 3)
    assert sorted(text.get_text() for text in ax.get_yticklabels()) == ["0", "1", "2"]


def test_a_network_without_ties_has_an_empty_matrix():
    ax = matrix_map(Network.from_matrix([[0, 0], [0, 0]]), pd.Series(["a", "b"]))
    assert ax.get_title(loc="left") == "no ties"
    ax.figure.canvas.draw()


# The role.


def test_percentiles_count_equal_values_half_and_missing_ones_not():
    table = pd.DataFrame({"m": [1.0, 2.0, 2.0, 4.0], "k": [np.nan, 5, 6, 7]}, index=list("abcd"))
    assert percentiles(table, "b").tolist() == pytest.approx([50, 100 / 6])
    assert percentiles(table, "a").tolist() == pytest.approx([12.5, np.nan], nan_ok=True)


def test_a_bar_reaches_to_the_percentile_and_the_value_stands_beside_it():
    table = pd.DataFrame(
        {"in degree": [1, 2, 3, 4], "kind": list("xxyy"), "k": [np.nan, 5, 6, 7]},
        index=list("abcd"),
    )
    ax = role_profile(table, "a")
    bars = [bar.get_width() for bar in ax.patches]
    assert bars == [100, 100, 12.5, 0]
    assert [text.get_text() for text in ax.texts] == ["1", "no value"]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["in degree", "k"]
    assert ax.get_title(loc="left") == "a"


# What all share.


def test_a_given_axes_is_drawn_on():
    _, axes = pyplot.subplots(1, 3)
    assert ego_map(CLUB, 0, ax=axes[0]) is axes[0]
    assert matrix_map(CLUB, "club", ax=axes[1]) is axes[1]
    assert role_profile(pd.DataFrame({"b": betweenness(CLUB)}), 0, ax=axes[2]) is axes[2]
    with pytest.raises(WrongType, match="`ax` must be an Axes"):
        ego_map(CLUB, 0, ax=axes[0].figure)


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(UnknownLabel, match="`label`: there is no node 34"):
        ego_map(CLUB, 34)
    with pytest.raises(UnknownLabel, match="`color`: the network has no attribute 'clubs'"):
        ego_map(CLUB, 0, color="clubs")
    star = Network.from_edges(pd.DataFrame({"a": 0, "b": range(1, 400)}), "a", "b")
    with pytest.raises(InvalidInput, match="at most 300 alters to be drawn: 0 has 399"):
        ego_map(star, 0)
    assert len(nodes_of(ego_map(star, 1))) == 2
    with pytest.raises(InvalidInput, match="`table` must have one row a node: 'a' has several"):
        role_profile(pd.DataFrame({"m": [1, 2]}, index=["a", "a"]), "a")
    with pytest.raises(InvalidInput, match="`table` must hold a column of numbers"):
        role_profile(pd.DataFrame({"m": ["x"]}), 0)
    path = np.arange(20_001)
    long = Network.from_edges(pd.DataFrame({"a": path[:-1], "b": path[1:]}), "a", "b")
    with pytest.raises(InvalidInput, match="at most 20,000 nodes to be drawn"):
        matrix_map(long, pd.Series(0, index=path))
