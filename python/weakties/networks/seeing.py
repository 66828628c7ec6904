"""Pictures of a network from the inside: one node's surroundings, its blocks, its role."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from weakties._arguments import flag, instance
from weakties._arguments import label as label_of
from weakties._wording import did_you_mean, shown
from weakties.errors import InvalidInput, UnknownLabel

from .network import Network, network_of
from .reading import missing_package

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_ALTERS = 300
_NAMED_UP_TO = 40
_MOST_NODES = 20_000


def ego_map(
    network: Network,
    label: Hashable,
    *,
    size: Hashable | pd.Series[Any] | None = None,
    color: Hashable | pd.Series[Any] | None = None,
    names: bool | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one node with its alters around it, and the ties among them; needs matplotlib.

    Alters that are tied to each other stand together, and gaps part those that reach each other
    only through the ego: its structural holes. Where ``color`` gives groups, alters stand by group.

    Parameters
    ----------
    network : Network
        Alters are all nodes that a tie leads to or comes from. Self-ties are not drawn.
    label : hashable
        The ego's label.
    size : column of the attributes, or Series by label, optional
        Numbers from 0 up that the areas of the nodes are proportional to.
    color : column of the attributes, Series by label, or Communities, optional
        What colours tell: numbers along a scale, anything else as groups.
    names : bool, optional
        Whether to write the labels; by default up to 40 alters.
    ax : matplotlib.axes.Axes, optional
        Where to draw. Without it a new figure is made.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``ax`` no Axes.
    UnknownLabel
        When there is no such node or attribute.
    InvalidInput
        When sizes are negative or missing, or the node has more than 300 alters.
    MissingPackage
        When matplotlib is not installed.

    Examples
    --------
    >>> from weakties.networks import Network, ego_map
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> ego_map(star, "Alba").get_title(loc="left")
    'Alba: 2 alters, 0 of 1 pairs of them tied'
    """
    network = network_of(network)
    ego = _place(network.labels, label, "label", "node")
    sizes, colors = network._per_node(size, "size"), network._coloring(color)
    sources, targets, _ = network._adjacency.ties()
    alters = np.unique(np.concatenate([targets[sources == ego], sources[targets == ego]]))
    if len(alters) > _MOST_ALTERS:
        raise InvalidInput(
            f"`label` must name a node with at most {_MOST_ALTERS} alters to be drawn: "
            f"{shown(label)} has {len(alters):,}; draw a part of the network"
        )
    names = len(alters) <= _NAMED_UP_TO if names is None else flag(names, "names")
    _drawable(ax)
    from weakties.plots.ego import ego_picture

    inside = np.append(alters.astype(np.int64), ego)
    number = np.full(len(network), -1)
    number[inside] = np.arange(len(inside))
    kept = (number[sources] >= 0) & (number[targets] >= 0)
    return ego_picture(
        network.labels.take(inside),
        list(zip(number[sources[kept]].tolist(), number[targets[kept]].tolist(), strict=True)),
        ego=len(alters),
        directed=network.directed,
        size=None if sizes is None else sizes.iloc[inside],
        color=None if colors is None else colors.iloc[inside],
        names=names,
        ax=ax,
    )


def matrix_map(
    network: Network,
    groups: Hashable | pd.Series[Any],
    *,
    strength: Hashable | None = None,
    names: bool | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the adjacency matrix ordered by group, with lines between groups; needs matplotlib.

    Row i, column j is the tie from i to j. Ties within a group have its colour, those between
    groups are grey. Groups stand by size, the largest first, and nodes within by their ties. Where
    there are more than 500 nodes, neighbours share a cell, which is the darker the more ties it
    holds.

    Parameters
    ----------
    network : Network
        Self-ties are not drawn.
    groups : column of the attributes, or Series by label
        The group of each node, such as what a partition found.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, that makes a tie darker.
    names : bool, optional
        Whether to write the labels; by default up to 40 nodes. Groups are always named.
    ax : matplotlib.axes.Axes, optional
        Where to draw. Without it a new figure is made.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``ax`` no Axes.
    UnknownLabel, InvalidInput
        When there is no such attribute or weight, a node has no group, or there are more than
        20,000 nodes.
    MissingPackage
        When matplotlib is not installed.

    Examples
    --------
    >>> from weakties.networks import Network, matrix_map
    >>> import pandas as pd
    >>> pair = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> valley = pd.Series({"Alba": "north", "Bo": "north", "Cato": "south"})
    >>> matrix_map(pair, valley).get_title(loc="left")
    '50% of ties are within groups'
    """
    network = network_of(network)
    codes, group_names = network._groups(groups, "groups")
    weighted = network._reads(strength, "strength")
    if len(network) > _MOST_NODES:
        raise InvalidInput(
            f"`network` must have at most {_MOST_NODES:,} nodes to be drawn: got "
            f"{len(network):,}; draw a part of it"
        )
    names = len(network) <= _NAMED_UP_TO if names is None else flag(names, "names")
    _drawable(ax)
    from weakties.plots.blocks import block_map

    sources, targets, weights = network._adjacency.ties()
    if not weighted:
        weights = np.ones(len(weights))
    return block_map(
        network.labels,
        (sources.astype(np.int64), targets.astype(np.int64), weights),
        codes,
        group_names,
        directed=network.directed,
        names=names,
        weight=str(network.weight) if weighted else None,
        ax=ax,
    )


def role_profile(table: pd.DataFrame, label: Hashable, *, ax: Axes | None = None) -> Axes:
    """Draw where one node stands on several measures among all nodes; needs matplotlib.

    A bar reaches to the node's percentile: the share of nodes with a lower value, those with an
    equal value counting half. Its own value stands at the right; the dashed line is the median.

    Parameters
    ----------
    table : DataFrame by label
        One row a node and one column a measure, such as `profile` or a table of brokerage roles.
        Columns that hold no numbers are left out. Missing values are not counted.
    label : hashable
        The node's label.
    ax : matplotlib.axes.Axes, optional
        Where to draw. Without it a new figure is made.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    WrongType
        When ``table`` is no DataFrame, or ``ax`` no Axes.
    UnknownLabel
        When the table has no such row.
    InvalidInput
        When the table has no column of numbers, infinite ones, or the label twice.
    MissingPackage
        When matplotlib is not installed.

    Examples
    --------
    >>> from weakties.networks import Network, profile, role_profile
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> role_profile(profile(star, ["degree", "constraint"]), "Alba").get_xlabel()
    'Percentile among 3 nodes'
    """
    instance(table, "table", pd.DataFrame, "a measure such as weakties.networks.profile")
    numeric = [
        pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
        for _, column in table.items()
    ]
    numbers = table.loc[:, numeric]
    if numbers.empty:
        raise InvalidInput(
            f"`table` must hold a column of numbers and a row: got {table.shape[0]} rows and "
            f"{sum(numeric)} such columns; compute measures first"
        )
    if not table.index.is_unique:
        twice = table.index[table.index.duplicated()][0]
        raise InvalidInput(
            f"`table` must have one row a node: {shown(twice)} has several; keep one row"
        )
    infinite = np.isinf(numbers.to_numpy(np.float64, na_value=np.nan)).any(axis=0)
    if infinite.any():
        raise InvalidInput(
            f"`table` must hold finite numbers: {shown(numbers.columns[infinite][0])} has infinite "
            "ones; correct or remove them"
        )
    _place(table.index, label, "label", "row")
    _drawable(ax)
    from weakties.plots.roles import percentile_bars

    return percentile_bars(numbers, label, ax)


def _place(labels: pd.Index[Any], label: object, argument: str, what: str) -> int:
    named = label_of(label, argument)
    if named not in labels:
        raise UnknownLabel(
            f"`{argument}`: there is no {what} {shown(label)}."
            f"{did_you_mean(named, list(labels))} Give one of the {len(labels):,} labels"
        )
    return list(labels).index(named)


def _drawable(ax: object) -> None:
    try:
        from matplotlib.axes import Axes
    except ImportError as problem:
        raise missing_package("matplotlib", "plots") from problem
    if ax is not None:
        instance(ax, "ax", Axes, "matplotlib.pyplot.subplots")
