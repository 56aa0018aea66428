"""Indexing under faults at random moments: nothing may be lost, stuck or there twice.

    python -m benchmarks.ingest_faults [--rounds 30] [--seed N] [--json]

Each round starts a product in a folder of its own (`tests.workers.ingesting`, with the offline embedding model and
two workers), and while it indexes strikes once, at a random moment: a worker, Redis, the embedder or the app itself is
killed with -9. An app is then started again; all else the app must mend by itself.
Told is how long after the blow, or after the app was there again, all documents had ended, and whether every line of
each was there exactly once.
"""

import argparse
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import psutil

from tests.workers.ingesting import Found

PROJECT: Final = Path(__file__).resolve().parents[1]
LATEST: Final = 8.0  # seconds after the begin at which a blow may come
ALLOWED: Final = 60.0  # seconds until then
MODEL: Final = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one blow."""

    struck: str
    after: float  # seconds from the begin to the blow
    seconds: float  # from the blow, or the app's new start, to the end of the last document
    is_whole: bool

    @property
    def is_good(self) -> bool:
        """Return whether nothing was lost, stuck or there twice, in time."""
        return self.is_whole and self.seconds <= ALLOWED


def strike(app: psutil.Process, what: str, chance: random.Random) -> bool:
    """Kill one of the processes of a kind; return whether there was one."""
    found = [app] if what == "app" else [one for one in app.children(recursive=True) if KINDS[what](one)]
    if not found:
        return False
    with suppress(psutil.NoSuchProcess):
        chance.choice(found).send_signal(signal.SIGKILL)
    return True


def _runs(module: str) -> Callable[[psutil.Process], bool]:
    return lambda process: process.status() != psutil.STATUS_ZOMBIE and module in process.cmdline()


KINDS: Final[dict[str, Callable[[psutil.Process], bool]]] = {
    "worker": _runs("workers"),
    "redis": lambda process: "redis" in process.name(),
    "embedder": _runs("engine.models.minilm"),
    "app": lambda process: True,
}


@contextmanager
def product(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a product that indexes documents; at the end its input closes, and it stops."""
    command = [sys.executable, "-m", "tests.workers.ingesting", str(folder), MODEL]
    with subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as app:
        assert app.stdout is not None
        assert app.stdout.readline() == "begun\n", "the product did not start"
        yield app


def outcome(app: subprocess.Popen[str]) -> Found:
    """Wait until all documents have ended, and return what the product found."""
    assert app.stdout is not None
    return Found(**json.loads(app.stdout.readline()))


def play(what: str, chance: random.Random) -> Round:
    """Play one round; where there is nothing to strike at the moment, look again until there is."""
    with tempfile.TemporaryDirectory() as name:
        folder, after = Path(name), chance.uniform(0.0, LATEST)
        with product(folder) as app:
            began = time.monotonic()
            time.sleep(after)
            process = psutil.Process(app.pid)
            while not strike(process, what, chance) and time.monotonic() - began < 2 * LATEST:
                time.sleep(0.02)
            struck = time.monotonic()
            if what != "app":
                found = outcome(app)
                return Round(what, struck - began, time.monotonic() - struck, found.is_whole)
        with product(folder) as app:
            started, found = time.monotonic(), outcome(app)
            return Round(what, struck - began, time.monotonic() - started, found.is_whole)


def report(rounds: list[Round]) -> None:
    """Print a line for each kind of blow, and the verdict."""
    for what in KINDS:
        some = [one for one in rounds if one.struck == what]
        if some:
            times = [one.seconds for one in some]
            good = sum(one.is_good for one in some)
            print(f"{what:9} {good}/{len(some)} good, median {statistics.median(times):.1f} s, most {max(times):.1f} s")
    print(f"{sum(one.is_good for one in rounds)} of {len(rounds)} rounds good")


def main() -> None:
    """Read the options, play, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    rounds = []
    for number in range(options.rounds):
        rounds.append(play(list(KINDS)[number % len(KINDS)], chance))
        print(rounds[-1], file=sys.stderr, flush=True)
    if options.json:
        print(json.dumps([asdict(one) for one in rounds]))
    else:
        report(rounds)
    sys.exit(not all(one.is_good for one in rounds))


if __name__ == "__main__":
    main()
