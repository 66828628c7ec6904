"""What a panel and a decomposition need at most, beside the table they are read from."""

import sys
from importlib import import_module
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
@pytest.mark.parametrize("shuffled", [False, True])
def test_a_panel_and_its_decomposition_need_little_more_than_the_table(shuffled, monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[2])
    memory = import_module("benches.productivity.memory")
    assert memory.needed(20_834, shuffled) < memory.MOST
