"""Numbers for pairs of nodes: ties, and attributes compared, as matrices by label."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice, flag, matrix
from weakties._wording import shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .network import Network, network_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FORMS = ("same", "difference", "absolute_difference", "sum", "product", "sender", "receiver")


def tie_matrix(network: Network, *, strength: Hashable | None = None) -> pd.DataFrame:
    """Return who is tied to whom as a matrix with the nodes' labels on both sides.

    Parameters
    ----------
    network : Network
        Self-ties stand on the diagonal.
    strength : hashable, optional
        The name of the network's weight, to be read. Without it every tie is 1.

    Returns
    -------
    DataFrame, of shape (n, n)
        Row i, column j is the tie from i to j; 0 where there is none.

    Raises
    ------
    WrongType
        When ``network`` is no Network.
    UnknownLabel, InvalidInput
        When ``strength`` is not the network's weight.

    Examples
    --------
    >>> from weakties.networks import Network, tie_matrix
    >>> star = Network.from_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], labels=["Alba", "Bo", "Cato"])
    >>> tie_matrix(star)
          Alba   Bo  Cato
    Alba   0.0  1.0   1.0
    Bo     1.0  0.0   0.0
    Cato   1.0  0.0   0.0
    """
    network = network_of(network)
    ties = _ties_of(network, weighted=network._reads(strength, "strength"))
    return pd.DataFrame(ties, index=network.labels, columns=network.labels)


def attribute_matrix(
    network: Network, attribute: Hashable | pd.Series[Any], form: str = "same"
) -> pd.DataFrame:
    """Turn what is known of nodes into a number for every pair, as `mrqap` takes it.

    Parameters
    ----------
    network : Network
    attribute : hashable or Series by label
        The name of an attribute, or one value a node.
    form : {"same", "difference", "absolute_difference", "sum", "product", "sender", "receiver"}
        With values a of nodes i and j: whether :math:`a_i = a_j`, as 1 or 0; :math:`a_i - a_j`;
        :math:`|a_i - a_j|`; :math:`a_i + a_j`; :math:`a_i a_j`; :math:`a_i`, of the node that a tie
        leaves; :math:`a_j`, of the node where it arrives. All but ``"same"`` take numbers.

    Returns
    -------
    DataFrame, of shape (n, n)
        Row i, column j is the number for the pair from i to j, in the unit of the attribute.

    Raises
    ------
    WrongType, InvalidInput, UnknownLabel
        When ``network`` is no Network, there is no such attribute or form, or a node has no value.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.networks import Network, attribute_matrix
    >>> pair = Network.from_matrix([[0, 1], [1, 0]], labels=["Alba", "Bo"])
    >>> attribute_matrix(pair, pd.Series({"Alba": 7, "Bo": 4}), "difference")
          Alba   Bo
    Alba   0.0  3.0
    Bo    -3.0  0.0
    """
    network = network_of(network)
    form = choice(form, "form", FORMS)
    if form == "same":
        values = network._groups(attribute, "attribute")[0].astype(np.float64)
    else:
        values = network._numbers(attribute, "attribute")
    with np.errstate(over="ignore"):
        pairs = _pairs_of(values[:, None], values[None, :], form)
    if not np.isfinite(pairs).all():
        raise InvalidInput(
            f"`attribute` must give finite numbers for {form!r}: some exceed 1.8e308; divide it by "
            "a common number first"
        )
    return pd.DataFrame(pairs, index=network.labels, columns=network.labels)


def _pairs_of(
    one: NDArray[np.float64], other: NDArray[np.float64], form: str
) -> NDArray[np.float64]:
    """Return a number for each pair of a column and a row."""
    if form == "same":
        return np.asarray(one == other, dtype=np.float64)
    if form in ("difference", "absolute_difference"):
        return one - other if form == "difference" else np.abs(one - other)
    if form in ("sum", "product"):
        return one + other if form == "sum" else one * other
    return np.repeat(one, one.size, axis=1) if form == "sender" else np.repeat(other, other.size, 0)


class Aligned:
    """Several networks or matrices over the same nodes in the same order.

    Parameters
    ----------
    given
        What the user gave, by the name a message calls it.
    directed
        Whether both directions of a pair count; None stands for: where they may differ.
    """

    def __init__(
        self, given: dict[str, Network | pd.DataFrame | ArrayLike], directed: bool | None
    ) -> None:
        first, *_ = names = list(given)
        read = {name: _read(value, name) for name, value in given.items()}
        by = next((name for name in names if read[name][1] is not None), first)
        labels = read[by][1]
        self.labels = pd.RangeIndex(len(read[first][0])) if labels is None else labels
        if len(self.labels) < 3:
            raise InvalidInput(
                f"`{_argument(by)}` must have at least 3 nodes, so that they can change places: "
                f"got {len(self.labels)}"
            )
        self.places = {name: _places(read[name], name, self.labels, by) for name in names}
        self.networks = {name: value for name, (value, _) in read.items()}
        # Each is compared with its own mirror image, so the order does not matter.
        self.directed = any(
            value.directed if isinstance(value, Network) else not _symmetric(value)
            for value, _ in read.values()
        )
        if directed is not None and flag(directed, "directed") != self.directed:
            if self.directed:
                raise InvalidInput(
                    "`directed` = False takes ties and numbers that are the same both ways: some "
                    "here are not; make them symmetric first, or leave `directed` out"
                )
            self.directed = True

    def matrix(self, name: str) -> NDArray[np.float64]:
        """Return the numbers of one, in the common order."""
        value, places = self.networks[name], self.places[name]
        values = _ties_of(value, weighted=False) if isinstance(value, Network) else value
        return np.ascontiguousarray(values[np.ix_(places, places)])


def _argument(name: str) -> str:
    """Return the argument that a regressor belongs to."""
    return name.partition("[")[0]


def _ties_of(network: Network, *, weighted: bool) -> NDArray[np.float64]:
    sources, targets, weights = network._ties()
    ties = np.zeros((len(network), len(network)))
    ties[sources, targets] = weights if weighted else 1.0
    if not network.directed:
        ties[targets, sources] = ties[sources, targets]
    return ties


def _read(value: Any, name: str) -> tuple[Network | NDArray[np.float64], pd.Index[Any] | None]:
    """Return a network, or the numbers of a matrix, with its labels if there are any."""
    argument = _argument(name)
    which = "" if argument == name else f" {name.partition('[')[2].removesuffix(']')}:"
    if isinstance(value, Network):
        return value, value.labels
    labels = None
    if isinstance(value, pd.DataFrame):
        labels = value.index
        if not labels.is_unique:
            raise InvalidInput(
                f"`{argument}`:{which} {shown(labels[labels.duplicated()][0])} names two rows; "
                "give every node one row and one column"
            )
        if len(labels) != len(value.columns) or set(labels) != set(value.columns):
            raise InvalidInput(
                f"`{argument}`:{which} a DataFrame must have the same labels in its index and "
                "columns; give every node a row and a column"
            )
        value = value.loc[:, labels]
        if all(kind == np.dtype(bool) for kind in value.dtypes):
            value = value.astype(np.float64)
    elif isinstance(value, np.ndarray) and value.dtype == np.dtype(bool):
        value = value.astype(np.float64)
    elif isinstance(value, str) or not isinstance(value, Sequence | np.ndarray):
        raise WrongType(
            f"`{argument}`:{which} must be a Network, a DataFrame or a square matrix of numbers: "
            f"got {type(value).__name__}; make one with Network.from_edges or attribute_matrix"
        )
    return matrix(value, argument, square=True, allow_missing=True), labels


def _places(
    read: tuple[Network | NDArray[np.float64], pd.Index[Any] | None],
    name: str,
    labels: pd.Index[Any],
    by: str,
) -> NDArray[np.intp]:
    """Return where the nodes of the common order stand in one of them."""
    value, own = read
    argument = _argument(name)
    if own is None:
        if len(value) != len(labels):
            raise InvalidInput(
                f"`{argument}` has the wrong shape: expected ({len(labels)}, {len(labels)}), got "
                f"({len(value)}, {len(value)}); {name!r} must have the nodes of {by!r}"
            )
        return np.arange(len(labels))
    places = own.get_indexer(labels)
    lacking = labels[places < 0]
    extra = own[labels.get_indexer(own) < 0]
    for missing, where in ((lacking, name), (extra, by)):
        if len(missing):
            raise UnknownLabel(
                f"`{argument}` must have the nodes of {by!r}: {shown(missing[0])} is not in "
                f"{where!r} ({len(missing)} in all); give both the same nodes, isolates by nodes=…"
            )
    return places


def _symmetric(values: NDArray[np.float64]) -> bool:
    return bool(((values == values.T) | (np.isnan(values) & np.isnan(values.T))).all())
