"""Places on a plane at which tied nodes are near."""

from __future__ import annotations

import pandas as pd

from weakties import _core
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of


def layout(
    network: Network,
    *,
    seed: int = 0,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Find places on a plane at which tied nodes are near, for a picture.

    Each component starts from its nodes' distances to up to 50 of them
    (:cite:t:`brandes2007`), which unfolds its shape. Springs along ties and repulsion between all
    nodes (:cite:t:`fruchterman1991`), far ones taken together (:cite:t:`barnes1986`), then spread
    it out. Components are packed side by side, the largest at the top left.

    Parameters
    ----------
    network : Network
        Weights, directions and self-ties are not read.
    seed : int, default 0
        The same seed gives the same places, to the last bit; another gives another picture of the
        same ties.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    DataFrame of float
        ``x`` and ``y`` of each node, by label. The unit is about the length of a tie between two
        nodes by themselves. Nodes without ties have places too.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``seed`` no whole number.
    InvalidInput
        When ``seed`` is negative.

    Examples
    --------
    >>> from weakties.networks import Network, layout
    >>> pair = Network.from_matrix([[0, 1], [1, 0]], labels=["Alba", "Bo"])
    >>> places = layout(pair)
    >>> float(places.loc["Bo", "x"] - places.loc["Alba", "x"])
    1.0
    """
    network = network_of(network)
    drawn = seed_of(seed)
    with reporter(progress, "layout") as report:
        places = _core.layout(network._adjacency, drawn.key, thread_count(threads), report)
    return pd.DataFrame(places, index=network.labels, columns=["x", "y"])
