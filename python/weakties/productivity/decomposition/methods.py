"""All decompositions by name: what they take apart, into what, by what source, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from weakties.productivity.aggregate_growth import aggregate_growth
from weakties.productivity.augmented import augmented_olley_pakes
from weakties.productivity.types import across_types

from .dynamic import changes
from .olley_pakes import olley_pakes
from .result import Decomposition


@dataclass(frozen=True)
class Method:
    """A way to take productivity apart.

    Parameters
    ----------
    takes_apart
        ``"change"``, the difference of two levels; ``"level"``; or ``"growth"`` with Domar weights.
    components
        Its parts, in order; they add up to a total or aggregate.
    source
        Its key in references.bib.
    difference
        What it compares with, in a sentence for readers of a comparison.
    run
        What computes it: all methods that have it in common are passed to it at once.
    needs
        The further arguments it cannot do without; of each tuple one will do.
    takes
        The further arguments it has use for besides.
    """

    takes_apart: str
    components: tuple[str, ...]
    source: str
    difference: str
    run: Callable[..., dict[str, Any]]
    needs: tuple[tuple[str, ...], ...] = ()
    takes: tuple[str, ...] = ()

    @property
    def arguments(self) -> set[str]:
        """All further arguments it has use for."""
        return {*self.takes, *(name for names in self.needs for name in names)}


_PARTS = ("within", "between", "entry", "exit")
_SPREAD = ("errors", "productivity")


def _change(components: tuple[str, ...], source: str, difference: str) -> Method:
    return Method("change", components, source, difference, changes, takes=_SPREAD)


def _alone(function: Callable[..., Decomposition]) -> Callable[..., dict[str, Decomposition]]:
    """Let a function that knows one method be run as those are that know several."""

    def run(panel: Any, methods: dict[str, Method], **options: Any) -> dict[str, Decomposition]:
        (name,) = methods
        return {name: function(panel, **options)}

    return run


METHODS: Final[dict[str, Method]] = {
    "baily-hulten-campbell": _change(
        _PARTS,
        "baily1992",
        "compares with no level: entrants count with their whole productivity and exiters with "
        "minus theirs, so between, entry and exit change when a constant is added to productivity",
    ),
    "griliches-regev": _change(
        _PARTS,
        "griliches1995",
        "compares movers, entrants and exiters with the mean of the aggregates of both periods; "
        "symmetric in time, and within contains half of what weights and productivity do together",
    ),
    "foster-haltiwanger-krizan": _change(
        ("within", "between", "cross", "entry", "exit"),
        "foster2001",
        "compares movers, entrants and exiters with the aggregate at the start: entry looks good "
        "whenever productivity grows; what weights and productivity do together is cross",
    ),
    "foster-haltiwanger-krizan-2": _change(
        _PARTS,
        "foster2001",
        "is the method of Griliches and Regev, number for number",
    ),
    "baldwin-gu": _change(
        _PARTS,
        "baldwin2006",
        "compares movers and entrants with those who left, whom entrants are taken to replace: "
        "exit is 0 by construction, and nothing is defined where nobody leaves",
    ),
    "diewert-fox": _change(
        _PARTS,
        "diewert2010",
        "compares entrants with survivors at the end and exiters with survivors at the start; "
        "survivors are split firm by firm into growth and moves of weight among them",
    ),
    "melitz-polanec": _change(
        ("mean", "covariance", "entry", "exit"),
        "melitz2015",
        "compares entrants with survivors at the end and exiters with survivors at the start; "
        "survivors are split into their plain mean and the covariance of weight and productivity",
    ),
    "olley-pakes": Method(
        "level",
        ("mean", "covariance"),
        "olley1996",
        "takes a level apart and knows no entry or exit: the plain mean of all firms, and the "
        "covariance of weight and productivity among them",
        _alone(olley_pakes),
        takes=_SPREAD,
    ),
    "maliranta-maattanen": Method(
        "level",
        ("mean", "covariance", "entry", "exit"),
        "maliranta2015",
        "takes a level apart: the plain mean and covariance of firms that stay, and by how much "
        "those that are new, or about to leave, raise the level above that of firms that stay",
        _alone(augmented_olley_pakes),
        takes=("window",),
    ),
    "hyytinen-maliranta": Method(
        "level",
        ("mean", "covariance", "entry", "exit"),
        "hyytinen2013",
        "is the method of Maliranta and Määttänen, with each part split by age group",
        _alone(augmented_olley_pakes),
        needs=(("age", "cuts"),),
        takes=("window",),
    ),
    "collard-wexler-de-loecker": Method(
        "level",
        ("mean", "covariance", "between"),
        "collardwexler2015",
        "takes a level, and its change, apart within and between types of firms, each of which "
        "counts alike: the means of their means and covariances, and the covariance between types",
        _alone(across_types),
        needs=(("types",),),
    ),
    "petrin-levinsohn": Method(
        "growth",
        ("technical_efficiency", "reallocation", "entry", "exit"),
        "petrin2012",
        "takes growth with Domar weights apart: firms' technical efficiency, and for each input "
        "its reallocation to where its product is worth more than it costs",
        _alone(aggregate_growth),
        needs=(("revenue",), ("quantity",), ("inputs",), ("costs",), ("elasticities",)),
        takes=("intermediate", "missing"),
    ),
}

CHANGES = tuple(name for name, method in METHODS.items() if method.takes_apart == "change")
# All but the second name of one of them.
DISTINCT = tuple(name for name in CHANGES if name != "foster-haltiwanger-krizan-2")
