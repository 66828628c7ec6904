"""Refusals of the profile."""

from weakties import InvalidInput, WrongType
from weakties.networks import profile

from ..table import Entry, Refusal, cannot, flagged, option, threads_refused, watched
from .shared import NETWORK, of_a_network, weight_named

ENTRIES = {
    "networks.profile": Entry(
        (
            *of_a_network(profile),
            Refusal(
                "wrong type", lambda: profile(NETWORK, "degree"), WrongType, "measures", "brackets"
            ),
            Refusal("empty input", lambda: profile(NETWORK, []), InvalidInput, "measures", "once"),
            Refusal(
                "unknown label",
                lambda: profile(NETWORK, ["closeness"]),
                InvalidInput,
                "measures",
                "choose one",
            ),
            Refusal(
                "duplicated key",
                lambda: profile(NETWORK, ["degree", "degree"]),
                InvalidInput,
                "measures",
                "once",
            ),
            *option(lambda name: profile(NETWORK, direction=name), "direction"),
            *option(lambda name: profile(NETWORK, connection=name), "connection"),
            *option(lambda name: profile(NETWORK, model=name), "model"),
            *weight_named(profile, "strength"),
            *weight_named(profile, "distance"),
            flagged(lambda value: profile(NETWORK, normalized=value), "normalized"),
            *threads_refused(lambda n: profile(NETWORK, threads=n)),
            watched(lambda **wish: profile(NETWORK, ["degree"], **wish)),
        ),
        cannot("a network was checked when it was made", "wrong shape"),
    ),
}
