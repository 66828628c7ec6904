"""Assortativity by group, number and degree."""

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, WrongType
from weakties.networks import (
    Network,
    assortativity,
    degree,
    degree_assortativity,
    leiden,
    strength,
)

from ..oracles.networks import communities as oracle
from .grouped import classroom, grouped, karate, mutual_classroom
from .strategies import matrix, networks, relabelled


def test_the_karate_club():
    assert assortativity(karate(), "club").value == pytest.approx(0.717531, abs=5e-7)
    assert degree_assortativity(karate()).value == pytest.approx(-0.475613, abs=5e-7)


def test_the_standard_error_can_be_left_out():
    whole, plain = assortativity(karate(), "club"), assortativity(karate(), "club", se=False)
    assert (plain.value, np.isnan(plain.se), whole.se > 0) == (whole.value, True, True)
    whole, plain = degree_assortativity(karate()), degree_assortativity(karate(), se=False)
    assert (plain.value, np.isnan(plain.se), whole.se > 0) == (whole.value, True, True)
    assert plain.to_frame()["lo"].isna().all()


def test_the_classroom_of_the_r_package_netseg():
    # https://mbojan.github.io/netseg/articles/netseg.html, which makes directed ties symmetric:
    # its 0.8408885 has the mean of both margins where Newman's formula has each.
    mean = (43.5**2 + 44.5**2) / 88**2
    assert (81 / 88 - mean) / (1 - mean) == pytest.approx(0.8408885, abs=5e-8)
    each = (42 * 45 + 46 * 43) / 88**2
    found = assortativity(classroom(), "gender").value
    assert found == pytest.approx((81 / 88 - each) / (1 - each))
    assert assortativity(mutual_classroom(), "gender").value == pytest.approx(0.9089027, abs=5e-8)


def test_the_table_of_newman():
    # Newman (2003), table I: couples in San Francisco, r = 0.621, here as a hundred thousandth.
    e = np.array(
        [[258, 16, 35, 13], [12, 157, 58, 19], [13, 23, 306, 35], [5, 7, 24, 16]], dtype=float
    )
    sizes = 2 * len(e)
    z = np.zeros((sizes, sizes))
    z[:4, 4:] = e
    network = Network.from_matrix(z, directed=True, weight="couples")
    groups = pd.Series(list("bhwo") * 2)
    found = assortativity(network, groups, strength="couples")
    assert found.value == pytest.approx(0.621, abs=2e-3)


@given(given=grouped(), weighted=st.booleans())
def test_groups_follow_the_formula(given, weighted):
    network, region = given
    strength = "contracts" if weighted else None
    found = assortativity(network, region, strength=strength)
    z, of = matrix(network, weighted), region.tolist()
    assert found.value == pytest.approx(oracle.assortativity(z, of), nan_ok=True, abs=1e-12)
    expected = oracle.jackknife(z, network.directed, lambda z: oracle.assortativity(z, of))
    if not np.isnan(found.value + expected):
        assert found.se == pytest.approx(expected, abs=1e-9)
    again = assortativity(relabelled(network), region, strength=strength)
    assert again.value == pytest.approx(found.value, nan_ok=True, abs=1e-12)


@given(network=networks(), weighted=st.booleans(), data=st.data())
def test_numbers_follow_the_formula(network, weighted, data):
    strength = "contracts" if weighted else None
    drawn = st.lists(st.integers(-4, 4), min_size=len(network), max_size=len(network))
    x = np.array(data.draw(drawn), dtype=float)
    found = assortativity(network, pd.Series(x, network.labels), strength=strength)
    z = matrix(network, weighted)
    expected = oracle.correlation(z, x, x)
    assert found.value == pytest.approx(expected, nan_ok=True, abs=1e-9)
    expected = oracle.jackknife(z, network.directed, lambda z: oracle.correlation(z, x, x))
    if not np.isnan(found.value + expected):
        assert found.se == pytest.approx(expected, abs=1e-7)
    shifted = assortativity(network, pd.Series(1e6 - 3 * x, network.labels), strength=strength)
    assert shifted.value == pytest.approx(found.value, nan_ok=True, abs=1e-9)


@given(network=networks(), weighted=st.booleans(), data=st.data())
def test_degrees_follow_the_formula(network, weighted, data):
    side = st.sampled_from(["out", "in"] if network.directed else ["all"])
    sides = {end: data.draw(side) for end in ("source", "target")}
    of = strength if weighted else degree
    x, y = (of(network, direction=each).to_numpy(float) for each in sides.values())
    options = sides if network.directed else {}
    found = degree_assortativity(network, strength="contracts" if weighted else None, **options)
    # Strengths are read at the ends of ties; each tie counts once.
    expected = oracle.correlation(matrix(network, weighted=False), x, y)
    assert found.value == pytest.approx(expected, nan_ok=True, abs=1e-9)


def graphs(directed):
    rng = np.random.default_rng(1)
    for seed in range(6):
        graph = nx.gnm_random_graph(25, 70, seed=seed, directed=directed)
        for node in graph:
            graph.nodes[node]["group"] = str(rng.integers(3))
            graph.nodes[node]["size"] = float(rng.integers(0, 30))
        for one, other in graph.edges:
            graph.edges[one, other]["weight"] = float(rng.uniform(0.5, 4))
        yield graph


@pytest.mark.parametrize("directed", [False, True])
def test_networkx_and_igraph_agree(directed):
    for graph in graphs(directed):
        network = Network.from_networkx(graph, weight="weight")
        peer = igraph.Graph.from_networkx(graph)
        found = assortativity(network, "group").value
        assert found == pytest.approx(nx.attribute_assortativity_coefficient(graph, "group"))
        codes = [int(group) for group in peer.vs["group"]]
        assert found == pytest.approx(peer.assortativity_nominal(codes, directed=directed))
        found = assortativity(network, "size").value
        assert found == pytest.approx(nx.numeric_assortativity_coefficient(graph, "size"))
        assert found == pytest.approx(peer.assortativity("size", directed=directed))
        sides = ["out", "in"] if directed else ["out"]
        for source in sides:
            for target in sides:
                for weight in (None, "weight"):
                    found = degree_assortativity(
                        network, source=source, target=target, strength=weight
                    ).value
                    theirs = nx.degree_pearson_correlation_coefficient(
                        graph, x=source, y=target, weight=weight
                    )
                    assert found == pytest.approx(theirs)
                    if weight is None:
                        theirs = nx.degree_assortativity_coefficient(graph, x=source, y=target)
                        assert found == pytest.approx(theirs)


def test_degrees_are_numbers_like_others():
    network = karate()
    degrees = degree(network).astype(float)
    by_hand, found = assortativity(network, degrees), degree_assortativity(network)
    assert (by_hand.value, by_hand.se) == (found.value, found.se)


@pytest.mark.parametrize("directed", [False, True])
def test_where_nothing_varies_there_is_no_value(directed):
    for z in (np.zeros((3, 3)), np.eye(3), np.ones((3, 3))):
        network = Network.from_matrix(z, directed=directed)
        assert np.isnan(assortativity(network, pd.Series(["a"] * 3)).value)
        assert np.isnan(assortativity(network, pd.Series([0.1] * 3)).value)
        assert np.isnan(degree_assortativity(network).value)
        assert np.isnan(degree_assortativity(network).se)


def test_an_outlier_without_ties_does_not_hide_the_others():
    x = pd.Series([1.0, 2.0, 3.0, 4.0, 1e15])
    z = np.zeros((5, 5))
    for i, j in ((0, 1), (1, 2), (2, 3), (0, 2)):
        z[i, j] = z[j, i] = 1
    found = assortativity(Network.from_matrix(z), x).value
    assert found == pytest.approx(oracle.correlation(z[:4, :4], *[x[:4].to_numpy()] * 2))


def test_kinds_are_told_apart_or_asked_for():
    network = karate()
    numbers = pd.Series(np.arange(34) % 5)
    with pytest.raises(InvalidInput, match=r'`kind` must be given .* write kind="categorical"'):
        assortativity(network, numbers)
    as_groups = assortativity(network, numbers, kind="categorical")
    as_numbers = assortativity(network, numbers, kind="numeric")
    assert as_groups.meta.method == "categorical"
    assert as_numbers.value == assortativity(network, numbers.astype(float)).value
    assert assortativity(network, numbers > 2).meta.method == "categorical"
    assert assortativity(network, leiden(network, seed=1)).value > 0.5
    with pytest.raises(WrongType, match="`attribute` must be numbers"):
        assortativity(network, "club", kind="numeric")


def test_the_result_prints_plots_and_cites():
    found = assortativity(karate(), "club")
    frame = found.to_frame().loc[0]
    assert frame["lo"] < frame["value"] < frame["hi"]
    assert "categorical" in found.summary()
    assert found.plot().get_xlabel() == "assortativity"
    assert "Mixing Patterns" in found.cite()
