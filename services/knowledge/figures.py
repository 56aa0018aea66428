"""What pages plot and count of a base."""

import time
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Final

import storage.knowledge.figures as store
from services import accounts
from storage.records import Dataset

if TYPE_CHECKING:
    from services.runtime import Runtime

WIDTHS: Final = (5, 10, 20, 25, 50, 100, 200, 500)  # tokens of one bar
MOST_BARS: Final = 40
DAY: Final = 86400.0


async def states(rt: "Runtime", dataset: Dataset) -> dict[str, int]:
    """Return how many documents of a base are in each state that lists name."""
    return await rt.db.read(lambda: store.count_states(rt.db, dataset.workspace_id, dataset.id))


async def chunk_lengths(rt: "Runtime", dataset: Dataset) -> tuple[int, dict[int, int]]:
    """Return the width of a bar in tokens, and how many chunks have a length from each multiple of it on."""

    def read() -> tuple[int, dict[int, int]]:
        longest = store.longest_segment(rt.db, dataset.workspace_id, dataset.id)
        width = next((width for width in WIDTHS if longest <= width * MOST_BARS), WIDTHS[-1])
        return width, store.count_lengths(rt.db, dataset.workspace_id, dataset.id, width=width)

    return await rt.db.read(read)


async def hits_by_day(
    rt: "Runtime", dataset: Dataset, *, days: int = 30
) -> tuple[list[str], dict[tuple[str, str], int]]:
    """Return the last days (ISO, in the workspace's zone), and how many hits a base gave, by day and kind of asker."""
    now = time.time()
    since = now - (days - 1) * DAY
    hours = await rt.db.read(lambda: store.searches_by_hour(rt.db, dataset.workspace_id, dataset.id, since=since))
    zone = await accounts.timezone(rt, dataset.workspace_id)
    found: Counter[tuple[str, str]] = Counter()
    for hour in hours:
        day = datetime.fromtimestamp(hour.began_at, zone).date().isoformat()
        found[day, hour.source] += hour.hits
    last = [datetime.fromtimestamp(now - back * DAY, zone).date().isoformat() for back in reversed(range(days))]
    return list(dict.fromkeys([*sorted({day for day, _ in found} - set(last)), *last])), dict(found)
