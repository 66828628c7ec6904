"""
Ties within and between groups
==============================

The adjacency matrix ordered by group: ties in the blocks on the diagonal stay within a group, those
outside them lead to another. Members of a karate club that split in two, from networkx.
"""

import networkx as nx

from weakties.networks import Network, matrix_map

club = Network.from_networkx(nx.karate_club_graph(), weight="weight")
matrix_map(club, "club", strength="weight")
