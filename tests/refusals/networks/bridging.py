"""Refusals of bridging."""

from collections.abc import Callable

from weakties.networks import bridging, bridging_centrality, bridging_coefficient

from ..table import Entry, Refusal, cannot, flagged, threads_refused, watched
from .shared import CHECKED, NETWORK, NO_NUMBERS, of_a_network, weight_named


def of_paths(measure: Callable[..., object], *more: Refusal) -> Entry:
    return Entry(
        (
            *of_a_network(measure),
            *weight_named(measure, "distance"),
            *threads_refused(lambda n: measure(NETWORK, threads=n)),
            watched(lambda **wish: measure(NETWORK, **wish)),
            *more,
        ),
        CHECKED,
    )


ENTRIES = {
    "networks.bridging": of_paths(bridging),
    "networks.bridging_centrality": of_paths(
        bridging_centrality,
        flagged(lambda value: bridging_centrality(NETWORK, normalized=value), "normalized"),
    ),
    "networks.bridging_coefficient": Entry(
        of_a_network(bridging_coefficient),
        CHECKED | NO_NUMBERS | cannot("takes no labels of its own", "unknown label"),
    ),
}
