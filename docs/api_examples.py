"""Write `api/examples.json`: answers of the service API for its OpenAPI document, as one walk of the tests gets them.

    .venv/bin/python docs/api_examples.py

Ids and times are replaced by ones that stay; of lists the first entry is kept. A test compares the keys.
"""

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from api.samples import RECORDED  # noqa: E402  # the project comes onto the path first
from tests.api.client import running_api  # noqa: E402
from tests.api.knowledge import knowing  # noqa: E402
from tests.api.walk import Walk  # noqa: E402
from tests.vendor import Vendor  # noqa: E402

AT = 1_760_000_000  # epoch seconds
MOMENT = "2025-10-09T08:53:20+00:00"

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_BATCH = re.compile(r"\d{20}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(\+00:00|Z)?")
_SIGNED = re.compile(r"\?timestamp=.*")


class Steady:
    """Replaces what differs from walk to walk."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def of(self, value: Any) -> Any:
        """Return a value with steady ids and times, and lists of one."""
        if isinstance(value, list):
            return [self.of(member) for member in value[:1]]
        if isinstance(value, Mapping):
            return {name: self.of(member) for name, member in value.items()}
        if isinstance(value, str):
            return _SIGNED.sub("?timestamp=…", _MOMENT.sub(MOMENT, self._named(value)))
        if isinstance(value, int | float) and value > AT:
            return AT
        return round(value, 1) if isinstance(value, float) else value

    def _named(self, text: str) -> str:
        text = _BATCH.sub("20251009120000123456", text)
        return _ID.sub(lambda found: self._ids.setdefault(found[0], self._next()), text)

    def _next(self) -> str:
        return f"7d0c3f5e-9c6b-4a1e-8f0d-{len(self._ids) + 1:012d}"


async def record() -> dict[str, Any]:
    """Return an answer in JSON of every operation that gives one, by method and path."""
    steady = Steady()
    with tempfile.TemporaryDirectory() as folder, Vendor() as vendor:
        vendor.rule(when="JSON array", reply='["What next?"]')
        async with running_api(Path(folder)) as api:
            await api.register(vendor)
            walk = Walk(api)
            await walk.through(await knowing(api))
    found = {}
    for (method, path), answer in sorted(walk.answers.items()):
        if answer.headers.get("content-type", "").startswith("application/json"):
            found[f"{method} /v1{path}"] = steady.of(answer.json())
    return found


if __name__ == "__main__":
    RECORDED.write_text(json.dumps(asyncio.run(record()), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
