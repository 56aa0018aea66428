"""Search in knowledge bases that are named when the tool is set up."""

from typing import Any

from engine.asking.context import context_of
from engine.knowledge.search import Dataset, RetrievalSettings
from engine.resources import Retrieval
from engine.tools.answers import shortened
from engine.tools.base import Cited, Json, Text, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.functions import Setting, tool


@tool(
    provider="knowledge",
    label="Search knowledge",
    use_cases=["what documents of the workspace say", "answers with their sources"],
    timeout=120,
)
async def knowledge_search(
    query: str,
    ctx: ToolContext,
    knowledge_base: Setting[str] = "",
    top_k: Setting[int] = 4,
    score_threshold: Setting[float] = 0.0,
) -> list[ToolMessage]:
    """Searches knowledge bases and gives the passages that fit best; the message cites them.

    Args:
        query: What to search for, as a question or a few words.
        knowledge_base: The knowledge bases, by id or name, separated by commas.
        top_k: How many passages at most, up to 50.
        score_threshold: How well a passage has to fit, from 0 to 1.
    """
    retrieval = ctx.resources.retrieval
    if retrieval is None:
        raise ToolInvokeError("no knowledge can be searched here")
    bases = await _bases(retrieval, knowledge_base)
    settings = RetrievalSettings(top_k=max(1, min(top_k, 50)), score_threshold=score_threshold or None)
    hits = await retrieval.retrieve(query, [base.id for base in bases], settings)
    results = [hit.as_result(place) for place, hit in enumerate(hits, 1)]
    found = context_of(results)
    said: list[dict[str, Any]] = [
        {"content": hit.content, "answer": hit.answer, "document": hit.document_name, "score": hit.score}
        for hit in hits
    ]
    text = shortened(found.text) or f"Nothing in {', '.join(base.name for base in bases)} fits {query!r}."
    return [Text(text), *(Json(one, is_repeat=True) for one in said), Cited(found.citations)]


async def _bases(retrieval: Retrieval, names: str) -> list[Dataset]:
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if not wanted:
        raise ToolInvokeError("the tool's settings name no knowledge base; enter its id or name")
    found = []
    for name in wanted:
        base = next(iter(await retrieval.datasets([name])), None) or await retrieval.named(name)
        if base is None:
            raise ToolInvokeError(f"there is no knowledge base {name!r}")
        found.append(base)
    return found
