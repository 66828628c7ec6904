"""
Who brought whom
================

Each person stands where she moved, tied to the one from whom she heard of it; a ring marks those
with whom a chain begins. The persons are made up.
"""

import numpy as np
import pandas as pd

from weakties.chains import chain_tree

random = np.random.default_rng(4)
informers = [None] * 3 + [int(random.integers(0, person)) for person in range(3, 60)]
moves = pd.DataFrame(
    {
        "person": range(60),
        "heard_from": pd.array(informers, dtype="Int64"),
        "quarter": np.sort(random.integers(1, 40, size=60)),
        "place": random.choice(["Chicago", "Dallas"], size=60),
    }
)
chain_tree(moves, "person", "heard_from", time="quarter", place="place")
