"""
A large network
===============

Places of thousands of nodes take a second or two, and are the same every time. A network made up of
ten communities of 200, in which a tie within a community is a hundred times as likely as one between.
"""

import networkx as nx
import pandas as pd

from weakties.networks import Network, degree

graph = nx.planted_partition_graph(10, 200, 0.03, 0.0003, seed=1)
network = Network.from_networkx(graph)
community = pd.Series(network.labels // 200, index=network.labels, name="community").astype(str)
network.plot(color=community, size=degree(network))
