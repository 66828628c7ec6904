"""Refusals of the ties that stand out."""

from weakties import WrongType
from weakties.networks import disparity

from ..table import Entry, Refusal, number_refused, option
from .shared import CHECKED, NETWORK, NO_NUMBERS, of_a_network, weight_named

ENTRIES = {
    "networks.disparity": Entry(
        (
            *of_a_network(lambda network: disparity(network, strength="w")),
            *weight_named(disparity, "strength"),
            Refusal(
                "wrong type",
                lambda: disparity(NETWORK, strength=None),
                WrongType,
                "strength",
                "must name the network's weight",
            ),
            *option(lambda name: disparity(NETWORK, strength="w", direction=name), "direction"),
        ),
        CHECKED | {fault: why for fault, why in NO_NUMBERS.items() if fault != "NaN"},
    ),
    "Parts.backbone": Entry(
        (
            *weight_named(lambda network, **name: network.backbone(**name), "strength"),
            *option(lambda name: NETWORK.backbone(strength="w", direction=name), "direction"),
            *number_refused(
                lambda alpha: NETWORK.backbone(strength="w", alpha=alpha),
                "alpha",
                ("at most 1", "at most 1", "above 0"),
                whole=False,
            ),
        ),
        CHECKED,
    ),
}
