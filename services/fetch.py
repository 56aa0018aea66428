"""Outgoing HTTP for addresses that users supply: only public ones, checked when they are connected."""

from collections.abc import Sequence
from typing import Final

import httpx2

MAX_BYTES: Final = 10 * 1024 * 1024


def guarded_client(
    *, allowed: Sequence[str] = (), timeout: float = 10, ports: Sequence[int] = (80, 443)
) -> httpx2.AsyncClient:
    """Return a client that connects to public addresses only, redirects included.

    `allowed` names hosts, addresses or networks that may be reached although they are private; `*` all.
    """
    raise NotImplementedError


async def fetch_text(url: str, *, allowed: Sequence[str] = (), timeout: float = 10, most: int = MAX_BYTES) -> str:
    """Return the text at a public http or https address, read within `timeout` seconds, at most `most` bytes.

    Raises:
        FetchFailed: the address is refused, does not answer well, or holds too much or nothing.
    """
    raise NotImplementedError
