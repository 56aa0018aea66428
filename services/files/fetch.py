"""Reading text from an address that a person supplied."""

import asyncio
from collections.abc import Sequence
from typing import Final

import httpx2

from engine.web.guard import BodyTooLarge, guarded_client, read_body
from services.errors import FetchFailed

MAX_BYTES: Final = 10 * 1024 * 1024


async def fetch_text(
    url: str,
    *,
    allowed: Sequence[str] = (),
    timeout: float = 10,  # noqa: ASYNC109  # bounds the whole exchange, redirects included
    most: int = MAX_BYTES,
) -> str:
    """Return the text at a public http or https address, read within `timeout` seconds, at most `most` bytes.

    Raises:
        FetchFailed: the address is refused, does not answer well, or holds too much or nothing.
    """
    try:
        async with asyncio.timeout(timeout), guarded_client(allowed=allowed, timeout=timeout) as client:
            body = await _read(client, url, most)
    except TimeoutError as error:
        raise FetchFailed(f"{url} did not answer within {timeout:g} seconds.") from error
    except BodyTooLarge as error:
        raise FetchFailed(f"{url} holds more than the {most:,} bytes that may be read.") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise FetchFailed(f"{url} cannot be read: {error}") from error
    if not body.strip():
        raise FetchFailed(f"{url} is empty.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FetchFailed(f"{url} holds no UTF-8 text.") from error


async def _read(client: httpx2.AsyncClient, url: str, most: int) -> bytes:
    async with client.stream("GET", url) as response:
        if not response.is_success:
            raise FetchFailed(f"{url} answered with status {response.status_code}.")
        return await read_body(response, most)
