"""
Indices with intervals
======================

Indices of mobility between occupations, each with the interval that holds 95 percent of the values
when persons are drawn again :cite:p:`efron1993`.
"""

from weakties.chains import Spells, mobility, transition_matrix
from weakties.datasets import mens_occupations

spells = Spells.from_panel(mens_occupations(), person="person", time="year", state="occupation")
matrix = transition_matrix(spells, bootstrap=200, seed=1)
mobility(matrix).plot()
