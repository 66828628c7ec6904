"""Who gains when two parameters of the open-chain model are varied: home, migrants, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties._arguments import instance, integer, vector
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput, WrongType

from .open_chain import simulate
from .scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_CELLS = 10_000


@dataclass(frozen=True, eq=False, repr=False)
class WinWin(Result):
    """Gains of migrants and of home over two parameters.

    Parameters
    ----------
    gains : pandas.DataFrame
        Indexed by the two parameters: ``migrant_gain`` and ``home_gain``, means over replicates,
        with standard errors ``migrant_se`` and ``home_se``, and ``win_win``, the share of
        replicates in which both gain.
    """

    title: ClassVar[str] = "Who gains"

    gains: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `gains` with the parameters as columns.

        Returns
        -------
        pandas.DataFrame
            One row a pair of values.
        """
        return self.gains.reset_index()

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.frontier import frontier

        across, up = self.gains.index.names
        migrants, home = (
            self.to_frame().pivot(index=up, columns=across, values=name)  # noqa: PD010 - one each
            for name in ("migrant_gain", "home_gain")
        )
        return frontier(migrants, home, ax=ax)


def win_win(
    scenario: Scenario,
    levers: Mapping[str, Sequence[float]],
    *,
    network: Any = None,
    replicates: int = 20,
    periods: int = 60,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> WinWin:
    """Simulate a scenario for every pair of values of two parameters, and account for who gains.

    Every run is held against itself with the border closed, as with ``counterfactual=True`` in
    `simulate`, and all use the same draws.

    Parameters
    ----------
    scenario : Scenario
        All other parameters.
    levers : dict of str to sequence of numbers
        Two parameters and the values of each, rising. The first lies along x in the picture.
    network : Network, optional
        As in `simulate`.
    replicates : int, default 20
        For each pair of values.
    periods : int, default 60
        Quarters of a year.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from.
    threads : int, optional
        As in `simulate`.
    progress : bool, optional
        Whether to show a bar of pairs done; without it one appears after two seconds.

    Returns
    -------
    WinWin
        Gains by pair of values; its picture shows where nobody, one side, or both gain.

    Raises
    ------
    WrongType, InvalidInput, UnknownLabel
        When there are not two levers, values do not rise, or a parameter cannot have them.

    Notes
    -----
    What gains are made of stands at `simulate`; that both sides can gain, and need not, is a claim
    of :cite:t:`kuznetsov2006`.

    Examples
    --------
    >>> from weakties.chains import Scenario, win_win
    >>> levers = {"specificity": [0.1, 0.9], "family_remittance": [0.1, 0.3]}
    >>> win_win(Scenario(people=100), levers, replicates=2, periods=10, seed=1).gains.shape
    (4, 5)
    """
    instance(scenario, "scenario", Scenario, "Scenario()")
    if not isinstance(levers, Mapping):
        raise WrongType(
            f"`levers` must be a dictionary of values by parameter: got {type(levers).__name__}; "
            'write {"specificity": [0.1, 0.5], "budget": [0, 6]}'
        )
    if len(levers) != 2:
        raise InvalidInput(f"`levers` must name two parameters: got {len(levers)}; add or remove")
    names = [str(name) for name in levers]
    values = [vector(list(given), "levers", length=None) for given in levers.values()]
    for name, given in zip(names, values, strict=True):
        if (np.diff(given) <= 0).any():
            raise InvalidInput(f"`levers` must rise: those of {name!r} do not; sort them")
    cells = len(values[0]) * len(values[1])
    if cells > _MOST_CELLS:
        raise InvalidInput(
            f"`levers` must have at most {_MOST_CELLS} pairs: got {cells}; thin them"
        )
    count = integer(replicates, "replicates", low=2, high=1_000_000)
    periods = integer(periods, "periods", low=1, high=2**24)
    drawn, pool = seed_of(seed), threads_of(threads)
    pairs = pd.MultiIndex.from_product(values, names=names)
    scenarios = [scenario.with_(**dict(zip(names, map(float, at), strict=True))) for at in pairs]
    rows = []
    with reporter(progress, "scenarios") as report:
        for place, one in enumerate(scenarios):
            run = simulate(
                one,
                network,
                replicates=count,
                periods=periods,
                paths=count,
                counterfactual=True,
                seed=drawn.entropy,
                threads=pool,
                progress=False,
            )
            gains = run.accounts[["migrant_gain", "home_gain"]]
            mean, se = gains.mean(), gains.std() / np.sqrt(count)
            share = float(run.accounts["win_win"].mean())
            rows.append((mean.iloc[0], se.iloc[0], mean.iloc[1], se.iloc[1], share))
            if report is not None:
                report(place + 1, len(pairs))
    columns = ["migrant_gain", "migrant_se", "home_gain", "home_se", "win_win"]
    return WinWin(
        pd.DataFrame(rows, index=pairs, columns=columns),
        meta=Meta(
            method="open chain with the border open and closed",
            options={**{name: list(v) for name, v in zip(names, values, strict=True)}},
            counts={"pairs": cells, "replicates": count, "periods": periods},
            seed=drawn.entropy,
            sources=("kuznetsov2006",),
            notes=("Defaults of the scenario are hand-tuned starting points, not estimates.",),
        ),
    )
