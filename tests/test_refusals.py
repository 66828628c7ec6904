"""Every public function refuses every fault by name and with a remedy; none may be left out."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module

import pytest

import weakties
from weakties import WeaktiesError
from weakties.errors import __name__ as errors_module

from .refusals.table import FAULTS, Entry, Refusal

PILLARS = ("networks", "chains", "productivity", "gvc", "datasets")


def public_callables() -> Iterator[str]:
    """Name every public function, and of every public class what makes or changes its objects."""
    for module_name in ("", *PILLARS):
        module = import_module(f"weakties.{module_name}") if module_name else weakties
        for name in module.__all__:
            thing = getattr(module, name)
            path = f"{module_name}.{name}".lstrip(".")
            if inspect.isfunction(thing):
                yield path
            elif inspect.isclass(thing) and thing.__module__ != errors_module:
                for method_name, method in inspect.getmembers(thing):
                    takes_arguments = inspect.isroutine(method) and not method_name.startswith("_")
                    if takes_arguments and own_arguments(method):
                        yield f"{path}.{method_name}"


def own_arguments(method: object) -> list[str]:
    """Name the arguments that a user gives."""
    try:
        parameters = inspect.signature(method).parameters  # type: ignore[arg-type]
    except ValueError:
        return []
    return [name for name in parameters if name not in ("self", "cls")]


def entries() -> dict[str, Entry]:
    tables = [
        import_module(f"{__package__}.refusals.{name}").ENTRIES for name in ("general", *PILLARS)
    ]
    return {name: entry for table in tables for name, entry in table.items()}


ENTRIES = entries()
CASES = [
    pytest.param(refusal, id=f"{name}-{refusal.fault}-{number}")
    for name, entry in ENTRIES.items()
    for number, refusal in enumerate(entry.refusals)
]


@pytest.mark.parametrize("name", sorted(public_callables()))
def test_every_public_function_has_refused_every_fault_or_says_why_it_cannot(name: str) -> None:
    assert name in ENTRIES, f"give {name} an entry in tests/refusals/"
    entry = ENTRIES[name]
    met = {refusal.fault for refusal in entry.refusals}
    assert met | entry.cannot_meet.keys() == set(FAULTS), (
        f"{name} lacks {sorted(set(FAULTS) - met - entry.cannot_meet.keys())}"
    )
    assert not met & entry.cannot_meet.keys()


@pytest.mark.parametrize("refusal", CASES)
def test_a_fault_is_refused_with_the_argument_and_the_remedy(refusal: Refusal) -> None:
    with pytest.raises(refusal.error) as caught:
        refusal.call()
    assert isinstance(caught.value, WeaktiesError)
    message = str(caught.value)
    for words in refusal.words:
        assert words in message, message


def test_no_entry_is_left_over() -> None:
    assert ENTRIES.keys() <= set(public_callables())
