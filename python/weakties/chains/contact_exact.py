"""The job-contact model on small networks, solved exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import integer
from weakties._results import Meta, Result
from weakties.errors import InvalidInput, WrongType

from ._markets import rates_of
from ._ties import Ties

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class JobContactExact(Result):
    """The stationary distribution of employment on a network, and what follows from it.

    Parameters
    ----------
    unemployment : pandas.Series
        The probability that each node is unemployed at the end of a period.
    correlations : pandas.DataFrame
        Correlations of employment between nodes: node × node.
    hazards : pandas.DataFrame
        The probability that a node has a job at the end of a period, given that it was unemployed
        at the ends of at least so many periods just before: duration × node.
    pooled_hazards : pandas.Series
        The same by duration for all nodes together.
    states : pandas.Series
        The probability of each state, indexed by the employment (1 or 0) of each node; with more
        than one node a MultiIndex with one level a node.
    """

    title: ClassVar[str] = "Job contacts, exact"

    unemployment: pd.Series[float]
    correlations: pd.DataFrame
    hazards: pd.DataFrame
    pooled_hazards: pd.Series[float]
    states: pd.Series[float]

    @property
    def mean_unemployment(self) -> float:
        """The expected rate of unemployment."""
        return float(self.unemployment.mean())

    def to_frame(self) -> pd.DataFrame:
        """Return one row a node.

        Returns
        -------
        pandas.DataFrame
            Columns: ``node``, ``unemployment``, and the hazards as ``hazard_1`` and so on.
        """
        frame = pd.DataFrame(
            {"node": self.unemployment.index, "unemployment": self.unemployment.to_numpy()}
        )
        return frame.assign(
            **{f"hazard_{duration}": row.to_numpy() for duration, row in self.hazards.iterrows()}
        )

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.matrix import heat_map

        # Rounded, so that no digits of the computer's colour what is 0.
        inner = self.correlations.mask(np.eye(len(self.correlations), dtype=bool)).round(12)
        return heat_map(inner, rows="", columns="", colour="correlation of employment", ax=ax)


def job_contact_exact(
    network: Any,
    arrival: float,
    separation: float,
    *,
    durations: Sequence[int] = (1, 2, 10),
) -> JobContactExact:
    r"""Solve the job-contact model of Calvó-Armengol and Jackson on up to 12 nodes.

    In each period (1) every agent hears of one opening with probability a, independently; (2) who
    was unemployed at the end of the period before takes it, who was employed passes it on to one
    neighbour, drawn with equal chances among those who were unemployed; it is lost if there is none
    or if that neighbour has a job already; (3) every employed agent, also one just hired, loses the
    job with probability b. So the expected number of openings that reach the unemployed j from i is

    .. math:: p_{ij}(s) = \begin{cases}
       a & j = i,\ s_i = 0 \\
       a / \sum_k g_{ik} (1 - s_k) & g_{ij} = 1,\ s_i = 1,\ s_j = 0 \\
       0 & \text{otherwise}
       \end{cases}

    with s the employment at the end of the period before, and g the ties.

    Parameters
    ----------
    network : Network, DataFrame or array
        An undirected network of weakties, or a symmetric square of 0 and 1. Weights and self-ties
        are not used.
    arrival : float
        Probability a of hearing of an opening in a period, between 0 and 1 without these.
    separation : float
        Probability b of losing a job in a period, between 0 and 1 without these.
    durations : sequence of int, default (1, 2, 10)
        For which durations of unemployment, in periods, hazards are wanted.

    Returns
    -------
    JobContactExact
        Unemployment by node, correlations of employment, and hazards by duration.

    Raises
    ------
    WrongType, InvalidInput
        When ``network`` is directed, is not a square of 0 and 1, or has more than 12 nodes; when a
        probability or duration is out of range.
    NotConverged
        When the stationary distribution does not settle; none is known where it does not.

    Notes
    -----
    :cite:t:`calvo2004`. All :math:`2^n` states are followed until no step changes their
    probabilities by more than :math:`2 \times 10^{-15}` in sum.

    Examples
    --------
    >>> from weakties.chains import job_contact_exact
    >>> pair = [[0, 1], [1, 0]]
    >>> exact = job_contact_exact(pair, arrival=0.1, separation=0.015)
    >>> round(exact.mean_unemployment, 6)
    0.078569
    >>> exact.pooled_hazards.round(6).to_dict()
    {1: 0.175915, 2: 0.174925, 10: 0.168571}
    """
    ties = Ties.small(network, "job_contact_simulate")
    a, b = rates_of(arrival, separation)
    wanted = durations_of(durations)
    probabilities, unemployment, correlations, hazards = _core.job_contact_exact(
        ties.core, a, b, wanted
    )
    labels = ties.labels
    index = pd.Index(wanted, name="duration")
    return JobContactExact(
        pd.Series(unemployment, index=labels, name="unemployment"),
        pd.DataFrame(correlations, index=labels, columns=labels),
        pd.DataFrame(hazards[:-1].T, index=index, columns=labels),
        pd.Series(hazards[-1], index=index, name="hazard"),
        pd.Series(probabilities, index=_employment(labels), name="probability"),
        meta=Meta(
            method="stationary distribution",
            options={"arrival": a, "separation": b, "durations": wanted},
            counts=ties.counts,
            dropped=ties.dropped,
            sources=("calvo2004",),
        ),
    )


def durations_of(durations: object) -> list[int]:
    """Check durations of unemployment: whole numbers of periods, each once."""
    if not isinstance(durations, list | tuple | range | np.ndarray):
        raise WrongType(
            "`durations` must be a list of whole numbers of periods: got "
            f"{type(durations).__name__}; write [1, 2, 10]"
        )
    wanted = [integer(duration, "durations", low=1, high=10_000) for duration in durations]
    if len(set(wanted)) < len(wanted):
        raise InvalidInput(f"`durations` must differ: got {wanted}; name each once")
    return wanted


def _employment(labels: pd.Index[Any]) -> pd.Index[Any]:
    """Label the states, in which bit i says whether node i is employed."""
    states = np.arange(1 << len(labels))
    bits = [(states >> node & 1).astype(np.int64) for node in range(len(labels))]
    if len(labels) == 1:
        return pd.Index(bits[0], name=labels[0])
    return pd.MultiIndex.from_arrays(bits, names=list(labels))
