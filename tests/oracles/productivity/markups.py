"""Markups and their distribution, by pandas."""

import numpy as np
import pandas as pd


def markups(theta, revenue, residual, expenditure):
    """Return elasticity over the input's share in expected revenue."""
    return theta * (revenue / np.exp(residual)) / expenditure


def distribution(rows):
    """Return the statistics of rows with columns markup, revenue and spent."""
    rows = rows.dropna(subset="markup")
    mu = rows.markup
    if len(rows) == 0:
        return [0] + [np.nan] * 9
    quantiles = [mu.quantile(part) for part in (0.1, 0.25, 0.5, 0.75, 0.9)]
    weighted = [np.average(mu, weights=rows[name]) for name in ("revenue", "spent")]
    return [len(rows), mu.mean(), pd.Series(mu).std(), *quantiles, *weighted]
