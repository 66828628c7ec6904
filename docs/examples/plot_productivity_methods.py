"""
One change, taken apart in six ways
===================================

Methods agree on the total and not on what entry and exit add to it: each compares those who come
and go with something else. Here exit is by lot and entrants are less productive than founders.
"""

from weakties.datasets import synthetic_firms
from weakties.productivity import FirmPanel, compare_methods

firms = synthetic_firms(firms=1000, periods=6, seed=3)
panel = FirmPanel.from_frame(firms, "firm", "period", "log_productivity", weight="employees")

# %%
# Lines are 95 percent intervals, from redrawing whole firms.
compare_methods(panel, bootstrap=100, seed=1).plot()
