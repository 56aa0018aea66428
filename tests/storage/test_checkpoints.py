"""A checkpoint that was cut off is undone at the next start; one that was not is left alone."""

from pathlib import Path

import duckdb
import pytest

from storage.changes import put
from storage.checkpoints import restore, save
from storage.database import Database
from storage.errors import StorageError
from storage.records import Setting

BLOCK, FIRST = 262_144, 12_288  # bytes


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A closed database with one setting."""
    path = tmp_path / "millrace.duckdb"
    db = Database.open(path, extensions=False)
    await db.store(put(Setting(workspace_id="w", key="colour", value="red")))
    db.close()
    return path


def saved(path: Path) -> Path:
    return path.with_name(f"{path.name}.undo")


def metadata_blocks(path: Path) -> list[int]:
    with duckdb.connect(str(path)) as root:
        return [row[0] for row in root.execute("SELECT block_id FROM pragma_metadata_info()").fetchall()]


def save_blocks(path: Path) -> list[int]:
    """Do what a checkpoint does first; return the blocks it saves."""
    numbers = metadata_blocks(path)
    with path.open("rb") as file:
        save(file, numbers, saved(path))
    return numbers


def tear(path: Path, number: int) -> None:
    """Overwrite half of a block, as a write does that a kill cuts off."""
    with path.open("r+b") as file:
        file.seek(FIRST + number * BLOCK)
        file.write(b"\xff" * (BLOCK // 2))


def colour(path: Path) -> object:
    db = Database.open(path, extensions=False)
    try:
        return db.query("SELECT value FROM settings WHERE key = 'colour'")[0]["value"]
    finally:
        db.close()


def test_a_torn_block_is_put_back(path: Path) -> None:
    tear(path, save_blocks(path)[0])
    with pytest.raises(duckdb.IOException, match="checksum"):
        duckdb.connect(str(path))
    assert colour(path) == "red"
    assert not saved(path).exists()


def test_blocks_from_before_the_last_complete_checkpoint_are_dropped(path: Path) -> None:
    save_blocks(path)
    with duckdb.connect(str(path)) as root:
        root.execute("UPDATE settings SET value = '\"blue\"'")
        root.execute("CHECKPOINT")
    assert not restore(path)
    assert colour(path) == "blue"


def test_damaged_blocks_are_dropped(path: Path) -> None:
    save_blocks(path)
    saved(path).write_bytes(saved(path).read_bytes()[:-100])
    assert not restore(path)
    assert colour(path) == "red"


def test_without_saved_blocks_nothing_is_done(path: Path) -> None:
    before = path.read_bytes()
    assert not restore(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_refused(path: Path) -> None:
    save_blocks(path)
    path.write_bytes(b"text " * 10_000)
    with pytest.raises(StorageError, match="no DuckDB file"):
        restore(path)


async def test_the_log_is_moved_into_the_file_when_it_has_grown(tmp_path: Path) -> None:
    path = tmp_path / "millrace.duckdb"
    db = Database.open(path, extensions=False)
    assert db.checkpoints
    db.checkpoints.log_bytes = 1000
    for number in range(20):
        await db.store(put(Setting(workspace_id="w", key=str(number), value="x" * 500)))
    assert not db.checkpoints.is_due()
    db.close()
    assert not saved(path).exists()
