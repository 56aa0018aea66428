"""What the code of plugins may ask of Millrace, from the process in which it runs.

    from engine.plugins import sdk

    def summary(text: str) -> str:
        return sdk.chat(f"Sum this up: {text}")

Every function works inside of a call only, and reaches what the manifest asks for and nothing else: a plugin has no
network, no keys and no files of its own. Nothing is imported here but the standard library.
"""

import base64
import json as as_json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Ask = Callable[[str, Mapping[str, Any]], Any]

_call = threading.local()


class Refused(Exception):
    """Millrace did not do what the plugin asked for; the message says why."""


@dataclass(frozen=True)
class Response:
    """What an HTTP service answered."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Return the body's JSON value. Raises ValueError."""
        return as_json.loads(self.body)


def chat(prompt: str, *, system: str = "", provider: str = "", model: str = "", **parameters: Any) -> str:
    """Return what a model of the workspace answers; without names the workspace's default one.

    `parameters` are those of the model, such as `temperature`. Needs the permission `models = ["llm"]`.
    """
    wanted = {"provider": provider, "model": model, "system": system, "prompt": prompt, "parameters": parameters}
    return str(_ask("chat", wanted))


def embed(texts: Sequence[str], *, provider: str = "", model: str = "") -> list[list[float]]:
    """Return a vector for each text. Needs the permission `models = ["text-embedding"]`."""
    vectors: list[list[float]] = _ask("embed", {"provider": provider, "model": model, "texts": list(texts)})
    return vectors


def http(
    method: str,
    url: str,
    *,
    json: Any = None,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = 20,
) -> Response:
    """Return what a service answers; redirects are not followed. Needs its host among `permissions.network`.

    Raises:
        Refused: the host is not allowed, cannot be reached, or answers too much.
    """
    content = as_json.dumps(json).encode() if json is not None else body
    about = {"content-type": "application/json", **(headers or {})} if json is not None else dict(headers or {})
    wanted = {"method": method, "url": url, "headers": about, "seconds": seconds}
    wanted["body"] = None if content is None else base64.b64encode(content).decode()
    found = _ask("http", wanted)
    return Response(found["status"], found["headers"], base64.b64decode(found["body"]))


def setting(name: str) -> str:
    """Return what was entered for a setting of the manifest, its default where nothing was. Raises Refused."""
    values: Mapping[str, str] = getattr(_call, "settings", {})
    if name not in values:
        raise Refused(f"there is no setting {name!r} in plugin.toml")
    return values[name]


def read_file(file: Mapping[str, Any]) -> bytes:
    """Return the bytes of a file that the call was given. Needs the permission `files = true`."""
    return base64.b64decode(_ask("read_file", {"file": dict(file)}))


def entered(ask: Ask, settings: Mapping[str, str]) -> None:
    """Have this thread work on a call. For the process itself, not for plugins."""
    _call.ask, _call.settings = ask, settings


def _ask(what: str, wanted: Mapping[str, Any]) -> Any:
    ask: Ask | None = getattr(_call, "ask", None)
    if ask is None:
        raise Refused("the SDK works in the thread of a call, not while a module is loaded nor in other threads")
    return ask(what, wanted)
