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
from weakties.errors import UnknownLabel
from weakties.productivity.panel import FirmPanel
from weakties.productivity.variables import aligned

from .form import Form
from .sample import Sample

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class ProductionEstimate(Result):
    r"""An estimated production function; made by `productivity`.

    Attributes
    ----------
    elasticities : pandas.DataFrame
        Output elasticity of each input: ``value``, ``se``, ``lo``, ``hi``. The coefficients, or
        with the translog form their means over the rows used.
    coefficients : pandas.DataFrame
        The same of every term and control.
    vcov : pandas.DataFrame
        Covariance of the coefficients: of the resamples, or by formula for ``"ols"``,
        ``"fixed-effects"`` and ``"wooldridge"``; else NaN.
    productivity : pandas.Series
        Log productivity on the user's own rows: output less what inputs and controls make, the
        constant included. NaN where output, an input or a control is missing.
    residual : pandas.Series
        The part of output in that row that is no productivity the firm acts on: the residual of the
        first stage (of the whole regression for least squares; of the first equation for
        ``"wooldridge"``). NaN where there is none.
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
    _form: Form = field(kw_only=True)
    _sample: Sample = field(kw_only=True)

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
        values = self.coefficients["value"].to_numpy()[: len(self._form.terms)]
        found = self._form.elasticity(self.inputs.index(input), self._sample.inputs, values)
        return self._on_rows(found, f"elasticity of {input}")

    def _elasticities_drawn(
        self, input: Hashable, panel: FirmPanel
    ) -> Iterator[NDArray[np.float64]]:
        """Give the elasticity in each row of a panel by the coefficients of each resample."""
        place, terms = self.inputs.index(input), len(self._form.terms)
        for drawn in self.draws[~np.isnan(self.draws).any(axis=1), :terms]:
            found = self._form.elasticity(place, self._sample.inputs, drawn)
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
        terms = len(self._form.terms)
        sample = self._sample
        whole = self._form.left(sample.columns.output, sample.inputs, self.draws[:, :terms])
        for place, control in enumerate(sample.controls):
            whole -= self.draws[:, terms + place, None] * control
        given = np.full((len(self.panel.index), len(self.draws)), np.nan)
        given[self.panel.positions[sample.rows]] = whole.T
        frame = pd.DataFrame(given, index=self.panel.index)
        frame.attrs["seed"] = self.meta.seed
        return frame

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each elasticity, coefficient and control.

        Returns
        -------
        pandas.DataFrame
            The method, what the row is of (``kind``), its name, value, standard error and interval.
        """
        tables = {"elasticity": self.elasticities, "coefficient": self.coefficients}
        frame = pd.concat(tables, names=["kind", "name"]).reset_index()
        frame.insert(0, "method", self.meta.method)
        return frame

    def _shown(self) -> pd.DataFrame:
        return self.elasticities

    def _on_rows(self, values: NDArray[np.float64], name: str) -> pd.Series[float]:
        whole = np.full(len(self.panel), np.nan)
        whole[self._sample.rows] = values
        return self.panel._per_row(whole, name)

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        table = self.elasticities
        return intervals(table["value"], table["lo"], table["hi"], label="Output elasticity", ax=ax)
