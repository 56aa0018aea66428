"""The blocking client."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, Self

import httpx2

from client import requests
from client.cache import Cache, key_of
from client.errors import ConnectionFailed, error_of
from client.events import Event, EventLines, checked
from client.options import BASE_URL, Options, may_retry, retry_after
from client.requests import Call, Json


class DifyAPIClient:
    """Calls one app by its key; may be shared by threads. Close it, or use it as a context manager.

    Every call raises the classes of `client.errors`.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str = BASE_URL,
        *,
        options: Options | None = None,
        cache: Cache | None = None,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.options = options or Options()
        self._api_key = api_key
        self._cache = cache if cache is not None else Cache()
        self._sleep = sleep
        self._http = httpx2.Client(transport=transport, **self.options.of_http(api_key, base_url))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send_message(  # noqa: PLR0917 - the shape of call that programs written for the original have
        self,
        inputs: Mapping[str, Any],
        query: str,
        user: str,
        conversation_id: str = "",
        stream: bool = True,
        max_retries: int | None = None,
        *,
        files: Sequence[Mapping[str, Any]] = (),
    ) -> Iterator[Event]:
        """Yield the events of a message to a chat app; without `stream` the whole answer as the one event."""
        call = requests.message(inputs, query, user, conversation_id=conversation_id, files=files, stream=stream)
        yield from self._events(call, max_retries) if stream else [self._json(call, max_retries)]

    def send_message_stream(self, inputs: Mapping[str, Any], query: str, user: str, **more: Any) -> Iterator[Event]:
        """Yield the events of a message; as `send_message`."""
        return self.send_message(inputs, query, user, stream=True, **more)

    def send_message_cached(self, inputs: Mapping[str, Any], query: str, user: str, conversation_id: str = "") -> Json:
        """Return the whole answer to a message, as it was given before when it was asked in the last minutes."""
        asked = {"inputs": dict(inputs), "query": query, "user": user, "conversation_id": conversation_id}
        key = key_of(self._api_key, self.base_url, asked)
        found = self._cache.get(key)
        if found is None:
            call = requests.message(inputs, query, user, conversation_id=conversation_id, stream=False)
            found = self._json(call)
            self._cache.put(key, found)
        return found

    def complete(
        self, inputs: Mapping[str, Any], user: str, *, stream: bool = True, files: Sequence[Mapping[str, Any]] = ()
    ) -> Iterator[Event]:
        """Yield the events of a completion app; without `stream` the whole answer as the one event."""
        call = requests.completion(inputs, user, files=files, stream=stream)
        yield from self._events(call) if stream else [self._json(call)]

    def run_workflow(
        self,
        inputs: Mapping[str, Any],
        user: str,
        *,
        stream: bool = True,
        workflow_id: str = "",
        files: Sequence[Mapping[str, Any]] = (),
    ) -> Iterator[Event]:
        """Yield the events of a workflow app; without `stream` the whole answer as the one event."""
        call = requests.workflow(inputs, user, workflow_id=workflow_id, files=files, stream=stream)
        yield from self._events(call) if stream else [self._json(call)]

    def stop(self, task_id: str, user: str, kind: str = "chat-messages") -> Json:
        """Stop a task; `kind` is chat-messages, completion-messages or workflows/tasks."""
        return self._json(requests.stop(kind, task_id, user))

    def upload(self, file: Any, user: str) -> Json:
        """Upload a file, a (name, bytes, type) triple or an open one; its `id` goes into `files` of a request."""
        return self._json(requests.upload(file, user))

    def rate(self, message_id: str, rating: str | None, user: str, content: str = "") -> Json:
        """Rate an answer: like, dislike, or None to take it back."""
        return self._json(requests.feedback(message_id, rating, user, content))

    def conversations(self, user: str, *, last_id: str = "", limit: int = 20) -> Json:
        """Return a page of conversations, newest first."""
        return self._json(requests.reading("/conversations", user=user, last_id=last_id, limit=limit))

    def messages(self, conversation_id: str, user: str, *, first_id: str = "", limit: int = 20) -> Json:
        """Return a page of messages."""
        asked = {"conversation_id": conversation_id, "user": user, "first_id": first_id, "limit": limit}
        return self._json(requests.reading("/messages", **asked))

    def parameters(self) -> Json:
        """Return the app's features, form and limits."""
        return self._json(requests.reading("/parameters"))

    def info(self) -> Json:
        """Return the app's name, description and mode."""
        return self._json(requests.reading("/info"))

    def request(self, method: str, path: str, **options: Any) -> Json:
        """Call any other route and return its JSON; options are those of `client.requests.Call`."""
        return self._json(Call(method=method, path=path, **options))

    def _json(self, call: Call, max_retries: int | None = None) -> Json:
        answer = self._answer(call, max_retries)
        try:
            answer.read()
            value = answer.json() if answer.content else {}
        finally:
            answer.close()
        return value if isinstance(value, dict) else {"data": value}

    def _events(self, call: Call, max_retries: int | None = None) -> Iterator[Event]:
        answer, lines = self._answer(call, max_retries), EventLines()
        try:
            for piece in answer.iter_bytes():
                yield from map(checked, lines.feed(piece))
            yield from map(checked, lines.close())
        except httpx2.TransportError as error:
            raise ConnectionFailed(f"The stream broke off: {error}") from error
        finally:
            answer.close()

    def _answer(self, call: Call, max_retries: int | None) -> httpx2.Response:
        """Return the answer to a request that went well, its body unread. Raises APIError."""
        most = self.options.max_retries if max_retries is None else max_retries
        attempt = 0
        while True:
            answer, failure = self._tried(call)
            if failure is None:
                assert answer is not None
                return answer
            told = retry_after(answer.headers) if answer is not None else None
            status = answer.status_code if answer is not None else None
            if attempt >= most or not may_retry(call.method, status=status, has_key=call.has_key):
                raise failure
            self._sleep(self.options.wait_before(attempt, told))
            attempt += 1

    def _tried(self, call: Call) -> tuple[httpx2.Response | None, Exception | None]:
        """Send a request once; return its answer, and what failed."""
        asked = self._http.build_request(call.method, call.path, **call.options())
        try:
            answer = self._http.send(asked, stream=True)
            if answer.is_success:
                return answer, None
            answer.read()
        except httpx2.TransportError as error:
            return None, ConnectionFailed(f"{self.base_url} was not reached: {error or type(error).__name__}")
        return answer, error_of(answer.status_code, answer.content, retry_after=retry_after(answer.headers))


_shared: dict[tuple[str, str], DifyAPIClient] = {}
_sharing = Lock()


def shared_client(api_key: str, base_url: str = BASE_URL) -> DifyAPIClient:
    """Return the one client of this process for a key and an address, so that its connections are used again."""
    with _sharing:
        place = (api_key, base_url.rstrip("/"))
        if place not in _shared:
            _shared[place] = DifyAPIClient(api_key, base_url)
        return _shared[place]
