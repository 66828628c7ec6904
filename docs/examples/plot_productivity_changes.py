"""
Changes of productivity, stacked
================================

One bar a pair of periods: the parts are stacked, and the mark is their total
:cite:p:`melitz2015`. The worked example runs back from period 1 to period 3, so that all parts turn
round: entry becomes exit.
"""

from weakties.datasets import decomposition_example
from weakties.productivity import FirmPanel, melitz_polanec

panel = FirmPanel.from_frame(
    decomposition_example(),
    firm="firm",
    time="period",
    productivity="log_productivity",
    share="share",
)
melitz_polanec(panel, periods="adjacent").plot()
