"""A bar appears when the wait is worth one, or when it is asked for, and never else."""

import io
import subprocess
import sys

import pytest
import tqdm.auto
from tqdm.std import tqdm as text_bar

from weakties import _progress
from weakties.errors import WrongType


class FakeClock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


class FakeBar:
    """Keeps what happened to it, with the few methods of tqdm that are used."""

    made: list["FakeBar"]

    def __init__(self, total, desc):
        self._total, self.desc, self.n, self.closed = total, desc, 0, False
        self.made.append(self)

    @property
    def total(self):
        """Only `reset` may change it: a bar made of widgets would not see it otherwise."""
        return self._total

    def reset(self, total):
        self._total, self.n = total, 0

    def update(self, steps):
        assert not self.closed
        self.n += steps

    def close(self):
        self.closed = True


@pytest.fixture
def clock(monkeypatch):
    clock = FakeClock()
    monkeypatch.setattr(_progress, "monotonic", clock)
    return clock


@pytest.fixture
def bars(monkeypatch):
    FakeBar.made = []
    monkeypatch.setattr(tqdm.auto, "tqdm", FakeBar)
    return FakeBar.made


def test_no_bar_is_made_when_none_is_wanted(bars):
    with _progress.reporter(False, "bootstrap") as report:
        assert report is None
    assert bars == []


def test_a_short_call_shows_nothing(clock, bars):
    with _progress.reporter(None, "bootstrap") as report:
        for done in range(11):
            report(done, 10)
            clock.now += 0.19
    assert bars == []


def test_a_bar_appears_after_two_seconds_and_is_closed_at_the_end(clock, bars):
    with _progress.reporter(None, "bootstrap") as report:
        clock.now += 1.9
        report(3, 10)
        assert bars == []
        clock.now += 0.1
        report(4, 10)
        (bar,) = bars
        assert (bar.desc, bar.n, bar.total, bar.closed) == ("bootstrap", 4, 10, False)
        report(10, 10)
        assert bar.n == 10
    assert bar.closed
    assert len(bars) == 1


@pytest.mark.parametrize(("done", "total"), [(0, 0), (10, 10)])
def test_work_that_is_finished_or_not_announced_gets_no_bar_however_late(clock, bars, done, total):
    with _progress.reporter(None, "bootstrap") as report:
        clock.now += 60
        report(done, total)
    assert bars == []


def test_true_shows_a_bar_at_once(clock, bars):
    with _progress.reporter(True, "bootstrap") as report:
        (bar,) = bars
        report(0, 0)
        assert (bar.n, bar.total) == (0, None)
        report(2, 10)
        assert (bar.n, bar.total) == (2, 10)
    assert bar.closed


def test_a_second_stage_starts_the_bar_anew(clock, bars):
    with _progress.reporter(True, "bootstrap") as report:
        report(10, 10)
        report(1, 5)
        (bar,) = bars
        assert (bar.n, bar.total) == (1, 5)


def test_the_bar_is_closed_when_the_work_fails(clock, bars):
    def work(report):
        report(1, 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), _progress.reporter(True, "bootstrap") as report:
        work(report)
    assert bars[0].closed


@pytest.mark.parametrize("value", [1, 0, "yes", print])
def test_what_is_not_true_false_or_none_is_refused(bars, value):
    with (
        pytest.raises(
            WrongType, match=r"`progress` must be True \(a bar\), False \(none\) or None .*: got "
        ),
        _progress.reporter(value, "bootstrap"),
    ):
        pass
    assert bars == []


def test_the_true_bar_ends_with_all_the_work_done(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(tqdm.auto, "tqdm", lambda **options: text_bar(file=screen, **options))
    with _progress.reporter(True, "bootstrap") as report:
        report(1, 7)
        report(7, 7)
    last = screen.getvalue().split("\r")[-1]
    assert last.startswith("bootstrap: 100%")
    assert "7/7" in last


def test_tqdm_is_not_imported_before_a_bar_is_shown():
    code = (
        "import sys; from weakties._progress import reporter\n"
        "with reporter(None, 'x') as report: report(1, 2)\n"
        "assert 'tqdm' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
