"""The command line: the whole demonstration, a table of the user's own, and what is refused."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from weakties.__main__ import main
from weakties.datasets import leather


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run the demonstration once as a user does, warnings being errors."""
    out = tmp_path_factory.mktemp("demonstration") / "report folder"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "weakties", "demo", "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out, done.stdout


def test_the_demonstration_prints_every_chapter_with_a_sentence_on_each_table(
    demonstration: tuple[Path, str],
) -> None:
    _, printed = demonstration
    for title in ("Networks:", "Productivity:", "Chains:", "Value chains:"):
        assert f"\n{title}" in printed
    assert printed.count("How to read it:") >= 10
    assert "NaN" not in printed


def test_the_report_holds_all_it_needs(demonstration: tuple[Path, str]) -> None:
    out, _ = demonstration
    page = (out / "report.html").read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href)=["'](?!data:|\#)""", page) == []
    assert "http" not in page
    figures = sorted((out / "figures").glob("*.png"))
    assert len(figures) == page.count("<img ") >= 5
    assert all(figure.stat().st_size > 10_000 for figure in figures)


def test_a_table_of_the_users_own_takes_the_place_of_the_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = leather()
    path = tmp_path / "own.npz"
    np.savez(
        path,
        Z=table.Z.to_numpy(),
        final_demand=table.final_demand.to_numpy(),
        countries=np.array(["FR", "IT", "ES"]),
        sectors=table.sectors.to_numpy(dtype=str),
    )
    assert main(["demo", "--out", str(tmp_path / "out"), "--table", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "own.npz" in printed
    assert "FR" in printed
    assert "decompr" not in printed


def test_a_table_that_is_not_there_is_refused_before_anything_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["demo", "--out", str(out), "--table", str(tmp_path / "none.npz")]) == 1
    assert "none.npz" in capsys.readouterr().err
    assert not out.exists()


def test_a_file_in_place_of_the_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    assert main(["demo", "--out", str(taken)]) == 1
    assert "--out" in capsys.readouterr().err


def test_help_names_the_demonstration(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert "demo" in capsys.readouterr().out
