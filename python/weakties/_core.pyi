"""Types of the compiled core; its functions take arrays and are called by the pillars only."""

from collections.abc import Callable
from typing import Self, TypeAlias, final

import numpy as np
from numpy.typing import NDArray

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
