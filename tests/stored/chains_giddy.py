"""Makes chains_giddy.csv: what giddy gives for the careers in school_to_work_months.csv.

That file is written as chains.R says. Run in this folder; made with giddy 2.3.8, which the
environment for benchmarks has. It is not called by the tests, which do without giddy.
"""

import numpy as np
import pandas as pd
from giddy.ergodic import fmpt
from giddy.markov import Homogeneity_Results, Markov
from giddy.mobility import markov_mobility

months = pd.read_csv("school_to_work_months.csv")


def wide(rows):
    return rows.pivot_table(index="person", columns="month", values="state").to_numpy(int)


chain = Markov(wide(months), summary=False)
groups = [Markov(wide(own), summary=False).transitions for _, own in months.groupby("male")]
same = Homogeneity_Results(groups)
found = {
    "probability": chain.p,
    "steady": chain.steady_state,
    "passage": fmpt(chain.p),
    "homogeneity": [same.LR, same.Q, same.dof],
    "mobility": [markov_mobility(chain.p, measure=name) for name in ("P", "D", "L2")],
    "bartholomew": [
        markov_mobility(chain.p, measure=name, ini=chain.steady_state) for name in ("B1", "B2")
    ],
}
rows = [
    (measure, at, f"{value:.12g}")
    for measure, values in found.items()
    for at, value in enumerate(np.ravel(values))
]
pd.DataFrame(rows, columns=["measure", "name", "value"]).to_csv("chains_giddy.csv", index=False)
