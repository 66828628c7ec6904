"""Each stylised fact holds: a paired one-sided test at 99 percent, and a floor on the size."""

import pytest

from weakties.chains import Scenario

from .facts import FACTS, Runs

# Shared, so that each scenario is simulated once for all facts.
RUNS = Runs(Scenario())


def test_all_thirty_facts_are_claimed():
    assert sorted(FACTS) == list(range(1, 31))


@pytest.mark.parametrize("number", sorted(FACTS))
def test_fact(number):
    fact = FACTS[number]
    claims = fact.claims(RUNS)
    assert claims
    for claim in claims:
        assert len(claim.values) >= 30
        # A claim that the model does not bear out is told in the documentation; it is watched too.
        wanted = claim.what not in fact.unmet
        assert claim.holds == wanted, f"{claim.what}: {claim.size:.4g}, floor {claim.floor:g}"
