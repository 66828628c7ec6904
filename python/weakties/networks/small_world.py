"""Whether a network is a small world: short paths, and contacts who are tied to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._results import Meta, Result

from .draws import count_of
from .network import Network, network_of
from .rewiring import swaps_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLUSTERINGS = ("local", "transitivity")
_KINDS = ("observed", "random", "lattice")
_COLUMNS = ["path_length", "connected", "transitivity", "local"]


@dataclass(frozen=True, eq=False, repr=False)
class SmallWorld(Result):
    """How far a network is a small world.

    Parameters
    ----------
    sigma : float
        Small-world-ness of Humphries and Gurney: above 1 for a small world.
    omega : float
        The measure of Telesford and others: near 0 for a small world, towards -1 for a lattice,
        towards 1 for a random network.
    table : pandas.DataFrame
        Indexed by ``network`` (``"observed"``, ``"random"``, ``"lattice"``): means of
        ``path_length``, ``connected``, ``transitivity`` and ``local`` clustering.
    references : pandas.DataFrame
        The same for every network that was made, one row each.
    """

    title: ClassVar[str] = "Small world"

    sigma: float
    omega: float
    table: pd.DataFrame
    references: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `table` with the kinds of networks as a column.

        Returns
        -------
        pandas.DataFrame
            Three rows.
        """
        return self.table.reset_index()

    def _shown(self) -> pd.DataFrame:
        return self.table

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.draws import histogram

        column = str(self.meta.options["clustering"])
        random = self.references.loc[self.references["network"] == "random", column]
        observed = float(self.table[column]["observed"])
        label = f"clustering ({column}), observed and in random networks"
        return histogram(random, observed, label=label, ax=ax)


def small_world(
    network: Network,
    *,
    clustering: str = "local",
    replicates: int = 20,
    swaps: int = 10,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> SmallWorld:
    r"""Compare path lengths and clustering with random networks and lattices of the same degrees.

    .. math::

        \sigma = \frac{C / C_\text{random}}{L / L_\text{random}}, \qquad
        \omega = \frac{L_\text{random}}{L} - \frac{C}{C_\text{lattice}},

    where L is the mean length of the shortest paths and C is clustering.

    Parameters
    ----------
    network : Network
        Its largest component is measured. Two nodes are tied if a tie leads either way; weights and
        self-ties are not read.
    clustering : {"local", "transitivity"}, default "local"
        The mean over nodes of the share of pairs of their contacts that are tied, 0 with fewer than
        two contacts; or three times the triangles over the pairs of ties that share a node.
    replicates : int, default 20
        How many random networks, and how many lattices.
    swaps : int, default 10
        How many steps `rewire` takes for each tie to make a random network, and how many tries a
        lattice takes to become tighter.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What the networks are drawn from; without it, draws are fresh.
    threads : int, optional
        How many threads to use; by default one for every processor. Results do not depend on it.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    SmallWorld
        Pure numbers. :math:`\sigma` is NaN where the random networks have no triangle, and
        :math:`\omega` where the lattices have none. Path lengths of lattices are not computed, and
        so NaN. A random network need not be connected: its path length is that of its largest
        component, whose share of the nodes is ``connected``.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When no component has 3 nodes, or an option is unknown.

    Notes
    -----
    :math:`\sigma` is due to :cite:t:`humphries2008`, :math:`\omega` to :cite:t:`telesford2011`;
    both build on :cite:t:`watts1998`. Means over references enter the formulas. For a lattice,
    nodes take random places on a ring and are tied to the nearest who have ties left to give; what
    is left over is tied by breaking ties up, and ties are then exchanged where that makes them
    shorter on the ring. Where all degrees are equal and even, that is the ring lattice. networkx
    exchanges the ties of a random network instead, of which few get shorter in a large network: its
    lattices are clustered less, so that :math:`\omega` is smaller and can leave the range from -1
    to 1; and it wants every random network connected. Paths are searched from all nodes, many at
    once, in time in proportion to nodes times ties; memory is linear.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, small_world
    >>> graph = nx.watts_strogatz_graph(200, 6, 0.1, seed=1)
    >>> found = small_world(Network.from_networkx(graph), replicates=5, seed=1)
    >>> found.sigma > 5, abs(found.omega) < 0.5
    (True, True)
    """
    network = network_of(network)
    clustering = choice(clustering, "clustering", CLUSTERINGS)
    replicates = count_of(replicates, "replicates")
    swaps = swaps_of(swaps)
    drawn = seed_of(seed)
    with reporter(progress, "small world") as report:
        nodes, shapes = _core.small_world(
            network._adjacency, replicates, swaps, drawn.key, thread_count(threads), report
        )
    kinds = [_KINDS[0], *[_KINDS[1]] * replicates, *[_KINDS[2]] * replicates]
    every = pd.DataFrame(shapes, columns=pd.Index(_COLUMNS))
    every.insert(0, "network", kinds)
    table = every.groupby("network", sort=False)[_COLUMNS].mean()
    path, clustered = table["path_length"], table[clustering]
    return SmallWorld(
        sigma=_ratio(clustered["observed"], clustered["random"])
        / _ratio(path["observed"], path["random"]),
        omega=_ratio(path["random"], path["observed"])
        - _ratio(clustered["observed"], clustered["lattice"]),
        table=table,
        references=every.iloc[1:].reset_index(drop=True),
        meta=Meta(
            method="sigma and omega",
            options={"clustering": clustering, "replicates": replicates, "swaps": swaps},
            counts={"nodes": nodes},
            dropped={"nodes outside the largest component": len(network) - nodes},
            seed=drawn.entropy,
            sources=("humphries2008", "telesford2011", "watts1998"),
        ),
    )


def _ratio(one: float, other: float) -> float:
    return float(one / other) if other > 0 else np.nan
