"""Refusals of clustering, transitivity, triangles and the triad census."""

from collections.abc import Callable

from weakties import InvalidInput
from weakties.networks import (
    Network,
    average_clustering,
    clustering,
    square_clustering,
    transitivity,
    triad_census,
    triangles,
)

from ..table import Entry, Refusal, cannot, option, threads_refused, watched
from .shared import CHECKED, NETWORK, edges, of_a_network, weight_named

ARCS = edges(weight="w", directed=True)


def common(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    return (
        *of_a_network(measure),
        *threads_refused(lambda n: measure(NETWORK, threads=n)),
        watched(lambda **wish: measure(NETWORK, **wish)),
    )


def plain(measure: Callable[[Network], object]) -> Entry:
    return Entry(common(measure), CHECKED | cannot("takes no names", "unknown label"))


def shares(measure: Callable[..., object]) -> Entry:
    return Entry(
        (
            *common(measure),
            *weight_named(measure, "strength"),
            *option(lambda name: measure(NETWORK, method=name), "method"),
            *option(lambda name: measure(NETWORK, pattern=name), "pattern"),
            *option(lambda name: measure(NETWORK, undefined=name), "undefined"),
            Refusal(
                "unknown label",
                lambda: measure(NETWORK, pattern="in"),
                InvalidInput,
                "pattern",
                "directed=True",
            ),
            Refusal(
                "unknown label",
                lambda: measure(ARCS, strength="w", method="barrat"),
                InvalidInput,
                "method",
                "choose 'onnela'",
            ),
        ),
        CHECKED,
    )


ENTRIES = {
    "networks.average_clustering": shares(average_clustering),
    "networks.clustering": shares(clustering),
    "networks.square_clustering": Entry(
        (
            *common(square_clustering),
            *option(lambda name: square_clustering(NETWORK, undefined=name), "undefined"),
        ),
        CHECKED,
    ),
    "networks.transitivity": plain(transitivity),
    "networks.triad_census": plain(triad_census),
    "networks.triangles": plain(triangles),
}
