"""Web search by Tavily, made for models: pages come with what they say to the question."""

from typing import Any, Final, Literal

from engine.tools.answers import Found, found_messages, shortened
from engine.tools.base import Json, Text, ToolContext, ToolMessage
from engine.tools.functions import Setting, tool
from engine.tools.web import SECONDS, api_key, base_url, good_json

_WHO: Final = "Tavily"
_CREDENTIALS: Final = (api_key("https://app.tavily.com"), base_url("https://api.tavily.com"))
_ANY: Final = "not_specified"


@tool(
    provider="tavily",
    label="Search with Tavily",
    use_cases=["research a question on the web", "news and finance"],
    credentials=_CREDENTIALS,
    timeout=60,
)
async def tavily_search(
    query: str,
    ctx: ToolContext,
    *,
    search_depth: Literal["basic", "advanced", "fast", "ultra-fast"] = "basic",
    topic: Literal["general", "news", "finance"] = "general",
    time_range: Literal["not_specified", "day", "week", "month", "year"] = "not_specified",
    include_domains: str = "",
    exclude_domains: str = "",
    max_results: Setting[int] = 5,
    include_answer: Setting[Literal["false", "true", "basic", "advanced"]] = "false",
    include_raw_content: Setting[Literal["false", "true", "markdown", "text"]] = "false",
    include_images: Setting[bool] = False,
) -> list[ToolMessage]:
    """Searches the web and gives the pages that fit best, each with what it says to the question.

    Args:
        query: What to search for.
        search_depth: How thoroughly to search; advanced takes longer and costs more.
        topic: What kind of pages to search.
        time_range: How old the pages may be.
        include_domains: Only pages of these sites, separated by commas.
        exclude_domains: No pages of these sites, separated by commas.
        max_results: How many pages at most, up to 20.
        include_answer: Whether a short answer comes along, and how detailed.
        include_raw_content: Whether the whole text of the pages comes along, and how it is written.
        include_images: Whether addresses of pictures come along.
    """
    asked: dict[str, Any] = {
        "query": query,
        "search_depth": search_depth,
        "topic": topic,
        "time_range": None if time_range == _ANY else time_range,
        "include_domains": _listed(include_domains),
        "exclude_domains": _listed(exclude_domains),
        "max_results": max(1, min(max_results, 20)),
        "include_answer": _switch(include_answer),
        "include_raw_content": _switch(include_raw_content),
        "include_images": include_images,
    }
    answer = await _asked(ctx, "/search", {key: value for key, value in asked.items() if value not in (None, [])})
    found = [
        Found(
            str(one.get("title") or ""),
            str(one.get("url") or ""),
            str(one.get("raw_content") or one.get("content") or ""),
            {key: one[key] for key in ("score", "published_date") if one.get(key) is not None},
        )
        for one in answer.get("results") or []
    ]
    messages = list(found_messages(query, found, answer=str(answer.get("answer") or "")))
    pictures = [one.get("url") if isinstance(one, dict) else one for one in answer.get("images") or []]
    return [*messages, *([Json({"images": pictures})] if pictures else [])]


@tool(
    provider="tavily",
    label="Read pages with Tavily",
    use_cases=["read pages that need a browser"],
    credentials=_CREDENTIALS,
    timeout=60,
)
async def tavily_extract(
    urls: str,
    ctx: ToolContext,
    extract_depth: Literal["basic", "advanced"] = "basic",
    format: Setting[Literal["markdown", "text"]] = "markdown",
) -> list[ToolMessage]:
    """Gives the text of web pages.

    Args:
        urls: The addresses of the pages, separated by commas.
        extract_depth: How thoroughly to read; advanced also finds tables and what scripts put there.
        format: How the text is written.
    """
    asked = {"urls": _listed(urls), "extract_depth": extract_depth, "format": format}
    answer = await _asked(ctx, "/extract", asked)
    pages = [(str(one.get("url")), str(one.get("raw_content") or "")) for one in answer.get("results") or []]
    failed = [f"{one.get('url')} could not be read: {one.get('error')}" for one in answer.get("failed_results") or []]
    text = "\n\n".join([*(f"# {url}\n\n{text}" for url, text in pages), *failed])
    return [
        Text(shortened(text) or "Nothing could be read."),
        *(Json({"url": url, "text": text}, is_repeat=True) for url, text in pages),
    ]


async def _asked(ctx: ToolContext, path: str, asked: dict[str, Any]) -> dict[str, Any]:
    answer = await good_json(
        ctx,
        ctx.credentials["base_url"].rstrip("/") + path,
        who=_WHO,
        method="POST",
        headers={"authorization": f"Bearer {ctx.credentials['api_key']}"},
        json=asked,
        timeout=SECONDS,
    )
    return answer if isinstance(answer, dict) else {}


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]


def _switch(value: str) -> bool | str:
    return {"false": False, "true": True}.get(value, value)
