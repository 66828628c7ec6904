"""
Flows between states
====================

Changes of occupation from one year to the next, of 545 men in the United States, 1980 to 1987
:cite:p:`vella1998`. A band is as high as the number of moves; years without a change are left out.
"""

from weakties.chains import Spells, chain_flow
from weakties.datasets import mens_occupations

spells = Spells.from_panel(mens_occupations(), person="person", time="year", state="occupation")
chain_flow(spells)
