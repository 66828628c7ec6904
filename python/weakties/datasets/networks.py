"""Networks that every textbook uses, read from the package networkx."""

from __future__ import annotations

from types import ModuleType

import pandas as pd

from weakties.errors import MissingPackage


def southern_women() -> pd.DataFrame:
    """Load who came to which social event in a town of the American South.

    Returns
    -------
    DataFrame
        89 rows, one for each presence: ``woman`` (18 names) and ``event`` (14, "E1" to "E14"), over
        nine months of the 1930s.

    Raises
    ------
    MissingPackage
        When networkx is not installed.

    Notes
    -----
    Source: :cite:t:`davis1941`, as ``davis_southern_women_graph`` of networkx holds it, under
    networkx's BSD-3-Clause licence.

    Examples
    --------
    >>> from weakties.datasets import southern_women
    >>> from weakties.networks import TwoModeNetwork
    >>> TwoModeNetwork.from_edges(southern_women(), firm="woman", institution="event")
    <TwoModeNetwork: 18 firms, 14 institutions, 89 ties>
    """
    graph = _networkx().davis_southern_women_graph()
    rows = [
        (woman, event)
        for woman in graph.graph["top"]
        for event in graph.graph["bottom"]
        if graph.has_edge(woman, event)
    ]
    return pd.DataFrame(rows, columns=["woman", "event"])


def florentine_families() -> pd.DataFrame:
    """Load which leading families of Renaissance Florence were tied by marriage.

    Returns
    -------
    DataFrame
        20 rows, one for each pair of families with a marriage between them around 1430: ``source``
        and ``target``, 15 names. A tie has no direction. The Pucci, who had no such tie, are not
        among them.

    Raises
    ------
    MissingPackage
        When networkx is not installed.

    Notes
    -----
    Source: :cite:t:`padgett1993`, as ``florentine_families_graph`` of networkx holds it, under
    networkx's BSD-3-Clause licence.

    Examples
    --------
    >>> from weakties.datasets import florentine_families
    >>> from weakties.networks import Network
    >>> Network.from_edges(florentine_families(), "source", "target")
    <Network: 15 nodes, 20 ties, undirected>
    """
    rows = sorted(tuple(sorted(tie)) for tie in _networkx().florentine_families_graph().edges)
    return pd.DataFrame(rows, columns=["source", "target"])


def _networkx() -> ModuleType:
    try:
        import networkx
    except ImportError as problem:
        raise MissingPackage(
            "this data set is carried by networkx, which is not installed; install it with "
            '`pip install "weakties[datasets]"`'
        ) from problem
    module: ModuleType = networkx
    return module
