"""Migrations: each all or nothing, a copy beforehand, and clear words for what cannot be upgraded."""

from pathlib import Path

import duckdb
import pytest

from storage.errors import MigrationFailed, UnsupportedSchema
from storage.migrating import back_up, migrate, migrations, schema_version

FIRST = "CREATE TABLE notes (id INTEGER, body VARCHAR); INSERT INTO notes VALUES (1, 'kept');"
SECOND = "ALTER TABLE notes ADD COLUMN pinned BOOLEAN DEFAULT false;"
THIRD = """
CREATE TABLE notes_new AS SELECT id, body, pinned, 'en' AS language FROM notes;
DROP TABLE notes;
ALTER TABLE notes_new RENAME TO notes;
"""
BROKEN = "UPDATE notes SET body = 'lost'; DROP TABLE nowhere;"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the first two steps of a schema."""
    made = tmp_path / "migrations"
    made.mkdir()
    (made / "0001_notes.sql").write_text(FIRST)
    (made / "0002_pinned.sql").write_text(SECOND)
    return made


@pytest.fixture
def path(tmp_path: Path, folder: Path) -> Path:
    """The file of a database that has those two steps."""
    file = tmp_path / "data" / "millrace.duckdb"
    file.parent.mkdir()
    with duckdb.connect(str(file)) as root:
        migrate(root, file, folder=folder)
    return file


def backups(path: Path) -> list[Path]:
    return sorted((path.parent / "backups").glob("*"))


def test_our_own_migrations_bring_a_new_database_to_the_newest_version_without_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "millrace.duckdb"
    with duckdb.connect(str(path)) as root:
        migrate(root, path)
        assert schema_version(root) == len(migrations())
    assert backups(path) == []


def test_an_upgrade_applies_only_what_is_missing_and_keeps_the_rows(path: Path, folder: Path) -> None:
    (folder / "0003_language.sql").write_text(THIRD)
    with duckdb.connect(str(path)) as root:
        migrate(root, path, folder=folder)
        assert root.execute("SELECT * FROM notes").fetchall() == [(1, "kept", False, "en")]
        assert root.execute("SELECT version, name FROM schema_version ORDER BY 1").fetchall() == [
            (1, "0001_notes"),
            (2, "0002_pinned"),
            (3, "0003_language"),
        ]


def test_an_upgrade_first_makes_a_complete_copy(path: Path, folder: Path) -> None:
    (folder / "0003_language.sql").write_text(THIRD)
    with duckdb.connect(str(path)) as root:
        migrate(root, path, folder=folder)
    (copy,) = backups(path)
    assert copy.name.startswith("millrace-2-")
    assert copy.suffix == ".duckdb"
    with duckdb.connect(str(copy), read_only=True) as root:
        assert root.execute("SELECT * FROM notes").fetchall() == [(1, "kept", False)]
        assert schema_version(root) == 2


def test_a_second_start_changes_nothing_and_copies_nothing(path: Path, folder: Path) -> None:
    with duckdb.connect(str(path)) as root:
        migrate(root, path, folder=folder)
    assert backups(path) == []


def test_a_step_that_fails_is_undone_and_the_old_data_stays_usable(path: Path, folder: Path) -> None:
    (folder / "0003_language.sql").write_text(THIRD)
    (folder / "0004_broken.sql").write_text(BROKEN)
    with duckdb.connect(str(path)) as root, pytest.raises(MigrationFailed, match="0004_broken"):
        migrate(root, path, folder=folder)
    with duckdb.connect(str(path)) as root:
        assert schema_version(root) == 3
        assert root.execute("SELECT body FROM notes").fetchall() == [("kept",)]
        root.execute("INSERT INTO notes VALUES (2, 'new', true, 'de')")
    assert len(backups(path)) == 1


def test_data_of_a_newer_version_is_refused_with_what_to_do(path: Path, folder: Path) -> None:
    (folder / "0002_pinned.sql").unlink()
    with (
        duckdb.connect(str(path)) as root,
        pytest.raises(UnsupportedSchema, match=r"version 2.*up to 1.*newer Millrace.*backups"),
    ):
        migrate(root, path, folder=folder)


def test_data_that_is_too_old_is_refused_with_what_to_do(path: Path, folder: Path) -> None:
    with (
        duckdb.connect(str(path)) as root,
        pytest.raises(UnsupportedSchema, match=r"version 2.*oldest that can be upgraded is 3.*earlier Millrace"),
    ):
        migrate(root, path, folder=folder, oldest=3)


def test_steps_with_a_gap_in_their_numbers_are_refused(folder: Path) -> None:
    (folder / "0004_later.sql").write_text("SELECT 1")
    with pytest.raises(UnsupportedSchema, match="without gaps"):
        migrations(folder)


INDEXES = "SELECT index_name FROM duckdb_indexes() WHERE database_name = current_database() ORDER BY 1"


def test_a_copy_keeps_keys_and_indexes(tmp_path: Path) -> None:
    path = tmp_path / "millrace.duckdb"
    with duckdb.connect(str(path)) as root:
        migrate(root, path)
        indexes = root.execute(INDEXES).fetchall()
        copy = back_up(root, path, 1)
    with duckdb.connect(str(copy)) as root:
        assert root.execute(INDEXES).fetchall() == indexes != []
        root.execute("INSERT INTO settings VALUES ('w', 'a', '1', now()::TIMESTAMP)")
        with pytest.raises(duckdb.ConstraintException):
            root.execute("INSERT INTO settings VALUES ('w', 'a', '2', now()::TIMESTAMP)")
