"""Types of the compiled core; its functions take arrays and are called by the pillars only."""

from collections.abc import Callable
from typing import Any, Self, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

from weakties.productivity.panel import Columns, EntryAndExit
from weakties.productivity.resample import Plan

_Progress: TypeAlias = Callable[[int, int], object] | None

# ground floor
def philox(
    key: tuple[int, int], counter: tuple[int, int, int, int], blocks: int
) -> NDArray[np.uint64]: ...
def draws(
    kind: str,
    seed: tuple[int, int],
    stream: int,
    index: int,
    count: int,
    parameter: float,
) -> NDArray[np.float64]: ...
def exact_sum(values: NDArray[np.float64], threads: int | None = None) -> float: ...
def panic_on_purpose(text: str) -> None: ...

# networks
@final
class Network:
    def __new__(
        cls,
        nodes: int,
        sources: NDArray[np.uint32],
        targets: NDArray[np.uint32],
        weights: NDArray[np.float64],
        directed: bool,
        parallel: str,
    ) -> Network: ...
    def __len__(self) -> int: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @property
    def directed(self) -> bool: ...
    @property
    def tie_count(self) -> int: ...
    def ties(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float64]]: ...
    def self_ties(self) -> tuple[NDArray[np.uint32], NDArray[np.float64]]: ...

def degree(network: Network, direction: str) -> NDArray[np.int64]: ...
def strength(network: Network, direction: str) -> NDArray[np.float64]: ...
def connected_components(network: Network, strong: bool) -> NDArray[np.int64]: ...
def betweenness(
    network: Network, by_distance: bool, threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...
def project(
    affiliations: Network,
    firms: int,
    onto_firms: bool,
    weight: str,
    threads: int | None,
    progress: _Progress,
) -> Network: ...

# networks: holes
def constraint(
    network: Network,
    weighted: bool,
    model: str,
    ties: str,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def effective_size(
    network: Network,
    weighted: bool,
    model: str,
    ties: str,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def efficiency(
    network: Network,
    weighted: bool,
    model: str,
    ties: str,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def hierarchy(
    network: Network,
    weighted: bool,
    model: str,
    ties: str,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def dyadic_constraint(
    network: Network,
    weighted: bool,
    model: str,
    ties: str,
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float64]]: ...
def holes(
    network: Network,
    weighted: bool,
    model: str,
    ties: str,
    threads: int | None,
    progress: _Progress,
) -> tuple[
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.float64],
]: ...

# networks: brokerage
def brokerage(
    network: Network,
    groups: NDArray[np.int64],
    group_count: int,
    partial: bool,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def brokerage_permuted(
    network: Network,
    groups: NDArray[np.int64],
    group_count: int,
    partial: bool,
    observed: NDArray[np.float64],
    permutations: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> list[NDArray[np.float64]]: ...
def brokerage_by_chance(
    sizes: NDArray[np.float64], density: float, directed: bool, variance: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...
def brokerage_exclusivity(
    network: Network,
    groups: NDArray[np.int64] | None,
    group_count: int,
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...

# networks: bridges
def bridges(network: Network, progress: _Progress) -> NDArray[np.bool_]: ...
def articulation_points(network: Network, progress: _Progress) -> NDArray[np.bool_]: ...
def embeddedness(
    network: Network, threads: int | None, progress: _Progress
) -> NDArray[np.int64]: ...
def overlap(network: Network, threads: int | None, progress: _Progress) -> NDArray[np.float64]: ...
def span(network: Network, threads: int | None, progress: _Progress) -> NDArray[np.float64]: ...

# networks: bridging
def bridging(
    network: Network, by_distance: bool, threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...
def bridging_coefficient(network: Network) -> NDArray[np.float64]: ...
def bridging_centrality(
    network: Network, by_distance: bool, threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...

# productivity
_Tables: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]

def olley_pakes(
    columns: Columns,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...
def melitz_polanec(
    columns: Columns,
    pairs: list[tuple[int, int]],
    rules: EntryAndExit,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...

# gvc
@final
class Leontief:
    def __new__(
        cls,
        intermediates: NDArray[np.float64],
        output: NDArray[np.float64],
        threads: int | None,
        progress: _Progress,
    ) -> Self: ...

def gross_exports(
    intermediates: NDArray[np.float64],
    final_demand: NDArray[np.float64],
    output: NDArray[np.float64],
    value_added: NDArray[np.float64],
) -> NDArray[np.float64]: ...
def leontief_inverse(
    leontief: Leontief, threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...
def participation(
    leontief: Leontief,
    intermediates: NDArray[np.float64],
    final_demand: NDArray[np.float64],
    output: NDArray[np.float64],
    value_added: NDArray[np.float64],
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]: ...
def value_added_flows(
    leontief: Leontief,
    intermediates: NDArray[np.float64],
    final_demand: NDArray[np.float64],
    output: NDArray[np.float64],
    value_added: NDArray[np.float64],
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def upstreamness(
    leontief: Leontief,
    output: NDArray[np.float64],
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def downstreamness(
    leontief: Leontief, threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...

# chains
_Moves: TypeAlias = tuple[
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.bool_],
    NDArray[np.float64],
    NDArray[np.int64],
    int,
    int,
]
_Pairs: TypeAlias = tuple[int, NDArray[np.uint32], NDArray[np.uint32]]

def join_spells(
    persons: NDArray[np.int64],
    states: NDArray[np.int64],
    starts: NDArray[np.int64],
    lengths: NDArray[np.int64] | None,
    person_count: int,
) -> tuple[
    tuple[
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.bool_],
    ],
    tuple[NDArray[np.uint32], NDArray[np.uint32]],
    tuple[int, int] | None,
]: ...
def transition_counts(moves: _Moves) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...
def transition_bootstrap(
    moves: _Moves,
    replicates: int,
    never_left_absorbs: bool,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def communicating_classes(
    matrix: NDArray[np.float64],
) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]: ...
def stationary_distribution(matrix: NDArray[np.float64]) -> NDArray[np.float64]: ...
def absorption(
    matrix: NDArray[np.float64], into: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]: ...
def mobility(
    matrices: NDArray[np.float64],
    ranks: NDArray[np.float64],
    weights: NDArray[np.float64] | None,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def job_contact_exact(
    network: _Pairs, arrival: float, separation: float, durations: list[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]: ...
def job_contact_simulate(
    network: _Pairs,
    watched_pairs: _Pairs,
    arrival: float,
    separation: float,
    employed: NDArray[np.bool_],
    burn_in: int,
    periods: int,
    replicates: int,
    durations: list[int],
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[
    NDArray[np.uint32],
    tuple[NDArray[np.uint64], NDArray[np.uint64]],
    tuple[NDArray[np.uint64], NDArray[np.uint64]],
]: ...
