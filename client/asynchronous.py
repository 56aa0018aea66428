"""The async client, and many messages at one time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Self

import httpx2

from client import requests
from client.errors import APIError, ConnectionFailed, error_of
from client.events import Event, EventLines, checked
from client.options import BASE_URL, Options, may_retry, retry_after
from client.requests import Call, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one of many messages went: its answer, or what failed."""

    asked: Json
    status: str  # ok or error
    answer: str = ""
    error: str = ""  # as "HTTP 429", or the class of what failed
    message: str = ""
    body: Json = field(default_factory=dict)


class AsyncDifyAPIClient:
    """Calls one app by its key, `max_concurrent` requests at one time; streams hold their place until they end.

    Every call raises the classes of `client.errors`. Close it, or use it as an async context manager.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str = BASE_URL,
        *,
        max_concurrent: int = 5,
        options: Options | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.options = options or Options()
        self._places = asyncio.Semaphore(max_concurrent)
        self._sleep = sleep
        self._http = httpx2.AsyncClient(transport=transport, **self.options.of_http(api_key, base_url))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def send_message(
        self,
        inputs: Mapping[str, Any],
        query: str,
        user: str,
        conversation_id: str = "",
        *,
        files: Sequence[Mapping[str, Any]] = (),
    ) -> Json:
        """Return the whole answer of a chat app to a message."""
        call = requests.message(inputs, query, user, conversation_id=conversation_id, files=files, stream=False)
        return await self._json(call)

    async def send_message_stream(
        self,
        inputs: Mapping[str, Any],
        query: str,
        user: str,
        conversation_id: str = "",
        *,
        files: Sequence[Mapping[str, Any]] = (),
    ) -> AsyncIterator[Event]:
        """Yield the events of a message to a chat app."""
        call = requests.message(inputs, query, user, conversation_id=conversation_id, files=files, stream=True)
        async for event in self._events(call):
            yield event

    async def send_messages(self, asked: Sequence[Mapping[str, Any]]) -> list[Result]:
        """Send many messages, a few at one time; each is a mapping of `send_message`'s arguments.

        Results come in the order of the messages; one that fails takes nothing from the others.
        """
        return list(await asyncio.gather(*(self._result(dict(one)) for one in asked)))

    async def complete(self, inputs: Mapping[str, Any], user: str, *, files: Sequence[Mapping[str, Any]] = ()) -> Json:
        """Return the whole answer of a completion app."""
        return await self._json(requests.completion(inputs, user, files=files, stream=False))

    async def run_workflow(
        self,
        inputs: Mapping[str, Any],
        user: str,
        *,
        workflow_id: str = "",
        files: Sequence[Mapping[str, Any]] = (),
    ) -> Json:
        """Return how a run of a workflow app ended."""
        return await self._json(requests.workflow(inputs, user, workflow_id=workflow_id, files=files, stream=False))

    async def run_workflow_stream(
        self, inputs: Mapping[str, Any], user: str, *, workflow_id: str = ""
    ) -> AsyncIterator[Event]:
        """Yield the events of a workflow app."""
        async for event in self._events(requests.workflow(inputs, user, workflow_id=workflow_id, stream=True)):
            yield event

    async def stop(self, task_id: str, user: str, kind: str = "chat-messages") -> Json:
        """Stop a task; `kind` is chat-messages, completion-messages or workflows/tasks. It waits for no place."""
        return await self._json(requests.stop(kind, task_id, user), place=nullcontext())

    async def upload(self, file: Any, user: str) -> Json:
        """Upload a file, a (name, bytes, type) triple; its `id` goes into `files` of a request."""
        return await self._json(requests.upload(file, user))

    async def request(self, method: str, path: str, **options: Any) -> Json:
        """Call any other route and return its JSON; options are those of `client.requests.Call`."""
        return await self._json(Call(method=method, path=path, **options))

    async def _result(self, asked: Json) -> Result:
        try:
            body = await self.send_message(**asked)
        except APIError as error:
            told = f"HTTP {error.status}" if error.status else type(error).__name__
            return Result(asked=asked, status="error", error=told, message=error.message, body=error.body)
        return Result(asked=asked, status="ok", answer=str(body.get("answer", "")), body=body)

    async def _json(self, call: Call, *, place: AbstractAsyncContextManager[Any] | None = None) -> Json:
        async with place or self._places:
            answer = await self._answer(call)
            try:
                await answer.aread()
            finally:
                await answer.aclose()
        value = answer.json() if answer.content else {}
        return value if isinstance(value, dict) else {"data": value}

    async def _events(self, call: Call) -> AsyncIterator[Event]:
        async with self._places:
            answer, lines = await self._answer(call), EventLines()
            try:
                async for piece in answer.aiter_bytes():
                    for event in lines.feed(piece):
                        yield checked(event)
                for event in lines.close():
                    yield checked(event)
            except httpx2.TransportError as error:
                raise ConnectionFailed(f"The stream broke off: {error}") from error
            finally:
                await answer.aclose()

    async def _answer(self, call: Call) -> httpx2.Response:
        """Return the answer to a request that went well, its body unread. Raises APIError."""
        attempt = 0
        while True:
            answer, failure = await self._tried(call)
            if failure is None:
                assert answer is not None
                return answer
            told = retry_after(answer.headers) if answer is not None else None
            status = answer.status_code if answer is not None else None
            if attempt >= self.options.max_retries or not may_retry(call.method, status=status, has_key=call.has_key):
                raise failure
            await self._sleep(self.options.wait_before(attempt, told))
            attempt += 1

    async def _tried(self, call: Call) -> tuple[httpx2.Response | None, Exception | None]:
        """Send a request once; return its answer, and what failed."""
        asked = self._http.build_request(call.method, call.path, **call.options())
        try:
            answer = await self._http.send(asked, stream=True)
            if answer.is_success:
                return answer, None
            await answer.aread()
        except httpx2.TransportError as error:
            return None, ConnectionFailed(f"{self.base_url} was not reached: {error or type(error).__name__}")
        return answer, error_of(answer.status_code, answer.content, retry_after=retry_after(answer.headers))
