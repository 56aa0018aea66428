"""Concurrent streaming chats: Millrace beside a minimal proxy and beside the bare openai client, in one run.

`python -m benchmarks.streaming [--chats 200] [--tokens 200] [--rounds 10] [--json]`

A local vendor answers every chat with the same number of tokens, as fast as it can. Each round asks
each system once with all chats at the same time. Reported are medians over rounds: tokens per
second, and the median time to the first token. Memory is that of Millrace's server process after
each round. An app without a model call is measured last: requests per second and latency.
"""

import argparse
import asyncio
import contextlib
import json
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil
from openai import AsyncOpenAI

from benchmarks.load import Connection, call
from tests.process.server import running_app

PIECE = b'"event":"message",'
PROXY_PIECE = b'"event": "message",'
CHAT = """
version: 0.6.0
kind: app
app: {name: bench, mode: chat}
model_config:
  model: {provider: openai, name: bench, mode: chat, completion_params: {}}
  pre_prompt: Answer.
  prompt_type: simple
  user_input_form: []
"""
PLAIN = """
version: 0.6.0
kind: app
app: {name: plain, mode: workflow}
workflow:
  features: {}
  environment_variables: []
  conversation_variables: []
  graph:
    nodes:
    - {id: start, data: {type: start, title: Start, variables: [{variable: name, label: Name, type: text-input, required: true}]}}
    - {id: text, data: {type: template-transform, title: Text, template: "Hello {{ name }}", variables: [{variable: name, value_selector: [start, name]}]}}
    - {id: end, data: {type: end, title: End, outputs: [{variable: text, value_selector: [text, output]}]}}
    edges:
    - {id: a, source: start, target: text}
    - {id: b, source: text, target: end}
"""


@dataclass(frozen=True, slots=True)
class Round:
    """All chats of one round of one system."""

    tokens_per_second: float
    time_to_first_token: float  # seconds, median
    failed: int


Ask = Callable[[], Awaitable[tuple[bool, float, int]]]  # whether it went well, time to first token, tokens


async def one_round(asks: list[Ask]) -> Round:
    """Ask all at the same time."""
    clock = time.perf_counter()
    answers = await asyncio.gather(*(ask() for ask in asks))
    elapsed = time.perf_counter() - clock
    return Round(
        tokens_per_second=sum(tokens for _, _, tokens in answers) / elapsed,
        time_to_first_token=statistics.median(first for _, first, _ in answers),
        failed=sum(not well for well, _, _ in answers),
    )


def over_http(url: str, token: str, tokens: int, mark: bytes) -> Ask:
    """Return a caller of `/v1/chat-messages` with a connection of its own."""
    connection = Connection(url)
    body = {"inputs": {}, "query": "Tell me something.", "user": secrets.token_hex(4), "response_mode": "streaming"}

    async def ask() -> tuple[bool, float, int]:
        answer = await connection.request("POST", "/v1/chat-messages", body, token=token, mark=mark)
        well = answer.status == 200 and answer.pieces == tokens and b"message_end" in answer.body
        return well, answer.first, answer.pieces

    return ask


def bare(client: AsyncOpenAI, tokens: int) -> Ask:
    """Return a caller that streams straight from the vendor with the openai client."""

    async def ask() -> tuple[bool, float, int]:
        clock, first, pieces = time.perf_counter(), 0.0, 0
        stream = await client.chat.completions.create(
            model="bench", messages=[{"role": "user", "content": "Tell me something."}], stream=True
        )
        async with stream:
            async for chunk in stream:
                if chunk.choices and chunk.choices[0].delta.content:
                    first = first or time.perf_counter() - clock
                    pieces += 1
        return pieces == tokens, first, pieces

    return ask


async def app_key(url: str, admin: str, dsl: str, *, publish: bool = False) -> str:
    """Import an app and return a key for it."""
    imported = await call(
        url, "POST", "/console/api/apps/imports", {"mode": "yaml-content", "yaml_content": dsl}, token=admin
    )
    app_id = imported["app_id"]
    if publish:
        await call(url, "POST", f"/console/api/apps/{app_id}/workflows/publish", {}, token=admin)
    key = await call(url, "POST", f"/console/api/apps/{app_id}/api-keys", {}, token=admin)
    return str(key["token"])


async def register(url: str, admin: str, vendor: str) -> None:
    """Send every model reference to the local vendor."""
    body = {
        "provider": "openai_api_compatible",
        "credentials": {"api_key": "sk-bench", "base_url": f"{vendor}/v1"},
        "models": [{"model": "bench", "model_type": "llm"}],
        "model_overrides": "*",
    }
    await call(url, "POST", "/console/api/workspaces/current/model-providers", body, token=admin)


async def plain_app(url: str, token: str, *, callers: int, seconds: float) -> dict[str, float]:
    """Measure an app without a model call: latency of one caller, then requests per second of many."""
    body = {"inputs": {"name": "Ada"}, "user": "bench", "response_mode": "blocking"}
    alone = Connection(url)
    latencies = []
    for _ in range(200):
        answer = await alone.request("POST", "/v1/workflows/run", body, token=token)
        latencies.append(answer.total)
    until = time.perf_counter() + seconds

    async def keep_asking() -> int:
        connection, done = Connection(url), 0
        while time.perf_counter() < until:
            done += (await connection.request("POST", "/v1/workflows/run", body, token=token)).status == 200
        connection.close()
        return done

    clock = time.perf_counter()
    counts = await asyncio.gather(*(keep_asking() for _ in range(callers)))
    return {
        "latency_ms": statistics.median(latencies[50:]) * 1000,
        "requests_per_second": sum(counts) / (time.perf_counter() - clock),
    }


async def trivial_call(url: str, token: str) -> float:
    """Return the median latency of `/v1/info` on a kept-alive connection, in ms."""
    connection = Connection(url)
    return (
        statistics.median([(await connection.request("GET", "/v1/info", token=token)).total for _ in range(200)]) * 1000
    )


@contextlib.contextmanager
def process(*arguments: str) -> Iterator[None]:
    """Run a Python module beside the benchmark."""
    child = subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        child.terminate()
        child.wait(10)


def free_port() -> int:
    """Return a loopback port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until_open(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(200):
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


@contextlib.asynccontextmanager
async def systems(options: argparse.Namespace) -> AsyncIterator[tuple[Any, str, str, str]]:
    """Start vendor, proxy and Millrace; yield the server, its admin key, and the other two addresses."""
    vendor, proxy, admin = free_port(), free_port(), secrets.token_hex(16)
    environment = {"ADMIN_API_KEY_ENABLE": "true", "ADMIN_API_KEY": admin, "MILLRACE_RATE_LIMITS": "off"}
    vendor_url = f"http://127.0.0.1:{vendor}"
    with (
        tempfile.TemporaryDirectory() as folder,
        process("tests.vendor", "--port", str(vendor), "--tokens", str(options.tokens)),
        process("benchmarks.proxy", "--port", str(proxy), "--base-url", f"{vendor_url}/v1"),
        running_app(env=environment, data_dir=Path(folder)) as server,
    ):
        await until_open(vendor)
        await until_open(proxy)
        yield server, admin, vendor_url, f"http://127.0.0.1:{proxy}"


async def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run all rounds and return the figures."""
    async with systems(options) as (server, admin, vendor_url, proxy_url):
        await register(server.url, admin, vendor_url)
        chat, plain = await app_key(server.url, admin, CHAT), await app_key(server.url, admin, PLAIN, publish=True)
        client = AsyncOpenAI(base_url=f"{vendor_url}/v1", api_key="none", max_retries=0)
        asks = {
            "millrace": [over_http(server.url, chat, options.tokens, PIECE) for _ in range(options.chats)],
            "proxy": [over_http(proxy_url, "", options.tokens, PROXY_PIECE) for _ in range(options.chats)],
            "client": [bare(client, options.tokens) for _ in range(options.chats)],
        }
        rounds: dict[str, list[Round]] = {name: [] for name in asks}
        memory = []
        for _ in range(options.rounds):
            for name, callers in asks.items():
                rounds[name].append(await one_round(callers))
            memory.append(psutil.Process(server.pid).memory_info().rss / 2**20)
        return {
            "systems": {name: summary(played) for name, played in rounds.items()},
            "memory_mb": [round(value) for value in memory],
            "trivial_call_ms": await trivial_call(server.url, chat),
            "plain_app": await plain_app(server.url, plain, callers=32, seconds=options.seconds),
        }


def summary(rounds: list[Round]) -> dict[str, float]:
    """Return the medians over the rounds; the first one warms up and is left out when there are more."""
    counted = rounds[1:] or rounds
    return asdict(
        Round(
            statistics.median(one.tokens_per_second for one in counted),
            statistics.median(one.time_to_first_token for one in counted),
            sum(one.failed for one in rounds),
        )
    )


def report(figures: dict[str, Any]) -> None:
    """Print the figures as a table with ratios against the proxy."""
    proxy = figures["systems"]["proxy"]
    print(f"{'':10} {'tokens/s':>10} {'of proxy':>9} {'first token':>12} {'of proxy':>9} {'failed':>7}")
    for name, one in figures["systems"].items():
        speed = one["tokens_per_second"] / proxy["tokens_per_second"]
        first = one["time_to_first_token"] / proxy["time_to_first_token"]
        print(
            f"{name:10} {one['tokens_per_second']:10.0f} {speed:9.2f} {one['time_to_first_token'] * 1000:9.0f} ms {first:9.2f} {one['failed']:7}"
        )
    print("memory after each round, MB:", *figures["memory_mb"])
    print(f"trivial call: {figures['trivial_call_ms']:.2f} ms median")
    print(
        f"app without a model: {figures['plain_app']['latency_ms']:.1f} ms median, {figures['plain_app']['requests_per_second']:.0f} requests/s"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--tokens", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long the app without a model is asked")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    result = asyncio.run(measure(chosen))
    if chosen.json:
        print(json.dumps(result))
    else:
        report(result)
