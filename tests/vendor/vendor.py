"""The vendor itself: routes, its log, and the handle by which tests steer it."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Self

from tests.vendor import anthropic_api, cohere_api, gemini_api, openai_api, openai_audio
from tests.vendor.http import Request, Response, serve
from tests.vendor.pieces import event, prompt_of
from tests.vendor.rules import Reply, Rule, Script
from tests.vendor.targets import Targets

_MODEL_ROUTES = (
    "/chat/completions",
    "/completions",
    "/messages",
    "/embeddings",
    "/rerank",
    *gemini_api.ROUTES,
    *cohere_api.ROUTES,
)


@dataclass(slots=True)
class Captured:
    """A request that the vendor saw; `disconnected` when its caller left before the answer was whole."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any  # JSON where it is some, else text
    connection: int = 0  # equal for requests that came over one connection
    at: float = field(default_factory=time.monotonic)
    finished: bool = False
    disconnected: bool = False
    reply: Reply | None = None  # of a chat model

    def as_mapping(self) -> dict[str, Any]:
        """Return the request as JSON values."""
        return {
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "headers": self.headers,
            "body": self.body,
            "finished": self.finished,
            "disconnected": self.disconnected,
        }


class Vendor:
    """A vendor on a loopback port; use it as a context manager for a server in a thread of its own."""

    def __init__(self, *, port: int = 0, fixed: Sequence[bytes] = (), chunk_delay: float = 0.0) -> None:
        self.port = port
        self.script = Script()
        self.targets = Targets()
        self.requests: list[Captured] = []
        self._fixed = fixed
        self._chunk_delay = chunk_delay
        self._changed = threading.Condition()

    @property
    def url(self) -> str:
        """Return the root of the server, which is the base URL of the Anthropic protocol and of the HTTP target."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def gemini_url(self) -> str:
        """Return the base URL of Google's protocol."""
        return f"{self.url}/v1beta"

    @property
    def openai_url(self) -> str:
        """Return the base URL of the OpenAI protocol."""
        return f"{self.url}/v1"

    def rule(self, **values: Any) -> None:
        """Add a rule in the format of recorded cases; it comes after those that are there."""
        self.script.rules.append(Rule.from_mapping(values))

    def mocks(self, values: Mapping[str, Any]) -> None:
        """Replace all rules by the `mocks` of a recorded case."""
        self.script = Script([Rule.from_mapping(rule) for rule in values.get("llm") or ()])
        if "llm_default" in values:
            self.script.default = Reply(text=values["llm_default"])

    def reset(self) -> None:
        """Forget rules, log and counters."""
        self.go_on()
        self.script = Script()
        self.targets.reset()
        self.requests = []

    def go_on(self) -> None:
        """Send the rest of answers that their rules hold back."""
        self.script.release()

    @property
    def model_requests(self) -> list[Captured]:
        """Return the requests for model answers, oldest first."""
        return [request for request in self.requests if request.path.endswith(_MODEL_ROUTES)]

    @property
    def last(self) -> Captured:
        """Return the latest request."""
        return self.requests[-1]

    def wait_for(self, fact: Callable[[], Any], timeout: float = 30.0) -> None:
        """Wait until `fact()` is true; it is asked again after every request that comes or ends."""
        with self._changed:
            if not self._changed.wait_for(fact, timeout):
                raise TimeoutError("the vendor did not come to see it")

    async def handle(self, request: Request, response: Response) -> None:
        """Answer one request and log it."""
        if self._fixed and request.path.endswith("/chat/completions"):
            await self._stream_fixed(response)
        elif request.path.startswith("/_control/"):
            self._control(request, response)
        else:
            with self._logged(request) as seen:
                await self._answer(request, response, seen)

    async def _stream_fixed(self, response: Response) -> None:
        response.start_stream()
        for data in self._fixed:
            await response.write(data)
            if self._chunk_delay:
                await asyncio.sleep(self._chunk_delay)
        response.end()

    @contextlib.contextmanager
    def _logged(self, request: Request) -> Iterator[Captured]:
        body = request.json if request.body else None
        shown = request.body.decode("utf-8", "replace") if body is None else body
        seen = Captured(request.method, request.path, request.query, request.headers, shown, request.connection)
        self.requests.append(seen)
        self._notify()
        try:
            yield seen
            seen.finished = True
        except asyncio.CancelledError:
            seen.disconnected = True
            raise
        finally:
            self._notify()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    async def _answer(self, request: Request, response: Response, seen: Captured) -> None:
        path = request.path
        if path.startswith("/openai/deployments/") and not (
            "api-version" in request.query and "api-key" in request.headers
        ):
            response.send_json(401, {"error": {"code": "401", "message": "Azure wants api-version and api-key"}})
        elif path == "/v1beta/models":
            gemini_api.models(response)
        elif "page_size" in request.query:
            cohere_api.models(response)
        elif path.endswith("/models"):
            openai_api.models(response)
        elif path.endswith(_MODEL_ROUTES):
            await self._answer_as_model(request, response, seen)
        elif path.endswith(openai_audio.ROUTES):
            openai_audio.answer(request, response, self.script)
        elif self.targets.find(path) is not None:
            await self.targets.answer(request, response)
        else:
            response.send_json(404, {"error": {"message": f"no route {path}", "type": "not_found"}})

    async def _answer_as_model(self, request: Request, response: Response, seen: Captured) -> None:
        protocol = _protocol(request.path)
        if not isinstance(request.json, dict):
            response.send_json(400, protocol.error_body(Reply(text="the body is not a JSON object")))
            return
        is_chat = not request.path.endswith(("/embeddings", "/rerank", "/v2/embed", ":batchEmbedContents"))
        reply = self.script.answer(prompt_of(request.json)) if is_chat else self._other_reply(request)
        seen.reply = reply if is_chat else None
        if reply.delay:
            await asyncio.sleep(reply.delay)
        if reply.status >= 400:
            wait = {} if reply.retry_after is None else {"retry-after": str(reply.retry_after)}
            response.send_json(reply.status, protocol.error_body(reply), wait)
        elif request.path.endswith("/embeddings"):
            openai_api.embeddings(request, response)
        elif request.path.endswith("/rerank"):
            openai_api.rerank(request, response, reply)
        elif request.path.endswith("/v2/embed"):
            cohere_api.embeddings(request, response)
        elif request.path.endswith(":batchEmbedContents"):
            gemini_api.embeddings(request, response)
        elif protocol is cohere_api:
            await cohere_api.chat(request, response, reply)
        elif protocol is gemini_api:
            await gemini_api.contents(request, response, reply)
        elif protocol is anthropic_api:
            await anthropic_api.messages(request, response, reply)
        elif request.path.endswith("/chat/completions"):
            await openai_api.chat(request, response, reply)
        else:
            await openai_api.completion(request, response, reply)

    def _other_reply(self, request: Request) -> Reply:
        """Return what rules say of an embedding or a ranking; only their faults count."""
        rule = next((rule for rule in self.script.rules if rule.when and rule.fits(prompt_of(request.json))), None)
        return rule.take() if rule else Reply()

    def _control(self, request: Request, response: Response) -> None:
        """Let another process set rules (`mocks`), read the log (`log`) or forget everything (`reset`)."""
        match request.path.removeprefix("/_control/"):
            case "mocks":
                self.mocks(request.json or {})
            case "reset":
                self.reset()
            case "log":
                response.send_json(200, [seen.as_mapping() for seen in self.requests])
                return
            case other:
                response.send_json(404, {"error": f"no control {other}"})
                return
        response.send_json(200, {"result": "success"})

    async def start(self) -> asyncio.Server:
        """Listen; `port` is known afterwards."""
        server = await serve(self.handle, self.port)
        self.port = server.sockets[0].getsockname()[1]
        return server

    def __enter__(self) -> Self:
        started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(started,), name="vendor", daemon=True)
        self._thread.start()
        started.wait()
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(self.start())
        started.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()


def _protocol(path: str) -> ModuleType:
    for protocol in (gemini_api, cohere_api):
        if path.endswith(protocol.ROUTES):
            return protocol
    return anthropic_api if path.endswith("/messages") else openai_api


def fixed_stream(count: int) -> list[bytes]:
    """Return the events of a chat answer of `count` tokens, each its own event."""
    reply = Reply(text="token " * count)
    chunks = openai_api.chat_chunks({"model": "fixed", "messages": []}, reply, with_usage=True)
    return [*(event(chunk) for chunk in chunks), b"data: [DONE]\n\n"]
