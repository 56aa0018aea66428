"""Connecting to the file: settings, the extensions from their installed wheels, and the lock of another process."""

import re
from importlib import resources
from pathlib import Path

import duckdb

from storage.checkpoints import SETTINGS, restore
from storage.errors import DatabaseLocked, ExtensionMissing, StorageError

EXTENSIONS = ("vss", "fts")


def connect(
    path: str | Path, *, threads: int | None, memory_limit: str | None, extensions: bool
) -> duckdb.DuckDBPyConnection:
    """Return the process's one connection to `path`; nothing is ever downloaded."""
    config: dict[str, str | bool | int | float | list[str]] = {
        **SETTINGS,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads:
        config["threads"] = threads
    if memory_limit:
        config["memory_limit"] = memory_limit
    root = _connect(path, config)
    try:
        root.execute("SET enable_progress_bar = false")
        root.execute("PRAGMA disable_checkpoint_on_shutdown")
        root.execute(
            "SET disabled_compression_methods = 'alp,alprd'"
        )  # a scan of compressed vectors takes thrice as long
        for name in EXTENSIONS if extensions else ():
            load(root, name)
    except BaseException:
        root.close()
        raise
    return root


def extension_path(name: str) -> Path:
    """Return where the wheel of a DuckDB extension keeps its binary. Raises: ExtensionMissing saying what to install."""
    wheel, version = f"duckdb-extension-{name}", duckdb.__version__
    try:
        package = resources.files(f"duckdb_extension_{name}")
    except ModuleNotFoundError as error:
        raise ExtensionMissing(f"{wheel} is not installed; run: pip install {wheel}=={version}") from error
    found = Path(str(package)) / "extensions" / f"v{version}" / f"{name}.duckdb_extension"
    if not found.is_file():
        raise ExtensionMissing(f"{wheel} has no build for DuckDB {version}; run: pip install {wheel}=={version}")
    return found


def load(root: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load an extension from its wheel into the whole database instance."""
    path = str(extension_path(name)).replace("'", "''")
    try:
        root.execute(f"LOAD '{path}'")
    except duckdb.Error as error:
        raise ExtensionMissing(f"DuckDB {duckdb.__version__} cannot load {path}: {error}") from error


def _connect(path: str | Path, config: dict[str, str | bool | int | float | list[str]]) -> duckdb.DuckDBPyConnection:
    if str(path) != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    try:
        if str(path) != ":memory:":
            restore(Path(path))
        return duckdb.connect(str(path), config=config)
    except duckdb.Error as error:
        if "Could not set lock" in str(error):
            raise DatabaseLocked(Path(path).resolve(), _holder(str(error))) from error
        raise StorageError(f"cannot open {path}: {error}") from error


def _holder(message: str) -> str:
    """Return who holds the lock, from DuckDB's message: "... held in /usr/bin/python3.11 (PID 42) by user ..."."""
    found = re.search(r"held in (.+?) \(PID (\d+)\)", message)
    return f"process {found[2]} ({found[1]})" if found else "another process"
