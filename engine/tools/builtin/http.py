"""HTTP requests: guarded as all that leaves, and to hosts of one's choice alone where some are named."""

import json
from collections.abc import Sequence
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from engine.tools.answers import shortened
from engine.tools.base import Json, Made, Text, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.functions import Setting, tool
from engine.tools.web import fetched
from engine.web.reply import Reply, is_file_body

_LONGEST_SENT: Final = 1_000_000  # characters of a body


@tool(
    provider="http",
    label="HTTP request",
    use_cases=["ask an API", "send data to a service"],
    has_side_effects=True,
    timeout=60,
)
async def http_request(
    url: str,
    ctx: ToolContext,
    *,
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] = "GET",
    headers: dict[str, str] | None = None,
    query: dict[str, Any] | None = None,
    body: str = "",
    allowed_hosts: Setting[str] = "",
    allowed_methods: Setting[str] = "",
    fixed_headers: Setting[dict[str, str] | None] = None,
    max_characters: Setting[int] = 20_000,
) -> list[ToolMessage]:
    """Sends an HTTP request and gives the status and the body of the answer.

    Args:
        url: The address, with http:// or https://.
        method: The method of the request.
        headers: Headers of the request by name.
        query: What follows the ? of the address, by name.
        body: What is sent; JSON is marked as such.
        allowed_hosts: Only these hosts may be asked, separated by commas, as in api.example.org; any when empty.
        allowed_methods: Only these methods may be used, separated by commas, as in GET, HEAD; any when empty.
        fixed_headers: Headers that every request carries, such as a key; they need allowed_hosts.
        max_characters: How much of a text is given.
    """
    hosts = _listed(allowed_hosts)
    _check(url, method, hosts, [name.upper() for name in _listed(allowed_methods)])
    if fixed_headers and not hosts:
        raise ToolInvokeError("fixed_headers are sent to allowed_hosts only; name those hosts in the tool's settings")
    if len(body) > _LONGEST_SENT:
        raise ToolInvokeError(f"a body has at most {_LONGEST_SENT:,} characters, not {len(body):,}")
    sent = {**(headers or {}), **(fixed_headers or {})}
    if body and not any(name.lower() == "content-type" for name in sent):
        sent["content-type"] = "application/json" if _is_json(body) else "text/plain; charset=utf-8"
    reply = await fetched(
        ctx,
        url,
        who=urlsplit(url).netloc,
        method=method,
        headers=sent,
        params=query or None,
        content=body.encode() if body else None,
        follow_redirects=not hosts,  # elsewhere may be no host of those
    )
    return await _told(ctx, reply, max(100, max_characters))


async def _told(ctx: ToolContext, reply: Reply, most: int) -> list[ToolMessage]:
    answer: dict[str, Any] = {"status": reply.status, "headers": reply.headers}
    if is_file_body(reply.headers, reply.body) and ctx.resources.files is not None:
        file = await ctx.resources.files.write(reply.body, filename=reply.filename, mime_type=reply.mime_type)
        return [Text(f"Status {reply.status}\n"), Made(file), Json(answer, is_repeat=True)]
    text = reply.text
    return [
        Text(f"Status {reply.status}\n\n{shortened(text, most)}".strip()),
        Json({**answer, "body": _value(text)}, is_repeat=True),
    ]


def _check(url: str, method: str, hosts: Sequence[str], methods: Sequence[str]) -> None:
    try:
        address = urlsplit(url.strip())
        host = (address.hostname or "").lower()
    except ValueError as error:
        raise ToolInvokeError(f"{url!r} is no address: {error}") from error
    if address.scheme not in ("http", "https") or not host:
        raise ToolInvokeError(f"{url!r:.200} is no address of the web; one begins with http:// or https://")
    if hosts and host not in hosts and address.netloc.lower() not in hosts:
        raise ToolInvokeError(f"{host} is none of the hosts that this tool may ask: {', '.join(hosts)}")
    if methods and method not in methods:
        raise ToolInvokeError(f"{method} is none of the methods that this tool may use: {', '.join(methods)}")


def _listed(text: str) -> list[str]:
    return [part.strip().lower() for part in text.replace("\n", ",").split(",") if part.strip()]


def _is_json(text: str) -> bool:
    return not isinstance(_value(text), str) or text.strip().startswith('"')


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
