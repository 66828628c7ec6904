"""Between whom a node stands: the roles of a broker between groups."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, flag, integer
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from .network import Network, network_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# In the order of the kernel.
ROLES = ("coordinator", "consultant", "representative", "gatekeeper", "liaison")
VARIANCES = ("exact", "sna")

_COLUMNS = [*ROLES, "total"]
_MOST_PERMUTATIONS = 1_000_000


@dataclass(frozen=True, eq=False, repr=False)
class Brokerage(Result):
    """How often each node brokers in each role, and what that would be by chance.

    Parameters
    ----------
    nodes : pandas.DataFrame
        By label: the ``group``, how many pairs the node brokers as ``coordinator``, ``consultant``,
        ``representative``, ``gatekeeper`` and ``liaison``, and the ``total``.
    expected, sd, z : pandas.DataFrame
        By label, for each role and the total: the expectation and standard deviation where ties
        fall by chance, and how many of these the count is away from it. ``z`` is NaN where the
        standard deviation is 0.
    network : pandas.DataFrame
        By role: ``count``, ``expected``, ``sd`` and ``z`` of the whole network, whose count is the
        sum over nodes; with permutations also the columns of ``permuted``.
    permuted : pandas.DataFrame or None
        By node and role: ``permutation_mean``, ``permutation_sd``, ``permutation_z`` and
        ``permutation_p``, where the groups are permuted over the nodes. None without permutations.
    """

    title: ClassVar[str] = "Brokerage between groups"

    nodes: pd.DataFrame
    expected: pd.DataFrame
    sd: pd.DataFrame
    z: pd.DataFrame
    network: pd.DataFrame
    permuted: pd.DataFrame | None

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each node and role.

        Returns
        -------
        pandas.DataFrame
            With ``node``, ``group``, ``role``, ``count``, ``expected``, ``sd`` and ``z``, and with
            permutations the columns of ``permuted``, which are NaN for the total: permutations
            leave it as it is.
        """
        count = len(self.nodes)
        table = pd.DataFrame(
            {
                "node": np.repeat(np.arange(count), len(_COLUMNS)),
                "group": self.nodes["group"].repeat(len(_COLUMNS)).to_numpy(),
                "role": np.tile(np.array(_COLUMNS, dtype=object), count),
                "count": self.nodes[_COLUMNS].to_numpy().ravel(),
                "expected": self.expected.to_numpy().ravel(),
                "sd": self.sd.to_numpy().ravel(),
                "z": self.z.to_numpy().ravel(),
            }
        )
        table["node"] = self.nodes.index.take(table["node"].to_numpy())
        if self.permuted is not None:
            for name in self.permuted:
                wide = self.permuted[name].to_numpy().reshape(count, len(ROLES))
                table[name] = np.column_stack([wide, np.full(count, np.nan)]).ravel()
        return table

    def _shown(self) -> pd.DataFrame:
        return self.network

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.ranking import ranking

        return ranking(self.nodes["total"], ax, label="pairs brokered")


def brokerage(
    network: Network,
    groups: Hashable | pd.Series[Any],
    *,
    partial: bool = False,
    variance: str = "exact",
    permutations: int = 0,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Brokerage:
    r"""Count how often each node stands between two others, by the groups of the three.

    A broker b stands between a and c where ties lead from a to b and from b to c, but not from a to
    c. Its role depends on the groups:

    ================== =====================================================================
    ``coordinator``    a, b and c are of the same group
    ``consultant``     a and c are of one group, b is of another (also called itinerant broker)
    ``representative`` a and b are of one group, c is of another
    ``gatekeeper``     b and c are of one group, a is of another
    ``liaison``        a, b and c are of three groups
    ================== =====================================================================

    Parameters
    ----------
    network : Network
        Weights and self-ties are not looked at. Without directions each tie leads both ways, so
        that every pair counts twice: representatives are then gatekeepers as often.
    groups : attribute or Series by label
        The group of each node.
    partial : bool, default False
        Whether a pair that n nodes broker counts 1 / n for each of them, as UCINET offers, rather
        than 1. Expectations and standard deviations are then NaN.
    variance : {"exact", "sna"}, default "exact"
        How the standard deviations of the whole network are computed; those of nodes are the same.
        ``"sna"`` gives the numbers of R's sna.
    permutations : int, default 0
        How often to permute the groups over the nodes; 0 stands for never.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        Where the permutations come from.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Brokerage
        Counts by node and role with expectations, standard deviations and z, and the same for the
        whole network.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``groups`` is neither an attribute nor a Series.
    UnknownLabel, InvalidInput
        When ``groups`` lacks a node, or an option has no such value.

    Notes
    -----
    The roles and the comparison with chance are due to :cite:t:`gould1989`. Chance means that each
    tie is there independently with the density d of the network. A pair and a broker form an open
    path with probability :math:`p = d^2 (1 - d)`. With P pairs for which the broker would have the
    role, and S ordered pairs of such that share their first or their last node,

    .. math::

        \operatorname{E} = P p, \qquad
        \operatorname{Var} = P p (1 - p) + S d^3 (1 - d)^3 .

    Without directions the two ways of a tie are the same tie: the variance of the roles other than
    representative and gatekeeper doubles, and those of the whole network are NaN. For the whole
    network sna leaves out some pairs of paths that exclude each other, such as a-b-c and a-c-b; its
    standard deviation is then too large. Counts are not normal: prefer permutations to compare them
    with chance. These keep the ties and move the groups. p is two-sided: twice the smaller share of
    permutations, the observed order included, that reach the count from above or from below, and at
    most 1.

    An isolate brokers nothing. A network without ties, or complete, has z NaN throughout.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, brokerage
    >>> ties = pd.DataFrame({"from": ["Alba", "Bo", "Bo"], "to": ["Bo", "Cato", "Dee"]})
    >>> network = Network.from_edges(ties, "from", "to", directed=True)
    >>> groups = pd.Series({"Alba": "north", "Bo": "south", "Cato": "south", "Dee": "north"})
    >>> brokerage(network, groups).nodes[["consultant", "gatekeeper", "total"]]
          consultant  gatekeeper  total
    Alba         0.0         0.0    0.0
    Bo           1.0         1.0    2.0
    Cato         0.0         0.0    0.0
    Dee          0.0         0.0    0.0
    """
    network = network_of(network)
    codes, names = network._groups(groups, "groups")
    partial = flag(partial, "partial")
    variance = choice(variance, "variance", VARIANCES)
    permutations = integer(permutations, "permutations", low=0, high=_MOST_PERMUTATIONS)
    if permutations == 1:
        raise InvalidInput(
            "`permutations` must be 0 or at least 2: got 1, which has no spread; take some hundreds"
        )
    pool = thread_count(threads)
    drawn = seed_of(seed)
    of = (network._adjacency, codes, len(names), partial)
    with reporter(progress, "brokerage") as report:
        counts = _core.brokerage(*of, pool, report)
    spread = None
    if permutations:
        with reporter(progress, "permutations") as report:
            spread = _core.brokerage_permuted(*of, counts, permutations, drawn.key, pool, report)
    counts = np.column_stack([counts, counts.sum(axis=1)])
    expected, spreads = _by_chance(network, codes, len(names), variance)
    if partial:
        expected, spreads = np.full_like(expected, np.nan), np.full_like(spreads, np.nan)

    def by_label(values: NDArray[np.float64]) -> pd.DataFrame:
        return pd.DataFrame(values, index=network.labels, columns=_COLUMNS)

    nodes = by_label(counts)
    nodes.insert(0, "group", names.take(codes))
    whole = pd.DataFrame(
        {
            "count": counts.sum(axis=0),
            "expected": expected[-1],
            "sd": spreads[-1],
            "z": _z(counts.sum(axis=0), expected[-1], spreads[-1]),
        },
        index=pd.Index(_COLUMNS, name="role"),
    )
    permuted = None
    if spread is not None:
        of_nodes, of_network = _permuted(counts, spread, network)
        permuted = of_nodes
        whole = whole.join(of_network)
    return Brokerage(
        nodes,
        by_label(expected[:-1]),
        by_label(spreads[:-1]),
        by_label(_z(counts, expected[:-1], spreads[:-1])),
        whole,
        permuted,
        meta=Meta(
            method="gould-fernandez",
            options={"partial": partial, "variance": variance, "permutations": permutations},
            counts={
                "nodes": len(network),
                "ties": network.tie_count,
                "groups": len(names),
            },
            seed=drawn.entropy if permutations else None,
            sources=("gould1989",),
        ),
    )


def _by_chance(
    network: Network, codes: NDArray[np.int64], count: int, variance: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return expectations and standard deviations, one row a node and last the network."""
    pairs = len(network) * (len(network) - 1)
    ways = 1 if network.directed else 2
    density = ways * network.tie_count / pairs if pairs else 0.0
    sizes = np.bincount(codes, minlength=count).astype(np.float64)
    expected, variances = _core.brokerage_by_chance(sizes, density, network.directed, variance)
    rows = np.append(codes, count)
    # Rounding may leave a variance that is 0 a little below.
    return expected[rows], np.sqrt(np.maximum(variances[rows], 0))


def _z(
    counts: NDArray[np.float64], expected: NDArray[np.float64], sd: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how many standard deviations counts are from their expectation, NaN where it is 0."""
    known = sd > 1e-9 * np.maximum(1, expected)
    return np.divide(counts - expected, sd, out=np.full_like(sd, np.nan), where=known)


def _permuted(
    counts: NDArray[np.float64], spread: list[NDArray[np.float64]], network: Network
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what permutations say of each node and role, and of the network's roles."""
    mean, sd, above, below = spread
    observed = np.vstack([counts, counts.sum(axis=0)])[:, : len(ROLES)]
    columns = {
        "permutation_mean": mean,
        "permutation_sd": sd,
        "permutation_z": _z(observed, mean, sd),
        "permutation_p": np.minimum(1, 2 * np.minimum(above, below)),
    }
    of_nodes = pd.DataFrame(
        {name: values[:-1].ravel() for name, values in columns.items()},
        index=pd.MultiIndex.from_product([network.labels, ROLES], names=["node", "role"]),
    )
    of_network = pd.DataFrame(
        {name: values[-1] for name, values in columns.items()}, index=pd.Index(ROLES, name="role")
    )
    return of_nodes, of_network


def brokerage_exclusivity(
    network: Network,
    groups: Hashable | pd.Series[Any] | None = None,
    *,
    normalized: bool = True,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    """Compute which of the pairs that a node brokers nobody else does.

    A pair a and c is brokered by b where ties lead from a to b and from b to c, but none from a to
    c.

    Parameters
    ----------
    network : Network
        Weights and self-ties are not looked at. Without directions each tie leads both ways, so
        that every pair counts twice.
    groups : attribute or Series by label, optional
        The group of each node. With it only pairs of different groups count.
    normalized : bool, default True
        Whether to divide by the number of pairs that the node brokers.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of float
        By label, the share of the pairs brokered by the node of which it is the only broker, or
        their number. The share is NaN for a node that brokers none.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``groups`` is neither an attribute nor a Series.
    UnknownLabel, InvalidInput
        When ``groups`` lacks a node.

    Notes
    -----
    The number is the exclusivity of :cite:t:`hamilton2020`; the share is ours. Time grows with the
    number of paths of two ties, so that a node with very many contacts takes long.

    Examples
    --------
    >>> from weakties.networks import Network, brokerage_exclusivity
    >>> square = [[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]]
    >>> labels = ["Alba", "Bo", "Cato", "Dee"]
    >>> brokerage_exclusivity(Network.from_matrix(square, labels=labels))
    Alba    0.0
    Bo      0.0
    Cato    0.0
    Dee     0.0
    Name: brokerage_exclusivity, dtype: float64
    """
    network = network_of(network)
    codes, count = None, 0
    if groups is not None:
        codes, names = network._groups(groups, "groups")
        count = len(names)
    normalized = flag(normalized, "normalized")
    with reporter(progress, "brokerage exclusivity") as report:
        brokered, alone = _core.brokerage_exclusivity(
            network._adjacency, codes, count, thread_count(threads), report
        )
    if normalized:
        alone = np.divide(alone, brokered, out=np.full_like(alone, np.nan), where=brokered > 0)
    return network._per_label(alone, "brokerage_exclusivity")
