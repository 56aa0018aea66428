"""How tools ask services of the web: guarded, bounded, and with errors that say who failed and what to do."""

import json
from typing import Any, Final

import httpx2

from engine.tools.base import Parameter, ToolContext, ToolInvokeError
from engine.web.guard import BodyTooLarge, read_body
from engine.web.reply import Reply, known_encoding

MOST_BYTES: Final = 5 * 2**20  # of an answer
AGENT: Final = "Mozilla/5.0 (compatible; Millrace; tools)"
SECONDS: Final = 30.0  # that a tool has which asks one service

_SHOWN: Final = 300  # characters of an answer that tells what is wrong
_ADVICE: Final = {
    401: "it refuses the key; check what is entered for it on the page Tools",
    402: "the account behind the key has nothing left to spend",
    403: "it refuses the key or this machine; check what is entered for it on the page Tools",
    404: "there is no such thing; check the address and the arguments",
    429: "it takes no more requests for now; try again later or with another tool",
}


def base_url(default: str, *, description: str = "") -> Parameter:
    """Return what is asked for where a service stands: people may name a mirror, a proxy or a server of their own."""
    return Parameter(
        name="base_url", default=default, description=description or f"Where the service is; {default} when empty."
    )


def api_key(where: str) -> Parameter:
    """Return the key that a service asks for; `where` says where to get one."""
    return Parameter(name="api_key", required=True, description=f"The key; made at {where}.")


async def fetched(ctx: ToolContext, url: str, *, who: str, method: str = "GET", **request: Any) -> Reply:
    """Return the answer of a service, whatever its status; `request` are further arguments of httpx.

    Raises:
        ToolInvokeError: it cannot be reached or answers with too much; `who` is named.
    """
    if ctx.resources.http is None:
        raise ToolInvokeError(f"nothing is fetched from the web here, so {who} cannot be asked")
    request["headers"] = {"user-agent": AGENT, **(request.get("headers") or {})}
    try:
        async with ctx.resources.http.stream(method, url, **request) as response:
            body = b"" if method == "HEAD" else await read_body(response, MOST_BYTES)
            return Reply(
                response.status_code,
                dict(response.headers),
                body,
                is_file=False,
                url=response.url,
                encoding=known_encoding(response.charset_encoding),
            )
    except BodyTooLarge as error:
        raise ToolInvokeError(f"{who} answered with too much: {error}") from error
    except httpx2.TimeoutException as error:
        raise ToolInvokeError(f"{who} did not answer in time ({type(error).__name__})") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise ToolInvokeError(f"{who} cannot be reached: {error or type(error).__name__}") from error


async def good(ctx: ToolContext, url: str, *, who: str, **request: Any) -> Reply:
    """Return the answer of a service; one that says that it failed is a failure.

    Raises:
        ToolInvokeError: as `fetched`, or it answered with a status of 400 and more, which is told with what helps.
    """
    reply = await fetched(ctx, url, who=who, **request)
    if reply.status >= 400:
        told = " ".join(reply.text.split())
        advice = _ADVICE.get(reply.status, "")
        raise ToolInvokeError(
            f"{who} answered with status {reply.status}"
            + (f": {advice}" if advice else "")
            + (f" ({told:.{_SHOWN}})" if told and "<" not in told[:1] else "")
        )
    return reply


async def good_json(ctx: ToolContext, url: str, *, who: str, **request: Any) -> Any:
    """Return the JSON that a service answers with; raises as `good`, and when it is none."""
    reply = await good(ctx, url, who=who, **request)
    try:
        return json.loads(reply.body)
    except ValueError as error:
        raise ToolInvokeError(f"{who} answered with something else than JSON: {reply.text:.{_SHOWN}}") from error
