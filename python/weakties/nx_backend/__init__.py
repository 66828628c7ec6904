"""What networkx calls when asked for ``backend="weakties"``: its own functions, run by the core.

The names and arguments are those of networkx, and so are values, errors and conventions, where
the rest of weakties has its own. Graphs are read once and kept by networkx until they change.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from typing import Any

from .betweenness import (
    betweenness_centrality,
    betweenness_centrality_subset,
    edge_betweenness_centrality,
)
from .bipartite import (
    bipartite_average_clustering,
    bipartite_betweenness_centrality,
    bipartite_closeness_centrality,
    bipartite_degree_centrality,
    latapy_clustering,
    node_redundancy,
    robins_alexander_clustering,
)
from .bridges import articulation_points, bridges, has_bridges, local_bridges
from .cohesion import (
    average_clustering,
    clustering,
    core_number,
    overall_reciprocity,
    reciprocity,
    rich_club_coefficient,
    square_clustering,
    transitivity,
    triadic_census,
    triangles,
)
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
from .distances import (
    all_pairs_dijkstra_path_length,
    all_pairs_shortest_path_length,
    average_shortest_path_length,
    center,
    closeness_centrality,
    diameter,
    eccentricity,
    floyd_warshall_numpy,
    harmonic_centrality,
    periphery,
    radius,
    single_source_dijkstra_path_length,
    single_source_shortest_path_length,
)
from .graph import Graph, from_networkx, to_networkx
from .holes import constraint, effective_size, local_constraint
from .mixing import (
    attribute_assortativity_coefficient,
    attribute_mixing_dict,
    attribute_mixing_matrix,
    degree_assortativity_coefficient,
    degree_pearson_correlation_coefficient,
    leiden_communities,
    modularity,
    numeric_assortativity_coefficient,
)
from .projections import (
    collaboration_weighted_projected_graph,
    generic_weighted_projected_graph,
    overlap_weighted_projected_graph,
    projected_graph,
    weighted_projected_graph,
)
from .spectral import eigenvector_centrality, hits, katz_centrality, pagerank

# Every function that networkx may call; its entry point `_nx_weakties` names the same ones.
FUNCTIONS = (
    all_pairs_dijkstra_path_length,
    all_pairs_shortest_path_length,
    articulation_points,
    attribute_assortativity_coefficient,
    attribute_mixing_dict,
    attribute_mixing_matrix,
    average_clustering,
    average_shortest_path_length,
    betweenness_centrality,
    betweenness_centrality_subset,
    bipartite_average_clustering,
    bipartite_betweenness_centrality,
    bipartite_closeness_centrality,
    bipartite_degree_centrality,
    bridges,
    center,
    closeness_centrality,
    clustering,
    collaboration_weighted_projected_graph,
    connected_components,
    constraint,
    core_number,
    degree_assortativity_coefficient,
    degree_centrality,
    degree_pearson_correlation_coefficient,
    diameter,
    eccentricity,
    edge_betweenness_centrality,
    effective_size,
    eigenvector_centrality,
    floyd_warshall_numpy,
    generic_weighted_projected_graph,
    harmonic_centrality,
    has_bridges,
    hits,
    in_degree_centrality,
    is_connected,
    is_strongly_connected,
    is_weakly_connected,
    katz_centrality,
    latapy_clustering,
    leiden_communities,
    local_bridges,
    local_constraint,
    modularity,
    node_connected_component,
    node_redundancy,
    number_connected_components,
    number_strongly_connected_components,
    number_weakly_connected_components,
    numeric_assortativity_coefficient,
    out_degree_centrality,
    overall_reciprocity,
    overlap_weighted_projected_graph,
    pagerank,
    periphery,
    projected_graph,
    radius,
    reciprocity,
    rich_club_coefficient,
    robins_alexander_clustering,
    single_source_dijkstra_path_length,
    single_source_shortest_path_length,
    square_clustering,
    strongly_connected_components,
    transitivity,
    triadic_census,
    triangles,
    weakly_connected_components,
    weighted_projected_graph,
)

# Reading a graph costs about as much as these functions do in networkx.
_AS_QUICK_AS_READING = frozenset(
    {
        "bipartite_degree_centrality",
        "degree_centrality",
        "in_degree_centrality",
        "local_constraint",
        "out_degree_centrality",
        "single_source_dijkstra_path_length",
        "single_source_shortest_path_length",
    }
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
    if any(callable(call.arguments.get(name)) for name in ("weight", "distance")):
        return "it reads weights that are attributes of edges only"
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
