"""What a search of knowledge bases takes and gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.values import File


@dataclass(frozen=True, slots=True)
class Dataset:
    """A knowledge base that can be searched."""

    id: str
    name: str
    description: str = ""
    metadata_fields: Sequence[str] = ()  # by which documents can be filtered


@dataclass(frozen=True, slots=True)
class MetadataCondition:
    """A test of one metadata field of a document; `value` has its variables filled in."""

    name: str
    operator: str
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalSettings:
    """How to search, and how much to give."""

    top_k: int = 4
    score_threshold: float | None = None  # None or not above 0: every score will do
    reranking: Literal["none", "weighted_score", "reranking_model"] = "none"
    reranking_model: tuple[str, str] = ("", "")  # provider and name
    vector_weight: float = 0.7
    keyword_weight: float = 0.3
    embedding_model: tuple[str, str] = ("", "")  # of the weighted score
    conditions: Sequence[MetadataCondition] = ()  # that a document's metadata must fulfil
    logical_operator: Literal["and", "or"] = "and"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A piece of a document that fits a query; `score` is from 0 to 1."""

    content: str
    score: float
    dataset_id: str
    dataset_name: str
    document_id: str
    document_name: str
    segment_id: str
    answer: str | None = None  # of a segment that is a question, `content`
    title: str = ""  # the document's name when empty
    data_source_type: str = "upload_file"
    position: int = 1  # of the segment in its document, from 1
    page: int | None = None  # from 1, where the document has pages
    hit_count: int = 0
    word_count: int = 0
    index_node_hash: str | None = None
    doc_metadata: Mapping[str, Any] = field(default_factory=dict)
    child_chunks: Sequence[Mapping[str, Any]] = ()
    summary: str | None = None
    url: str | None = None
    icon: str | None = None
    files: Sequence[File] = ()

    def as_result(self, position: int) -> dict[str, Any]:
        """Return the element of a node's `result`; `position` counts from 1 among all hits."""
        content = self.content if self.answer is None else f"question:{self.content} \nanswer:{self.answer}"
        given = {"url": self.url, "icon": self.icon, "summary": self.summary, "files": list(self.files)}
        return {
            "content": content,
            "title": self.title or self.document_name,
            **{name: value for name, value in given.items() if value},
            "metadata": {"_source": "knowledge", "position": position, **self._metadata()},
        }

    def _metadata(self) -> dict[str, Any]:
        return {
            "dataset_id": self.dataset_id,
            "dataset_name": self.dataset_name,
            "document_id": self.document_id,
            "document_name": self.document_name,
            "data_source_type": self.data_source_type,
            "segment_id": self.segment_id,
            "retriever_from": "workflow",
            "score": self.score,
            **({"child_chunks": list(self.child_chunks)} if self.child_chunks else {}),
            "segment_hit_count": self.hit_count,
            "segment_word_count": self.word_count or len(self.content),
            "segment_position": self.position,
            **({"page": self.page} if self.page is not None else {}),
            "segment_index_node_hash": self.index_node_hash,
            "doc_metadata": dict(self.doc_metadata),
        }
