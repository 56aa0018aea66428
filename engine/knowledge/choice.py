"""What a model decides before a search: which knowledge base to search, and which documents count."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from engine.asking.asking import Asker, AskingConfig
from engine.asking.extraction import found_in
from engine.asking.model_settings import ModelSettings
from engine.events import Usage
from engine.knowledge.metadata import OPERATORS
from engine.knowledge.search import Dataset, MetadataCondition
from engine.models.base import ToolSpec
from engine.nodes.base import Context

_CHOOSE = """Choose the one knowledge base in which the user's question is most likely answered.
The knowledge bases, one per line:
{datasets}
{how}"""
_BY_TEXT = "Answer with one JSON object whose only key is `dataset_id`, or with {} when none of them fits."
_BY_CALL = "Call the function `search` with its id, or call nothing when none of them fits."

_FILTER = """Derive filters for documents from the user's question. Filter only by what the question says.
The documents have these metadata fields: {fields}.
Answer with one JSON object and nothing else. Its only key is `conditions`, a list, empty when nothing is to be
filtered. Each element is an object with the keys `name` (a field from above), `comparison_operator` (one of
{operators}) and `value` (a text)."""


async def chosen_dataset(
    ctx: Context, settings: ModelSettings, query: str, datasets: Sequence[Dataset]
) -> tuple[Dataset | None, Usage]:
    """Return the knowledge base that the model picks for a query, None when it picks none of them.

    Raises:
        ModelError, NodeError: the model could not be asked.
    """
    asker = Asker(ctx, AskingConfig(model=settings))
    lines = [json.dumps(_described(dataset), ensure_ascii=False) for dataset in datasets]
    by_id = {dataset.id: dataset for dataset in datasets}
    calls = asker.model.abilities.tools and settings.mode == "chat"
    instructions = _CHOOSE.format(datasets="\n".join(lines), how=_BY_CALL if calls else _BY_TEXT)
    answer = await asker.ask(instructions, query, tools=[_search(list(by_id))] if calls else ())
    written = answer.tool_calls[0].arguments if answer.tool_calls else answer.text
    picked = (found_in(written) or {}).get("dataset_id")
    return by_id.get(str(picked)), answer.usage


async def derived_conditions(
    ctx: Context, settings: ModelSettings, query: str, fields: Sequence[str]
) -> tuple[list[MetadataCondition], Usage]:
    """Return the conditions that the model reads out of a query; [] when its reply holds none.

    Raises:
        ModelError, NodeError: the model could not be asked.
    """
    asker = Asker(ctx, AskingConfig(model=settings))
    instructions = _FILTER.format(fields=", ".join(fields), operators=", ".join(OPERATORS))
    answer = await asker.ask(instructions, query)
    conditions = (found_in(answer.text) or {}).get("conditions")
    items = conditions if isinstance(conditions, list) else []
    return [_condition(item) for item in items if _is_known(item, fields)], answer.usage


def _described(dataset: Dataset) -> dict[str, str]:
    return {"dataset_id": dataset.id, "name": dataset.name, "description": dataset.description}


def _search(ids: Sequence[str]) -> ToolSpec:
    schema = {"type": "object", "properties": {"dataset_id": {"type": "string", "enum": ids}}}
    return ToolSpec("search", "Searches a knowledge base.", {**schema, "required": ["dataset_id"]})


def _is_known(item: Any, fields: Sequence[str]) -> bool:
    return isinstance(item, Mapping) and item.get("name") in fields and item.get("comparison_operator") in OPERATORS


def _condition(item: Mapping[str, Any]) -> MetadataCondition:
    return MetadataCondition(str(item["name"]), str(item["comparison_operator"]), item.get("value"))
