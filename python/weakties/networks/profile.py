"""Many measures of every node in one table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from inspect import signature
from typing import Any, TypeAlias

import pandas as pd

from weakties._arguments import choice, flag
from weakties._arguments import threads as thread_count
from weakties._progress import asked
from weakties._wording import did_you_mean, joined_text, listing
from weakties.errors import InvalidInput, WrongType

from .betweenness import betweenness
from .bonacich import bonacich, katz
from .bridging import (
    betweenness_and_bridging,
    bridging,
    bridging_centrality,
    bridging_coefficient,
)
from .closeness import closeness, harmonic, nearness
from .clustering import clustering
from .cohesion import node_reciprocity
from .components import connected_components
from .coreness import coreness
from .degree import degree, strength
from .effective_size import effective_size, efficiency
from .holes import constraint, hierarchy, structural_holes
from .network import Network, network_of
from .pagerank import pagerank
from .participation import participation_coefficient, within_module_degree
from .reach import eccentricity, reach
from .spectral import eigenvector
from .triangles import square_clustering, triangles

_Measure: TypeAlias = "Callable[..., pd.Series[Any]]"

# Every measure that gives one number a node.
MEASURES: dict[str, _Measure] = {
    measure.__name__: measure
    for measure in (
        degree,
        strength,
        coreness,
        connected_components,
        node_reciprocity,
        clustering,
        square_clustering,
        triangles,
        closeness,
        harmonic,
        betweenness,
        reach,
        eccentricity,
        eigenvector,
        katz,
        pagerank,
        bonacich,
        constraint,
        effective_size,
        efficiency,
        hierarchy,
        bridging,
        bridging_coefficient,
        bridging_centrality,
        participation_coefficient,
        within_module_degree,
    )
}

# What gives several of them at once, for little more than the work of one.
_TOGETHER: dict[Callable[..., pd.DataFrame], frozenset[str]] = {
    structural_holes: frozenset({"constraint", "effective_size", "efficiency", "hierarchy"}),
    betweenness_and_bridging: frozenset({"betweenness", "bridging", "bridging_centrality"}),
    nearness: frozenset({"closeness", "harmonic", "eccentricity"}),
}


def profile(
    network: Network,
    measures: Sequence[str] = ("degree", "constraint", "effective_size", "betweenness"),
    *,
    by: Hashable | Sequence[Hashable] | None = None,
    attributes: bool = True,
    threads: int | None = None,
    progress: bool | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Compute several measures of every node, sharing the work they have in common.

    Constraint and the other measures of structural holes, betweenness and those of bridging, and
    closeness, harmonic closeness and eccentricity take little longer together than one of them.

    Parameters
    ----------
    network : Network
    measures : sequence of str
        Names of measures that give one number a node, such as ``"degree"`` or ``"betweenness"``;
        the order is that of the columns.
    by : Series by label, name of an attribute of the nodes, Communities, or list of these, optional
        Gives one row a group instead of one a node: the number of nodes, and the mean of each
        measure over those that have a value.
    attributes : bool, default True
        Whether the attributes of the nodes stand before the measures.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show bars; by default for what takes longer than two seconds.
    **options
        What the measures take, such as ``strength="contracts"`` or ``model="ego"``; each acts on
        all measures that have it.

    Returns
    -------
    DataFrame
        One row a node, by label, and one column a measure, after the attributes. With ``by`` one
        row a group, in order, with ``nodes`` and the means; NaN where no node of a group has a
        value.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or ``measures`` is no sequence of names.
    InvalidInput
        When a measure is unknown, named twice, or none is named; when an option is one of none of
        the measures; when a node has no group; when an attribute has the name of a measure; and as
        the measures do.
    UnknownLabel
        When ``by`` names no attribute, or ``strength`` or ``distance`` is not the network's weight.

    Examples
    --------
    >>> from weakties.networks import Network, profile
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> profile(star, ["degree", "constraint"])
          degree  constraint
    Alba       2         0.5
    Bo         1         1.0
    Cato       1         1.0
    """
    network = network_of(network)
    names = _chosen(measures)
    threads = thread_count(threads)
    asked(progress)
    attributes = flag(attributes, "attributes")
    groups = _grouping(network, by)
    _refuse_options_of_none(names, options)
    work: dict[str, Any] = {"threads": threads, "progress": progress}
    columns: dict[str, pd.Series[Any]] = {}
    for together, members in _TOGETHER.items():
        asked_for = members.intersection(names)
        # Betweenness alone has some options, such as `sources`.
        taken_by_one = set().union(*(_taken(MEASURES[name], options) for name in asked_for))
        if len(asked_for) > 1 and taken_by_one <= _options_of(together):
            found = together(network, **_taken(together, options | work))
            columns |= {name: found[name] for name in asked_for}
    for name in names:
        if name not in columns:
            measure = MEASURES[name]
            columns[name] = measure(network, **_taken(measure, options | work))
    table = pd.DataFrame({name: columns[name] for name in names})
    described = network.attributes
    if groups:
        grouped = table.groupby(groups, observed=True)
        return pd.concat([grouped.size().rename("nodes"), grouped.mean()], axis=1)
    if not attributes:
        return table
    same = [name for name in names if name in described.columns]
    if same:
        raise InvalidInput(
            f"`attributes`: the nodes have an attribute named {same[0]!r} already, like the "
            "measure; pass attributes=False, or rename it"
        )
    return described.join(table)


def _chosen(measures: object) -> list[str]:
    if isinstance(measures, str) or not isinstance(measures, Sequence):
        raise WrongType(
            f"`measures` must be a list of names: got {measures!r}; put them in square brackets"
        )
    names = [choice(name, "measures", tuple(MEASURES)) for name in measures]
    twice = next((name for name in names if names.count(name) > 1), None)
    if not names or twice:
        found = f"{twice!r} twice" if twice else "none"
        raise InvalidInput(f"`measures` must name each measure once: got {found}")
    return names


def _options_of(measure: Callable[..., object]) -> set[str]:
    """Name what a measure takes beside the network."""
    return set(signature(measure).parameters) - {"network", "threads", "progress"}


def _taken(measure: Callable[..., object], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the options that a measure takes."""
    takes = signature(measure).parameters
    return {name: value for name, value in options.items() if name in takes}


def _refuse_options_of_none(names: Sequence[str], options: Mapping[str, Any]) -> None:
    there_are = sorted(set().union(*(_options_of(MEASURES[name]) for name in names)))
    for option in options:
        if option not in there_are:
            raise InvalidInput(
                f"`{option}` is an option of none of the measures {joined_text(names)}."
                f"{did_you_mean(option, there_are)} {listing('Options there are', there_are)}; "
                "leave it out, or name a measure that has it"
            )


def _grouping(network: Network, by: object) -> list[pd.Series[Any]]:
    """Return what nodes are grouped by, of which no node may lack any."""
    if by is None:
        return []
    given = list(by) if isinstance(by, list | tuple) else [by]
    if not given:
        raise InvalidInput("`by` must name an attribute of the nodes: got none; leave it out")
    groups = []
    for each in given:
        codes, names = network._groups(each, "by")
        groups.append(pd.Series(names.take(codes), index=network.labels, name=names.name))
    return groups
