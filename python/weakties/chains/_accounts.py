"""Accounts and stages of the open-chain model, with labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from weakties import _core

from ._paths import STATISTICS, Shape

if TYPE_CHECKING:
    from ._ensemble import Ensemble, Plan

STAGES = ("thin", "thick", "engagement")
_FLAGS = ("win_win", "brain_gain")
# What needs the run with the border closed.
_COMPARED = (
    "migrant_gain",
    "home_gain",
    "win_win",
    "income_gain",
    "skill",
    "lost_output",
    "skill_home_closed",
    "brain_gain",
)


def accounts(plan: Plan, found: Ensemble) -> pd.DataFrame:
    """Return one row a replicate that was kept."""
    items, is_told = _items(plan)
    rows = found.accounts.reshape(-1, len(items))
    columns = pd.Index(filter(is_told, items), name="account")
    table = pd.DataFrame(
        rows[:, list(map(is_told, items))], pd.RangeIndex(len(rows), name="replicate"), columns
    )
    return table.astype(dict.fromkeys(_FLAGS, bool)) if plan.counterfactual else table


def account_moments(plan: Plan, found: Ensemble) -> pd.DataFrame:
    """Return one row a statistic over all replicates."""
    items, is_told = _items(plan)
    rows = found.statistics[:, Shape.of(plan).size :]
    columns = pd.Index(filter(is_told, items), name="account")
    return pd.DataFrame(
        rows[:, list(map(is_told, items))], pd.Index(STATISTICS, name="statistic"), columns
    )


def stages(found: Ensemble) -> pd.DataFrame:
    """Return one row a replicate that was kept: when it entered each stage, missing for never."""
    entered = found.entered.reshape(-1, len(STAGES)).astype(np.float64)
    return pd.DataFrame(
        np.where(entered > 0, entered, np.nan),
        pd.RangeIndex(len(entered), name="replicate"),
        pd.Index(STAGES, name="stage"),
    )


def _items(plan: Plan) -> tuple[list[str], Callable[[str], bool]]:
    """Name what an account holds, and say of each item whether it is told."""
    _, items, _ = _core.open_chain_names()
    items = [*items, *(f"income_gain_rung_{rung}" for rung in range(plan.scenario.rungs))]

    def is_told(item: str) -> bool:
        needs_twin = item in _COMPARED or item.startswith("income_gain")
        return plan.counterfactual or not needs_twin

    return items, is_told
