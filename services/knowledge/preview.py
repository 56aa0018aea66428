"""How a document would be cut, before anything is indexed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from engine.chunking.cutting import Piece, cut
from engine.extract import Extracted, extract_apart
from engine.models.tokens import count
from engine.plugins.knowledge import chunker_name, cut_by
from services.bounds import extract_limits
from services.files import files
from services.knowledge import released
from services.knowledge.choices import fitting_rule
from services.knowledge.plugged import chunker_host
from storage.records import StoredDocument, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST_CHARACTERS: Final = 200_000  # of a document that are cut for a preview


@dataclass(frozen=True, slots=True)
class Preview:
    """The pieces that a document would have."""

    pieces: Sequence[Piece]
    tokens: Sequence[int]  # of each piece
    is_whole: bool  # not cut off for its length


async def preview(
    rt: "Runtime", data: bytes, *, filename: str, mime_type: str = "", process_rule: Any, doc_form: str
) -> Preview:
    """Return how a file is cut by a rule; of long documents the beginning. Questions are not made here.

    Raises:
        InvalidInput: a field of the rule is wrong.
        UnsupportedFileTypeError: nothing here reads files of the kind.
        TextExtractionError: the document is broken, protected, empty or too large.
    """
    rule = fitting_rule(process_rule, doc_form)
    whole = await extract_apart(
        data, filename=filename, mime_type=mime_type, keep_markup=False, limits=extract_limits(rt.settings)
    )
    document = _beginning(whole)
    if rule.chunker:
        pieces = await cut_by(chunker_host(rt, rule), chunker_name(rule)[1], document)
    else:
        pieces = await asyncio.to_thread(cut, document, rule)
    tokens = await asyncio.to_thread(lambda: [count(piece.content) for piece in pieces])
    return Preview(pieces, tokens, document is whole)


async def original(rt: "Runtime", document: StoredDocument) -> tuple[Upload, Extracted]:
    """Return the file of a document, and its text before anything was cleaned or cut; of long ones the beginning.

    Raises:
        NotFound: the file is gone.
        TextExtractionError: it cannot be read; the message says why.
    """
    upload = await files.workspace_upload(rt, document.workspace_id, released.file_id(document) or "")
    data = await asyncio.to_thread((await files.bytes_of(rt, upload)).read_bytes)
    whole = await extract_apart(
        data, filename=upload.name, mime_type=upload.mime_type, keep_markup=False, limits=extract_limits(rt.settings)
    )
    return upload, _beginning(whole)


def _beginning(document: Extracted) -> Extracted:
    if len(document.text) <= MOST_CHARACTERS:
        return document
    if document.pages is None:
        return replace(document, text=document.text[:MOST_CHARACTERS])
    pages, room = [], MOST_CHARACTERS
    for page in document.pages:
        if room <= 0:
            break
        pages.append(replace(page, text=page.text[:room]))
        room -= len(page.text)
    return replace(document, pages=pages)
