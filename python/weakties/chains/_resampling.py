"""Drawing again: the options that every estimate from careers shares, and what replicates say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from weakties._arguments import Seed, number
from weakties._arguments import bootstrap as resamples_of
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as threads_of
from weakties._progress import asked, reporter

_Floats: TypeAlias = NDArray[np.float64]
_Drawn = TypeVar("_Drawn")
_Report: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class Resampling:
    """How often, from what and on how many threads something is drawn again; 0 times for never."""

    replicates: int
    level: float
    seed: Seed
    threads: int | None
    progress: bool | None

    @classmethod
    def of(
        cls,
        bootstrap: object,
        seed: object,
        threads: object,
        progress: object,
        level: object = 0.95,
    ) -> Resampling:
        """Read the arguments."""
        return cls(
            resamples_of(bootstrap),
            number(level, "level", low=0, high=1, open_low=True, open_high=True),
            seed_of(seed),
            threads_of(threads),
            asked(progress),
        )

    @property
    def entropy(self) -> int | None:
        """The seed to be recorded; None where nothing is drawn."""
        return self.seed.entropy if self.replicates else None

    def draw(
        self, kernel: Callable[[tuple[int, int], int | None, _Report | None], _Drawn]
    ) -> _Drawn | None:
        """Let a kernel draw, given its key, threads and progress; None where nothing is drawn."""
        if not self.replicates:
            return None
        with reporter(self.progress, "bootstrap") as report:
            return kernel(self.seed.key, self.threads, report)


def spread(drawn: _Floats, level: float) -> tuple[_Floats, _Floats, _Floats]:
    """Return standard deviations and quantiles over the replicates that know a number.

    A number that is infinite in some replicates has no spread that is finite.
    """
    se, lo, hi = (np.full(drawn.shape[1:], np.nan) for _ in range(3))
    ends = [(1 - level) / 2, (1 + level) / 2]
    for at in np.ndindex(*drawn.shape[1:]):
        own = drawn[(slice(None), *at)]
        own = own[~np.isnan(own)]
        if len(own) < 2:
            continue
        if np.isfinite(own).all():
            se[at] = own.std(ddof=1)
            lo[at], hi[at] = np.quantile(own, ends)
        else:
            # Quantiles without interpolation, which infinity does not allow.
            se[at] = np.inf
            lo[at], hi[at] = np.quantile(own, ends, method="inverted_cdf")
    return se, lo, hi
