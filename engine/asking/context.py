"""What a model is given to answer from: the value behind `{{#context#}}`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import NodeError
from engine.values import File, revive

# The keys of a citation, and what retrieval calls them in an item's metadata where that differs.
_CITED = {
    **{name: name for name in ("dataset_id", "dataset_name", "document_id", "document_name", "data_source_type")},
    **{name: name for name in ("segment_id", "retriever_from", "score", "page", "doc_metadata")},
    "hit_count": "segment_hit_count",
    "word_count": "segment_word_count",
    "segment_position": "segment_position",
    "index_node_hash": "segment_index_node_hash",
}


@dataclass(frozen=True, slots=True)
class KnowledgeContext:
    """The text for the prompt, and what of it came from knowledge bases."""

    text: str = ""
    citations: Sequence[Mapping[str, Any]] = ()
    files: Sequence[File] = ()


def context_of(value: Any) -> KnowledgeContext:
    """Return what `value` gives a model: text as it is, items joined by newlines, nothing for other values.

    Raises:
        NodeError: an item is an object without `content`.
    """
    if isinstance(value, str):
        return KnowledgeContext(str(value))
    if not isinstance(value, list):
        return KnowledgeContext()
    items = [item for item in value if isinstance(item, Mapping)]
    known = [item for item in items if _metadata(item).get("_source") == "knowledge"]
    return KnowledgeContext(
        text="\n".join(_text(item) for item in value).strip(),
        citations=[_citation(item, position) for position, item in enumerate(known, 1)],
        files=[file for item in known for file in map(revive, item.get("files") or ()) if isinstance(file, File)],
    )


def _text(item: Any) -> str:
    if isinstance(item, str):
        return str(item)
    if not isinstance(item, Mapping) or "content" not in item:
        raise NodeError(f"Invalid context structure: an item has no content: {item!r:.200}")
    summary = item.get("summary")
    return f"{summary}\n{item['content']}" if summary else str(item["content"])


def _metadata(item: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = item.get("metadata")
    return metadata if isinstance(metadata, Mapping) else {}


def _citation(item: Mapping[str, Any], position: int) -> dict[str, Any]:
    metadata = _metadata(item)
    cited = {name: metadata.get(source) for name, source in _CITED.items()}
    own = {name: item.get(name) for name in ("content", "title", "files", "summary")}
    return {"position": metadata.get("position") or position, **cited, **own}
