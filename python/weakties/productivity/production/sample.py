"""From the variables of a panel to what an estimator reads: which rows, their lags, who stays."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weakties._arguments import label
from weakties._labels import Codes
from weakties._wording import shown
from weakties.errors import InvalidInput
from weakties.productivity.panel import FirmPanel

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """What the kernel reads: complete rows, sorted by firm and period."""

    firm: Codes
    lag: Codes
    output: Floats
    inputs: Floats
    proxy: Floats
    controls: Floats
    instruments: Floats
    survives: Codes


@dataclass(frozen=True)
class Variables:
    """The variables of a production function by what they are to it.

    Parameters
    ----------
    output, proxy
        One name each; None where there is no proxy.
    free, state
        Inputs chosen in the period, and ahead of it.
    proxy_is_input
        Whether the proxy is an input as well.
    controls, instruments
        Further names.
    """

    output: Hashable
    free: list[Hashable]
    state: list[Hashable]
    proxy: Hashable | None
    proxy_is_input: bool
    controls: list[Hashable]
    instruments: list[Hashable]

    @property
    def inputs(self) -> dict[Hashable, str]:
        """The inputs of the production function, each with the argument that names it."""
        named = dict.fromkeys(self.free, "free") | dict.fromkeys(self.state, "state")
        return named | ({self.proxy: "proxy"} if self.proxy_is_input else {})


@dataclass(frozen=True)
class Sample:
    """The rows that an estimator uses.

    Parameters
    ----------
    rows
        The places of these rows among the panel's.
    columns
        What the kernel reads; inputs and controls less their means.
    inputs, controls
        The inputs and the controls as they are, in logs where they shall be.
    means
        The mean of each input.
    control_names
        What the controls are called, those for periods included.
    dropped
        How many of the panel's rows are not used, by reason.
    """

    rows: Codes
    columns: Columns
    inputs: Floats
    controls: Floats
    means: Floats
    control_names: list[Hashable]
    dropped: dict[str, int]


def names(value: Hashable | list[Hashable] | None, argument: str) -> list[Hashable]:
    """Return the names in an argument that takes one, several or none."""
    listed = list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
    for place, name in enumerate(listed):
        if label(name, argument) in listed[:place]:
            raise InvalidInput(f"`{argument}` names {name!r} more than once; name each one once")
    return listed


def sample(
    panel: FirmPanel,
    variables: Variables,
    within: NDArray[np.bool_],
    *,
    logs: bool,
    period_effects: bool = False,
    investment: bool = False,
    shares: Floats | None = None,
) -> Sample:
    """Choose rows among those ``within``, take logs if asked to, and find each row's lag.

    With ``investment`` the proxy may be 0. Inputs of which ``shares`` are known need not vary.
    """
    reasons: dict[str, int] = {}
    usable = within.copy()

    def logged(values: Floats, name: Hashable, argument: str) -> Floats:
        if logs:
            return values
        below = (values <= 0) & within
        if below.any() and not (investment and argument == "proxy"):
            reasons[f"{name} not above 0"] = int(below.sum())
        return np.log(np.where(values <= 0, np.nan, values))

    def complete(name: Hashable, argument: str, *, may_be_level: bool = True) -> Floats:
        values = panel._variable(name, argument)
        if (gone := np.isnan(values) & within).any():
            reasons[f"{name} missing"] = int(gone.sum())
        values = logged(values, name, argument) if may_be_level else values
        np.logical_and(usable, ~np.isnan(values), out=usable)
        return values

    output = complete(variables.output, "output")
    inputs = [complete(name, argument) for name, argument in variables.inputs.items()]
    controls = [complete(name, "controls", may_be_level=False) for name in variables.controls]
    if shares is not None and (gone := np.isnan(shares).any(axis=1) & within).any():
        reasons["share missing"] = int(gone.sum())
        usable &= ~gone
    control_names = list(variables.controls)
    if period_effects:
        seen = np.flatnonzero(np.bincount(panel.period[usable], minlength=len(panel.periods)))
        control_names += [f"{panel.periods.name}={shown(panel.periods[at])}" for at in seen[1:]]
        controls += [(panel.period == at).astype(float) for at in seen[1:]]
    rows = np.flatnonzero(usable)
    if not len(rows):
        why = ", ".join(f"{count} with {reason}" for reason, count in reasons.items())
        raise InvalidInput(f"`panel` has no complete row: {why} of {within.sum()}; fill some")
    dropped = {reason: count for reason, count in reasons.items() if count}
    proxy = np.empty(0)
    if variables.proxy is not None:
        proxy = logged(panel._variable(variables.proxy, "proxy"), variables.proxy, "proxy")[rows]
    whole = _stacked(inputs, rows)
    of_controls = _stacked(controls, rows)
    for name, argument, values in (
        *(
            (name, argument, one)
            for (name, argument), one in zip(variables.inputs.items(), whole, strict=True)
        ),
        *((name, "controls", one) for name, one in zip(control_names, of_controls, strict=True)),
    ):
        if shares is None and np.ptp(values) == 0:
            raise InvalidInput(
                f"`{argument}`: {name!r} is {values[0]:g} in every usable row, so that nothing can "
                "be told of it; leave it out"
            )
    means = whole.mean(axis=1)
    lags = [panel._variable(name, "instruments") for name in variables.instruments]
    columns = Columns(
        firm=panel.firm[rows],
        lag=_lags(panel, rows),
        output=np.ascontiguousarray(output[rows]),
        inputs=whole - means[:, None],
        proxy=np.ascontiguousarray(proxy),
        controls=of_controls - of_controls.mean(axis=1, keepdims=True),
        instruments=_stacked([logged(each, "", "instruments") for each in lags], rows),
        survives=_survives(panel)[rows],
    )
    return Sample(rows, columns, whole, of_controls, means, control_names, dropped)


def _stacked(columns: list[Floats], rows: Codes) -> Floats:
    return np.array([column[rows] for column in columns]).reshape(len(columns), len(rows))


def _lags(panel: FirmPanel, rows: Codes) -> Codes:
    """Return the place of the same firm's row in the period before; -1 where it has none."""
    firm, period = panel.firm[rows], panel.period[rows]
    follows = np.zeros(len(rows), bool)
    follows[1:] = (firm[1:] == firm[:-1]) & (period[1:] == period[:-1] + 1)
    return np.where(follows, np.arange(len(rows)) - 1, -1).astype(np.int64)


def _survives(panel: FirmPanel) -> Codes:
    """Say of each row whether its firm is there in the next period; -1 in the panel's last one.

    A firm that is in being but not seen has left where the panel's rules take gaps for exits.
    """
    seen = np.zeros(len(panel), bool)
    seen[:-1] = (panel.firm[1:] == panel.firm[:-1]) & (panel.period[1:] == panel.period[:-1] + 1)
    in_being = panel.last[panel.firm] > panel.period
    stays = seen if panel.rules.unseen_exit else seen | in_being
    return np.where(panel.period < len(panel.periods) - 1, stays, -1).astype(np.int64)
