"""The E-I index: whether ties leave the groups of those who have them, or stay."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import Seed, integer
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count
from weakties._progress import asked, reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from .communities import Communities, codes_of_groups
from .network import Network, network_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_PERMUTATIONS = 1_000_000
# Sums in another order differ by rounding: such a draw counts as equal to what was observed.
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False, repr=False)
class EIIndex(Result):
    """The E-I index of a network, of each group and of each node.

    Parameters
    ----------
    whole : pandas.Series
        Of the network: ``internal`` and ``external`` ties, each tie once; ``ei_index``;
        ``minimum`` and ``maximum``, between which the index can lie given the number of ties and
        the sizes of the groups; ``rescaled``, the index between these as -1 and 1; and against
        chance ``expected``, ``sd``, ``z``, ``p_lower``, ``p_upper`` and ``p``.
    groups : pandas.DataFrame
        Indexed by group: ``nodes``, ``internal``, ``external``, ``ei_index`` and against chance the
        same columns.
    nodes : pandas.Series of float
        The index of each node, by label; NaN for a node without ties.
    """

    title: ClassVar[str] = "E-I index"

    whole: pd.Series[float]
    groups: pd.DataFrame
    nodes: pd.Series[float]

    @property
    def value(self) -> float:
        """The index of the whole network."""
        return float(self.whole["ei_index"])

    def to_frame(self) -> pd.DataFrame:
        """Return the index of the network and of each group.

        Returns
        -------
        pandas.DataFrame
            One row for the network, where ``group`` is missing, and one a group.
        """
        whole = self.whole.drop(["minimum", "maximum", "rescaled"]).to_frame().T
        frame = pd.concat([whole.assign(nodes=len(self.nodes)), self.groups.reset_index(drop=True)])
        names = pd.Series([None, *self.groups.index], dtype=object).to_numpy()
        columns = ["nodes", *self.whole.index.drop(["minimum", "maximum", "rescaled"])]
        frame = frame[columns].reset_index(drop=True)
        frame.insert(0, "group", names)
        frame.insert(0, "level", ["network"] + ["group"] * len(self.groups))
        return frame

    def _shown(self) -> pd.DataFrame:
        frame = self.to_frame().drop(columns=["level", "sd", "p_lower", "p_upper"])
        frame["group"] = ["(network)", *map(str, self.groups.index)]
        frame = frame.set_index("group")
        for count in ("nodes", "internal", "external"):
            if (frame[count] % 1 == 0).all():
                frame[count] = frame[count].astype(int)
        return frame if self.whole.notna()["expected"] else frame.dropna(axis="columns", how="all")

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        frame = self._shown()
        missing = pd.Series(np.nan, index=frame.index)
        return intervals(frame["ei_index"], missing, missing, label="E-I index", ax=ax)


def ei_index(
    network: Network,
    groups: Hashable | pd.Series[Any] | Communities,
    *,
    strength: Hashable | None = None,
    permutations: int = 1000,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> EIIndex:
    r"""Compute the E-I index: ties that leave a group less ties that stay in it, over both.

    .. math::

        \mathrm{EI} = \frac{E - I}{E + I},

    where I is the number of ties within groups and E that of ties between groups, or what these
    ties weigh together. The index of a group takes I within it and E between it and all others, the
    index of a node the ties that it has itself.

    Parameters
    ----------
    network : Network
        Self-ties do not count. Directed ties count where they leave and where they arrive.
    groups : name of an attribute, Series by label, or Communities
        The group of each node.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    permutations : int, default 1000
        How often to exchange the groups at random among the nodes, so that ties and sizes of groups
        stay as they are; 0 for no test.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        Where the exchanges come from. Without it fresh numbers are drawn, and the seed is in
        ``meta``.
    threads : int, optional
        How many threads to use; by default one for every processor. The result does not depend on
        it.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    EIIndex
        From -1, when all ties stay within groups, to 1, when all leave. NaN where there are no
        ties. The index is rescaled only where ties count 1, and where it can take more than one
        value.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        When ``network`` is no Network, ``groups`` does not give every node a group, ``strength`` is
        not the network's weight, or a number is out of range.

    Notes
    -----
    The index is due to :cite:t:`krackhardt1988`. ``p_lower`` is the share of exchanges with an
    index as low as observed or lower, the observed one counted among them: small when groups are
    closed. ``p_upper`` is that of those as high or higher; ``p`` is twice the smaller of the two,
    at most 1. Draws in which a group has no ties are left out for that group. Each tie counts once;
    a sum over members counts ties within a group at both ends, and so gives groups a lower index.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, ei_index
    >>> found = ei_index(Network.from_networkx(nx.karate_club_graph()), "club", seed=1)
    >>> round(found.value, 6)
    -0.717949
    """
    network = network_of(network)
    codes, names = codes_of_groups(network, groups)
    weighted = network._reads(strength, "strength")
    repeats, drawn = permutations_of(permutations, seed)
    pool = thread_count(threads)
    asked(progress)
    internal, external, of_nodes = _core.ei_index(network._adjacency, codes, len(names), weighted)
    draws = np.empty((0, len(names) + 1))
    if repeats:
        with reporter(progress, "permutations") as report:
            flat = _core.ei_index_permuted(
                network._adjacency, codes, len(names), weighted, repeats, drawn.key, pool, report
            )
        draws = flat.reshape(repeats, len(names) + 1)
    with np.errstate(invalid="ignore"):
        table = pd.DataFrame(
            {
                "internal": internal,
                "external": external,
                "ei_index": (external - internal) / (external + internal),
            }
        )
    table = table.join(against_chance(table["ei_index"].to_numpy(), draws))
    sizes = np.bincount(codes, minlength=len(names))
    by_group = table[1:].set_index(names.rename("group"))
    by_group.insert(0, "nodes", sizes)
    limits = _limits(sizes, network, float(internal[0] + external[0]), weighted)
    whole = table.iloc[0].copy()
    for name, number in _rescaled(float(whole["ei_index"]), *limits).items():
        whole[name] = number
    return EIIndex(
        whole.rename("ei_index"),
        by_group,
        network._per_label(of_nodes, "ei_index"),
        meta=Meta(
            method="E-I index",
            options={"strength": strength, "permutations": repeats},
            counts={"nodes": len(network), "ties": network.tie_count, "groups": len(names)},
            seed=drawn.entropy if repeats else None,
            sources=("krackhardt1988",),
        ),
    )


def permutations_of(permutations: object, seed: object) -> tuple[int, Seed]:
    """Check how often to permute, and from which seed."""
    repeats = integer(permutations, "permutations", low=0, high=_MOST_PERMUTATIONS)
    if repeats == 1:
        raise InvalidInput(
            "`permutations` must be 0 or at least 2: got 1, which has no spread; take a thousand"
        )
    return repeats, seed_of(0 if seed is None and repeats == 0 else seed)


def against_chance(observed: NDArray[np.float64], draws: NDArray[np.float64]) -> pd.DataFrame:
    """Compare each number with its draws, a column each; what is not known is NaN."""
    rows = []
    for value, drawn in zip(observed, np.ascontiguousarray(draws.T), strict=True):
        known = drawn[~np.isnan(drawn)]
        if np.isnan(value) or len(known) < 2:
            rows.append([np.nan] * 6)
            continue
        near = _ROUNDING * max(1.0, abs(value))
        expected, sd = known.mean(), known.std(ddof=1)
        lower = (1 + (known <= value + near).sum()) / (1 + len(known))
        upper = (1 + (known >= value - near).sum()) / (1 + len(known))
        z = (value - expected) / sd if sd > near else np.nan
        rows.append([expected, sd, z, lower, upper, min(1.0, 2 * min(lower, upper))])
    columns = ["expected", "sd", "z", "p_lower", "p_upper", "p"]
    return pd.DataFrame(rows, columns=columns, dtype=np.float64)


def _limits(
    sizes: NDArray[np.int64], network: Network, ties: float, weighted: bool
) -> tuple[float, float]:
    """Return the lowest and highest index that so many ties can have among such groups."""
    if weighted or ties == 0:
        return np.nan, np.nan
    once = 1 if network.directed else 2
    within = float((sizes * (sizes - 1)).sum()) / once
    between = len(network) * (len(network) - 1) / once - within
    return 2 * max(0.0, ties - within) / ties - 1, 2 * min(ties, between) / ties - 1


def _rescaled(value: float, lowest: float, highest: float) -> dict[str, float]:
    free = highest > lowest
    rescaled = 2 * (value - lowest) / (highest - lowest) - 1 if free else np.nan
    return {"minimum": lowest, "maximum": highest, "rescaled": rescaled}
