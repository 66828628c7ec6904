"""Whether nodes with many ties are tied to each other more than their ties in number explain."""

from __future__ import annotations

from dataclasses import replace

from weakties._arguments import choice

from .cohesion import rich_club
from .degree import DIRECTIONS
from .network import Network, network_of
from .null_test import NullTest, null_test


def rich_club_test(
    network: Network,
    *,
    direction: str = "all",
    replicates: int = 1000,
    swaps: int = 10,
    count_observed: bool = True,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> NullTest:
    r"""Compare the rich club with that of random networks in which every node has as many ties.

    .. math::

        \rho(k) = \phi(k) / \bar \phi_{\text{random}}(k)

    with the coefficient :math:`\phi` of `rich_club`.

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.
    direction : {"all", "in", "out"}, default "all"
        Which ties of a directed network make a node rich.
    replicates : int, default 1000
        How many random networks.
    swaps : int, default 10
        How many steps `rewire` takes for each tie.
    count_observed : bool, default True
        Whether p-values count the network as one random network more.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from; without it, draws are fresh.
    threads : int, optional
        On how many threads random networks are made; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    NullTest
        One row for each ``degree`` k, as in `rich_club`, with ``ratio``, the :math:`\rho(k)` above,
        before z and p-values. Above 1 the rich are tied to each other more than by chance. NaN
        where no random network has a tie among them.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When an option is unknown or out of range.

    Notes
    -----
    The ratio is due to :cite:t:`colizza2006`. The rows are not independent of each other: the rich
    at one k are among those at the next lower one.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, rich_club_test
    >>> found = rich_club_test(
    ...     Network.from_networkx(nx.karate_club_graph()), replicates=200, seed=1
    ... )
    >>> found.table.loc[[4, 8], "ratio"].round(1).tolist()
    [1.0, 0.6]
    """
    network = network_of(network)
    direction = choice(direction, "direction", DIRECTIONS)
    found = null_test(
        network,
        lambda like: rich_club(like, direction=direction),
        replicates=replicates,
        swaps=swaps,
        count_observed=count_observed,
        seed=seed,
        threads=threads,
        progress=progress,
    )
    table = found.table
    expected = table["expected"].where(table["expected"] > 0)
    table.insert(list(table.columns).index("z"), "ratio", table["observed"] / expected)
    return replace(
        found,
        meta=replace(
            found.meta,
            method="rich club, degree",
            options=dict(found.meta.options) | {"direction": direction},
            sources=("colizza2006", *found.meta.sources),
        ),
    )
