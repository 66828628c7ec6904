"""Productivity without estimation: output over an index of inputs weighted by their cost shares."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, flag, instance, number
from weakties._labels import Codes
from weakties._wording import rows_text, shown
from weakties.errors import InvalidInput, WrongType

from .panel import FirmPanel
from .variables import bounded, one_group

_Floats = NDArray[np.float64]

Shares: TypeAlias = "Mapping[Hashable, Hashable] | None"

AVERAGES = ("all", "period", "firm", "row")
REFERENCES = ("chained", "all", "period")

# Published shares are rounded; those that miss 1 by more are no shares of cost.
_SHARE_TOLERANCE = 1e-6


def solow_index(
    panel: FirmPanel,
    output: Hashable,
    *,
    shares: Shares = None,
    costs: Shares = None,
    average: str = "all",
    groups: Hashable | None = None,
    logs: bool = False,
) -> pd.Series[float]:
    r"""Return log productivity as output over inputs weighted by their shares in cost.

    .. math::

        \ln A_{it} = y_{it} - \sum_k \bar c_k\, x_{kit}

    with :math:`y` log output, :math:`x_k` log inputs and :math:`\bar c_k` the mean share of input
    :math:`k` in all cost.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with output, inputs and shares or costs among its ``variables``.
    output : column name
        One of the panel's variables.
    shares : mapping of input to number or column name
        The inputs, and each one's share in cost: one number for all, or another variable. In each
        row they must sum to 1.
    costs : mapping of input to column name
        The inputs, and what each one costs, in place of ``shares``: a variable, at least 0.
    average : {"all", "period", "firm", "row"}
        Over which rows of a group shares are averaged: all of them; those of the same period; those
        of the same firm (in whatever group); or not at all, so that each row has its own shares.
    groups : column name, optional
        One of the panel's group columns, such as the industry, within which shares are averaged.
    logs : bool, default False
        Whether output and inputs are in logs already. Levels must be above 0.

    Returns
    -------
    pandas.Series
        Log productivity on the rows of the user's table; NaN where a row was dropped from the
        panel or lacks output, an input or a share.

    Raises
    ------
    UnknownLabel
        When the panel has no such variable or group column.
    InvalidInput
        When a level is not above 0, a cost is negative, a row has no cost at all, shares do not sum
        to 1, or not exactly one of ``shares`` and ``costs`` is given.
    WrongType
        When ``shares`` or ``costs`` is no mapping, or an option is of the wrong kind.

    Notes
    -----
    The residual of :cite:t:`solow1957`. Constant returns to scale are assumed: shares of cost, not
    of revenue, sum to 1. As far as firms choose inputs freely and at given prices, shares of cost
    are output elasticities; averaging them over an industry lets single firms be off that
    :cite:p:`syverson2011`. The unit of an input shifts all of the index by a constant where its
    share is the same; with ``average="row"`` or ``"firm"`` it matters, and `multilateral_index` is
    the index to take.

    Rows that lack a number have no part in the averages.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from weakties.productivity import FirmPanel, solow_index
    >>> table = pd.DataFrame({"firm": ["a", "b"], "year": 2000, "output": [8.0, 27.0],
    ...                       "labour": [4.0, 9.0], "capital": [1.0, 3.0]})
    >>> panel = FirmPanel.from_frame(table, "firm", "year",
    ...                              variables=["output", "labour", "capital"])
    >>> np.exp(solow_index(panel, "output", shares={"labour": 0.5, "capital": 0.5})).round(4)
    0    4.0000
    1    5.1962
    Name: solow_index, dtype: float64
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    chosen = choice(average, "average", AVERAGES)
    quantities = Quantities.of(panel, output, shares, costs, logs)
    labels, group = one_group(panel, groups)
    rows, periods = len(panel), len(panel.periods)
    cell, cells = {
        "all": (group, len(labels)),
        "period": (group * periods + panel.period, len(labels) * periods),
        "firm": (panel.firm, len(panel.firms)),
        "row": (np.arange(rows, dtype=np.int64), rows),
    }[chosen]
    values = _core.solow_index(quantities.output, quantities.inputs, quantities.shares, cell, cells)
    return panel._per_row(values, "solow_index")


def multilateral_index(
    panel: FirmPanel,
    output: Hashable,
    *,
    shares: Shares = None,
    costs: Shares = None,
    reference: str = "chained",
    groups: Hashable | None = None,
    logs: bool = False,
) -> pd.Series[float]:
    r"""Return log productivity against a firm of mean output, inputs and cost shares.

    With :math:`\bar y, \bar x_k, \bar c_k` the means over all rows of the group,

    .. math::

        \ln A_{it} = (y_{it} - \bar y)
            - \sum_k \tfrac12 (c_{kit} + \bar c_k)(x_{kit} - \bar x_k) .

    With ``reference="chained"`` the means are those of each period, linked to the first one:

    .. math::

        \ln A_{it} = {} & (y_{it} - \bar y_t)
            - \sum_k \tfrac12 (c_{kit} + \bar c_{kt})(x_{kit} - \bar x_{kt}) \\
            &+ \sum_{\tau \le t} \Bigl[ (\bar y_\tau - \bar y_{\tau-1})
            - \sum_k \tfrac12 (\bar c_{k\tau} + \bar c_{k,\tau-1})
            (\bar x_{k\tau} - \bar x_{k,\tau-1}) \Bigr] .

    Parameters
    ----------
    panel, output, shares, costs, logs
        As in `solow_index`. Here each row has its own shares.
    reference : {"chained", "all", "period"}
        The firm that all are compared with: that of each period, linked from period to period; the
        mean of all rows; or that of each period, not linked, so that levels compare within a period
        only.
    groups : column name, optional
        One of the panel's group columns, such as the industry; each group has a reference of its
        own, so that levels compare within a group only.

    Returns
    -------
    pandas.Series
        Log productivity on the rows of the user's table, 0 for the reference; NaN where a row was
        dropped from the panel or lacks output, an input or a share.

    Raises
    ------
    UnknownLabel
        When the panel has no such variable or group column.
    InvalidInput
        When a level is not above 0, a cost is negative, a row has no cost at all, shares do not sum
        to 1, or not exactly one of ``shares`` and ``costs`` is given.
    WrongType
        When ``shares`` or ``costs`` is no mapping, or an option is of the wrong kind.

    Notes
    -----
    The index of :cite:t:`caves1982`, for one output; the chained form is that of
    :cite:t:`good1997`. Comparisons are transitive: the difference of two rows does not depend on
    which third row they are compared through. They do depend on the sample, as the reference is
    made of it; a chain leaves the past as it is when periods are added. Units do not matter. Where
    shares are the same in all rows the index is the Solow index less a constant, chained or not.

    A period in which a group has no complete rows is passed over in the chain. Rows that lack a
    number have no part in the reference.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import FirmPanel, multilateral_index
    >>> table = pd.DataFrame({"firm": ["a", "b"], "year": 2000, "output": [1.0, 3.0],
    ...                       "labour": [0.0, 2.0], "capital": [2.0, 0.0],
    ...                       "wages": [1.0, 3.0], "rent": [3.0, 1.0]})
    >>> panel = FirmPanel.from_frame(
    ...     table, "firm", "year", variables=["output", "labour", "capital", "wages", "rent"])
    >>> multilateral_index(panel, "output", costs={"labour": "wages", "capital": "rent"},
    ...                    logs=True)
    0   -1.25
    1    0.75
    Name: multilateral_index, dtype: float64
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    chosen = choice(reference, "reference", REFERENCES)
    quantities = Quantities.of(panel, output, shares, costs, logs)
    labels, group = one_group(panel, groups)
    values = _core.multilateral_index(
        quantities.output,
        quantities.inputs,
        quantities.shares,
        group,
        panel.period,
        len(labels),
        len(panel.periods),
        chosen,
    )
    return panel._per_row(values, "multilateral_index")


@dataclass(frozen=True, eq=False)
class Quantities:
    """Log output by row, and log inputs and shares as row × input; NaN where missing."""

    output: _Floats
    inputs: _Floats
    shares: _Floats

    @classmethod
    def of(
        cls, panel: FirmPanel, output: Hashable, shares: object, costs: object, logs: object
    ) -> Quantities:
        """Read what an index is made of off a panel."""
        in_logs = flag(logs, "logs")
        argument, given, weights = read_shares(panel, shares, costs)

        def read(name: object, role: str) -> _Floats:
            if in_logs:
                return panel._variable(name, role)
            return np.asarray(np.log(bounded(panel, name, role)))

        return cls(
            output=read(output, "output"),
            inputs=np.column_stack([read(name, argument) for name in given]),
            shares=weights,
        )


def read_shares(
    panel: FirmPanel, shares: object, costs: object
) -> tuple[str, Mapping[Hashable, Hashable], _Floats]:
    """Return which of both was given, by input, and shares as row × input; NaN where missing."""
    if (shares is None) == (costs is None):
        raise InvalidInput(
            "`shares` or `costs` must say what the inputs are, one of the two: got "
            f"{'neither' if shares is None else 'both'}; give such as "
            'costs={"labour": "wage_bill", "capital": "capital_cost"}'
        )
    argument = "costs" if shares is None else "shares"
    given = costs if shares is None else shares
    if not isinstance(given, Mapping):
        raise WrongType(
            f"`{argument}` must be a mapping of inputs: got {type(given).__name__}; give such "
            'as {"labour": …, "capital": …}'
        )
    if not given:
        raise InvalidInput(f"`{argument}` is empty: give at least one input")
    weights = _costs(panel, given) if shares is None else _shares(panel, given)
    return argument, given, np.ascontiguousarray(weights)


def _costs(panel: FirmPanel, costs: Mapping[Hashable, Hashable]) -> _Floats:
    """Return each input's part in the sum of costs."""
    given = np.column_stack([bounded(panel, cost, "costs", zero=True) for cost in costs.values()])
    whole = given.sum(axis=1)
    remedy = "correct them, or set them to missing"
    _refuse(panel, whole == 0, "costs", "be above 0 for some input in each row", remedy)
    with np.errstate(invalid="ignore"):
        return np.asarray(given / whole[:, None])


def _shares(panel: FirmPanel, shares: Mapping[Hashable, Hashable]) -> _Floats:
    """Return shares as they are given, refused unless they are such."""
    columns = []
    for name, share in shares.items():
        if isinstance(share, int | float | np.number) and share not in panel.variables:
            part = number(share, f"shares[{shown(name)}]", low=0, high=1)
            columns.append(np.full(len(panel), part))
        else:
            columns.append(bounded(panel, share, "shares", zero=True))
    given = np.column_stack(columns)
    off = np.abs(given.sum(axis=1) - 1) > _SHARE_TOLERANCE
    _refuse(panel, off, "shares", "sum to 1 in each row", "to have shares made, pass `costs`")
    return given


def _refuse(
    panel: FirmPanel, bad: NDArray[np.bool_], argument: str, must: str, remedy: str
) -> None:
    rows: Codes = np.flatnonzero(bad)
    if len(rows):
        raise InvalidInput(
            f"`{argument}` must {must}: not so in {len(rows)} rows, see "
            f"{rows_text(np.sort(panel.positions[rows]))}; {remedy}"
        )
