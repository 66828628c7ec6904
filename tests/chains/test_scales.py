"""Numbers too large for a first try: subsequences beyond counting, and tables in any unit."""

import math

import numpy as np
import pandas as pd
import pytest

from weakties.chains import Spells, ipf, sequence_indices


def subsequences(word):
    """Count distinct subsequences in whole numbers, the empty one included."""
    count, given = 1, {}
    for letter in word:
        count, given[letter] = 2 * count - given.get(letter, 0), count
    return count


@pytest.mark.parametrize("letters", ["ab", "abcd", "abacad"])
def test_turbulence_counts_subsequences_beyond_any_float(letters):
    word = (letters * 900)[:2000]
    rows = pd.DataFrame({"p": 0, "t": range(len(word)), "s": list(word)})
    found = sequence_indices(Spells.from_panel(rows, "p", "t", "s")).persons
    # All spells last one period, so that nothing but subsequences is told.
    assert subsequences(word) > 10**310
    assert found["turbulence"].item() == pytest.approx(math.log2(subsequences(word)), rel=1e-12)


@pytest.mark.parametrize("unit", [2.0**-60, 2.0**60])
def test_a_fitted_table_does_not_depend_on_the_unit(unit):
    rng = np.random.default_rng(1)
    seed, wanted = rng.uniform(1, 2, (2, 4, 5))
    one, other = (
        ipf(pd.DataFrame(seed), {"rows": scaled.sum(axis=1), "columns": scaled.sum(axis=0)}).table
        for scaled in (wanted, wanted * unit)
    )
    assert (other / unit).equals(one)
