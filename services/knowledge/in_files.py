"""Ids of knowledge bases in the files of apps: unreadable for others, and back where the file is imported again."""

import re
from typing import TYPE_CHECKING, Any, Final

from engine.document import Document

if TYPE_CHECKING:
    from services.runtime import Runtime

KIND: Final = "knowledge-retrieval"
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def concealed(rt: "Runtime", workspace_id: str, document: Document) -> Document:
    """Return a document for a file: the ids of bases in its nodes are encrypted, unless a setting leaves them open."""
    if not rt.settings.dsl_export_encrypt_dataset_id:
        return document
    purpose = _purpose(workspace_id)
    return document.with_nodes_data(
        {
            node.id: {**node.data, "dataset_ids": [rt.secrets.conceal(purpose, id) for id in ids]}
            for node, ids in _bound(document)
        }
    )


def revealed(rt: "Runtime", workspace_id: str, document: Document) -> tuple[Document, list[str]]:
    """Return a document of a file with the ids of bases, and warnings of those that it has lost.

    Plain ids stay, also unknown ones; what this workspace has encrypted is opened; other text, which another
    installation has encrypted, means nothing here and goes.
    """
    purpose, changes, warnings = _purpose(workspace_id), {}, []
    for node, ids in _bound(document):
        found = [id if _ID.fullmatch(id) else rt.secrets.reveal(purpose, id) for id in ids]
        kept = [id for id in found if id is not None and _ID.fullmatch(id)]
        changes[node.id] = {**node.data, "dataset_ids": kept}
        if len(kept) < len(ids):
            lost = len(ids) - len(kept)
            warnings.append(
                f"{node.id}: {lost} knowledge base(s) of another installation were left out. Choose bases of yours."
            )
    return document.with_nodes_data(changes), warnings


def _bound(document: Document) -> list[tuple[Any, list[str]]]:
    """Return the nodes that name bases, with the ids."""
    found = [(node, node.data.get("dataset_ids")) for node in document.nodes if node.kind == KIND]
    return [(node, [id for id in ids if isinstance(id, str)]) for node, ids in found if isinstance(ids, list) and ids]


def _purpose(workspace_id: str) -> str:
    return f"knowledge bases in files of {workspace_id}"
