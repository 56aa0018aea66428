"""Web search by DuckDuckGo, which asks for no key: its pages for browsers without scripts are read."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qs, urljoin, urlsplit

from engine.tools.answers import Found, found_messages
from engine.tools.base import ToolContext, ToolInvokeError, ToolMessage
from engine.tools.functions import Setting, tool
from engine.tools.web import SECONDS, base_url, good

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_WHO: Final = "DuckDuckGo"
_MOST: Final = 20


@tool(
    provider="duckduckgo",
    label="Search with DuckDuckGo",
    use_cases=["find pages on the web", "what happened lately", "facts that may have changed"],
    credentials=[base_url("https://html.duckduckgo.com/html/")],
    timeout=SECONDS,
)
async def ddgo_search(
    query: str,
    ctx: ToolContext,
    max_results: Setting[int] = 5,
    result_type: Setting[Literal["text", "json"]] = "text",
    region: Setting[str] = "wt-wt",
) -> list[ToolMessage]:
    """Searches the web and gives titles, addresses and short texts of the pages that fit best.

    Args:
        query: What to search for, in a few words.
        max_results: How many pages at most, up to 20.
        result_type: Whether the answer is a numbered list, or JSON.
        region: Whose results come first, as in cn-zh or us-en; wt-wt for no region.
    """
    reply = await good(ctx, ctx.credentials["base_url"], who=_WHO, method="POST", data={"q": query, "kl": region})
    found = await asyncio.to_thread(_found, reply.text)
    if not found and _is_challenge(reply.status, reply.text):
        raise ToolInvokeError(
            f"{_WHO} takes this machine for a robot and asks for a sign of a person; "
            "try again later, or search with SearXNG, Tavily or Brave"
        )
    found = found[: max(1, min(max_results, _MOST))]
    return list(found_messages(query, found, as_json=result_type == "json"))


def _found(html: str) -> list[Found]:
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - parsers are loaded with the first page

    tree = LexborHTMLParser(html)
    return [*_of_html(tree)] or [*_of_lite(tree)]


def _of_html(tree: "LexborHTMLParser") -> Iterator[Found]:
    for result in tree.css(".result"):
        link = result.css_first("a.result__a")
        if link is not None and "result--ad" not in (result.attributes.get("class") or ""):
            yield Found(_text(link), _address(link), _text(result.css_first(".result__snippet")))


def _of_lite(tree: "LexborHTMLParser") -> Iterator[Found]:
    """Yield what the smaller page has: a table in which the text follows the link."""
    links = [link for link in tree.css("a.result-link") if "y.js?ad_domain" not in (link.attributes.get("href") or "")]
    texts = tree.css("td.result-snippet")
    for place, link in enumerate(links):
        yield Found(_text(link), _address(link), _text(texts[place]) if place < len(texts) else "")


def _address(link: "LexborNode") -> str:
    """Return where a result leads: its links go over a page of DuckDuckGo, which names the real one."""
    href = urljoin("https://duckduckgo.com/", link.attributes.get("href") or "")
    real = parse_qs(urlsplit(href).query).get("uddg")
    return real[0] if real else href


def _text(node: "LexborNode | None") -> str:
    return "" if node is None else " ".join(node.text().split())


def _is_challenge(status: int, html: str) -> bool:
    return status == 202 or "anomaly" in html
