"""Scenarios: what they hold, how they are written, and what they refuse."""

import dataclasses
import math
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import InvalidInput, UnknownLabel, WrongType
from weakties.chains import Scenario, simulate
from weakties.networks import Network

DEFAULTS = Path(__file__).parents[2] / "src/chains/open_chain/defaults.json"
SHARES = st.floats(0, 1)
SCENARIOS = st.builds(
    Scenario,
    people=st.integers(30, 10_000),
    hosts=st.integers(0, 200),
    arrival=SHARES,
    specificity=SHARES,
    moving_cost_scale=st.one_of(st.just(math.inf), st.floats(1e-3, 1e6)),
    budget=st.one_of(st.just(math.inf), st.floats(0, 1e6)),
    mentoring=st.floats(0, 100),
    border=st.booleans(),
    passing=st.sampled_from(["useful", "uniform_unemployed", "none"]),
    mode=st.sampled_from(["stages", "functions"]),
)


@given(SCENARIOS)
def test_scenarios_survive_being_written(scenario):
    assert Scenario.from_json(scenario.to_json()) == scenario
    assert Scenario.from_json(scenario.to_json(indent=2)) == scenario
    assert Scenario.from_toml(scenario.to_toml()) == scenario
    assert Scenario.from_dict(scenario.to_dict()) == scenario
    assert eval(repr(scenario), {"Scenario": Scenario, "inf": math.inf}) == scenario


def test_a_file_of_toml_is_read(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text("match = 1\nbudget = inf\n")
    assert Scenario.from_toml(file) == Scenario(match=1, budget=math.inf)


def test_the_kernels_tests_run_the_defaults():
    assert Scenario.from_json(DEFAULTS.read_text()) == Scenario()


def test_every_parameter_is_described():
    table = Scenario(people=40).parameters()
    assert table.index.tolist() == [one.name for one in dataclasses.fields(Scenario)]
    assert table.loc["people", ["value", "default"]].tolist() == [40, 1500]
    for column in ("unit", "source", "meaning"):
        assert (table[column] != "").all()
    assert table["meaning"].is_unique or table["meaning"].duplicated().sum() <= 4
    assert math.isnan(table.loc["border", "low"])
    assert "hand-tuned" in Scenario()._repr_html_()
    assert Scenario().parameters().loc["match", "source"] == "Kuznetsov and Sabel (2006)"
    assert repr(Scenario(match=1)) == "Scenario(match=1.0)"
    assert tomllib.loads(Scenario().to_toml()) == Scenario().to_dict()


def test_a_changed_copy_leaves_the_scenario_as_it_was():
    scenario = Scenario()
    assert scenario.with_(match=1).match == 1
    assert scenario.match == 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        scenario.match = 2


@pytest.mark.parametrize("name", [one.name for one in dataclasses.fields(Scenario)])
def test_every_parameter_refuses_what_it_cannot_be(name):
    for value in (math.nan, -1, None, "zzz", [1]):
        with pytest.raises((WrongType, InvalidInput), match=f"`{name}`"):
            Scenario(**{name: value})


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Scenario.from_dict({"mach": 1}), UnknownLabel, "did you mean 'match'"),
        (lambda: Scenario.from_json('{"arival": 0.1}'), UnknownLabel, "did you mean 'arrival'"),
        (lambda: Scenario.from_toml("zzz = 1"), UnknownLabel, r"see Scenario\(\).parameters"),
        (lambda: Scenario().with_(donors=1), UnknownLabel, "`levers` names no parameter"),
        (lambda: Scenario.from_dict([1]), WrongType, "`values` must map"),
        (lambda: Scenario.from_json("{"), InvalidInput, "`text` must be JSON"),
        (lambda: Scenario.from_json("[1]"), InvalidInput, "`text` must hold parameters by name"),
        (lambda: Scenario.from_json('{"match": 1, "match": 2}'), InvalidInput, "twice"),
        (lambda: Scenario.from_json('{"people": "inf"}'), WrongType, "`people`"),
        (lambda: Scenario.from_json('{"budget": NaN}'), InvalidInput, "`budget`"),
        (lambda: Scenario.from_json(3), WrongType, "`text` must be text"),
        (lambda: Scenario.from_toml("a = "), InvalidInput, "`source` must be TOML"),
        (lambda: Scenario.from_toml("my.toml"), InvalidInput, "pass pathlib.Path"),
        (lambda: Scenario(senior_rung=5), InvalidInput, "`senior_rung` must be below `rungs`"),
        (lambda: Scenario(neighbours=7), InvalidInput, "`neighbours` must be even"),
        (lambda: Scenario(people=8), InvalidInput, "less than `people`"),
        (lambda: Scenario(people=25), InvalidInput, "`thin_size` must not be more than the people"),
        (lambda: Scenario(engagement_seniors=1501), InvalidInput, "set it to inf if that is meant"),
        (lambda: Scenario(engagement_confidence=1.1), InvalidInput, "`engagement_confidence`"),
        (lambda: Scenario(hosts=0, initial_seniors=1), InvalidInput, "`initial_seniors`"),
        (lambda: Scenario(arrival=1.1), InvalidInput, "`arrival`"),
        (lambda: Scenario(arrival=math.inf), InvalidInput, "`arrival`"),
        (lambda: Scenario(choice_scale=0), InvalidInput, "`choice_scale`"),
        (lambda: Scenario(people=1500.0), WrongType, "`people`"),
        (lambda: Scenario(passing="usefull"), InvalidInput, "did you mean 'useful'"),
        (lambda: Scenario(border=1), WrongType, "`border`"),
    ],
)
def test_bad_scenarios_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_stages_may_be_put_out_of_reach():
    guards = dict.fromkeys(("thin_size", "engagement_seniors", "engagement_confidence"), math.inf)
    never = Scenario(people=25, **guards)
    assert Scenario.from_json(never.to_json()) == never
    assert Scenario.from_toml(never.to_toml()) == never


def test_stages_that_the_people_of_a_network_cannot_reach_are_refused():
    def line(people):
        ties = pd.DataFrame({"a": range(people - 1), "b": range(1, people)})
        return Network.from_edges(ties, "a", "b")

    assert simulate(Scenario(), line(30), periods=1, seed=1).meta.counts["people"] == 30
    with pytest.raises(InvalidInput, match=r"`thin_size`.*30 and 29"):
        simulate(Scenario(), line(29), periods=1)


def test_the_documentation_lists_every_parameter_with_its_default():
    page = Path(__file__).parents[2] / "docs/methods/chains/open_chain.md"
    rows = [line.split(" | ") for line in page.read_text("utf-8").splitlines()]
    listed = {cells[0].strip("|` "): cells[3] for cells in rows if len(cells) == 7}
    del listed["Parameter"]
    table = Scenario().parameters()
    assert list(listed) == table.index.tolist()
    for name, default in table["default"].items():
        shown = listed[name].strip('`"')
        found = {"true": True, "false": False}.get(shown, shown)
        assert found == default or float(found) == default, name
