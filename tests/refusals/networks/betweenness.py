"""Refusals of betweenness."""

from weakties.networks import betweenness

from ..table import Entry, flagged, threads_refused, watched
from .shared import CHECKED, NETWORK, of_a_network, weight_named

ENTRIES = {
    "networks.betweenness": Entry(
        (
            *of_a_network(betweenness),
            *weight_named(betweenness, "distance"),
            flagged(lambda value: betweenness(NETWORK, normalized=value), "normalized"),
            *threads_refused(lambda n: betweenness(NETWORK, threads=n)),
            watched(lambda **wish: betweenness(NETWORK, **wish)),
        ),
        CHECKED,
    ),
}
