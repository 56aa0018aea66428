"""Wikipedia: what its articles say at their beginning."""

from typing import Any, Final

from engine.tools.answers import Found, found_messages, script_of
from engine.tools.base import Parameter, ToolContext, ToolMessage
from engine.tools.functions import Setting, tool
from engine.tools.web import SECONDS, good_json

_WHO: Final = "Wikipedia"
_BASE: Final = Parameter(
    name="base_url",
    default="https://{language}.wikipedia.org",
    description="Where the encyclopedia is; {language} stands for the code of its language.",
)


@tool(
    provider="wikipedia",
    label="Search Wikipedia",
    use_cases=["people, places and things", "definitions", "history"],
    credentials=[_BASE],
    timeout=SECONDS,
)
async def wikipedia_search(
    query: str, ctx: ToolContext, language: str = "", max_results: Setting[int] = 3
) -> list[ToolMessage]:
    """Searches Wikipedia and gives the beginnings of the articles that fit best.

    Args:
        query: What to search for: a name or a few words.
        language: The code of the language, as in en, zh or de; that of the query's letters when empty.
        max_results: How many articles at most, up to 10.
    """
    code = language.strip().lower() or script_of(query)
    if not code.replace("-", "").isalnum() or not code.isascii():
        raise ValueError(f"{language!r} is no code of a language; one is written as in en or zh")
    limit = max(1, min(max_results, 10))
    answer = await good_json(
        ctx,
        ctx.credentials["base_url"].replace("{language}", code).rstrip("/") + "/w/api.php",
        who=_WHO,
        params={
            "action": "query",
            "format": "json",
            "formatversion": 2,
            "generator": "search",
            "gsrsearch": query,
            "gsrlimit": limit,
            "prop": "extracts|info",
            "inprop": "url",
            "exintro": 1,
            "explaintext": 1,
            "exlimit": limit,
            "redirects": 1,
        },
    )
    pages = (answer.get("query") or {}).get("pages") or [] if isinstance(answer, dict) else []
    return list(found_messages(query, [_article(page) for page in sorted(pages, key=_place)]))


def _place(page: dict[str, Any]) -> int:
    """Return the place among the results: pages come in the order of their numbers."""
    return int(page.get("index") or 0)


def _article(page: dict[str, Any]) -> Found:
    address = str(page.get("canonicalurl") or page.get("fullurl") or "")
    return Found(str(page.get("title") or ""), address, str(page.get("extract") or ""))
