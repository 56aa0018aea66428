"""Child chunks, changed by hand: what searches compare in hierarchical documents."""

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import storage.knowledge.segments
from engine.models.tokens import count
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.knowledge.pieces import sized_units, unit_of_child
from services.knowledge.segments import LONGEST, new_child
from services.knowledge.spool import text_hash
from services.paging import Page
from storage.errors import NotFound
from storage.records import ChildChunk, Dataset, Segment, StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime


async def page_of(
    rt: "Runtime", segment: Segment, *, keyword: str = "", page: int = 1, limit: int = 20
) -> Page[ChildChunk]:
    """Return a page of a segment's child chunks in order."""
    found = await rt.db.read(
        lambda: storage.knowledge.segments.list_children(rt.db, segment.workspace_id, [segment.id], keyword=keyword)
    )
    children = found[segment.id]
    first = (page - 1) * limit
    return Page(children[first : first + limit], page, limit, len(children))


async def get(rt: "Runtime", segment: Segment, child_id: str) -> ChildChunk:
    """Return a child chunk of a segment. Raises NotFound."""
    found = await rt.db.read(lambda: storage.knowledge.segments.find_children(rt.db, segment.workspace_id, [child_id]))
    child = found.get(child_id)
    if child is None or child.segment_id != segment.id:
        raise NotFound("child chunk", child_id)
    return child


@needs(Action.EDIT_KNOWLEDGE)
async def add(rt: "Runtime", dataset: Dataset, document: StoredDocument, segment: Segment, content: str) -> ChildChunk:
    """Put a child chunk behind those of a segment and return it.

    Raises:
        InvalidInput: it has no text, or the document has no child chunks.
        ModelNotConfigured, ModelError: the base's embedding model cannot be used.
    """
    if document.doc_form != "hierarchical_model":
        raise InvalidInput(f"Documents of the form {document.doc_form} have no child chunks.", param="segment_id")
    _check(content)
    return await _put(rt, dataset, await asyncio.to_thread(new_child, segment, content, type="customized"))


@needs(Action.EDIT_KNOWLEDGE)
async def update(rt: "Runtime", dataset: Dataset, child: ChildChunk, content: str) -> ChildChunk:
    """Give a child chunk another text and return it. Raises as `add`."""
    _check(content)
    tokens = await asyncio.to_thread(count, content)
    changed = replace(
        child,
        content=content,
        word_count=len(content),
        tokens=tokens,
        hash=text_hash(content),
        type="customized",
        updated_at=time.time(),
    )
    return await _put(rt, dataset, changed)


@needs(Action.EDIT_KNOWLEDGE)
async def delete(rt: "Runtime", dataset: Dataset, segment: Segment, child_id: str) -> None:
    """Delete a child chunk. Raises NotFound."""
    await storage.knowledge.segments.delete_child(rt.db, dataset, segment.id, child_id)
    rt.base_versions[dataset.id] += 1
    rt.vector_stores.settle_soon(dataset)


async def _put(rt: "Runtime", dataset: Dataset, child: ChildChunk) -> ChildChunk:
    id, store = child.segment_id, storage.knowledge.segments
    parents = await rt.db.read(lambda: store.find_segments(rt.db, child.workspace_id, [id]))
    if id not in parents:
        raise NotFound("segment", id)
    dataset, units = await sized_units(rt, dataset, [unit_of_child(child, parents[id])])
    stored = await storage.knowledge.segments.put_child(rt.db, dataset, child, units)
    rt.base_versions[dataset.id] += 1
    rt.vector_stores.settle_soon(dataset)
    return stored


def _check(content: str) -> None:
    if not content.strip():
        raise InvalidInput("content is required: it is empty.", param="content")
    if len(content) > LONGEST:
        raise InvalidInput(f"content has {len(content)} characters; {LONGEST} is the limit.", param="content")
