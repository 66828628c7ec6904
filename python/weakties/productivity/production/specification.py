"""What is to be estimated, and how: the arguments of `productivity`, checked."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weakties._arguments import number
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType
from weakties.productivity.index_numbers import read_shares
from weakties.productivity.panel import FirmPanel

from .form import Form
from .sample import Sample, Variables, names

Floats = NDArray[np.float64]

INDICES = ("solow", "caves-christensen-diewert")
METHODS = (
    *INDICES,
    "ols",
    "fixed-effects",
    "olley-pakes",
    "levinsohn-petrin",
    "ackerberg-caves-frazer",
    "wooldridge",
)
FORMS = ("cobb-douglas", "translog")
EQUATIONS = ("both", "second")

SOURCES = {
    "solow": ("solow1957", "syverson2011"),
    "caves-christensen-diewert": ("caves1982",),
    "ols": (),
    "fixed-effects": (),
    "olley-pakes": ("olley1996",),
    "levinsohn-petrin": ("levinsohn2003",),
    "ackerberg-caves-frazer": ("ackerberg2015",),
    "wooldridge": ("wooldridge2009",),
}


@dataclass(frozen=True)
class Options:
    """How every group is to be estimated, as `productivity` says it."""

    method: str
    form: str
    logs: bool
    period_effects: bool
    degree: int
    law: int
    survival: bool
    equations: str
    starts: int
    bounds: tuple[float, float]
    start: object
    reference: str


@dataclass(frozen=True)
class Specification:
    """What the kernel is to estimate, and how; checked."""

    method: str
    free: int
    state: int
    proxy_is_input: bool
    translog: bool
    degree: int
    law: int
    survival: bool
    first_equation: bool
    starts: int
    low: list[float]
    high: list[float]
    start: list[float] | None
    names: list[str]


def checked_variables(
    method: str,
    output: Hashable,
    free: object,
    state: object,
    proxy: Hashable | None,
    gross_output: bool,
    controls: object,
    instruments: object,
) -> Variables:
    """Check who is what, and that the method can use it."""
    listed = {
        "output": names(output, "output"),
        "free": names(free, "free"),
        "state": names(state, "state"),
        "proxy": names(proxy, "proxy"),
        "controls": names(controls, "controls"),
    }
    taken: dict[Hashable, str] = {}
    for argument, group in listed.items():
        for name in group:
            if name in taken:
                raise InvalidInput(
                    f"`{argument}` names {name!r}, which `{taken[name]}` names too; "
                    "give each variable one part"
                )
            taken[name] = argument
    for argument in ("free", "state"):
        if not listed[argument]:
            raise InvalidInput(f"`{argument}` is empty: name at least one input")
    needs = gross_output or method not in (*INDICES, "ols", "fixed-effects")
    if proxy is None and needs:
        what = "investment" if method == "olley-pakes" else "an input such as materials"
        raise InvalidInput(f"`proxy` must name {what} for method={method!r}: got None; name it")
    if proxy is not None and not needs:
        raise InvalidInput(
            f"`proxy` is not used by method={method!r}: got {proxy!r}; leave it out, or pass "
            "gross_output=True if it is an input"
        )
    if gross_output and method in ("olley-pakes", "wooldridge"):
        remedy = "list materials in `free`" if method == "olley-pakes" else "choose another method"
        raise InvalidInput(
            f"`gross_output` makes the proxy an input, which method={method!r} does not allow; "
            f"{remedy}"
        )
    further = names(instruments, "instruments")
    if further and method not in ("ackerberg-caves-frazer", "wooldridge"):
        raise InvalidInput(f"`instruments` are not used by method={method!r}; leave them out")
    return Variables(
        output=output,
        free=listed["free"],
        state=listed["state"],
        proxy=proxy,
        proxy_is_input=gross_output,
        controls=listed["controls"],
        instruments=further,
    )


def checked_shares(
    panel: FirmPanel,
    method: str,
    variables: Variables,
    shares: object,
    costs: object,
    *,
    form: str,
    period_effects: bool,
) -> Floats | None:
    """Return the shares in cost of the inputs, row × input; None where inputs are estimated of."""
    if method not in INDICES:
        if shares is not None or costs is not None:
            raise InvalidInput(
                f"`{'costs' if shares is None else 'shares'}` are not used by method={method!r}; "
                "leave them out"
            )
        return None
    if form != "cobb-douglas" or variables.controls or period_effects:
        which = (
            "form" if form != "cobb-douglas" else "controls" if variables.controls else
            "period_effects"
        )  # fmt: skip
        raise InvalidInput(f"`{which}` is not used by method={method!r}; leave it out")
    argument, given, weights = read_shares(panel, shares, costs)
    inputs = list(variables.inputs)
    if set(given) != set(inputs):
        raise InvalidInput(
            f"`{argument}` must have an entry for each input, {inputs}: got {list(given)}; "
            "name all of them"
        )
    places = [list(given).index(name) for name in inputs]
    return np.ascontiguousarray(weights[:, places])


def checked_bounds(bounds: object) -> tuple[float, float]:
    """Check the limits of elasticities."""
    if not isinstance(bounds, tuple | list) or len(bounds) != 2:
        raise WrongType(f"`bounds` must be a pair of numbers such as (-0.5, 1.5): got {bounds!r}")
    low, high = (number(limit, "bounds") for limit in bounds)
    if low >= high:
        raise InvalidInput(f"`bounds` must name the lower limit first: got {bounds}; swap them")
    return low, high


def checked_start(start: object, form: Form) -> list[float] | None:
    """Check a further start of the search."""
    if start is None:
        return None
    if not isinstance(start, Mapping):
        raise WrongType(
            f"`start` must be a mapping from inputs to numbers: got {type(start).__name__}; write "
            f"{{{shown(form.inputs[0])}: 0.5, …}}"
        )
    if set(start) != set(form.inputs):
        raise InvalidInput(
            f"`start` must have a number for each input, {form.inputs}: got {list(start)}; "
            "name all of them"
        )
    given = [number(start[name], "start") for name in form.inputs]
    return given + [0.0] * (len(form.terms) - len(given))


def called(variables: Variables, form: Form, rows: Sample) -> list[str]:
    """Say what refusals call each term and control."""
    arguments = list(variables.inputs.values())
    called = [
        f"`{arguments[term[0]]}`: {name!r}"
        for term, name in zip(form.terms, form.names, strict=True)
    ]
    return called + [f"`controls`: {name!r}" for name in rows.control_names]
