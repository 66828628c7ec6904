"""The triad census."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from weakties import _core
from weakties._arguments import threads as thread_count
from weakties._progress import reporter

from .network import Network, network_of

if TYPE_CHECKING:
    from pandas import Series

_UNDIRECTED = ("003", "102", "201", "300")


def triad_census(
    network: Network, *, threads: int | None = None, progress: bool | None = None
) -> Series[int]:
    """Count the triples of nodes by the ties among them.

    A type is named by its numbers of mutual, asymmetric and null pairs, and where these leave
    several drawings by a letter: D for down, U for up, C for cycle or chain, T for transitive.

    ========  ================================  ========  ======================================
    ``003``   no ties                           ``030T``  a → b → c, a → c
    ``012``   a → b                             ``030C``  a → b → c → a
    ``102``   a ⇄ b                             ``201``   a ⇄ b ⇄ c
    ``021D``  a ← b → c                         ``120D``  a ← b → c, a ⇄ c
    ``021U``  a → b ← c                         ``120U``  a → b ← c, a ⇄ c
    ``021C``  a → b → c                         ``120C``  a → b → c, a ⇄ c
    ``111D``  a ⇄ b ← c                         ``210``   a ⇄ b ⇄ c, a → c
    ``111U``  a ⇄ b → c                         ``300``   a ⇄ b ⇄ c ⇄ a
    ========  ================================  ========  ======================================

    Parameters
    ----------
    network : Network
        Weights are not read, and self-ties do not count.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    Series of int
        Triples by type; they add up to n (n - 1) (n - 2) / 6. Without directions only the four
        types with mutual and null pairs are given: by 0, 1, 2 and 3 ties. Counts beyond 64 bits, in
        networks of some millions of nodes, are whole numbers of Python.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    InvalidInput
        When ``threads`` is no number of threads.

    Notes
    -----
    The types are those of :cite:t:`holland1976`. As in :cite:t:`batagelj2001` only triples with
    ties are looked at, and here only those with three tied pairs: the others follow from the ties
    that each node has. Memory is linear in nodes and ties.

    Examples
    --------
    >>> from weakties.networks import Network, triad_census
    >>> triad_census(Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]]))
    triad
    003    0
    102    0
    201    1
    300    0
    Name: triad_census, dtype: int64
    """
    network = network_of(network)
    count = thread_count(threads)
    with reporter(progress, "triad census") as report:
        names, counts = _core.triad_census(network._adjacency, count, report)
    census = pd.Series(counts, index=pd.Index(names, name="triad"), name="triad_census")
    return census if network.directed else census[list(_UNDIRECTED)]
