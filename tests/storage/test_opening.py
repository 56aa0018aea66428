"""Opening a file: what a person reads when it cannot be opened, and what the connection may do."""

import subprocess
import sys
from importlib import resources
from pathlib import Path

import duckdb
import pytest

from storage import opening
from storage.database import Database
from storage.errors import DatabaseLocked, ExtensionMissing, StorageError
from storage.migrating import migrations

HOLD = """
import sys
from storage.database import Database
db = Database.open(sys.argv[1], extensions=False)
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _with_extensions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open databases here as a server does; other tests go without."""
    monkeypatch.setattr(opening, "EXTENSIONS", ("vss", "fts"))


@pytest.mark.process
def test_a_file_that_another_process_holds_is_refused_with_its_folder_and_process(tmp_path: Path) -> None:
    path = tmp_path / "data" / "millrace.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(DatabaseLocked) as refused:
            Database.open(path)
        holder.communicate()
    assert refused.value.folder == path.parent
    assert f"process {holder.pid}" in str(refused.value)
    Database.open(path, extensions=False).close()


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "millrace.duckdb"
    path.write_bytes(b"no database " * 1000)
    with pytest.raises(StorageError, match=f"cannot open {path}"):
        Database.open(path)


def test_a_closed_database_can_be_opened_again_although_other_threads_have_read(tmp_path: Path) -> None:
    path = tmp_path / "millrace.duckdb"
    db = Database.open(path, extensions=False)
    db.query("SELECT 1")
    db.close()
    other = duckdb.connect(str(path), read_only=True)  # would be refused while a cursor is left
    assert other.execute("SELECT count(*) FROM schema_version").fetchall() == [(len(migrations()),)]
    other.close()


def test_both_extensions_load_from_their_wheels(tmp_path: Path) -> None:
    db = Database.open(tmp_path / "millrace.duckdb")
    loaded = db.query("SELECT extension_name AS name FROM duckdb_extensions() WHERE loaded")
    db.close()
    assert {"vss", "fts"} <= {row["name"] for row in loaded}


def test_a_vector_index_is_never_persisted(tmp_path: Path) -> None:
    db = Database.open(tmp_path / "millrace.duckdb")
    (setting,) = db.query("SELECT current_setting('hnsw_enable_experimental_persistence') AS on_disk")
    assert setting == {"on_disk": False}
    assert db.query("SELECT index_name FROM duckdb_indexes() WHERE sql ILIKE '%hnsw%'") == []
    db.close()


def test_nothing_is_downloaded(tmp_path: Path) -> None:
    db = Database.open(tmp_path / "millrace.duckdb", extensions=False)
    (row,) = db.query(
        "SELECT current_setting('autoinstall_known_extensions') AS a, current_setting('autoload_known_extensions') AS b"
    )
    db.close()
    assert row == {"a": False, "b": False}


def test_a_missing_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Path:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(resources, "files", missing)
    with pytest.raises(ExtensionMissing, match=rf"pip install duckdb-extension-vss=={duckdb.__version__}"):
        opening.extension_path("vss")


def test_a_wheel_of_another_version_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb, "__version__", "9.9.9")
    with pytest.raises(ExtensionMissing, match=r"duckdb-extension-fts has no build for DuckDB 9\.9\.9"):
        opening.extension_path("fts")


def test_memory_and_threads_are_limited_as_asked(tmp_path: Path) -> None:
    db = Database.open(tmp_path / "millrace.duckdb", extensions=False, threads=1, memory_limit="200MB")
    (row,) = db.query("SELECT current_setting('threads') AS threads, current_setting('memory_limit') AS memory")
    db.close()
    assert row == {"threads": 1, "memory": "190.7 MiB"}
