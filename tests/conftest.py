"""Fixtures that every room's tests may use, and the order of files."""

import gc
import os
from collections.abc import Iterator

import duckdb
import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from storage.columns import Table, read_catalog
from tests.vendor.fixtures import _vendor_server, vendor

__all__ = ["_vendor_server", "vendor"]

gc.disable()  # collecting tests imports the whole product, and nothing of that is garbage

# How long a test takes is the benchmarks' concern: the machine may be busy.
settings.register_profile("millrace", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("millrace")


def pytest_xdist_auto_num_workers() -> int:
    """Use one worker more than there are cores: a good part of the time goes by in waiting for other processes."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that start processes.

    They take longest, and each belongs to one worker of xdist, for which the others would wait if it came last.
    """
    early = {item.path for item in items for name in ("process", "browser") if item.get_closest_marker(name)}
    items.sort(key=lambda item: item.path not in early)


def pytest_collection_finish() -> None:
    """Begin garbage collection, which need not walk through modules and thousands of tests again and again."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _cheap_parts() -> Iterator[None]:
    """Spare hundreds of tests what only a real server needs.

    Passwords are hashed at little cost, and databases open without their extensions, which take longer to load than
    a whole runtime takes to start. Processes that tests start have both. Tables that are the same are looked at once.
    """
    catalogs: dict[str, dict[str, Table]] = {}

    def catalog(raw: duckdb.DuckDBPyConnection) -> dict[str, Table]:
        tables = "SELECT string_agg(sql ORDER BY sql) FROM duckdb_tables() WHERE database_name = current_database()"
        schema = str(raw.execute(tables).fetchall())
        if schema not in catalogs:
            catalogs[schema] = read_catalog(raw)
        return dict(catalogs[schema])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.accounts.passwords._hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        patch.setattr("storage.opening.EXTENSIONS", ())
        patch.setattr("storage.database.read_catalog", catalog)
        yield
