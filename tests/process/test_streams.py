"""Streams and the end of the process: the last event is delivered, whoever listens."""

import json
import os
import signal
import time
from typing import Any

import pytest

from tests.process.console import ENV, console, post
from tests.process.server import Server, running_app
from tests.vendor.rules import Reply
from tests.vendor.vendor import Vendor

pytestmark = pytest.mark.process

CHAT = """
version: 0.6.0
kind: app
app: {name: slow, mode: chat}
model_config:
  model: {provider: openai, name: slow, mode: chat, completion_params: {}}
  pre_prompt: Answer.
  prompt_type: simple
  user_input_form: []
"""


def chat_key(server: Server, vendor: Vendor) -> str:
    """Return a key of a chat app that the local vendor answers."""
    console(
        server,
        "/workspaces/current/model-providers",
        provider="openai_api_compatible",
        credentials={"api_key": "sk-test", "base_url": f"{vendor.url}/v1"},
        models=[{"model": "slow", "model_type": "llm"}],
        model_overrides="*",
    )
    app_id = console(server, "/apps/imports", mode="yaml-content", yaml_content=CHAT)["app_id"]
    return str(console(server, f"/apps/{app_id}/api-keys")["token"])


def events(lines: bytes) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in lines.split(b"\n\n") if line.startswith(b"data: ")]


@pytest.mark.parametrize("seconds", ["0.5", "1.5"])
def test_a_signal_ends_open_streams_with_their_last_event(vendor: Vendor, seconds: str) -> None:
    vendor.script.default = Reply(text="word " * 1000, chunk_delay=0.05)
    env = {**ENV, "MILLRACE_SHUTDOWN_SECONDS": seconds}
    with running_app(env={**env, "MILLRACE_ALLOW_PRIVATE_ADDRESSES": "127.0.0.1"}) as server:
        key = chat_key(server, vendor)
        body = {"inputs": {}, "query": "Talk.", "user": "u", "response_mode": "streaming"}
        answers = [post(server, "/v1/chat-messages", body, key) for _ in range(5)]
        first = [answer.readline() for answer in answers]
        began = time.monotonic()
        os.kill(server.pid, signal.SIGTERM)
        streams = [start + answer.read() for start, answer in zip(first, answers, strict=True)]
        server.process.wait(60)
        assert time.monotonic() - began < 40  # the streams themselves would take 50
        for stream in streams:
            assert stream.endswith(b"\n\n")
            assert events(stream)[-1]["event"] == "message_end"
        assert "Traceback" not in server.log
