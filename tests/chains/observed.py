"""Careers out of school as R's packages were given them; see tests/stored/chains.R."""

from pathlib import Path

import numpy as np
import pandas as pd

from weakties.datasets import school_to_work

# Months at which people are looked at: at unequal distances.
MONTHS = [0, 2, 3, 6, 10, 12, 18, 24, 36, 48, 60, 69]
STATES = {
    "employment": 1,
    "FE": 2,
    "HE": 2,
    "school": 2,
    "training": 2,
    "joblessness": 3,
}

_FOUND = pd.read_csv(
    Path(__file__).parents[1] / "stored" / "chains_r.csv", keep_default_na=False
).set_index("measure")


def stored(measure):
    """Return what R found, by name."""
    return _FOUND.loc[[measure]].set_index("name")["value"].astype(float)


def monthly():
    """Every month: employed (1), learning (2) or neither (3)."""
    found = school_to_work()
    months = found["month"].dt.year * 12 + found["month"].dt.month
    return pd.DataFrame(
        {
            "person": found["person"],
            "month": months - months.min(),
            "state": found["activity"].map(STATES),
            "male": (found["male"] == "yes").astype(int),
            "gcse5eq": (found["gcse5eq"] == "yes").astype(int),
        }
    )


def observed():
    """The months looked at."""
    found = monthly()
    return found[found["month"].isin(MONTHS)].reset_index(drop=True)


def moves():
    """Every month but the last, with the state of the next one."""
    found = monthly()
    following = found.groupby("person")["state"].shift(-1)
    return found.assign(next_state=following)[np.isfinite(following)].astype(int)
