"""What the tests of closed communities share: networks whose nodes are in groups."""

import networkx as nx
import pandas as pd
from hypothesis import strategies as st

from weakties.networks import Network

from .strategies import networks


@st.composite
def grouped(draw, *, most=6, **options):
    """A small network and the group of each of its nodes."""
    network = draw(networks(most=most, **options))
    of = st.sampled_from(["east", "north", "south"])
    groups = draw(st.lists(of, min_size=len(network), max_size=len(network)))
    return network, pd.Series(groups, index=network.labels, name="region")


def karate():
    return Network.from_networkx(nx.karate_club_graph())


def classroom():
    """A network with the mixing of netseg's Classroom: 40 and 41 ties within, 2 and 5 between."""
    nodes = [("boy", i) for i in range(13)] + [("girl", i) for i in range(13)]
    ties = []
    for one, other, count in (("boy", "boy", 40), ("boy", "girl", 2), ("girl", "boy", 5)):
        ties += choose(one, other, count)
    ties += choose("girl", "girl", 41)
    return made(nodes, ties, directed=True)


def mutual_classroom():
    """The ties that go both ways there: 11 among boys, 10 among girls and 1 between."""
    nodes = [("boy", i) for i in range(13)] + [("girl", i) for i in range(13)]
    ties = [tie for tie in choose("boy", "boy", 200) if tie[0] < tie[1]][:11]
    ties += [tie for tie in choose("girl", "girl", 200) if tie[0] < tie[1]][:10]
    return made(nodes, [*ties, (("boy", 0), ("girl", 0))], directed=False)


def choose(one, other, count):
    pairs = [((one, i), (other, j)) for i in range(13) for j in range(13)]
    return [pair for pair in pairs if pair[0] != pair[1]][:count]


def made(nodes, ties, directed):
    names = ["-".join(map(str, node)) for node in nodes]
    frame = pd.DataFrame(
        [["-".join(map(str, end)) for end in tie] for tie in ties], columns=["source", "target"]
    )
    described = pd.DataFrame({"gender": [node[0] for node in nodes]}, index=names)
    return Network.from_edges(frame, "source", "target", directed=directed, nodes=described)
