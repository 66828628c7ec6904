"""Misallocation as Hsieh and Klenow's model says it, firm by firm."""

import numpy as np


def gain(revenue, labour, capital, labour_share, sigma=3.0, rental=0.1):
    """Return the log gain of one sector by revenue-weighted marginal products."""
    revenue, labour, capital = map(np.asarray, (revenue, labour, capital))
    alpha = 1 - labour_share
    output_tax = 1 - sigma / (sigma - 1) * labour / ((1 - alpha) * revenue)
    capital_tax = alpha / (1 - alpha) * labour / (rental * capital) - 1
    tfpr = revenue / (capital**alpha * labour ** (1 - alpha))
    tfpq = revenue ** (sigma / (sigma - 1)) / (capital**alpha * labour ** (1 - alpha))
    weights = revenue / revenue.sum()
    marginal_capital = rental / (weights * (1 - output_tax) / (1 + capital_tax)).sum()
    marginal_labour = 1 / (weights * (1 - output_tax)).sum()
    mean = (
        sigma
        / (sigma - 1)
        * (marginal_capital / alpha) ** alpha
        * (marginal_labour / (1 - alpha)) ** (1 - alpha)
    )
    power = sigma - 1
    actual = ((tfpq * mean / tfpr) ** power).sum() ** (1 / power)
    efficient = (tfpq**power).sum() ** (1 / power)
    return np.log(efficient / actual)


def reallocated(revenue, labour, capital, labour_share, sigma=3.0):
    """Return the log gain by moving the sector's inputs to where they are best used."""
    revenue, labour, capital = map(np.asarray, (revenue, labour, capital))
    alpha = 1 - labour_share
    tfpq = revenue ** (sigma / (sigma - 1)) / (capital**alpha * labour ** (1 - alpha))

    def output(k, length):
        made = tfpq * k**alpha * length ** (1 - alpha)
        return (made ** ((sigma - 1) / sigma)).sum() ** (sigma / (sigma - 1))

    best = tfpq ** (sigma - 1) / (tfpq ** (sigma - 1)).sum()
    return np.log(output(best * capital.sum(), best * labour.sum()) / output(capital, labour))
