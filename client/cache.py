"""Answers that are kept for a while, so that the same question is not asked twice."""

import hashlib
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Final

TTL: Final = 300.0  # seconds
PREFIX: Final = "dify_chat"


class Cache:
    """The last `most` answers, each for `ttl` seconds; may be shared by threads."""

    def __init__(self, *, ttl: float = TTL, most: int = 1000, clock: Callable[[], float] = time.monotonic) -> None:
        self._ttl = ttl
        self._most = most
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, dict[str, Any]]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> dict[str, Any] | None:
        """Return what is kept, None when there is nothing or its time is over."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found[0] <= self._clock():
                self._kept.pop(key, None)
                return None
            return found[1]

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Keep an answer from now on."""
        with self._lock:
            self._kept[key] = (self._clock() + self._ttl, value)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def key_of(api_key: str, base_url: str, asked: Mapping[str, Any]) -> str:
    """Return where an answer is kept: for the app (a hash of its key, never the key), inputs, query and user."""
    app = hashlib.sha256(f"{base_url}\n{api_key}".encode()).hexdigest()[:16]
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False, default=str)
    return f"{PREFIX}:{app}:{hashlib.sha256(text.encode()).hexdigest()}"
