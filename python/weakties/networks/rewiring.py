"""Networks that are random but for what they have in common with one that was observed."""

from __future__ import annotations

from weakties import _core
from weakties._arguments import Seed, choice, integer
from weakties._arguments import seed as seed_of
from weakties._progress import reporter

from .network import Network, network_of

KEPT = ("size", "density", "dyad_census", "degree")
_MOST_SWAPS = 1_000_000


def rewire(
    network: Network,
    *,
    swaps: int = 10,
    seed: object = None,
    progress: bool | None = None,
) -> Network:
    """Exchange the ends of ties at random, so that every node keeps its number of ties.

    In each step two ties a - b and c - d are taken at random and become a - d and c - b, unless
    that would make a self-tie or a second tie between two nodes. With directions, every node keeps
    its number of ties that arrive and of those that leave, and one step in eight tries to turn a
    triangle a → b → c → a around.

    Parameters
    ----------
    network : Network
        Self-ties stay as they are.
    swaps : int, default 10
        How many steps for each tie, those that cannot be taken included.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What the steps start from; without it, fresh ones are drawn.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Network
        With the same labels and attributes. The weight of a tie travels with it; with directions it
        stays with the node that the tie leaves, so that sums of weights by source do not change.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``swaps`` no whole number.
    InvalidInput
        When ``swaps`` or ``seed`` is negative.

    Notes
    -----
    The method is that of :cite:t:`maslov2002`. A step that cannot be taken counts, and each step is
    as likely as the one that undoes it, so that in the long run all networks with these degrees are
    equally likely; to count only steps that are taken would prefer networks that can change in many
    ways (:cite:t:`roberts2012`, who also show that with directions exchanges alone do not reach all
    networks, and that turning triangles is what is missing). A network that no step can change,
    such as a star or one in which everyone is tied to everyone, comes back as it is.

    Examples
    --------
    >>> from weakties.networks import Network, degree, rewire
    >>> ring = Network.from_matrix([[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]])
    >>> degree(rewire(ring, seed=1)).tolist()
    [2, 2, 2, 2]
    """
    network = network_of(network)
    swaps = swaps_of(swaps)
    with reporter(progress, "rewiring") as report:
        core = _core.rewire(network._adjacency, swaps, seed_of(seed).key, 0, report)
    return with_core(network, core)


def random_network_like(
    network: Network, keep: str = "degree", *, swaps: int = 10, seed: object = None
) -> Network:
    """Draw a random network that has something in common with an observed one.

    Parameters
    ----------
    network : Network
        Self-ties stay as they are.
    keep : {"size", "density", "dyad_census", "degree"}, default "degree"
        What stays: the nodes, each tie being there with probability one half (U|n); also the number
        of ties (U|n, m); also how many pairs are tied both ways, one way and not (U|MAN), which
        without directions is the same; or every node's number of ties, as by `rewire`.
    swaps : int, default 10
        How many steps `rewire` takes for each tie; of no effect on the others.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from; without it, the draw is fresh.

    Returns
    -------
    Network
        With the same labels and attributes; among all such networks each is equally likely. Weights
        are dealt out to the ties anew, with ``"degree"`` as by `rewire`, and with ``"size"`` drawn
        with replacement.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``swaps`` no whole number.
    InvalidInput
        When there is no such ``keep``, or ``swaps`` or ``seed`` is negative.

    Notes
    -----
    On these distributions see :cite:t:`anderson1999`; U|MAN is due to :cite:t:`holland1976`.

    Examples
    --------
    >>> from weakties.networks import Network, random_network_like
    >>> path = Network.from_matrix([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    >>> random_network_like(path, "density", seed=1)
    <Network: 4 nodes, 3 ties, undirected>
    """
    network = network_of(network)
    keep = choice(keep, "keep", KEPT)
    return drawn_like(network, keep, swaps_of(swaps), seed_of(seed), 0)


def drawn_like(network: Network, keep: str, swaps: int, seed: Seed, replicate: int) -> Network:
    """Return the random network of this number."""
    if keep == "degree":
        core = _core.rewire(network._adjacency, swaps, seed.key, replicate, None)
    else:
        core = _core.random_network_like(network._adjacency, keep, seed.key, replicate)
    return with_core(network, core)


def with_core(network: Network, core: _core.Network) -> Network:
    """Return other ties among the same nodes."""
    return Network._from_core(core, network._attributes, network.weight, network.dropped)


def swaps_of(swaps: object) -> int:
    """Return how many steps are wanted for each tie."""
    return integer(swaps, "swaps", low=0, high=_MOST_SWAPS)
