"""Refusals of approximate betweenness."""

from weakties import WrongType
from weakties.networks import betweenness_approximate

from ..table import Entry, Refusal, number_refused, threads_refused, watched
from .shared import CHECKED, NETWORK, of_a_network, weight_named

SPAN = ("above 0 and below 1",) * 3

ENTRIES = {
    "networks.betweenness_approximate": Entry(
        (
            *of_a_network(betweenness_approximate),
            *weight_named(betweenness_approximate, "distance"),
            *number_refused(
                lambda x: betweenness_approximate(NETWORK, error=x), "error", SPAN, whole=False
            ),
            *number_refused(
                lambda x: betweenness_approximate(NETWORK, confidence=x),
                "confidence",
                SPAN,
                whole=False,
            ),
            Refusal(
                "wrong type",
                lambda: betweenness_approximate(NETWORK, seed="1"),
                WrongType,
                "seed",
                "a whole number is the simplest",
            ),
            *threads_refused(lambda n: betweenness_approximate(NETWORK, threads=n)),
            watched(lambda **wish: betweenness_approximate(NETWORK, **wish)),
        ),
        CHECKED,
    ),
}
