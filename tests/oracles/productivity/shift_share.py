"""The decompositions by sector as their papers write them, sector by sector: slow and obvious."""

import math


def shift_share(before, after, method, aggregate_price=None):
    """Return (parts by sector, start, end, change) from rows {sector: (output, labour, price)}."""
    labour_0 = sum(row[1] for row in before.values())
    labour_1 = sum(row[1] for row in after.values())
    theta_0 = {j: row[1] / labour_0 for j, row in before.items()}
    theta_1 = {j: row[1] / labour_1 for j, row in after.items()}
    x_0 = {j: row[0] / row[1] for j, row in before.items()}
    x_1 = {j: row[0] / row[1] for j, row in after.items()}
    if method == "nordhaus":
        return logs(before, after, theta_0, theta_1, x_0, x_1)
    if method == "gead":
        p_0, p_1 = aggregate_price or (deflator(before), deflator(after))
        theta_0 = {j: theta_0[j] * before[j][2] / p_0 for j in before}
        theta_1 = {j: theta_1[j] * after[j][2] / p_1 for j in after}
    start = sum(theta_0[j] * x_0[j] for j in before)
    end = sum(theta_1[j] * x_1[j] for j in after)
    parts = {}
    for j in before:
        moved, grown = theta_1[j] - theta_0[j], x_1[j] - x_0[j]
        parts[j] = {
            "mcmillan-rodrik": [theta_0[j] * grown, x_1[j] * moved],
            "fabricant": [theta_0[j] * grown, x_0[j] * moved, grown * moved],
            "csls": [
                theta_0[j] * grown,
                (x_0[j] - start) * moved,
                (grown - (end - start)) * moved,
            ],
            "gead": [theta_0[j] * grown, x_0[j] * moved, grown * moved],
        }[method]
    return parts, start, end, end - start


def deflator(rows):
    """Return nominal over real output."""
    return sum(row[0] * row[2] for row in rows.values()) / sum(row[0] for row in rows.values())


def logs(before, after, theta_0, theta_1, x_0, x_1):
    """Return Nordhaus's parts, with the logarithmic mean of labour shares in the Denison effect."""
    nominal_0 = sum(row[0] * row[2] for row in before.values())
    nominal_1 = sum(row[0] * row[2] for row in after.values())
    parts, growth = {}, 0.0
    for j in before:
        v_0 = before[j][0] * before[j][2] / nominal_0
        v_1 = after[j][0] * after[j][2] / nominal_1
        v = (v_0 + v_1) / 2
        dln_x = math.log(x_1[j] / x_0[j])
        dln_theta = math.log(theta_1[j] / theta_0[j])
        mean = theta_0[j]
        if theta_0[j] != theta_1[j]:
            mean = (theta_1[j] - theta_0[j]) / dln_theta
        parts[j] = [v_0 * dln_x, (v - v_0) * dln_x, (v - mean) * dln_theta]
        growth += v * math.log(after[j][0] / before[j][0])
    labour_0, labour_1 = (sum(row[1] for row in rows.values()) for rows in (before, after))
    return parts, math.nan, math.nan, growth - math.log(labour_1 / labour_0)
