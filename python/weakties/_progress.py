"""How a long call shows how far it is: a bar of tqdm, once the wait is worth one."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Never

from .errors import WrongType

if TYPE_CHECKING:
    from tqdm.asyncio import tqdm_asyncio as Bar

# Calls that end sooner show nothing.
_PATIENCE_SECONDS = 2.0


@contextmanager
def reporter(progress: object, task: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give what a kernel takes as ``progress``, and close the bar when the work ends or fails.

    Used as ``with reporter(progress, "bootstrap") as report: _core.kernel(..., progress=report)``.

    Parameters
    ----------
    progress
        What the user asked for. None shows a bar when the work is not done after two seconds;
        True shows one at once; False shows none.
    task
        The word in front of the bar.

    Yields
    ------
    Callable or None
        A function of the steps done and the steps in all, or None when no bar is wanted.
    """
    if asked(progress) is False:
        yield None
        return
    report = _Report(task, at_once=progress is True)
    try:
        yield report
    finally:
        report.close()


def asked(progress: object) -> bool | None:
    """Return what a user can ask for as ``progress``, also where nothing takes long."""
    if progress is None or progress is True or progress is False:
        return progress
    raise WrongType(
        "`progress` must be True (a bar), False (none) or None (a bar after two seconds): "
        f"got {progress!r}; write one of the three"
    )


class _Report:
    """Takes counts of finished work and keeps the bar, when there is one, up to date."""

    def __init__(self, task: str, *, at_once: bool) -> None:
        self._task = task
        self._started = monotonic()
        self._bar: Bar[Never] | None = None
        if at_once:
            self._open(None)

    def __call__(self, done: int, total: int) -> None:
        bar = self._bar
        if bar is None:
            if not 0 <= done < total or monotonic() - self._started < _PATIENCE_SECONDS:
                return
            bar = self._open(total)
        if total > 0 and total != bar.total:
            # Work in several stages announces each on its own.
            bar.reset(total)
        bar.update(done - bar.n)

    def _open(self, total: int | None) -> Bar[Never]:
        # Imported here, since it is slow and most calls never show a bar. In a notebook without
        # widgets it would warn, and then show its bar as text, which is good enough.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from tqdm.auto import tqdm

        self._bar = tqdm(total=total, desc=self._task)
        return self._bar

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
