"""Makes networks_easygraph.csv: what EasyGraph gives where the documentation says what it gives.

Run in this folder, in an environment of its own; made with Python-EasyGraph 1.6.3. Its C++ graphs
name no nodes, so that their values stand by place. Where it raises, the error is the value.
"""

import csv

import easygraph as eg

TRIANGLE = [(0, 1), (1, 2), (0, 2)]
VALUED = [(0, 1, 3), (0, 2, 1), (1, 2, 2), (2, 3, 5)]
with open("network_ties.csv") as file:
    FIRMS = [(r["source"], r["target"]) for r in csv.DictReader(file) if int(r["contracts"]) > 0]

# Ties, whether they have directions, and nodes without any.
EXAMPLES = {
    "valued": (VALUED, False, []),
    "zero": ([(0, 1, 3), (0, 2, 0), (1, 2, 2), (2, 3, 5)], False, []),
    "out-star": ([(0, 1), (0, 2), (0, 3), (1, 2)], True, []),
    "returned": ([(0, 1), (1, 0), (1, 2), (2, 0), (2, 3)], True, []),
    "isolate": ([], False, [0]),
    "self-tie": ([*TRIANGLE, (0, 0)], False, []),
    "only a self-tie": ([*TRIANGLE, (3, 3)], False, []),
    "star": ([(0, 1), (0, 2), (0, 3)], False, []),
    "star and isolate": ([(0, 1), (0, 2), (0, 3)], False, [4]),
    "firms": (FIRMS, False, []),
}


def graph(ties, directed, isolates):
    made = eg.DiGraph() if directed else eg.Graph()
    for node in isolates:
        made.add_node(node)
    for one, other, *weight in ties:
        made.add_edge(one, other, **({"weight": weight[0]} if weight else {}))
    return made


def values(measure, made, options):
    try:
        found = getattr(eg, measure)(made, **options)
    except ZeroDivisionError as error:
        return {"": type(error).__name__}
    return found if isinstance(found, dict) else dict(enumerate(found))


with open("networks_easygraph.csv", "w", newline="") as file:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["example", "graph", "measure", "node", "value"])
    for example, (ties, *rest) in EXAMPLES.items():
        options = {"weight": "weight"} if ties and len(ties[0]) == 3 else {}
        # C++ graphs give no effective size to nodes that are no numbers.
        kinds = ("Python",) if example == "firms" else ("Python", "C++")
        for kind in kinds:
            for measure in ("constraint", "effective_size", "efficiency", "hierarchy"):
                made = graph(ties, *rest)
                found = values(measure, made.cpp() if kind == "C++" else made, options)
                for node, value in sorted(found.items()):
                    text = value if isinstance(value, str) else f"{value:.15g}"
                    rows.writerow([example, kind, measure, node, text])
