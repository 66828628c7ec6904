"""Participation in global value chains, backward and forward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties import _arguments, _core
from weakties._arguments import choice
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.gvc.exports import by_country
from weakties.gvc.table import InterCountryTable, the_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class Participation(Result):
    """Result of `participation`.

    Attributes
    ----------
    rates : pandas.DataFrame
        By country, or by country and sector: ``exports``, ``backward`` (FVA) and ``forward``
        (DVX) in the table's unit, then ``backward_rate``, ``forward_rate`` and their sum
        ``rate``, all as shares of exports.
    """

    title: ClassVar[str] = "Participation in global value chains"
    rates: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return ``rates``."""
        return self.rates

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.flows import participation_bars

        return participation_bars(self.rates, ax)


def participation(
    table: InterCountryTable,
    *,
    by: str = "country",
    threads: int | None = None,
    progress: bool | None = None,
) -> Participation:
    r"""Participation in global value chains as UNCTAD counts it.

    .. math::

       \mathrm{FVA}_s = \sum_{t \ne s} V_t B_{ts} E_s, \qquad
       \mathrm{DVX}_s = \sum_{r \ne s} V_s B_{sr} E_r, \qquad
       \text{rate}_s = \frac{\mathrm{FVA}_s + \mathrm{DVX}_s}{E_s}

    Backward participation, FVA, is the value added of other countries in a country's exports.
    Forward participation, DVX, is the country's value added in the exports of others. Over the
    world the two add up to the same.

    Parameters
    ----------
    table : InterCountryTable
        The flows.
    by : {"country", "country-sector"}
        With ``"country-sector"``, ``backward`` belongs to the sector that exports and ``forward``
        to the sector where value added arises. Both add up to the country's. The rates divide by
        what the sector itself exports: a sector that serves exporters but exports little itself
        has a rate far above 1.
    threads : int, optional
        How many threads work; left out, one a processor. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; left out, one appears after two seconds.

    Returns
    -------
    Participation
        Rates are NaN where nothing is exported.

    Raises
    ------
    WrongType
        When ``table`` is no `InterCountryTable`.
    InvalidInput
        When there is no such ``by``, or the table has no Leontief inverse.

    Notes
    -----
    The definition is that of :cite:t:`unctad2013`, in the words of note 4 of
    :cite:t:`mcdermott2017` foreign value added used in a country's exports plus value added
    supplied to other countries' exports, divided by total exports.

    Three traps. (1) FVA here is all foreign content, and so contains what crosses a border more
    than once (foreign double counting); shares "net of double counting" in the sense of
    :cite:t:`koopman2014` (eq. (36)) or :cite:t:`borin2023` are smaller. (2) The rate may therefore
    exceed 1. (3) Labels differ between sources: others call value added in exports by its origin
    "forward" or "backward" after the user rather than the supplier, so compare formulas, not names.

    Examples
    --------
    >>> from weakties.datasets import leather
    >>> from weakties.gvc import participation
    >>> participation(leather()).rates[["backward", "forward", "rate"]].round(4)
             backward  forward    rate
    country
    ARG       10.6100  21.6347  0.5015
    TUR       21.1382  27.1004  0.4246
    DEU       36.3094  19.3226  0.3769
    """
    table = the_table(table)
    by = choice(by, "by", ("country", "country-sector"))
    threads = _arguments.threads(threads)
    with reporter(progress, "participation") as report:
        leontief = table._leontief(threads, report)
        found = _core.participation(leontief, *table._arrays, threads, report)
    index: pd.Index[Any] = table.rows
    exports, backward, forward = found
    if by == "country":
        exports, backward, forward = (by_country(table, values) for values in found)
        index = table.countries
    divisor = np.where(exports == 0, np.nan, exports)
    rates = pd.DataFrame(
        {
            "exports": exports,
            "backward": backward,
            "forward": forward,
            "backward_rate": backward / divisor,
            "forward_rate": forward / divisor,
            "rate": (backward + forward) / divisor,
        },
        index=index,
    )
    without = int((exports == 0).sum())
    notes = ["backward contains foreign double counting, and rates may exceed 1"]
    if without:
        notes.append(f"{without} of {len(exports)} rows export nothing and have no rate")
    meta = Meta(
        method="unctad",
        options={"by": by},
        counts={"countries": len(table.countries), "sectors": len(table.sectors)},
        sources=("unctad2013", "mcdermott2017"),
        notes=(*notes, f"value added: {table.origin['value_added']}"),
    )
    return Participation(rates, meta=meta)
