"""
Levels of productivity
======================

Aggregate and unweighted mean over time; the gap between them is the covariance of size and
productivity :cite:p:`olley1996`. The firms are made up, with a covariance of 0.15.
"""

from weakties.datasets import synthetic_firms
from weakties.productivity import FirmPanel, olley_pakes

panel = FirmPanel.from_frame(
    synthetic_firms(firms=2000),
    firm="firm",
    time="period",
    productivity="log_productivity",
    weight="employees",
)
olley_pakes(panel, bootstrap=200, seed=1).plot()
