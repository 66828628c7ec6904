"""Blocks of nodes with like ties, and the ties between blocks."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import choice, integer, number
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._results import Meta, Result

from .equivalence import OWN
from .network import Network, network_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class Blockmodel(Result):
    """Nodes put into blocks, and how the blocks are tied.

    Parameters
    ----------
    blocks : pandas.Series
        The block of each node, by label.
    density : pandas.DataFrame
        The mean tie from each block (row) to each block (column), over all pairs of different
        nodes; NaN from a block of one node to itself.
    image : pandas.DataFrame
        1 where the density is above 0 and at least the threshold, 0 elsewhere.
    threshold : float
        The threshold.
    """

    title: ClassVar[str] = "Blockmodel"

    blocks: pd.Series[Any]
    density: pd.DataFrame
    image: pd.DataFrame
    threshold: float

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each pair of blocks.

        Returns
        -------
        pandas.DataFrame
            ``from_block``, ``to_block``, ``density`` and ``image``.
        """
        count = len(self.density)
        names = self.density.index.to_numpy()
        return pd.DataFrame(
            {
                "from_block": np.repeat(names, count),
                "to_block": np.tile(names, count),
                "density": self.density.to_numpy().ravel(),
                "image": self.image.to_numpy().ravel(),
            }
        )

    def _shown(self) -> pd.DataFrame:
        return self.density

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.matrix import heat_map

        return heat_map(
            self.density, rows="from block", columns="to block", colour="density", ax=ax
        )


def concor(
    network: Network,
    *,
    depth: int = 2,
    strength: Hashable | None = None,
    own: str = "ignore",
    threshold: float | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Blockmodel:
    r"""Divide the nodes into blocks by CONCOR, the convergence of iterated correlations.

    The correlations between the ties of every two nodes are computed as `structural_equivalence`
    does; then the correlations between the rows of that table, and so on until all are 1 or -1,
    which divides the nodes in two. Each block is divided again in the same way from the first
    correlations of its own nodes.

    Parameters
    ----------
    network : Network
        Of up to 2,000 nodes: the time grows with their cube.
    depth : int, default 2
        How often blocks are divided, so that there are up to :math:`2^{depth}`.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    own : {"ignore", "reciprocal", "retain"}, default "ignore"
        What is done with the ties of two nodes to each other and to themselves, as in
        `structural_equivalence`. The original program, and those after it, keep the diagonal
        ("retain").
    threshold : float, optional
        The least density that counts as a tie between blocks; by default that of the whole network.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Blockmodel
        Blocks are numbered from 0; of two halves the one with the earlier node comes first. Nodes
        without ties have no correlations and are the last block. A block stays whole when all its
        nodes are alike, or when its correlations come to rest before they are 1 or -1, as in a
        network that looks the same from every node. The density within a block of one node is NaN.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, an option has no such value, or the network
        has no node or more than 2,000.

    Notes
    -----
    The algorithm is by :cite:t:`breiger1975`. A correlation that does not exist, because a node has
    the same tie to everybody, counts as 0. Two nodes that are not alike are always divided.

    Examples
    --------
    >>> from weakties.networks import Network, concor
    >>> ties = [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0]]
    >>> network = Network.from_matrix(ties, labels=["Alba", "Bo", "Cato", "Dora"], directed=True)
    >>> found = concor(network, depth=1)
    >>> found.blocks
    Alba    0
    Bo      0
    Cato    1
    Dora    1
    Name: block, dtype: int64
    >>> found.density
    block    0    1
    block
    0      0.0  1.0
    1      0.0  0.0
    """
    network = network_of(network)
    weighted = network._reads(strength, "strength")
    depth = integer(depth, "depth", low=1, high=20)
    own = choice(own, "own", OWN)
    with reporter(progress, "concor") as report:
        codes, whole = _core.concor(
            network._adjacency, weighted, own, depth, thread_count(threads), report
        )
    names = pd.RangeIndex(int(codes.max(initial=-1)) + 1, name="block")
    notes: tuple[str, ...] = ()
    if whole:
        notes = (
            f"{whole} of the blocks stayed whole in the last division, which found no difference",
        )
    options = {"depth": depth, "strength": strength, "own": own, "threshold": threshold}
    meta = _meta("concor", network, len(names), options, ("breiger1975", "wasserman1994"), notes)
    return _blockmodel(network, weighted, codes, names, threshold, meta)


def blockmodel(
    network: Network,
    groups: Hashable | pd.Series[Any],
    *,
    strength: Hashable | None = None,
    threshold: float | None = None,
) -> Blockmodel:
    r"""Tabulate the ties between given blocks of nodes.

    .. math::

        \Delta_{bc} = \frac{\sum_{i \in b} \sum_{j \in c,\, j \ne i} a_{ij}}{n_b\, n_c}
        \quad (b \ne c), \qquad
        \Delta_{bb} = \frac{\sum_{i \in b} \sum_{j \in b,\, j \ne i} a_{ij}}{n_b (n_b - 1)} ,

    where :math:`a_{ij}` is the strength of the tie from i to j, or 1.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    groups : column of the attributes, or Series by label
        The block of each node.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    threshold : float, optional
        The least density that counts as a tie between blocks; by default that of the whole network.

    Returns
    -------
    Blockmodel
        Densities lie between 0 and 1 without strengths. That of a block of one node with itself is
        NaN, since it has no pair of nodes, and 0 in the image.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``groups`` is no attribute or leaves a node out, ``strength`` is not the network's
        weight, or ``threshold`` is negative.

    Notes
    -----
    Density tables and image matrices are in :cite:t:`wasserman1994`, who call the default the
    alpha density criterion.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, blockmodel
    >>> ties = [[0, 1, 1], [0, 0, 0], [0, 0, 0]]
    >>> network = Network.from_matrix(ties, labels=["Alba", "Bo", "Cato"], directed=True)
    >>> kinds = pd.Series(["buyer", "seller", "seller"], index=["Alba", "Bo", "Cato"], name="kind")
    >>> blockmodel(network, kinds).density
    kind    buyer  seller
    kind
    buyer     NaN     1.0
    seller    0.0     0.0
    """
    network = network_of(network)
    codes, names = network._groups(groups, "groups")
    weighted = network._reads(strength, "strength")
    options = {"strength": strength, "threshold": threshold}
    meta = _meta("blockmodel", network, len(names), options, ("wasserman1994",), ())
    return _blockmodel(network, weighted, codes, names, threshold, meta)


def _meta(
    method: str,
    network: Network,
    blocks: int,
    options: dict[str, object],
    sources: tuple[str, ...],
    notes: tuple[str, ...],
) -> Meta:
    counts = {"nodes": len(network), "ties": network.tie_count, "blocks": blocks}
    return Meta(
        method,
        options=options,
        counts=counts,
        dropped=network.dropped,
        sources=sources,
        notes=notes,
    )


def _blockmodel(
    network: Network,
    weighted: bool,
    codes: np.ndarray[Any, np.dtype[np.int64]],
    names: pd.Index[Any],
    threshold: float | None,
    meta: Meta,
) -> Blockmodel:
    if threshold is None:
        everyone = np.zeros(len(network), dtype=np.int64)
        overall = _core.densities(network._adjacency, weighted, everyone, 1)[0, 0]
        least = 0.0 if np.isnan(overall) else float(overall)
    else:
        least = number(threshold, "threshold", low=0)
    values = _core.densities(network._adjacency, weighted, codes, len(names))
    density = pd.DataFrame(values, index=names, columns=names)
    image = ((density >= least) & (density > 0)).astype(np.int64)
    blocks = pd.Series(names.take(codes), index=network.labels, name=names.name)
    return Blockmodel(blocks, density, image, least, meta=meta)
