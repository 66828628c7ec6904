"""Variety of sequences and distances between them, against definitions and sequenzo."""

import contextlib
import io
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

with contextlib.redirect_stdout(io.StringIO()):
    from sequenzo import SequenceData, get_distance_matrix
    from sequenzo.sequence_characteristics_indicators import (
        get_complexity_index,
        get_turbulence,
        get_within_sequence_entropy,
    )

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import Spells, sequence_distance, sequence_indices
from weakties.datasets import school_to_work

from ..oracles.chains import sequences as oracle
from .observed import monthly, stored


def spells_of(words, **options):
    rows = [(f"p{at:03}", t, s) for at, word in enumerate(words) for t, s in enumerate(word)]
    return Spells.from_panel(pd.DataFrame(rows, columns=["p", "t", "s"]), "p", "t", "s", **options)


words = st.lists(st.text("abcd", min_size=1, max_size=9), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def careers():
    data = school_to_work()
    some = data[data["person"].isin(data["person"].unique()[::6])]
    # The first months are alike for nearly all; the rest has enough changes.
    return some[some["month"] < "1996-07"]


@pytest.fixture(scope="module")
def theirs(careers):
    wide = careers.pivot_table(
        index="person", columns="month", values="activity", aggfunc="first"
    ).reset_index()
    wide.columns = [str(name) for name in wide.columns]
    with contextlib.redirect_stdout(io.StringIO()):
        return SequenceData(
            wide,
            time=list(wide.columns[1:]),
            id_col="person",
            states=sorted(careers["activity"].unique()),
        )


def test_published_examples_have_their_values():
    # The example of TraMineR's manual: 12 subsequences of a b a b; one spell gives 1.
    found = sequence_indices(spells_of(["abab", "aaaa", "aabb"])).persons
    assert found["turbulence"].tolist() == pytest.approx([np.log2(12), 1, 2 + np.log2(2 / 1)])
    assert found["entropy"].tolist() == [1, 0, 1]
    assert found["complexity"].tolist() == pytest.approx([1, 0, np.sqrt(1 / 3)])


@settings(max_examples=60)
@given(words)
def test_indices_follow_their_definitions(words):
    states = len(set("".join(words)))
    found = sequence_indices(spells_of(words)).persons
    for word, (_, row) in zip(words, found.iterrows(), strict=True):
        expected = oracle.indices(word, states)
        assert row[list(expected)].to_dict() == pytest.approx(expected, abs=1e-12)
        assert row["periods"] == len(word)
        assert row["visited"] == len(set(word))


@settings(max_examples=40)
@given(words, st.sampled_from([0.0, 0.7, 1.0, 3.0]), st.randoms(use_true_random=False))
def test_matching_finds_the_cheapest_way(words, indel, random):
    states = sorted(set("".join(words)))
    costs = pd.DataFrame(0.0, index=states, columns=states)
    for at, one in enumerate(states):
        for other in states[:at]:
            costs.loc[one, other] = costs.loc[other, one] = random.choice([0.5, 1.0, 2.5])
    found = sequence_distance(spells_of(words), substitution=costs, indel=indel).distances
    codes = {state: at for at, state in enumerate(states)}
    for i, one in enumerate(words):
        for j, other in enumerate(words):
            expected = oracle.matching(
                [codes[s] for s in one], [codes[s] for s in other], costs.to_numpy(), indel
            )
            assert found.iloc[i, j] == pytest.approx(expected, abs=1e-12)


@given(words)
def test_distances_are_distances(words):
    for method in ("optimal-matching", "lcs"):
        found = sequence_distance(spells_of(words), method=method).distances.to_numpy()
        assert (found == found.T).all()
        assert (found.diagonal() == 0).all()
        assert (found[:, :, None] + found[None] >= found[:, None, :] - 1e-9).all()
        backwards = spells_of([word[::-1] for word in words])
        turned = sequence_distance(backwards, method=method).distances.to_numpy()
        np.testing.assert_allclose(found, turned, atol=1e-12)
        most = sequence_distance(spells_of(words), method=method, normalise="most").distances
        assert (most.to_numpy() <= 1 + 1e-12).all()


def test_lcs_is_matching_that_never_replaces():
    spells = spells_of(["abcab", "bcb", "aaaa", "cab"])
    same = sequence_distance(spells, indel=1.0).distances
    pd.testing.assert_frame_equal(sequence_distance(spells, method="lcs").distances, same)
    assert same.loc["p000", "p001"] == 2


def test_indices_agree_with_sequenzo(careers, theirs):
    found = sequence_indices(Spells.from_panel(careers, "person", "month", "activity")).persons
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        # It makes frames in a way that pandas warns of.
        warnings.simplefilter("ignore")
        entropy = get_within_sequence_entropy(theirs, norm=True)
        complexity = get_complexity_index(theirs)
        turbulence = [get_turbulence(theirs, type=kind) for kind in (1, 2)]
    np.testing.assert_allclose(found["entropy"], entropy.iloc[:, 1], atol=1e-12)
    np.testing.assert_allclose(found["complexity"], complexity.iloc[:, 1], atol=1e-12)
    for name, peer in zip(("turbulence", "turbulence_unvisited"), turbulence, strict=True):
        np.testing.assert_allclose(found[name], peer["Turbulence"], atol=1e-10)


@pytest.mark.parametrize(
    ("ours", "peer"),
    [
        ({}, {"method": "OM", "sm": "CONSTANT", "indel": 1.0}),
        ({"substitution": "transition"}, {"method": "OM", "sm": "TRATE", "indel": "auto"}),
        (
            {"indel": 1.0, "normalise": "longest"},
            {"method": "OM", "sm": "CONSTANT", "indel": 1.0, "norm": "maxlength"},
        ),
        ({"method": "hamming"}, {"method": "HAM"}),
        ({"method": "lcs"}, {"method": "LCS"}),
        ({"normalise": "most"}, {"method": "OM", "sm": "CONSTANT", "indel": 1, "norm": "maxdist"}),
        ({"method": "lcs", "normalise": "most"}, {"method": "LCS", "norm": "maxdist"}),
        ({"method": "hamming", "normalise": "most"}, {"method": "HAM", "norm": "maxdist"}),
    ],
)
def test_distances_agree_with_sequenzo(careers, theirs, ours, peer):
    spells = Spells.from_panel(careers, "person", "month", "activity")
    found = sequence_distance(spells, **ours)
    with contextlib.redirect_stdout(io.StringIO()):
        expected = get_distance_matrix(theirs, **{"norm": "none", **peer})
    np.testing.assert_allclose(found.distances, expected, atol=1e-9)


def test_dynamic_costs_are_those_of_neighbouring_transitions():
    # sequenzo 0.1.42 crashes here, so the formula is written out.
    words = ["abca", "aabc", "bbca", "cabb", "abab"]
    rates = []
    for t in range(3):
        p = {}
        for one in "abc":
            after = [word[t + 1] for word in words if word[t] == one]
            for other in "abc":
                p[one, other] = after.count(other) / len(after) if after else 0
        rates.append(p)
    found = sequence_distance(spells_of(words), method="dynamic-hamming")
    for i, one in enumerate(words):
        for j, other in enumerate(words):
            cost = 0
            for t, (a, b) in enumerate(zip(one, other, strict=True)):
                both = (rates[max(t - 1, 0)], rates[min(t, 2)])
                cost += (a != b) * (4 - sum(p[a, b] + p[b, a] for p in both))
            assert found.distances.iloc[i, j] == pytest.approx(cost, abs=1e-12)
    assert found.costs.index.names == ["position", "state"]


def test_gaps_are_refused_closed_or_a_state():
    data = pd.DataFrame({"p": 1, "t": [1, 2, 5, 6], "s": list("aaab")})
    spells = Spells.from_panel(data, "p", "t", "s")
    with pytest.raises(InvalidInput, match="`spells` must have no gaps: 1 has one"):
        sequence_indices(spells)
    closed = sequence_indices(spells, gaps="close").persons.loc[1]
    assert (closed["periods"], closed["spells"]) == (4, 2)
    kept = sequence_indices(spells, gaps="state").persons.loc[1]
    assert (kept["periods"], kept["spells"], kept["visited"]) == (6, 4, 3)
    assert sequence_distance(spells, gaps="state").costs.index.tolist() == ["a", "b", "(gap)"]


def test_weights_count_in_transitions_only():
    spells = spells_of(["aab", "abb", "bba"])
    data = pd.DataFrame({"p": list("xxxyyyzzz"), "t": [1, 2, 3] * 3, "s": list("aababbbba")})
    weighted = Spells.from_panel(
        data.assign(w=np.repeat([1.0, 3, 2], 3)), "p", "t", "s", weight="w"
    )
    found = sequence_distance(weighted, substitution="transition").costs
    # Out of a: 1 stays, 1 + 3 move; out of b: 3 + 2 stay, 2 move.
    assert found.loc["a", "b"] == pytest.approx(2 - 4 / 5 - 2 / 7)
    assert (sequence_distance(spells).distances.to_numpy() <= 6).all()
    # From the first to the second period a moves with 3 of 4, and b stays; then both a stay or
    # move with 1 and 3 of 3 and 2 of 5.
    dynamic = sequence_distance(weighted, method="dynamic-hamming").costs.xs("a", level="state")
    first, second = 3 / 4, 1 + 2 / 5
    np.testing.assert_allclose(dynamic["b"], [4 - 2 * first, 4 - first - second, 4 - 2 * second])


def test_transitions_end_where_sequences_do():
    costs = sequence_distance(spells_of(["aab", "ab", "b"]), substitution="transition").costs
    assert costs.loc["a", "b"] == pytest.approx(2 - 2 / 3)


def test_the_most_of_dynamic_hamming_is_the_largest_cost_of_each_position():
    spells = spells_of(["abca", "aabc", "bbca", "cabb", "abab"])
    found = sequence_distance(spells, method="dynamic-hamming")
    most = found.costs.groupby(level="position").max().max(axis=1).sum()
    share = sequence_distance(spells, method="dynamic-hamming", normalise="most")
    np.testing.assert_allclose(share.distances, found.distances / most)


def test_one_person_and_one_state():
    one = spells_of(["aaa"])
    assert sequence_distance(one).distances.to_numpy().tolist() == [[0]]
    assert sequence_indices(one).persons.loc["p000", "turbulence"] == 1
    assert sequence_indices(spells_of(["a", "b"])).persons["complexity"].tolist() == [0, 0]
    assert (sequence_distance(spells_of(["a", "aa"]), normalise="most").distances == 0).all(
        axis=None
    )


def test_threads_give_equal_bits(careers):
    spells = Spells.from_panel(careers, "person", "month", "activity")
    for options in ({"substitution": "transition"}, {"method": "dynamic-hamming"}):
        bits = {
            sequence_distance(spells, threads=threads, **options).distances.to_numpy().tobytes()
            for threads in (1, 2, 7)
        }
        assert len(bits) == 1


def test_results_show_themselves():
    spells = spells_of(["abab", "aaaa", "aabb"])
    found = sequence_distance(spells)
    assert found.to_frame()["distance"].tolist() == found.condensed.tolist()
    assert "Distances" in found.summary()
    assert found.plot().get_xlabel() == "distance"
    indices = sequence_indices(spells)
    assert indices.to_frame().columns[0] == "p"
    assert "complexity" in indices.summary()
    assert indices.plot().get_ylabel() == "complexity"


TWO = pd.DataFrame([[0.0, 1.0], [1.0, 0.0]], index=list("ab"), columns=list("ab"))


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"method": "hamming"}, InvalidInput, "`spells` must be equally long"),
        ({"method": "OM"}, InvalidInput, "`method`"),
        ({"substitution": 2}, WrongType, "`substitution`"),
        ({"substitution": "rates"}, InvalidInput, "`substitution`"),
        ({"method": "lcs", "substitution": "constant"}, InvalidInput, "`substitution` cannot"),
        ({"substitution": TWO.iloc[:1]}, InvalidInput, "`substitution`"),
        ({"substitution": TWO.iloc[:1, :1]}, UnknownLabel, "`substitution`"),
        ({"substitution": TWO.assign(a=[0.0, 2.0])}, InvalidInput, "symmetric"),
        ({"substitution": TWO + 1}, InvalidInput, "0 on the diagonal"),
        ({"indel": -1}, InvalidInput, "`indel`"),
        ({"method": "lcs", "indel": 1}, InvalidInput, "`indel` is a cost"),
        ({"normalise": "yes"}, InvalidInput, "`normalise`"),
        ({"gaps": "no"}, InvalidInput, "`gaps`"),
    ],
)
def test_bad_arguments_are_refused(options, error, message):
    with pytest.raises(error, match=message):
        sequence_distance(spells_of(["ab", "b"]), **options)


@pytest.fixture(scope="module")
def whole():
    few = monthly()
    return few[few["person"] % 60 == 0]


@pytest.fixture(scope="module")
def unequal(whole):
    """Cut the careers to unequal lengths."""
    cut = whole[whole["month"] < 30 + whole["person"] % 7 * 5]
    return Spells.from_panel(cut, "person", "month", "state")


@pytest.mark.parametrize("name", ["entropy", "complexity", "turbulence", "turbulence_unvisited"])
def test_indices_are_those_of_traminer(unequal, name):
    found = sequence_indices(unequal).persons[name]
    np.testing.assert_allclose(found, stored(f"TraMineR {name}"), rtol=1e-10)


@pytest.mark.parametrize(
    ("measure", "cut", "options", "factor"),
    [
        ("matching", False, {}, 1),
        ("matching by rates", False, {"substitution": "transition"}, 1),
        ("matching of unequal over the most", True, {"indel": 1.2, "normalise": "most"}, 1),
        # It divides by what deleting the longer sequence costs.
        ("matching of unequal over the longest", True, {"indel": 1.2, "normalise": "longest"}, 1.2),
        ("lcs of unequal", True, {"method": "lcs"}, 1),
        ("hamming", False, {"method": "hamming"}, 1),
        ("dynamic", False, {"method": "dynamic-hamming"}, 1),
    ],
)
def test_distances_are_those_of_traminer(whole, unequal, measure, cut, options, factor):
    spells = unequal if cut else Spells.from_panel(whole, "person", "month", "state")
    found = sequence_distance(spells, **options).distances
    theirs = stored(f"TraMineR {measure}")
    assert len(theirs) == len(found) * (len(found) - 1) / 2
    ours = [found.loc[tuple(map(int, pair.split()))] for pair in theirs.index]
    np.testing.assert_allclose(ours, factor * theirs, rtol=1e-7)
