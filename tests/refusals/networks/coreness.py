"""Refusals of coreness."""

from weakties import InvalidInput
from weakties.networks import coreness

from ..table import Entry, Refusal, cannot, option
from .shared import CHECKED, NETWORK, edges, of_a_network, weighing, weight_named

ENTRIES = {
    "networks.coreness": Entry(
        (
            *of_a_network(coreness),
            *weight_named(coreness, "strength"),
            *option(lambda name: coreness(NETWORK, direction=name), "direction"),
            Refusal(
                "infinity",
                lambda: coreness(edges(weighing(1e308).assign(w=1e308), weight="w"), strength="w"),
                InvalidInput,
                "strength",
                "divide the weights",
            ),
        ),
        cannot("a network has no negative weights", "negative") | CHECKED,
    ),
}
