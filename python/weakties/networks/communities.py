"""Communities: who belongs together, as found by `leiden` or `label_propagation`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._results import Meta, Result

from .network import Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class Communities(Result):
    """Communities of a network, numbered from 0 by size.

    Parameters
    ----------
    membership : pandas.Series of int
        The number of each node's community, by label. The largest community has number 0; of two
        of equal size, the one whose first node comes earlier has the lower number.
    quality : float
        How good the communities are together, by the measure that ``meta`` names.
    sizes : pandas.Series of int
        How many nodes each community has, by its number.
    """

    title: ClassVar[str] = "Communities"

    membership: pd.Series[int]
    quality: float
    sizes: pd.Series[int]

    def to_frame(self) -> pd.DataFrame:
        """Return the community of each node.

        Returns
        -------
        pandas.DataFrame
            One row a node, with ``node`` and ``community``.
        """
        return pd.DataFrame(
            {"node": self.membership.index, "community": self.membership.to_numpy()}
        )

    def _shown(self) -> pd.DataFrame:
        shares = self.sizes / self.sizes.sum()
        return pd.DataFrame({"nodes": self.sizes, "share of nodes": shares})

    def _header(self) -> list[tuple[str, str]]:
        return [*super()._header(), ("Quality", f"{self.quality:.6f}")]

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.ranking import ranking

        return ranking(self.sizes, ax, label="nodes in each community")


def communities_of(
    network: Network,
    numbers: NDArray[np.int64],
    quality: float,
    *,
    method: str,
    options: Mapping[str, object],
    seed: int,
    sources: tuple[str, ...],
) -> Communities:
    """Label what a kernel found, and say how."""
    sizes = np.bincount(numbers)
    counts = {"nodes": len(network), "ties": network.tie_count, "communities": len(sizes)}
    index = pd.RangeIndex(len(sizes), name="community")
    return Communities(
        network._per_label(numbers, "community"),
        quality,
        pd.Series(sizes, index=index, name="nodes"),
        meta=Meta(method=method, options=options, counts=counts, seed=seed, sources=sources),
    )


def codes_of_groups(network: Network, groups: object) -> tuple[NDArray[np.uint32], pd.Index[Any]]:
    """Return the number of each node's group, and what the groups are called, in order.

    Communities are groups too.
    """
    if isinstance(groups, Communities) and groups.membership.index is network.labels:
        codes = groups.membership.to_numpy()
        return codes.astype(np.uint32), groups.sizes.index
    codes, names = network._groups(groups, "groups")
    return codes.astype(np.uint32), names
