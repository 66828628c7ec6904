"""References are read from our own file and say the same in text and in BibTeX."""

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weakties import _sources
from weakties.errors import InternalError

BIB = files("weakties").joinpath("references.bib").read_text(encoding="utf-8")
ENTRIES = _sources.read_entries(BIB)

# What an entry of each type cannot do without, as the styles of BibTeX have it.
NEEDED = {
    "article": {"author", "title", "journal", "year"},
    "book": {"author", "title", "publisher", "year"},
    "incollection": {"author", "title", "booktitle", "publisher", "year"},
    "inproceedings": {"author", "title", "booktitle", "year"},
    "techreport": {"author", "title", "institution", "year"},
    "unpublished": {"author", "title", "note", "year"},
}


def test_an_article_is_written_as_usual():
    assert _sources.source("olley1996").text() == (
        "Olley, G. Steven and Pakes, Ariel (1996). The Dynamics of Productivity in the "
        "Telecommunications Equipment Industry. Econometrica 64(6), 1263–1297. "
        "doi:10.2307/2171831."
    )


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            "davis1941",
            "Davis, Allison; Gardner, Burleigh B. and Gardner, Mary R. (1941). Deep South: "
            "A Social Anthropological Study of Caste and Class. University of Chicago Press, "
            "Chicago.",
        ),
        (
            "millerblair2009",
            "Miller, Ronald E. and Blair, Peter D. (2009). Input-Output Analysis: Foundations and "
            "Extensions. 2nd ed. Cambridge University Press, Cambridge.",
        ),
        (
            "antras2018",
            "Antràs, Pol and Chor, Davin (2018). On the Measurement of Upstreamness and "
            "Downstreamness in Global Value Chains. In Ing, Lili Yan and Yu, Miaojie (eds.), World "
            "Trade Evolution: Growth, Productivity and Employment, 126–194. Routledge, London.",
        ),
        (
            "quast2015",
            "Quast, Bastiaan and Kummritz, Victor (2015). decompr: Global Value Chain "
            "Decomposition in R. CTEI Working Paper 2015-01. Graduate Institute of International "
            "and Development "
            "Studies, Geneva.",
        ),
        (
            "fally2012",
            "Fally, Thibault (2012). Production Staging: Measurement and Facts. Manuscript, "
            "University of Colorado Boulder.",
        ),
    ],
)
def test_other_kinds_of_sources_name_where_they_are_found(key, text):
    assert _sources.source(key).text() == text


@pytest.mark.parametrize(
    ("key", "short"),
    [
        ("burt1992", "Burt (1992)"),
        ("unctad2013", "UNCTAD (2013)"),
        ("calvo2004", "Calvó-Armengol and Jackson (2004)"),
        ("koopman2014", "Koopman, Wang and Wei (2014)"),
        ("antras2012", "Antràs et al. (2012)"),
    ],
)
def test_the_short_form_is_family_names_and_year(key, short):
    assert _sources.source(key).short() == short


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.key for entry in ENTRIES])
def test_every_entry_is_complete_and_reads_as_plain_text(entry):
    assert NEEDED[entry.kind] <= set(entry.fields)
    assert re.fullmatch(r"[a-z]+\d{4}[a-z]?", entry.key)
    assert entry.key.rstrip("abcdefghijklmnopqrstuvwxyz").endswith(entry.fields["year"])
    assert not re.search(r"[{}\\~]|--|\s\s", entry.text())
    assert entry.entry in BIB


def test_no_entry_is_overlooked_or_written_twice():
    assert len(ENTRIES) == BIB.count("@")
    assert len({entry.key for entry in ENTRIES}) == len(ENTRIES)


def test_an_unknown_key_is_our_mistake_and_says_so():
    with pytest.raises(InternalError, match=r"the source 'nobody1900' is not in references.bib"):
        _sources.source("nobody1900")


def test_keys_are_found_in_every_role_that_cites_once_and_in_order():
    docstring = """Constraint of :cite:t:`burt1992`, eq. 2.4, see :cite:p:`borgatti1997, burt1992`.

    Not a citation: `freeman1977`, :func:`brandes2001`.
    """
    assert _sources.keys_cited(docstring) == ("burt1992", "borgatti1997")
    assert _sources.keys_cited("") == ()


values = st.text(st.characters(exclude_characters="{}", exclude_categories=["C", "Z"]), max_size=9)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), st.lists(values), min_size=1))
def test_what_is_written_is_read_however_the_braces_nest(fields):
    nested = {name: "".join(f"a{{{part}}}" for part in parts) for name, parts in fields.items()}
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in nested.items())
    text = f"% a comment\n\n@book{{some1900,\n{lines}\n}}\n\n"
    text += "@misc{other1901,\n  year = {1901}\n}\n"
    first, second = _sources.read_entries(text)
    assert (first.kind, first.key, first.fields) == ("book", "some1900", nested)
    assert (second.key, second.fields) == ("other1901", {"year": "1901"})
    assert first.entry == text[text.index("@book") : text.index("\n\n@misc")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@book{a1900,\n  title = {Open\n", "lacks a closing brace in 'a1900'"),
        ('@book{a1900,\n  year = {1900},\n  title = "quoted"\n}\n', r"cannot be read in 'a1900'"),
        ("@book{a1900,\n  year = {1900}\n", r"cannot be read in 'a1900' after \['year'\]"),
    ],
)
def test_a_broken_entry_is_refused_by_its_key(text, message):
    with pytest.raises(InternalError, match=message):
        _sources.read_entries(text)
