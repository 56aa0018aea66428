"""Web search by Brave, which has an index of its own."""

import re
from typing import Final

from engine.tools.answers import Found, found_messages
from engine.tools.base import ToolContext, ToolMessage
from engine.tools.functions import tool
from engine.tools.web import SECONDS, api_key, base_url, good_json

_WHO: Final = "Brave"
_TAG: Final = re.compile(r"</?strong>")  # around the words that were searched for


@tool(
    provider="brave",
    label="Search with Brave",
    use_cases=["find pages on the web"],
    credentials=[
        api_key("https://api-dashboard.search.brave.com"),
        base_url("https://api.search.brave.com/res/v1/web/search"),
    ],
    timeout=SECONDS,
)
async def brave_search(query: str, ctx: ToolContext, count: int = 5) -> list[ToolMessage]:
    """Searches the web and gives titles, addresses and short texts of the pages that fit best.

    Args:
        query: What to search for, in a few words.
        count: How many pages at most, up to 20.
    """
    answer = await good_json(
        ctx,
        ctx.credentials["base_url"],
        who=_WHO,
        params={"q": query, "count": max(1, min(count, 20))},
        headers={"x-subscription-token": ctx.credentials["api_key"], "accept": "application/json"},
    )
    pages = (answer.get("web") or {}).get("results") or [] if isinstance(answer, dict) else []
    found = [
        Found(
            _TAG.sub("", str(one.get("title") or "")),
            str(one.get("url") or ""),
            _TAG.sub("", str(one.get("description") or "")),
            {key: one[key] for key in ("age",) if one.get(key)},
        )
        for one in pages
    ]
    return list(found_messages(query, found))
