"""Refusals of closeness and harmonic closeness."""

from collections.abc import Callable

from weakties.networks import closeness, harmonic

from ..table import Entry, Refusal, flagged, option, threads_refused, watched
from .shared import CHECKED, NETWORK, of_a_network, weight_named


def near(measure: Callable[..., object], *more: Refusal) -> Entry:
    return Entry(
        (
            *of_a_network(measure),
            *weight_named(measure, "distance"),
            *option(lambda name: measure(NETWORK, direction=name), "direction"),
            flagged(lambda value: measure(NETWORK, normalized=value), "normalized"),
            *more,
            *threads_refused(lambda n: measure(NETWORK, threads=n)),
            watched(lambda **wish: measure(NETWORK, **wish)),
        ),
        CHECKED,
    )


ENTRIES = {
    "networks.closeness": near(
        closeness, flagged(lambda value: closeness(NETWORK, improved=value), "improved")
    ),
    "networks.harmonic": near(harmonic),
}
