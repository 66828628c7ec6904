"""Types of the compiled core; its functions take arrays and are called by the pillars only."""

from collections.abc import Callable, Sequence
from typing import Any, Self, TypeAlias, TypedDict, final

import numpy as np
from numpy.typing import NDArray

from weakties.productivity.aggregate_growth import Accounts
from weakties.productivity.columns import Columns
from weakties.productivity.production.sample import Columns as ProductionColumns
from weakties.productivity.production.specification import Specification
from weakties.productivity.resample import Plan
from weakties.productivity.rules import EntryAndExit
from weakties.productivity.size_gap import Classes

_Progress: TypeAlias = Callable[[int, int], object] | None

# ground floor
def philox(
    key: tuple[int, int], counter: tuple[int, int, int, int], blocks: int
) -> NDArray[np.uint64]: ...
def sfc64(state: tuple[int, int, int], count: int) -> NDArray[np.uint64]: ...
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
def numbered_texts(
    parts: Sequence[tuple[NDArray[np.int64], NDArray[np.uint8]]],
    missing: NDArray[np.bool_] | None,
) -> tuple[NDArray[np.int32], NDArray[np.int64]]: ...

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
def betweenness(
    network: Network,
    by_distance: bool,
    ends: tuple[NDArray[np.uint32], NDArray[np.uint32]] | None,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def project(
    affiliations: Network,
    firms: int,
    onto_firms: bool,
    weight: str,
    weighted: bool,
    threads: int | None,
    progress: _Progress,
) -> Network: ...

# productivity
_Tables: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]

def olley_pakes(
    columns: Columns,
    plan: Plan,
    productivity: NDArray[np.float64] | None = None,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...
def decompose(
    columns: Columns,
    methods: list[str],
    pairs: list[tuple[int, int]],
    rules: EntryAndExit,
    plan: Plan,
    productivity: NDArray[np.float64] | None = None,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...
def analytic_errors(
    columns: Columns,
    methods: list[str],
    pairs: list[tuple[int, int]],
    rules: EntryAndExit,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> NDArray[np.float64]: ...
def group_contributions(
    columns: Columns,
    method: str,
    pairs: list[tuple[int, int]],
    rules: EntryAndExit,
    wholes: NDArray[np.int64],
    weights: str,
    plan: Plan,
    productivity: NDArray[np.float64] | None = None,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...
def multiplicities(plan: Plan, replicate: int) -> list[int]: ...

# productivity: ordering
def panel_order(
    firm: NDArray[np.int32],
    period: NDArray[np.int32],
    firms: int,
) -> tuple[NDArray[np.int32] | None, bool]: ...

# productivity: augmented
def augmented_olley_pakes(
    columns: Columns,
    looks: list[tuple[int, int | None, int | None]],
    ages: int,
    rules: EntryAndExit,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...

# productivity: types
def across_types(
    columns: Columns,
    types: int,
    pairs: list[tuple[int, int]],
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...

# productivity: aggregate_growth
def aggregate_growth(
    columns: Columns,
    accounts: Accounts,
    pairs: list[tuple[int, int]],
    rules: EntryAndExit,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...

# productivity: size_gap
def size_levels(
    columns: Columns,
    classes: Classes,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...
def size_changes(
    columns: Columns,
    classes: Classes,
    pairs: list[tuple[int, int]],
    rules: EntryAndExit,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...
def size_flows(
    columns: Columns,
    classes: int,
    pairs: list[tuple[int, int]],
    rules: EntryAndExit,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...

# productivity: shift_share
def shift_share(
    output: NDArray[np.float64],
    labour: NDArray[np.float64],
    price: NDArray[np.float64],
    aggregate_price: NDArray[np.float64],
    pairs: list[tuple[int, int]],
    method: str,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...

# productivity: between_within
def between_within(
    firm: NDArray[np.int64],
    period: NDArray[np.int64],
    group: NDArray[np.int64],
    size: NDArray[np.float64],
    level: NDArray[np.float64],
    counts: tuple[int, int, int],
    measure: str,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Tables: ...

# productivity: index_numbers
def solow_index(
    output: NDArray[np.float64],
    inputs: NDArray[np.float64],
    shares: NDArray[np.float64],
    cell: NDArray[np.int64],
    cells: int,
) -> NDArray[np.float64]: ...
def multilateral_index(
    output: NDArray[np.float64],
    inputs: NDArray[np.float64],
    shares: NDArray[np.float64],
    group: NDArray[np.int64],
    period: NDArray[np.int64],
    groups: int,
    periods: int,
    reference: str,
    weight: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]: ...

# productivity: cost_shares
def mean_cost_shares(
    firm: NDArray[np.int64],
    shares: NDArray[np.float64],
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> tuple[list[float], list[float], NDArray[np.float64]]: ...

# productivity: markups
def markups(
    elasticity: NDArray[np.float64],
    revenue: NDArray[np.float64],
    residual: NDArray[np.float64],
    expenditure: NDArray[np.float64],
    cell: NDArray[np.int64],
    cells: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...

# productivity: misallocation
def misallocation(
    firm: NDArray[np.int64],
    period: NDArray[np.int64],
    sector: NDArray[np.int64],
    revenue: NDArray[np.float64],
    labour: NDArray[np.float64],
    capital: NDArray[np.float64],
    counts: tuple[int, int, int],
    labour_share: NDArray[np.float64],
    sigma: float,
    rental: float,
    trim: float,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> tuple[
    NDArray[np.float64],
    NDArray[np.bool_],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.float64],
]: ...

# productivity: production
class _Production(TypedDict):
    coefficients: list[float]
    elasticities: list[float]
    covariance: list[float]
    residuals: NDArray[np.float64]
    survival: NDArray[np.float64]
    minima: list[tuple[list[float], list[float]]]
    facts: list[tuple[str, float]]
    coefficient_draws: NDArray[np.float64]
    elasticity_draws: NDArray[np.float64]

def productivity(
    columns: ProductionColumns,
    specification: Specification,
    plan: Plan,
    threads: int | None = None,
    progress: _Progress = None,
) -> _Production: ...

# productivity: cells
def micro_moments(
    cell: NDArray[np.int64],
    cells: int,
    value: NDArray[np.float64],
    weight: NDArray[np.float64],
    percentiles: Sequence[int],
    neighbours: int,
    largest: int,
    threads: int | None = None,
    progress: _Progress = None,
) -> NDArray[np.float64]: ...
def quantile_classes(
    cell: NDArray[np.int64],
    cells: int,
    value: NDArray[np.float64],
    weight: NDArray[np.float64],
    classes: int,
    threads: int | None = None,
) -> NDArray[np.int64]: ...

# productivity: concentration
def concentration_of_changes(
    columns: Columns,
    pairs: list[tuple[int, int]],
    rules: EntryAndExit,
    largest: int,
    threads: int | None = None,
    progress: _Progress = None,
) -> NDArray[np.float64]: ...
def concentration_of_levels(
    columns: Columns,
    largest: int,
    threads: int | None = None,
    progress: _Progress = None,
) -> NDArray[np.float64]: ...

# productivity: disclosure
def complementary(
    roles: Sequence[int],
    costs: Sequence[float],
    sets: Sequence[Sequence[int]],
    sizes: Sequence[float],
    relations: Sequence[Sequence[tuple[int, float]]],
    minimum: float,
) -> NDArray[np.int64]: ...

# productivity: stream
@final
class RunningSum:
    def __new__(cls) -> Self: ...
    def add(self, values: NDArray[np.float64]) -> None: ...
    def value(self) -> float: ...

@final
class DecompositionStream:
    def __new__(
        cls,
        shape: tuple[int, int],
        centre: float,
        plan: Plan,
        replicates: tuple[int, int],
        methods: Sequence[str] | None = None,
        pairs: Sequence[tuple[int, int]] | None = None,
        rules: EntryAndExit | None = None,
    ) -> Self: ...
    def add(self, columns: Columns, threads: int | None = None) -> None: ...
    def finish(self) -> _Tables: ...

# chains: flows between places
def ipf(
    seed: NDArray[np.float64],
    shape: list[int],
    margins: list[tuple[list[int], NDArray[np.float64]]],
    tolerance: float,
    rounds: int,
) -> tuple[NDArray[np.float64], int, float]: ...
def radiation(
    population: NDArray[np.float64],
    opportunities: NDArray[np.float64],
    distances: NDArray[np.float64],
    threads: int | None,
) -> NDArray[np.float64]: ...
def flows_between(
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    prior: NDArray[np.float64],
    fewest_moves: bool,
    tolerance: float,
    rounds: int,
    threads: int | None,
) -> NDArray[np.float64]: ...
def multiregional_growth(
    survival: NDArray[np.float64], births: NDArray[np.float64], width: float
) -> NDArray[np.float64]: ...
def multiregional_survival(
    moves: NDArray[np.float64], deaths: NDArray[np.float64], width: float
) -> NDArray[np.float64]: ...

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
def strong_components(network: Network) -> NDArray[np.uint32]: ...
def disparity(network: Network, direction: str) -> NDArray[np.float64]: ...
def ego(network: Network, node: int, radius: int, direction: str) -> NDArray[np.bool_]: ...
def coreness(network: Network, direction: str) -> NDArray[np.int64]: ...
def strength_coreness(network: Network, direction: str) -> NDArray[np.float64]: ...
def dyad_census(network: Network) -> tuple[int, int, int]: ...
def node_reciprocity(network: Network) -> NDArray[np.float64]: ...
def rich_club(network: Network, direction: str) -> NDArray[np.float64]: ...
def clustering(
    network: Network, threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...
def strength_clustering(
    network: Network, method: str, threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...
def directed_clustering(
    network: Network, weighted: bool, pattern: str, threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...
def transitivity(network: Network, threads: int | None, progress: _Progress) -> float: ...
def triangles(network: Network, threads: int | None, progress: _Progress) -> NDArray[np.int64]: ...
def square_clustering(
    network: Network, threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...
def triad_census(
    network: Network, threads: int | None, progress: _Progress
) -> tuple[list[str], list[int]]: ...
def core_periphery(
    network: Network,
    weighted: bool,
    between: str,
    starts: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.bool_], float]: ...
def continuous_core_periphery(
    network: Network, weighted: bool, tolerance: float, most_rounds: int, progress: _Progress
) -> tuple[NDArray[np.float64], float, int]: ...
def leiden(
    network: Network,
    weighted: bool,
    quality: str,
    resolution: float,
    iterations: int | None,
    starts: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.int64], float]: ...
def label_propagation(
    network: Network, weighted: bool, seed: tuple[int, int], progress: _Progress
) -> tuple[NDArray[np.int64], float]: ...
def modularity(
    network: Network, groups: NDArray[np.uint32], count: int, weighted: bool, resolution: float
) -> float: ...
def ei_index(
    network: Network, groups: NDArray[np.uint32], count: int, weighted: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]: ...
def ei_index_permuted(
    network: Network,
    groups: NDArray[np.uint32],
    count: int,
    weighted: bool,
    permutations: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def assortativity(
    network: Network, groups: NDArray[np.uint32], count: int, weighted: bool, se: bool
) -> tuple[float, float]: ...
def degree_assortativity(
    network: Network, source: str, target: str, weighted: bool, se: bool
) -> tuple[float, float]: ...
def numeric_assortativity(
    network: Network,
    at_source: NDArray[np.float64],
    at_target: NDArray[np.float64],
    weighted: bool,
    se: bool,
) -> tuple[float, float]: ...
def segregation(
    network: Network, groups: NDArray[np.uint32], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...
def mixing_matrix(
    network: Network, groups: NDArray[np.uint32], count: int, weighted: bool
) -> NDArray[np.float64]: ...
def spectral_segregation(
    network: Network,
    groups: NDArray[np.uint32],
    weighted: bool,
    until: _Until,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def compare_partitions(
    one: NDArray[np.uint32], other: NDArray[np.uint32]
) -> NDArray[np.float64]: ...
def participation_coefficient(
    network: Network,
    groups: NDArray[np.uint32],
    count: int,
    weighted: bool,
    direction: str,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def within_module_degree(
    network: Network,
    groups: NDArray[np.uint32],
    count: int,
    weighted: bool,
    direction: str,
    sample: bool,
) -> NDArray[np.float64]: ...
def balkanisation(
    network: Network,
    groups: NDArray[np.uint32],
    count: int,
    weighted: bool,
    threads: int | None,
) -> NDArray[np.float64]: ...
def balkanisation_permuted(
    network: Network,
    groups: NDArray[np.uint32],
    count: int,
    weighted: bool,
    permutations: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def two_mode_clustering(
    affiliations: Network,
    firms: int,
    of_firms: bool,
    overlap: str,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def two_mode_redundancy(
    affiliations: Network,
    firms: int,
    of_firms: bool,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def two_mode_closure(
    affiliations: Network, firms: int, threads: int | None, progress: _Progress
) -> float: ...
def two_mode_closeness(
    affiliations: Network,
    firms: int,
    of_firms: bool,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def composition(
    network: Network,
    groups: NDArray[np.uint32],
    group_count: int,
    direction: str,
    weighted: bool,
) -> NDArray[np.float64]: ...
def spread(
    affiliations: Network,
    firms: int,
    of_firms: bool,
    groups: NDArray[np.uint32],
    group_count: int,
    weighted: bool,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]: ...
def access(
    affiliations: Network,
    firms: int,
    groups: NDArray[np.uint32],
    group_count: int,
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]: ...
def layout(
    network: Network, seed: tuple[int, int], threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...
def shared_ties(
    one: Network,
    other: Network,
    places: NDArray[np.uint32],
    permutations: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def qap_correlation(
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    directed: bool,
    method: str,
    permutations: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def mrqap(
    outcome: NDArray[np.float64],
    regressors: NDArray[np.float64],
    names: list[str],
    intercept: bool,
    directed: bool,
    logit: bool,
    method: str,
    permutations: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.float64], NDArray[np.float64], int, float, float, NDArray[np.float64]]: ...
def rewire(
    network: Network, swaps: int, seed: tuple[int, int], replicate: int, progress: _Progress
) -> Network: ...
def rewire_two_mode(
    affiliations: Network, firms: int, swaps: int, seed: tuple[int, int], progress: _Progress
) -> Network: ...
def random_network_like(
    network: Network,
    keep: str,
    swaps: int,
    seed: tuple[int, int],
    first: int,
    count: int,
    threads: int | None,
) -> list[Network]: ...
def random_two_mode_like(
    affiliations: Network,
    firms: int,
    keep: str,
    swaps: int,
    seed: tuple[int, int],
    first: int,
    count: int,
    threads: int | None,
) -> list[Network]: ...
def resampled(
    network: Network, seed: tuple[int, int], replicate: int
) -> tuple[Network, NDArray[np.uint32]]: ...
def among(network: Network, kept: NDArray[np.uint32]) -> Network: ...
def staying(
    count: int, dropped: int, seed: tuple[int, int], stream: int, replicate: int
) -> NDArray[np.uint32]: ...
def with_ties(network: Network, kept: NDArray[np.uint32]) -> Network: ...
def small_world(
    network: Network,
    replicates: int,
    swaps: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[int, list[list[float]]]: ...

_Read: TypeAlias = tuple[bool, str, bool]
_Until: TypeAlias = tuple[float, int]

def spectral_radius(
    network: Network, read: _Read, until: _Until, threads: int | None, progress: _Progress
) -> float: ...
def eigenvector(
    network: Network,
    read: _Read,
    norm: str,
    unique: bool,
    until: _Until,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def hits(
    network: Network,
    read: _Read,
    norm: str,
    unique: bool,
    until: _Until,
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...
def pagerank(
    network: Network,
    read: _Read,
    damping: float,
    personalization: NDArray[np.float64] | None,
    dangling: NDArray[np.float64] | None,
    until: _Until,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def katz(
    network: Network,
    read: _Read,
    attenuation: float | None,
    base: NDArray[np.float64] | None,
    norm: str,
    until: _Until,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def bonacich(
    network: Network,
    read: _Read,
    beta: float,
    until: _Until,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def structural_equivalence(
    network: Network,
    weighted: bool,
    measure: str,
    own: str,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def concor(
    network: Network,
    weighted: bool,
    own: str,
    depth: int,
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.int64], int]: ...
def densities(
    network: Network, weighted: bool, blocks: NDArray[np.int64], count: int
) -> NDArray[np.float64]: ...
def regular_equivalence(
    network: Network,
    weighted: bool,
    iterations: int,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def regular_classes(
    network: Network,
    start: NDArray[np.int64] | None,
    counted: bool,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.int64]: ...
def edge_betweenness(
    network: Network, by_distance: bool, threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...
def betweenness_approximate(
    network: Network,
    by_distance: bool,
    error: float,
    confidence: float,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.float64], NDArray[np.float64], int]: ...
def closeness(
    network: Network,
    by_distance: bool,
    direction: str,
    improved: bool,
    normalized: bool,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def harmonic(
    network: Network,
    by_distance: bool,
    direction: str,
    normalized: bool,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def nearness(
    network: Network,
    by_distance: bool,
    direction: str,
    improved: bool,
    normalized: bool,
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]: ...
def reach(
    network: Network,
    steps: int | None,
    direction: str,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.int64]: ...
def eccentricity(
    network: Network,
    by_distance: bool,
    direction: str,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def average_path_length(
    network: Network,
    by_distance: bool,
    direction: str,
    threads: int | None,
    progress: _Progress,
) -> float: ...
def distances(
    network: Network,
    sources: NDArray[np.uint32],
    by_distance: bool,
    direction: str,
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
def bridges(network: Network, progress: _Progress) -> NDArray[np.bool_]: ...
def articulation_points(network: Network, progress: _Progress) -> NDArray[np.bool_]: ...
def embeddedness(
    network: Network, threads: int | None, progress: _Progress
) -> NDArray[np.int64]: ...
def overlap(network: Network, threads: int | None, progress: _Progress) -> NDArray[np.float64]: ...
def span(network: Network, threads: int | None, progress: _Progress) -> NDArray[np.float64]: ...
def bridging(
    network: Network, between: NDArray[np.float64], threads: int | None, progress: _Progress
) -> NDArray[np.float64]: ...
def bridging_coefficient(network: Network) -> NDArray[np.float64]: ...
def bridging_centrality(network: Network, between: NDArray[np.float64]) -> NDArray[np.float64]: ...

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
    network: Network, arrival: float, separation: float, durations: list[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]: ...
def job_contact_simulate(
    network: Network,
    pairs: tuple[NDArray[np.uint32], NDArray[np.uint32]],
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

# chains: estimation
_Stretches: TypeAlias = tuple[
    NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int, int, int, int
]

def moves_by_stratum(stretches: _Stretches) -> NDArray[np.float64]: ...
def compare_strata(
    moves: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]: ...
def homogeneity_bootstrap(
    stretches: _Stretches,
    replicates: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def chi_square_tail(statistic: float, freedom: int) -> float: ...

_Sojourns: TypeAlias = tuple[
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.bool_],
    NDArray[np.bool_],
    NDArray[np.int64],
    NDArray[np.float64],
    int,
    int,
]

def sojourn_exits(sojourns: _Sojourns) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...
def sojourn_bootstrap(
    sojourns: _Sojourns,
    replicates: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...
def occupation(
    hazards: NDArray[np.float64], start: NDArray[np.float64], periods: int
) -> NDArray[np.float64]: ...
def multistate(
    panel: tuple[
        NDArray[np.float64],
        NDArray[np.float64],
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.float64],
        int,
        list[tuple[int, int]],
    ],
    start: NDArray[np.float64],
    tolerance: float,
    rounds: int,
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.float64], float, NDArray[np.float64], NDArray[np.float64], int]: ...
def matrix_exponential(
    intensities: NDArray[np.float64], time: float, pairs: list[tuple[int, int]]
) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]: ...
def first_passage(
    matrix: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]: ...
def fundamental_matrix(matrix: NDArray[np.float64]) -> NDArray[np.float64]: ...
def kemeny_constant(matrix: NDArray[np.float64]) -> float: ...

# chains: sequences
_Careers: TypeAlias = tuple[
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.bool_],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int64],
    int | None,
    int,
    int,
]

def openness_totals(careers: _Careers) -> NDArray[np.float64]: ...
def redrawn_totals(
    totals: NDArray[np.float64],
    weights: NDArray[np.float64],
    groups: NDArray[np.int64],
    group_count: int,
    replicates: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def sequence_indices(
    offsets: NDArray[np.int64],
    states: NDArray[np.int64],
    lengths: NDArray[np.int64],
    state_count: int,
) -> NDArray[np.float64]: ...
def matching_distances(
    codes: NDArray[np.uint32],
    ends: list[int],
    costs: NDArray[np.float64],
    indel: float,
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...
def position_distances(
    codes: NDArray[np.uint32],
    costs: NDArray[np.float64],
    threads: int | None,
    progress: _Progress,
) -> NDArray[np.float64]: ...

# chains: diffusion
_Rates: TypeAlias = tuple[float, float, float | None, bool]
_Staying: TypeAlias = tuple[Network, _Rates, NDArray[np.float64], NDArray[np.bool_]]
_Leaving: TypeAlias = tuple[
    Network,
    tuple[_Rates, _Rates],
    tuple[float, float],
    tuple[float, float],
    NDArray[np.bool_],
    NDArray[np.float64],
    NDArray[np.bool_],
]

def job_contact_dropout(
    game: _Staying, all_in: bool, progress: _Progress
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]: ...
def two_countries(
    game: _Leaving, all_leave: bool, progress: _Progress
) -> tuple[NDArray[np.bool_], tuple[NDArray[np.float64], NDArray[np.float64]]]: ...

_Influence: TypeAlias = tuple[
    int, NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float64], bool
]

def job_contact_dropout_simulate(
    game: _Staying,
    all_in: bool,
    length: tuple[int, int, int, int, float],
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.bool_], tuple[NDArray[np.float64], NDArray[np.float64]], tuple[int, int]]: ...
def two_countries_simulate(
    game: _Leaving,
    all_leave: bool,
    length: tuple[int, int, int, int, float],
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[
    NDArray[np.bool_],
    tuple[
        tuple[NDArray[np.float64], NDArray[np.float64]],
        tuple[NDArray[np.float64], NDArray[np.float64]],
    ],
    tuple[int, int],
]: ...
def diffusion_simulate(
    network: _Influence,
    cascade: bool,
    thresholds: NDArray[np.float64] | None,
    shares: bool,
    seeds: NDArray[np.uint32],
    replicates: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]: ...
def diffusion_exact(
    network: _Influence,
    thresholds: bool,
    seeds: NDArray[np.uint32],
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]: ...
def greedy_seeds(
    network: _Influence,
    thresholds: bool,
    count: int,
    replicates: int,
    seed: tuple[int, int],
    threads: int | None,
    progress: _Progress,
) -> tuple[NDArray[np.uint32], NDArray[np.uint64]]: ...

# chains: open chain
_Moments: TypeAlias = tuple[
    int, NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]
]

def open_chain_names() -> tuple[list[str], list[str], list[str]]: ...
def check_scenario(scenario: str) -> None: ...
def simulate(
    pieces: list[tuple[int, str]],
    network: Network | None,
    replicates: tuple[int, int],
    periods: int,
    paths: NDArray[np.float64],
    histories: int,
    counterfactual: bool,
    moments: _Moments | None,
    seed: tuple[int, int],
    threads: int | None,
    progress: Callable[[int, int], None] | None,
) -> tuple[
    _Moments,
    tuple[NDArray[np.float64], NDArray[np.uint32]],
    list[tuple[int, int]],
    tuple[
        tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]],
        tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.bool_], NDArray[np.uint8]],
        NDArray[np.uint32],
    ],
]: ...
