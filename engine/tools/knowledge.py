"""A knowledge base as a tool of an agent."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.asking.context import context_of
from engine.knowledge.search import Dataset, RetrievalSettings
from engine.tools.base import Cited, Parameter, Text, ToolContext, ToolMessage
from engine.values import as_text

_QUERY = Parameter(name="query", required=True, description="What to search for.")
_NOTHING = "Nothing in this knowledge base fits the query."


@dataclass(frozen=True, slots=True)
class KnowledgeTool:
    """Searches one knowledge base; what it finds is cited at the end of the message."""

    dataset: Dataset
    settings: RetrievalSettings
    parameters: Sequence[Parameter] = (_QUERY,)
    provider: str = "dataset"
    use_cases: Sequence[str] = ()
    credentials: Sequence[Parameter] = ()
    has_side_effects: bool = False
    timeout: float | None = None  # its models have limits of their own
    repeatable: bool = False  # knowledge bases change
    version: int = 1

    @property
    def name(self) -> str:
        """Return a name that no other knowledge base has."""
        return f"dataset_{re.sub(r'[^A-Za-z0-9_]', '_', self.dataset.id)}"[:48]

    @property
    def label(self) -> str:
        """Return the name of the knowledge base."""
        return self.dataset.name

    @property
    def description(self) -> str:
        """Return what is in the knowledge base, as far as someone wrote it."""
        return self.dataset.description or f"Searches the knowledge base {self.dataset.name!r}."

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Search."""
        retrieval = ctx.resources.retrieval
        query = as_text(arguments["query"])
        hits = [] if retrieval is None else await retrieval.retrieve(query, [self.dataset.id], self.settings)
        found = context_of([hit.as_result(place) for place, hit in enumerate(hits, 1)])
        yield Text(found.text or _NOTHING)
        yield Cited(found.citations)
