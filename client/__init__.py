"""A typed client of the service API, blocking and async: `DifyAPIClient`, `AsyncDifyAPIClient`.

    from client import DifyAPIClient

    with DifyAPIClient("app-…", base_url="http://localhost:8501/v1") as app:
        for event in app.send_message({}, "What can you do?", user="ann"):
            print(event.get("answer", ""), end="")

It needs httpx2 alone and none of the server's code.
"""

from client.asynchronous import AsyncDifyAPIClient, Result
from client.blocking import DifyAPIClient, shared_client
from client.cache import Cache
from client.errors import APIError, AuthenticationError, ConnectionFailed, RateLimitError, StreamError, ValidationError
from client.events import Event, EventLines
from client.options import VERSION, Options

__all__ = [
    "VERSION",
    "APIError",
    "AsyncDifyAPIClient",
    "AuthenticationError",
    "Cache",
    "ConnectionFailed",
    "DifyAPIClient",
    "Event",
    "EventLines",
    "Options",
    "RateLimitError",
    "Result",
    "StreamError",
    "ValidationError",
    "shared_client",
]
