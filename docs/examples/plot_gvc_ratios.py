"""
Value added to exports
======================

Value added that other countries absorb, as a share of gross exports :cite:p:`johnson2012`: by
country as bars, and by origin and destination as a map, in which 1 is white. A ratio above 1 says
that value added also goes by way of third countries.
"""

from weakties.datasets import leather
from weakties.gvc import vax_ratio

vax_ratio(leather()).plot()

# %%
vax_ratio(leather(), by="bilateral").plot()
