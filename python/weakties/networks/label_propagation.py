"""Label propagation: communities by everyone following most of its contacts."""

from __future__ import annotations

from collections.abc import Hashable

from weakties import _core
from weakties._arguments import seed as seed_of
from weakties._progress import reporter

from .communities import Communities, communities_of
from .network import Network, network_of


def label_propagation(
    network: Network,
    *,
    strength: Hashable | None = None,
    seed: object = None,
    progress: bool | None = None,
) -> Communities:
    r"""Find communities by letting every node take up the label most common among its contacts.

    .. math::

        \ell_i \leftarrow \arg\max_\ell \sum_{j \ne i} z_{ij} [\ell_j = \ell],

    where z is the strength of a tie, or 1, both directions added up. Each node starts with a label
    of its own. Nodes are gone through one at a time, in a new random order each time, and hear what
    the others have said just before (asynchronously); equally common labels are drawn among, but a
    node whose own is one of them keeps it. It ends when nobody wants another label.

    Parameters
    ----------
    network : Network
        Self-ties do not count, and directions are not told apart.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1. A
        tie of no strength is none.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        Where the random orders come from. Without it fresh numbers are drawn, and the seed is in
        ``meta``.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Communities
        Nodes with the same label that are connected through such nodes; a node without ties is one
        by itself. The quality is their modularity at resolution 1, missing in a network without
        ties.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``seed`` no seed.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, or ``seed`` is negative.

    Notes
    -----
    The method is due to :cite:t:`raghavan2007`. It needs no number of communities and is fast, but
    makes no quality large: different seeds give different communities, and one label may take over
    the whole network. `leiden` finds better ones.

    Examples
    --------
    >>> from weakties.networks import Network, label_propagation
    >>> pairs = Network.from_matrix([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
    >>> label_propagation(pairs, seed=1).membership.tolist()
    [0, 0, 1, 1]
    """
    network = network_of(network)
    weighted = network._reads(strength, "strength")
    drawn = seed_of(seed)
    with reporter(progress, "label propagation") as report:
        numbers, quality = _core.label_propagation(network._adjacency, weighted, drawn.key, report)
    return communities_of(
        network,
        numbers,
        quality,
        method="label propagation",
        options={"strength": strength},
        seed=drawn.entropy,
        sources=("raghavan2007",),
    )
