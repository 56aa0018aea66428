"""Fixtures of tests that call the API."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.api.client import Api, running_api
from tests.api.http_server import served_http
from tests.vendor import Vendor


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_api(tmp_path_factory: pytest.TempPathFactory, _vendor_server: Vendor) -> AsyncIterator[Api]:
    """The API of one runtime per test process, every model reference of which goes to the local vendor."""
    async with running_api(tmp_path_factory.mktemp("api")) as api:
        await api.register(_vendor_server)
        yield api


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def base_url(shared_api: Api) -> AsyncIterator[str]:
    """The address of the shared API on a port of this machine."""
    async with served_http() as url:
        yield url


@pytest.fixture
async def lone_api(tmp_path: Path) -> AsyncIterator[Api]:
    """The API of a runtime of the test's own: nothing is registered, nobody is set up."""
    async with running_api(tmp_path) as api:
        yield api
