"""Assortativity: whether ties join nodes that are alike."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, flag
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from .communities import Communities, codes_of_groups
from .network import Network, network_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS = ("categorical", "numeric")
SIDES = ("out", "in", "all")
_WITHIN_95 = 1.959963984540054


@dataclass(frozen=True, eq=False, repr=False)
class Assortativity(Result):
    """A coefficient of assortativity with its standard error.

    Parameters
    ----------
    value : float
        From -1 to 1: 1 when ties join only those who are alike, 0 when they join anybody. NaN where
        nothing varies: no ties, or all their ends alike.
    se : float
        The jackknife standard error; NaN where it was not asked for, where the value is, or where
        that is without one of the ties.
    """

    title: ClassVar[str] = "Assortativity"

    value: float
    se: float

    def to_frame(self) -> pd.DataFrame:
        """Return the coefficient, its standard error and a normal 95% interval.

        Returns
        -------
        pandas.DataFrame
            One row, with ``assortativity``, ``value``, ``se``, ``lo`` and ``hi``.
        """
        reach = _WITHIN_95 * self.se
        return pd.DataFrame(
            {
                "assortativity": [self.meta.method],
                "value": [self.value],
                "se": [self.se],
                "lo": [self.value - reach],
                "hi": [self.value + reach],
            }
        )

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        table = self.to_frame().set_index("assortativity")
        return intervals(table["value"], table["lo"], table["hi"], label="assortativity", ax=ax)


def assortativity(
    network: Network,
    attribute: Hashable | pd.Series[Any] | Communities,
    *,
    kind: str | None = None,
    strength: Hashable | None = None,
    se: bool = True,
) -> Assortativity:
    r"""Compute assortativity: whether ties join nodes that are alike in an attribute.

    For groups and for numbers x,

    .. math::

        r = \frac{\sum_g e_{gg} - \sum_g a_g b_g}{1 - \sum_g a_g b_g}, \qquad
        r = \frac{\sum_{ij} e_{ij} x_i x_j - \bar x \bar y}{\sigma_x \sigma_y},

    where :math:`e_{gh}` is the share of ties from group g to h, :math:`a_g` and :math:`b_g` its
    sums over targets and over sources; for numbers it is the correlation, over ties, of the
    source's number with the target's. A tie without direction counts from each end.

    Parameters
    ----------
    network : Network
        Self-ties do not count; in networkx and igraph they do.
    attribute : name of an attribute, Series by label, or Communities
        A group or a number for each node.
    kind : {"categorical", "numeric"}, optional
        Whether these are groups or numbers. Without it fractions are numbers, and text, categories,
        booleans and communities are groups; whole numbers may be either, and need it.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, by which ties count. Without it
        every tie counts 1.
    se : bool
        Whether to compute the standard error, which takes most of the time; without it, it is NaN.

    Returns
    -------
    Assortativity
        With a jackknife standard error, :math:`\sqrt{\sum_k (r - r_k)^2}` over ties k, where
        :math:`r_k` is without the tie.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        When ``network`` is no Network, ``attribute`` does not give every node a value, the kind is
        not clear, ``strength`` is not the network's weight, or ``se`` is not True or False.

    Notes
    -----
    Coefficients and standard error are due to :cite:t:`newman2003`: its eq. (2) for kinds and eq.
    (21) for numbers.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, assortativity
    >>> found = assortativity(Network.from_networkx(nx.karate_club_graph()), "club")
    >>> round(found.value, 6)
    0.717531
    """
    network = network_of(network)
    se = flag(se, "se")
    kind = _kind_of(network, attribute, kind)
    weighted = network._reads(strength, "strength")
    if kind == "categorical":
        codes, names = _groups_of(network, attribute)
        found = _core.assortativity(network._adjacency, codes, len(names), weighted, se)
    else:
        numbers = np.ascontiguousarray(network._numbers(attribute, "attribute"))
        found = _core.numeric_assortativity(network._adjacency, numbers, numbers, weighted, se)
    return _result(network, *found, method=kind, options={"strength": strength})


def degree_assortativity(
    network: Network,
    *,
    source: str = "out",
    target: str = "in",
    strength: Hashable | None = None,
    se: bool = True,
) -> Assortativity:
    r"""Compute degree assortativity: whether nodes with many ties are tied to such nodes.

    .. math::

        r = \operatorname{cor}_{(i, j)} (d_i, d_j),

    over ties from i to j, where d is the degree. A tie without direction counts from each end.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    source, target : {"out", "in", "all"}
        Which ties of the source and of the target make up its degree, in a directed network.
    strength : hashable, optional
        The name of the network's weight; then d is the sum of a node's weights. Each tie counts 1
        in the correlation all the same, as in networkx.
    se : bool
        Whether to compute the standard error, which takes most of the time; without it, it is NaN.

    Returns
    -------
    Assortativity
        With a jackknife standard error over ties, as in `assortativity`; when a tie is left out,
        the degrees stay what they were. NaN where all degrees are equal.

    Raises
    ------
    WrongType, InvalidInput
        When ``network`` is no Network, there is no such side, or ``se`` is not True or False.
    UnknownLabel
        When ``strength`` is not the network's weight.

    Notes
    -----
    The coefficient, eq. (21) there, or (26) for degrees with directions, and its standard error
    are due to :cite:t:`newman2003`.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, degree_assortativity
    >>> round(degree_assortativity(Network.from_networkx(nx.karate_club_graph())).value, 6)
    -0.475613
    """
    network = network_of(network)
    se = flag(se, "se")
    source, target = choice(source, "source", SIDES), choice(target, "target", SIDES)
    weighted = network._reads(strength, "strength")
    found = _core.degree_assortativity(network._adjacency, source, target, weighted, se)
    options: dict[str, object] = {"source": source, "target": target} if network.directed else {}
    return _result(network, *found, method="degree", options={**options, "strength": strength})


def _kind_of(network: Network, attribute: object, kind: object) -> str:
    """Say whether an attribute is groups or numbers, where that is clear."""
    if kind is not None:
        return choice(kind, "kind", KINDS)
    if isinstance(attribute, Communities):
        return "categorical"
    values = network._per_node(attribute, "attribute")
    if values is None or pd.api.types.is_bool_dtype(values):
        return "categorical"
    if pd.api.types.is_integer_dtype(values):
        raise InvalidInput(
            "`kind` must be given for whole numbers, which may be codes of groups or amounts: "
            'write kind="categorical" or kind="numeric"'
        )
    return "numeric" if pd.api.types.is_numeric_dtype(values) else "categorical"


def _groups_of(network: Network, attribute: object) -> tuple[NDArray[np.uint32], pd.Index[Any]]:
    if isinstance(attribute, Communities):
        return codes_of_groups(network, attribute)
    codes, names = network._groups(attribute, "attribute")
    return codes.astype(np.uint32), names


def _result(
    network: Network, value: float, se: float, *, method: str, options: dict[str, object]
) -> Assortativity:
    return Assortativity(
        value,
        se,
        meta=Meta(
            method=method,
            options=options,
            counts={"nodes": len(network), "ties": network.tie_count},
            sources=("newman2003",),
        ),
    )
