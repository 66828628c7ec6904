"""Refusals of betweenness."""

from collections.abc import Callable

from weakties.networks import betweenness, edge_betweenness

from ..table import Entry, Refusal, cannot, flagged, threads_refused, watched
from .shared import CHECKED, NETWORK, named_nodes, of_a_network, weight_named


def between(measure: Callable[..., object]) -> tuple[Refusal, ...]:
    return (
        *of_a_network(measure),
        *weight_named(measure, "distance"),
        flagged(lambda value: measure(NETWORK, normalized=value), "normalized"),
        *threads_refused(lambda n: measure(NETWORK, threads=n)),
        watched(lambda **wish: measure(NETWORK, **wish)),
    )


ENTRIES = {
    "networks.betweenness": Entry(
        (
            *between(betweenness),
            *named_nodes(betweenness, "sources"),
            *named_nodes(betweenness, "targets"),
        ),
        cannot("a network was checked when it was made", "wrong shape"),
    ),
    "networks.edge_betweenness": Entry(between(edge_betweenness), CHECKED),
}
