"""What the measures of shortest paths share: directions, lengths, and the nodes asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._labels import codes_of
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

from .network import Network

DIRECTIONS = ("out", "in", "all")


def refuse_zero(network: Network) -> None:
    """Refuse ties without length by their labels."""
    sources, targets, weights = network._adjacency.ties()
    at = np.flatnonzero(weights == 0)
    if len(at):
        one, other = (shown(network.labels[ends[at[0]]]) for ends in (sources, targets))
        raise InvalidInput(
            f"`distance` must be greater than 0 on every tie: {network.weight!r} is 0 between "
            f"{one} and {other} ({len(at)} such in all); merge such nodes, or give the ties a "
            "small distance"
        )


def chosen(network: Network, nodes: object, argument: str) -> NDArray[np.uint32]:
    """Return the numbers of the nodes whose labels are listed, each once."""
    if not isinstance(nodes, str | Sequence | pd.Index | pd.Series | np.ndarray):
        raise WrongType(
            f"`{argument}` must be a list of labels: got {type(nodes).__name__}; write them in "
            "square brackets"
        )
    listed: list[Any] = [nodes] if isinstance(nodes, str) else list(nodes)
    if not listed:
        raise InvalidInput(f"`{argument}` is empty: give at least one label")
    codes = codes_of(listed, network.labels, argument)
    repeated = pd.Index(codes).duplicated()
    if repeated.any():
        raise InvalidInput(
            f"`{argument}` must name each node once: {shown(listed[int(repeated.argmax())])} is "
            "there twice; drop the repeated labels"
        )
    return codes.astype(np.uint32)
