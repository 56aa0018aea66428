"""Calls all that the OpenAPI document describes with generated requests, for so many minutes:

    .venv/bin/python -m benchmarks.fuzz --minutes 20

Each round starts a server of its own in a folder that it deletes, and makes other requests (its number is the seed).
Prints what was wrong (a fault of the server, a status that is not documented) with the request, and ends with 1.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from api.app import api as application
from api.documentation import document
from tests.api.client import running_api
from tests.api.fuzzing import Tried, fuzzed, place_of
from tests.api.http_server import served_http
from tests.vendor import Vendor

SHOWN = 1500  # characters of a finding


async def one_round(start: int, examples: int, until: float) -> list[Tried]:
    """Return how every operation stood that was tried before `until` (of `time.monotonic`)."""
    with tempfile.TemporaryDirectory() as folder, Vendor() as vendor:
        async with running_api(Path(folder), rate_limits=False) as api, served_http() as url:
            await api.register(vendor)
            place = await place_of(api)

            def run() -> list[Tried]:
                found = []
                for tried in fuzzed(document(application), url, place, examples=examples, start=start):
                    found.append(tried)
                    if time.monotonic() > until:
                        break
                return found

            return await asyncio.to_thread(run)


def told(rounds: int, found: list[Tried]) -> str:
    """Return what was done in one line."""
    statuses: Counter[int] = sum((Counter(tried.statuses) for tried in found), Counter())
    kinds = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    operations = len({tried.operation for tried in found})
    return f"{rounds} rounds, {operations} operations, {statuses.total()} requests: {kinds}"


async def main() -> int:
    """Run rounds until the time is over; return 1 when something was wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=20.0)
    options.add_argument("--examples", type=int, default=10, help="requests for each operation in a round")
    options.add_argument("--start", type=int, default=1, help="the first seed")
    given = options.parse_args()
    until = time.monotonic() + given.minutes * 60
    rounds, found = 0, []
    while time.monotonic() < until:
        found += await one_round(given.start + rounds, given.examples, until)
        rounds += 1
    wrong = {tried.operation: tried.fault for tried in found if tried.fault}
    for operation, fault in wrong.items():
        print(f"{operation}\n{fault[:SHOWN]}\n")
    print(told(rounds, found))
    print(f"{len(wrong)} operations with a finding")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
