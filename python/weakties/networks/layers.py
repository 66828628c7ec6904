"""Several networks side by side: what ties of several kinds and ties of several periods share."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from weakties._arguments import choice
from weakties._frames import codes_of
from weakties._tables import as_html, grid
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .labelled import Codes
from .network import Network
from .reading import PARALLEL, counted

_ROWS_SHOWN = 10


class Layers:
    """Networks in the order of their names, and everybody who is in at least one of them."""

    _level: ClassVar[str]
    _names: pd.Index[Any]
    # Whether the names are categories, whose order and number their values do not tell.
    _categorical: bool
    _networks: tuple[Network, ...]
    _everybody: pd.DataFrame
    # The places in `_everybody` of the nodes of each network.
    _places: tuple[Codes, ...]
    _dropped: dict[str, int]

    @property
    def labels(self) -> pd.Index[Any]:
        """The labels of everybody, in their order."""
        return self._everybody.index

    @property
    def directed(self) -> bool:
        """Whether ties have a direction."""
        return self._networks[0].directed

    @property
    def weight(self) -> Hashable | None:
        """The name of the ties' weight, or None."""
        return self._networks[0].weight

    @property
    def dropped(self) -> dict[str, int]:
        """How many values were missing in each column for which rows were dropped."""
        return dict(self._dropped)

    def __len__(self) -> int:
        """Return how many networks there are."""
        return len(self._networks)

    def __iter__(self) -> Iterator[Any]:
        """Go through the names of the networks."""
        return iter(self._names)

    def __getitem__(self, name: Hashable) -> Network:
        """Return the network of this name."""
        place = codes_of([name], self._names, self._level)[0]
        network: Network = self._networks[place]
        return network

    def to_frame(self) -> pd.DataFrame:
        """Return all ties as a table, self-ties included.

        Returns
        -------
        DataFrame
            One row a tie in a layer or period, with that layer or period, ``source``, ``target``
            and the weight by its own name. Layers and periods that were categories are ordered
            ones, those without ties included.
        """
        frames = [network.to_frame() for network in self._networks]
        names = self._names.repeat([len(frame) for frame in frames])
        if self._categorical:
            names = pd.CategoricalIndex(names, categories=self._names, ordered=True)
        joined = pd.concat(frames, ignore_index=True)
        joined.insert(0, self._level, names)
        return joined

    def union(self, *, parallel: str = "sum") -> Network:
        """Put all ties in one network.

        Parameters
        ----------
        parallel : {"sum", "max", "min", "mean", "raise"}, default "sum"
            What two nodes' tie weighs that are tied more than once. Without weights, ``"sum"``
            counts in how many layers or periods they are tied: the network is then weighted, with
            the name ``"weight"``. With ``"max"`` it has no weights either.

        Returns
        -------
        Network
            Of everybody, those without ties included.

        Raises
        ------
        InvalidInput
            When there is no such rule, or two nodes are tied twice with ``"raise"``.
        """
        parallel = choice(parallel, "parallel", PARALLEL)
        parts = [network._ties() for network in self._networks]
        sources, targets = (
            np.concatenate(
                [places[part[end]] for places, part in zip(self._places, parts, strict=True)]
            )
            for end in (0, 1)
        )
        weighted = self.weight is not None
        return Network._of(
            self._everybody,
            sources,
            targets,
            np.concatenate([part[2] for part in parts]) if weighted else None,
            weight=self.weight,
            directed=self.directed,
            parallel=parallel,
            dropped=self._dropped,
            ties="union",
        )

    def measure(
        self,
        measures: str | Callable[..., Any] | Sequence[str | Callable[..., Any]],
        **options: object,
    ) -> pd.DataFrame:
        """Apply measures to each network, and put what they find in one tidy table.

        Parameters
        ----------
        measures : str or function, or list of these
            Measures of `weakties.networks` by name, or functions of a network.
        **options
            Options of the measures, such as ``strength="hours"``; each goes to all those measures
            that have it.

        Returns
        -------
        DataFrame
            One column a measure. If they give a value for each node, one row for each layer or
            period and each node in it; if each gives one number for a whole network, one row for
            each layer or period. A measure that gives a table adds its columns.

        Raises
        ------
        WrongType
            When something is no measure, or gives neither one value a node nor one number.
        UnknownLabel
            When there is no measure of this name.
        InvalidInput
            When no measure has an option, two columns have the same name, or some measures give
            values for nodes and others for the network; and as the measures do.
        """
        functions = _functions(measures)
        takes = {name: _options_of(function) for name, function in functions.items()}
        for option in options:
            if not any(takes[name] is None or option in (takes[name] or ()) for name in functions):
                known = sorted({each for names in takes.values() for each in names or ()})
                raise InvalidInput(
                    f"`options`: none of the measures has the option {option!r}."
                    f"{did_you_mean(option, known)} {listing('Options there are', known)}"
                )
        tables = [
            _table(
                network,
                {
                    name: function(
                        network,
                        **{
                            option: value
                            for option, value in options.items()
                            if takes[name] is None or option in (takes[name] or ())
                        },
                    )
                    for name, function in functions.items()
                },
            )
            for network in self._networks
        ]
        joined = pd.concat(tables)
        if joined.index.name is _WHOLE:
            joined.index = self._names.rename(self._level)
            return joined
        names = self._names.repeat([len(table) for table in tables])
        joined.index = pd.MultiIndex.from_arrays([names, joined.index], names=[self._level, "node"])
        return joined

    def __eq__(self, other: object) -> bool:
        """Say whether names and networks are the same."""
        if not isinstance(other, type(self)):
            return NotImplemented
        return (
            self._names.equals(other._names)
            and self._networks == other._networks
            and self._everybody.equals(other._everybody)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        parts = [
            counted(len(self), self._level),
            counted(len(self.labels), "node"),
            counted(sum(network.tie_count for network in self._networks), "tie"),
            "directed" if self.directed else "undirected",
        ]
        parts += [f"weight {self.weight!r}"] if self.weight is not None else []
        return f"<{type(self).__name__}: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        return as_html(
            grid(self.to_frame(), digits=4, most_rows=_ROWS_SHOWN), caption=repr(self)[1:-1]
        )

    def _keys(self) -> list[Codes]:
        """Return one number for each tie between different nodes, the same in every network."""
        keys = []
        for network, places in zip(self._networks, self._places, strict=True):
            sources, targets, _ = network._adjacency.ties()
            keys.append(places[sources] * len(self.labels) + places[targets])
        return keys


# Names the index of a table with one row for a whole network.
_WHOLE = object()


def _functions(measures: object) -> dict[str, Callable[..., Any]]:
    """Name each measure that is asked for."""
    from weakties import networks

    listed: list[object] = (
        list(measures)
        if isinstance(measures, Sequence) and not isinstance(measures, str)
        else [measures]
    )
    known = {
        name: getattr(networks, name)
        for name in networks.__all__
        if inspect.isfunction(getattr(networks, name))
    }
    functions: dict[str, Callable[..., Any]] = {}
    for each in listed:
        if isinstance(each, str):
            if each not in known:
                raise UnknownLabel(
                    f"`measures`: there is no measure {each!r}.{did_you_mean(each, list(known))} "
                    f"{listing('Measures there are', list(known))}"
                )
            name, function = each, known[each]
        elif callable(each) and not inspect.isclass(each):
            function = each
            name = getattr(
                each, "__name__", getattr(getattr(each, "func", None), "__name__", "value")
            )
        else:
            raise WrongType(
                f"`measures` must be names of measures or functions: got {type(each).__name__}"
            )
        if name in functions:
            raise InvalidInput(f"`measures` must hold each measure once: got {name!r} twice")
        functions[name] = function
    if not functions:
        raise InvalidInput("`measures` is empty: give at least one")
    return functions


def _options_of(function: Callable[..., Any]) -> set[str] | None:
    """Return the options that a measure has; None where it takes any."""
    parameters = list(inspect.signature(function).parameters.values())
    if any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters):
        return None
    # The first is the network.
    return {each.name for each in parameters[1:]}


def _table(network: Network, found: dict[str, Any]) -> pd.DataFrame:
    """Put what measures found of one network side by side."""
    columns: dict[Hashable, Any] = {}
    of_nodes = []
    for name, value in found.items():
        if isinstance(value, pd.Series | pd.DataFrame) and value.index.equals(network.labels):
            parts: dict[Any, Any] = (
                {name: value} if isinstance(value, pd.Series) else dict(value.items())
            )
        elif np.isscalar(value) and not isinstance(value, str | bytes):
            parts = {name: value}
        else:
            raise WrongType(
                f"`measures` must give one value a node or one number: {name} gives "
                f"{type(value).__name__}; apply it to each network by itself"
            )
        of_nodes.append(not np.isscalar(value))
        for column, values in parts.items():
            if column in columns:
                raise InvalidInput(
                    f"`measures` must give each column once: {shown(column)} comes twice; ask for "
                    "them one after the other"
                )
            columns[column] = values
    if len(set(of_nodes)) > 1:
        raise InvalidInput(
            "`measures` must all be of nodes, or all of the whole network: got some of each; ask "
            "for them one after the other"
        )
    if of_nodes[0]:
        return pd.DataFrame(columns, index=network.labels)
    return pd.DataFrame(columns, index=pd.Index([0], name=_WHOLE))
