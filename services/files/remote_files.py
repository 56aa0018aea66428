"""Files at addresses that visitors name: looked at and fetched by the server, from public hosts only."""

import asyncio
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import httpx2

from engine.web.guard import BodyTooLarge, guarded_client, read_body
from services.errors import FetchFailed
from services.files.files import UNKNOWN_TYPE, check_name, largest_upload

if TYPE_CHECKING:
    from services.runtime import Runtime

SECONDS: Final = 30.0  # that fetching a file may take
NAMELESS: Final = "file"

_FILENAME: Final = re.compile(r"""filename="?([^";/\\]+)"?""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file elsewhere; `data` is there when it was fetched."""

    filename: str
    mime_type: str
    size: int  # bytes; 0 where the host does not say
    data: bytes = b""


async def look(rt: "Runtime", url: str) -> RemoteFile:
    """Return what the host of a file says of it. Raises FetchFailed."""
    return await _asked(rt, url, with_data=False)


async def fetch(rt: "Runtime", url: str) -> RemoteFile:
    """Return a file with its bytes. Raises FetchFailed; InvalidInput: its name is none that may be kept."""
    found = await _asked(rt, url, with_data=True)
    check_name(rt, found.filename)
    return found


async def _asked(rt: "Runtime", url: str, *, with_data: bool) -> RemoteFile:
    if urlsplit(url).scheme not in ("http", "https"):
        raise FetchFailed("Only addresses that begin with http:// or https:// are fetched.")
    allowed = rt.settings.allow_private_addresses
    try:
        async with (
            asyncio.timeout(SECONDS),
            guarded_client(allowed=allowed, timeout=SECONDS) as client,
            client.stream("GET", url) as response,
        ):
            if not response.is_success:
                raise FetchFailed(f"The address answered with status {response.status_code}.")
            return _found(response, url, await read_body(response, largest_upload(rt)) if with_data else b"")
    except TimeoutError as error:
        raise FetchFailed(f"The address did not answer within {SECONDS:g} seconds.") from error
    except BodyTooLarge as error:
        raise FetchFailed(f"The file is larger than {largest_upload(rt):,} bytes.") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchFailed("The address cannot be read.") from error


def _found(response: httpx2.Response, url: str, data: bytes) -> RemoteFile:
    announced = response.headers.get("content-length", "")
    size = len(data) or (int(announced) if announced.isdecimal() else 0)
    mime_type = response.headers.get("content-type", "").partition(";")[0].strip() or UNKNOWN_TYPE
    named = _FILENAME.search(response.headers.get("content-disposition", ""))
    name = named[1].strip() if named else PurePosixPath(unquote(urlsplit(url).path)).name
    return RemoteFile(filename=name or NAMELESS, mime_type=mime_type, size=size, data=data)
