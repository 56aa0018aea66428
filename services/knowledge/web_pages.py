"""Web pages that become documents, read through the guarded client."""

import mimetypes
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import httpx2

from engine.web.guard import BodyTooLarge, read_body
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import FetchFailed
from services.files.files import store_upload
from storage.records import Dataset, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime

FETCHING: Final = 30.0  # seconds that a page may take
_VAGUE: Final = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True, slots=True)
class WebPage:
    """What stands at an address, and what it is called as a file."""

    filename: str
    mime_type: str
    body: bytes


async def fetched(rt: "Runtime", dataset: Dataset, url: str, *, account_id: str | None = None) -> Upload:
    """Keep what stands at a public address as a file. Raises FetchFailed."""
    page = await read_page(rt, url)
    return await store_upload(
        rt,
        workspace_id=dataset.workspace_id,
        app_id=None,
        filename=page.filename,
        mime_type=page.mime_type,
        role="account",
        created_by=account_id,
        data=page.body,
    )


@needs(Action.EDIT_KNOWLEDGE)
async def read_page(rt: "Runtime", url: str) -> WebPage:
    """Return what stands at a public address. Raises FetchFailed."""
    if rt.http is None or urlsplit(url).scheme not in ("http", "https"):
        raise FetchFailed(f"{url!r:.200} is no address of a web page: it must begin with http:// or https://.")
    most = rt.settings.upload_file_size_limit * 2**20
    try:
        async with rt.http.stream("GET", url, timeout=FETCHING) as response:
            if not response.is_success:
                raise FetchFailed(f"{url} answered with status {response.status_code}.")
            body = await read_body(response, most)
    except BodyTooLarge as error:
        raise FetchFailed(f"{url} holds more than the {most:,} bytes that a document may have.") from error
    except httpx2.TimeoutException as error:
        raise FetchFailed(f"{url} did not answer within {FETCHING:g} seconds.") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise FetchFailed(f"{url} cannot be read: {error}") from error
    if not body.strip():
        raise FetchFailed(f"{url} is empty.")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return WebPage(_filename(url, kind), kind, body)


def _filename(url: str, kind: str) -> str:
    """Return a name for what stands at an address; its ending follows what the server called it, if that says anything."""
    path = PurePosixPath(unquote(urlsplit(url).path))
    ending = path.suffix if kind in _VAGUE else mimetypes.guess_extension(kind) or path.suffix
    return f"{path.stem or 'page'}{ending or '.txt'}".replace("\\", "_")


def name_of(url: str) -> str:
    """Return how a document of an address is called."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{unquote(parts.path).rstrip('/')}"
