"""Many measures of every node in one table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from weakties import _core
from weakties._arguments import choice, flag
from weakties._arguments import threads as thread_count
from weakties._progress import asked, reporter
from weakties.errors import InvalidInput, WrongType

from .betweenness import betweenness
from .components import CONNECTIONS, connected_components
from .degree import DIRECTIONS, degree
from .degree import strength as node_strength
from .holes import MODELS, constraint, effective_size
from .network import Network, network_of

_MEASURES = (
    "degree",
    "strength",
    "connected_components",
    "constraint",
    "effective_size",
    "betweenness",
)


def profile(
    network: Network,
    measures: Sequence[str] = ("degree", "constraint", "effective_size", "betweenness"),
    *,
    direction: str = "all",
    connection: str = "weak",
    strength: Hashable | None = None,
    model: str = "whole",
    distance: Hashable | None = None,
    normalized: bool = True,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Compute several measures of every node, sharing the work they have in common.

    Parameters
    ----------
    network : Network
    measures : sequence of str
        Of ``"degree"``, ``"strength"``, ``"connected_components"``, ``"constraint"``,
        ``"effective_size"`` and ``"betweenness"``; the order is that of the columns.
    direction, connection, strength, model, distance, normalized
        As in `degree`, `connected_components`, `constraint`, `effective_size` and `betweenness`;
        each acts on the measures that have it.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show bars; by default for what takes longer than two seconds.

    Returns
    -------
    DataFrame
        One row a node, by label, and one column a measure.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``measures`` is no sequence of names.
    InvalidInput
        When a measure is unknown, named twice, or none is named; and as the measures do.
    UnknownLabel
        When ``strength`` or ``distance`` is not the network's weight.

    Notes
    -----
    Constraint and effective size are due to :cite:t:`burt1992`, betweenness to
    :cite:t:`freeman1977`, computed as by :cite:t:`brandes2001`.

    Examples
    --------
    >>> from weakties.networks import Network, profile
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> profile(star, ["degree", "constraint"])
          degree  constraint
    Alba       2         0.5
    Bo         1         1.0
    Cato       1         1.0
    """
    network = network_of(network)
    names = _chosen(measures)
    # Every option is looked at, also one that acts on no measure asked for.
    direction = choice(direction, "direction", DIRECTIONS)
    connection = choice(connection, "connection", CONNECTIONS)
    model = choice(model, "model", MODELS)
    network._reads(strength, "strength")
    network._reads(distance, "distance")
    normalized = flag(normalized, "normalized")
    threads = thread_count(threads)
    asked(progress)

    work: dict[str, Any] = {"threads": threads, "progress": progress}
    holes: dict[str, Any] = {"strength": strength, "model": model, **work}
    columns: dict[str, pd.Series[Any]] = {}
    if {"constraint", "effective_size"} <= set(names):
        columns |= _constraint_and_effective_size(network, **holes)
    compute: dict[str, Callable[[], pd.Series[Any]]] = {
        "degree": partial(degree, network, direction=direction),
        "strength": partial(node_strength, network, direction=direction),
        "connected_components": partial(connected_components, network, connection=connection),
        "constraint": partial(constraint, network, **holes),
        "effective_size": partial(effective_size, network, **holes),
        "betweenness": partial(
            betweenness, network, distance=distance, normalized=normalized, **work
        ),
    }
    return pd.DataFrame(
        {name: columns[name] if name in columns else compute[name]() for name in names}
    )


def _constraint_and_effective_size(
    network: Network,
    *,
    strength: Hashable | None,
    model: str,
    threads: int | None,
    progress: bool | None,
) -> dict[str, pd.Series[Any]]:
    """Compute both at once: all but a fraction of the work is finding who is tied to whom."""
    weighted = network._reads(strength, "strength")
    with reporter(progress, "structural holes") as report:
        _, *both, _, _ = _core.holes(network._adjacency, weighted, model, "both", threads, report)
    names = ("constraint", "effective_size")
    return {
        name: network._per_label(values, name) for name, values in zip(names, both, strict=True)
    }


def _chosen(measures: object) -> list[str]:
    if isinstance(measures, str) or not isinstance(measures, Sequence):
        raise WrongType(
            f"`measures` must be a list of names: got {measures!r}; put them in square brackets"
        )
    names = [choice(name, "measures", _MEASURES) for name in measures]
    twice = next((name for name in names if names.count(name) > 1), None)
    if not names or twice:
        found = f"{twice!r} twice" if twice else "none"
        raise InvalidInput(f"`measures` must name each measure once: got {found}")
    return names
