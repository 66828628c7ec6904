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
# Those that tell classes of firms apart, and by what.
CLASSES = {
    "hyytinen-maliranta": {"age": "kind"},
    "collard-wexler-de-loecker": {"types": "kind"},
}


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
        told = frame.columns.drop("firm_class", errors="ignore")
        assert told.tolist() == columns
        assert ("firm_class" in frame) == (each.meta.method in CLASSES)
        assert frame["se"].notna().any()
    whole = found.to_frame()
    assert whole.columns.tolist() == [*columns[:5], "firm_class", *columns[5:]]
    assert not whole.duplicated(whole.columns[:7]).any()
    assert whole["method"].unique().tolist() == list(METHODS)
    by_pair = found.components
    assert by_pair.index.names == ["sector", "region", "t0", "t1", "method"]
    for row in whole.query("firm_class == 'all'").sample(100, random_state=1).itertuples():
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


@pytest.mark.parametrize("method", CLASSES)
@pytest.mark.parametrize("periods", [None, "adjacent"])
@pytest.mark.parametrize("groups", [None, ["sector", "region"]])
def test_classes_of_firms_add_up_in_the_tidy_table(firms, method, periods, groups):
    found = decompose(
        firms, method, groups=groups, periods=periods, **CLASSES[method], bootstrap=6, seed=2
    )
    frame = found.to_frame()
    cells = frame.columns[: frame.columns.get_loc("firm_class")].tolist()
    assert frame.columns[len(cells) : len(cells) + 2].tolist() == ["firm_class", "component"]
    assert not frame.duplicated([*cells, "firm_class", "component"]).any()
    rows = frame.set_index([*cells, "component", "firm_class"])
    numbers = ["value", *(name for name in rows if name.startswith(("n_", "share_")))]
    parts = {label: rows.xs(label, level="firm_class")[numbers] for label in ("all", "a", "b")}
    assert_allclose(parts["a"] + parts["b"], parts["all"], atol=1e-12)
    assert found.residual.abs().max() < 1e-12
    assert len(found.residual) == 3 * len(found.components)
    # Errors and intervals are those of each class's own resamples.
    part = found.classes["b"]
    assert_allclose(part.se, part.draws.std(axis=0, ddof=1), atol=1e-12)
    own = frame[frame.firm_class == "b"].groupby("component")["se"].sum()
    assert own.gt(0).any()
    # Rows of all firms are those of the components.
    plain = frame[frame.firm_class == "all"]
    first = plain[plain.component.str.startswith("aggregate")]["value"]
    if method == "collard-wexler-de-loecker":
        assert_allclose(first[: len(found.components)], found.components["aggregate"])
    text = found.summary(rows=400)
    assert "firm_class" in text
    assert f"({len(found.residual)} rows)" in text
    assert "firm" in found.to_latex()
    found.plot()


def test_classes_stand_beside_methods_without_them(firms):
    names = ["melitz-polanec", "hyytinen-maliranta"]
    found = decompose(firms, names, age="kind", groups="sector")
    frame = found.to_frame()
    labels = frame.groupby("method")["firm_class"].unique().map(list).to_dict()
    assert labels == {"melitz-polanec": ["all"], "hyytinen-maliranta": ["all", "a", "b"]}
    assert found.residual.index.names == ["group", "t0", "t1", "method", "firm_class"]
    assert found.residual.abs().max() < 1e-12
    assert "firm_class" not in decompose(firms, names[:1]).to_frame()
    assert "firm_class" not in decompose(firms, "maliranta-maattanen").to_frame()


def test_tables_of_classes_are_those_of_the_function(firms):
    found = augmented_olley_pakes(firms, age="kind", groups="sector", **DRAWN)
    frame = found.to_frame().query("firm_class != 'all'")
    ages = found.ages.to_frame()
    for name in ("value", "se", "lo", "hi"):
        assert frame[name].tolist() == ages[name].tolist()
    # One class alone is all firms.
    table = synthetic_firms(40, 3, 1, seed=1).assign(one="x")
    one = FirmPanel.from_frame(
        table, "firm", "period", "log_productivity", weight="employees", group="one"
    )
    alone = augmented_olley_pakes(one, age="one")
    pd.testing.assert_frame_equal(alone.classes["x"].components, alone.components)


def test_a_class_called_all_is_refused(firms):
    named = firms.with_group("who", np.where(np.arange(len(firms.index)) % 2, "all", "some"))
    with pytest.raises(InvalidInput, match="`types` has a class 'all'"):
        across_types(named, "who")
    with pytest.raises(InvalidInput, match="`age` has a class 'all'"):
        augmented_olley_pakes(named, age="who")


def test_a_class_that_is_hidden_does_not_follow_from_the_others(firms):
    levels = decompose(firms, "hyytinen-maliranta", age="kind", groups="sector").to_frame()
    found = disclosure(levels, minimum_cell=8)
    assert set(found.log["kind"]) == {"primary", "complementary"}
    hidden = (found.status == "suppressed").groupby(["group", "t0"]).sum()
    secret = found.log.query("kind == 'primary'")
    for group, t0, component in zip(secret.group, secret.t0, secret.component, strict=True):
        assert hidden.loc[(group, t0), component] > 1
    types = decompose(firms, "collard-wexler-de-loecker", types="kind").to_frame()
    sizes = types.query("t0 == t1 and component == 'mean'").set_index(["t0", "firm_class"])
    least = int(sizes["n_firms"].min()) + 1
    status = disclosure(types.query("t0 == t1"), minimum_cell=least).status["mean"]
    assert (status.xs("all", level="firm_class") == "released").all()
    assert set(status.drop("all", level="firm_class").groupby("t0").agg(tuple)) <= {
        ("suppressed", "suppressed"),
        ("released", "released"),
    }


def test_what_classes_are_compared_with_counts_in_their_release():
    """Entrants of an age are many, the firms that stay and are their measure are few."""
    rows = [(f, t, "old", 1.0 + f) for f in range(3) for t in range(3)]
    rows += [(f, t, "new", 2.0 + f % 5) for f in range(10, 40) for t in (1, 2)]
    table = pd.DataFrame(rows, columns=["firm", "year", "age", "p"]).assign(w=1.0)
    panel = FirmPanel.from_frame(table, "firm", "year", "p", weight="w", group="age")
    levels = augmented_olley_pakes(panel, age="age").to_frame()
    status = disclosure(levels, minimum_cell=10).status
    assert (status.xs("new", level="firm_class")["entry"] == "suppressed").all()
