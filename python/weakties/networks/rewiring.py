"""Networks that are random but for what they have in common with one that was observed."""

from __future__ import annotations

from typing import TypeVar

from weakties import _core
from weakties._arguments import Seed, choice, integer
from weakties._arguments import seed as seed_of
from weakties._progress import reporter

from .network import Network, network_of
from .two_mode import TwoModeNetwork

AnyNetwork = TypeVar("AnyNetwork", Network, TwoModeNetwork, Network | TwoModeNetwork)

KEPT = ("size", "density", "dyad_census", "degree", "ties", "strength")
KEPT_OF_TWO_MODES = ("density", "firm_degree", "institution_degree", "degree", "ties")
_MOST_SWAPS = 1_000_000


def rewire(
    network: AnyNetwork,
    *,
    swaps: int = 10,
    seed: object = None,
    progress: bool | None = None,
) -> AnyNetwork:
    """Exchange the ends of ties at random, so that every node keeps its number of ties.

    In each step two ties a - b and c - d are taken at random and become a - d and c - b, unless
    that would make a self-tie or a second tie between two nodes. With directions, every node keeps
    its number of ties that arrive and of those that leave, and one step in eight tries to turn a
    triangle a → b → c → a around. Of a two-mode network, two firms exchange an institution, so that
    both kinds keep their numbers of ties.

    Parameters
    ----------
    network : Network or TwoModeNetwork
        Self-ties stay as they are.
    swaps : int, default 10
        How many steps for each tie, those that cannot be taken included.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What the steps start from; without it, fresh ones are drawn.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Network or TwoModeNetwork
        With the same labels and attributes; as it was where no two ties can swap ends, as in a star
        or without ties. The weights are the same numbers on other ties: without
        directions, any of them on any tie in the long run, so that a node's sum of weights is not
        kept. With directions a weight stays with the node that the tie leaves, and in a two-mode
        network with the firm, so that sums by source, and by firm, do not change.

    Raises
    ------
    WrongType
        When ``network`` is no network, or ``swaps`` no whole number.
    InvalidInput
        When ``swaps`` or ``seed`` is negative.

    Notes
    -----
    The method is that of :cite:t:`maslov2002`. A step that cannot be taken counts, and each step is
    as likely as the one that undoes it, so that in the long run all networks with these degrees are
    equally likely; to count only steps that are taken would prefer networks that can change in many
    ways (:cite:t:`roberts2012`, who also show that with directions exchanges alone do not reach all
    networks, and that turning triangles is what is missing). Every two-mode network with the same
    numbers of ties can be reached (:cite:t:`ryser1957`). A network that no step can change, such as
    a star or one in which everyone is tied to everyone, comes back as it is.

    Examples
    --------
    >>> from weakties.networks import Network, degree, rewire
    >>> ring = Network.from_matrix([[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]])
    >>> degree(rewire(ring, seed=1)).tolist()
    [2, 2, 2, 2]
    """
    checked = any_network(network)
    swaps, key = swaps_of(swaps), seed_of(seed).key
    with reporter(progress, "rewiring") as report:
        if isinstance(checked, TwoModeNetwork):
            firms = len(checked._firms)
            core = _core.rewire_two_mode(checked._adjacency, firms, swaps, key, report)
        else:
            core = _core.rewire(checked._adjacency, swaps, key, 0, report)
    return with_core(checked, core)


def random_network_like(
    network: AnyNetwork, keep: str = "degree", *, swaps: int = 10, seed: object = None
) -> AnyNetwork:
    """Draw a random network that has something in common with an observed one.

    What stays of a Network, besides its nodes:

    ================= ==============================================================================
    ``"size"``        nothing else: each tie is there with probability one half (U|n)
    ``"density"``     the number of ties (U|n, m)
    ``"dyad_census"`` how many pairs are tied both ways, one way and not (U|MAN); without directions
                      the same as the number of ties
    ``"degree"``      every node's number of ties, with directions both of those that arrive and of
                      those that leave, as by `rewire`
    ``"ties"``        the ties; their weights are dealt out anew
    ``"strength"``    the ties and each node's sum of weights that leave; with directions only
    ================= ==============================================================================

    and of a TwoModeNetwork:

    ======================== =======================================================================
    ``"density"``            the number of ties
    ``"firm_degree"``        every firm's number of ties and sum of weights
    ``"institution_degree"`` every institution's number of ties and sum of weights
    ``"degree"``             both numbers of ties, and every firm's sum of weights, as by `rewire`
    ``"ties"``               the ties; their weights are dealt out anew
    ======================== =======================================================================

    Parameters
    ----------
    network : Network or TwoModeNetwork
        Self-ties stay as they are.
    keep : str, default "degree"
        What stays, from the tables above.
    swaps : int, default 10
        How many steps `rewire` takes for each tie; of no effect on the others.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from; without it, the draw is fresh.

    Returns
    -------
    Network or TwoModeNetwork
        With the same labels and attributes; among all such networks each is equally likely. All
        weights are those observed, once each; with ``"size"`` they are drawn with replacement.

    Raises
    ------
    WrongType
        When ``network`` is no network, or ``swaps`` no whole number.
    InvalidInput
        When there is no such ``keep``, it is ``"strength"`` and ties have no direction, or
        ``swaps`` or ``seed`` is negative.

    Notes
    -----
    On these distributions see :cite:t:`anderson1999`; U|MAN is due to :cite:t:`holland1976`. To
    deal out weights anew among ties that are rewired, take ``"ties"`` of what `rewire` gives.
    :cite:t:`gotelli2000` compares what two-mode networks may keep, as tables of species by site.

    Examples
    --------
    >>> from weakties.networks import Network, random_network_like
    >>> path = Network.from_matrix([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    >>> random_network_like(path, "density", seed=1)
    <Network: 4 nodes, 3 ties, undirected>
    """
    checked = any_network(network)
    keep = kept_of(checked, keep)
    return drawn_like(checked, keep, swaps_of(swaps), seed_of(seed), range(1), 1)[0]


def any_network(value: AnyNetwork) -> AnyNetwork:
    """Return the argument ``network`` of what takes networks of one and of two modes."""
    return value if isinstance(value, TwoModeNetwork) else network_of(value)


def kept_of(network: Network | TwoModeNetwork, keep: object) -> str:
    """Return what a random network is to have in common with this one."""
    two_modes = isinstance(network, TwoModeNetwork)
    return choice(keep, "keep", KEPT_OF_TWO_MODES if two_modes else KEPT)


def drawn_like(
    network: AnyNetwork,
    keep: str,
    swaps: int,
    seed: Seed,
    replicates: range,
    threads: int | None,
) -> list[AnyNetwork]:
    """Return the random networks of these numbers, drawn side by side."""
    which = (keep, swaps, seed.key, replicates.start, len(replicates), threads)
    if isinstance(network, TwoModeNetwork):
        cores = _core.random_two_mode_like(network._adjacency, len(network._firms), *which)
    else:
        cores = _core.random_network_like(network._adjacency, *which)
    return [with_core(network, core) for core in cores]


def with_core(network: AnyNetwork, core: _core.Network) -> AnyNetwork:
    """Return other ties among the same nodes."""
    if isinstance(network, TwoModeNetwork):
        described = (network._firms, network._institutions)
        return network._from_core(core, described, network.weight, network.dropped)
    return network._from_core(core, network._attributes, network.weight, network.dropped)


def swaps_of(swaps: object) -> int:
    """Return how many steps are wanted for each tie."""
    return integer(swaps, "swaps", low=0, high=_MOST_SWAPS)
