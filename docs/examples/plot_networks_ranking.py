"""
A ranking
=========

Who stands highest on a measure. Women who came to the same social events are tied
:cite:p:`davis1941`; an event counts for less the more women came to it.
"""

from weakties.datasets import southern_women
from weakties.networks import TwoModeNetwork, effective_size
from weakties.plots.ranking import ranking

presences = TwoModeNetwork.from_edges(southern_women(), firm="woman", institution="event")
women = presences.project(onto="firm", weight="newman")
size = effective_size(women, strength="weight")
ranking(size, label="Effective size (contacts)")
