"""
A diaspora, many times
======================

Persons abroad in sixty replicates of the open-chain model :cite:p:`kuznetsov2006`: the median, and
the ranges that hold half and nine tenths of them. Defaults are tuned by hand, not estimated.
"""

from weakties.chains import Scenario, simulate

run = simulate(Scenario(people=600), replicates=60, periods=120, histories=1, seed=1)
run.plot()

# %%
# How far each community has come.

run.plot(kind="stages")

# %%
# Moves between place and rung in the first replicate, and who brought whom.

run.plot(kind="flow")

# %%

run.plot(kind="tree")
