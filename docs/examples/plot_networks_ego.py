"""
One node and those around it
============================

The ego stands in the middle. Alters that are tied to each other stand together; a gap between them
is a structural hole that the ego spans. Marriages among leading families of Florence around 1430
:cite:p:`padgett1993`.
"""

import networkx as nx

from weakties.datasets import florentine_families
from weakties.networks import Network, constraint, degree, ego_map

families = Network.from_edges(florentine_families(), "source", "target")
ego_map(families, "Medici", color=constraint(families))

# %%
# Where colours tell groups, alters stand by group: the head of a karate club that split in two,
# from networkx. Areas show how many ties each member has.

club = Network.from_networkx(nx.karate_club_graph())
ego_map(club, 33, color="club", size=degree(club))
