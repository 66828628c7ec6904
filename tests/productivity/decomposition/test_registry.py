"""One call for every method: the numbers of its own function, one tidy table, clear refusals."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from weakties.datasets import synthetic_firms
from weakties.errors import InvalidInput
from weakties.productivity import (
    FirmPanel,
    across_types,
    aggregate_growth,
    augmented_olley_pakes,
    decompose,
    disclosure,
    olley_pakes,
)
from weakties.productivity.decomposition.methods import CHANGES, METHODS

ACCOUNTS = {
    "revenue": "sales",
    "quantity": "sales",
    "inputs": {"labour": "employees"},
    "costs": {"labour": "wages"},
    "elasticities": {"labour": 0.6},
}
# For each method that is none of changes, its function and what it asks for.
OWN = {
    "olley-pakes": (olley_pakes, {}),
    "maliranta-maattanen": (augmented_olley_pakes, {"window": 1}),
    "hyytinen-maliranta": (augmented_olley_pakes, {"window": 1, "age": "kind"}),
    "collard-wexler-de-loecker": (across_types, {"types": "kind"}),
    "petrin-levinsohn": (aggregate_growth, ACCOUNTS),
}
FURTHER = {name: value for _, options in OWN.values() for name, value in options.items()}
DRAWN = {"bootstrap": 7, "seed": 3}


@pytest.fixture(scope="module")
def firms():
    table = synthetic_firms(150, 4, 4, seed=5)
    sales = np.exp(table.log_productivity) * table.employees
    table = table.assign(
        sector=table.group // 2,
        region=np.array(list("ns"))[table.group % 2],
        kind=np.array(list("ab"))[table.firm % 2],
        sales=sales,
        wages=0.7 * sales**0.9,
    )
    return FirmPanel.from_frame(
        table,
        *["firm", "period", "log_productivity"],
        weight="employees",
        group=["sector", "region", "kind", "group"],
        variables=["sales", "wages", "employees"],
    )


def bits(one, other):
    """Compare every table of two results."""
    for field in ("components", "se", "lo", "hi", "counts"):
        pd.testing.assert_frame_equal(getattr(one, field), getattr(other, field), check_exact=True)
    assert one.draws.tobytes() == other.draws.tobytes()
    assert type(one) is type(other)
    assert one.meta == other.meta


def test_every_method_has_a_function_or_is_one_of_changes():
    assert set(METHODS) == {*CHANGES, *OWN}
    assert {METHODS[name].takes_apart for name in CHANGES} == {"change"}


@pytest.mark.parametrize("method", OWN)
@pytest.mark.parametrize("groups", [None, "sector", ["sector", "region"]])
def test_a_method_gives_the_bits_of_its_function(firms, method, groups):
    function, options = OWN[method]
    found = decompose(firms, method, groups=groups, **options, **DRAWN)
    bits(found, function(firms, groups=groups, **options, **DRAWN))
    assert found.meta.method == method
    assert METHODS[method].source in found.meta.sources
    names = [name.removesuffix("_labour") for name in found.components.columns]
    assert names == [*METHODS[method].components, found.whole]


@pytest.mark.parametrize("method", ["collard-wexler-de-loecker", "hyytinen-maliranta"])
def test_tables_beside_the_components_are_there_too(firms, method):
    function, options = OWN[method]
    field = {"collard-wexler-de-loecker": "changes", "hyytinen-maliranta": "ages"}[method]
    found, own = (
        getattr(each, field)
        for each in (
            decompose(firms, method, periods="adjacent", **options | {"window": None}),
            function(
                firms,
                periods="adjacent",
                **{name: value for name, value in options.items() if name != "window"},
            ),
        )
    )
    pd.testing.assert_frame_equal(found.value, own.value, check_exact=True)


def test_nested_groups_are_those_of_the_combined_column(firms):
    """Every function takes nested groups; each cell is that of firms of the combination alone."""
    for method, (function, options) in OWN.items():
        nested = function(firms, groups=["sector", "region"], **options).components
        flat = function(firms, groups="group", **options)
        assert nested.index.names[:2] == ["sector", "region"], method
        assert_allclose(nested, flat.components, rtol=1e-12, err_msg=method)


def test_all_methods_at_once_are_each_alone_on_the_same_resamples(firms):
    names = list(METHODS)
    found = decompose(firms, names, groups=["sector", "region"], **FURTHER, **DRAWN)
    assert list(found.by_method) == names
    for name in names:
        own = {key: FURTHER[key] for key in METHODS[name].arguments if key in FURTHER}
        bits(found[name], decompose(firms, name, groups=["sector", "region"], **own, **DRAWN))
    assert found.residual.abs().max() < 1e-12
    assert found.differences.index.tolist() == names
    assert {METHODS[name].source for name in names} <= set(found.meta.sources)
    assert found.meta.options["types"] == "kind"
    ages = ["hyytinen-maliranta", "maliranta-maattanen"]
    assert decompose(firms, ages, age="kind").meta.options["age"] == "kind"


def test_a_generator_gives_all_methods_the_same_resamples(firms):
    found = decompose(
        firms, ["melitz-polanec", "olley-pakes"], bootstrap=4, seed=np.random.default_rng(1)
    )
    assert found["olley-pakes"].meta.seed == found["melitz-polanec"].meta.seed == found.meta.seed
    fresh = decompose(firms, ["melitz-polanec", "olley-pakes"], bootstrap=4)
    assert fresh["olley-pakes"].meta.seed == fresh["melitz-polanec"].meta.seed


def test_the_tidy_table_has_the_same_columns_for_every_method(firms):
    columns = [
        *["method", "sector", "region", "t0", "t1", "component", "value", "se", "lo", "hi"],
        *["n_firms", "n_survivors", "n_entrants", "n_exiters"],
        *["share_survivors_t0", "share_survivors_t1"],
    ]
    found = decompose(firms, list(METHODS), groups=["sector", "region"], **FURTHER, **DRAWN)
    for each in found.by_method.values():
        frame = each.to_frame()
        assert frame.columns.tolist() == columns
        assert frame["se"].notna().any()
        assert not frame.duplicated(columns[:6]).any()
    whole = found.to_frame()
    assert whole.columns.tolist() == columns
    assert whole["method"].unique().tolist() == list(METHODS)
    by_pair = found.components
    assert by_pair.index.names == ["sector", "region", "t0", "t1", "method"]
    for row in whole.sample(100, random_state=1).itertuples():
        cell = (row.sector, row.region, row.t0, row.t1, row.method)
        assert by_pair.loc[cell, row.component] == pytest.approx(row.value, nan_ok=True)
        assert found.se.loc[cell, row.component] == pytest.approx(row.se, nan_ok=True)


def test_levels_have_their_period_twice_and_changes_both(firms):
    names = ["melitz-polanec", "olley-pakes", "collard-wexler-de-loecker"]
    found = decompose(firms, names, periods=[(0, 1), (0, 2)], types="kind")
    pairs = {
        name: set(zip(frame["t0"], frame["t1"], strict=True))
        for name, frame in found.to_frame().groupby("method")
    }
    changes = {(0, 1), (0, 2)}
    assert pairs["melitz-polanec"] == changes
    assert pairs["olley-pakes"] == {(0, 0), (1, 1), (2, 2)}
    assert pairs["collard-wexler-de-loecker"] == changes | {(t, t) for t in range(4)}
    totals = found.components["total"].dropna().droplevel("method")
    changed = found.components["aggregate"].xs("collard-wexler-de-loecker", level="method")
    assert_allclose(changed.loc[totals.index], totals)
    level = olley_pakes(firms).components.loc[("all", 2)]
    assert found.components.loc[("all", 2, 2, "olley-pakes"), level.index].equals(
        level.rename(("all", 2, 2, "olley-pakes"))
    )


def test_levels_at_both_ends_of_a_pair_stand_beside_each_other(firms):
    found = decompose(
        firms, ["maliranta-maattanen", "melitz-polanec"], periods="adjacent", groups="sector"
    )
    ends = (
        found["maliranta-maattanen"]
        .to_frame()
        .pivot_table(index=["group", "t0", "t1"], columns="component", values="value")
    )
    direct = found["melitz-polanec"].components
    for part in ("mean", "covariance", "entry", "exit"):
        change = ends[f"{part}_t1"] - ends[f"{part}_t0"]
        assert_allclose(change.to_numpy(), direct[part].to_numpy(), atol=1e-12)
    counts = [frame.to_frame().filter(regex="^(n_|share_)") for frame in found.by_method.values()]
    assert_allclose(counts[0].drop_duplicates(), counts[1].drop_duplicates())
    assert found.residual.abs().max() < 1e-12


def test_periods_pick_levels_of_olley_and_pakes(firms):
    every = olley_pakes(firms, groups="sector", **DRAWN)
    some = olley_pakes(firms, groups="sector", periods=[(0, 3), (0, 1)], **DRAWN)
    kept = every.components.index.get_level_values("period") != 2
    for field in ("components", "se", "counts"):
        expected = getattr(every, field)[kept]
        pd.testing.assert_frame_equal(getattr(some, field), expected, check_exact=True)
    assert some.draws.tobytes() == every.draws[:, kept].tobytes()
    analytic = (olley_pakes(firms, errors="analytic", periods=p).se for p in (None, (0, 2)))
    whole, part = analytic
    pd.testing.assert_frame_equal(part, whole.loc[part.index])


@pytest.mark.parametrize(
    ("method", "options", "argument", "remedy"),
    [
        ("hyytinen-maliranta", {}, "age", "pass age=… or cuts=…"),
        ("collard-wexler-de-loecker", {}, "types", "pass types=…"),
        ("petrin-levinsohn", {"revenue": "sales"}, "quantity", "pass quantity=…"),
        (["melitz-polanec", "petrin-levinsohn"], {}, "revenue", "'petrin-levinsohn'"),
        ("melitz-polanec", {"types": "kind"}, "types", "leave it out"),
        ("maliranta-maattanen", {"age": "kind"}, "age", "but to 'hyytinen-maliranta'"),
        ("olley-pakes", {"window": 2}, "window", "leave it out"),
        (["olley-pakes", "diewert-fox"], {"missing": "drop"}, "missing", "'petrin-levinsohn'"),
        ("collard-wexler-de-loecker", {"types": "kind", "errors": "analytic"}, "errors", "no use"),
    ],
)
def test_further_arguments_are_asked_for_and_refused(firms, method, options, argument, remedy):
    with pytest.raises(InvalidInput, match=f"`{argument}`") as caught:
        decompose(firms, method, **options)
    assert remedy in str(caught.value)


def test_chained_periods_are_for_changes(firms):
    with pytest.raises(InvalidInput, match="`periods` must be one of"):
        decompose(firms, ["melitz-polanec", "olley-pakes"], periods="chained")


def test_a_plot_is_of_changes_alone(firms):
    found = decompose(firms, ["melitz-polanec", "olley-pakes"])
    with pytest.raises(InvalidInput, match="comparison\\['olley-pakes'\\]"):
        found.plot()


def test_a_comparison_reads_as_text_with_the_residual(firms):
    text = decompose(firms, list(METHODS), **FURTHER).summary()
    assert "Residual: whole less sum of parts is at most" in text
    assert "reallocation_labour" in text


def test_tidy_tables_of_levels_can_be_released(firms):
    levels = decompose(firms, "maliranta-maattanen", groups="sector")
    found = disclosure(levels.to_frame(), minimum_cell=3)
    assert (found.status == "released").any(axis=None)
    # Who is hidden among continuing, new and leaving firms must not follow from the others.
    hidden = disclosure(levels.to_frame(), minimum_cell=5).status
    sets = hidden[["n_survivors", "n_entrants", "n_exiters", "n_firms"]] == "suppressed"
    assert (sets.sum(axis=1) != 1).all()
    types = decompose(firms, "collard-wexler-de-loecker", types="kind").to_frame()
    with pytest.raises(InvalidInput, match="t0 and t1 are the same"):
        disclosure(types)
    assert disclosure(types.query("t0 == t1")).released["n_firms"].notna().all()


def test_a_residual_is_not_known_where_a_part_is_not():
    table = pd.DataFrame({"firm": [1, 2, 3], "year": [0, 0, 1], "p": [1.0, 2, 4], "size": 1.0})
    panel = FirmPanel.from_frame(table, "firm", "year", "p", weight="size")
    found = decompose(panel, ["melitz-polanec", "griliches-regev"])
    missing = found.residual.isna().groupby(level="method").all()
    assert missing.to_dict() == {"melitz-polanec": True, "griliches-regev": False}
