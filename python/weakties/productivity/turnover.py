"""What a panel holds: who comes and goes, period by period and in all, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._labels import Codes
from weakties._results import Meta, Text
from weakties._tables import as_text, grid

if TYPE_CHECKING:
    from .panel import FirmPanel
    from .rows import Given


def turnover(panel: FirmPanel) -> pd.DataFrame:
    """Return the table of `FirmPanel.turnover`."""
    firm, period, periods = panel.firm, panel.period, len(panel.periods)
    starts = np.append(True, firm[1:] != firm[:-1])
    ends = np.append(starts[1:], True)
    steps = np.append(True, period[1:] - period[:-1] > 1)
    new = (starts & (period > 0)) | (~starts & steps)
    last = (ends & (period < periods - 1)) | (~ends & np.append(steps[1:], True))

    def counted(rows: NDArray[np.bool_]) -> Codes:
        return np.bincount(period[rows], minlength=periods).astype(np.int64)

    def summed(values: NDArray[np.float64]) -> NDArray[np.float64]:
        sums = np.bincount(period, weights=values, minlength=periods)
        return sums.astype(np.float64, copy=False)

    firms = counted(np.ones(len(panel), bool))
    table = pd.DataFrame(
        {
            "firms": firms,
            "new": counted(new),
            "back": counted(new & ~starts),
            "last": counted(last),
            "gap": counted(last & ~ends),
        },
        index=panel.periods,
    )
    share = panel.share
    if panel.productivity is None or share is None:
        return table
    with np.errstate(invalid="ignore"):
        mean = summed(panel.productivity) / firms
        aggregate = summed(share * panel.productivity) / summed(share)
    return table.assign(mean=mean, aggregate=aggregate)


def absences(given: Given) -> tuple[Codes, Codes]:
    """Return the firm and the length in periods of each absence between two rows of a firm."""
    firm, period = given.firm, given.periods.codes
    apart = (firm[1:] == firm[:-1]) & (period[1:] - period[:-1] > 1)
    found = np.flatnonzero(apart)
    return firm[found].astype(np.int64), (period[found + 1] - period[found] - 1).astype(np.int64)


def meta(panel: FirmPanel) -> Meta:
    """Return the record of `FirmPanel.meta`."""
    rules, given = panel.rules, panel._given
    firms, lengths = absences(given)
    longer = int((lengths > rules.bridged).sum())
    # In the first period nobody comes in, and from the last one nobody leaves.
    born, died = (given.periods.codes[at] for at in (given.starts, given.ends))
    entries = int(((born > 0) & (panel.first == born)).sum())
    exits = int(((died < len(panel.periods) - 1) & (panel.last == died)).sum())
    back, gone = (longer if unseen else 0 for unseen in (rules.unseen_enter, rules.unseen_exit))
    same = given.firm[1:] == given.firm[:-1]
    changes = {
        f"changes of {name}": int((same & (keys.codes[1:] != keys.codes[:-1])).sum())
        for name, keys in given.groups.items()
    }
    options: dict[str, object] = {
        "entry": rules.entry,
        "exit": rules.exit,
        "gaps": rules.gaps,
        "group_change": rules.group_change,
        "weights": "none" if given.weight is None else "shares" if given.shares else "weights",
    }
    if rules.threshold is not None:
        options |= {"size": rules.size, "threshold": rules.threshold, "crossing": rules.crossing}
    notes = []
    if longer:
        what = "are counted as exits and entries" if gone or back else "are left out of comparisons"
        notes.append(
            f"{longer} absences end with the firm seen again and {what}: {gone} of "
            f"{exits + gone} exits and {back} of {entries + back} entries between neighbouring "
            "periods are no deaths and births"
        )
    if len(lengths) > longer:
        notes.append(
            f"{len(lengths) - longer} absences of at most {rules.bridged} periods are bridged: the "
            "firm is left out of comparisons with a period in which it is absent"
        )
    if given.rounded:
        notes.append(
            f"{given.rounded} sums of shares missed 1 by rounding and were divided by their sum"
        )
    return Meta(
        method="panel",
        options=options,
        counts={
            "rows given": len(panel.index),
            "rows": len(panel),
            "firms": len(panel.firms),
            "periods": len(panel.periods),
            "firms with gaps": len(np.unique(firms)),
            "absences": len(lengths),
            "entries": entries + back,
            "entries that are gaps": back,
            "exits": exits + gone,
            "exits that are gaps": gone,
            "sums of shares corrected": given.rounded,
        }
        | changes,
        dropped=panel.dropped,
        notes=tuple(notes),
    )


def summary(panel: FirmPanel, digits: int, rows: int) -> str:
    """Return the text of `FirmPanel.summary`."""
    rules, made = panel.rules, meta(panel)
    seen = np.bincount(panel.firm, minlength=len(panel.firms))
    complete = int((seen == len(panel.periods)).sum())
    dropped = [f"{count} ({reason})" for reason, count in made.dropped.items() if count]
    counts = made.counts
    lines = [
        repr(panel)[1:-1],
        f"Seen in every period: {complete} firms; with gaps: {counts['firms with gaps']} firms",
        f"Entry by {rules.entry}, exit by {rules.exit}; gaps={rules.gaps!r}, "
        f"group_change={rules.group_change!r}",
        f"Between neighbouring periods: {counts['entries']} entries, of these "
        f"{counts['entries that are gaps']} gaps; {counts['exits']} exits, of these "
        f"{counts['exits that are gaps']} gaps",
    ]
    if rules.threshold is not None:
        lines.append(
            f"Firms of {rules.size} below {rules.threshold:g} left out; crossing={rules.crossing!r}"
        )
    lines += [
        f"Dropped: {', '.join(dropped) or 'nothing'}",
        *(f"Note: {note}" for note in made.notes),
        "",
        *as_text(grid(turnover(panel), digits=digits, most_rows=rows), width=80),
        "",
        "new: not seen in the period before, of these back: seen earlier still;",
        "last: not seen in the period after, of these gap: seen later again.",
    ]
    return Text("\n".join(lines))
