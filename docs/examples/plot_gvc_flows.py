"""
Flows of value added
====================

Whose value added ends in whose final demand :cite:p:`johnson2012`. What stays at home is left
white.
"""

from weakties.datasets import leather
from weakties.gvc import value_added_flows

value_added_flows(leather()).plot()
