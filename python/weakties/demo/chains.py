"""The third chapter: how careers move, and what news of jobs does on a network."""

from __future__ import annotations

import pandas as pd

from weakties import chains, networks
from weakties.datasets import florentine_families, school_to_work

from .report import Chapter, Exhibit, Figure

_REPLICATES = 499
_SEED = 1993
_ARRIVAL, _SEPARATION = 0.1, 0.015


def chapter() -> Chapter:
    """Estimate moves between school and work, and simulate news of jobs on a network."""
    spells = chains.Spells.from_panel(
        school_to_work(), person="person", time="month", state="activity"
    )
    matrix = chains.transition_matrix(spells, bootstrap=_REPLICATES, seed=_SEED)
    first_job = chains.absorption(matrix, into="employment")
    moves = matrix.to_frame()
    moves = moves[(moves["destination"] == "employment") & (moves["origin"] != "employment")]

    families = networks.Network.from_edges(florentine_families(), "source", "target")
    luck = chains.job_contact_simulate(
        families,
        _ARRIVAL,
        _SEPARATION,
        periods=20_000,
        burn_in=500,
        replicates=20,
        seed=_SEED,
    )
    positions = networks.profile(families, ["degree", "effective_size"])
    jobs = pd.concat([positions, luck.unemployment.rename("unemployment")], axis=1)
    jobs = jobs.sort_values("unemployment")
    alone = _SEPARATION / (_SEPARATION + _ARRIVAL * (1 - _SEPARATION))
    steps = first_job.steps
    return Chapter(
        title="Chains: how careers move, and what contacts do for them",
        question=(
            "How long is the way from school to work, from where? And how much less often is "
            "somebody without a job whose contacts pass on openings they do not need?"
        ),
        data=(
            "712 young persons in Northern Ireland over 72 months from 1993 (McVicar and "
            "Anyadike-Danes 2002); the network of the first chapter with one worker in the place "
            "of each family"
        ),
        exhibits=[
            Exhibit(
                "Monthly probability of moving into employment",
                moves[["origin", "probability", "se", "lo", "hi", "count"]].reset_index(drop=True),
                "standard errors and intervals come from redrawing whole persons, whose months "
                "depend on each other.",
                digits=4,
            ),
            Exhibit(
                "Months until first employment",
                first_job.to_frame()[["origin", "steps"]],
                f"from {steps.idxmax()} it takes {steps.max():.0f} months on average, from "
                f"{steps.idxmin()} {steps.min():.0f}, if moves depend on the present state only.",
                digits=1,
            ),
            Exhibit(
                "Unemployment by position, when contacts pass on news of jobs",
                jobs,
                f"a worker without contacts would be unemployed {alone:.1%} of the time; with most "
                "contacts it is "
                f"{jobs['unemployment'].iloc[0]:.1%} (Calvó-Armengol and Jackson 2004, arrival "
                f"{_ARRIVAL}, separation {_SEPARATION}).",
                digits=4,
                rows=16,
            ),
        ],
        figures=[
            Figure(
                "transitions",
                "Monthly transition probabilities.",
                lambda ax: matrix.plot(ax=ax),
                size=(6.5, 5.2),
            ),
        ],
        sources=f"{matrix.cite()}\n{luck.cite()}",
    )
