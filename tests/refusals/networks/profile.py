"""Refusals of the profile."""

from weakties import InvalidInput, UnknownLabel, WrongType
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
                lambda: profile(NETWORK, ["zzz"]),
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
            flagged(lambda value: profile(NETWORK, attributes=value), "attributes"),
            Refusal(
                "unknown label",
                lambda: profile(NETWORK, by="region"),
                UnknownLabel,
                "by",
                "Attributes there are",
            ),
            Refusal("wrong type", lambda: profile(NETWORK, by=[{}]), WrongType, "by", "name of an"),
            Refusal("empty input", lambda: profile(NETWORK, by=[]), InvalidInput, "by", "leave it"),
            Refusal(
                "unknown label",
                lambda: profile(NETWORK, modell="ego"),
                InvalidInput,
                "modell",
                "Did you mean 'model'",
            ),
            *option(lambda name: profile(NETWORK, model=name), "model"),
            *weight_named(profile, "strength"),
            *weight_named(profile, "distance"),
            flagged(lambda value: profile(NETWORK, normalized=value), "normalized"),
            *threads_refused(lambda n: profile(NETWORK, threads=n)),
            watched(lambda **wish: profile(NETWORK, ["degree"], **wish)),
        ),
        cannot("a network was checked when it was made", "wrong shape"),
        parts=frozenset({"direction", "model", "modell", "strength", "distance", "normalized"}),
    ),
}
