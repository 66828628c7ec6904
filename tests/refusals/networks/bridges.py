"""Refusals of bridges."""

from collections.abc import Callable

from weakties.networks import articulation_points, bridges, embeddedness, local_bridges, overlap

from ..table import Entry, cannot, threads_refused, watched
from .shared import CHECKED, NETWORK, NO_NUMBERS, of_a_network

NO_LABELS = cannot("takes no labels of its own", "unknown label")


def on_one_thread(measure: Callable[..., object]) -> Entry:
    return Entry(
        (*of_a_network(measure), watched(lambda **wish: measure(NETWORK, **wish))),
        CHECKED | NO_NUMBERS | NO_LABELS,
    )


def of_ties(measure: Callable[..., object]) -> Entry:
    return Entry(
        (
            *of_a_network(measure),
            *threads_refused(lambda n: measure(NETWORK, threads=n)),
            watched(lambda **wish: measure(NETWORK, **wish)),
        ),
        CHECKED | NO_LABELS,
    )


ENTRIES = {
    "networks.articulation_points": on_one_thread(articulation_points),
    "networks.bridges": on_one_thread(bridges),
    "networks.embeddedness": of_ties(embeddedness),
    "networks.local_bridges": of_ties(local_bridges),
    "networks.overlap": of_ties(overlap),
}
