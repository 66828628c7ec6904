"""
Who gains
=========

Home gains where families are sent much of what is earned abroad; less so where skills count in one
firm only. Made with the open-chain model :cite:p:`kuznetsov2006`.
"""

from weakties.chains import Scenario, win_win

found = win_win(
    Scenario(people=300, pioneers=0.01),
    {"specificity": [0.1, 0.3, 0.5, 0.7, 0.9], "family_remittance": [0.1, 0.2, 0.3, 0.4, 0.5]},
    replicates=10,
    periods=80,
    seed=1,
)
found.plot()
