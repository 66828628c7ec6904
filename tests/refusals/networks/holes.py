"""Refusals of structural holes."""

from collections.abc import Callable

from weakties.networks import (
    constraint,
    dyadic_constraint,
    effective_size,
    efficiency,
    hierarchy,
    structural_holes,
)

from ..table import Entry, option, threads_refused, watched
from .shared import CHECKED, NETWORK, of_a_network, weight_named


def hole(measure: Callable[..., object]) -> Entry:
    return Entry(
        (
            *of_a_network(measure),
            *weight_named(measure, "strength"),
            *option(lambda name: measure(NETWORK, model=name), "model"),
            *option(lambda name: measure(NETWORK, ties=name), "ties"),
            *threads_refused(lambda n: measure(NETWORK, threads=n)),
            watched(lambda **wish: measure(NETWORK, **wish)),
        ),
        CHECKED,
    )


ENTRIES = {
    "networks.constraint": hole(constraint),
    "networks.dyadic_constraint": hole(dyadic_constraint),
    "networks.effective_size": hole(effective_size),
    "networks.efficiency": hole(efficiency),
    "networks.hierarchy": hole(hierarchy),
    "networks.structural_holes": hole(structural_holes),
}
