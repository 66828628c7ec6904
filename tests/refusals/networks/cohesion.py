"""Refusals of density, reciprocity and the rich club."""

from collections.abc import Callable

from weakties.networks import (
    average_degree,
    centralization,
    density,
    dyad_census,
    node_reciprocity,
    reciprocity,
    rich_club,
)

from ..table import Entry, cannot, option, threads_refused, watched
from .shared import CHECKED, NETWORK, NO_NUMBERS, of_a_network

NO_NAMES = cannot("takes no names", "unknown label")


def plain(measure: Callable[..., object]) -> Entry:
    return Entry(of_a_network(measure), NO_NUMBERS | CHECKED | NO_NAMES)


def optional(measure: Callable[..., object], argument: str) -> Entry:
    return Entry(
        (
            *of_a_network(measure),
            *option(lambda name: measure(NETWORK, **{argument: name}), argument),
        ),
        NO_NUMBERS | CHECKED,
    )


ENTRIES = {
    "networks.average_degree": optional(average_degree, "direction"),
    "networks.density": plain(density),
    "networks.dyad_census": plain(dyad_census),
    "networks.node_reciprocity": plain(node_reciprocity),
    "networks.reciprocity": optional(reciprocity, "measure"),
    "networks.rich_club": optional(rich_club, "direction"),
    "networks.centralization": Entry(
        (
            *of_a_network(centralization),
            *option(lambda name: centralization(NETWORK, name), "measure"),
            *option(lambda name: centralization(NETWORK, direction=name), "direction"),
            *threads_refused(lambda n: centralization(NETWORK, threads=n)),
            watched(lambda **wish: centralization(NETWORK, "closeness", **wish)),
        ),
        CHECKED,
    ),
}
