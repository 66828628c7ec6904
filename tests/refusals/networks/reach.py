"""Refusals of reach, distances, eccentricity, diameter and average path length."""

from collections.abc import Callable

from weakties.networks import average_path_length, diameter, distances, eccentricity, reach

from ..table import Entry, cannot, count_refused, flagged, option, threads_refused, watched
from .shared import CHECKED, NETWORK, named_nodes, of_a_network, weight_named


def far(measure: Callable[..., object]) -> Entry:
    return Entry(
        (
            *of_a_network(measure),
            *weight_named(measure, "distance"),
            *option(lambda name: measure(NETWORK, direction=name), "direction"),
            *threads_refused(lambda n: measure(NETWORK, threads=n)),
            watched(lambda **wish: measure(NETWORK, **wish)),
        ),
        CHECKED,
    )


ENTRIES = {
    "networks.reach": Entry(
        (
            *of_a_network(reach),
            *count_refused(lambda n: reach(NETWORK, n), "steps", 0),
            *option(lambda name: reach(NETWORK, direction=name), "direction"),
            flagged(lambda value: reach(NETWORK, normalized=value), "normalized"),
            *threads_refused(lambda n: reach(NETWORK, threads=n)),
            watched(lambda **wish: reach(NETWORK, **wish)),
        ),
        CHECKED,
    ),
    "networks.distances": Entry(
        (*far(distances).refusals, *named_nodes(distances, "sources")),
        cannot("a network was checked when it was made", "wrong shape"),
    ),
    "networks.eccentricity": far(eccentricity),
    "networks.diameter": far(diameter),
    "networks.average_path_length": far(average_path_length),
}
