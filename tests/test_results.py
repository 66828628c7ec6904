"""A result shows its table, how it was made, what does not add up, and where the method is from."""

import builtins
import datetime
import decimal
import fractions
import importlib.metadata
import json
import pathlib
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, dataclass

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot

from weakties import _results
from weakties._results import Meta, Result, Text
from weakties.errors import InternalError, InvalidInput, MissingPackage, WrongType

mpl.use("Agg")


@dataclass(frozen=True, eq=False, repr=False)
class Decomposition(Result):
    """The least that a kind of result has to say."""

    title = "Olley-Pakes decomposition"
    table: pd.DataFrame

    def to_frame(self):
        return self.table

    def _draw(self, ax):
        ax = pyplot.subplots()[1] if ax is None else ax
        ax.plot(self.table["total"].to_numpy())
        return ax

    def _adding_up(self):
        return self.table[["mean", "covariance"]], self.table["total"]


@dataclass(frozen=True, eq=False, repr=False)
class Ranking(Result):
    """A result without parts, with another table for the reader than the tidy one."""

    title = "Ranking <b>"

    def to_frame(self):
        return pd.DataFrame({"a": range(1000)})

    def _shown(self):
        return pd.DataFrame({"shown": ["<script>", "&"]})

    def _draw(self, ax):
        raise AssertionError


def meta(**changes):
    given = {
        "method": "olley-pakes",
        "options": {"weight": "sales", "by": None},
        "counts": {"firms": 157, "periods": 2},
        "dropped": {"missing sales": 12, "infinite sales": 0},
        "seed": 42,
        "sources": ("olley1996", "burt1992"),
        "notes": ("Entrants are compared with survivors.",),
        "version": "1.2.3",
    }
    return Meta(**(given | changes))


@pytest.fixture
def result():
    table = pd.DataFrame(
        {"mean": [1.0, 2.0], "covariance": [0.5, 0.25], "total": [1.5, 2.25 + 2**-51]},
        index=pd.Index([1988, 1989], name="year"),
    )
    return Decomposition(table, meta=meta())


# --- text, LaTeX, HTML ------------------------------------------------------------------------


def test_the_summary_says_how_it_was_made_shows_the_table_and_what_is_left_over(result):
    rule, line = "=" * 80, "-" * 80
    assert result.summary() == "\n".join(
        [
            rule,
            " " * 27 + "Olley-Pakes decomposition",
            rule,
            "Method:   olley-pakes",
            "Options:  weight='sales', by=None",
            "Counts:   157 firms, 2 periods",
            "Dropped:  12 (missing sales)",
            "Seed:     42",
            line,
            "year    mean  covariance   total",
            "1988  1.0000      0.5000  1.5000",
            "1989  2.0000      0.2500  2.2500",
            line,
            "Residual: whole less sum of parts is at most 4.4e-16 in size (2 rows)",
            "Note: Entrants are compared with survivors.",
            "Sources: Olley and Pakes (1996); Burt (1992) (weakties 1.2.3)",
            rule,
        ]
    )


def test_the_summary_leaves_out_what_there_is_nothing_to_say_about():
    ranking = Ranking(meta=Meta("ranking", version="1.2.3"))
    lines = ranking.summary().splitlines()
    assert lines[3:5] == ["Method:   ranking", "Dropped:  nothing"]
    assert lines[-2] == "Sources: none (weakties 1.2.3)"
    assert "Residual" not in ranking.summary()


@pytest.mark.parametrize(
    ("whole", "text"),
    [
        ([3.0], "at most 0 in size (1 row)"),
        ([3.5, np.nan, 2.0], "at most 1 in size (2 rows; 1 without a number)"),
        ([np.nan], "nowhere known (0 rows; 1 without a number)"),
        ([], "nowhere known (0 rows)"),
    ],
)
def test_the_residual_counts_the_rows_it_could_not_check(whole, text):
    parts = pd.DataFrame({"mean": [1.0] * len(whole), "covariance": [2.0] * len(whole)})
    result = Decomposition(parts.assign(total=np.array(whole, dtype=float)), meta=meta())
    said = " ".join(result.summary().split())
    assert f"Residual: whole less sum of parts is {text} Note: " in said


def test_a_missing_part_is_not_taken_for_nothing():
    table = pd.DataFrame({"mean": [np.nan], "covariance": [2.0], "total": [2.0]})
    assert "nowhere known (0 rows; 1 without" in Decomposition(table, meta=meta()).summary()


def test_long_header_lines_are_wrapped_and_cannot_forge_others():
    options = {"weight": "x\nSeed:     1", **{f"option-{i}": "value" for i in range(20)}}
    result = Ranking(meta=meta(options=options, notes=("olley-pakes " * 30,)))
    lines = result.summary().splitlines()
    assert max(map(len, lines)) <= 80
    assert not any(line.endswith("-") for line in lines if line.strip("=-"))
    assert [line for line in lines if line.startswith("Seed")] == ["Seed:     42"]


def test_digits_and_rows_are_the_readers_choice(result):
    assert "1.50\n" in result.summary(digits=2)
    assert "0.50 &" in result.to_latex(digits=2)
    table = pd.DataFrame({"mean": range(50), "covariance": 0, "total": range(50)})
    long = Decomposition(table, meta=meta())
    assert "(30 of 50 rows not shown)" in long.summary()
    assert "(46 of 50 rows not shown)" in long.summary(rows=4)
    assert "Residual: whole less sum of parts is at most 0 in size (50 rows)" in long.summary(
        rows=4
    )
    assert long.to_latex().count(r"\\") == 51
    for call, message in [
        (lambda: result.summary(digits=16), "`digits` must be a whole number, at least 0 and at"),
        (lambda: result.summary(rows=1), "`rows` must be a whole number, at least 2: got 1"),
        (lambda: result.to_latex(digits=-1), "`digits` must be a whole number"),
    ]:
        with pytest.raises(InvalidInput, match=message):
            call()


def test_latex_starts_with_how_it_was_made_on_one_line_of_comment():
    result = Ranking(meta=meta(notes=("first\nsecond",)))
    lines = result.to_latex(caption="Ranking", label="tab:ranking").splitlines()
    assert lines[0].startswith('% weakties 1.2.3: {"method": "olley-pakes"')
    assert json.loads(lines[0].partition(": ")[2]) == result.meta.to_dict()
    assert lines[1:5] == [
        r"\begin{table}",
        r"\centering",
        r"\caption{Ranking}",
        r"\label{tab:ranking}",
    ]
    for name in ("caption", "label"):
        with pytest.raises(WrongType, match=f"`{name}` must be text: got int; put it in quotation"):
            result.to_latex(**{name: 3})


def test_html_is_escaped_self_contained_and_folds_away_how_it_was_made():
    result = Ranking(meta=meta(options={"weight": "<i>"}, notes=("a < b",)))
    page = result._repr_html_()
    assert "&lt;script&gt;" in page
    assert "Ranking &lt;b&gt;" in page
    assert "weight=&#x27;&lt;i&gt;&#x27;" in page
    assert "a &lt; b" in page
    assert not any(tag in page for tag in ("<script", "<i>", "<b>W", "http", "src=", "href="))
    assert "<details><summary>Ranking: olley-pakes, 157 firms, 2 periods</summary>" in page


def test_html_of_a_long_result_stays_short():
    table = pd.DataFrame({"mean": range(5000), "covariance": 0, "total": range(5000)})
    page = Decomposition(table, meta=meta())._repr_html_()
    assert "4980 of 5000 rows not shown" in page
    assert len(page) < 10_000


def test_text_shows_itself_without_quotation_marks(result):
    assert repr(result.summary()) == str(result.summary())
    assert pickle.loads(pickle.dumps(Text("a\nb"))) == "a\nb"


# --- the record -------------------------------------------------------------------------------


def test_a_result_is_named_shortly_cannot_be_changed_and_travels_between_processes(result):
    assert repr(result) == "<Decomposition: olley-pakes, 157 firms, 2 periods>"
    with pytest.raises(FrozenInstanceError):
        result.table = None
    with pytest.raises(FrozenInstanceError):
        result.meta.seed = 3
    copy = pickle.loads(pickle.dumps(result))
    assert copy.meta == result.meta
    pd.testing.assert_frame_equal(copy.to_frame(), result.to_frame())
    assert result == result
    assert result != copy


def test_the_record_does_not_follow_the_callers_dictionary():
    options = {"weight": "sales"}
    record = Meta("method", options=options)
    options["weight"] = "labour"
    assert record.options == {"weight": "sales"}


class Callable:
    def __call__(self):
        raise AssertionError


PLAIN = [
    (np.float64(0.5), 0.5),
    (np.float32(0.5), 0.5),
    (np.longdouble(0.5), 0.5),
    (np.int8(3), 3),
    (np.bool_(True), True),
    (np.str_("a"), "a"),
    (np.array(2.5), 2.5),
    (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
    ((1, (2, None)), [1, [2, None]]),
    ({"b", "a"}, ["a", "b"]),
    (range(3), [0, 1, 2]),
    (float("nan"), "nan"),
    (np.inf, "inf"),
    (pd.NA, None),
    (pd.NaT, None),
    (pd.Timestamp("2001-02-03 04:05"), "2001-02-03T04:05:00"),
    (datetime.date(2001, 2, 3), "2001-02-03"),
    (datetime.time(4, 5), "04:05:00"),
    (datetime.timedelta(days=1), "1 day, 0:00:00"),
    (pd.Timedelta("1D"), "P1DT0H0M0S"),
    (np.datetime64("2001-02-03"), "2001-02-03"),
    (np.array(["2001-02-03"], dtype="M8[ns]"), ["2001-02-03T00:00:00.000000000"]),
    (pd.Period("2001Q1"), "2001Q1"),
    (pd.Interval(0, 1), "(0, 1]"),
    (pd.offsets.MonthEnd(), "<MonthEnd>"),
    (pd.Series([1, 2]), [1, 2]),
    (pd.Index(["a"]), ["a"]),
    ({1: {"x": (1,)}}, {"1": {"x": [1]}}),
    (1 + 2j, "(1+2j)"),
    (decimal.Decimal("0.1"), "0.1"),
    (fractions.Fraction(1, 3), "1/3"),
    (pathlib.PurePosixPath("a/b"), "a/b"),
    (np.mean, "mean"),
    (pd.DataFrame, "DataFrame"),
    (pd.DataFrame({"isoformat": [1]}), "DataFrame"),
    (Callable(), "Callable"),
]


@pytest.mark.parametrize(("value", "plain"), PLAIN, ids=[repr(plain) for _, plain in PLAIN])
def test_every_option_becomes_plain_and_survives_json(value, plain):
    record = meta(options={"option": value}, seed=np.uint64(3), counts={"rows": np.int64(2)})
    expected = record.to_dict()
    assert expected["options"] == {"option": plain}
    assert type(expected["options"]["option"]) is type(plain)
    assert json.loads(record.to_json()) == expected
    assert expected["seed"] == 3


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
    )
)
def test_json_is_strict_whatever_the_options(value):
    def refuse(constant):
        raise AssertionError(constant)

    record = meta(options={"option": value})
    assert json.loads(record.to_json(indent=2), parse_constant=refuse) == record.to_dict()


def test_the_version_is_that_of_the_installed_package_or_unknown(monkeypatch):
    def absent(name):
        raise importlib.metadata.PackageNotFoundError(name)

    for lookup, expected in [(lambda name: f"{name} 9", "weakties 9"), (absent, "unknown")]:
        _results._version.cache_clear()
        monkeypatch.setattr(importlib.metadata, "version", lookup)
        assert Meta("method").version == expected
    _results._version.cache_clear()


# --- pictures ---------------------------------------------------------------------------------


def test_plot_returns_the_axes_it_drew_on(result):
    figure, ax = pyplot.subplots()
    assert result.plot(ax) is ax
    assert len(ax.lines) == 1
    assert result.plot().figure is not figure
    with pytest.raises(WrongType, match=r"`ax` must be an Axes \(made by .*\): got a Figure"):
        result.plot(figure)
    pyplot.close("all")


def test_plot_without_matplotlib_says_how_to_install_it(result, monkeypatch):
    importing = builtins.__import__

    def missing(name, *rest):
        if name.startswith("matplotlib"):
            raise ModuleNotFoundError(name)
        return importing(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingPackage, match=r'matplotlib, .* `pip install "weakties\[plots\]"`'):
        result.plot()


def test_neither_matplotlib_nor_tqdm_is_imported_with_the_module():
    code = (
        "import sys, weakties._results, weakties._progress\n"
        "assert not {'matplotlib', 'tqdm'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- sources ----------------------------------------------------------------------------------


def measure():
    """Measure something, see :cite:t:`burt1992`, eq. 2.4."""


measure.__module__ = "weakties.networks.holes"


def test_a_result_cites_the_method_that_was_used(result):
    assert result.cite().splitlines()[0].startswith("Olley, G. Steven and Pakes, Ariel (1996). ")
    assert result.cite().splitlines()[1].startswith("Burt, Ronald S. (1992). Structural Holes")
    assert result.cite("bibtex").startswith("@article{olley1996,\n")
    assert "\n}\n\n@book{burt1992,\n" in result.cite("bibtex")
    assert _results.cite(result) == result.cite()
    assert Ranking(meta=Meta("ranking")).cite() == ""


def test_a_function_cites_what_its_documentation_names():
    assert _results.cite(measure).startswith("Burt, Ronald S. (1992).")
    assert _results.cite(measure, "bibtex").startswith("@book{burt1992,")
    assert repr(_results.cite(measure)) == _results.cite(measure)


@pytest.mark.parametrize(
    ("what", "found"),
    [
        (pd.Series([1.0]), "Series"),
        (len, "len"),
        (pd.concat, "concat"),
        ("burt1992", "str"),
        (None, "NoneType"),
    ],
)
def test_what_has_no_sources_of_ours_is_refused(what, found):
    message = f"`what` must be a result or a function of weakties: got {found}; give the function"
    with pytest.raises(WrongType, match=message):
        _results.cite(what)


def test_a_function_that_names_no_source_is_refused():
    with pytest.raises(InvalidInput, match=r"the documentation of Meta.to_json names none"):
        _results.cite(Meta.to_json)


@pytest.mark.parametrize("call", [lambda r: r.cite("html"), lambda r: _results.cite(r, "html")])
def test_an_unknown_style_is_refused(result, call):
    with pytest.raises(InvalidInput, match="`style` must be one of 'text', 'bibtex': got 'html'"):
        call(result)


def test_a_source_that_is_not_on_file_is_our_mistake():
    with pytest.raises(InternalError, match="nobody1900"):
        Ranking(meta=meta(sources=("nobody1900",))).cite()
