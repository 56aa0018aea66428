"""A server in the shape of Dify's that answers as a test has written down, one answer for each request."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import httpx2

Answer = httpx2.Response | Exception | Callable[[httpx2.Request], httpx2.Response]

WHOLE = {"event": "message", "answer": "Hello.", "conversation_id": "c", "message_id": "m", "metadata": {}}


class Fake:
    """Gives `answers` in their order, the last one again and again; keeps what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []
        self.waited: list[float] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx2.Response):
            return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)
        return answer(request)

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)

    async def asleep(self, seconds: float) -> None:
        self.waited.append(seconds)

    @property
    def bodies(self) -> list[Any]:
        """Return the JSON of what was asked."""
        return [json.loads(request.content) for request in self.requests if request.content]


def ok(body: Any = WHOLE) -> httpx2.Response:
    return httpx2.Response(200, json=body)


def refused(status: int, code: str = "", message: str = "No.", **headers: str) -> httpx2.Response:
    body = {"code": code, "message": message, "status": status}
    return httpx2.Response(status, json=body, headers=headers)


def streamed(events: Sequence[Any], *more: str) -> httpx2.Response:
    lines = [f"data: {json.dumps(event, ensure_ascii=False)}\n\n" for event in events]
    return httpx2.Response(
        200, content="".join([*lines, *more]).encode(), headers={"content-type": "text/event-stream"}
    )
