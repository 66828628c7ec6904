"""Every public function refuses every fault by name and with a remedy; none may be left out."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType

import pytest

import weakties
from weakties import WeaktiesError

from .refusals.table import FAULTS, Entry, Refusal

PILLARS = tuple(
    name for name in weakties.__all__ if isinstance(getattr(weakties, name), ModuleType)
)


def public_callables() -> Iterator[tuple[str, Callable[..., object]]]:
    """Name every public function, and of every public class what makes or uses its objects.

    What takes no arguments cannot be called wrongly. An inherited method is named by the class that
    defines it, such as ``Result.plot``, and so stands once.
    """
    for pillar in ("", *PILLARS):
        module = getattr(weakties, pillar) if pillar else weakties
        public = {name: getattr(module, name) for name in module.__all__}
        for name, thing in public.items():
            path = f"{pillar}.{name}".lstrip(".")
            if inspect.isclass(thing):
                if not issubclass(thing, WeaktiesError):
                    yield from methods(thing, pillar, list(public.values()))
            elif callable(thing) and arguments(thing):
                yield path, thing


def methods(
    kind: type, pillar: str, public: list[object]
) -> Iterator[tuple[str, Callable[..., object]]]:
    """Name the public methods of a class that take arguments."""
    for name, method in inspect.getmembers(kind, callable):
        if not name.startswith("_") and inspect.isroutine(method) and arguments(method):
            owner = next(base for base in kind.__mro__ if name in vars(base))
            path = f"{owner.__name__}.{name}"
            yield f"{pillar}.{path}" if owner in public else path, method


def arguments(function: Callable[..., object]) -> set[str]:
    """Name the arguments that a user gives."""
    return set(inspect.signature(function).parameters) - {"self"}


CALLABLES = dict(public_callables())


def entries() -> dict[str, Entry]:
    tables = [
        import_module(f"{__package__}.refusals.{name}").ENTRIES for name in ("general", *PILLARS)
    ]
    return {name: entry for table in tables for name, entry in table.items()}


ENTRIES = entries()
CASES = [
    pytest.param(name, refusal, id=f"{name}-{refusal.fault}-{number}")
    for name, entry in ENTRIES.items()
    for number, refusal in enumerate(entry.refusals)
]


@pytest.mark.parametrize("name", sorted(CALLABLES))
def test_every_public_function_has_refused_every_fault_or_says_why_it_cannot(name: str) -> None:
    assert name in ENTRIES, f"give {name} an entry in tests/refusals/"
    entry = ENTRIES[name]
    met = {refusal.fault for refusal in entry.refusals}
    assert met | entry.cannot_meet.keys() == set(FAULTS), (
        f"{name} lacks {sorted(set(FAULTS) - met - entry.cannot_meet.keys())}"
    )
    assert not met & entry.cannot_meet.keys()


@pytest.mark.parametrize(("name", "refusal"), CASES)
def test_a_fault_is_refused_with_the_argument_and_the_remedy(name: str, refusal: Refusal) -> None:
    assert refusal.argument in arguments(CALLABLES[name]) | ENTRIES[name].parts
    with pytest.raises(refusal.error) as caught:
        refusal.call()
    assert isinstance(caught.value, WeaktiesError)
    message = str(caught.value)
    for words in (f"`{refusal.argument}`", refusal.remedy):
        assert words in message, message


def test_no_entry_is_left_over() -> None:
    assert ENTRIES.keys() <= CALLABLES.keys()


def test_a_function_or_method_that_is_left_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgotten(network: object) -> None:
        """Stand for a function that somebody adds."""

    monkeypatch.setattr(weakties.networks, "forgotten", forgotten, raising=False)
    monkeypatch.setattr(weakties.networks, "__all__", [*weakties.networks.__all__, "forgotten"])
    monkeypatch.setattr(weakties.chains.Mobility, "forgotten", lambda self, x: x, raising=False)
    new = dict(public_callables()).keys() - ENTRIES.keys()
    assert new == {"networks.forgotten", "chains.Mobility.forgotten"}
