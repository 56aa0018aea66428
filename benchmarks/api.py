"""Millrace under the load of many programs, and beside the least that could answer them.

`python -m benchmarks.api [--streams 300] [--rate 50] [--seconds 60] [--rounds 5] [--json]`

First many event streams are open at the same time, of a model that speaks slowly, while short requests (a workflow
without a model) come at a steady rate; a tenth of the streams is stopped on the way. Nothing may fail, each stop must
end its stream, and in the end no place of a run may be held. Then both systems are asked in turn, with the same fake
model: Millrace, and Starlette alone that echoes and relays. Requests are counted against limits that nobody reaches.
"""

import argparse
import asyncio
import contextlib
import json
import re
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from benchmarks.load import Connection, call
from benchmarks.streaming import CHAT, PLAIN, app_key, free_port, process, until_open
from tests.process.server import Server, running_app

ASKING: dict[str, Any] = {
    "inputs": {},
    "query": "Tell me something.",
    "user": "bench",
    "response_mode": "streaming",
    "auto_generate_name": False,
}
SHORT: dict[str, Any] = {"inputs": {"name": "Ada"}, "user": "bench", "response_mode": "blocking"}
SLOW_TOKENS_PER_SECOND = 5
QUICK_TOKENS = 20
AT_ONCE = 50  # streams that begin together when times to the first event are compared
CALLERS = 32
EVENT = b"data: "
UNREACHED = dict.fromkeys(("APP_REQUESTS_PER_MINUTE", "APP_REQUESTS_PER_HOUR", "USER_REQUESTS"), "100000000")


@dataclass
class Seen:
    """One stream as its caller saw it; times in seconds from the request."""

    status: int = 0
    first: float = 0.0
    total: float = 0.0
    task_id: str = ""
    stopped_after: float | None = None  # seconds from the stop to the end of the stream
    last: bytes = b""
    begun: asyncio.Event = field(default_factory=asyncio.Event)


async def read_stream(url: str, token: str, seen: Seen) -> None:
    """Send a chat message and read its events to the end, on a connection of its own."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=2**20)
    user = secrets.token_hex(4)
    body = json.dumps(ASKING | {"user": user}).encode()
    head = f"POST /v1/chat-messages HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {len(body)}\r\n"
    head += f"Content-Type: application/json\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    clock = time.perf_counter()
    writer.write(head.encode() + body)
    try:
        answer = (await reader.readuntil(b"\r\n\r\n")).decode()
        seen.status = int(answer.split(" ", 2)[1])
        while piece := await reader.read(65_536):
            if not seen.begun.is_set() and EVENT in piece:
                seen.first = time.perf_counter() - clock
                found = re.search(rb'"task_id":"([^"]+)"', piece)
                seen.task_id = f"{found[1].decode()} {user}" if found else ""
                seen.begun.set()
            seen.last = (seen.last + piece)[-2000:]
    finally:
        seen.total = time.perf_counter() - clock
        seen.begun.set()
        writer.close()


async def stop(url: str, token: str, seen: Seen, reading: "asyncio.Task[None]") -> None:
    """Stop a stream and note how long it still took."""
    await seen.begun.wait()
    task_id, _, user = seen.task_id.partition(" ")
    clock = time.perf_counter()
    await call(url, "POST", f"/v1/chat-messages/{task_id}/stop", {"user": user}, token=token)
    await reading
    seen.stopped_after = time.perf_counter() - clock


async def short_requests(url: str, token: str, *, rate: int, seconds: float) -> tuple[list[float], int]:
    """Send short requests at a steady rate, whatever becomes of them; return latencies in seconds, and failures."""
    free: list[Connection] = []
    latencies: list[float] = []
    failed = 0

    async def one() -> None:
        nonlocal failed
        connection = free.pop() if free else Connection(url)
        try:
            answer = await connection.request("POST", "/v1/workflows/run", SHORT, token=token)
        except (OSError, asyncio.IncompleteReadError):
            failed += 1
            return
        latencies.append(answer.total)
        failed += answer.status != 200
        free.append(connection)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            group.create_task(one())
    return latencies, failed


async def load(url: str, pid: int, keys: tuple[str, str], options: argparse.Namespace) -> dict[str, Any]:
    """Hold all streams open while short requests come; return what went wrong, and how long things took."""
    chat, plain = keys
    await short_requests(url, plain, rate=10, seconds=2)  # the first requests make what all others find made
    seen = [Seen() for _ in range(options.streams)]
    reading = [asyncio.create_task(read_stream(url, chat, one)) for one in seen]
    await asyncio.gather(*(one.begun.wait() for one in seen))
    held, used = await places(url), processor_seconds(pid)
    shorts = asyncio.create_task(short_requests(url, plain, rate=options.rate, seconds=options.seconds))
    await asyncio.sleep(options.seconds / 3)
    stopped = range(0, options.streams, 10)
    await asyncio.gather(*(stop(url, chat, seen[number], reading[number]) for number in stopped))
    latencies, failed_shorts = await shorts
    ends = await asyncio.gather(*reading, return_exceptions=True)
    whole = [one for one in seen if one.status == 200 and b"message_end" in one.last]
    return {
        "streams": len(seen),
        "streams_failed": len(seen) - len(whole) + sum(isinstance(end, BaseException) for end in ends),
        "open_at_once": held,
        "first_event_ms": milliseconds([one.first for one in seen]),
        "short_requests": len(latencies),
        "short_failed": failed_shorts,
        "short_ms": milliseconds(latencies),
        "stopped": len(stopped),
        "slowest_stop_s": max((one.stopped_after or 0.0 for one in seen), default=0.0),
        "places_held_after": await places(url),
        "processor_seconds": processor_seconds(pid) - used,
    }


def milliseconds(seconds: list[float]) -> dict[str, float]:
    """Return median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(seconds)
    chosen = {"median": 0.5, "p95": 0.95, "max": 1.0}
    return {name: ordered[min(int(len(ordered) * part), len(ordered) - 1)] * 1000 for name, part in chosen.items()}


async def places(url: str) -> int:
    """Return how many places of runs are held."""
    connection = Connection(url)
    answer = await connection.request("GET", "/metrics")
    connection.close()
    found = re.search(rb"^dify_runs_under_way (\S+)$", answer.body, flags=re.MULTILINE)
    assert found is not None, "the server does not tell how many runs are under way"
    return int(float(found[1]))


async def answers(url: str, path: str, body: dict[str, Any], token: str, seconds: float) -> tuple[int, float]:
    """Ask as fast as `CALLERS` callers can, one after another each; return how many answers came, in what time."""
    until = time.perf_counter() + seconds

    async def keep_asking() -> int:
        connection, done = Connection(url), 0
        while time.perf_counter() < until:
            done += (await connection.request("POST", path, body, token=token)).status == 200
        connection.close()
        return done

    clock = time.perf_counter()
    counts = await asyncio.gather(*(keep_asking() for _ in range(CALLERS)))
    return sum(counts), time.perf_counter() - clock


async def first_event(url: str, token: str) -> float:
    """Return the median time to the first event of streams that begin together, in seconds."""
    seen = [Seen() for _ in range(AT_ONCE)]
    await asyncio.gather(*(read_stream(url, token, one) for one in seen))
    return statistics.median(one.first for one in seen)


async def compare(
    millrace: tuple[str, str, str], echo: str, pids: dict[str, int], options: argparse.Namespace
) -> dict[str, Any]:
    """Ask both systems in turn; return medians over the rounds, and what Millrace has of the other's.

    Processor time says what an answer costs however busy the machine is.
    """
    url, chat, plain = millrace
    systems = {"millrace": (url, chat, plain), "echo": (echo, "", "")}
    figures: dict[str, dict[str, list[float]]] = {}
    for number in range(options.rounds + 1):
        for name, (address, chat_key, plain_key) in systems.items():
            seen = {"first_event_ms": await first_event(address, chat_key) * 1000}
            asked = {"model_answers": ("/v1/chat-messages", ASKING, chat_key)}
            asked["short_requests"] = ("/v1/workflows/run", SHORT, plain_key)
            for kind, (path, body, key) in asked.items():
                before = processor_seconds(pids[name])
                count, took = await answers(address, path, body, key, options.round_seconds)
                seen[f"{kind}_per_second"] = count / took
                seen[f"{kind}_processor_ms"] = (processor_seconds(pids[name]) - before) / max(count, 1) * 1000
            for figure, value in seen.items():
                if number:  # the first round warms up
                    figures.setdefault(figure, {}).setdefault(name, []).append(value)
    return {figure: ratio(found, "millrace", "echo") for figure, found in figures.items()}


def processor_seconds(pid: int) -> float:
    """Return how much processor time a process has used, without its children."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def ratio(figures: dict[str, list[float]], ours: str, theirs: str) -> dict[str, float]:
    """Return the medians and ours over theirs."""
    medians = {name: statistics.median(values) for name, values in figures.items()}
    return {**medians, "ratio": medians[ours] / medians[theirs]}


@contextlib.asynccontextmanager
async def systems(options: argparse.Namespace) -> AsyncIterator[tuple[Server, str, dict[str, str]]]:
    """Start a slow and a quick model, the echo and Millrace; yield the server, its admin key, and the addresses."""
    ports = {name: free_port() for name in ("slow", "quick", "echo")}
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    admin = secrets.token_hex(16)
    environment = {"ADMIN_API_KEY_ENABLE": "true", "ADMIN_API_KEY": admin, "MILLRACE_RATE_LIMITS": "on", **UNREACHED}
    tokens = str(int((options.seconds + 3) * SLOW_TOKENS_PER_SECOND))
    delay = str(1 / SLOW_TOKENS_PER_SECOND)
    with (
        tempfile.TemporaryDirectory() as folder,
        process("tests.vendor", "--port", str(ports["slow"]), "--tokens", tokens, "--chunk-delay", delay),
        process("tests.vendor", "--port", str(ports["quick"]), "--tokens", str(QUICK_TOKENS)),
        process("benchmarks.echo", "--port", str(ports["echo"]), "--base-url", f"{urls['quick']}/v1"),
        running_app(env=environment, data_dir=Path(folder)) as server,
    ):
        for port in ports.values():
            await until_open(port)
        yield server, admin, urls


async def register(url: str, admin: str, provider: str, vendor: str) -> None:
    """Make a vendor known under a provider's name."""
    body = {
        "provider": provider,
        "credentials": {"api_key": "sk-bench", "base_url": f"{vendor}/v1"},
        "models": [{"model": "bench", "model_type": "llm"}],
    }
    await call(url, "POST", "/console/api/workspaces/current/model-providers", body, token=admin)


async def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run everything and return the figures."""
    async with systems(options) as (server, admin, urls):
        url = server.url
        await register(url, admin, "openai", urls["slow"])
        await register(url, admin, "openai_api_compatible", urls["quick"])
        slow = await app_key(url, admin, CHAT)
        quick = await app_key(url, admin, CHAT.replace("provider: openai,", "provider: openai_api_compatible,"))
        plain = await app_key(url, admin, PLAIN, publish=True)
        figures = {"load": await load(url, server.pid, (slow, plain), options)}
        figures["load"]["memory_mb"] = psutil.Process(server.pid).memory_info().rss / 2**20
        pids = {"millrace": server.pid, "echo": pid_of("benchmarks.echo")}
        return figures | await compare((url, quick, plain), urls["echo"], pids, options)


def pid_of(module: str) -> int:
    """Return the process of ours that runs a module."""
    return next(child.pid for child in psutil.Process().children() if module in child.cmdline())


def report(figures: dict[str, Any]) -> None:
    """Print the figures."""
    under = figures["load"]
    print(
        f"{under['streams']} streams ({under['open_at_once']} runs at once), {under['streams_failed']} failed; "
        f"{under['short_requests']} short requests, {under['short_failed']} failed; "
        f"{under['stopped']} stopped, the slowest within {under['slowest_stop_s']:.2f} s; "
        f"{under['places_held_after']} places held after; "
        f"{under['processor_seconds']:.1f} s of processor, {under['memory_mb']:.0f} MB"
    )
    for name in ("first_event_ms", "short_ms"):
        print(f"under load, {name}:", ", ".join(f"{kind} {value:.1f}" for kind, value in under[name].items()))
    for name, found in figures.items():
        if name != "load":
            print(f"in turn, {name}:", ", ".join(f"{kind} {value:.2f}" for kind, value in found.items()))


def main() -> int:
    """Measure, print, and say whether anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=300)
    parser.add_argument("--rate", type=int, default=50, help="short requests in a second")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the load lasts")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--round-seconds", type=float, default=1.5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = asyncio.run(measure(options))
    if options.json:
        print(json.dumps(figures))
    else:
        report(figures)
    under = figures["load"]
    return 1 if under["streams_failed"] or under["short_failed"] or under["places_held_after"] else 0


if __name__ == "__main__":
    sys.exit(main())
