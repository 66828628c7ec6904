"""Whether a core and a periphery fit a network better than they fit random ones."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from weakties._arguments import choice, integer
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as thread_count

from .core_periphery import BETWEEN, MOST_STARTS, core_periphery
from .network import Network, network_of
from .null_test import NullTest, null_test


def core_periphery_test(
    network: Network,
    *,
    strength: Hashable | None = None,
    between: str = "one",
    starts: int = 10,
    keep: str = "density",
    replicates: int = 1000,
    swaps: int = 10,
    count_observed: bool = True,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> NullTest:
    """Compare the fit of the discrete core-periphery model with its fit to random networks.

    For each random network the best core is searched anew, as for the observed one: any network has
    a division that fits it somewhat, so that a correlation is large only beside those.

    Parameters
    ----------
    network : Network
        Self-ties do not count.
    strength : hashable, optional
        The name of the network's weight, larger meaning closer. Without it every tie counts 1.
    between : {"one", "zero", "missing", "density"}, default "one"
        What the pattern is between core and periphery, as in `core_periphery`.
    starts : int, default 10
        From how many divisions each search starts, that of the observed network included.
    keep : {"density", "dyad_census", "degree"}, default "density"
        What random networks have in common with the network, as in `random_network_like`. With
        ``"degree"`` the question is whether there is more to the core than that its members have
        many ties.
    replicates : int, default 1000
        How many random networks.
    swaps : int, default 10
        How many steps `rewire` takes for each tie with ``"degree"``.
    count_observed : bool, default True
        Whether p-values count the network as one random network more.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What random networks and starts are drawn from; without it, draws are fresh.
    threads : int, optional
        How many threads to use; by default one for every processor.
    progress : bool, optional
        Whether to show a bar; by default after two seconds.

    Returns
    -------
    NullTest
        With one row, ``fit``; its ``p_upper`` is the one to read. ``z`` is NaN where all random
        networks have the same fit.

    Raises
    ------
    WrongType, UnknownLabel, InvalidInput
        As `core_periphery` does, and when ``keep`` or another option is unknown or out of range.

    Notes
    -----
    Permutation tests that search for the core again in each permuted matrix are due to
    :cite:t:`boyd2006`; with ``"density"`` ties, with their weights, are permuted as there.

    Examples
    --------
    >>> import networkx as nx
    >>> from weakties.networks import Network, core_periphery_test
    >>> club = Network.from_networkx(nx.karate_club_graph())
    >>> found = core_periphery_test(club, replicates=99, seed=1)
    >>> bool(found.table.loc["fit", "p_upper"] < 0.05)
    True
    """
    network = network_of(network)
    network._reads(strength, "strength")
    between = choice(between, "between", BETWEEN)
    starts = integer(starts, "starts", low=1, high=MOST_STARTS)
    keep = choice(keep, "keep", ("density", "dyad_census", "degree"))
    drawn = seed_of(seed)
    pool = thread_count(threads)

    def fit(like: Network) -> float:
        return core_periphery(
            like,
            strength=strength,
            between=between,
            starts=starts,
            seed=drawn.entropy,
            threads=pool,
            progress=False,
        ).fit

    found = null_test(
        network,
        fit,
        keep=keep,
        replicates=replicates,
        swaps=swaps,
        count_observed=count_observed,
        seed=drawn.entropy,
        threads=pool,
        progress=progress,
    )
    chosen: dict[str, object] = {"between": between, "starts": starts}
    if strength is not None:
        chosen["strength"] = strength
    return replace(
        found,
        meta=replace(
            found.meta,
            method=f"core and periphery, {keep}",
            options=dict(found.meta.options) | chosen,
            sources=("boyd2006", "borgatti1999", *found.meta.sources),
        ),
    )
