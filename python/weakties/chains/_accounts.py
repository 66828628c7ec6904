"""Accounts and stages of the open-chain model, with labels."""

from __future__ import annotations

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
_BY_RUNG = "income_gain_rung_"


def accounts(plan: Plan, found: Ensemble) -> pd.DataFrame:
    """Return one row a replicate that was kept."""
    items = _items(plan)
    rows = found.accounts.reshape(-1, len(items))
    table = pd.DataFrame(rows, pd.RangeIndex(len(rows), name="replicate"), items)
    table = table[_told(items, plan)]
    return table.astype(dict.fromkeys(_FLAGS, bool)) if plan.counterfactual else table


def account_moments(plan: Plan, found: Ensemble) -> pd.DataFrame:
    """Return one row a statistic over all replicates."""
    items = _items(plan)
    rows = found.statistics[:, Shape.of(plan).size :]
    return pd.DataFrame(rows, pd.Index(STATISTICS, name="statistic"), items)[_told(items, plan)]


def stages(found: Ensemble) -> pd.DataFrame:
    """Return one row a replicate that was kept: when it entered each stage, missing for never."""
    entered = found.entered.reshape(-1, len(STAGES)).astype(np.float64)
    return pd.DataFrame(
        np.where(entered > 0, entered, np.nan),
        pd.RangeIndex(len(entered), name="replicate"),
        pd.Index(STAGES, name="stage"),
    )


def _items(plan: Plan) -> pd.Index[str]:
    """Name what an account holds."""
    _, items, _ = _core.open_chain_names()
    by_rung = (f"{_BY_RUNG}{rung}" for rung in range(plan.scenario.rungs))
    return pd.Index([*items, *by_rung], name="account")


def _told(items: pd.Index[str], plan: Plan) -> list[str]:
    """Return those that are told: without a counterfactual nothing is compared with it."""
    if plan.counterfactual:
        return list(items)
    return [item for item in items if item not in _COMPARED and not item.startswith(_BY_RUNG)]
