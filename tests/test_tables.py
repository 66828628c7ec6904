"""Tables keep every sign of their labels, and every number, in text, LaTeX and HTML."""

import datetime
import html.parser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import _tables


def text_of(frame, *, digits=2, most_rows=None, width=80):
    return _tables.as_text(_tables.grid(frame, digits=digits, most_rows=most_rows), width=width)


def test_text_has_columns_of_fixed_width_with_numbers_on_the_right():
    frame = pd.DataFrame(
        {"place": ["Turin", "Modena"], "firms": [7, 12], "gap": [0.25, -1.5]},
        index=pd.Index([1990, 1991], name="year"),
    )
    assert text_of(frame) == [
        "year  place   firms    gap",
        "1990  Turin       7   0.25",
        "1991  Modena     12  -1.50",
    ]


def test_an_index_that_only_counts_is_left_out_and_any_other_is_shown():
    frame = pd.DataFrame({"x": [1, 2, 3, 4]})
    assert text_of(frame, most_rows=2) == ["x", "1", "…", "4", "(2 of 4 rows not shown)"]
    assert text_of(frame.set_axis(list("abcd")))[1] == "a  1"
    assert text_of(frame.set_axis([3, 2, 1, 0]))[1] == "3  1"
    assert text_of(frame.rename_axis("row"))[:2] == ["row  x", "  0  1"]
    pairs = pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["from", "to"])
    assert text_of(frame.set_axis(pairs))[:2] == ["from  to  x", "a      1  1"]


@pytest.mark.parametrize(("rows", "most"), [(5, 2), (5, 3), (5, 4), (5, 5), (0, 2), (100, 7)])
def test_a_long_table_shows_its_ends_and_counts_the_rest(rows, most):
    grid = _tables.grid(pd.DataFrame({"x": range(rows)}), digits=2, most_rows=most)
    kept = list(range(rows))
    if rows > most:
        kept = kept[: (most + 1) // 2] + kept[rows - most // 2 :]
    assert [int(row[0]) for row in grid.rows] == kept
    assert grid.hidden == rows - len(kept)


def test_a_wide_table_goes_on_below_itself_with_its_index():
    frame = pd.DataFrame({name: [0.5] for name in "abcdef"}, index=["row"])
    lines = text_of(frame, width=20)
    page = ["        {}     {}", "row  0.50  0.50", ""]
    expected = [line.format(*pair) for pair in ("ab", "cd", "ef") for line in page]
    assert lines == expected[:-1]
    # A column wider than the page still comes whole.
    assert text_of(pd.DataFrame({"a": ["x" * 30]}), width=10)[1] == "x" * 30


def test_wide_signs_and_accents_do_not_shift_the_columns():
    accented = "e\N{COMBINING ACUTE ACCENT}"
    lines = text_of(pd.DataFrame({"x": [1, 2, 3]}, index=["中文", accented, "abcd"]))
    assert lines[1:] == ["中文  1", f"{accented}     2", "abcd  3"]


def test_a_label_stays_on_one_line_and_within_bounds():
    lines = text_of(pd.DataFrame({"a\nb": ["c\td\x1b[0m", "e" * 99]}))
    assert lines == ["a b", "c d [0m", "e" * 39 + "…"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.123456, "0.1235"),
        (-0.0, "0.0000"),
        (1234567.5, "1234567.5000"),
        (2e12, "2.00e+12"),
        (-0.00004, "-4.00e-05"),
        (0.00005, "0.0001"),
        (np.float32(0.5), "0.5000"),
        (7, "7"),
        (np.int64(-7), "-7"),
        (float("nan"), "NaN"),
        (pd.NA, "NaN"),
        (float("-inf"), "-inf"),
    ],
)
def test_a_number_has_fixed_decimals_unless_it_would_vanish_or_sprawl(value, text):
    assert _tables.number(value, 4) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (pd.Timestamp("2001-02-03"), "2001-02-03"),
        (pd.Timestamp("2001-02-03 04:05"), "2001-02-03 04:05:00"),
        (np.datetime64("2001-02-03"), "2001-02-03"),
        (datetime.date(2001, 2, 3), "2001-02-03"),
        (pd.Period("2001Q1"), "2001Q1"),
        (1987.0, "1987"),
        (0.25, "0.25"),
        (np.float64(0.1), "0.1"),
        (float("nan"), "nan"),
        (None, "NaN"),
        (pd.NaT, "NaN"),
        (True, "True"),
        (("IT", 3.0), "IT, 3"),
    ],
)
def test_a_label_is_written_as_a_reader_would(value, text):
    assert _tables.label(value) == text


def test_flags_text_and_complex_numbers_are_no_numeric_columns():
    frame = pd.DataFrame({"flag": [True], "text": ["a"], "root": [1j], "whole": [1], "real": [1.0]})
    frame["missing"] = pd.array([None], dtype="Int64")
    grid = _tables.grid(frame, digits=1)
    assert grid.numeric == [False, False, False, True, True, True]
    assert grid.rows == [["True", "a", "1j", "1", "1.0", "NaN"]]


def test_columns_of_one_name_and_of_several_levels_are_all_shown():
    twice = pd.DataFrame([[1, 2]], columns=["x", "x"])
    assert text_of(twice) == ["x  x", "1  2"]
    levels = pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("mean", 1990)]))
    assert text_of(levels)[0] == "mean, 1990"


# --- LaTeX ------------------------------------------------------------------------------------


def test_latex_is_a_booktabs_table_with_typeset_numbers():
    frame = pd.DataFrame(
        {"gap": [-1.5, 2e-9, np.nan, np.inf, -np.inf]}, index=list("abcde")
    ).rename_axis("firm_id")
    grid = _tables.grid(frame, digits=2)
    assert _tables.as_latex(grid, caption=None, label=None).splitlines() == [
        r"\begin{tabular}{lr}",
        r"\toprule",
        r"firm\_id & gap \\",
        r"\midrule",
        r"a & $-1.50$ \\",
        r"b & $2.0 \times 10^{-9}$ \\",
        r"c & -- \\",
        r"d & $\infty$ \\",
        r"e & $-\infty$ \\",
        r"\bottomrule",
        r"\end{tabular}",
    ]


def test_a_caption_or_a_label_puts_the_table_into_an_environment():
    grid = _tables.grid(pd.DataFrame({"x": [1]}), digits=2)
    lines = _tables.as_latex(grid, caption=r"Gap, $\beta$", label="tab:gap").splitlines()
    assert lines[:4] == [
        r"\begin{table}",
        r"\centering",
        r"\caption{Gap, $\beta$}",
        r"\label{tab:gap}",
    ]
    assert lines[-1] == r"\end{table}"
    assert r"\caption" not in _tables.as_latex(grid, caption=None, label="tab:gap")


def test_every_special_sign_of_latex_is_escaped():
    assert _tables.escape_latex(r"\a{b}$c&d#e^f_g~h%i<j>k|l") == (
        r"\textbackslash{}a\{b\}\$c\&d\#e\textasciicircum{}f\_g\textasciitilde{}h\%i"
        r"\textless{}j\textgreater{}k\textbar{}l"
    )
    assert _tables.escape_latex("[1] x") == "{[}1] x"
    assert _tables.escape_latex("") == ""


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_no_label_breaks_out_of_its_latex_cell(labels):
    frame = pd.DataFrame({"x": [1] * len(labels)}, index=pd.Index(labels, dtype=object))
    latex = _tables.as_latex(_tables.grid(frame, digits=2), caption=None, label=None)
    rows = latex.splitlines()[4:-2]
    assert len(rows) == len(labels)
    for row in rows:
        bare = row.replace(r"\&", "").replace(r"\%", "").replace(r"\textbackslash", "")
        assert bare.count("&") == 1
        assert "%" not in bare


# --- HTML -------------------------------------------------------------------------------------


class Reader(html.parser.HTMLParser):
    """Collects the cells of a table as a browser would show them, and every tag."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.tags, self.caption, self.open = [], set(), "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data
        if self.open[-1] == "caption":
            self.caption += data


@given(st.lists(st.text(), min_size=1, max_size=4), st.text())
def test_no_label_breaks_out_of_its_html_cell(labels, caption):
    frame = pd.DataFrame({"x": labels}, index=pd.Index(labels, name=labels[0], dtype=object))
    grid = _tables.grid(frame, digits=2)
    page = Reader(_tables.as_html(grid, caption=caption.replace("\r", "")))
    assert page.rows == [grid.header, *grid.rows]
    assert page.caption == caption.replace("\r", "")
    assert page.tags == {"div", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert page.open == []


def test_html_of_a_long_table_says_what_is_not_shown():
    grid = _tables.grid(pd.DataFrame({"x": range(9), "y": 0}), digits=2, most_rows=4)
    page = Reader(_tables.as_html(grid, caption="Long"))
    assert page.rows[3] == ["5 of 9 rows not shown"]
    assert 'colspan="2"' in _tables.as_html(grid, caption="Long")
