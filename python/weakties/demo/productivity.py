"""The second chapter: who made productivity grow."""

from __future__ import annotations

import numpy as np

from weakties.datasets import decomposition_example, michigan_firms
from weakties.productivity import FirmPanel, melitz_polanec, olley_pakes

from .report import Chapter, Exhibit, Figure

_REPLICATES = 999
_SEED = 1987


def chapter() -> Chapter:
    """Decompose the productivity of firms, by level and by change, with bootstrap intervals."""
    firms = michigan_firms()
    # Every firm was in being in all three years; an answer that is missing is no exit.
    firms = firms.assign(
        log_productivity=np.log(firms["sales"] / firms["employees"]),
        workforce=np.where(firms["union"], "unionised", "not unionised"),
        first=1987,
        last=1989,
    )
    panel = FirmPanel.from_frame(
        firms,
        "firm",
        "year",
        "log_productivity",
        weight="employees",
        group="workforce",
        first="first",
        last="last",
        missing="drop",
    )
    level = olley_pakes(panel, bootstrap=_REPLICATES, seed=_SEED)
    change = melitz_polanec(panel, periods="all", bootstrap=_REPLICATES, seed=_SEED)
    by_union = melitz_polanec(panel, groups="workforce", bootstrap=_REPLICATES, seed=_SEED)
    example = FirmPanel.from_frame(
        decomposition_example(), "firm", "period", "log_productivity", share="share"
    )
    worked = melitz_polanec(example, periods="adjacent")
    columns = ["t0", "t1", "component", "value", "se", "lo", "hi", "n_survivors"]
    table = change.to_frame()[columns]
    whole = table[(table["t0"] == 1987) & (table["t1"] == 1989)].set_index("component")
    total, mean = whole.loc["total"], whole.loc["mean"]
    return Chapter(
        title="Productivity: who made it grow",
        question=(
            "Does the aggregate grow because firms improve, because the better ones grow, or "
            "because of who comes and goes? Every part has an interval, from redrawing whole firms."
        ),
        data=(
            "157 manufacturing firms in Michigan, 1987 to 1989 (Holzer, Block, Cheatham and Knott "
            "1993); productivity is the log of sales per employee, the weight is employees. No "
            "firm came or left: a missing answer leaves the firm out of that comparison"
        ),
        exhibits=[
            Exhibit(
                "Level: mean of firms and covariance of size and productivity (Olley and Pakes)",
                level.to_frame().rename(columns={"t0": "period"})[
                    ["period", "component", "value", "se", "lo", "hi", "n_firms"]
                ],
                "a negative covariance says that larger firms sold less per employee than smaller "
                "ones.",
            ),
            Exhibit(
                "Change: what became of the firms (Melitz and Polanec)",
                table,
                f"from 1987 to 1989 sales per employee rose by {total['value']:.2f} log points, of "
                f"which the mean of the survivors brought {mean['value']:.2f}; the interval of the "
                f"total, {total['lo']:.3f} to {total['hi']:.3f}, says how sure that is.",
                rows=20,
            ),
            Exhibit(
                "The same from 1987 to 1989, by whether the firm is unionised",
                by_union.to_frame()[["group", *columns[2:]]],
                "each group is decomposed by itself; an interval that holds 0 says that the data "
                "cannot tell the sign.",
            ),
            Exhibit(
                "A worked example with entry and exit: eight made-up firms, periods 0, 1 and 3",
                worked.components.reset_index(),
                "running time backwards, from 1 to 3, swaps entry and exit and turns all signs.",
                digits=4,
            ),
        ],
        figures=[
            Figure(
                "contributions",
                "Contributions to the change of log sales per employee, with 95% intervals.",
                lambda ax: change.plot(ax=ax),
            ),
        ],
        sources=f"{level.cite()}\n{change.cite()}",
    )
