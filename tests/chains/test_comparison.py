"""What a comparison says of the replicates it uses."""

from weakties.chains import Scenario, compare, simulate

SCENARIO = Scenario(people=60)


def test_replicates_that_are_left_out_are_said():
    few = simulate(SCENARIO, replicates=4, periods=6, paths=2, seed=1)
    found = compare(few, few.fork(3, border=False))
    note = "2 of 4 replicates are compared"
    assert any(line.startswith(note) for line in found.meta.notes)
    assert note in found.summary()
    assert found.meta.counts["replicates"] == 2


def test_nothing_is_said_where_all_are_used():
    run = simulate(SCENARIO, replicates=3, periods=6, paths=None, seed=1)
    found = compare(run, run.fork(3, border=False))
    assert len(found.meta.notes) == 1
    more = simulate(SCENARIO, replicates=5, periods=6, paths=None, seed=1)
    assert "3 of 5 replicates" in compare(run, more).meta.notes[1]
