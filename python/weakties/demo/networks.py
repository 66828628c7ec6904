"""The first chapter: who bridges groups that do not meet."""

from __future__ import annotations

from weakties import cite, networks
from weakties.datasets import florentine_families, southern_women

from .report import Chapter, Exhibit, Figure


def chapter() -> Chapter:
    """Measure positions in a network of families and in one of people who meet at events."""
    families = networks.Network.from_edges(florentine_families(), "source", "target")
    positions = networks.profile(families).sort_values("constraint")

    meetings = networks.TwoModeNetwork.from_edges(southern_women(), "woman", "event")
    women = meetings.project(onto="firm")
    seen = networks.profile(
        women,
        ["degree", "strength", "constraint", "effective_size"],
        strength=women.weight,
    ).sort_values("constraint")
    constraint = positions["constraint"]
    return Chapter(
        title="Networks: who bridges groups that do not meet",
        question=(
            "News of a partner or a method travels through whoever is tied to groups that are not "
            "tied to each other. Burt's constraint is low for such a node."
        ),
        data=(
            "marriages among 15 Florentine families in the 15th century (Padgett and Ansell 1993), "
            "and which of 18 women came to which of 14 events (Davis, Gardner and Gardner 1941)"
        ),
        exhibits=[
            Exhibit(
                "Florentine families by constraint",
                positions,
                f"the {constraint.index[0]}, with the lowest constraint "
                f"({constraint.iloc[0]:.2f}), married into families that did not marry each other; "
                "a constraint of 1 means that all rests on one tie.",
            ),
            Exhibit(
                "Women by constraint, tied as often as they met",
                seen,
                "strength counts the meetings a woman shares with others; an effective size far "
                "below the degree says that her contacts meet each other anyway.",
                rows=8,
            ),
        ],
        figures=[
            Figure(
                "florentine_families",
                "Marriages among Florentine families; larger circles are less constrained.",
                lambda ax: families.plot(ax=ax, size=(1 / constraint).rename("1 / constraint")),
                size=(7.0, 5.5),
            ),
        ],
        sources=f"{cite(networks.constraint)}\n{cite(networks.betweenness)}",
    )
