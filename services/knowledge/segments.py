"""Segments, which the API calls chunks, changed by hand: what is stored can be found at once."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import storage.knowledge.documents
import storage.knowledge.segments
from engine.chunking.cutting import children_of
from engine.chunking.rules import ProcessRule
from engine.knowledge.terms import keywords
from engine.models.tokens import count
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.knowledge.pieces import sized_units, units_of
from services.knowledge.spool import text_hash
from services.paging import Page
from storage.errors import NotFound
from storage.records import ChildChunk, Dataset, Segment, StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST_AT_ONCE: Final = 1000
LONGEST: Final = 100_000  # characters of a segment
MOST_KEYWORDS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSegment:
    """A segment to add; keywords are taken from the text when there are none."""

    content: str
    answer: str | None = None
    keywords: Sequence[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentChanges:
    """What is to be different about a segment; None leaves as it is."""

    content: str | None = None
    answer: str | None = None
    keywords: Sequence[str] | None = None
    enabled: bool | None = None
    cuts_again: bool = False  # child chunks are made anew of the text


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """A segment with what lists show of it."""

    segment: Segment
    children: Sequence[ChildChunk]
    hits: int


async def get(rt: "Runtime", document: StoredDocument, segment_id: str) -> Segment:
    """Return a segment of a document. Raises NotFound."""
    return await rt.db.read(lambda: storage.knowledge.segments.get_segment(rt.db, document, segment_id))


async def page_of(
    rt: "Runtime",
    document: StoredDocument,
    *,
    keyword: str = "",
    statuses: Sequence[str] = (),
    enabled: bool | None = None,
    least_hits: int = 0,
    page: int = 1,
    limit: int = 20,
) -> Page[Segment]:
    """Return a page of a document's segments in order; searches have found each at least `least_hits` times."""
    options: dict[str, Any] = {"keyword": keyword, "statuses": statuses, "enabled": enabled, "least_hits": least_hits}
    found, total = await rt.db.read(
        lambda: storage.knowledge.segments.list_segments(rt.db, document, **options, page=page, limit=limit)
    )
    return Page(found, page, limit, total)


async def views(rt: "Runtime", workspace_id: str, segments: Sequence[Segment]) -> list[SegmentView]:
    """Return segments with what lists show of them."""
    ids = [segment.id for segment in segments]
    children, hits = await rt.db.read(
        lambda: (
            storage.knowledge.segments.list_children(rt.db, workspace_id, ids),
            storage.knowledge.documents.hit_counts(rt.db, workspace_id, "segment_id", ids),
        )
    )
    return [
        SegmentView(segment=segment, children=children[segment.id], hits=hits.get(segment.id, 0))
        for segment in segments
    ]


@needs(Action.EDIT_KNOWLEDGE)
async def add(
    rt: "Runtime",
    dataset: Dataset,
    document: StoredDocument,
    new: Sequence[NewSegment],
    *,
    account_id: str | None = None,
) -> list[Segment]:
    """Put segments behind those of a document and return them.

    Raises:
        NotFound: the document is not completed, or disabled.
        InvalidInput: a segment has no text or no answer where one is needed, or there are too many.
        ModelNotConfigured, ModelError: the base's embedding model cannot be used.
    """
    _check_ready(document)
    if not 1 <= len(new) <= MOST_AT_ONCE:
        raise InvalidInput(f"segments has {len(new)} entries; it must have 1 to {MOST_AT_ONCE}.", param="segments")
    for place, one in enumerate(new):
        _check_texts(document, one.content, one.answer, f"segments.{place}")
    segments = await asyncio.to_thread(
        lambda: [_made(document, one, account_id) for one in new],
    )
    return await _put(rt, dataset, document, segments, await _cut(document, segments))


@needs(Action.EDIT_KNOWLEDGE)
async def update(
    rt: "Runtime",
    dataset: Dataset,
    document: StoredDocument,
    segment: Segment,
    changes: SegmentChanges,
    *,
    account_id: str | None = None,
) -> Segment:
    """Change a segment and return it; another text is indexed at once and outlives later indexing.

    Raises:
        InvalidInput: it has no text, or no answer where one is needed, or is switched off.
        ModelNotConfigured, ModelError: the base's embedding model cannot be used.
    """
    if not segment.enabled and not changes.enabled:  # it would come back changed, unseen by who switched it off
        raise InvalidInput("Can't update disabled segment: enable it first.", param="enabled")
    content = segment.content if changes.content is None else changes.content
    answer = segment.answer if changes.answer is None else changes.answer
    _check_texts(document, content, answer, "segment")
    now = time.time()
    switched = _switched(segment.enabled if changes.enabled is None else changes.enabled, now, account_id)
    changed = replace(segment, **switched, updated_at=now, updated_by=account_id)
    if (content, answer) != (segment.content, segment.answer) or changes.keywords is not None or changes.cuts_again:
        kept = (
            _keywords(content, changes.keywords) if changes.keywords or content != segment.content else segment.keywords
        )
        changed = replace(
            changed,
            content=content,
            answer=answer,
            keywords=list(kept),
            word_count=len(content),
            tokens=await asyncio.to_thread(count, content),
            is_edited=True,
        )
    children = await _children_after(rt, document, segment, changed, cuts_again=changes.cuts_again)
    (stored,) = await _put(rt, dataset, document, [changed], children)
    return stored


@needs(Action.EDIT_KNOWLEDGE)
async def switch(
    rt: "Runtime", document: StoredDocument, ids: Sequence[str], *, enabled: bool, account_id: str | None = None
) -> list[str]:
    """Let searches find segments, or not; return the ids of those that exist."""
    now = time.time()
    changed = await storage.knowledge.segments.set_segments(
        rt.db, document, ids, **_switched(enabled, now, account_id), updated_at=now
    )
    rt.base_versions[document.dataset_id] += 1
    return changed


@needs(Action.EDIT_KNOWLEDGE)
async def delete(rt: "Runtime", dataset: Dataset, document: StoredDocument, ids: Sequence[str]) -> None:
    """Delete segments with their child chunks. Raises NotFound: one of them does not exist."""
    await storage.knowledge.segments.delete_segments(rt.db, dataset, document, ids)
    rt.base_versions[dataset.id] += 1
    rt.vector_stores.settle_soon(dataset)


async def _put(
    rt: "Runtime",
    dataset: Dataset,
    document: StoredDocument,
    segments: Sequence[Segment],
    children: Mapping[str, Sequence[ChildChunk]],
) -> list[Segment]:
    dataset, units = await sized_units(rt, dataset, units_of(segments, children))
    stored = await storage.knowledge.segments.put_segments(
        rt.db,
        dataset,
        document.id,
        segments,
        children=[child for found in children.values() for child in found],
        units=units,
    )
    rt.base_versions[dataset.id] += 1
    rt.vector_stores.settle_soon(dataset)
    return stored


async def _children_after(
    rt: "Runtime", document: StoredDocument, before: Segment, after: Segment, *, cuts_again: bool
) -> Mapping[str, Sequence[ChildChunk]]:
    """Return the child chunks of a changed segment: new ones of a new text, those that people made stay unless told."""
    if document.doc_form != "hierarchical_model":
        return {}
    known = await rt.db.read(
        lambda: storage.knowledge.segments.list_children(rt.db, document.workspace_id, [before.id])
    )
    if before.content == after.content and not cuts_again:
        return known
    own = [] if cuts_again else [child for child in known[before.id] if child.type == "customized"]
    made = (await _cut(document, [after]))[after.id]
    return {after.id: [replace(child, position=place) for place, child in enumerate([*made, *own], 1)]}


async def _cut(document: StoredDocument, segments: Sequence[Segment]) -> dict[str, list[ChildChunk]]:
    """Return the child chunks of segments; {} in documents that have none."""
    if document.doc_form != "hierarchical_model":
        return {}
    rule = ProcessRule.parse(document.process_rule)
    return await asyncio.to_thread(
        lambda: {
            segment.id: [
                new_child(segment, content, position=place)
                for place, content in enumerate(children_of(segment.content, rule), 1)
            ]
            for segment in segments
        }
    )


def new_child(segment: Segment, content: str, *, position: int = 0, type: str = "automatic") -> ChildChunk:
    """Return a child chunk of a segment; position 0 is the end."""
    return ChildChunk(
        workspace_id=segment.workspace_id,
        dataset_id=segment.dataset_id,
        document_id=segment.document_id,
        segment_id=segment.id,
        position=position,
        content=content,
        word_count=len(content),
        tokens=count(content),
        hash=text_hash(content),
        type=type,
    )


def _made(document: StoredDocument, new: NewSegment, account_id: str | None) -> Segment:
    now = time.time()
    answer = new.answer if document.doc_form == "qa_model" else None
    return Segment(
        workspace_id=document.workspace_id,
        dataset_id=document.dataset_id,
        document_id=document.id,
        position=0,
        content=new.content,
        answer=answer,
        keywords=_keywords(new.content, new.keywords),
        word_count=len(new.content),
        tokens=count(new.content),
        hash=text_hash(new.content, answer),
        created_by=account_id,
        updated_by=account_id,
        indexing_at=now,
        completed_at=now,
    )


def _keywords(content: str, given: Sequence[str] | None) -> list[str]:
    return list(dict.fromkeys(given))[:MOST_KEYWORDS] if given else keywords([content])[0]


def _switched(enabled: bool, now: float, account_id: str | None) -> dict[str, Any]:
    if enabled:
        return {"enabled": True, "disabled_at": None, "disabled_by": None}
    return {"enabled": False, "disabled_at": now, "disabled_by": account_id}


def _check_ready(document: StoredDocument) -> None:
    if document.indexing_status != "completed":
        raise NotFound("completed document", document.id)
    if not document.enabled or document.archived:
        raise NotFound("enabled document", document.id)


def _check_texts(document: StoredDocument, content: str, answer: str | None, field: str) -> None:
    if not content.strip():
        raise InvalidInput(f"{field}.content is required: it is empty.", param=f"{field}.content")
    if document.doc_form == "qa_model" and not (answer or "").strip():
        raise InvalidInput(f"{field}.answer is required in documents of questions.", param=f"{field}.answer")
    longest = max(len(content), len(answer or ""))
    if longest > LONGEST:
        raise InvalidInput(f"{field} has {longest} characters; {LONGEST} is the limit.", param=field)
