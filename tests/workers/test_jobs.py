"""Jobs do their work once, and no harm the second time."""

import os
import time
from pathlib import Path

from workers.jobs import prune_backups, sweep_files


def aged(path: Path, seconds: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def test_prune_backups_keeps_the_newest(tmp_path: Path) -> None:
    backups = [aged(tmp_path / f"{age}.duckdb", age) for age in (10, 20, 30)]
    other = aged(tmp_path / "notes.txt", 100)
    assert prune_backups(str(tmp_path), 2) == 1
    assert [path.exists() for path in (*backups, other)] == [True, True, False, True]
    assert prune_backups(str(tmp_path), 2) == 0


def test_prune_backups_of_a_missing_folder_does_nothing(tmp_path: Path) -> None:
    assert prune_backups(str(tmp_path / "none"), 2) == 0


def test_sweep_files_removes_what_nobody_wrote_lately(tmp_path: Path) -> None:
    old, fresh = aged(tmp_path / "a" / "old", 100), aged(tmp_path / "a" / "fresh", 1)
    assert sweep_files(str(tmp_path), 50) == 1
    assert (old.exists(), fresh.exists()) == (False, True)
    assert sweep_files(str(tmp_path), 50) == 0
