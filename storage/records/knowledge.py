"""Knowledge bases, their documents and pieces, and what searches of them compare and leave behind."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from storage.ids import new_id
from storage.records.base import Json, Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset(Record):
    """A knowledge base: how its documents are cut, embedded and searched."""

    table: ClassVar[str] = "datasets"

    id: str = field(default_factory=new_id)
    workspace_id: str
    number: int  # small, for the postings
    name: str
    description: str = ""
    permission: str = "only_me"  # or all_team_members, partial_members
    members: list[Any] = field(default_factory=list)  # ids of accounts, of partial_members
    icon: str | None = None
    icon_background: str | None = None
    indexing_technique: str | None = None  # high_quality or economy; None until the first document
    embedding_provider: str | None = None
    embedding_model: str | None = None
    dimensions: int | None = None  # of the vectors, None before the first
    doc_form: str = "text_model"  # or hierarchical_model, qa_model
    process_rule: Json = field(default_factory=dict)
    retrieval_model: Json = field(default_factory=dict)
    has_built_in_fields: bool = False
    enable_api: bool = True
    created_by: str | None = None
    created_at: float = field(default_factory=now)
    updated_by: str | None = None
    updated_at: float = field(default_factory=now)
    vector_store: str | None = None  # of a plugin, as plugin/name, that holds its vectors; None: the database


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataField(Record):
    """A field that documents of a base may have, by which searches can filter."""

    table: ClassVar[str] = "metadata_fields"

    id: str = field(default_factory=new_id)
    workspace_id: str
    dataset_id: str
    name: str
    type: str
    created_by: str | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Record):
    """A label for knowledge bases or apps."""

    table: ClassVar[str] = "tags"

    id: str = field(default_factory=new_id)
    workspace_id: str
    type: str = "knowledge"
    name: str
    created_by: str | None = None
    created_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class TagBinding(Record):
    """A tag on something."""

    table: ClassVar[str] = "tag_bindings"

    tag_id: str
    target_id: str
    workspace_id: str
    created_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument(Record):
    """A document of a knowledge base and how far its indexing has come."""

    table: ClassVar[str] = "documents"

    id: str = field(default_factory=new_id)
    workspace_id: str
    dataset_id: str
    position: int
    batch: str
    name: str
    data_source_type: str = "upload_file"  # or url, text
    data_source: Json = field(default_factory=dict)
    doc_form: str = "text_model"
    doc_language: str = "English"
    process_rule: Json = field(default_factory=dict)
    indexing_status: str = "waiting"  # parsing, cleaning, splitting, indexing, completed, error, paused
    attempt: int = 0  # counts the starts of indexing; what an older one hands in is dropped
    failures: int = 0  # in a row, of the present text
    retry_at: float | None = None  # when the next attempt is due
    progress: float = 0.0  # 0 to 1
    completed_segments: int = 0
    total_segments: int = 0
    error: str | None = None
    enabled: bool = True
    disabled_at: float | None = None
    disabled_by: str | None = None
    archived: bool = False
    doc_metadata: Json = field(default_factory=dict)
    word_count: int = 0
    tokens: int = 0
    indexing_latency: float | None = None  # seconds
    created_from: str = "web"
    created_by: str | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)
    processing_started_at: float | None = None
    parsing_completed_at: float | None = None
    cleaning_completed_at: float | None = None
    splitting_completed_at: float | None = None
    completed_at: float | None = None
    paused_at: float | None = None
    paused_by: str | None = None
    stopped_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Record):
    """A piece of a document; in hierarchical bases the parent that searches return."""

    table: ClassVar[str] = "segments"

    id: str = field(default_factory=new_id)
    workspace_id: str
    dataset_id: str
    document_id: str
    position: int
    content: str
    answer: str | None = None  # of a segment that is a question
    page: int | None = None  # from 1, where the document has pages
    headings: list[Any] = field(default_factory=list)
    keywords: list[Any] = field(default_factory=list)
    word_count: int = 0
    tokens: int = 0
    hash: str
    enabled: bool = True
    disabled_at: float | None = None
    disabled_by: str | None = None
    status: str = "completed"
    error: str | None = None
    is_edited: bool = False  # by a person; kept when the document is indexed again
    created_by: str | None = None
    created_at: float = field(default_factory=now)
    updated_by: str | None = None
    updated_at: float = field(default_factory=now)
    indexing_at: float | None = None
    completed_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildChunk(Record):
    """A piece of a segment, which searches compare."""

    table: ClassVar[str] = "child_chunks"

    id: str = field(default_factory=new_id)
    workspace_id: str
    dataset_id: str
    document_id: str
    segment_id: str
    position: int
    content: str
    word_count: int = 0
    tokens: int = 0
    hash: str
    type: str = "automatic"  # or customized
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Record):
    """What a search compares: a segment or a child chunk."""

    table: ClassVar[str] = "units"

    number: int
    workspace_id: str
    dataset_id: str
    dataset_number: int
    document_id: str
    segment_id: str
    child_id: str | None = None
    hash: str
    terms: int  # how many, repeats included


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting(Record):
    """How often a term stands in a unit."""

    table: ClassVar[str] = "postings"

    dataset_number: int
    term: int  # DuckDB's hash of the term
    unit: int
    frequency: int
    workspace_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentHits(Record):
    """How often a segment was found."""

    table: ClassVar[str] = "segment_hits"

    segment_id: str
    workspace_id: str
    dataset_id: str
    document_id: str
    count: int = 0
    last_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval(Record):
    """One search, as it was asked and answered."""

    table: ClassVar[str] = "retrievals"

    id: str = field(default_factory=new_id)
    workspace_id: str
    dataset_id: str
    app_id: str | None = None
    source: str  # hit_testing, app, api
    query: str
    settings: Json = field(default_factory=dict)
    hits: list[Any] = field(default_factory=list)
    elapsed: float  # seconds
    created_by: str | None = None
    created_at: float = field(default_factory=now)
