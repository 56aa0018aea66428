"""How a client connects: time, connections, retries."""

import random
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, Final

import httpx2

VERSION: Final = "1.0"
USER_AGENT: Final = f"MillraceClient/{VERSION}"
BASE_URL: Final = "http://localhost:8501/v1"
RETRIED: Final = frozenset({429, 500, 502, 503, 504})
ONLY_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Settings of a client; seconds and numbers."""

    timeout: float = 60.0  # for each wait for the server
    connect_timeout: float = 30.0
    max_retries: int = 3  # tries besides the first
    backoff: float = 1.0  # seconds before the second try; doubled for each further one
    longest_wait: float = 60.0  # seconds between two tries, whatever the server says
    pool_connections: int = 20  # kept open
    pool_maxsize: int = 50  # at one time
    headers: dict[str, str] = field(default_factory=dict)

    def of_http(self, api_key: str, base_url: str) -> dict[str, Any]:
        """Return what the HTTP client is made with."""
        own = {"Authorization": f"Bearer {api_key}", "User-Agent": USER_AGENT}
        return {
            "base_url": base_url.rstrip("/"),
            "headers": {**own, **self.headers},
            "timeout": httpx2.Timeout(self.timeout, connect=self.connect_timeout),
            "limits": httpx2.Limits(max_connections=self.pool_maxsize, max_keepalive_connections=self.pool_connections),
        }

    def wait_before(self, attempt: int, retry_after: float | None) -> float:
        """Return how many seconds to wait after try number `attempt` (from 0): what the server says, else 2**attempt.

        A tenth is left to chance, so that callers that were refused together do not come back together.
        """
        wait = self.backoff * 2**attempt * random.uniform(1.0, 1.1) if retry_after is None else retry_after  # noqa: S311
        return min(wait, self.longest_wait)


def may_retry(method: str, *, status: int | None, has_key: bool) -> bool:
    """Return whether a request may be sent once more; `status` None: no answer came.

    What only reads and what carries an idempotency key may be. Others may when the server has refused
    them before it did anything: 429 and 503.
    """
    if status is not None and status not in RETRIED:
        return False
    return method in ONLY_READING or has_key or status in (429, 503)


def retry_after(headers: httpx2.Headers) -> float | None:
    """Return the seconds that `Retry-After` says, as a number or a date; None without a usable one."""
    told = headers.get("retry-after", "")
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time())
    except ValueError:
        return None
