"""What the estimation of a production function gives."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import label
from weakties._results import Result
from weakties._wording import did_you_mean, listing
from weakties.errors import InvalidInput, UnknownLabel
from weakties.productivity.panel import FirmPanel
from weakties.productivity.variables import aligned

from .fit import Fit
from .sample import Variables

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class ProductionEstimate(Result):
    r"""An estimated production function, or one for each group; made by `productivity`.

    With groups the tables have the group as the first level of their index.

    Attributes
    ----------
    elasticities : pandas.DataFrame
        Output elasticity of each input: ``value``, ``se``, ``lo``, ``hi``. The coefficients, or
        with the translog form their means over the rows used; mean shares in cost for index
        numbers.
    coefficients : pandas.DataFrame
        The same of every term and control.
    vcov : pandas.DataFrame
        Covariance of the coefficients: of the resamples, or by formula within groups for ``"ols"``,
        ``"fixed-effects"``, ``"wooldridge"`` and index numbers; else NaN.
    productivity : pandas.Series
        Log productivity on the user's own rows: output less what inputs and controls make, the
        constant included; of ``"caves-christensen-diewert"`` that against the mean firm of the
        group. NaN where output, an input, a share or a control is missing.
    residual : pandas.Series
        The part of output in that row that is no productivity the firm acts on: the residual of the
        first stage (of the whole regression for least squares; of the first equation for
        ``"wooldridge"``). NaN where there is none, as for index numbers.
    survival : pandas.Series
        Probability to be there in the next period, where it was estimated; else NaN.
    minima : pandas.DataFrame
        Every minimum of the second stage's criterion: ``objective``, length of its ``gradient``,
        the objective as a statistic ``j`` (near 0 at a root), ``persistence`` of productivity,
        standard deviation of its ``innovation``, how many ``starts`` ended there, whether it is
        ``at_limit`` of the box, whether it is ``chosen``, and the coefficients.
    diagnostics : pandas.Series
        Further numbers on the estimation, by name.
    draws, elasticity_draws : numpy.ndarray
        The resampled coefficients and mean elasticities, replicate × item; NaN in a resample
        without an estimate; of length 0 without a bootstrap.
    inputs : list
        The names of the inputs.
    panel : FirmPanel
        What was estimated from.
    meta : Meta
        How the result was made.
    """

    title: ClassVar[str] = "Production function"

    elasticities: pd.DataFrame
    coefficients: pd.DataFrame
    vcov: pd.DataFrame
    productivity: pd.Series[float]
    residual: pd.Series[float]
    survival: pd.Series[float]
    minima: pd.DataFrame
    diagnostics: pd.Series[float]
    draws: NDArray[np.float64]
    elasticity_draws: NDArray[np.float64]
    inputs: list[Hashable]
    panel: FirmPanel
    _fits: list[Fit] = field(kw_only=True)
    _variables: Variables = field(kw_only=True)

    def elasticity(self, input: Hashable) -> pd.Series[float]:
        """Return the output elasticity of one input on the user's own rows.

        Parameters
        ----------
        input : label
            One of ``inputs``.

        Returns
        -------
        pandas.Series
            The same number in every row used with the Cobb-Douglas form; with the translog form it
            varies with the inputs. NaN where productivity is.

        Raises
        ------
        UnknownLabel
            When there is no such input.
        WrongType
            When ``input`` cannot be a label.
        """
        if label(input, "input") not in self.inputs:
            raise UnknownLabel(
                f"`input`: the production function has no input {input!r}."
                f"{did_you_mean(input, self.inputs)} {listing('Inputs there are', self.inputs)}"
            )
        place = self.inputs.index(input)
        ends = np.cumsum([len(fit.coefficients) for fit in self._fits])[:-1]
        given = np.split(self.coefficients["value"].to_numpy(), ends)
        values = [fit.elasticity(place, of) for fit, of in zip(self._fits, given, strict=True)]
        return self._on_rows(values, f"elasticity of {input}")

    def _elasticities_drawn(
        self, input: Hashable, panel: FirmPanel
    ) -> Iterator[NDArray[np.float64]]:
        """Give the elasticity in each row of a panel by the coefficients of each resample."""
        place = self.inputs.index(input)
        for replicate in np.flatnonzero(~np.isnan(self.draws).any(axis=1)):
            found = [fit.elasticity(place, fit.draws[replicate]) for fit in self._fits]
            yield aligned(panel, self._on_rows(found, "elasticity"), "estimate")

    def anticipated(self) -> pd.Series[float]:
        """Return productivity less the residual: what the firm knew, on the user's own rows."""
        return (self.productivity - self.residual).rename("anticipated")

    def replicate_productivity(self) -> pd.DataFrame:
        """Return log productivity by the coefficients of each resample.

        Returns
        -------
        pandas.DataFrame
            The user's own rows × replicates, for every row that has productivity, whether or not
            its firm was drawn. Decompositions of productivity take it for a bootstrap that counts
            the error of estimation; give them the same ``seed``, which they check, and ``strata``,
            so that they draw the same firms. Takes 8 bytes a row and replicate.
        """
        given = np.full((len(self.panel.index), len(self.draws)), np.nan)
        for fit in self._fits:
            given[self.panel.positions[fit.sample.rows]] = fit.resampled().T
        frame = pd.DataFrame(given, index=self.panel.index)
        frame.attrs["seed"] = self.meta.seed
        return frame

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each elasticity, coefficient and control.

        Returns
        -------
        pandas.DataFrame
            The method, what the row is of (``kind``), its group where there are groups, its name,
            value, standard error and interval.
        """
        tables = {"elasticity": self.elasticities, "coefficient": self.coefficients}
        levels = [*self.elasticities.index.names[:-1], "name"]
        frame = pd.concat(tables, names=["kind", *levels]).reset_index()
        frame.insert(0, "method", self.meta.method)
        return frame

    def _shown(self) -> pd.DataFrame:
        return self.elasticities

    def _free_shares(self) -> float | dict[Hashable, float]:
        """Return what part of the sum of elasticities is that of free inputs, by group."""
        if self._variables.proxy_is_input:
            raise InvalidInput(
                "`labour_share` must come of an estimate for value added: this one is for gross "
                "output; estimate it without `gross_output`"
            )
        # Free inputs come first.
        values = self.elasticities["value"].to_numpy().reshape(len(self._fits), -1)
        parts = values[:, : len(self._variables.free)].sum(axis=1) / values.sum(axis=1)
        if self.elasticities.index.nlevels == 1:
            return float(parts[0])
        return dict(zip(self.elasticities.index.unique("group"), parts.tolist(), strict=True))

    def _on_rows(self, values: list[NDArray[np.float64]], name: str) -> pd.Series[float]:
        whole = np.full(len(self.panel), np.nan)
        for fit, of_fit in zip(self._fits, values, strict=True):
            whole[fit.sample.rows] = of_fit
        return self.panel._per_row(whole, name)

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        table = self.elasticities
        if table.index.nlevels > 1:
            table = table.set_axis([f"{group}: {name}" for group, name in table.index])
        return intervals(table["value"], table["lo"], table["hi"], label="Output elasticity", ax=ax)
