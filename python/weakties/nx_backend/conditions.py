"""Which calls a function of the backend takes, said beside the function and asked by networkx."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])

# Given the arguments of a call by name, says why it cannot be run, or None.
Condition: TypeAlias = Callable[[Mapping[str, Any]], str | None]


def only(*conditions: Condition) -> Callable[[_Function], _Function]:
    """Keep with a function the conditions that its calls must meet."""

    def kept(function: _Function) -> _Function:
        function.conditions = conditions  # type: ignore[attr-defined]
        return function

    return kept


def simple(arguments: Mapping[str, Any]) -> str | None:
    """Ask for a graph with one edge between two nodes at most."""
    graph = _graph(arguments)
    return "it takes no multigraphs" if graph.is_multigraph() else None


def undirected(arguments: Mapping[str, Any]) -> str | None:
    """Ask for a graph without directions."""
    graph = _graph(arguments)
    return "it takes no directed graphs" if graph.is_directed() else None


def without(*options: str) -> Condition:
    """Ask that some options be left at None or False."""

    def left(arguments: Mapping[str, Any]) -> str | None:
        given = [
            name
            for name in options
            if arguments.get(name) is not None and arguments[name] is not False
        ]
        return f"it takes no {', '.join(given)}" if given else None

    return left


def _graph(arguments: Mapping[str, Any]) -> Any:
    return arguments["G"] if "G" in arguments else arguments["B"]
