"""What is calibrated: free parameters and their ranges, moments, and the model, as given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from weakties._arguments import number
from weakties._wording import did_you_mean, listing
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from ._moment_search import Model
from .moments import MOMENTS
from .open_chain import simulate
from .scenario import Scenario
from .spells import Spells


def ranges_of(free: object) -> dict[str, tuple[float, float]]:
    if not isinstance(free, Mapping):
        raise WrongType(
            f"`free` must be a dictionary of ranges by parameter: got {type(free).__name__}; "
            'write {"moving_cost": (0.5, 3.0)}'
        )
    if not free:
        raise InvalidInput("`free` is empty: name at least one parameter and its range")
    ranges = {}
    for name, ends in free.items():
        if not isinstance(name, str) or not isinstance(ends, tuple | list) or len(ends) != 2:
            raise WrongType(
                f"`free` must give each parameter's name two numbers: {name!r} has {ends!r}; "
                'write {"moving_cost": (0.5, 3.0)}'
            )
        low, high = (number(end, "free") for end in ends)
        if low >= high:
            raise InvalidInput(
                f"`free` must give ranges from low to high: {name!r} has {low:g} to {high:g}; "
                "exchange or part them"
            )
        ranges[name] = (low, high)
    return ranges


def functions_of(moments: object) -> list[tuple[str, Callable[[Spells], Any]]]:
    """Return the functions, each with the name that its moments go by."""
    if isinstance(moments, str) or not isinstance(moments, Sequence):
        raise WrongType(
            f"`moments` must be a list of names and functions: got {type(moments).__name__}; "
            'write ["abroad", "climbing"]'
        )
    if not len(moments):
        raise InvalidInput("`moments` is empty: name at least one")
    functions: list[tuple[str, Callable[[Spells], Any]]] = []
    for place, one in enumerate(moments):
        if isinstance(one, str):
            if one not in MOMENTS:
                raise UnknownLabel(
                    f"`moments`: there is no moment {one!r}.{did_you_mean(one, list(MOMENTS))} "
                    f"{listing('Moments by name', list(MOMENTS))}"
                )
            name, function = one, MOMENTS[one]
        elif callable(one):
            given = getattr(one, "__name__", "<lambda>")
            name, function = f"moment {place + 1}" if given == "<lambda>" else given, one
        else:
            raise WrongType(
                f"`moments` must hold names and functions: item {place} is "
                f"{type(one).__name__}; {listing('Moments by name', list(MOMENTS))}"
            )
        if name in (before for before, _ in functions):
            raise InvalidInput(f"`moments` names {name!r} twice; name each once")
        functions.append((name, function))
    return functions


def model_of(scenario: Any, network: Any, periods: int, threads: int | None) -> Model:
    """Return what simulates spells from values, a number of replicates and a seed."""
    if callable(scenario) and not isinstance(scenario, type):
        function: Model = scenario
        return function
    if not isinstance(scenario, Scenario):
        raise WrongType(
            "`scenario` must be a Scenario or a function of values, replicates and seed: got "
            f"{type(scenario).__name__}; make one with Scenario(…)"
        )

    def simulated(values: Mapping[str, float], count: int, seed: int) -> Sequence[Spells]:
        run = simulate(
            scenario.with_(**values),
            network,
            replicates=count,
            periods=periods,
            paths=0,
            histories=count,
            seed=seed,
            threads=threads,
            progress=False,
        )
        return [run.spells(replicate) for replicate in range(count)]

    return simulated


def own_values(scenario: Any, ranges: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Return the scenario's own values as a start; a range's middle where it has none inside."""
    middle = {name: (low + high) / 2 for name, (low, high) in ranges.items()}
    if not hasattr(scenario, "with_"):
        return middle
    # An unknown name, one that is no number, or a range beyond what is allowed is refused here.
    scenario.with_(**{name: low for name, (low, _) in ranges.items()})
    scenario.with_(**{name: high for name, (_, high) in ranges.items()})
    own = {name: float(getattr(scenario, name)) for name in ranges}
    return {
        name: value if ranges[name][0] <= value <= ranges[name][1] else middle[name]
        for name, value in own.items()
    }
