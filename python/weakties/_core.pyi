"""Types of the compiled core; its functions take arrays and are called by the pillars only."""

from collections.abc import Callable
from typing import TypeAlias

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
