"""What networkx calls when asked for ``backend="weakties"``: its own functions, run by the core.

The names and arguments are those of networkx, and so are values, errors and conventions, where
the rest of weakties has its own. Graphs are read once and kept by networkx until they change.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from typing import Any

from .betweenness import betweenness_centrality
from .components import (
    connected_components,
    is_connected,
    is_strongly_connected,
    is_weakly_connected,
    node_connected_component,
    number_connected_components,
    number_strongly_connected_components,
    number_weakly_connected_components,
    strongly_connected_components,
    weakly_connected_components,
)
from .degree import degree_centrality, in_degree_centrality, out_degree_centrality
from .graph import Graph, from_networkx, to_networkx

# Every function that networkx may call; its entry point `_nx_weakties` names the same ones.
FUNCTIONS = (
    betweenness_centrality,
    connected_components,
    degree_centrality,
    in_degree_centrality,
    is_connected,
    is_strongly_connected,
    is_weakly_connected,
    node_connected_component,
    number_connected_components,
    number_strongly_connected_components,
    number_weakly_connected_components,
    out_degree_centrality,
    strongly_connected_components,
    weakly_connected_components,
)

# Reading a graph costs about as much as these functions do in networkx.
_AS_QUICK_AS_READING = frozenset(
    {"degree_centrality", "in_degree_centrality", "out_degree_centrality"}
)


def convert_from_nx(
    graph: Any,
    *,
    edge_attrs: Mapping[str, Any] | None = None,
    node_attrs: Mapping[Any, Any] | None = None,
    preserve_edge_attrs: bool = False,
    preserve_node_attrs: bool = False,
    preserve_graph_attrs: bool = False,
    name: str | None = None,
    graph_name: str | None = None,
) -> Graph:
    """Read a graph of networkx, with the one edge attribute that a function needs."""
    if isinstance(graph, Graph):
        return graph
    if preserve_edge_attrs or preserve_node_attrs or preserve_graph_attrs:
        # Asked for by networkx's own tests and by functions that hand the graph on.
        node_attrs = None
    wanted = dict(edge_attrs or {})
    if len(wanted) > 1:
        raise NotImplementedError("weakties reads one edge attribute at a time")
    weight, default = next(iter(wanted.items()), (None, 1.0))
    return from_networkx(graph, weight=weight, default=default, node_attributes=node_attrs)


def convert_to_nx(result: Any, *, name: str | None = None) -> Any:
    """Turn a graph of this backend into one of networkx; everything else is fit already."""
    return to_networkx(result) if isinstance(result, Graph) else result


def can_run(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool | str:
    """Say whether a call is one that the function takes, or why it is not."""
    function = globals()[name]
    try:
        call = signature(function).bind(*args, **kwargs)
    except TypeError as problem:
        return str(problem)
    call.apply_defaults()
    for condition in getattr(function, "conditions", ()):
        if (reason := condition(call.arguments)) is not None:
            return str(reason)
    return True


def should_run(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool | str:
    """Say whether a call is worth reading the graph for, unless it was read before."""
    graph = args[0] if args else next(iter(kwargs.values()), None)
    read = "weakties" in getattr(graph, "__networkx_cache__", {}).get("backends", {})
    if name in _AS_QUICK_AS_READING and not read:
        return "reading the graph takes as long as the function itself"
    return True
