"""Leiden communities: groups with more ties inside than expected, each of them connected."""

from __future__ import annotations

from collections.abc import Hashable

from weakties import _core
from weakties._arguments import choice, integer, number
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .communities import Communities, communities_of
from .network import Network, network_of

QUALITIES = ("modularity", "cpm")


def leiden(
    network: Network,
    *,
    quality: str = "modularity",
    resolution: float = 1.0,
    strength: Hashable | None = None,
    iterations: int | None = 2,
    starts: int = 1,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Communities:
    r"""Find communities: groups of nodes with more ties among them than a null model expects.

    The communities C are chosen to make one of two qualities large:

    .. math::

        Q = \frac{1}{2m} \sum_{ij} \Bigl(a_{ij} - \gamma \frac{s_i s_j}{2m}\Bigr) [C_i = C_j],
        \qquad
        H = \sum_C \Bigl(e_C - \gamma \binom{n_C}{2}\Bigr),

    where :math:`a_{ij}` is the strength of a tie, or 1, :math:`s_i` the sum of a node's ties, m the
    sum of all ties, :math:`e_C` that of the ties within a community, :math:`n_C` its number of
    nodes and :math:`\gamma` the resolution. Q is modularity; H is the constant Potts model, CPM.
    With directions, :math:`s_i s_j / 2m` becomes what i sends times what j receives over m, and a
    pair of nodes counts once in each direction.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    quality : {"modularity", "cpm"}, default "modularity"
        What is made large. Modularity compares ties with what each node has; it misses communities
        that are small beside the whole network. CPM compares the density within a community with
        ``resolution``, whatever the rest of the network is like.
    resolution : float, default 1.0
        Larger gives more and smaller communities. For CPM it is a density, in strength a pair of
        nodes: with 1 and ties that count 1 no tie makes up for the pair it joins, and everyone
        stays alone.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1. A
        tie of no strength is none.
    iterations : int or None, default 2
        How often to go through the whole algorithm, each time from where the last one ended; fewer
        when one changes nothing. With None until then.
    starts : int, default 1
        How many independent attempts to make; the best is kept.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        Where the random order of the nodes comes from. Without it fresh numbers are drawn, and the
        seed is in ``meta``.
    threads : int, optional
        How many threads to use, one a start; by default one for every processor. The result does
        not depend on it.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Communities
        Every node is in one; a node without ties is one by itself. The quality is Q, without unit
        and missing in a network without ties, or H, in units of strength.

    Raises
    ------
    WrongType, InvalidInput
        When ``network`` is no Network, there is no such quality, or a number is out of range.
    UnknownLabel
        When ``strength`` is not the network's weight.

    Notes
    -----
    The algorithm is due to :cite:t:`traag2019`, where modularity is eq. (1) and CPM eq. (2): nodes
    move to where they add most, communities are then split into parts that hang together, the parts
    become the nodes of a smaller network, and so on. Every community is connected, and no two can
    be merged with a gain; with ``iterations=None`` no node can be moved with a gain either. The
    best of all partitions is not sure to be found. Modularity is due to :cite:t:`newman2004`, with
    directions to :cite:t:`leicht2008` (eq. (3)), with a resolution to :cite:t:`reichardt2006`; CPM
    to :cite:t:`traag2011`. igraph and networkx 3.7 use CPM with ``resolution=1`` unless told
    otherwise.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, leiden
    >>> found = leiden(Network.from_networkx(nx.karate_club_graph()), seed=1, starts=10)
    >>> found.sizes.tolist(), round(found.quality, 4)
    ([12, 11, 6, 5], 0.4198)
    """
    network = network_of(network)
    weighted = network._reads(strength, "strength")
    quality = choice(quality, "quality", QUALITIES)
    resolution = number(resolution, "resolution", low=0)
    if iterations is not None:
        iterations = integer(iterations, "iterations", low=1)
    starts = integer(starts, "starts", low=1, high=1_000_000)
    drawn = seed_of(seed)
    with reporter(progress, "leiden") as report:
        numbers, value = _core.leiden(
            network._adjacency,
            weighted,
            quality,
            resolution,
            iterations,
            starts,
            drawn.key,
            thread_count(threads),
            report,
        )
    sources = ["traag2019"]
    if quality == "cpm":
        sources.append("traag2011")
    else:
        sources.append("leicht2008" if network.directed else "newman2004")
        sources += ["reichardt2006"] if resolution != 1 else []
    return communities_of(
        network,
        numbers,
        value,
        method=f"leiden, {quality}",
        options={
            "resolution": resolution,
            "strength": strength,
            "iterations": iterations,
            "starts": starts,
        },
        seed=drawn.entropy,
        sources=tuple(sources),
    )
