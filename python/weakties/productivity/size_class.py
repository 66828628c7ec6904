"""Size classes of firms: cut points, and the size that a firm is classed by."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from weakties._arguments import choice, instance
from weakties._arguments import label as label_of
from weakties._labels import Keys
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

from .asked import (
    classed,
    cut_labels,
    cuts_asked,
)
from .panel import FirmPanel

SIZE_OF = ("period", "start", "end", "average")


def size_class(
    panel: FirmPanel,
    size: Hashable,
    cuts: object,
    *,
    labels: list[Hashable] | None = None,
    name: Hashable = "size_class",
    size_of: str = "period",
) -> FirmPanel:
    """Return the panel with a further group column: the size class of each firm.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period.
    size : column name
        One of the panel's variables, such as employment.
    cuts : list of float
        Sizes at which a larger class begins, rising: 50 and 250 make classes below 50, from 50 to
        below 250, and from 250 on.
    labels : list, optional
        Names of the classes, from the smallest firms to the largest, one more than cuts.
    name : column name, default "size_class"
        What the group column is called.
    size_of : {"period", "start", "end", "average"}
        Whether a firm is classed by its size in each period, and so can move; or in all periods by
        its size in its first row, in its last row, or by the mean over its rows.

    Returns
    -------
    FirmPanel
        The panel as it was, with one more entry in ``groups``; classes are in the order of size.

    Raises
    ------
    UnknownLabel
        When the panel has no such variable.
    InvalidInput, WrongType
        When sizes are missing, cuts do not rise, labels are too few, too many or repeated, the name
        is taken, or an option is of the wrong kind.

    Notes
    -----
    Classes by size at the start or end select firms by passing size. Where size and productivity
    share a shock or an error, those small by chance at the start seem to catch up, and those large
    by chance to fall back: regression to the mean. With the end it is the other way round; the
    average over time suffers least :cite:p:`davis1996`.

    Examples
    --------
    >>> from weakties.datasets import synthetic_firms
    >>> from weakties.productivity import FirmPanel, size_class
    >>> panel = FirmPanel.from_frame(synthetic_firms(60, 2, 2), "firm", "period",
    ...                              "log_productivity", weight="employees",
    ...                              variables="employees")
    >>> list(size_class(panel, "employees", [20, 50]).groups["size_class"][0])
    ['<20', '20–50', '≥50']
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    values = panel._variable(size, "size")
    points = cuts_asked(cuts, "cuts")
    names = _class_labels(labels, points)
    size_of = choice(size_of, "size_of", SIZE_OF)
    if label_of(name, "name") in panel.groups:
        raise InvalidInput(
            f"`name` is already a group column of the panel: {name!r}; choose another one"
        )
    lacking = np.flatnonzero(np.isnan(values))
    if len(lacking):
        firm, period = panel.firms[panel.firm[lacking[0]]], panel.periods[panel.period[lacking[0]]]
        raise InvalidInput(
            f"`size` has {len(lacking)} missing values: see firm {shown(firm)} in "
            f"{shown(period)}; fill them, or leave such rows out of the panel"
        )
    classes, codes = classed(_sizes(panel, values, size_of), points, names)
    return panel._with_group(name, Keys(codes, classes, categorical=True))


def _class_labels(labels: object, cuts: NDArray[np.float64]) -> list[Hashable]:
    if labels is None:
        return cut_labels(cuts)
    if not isinstance(labels, list | tuple):
        raise WrongType(
            f"`labels` must be a list of names: got {type(labels).__name__}; write ['small', …]"
        )
    names = [label_of(name, "labels") for name in labels]
    if len(names) != len(cuts) + 1 or len(set(names)) < len(names):
        raise InvalidInput(
            f"`labels` must be {len(cuts) + 1} different names, one more than `cuts`: got "
            f"{names!r}; name each class once"
        )
    return names


def _sizes(panel: FirmPanel, values: NDArray[np.float64], size_of: str) -> NDArray[np.float64]:
    """Return the size that each row is classed by."""
    if size_of == "period":
        return values
    firm, of_firm = panel.firm, values[:0]
    if size_of == "end":
        of_firm = values[panel._given.ends]
    elif size_of == "start":
        of_firm = values[panel._given.starts]
    else:
        of_firm = np.bincount(firm, weights=values) / np.bincount(firm)
    return of_firm[firm]
