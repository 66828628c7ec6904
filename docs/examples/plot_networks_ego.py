"""
One node and those around it
============================

The ego stands in the middle. Alters that are tied to each other stand together; a gap between them is
a structural hole that only the ego spans. Marriages among leading families of Florence around 1430
:cite:p:`padgett1993`.
"""

from weakties.datasets import florentine_families
from weakties.networks import Network, constraint, ego_map

families = Network.from_edges(florentine_families(), "source", "target")
ego_map(families, "Medici", color=constraint(families))

# %%
# Where colours tell groups, alters stand by group. Here they are women who came to the same social
# events :cite:p:`davis1941`, coloured by how many events they came to.

from weakties.datasets import southern_women
from weakties.networks import TwoModeNetwork, two_mode_degree

presences = TwoModeNetwork.from_edges(southern_women(), firm="woman", institution="event")
women = presences.project("firm", weight="newman")
events = two_mode_degree(presences, "firm").map(lambda count: "up to 4" if count < 5 else "5 to 8")
ego_map(women, "Flora Price", color=events.rename("events"))
