"""The last chapter: whose value added is in whose exports."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from weakties import gvc
from weakties.datasets import leather

from .report import Chapter, Exhibit, Figure

_EXAMPLE = (
    "the worked example of three countries and three sectors that the documentation of the R "
    "package decompr publishes (Quast and Kummritz 2015); it shows the arithmetic, not the world"
)


def chapter(path: Path | None) -> Chapter:
    """Measure participation on the published example or on the user's own table."""
    table = leather() if path is None else gvc.read_table(path)
    participation = gvc.participation(table)
    flows = gvc.value_added_flows(table)
    position = pd.DataFrame(
        {
            "upstreamness": gvc.upstreamness(table, by="country"),
            "downstreamness": gvc.downstreamness(table, by="country"),
            "vax_ratio": gvc.vax_ratio(table).ratios["ratio"],
        }
    )
    rates = participation.rates
    most = rates.sort_values("rate").iloc[-1]
    return Chapter(
        title="Value chains: whose value added is in whose exports",
        question=(
            "A country takes part in value chains backward, by using others' value added in its "
            "exports, and forward, by supplying value added to others' exports."
        ),
        data=_EXAMPLE if path is None else f"{path.name}: {table!r}",
        exhibits=[
            Exhibit(
                "What was looked for in the table before any number was trusted",
                table.diagnostics().to_frame()[["found", "largest", "where"]],
                "a check that found nothing counts 0; what it found is used as it stands, never "
                "repaired in silence.",
                rows=20,
            ),
            Exhibit(
                "Participation as UNCTAD counts it",
                rates,
                f"{most.name} takes part most: {most['backward_rate']:.0%} of its exports is "
                "value added of others, and value added worth "
                f"{most['forward_rate']:.0%} of its exports went into those of others.",
            ),
            Exhibit(
                "Value added by origin (rows) and country of absorption (columns)",
                flows.flows,
                "a row says whose final demand pays for a country's value added; columns add up to "
                "final demand.",
            ),
            Exhibit(
                "Position in the chain",
                position,
                "upstreamness counts the stages to final use, from 1 up; the VAX ratio divides "
                "the country's value added that is absorbed abroad by its exports.",
            ),
        ],
        figures=[
            Figure(
                "participation",
                "Backward and forward participation as shares of exports.",
                lambda ax: participation.plot(ax=ax),
            ),
            Figure(
                "value_added_flows",
                "Value added by origin and country of absorption.",
                lambda ax: flows.plot(ax=ax),
                size=(6.0, 5.0),
            ),
        ],
        sources=f"{participation.cite()}\n{flows.cite()}",
    )
