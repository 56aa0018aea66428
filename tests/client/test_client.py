"""The client against a server that fails on purpose."""

import asyncio
from itertools import pairwise
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client import (
    APIError,
    AsyncDifyAPIClient,
    AuthenticationError,
    Cache,
    ConnectionFailed,
    DifyAPIClient,
    EventLines,
    Options,
    RateLimitError,
    StreamError,
    ValidationError,
    shared_client,
)
from client.cache import key_of
from tests.client.fake import WHOLE, Answer, Fake, ok, refused, streamed

KEY = "app-secret"


def blocking(fake: Fake, **options: Any) -> DifyAPIClient:
    return DifyAPIClient(
        KEY, "http://dify.test/v1/", options=Options(**options), transport=httpx2.MockTransport(fake), sleep=fake.sleep
    )


def concurrent(fake: Any, **options: Any) -> AsyncDifyAPIClient:
    sleep = fake.asleep if isinstance(fake, Fake) else asyncio.sleep
    return AsyncDifyAPIClient(KEY, "http://dify.test/v1", transport=httpx2.MockTransport(fake), sleep=sleep, **options)


def answer(fake: Fake, **options: Any) -> Any:
    (whole,) = blocking(fake, **options).send_message({}, "Hi", "ann", stream=False)
    return whole


def test_a_message_is_sent_as_the_service_api_takes_it():
    fake = Fake(ok())
    assert answer(fake)["answer"] == "Hello."
    (request,) = fake.requests
    assert str(request.url) == "http://dify.test/v1/chat-messages"
    assert request.headers["authorization"] == "Bearer app-secret"
    assert request.headers["user-agent"] == "MillraceClient/1.0"
    assert fake.bodies == [
        {"inputs": {}, "user": "ann", "response_mode": "blocking", "files": [], "query": "Hi", "conversation_id": ""}
    ]


RECOVERIES: dict[str, tuple[list[Answer], list[float]]] = {
    "rate limit": ([refused(429), refused(429), ok()], [1, 2]),
    "rate limit that says when": ([refused(429, **{"Retry-After": "7"}), ok()], [7]),
    "server fault": ([refused(500), refused(502), refused(504), ok()], [1, 2, 4]),
    "no connection": ([httpx2.ConnectError("refused"), httpx2.ReadTimeout("late"), ok()], [1, 2]),
}


@pytest.mark.parametrize(("answers", "waits"), RECOVERIES.values(), ids=RECOVERIES)
def test_what_passes_is_tried_again_after_a_wait(answers: list[Answer], waits: list[float]):
    fake = Fake(*answers)
    assert answer(fake) == WHOLE
    assert [pytest.approx(wait, rel=0.11) for wait in waits] == fake.waited
    assert len({request.headers["idempotency-key"] for request in fake.requests}) == 1


@pytest.mark.parametrize(("answers", "waits"), RECOVERIES.values(), ids=RECOVERIES)
async def test_the_async_client_does_the_same(answers: list[Answer], waits: list[float]):
    fake = Fake(*answers)
    async with concurrent(fake) as client:
        assert await client.send_message({}, "Hi", "ann") == WHOLE
    assert len(fake.waited) == len(waits)


FAILURES: dict[str, tuple[Answer, type[APIError], int]] = {
    "400": (refused(400, "invalid_param", "query is required"), ValidationError, 1),
    "401": (refused(401, "unauthorized"), AuthenticationError, 1),
    "404": (refused(404, "not_found"), APIError, 1),
    "429": (refused(429, "too_many_requests", **{"Retry-After": "3"}), RateLimitError, 4),
    "500": (httpx2.Response(500, text="<html>"), APIError, 4),
    "network": (httpx2.ConnectError("refused"), ConnectionFailed, 4),
}


@pytest.mark.parametrize(("failure", "kind", "tries"), FAILURES.values(), ids=FAILURES)
def test_what_stays_is_told_by_its_class(failure: Answer, kind: type[APIError], tries: int):
    fake = Fake(failure)
    with pytest.raises(APIError) as told:
        answer(fake)
    assert type(told.value) is kind
    assert len(fake.requests) == tries
    if isinstance(failure, httpx2.Response):
        assert told.value.status == failure.status_code
    if isinstance(told.value, RateLimitError):
        assert (told.value.retry_after, told.value.code) == (3.0, "too_many_requests")


def test_tries_may_be_limited_for_one_message():
    fake = Fake(refused(429))
    with pytest.raises(RateLimitError):
        list(blocking(fake).send_message({}, "Hi", "ann", max_retries=1))
    assert len(fake.requests) == 2


@pytest.mark.parametrize(("status", "tries"), [(500, 1), (503, 4)])
def test_what_the_server_might_have_done_is_not_sent_twice_without_an_idempotency_key(status: int, tries: int):
    fake = Fake(refused(status))
    with pytest.raises(APIError):
        blocking(fake).rate("m", "like", "ann")
    assert len(fake.requests) == tries


def test_waits_have_an_upper_bound():
    fake = Fake(refused(429, **{"Retry-After": "86400"}), ok())
    answer(fake, longest_wait=30.0)
    assert fake.waited == [30.0]


def test_events_come_one_by_one_past_pings_and_what_is_no_json():
    events = [{"event": "message", "answer": "渡"}, {"event": "message_end"}]
    fake = Fake(streamed(events, "event: ping\n\n", ": comment\n\n", "data: {broken\n\n", 'data: ["list"]\n\n'))
    assert list(blocking(fake).send_message({}, "Hi", "ann")) == events


def test_a_failure_in_a_stream_is_an_error():
    error = {"event": "error", "status": 400, "code": "completion_request_error", "message": "The model is away."}
    fake = Fake(streamed([{"event": "message", "answer": "I"}, error]))
    events = blocking(fake).send_message_stream({}, "Hi", "ann")
    assert next(events)["answer"] == "I"
    with pytest.raises(StreamError, match="The model is away") as told:
        next(events)
    assert (told.value.status, told.value.code) == (400, "completion_request_error")


@settings(max_examples=60)
@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers(), max_size=3), max_size=6),
    st.lists(
        st.sampled_from(["event: ping\n\n", ": c\n\n", "data: {\n\n", "data: 3\n\n", "\n", "data:\n"]), max_size=4
    ),
    st.lists(st.integers(0, 400), max_size=8),
)
def test_however_a_stream_is_cut_the_same_events_come(events: list[Any], noise: list[str], cuts: list[int]):
    content = b"".join(piece.encode() for piece in noise) + streamed(events, *noise).content
    places = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
    lines = EventLines()
    found = [event for start, end in pairwise(places) for event in lines.feed(content[start:end])]
    assert [*found, *lines.close()] == events


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_a_fault(content: bytes):
    lines = EventLines()
    assert all(isinstance(event, dict) for event in [*lines.feed(b"data: " + content), *lines.close()])


def test_the_same_question_is_asked_once_in_five_minutes():
    now = [0.0]
    fake = Fake(ok())
    cache = Cache(clock=lambda: now[0])
    client = DifyAPIClient(KEY, "http://dify.test/v1", cache=cache, transport=httpx2.MockTransport(fake))
    for at, asked in ((0.0, 1), (299.0, 1), (301.0, 2)):
        now[0] = at
        assert client.send_message_cached({"a": 1}, "Hi", "ann") == WHOLE
        assert len(fake.requests) == asked
    client.send_message_cached({"a": 2}, "Hi", "ann")
    client.send_message_cached({"a": 1}, "Hi", "bob")
    assert len(fake.requests) == 4


def test_where_an_answer_is_kept_tells_no_secret():
    asked = {"query": "My password is 1234"}
    key = key_of(KEY, "http://dify.test/v1", asked)
    assert key.startswith("dify_chat:")
    assert "secret" not in key
    assert "1234" not in key
    assert key != key_of("app-other", "http://dify.test/v1", asked)


def test_a_cache_keeps_the_newest():
    cache = Cache(most=2)
    for name in ("a", "b", "c"):
        cache.put(name, {"is": name})
    assert [cache.get(name) for name in ("a", "b", "c")] == [None, {"is": "b"}, {"is": "c"}]


async def test_no_more_messages_are_under_way_than_may_be_and_one_that_fails_sinks_none():
    under_way, most = 0, 0

    async def serve(request: httpx2.Request) -> httpx2.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        for _ in range(5):
            await asyncio.sleep(0)
        under_way -= 1
        is_bad = b"Question 4" in request.content
        return refused(400, "invalid_param", "Not this one.") if is_bad else ok()

    async with concurrent(serve, max_concurrent=3) as client:
        asked = [{"inputs": {}, "query": f"Question {number}", "user": "ann"} for number in range(10)]
        results = await client.send_messages(asked)
    assert most == 3
    assert [result.status for result in results] == ["ok"] * 4 + ["error"] + ["ok"] * 5
    assert (results[4].error, results[4].message) == ("HTTP 400", "Not this one.")
    assert results[4].asked["query"] == "Question 4"
    assert {result.answer for result in results if result.status == "ok"} == {"Hello."}


async def test_a_stream_that_is_left_gives_its_place_back():
    fake = Fake(streamed([{"event": "message", "answer": str(number)} for number in range(5)]))
    async with concurrent(fake, max_concurrent=1) as client:
        stream = client.send_message_stream({}, "Hi", "ann")
        assert (await anext(stream))["answer"] == "0"
        await stream.aclose()
        again = [event async for event in client.send_message_stream({}, "Hi", "ann")]
    assert len(again) == 5


def test_connections_are_shared_for_a_key_and_an_address():
    first = shared_client(KEY, "http://dify.test/v1")
    assert shared_client(KEY, "http://dify.test/v1/") is first
    assert shared_client("app-other", "http://dify.test/v1") is not first
    limits = first.options.of_http(KEY, "")["limits"]
    assert (limits.max_connections, limits.max_keepalive_connections) == (50, 20)


def test_the_classes_of_errors_are_one_tree():
    for kind in (RateLimitError, AuthenticationError, ValidationError, ConnectionFailed, StreamError):
        assert issubclass(kind, APIError)
