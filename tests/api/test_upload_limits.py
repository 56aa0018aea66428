"""How large uploads may be, and which are refused by their names."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.api import apps
from tests.api.client import PublishedApp, expect, running_api
from tests.api.uploads import send_file

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def strict(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PublishedApp]:
    """An app of a server that takes only small files, and no programs."""
    limits = {"upload_file_size_limit": 1, "upload_image_file_size_limit": 2}
    limits |= {"upload_audio_file_size_limit": 2, "upload_video_file_size_limit": 3}
    async with running_api(
        tmp_path_factory.mktemp("files"), upload_file_extension_blacklist="exe,.sh", **limits
    ) as api:
        yield await api.app(apps.echo())


@pytest.mark.parametrize(
    ("name", "megabytes", "limit"),
    [("a.txt", 1, "1 MB"), ("a.png", 2, "2 MB"), ("a.mp4", 3, "3 MB"), ("a.txt", 9, "4.0 MB")],
    ids=["document", "image", "video", "larger than any"],
)
async def test_a_file_over_its_limit_is_refused_with_size_and_limit(
    strict: PublishedApp, name: str, megabytes: int, limit: str
) -> None:
    body = expect(await send_file(strict, bytes(megabytes * 2**20 + 1), name), 413)
    assert body["code"] == "file_too_large"
    assert f"{megabytes}.0 MB" in body["message"]
    assert limit in body["message"]


async def test_an_image_may_be_larger_than_a_document(strict: PublishedApp) -> None:
    expect(await send_file(strict, bytes(2**20 + 1), "a.png"), 201)


@pytest.mark.parametrize("name", ["virus.exe", "virus.SH"])
async def test_an_extension_on_the_blacklist_is_refused(strict: PublishedApp, name: str) -> None:
    body = expect(await send_file(strict, name=name), 400)
    assert body["code"] == "invalid_param"
    assert "security" in body["message"]
