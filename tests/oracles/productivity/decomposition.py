"""Decompositions as their definitions say, firm by firm, on copies of rows: slow and obvious."""

import numpy as np
import pandas as pd


def olley_pakes(cell):
    """Decompose rows with columns p and w of one group and period: mean, covariance, aggregate."""
    if len(cell) == 0:
        return [np.nan] * 3
    mean = sum(cell.p) / len(cell)
    total = sum(cell.w)
    if total == 0:
        return [mean, np.nan, np.nan]
    shares = [w / total for w in cell.w]
    covariance = sum((s - 1 / len(cell)) * (p - mean) for s, p in zip(shares, cell.p, strict=True))
    return [mean, covariance, sum(s * p for s, p in zip(shares, cell.p, strict=True))]


def melitz_polanec(before, after):
    """Decompose the change from rows before to rows after, both indexed by firm."""
    stay = before.index.intersection(after.index)
    leave, come = before.index.difference(stay), after.index.difference(stay)
    whole_0, whole_1 = olley_pakes(before)[2], olley_pakes(after)[2]
    total = whole_1 - whole_0
    mean_0, covariance_0, survivors_0 = olley_pakes(before.loc[stay])
    mean_1, covariance_1, survivors_1 = olley_pakes(after.loc[stay])
    entry = exit = 0.0
    share_1 = sum(after.w[come]) / sum(after.w) if sum(after.w) else np.nan
    share_0 = sum(before.w[leave]) / sum(before.w) if sum(before.w) else np.nan
    if share_1 != 0:
        entry = share_1 * (olley_pakes(after.loc[come])[2] - survivors_1)
    if share_0 != 0:
        exit = share_0 * (survivors_0 - olley_pakes(before.loc[leave])[2])
    if len(stay) == 0:
        entry = exit = np.nan
    return [mean_1 - mean_0, covariance_1 - covariance_0, entry, exit, total]


def compared(rows, group, t0, t1, gaps="exit", group_change="exit"):
    """Return the rows of a group before and after, from columns firm, period, group, p, w.

    Firms may be dated by columns first and last; else they are in being from first to last row.
    """
    before, after = {}, {}
    for firm, own in rows.groupby("firm"):
        own = own.set_index("period")
        was, now = t0 in own.index, t1 in own.index
        born = own["first"].iloc[0] if "first" in own else own.index.min()
        died = own["last"].iloc[0] if "last" in own else own.index.max()
        if was and now:
            old, new = own.group[t0], own.group[t1]
            if group_change == "start":
                new = old
            if group_change == "end":
                old = new
            if old == group:
                before[firm] = own.loc[t0]
            if new == group:
                after[firm] = own.loc[t1]
        elif was and own.group[t0] == group:
            unseen = died >= t1
            if not unseen or ("last" not in own and gaps == "exit"):
                before[firm] = own.loc[t0]
        elif now and own.group[t1] == group:
            unseen = born <= t0
            if not unseen or ("first" not in own and gaps == "exit"):
                after[firm] = own.loc[t1]
    # A firm in both, yet not in the same group, is one that leaves and another that comes in.
    columns = ["p", "w"]
    return (
        pd.DataFrame.from_dict(before, orient="index", columns=rows.columns.drop("period"))[columns]
        if before
        else pd.DataFrame({"p": [], "w": []}),
        pd.DataFrame.from_dict(after, orient="index", columns=rows.columns.drop("period"))[columns]
        if after
        else pd.DataFrame({"p": [], "w": []}),
    )


def copied(rows, times):
    """Return the rows in which each firm stands as often as drawn, each copy a firm by itself."""
    parts = [
        own.assign(firm=f"{firm} copy {copy}")
        for firm, own in rows.groupby("firm")
        for copy in range(times[firm])
    ]
    return pd.concat(parts) if parts else rows.iloc[:0]
