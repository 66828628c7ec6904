"""How messages name the rows, values and names in a user's table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# How many rows, and how many columns or labels, a message names.
_SHOWN = 3
_LISTED = 20

# Among how many labels one that is written alike is sought; each takes some 20 microseconds.
_SEARCHED = 10_000


def rows_text(rows: NDArray[np.int64]) -> str:
    """Name a few rows by their place in the user's table."""
    more = [f"{len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else []
    named = joined_text([*map(str, rows[:_SHOWN]), *more])
    return f"row{'s' if len(rows) > 1 else ''} {named} (counted from 0)"


def joined_text(items: Sequence[str]) -> str:
    """Join items by commas, and the last by "and"."""
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]]))


def listing(title: str, items: Sequence[object]) -> str:
    """List what there is under a title; of many items, the first and their number."""
    more = f", … ({len(items)} in all)" if len(items) > _LISTED else ""
    return f"{title}: {', '.join(map(shown, items[:_LISTED])) or 'none'}{more}"


def did_you_mean(wrong: object, options: Sequence[object]) -> str:
    """Suggest the option written most like the wrong one, whatever the case of its letters."""
    written = {str(option).casefold(): option for option in reversed(options)}
    sought = str(wrong).casefold()
    close = [sought] if sought in written else []
    if not close and len(written) <= _SEARCHED:
        close = get_close_matches(sought, written, n=1)
    return f" Did you mean {shown(written[close[0]])}?" if close else ""


def shown(value: object) -> str:
    """Write a value as a user would: without the names of numpy's and pandas's types."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, pd.Timestamp):
        return str(value).removesuffix(" 00:00:00")
    if isinstance(value, pd.Timedelta | pd.Period | Decimal):
        return str(value)
    return "a missing value" if is_missing(value) else repr(value)


def is_missing(item: Any) -> bool:
    """Whether an item is None, NaN, NaT or NA."""
    return pd.api.types.is_scalar(item) and bool(pd.isna(item))
