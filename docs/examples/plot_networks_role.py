"""
A node's role
=============

Where one node stands among all, measure by measure. The Medici of Florence :cite:p:`padgett1993`
are high on everything but constraint: their contacts hardly know each other.
"""

from weakties.datasets import florentine_families
from weakties.networks import Network, profile, role_profile

families = Network.from_edges(florentine_families(), "source", "target")
role_profile(profile(families), "Medici")

# %%
# The Strozzi, their rivals, have nearly as many ties, but stand between fewer others.

role_profile(profile(families), "Strozzi")
