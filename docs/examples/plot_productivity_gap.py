"""
The gap between small and large firms
=====================================

How far large firms are above smaller classes, and whether it is the mean firm or the covariance of
size and productivity that makes the difference.
"""

from weakties.datasets import synthetic_firms
from weakties.productivity import FirmPanel, size_class, size_gap

firms = synthetic_firms(firms=1000, periods=3, covariance=0.3, seed=3)
panel = FirmPanel.from_frame(
    firms, "firm", "period", "log_productivity", weight="employees", variables="employees"
)
classed = size_class(panel, "employees", cuts=[10, 50], labels=["small", "middle", "large"])

# %%
# Lines are 95 percent intervals, from redrawing whole firms.
size_gap(classed, "size_class", bootstrap=100, seed=1).plot()
