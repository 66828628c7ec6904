"""
A transition matrix
===================

Rows are where people come from, columns where they are a year later. The data are the occupations
of 545 men in the United States, 1980 to 1987 :cite:p:`vella1998`.
"""

from weakties.chains import Spells, transition_matrix
from weakties.datasets import mens_occupations

spells = Spells.from_panel(mens_occupations(), person="person", time="year", state="occupation")
matrix = transition_matrix(spells)
matrix.plot()
