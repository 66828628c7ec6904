"""Makes networks_networkit.csv: what networkit gives for the ties in network_ties.csv.

Run in this folder; made with networkit 11.2.2, which the environment for comparisons has. It is not
called by the tests, since importing it takes longer than all of them that would.
"""

import csv

import networkit as nk
import networkx as nx

contracts = nx.Graph()
with open("network_ties.csv") as file:
    for row in csv.DictReader(file):
        if int(row["contracts"]) > 0:
            # Both directions add up.
            one, other = sorted((row["source"], row["target"]))
            before = contracts.get_edge_data(one, other, {"weight": 0})["weight"]
            contracts.add_edge(one, other, weight=before + int(row["contracts"]))

firms = list(contracts)
graph = nk.nxadapter.nx2nk(contracts, weightAttr="weight")
graph.indexEdges()
# Scores stand in the order of the numbers of the ties.
ties = sorted(graph.iterEdges(), key=lambda tie: graph.edgeId(*tie))
scores = {
    # One less the level at which a tie stands out.
    "multiscale": nk.sparsification.MultiscaleScore(graph, [graph.weight(*tie) for tie in ties]),
    "triangles": nk.sparsification.TriangleEdgeScore(graph),
}
with open("networks_networkit.csv", "w", newline="") as file:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["measure", "source", "target", "value"])
    for measure, score in scores.items():
        score.run()
        for (one, other), value in zip(ties, score.scores(), strict=True):
            rows.writerow([measure, firms[one], firms[other], f"{value:.15g}"])
