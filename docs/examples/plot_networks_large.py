"""
A large network
===============

Places of thousands of nodes take a second or two, and are the same every time. A network made up of
seven communities of 300, in which a tie within a community is seventy times as likely as one
between.
"""

import networkx as nx
import pandas as pd

from weakties.networks import Network, degree

graph = nx.planted_partition_graph(7, 300, 0.021, 0.0003, seed=1)
network = Network.from_networkx(graph)
community = pd.Series(network.labels // 300, index=network.labels, name="community").astype(str)
network.plot(color=community, size=degree(network))
