"""Job-contact markets as games see them: their rates, what each node has, and who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import number, vector
from weakties._frames import codes_of
from weakties._results import Result
from weakties.errors import InvalidInput, WrongType

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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


def at_home(home: object, labels: pd.Index[Any]) -> NDArray[np.bool_]:
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


def pair_of(value: object, argument: str) -> tuple[float, float]:
    """Return what home and the destination have."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise WrongType(
            f"`{argument}` must be two numbers, of home and of the destination: got {value!r}; "
            "write (home, destination)"
        )
    home, there = (number(one, argument) for one in value)
    return home, there


def each_node(values: Any, argument: str, labels: pd.Index[Any]) -> NDArray[np.float64]:
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
