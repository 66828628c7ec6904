"""Maps of networks and ranked dot plots."""

import matplotlib
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.collections import LineCollection, PathCollection

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.networks import Network, betweenness, leiden
from weakties.plots.network import layout
from weakties.plots.ranking import ranking

matplotlib.use("Agg")

CLUB = Network.from_networkx(nx.karate_club_graph())


@pytest.fixture(autouse=True)
def closed():
    yield
    pyplot.close("all")


def nodes_of(ax):
    return [each for each in ax.collections if isinstance(each, PathCollection)]


def test_a_map_shows_every_node_and_tie():
    ax = CLUB.plot()
    (nodes,) = nodes_of(ax)
    assert len(nodes.get_offsets()) == 34
    (ties,) = (each for each in ax.collections if isinstance(each, LineCollection))
    assert len(ties.get_segments()) == 78
    assert sorted(text.get_text() for text in ax.texts) == sorted(map(str, range(34)))
    assert len(CLUB.plot(names=False).texts) == 0


def test_sizes_are_areas_and_groups_are_colours():
    scores = betweenness(CLUB)
    ax = CLUB.plot(size=scores[::-1], color="club")
    hi, officer = nodes_of(ax)
    club = CLUB.attributes["club"]
    # The two largest, each in its own group.
    assert hi.get_sizes().max() == pytest.approx(400)
    expected = 400 * scores[club == "Officer"].max() / scores.max()
    assert officer.get_sizes().max() == pytest.approx(expected)
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["Mr. Hi", "Officer"]
    assert ax.get_title(loc="left") == "Area: betweenness"


def test_numbers_are_colours_along_a_scale_and_missing_ones_grey():
    scores = betweenness(CLUB).where(lambda values: values > 0)
    missing, known = nodes_of(CLUB.plot(color=scores))
    assert len(missing.get_offsets()) == scores.isna().sum()
    assert known.get_array().tolist() == scores.dropna().tolist()


def test_communities_are_groups_in_the_order_of_their_numbers():
    apart = Network.from_networkx(nx.disjoint_union_all([nx.path_graph(3)] * 12))
    labels = apart.plot(color=leiden(apart, seed=1)).get_legend().get_texts()
    assert [text.get_text() for text in labels] == [str(number) for number in range(12)]


def test_groups_beyond_the_colours_have_other_shapes():
    groups = pd.Series(["g8"] * 8 + [f"g{i % 8}" for i in range(26)])
    drawn = nodes_of(CLUB.plot(color=groups))
    assert [len(each.get_offsets()) for each in drawn] == [4, 4, 3, 3, 3, 3, 3, 3, 8]
    looks = {(tuple(each.get_facecolor()[0]), len(each.get_paths()[0].vertices)) for each in drawn}
    assert len(looks) == 9
    assert len({colour for colour, _ in looks}) == 7


def test_groups_beyond_colours_and_shapes_are_grey_the_largest_first():
    groups = pd.Series(["g99"] * 8 + [f"g{i % 23 + 10}" for i in range(26)])
    ax = CLUB.plot(color=groups)
    *coloured, grey = nodes_of(ax)
    assert len(coloured) == 21
    assert len(grey.get_offsets()) == 3
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == [*(f"g{i}" for i in range(10, 30)), "g99", "3 others"]


def test_many_directed_ties_are_lines():
    graph = nx.gnm_random_graph(60, 1100, seed=1, directed=True)
    ax = Network.from_networkx(graph).plot(names=False)
    assert not ax.texts
    assert any(isinstance(each, LineCollection) for each in ax.collections)


def test_a_given_axes_is_drawn_on():
    _, ax = pyplot.subplots()
    assert CLUB.plot(ax) is ax
    assert ranking(betweenness(CLUB), ax) is ax


def test_directed_ties_are_arrows():
    network = Network.from_matrix([[0, 1, 0], [0, 0, 1], [0, 0, 1]])
    arrows = [text for text in network.plot(names=False).texts if text.arrow_patch is not None]
    assert len(arrows) == 2


def test_places_are_the_same_every_time_and_ties_are_short():
    graph = nx.connected_watts_strogatz_graph(80, 4, 0.05, seed=1)
    sources, targets = np.array(graph.edges).T
    places = layout(80, sources, targets)
    assert (layout(80, sources, targets) == places).all()
    assert np.isfinite(places).all()
    apart = np.linalg.norm(places[:, None] - places, axis=2)
    assert apart[sources, targets].mean() < 0.3 * apart.mean()
    assert apart[np.triu_indices(80, 1)].min() > 0


@pytest.mark.parametrize("count", [1, 2])
def test_the_smallest_networks_are_drawn(count):
    Network.from_matrix(np.zeros((count, count)) + np.eye(count)).plot().figure.canvas.draw()


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(UnknownLabel, match="`color`: the network has no attribute 'clubs'"):
        CLUB.plot(color="clubs")
    with pytest.raises(UnknownLabel, match="`size` has no value for node 33"):
        CLUB.plot(size=betweenness(CLUB)[:33])
    with pytest.raises(InvalidInput, match="`size` must have one value a node"):
        CLUB.plot(size=pd.Series([1.0, 2.0], index=[0, 0]))
    with pytest.raises(InvalidInput, match="`size` must hold numbers"):
        CLUB.plot(size="club")
    with pytest.raises(InvalidInput, match="`size` must hold finite numbers of at least 0"):
        CLUB.plot(size=-betweenness(CLUB))
    with pytest.raises(WrongType, match="`color` must be a Series by label"):
        CLUB.plot(color=[1, 2])
    with pytest.raises(WrongType, match="`ax` must be an Axes"):
        CLUB.plot(ax=pyplot.figure())
    large = Network.from_edges(pd.DataFrame({"a": 0, "b": range(1, 10_001)}), "a", "b")
    with pytest.raises(InvalidInput, match="at most 10,000 nodes"):
        large.plot()


def test_a_ranking_shows_the_highest_first():
    ax = ranking(betweenness(CLUB), top=3)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["0", "33", "32"]
    assert ax.get_xlabel() == "Betweenness (the 3 highest of 34)"
    (dots,) = ax.lines
    assert dots.get_xdata().tolist() == betweenness(CLUB)[[0, 33, 32]].tolist()


def test_a_ranking_of_nothing_is_refused():
    with pytest.raises(WrongType, match="`values` must be a Series"):
        ranking([1, 2])
    with pytest.raises(InvalidInput, match="`values` must hold at least one number"):
        ranking(pd.Series([np.nan]))
    with pytest.raises(InvalidInput, match="`top` must be"):
        ranking(pd.Series([1.0]), top=0)


def test_communities_are_groups_of_colour_and_a_seed_gives_other_places():
    network = Network.from_networkx(nx.karate_club_graph())
    found = leiden(network, seed=1)
    legend = network.plot(color=found).figure.legends or [network.plot(color=found).get_legend()]
    texts = {text.get_text() for text in legend[0].get_texts()}
    assert texts == {str(number) for number in found.sizes.index}
    places = [network.plot(seed=seed).collections[-1].get_offsets().tobytes() for seed in (0, 0, 5)]
    assert places[0] == places[1] != places[2]
