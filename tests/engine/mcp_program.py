"""An MCP server in plain Python, which starts in no time and misbehaves as a test asks: `python mcp_program.py`."""

import json
import os
import sys
from pathlib import Path
from typing import Any

TOOLS = ("env", "crash", "flood", "endless_line", "noise", "wait")


def main() -> None:
    """Answer lines until the input ends; each start leaves a mark."""
    with Path("starts").open("a") as starts:
        starts.write("x")
    print("ready", file=sys.stderr, flush=True)
    for line in sys.stdin:
        message = json.loads(line)
        if message.get("method") == "notifications/cancelled":
            Path("cancelled").write_text(str(message["params"]["requestId"]))
        if "id" in message:
            answer(message["id"], message.get("method", ""), message.get("params") or {})


def answer(request_id: Any, method: str, params: dict[str, Any]) -> None:
    """Answer one request; `wait` never is."""
    if method == "initialize":
        about = {"capabilities": {"tools": {}}, "serverInfo": {"name": "plain", "version": "1"}}
        say({"id": request_id, "result": {"protocolVersion": params["protocolVersion"], **about}})
    elif method == "tools/list":
        schema = {"type": "object"}
        say({"id": request_id, "result": {"tools": [{"name": name, "inputSchema": schema} for name in TOOLS]}})
    elif method == "tools/call":
        called(request_id, params["name"])
    else:
        say({"id": request_id, "error": {"code": -32601, "message": "unknown method"}})


def called(request_id: Any, name: str) -> None:
    """Do what a tool is called after."""
    if name == "env":
        text = json.dumps(dict(os.environ))
        say({"id": request_id, "result": {"content": [{"type": "text", "text": text}]}})
    elif name == "crash":
        print("out of luck", file=sys.stderr, flush=True)
        os._exit(3)
    elif name == "flood":
        params = {"level": "info", "data": "x"}
        while True:
            say({"method": "notifications/message", "params": params})
    elif name == "endless_line":
        while True:
            sys.stdout.write("x" * 1_000_000)
    elif name == "noise":
        print("this is no message", flush=True)
        say({"id": request_id, "result": {"content": [{"type": "text", "text": "still here"}]}})
    else:
        Path("waiting").touch()


def say(message: dict[str, Any]) -> None:
    """Write a message."""
    print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)


if __name__ == "__main__":
    main()
