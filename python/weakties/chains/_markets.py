"""Games around job-contact markets: how they are read, and who takes part in the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import Seed, choice, integer, number, vector
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as threads_of
from weakties._frames import codes_of
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput, WrongType

from ._ties import Ties, employed_at_start

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Columns: TypeAlias = dict[str, NDArray[Any]]
_Report: TypeAlias = Callable[[int, int], None]
# Rounds of choices, and how many who would change are not sure of it; None where values are known.
_Rest: TypeAlias = tuple[int, int] | None

# As many as the kernel can number.
_MOST_PERIODS = 2**32 - 3
_MOST_REPLICATES = 1_000_000


@dataclass(frozen=True, eq=False, repr=False)
class ParticipationEquilibria(Result):
    """Who takes part in the two equilibria that are furthest apart.

    Parameters
    ----------
    nodes : pandas.DataFrame
        One row a node; see the function that made it for the columns.
    """

    title: ClassVar[str] = "Equilibria of participation"

    nodes: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `nodes` with the node as a column.

        Returns
        -------
        pandas.DataFrame
            One row a node.
        """
        return self.nodes.rename_axis("node").reset_index()

    def _shown(self) -> pd.DataFrame:
        return self.nodes

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.ranking import ranking

        values = self.nodes.select_dtypes("float").iloc[:, -1]
        return ranking(values.dropna(), ax, label=str(values.name).replace("_", " "))


@dataclass(frozen=True)
class Effort:
    """How long, how often and from what a game is simulated."""

    burn_in: int
    periods: int
    replicates: int
    trials: int
    margin: float
    seed: Seed
    threads: int | None

    @classmethod
    def of(
        cls,
        replicates: object,
        trials: object,
        margin: object,
        seed: object,
        threads: object,
        # Of no meaning with a discount, which says how many periods there are.
        burn_in: object = 0,
        periods: object = 1,
    ) -> Effort:
        """Read the arguments."""
        before = integer(burn_in, "burn_in", low=0, high=_MOST_PERIODS - 1)
        return cls(
            before,
            integer(periods, "periods", low=1, high=_MOST_PERIODS - before),
            integer(replicates, "replicates", low=2, high=_MOST_REPLICATES),
            integer(trials, "trials", low=1, high=_MOST_REPLICATES),
            number(margin, "margin", low=0),
            seed_of(seed),
            threads_of(threads),
        )

    @property
    def length(self) -> tuple[int, int, int, int, float]:
        """What a kernel takes."""
        return self.burn_in, self.periods, self.replicates, self.trials, self.margin


@dataclass(frozen=True, eq=False)
class Game:
    """A choice that is worth more the more others make it.

    Parameters
    ----------
    ties
        Who passes jobs to whom.
    costs
        Of each node.
    borrowed
        What a kernel takes.
    options, counts, sources
        What the result records.
    """

    ties: Ties
    costs: NDArray[np.float64]
    borrowed: tuple[Any, ...]
    options: dict[str, object]
    counts: dict[str, int]
    sources: tuple[str, ...]

    @classmethod
    def of_staying(
        cls,
        ties: Ties,
        arrival: object,
        separation: object,
        costs: object,
        discount: object,
        counted_from: object,
        employed: object,
    ) -> Game:
        """Read what decides who stays in the labour market."""
        weighing = _weighing(discount, counted_from, long_run=False)
        rates = (*rates_of(arrival, separation), *weighing)
        prices = _each_node(costs, "costs", ties.labels)
        return cls(
            ties,
            prices,
            (ties.core, rates, prices, employed_at_start(employed, ties.labels)),
            {"arrival": rates[0], "separation": rates[1]}
            | _options(weighing[0], counted_from, employed),
            {},
            ("calvo2004",),
        )

    @classmethod
    def of_leaving(
        cls,
        ties: Ties,
        home: object,
        arrival: object,
        separation: object,
        wages: object,
        benefits: object,
        costs: object,
        discount: object,
        counted_from: object,
        employed: object,
    ) -> Game:
        """Read what decides who leaves the country; without ``discount`` the long run does."""
        lives_at_home = _at_home(home, ties.labels)
        a, b = _pair_of(arrival, "arrival"), _pair_of(separation, "separation")
        weighing = _weighing(discount, counted_from, long_run=True)
        rates = tuple((*rates_of(*both), *weighing) for both in zip(a, b, strict=True))
        income, out_of_work = _pair_of(wages, "wages"), _pair_of(benefits, "benefits")
        prices = _each_node(costs, "costs", ties.labels)
        at_start = employed_at_start(employed, ties.labels)
        return cls(
            ties,
            prices,
            (ties.core, rates, income, out_of_work, lives_at_home, prices, at_start),
            {"arrival": a, "separation": b, "wages": income, "benefits": out_of_work}
            | _options(weighing[0], counted_from, employed),
            {"home": int(np.count_nonzero(lives_at_home))},
            ("teteryatnikova2013", "calvo2004"),
        )

    def equilibria(
        self,
        solve: Callable[[bool, _Report | None], tuple[_Columns, _Rest]],
        ends: dict[str, bool],
        progress: object,
        effort: Effort | None = None,
        **options: object,
    ) -> ParticipationEquilibria:
        """Solve from both ends; ``solve`` is told from which, and ``ends`` names what it finds."""
        columns: _Columns = {"cost": self.costs}
        taking_part: _Columns = {}
        rounds: dict[str, int] = {}
        unsure: dict[str, int] = {}
        with reporter(progress, "equilibria" if effort is None else "simulations") as report:
            for end, from_all in ends.items():
                found, rest = solve(from_all, report)
                # The choice itself comes first.
                taking_part[end] = next(iter(found.values()))
                columns |= {f"{name}_{end}": values for name, values in found.items()}
                if rest is not None:
                    rounds[f"rounds to {end}"], unsure[end] = rest
        simulated = effort is not None
        return ParticipationEquilibria(
            pd.DataFrame(columns, index=self.ties.labels),
            meta=Meta(
                method="iteration from both ends" + (", values simulated" if simulated else ""),
                options=self.options | options,
                counts=self.ties.counts | self.counts | rounds,
                dropped=self.ties.dropped,
                seed=None if effort is None else effort.seed.entropy,
                sources=self.sources + (("salmon2011",) if simulated else ()),
                notes=_unsure(unsure) + _crossed(taking_part) if simulated else (),
            ),
        )


def _unsure(unsure: dict[str, int]) -> tuple[str, ...]:
    """Tell of those whose gain is too small beside its error for them to change."""
    return tuple(
        f"{count} nodes would change where the {end} take part but for `margin`: their gain is "
        "small beside its standard error; take more replicates or periods."
        for end, count in unsure.items()
        if count
    )


def _crossed(taking_part: _Columns) -> tuple[str, ...]:
    """Tell of those who take part at the end with the fewest but not at that with the most."""
    count = int(np.count_nonzero(taking_part["fewest"] & ~taking_part["most"]))
    if not count:
        return ()
    return (
        f"{count} nodes take part where the fewest do and not where the most do: the error of "
        "simulation decides for them; take more replicates or periods.",
    )


def _weighing(
    discount: object, counted_from: object, *, long_run: bool
) -> tuple[float | None, bool]:
    """Return the weight of a period relative to the one before, and whether the present counts.

    Where the long run may count, no weight stands for it.
    """
    endless = long_run and discount is None
    weight = None if endless else number(discount, "discount", low=0, high=1, open_high=True)
    return weight, choice(counted_from, "counted_from", ("next", "now")) == "now"


def _options(discount: float | None, counted_from: object, employed: object) -> dict[str, object]:
    return {
        "discount": discount,
        "counted_from": counted_from,
        "employed": "everyone" if employed is None else "given",
    }


def _at_home(home: object, labels: pd.Index[Any]) -> NDArray[np.bool_]:
    """Return which nodes live at home."""
    if not isinstance(home, list):
        raise WrongType(f"`home` must be a list of nodes: got {type(home).__name__}; make it one")
    if not home:
        raise InvalidInput("`home` must name at least one node: got an empty list")
    found = np.zeros(len(labels), bool)
    found[codes_of(home, labels, "home")] = True
    return found


def rates_of(arrival: object, separation: object) -> tuple[float, float]:
    """Return the probabilities of hearing of an opening and of losing a job."""
    a, b = (
        number(value, argument, low=0, high=1, open_low=True, open_high=True)
        for value, argument in ((arrival, "arrival"), (separation, "separation"))
    )
    return a, b


def _pair_of(value: object, argument: str) -> tuple[float, float]:
    """Return what home and the destination have."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise WrongType(
            f"`{argument}` must be two numbers, of home and of the destination: got {value!r}; "
            "write (home, destination)"
        )
    home, there = (number(one, argument) for one in value)
    return home, there


def _each_node(values: Any, argument: str, labels: pd.Index[Any]) -> NDArray[np.float64]:
    """Return one number for each node, in the order of the network."""
    if isinstance(values, pd.Series):
        at = values.index.get_indexer(labels) if values.index.is_unique else np.array([-1])
        if (at < 0).any():
            raise InvalidInput(
                f"`{argument}` must have each node of the network once in its index; "
                "use .reindex(network.labels)"
            )
        values = values.to_numpy()[at]
    return vector(values, argument, length=len(labels))
