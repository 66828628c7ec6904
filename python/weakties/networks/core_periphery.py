"""A core whose members are tied to each other, and a periphery whose members are not."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from weakties import _core
from weakties._arguments import choice, integer, number
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count
from weakties._progress import reporter
from weakties._results import Meta, Result

from .network import Network, network_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MODELS = ("discrete", "continuous")
BETWEEN = ("one", "zero", "missing", "density")

# All divisions of so many nodes, some hundred thousand, take less than a second.
_MOST_EXHAUSTIVE = 18
_STARTS = 50
MOST_STARTS = 1_000_000


@dataclass(frozen=True, eq=False, repr=False)
class CorePeriphery(Result):
    """Which nodes are in the core, or how near to it, and how well the pattern fits.

    Parameters
    ----------
    nodes : pandas.Series
        By label: ``core``, whether a node is in it, or ``coreness``, from 0 up.
    fit : float
        The correlation of the ties with the ideal pattern; 1 is a perfect fit.
    network : Network
        What was divided.
    """

    title: ClassVar[str] = "Core and periphery"

    nodes: pd.Series[Any]
    fit: float
    network: Network

    def to_frame(self) -> pd.DataFrame:
        """Return one row a node: ``node``, and ``core`` or ``coreness``.

        Returns
        -------
        pandas.DataFrame
            In the order of the network's nodes.
        """
        return self.nodes.rename_axis("node").reset_index()

    def _shown(self) -> pd.DataFrame:
        frame = self.nodes.to_frame()
        return frame.sort_values(str(self.nodes.name), ascending=False, kind="stable")

    def _draw(self, ax: Axes | None) -> Axes:
        if self.nodes.name == "coreness":
            return self.network.plot(ax, color=self.nodes, size=self.nodes)
        return self.network.plot(ax, color=self.nodes.map({True: "core", False: "periphery"}))


def core_periphery(
    network: Network,
    *,
    model: str = "discrete",
    strength: Hashable | None = None,
    between: str = "one",
    starts: int | None = None,
    tolerance: float = 1e-9,
    max_rounds: int = 10_000,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> CorePeriphery:
    r"""Find the core of a network and say how well a core and a periphery describe it.

    The fit is the correlation, over all ordered pairs of different nodes, of the ties
    :math:`a_{ij}` with an ideal pattern :math:`\delta_{ij}`.

    In the discrete model each node is in the core or in the periphery. The pattern is 1 within the
    core, 0 within the periphery, and between the two what ``between`` says. Found is the division
    that fits best.

    In the continuous model each node has a coreness :math:`c_i \ge 0`, and the pattern is
    :math:`c_i c_j`. Found is the coreness with the least squares
    :math:`\sum_{i \ne j} (a_{ij} - c_i c_j)^2`.

    Parameters
    ----------
    network : Network
        Self-ties do not count. In the continuous model both directions are averaged.
    model : {"discrete", "continuous"}, default "discrete"
        Which of the two.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer, to be read as a. Without it every
        tie counts 1.
    between : {"one", "zero", "missing", "density"}, default "one"
        What the discrete pattern is between core and periphery: 1, so that all ties have an end in
        the core; 0, so that all lie within it; nothing, with these pairs left out of the
        correlation; or the mean of the ties there, in shares of the strongest tie.
    starts : int, optional
        From how many divisions the search starts in the discrete model. Without it, all divisions
        are tried in networks of up to 18 nodes, so that the best is certain, and 50 starts are made
        in larger ones. The first is the best core of the nodes with the strongest ties; the others
        are random. Each climbs by moving one node, or exchanging two, as long as the fit rises.
    tolerance : float, default 1e-9
        When the continuous model is found: no coreness changes by more in a round, as a share of
        the length of all.
    max_rounds : int, default 10_000
        After how many rounds without that the search is given up.
    seed : int, SeedSequence or Generator, optional
        What random starts are drawn from.
    threads : int, optional
        How many threads to use; by default one for every processor. The result does not depend on
        it.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    CorePeriphery
        ``nodes``, a Series by label of whether each is in the core, or of its coreness, with a sum
        of squares of 1; and ``fit``, from -1 to 1.

    Raises
    ------
    WrongType
        When ``network`` is no Network, or another argument of the wrong kind.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight, an option is unknown or out of range, or no
        correlation is defined because all pairs are alike: in a network without ties, in a clique,
        and with fewer than three nodes.
    NotConverged
        When the coreness still changes after ``max_rounds``. In a star it grows without bound at
        the centre.

    Notes
    -----
    Both models are due to :cite:t:`borgatti1999`; ``between="one"`` is their first pattern and
    ``"missing"`` the one they prefer in practice. Least squares for the continuous model are from
    :cite:t:`boyd2010`, and are not quite the values of the greatest correlation. With ``"missing"``
    the smallest cores often fit best: two tied nodes and a periphery without ties fit perfectly.
    Several divisions may fit equally well; one of them is returned. In a network of several
    components the continuous core lies in one of them.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, core_periphery
    >>> ties = pd.DataFrame(
    ...     {"a": ["Alba", "Alba", "Alba", "Bo", "Bo"], "b": ["Bo", "Cato", "Di", "Cato", "Eva"]}
    ... )
    >>> found = core_periphery(Network.from_edges(ties, "a", "b"))
    >>> found.nodes
    Alba     True
    Bo       True
    Cato    False
    Di      False
    Eva     False
    Name: core, dtype: bool
    >>> round(found.fit, 4)
    0.6547
    """
    network = network_of(network)
    model = choice(model, "model", MODELS)
    weighted = network._reads(strength, "strength")
    between = choice(between, "between", BETWEEN)
    count = None if starts is None else integer(starts, "starts", low=1, high=MOST_STARTS)
    tolerance = number(tolerance, "tolerance", low=0, high=1, open_low=True)
    max_rounds = integer(max_rounds, "max_rounds", low=1, high=2**32)
    drawn = seed_of(seed)
    pool = thread_count(threads)
    counts = {"nodes": len(network)}
    options: dict[str, object] = {} if strength is None else {"strength": strength}
    if model == "continuous":
        with reporter(progress, "core and periphery") as report:
            coreness, fit, rounds = _core.continuous_core_periphery(
                network._adjacency, weighted, tolerance, max_rounds, report
            )
        return CorePeriphery(
            network._per_label(coreness, "coreness"),
            fit,
            network,
            meta=Meta(
                method=model,
                options=options | {"tolerance": tolerance},
                counts=counts | {"rounds": rounds},
                sources=("borgatti1999", "boyd2010"),
                notes=(_fit_note(fit),),
            ),
        )
    if count is None:
        count = 0 if len(network) <= _MOST_EXHAUSTIVE else _STARTS
    with reporter(progress, "core and periphery") as report:
        core, fit = _core.core_periphery(
            network._adjacency, weighted, between, count, drawn.key, pool, report
        )
    return CorePeriphery(
        network._per_label(core, "core"),
        fit,
        network,
        meta=Meta(
            method=model,
            options=options | {"between": between, "starts": count or "all divisions"},
            counts=counts | {"in the core": int(core.sum())},
            seed=drawn.entropy if count else None,
            sources=("borgatti1999",),
            notes=(_fit_note(fit),),
        ),
    )


def _fit_note(fit: float) -> str:
    return f"The correlation of the ties with the ideal pattern is {fit:.4f}."
