"""Apps that many tests of the API share, made once per test process; a test that changes its app makes its own."""

import pytest
import pytest_asyncio

from tests.api import apps
from tests.api.client import Api, PublishedApp
from tests.api.fixtures import base_url, lone_api, shared_api
from tests.api.knowledge import Knowledge, knowing

__all__ = ["base_url", "lone_api", "shared_api"]


@pytest.fixture
def api(shared_api: Api) -> Api:
    """The API of the shared runtime."""
    return shared_api


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def echo(shared_api: Api) -> PublishedApp:
    return await shared_api.app(apps.echo())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def asking(shared_api: Api) -> PublishedApp:
    return await shared_api.app(apps.asking())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def failing(shared_api: Api) -> PublishedApp:
    return await shared_api.app(apps.failing())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def workflow(shared_api: Api) -> PublishedApp:
    return await shared_api.app(apps.workflow())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def writing(shared_api: Api) -> PublishedApp:
    return await shared_api.app(apps.writing())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chat(shared_api: Api) -> PublishedApp:
    return await shared_api.app(apps.configured("chat"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def completion(shared_api: Api) -> PublishedApp:
    return await shared_api.app(apps.configured("completion"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def remembering(shared_api: Api) -> PublishedApp:
    return await shared_api.app(apps.remembering())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def knowledge(shared_api: Api) -> Knowledge:
    """The shared API with a knowledge key."""
    return await knowing(shared_api)
