"""The dynamic decompositions by name: their components, sources, and what each compares with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """A way to take a change apart.

    Parameters
    ----------
    components
        Its parts, in order; they add up to ``total``.
    source
        Its key in references.bib.
    difference
        What it compares with, in a sentence for readers of a comparison.
    """

    components: tuple[str, ...]
    source: str
    difference: str


_PARTS = ("within", "between", "entry", "exit")

METHODS = {
    "baily-hulten-campbell": Method(
        _PARTS,
        "baily1992",
        "compares with no level: entrants count with their whole productivity and exiters with "
        "minus theirs, so between, entry and exit change when a constant is added to productivity",
    ),
    "griliches-regev": Method(
        _PARTS,
        "griliches1995",
        "compares movers, entrants and exiters with the mean of the aggregates of both periods; "
        "symmetric in time, and within contains half of what weights and productivity do together",
    ),
    "foster-haltiwanger-krizan": Method(
        ("within", "between", "cross", "entry", "exit"),
        "foster2001",
        "compares movers, entrants and exiters with the aggregate at the start: entry looks good "
        "whenever productivity grows; what weights and productivity do together is cross",
    ),
    "foster-haltiwanger-krizan-2": Method(
        _PARTS,
        "foster2001",
        "is the method of Griliches and Regev, number for number",
    ),
    "baldwin-gu": Method(
        _PARTS,
        "baldwin2006",
        "compares movers and entrants with those who left, whom entrants are taken to replace: "
        "exit is 0 by construction, and nothing is defined where nobody leaves",
    ),
    "diewert-fox": Method(
        _PARTS,
        "diewert2010",
        "compares entrants with survivors at the end and exiters with survivors at the start; "
        "survivors are split firm by firm into growth and moves of weight among them",
    ),
    "melitz-polanec": Method(
        ("mean", "covariance", "entry", "exit"),
        "melitz2015",
        "compares entrants with survivors at the end and exiters with survivors at the start; "
        "survivors are split into their plain mean and the covariance of weight and productivity",
    ),
}

# All but the second name of one of them.
DISTINCT = tuple(name for name in METHODS if name != "foster-haltiwanger-krizan-2")

# Which function takes apart by the others, which ask for more or have other parts.
ELSEWHERE = {
    "olley-pakes": "olley_pakes",
    "maliranta-maattanen": "augmented_olley_pakes",
    "hyytinen-maliranta": "augmented_olley_pakes",
    "collard-wexler-de-loecker": "across_types",
    "petrin-levinsohn": "aggregate_growth",
}
