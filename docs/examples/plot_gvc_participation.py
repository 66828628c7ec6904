"""
Participation, stacked
======================

Backward and forward participation in global value chains :cite:p:`unctad2013`, in a worked example
of three countries :cite:p:`quast2015`.
"""

from weakties.datasets import leather
from weakties.gvc import participation

participation(leather()).plot()
