"""What random draws say of an observed number: how often they lie as far out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import integer
from weakties._wording import did_you_mean, listing
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .network import Network
from .two_mode import TwoModeNetwork

Measure: TypeAlias = "Callable[[Any], float | pd.Series[Any]] | str"

_MOST = 1_000_000
# Draws that differ from the observed number by rounding only are equal to it.
_SLACK = 1e-10


def count_of(value: object, argument: str, least: int = 1) -> int:
    """Return how many draws are wanted."""
    return integer(value, argument, low=least, high=_MOST)


def p_values(
    observed: NDArray[np.float64],
    draws: NDArray[np.float64],
    centre: NDArray[np.float64] | float,
    *,
    count_observed: bool,
) -> pd.DataFrame:
    """Return the shares of draws that are as low, as high, and as far from the centre.

    Parameters
    ----------
    observed
        k numbers.
    draws
        Draws by k; NaN is left out.
    centre
        What the two-sided share measures distances from.
    count_observed
        Whether the observed number counts as one draw more.
    """
    slack = np.where(np.isfinite(observed), _SLACK * np.maximum(1, np.abs(observed)), 0)
    own = int(count_observed)
    known = own + (~np.isnan(draws)).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        far = np.abs(draws - centre) >= np.abs(observed - centre) - slack
        counts = {
            "p_lower": (draws <= observed + slack).sum(axis=0),
            "p_upper": (draws >= observed - slack).sum(axis=0),
            "p_two_sided": far.sum(axis=0),
        }
        unknown = np.isnan(observed)
        return pd.DataFrame(
            {name: np.where(unknown, np.nan, (own + n) / known) for name, n in counts.items()}
        )


def how_counted(count_observed: bool, draws: str) -> str:
    """Say what the p-values count."""
    return (
        f"p-values count the observed network as one of the {draws}: (1 + k) / (1 + N)"
        if count_observed
        else f"p-values are shares of the {draws}, without the observed network: k / N"
    )


def measure_of(measure: object) -> tuple[Callable[[Any], Any], str]:
    """Return a measure as a function, and its name."""
    if callable(measure):
        return measure, getattr(measure, "__name__", type(measure).__name__)
    if not isinstance(measure, str):
        raise WrongType(
            "`measure` must be a function of a network or the name of one in weakties.networks: "
            f"got {type(measure).__name__}; give for example constraint, or a lambda"
        )
    from weakties import networks

    names = [
        name
        for name in networks.__all__
        if callable(getattr(networks, name)) and not isinstance(getattr(networks, name), type)
    ]
    if measure not in names:
        raise UnknownLabel(
            f"`measure`: weakties.networks has no function {measure!r}."
            f"{did_you_mean(measure, names)} {listing('Functions there are', names)}"
        )
    return getattr(networks, measure), measure


def value_of(
    measure: Callable[[Any], Any], network: Network | TwoModeNetwork, *, series: bool = True
) -> pd.Series[float]:
    """Return what a measure says of a network as numbers under labels; a single one under None."""
    value = measure(network)
    if isinstance(value, pd.Series) and series:
        if not pd.api.types.is_numeric_dtype(value.dtype) or value.dtype == bool:
            raise WrongType(
                f"`measure` must give numbers: got a Series of dtype {value.dtype}; convert it "
                "in a function of your own"
            )
        if not value.index.is_unique:
            raise InvalidInput(
                "`measure` must give one number a label: some labels repeat; add them up first"
            )
        return value.astype(np.float64)
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return pd.Series([float(value)], index=pd.Index([None], dtype=object))
    wanted = "one number or a Series of numbers" if series else "one number"
    raise WrongType(
        f"`measure` must give {wanted} for a network: got {type(value).__name__}; pick one with a "
        "function such as lambda network: measure(network).mean()"
    )
