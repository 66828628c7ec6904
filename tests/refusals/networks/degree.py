"""Refusals of degree and components."""

from collections.abc import Callable

from weakties.networks import connected_components, degree, strength

from ..table import Entry, option
from .shared import CHECKED, NETWORK, NO_NUMBERS, of_a_network


def directed(measure: Callable[..., object]) -> Entry:
    return Entry(
        (
            *of_a_network(measure),
            *option(lambda name: measure(NETWORK, direction=name), "direction"),
        ),
        NO_NUMBERS | CHECKED,
    )


ENTRIES = {
    "networks.connected_components": Entry(
        (
            *of_a_network(connected_components),
            *option(lambda name: connected_components(NETWORK, connection=name), "connection"),
        ),
        NO_NUMBERS | CHECKED,
    ),
    "networks.degree": directed(degree),
    "networks.strength": directed(strength),
}
