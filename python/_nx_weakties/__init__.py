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
        "functions": {name: {} for name in _FUNCTIONS},
    }


_FUNCTIONS = (
    "betweenness_centrality",
    "connected_components",
    "degree_centrality",
    "in_degree_centrality",
    "is_connected",
    "is_strongly_connected",
    "is_weakly_connected",
    "node_connected_component",
    "number_connected_components",
    "number_strongly_connected_components",
    "number_weakly_connected_components",
    "out_degree_centrality",
    "strongly_connected_components",
    "weakly_connected_components",
)
