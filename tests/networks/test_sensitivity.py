"""What a measure is worth when ties or nodes were not observed."""

from math import floor

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties.networks import Network, degree, density, sensitivity

from .strategies import networks

CLUB = Network.from_networkx(nx.karate_club_graph(), weight="weight")


@given(
    network=networks(),
    share=st.sampled_from([0, 0.1, 0.25, 0.5, 0.8]),
    what=st.sampled_from(["ties", "nodes"]),
    seed=st.integers(0, 99),
)
def test_what_stays_is_part_of_the_network_and_of_the_size_asked_for(network, share, what, seed):
    seen = []
    count = network.tie_count if what == "ties" else len(network)
    gone = floor(share * count + 0.5)
    if what == "nodes" and gone == count:
        return
    sensitivity(
        network,
        lambda each: seen.append(each) or 0.0,
        drop=share,
        what=what,
        replicates=3,
        seed=seed,
    )
    full, *parts = seen
    assert full == network
    assert len(parts) == 3
    whole = set(network.to_frame().itertuples(index=False, name=None))
    for part in parts:
        if what == "nodes":
            assert len(part) == count - gone
            assert part == network.subset(part.labels)
            continue
        assert part.tie_count == count - gone
        assert part.labels.equals(network.labels)
        assert set(part.to_frame().itertuples(index=False, name=None)) <= whole
        assert part.self_ties.equals(network.self_ties)


def test_nothing_missing_changes_nothing():
    for what in ("ties", "nodes"):
        found = sensitivity(CLUB, "constraint", drop=0, what=what, replicates=3, seed=1).table
        assert found["mean"].to_numpy() == pytest.approx(1)
        assert found["sd"].to_numpy() == pytest.approx(0)
        number = sensitivity(CLUB, density, drop=0.0, what=what, replicates=3, seed=1).table
        assert number["mean"].tolist() == pytest.approx([density(CLUB), 0])


def test_a_known_share_is_missing():
    found = sensitivity(CLUB, density, drop=[0.25, 0.5], replicates=4, seed=1).table
    # Of 78 ties 20 and 39 go.
    assert found["mean"].xs("relative_difference", level="statistic").tolist() == pytest.approx(
        [-20 / 78, -0.5]
    )
    sizes = sensitivity(CLUB, lambda net: len(net), drop=0.5, what="nodes", replicates=4, seed=1)
    assert sizes.table.loc[(0.5, "value"), ["q05", "q95"]].tolist() == [17, 17]


def test_agreement_falls_with_what_is_missing_and_follows_its_definition():
    seen = []

    def measure(network):
        seen.append(degree(network))
        return seen[-1]

    found = sensitivity(CLUB, measure, drop=0.4, what="nodes", replicates=20, seed=2).table
    full, *others = seen
    rows = []
    for other in others:
        both = pd.concat([full, other], axis=1, join="inner")
        one, two = both.iloc[:, 0], both.iloc[:, 1]
        first = one.index[one == one.max()]
        high = [
            set(each.index[each.rank(method="min", ascending=False) <= round(len(each) / 10)])
            for each in (one, two)
        ]
        rows.append(
            [
                one.corr(two),
                one.corr(two, method="spearman"),
                float((two[first] == two.max()).any()),
                float((two.rank(method="min", ascending=False)[first] <= 3).any()),
                float(bool(set(first) & high[1])),
                len(high[0] & high[1]) / len(high[0] | high[1]),
            ]
        )
    assert found["mean"].to_numpy() == pytest.approx(np.mean(rows, axis=0))
    middle = found["q50"].to_numpy()
    assert middle[[0, 1, 5]] == pytest.approx(np.median(rows, axis=0)[[0, 1, 5]])
    # What is yes or no has no value between: yes if less than half are no.
    shares = found["mean"].to_numpy()[2:5]
    for name, level in (("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)):
        assert (found[name].to_numpy()[2:5] == (np.round(1 - shares, 9) < level)).all()
    means = sensitivity(CLUB, "degree", drop=[0.1, 0.5, 0.9], replicates=20, seed=2).table["mean"]
    means = means.xs("spearman", level="statistic")
    assert means.is_monotonic_decreasing
    assert means.index.tolist() == [0.1, 0.5, 0.9]
