"""Segregation by whom one's contacts within a group are tied to in turn."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from weakties import _core
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._results import Meta, Result

from .communities import Communities, codes_of_groups
from .network import Network, network_of
from .spectral import until

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class SpectralSegregation(Result):
    """The spectral segregation index of each node and each group.

    Parameters
    ----------
    nodes : pandas.Series
        The index of each node, by label.
    groups : pandas.Series
        The mean of its members' indices, by group.
    """

    title: ClassVar[str] = "Spectral segregation"

    nodes: pd.Series[float]
    groups: pd.Series[float]

    def to_frame(self) -> pd.DataFrame:
        """Return one row a node: ``node`` and ``spectral_segregation``.

        Returns
        -------
        pandas.DataFrame
            In the order of the network's nodes.
        """
        return self.nodes.rename_axis("node").reset_index()

    def _shown(self) -> pd.DataFrame:
        return self.groups.to_frame()

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.ranking import ranking

        return ranking(self.groups, ax, label="spectral segregation index")


def spectral_segregation(
    network: Network,
    groups: Hashable | pd.Series[Any] | Communities,
    *,
    strength: Hashable | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 10_000,
    threads: int | None = None,
    progress: bool | None = None,
) -> SpectralSegregation:
    r"""Measure how far nodes and groups keep to themselves, by whom their contacts are tied to.

    Of the nodes of a group that ties among its members connect, with :math:`r_{ij} = a_{ij} /
    \sum_k a_{ik}` the share of i's ties, or of their strength, that goes to j,

    .. math::

        \lambda x_i = \sum_j r_{ij} x_j, \qquad s_i = \lambda x_i / \bar x,

    with the largest :math:`\lambda` and the mean :math:`\bar x` over these nodes. The index of a
    group is the mean over its members.

    Parameters
    ----------
    network : Network
        Without directions. Self-ties do not count.
    groups : name of an attribute, Series by label, or Communities
        The group of each node.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    tolerance : float, default 1e-10
        An eigenvalue and its vector x are good when the length of :math:`Ax - \lambda x` is at most
        this share of :math:`\lambda`, for x of length 1 and A the symmetric matrix with the entries
        :math:`a_{ij} / \sqrt{s_i s_j}`.
    max_iterations : int, default 10000
        How many products of matrix and vector may be taken for each set of connected nodes.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    SpectralSegregation
        Of a group from 0, when nobody has ties within it, to 1, when nobody has ties outside and
        none is alone; more than 1 only of a node. A node without ties within its group has 0, also
        one without ties.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        When ``network`` is no Network or has directions, ``groups`` does not give every node a
        group, ``strength`` is not the network's weight, or an option is out of range.
    NotConverged
        When the iterations do not reach the tolerance.

    Notes
    -----
    The index is due to :cite:t:`echenique2007`, who show that it is the only one that is
    proportional to the mean of one's contacts, equals their share when all have the same, and does
    not fall with further ties within the group. Here all shares of a node's ties add up to 1.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, spectral_segregation
    >>> club = Network.from_networkx(nx.karate_club_graph())
    >>> spectral_segregation(club, "club").groups.round(4)
    club
    Mr. Hi     0.9191
    Officer    0.8793
    Name: spectral_segregation, dtype: float64
    """
    network = network_of(network)
    codes, names = codes_of_groups(network, groups)
    weighted = network._reads(strength, "strength")
    stop = until(tolerance, max_iterations)
    pool = thread_count(threads)
    with reporter(progress, "spectral segregation") as report:
        index = _core.spectral_segregation(network._adjacency, codes, weighted, stop, pool, report)
    of_nodes = network._per_label(index, "spectral_segregation")
    of_groups = of_nodes.groupby(codes).mean().set_axis(names)
    return SpectralSegregation(
        of_nodes,
        of_groups,
        meta=Meta(
            method="spectral",
            options={"tolerance": tolerance} | ({} if strength is None else {"strength": strength}),
            counts={"nodes": len(network), "ties": network.tie_count, "groups": len(names)},
            sources=("echenique2007",),
        ),
    )
