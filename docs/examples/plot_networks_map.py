"""
A map of a network
==================

Tied nodes stand near each other. Here areas show degree and colours constraint, for marriages among
leading families of Florence around 1430 :cite:p:`padgett1993`.
"""

from weakties.datasets import florentine_families
from weakties.networks import Network, constraint, degree, profile

families = Network.from_edges(florentine_families(), "source", "target")
families.plot(size=degree(families), color=constraint(families))

# %%
# The Medici lie on more shortest paths than any other family, and their contacts are hardly tied to
# each other: their constraint is the lowest.

profile(families).nsmallest(3, "constraint").round(3)
