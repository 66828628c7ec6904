"""Growth of aggregate productivity, firm by firm: slow and obvious."""

import math


def aggregate_growth(before, after, inputs, elasticities, intermediate):
    """Decompose growth between rows indexed by firm, with columns r, q, x_… and c_…."""

    def value_added(row):
        return row.r - sum(row[f"c_{name}"] for name in intermediate)

    def profit(row):
        return row.r - sum(row[f"c_{name}"] for name in inputs)

    start = sum(value_added(row) for _, row in before.iterrows())
    end = sum(value_added(row) for _, row in after.iterrows())
    efficiency, moved = 0.0, dict.fromkeys(inputs, 0.0)
    for firm in before.index.intersection(after.index):
        old, new = before.loc[firm], after.loc[firm]
        domar = (old.r / start + new.r / end) / 2
        own = math.log(new.q / old.q)
        for name in inputs:
            used = math.log(new[f"x_{name}"] / old[f"x_{name}"])
            share = (old[f"c_{name}"] / old.r + new[f"c_{name}"] / new.r) / 2
            own -= elasticities[name] * used
            moved[name] += domar * (elasticities[name] - share) * used
        efficiency += domar * own
    come, leave = after.index.difference(before.index), before.index.difference(after.index)
    entry = sum(profit(after.loc[firm]) for firm in come) / end
    exit = -sum(profit(before.loc[firm]) for firm in leave) / start
    parts = [efficiency, *moved.values(), entry, exit]
    return [*parts, sum(parts)]
