"""What a plugin may ask for in the middle of a call, as its manifest says: models, hosts, contents of files."""

import base64
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any, Final, cast
from urllib.parse import urlsplit

import httpx2

from engine.errors import EngineError
from engine.events import NO_USAGE, Usage
from engine.filestore import read_file
from engine.models.base import ChatRequest, Finished, Message, Piece, TextPiece
from engine.plugins.manifest import Manifest
from engine.plugins.process import packed
from engine.resources import Resources
from engine.values import File, is_file_mapping
from engine.web.guard import read_body

MOST_BYTES: Final = 16 * 2**20  # of an answer or a file that a plugin gets
LONGEST_WAIT: Final = 60.0  # seconds for an HTTP service
MOST_TEXTS: Final = 256  # of one question for vectors


class NotPermitted(EngineError):
    """A plugin asked for something that its manifest does not ask for, or that nobody can give it here."""

    code = "plugin_not_permitted"


class Powers:
    """What one call may ask for; `usage` adds up what models took."""

    def __init__(
        self,
        manifest: Manifest,
        resources: Resources,
        *,
        settings: Mapping[str, str] | None = None,
        arguments: Any = None,
    ) -> None:
        self.usage: Usage = NO_USAGE
        self._permissions = manifest.permissions
        self._resources = resources
        self._settings = settings or {}
        self._files = list(_files_in(arguments))
        self._answers = {"chat": self._chat, "embed": self._embed, "http": self._http, "read_file": self._read_file}

    async def __call__(self, what: str, wanted: Mapping[str, Any]) -> Any:
        """Return the answer to a question of the SDK.

        Raises:
            EngineError: it is not permitted, or failed; the plugin is told.
        """
        if what not in self._answers:
            raise NotPermitted(f"there is nothing called {what!r:.40} that a plugin could ask for")
        return await self._answers[what](wanted)

    async def _chat(self, wanted: Mapping[str, Any]) -> str:
        models = self._models("llm")
        model = models.chat(str(wanted["provider"]), str(wanted["model"]))
        system = [Message("system", str(wanted["system"]))] if wanted["system"] else []
        request = ChatRequest(
            messages=[*system, Message("user", str(wanted["prompt"]))], parameters=dict(wanted["parameters"])
        )
        text = ""
        async with aclosing(cast(AsyncGenerator[Piece], model.stream(request))) as pieces:
            async for piece in pieces:
                if isinstance(piece, TextPiece):
                    text += piece.text
                elif isinstance(piece, Finished):
                    self.usage = self.usage + piece.usage
        return text

    async def _embed(self, wanted: Mapping[str, Any]) -> list[list[float]]:
        texts = [str(text) for text in wanted["texts"]]
        if len(texts) > MOST_TEXTS:
            raise NotPermitted(f"{len(texts)} texts at once; {MOST_TEXTS} is the limit")
        model = self._models("text-embedding").embedding(str(wanted["provider"]), str(wanted["model"]))
        vectors: list[list[float]] = await model.embed(texts)
        return vectors

    async def _http(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        url = str(wanted["url"])
        host = (urlsplit(url).hostname or "").lower()
        if not any(self._is_named(host, name) for name in self._permissions.network):
            raise NotPermitted(f"permissions.network in plugin.toml does not name the host {host or url!r}")
        if self._resources.http is None:
            raise NotPermitted("there is no network here")
        body = base64.b64decode(wanted["body"]) if wanted.get("body") else None
        try:
            async with self._resources.http.stream(
                str(wanted["method"]),
                url,
                headers=dict(wanted["headers"]),
                content=body,
                timeout=min(float(wanted["seconds"]), LONGEST_WAIT),
                follow_redirects=False,
            ) as response:
                data = await read_body(response, MOST_BYTES)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise NotPermitted(f"{host}: {error or type(error).__name__}") from error
        return {"status": response.status_code, "headers": dict(response.headers), "body": packed(data)}

    async def _read_file(self, wanted: Mapping[str, Any]) -> str:
        if not self._permissions.files:
            raise NotPermitted("plugin.toml does not ask for files")
        if not is_file_mapping(wanted["file"]) or wanted["file"] not in self._files:
            raise NotPermitted("this is none of the files that the call was given")
        return packed(await read_file(File.from_mapping(wanted["file"]), self._resources, most=MOST_BYTES))

    def _models(self, kind: str) -> Any:
        if kind not in self._permissions.models:
            raise NotPermitted(f"permissions.models in plugin.toml does not name {kind}")
        if self._resources.models is None:
            raise NotPermitted("there are no models here")
        return self._resources.models

    def _is_named(self, host: str, name: str) -> bool:
        if name.startswith("$"):
            return host == (urlsplit(self._settings.get(name[1:], "")).hostname or "").lower() != ""
        if name.startswith("*."):
            return host.endswith(name[1:].lower())
        return name == "*" or host == name.lower()


def _files_in(value: Any) -> list[Mapping[str, Any]]:
    if is_file_mapping(value):
        return [value]
    items = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return [file for item in items for file in _files_in(item)]
