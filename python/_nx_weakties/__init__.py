"""What networkx reads about the backend when it is imported; it loads nothing else."""

from typing import Any


def get_info() -> dict[str, Any]:
    """Name the backend and its functions for networkx's documentation and dispatch."""
    return {
        "backend_name": "weakties",
        "project": "weakties",
        "package": "weakties",
        "short_summary": "Positions in networks, computed by a Rust core on all processors.",
        "default_config": {},
        "functions": {name: _about(name) for name in _FUNCTIONS},
    }


def _about(name: str) -> dict[str, Any]:
    if name not in ("constraint", "effective_size"):
        return {}
    return {
        "additional_parameters": {
            'model : {"whole", "ego"}, optional': "Which ties of a contact its tie to another is "
            "compared with: all of them, as networkx does, or those inside the ego's own network, "
            "as UCINET does by default."
        }
    }


_FUNCTIONS = (
    "all_pairs_dijkstra_path_length",
    "all_pairs_shortest_path_length",
    "articulation_points",
    "attribute_assortativity_coefficient",
    "attribute_mixing_dict",
    "attribute_mixing_matrix",
    "average_clustering",
    "average_shortest_path_length",
    "betweenness_centrality",
    "betweenness_centrality_subset",
    "bipartite_average_clustering",
    "bipartite_betweenness_centrality",
    "bipartite_closeness_centrality",
    "bipartite_degree_centrality",
    "bridges",
    "center",
    "closeness_centrality",
    "clustering",
    "collaboration_weighted_projected_graph",
    "connected_components",
    "constraint",
    "core_number",
    "degree_assortativity_coefficient",
    "degree_centrality",
    "degree_pearson_correlation_coefficient",
    "diameter",
    "eccentricity",
    "edge_betweenness_centrality",
    "effective_size",
    "eigenvector_centrality",
    "floyd_warshall_numpy",
    "generic_weighted_projected_graph",
    "harmonic_centrality",
    "has_bridges",
    "hits",
    "in_degree_centrality",
    "is_connected",
    "is_strongly_connected",
    "is_weakly_connected",
    "katz_centrality",
    "latapy_clustering",
    "leiden_communities",
    "local_bridges",
    "local_constraint",
    "modularity",
    "node_connected_component",
    "node_redundancy",
    "number_connected_components",
    "number_strongly_connected_components",
    "number_weakly_connected_components",
    "numeric_assortativity_coefficient",
    "out_degree_centrality",
    "overall_reciprocity",
    "overlap_weighted_projected_graph",
    "pagerank",
    "periphery",
    "projected_graph",
    "radius",
    "reciprocity",
    "rich_club_coefficient",
    "robins_alexander_clustering",
    "single_source_dijkstra_path_length",
    "single_source_shortest_path_length",
    "square_clustering",
    "strongly_connected_components",
    "transitivity",
    "triadic_census",
    "triangles",
    "weakly_connected_components",
    "weighted_projected_graph",
)
