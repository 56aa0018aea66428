"""The web page reader: what people read of a page, as Markdown; documents behind an address, too."""

import asyncio
import json
from typing import Final

from engine.errors import NodeError
from engine.extract import extract_apart
from engine.tools.answers import shortened
from engine.tools.base import Json, Text, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.functions import Setting, tool
from engine.tools.web import SECONDS, good
from engine.web.reply import Reply

_TEXTS: Final = ("text/", "application/json", "application/xml", "application/yaml")


@tool(
    provider="webscraper",
    label="Read a web page",
    use_cases=["read a page that a search found", "summarise an article", "read a PDF from the web"],
    timeout=60,
)
async def webscraper(
    url: str,
    ctx: ToolContext,
    target_selector: str = "",
    max_characters: Setting[int] = 20_000,
    user_agent: Setting[str] = "",
) -> list[ToolMessage]:
    """Reads a web page, or a document on the web, and gives its text as Markdown.

    Args:
        url: The address of the page.
        target_selector: A CSS selector of the part to read; its main part when empty.
        max_characters: How much of the text is given.
        user_agent: What the reader calls itself; some sites answer browsers only.
    """
    address, title, text = await _read_at(url, ctx, target_selector, user_agent)
    read = shortened(text, max(100, max_characters))
    page = {"url": address, "title": title, "text": text[: max(100, max_characters)]}
    return [Text(f"# {title}\n\n{read}" if title else read), Json(page, is_repeat=True)]


@tool(provider="webscraper", label="Read a web page as JSON", use_cases=["read a page field by field"], timeout=60)
async def jina_reader(url: str, ctx: ToolContext, target_selector: Setting[str] = "") -> str:
    """Reads a web page, and gives JSON with `data.title`, `data.url` and `data.content`, as Jina's reader does.

    Args:
        url: The address of the page.
        target_selector: A CSS selector of the part to read; its main part when empty.
    """
    address, title, text = await _read_at(url, ctx, target_selector)
    page = {"title": title, "url": address, "content": text}
    return json.dumps({"code": 200, "status": 20_000, "data": page}, ensure_ascii=False)


async def _read_at(url: str, ctx: ToolContext, selector: str, user_agent: str = "") -> tuple[str, str, str]:
    """Return where a page was found in the end, its title and its text."""
    address = url.strip() if "://" in url else f"https://{url.strip()}"
    headers = {"user-agent": user_agent} if user_agent else {}
    reply = await good(ctx, address, who=address, headers=headers, timeout=SECONDS)
    title, text = await _read(reply, selector)
    if not text:
        raise ToolInvokeError(f"there is nothing to read at {address}; its text may be put there by a script")
    return str(reply.url), title, text


async def _read(reply: Reply, selector: str) -> tuple[str, str]:
    """Return title and text of what came back."""
    mime_type = reply.mime_type
    if mime_type in ("text/html", "application/xhtml+xml"):
        return await asyncio.to_thread(_page, reply.text, str(reply.url), selector)
    if mime_type.startswith(_TEXTS):
        return "", reply.text.strip()
    try:
        extracted = await extract_apart(reply.body, filename=reply.filename, mime_type=mime_type)
    except NodeError as error:
        raise ToolInvokeError(f"{reply.url} is {mime_type}: {error}") from error
    return reply.filename, extracted.text.strip()


def _page(html: str, address: str, selector: str) -> tuple[str, str]:
    """Return title and text of a page."""
    from engine.extract.webpage import NothingThere, web_page  # noqa: PLC0415 - its parser is loaded with the first page

    try:
        page = web_page(html, address=address, selector=selector)
    except NothingThere as error:
        raise ToolInvokeError(f"{address}: {error}") from error
    return page.title, page.text
