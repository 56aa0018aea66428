"""Web search by a SearXNG: a search engine of one's own that asks many others."""

from typing import Final, Literal

from engine.tools.answers import Found, found_messages
from engine.tools.base import Parameter, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.functions import Setting, tool
from engine.tools.web import SECONDS, good_json

_WHO: Final = "SearXNG"
_BASE: Final = Parameter(
    name="base_url",
    required=True,
    description="Where the server is, as in https://search.example.org; its settings must list json among the formats.",
)


@tool(
    provider="searxng",
    label="Search with SearXNG",
    use_cases=["find pages on the web", "search without a key or a vendor"],
    credentials=[_BASE],
    timeout=SECONDS,
)
async def searxng_search(
    query: str,
    ctx: ToolContext,
    search_type: Setting[
        Literal["general", "images", "videos", "news", "map", "music", "it", "science", "files", "social_media"]
    ] = "general",
    time_range: Setting[Literal["day", "week", "month", "year"] | None] = None,
    max_results: Setting[int] = 5,
) -> list[ToolMessage]:
    """Searches the web and gives titles, addresses and short texts of the pages that fit best.

    Args:
        query: What to search for, in a few words.
        search_type: What is searched.
        time_range: How old the results may be.
        max_results: How many at most.
    """
    asked = {"q": query, "format": "json", "categories": search_type.replace("_", " ")}
    if time_range:
        asked["time_range"] = time_range
    answer = await good_json(ctx, ctx.credentials["base_url"].rstrip("/") + "/search", who=_WHO, params=asked)
    if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
        raise ToolInvokeError(f"{_WHO} answered without results: {answer!r:.200}")
    found = [
        Found(
            str(one.get("title") or ""),
            str(one.get("url") or ""),
            str(one.get("content") or ""),
            {key: one[key] for key in ("img_src", "publishedDate", "score") if one.get(key) is not None},
        )
        for one in answer["results"][: max(1, max_results)]
    ]
    said = [text for text in map(_said, answer.get("answers") or []) if text]
    return list(found_messages(query, found, answer="\n".join(said)))


def _said(answer: object) -> str:
    """Return an answer that an engine gave at once; older servers send texts, newer ones objects."""
    return str(answer.get("answer") or "") if isinstance(answer, dict) else str(answer)
