"""Knowledge bases and what is in them as the JSON objects that the published API describes."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from api.shapes import seconds
from services.knowledge.datasets import DatasetView
from services.knowledge.documents import DocumentView, display_status
from services.knowledge.metadata import BUILT_IN, built_in_values
from services.knowledge.segments import SegmentView
from services.paging import Page
from storage.records import ChildChunk, Dataset, MetadataField, Retrieval, Segment, StoredDocument, Tag, Upload

Json = dict[str, Any]

DEFAULT_ICON = {"icon_type": "emoji", "icon": "📙", "icon_background": "#FFF4ED", "icon_url": None}
NO_EXTERNAL: Json = {
    "external_knowledge_id": None,
    "external_knowledge_api_id": None,
    "external_knowledge_api_name": None,
    "external_knowledge_api_endpoint": None,
}
NO_SUMMARY: Json = {"enable": False, "model_name": None, "model_provider_name": None, "summary_prompt": None}


def page_of(found: Page[Any], data: Sequence[Json]) -> Json:
    """Return a page of a list."""
    return {
        "data": list(data),
        "has_more": found.has_more,
        "limit": found.limit,
        "total": found.total,
        "page": found.page,
    }


def dataset_of(view: DatasetView) -> Json:
    """Return a base."""
    row, counts = view.dataset, view.counts
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "provider": "vendor",
        "permission": row.permission,
        "data_source_type": "upload_file" if counts.documents else None,
        "indexing_technique": row.indexing_technique,
        "app_count": len(view.apps),
        "document_count": counts.documents,
        "word_count": counts.words,
        "created_by": row.created_by,
        "author_name": view.author,
        "created_at": seconds(row.created_at),
        "updated_by": row.updated_by,
        "updated_at": seconds(row.updated_at),
        "embedding_model": row.embedding_model,
        "embedding_model_provider": row.embedding_provider,
        "embedding_available": view.can_embed,
        "retrieval_model_dict": retrieval_model_of(row),
        "summary_index_setting": NO_SUMMARY,
        "tags": [{"id": tag.id, "name": tag.name, "type": tag.type} for tag in view.tags],
        "doc_form": row.doc_form,
        "external_knowledge_info": NO_EXTERNAL,
        "external_retrieval_model": {"top_k": 4, "score_threshold": 0.0, "score_threshold_enabled": False},
        "doc_metadata": [field_of(field) for field in view.fields],
        "built_in_field_enabled": row.has_built_in_fields,
        "pipeline_id": None,
        "runtime_mode": "general",
        "chunk_structure": None,
        "icon_info": _icon(row),
        "is_published": False,
        "total_documents": counts.documents,
        "total_available_documents": counts.available,
        "enable_api": row.enable_api,
        "is_multimodal": False,
        "maintainer": row.created_by,
        "partial_member_list": list(row.members),
    }


def retrieval_model_of(row: Dataset) -> Json:
    """Return how a base is searched; an economical one by its keywords."""
    settings = dict(row.retrieval_model)
    return settings | {"search_method": "keyword_search"} if row.indexing_technique == "economy" else settings


def field_of(field: MetadataField) -> Json:
    """Return a metadata field."""
    return {"id": field.id, "name": field.name, "type": field.type}


def tag_of(tag: Tag, uses: int) -> Json:
    """Return a tag."""
    return {"id": tag.id, "name": tag.name, "type": tag.type, "binding_count": str(uses)}


def document_of(view: DocumentView, dataset: Dataset, fields: Sequence[MetadataField], author: str | None) -> Json:
    """Return a document as lists have it."""
    row = view.document
    return {
        "id": row.id,
        "position": row.position,
        "data_source_type": "upload_file",
        "data_source_info": dict(row.data_source),
        "data_source_detail_dict": {"upload_file": file_of(view.upload)} if view.upload else {},
        "dataset_process_rule_id": _rule_id(row),
        "name": row.name,
        "created_from": row.created_from,
        "created_by": row.created_by,
        "created_at": seconds(row.created_at),
        "tokens": row.tokens,
        "indexing_status": row.indexing_status,
        "error": row.error,
        "enabled": row.enabled,
        "disabled_at": seconds(row.disabled_at),
        "disabled_by": row.disabled_by,
        "archived": row.archived,
        "display_status": display_status(row),
        "word_count": row.word_count,
        "hit_count": view.hits,
        "doc_form": row.doc_form,
        "doc_metadata": metadata_of(row, dataset, fields, author),
        "summary_index_status": None,
        "need_summary": False,
    }


def document_detail_of(
    view: DocumentView, dataset: Dataset, fields: Sequence[MetadataField], author: str | None
) -> Json:
    """Return a document with all that is known of it."""
    row = view.document
    listed = document_of(view, dataset, fields, author)
    for name in ("data_source_detail_dict", "word_count"):
        listed.pop(name)
    return listed | {
        "data_source_info": {"upload_file": file_of(view.upload), **_address(row)} if view.upload else {},
        "dataset_process_rule": dict(dataset.process_rule),
        "document_process_rule": {"id": _rule_id(row), "dataset_id": row.dataset_id, **row.process_rule},
        "doc_language": row.doc_language,
        "doc_type": None,
        "completed_at": seconds(row.completed_at),
        "updated_at": seconds(row.updated_at),
        "indexing_latency": row.indexing_latency,
        "segment_count": row.total_segments,
        "average_segment_length": round(row.word_count / row.total_segments, 2) if row.total_segments else 0,
    }


def metadata_of(
    row: StoredDocument, dataset: Dataset, fields: Sequence[MetadataField], author: str | None
) -> list[Json] | None:
    """Return the metadata of a document, None when it has none."""
    known = [
        {**field_of(field), "value": row.doc_metadata[field.id]} for field in fields if field.id in row.doc_metadata
    ]
    if dataset.has_built_in_fields:
        values = built_in_values(row, author or "")
        known += [
            {"id": "built-in", "name": name, "type": type, "value": values[name]} for name, type in BUILT_IN.items()
        ]
    return known or None


def file_of(upload: Upload) -> Json:
    """Return the file that a document was made of."""
    return {
        "id": upload.id,
        "name": upload.name,
        "size": upload.size,
        "extension": upload.extension,
        "mime_type": upload.mime_type,
        "created_by": upload.created_by,
        "created_at": seconds(upload.created_at),
    }


def status_of(row: StoredDocument, note: str | None = None) -> Json:
    """Return how far a document is; `note` is what people should know about one that waits."""
    return {
        "id": row.id,
        "indexing_status": row.indexing_status,
        "processing_started_at": seconds(row.processing_started_at),
        "parsing_completed_at": seconds(row.parsing_completed_at),
        "cleaning_completed_at": seconds(row.cleaning_completed_at),
        "splitting_completed_at": seconds(row.splitting_completed_at),
        "completed_at": seconds(row.completed_at),
        "paused_at": seconds(row.paused_at),
        "error": row.error or note,
        "stopped_at": seconds(row.stopped_at),
        "completed_segments": row.completed_segments,
        "total_segments": row.total_segments,
    }


def segment_of(view: SegmentView) -> Json:
    """Return a chunk with its child chunks."""
    return _segment(view.segment, view.hits) | {
        "updated_at": seconds(view.segment.updated_at),
        "updated_by": view.segment.updated_by,
        "child_chunks": [child_of(child) for child in view.children],
        "attachments": [],
        "summary": None,
    }


def child_of(row: ChildChunk) -> Json:
    """Return a child chunk."""
    return {
        "id": row.id,
        "segment_id": row.segment_id,
        "content": row.content,
        "position": row.position,
        "word_count": row.word_count,
        "type": row.type,
        "created_at": seconds(row.created_at),
        "updated_at": seconds(row.updated_at),
    }


def found_segment_of(row: Segment, document: StoredDocument, hits: int, metadata: Mapping[str, Any]) -> Json:
    """Return a chunk that a search found, with its document; `metadata` is by name."""
    about = {
        "id": document.id,
        "data_source_type": "upload_file",
        "name": document.name,
        "doc_type": None,
        "doc_metadata": dict(metadata) or None,
    }
    return _segment(row, hits) | {"document": about}


def search_of(row: Retrieval) -> Json:
    """Return what was asked of a base, and what it gave."""
    return {
        "id": row.id,
        "content": row.query,
        "source": row.source,
        "source_app_id": row.app_id,
        "created_by_role": "account" if row.source == "hit_testing" else "end_user",
        "created_by": row.created_by,
        "created_at": seconds(row.created_at),
        "hits": list(row.hits),
        "elapsed": row.elapsed,
    }


def _segment(row: Segment, hits: int) -> Json:
    return {
        "id": row.id,
        "position": row.position,
        "document_id": row.document_id,
        "content": row.content,
        "sign_content": row.content,
        "answer": row.answer,
        "word_count": row.word_count,
        "tokens": row.tokens,
        "keywords": list(row.keywords),
        "index_node_id": row.id,
        "index_node_hash": row.hash,
        "hit_count": hits,
        "enabled": row.enabled,
        "disabled_at": seconds(row.disabled_at),
        "disabled_by": row.disabled_by,
        "status": row.status,
        "created_by": row.created_by,
        "created_at": seconds(row.created_at),
        "indexing_at": seconds(row.indexing_at),
        "completed_at": seconds(row.completed_at),
        "error": row.error,
        "stopped_at": None,
    }


def _icon(row: Dataset) -> Json:
    chosen = {"icon": row.icon, "icon_background": row.icon_background}
    return DEFAULT_ICON | {name: value for name, value in chosen.items() if value}


def _rule_id(row: StoredDocument) -> str:
    """Return an id that equal rules of a base share."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, row.dataset_id + json.dumps(row.process_rule, sort_keys=True)))


def _address(row: StoredDocument) -> Json:
    return {"url": row.data_source["url"]} if "url" in row.data_source else {}
