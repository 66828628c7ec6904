"""Random small panels, for the tests of decompositions."""

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

from weakties.productivity import FirmPanel

# An example takes tens of milliseconds, most of them in the oracle.
few = settings(max_examples=max(settings.default.max_examples // 4, 1))

# Few digits, so that sums of thousands of them stay far from rounding trouble.
LEVELS = st.integers(-500, 500).map(lambda n: n / 100)
WEIGHTS = st.integers(1, 1000).map(lambda n: n / 10)


@st.composite
def rows(draw, *, weights=WEIGHTS, groups=2, most_firms=7, most_periods=4, everywhere=False):
    """Draw columns firm, period, group, p and w; some firms are absent from some periods."""
    firms = draw(st.integers(1, most_firms))
    periods = draw(st.integers(2, most_periods))
    table = []
    for firm in range(firms):
        seen = [True] * periods
        if not everywhere:
            seen = draw(st.lists(st.booleans(), min_size=periods, max_size=periods))
        table += [
            {
                "firm": f"f{firm}",
                "period": period,
                "group": "ab"[draw(st.integers(0, groups - 1))],
                "p": draw(LEVELS),
                "w": draw(weights),
            }
            for period in range(periods)
            if seen[period]
        ]
    # One firm that is always there keeps every period and every weight above zero.
    table += [
        {"firm": "always", "period": period, "group": "a", "p": draw(LEVELS), "w": 1.0}
        for period in range(periods)
    ]
    return pd.DataFrame(table)


def panel(table, **options):
    """Read a drawn table."""
    columns = {"firm": "firm", "time": "period", "productivity": "p", "weight": "w"}
    return FirmPanel.from_frame(table, **columns | {"group": "group"} | options)
