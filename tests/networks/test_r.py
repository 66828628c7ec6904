"""What R's sna, vegan and igraph give, stored beside the script: tests/stored/networks.R."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from weakties import networks
from weakties.networks import Network, TwoModeNetwork

STORED = Path(__file__).parents[1] / "stored"
TIES = pd.read_csv(STORED / "network_ties.csv")
NODES = pd.read_csv(STORED / "network_nodes.csv").set_index("firm")
FOUND = pd.read_csv(STORED / "networks_r.csv", keep_default_na=False)


def network(column, *, weight=None):
    ties = TIES[TIES[column] > 0]
    return Network.from_edges(ties, "source", "target", weight=weight, nodes=NODES, directed=True)


TIED = network("contracts")
WEIGHTED = network("contracts", weight="contracts")
MUTUAL = TIED.symmetrized()
JOINT = network("joint")
# Firms as what they sell to, so that regions are those of the customers.
CUSTOMERS = TwoModeNetwork.from_edges(
    TIES[TIES["contracts"] > 0],
    "source",
    "target",
    weight="contracts",
    firms=list(NODES.index),
    institutions=list(NODES.index),
)
VISITS = networks.tie_matrix(network("visits", weight="visits"), strength="visits")


def stored(measure):
    rows = FOUND[FOUND["measure"] == measure]
    values = [np.nan if value == "NA" else float(value) for value in rows["value"]]
    return pd.Series(values, index=rows["name"].tolist())


def largest_one(values):
    return values / values.max()


def katz(attenuation):
    return networks.katz(TIED, attenuation=attenuation, base=None, norm="none")


def diversity(index):
    return networks.diversity(CUSTOMERS, "firm", NODES["region"], index=index, strength="contracts")


PER_NODE = {
    "vegan entropy": lambda: diversity("entropy"),
    "vegan blau": lambda: diversity("blau"),
    "vegan count": lambda: diversity("count"),
    "sna degree in": lambda: networks.degree(TIED, direction="in"),
    "sna degree out": lambda: networks.degree(TIED, direction="out"),
    "sna betweenness": lambda: networks.betweenness(TIED, normalized=False),
    "sna betweenness undirected": lambda: networks.betweenness(MUTUAL, normalized=False),
    "sna closeness": lambda: networks.closeness(TIED),
    "sna eigenvector undirected": lambda: networks.eigenvector(MUTUAL),
    "sna bonacich 0.1": lambda: networks.bonacich(TIED, beta=0.1),
    "sna bonacich -0.1": lambda: networks.bonacich(TIED, beta=-0.1),
    "sna coreness undirected": lambda: networks.coreness(MUTUAL),
    "igraph constraint": lambda: networks.constraint(TIED),
    "igraph constraint weighted": lambda: networks.constraint(WEIGHTED, strength="contracts"),
    "igraph bonacich 0.1": lambda: networks.bonacich(TIED, beta=0.1),
    "igraph pagerank weighted": lambda: networks.pagerank(WEIGHTED, strength="contracts"),
    "igraph hub": lambda: largest_one(networks.hits(TIED)["hub"]),
    "igraph authority": lambda: largest_one(networks.hits(TIED)["authority"]),
    "igraph katz 0.1": lambda: katz(0.1),
    "igraph coreness all": lambda: networks.coreness(TIED),
    "igraph closeness distance": lambda: networks.closeness(WEIGHTED, distance="contracts"),
    "igraph harmonic": lambda: networks.harmonic(TIED),
    "igraph betweenness distance": lambda: networks.betweenness(
        WEIGHTED, distance="contracts", normalized=False
    ),
    "igraph clustering undirected": lambda: networks.clustering(MUTUAL, undefined="zero"),
}

WHOLE = {
    "sna density": lambda: networks.density(TIED),
    "sna reciprocity pairs": lambda: networks.reciprocity(TIED, measure="pairs"),
    "sna reciprocity tied pairs": lambda: networks.reciprocity(TIED, measure="tied-pairs"),
    "sna reciprocity arcs": lambda: networks.reciprocity(TIED),
    "sna transitivity": lambda: networks.transitivity(TIED),
    "sna qap correlation": lambda: networks.qap_correlation(JOINT, VISITS, permutations=2).value,
    "igraph transitivity undirected": lambda: networks.transitivity(MUTUAL),
    "igraph modularity": lambda: networks.modularity(TIED, "region"),
    "igraph modularity undirected": lambda: networks.modularity(MUTUAL, "region"),
    "igraph assortativity region": lambda: (
        networks.assortativity(TIED, "region", kind="categorical").value
    ),
    "igraph assortativity size": lambda: networks.assortativity(TIED, "size", kind="numeric").value,
    "igraph assortativity degree undirected": lambda: networks.degree_assortativity(MUTUAL).value,
    "igraph mean distance": lambda: networks.average_path_length(TIED),
    "igraph centralization degree": lambda: networks.centralization(MUTUAL),
    "igraph centralization degree in": lambda: networks.centralization(TIED, direction="in"),
    "igraph centralization degree all": lambda: networks.centralization(TIED),
    "igraph centralization closeness": lambda: networks.centralization(MUTUAL, "closeness"),
    "igraph centralization betweenness": lambda: networks.centralization(MUTUAL, "betweenness"),
    "igraph centralization betweenness directed": lambda: networks.centralization(
        TIED, "betweenness"
    ),
    "igraph centralization eigenvector": lambda: networks.centralization(MUTUAL, "eigenvector"),
    "igraph diameter": lambda: networks.diameter(TIED),
}


@pytest.mark.parametrize("measure", PER_NODE)
def test_every_node_has_the_value_that_r_gives_it(measure):
    expected = stored(measure)
    found = PER_NODE[measure]()
    assert found[expected.index].to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-6)


@pytest.mark.parametrize("measure", WHOLE)
def test_the_network_has_the_value_that_r_gives_it(measure):
    assert WHOLE[measure]() == pytest.approx(stored(measure).item(), rel=1e-9)


def test_censuses_count_the_same():
    triads = networks.triad_census(TIED)
    expected = stored("sna triad census")
    assert triads[expected.index].tolist() == expected.tolist()
    assert networks.dyad_census(TIED).tolist() == stored("sna dyad census").tolist()


def test_composition_and_mixing_are_what_matrices_of_groups_give():
    found = networks.composition(WEIGHTED, "region", direction="out", strength="contracts")
    expected = stored("base composition").to_numpy()
    assert found.to_numpy().ravel("F") == pytest.approx(expected)
    mixed = networks.mixing_matrix(WEIGHTED, "region", strength="contracts")
    assert mixed.to_numpy().ravel("F").tolist() == stored("base mixing").tolist()


def test_p_values_of_sna_do_not_count_the_observed_network_and_ours_do():
    shares = {side: stored(f"sna qap p {side}").item() for side in ("upper", "lower")}
    draws = [stored(f"sna qap draws as {side}").item() for side in ("high", "low")]
    assert list(shares.values()) == pytest.approx([count / 99 for count in draws])
    found = networks.qap_correlation(JOINT, VISITS, permutations=99, seed=1)
    as_high = (found.draws >= found.value - 1e-12).sum()
    assert found.p_upper == (1 + as_high) / 100


def test_brokerage_is_that_of_sna():
    found = networks.brokerage(TIED, "region", variance="sna")
    for role in ("coordinator", "consultant", "representative", "gatekeeper", "liaison", "total"):
        for statistic, table in (
            ("raw.nli", found.nodes),
            ("exp.nli", found.expected),
            ("sd.nli", found.sd),
            ("z.nli", found.z),
        ):
            expected = stored(f"sna brokerage {statistic} {role}")
            assert table[role].to_numpy() == pytest.approx(expected.to_numpy(), nan_ok=True)
    for statistic, column in (("raw", "count"), ("exp", "expected"), ("sd", "sd")):
        expected = stored(f"sna brokerage {statistic}.gli")
        assert found.network[column][expected.index].tolist() == pytest.approx(expected.tolist())


@pytest.mark.parametrize("measure", ["euclidean", "hamming"])
def test_structural_equivalence_is_that_of_sna(measure):
    found = networks.structural_equivalence(TIED, measure=measure).to_numpy()
    expected = stored(f"sna equivalence {measure}").to_numpy().reshape(found.shape)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("model", ["linear", "logit"])
def test_mrqap_has_the_coefficients_of_sna(model):
    found = networks.mrqap(
        JOINT, {"tied": TIED, "visits": VISITS}, model=model, permutations=2, seed=1
    )
    expected = stored(f"sna mrqap {model}")
    values = found.coefficients
    assert values["coefficient"].to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-6)
    if model == "linear":
        t = stored("sna mrqap linear t").to_numpy()
        assert values["statistic"].to_numpy() == pytest.approx(t, rel=1e-8)


def test_nothing_stored_is_left_unread():
    read = {*PER_NODE, *WHOLE}
    left = {name for name in FOUND["measure"].unique() if name not in read}
    assert {name.split(" ")[1] for name in left} == {
        *("brokerage", "composition", "dyad", "equivalence", "mixing", "mrqap", "qap", "triad")
    }
    assert np.isfinite(TIES[["contracts", "joint", "visits"]].to_numpy()).all()
