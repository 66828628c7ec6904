"""Pictures of chains: stages, fans, flows, trees of who brought whom, and frontiers."""

from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch, Rectangle
from numpy.testing import assert_allclose, assert_array_equal

from weakties import InvalidInput
from weakties.chains import Spells, chain_flow, chain_tree
from weakties.plots.fans import fan
from weakties.plots.frontier import frontier
from weakties.plots.sankey import _apart, flow
from weakties.plots.stages import stage_timeline

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close():
    yield
    pyplot.close("all")


def over_time(columns):
    table = pd.DataFrame(columns)
    return table.set_axis(pd.RangeIndex(1, len(table) + 1, name="period"))


def legend_of(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_a_line_for_each_replicate_is_cut_where_the_stage_changes():
    late, early = [0, 0, 0, 1, 2], [0, 1, 2, 3, 2]
    ax = stage_timeline(over_time({"late": late, "early": early}))
    assert legend_of(ax) == ["scattered", "thin", "thick", "engagement"]
    spans = {}
    for collection in ax.collections:
        for path in collection.get_paths():
            corners = path.vertices[:4]
            line = round(corners[:, 1].mean())
            spans.setdefault(line, []).append((corners[:, 0].min(), corners[:, 0].max()))
    # The one that reaches the last stage stands on top, and came back to the one before.
    assert sorted(spans[0]) == [(0.5, 1.5), (1.5, 2.5), (2.5, 3.5), (3.5, 4.5), (4.5, 5.5)]
    assert sorted(spans[1]) == [(0.5, 3.5), (3.5, 4.5), (4.5, 5.5)]


def test_many_replicates_are_shares_that_add_up():
    random = np.random.default_rng(1)
    stages = over_time(random.integers(0, 4, size=(6, 100)))
    ax = stage_timeline(stages)
    assert ax.get_ylabel() == "percent of 100 replicates"
    tops = [patch.get_data().values for patch in ax.patches]
    assert_allclose(tops[-1], 100)
    assert_allclose(tops[0], 100 * (stages == 0).mean(axis=1))


def test_a_fan_is_the_median_within_two_ranges():
    paths = over_time(np.arange(300.0).reshape(3, 100) ** 2)
    ax = fan(paths, values="persons")
    assert_allclose(ax.lines[0].get_ydata(), paths.median(axis=1))
    assert legend_of(ax) == ["middle 90 %", "middle 50 %", "median of 100 replicates"]
    wide = ax.collections[0].get_paths()[0].vertices
    assert wide[:, 1].min() == pytest.approx(np.percentile(paths.iloc[0], 5))


def test_futures_are_named_and_part_at_a_line():
    paths = over_time(np.arange(20.0).reshape(5, 4))
    ax = fan({"usual": paths, "new": paths + 1}, values="persons", parts_at=2)
    assert legend_of(ax) == ["usual", "new"]
    assert list(ax.lines[-1].get_xdata()) == [2, 2]
    with pytest.raises(InvalidInput, match="at most 4 fans: got 5"):
        fan(dict.fromkeys("abcde", paths), values="persons")


STATES = pd.MultiIndex.from_product([["home", "host"], [0, 1]], names=["place", "rung"])
MOVES = pd.DataFrame(
    [[9, 1, 2, 0], [0, 8, 0, 3], [1, 0, 7, 4], [0, 0, 0, 6]], index=STATES, columns=STATES
)


def bands(ax):
    return [patch for patch in ax.patches if isinstance(patch, PathPatch)]


def height(band):
    vertices = band.get_path().vertices
    return vertices[7, 1] - vertices[0, 1]


def test_bands_are_as_high_as_flows():
    ax = flow(MOVES)
    assert ax.get_title(loc="left") == "11 moves (staying left out)"
    assert_allclose(sorted(map(height, bands(ax))), [1, 1, 2, 3, 4])
    assert len(bands(flow(MOVES, staying=True))) == 9


def test_bands_leave_and_arrive_inside_their_blocks_without_overlap():
    ax = flow(MOVES, staying=True)
    blocks = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert_allclose([block.get_height() for block in blocks], [*MOVES.sum(axis=1), *MOVES.sum()])
    for side, at in ((0, 0), (1, 3)):
        ends = sorted(
            (vertices[at, 1], vertices[at, 1] + height(band))
            for band in bands(ax)
            for vertices in [band.get_path().vertices]
        )
        for (_, below), (above, _) in pairwise(ends):
            assert above >= below - 1e-9
        inside = [block for block in blocks if (block.get_x() > 0.5) == bool(side)]
        for low, high in ends:
            assert any(
                block.get_y() - 1e-9 <= low and high <= block.get_y() + block.get_height() + 1e-9
                for block in inside
            )


def test_names_of_thin_blocks_do_not_touch():
    wanted = np.array([0.0, 0.01, 0.02, 1.0, 1.01, 5.0])
    placed = _apart(wanted, 0.5)
    assert (np.diff(placed) >= 0.5 - 1e-12).all()
    assert placed[-1] == 5.0
    assert_array_equal(_apart(np.array([0.0, 1.0]), 0.5), [0.0, 1.0])


def test_spells_are_drawn_with_their_places():
    table = pd.DataFrame(
        {
            "who": [1, 1, 2, 2],
            "year": [1, 2, 1, 2],
            "place": ["home", "abroad", "home", "home"],
            "rung": [0, 1, 0, 0],
        }
    )
    spells = Spells.from_panel(table, "who", "year", ["place", "rung"])
    ax = chain_flow(spells)
    assert {text.get_text() for text in ax.texts} == {"home", "abroad", "0", "1"}
    assert chain_flow(spells, staying=True).get_title(loc="left") == "2 moves"


MOVED = pd.DataFrame(
    {
        "who": list("abcdefg"),
        "from": [None, "a", "a", "b", None, "e", "stranger"],
        "year": [1, 2, 3, 5, 2, 4, 9],
        "place": ["X", "X", "Y", "X", "Y", "Y", "Y"],
    }
)


def test_a_tree_ties_each_person_to_the_informer():
    ax = chain_tree(MOVED, "who", "from", time="year", place="place")
    assert ax.get_title(loc="left") == "7 persons in 3 chains"
    lines = next(each for each in ax.collections if isinstance(each, LineCollection))
    ends = {(path.vertices[0, 0], path.vertices[-1, 0]) for path in lines.get_paths()}
    assert ends == {(1, 2), (1, 3), (2, 5), (2, 4)}
    assert legend_of(ax) == ["X", "Y"]
    assert {text.get_text() for text in ax.texts} == set("abcdefg")


def test_no_two_persons_stand_in_one_place():
    ax = chain_tree(MOVED.sample(frac=1, random_state=2), "who", "from")
    points = np.vstack([each.get_offsets() for each in ax.collections[1:-1]])
    assert len(np.unique(points, axis=0)) == len(MOVED)
    assert sorted(points[:, 0]) == [0, 0, 0, 1, 1, 1, 2]


def test_the_largest_chains_are_drawn_first():
    ax = chain_tree(MOVED, "who", "from", time="year", most=5)
    assert {text.get_text() for text in ax.texts} == set("abcd") | {"e"}
    assert ax.get_title(loc="left") == "5 persons in 2 chains (of 7 persons)"


def test_circles_are_refused():
    circle = pd.DataFrame({"who": [1, 2, 3], "from": [2, 3, 1]})
    with pytest.raises(InvalidInput, match=r"`heard_from` must not go in circles: 1 heard"):
        chain_tree(circle, "who", "from")


def test_a_long_chain_needs_no_deep_recursion():
    many = pd.DataFrame({"who": range(3000), "from": pd.array([None, *range(2999)], "Int64")})
    assert chain_tree(many, "who", "from", most=3000).get_title(loc="left") == (
        "3000 persons in 1 chain"
    )


def test_a_frontier_tells_who_gains():
    across = pd.Index([0.0, 1.0, 2.0], name="moving_cost")
    up = pd.Index([0.1, 0.2], name="specificity")
    migrants = pd.DataFrame([[1.0, 1, -1], [1, -1, -1]], index=up, columns=across)
    home = pd.DataFrame([[1.0, -1, -1], [1, 1, np.nan]], index=up, columns=across)
    ax = frontier(migrants, home)
    kinds = ax.collections[0].get_array()
    assert kinds.reshape(2, 3).tolist() == [[3, 1, 0], [3, 2, None]]
    assert legend_of(ax) == [
        "neither gains",
        "migrants gain",
        "home gains",
        "both gain",
        "migrants break even",
        "home breaks even",
    ]
    assert ax.get_xlabel() == "moving cost"
